//! Who works here, who is invited, where one is signed in, what was done: as the edge tells it, and what is sent back.
//!
//! Reads answers as trees, as `lists` does and for the same reason. Knows no browser.

use conversation::access::Role;
use protocol::rest::audit::What;
use serde_json::Value;

use super::conditions::{items, quoted, text};
use crate::texts::Text;

/// Somebody who works here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// Who.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// What they may do, as it is written.
    pub role: String,
    /// Whether conversations can be routed to them.
    pub seat: bool,
    /// The inboxes they work in.
    pub inboxes: Vec<String>,
    /// Whether they may not sign in.
    pub disabled: bool,
    /// Whether a code is asked for when they do.
    pub second_factor: bool,
}

impl Person {
    fn of(told: &Value) -> Self {
        Self {
            id: text(&told["id"]),
            name: text(&told["name"]),
            email: text(&told["email"]),
            role: text(&told["role"]),
            seat: told["seat"] == true,
            inboxes: items(&told["inboxes"]).map(text).collect(),
            disabled: told["disabled"] == true,
            second_factor: told["second_factor"] == true,
        }
    }

    /// What is sent to change them. An owner keeps their role.
    #[must_use]
    pub fn body(&self) -> String {
        let role =
            if self.role == "owner" { String::new() } else { format!("\"role\":{},", quoted(&self.role)) };
        let seat = self.seat && self.role != "viewer";
        let inboxes = self.inboxes.iter().map(|inbox| quoted(inbox)).collect::<Vec<_>>().join(",");
        format!("{{{role}\"seat\":{seat},\"inboxes\":[{inboxes}],\"disabled\":{}}}", self.disabled)
    }

    /// Puts them into an inbox, or takes them out.
    pub fn work_in(&mut self, inbox: &str, does: bool) {
        self.inboxes.retain(|known| known != inbox);
        if does {
            self.inboxes.push(inbox.to_owned());
        }
    }
}

/// Everybody, by name.
#[must_use]
pub fn people(told: &Value) -> Vec<Person> {
    items(&told["people"]).map(Person::of).collect()
}

/// A role in words.
#[must_use]
pub fn role_words(role: &str) -> Text {
    match Role::parse(role) {
        Some(Role::Owner) => Text::RoleOwner,
        Some(Role::Admin) => Text::RoleAdmin,
        Some(Role::Viewer) => Text::RoleViewer,
        Some(Role::Agent) | None => Text::RoleAgent,
    }
}

/// Somebody who is about to be invited.
#[derive(Clone, Debug, PartialEq)]
pub struct Invite {
    /// Their address.
    pub email: String,
    /// What they are called, or nothing.
    pub name: String,
    /// Role, seat and inboxes.
    pub person: Person,
}

impl Default for Invite {
    fn default() -> Self {
        let person = Person { role: "agent".to_owned(), ..Person::default() };
        Self { email: String::new(), name: String::new(), person }
    }
}

impl Invite {
    /// What is sent.
    #[must_use]
    pub fn body(&self) -> String {
        let inboxes = self.person.inboxes.iter().map(|inbox| quoted(inbox)).collect::<Vec<_>>().join(",");
        let (email, name) = (quoted(self.email.trim()), quoted(self.name.trim()));
        format!(
            "{{\"email\":{email},\"name\":{name},\"role\":{},\"inboxes\":[{inboxes}]}}",
            quoted(&self.person.role)
        )
    }
}

/// Somebody who was invited and has not come yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Invited {
    /// Which invitation.
    pub id: String,
    /// Their address.
    pub email: String,
    /// What they will be.
    pub role: String,
    /// Who invited them.
    pub by: String,
    /// Until when the link counts, in ms.
    pub until: u64,
}

/// Those who are invited, the newest first.
#[must_use]
pub fn invited(told: &Value) -> Vec<Invited> {
    items(&told["invitations"])
        .map(|one| Invited {
            id: text(&one["id"]),
            email: text(&one["email"]),
            role: text(&one["role"]),
            by: text(&one["invited_by"]),
            until: one["expires_at"].as_u64().unwrap_or_default(),
        })
        .collect()
}

/// The inboxes of the account: id and name.
#[must_use]
pub fn inboxes(told: &Value) -> Vec<(String, String)> {
    items(&told["inboxes"]).map(|one| (text(&one["id"]), text(&one["name"]))).collect()
}

/// Somewhere where one is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Tells it from the others.
    pub handle: String,
    /// Since when, in ms.
    pub since: u64,
    /// When it was used last, in ms.
    pub seen_at: u64,
    /// The browser, or nothing.
    pub browser: String,
    /// The system, or nothing.
    pub system: String,
    /// Whether it is this one.
    pub current: bool,
}

/// Where one is signed in.
#[must_use]
pub fn places(told: &Value) -> Vec<Place> {
    items(&told["sessions"])
        .map(|one| Place {
            handle: text(&one["handle"]),
            since: one["since"].as_u64().unwrap_or_default(),
            seen_at: one["seen_at"].as_u64().unwrap_or_default(),
            browser: text(&one["browser"]),
            system: text(&one["system"]),
            current: one["current"] == true,
        })
        .collect()
}

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its place.
    pub id: u64,
    /// When, in ms.
    pub at: u64,
    /// Who, by the name they had.
    pub who: String,
    /// The token they used, or nothing.
    pub token: String,
    /// What; `None` for a word that this console does not know.
    pub what: Option<What>,
    /// To which thing.
    pub on: String,
    /// What it was, and what it is.
    pub changes: String,
}

/// Lines of the audit log, and where older ones begin.
#[must_use]
pub fn lines(told: &Value) -> (Vec<Line>, Option<u64>) {
    let change = |change: &Value| {
        format!("{}: {} → {}", text(&change["field"]), text(&change["from"]), text(&change["to"]))
    };
    let lines = items(&told["lines"])
        .map(|one| Line {
            id: one["id"].as_u64().unwrap_or_default(),
            at: one["at"].as_u64().unwrap_or_default(),
            who: text(&one["by"]["name"]),
            token: text(&one["token"]),
            what: What::parse(&text(&one["what"])),
            on: text(&one["on"]),
            changes: items(&one["changes"]).map(change).collect::<Vec<_>>().join("; "),
        })
        .collect();
    (lines, told["next"].as_u64())
}

/// What of the log is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogFilter {
    /// Whose id, or nothing.
    pub who: String,
    /// Which word, or nothing.
    pub what: String,
    /// Not before, in ms.
    pub from: Option<u64>,
    /// Before, in ms.
    pub until: Option<u64>,
}

impl LogFilter {
    /// As the query of an address, with its `?`; ids and words are of letters that need no escaping.
    #[must_use]
    pub fn query(&self, before: Option<u64>) -> String {
        let named = |name: &str, value: &str| (!value.is_empty()).then(|| format!("{name}={value}"));
        let at = |name: &str, at: Option<u64>| at.map(|at| format!("{name}={at}"));
        let parts = [
            named("who", &self.who),
            named("what", &self.what),
            at("from", self.from),
            at("until", self.until),
            at("before", before),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_person_that_nobody_touched_is_written_as_they_were() {
        // P68
        let told = json!({"people": [{"id": "mia", "name": "Mia", "email": "mia@kiln.test", "role": "agent",
            "seat": true, "inboxes": ["main"], "disabled": false, "second_factor": true}]});
        let mia = people(&told).pop().unwrap();
        assert!(mia.second_factor);
        let sent: Value = serde_json::from_str(&mia.body()).unwrap();
        assert_eq!(sent, json!({"role": "agent", "seat": true, "inboxes": ["main"], "disabled": false}));
    }

    #[test]
    fn a_viewer_is_sent_without_a_seat_and_an_owner_without_a_role() {
        let sent = |role: &str| {
            let person = Person { role: role.into(), seat: true, ..Person::default() };
            serde_json::from_str::<Value>(&person.body()).unwrap()
        };
        assert_eq!(sent("viewer")["seat"], false);
        assert_eq!(sent("owner").get("role"), None);
    }

    #[test]
    fn inboxes_are_ticked_and_unticked() {
        let mut person = Person { inboxes: vec!["main".into()], ..Person::default() };
        person.work_in("side", true);
        person.work_in("side", true);
        person.work_in("main", false);
        assert_eq!(person.inboxes, ["side"]);
    }

    #[test]
    fn an_invitation_is_trimmed() {
        let mut invite = Invite { email: " nia@kiln.test ".into(), ..Invite::default() };
        invite.person.work_in("main", true);
        let sent: Value = serde_json::from_str(&invite.body()).unwrap();
        assert_eq!(sent, json!({"email": "nia@kiln.test", "name": "", "role": "agent", "inboxes": ["main"]}));
    }

    #[test]
    fn the_log_is_asked_for_by_what_was_chosen() {
        // P70
        assert_eq!(LogFilter::default().query(None), "");
        let filter = LogFilter { who: "mia".into(), from: Some(5), ..LogFilter::default() };
        assert_eq!(filter.query(Some(9)), "?who=mia&from=5&before=9");
    }

    #[test]
    fn a_line_says_what_changed() {
        let told = json!({"lines": [{"id": 7, "at": 1, "by": {"id": "mira", "name": "Mira"}, "session": "x", "token": null,
            "what": "person_changed", "on": "mia", "changes": [{"field": "role", "from": "agent", "to": "admin"}]}],
            "next": 7});
        let (lines, next) = lines(&told);
        assert_eq!((lines[0].changes.as_str(), next), ("role: agent → admin", Some(7)));
        assert_eq!((lines[0].what, lines[0].token.as_str()), (Some(What::PersonChanged), ""));
    }
}
