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

/// The highest bit of each byte that is a mark: `-`, `.`, `/` and the other punctuation up to there, and `=`.
#[inline]
fn marks(word: u64) -> u64 {
    let punctuation = (word ^ (0x20 * EACH)) & (0x70 * EACH);
    let equals = (word ^ (u64::from(b'=') * EACH)) & LOW;
    !((punctuation + LOW) & (equals + LOW)) & HIGH
}

/// The place of the first such byte; the length of the text if there is none.
#[inline]
pub(crate) fn find(text: &[u8], byte: u8) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let other = u64::from_le_bytes(*word) ^ (u64::from(byte) * EACH);
        let found = !((other & LOW) + LOW | other) & HIGH;
        if found != 0 {
            return at * 8 + (found.trailing_zeros() / 8) as usize;
        }
    }
    let start = text.len() - rest.len();
    start + rest.iter().position(|other| *other == byte).unwrap_or(rest.len())
}

/// The places of all marks.
#[inline]
pub(crate) fn places(text: &[u8]) -> impl Iterator<Item = usize> {
    let (words, rest) = text.as_chunks::<8>();
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    words.iter().copied().chain([last]).enumerate().flat_map(|(at, word)| {
        let mut left = marks(u64::from_le_bytes(word));
        core::iter::from_fn(move || {
            let found = (left != 0).then(|| at * 8 + (left.trailing_zeros() / 8) as usize);
            left &= left.wrapping_sub(1);
            found
        })
    })
}

/// The eight bytes at a place, the first one lowest; behind the text there are zeros.
#[inline]
pub(crate) fn eight_at(text: &[u8], at: usize) -> u64 {
    if let Some(bytes) = text.get(at..).and_then(<[u8]>::first_chunk) {
        return u64::from_le_bytes(*bytes);
    }
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().rfold(0, |word, byte| word << 8 | u64::from(*byte))
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
        let found: Vec<usize> = places(text).collect();
        let expected: Vec<usize> =
            (0..text.len()).filter(|at| matches!(text[*at], 0x20..=0x2f | b'=')).collect();
        assert_eq!(found, expected);
        for byte in 0..0x80 {
            let is_mark = places(&[byte]).next().is_some();
            assert_eq!(is_mark, matches!(byte, 0x20..=0x2f | b'='), "{byte:#x}");
        }
    }

    #[test]
    fn a_byte_is_found_where_it_stands_first() {
        for length in 0..40 {
            for at in 0..=length {
                let mut text = std::vec![0xff_u8; length];
                text.iter_mut().skip(at).for_each(|byte| *byte = b'/');
                assert_eq!(find(&text, b'/'), at.min(length));
                text.iter_mut().for_each(|byte| *byte ^= 0x80);
                assert_eq!(find(&text, b'/'), length, "{text:?}");
            }
        }
    }

    #[test]
    fn behind_the_text_there_are_zeros() {
        let text = b"abcdefghij";
        assert_eq!(eight_at(text, 1), u64::from_le_bytes(*b"bcdefghi"));
        assert_eq!(eight_at(text, 8), u64::from_le_bytes(*b"ij\0\0\0\0\0\0"));
        assert_eq!(eight_at(text, 10), 0);
        assert_eq!(eight_at(text, 20), 0);
    }
}
