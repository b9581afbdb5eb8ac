//! Marks: the bytes between words, where most of what rules say can be told apart.
//!
//! An address of a hundred bytes has a dozen of them. Who looks only there need not look at every byte. Eight bytes are
//! looked at with a few operations, whatever the machine. Knows ASCII, which is all that an address in normal form has.

const EACH: u64 = 0x0101_0101_0101_0101;
const LOW: u64 = 0x7f * EACH;
const HIGH: u64 = 0x80 * EACH;

/// Bytes from a mark on that rules are filed under.
pub(crate) const FROM: usize = 6;

/// Bytes before a mark of the eight around it.
pub(crate) const BEFORE: usize = 4;

// A class of bytes says for each byte of a word whether it is in it, in its highest bit.

/// `-`, `.`, `/` and the other punctuation up to there, and `=`.
#[inline]
pub(crate) fn marks(word: u64) -> u64 {
    let punctuation = (word ^ (0x20 * EACH)) & (0x70 * EACH);
    let equals = (word ^ (u64::from(b'=') * EACH)) & LOW;
    !((punctuation + LOW) & (equals + LOW)) & HIGH
}

/// A byte of ASCII.
#[inline]
pub(crate) fn is<const BYTE: u8>(word: u64) -> u64 {
    !(((word ^ (u64::from(BYTE) * EACH)) & LOW) + LOW) & HIGH
}

/// Where the bytes of a class are in a word: one bit each.
#[inline]
pub(crate) fn bits(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Which of the sixty-four bytes from a place on are of a class. So many at once, because going through those that were
/// found is one branch nobody can foresee, however many they are.
#[inline]
pub(crate) fn within(text: &[u8], start: usize, class: impl Fn(u64) -> u64) -> u64 {
    let all = |chunk: &[u8; 64]| {
        let words = chunk.as_chunks::<8>().0.iter().enumerate();
        words.fold(0, |all, (at, word)| all | bits(class(u64::from_le_bytes(*word))) << (at * 8))
    };
    if let Some(chunk) = text.get(start..).and_then(<[u8]>::first_chunk) {
        all(chunk)
    } else if let Some(last) = text.last_chunk() {
        // What was looked at before is shifted out.
        all(last).checked_shr((start + 64 - text.len()) as u32).unwrap_or_default()
    } else {
        let words = (start..text.len()).step_by(8).zip((0..).step_by(8));
        words.fold(0, |all, (at, shift)| all | bits(class(eight_at(text, at))) << shift)
    }
}

/// The places of all bytes of a class.
#[inline]
pub(crate) fn places(text: &[u8], class: impl Fn(u64) -> u64) -> impl Iterator<Item = usize> {
    let (mut start, mut next, mut left) = (0, 0, 0_u64);
    core::iter::from_fn(move || {
        while left == 0 {
            if next >= text.len() {
                return None;
            }
            start = next;
            next += 64;
            left = within(text, start, &class);
        }
        let at = start + left.trailing_zeros() as usize;
        left &= left - 1;
        Some(at)
    })
}

/// The eight bytes at a place, the first one lowest; behind the text there are zeros.
#[inline]
pub(crate) fn eight_at(text: &[u8], at: usize) -> u64 {
    if let Some(bytes) = text.get(at..at + 8).and_then(<[u8]>::first_chunk) {
        return u64::from_le_bytes(*bytes);
    }
    match text.last_chunk() {
        Some(last) if at < text.len() => u64::from_le_bytes(*last) >> (8 * (at + 8 - text.len())),
        _ => text.get(at..).unwrap_or_default().iter().rfold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The first bytes of eight, fewer than all of them.
#[inline]
pub(crate) fn first(eight: u64, bytes: usize) -> u64 {
    eight & !(u64::MAX << (8 * (bytes & 7)))
}

/// The bytes from a mark on, to be spread: the six of the eight that begin there.
#[inline]
pub(crate) fn from(eight: u64) -> u64 {
    eight << (64 - 8 * FROM)
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    #[test]
    fn marks_are_found_wherever_they_stand() {
        let text = b"https://www.a-b.example/c_d?e=f&g=%20#h";
        let found: Vec<usize> = places(text, marks).collect();
        let expected: Vec<usize> =
            (0..text.len()).filter(|at| matches!(text[*at], 0x20..=0x2f | b'=')).collect();
        assert_eq!(found, expected);
        for byte in 0..0x80 {
            let is_mark = places(&[byte], marks).next().is_some();
            let is_it: Vec<usize> = places(&[byte; 70], is::<b'/'>).collect();
            assert_eq!(is_it.len(), if byte == b'/' { 70 } else { 0 }, "{byte:#x}");
            assert_eq!(is_mark, matches!(byte, 0x20..=0x2f | b'='), "{byte:#x}");
        }
    }

    #[test]
    fn behind_the_text_there_are_zeros() {
        let text = b"abcdefghij";
        assert_eq!(eight_at(text, 1), u64::from_le_bytes(*b"bcdefghi"));
        assert_eq!(eight_at(text, 8), u64::from_le_bytes(*b"ij\0\0\0\0\0\0"));
        assert_eq!(eight_at(text, 10), 0);
        assert_eq!(eight_at(text, 20), 0);
        assert_eq!(eight_at(b"abc", 1), u64::from_le_bytes(*b"bc\0\0\0\0\0\0"));
        assert_eq!(first(eight_at(text, 0), 3), u64::from_le_bytes(*b"abc\0\0\0\0\0"));
        assert_eq!(first(u64::MAX, 0), 0);
    }
}
