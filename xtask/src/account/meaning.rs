//! Whether what an account file says can be: ids are there once, what is named exists, sites are sites.
//!
//! Looks at a document that has its shape, and finds every such place, where the edge would name the first. Texts and
//! their lengths it leaves to the edge, which has the last word on everything. Knows nothing of syntax.

use std::collections::BTreeMap;

use conversation::email::EmailAddress;
use conversation::text::{MessageText, TextRejected};
use protocol::account::is_colour;
use protocol::code::Code;
use protocol::limits::PASSWORD_BYTES;
use protocol::nearest::nearest;
use protocol::origin::{Allowed, of_address};
use targeting::json::Rule;
use targeting::{RuleWarning, check_rule_value};

use super::document::{Node, Problem, Value, position, shown};
use super::shape::{list_of, meant};

/// What is wrong, and what is only worth a word.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// With these, nobody may read the file as an account.
    pub(super) problems: Vec<Problem>,
    /// Saved and meant differently, most likely.
    pub(super) warnings: Vec<Problem>,
}

/// Looks at a document. `whole`: what is named has to be in the same file.
pub(super) fn check(text: &str, root: &Node, whole: bool) -> Found {
    let mut meaning = Meaning { text, root, found: Found::default() };
    for what in ["people", "inboxes", "properties", "lists", "contacts", "chatflows"] {
        meaning.unique(what, "id", str::to_owned);
    }
    meaning.unique("people", "email", |email| email.trim().to_lowercase());
    meaning.addresses();
    meaning.chatflows();
    if whole {
        meaning.references();
    }
    let mut found = meaning.found;
    found.problems.sort_by_key(|problem| problem.at);
    found.warnings.sort_by_key(|problem| problem.at);
    found
}

struct Meaning<'d> {
    text: &'d str,
    root: &'d Node,
    found: Found,
}

impl<'d> Meaning<'d> {
    fn items(&self, what: &str) -> &'d [Node] {
        self.root.get(what).map_or(&[], Node::items)
    }

    fn wrong(&mut self, at: usize, what: impl AsRef<str>, code: Code) {
        let what = format!("{} [{}]", what.as_ref(), code.as_str());
        self.found.problems.push(Problem::new(at, what));
    }

    fn unique(&mut self, what: &str, field: &str, normal: impl Fn(&str) -> String) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, item) in self.items(what).iter().enumerate() {
            let Some((at, value)) = item.get(field).and_then(|node| Some((node.at, node.text()?))) else {
                continue;
            };
            if let Some(first) = seen.get(&normal(value)) {
                let (line, column) = position(self.text, *first);
                let message = format!(
                    "{what}[{index}].{field} is {} a second time; the first is at {line}:{column}",
                    shown(value)
                );
                self.wrong(at, message, Code::AccountInvalid);
            } else {
                seen.insert(normal(value), at);
            }
        }
    }

    /// Sites, e-mail addresses and passwords.
    fn addresses(&mut self) {
        for (index, origin) in self.items("origins").iter().enumerate() {
            let Some(text) = origin.text() else { continue };
            if Allowed::parse(text).is_err() {
                let message = format!(
                    "origins[{index}] is {}; expected scheme://host[:port], or https://*.example.com for its sub-domains{}",
                    shown(text),
                    meant(site(text).as_deref())
                );
                self.wrong(origin.at, message, Code::OriginInvalid);
            }
        }
        for what in ["people", "contacts"] {
            for (index, person) in self.items(what).iter().enumerate() {
                if let Some(email) = person.get("email")
                    && let Some(text) = email.text()
                    && let Err(error) = EmailAddress::parse(text)
                {
                    let message = format!("{what}[{index}].email is {}; {error}", shown(text));
                    self.wrong(email.at, message, Code::EmailInvalid);
                }
                if let Some(password) = person.get("password")
                    && let Some(text) = password.text()
                    && !PASSWORD_BYTES.contains(&text.len())
                {
                    let (least, most) = (PASSWORD_BYTES.start(), PASSWORD_BYTES.end());
                    let message = format!(
                        "{what}[{index}].password has {} bytes; expected {least} to {most}",
                        text.len()
                    );
                    self.wrong(password.at, message, Code::PasswordLength);
                }
            }
        }
    }

    fn chatflows(&mut self) {
        let gdpr = self.root.get("gdpr").is_some_and(|gdpr| gdpr.value == Value::Flag(true));
        for (index, chatflow) in self.items("chatflows").iter().enumerate() {
            if let Some(color) = chatflow.get("color")
                && let Some(text) = color.text()
                && !is_colour(text)
            {
                let message =
                    format!("chatflows[{index}].color is {}; expected #rrggbb, such as #16614e", shown(text));
                self.wrong(color.at, message, Code::ColourInvalid);
            }
            if let Some(consent) = chatflow.get("consent").filter(|consent| consent.value != Value::Null) {
                let text = consent.get("text");
                let text = text.and_then(|node| Some((node.at, node.text()?)));
                if let Some((at, Err(TextRejected::Empty))) =
                    text.map(|(at, text)| (at, MessageText::parse(text)))
                {
                    let message = format!(
                        "chatflows[{index}].consent.text shows nothing; expected what visitors are asked to agree to"
                    );
                    self.wrong(at, message, Code::ConsentTextRequired);
                }
                if !gdpr {
                    let message = format!(
                        "chatflows[{index}].consent is asked for while gdpr is off; expected \"gdpr\": true in the account, or no consent"
                    );
                    self.wrong(consent.at, message, Code::GdprOff);
                }
            }
            for list in ["include", "exclude"] {
                for (number, rule) in chatflow.get(list).map_or(&[][..], Node::items).iter().enumerate() {
                    self.rule(rule, &format!("chatflows[{index}].{list}[{number}]"));
                }
            }
        }
    }

    fn rule(&mut self, node: &Node, path: &str) {
        let text = |name: &str| node.get(name).and_then(Node::text).map(str::to_owned);
        let Some(op) = text("op") else { return };
        let rule = Rule { op: op.into(), name: text("name"), value: text("value") };
        let at = node.get("value").unwrap_or(node).at;
        match check_rule_value(&rule) {
            Ok(warnings) => {
                for warning in warnings {
                    let what = match warning {
                        RuleWarning::WildcardLiteral => {
                            "a `*` is only a character; expected it in a final /*, or the operator matches_wildcard"
                        }
                        _ => "this means something else than it seems to",
                    };
                    let what = format!("warning: in {path}.value {what} [{}]", warning.code());
                    self.found.warnings.push(Problem::new(at, what));
                }
            }
            Err(refusal) => {
                self.found.problems.push(Problem::new(at, format!("{path}: {refusal} [{}]", refusal.code())));
            }
        }
    }

    fn references(&mut self) {
        let people = self.ids("people");
        let (inboxes, lists) = (self.ids("inboxes"), self.ids("lists"));
        for (index, inbox) in self.items("inboxes").iter().enumerate() {
            self.named(inbox, "members", &format!("inboxes[{index}]"), ("people", &people));
        }
        for (index, contact) in self.items("contacts").iter().enumerate() {
            let path = format!("contacts[{index}]");
            self.named(contact, "owner", &path, ("people", &people));
            self.named(contact, "lists", &path, ("lists", &lists));
        }
        for (index, chatflow) in self.items("chatflows").iter().enumerate() {
            let path = format!("chatflows[{index}]");
            self.named(chatflow, "inbox", &path, ("inboxes", &inboxes));
            if let Some(heading) = chatflow.get("heading") {
                self.named(heading, "agents", &format!("{path}.heading"), ("people", &people));
            }
            if let Some(audience) = chatflow.get("audience") {
                for field in ["lists", "hide_for_lists"] {
                    self.named(audience, field, &format!("{path}.audience"), ("lists", &lists));
                }
            }
        }
    }

    fn ids(&self, what: &str) -> Vec<&'d str> {
        let mut ids = Vec::new();
        for id in self.items(what).iter().filter_map(|item| item.get("id")?.text()) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// Looks at a field that holds an id or a list of ids.
    fn named(&mut self, node: &Node, field: &str, path: &str, (what, known): (&str, &[&str])) {
        let Some(value) = node.get(field) else { return };
        let several = matches!(value.value, Value::List(_));
        let ids = if several { value.items() } else { std::slice::from_ref(value) };
        for (index, id) in ids.iter().enumerate() {
            let Some(text) = id.text().filter(|text| !known.contains(text)) else { continue };
            let place = if several { format!("[{index}]") } else { String::new() };
            let choice =
                if known.is_empty() { format!("it, and {what} has nothing") } else { list_of(known) };
            let message = format!(
                "{path}.{field}{place} is {}, which is not in {what}; expected {choice}{}",
                shown(text),
                meant(nearest(text, known.iter().copied()))
            );
            self.wrong(id.at, message, Code::ReferenceUnknown);
        }
    }
}

/// The site that was most likely meant: without a path, with a scheme.
fn site(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let whole = if lower.contains("://") { lower } else { format!("https://{lower}") };
    let origin = of_address(&whole)?;
    (origin.contains('.') && Allowed::parse(origin).is_ok()).then(|| origin.to_owned())
}
