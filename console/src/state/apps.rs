//! The owner's own pages beside conversations (P58): which there are, and what a frame's page is told.
//!
//! `docs/apps.md` promises it. Knows no browser: what is told is text, and what a page says back is a number.

use serde_json::{Value, json};

use super::conditions::{items, text};

/// The height of a frame that says nothing of it, in CSS pixels.
pub const HEIGHT: u32 = 240;
const LEAST: u32 = 40;
const MOST: u32 = 800;

/// An app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct App {
    /// Which; empty while it is new.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The inboxes beside whose conversations it stands; empty: all.
    pub inboxes: Vec<String>,
}

impl App {
    /// Whether it stands beside the conversations of an inbox.
    #[must_use]
    pub fn is_in(&self, inbox: &str) -> bool {
        self.inboxes.is_empty() || self.inboxes.iter().any(|id| id == inbox)
    }

    /// As it is sent.
    #[must_use]
    pub fn body(&self) -> String {
        json!({"name": self.name.trim(), "url": self.url.trim(), "inboxes": self.inboxes}).to_string()
    }
}

/// The apps of an answer, in its order.
#[must_use]
pub fn apps(told: &Value) -> Vec<App> {
    let one = |told: &Value| App {
        id: text(&told["id"]),
        name: text(&told["name"]),
        url: text(&told["url"]),
        inboxes: items(&told["inboxes"]).map(text).collect(),
    };
    items(&told["apps"]).map(one).collect()
}

/// Somebody or something that is told by id and name.
pub type Named = (String, String);

/// Whom a conversation is with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Their id.
    pub id: String,
    /// Their name, where known.
    pub name: Option<String>,
    /// Their address, where known.
    pub email: Option<String>,
    /// Whether the site's own server vouches for them.
    pub verified: bool,
}

/// What a page beside a conversation is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Who looks at it.
    pub agent: Named,
    /// The inbox.
    pub inbox: Named,
    /// The thread.
    pub thread: String,
    /// Whether it is open.
    pub open: bool,
    /// The page it began on, where known.
    pub page: Option<String>,
    /// Whom it is with, where that is known.
    pub contact: Option<Contact>,
}

impl Context {
    /// As a message, version 1. Another version comes only where a page that reads this one would be wrong.
    #[must_use]
    pub fn message(&self) -> String {
        let named = |(id, name): &Named| json!({"id": id, "name": name});
        let contact = self.contact.as_ref().map(|contact| {
            let Contact { id, name, email, verified } = contact;
            json!({"id": id, "name": name, "email": email, "verified": verified})
        });
        let status = if self.open { "open" } else { "closed" };
        json!({
            "parlor": "context",
            "version": 1,
            "agent": named(&self.agent),
            "inbox": named(&self.inbox),
            "thread": {"id": self.thread, "status": status, "page": self.page},
            "contact": contact,
        })
        .to_string()
    }
}

/// The height that a page wishes, in CSS pixels, as far as it is given it; none for what is no number.
#[must_use]
pub fn height(wished: f64) -> Option<u32> {
    if !wished.is_finite() {
        return None;
    }
    Some((wished.ceil().clamp(f64::from(LEAST), f64::from(MOST))) as u32)
}

#[cfg(test)]
mod tests {
    use protocol::rest::apps::{App as Told, AppContent, Apps};

    use super::*;

    #[test]
    fn apps_are_read_and_written_as_the_wire_spells_them() {
        let told = Apps {
            apps: vec![Told {
                id: conversation::ids::AppId::parse("crm").unwrap(),
                name: "CRM".into(),
                url: "https://crm.example/x".into(),
                inboxes: vec![conversation::ids::InboxId::parse("main").unwrap()],
            }],
        };
        let read = apps(&serde_json::to_value(&told).unwrap());
        let expected = App {
            id: "crm".into(),
            name: "CRM".into(),
            url: "https://crm.example/x".into(),
            inboxes: vec!["main".into()],
        };
        assert_eq!(read, std::slice::from_ref(&expected));
        let sent: AppContent = serde_json::from_str(&expected.body()).unwrap();
        assert_eq!(
            (sent.name.as_str(), sent.url.as_str(), sent.inboxes.len()),
            ("CRM", "https://crm.example/x", 1)
        );
        assert!(expected.is_in("main") && !expected.is_in("other"));
        assert!(App { inboxes: Vec::new(), ..expected }.is_in("other"));
    }

    #[test]
    fn a_page_is_told_whom_the_conversation_is_with() {
        // P58: as docs/apps.md shows it
        let context = Context {
            agent: ("anna".into(), "Anna Keller".into()),
            inbox: ("main".into(), "Shop".into()),
            thread: "0-abc".into(),
            open: true,
            page: Some("https://kiln.example/pricing/".into()),
            contact: Some(Contact {
                id: "c-1".into(),
                name: None,
                email: Some("bo@customer.test".into()),
                verified: false,
            }),
        };
        let told: Value = serde_json::from_str(&context.message()).unwrap();
        assert_eq!(
            told,
            json!({
                "parlor": "context", "version": 1,
                "agent": {"id": "anna", "name": "Anna Keller"},
                "inbox": {"id": "main", "name": "Shop"},
                "thread": {"id": "0-abc", "status": "open", "page": "https://kiln.example/pricing/"},
                "contact": {"id": "c-1", "name": null, "email": "bo@customer.test", "verified": false},
            })
        );
        let nobody = Context { contact: None, ..context };
        let told: Value = serde_json::from_str(&nobody.message()).unwrap();
        assert_eq!(told["contact"], Value::Null);
    }

    #[test]
    fn heights_are_kept_within_bounds() {
        for (wished, given) in [
            (300.0, Some(300)),
            (300.2, Some(301)),
            (0.0, Some(LEAST)),
            (-5.0, Some(LEAST)),
            (1e9, Some(MOST)),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(height(wished), given, "{wished}");
        }
    }
}
