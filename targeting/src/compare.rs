//! The one way in which a text is compared with another, whatever the operator.
//!
//! Knows bytes only. [`step_by_step`] is what everything means. Where decisions are made for many sites at once (feature
//! `index`) every comparison is linear in both texts, whatever they are (`search.rs`). A browser decides for the page it
//! shows, by rules of that page's owner, so going step by step is enough there.

#[cfg(feature = "index")]
use crate::search;

/// How a text has to stand in another one; bits.
pub(crate) mod shape {
    /// From its start to its end.
    pub(crate) const WHOLE: u8 = 0;
    /// Anything may stand before.
    pub(crate) const OPEN_START: u8 = 1;
    /// Anything may follow.
    pub(crate) const OPEN_END: u8 = 2;
    /// The next segment of an address, or its query, may follow.
    pub(crate) const ENDS_SEGMENT: u8 = 4;
    /// A hyphen and anything may follow.
    pub(crate) const ENDS_SUBTAG: u8 = 8;
    /// A `*` stands for anything, or nothing.
    pub(crate) const STARS: u8 = 16;
}

/// A stretch of a text, but for a gap.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// What stands between the two places is left out: often nothing.
    pub(crate) gap: (usize, usize),
    /// Up to there letters know no case.
    pub(crate) folded: usize,
}

impl<'a> Stretch<'a> {
    /// All of a text.
    #[inline]
    pub(crate) fn of(text: &'a [u8]) -> Self {
        Self { text, start: 0, end: text.len(), gap: (text.len(), text.len()), folded: 0 }
    }

    /// The byte at a place, counted as if what follows the gap stood right behind what precedes it.
    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        let place = if at < self.gap.0 { at } else { at + self.gap.1 - self.gap.0 };
        let byte = *self.text.get(place).filter(|_| place < self.end)?;
        Some(if place < self.folded { byte.to_ascii_lowercase() } else { byte })
    }

    /// What stands before the gap, and what behind it.
    pub(crate) fn parts(&self) -> [&'a [u8]; 2] {
        let part = |start: usize, end: usize| self.text.get(start..end).unwrap_or_default();
        [part(self.start, self.gap.0), part(self.gap.1, self.end)]
    }

    /// It in one piece; `None` where the gap parts it.
    #[cfg(feature = "index")]
    fn piece(&self) -> Option<&'a [u8]> {
        let is_one = self.gap.0 == self.gap.1 || self.gap.1 == self.end;
        self.text
            .get(self.start..if self.gap.1 == self.end { self.gap.0 } else { self.end })
            .filter(|_| is_one)
    }
}

/// Whether `pattern` stands in `subject` as `shape` says.
#[cfg(not(feature = "index"))]
#[inline(never)]
pub(crate) fn matches(pattern: &Stretch<'_>, shape: u8, subject: &Stretch<'_>) -> bool {
    step_by_step(pattern, shape, subject, usize::MAX).unwrap_or_default()
}

/// Whether `pattern` stands in `subject` as `shape` says. In linear time, whatever the two are.
#[cfg(feature = "index")]
#[inline]
pub(crate) fn matches(pattern: &Stretch<'_>, shape: u8, subject: &Stretch<'_>) -> bool {
    const ANYWHERE: u8 = shape::OPEN_START | shape::OPEN_END;
    const SEGMENT: u8 = shape::OPEN_START | shape::ENDS_SEGMENT;
    if subject.folded == 0 {
        if shape == shape::WHOLE {
            // The gap of both stands where the path ends, which is as far for both where they are equal.
            return pattern.parts() == subject.parts();
        }
        if let (Some(needle), Some(hay)) = (pattern.piece(), subject.piece()) {
            match shape {
                shape::OPEN_END => return hay.starts_with(needle),
                shape::ENDS_SEGMENT => {
                    let rest = hay.strip_prefix(needle).map(<[u8]>::first);
                    return matches!(rest, Some(None | Some(b'/' | b'?')));
                }
                ANYWHERE => return search::find(hay, needle).is_some(),
                shape::STARS => return search::matches_wildcard(needle, hay),
                // `V/*`, of which V is the pattern: V may hold slashes, so it is searched for with the one behind it. It
                // holds no `?`, so looking before each of those looks at each byte at most once.
                SEGMENT if let Some(segment @ [.., b'/']) = pattern.text.get(pattern.start..=pattern.end) => {
                    let is_end = |at: &usize| matches!(hay.get(*at), None | Some(b'?'));
                    let ends = |at| hay.get(..at).is_some_and(|hay| hay.ends_with(needle));
                    return search::find(hay, segment).is_some() || (0..=hay.len()).filter(is_end).any(ends);
                }
                _ => {}
            }
        }
    }
    // The first byte that differs settles what remains, but for wildcards with gaps or folded letters.
    let [parts, subjects] = [pattern.parts(), subject.parts()];
    let length: usize = parts.iter().chain(&subjects).map(|part| part.len()).sum();
    step_by_step(pattern, shape, subject, 8 * length + 8).unwrap_or_else(|| {
        // Somebody took pains. Copies can be searched in linear time.
        let copy = |stretch: &Stretch<'_>, parts: [&[u8]; 2]| {
            let mut copy = parts.concat();
            let folded = stretch.folded.saturating_sub(stretch.start);
            copy.iter_mut().take(folded).for_each(u8::make_ascii_lowercase);
            copy
        };
        search::matches_wildcard(&copy(pattern, parts), &copy(subject, subjects))
    })
}

/// The same, byte by byte: every star takes as little as it can, and the last one a byte more wherever that fails.
/// `None` after so many steps.
pub(crate) fn step_by_step(
    pattern: &Stretch<'_>,
    shape: u8,
    subject: &Stretch<'_>,
    mut patience: usize,
) -> Option<bool> {
    let has = |bit: u8| shape & bit != 0;
    // Places in both, and from where to go on after a failure: behind the last star, and what was tried last.
    let (mut at, mut to) = (pattern.start, subject.start);
    let (mut star, mut tried) = (if has(shape::OPEN_START) { at } else { usize::MAX }, to);
    loop {
        patience = patience.checked_sub(1)?;
        let (wanted, found) = (pattern.byte(at), subject.byte(to));
        if wanted.is_none() {
            let may_end = match found {
                None => true,
                Some(b'/' | b'?') if has(shape::ENDS_SEGMENT) => true,
                Some(b'-') if has(shape::ENDS_SUBTAG) => true,
                Some(_) => has(shape::OPEN_END),
            };
            if may_end {
                return Some(true);
            }
        }
        if wanted == Some(b'*') && has(shape::STARS) {
            at += 1;
            (star, tried) = (at, to);
        } else if wanted == found {
            at += 1;
            to += 1;
        } else if star == usize::MAX || found.is_none() {
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

    /// What `step_by_step` means, said by trying everything.
    fn slowly(pattern: &[u8], shape: u8, text: &[u8]) -> bool {
        if shape & shape::OPEN_START != 0 {
            return (0..=text.len()).any(|at| slowly(pattern, shape & !shape::OPEN_START, &text[at..]));
        }
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (None, Some((byte, _))) => {
                shape & shape::OPEN_END != 0
                    || shape & shape::ENDS_SEGMENT != 0 && matches!(byte, b'/' | b'?')
                    || shape & shape::ENDS_SUBTAG != 0 && *byte == b'-'
            }
            (Some((b'*', rest)), _) if shape & shape::STARS != 0 => {
                (0..=text.len()).any(|at| slowly(rest, shape, &text[at..]))
            }
            (Some((a, pattern)), Some((b, text))) => a == b && slowly(pattern, shape, text),
            _ => false,
        }
    }

    const SHAPES: [u8; 7] = [
        shape::WHOLE,
        shape::OPEN_END,
        shape::OPEN_START | shape::OPEN_END,
        shape::ENDS_SEGMENT,
        shape::OPEN_START | shape::ENDS_SEGMENT,
        shape::ENDS_SUBTAG,
        shape::STARS,
    ];

    proptest! {
        /// Whatever way is taken, the answer is that of trying everything, on the two texts in one piece.
        #[test]
        fn every_way_gives_the_same_answer(
            pattern in "[abA*?/-]{0,8}",
            text in "[abA?/-]{0,12}",
            cuts in prop::array::uniform4(0usize..13),
            pattern_gap in prop::array::uniform2(0usize..9),
            has_gaps in any::<bool>(),
            is_folded in any::<bool>(),
            shape in prop::sample::select(&SHAPES[..]),
        ) {
            let sorted = |mut cuts: [usize; 4], most: usize| {
                cuts = cuts.map(|cut| cut.min(most));
                cuts.sort_unstable();
                cuts
            };
            let [start, from, mut to, end] = sorted(cuts, text.len());
            let [_, _, mine, mut after] = sorted([0, 0, pattern_gap[0], pattern_gap[1]], pattern.len());
            if !has_gaps {
                (to, after) = (from, mine);
            }
            let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
            let (mut small, mut whole) =
                ([&pattern[..mine], &pattern[after..]].concat(), [&text[start..from], &text[to..end]].concat());
            let (mut folded, mut folded_pattern) = (0, 0);
            if is_folded {
                (folded, folded_pattern) = (from, mine);
                whole[..from - start].make_ascii_lowercase();
                small[..mine].make_ascii_lowercase();
            }
            let subject = Stretch { text, start, end, gap: (from, to), folded };
            let pattern = Stretch { gap: (mine, after), folded: folded_pattern, ..Stretch::of(pattern) };
            let expected = slowly(&small, shape, &whole);
            prop_assert_eq!(step_by_step(&pattern, shape, &subject, usize::MAX), Some(expected));
            // A whole text has its gap where the other one has it, and what stands anywhere is never parted.
            let is_aligned = pattern.parts()[0].len() == from - start;
            let is_asked = match shape {
                shape::WHOLE => is_aligned,
                _ => shape & shape::OPEN_START == 0 || from == to && mine == after && folded == 0,
            };
            if is_asked {
                prop_assert_eq!(matches(&pattern, shape, &subject), expected);
            }
        }
    }
}
