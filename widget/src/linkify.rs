//! Finds the addresses in a message, so that the view can make links of them.
//!
//! Knows text only: it returns slices of what it was given, in order, and together they are the whole. A link is
//! only ever http, https or mailto; anything that could hide where it leads (control characters, direction
//! overrides, a name before the host) stays text.

use crate::words::join;

/// A piece of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Plain text.
    Text(&'a str),
    /// An address as written; [`href`] makes it a target.
    Link(&'a str),
}

/// Splits a text into plain pieces and links.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    for word in text.split_inclusive(is_boundary) {
        let word_end = at + word.len();
        let bare = word.trim_end_matches(is_boundary);
        let opened = bare.trim_start_matches(['(', '[', '"', '\'', '„', '“', '‘', '«', '*', '_']);
        let opening = bare.len() - opened.len();
        let candidate = trim_end(closed(opened));
        if is_link(candidate) {
            let start = at + opening;
            if plain < start {
                found.push(Piece::Text(part(text, plain, start)));
            }
            found.push(Piece::Link(candidate));
            plain = start + candidate.len();
        }
        at = word_end;
    }
    if plain < text.len() {
        found.push(Piece::Text(part(text, plain, text.len())));
    }
    found
}

/// A part of a text. An index in brackets could fail only where characters are cut in two, and would bring the printing
/// of characters along for saying so: two of the widget's kilobytes.
fn part(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// The target of a link that [`pieces`] found.
pub fn href(link: &str) -> String {
    let prefix = match scheme(link) {
        Some(_) => "",
        None if link.contains('@') => "mailto:",
        None => "https://",
    };
    join(&[prefix, link])
}

fn is_boundary(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>')
}

/// Up to a closing bracket that nothing inside opened: it belongs to the sentence, whatever stands behind it.
fn closed(word: &str) -> &str {
    let (mut round, mut square) = (0_i32, 0_i32);
    for (at, byte) in word.bytes().enumerate() {
        match byte {
            b'(' => round += 1,
            b')' => round -= 1,
            b'[' => square += 1,
            b']' => square -= 1,
            _ => {}
        }
        if round < 0 || square < 0 {
            return part(word, 0, at);
        }
    }
    word
}

/// Punctuation at the end belongs to the sentence; a closing bracket only where none was opened inside.
fn trim_end(mut word: &str) -> &str {
    loop {
        let Some(last) = word.chars().next_back() else { return word };
        let belongs = match last {
            ')' => count(word, b'(') >= count(word, b')'),
            ']' => count(word, b'[') >= count(word, b']'),
            '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '“' | '”' | '’' | '»' | '…' | '*' | '_' => {
                false
            }
            _ => true,
        };
        if belongs {
            return word;
        }
        word = part(word, 0, word.len() - last.len_utf8());
    }
}

fn count(word: &str, bracket: u8) -> usize {
    word.bytes().filter(|byte| *byte == bracket).count()
}

/// The text after an allowed scheme.
fn scheme(word: &str) -> Option<&str> {
    ["https://", "http://", "mailto:"].into_iter().find_map(|scheme| {
        let (head, rest) = word.split_at_checked(scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

fn is_link(word: &str) -> bool {
    if word.len() > 2_000 || word.chars().any(is_deceptive) {
        return false;
    }
    match scheme(word) {
        Some(rest) if word.as_bytes()[0].eq_ignore_ascii_case(&b'm') => {
            is_mail(rest.split('?').next().unwrap_or(rest))
        }
        Some(rest) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            let name = host.split(':').next().unwrap_or(host);
            !host.contains(['@', '\\']) && is_host(name, 1)
        }
        None if word.contains('@') => is_mail(word),
        None => {
            word.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www.")) && {
                let host = word.split(['/', '?', '#']).next().unwrap_or(word);
                !host.contains(['@', '\\', ':']) && is_host(host, 3)
            }
        }
    }
}

fn is_mail(word: &str) -> bool {
    // Bytes, because a search for any character brings the library's whole string search along.
    let local = |c: char| is_word(c) || b"!#$%&'*+-/=^_`{|}~.".contains(&(c as u8));
    word.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && name.chars().all(local) && is_host(host, 2))
}

/// Labels of letters, digits and inner hyphens, at least `labels` of them.
fn is_host(host: &str, labels: usize) -> bool {
    let good = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && label.chars().all(|c| is_word(c) || c == '-')
    };
    host.split('.').count() >= labels && host.split('.').all(good)
}

/// Letters and digits of any script, taken broadly: the tables that know better would cost more than this widget.
pub(crate) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii()
}

/// Characters that can make an address look like another one.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links are written in braces.
    #[track_caller]
    fn check(marked: &str) {
        let text: String = marked.chars().filter(|c| !matches!(c, '{' | '}')).collect();
        let mut found = String::new();
        for piece in pieces(&text) {
            match piece {
                Piece::Text(text) => found.push_str(text),
                Piece::Link(link) => found.extend(["{", link, "}"]),
            }
        }
        assert_eq!(found, marked);
    }

    #[test]
    fn addresses_become_links() {
        for marked in [
            "see {https://kiln.example/a?b=c#d} there",
            "{http://kiln.example}",
            "{HTTPS://Kiln.Example/}",
            "{http://localhost:8788/x}",
            "a\n{www.kiln.example/cups}\nb",
            "write to {anna@kiln.test}, or {mailto:anna@kiln.test?subject=x}",
            "{https://müller.example/tee}",
        ] {
            check(marked);
        }
    }

    #[test]
    fn punctuation_stays_outside() {
        for marked in [
            "({https://kiln.example/a}).",
            "{https://kiln.example/a_(b)}!",
            "our prices ({https://kiln.example/prices})🍵",
            "[{https://kiln.example/a[1]}]:",
            "<{https://kiln.example}>",
            "„{https://kiln.example}“, \"{www.kiln.example}\";",
        ] {
            check(marked);
        }
    }

    #[test]
    fn everything_else_stays_text() {
        for text in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,<b>",
            "vbscript:x",
            "file:///etc/passwd",
            "intent://x",
            "//evil.example",
            "https://bank.example@evil.example/",
            "https://bank.example\\@evil.example/",
            "https://",
            "https://-a.example",
            "https://a..example",
            "https://kiln.example/\u{202e}gpj.exe",
            "www.kiln",
            "kiln.example",
            "a@b",
            "@anna",
            "mailto:",
            "1.5.2",
            "e.g. this",
        ] {
            assert!(!pieces(text).iter().any(|piece| matches!(piece, Piece::Link(_))), "{text}");
        }
    }

    #[test]
    fn targets_have_a_scheme() {
        for (link, target) in [
            ("www.kiln.example", "https://www.kiln.example"),
            ("anna@kiln.test", "mailto:anna@kiln.test"),
            ("http://kiln.example", "http://kiln.example"),
        ] {
            assert_eq!(href(link), target);
        }
    }

    #[test]
    fn the_pieces_are_the_whole() {
        for text in ["a https://b.example, c", "https://a.example https://b.example\n", "  ", "ü@é.example"]
        {
            let whole: String = pieces(text)
                .iter()
                .map(|piece| match piece {
                    Piece::Text(part) | Piece::Link(part) => *part,
                })
                .collect();
            assert_eq!(whole, text);
        }
    }
}
