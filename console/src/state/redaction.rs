//! What is masked in what visitors write (N20), as the settings change it: one thing at a time, all of it sent.

use conversation::redaction::pattern::{CHARS, LEAST, PatternInvalid};
use conversation::redaction::{Invalid, Masks, NAME_CHARS, Named, PATTERNS, Redaction};

use crate::texts::{Language, Text};

/// With one more pattern.
///
/// # Errors
/// Why it cannot be saved.
pub fn with(all: &Redaction, name: &str, pattern: &str) -> Result<Redaction, Invalid> {
    let mut all = all.clone();
    all.patterns.push(Named { name: name.trim().to_owned(), pattern: pattern.trim().to_owned() });
    all.check().map(|()| all)
}

/// Without the pattern at a place.
#[must_use]
pub fn without(all: &Redaction, at: usize) -> Redaction {
    let mut all = all.clone();
    if at < all.patterns.len() {
        all.patterns.remove(at);
    }
    all
}

/// What agents would see of a text; `None` where they would see all of it.
#[must_use]
pub fn tried(all: &Redaction, text: &str) -> Option<String> {
    Masks::from(all).mask(text)
}

/// What is wrong, in words.
#[must_use]
pub fn why(language: Language, wrong: Invalid) -> String {
    let (text, n) = match wrong {
        Invalid::TooMany { .. } => (Text::PatternTooMany, PATTERNS),
        Invalid::Name { .. } => (Text::PatternNoName, NAME_CHARS),
        Invalid::Pattern { why, .. } => match why {
            PatternInvalid::TooLong { .. } => (Text::PatternTooLong, CHARS),
            PatternInvalid::TooShort { .. } => (Text::PatternTooShort, LEAST),
            PatternInvalid::NoDigit => (Text::PatternNoDigit, 0),
            PatternInvalid::Edge => (Text::PatternEdge, 0),
            PatternInvalid::Character => (Text::PatternCharacter, 0),
        },
    };
    text.fill(language, &[("n", &n.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_come_and_go_and_what_is_none_says_why() {
        // N20
        let one = with(&Redaction::default(), " Customer ", " KD-##### ").unwrap();
        assert_eq!(one.patterns, [Named { name: "Customer".into(), pattern: "KD-#####".into() }]);
        assert_eq!(tried(&one, "I am KD-12345").as_deref(), Some("I am ••-•••••"));
        assert_eq!(tried(&one, "I am Ada"), None);
        assert_eq!(without(&one, 0), Redaction::default());
        assert_eq!(without(&one, 1), one);
        for (name, pattern, said) in [
            ("", "####", "Give it a name of at most 60 characters."),
            ("Own", "###", "A pattern has at least 4 letters and digits."),
            ("Own", "@@@@", "A pattern has at least one digit or #: words would be hidden otherwise."),
            ("Own", "-####", "A pattern begins and ends with a letter, a digit, #, @ or ?."),
            ("Own", "##\u{7}##", "There is a character in it that no message has."),
            ("Own", &"#".repeat(65), "A pattern has at most 64 characters."),
        ] {
            let wrong = with(&one, name, pattern).unwrap_err();
            assert_eq!(why(Language::English, wrong), said, "{pattern}");
        }
        let full = (0..PATTERNS).fold(Redaction::default(), |all, _| with(&all, "Own", "####").unwrap());
        let wrong = with(&full, "Own", "####").unwrap_err();
        assert_eq!(why(Language::English, wrong), "There can be 20 patterns. Remove one first.");
    }
}
