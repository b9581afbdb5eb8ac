//! Everything the console says, in English and German, side by side; a file an area of the console.
//!
//! A text without its translation does not compile; tests see to blanks and to the `{places}` that are filled in.
//! Knows no browser: which language is spoken, `browser::preferences` asks.

/// Texts of one area, a line each: `Name: "English", "German";`. They become constants of [`Text`], so that a name
/// is taken once in the whole console.
macro_rules! texts {
    ($($name:ident: $english:literal, $german:literal;)*) => {
        #[expect(non_upper_case_globals, missing_docs, reason = "a text is named by what it says, and documents itself")]
        impl $crate::texts::Text {
            $(pub const $name: Self = Self(&$crate::texts::Words { english: $english, german: $german });)*
        }

        /// All of the area's, for tests.
        #[cfg(test)]
        pub(super) const ALL: &[$crate::texts::Text] = &[$($crate::texts::Text::$name,)*];
    };
}

mod accessibility;
mod api;
mod apps;
mod audit;
mod availability;
mod bot;
mod bot_preview;
mod chatflow_editor;
mod chatflow_wizard;
mod chatflows;
mod colleagues;
mod conditions;
mod contact;
mod desk;
mod display;
mod door;
mod finding;
mod form;
mod frame;
mod identification;
mod insert;
mod keys;
mod link;
mod lint;
mod list;
mod lists;
mod look;
mod macros;
mod notifications;
mod people;
mod policy;
mod preview;
mod priority;
mod problems;
mod records;
mod redaction;
mod reports;
mod routing;
mod saved_replies;
mod settings;
mod simulation;
mod skills;
mod subscriptions;
mod thread;
mod transcript;

pub use audit::did;

/// A language the console speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, also for whoever speaks neither.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// The language of a BCP 47 tag such as `de-AT`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().map(str::to_ascii_lowercase).as_deref() {
            Some("en") => Some(Self::English),
            Some("de") => Some(Self::German),
            _ => None,
        }
    }

    /// Its tag, for `lang` and for `Intl`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }
}

/// A text of the console, named by what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(&'static Words);

/// The same in every language.
#[derive(Debug, PartialEq, Eq)]
struct Words {
    english: &'static str,
    german: &'static str,
}

impl Text {
    /// The text in a language, with its `{places}` open.
    #[must_use]
    pub const fn words(self, language: Language) -> &'static str {
        match language {
            Language::English => self.0.english,
            Language::German => self.0.german,
        }
    }

    /// The text with its places filled in, in order of `places`: `("name", "Anna")` fills `{name}`.
    #[must_use]
    pub fn fill(self, language: Language, places: &[(&str, &str)]) -> String {
        let mut rest = self.words(language);
        let mut filled = String::with_capacity(rest.len() + 16);
        // One pass over our own text: what is filled in may hold braces and is not looked at again.
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((place, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            filled.push_str(places.iter().find(|(name, _)| *name == place).map_or("", |(_, value)| value));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn every_text_is_complete_in_both_languages() {
        let areas = [
            accessibility::ALL,
            audit::ALL,
            api::ALL,
            apps::ALL,
            availability::ALL,
            bot::ALL,
            bot_preview::ALL,
            chatflow_editor::ALL,
            chatflow_wizard::ALL,
            chatflows::ALL,
            colleagues::ALL,
            conditions::ALL,
            contact::ALL,
            identification::ALL,
            desk::ALL,
            display::ALL,
            look::ALL,
            door::ALL,
            finding::ALL,
            form::ALL,
            frame::ALL,
            keys::ALL,
            link::ALL,
            lint::ALL,
            list::ALL,
            lists::ALL,
            people::ALL,
            policy::ALL,
            preview::ALL,
            priority::ALL,
            problems::ALL,
            records::ALL,
            redaction::ALL,
            reports::ALL,
            routing::ALL,
            saved_replies::ALL,
            macros::ALL,
            notifications::ALL,
            insert::ALL,
            skills::ALL,
            subscriptions::ALL,
            settings::ALL,
            simulation::ALL,
            thread::ALL,
            transcript::ALL,
        ];
        for text in areas.concat() {
            let (english, german) = (text.words(Language::English), text.words(Language::German));
            assert!(!english.trim().is_empty() && !german.trim().is_empty(), "{text:?} is blank");
            assert_eq!(places(english), places(german), "{text:?} has other places in German");
            for words in [english, german] {
                assert!(!words.contains('!'), "{text:?} shouts");
                assert_eq!(
                    words.matches('{').count(),
                    words.matches('}').count(),
                    "{text:?} has an open brace"
                );
            }
        }
    }

    #[test]
    fn what_is_filled_in_is_not_read_as_a_text() {
        let filled =
            Text::StartedOnBy.fill(Language::English, &[("page", "{chatflow}"), ("chatflow", "<b>{page}")]);
        assert_eq!(filled, "Chat started on {chatflow} by chatflow <b>{page}");
    }

    #[test]
    fn languages_are_known_by_their_tags() {
        for (tag, expected) in [
            ("de", Some(Language::German)),
            ("de-AT", Some(Language::German)),
            ("DE_CH", Some(Language::German)),
            ("en-GB", Some(Language::English)),
            ("pt", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tag(tag), expected, "{tag}");
        }
    }
}
