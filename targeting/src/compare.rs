//! The few ways in which one text is compared with another.
//!
//! Knows bytes only. Where decisions are made for many sites at once (feature `index`) every comparison is linear in both
//! texts, whatever they are (`search.rs`). A browser decides for the page it shows, by rules of that page's owner, so the
//! plainest loops are enough there; they give the same answers.

#[cfg(feature = "index")]
use crate::search;

/// Where in a text another one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// It is the whole text.
    Whole,
    AtStart,
    AtEnd,
    Anywhere,
}

/// Whether `needle` stands there in `hay`.
#[cfg(feature = "index")]
#[inline]
pub(crate) fn occurs(needle: &[u8], stands: Stands, hay: &[u8]) -> bool {
    match stands {
        Stands::Whole => hay == needle,
        Stands::AtStart => hay.starts_with(needle),
        Stands::AtEnd => hay.ends_with(needle),
        Stands::Anywhere => search::find(hay, needle).is_some(),
    }
}

/// Whether `needle` stands there in `hay`.
#[cfg(not(feature = "index"))]
#[inline(never)]
pub(crate) fn occurs(needle: &[u8], stands: Stands, hay: &[u8]) -> bool {
    naively(needle, stands, hay, false)
}

/// The same, naively: short texts, or texts that only harm who wrote them. `any_case`: ASCII letters know none.
#[inline(never)]
pub(crate) fn naively(needle: &[u8], stands: Stands, hay: &[u8], any_case: bool) -> bool {
    let Some(last) = hay.len().checked_sub(needle.len()) else { return false };
    let start = if stands == Stands::AtEnd { last } else { 0 };
    let end = match stands {
        Stands::Whole if last > 0 => return false,
        Stands::AtStart => 0,
        _ => last,
    };
    let same = |(a, b): (&u8, &u8)| a == b || (any_case && a.eq_ignore_ascii_case(b));
    (start..=end).any(|at| hay.get(at..).is_some_and(|hay| needle.iter().zip(hay).all(same)))
}

/// What a wildcard is compared with: a stretch of an address but for a gap.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// From the one place to the other nothing is compared.
    pub(crate) gap: (usize, usize),
    /// Up to there letters know no case, and in the pattern none up to its query.
    pub(crate) folded: usize,
    /// Where the path begins.
    pub(crate) root: usize,
}

impl Subject<'_> {
    /// Leaves out the path where it is nothing but `/`; whether it is.
    pub(crate) fn leave_out_root(&mut self) -> bool {
        let is_root = self.gap.0 == self.root + 1;
        self.gap.0 = self.root;
        self.folded = self.root;
        is_root
    }

    fn byte(&self, at: usize) -> Option<u8> {
        let skipped = if at < self.gap.0 { 0 } else { self.gap.1 - self.gap.0 };
        let at = at + skipped;
        self.text.get(at).filter(|_| at < self.end).map(|byte| fold(*byte, at < self.folded))
    }

    /// Its parts, for who needs them in one piece.
    #[cfg(feature = "index")]
    fn parts(&self) -> [&[u8]; 2] {
        let part = |start: usize, end: usize| self.text.get(start..end).unwrap_or_default();
        [part(self.start, self.gap.0), part(self.gap.1, self.end)]
    }
}

fn fold(byte: u8, is_folded: bool) -> u8 {
    if is_folded { byte.to_ascii_lowercase() } else { byte }
}

/// Whether the subject consists of the pieces of `pattern`, in order, with anything, or nothing, where a `*` stands.
/// Anchored at both ends.
pub(crate) fn matches_wildcard(pattern: &[u8], subject: &Subject<'_>) -> bool {
    #[cfg(feature = "index")]
    {
        let [before, behind] = subject.parts();
        if subject.folded == 0 && (behind.is_empty() || subject.gap.0 == subject.gap.1) {
            let whole =
                subject.text.get(subject.start..if behind.is_empty() { subject.gap.0 } else { subject.end });
            return search::matches_wildcard(pattern, whole.unwrap_or_default());
        }
        let length = before.len() + behind.len() + pattern.len();
        step_by_step(pattern, subject, 8 * length).unwrap_or_else(|| {
            // Somebody took pains. A copy can be searched in linear time.
            let (mut pattern, mut copy) = (pattern.to_vec(), [before, behind].concat());
            if subject.folded > 0 {
                let end = host_end(&pattern);
                for (text, end) in [(&mut pattern, end), (&mut copy, subject.folded - subject.start)] {
                    text.iter_mut().take(end).for_each(u8::make_ascii_lowercase);
                }
            }
            search::matches_wildcard(&pattern, &copy)
        })
    }
    #[cfg(not(feature = "index"))]
    step_by_step(pattern, subject, usize::MAX).unwrap_or_default()
}

/// Where the host of a pattern ends that writes no path.
#[cfg(feature = "index")]
fn host_end(pattern: &[u8]) -> usize {
    pattern.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(pattern.len())
}

/// The same, byte by byte: every star takes as little as it can, and the last one a byte more wherever that fails.
/// `None` after so many steps.
#[cfg_attr(not(feature = "index"), inline(never))]
fn step_by_step(pattern: &[u8], subject: &Subject<'_>, mut patience: usize) -> Option<bool> {
    // Places in both, and from where to go on after a failure: behind the last star, and what was tried last.
    let (mut at, mut to, mut star, mut tried) = (0, subject.start, 0, 0);
    // Where in the pattern letters begin to know case.
    let mut folded = if subject.folded > 0 { usize::MAX } else { 0 };
    loop {
        patience = patience.checked_sub(1)?;
        let (wanted, found) = (pattern.get(at).copied(), subject.byte(to));
        if matches!(wanted, Some(b'?' | b'#')) {
            folded = folded.min(at);
        }
        if wanted == Some(b'*') {
            at += 1;
            (star, tried) = (at, to);
        } else if wanted.map(|byte| fold(byte, at < folded)) == found {
            if found.is_none() {
                return Some(true);
            }
            at += 1;
            to += 1;
        } else if star == 0 || found.is_none() {
            return Some(false);
        } else {
            tried += 1;
            (at, to) = (star, tried);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The plain loops and the linear ones give the same answers.
        #[test]
        fn plain_is_linear(needle in "[abA]{0,5}", hay in "[abA]{0,12}") {
            let (needle, hay) = (needle.as_bytes(), hay.as_bytes());
            for stands in [Stands::Whole, Stands::AtStart, Stands::AtEnd, Stands::Anywhere] {
                prop_assert_eq!(naively(needle, stands, hay, false), occurs(needle, stands, hay));
                let (low, lower) = (needle.to_ascii_lowercase(), hay.to_ascii_lowercase());
                prop_assert_eq!(naively(needle, stands, hay, true), occurs(&low, stands, &lower));
            }
        }

        #[test]
        fn parts_are_one_text(
            pattern in "[abA*?]{0,8}",
            text in "[abA?]{0,12}",
            cuts in prop::array::uniform4(0usize..13),
            folded in any::<bool>(),
        ) {
            let mut cuts = cuts.map(|cut| cut.min(text.len()));
            cuts.sort_unstable();
            let [start, from, to, end] = cuts;
            let folded = if folded { from } else { 0 };
            let text = text.as_bytes();
            let subject = Subject { text, start, end, gap: (from, to), folded, root: 0 };
            let (mut whole, mut small) = ([&text[start..from], &text[to..end]].concat(), pattern.clone().into_bytes());
            if folded > 0 {
                whole[..from - start].make_ascii_lowercase();
                let end = host_end(&small);
                small[..end].make_ascii_lowercase();
            }
            let expected = search::matches_wildcard(&small, &whole);
            prop_assert_eq!(step_by_step(pattern.as_bytes(), &subject, usize::MAX), Some(expected));
            prop_assert_eq!(matches_wildcard(pattern.as_bytes(), &subject), expected);
        }
    }
}
