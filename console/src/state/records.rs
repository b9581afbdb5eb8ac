//! What belongs to a contact: tickets, deals, interactions, as they are read, written down, and sent (S143, S144, S145).
//!
//! Reads and writes trees, held to the wire's types by a test. Knows no browser and no time.

use serde_json::{Map, Value};

use super::conditions::{items, text};
use crate::texts::Text;

/// What somebody writes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something that somebody has to see to.
    Ticket,
    /// A sale that may come about.
    Deal,
    /// Something that was done elsewhere.
    Interaction,
}

impl Kind {
    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Deal => "deal",
            Self::Interaction => "interaction",
        }
    }

    /// What one is called.
    #[must_use]
    pub const fn one(self) -> Text {
        match self {
            Self::Ticket => Text::TicketOne,
            Self::Deal => Text::DealOne,
            Self::Interaction => Text::NewInteraction,
        }
    }

    /// The field that says how far it is, or what it was, and what that can be.
    #[must_use]
    pub const fn states(self) -> (&'static str, &'static [(&'static str, Text)]) {
        match self {
            Self::Ticket => (
                "status",
                &[
                    ("new", Text::TicketIsNew),
                    ("in_progress", Text::TicketInProgress),
                    ("waiting", Text::TicketWaiting),
                    ("done", Text::TicketDone),
                ],
            ),
            Self::Deal => (
                "stage",
                &[
                    ("open", Text::DealOpen),
                    ("offered", Text::DealOffered),
                    ("won", Text::DealWon),
                    ("lost", Text::DealLost),
                ],
            ),
            Self::Interaction => (
                "channel",
                &[
                    ("call", Text::InteractionCall),
                    ("email", Text::InteractionEmail),
                    ("meeting", Text::InteractionMeeting),
                    ("note", Text::InteractionNote),
                ],
            ),
        }
    }

    /// What a state is called.
    #[must_use]
    pub fn state(self, name: &str) -> Text {
        let states = self.states().1;
        states.iter().find(|(known, _)| *known == name).map_or(states[0].1, |(_, text)| *text)
    }
}

/// A record under the pen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDraft {
    /// Whose.
    pub contact: String,
    /// The thread it is made in, if in one.
    pub thread: Option<String>,
    /// Which; without it a new one.
    pub id: Option<String>,
    /// What.
    pub kind: Kind,
    /// In a few words; interactions have none.
    pub title: String,
    /// More of it.
    pub text: String,
    /// How far it is, or what it was.
    pub state: String,
    /// What it is worth, as typed.
    pub amount: String,
    /// In which currency.
    pub currency: String,
    /// When it was (ms).
    pub at: u64,
}

impl RecordDraft {
    /// A new one, at `now` (ms).
    #[must_use]
    pub fn new(kind: Kind, contact: String, thread: Option<String>, now: u64) -> Self {
        let state = kind.states().1[0].0.to_owned();
        let (title, text, amount, currency) = (String::new(), String::new(), String::new(), "EUR".to_owned());
        Self { contact, thread, id: None, kind, title, text, state, amount, currency, at: now }
    }

    /// What is wrong with it.
    #[must_use]
    pub fn wrong(&self) -> Option<Text> {
        match self.kind {
            Kind::Interaction if self.text.trim().is_empty() => Some(Text::TextEmptyHere),
            Kind::Ticket | Kind::Deal if self.title.trim().is_empty() => Some(Text::TitleEmpty),
            Kind::Deal if !self.amount.trim().is_empty() && self.worth().is_none() => Some(Text::AmountWrong),
            _ => None,
        }
    }

    /// The amount in the smallest unit, where it is one and has a currency.
    fn worth(&self) -> Option<u64> {
        let currency = self.currency.trim();
        let is_currency = currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_alphabetic());
        let amount = self.amount.trim().replace(',', ".");
        let (whole, part) = amount.split_once('.').unwrap_or((&amount, ""));
        let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !is_currency || whole.is_empty() || !is_number(whole) || !is_number(part) || part.len() > 2 {
            return None;
        }
        let cents: u64 = format!("{part:0<2}").parse().ok()?;
        whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(cents)
    }

    /// As it is sent.
    #[must_use]
    pub fn written(&self) -> Value {
        let mut content = Map::new();
        let mut put = |name: &str, value: Value| content.insert(name.to_owned(), value);
        put("kind", self.kind.name().into());
        put("text", self.text.trim().into());
        put(self.kind.states().0, self.state.as_str().into());
        if self.kind == Kind::Interaction {
            put("at", self.at.into());
        } else {
            put("title", self.title.trim().into());
        }
        if let (Kind::Deal, Some(worth)) = (self.kind, self.worth()) {
            put("amount", worth.into());
            put("currency", self.currency.trim().to_ascii_uppercase().into());
        }
        let mut body = Map::new();
        body.insert("content".to_owned(), Value::Object(content));
        if let (None, Some(thread)) = (&self.id, &self.thread) {
            body.insert("thread".to_owned(), thread.as_str().into());
        }
        Value::Object(body)
    }
}

/// The records of an answer, the newest first, each ready to be changed.
#[must_use]
pub fn records(told: &Value, contact: &str) -> Vec<RecordDraft> {
    let record = |told: &Value| {
        let content = &told["content"];
        let kinds = [Kind::Ticket, Kind::Deal, Kind::Interaction];
        let kind = kinds.into_iter().find(|kind| content["kind"] == kind.name())?;
        let at = |value: &Value| value.as_u64().unwrap_or_default();
        let amount = content["amount"].as_u64();
        Some(RecordDraft {
            contact: contact.to_owned(),
            thread: Some(text(&told["thread"])).filter(|thread| !thread.is_empty()),
            id: Some(text(&told["id"])),
            kind,
            title: text(&content["title"]),
            text: text(&content["text"]),
            state: text(&content[kind.states().0]),
            amount: amount.map(|cents| format!("{}.{:02}", cents / 100, cents % 100)).unwrap_or_default(),
            currency: content["currency"].as_str().unwrap_or("EUR").to_owned(),
            at: if kind == Kind::Interaction { at(&content["at"]) } else { at(&told["at"]) },
        })
    };
    items(&told["records"]).filter_map(record).collect()
}

#[cfg(test)]
mod tests {
    use protocol::rest::records::{Content, NewRecord, SaveRecord};
    use serde_json::json;

    use super::*;

    fn draft(kind: Kind) -> RecordDraft {
        let mut draft = RecordDraft::new(kind, "c-1".into(), Some("0-aaaaaaaaaaaaaaaaaaaaaaaaaa".into()), 7);
        draft.title = " Lid broken ".into();
        draft.text = "Blue glaze".into();
        draft
    }

    #[test]
    fn what_is_written_is_a_record_and_is_read_again() {
        // S143 S144 S145
        for kind in [Kind::Ticket, Kind::Deal, Kind::Interaction] {
            for (state, _) in kind.states().1 {
                let mut draft = draft(kind);
                draft.state = (*state).to_owned();
                draft.amount = "99,5".into();
                let body: NewRecord = serde_json::from_value(draft.written()).unwrap();
                let told = json!({"records": [{"id": "r-1", "at": 7, "content": body.content}]});
                let read = records(&told, "c-1").remove(0);
                let saved: SaveRecord = serde_json::from_value(read.written()).unwrap();
                assert_eq!(saved.content, body.content);
                if kind == Kind::Deal {
                    assert!(matches!(saved.content, Content::Deal { amount: Some(9_950), .. }));
                    assert_eq!((read.amount.as_str(), read.currency.as_str()), ("99.50", "EUR"));
                }
            }
        }
    }

    #[test]
    fn what_is_missing_is_said_before_it_is_sent() {
        // S143 S144 S145
        let with = |kind, change: fn(&mut RecordDraft)| {
            let mut draft = draft(kind);
            change(&mut draft);
            draft.wrong()
        };
        assert_eq!(with(Kind::Ticket, |draft| draft.title = " ".into()), Some(Text::TitleEmpty));
        assert_eq!(with(Kind::Ticket, |draft| draft.text.clear()), None);
        assert_eq!(with(Kind::Interaction, |draft| draft.text.clear()), Some(Text::TextEmptyHere));
        for (amount, currency, is_right) in [
            ("", "", true),
            ("120", "EUR", true),
            ("99.50", "chf", true),
            ("99.505", "EUR", false),
            ("12", "€", false),
            ("-1", "EUR", false),
            ("1e3", "EUR", false),
            (".5", "EUR", false),
            ("999999999999999999999", "EUR", false),
        ] {
            let mut deal = draft(Kind::Deal);
            (deal.amount, deal.currency) = (amount.into(), currency.into());
            assert_eq!(deal.wrong().is_none(), is_right, "{amount} {currency}");
        }
    }
}
