//! Consent to communicate: which text a visitor is asked under, and whether they are asked at all (S85, S86).
//!
//! A consent of its own: never a condition of writing, never given by writing. Knows types, versions and what somebody is
//! subscribed to. Does not know where that is kept, or what becomes of it.

use alloc::string::String;

use crate::ids::{ChatflowId, SubscriptionId};

/// A text of consent to communicate as it was published: it never changes, a new text is a new version, and so is the same
/// text for another type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Text {
    /// Its number within the chatflow, from 1.
    pub version: u32,
    /// What whoever agrees subscribes to.
    pub subscription: SubscriptionId,
    /// What visitors read.
    pub text: String,
}

/// A subscription that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The chatflow whose text was agreed to.
    pub chatflow: ChatflowId,
    /// To what.
    pub subscription: SubscriptionId,
    /// The version of that text.
    pub version: u32,
}

/// What a visitor is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nothing: they are subscribed.
    Nothing,
    /// Whether they want to subscribe, before a conversation begins.
    First,
    /// Whether they agree to a newer version of the text that they are subscribed under.
    Again,
}

/// What a visitor is asked under the text in force of a chatflow, who has these subscriptions. Versions are counted by
/// chatflow: whoever subscribed to the same type elsewhere has agreed to it, and is not asked here.
#[must_use]
pub fn asks(chatflow: &ChatflowId, text: &Text, standing: &[Standing]) -> Asks {
    let mut same = standing.iter().filter(|one| one.subscription == text.subscription).peekable();
    if same.peek().is_none() {
        return Asks::First;
    }
    let holds = |one: &Standing| one.chatflow != *chatflow || one.version >= text.version;
    if same.any(holds) { Asks::Nothing } else { Asks::Again }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn standing(all: &[(&str, &str, u32)]) -> Vec<Standing> {
        let one = |(chatflow, subscription, version): &(&str, &str, u32)| Standing {
            chatflow: ChatflowId::parse(chatflow).unwrap(),
            subscription: SubscriptionId::parse(subscription).unwrap(),
            version: *version,
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn whoever_is_subscribed_is_asked_again_for_a_new_version_alone() {
        // S85 S86
        let chatflow = ChatflowId::parse("pricing").unwrap();
        let text = Text {
            version: 3,
            subscription: SubscriptionId::parse("news").unwrap(),
            text: "A letter a month.".into(),
        };
        for (has, expected) in [
            (&[][..], Asks::First),
            (&[("pricing", "news", 3)], Asks::Nothing),
            (&[("pricing", "news", 2)], Asks::Again),
            // A page that is older than what they agreed to elsewhere.
            (&[("pricing", "news", 4)], Asks::Nothing),
            (&[("pricing", "offers", 3)], Asks::First),
            (&[("start", "news", 1)], Asks::Nothing),
            (&[("pricing", "news", 2), ("start", "news", 1)], Asks::Nothing),
            (&[("pricing", "offers", 3), ("pricing", "news", 1)], Asks::Again),
        ] {
            assert_eq!(asks(&chatflow, &text, &standing(has)), expected, "{has:?}");
        }
    }
}
