//! Finding text in text, in linear time whatever the two are, without allocating.
//!
//! The two-way algorithm of Crochemore and Perrin (1991). A rule and an address may be chosen by somebody who wants to
//! keep the edge busy, so the plain search, quadratic on `aaaa…`, is not good enough. Knows bytes only.

/// Where `needle` first occurs in `hay`.
pub(crate) fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    find_counting(hay, needle, &mut 0)
}

/// As [`find`]; adds the number of byte comparisons to `steps`, which is what the tests bound.
fn find_counting(hay: &[u8], needle: &[u8], steps: &mut usize) -> Option<usize> {
    let last_start = match hay.len().checked_sub(needle.len()) {
        None => return None,
        Some(_) if needle.is_empty() => return Some(0),
        Some(last_start) => last_start,
    };
    // Nearly always a few comparisons settle it. Texts made to need more are left to the algorithm below.
    let mut patience = hay.len() / 4 + 16;
    let mut from = 0;
    while let Some(found) = hay.get(from..).and_then(|hay| find_start(hay, needle)) {
        let at = from + found;
        let Some(window) = hay.get(at..at + needle.len()).filter(|_| at <= last_start) else {
            *steps += hay.len() - from;
            return None;
        };
        let same = needle.iter().zip(window).take_while(|(a, b)| a == b).count();
        *steps += found + same + 1;
        if same == needle.len() {
            return Some(at);
        }
        from = at + 1;
        patience = match patience.checked_sub(same + 1) {
            Some(left) => left,
            None => return find_two_way(hay, needle, from, steps),
        };
    }
    *steps += hay.len() - from.min(hay.len());
    None
}

/// Where a needle may stand: its first byte and the last of its first eight, at the right distance. Looks at eight places
/// at a time, with a few operations on words, whatever the machine.
fn find_start(hay: &[u8], needle: &[u8]) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let (first, last) = (*needle.first()?, *needle.get(..8).unwrap_or(needle).last()?);
    let apart = needle.len().min(8) - 1;
    let (firsts, lasts) = (u64::from(first) * EACH, u64::from(last) * EACH);
    let word = |at: usize| hay.get(at..at + 8).and_then(<[u8]>::first_chunk).copied().map(u64::from_le_bytes);
    let Some(last_at) = hay.len().checked_sub(apart + 8) else {
        let there = hay.get(apart..)?;
        return hay.iter().zip(there).position(|pair| pair == (&first, &last));
    };
    let mut at = 0;
    loop {
        let other = (word(at)? ^ firsts) | (word(at + apart)? ^ lasts);
        // The lowest bit that is set says which byte is the first one that does not differ.
        let same = other.wrapping_sub(EACH) & !other & (EACH << 7);
        if same != 0 {
            return Some(at + (same.trailing_zeros() / 8) as usize);
        }
        if at == last_at {
            return None;
        }
        // The last eight places overlap with those before them.
        at = (at + 8).min(last_at);
    }
}

/// Where `needle` first occurs in `hay` from a place on, in linear time.
fn find_two_way(hay: &[u8], needle: &[u8], from: usize, steps: &mut usize) -> Option<usize> {
    let (cut, period, is_periodic) = factorise(needle, steps);
    let (head, tail) = needle.split_at_checked(cut)?;
    let mut at = from;
    // How many bytes of the needle are known to match at `at` (periodic needles only).
    let mut known = 0_usize;
    while let Some(window) = hay.get(at..at + needle.len()) {
        let skip = known.saturating_sub(cut);
        let (window_head, window_tail) = window.split_at_checked(cut)?;
        let same = tail.iter().zip(window_tail).skip(skip).take_while(|(a, b)| a == b).count() + skip;
        *steps += same - skip + 1;
        if same < tail.len() {
            at += same + 1;
            known = 0;
            continue;
        }
        let mut left = cut;
        while left > known && head.get(left - 1) == window_head.get(left - 1) {
            left -= 1;
            *steps += 1;
        }
        if left <= known {
            return Some(at);
        }
        at += period;
        known = if is_periodic { needle.len() - period } else { 0 };
    }
    None
}

/// A critical cut of the needle, how far to shift after a mismatch left of it, and whether that is its true period.
fn factorise(needle: &[u8], steps: &mut usize) -> (usize, usize, bool) {
    let ascending = greatest_suffix(needle, steps, |a, b| a < b);
    let descending = greatest_suffix(needle, steps, |a, b| a > b);
    let (cut, period) = if ascending.0 > descending.0 { ascending } else { descending };
    *steps += cut;
    let is_periodic = needle.get(..cut).is_some_and(|head| needle.get(period..period + cut) == Some(head));
    if is_periodic { (cut, period, true) } else { (cut, cut.max(needle.len() - cut) + 1, false) }
}

/// Start and period of the greatest suffix in the order given.
fn greatest_suffix(needle: &[u8], steps: &mut usize, less: fn(u8, u8) -> bool) -> (usize, usize) {
    // `start` is the best suffix so far, `rival` the one compared with it, `k` the bytes they share.
    let (mut start, mut rival, mut k, mut period) = (0, 1, 0, 1);
    while let (Some(&a), Some(&b)) = (needle.get(rival + k), needle.get(start + k)) {
        *steps += 1;
        if less(a, b) {
            rival += k + 1;
            k = 0;
            period = rival - start;
        } else if a == b {
            k += 1;
            if k == period {
                rival += period;
                k = 0;
            }
        } else {
            start = rival;
            rival += 1;
            k = 0;
            period = 1;
        }
    }
    (start, period)
}

/// Whether `text` consists of the pieces of `pattern`, in order, with anything, or nothing, where a `*` stands.
///
/// Anchored at both ends. Taking each piece at its first possible place is enough, so nothing is tried twice.
pub(crate) fn matches_wildcard(pattern: &[u8], text: &[u8]) -> bool {
    matches_wildcard_counting(pattern, text, &mut 0)
}

fn matches_wildcard_counting(pattern: &[u8], text: &[u8], steps: &mut usize) -> bool {
    let mut pieces = pattern.split(|&byte| byte == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(last) = pieces.next_back() else {
        *steps += text.len();
        return first == text;
    };
    *steps += first.len() + last.len();
    let Some(mut rest) = text.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    for piece in pieces {
        let Some(found) = find_counting(rest, piece, steps) else { return false };
        rest = rest.get(found + piece.len()..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use proptest::prelude::*;
    use std::{string::String, vec::Vec};

    /// The same question answered by trying everything.
    fn matches_slowly(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some((b'*', rest)), _) => {
                matches_slowly(rest, text)
                    || text.split_first().is_some_and(|(_, t)| matches_slowly(pattern, t))
            }
            (Some((a, p)), Some((b, t))) => a == b && matches_slowly(p, t),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn finds_what_the_standard_library_finds(hay in "[ab]{0,40}", needle in "[ab]{0,9}") {
            prop_assert_eq!(find(hay.as_bytes(), needle.as_bytes()), hay.find(&needle));
        }

        #[test]
        fn finds_long_periodic_needles(piece in "[abc]{1,4}", times in 1usize..6, hay in "[abc]{0,60}", at in 0usize..60) {
            let needle = piece.repeat(times);
            let mut hay: String = hay;
            hay.insert_str(at.min(hay.len()), &needle);
            prop_assert_eq!(find(hay.as_bytes(), needle.as_bytes()), hay.find(&needle));
        }

        #[test]
        fn wildcards_agree_with_trying_everything(pattern in "[ab*]{0,8}", text in "[ab]{0,10}") {
            prop_assert_eq!(
                matches_wildcard(pattern.as_bytes(), text.as_bytes()),
                matches_slowly(pattern.as_bytes(), text.as_bytes())
            );
        }
    }

    #[test]
    fn hostile_patterns_take_linear_time() {
        let stars = "a*".repeat(1_000);
        let needles: [&str; 6] = [
            &stars,
            &(String::from("*") + &"a".repeat(1_000) + "b*"),
            &(String::from("*b") + &"a".repeat(1_000) + "*"),
            &(String::from("*") + &"ab".repeat(500) + "b*"),
            &(stars.clone() + "b"),
            &(stars.clone() + "b*"),
        ];
        for text in ["a".repeat(8_000), "ab".repeat(4_000), "aab".repeat(2_700)] {
            for pattern in needles {
                let mut steps = 0;
                matches_wildcard_counting(pattern.as_bytes(), text.as_bytes(), &mut steps);
                let bound = 6 * (pattern.len() + text.len());
                assert!(steps <= bound, "{steps} steps for {} + {} bytes", pattern.len(), text.len());
            }
        }
    }

    #[test]
    fn periodic_needles_take_linear_time() {
        let hays: Vec<String> =
            ["a".repeat(8_000), "ab".repeat(4_000), "a".repeat(4_000) + &"b".repeat(4_000)].into();
        let needles: Vec<String> = [
            "a".repeat(999) + "b",
            String::from("b") + &"a".repeat(999),
            "ab".repeat(500) + "a",
            "aab".repeat(300),
        ]
        .into();
        for hay in &hays {
            for needle in &needles {
                let mut steps = 0;
                assert_eq!(
                    find_counting(hay.as_bytes(), needle.as_bytes(), &mut steps),
                    hay.find(needle.as_str())
                );
                assert!(steps <= 6 * (hay.len() + needle.len()), "{steps}");
            }
        }
    }
}
