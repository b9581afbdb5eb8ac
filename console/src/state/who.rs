//! What a thread's visitor is called: by name, by the address they typed, or by what tells strangers apart.
//!
//! Knows rows and the console's texts; does not know how a name is drawn.

use protocol::frame::Row;

use crate::texts::{Language, Text};

/// What a visitor is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// The name, the address, or "Visitor 4K2Q".
    pub words: String,
    /// Nobody vouches for it: the visitor only typed it.
    pub unverified: bool,
}

/// What the visitor of a row is called, in the reader's language.
#[must_use]
pub fn called(row: &Row, language: Language) -> Called {
    let said = [&row.name, &row.email].into_iter().flatten().find(|said| !said.trim().is_empty());
    match said {
        Some(said) => Called { words: said.clone(), unverified: !row.verified },
        None if row.visitor.is_empty() => {
            Called { words: Text::Visitor.words(language).to_owned(), unverified: false }
        }
        None => Called {
            words: Text::VisitorNumbered.fill(language, &[("code", &row.visitor)]),
            unverified: false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample::row;

    #[test]
    fn a_visitor_is_called_by_what_is_known_best() {
        // S124 S184
        use Language::{English, German};
        let (sofia, address) = (Some("Sofia Marques"), Some("sofia@kiln.test"));
        for (name, email, verified, language, words, unverified) in [
            (sofia, address, true, English, "Sofia Marques", false),
            (None, address, true, English, "sofia@kiln.test", false),
            (None, address, false, German, "sofia@kiln.test", true),
            (sofia, address, false, English, "Sofia Marques", true),
            (Some("  "), address, true, English, "sofia@kiln.test", false),
            (None, None, false, English, "Visitor 4K21", false),
            (None, None, false, German, "Besucher 4K21", false),
        ] {
            let row =
                Row { name: name.map(Into::into), email: email.map(Into::into), verified, ..row(1, 100) };
            let expected = Called { words: words.into(), unverified };
            assert_eq!(called(&row, language), expected, "{name:?} {email:?} {verified}");
        }
    }

    #[test]
    fn a_row_that_says_nothing_is_still_somebody() {
        let row = Row { visitor: String::new(), ..row(1, 100) };
        assert_eq!(called(&row, Language::German).words, "Besucher");
    }
}
