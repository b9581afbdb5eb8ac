//! What is put into a reply where the cursor is: a link, an emoji (S132, S133).
//!
//! A reply is plain text. The chat shows an address as a link exactly as it is written, so that nobody is led elsewhere than
//! they read: a link with words is these words and the address in brackets. Knows texts; the emoji are [`super::emoji`]'s.

use crate::texts::Text;

/// Longest address that the chat makes a link of, in bytes.
const ADDRESS_BYTES: usize = 2_000;

/// A link as it is written into a reply; words may be empty.
///
/// # Errors
/// What is wrong with the address.
pub fn link(words: &str, address: &str) -> Result<String, Text> {
    let address = whole(address)?;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = |words: &str| words.trim_end_matches('/').eq_ignore_ascii_case(address.trim_end_matches('/'));
    Ok(if words.is_empty() || shown(&words) { address } else { format!("{words} ({address})") })
}

/// An address with its scheme.
fn whole(address: &str) -> Result<String, Text> {
    let address = address.trim();
    if address.is_empty() {
        return Err(Text::LinkNeeded);
    }
    let hides = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '\\' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if address.chars().any(hides) || address.len() > ADDRESS_BYTES {
        return Err(Text::LinkWrong);
    }
    let lower = address.to_lowercase();
    if let Some(mail) = lower.strip_prefix("mailto:") {
        return if is_mail(mail) { Ok(address.to_owned()) } else { Err(Text::LinkWrong) };
    }
    let has_scheme = lower.starts_with("https://") || lower.starts_with("http://");
    if !has_scheme && is_mail(&lower) {
        return Ok(format!("mailto:{address}"));
    }
    // "localhost:80" and "tel:1" have a colon, and "javascript:" above all.
    let begins = lower.split(['/', '?', '#']).next().unwrap_or_default();
    if !has_scheme && begins.contains(':') {
        return Err(Text::LinkScheme);
    }
    let whole = if has_scheme { address.to_owned() } else { format!("https://{address}") };
    let rest = whole.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let dots = if has_scheme { 1 } else { 2 };
    if host.contains('@') || !is_host(name, dots) {
        return Err(Text::LinkWrong);
    }
    Ok(whole)
}

fn is_mail(address: &str) -> bool {
    let address = address.split('?').next().unwrap_or_default();
    address.split_once('@').is_some_and(|(name, host)| {
        let is_plain = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=^_`{|}~.".contains(c);
        !name.is_empty() && name.chars().all(is_plain) && is_host(host, 2)
    })
}

fn is_host(host: &str, least: usize) -> bool {
    let good = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    host.split('.').count() >= least && host.split('.').all(good)
}

/// The text with something in the place of what is marked from `start` to `end` (UTF-16 units), and where the cursor is
/// then. What is a word of its own (`apart`) gets a gap before and after it where there is none.
#[must_use]
pub fn put_in(text: &str, (start, end): (usize, usize), said: &str, apart: bool) -> (String, usize) {
    let (start, end) = (byte_at(text, start), byte_at(text, end.max(start)));
    let (before, after) = (&text[..start], &text[end..]);
    let gap = |is_needed: bool| if apart && is_needed { " " } else { "" };
    let first = gap(before.chars().next_back().is_some_and(|c| !c.is_whitespace() && c != '('));
    let last = gap(after.chars().next().is_some_and(char::is_alphanumeric));
    let head = format!("{before}{first}{said}");
    let caret = head.encode_utf16().count() + last.len();
    (format!("{head}{last}{after}"), caret)
}

/// Where so many UTF-16 units of a text end; never in the middle of a character.
fn byte_at(text: &str, units: usize) -> usize {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left < c.len_utf16() {
            return at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_written_so_that_the_chat_shows_where_it_leads() {
        // S133
        for (words, address, expected) in [
            ("", " https://kiln.example/a ", Ok("https://kiln.example/a")),
            ("Our prices", "kiln.example/prices", Ok("Our prices (https://kiln.example/prices)")),
            ("Our\n prices ", "www.kiln.example", Ok("Our prices (https://www.kiln.example)")),
            ("https://kiln.example", "https://kiln.example/", Ok("https://kiln.example/")),
            ("x", "HTTP://kiln.example:8080/?q=(a)#b", Ok("x (HTTP://kiln.example:8080/?q=(a)#b)")),
            ("", "http://localhost/a", Ok("http://localhost/a")),
            ("Write to us", "help@kiln.example", Ok("Write to us (mailto:help@kiln.example)")),
            ("", "mailto:help@kiln.example?subject=x", Ok("mailto:help@kiln.example?subject=x")),
            ("", "bücher.example", Ok("https://bücher.example")),
            ("x", " ", Err(Text::LinkNeeded)),
            ("x", "kiln", Err(Text::LinkWrong)),
            ("x", "https://", Err(Text::LinkWrong)),
            ("x", "https://two words.example", Err(Text::LinkWrong)),
            ("x", "https://kiln.example@evil.example", Err(Text::LinkWrong)),
            ("x", "https://kiln.example\u{202e}moc", Err(Text::LinkWrong)),
            ("x", "https://-kiln.example", Err(Text::LinkWrong)),
            ("x", "mailto:help", Err(Text::LinkWrong)),
            ("x", "javascript:alert(1)", Err(Text::LinkScheme)),
            ("x", "ftp://kiln.example", Err(Text::LinkScheme)),
            ("x", "tel:+49301234", Err(Text::LinkScheme)),
        ] {
            assert_eq!(link(words, address), expected.map(str::to_owned), "{words} {address}");
        }
        assert_eq!(link("", &format!("https://a.example/{}", "x".repeat(2_000))), Err(Text::LinkWrong));
    }

    #[test]
    fn what_is_put_in_stands_where_the_cursor_was() {
        // S132 S133
        for (text, marked, said, apart, expected, caret) in [
            ("", (0, 0), "😀", false, "😀", 2),
            ("Hello", (5, 5), "😀", false, "Hello😀", 7),
            ("Hello", (5, 5), "x.example", true, "Hello x.example", 15),
            ("see  now", (4, 4), "x", true, "see x now", 5),
            ("see now", (4, 4), "x", true, "see x now", 6),
            ("(see", (1, 1), "x", true, "(x see", 3),
            ("a marked b", (2, 8), "x", true, "a x b", 3),
            // Past the end, and in the middle of a character: nothing is cut in two.
            ("😀", (1, 9), "x", false, "x", 1),
        ] {
            assert_eq!(put_in(text, marked, said, apart), (expected.to_owned(), caret), "{text}");
        }
    }
}
