//! The text of a message: what may be said, and how long.
//!
//! Knows lengths and characters. Does not know markup: text is text, everywhere.

use alloc::string::String;

/// Longest message, in code points.
pub const MAX_CHARS: usize = 10_000;

/// A message's text: not empty, not too long, no control characters but line feed and tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageText(String);

/// Why a text cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextRejected {
    /// Nothing, or only characters that show nothing.
    Empty,
    /// More than [`MAX_CHARS`] code points.
    TooLong {
        /// Code points found.
        got: usize,
    },
    /// Holds U+0000.
    Encoding,
}

impl MessageText {
    /// Checks and cleans a text: line ends become `\n`, other control characters are dropped.
    ///
    /// # Errors
    /// [`TextRejected`]; nothing is cut silently.
    pub fn parse(text: &str) -> Result<Self, TextRejected> {
        if text.contains('\0') {
            return Err(TextRejected::Encoding);
        }
        let mut clean = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        let mut count = 0;
        let mut shows = false;
        while let Some(c) = chars.next() {
            let c = if c == '\r' {
                if chars.peek() == Some(&'\n') {
                    continue;
                }
                '\n'
            } else {
                c
            };
            if c.is_control() && c != '\n' && c != '\t' {
                continue;
            }
            count += 1;
            shows |= !is_blank(c);
            clean.push(c);
        }
        if count > MAX_CHARS {
            return Err(TextRejected::TooLong { got: count });
        }
        if !shows {
            return Err(TextRejected::Empty);
        }
        Ok(Self(clean))
    }

    /// The same for a text that stands beside files: it may be empty, and one that shows nothing is.
    ///
    /// # Errors
    /// [`TextRejected`], but never that it is empty.
    pub fn beside_files(text: &str) -> Result<Self, TextRejected> {
        match Self::parse(text) {
            Err(TextRejected::Empty) => Ok(Self(String::new())),
            parsed => parsed,
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Characters that leave nothing on the screen: white space, zero-width ones, the blank Braille cell and the
/// Hangul fillers.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, TextRejected>) {
        assert_eq!(MessageText::parse(text).map(MessageText::into_string), expected.map(ToString::to_string));
    }

    #[test]
    fn plain_text_stays() {
        check("Hello", Ok("Hello"));
        check(" Grüße 👋\n\tzweite Zeile ", Ok(" Grüße 👋\n\tzweite Zeile "));
    }

    #[test]
    fn line_ends_become_one_kind_and_controls_go() {
        check("a\r\nb\rc", Ok("a\nb\nc"));
        check("a\u{7}b\u{1b}[0m", Ok("ab[0m"));
    }

    #[test]
    fn what_shows_nothing_is_empty() {
        for blank in ["", " ", "\n\t", "\u{200b}", "\u{2800}\u{3164}", "\u{7}"] {
            check(blank, Err(TextRejected::Empty));
        }
    }

    #[test]
    fn beside_files_a_text_may_be_empty() {
        // P5
        let beside = |text| MessageText::beside_files(text).map(MessageText::into_string);
        assert_eq!(beside(" \u{200b}"), Ok(String::new()));
        assert_eq!(beside("See here"), Ok("See here".to_string()));
        assert_eq!(beside("\0"), Err(TextRejected::Encoding));
    }

    #[test]
    fn the_limit_counts_code_points() {
        let most = "ü".repeat(MAX_CHARS);
        check(&most, Ok(&most));
        check(&"ü".repeat(MAX_CHARS + 1), Err(TextRejected::TooLong { got: MAX_CHARS + 1 }));
    }

    #[test]
    fn nul_is_refused_rather_than_dropped() {
        check("a\0b", Err(TextRejected::Encoding));
    }
}
