//! Consent to process data: whether a visitor has to agree before writing, and what is kept of it.
//!
//! Knows modes, choices and versions. Does not know where receipts are kept. Nothing here is legal advice.

use alloc::string::String;

/// How a chatflow asks (S82, S83).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ConsentMode"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Mode {
    /// Nothing is accepted before a click on "I agree" (S82).
    Explicit,
    /// The text is shown; starting the chat is enough (S83).
    LegitimateInterest,
}

/// What the visitor did about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ConsentChoice"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Choice {
    /// Clicked "I agree".
    Agreed,
    /// Was shown the text and wrote.
    Implied,
}

impl Mode {
    /// The choice that a visitor makes under this mode by the time their message comes.
    #[must_use]
    pub fn choice(self) -> Choice {
        match self {
            Self::Explicit => Choice::Agreed,
            Self::LegitimateInterest => Choice::Implied,
        }
    }
}

/// A consent text as it was published: it never changes, a new text is a new version (S89).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Text {
    /// Its number within the chatflow, from 1.
    pub version: u32,
    /// How it asks.
    pub mode: Mode,
    /// What visitors read (S84).
    pub text: String,
}

/// Whether a visitor's message may be stored, given the text in force and the version the visitor agreed to or was
/// shown, now or earlier in the same thread.
///
/// A version that was published once counts even where a newer one is in force: the visitor's page may be older, and
/// the receipt holds what they really read.
#[must_use]
pub fn may_write(in_force: Option<Mode>, seen: bool) -> bool {
    in_force != Some(Mode::Explicit) || seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_explicit_consent_locks_the_chat() {
        // S82 S83
        assert!(may_write(None, false));
        assert!(may_write(Some(Mode::LegitimateInterest), false));
        assert!(!may_write(Some(Mode::Explicit), false));
        assert!(may_write(Some(Mode::Explicit), true));
    }

    #[test]
    fn the_choice_says_what_the_visitor_really_did() {
        // S89
        assert_eq!(Mode::Explicit.choice(), Choice::Agreed);
        assert_eq!(Mode::LegitimateInterest.choice(), Choice::Implied);
    }
}
