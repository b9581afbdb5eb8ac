//! The normal form of percent-encoding, shared by page addresses and rule texts.
//!
//! Two spellings of one text end as the same bytes: hex digits are upper-case, triplets of RFC 3986 unreserved
//! characters and of `'` are decoded, and every byte that RFC 3986 does not know is written as a triplet.
//! Knows nothing of URL parts: dots, slashes and hosts are the business of others.

/// What a text is written to.
pub(crate) trait Sink {
    /// Appends a byte, which is ASCII.
    fn put(&mut self, byte: u8);
}

#[cfg(feature = "compile")]
impl Sink for alloc::string::String {
    fn put(&mut self, byte: u8) {
        self.push(char::from(byte));
    }
}

/// Appends the normal form of `text`.
///
/// Decodes once, so `%2541` keeps its `%25`. A `%` that begins no triplet stays as it is, and stays alone: a triplet
/// that would complete it when decoded is left encoded, so that the normal form of a normal form is itself.
pub(crate) fn write_normal(out: &mut impl Sink, text: &[u8]) {
    let mut at = 0;
    // How many of the next output bytes could still complete a lone `%` to a triplet.
    let mut after_lone = 0_u8;
    while let Some(&byte) = text.get(at) {
        let unit = unit(text, at);
        at += unit.length();
        let is_digit = digit(unit.byte()) < 16;
        let is_lone = byte == b'%' && !unit.is_triplet();
        let completes = after_lone > 0 && is_digit;
        if is_lone || unit.is_triplet() && class(unit.byte()) & DECODED != 0 && !completes {
            out.put(unit.byte());
        } else {
            write_byte(out, unit.byte(), unit.is_triplet());
        }
        after_lone = match after_lone {
            _ if is_lone => 2,
            1.. if is_digit && !unit.is_triplet() => after_lone - 1,
            _ => 0,
        };
    }
}

/// Appends the normal form of `text` to `out`.
#[cfg(feature = "compile")]
pub(crate) fn push_normal(out: &mut alloc::string::String, text: &str) {
    write_normal(out, text.as_bytes());
}

/// Appends a byte as it stands in the normal form: itself where it may, and is not `always` a triplet.
pub(crate) fn write_byte(out: &mut impl Sink, byte: u8, always: bool) {
    if !always && class(byte) & KEPT != 0 {
        return out.put(byte);
    }
    out.put(b'%');
    for nibble in [byte >> 4, byte & 15] {
        out.put(nibble + if nibble < 10 { b'0' } else { b'A' - 10 });
    }
}

/// Whether `write_normal` would copy `bytes` unchanged.
#[cfg(feature = "index")]
pub(crate) fn is_normal(bytes: &[u8]) -> bool {
    // Most addresses hold nothing but characters that stand for themselves; this looks at sixteen of them at a time.
    if !bytes.iter().fold(false, |any, &byte| any | needs_a_look(byte)) {
        return true;
    }
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'%' {
            if !is_kept(byte) {
                return false;
            }
            continue;
        }
        // Lone `%` are so rare that they take the slow way.
        let unit = unit(bytes, at - 1);
        let lower = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_lowercase);
        if !unit.is_triplet() || is_decoded(unit.byte()) || lower(at) || lower(at + 1) {
            return false;
        }
        at += 2;
    }
    true
}

/// Whether a byte does not simply stand for itself: the complement of [`is_kept`], as compilers make vectors of it.
#[cfg(feature = "index")]
#[inline]
fn needs_a_look(byte: u8) -> bool {
    (byte.wrapping_sub(b'!') > b'~' - b'!')
        | (byte == b'%')
        | (byte == b'"')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'\\')
        | (byte == b'^')
        | (byte == b'`')
        | (byte.wrapping_sub(b'{') < 3)
}

/// The byte that stands at a place, or that the triplet `%XX` there stands for, and how long that is: 1 or 3.
pub(crate) fn unit(text: &[u8], at: usize) -> Unit {
    let nibble = |at: usize| text.get(at).map_or(u8::MAX, |byte| digit(*byte));
    let byte = text.get(at).copied().unwrap_or_default();
    if byte == b'%' {
        let (high, low) = (nibble(at + 1), nibble(at + 2));
        if high | low < 16 {
            return Unit(u16::from(high << 4 | low) | 3 << 8);
        }
    }
    Unit(u16::from(byte) | 1 << 8)
}

/// A byte, and how many it is written with: two in one, as it is asked for wherever something is decoded.
#[derive(Clone, Copy)]
pub(crate) struct Unit(u16);

impl Unit {
    pub(crate) fn byte(self) -> u8 {
        self.0 as u8
    }

    pub(crate) fn length(self) -> usize {
        usize::from(self.0 >> 8)
    }

    fn is_triplet(self) -> bool {
        self.length() == 3
    }
}

/// The bytes that a percent-encoded text stands for.
#[cfg(feature = "index")]
#[derive(Clone, Copy)]
pub(crate) struct Decoded<'a> {
    encoded: &'a [u8],
    at: usize,
    plus: u8,
}

#[cfg(feature = "index")]
impl<'a> Decoded<'a> {
    /// Only triplets stand for something else.
    #[cfg(feature = "compile")]
    pub(crate) fn of(encoded: &'a [u8]) -> Self {
        Self { encoded, at: 0, plus: b'+' }
    }

    /// As forms write it: `+` is a space.
    pub(crate) fn form(encoded: &'a [u8]) -> Self {
        Self { encoded, at: 0, plus: b' ' }
    }
}

#[cfg(feature = "index")]
impl Iterator for Decoded<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let &byte = self.encoded.get(self.at)?;
        let unit = unit(self.encoded, self.at);
        self.at += unit.length();
        Some(if byte == b'+' { self.plus } else { unit.byte() })
    }
}

/// The value of a digit in base 36, letters after numerals; of anything else, [`u8::MAX`]. Below 16 it is a hexadecimal one.
pub(crate) fn digit(byte: u8) -> u8 {
    match (byte.wrapping_sub(b'0'), (byte | 0x20).wrapping_sub(b'a')) {
        (numeral @ 0..10, _) => numeral,
        (_, letter @ 0..26) => letter + 10,
        _ => u8::MAX,
    }
}

/// Stands for itself, in [`class`].
const KEPT: u8 = 1;
/// Means the same as its triplet, in [`class`].
const DECODED: u8 = 2;
/// May stand in a host, in [`class`].
const HOST: u8 = 4;
/// May stand between the brackets of an IPv6 address, in [`class`].
const ADDRESS: u8 = 8;
/// May stand in a host, and is no letter to be folded, in [`class`].
#[cfg(feature = "index")]
const PLAIN_HOST: u8 = 16;

/// A decimal digit, in [`class`].
const DIGIT: u8 = 32;

/// What a byte may be, looked up.
#[inline]
fn class(byte: u8) -> u8 {
    const CLASSES: [u8; 128] = {
        let mut classes = [0; 128];
        let mut byte = 0_u8;
        while byte < 128 {
            let kept = if is_kept(byte) { 1 } else { 0 };
            let decoded = if is_decoded(byte) { 2 } else { 0 };
            // The "forbidden domain code points" of the URL Standard.
            let is_forbidden = matches!(
                byte,
                b'#' | b'%' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|'
            );
            let host = if byte.is_ascii_graphic() && !is_forbidden { 4 } else { 0 };
            let address = if byte.is_ascii_hexdigit() || byte == b':' || byte == b'.' { 8 } else { 0 };
            let plain = if host != 0 && !byte.is_ascii_uppercase() { 16 } else { 0 };
            let digit = if byte.is_ascii_digit() { 32 } else { 0 };
            classes[byte as usize] = kept | decoded | host | address | plain | digit;
            byte += 1;
        }
        classes
    };
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
}

/// Whether a byte may stand in a host, and stands for itself there.
#[cfg(feature = "index")]
pub(crate) fn is_plain_host(byte: u8) -> bool {
    class(byte) & PLAIN_HOST != 0
}

/// Whether a browser can have serialised this host: an IPv6 address in brackets, or a domain.
pub(crate) fn is_host(host: &[u8]) -> bool {
    match host {
        [b'[', address @ .., b']'] => are_all(address, ADDRESS),
        _ => !host.is_empty() && are_all(host, HOST),
    }
}

/// Whether these are decimal digits.
pub(crate) fn are_digits(text: &[u8]) -> bool {
    are_all(text, DIGIT)
}

fn are_all(text: &[u8], class_of_all: u8) -> bool {
    text.iter().all(|&byte| class(byte) & class_of_all != 0)
}

/// Characters whose triplet means the same as themselves: RFC 3986 section 2.3, and `'`, which browsers encode in
/// queries but not in paths.
const fn is_decoded(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'\'')
}

/// Characters that may stand for themselves: unreserved and reserved ones of RFC 3986 (sections 2.2 and 2.3).
const fn is_kept(byte: u8) -> bool {
    is_decoded(byte)
        || matches!(
            byte,
            b':' | b'/' | b'?' | b'#' | b'[' | b']' | b'@' // gen-delims
                | b'!' | b'$' | b'&' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' // sub-delims
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[track_caller]
    fn check(text: &str, normal: &str) {
        let mut out = String::new();
        push_normal(&mut out, text);
        assert_eq!(out, normal, "normal form of {text:?}");
        let mut again = String::new();
        push_normal(&mut again, normal);
        assert_eq!(again, normal, "the normal form of a normal form");
        if is_normal(text.as_bytes()) {
            assert_eq!(text, normal);
        }
    }

    #[test]
    fn what_needs_a_look_is_what_is_not_kept() {
        for byte in 0..=u8::MAX {
            assert_eq!(needs_a_look(byte), !is_kept(byte), "{byte:#x}");
        }
    }

    #[test]
    fn one_text_has_one_spelling() {
        check("/über", "/%C3%BCber");
        check("/%c3%bcber", "/%C3%BCber");
        check("/caf%E9", "/caf%E9");
        check("/%7Euser/%2e%41", "/~user/.A");
        check("a'b%27c", "a'b'c");
        check("/a%2fb", "/a%2Fb");
        check("%2541", "%2541");
        check("%2A*", "%2A*");
        check("a b|c^d`e{f}\"<>\\", "a%20b%7Cc%5Ed%60e%7Bf%7D%22%3C%3E%5C");
        check("?a[]=1&b=%5b", "?a[]=1&b=%5B");
        check("\u{1}\u{7f}", "%01%7F");
    }

    #[test]
    fn a_lone_percent_stays_alone() {
        check("100%", "100%");
        check("%zz", "%zz");
        check("%%34%31", "%%341");
        check("%4%31", "%4%31");
        check("%a%67", "%ag");
        check("%", "%");
        check("%%%", "%%%");
    }

    #[test]
    fn what_is_normal_is_seen_without_copying() {
        assert!(is_normal(b"/a/%C3%BC?x=%2F&y='#z"));
        assert!(!is_normal(b"/%c3"));
        assert!(!is_normal(b"/%41"));
        assert!(!is_normal("/ü".as_bytes()));
    }
}
