//! The normal form of percent-encoding, shared by page addresses and rule texts.
//!
//! Two spellings of one text end as the same bytes: hex digits are upper-case, triplets of RFC 3986 unreserved
//! characters and of `'` are decoded, and every byte that RFC 3986 does not know is written as a triplet.
//! Knows nothing of URL parts: dots, slashes and hosts are the business of others.

use alloc::string::String;

/// Appends the normal form of `text` to `out`.
///
/// Decodes once, so `%2541` keeps its `%25`. A `%` that begins no triplet stays as it is, and stays alone: a triplet
/// that would complete it when decoded is left encoded, so that the normal form of a normal form is itself.
pub(crate) fn push_normal(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // How many of the next output bytes could still complete a lone `%` to a triplet.
    let mut after_lone = 0u8;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            if let Some(decoded) = triplet(bytes, at) {
                at += 3;
                let completes_lone = after_lone > 0 && decoded.is_ascii_hexdigit();
                if is_decoded(decoded) && !completes_lone {
                    out.push(char::from(decoded));
                } else {
                    push_triplet(out, decoded);
                }
                after_lone = 0;
            } else {
                out.push('%');
                at += 1;
                after_lone = 2;
            }
            continue;
        }
        at += 1;
        if is_kept(byte) {
            out.push(char::from(byte));
            after_lone = if byte.is_ascii_hexdigit() { after_lone.saturating_sub(1) } else { 0 };
        } else {
            push_triplet(out, byte);
            after_lone = 0;
        }
    }
}

/// Whether `push_normal` would copy `bytes` unchanged.
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
        let Some(decoded) = triplet(bytes, at - 1) else { return false };
        let lower = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_lowercase);
        if is_decoded(decoded) || lower(at) || lower(at + 1) {
            return false;
        }
        at += 2;
    }
    true
}

/// Whether a byte does not simply stand for itself: the complement of [`is_kept`], as compilers make vectors of it.
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

/// The byte that the triplet `%XX` at `at` stands for.
pub(crate) fn triplet(bytes: &[u8], at: usize) -> Option<u8> {
    match bytes.get(at..at + 3)? {
        [b'%', high, low] => Some(hex(*high)? << 4 | hex(*low)?),
        _ => None,
    }
}

/// Appends `%XX`.
pub(crate) fn push_triplet(out: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    for nibble in [byte >> 4, byte & 15] {
        out.push(char::from(DIGITS[usize::from(nibble)]));
    }
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Stands for itself, in [`class`].
const KEPT: u8 = 1;
/// May stand in a host, in [`class`].
const HOST: u8 = 2;
/// The same, and no letter to be folded, in [`class`].
const PLAIN_HOST: u8 = 4;

/// What a byte may be, looked up.
fn class(byte: u8) -> u8 {
    const CLASSES: [u8; 256] = {
        let mut classes = [0; 256];
        let mut byte = 0_u8;
        loop {
            let kept = if is_kept(byte) { KEPT } else { 0 };
            // The "forbidden domain code points" of the URL Standard.
            let is_forbidden = matches!(
                byte,
                b'#' | b'%' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|'
            );
            let host = if byte.is_ascii_graphic() && !is_forbidden { HOST } else { 0 };
            let plain = if host != 0 && !byte.is_ascii_uppercase() { PLAIN_HOST } else { 0 };
            classes[byte as usize] = kept | host | plain;
            if byte == u8::MAX {
                break classes;
            }
            byte += 1;
        }
    };
    CLASSES[usize::from(byte)]
}

/// Whether a byte may stand in a host, and stands for itself there.
pub(crate) fn is_plain_host(byte: u8) -> bool {
    class(byte) & PLAIN_HOST != 0
}

/// Whether a browser can have serialised this as a host that is no IPv6 address.
pub(crate) fn is_domain(host: &[u8]) -> bool {
    host.iter().fold(HOST, |all, &byte| all & class(byte)) == HOST
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
