//! Having the transcript of a closed chat mailed (S157, S158): to whom it can go, under which subject, what waits already.
//!
//! Reads and writes trees, held to the wire's types by a test. Knows no browser and no requests.

use serde_json::{Value, json};

use super::conditions::{items, text};
use crate::texts::Text;

/// Fewest characters that contacts are looked for by.
pub const LEAST_TYPED: usize = 2;
/// Longest subject, in code points.
pub const SUBJECT_CHARS: usize = 200;

/// Somebody it can go to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The contact's id.
    pub contact: String,
    /// Their name; empty where it is not known.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether nobody but they said so.
    pub claimed: bool,
}

impl Person {
    fn of(tree: &Value) -> Option<Self> {
        tree.is_object().then(|| Self {
            contact: text(&tree["contact"]),
            name: text(&tree["name"]),
            email: text(&tree["email"]),
            claimed: tree["verified"] == false,
        })
    }

    /// Their name, or else their address.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }
}

/// One that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// For whom.
    pub to: Person,
    /// Its subject.
    pub subject: String,
    /// Why it has not gone out.
    pub why: Text,
}

/// What the edge offers for a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The thread's own contact, where their address is known.
    pub to: Option<Person>,
    /// The usual subject.
    pub subject: String,
    /// The code of why none can be sent.
    pub refused: Option<String>,
    /// What waits already, the oldest first.
    pub waiting: Vec<Waiting>,
}

impl Offer {
    /// Reads what `GET …/transcripts` answers.
    #[must_use]
    pub fn of(tree: &Value) -> Self {
        let waiting = |one: &Value| Waiting {
            to: Person::of(&one["to"]).unwrap_or_default(),
            subject: text(&one["subject"]),
            why: if one["state"] == "withheld" { Text::TranscriptWithheld } else { Text::TranscriptWaiting },
        };
        Self {
            to: Person::of(&tree["to"]),
            subject: text(&tree["subject"]),
            refused: tree["refused"].as_str().map(str::to_owned),
            waiting: items(&tree["transcripts"]).map(waiting).collect(),
        }
    }
}

/// Reads what `GET /api/recipients` answers.
#[must_use]
pub fn found(tree: &Value) -> Vec<Person> {
    items(&tree["recipients"]).filter_map(Person::of).collect()
}

/// Whom to look for with what was typed, if that is enough.
#[must_use]
pub fn looked_for(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|typed| typed.chars().count() >= LEAST_TYPED)
}

/// Everybody who can be picked: the thread's own contact, who was picked, and who was found, each once.
#[must_use]
pub fn offered(own: Option<&Person>, picked: Option<&Person>, found: &[Person]) -> Vec<Person> {
    let mut all: Vec<Person> = Vec::new();
    for person in own.into_iter().chain(picked).chain(found) {
        if all.iter().all(|known| known.contact != person.contact) {
            all.push(person.clone());
        }
    }
    all
}

/// What is sent, or what is missing.
///
/// # Errors
/// What the reader is told.
pub fn written(to: Option<&Person>, subject: &str) -> Result<Value, Text> {
    let to = to.ok_or(Text::TranscriptPick)?;
    let subject = subject.trim();
    if subject.is_empty() {
        return Err(Text::TranscriptSubjectEmpty);
    }
    Ok(json!({"contact": to.contact, "subject": subject}))
}

#[cfg(test)]
mod tests {
    use protocol::frame::Author;
    use protocol::rest::transcripts::{
        Reason, Recipient, Recipients, SendTranscript, State, Transcript, Transcripts,
    };

    use super::*;

    fn recipient(contact: &str) -> Recipient {
        let contact = conversation::ids::ContactId::parse(contact).unwrap();
        let email = format!("{contact}@kiln.test");
        Recipient { contact, name: Some("Sofia".into()), email, verified: true }
    }

    fn person(contact: &str) -> Person {
        Person {
            contact: contact.into(),
            name: "Sofia".into(),
            email: format!("{contact}@kiln.test"),
            claimed: false,
        }
    }

    #[test]
    fn what_the_edge_offers_is_read_as_it_is_written() {
        // S157
        let sent = |state, reason| Transcript {
            n: 1,
            at: 5,
            by: Author::System,
            to: recipient("sofia"),
            subject: "Your chat".into(),
            up_to: 3,
            state,
            reason,
        };
        let answer = Transcripts {
            transcripts: vec![
                sent(State::Waiting, Reason::EmailNotConnected),
                sent(State::Withheld, Reason::Filtered),
            ],
            subject: "Your chat with Kiln".into(),
            to: Some(Recipient { name: None, verified: false, ..recipient("sofia") }),
            refused: Some("thread_open".into()),
        };
        let offer = Offer::of(&serde_json::to_value(answer).unwrap());
        let own = offer.to.unwrap();
        assert_eq!((own.called(), own.claimed), ("sofia@kiln.test", true));
        assert_eq!((&*offer.subject, offer.refused.as_deref()), ("Your chat with Kiln", Some("thread_open")));
        let why: Vec<Text> = offer.waiting.iter().map(|one| one.why).collect();
        assert_eq!(why, [Text::TranscriptWaiting, Text::TranscriptWithheld]);
        assert_eq!(offer.waiting[0].to, person("sofia"));
    }

    #[test]
    fn other_contacts_can_be_picked_and_each_stands_once() {
        // S158
        let answer = Recipients { recipients: vec![recipient("sofia"), recipient("jonas")] };
        let found = found(&serde_json::to_value(answer).unwrap());
        let (sofia, jonas) = (person("sofia"), person("jonas"));
        assert_eq!(offered(Some(&sofia), None, &found), [sofia.clone(), jonas.clone()]);
        assert_eq!(offered(Some(&sofia), Some(&jonas), &[]), [sofia, jonas]);
        assert_eq!((looked_for(" w "), looked_for(" we ")), (None, Some("we")));
    }

    #[test]
    fn what_is_sent_is_what_the_edge_reads() {
        // S157
        let body = written(Some(&person("sofia")), " Your teapot ").unwrap();
        let read: SendTranscript = serde_json::from_value(body).unwrap();
        assert_eq!((read.contact.as_str(), read.subject.as_deref()), ("sofia", Some("Your teapot")));
        assert_eq!(written(None, "x"), Err(Text::TranscriptPick));
        assert_eq!(written(Some(&person("sofia")), " "), Err(Text::TranscriptSubjectEmpty));
    }
}
