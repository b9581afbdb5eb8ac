//! Names and values of an application/x-www-form-urlencoded query.
//!
//! Knows `+`, triplets and what becomes of bytes that are no text. Does not know where names end.

use crate::normal::unit;

/// What takes the place of bytes that are no UTF-8: U+FFFD.
#[cfg(feature = "index")]
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// Whether a form-encoded name or value, which ends at `end`, reads as `text`, which has no U+FFFD: `+` is a space, triplets
/// are bytes. So broken UTF-8 never does.
#[cfg(not(feature = "index"))]
#[inline(never)]
pub(super) fn reads_as(query: &[u8], start: usize, end: usize, text: &[u8]) -> bool {
    let (mut at, mut place) = (start, 0);
    while at < end {
        if text.get(place) != Some(&byte_at(query, at)) {
            return false;
        }
        at += unit(query, at).length();
        place += 1;
    }
    place == text.len()
}

/// Whether a form-encoded name or value, which ends at `end`, reads as `text`: `+` is a space, triplets are bytes, and
/// broken UTF-8 is U+FFFD, one for each "maximal subpart" (Unicode 16, section 3.9).
#[cfg(feature = "index")]
pub(super) fn reads_as(query: &[u8], start: usize, end: usize, text: &[u8]) -> bool {
    if let Some(encoded) = query.get(start..end)
        && encoded.iter().all(|byte| byte.is_ascii() && !matches!(byte, b'%' | b'+'))
    {
        return encoded == text;
    }
    let (mut at, mut place) = (start, 0);
    while at < end {
        let first = byte_at(query, at);
        let more = match first {
            0xc2..0xe0 => 1,
            0xe0..0xf0 => 2,
            0xf0..0xf5 => 3,
            _ => 0,
        };
        // What the second byte has to be is narrower after some; the later ones are all alike.
        let (mut lowest, mut highest) = match first {
            0xe0 => (0xa0, 0xbf),
            0xed => (0x80, 0x9f),
            0xf0 => (0x90, 0xbf),
            0xf4 => (0x80, 0x8f),
            _ => (0x80, 0xbf),
        };
        let (mut length, mut byte) = (0, first);
        let (mut is_text, mut is_same) = (more > 0 || first < 0x80, true);
        loop {
            is_same &= text.get(place + length) == Some(&byte);
            at += unit(query, at).length();
            length += 1;
            if length > more {
                break;
            }
            byte = byte_at(query, at);
            if at >= end || byte < lowest || byte > highest {
                is_text = false;
                break;
            }
            (lowest, highest) = (0x80, 0xbf);
        }
        place += match is_text {
            true if is_same => length,
            false if text.get(place..).is_some_and(|rest| rest.starts_with(REPLACEMENT)) => REPLACEMENT.len(),
            _ => return false,
        };
    }
    place == text.len()
}

/// The byte that stands at a place once decoded.
fn byte_at(query: &[u8], at: usize) -> u8 {
    if query.get(at) == Some(&b'+') { b' ' } else { unit(query, at).byte() }
}

#[cfg(all(test, feature = "index"))]
mod tests {
    use super::*;
    use crate::normal::Decoded;
    use alloc::{string::String, vec::Vec};
    use proptest::prelude::*;

    /// The same by way of the standard library.
    fn lossily(encoded: &[u8]) -> String {
        String::from_utf8_lossy(&Decoded::form(encoded).collect::<Vec<_>>()).into_owned()
    }

    fn reads(encoded: &[u8], text: &[u8]) -> bool {
        reads_as(encoded, 0, encoded.len(), text)
    }

    #[test]
    fn what_is_encoded_reads_as_its_text() {
        for (encoded, text) in [
            ("red+shoes", "red shoes"),
            ("red%20shoes", "red shoes"),
            ("1%2B1", "1+1"),
            ("100%", "100%"),
            ("caf%E9", "caf\u{fffd}"),
            ("%e2%82", "\u{fffd}"),
            ("%e2%82x", "\u{fffd}x"),
            ("%ed%a0%80", "\u{fffd}\u{fffd}\u{fffd}"),
            ("%f0%9f%98%80", "😀"),
            ("%EF%BF%BD", "\u{fffd}"),
        ] {
            assert!(reads(encoded.as_bytes(), text.as_bytes()), "{encoded}");
            assert!(!reads(encoded.as_bytes(), &[text.as_bytes(), b"x"].concat()), "{encoded}");
        }
    }

    proptest! {
        #[test]
        fn broken_text_reads_as_the_standard_library_reads_it(
            bytes in prop::collection::vec(prop::sample::select(&b"a+\x80\xa0\xbf\x90\xc2\xc3\xe0\xe2\xed\xef\xbd\xf0\xf4\xf5\x8f"[..]), 0..7),
            others in prop::collection::vec(any::<u8>(), 0..3),
        ) {
            let text = lossily(&bytes);
            prop_assert!(reads(&bytes, text.as_bytes()));
            prop_assert_eq!(reads(&others, text.as_bytes()), lossily(&others) == text);
        }
    }
}
