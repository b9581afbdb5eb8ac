//! Consent to communicate (S85, S86): what visitors can subscribe to, one type under the pen, and what somebody has.
//!
//! Knows values and their words; asking for them and drawing them is done elsewhere.

use protocol::code::Code;
use protocol::rest::subscriptions::{Ended, EndedBy};
use serde_json::Value;

use super::chatflow_findings::Place;
use super::conditions::{items, quoted, text};
use crate::texts::Text;

/// Something that visitors can subscribe to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    /// Which; empty for one that is not saved yet.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
}

impl Kind {
    /// The type as the edge takes it.
    #[must_use]
    pub fn body(&self) -> String {
        let (name, description) = (quoted(self.name.trim()), quoted(self.description.trim()));
        format!("{{\"name\":{name},\"description\":{description}}}")
    }
}

/// The types of an answer.
#[must_use]
pub fn kinds(answer: &Value) -> Vec<Kind> {
    let kind = |one: &Value| Kind {
        id: text(&one["id"]),
        name: text(&one["name"]),
        description: text(&one["description"]),
    };
    items(&answer["subscriptions"]).map(kind).collect()
}

/// The parts of a chatflow's consent to communicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Whether it asks.
    Toggle,
    /// For what.
    Kind,
    /// With which words.
    Text,
}

impl Part {
    /// The part that a path such as `text` behind `communication.` speaks of.
    #[must_use]
    pub fn of(rest: &str) -> Self {
        match rest {
            _ if rest.starts_with("subscription") => Self::Kind,
            _ if rest.starts_with("text") => Self::Text,
            _ => Self::Toggle,
        }
    }

    /// The element id of its field.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Toggle => "flow-communication",
            Self::Kind => "flow-communication-kind",
            Self::Text => "flow-communication-text",
        }
    }
}

/// What to say of a finding about it.
#[must_use]
pub fn wrong(code: Code, place: Place) -> Option<Text> {
    match (place, code) {
        (Place::Communication(Part::Text), Code::ConsentTextRequired | Code::TextEmpty) => {
            Some(Text::CommunicationNoText)
        }
        (Place::Communication(Part::Kind), Code::ReferenceUnknown) => Some(Text::CommunicationNoKind),
        _ => None,
    }
}

/// How a subscription ended, in words.
#[must_use]
pub const fn ended(ended: &Ended) -> Text {
    match ended.by {
        EndedBy::Visitor => Text::SubscriptionEndedByVisitor,
        EndedBy::Agent { .. } => Text::SubscriptionEndedByAgent,
        EndedBy::Renewed => Text::SubscriptionRenewed,
        EndedBy::Forgotten => Text::SubscriptionForgotten,
    }
}

#[cfg(test)]
mod tests {
    use conversation::ids::AgentId;
    use serde_json::json;

    use super::*;
    use crate::texts::Language;

    #[test]
    fn types_are_read_as_they_are_written() {
        // S86
        let answer = json!({"subscriptions": [{"id": "news", "name": "News", "description": "Monthly."}]});
        let kind = kinds(&answer).remove(0);
        assert_eq!(
            (kind.id.as_str(), kind.name.as_str(), kind.description.as_str()),
            ("news", "News", "Monthly.")
        );
        let typed = Kind { id: String::new(), name: " \"Our\" news ".into(), description: " ".into() };
        assert_eq!(typed.body(), r#"{"name":"\"Our\" news","description":""}"#);
    }

    #[test]
    fn every_part_is_found_by_its_path_and_says_what_is_wrong() {
        // S86
        for (rest, part) in [("", Part::Toggle), ("subscription", Part::Kind), ("text", Part::Text)] {
            assert_eq!(Part::of(rest), part);
        }
        let said = |part, code| wrong(code, Place::Communication(part));
        assert_eq!(said(Part::Text, Code::ConsentTextRequired), Some(Text::CommunicationNoText));
        assert_eq!(said(Part::Kind, Code::ReferenceUnknown), Some(Text::CommunicationNoKind));
        assert_eq!(said(Part::Toggle, Code::GdprOff), None);
    }

    #[test]
    fn an_end_says_by_whom() {
        // S85
        let by = |by| ended(&Ended { at: 1, by }).words(Language::English);
        assert_eq!(by(EndedBy::Visitor), "Ended by the visitor on {when}");
        assert_eq!(by(EndedBy::Agent { id: AgentId::parse("ada").unwrap() }), "Ended by {who} on {when}");
    }
}
