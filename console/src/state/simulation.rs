//! Trying a page view out: what is on the form, and the question it stands for.
//!
//! Knows no answer: what one says in words is in `simulation_words`.

use std::collections::BTreeMap;

use conversation::ids::ChatflowId;
use protocol::account::Chatflow;
use protocol::simulation::{Expected, Simulate};
use targeting::VisitorFacts;

use super::circumstances::ATTRIBUTE;

/// A circumstance as the form holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstance {
    /// Tells rows apart while they are deleted.
    pub key: u32,
    /// Its name on the wire; of an attribute [`ATTRIBUTE`] alone.
    pub fact: String,
    /// The attribute's name, if it is one.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The form. It is kept in memory only: addresses may be anybody's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// Whose unsaved edit is tried; none: what is saved.
    pub of: Option<ChatflowId>,
    /// The page's address as typed.
    pub url: String,
    /// Whether the visitor is a known contact.
    pub known: bool,
    /// The lists the contact is on. They stay on the form while the visitor is nobody known.
    pub lists: Vec<String>,
    /// The circumstances.
    pub circumstances: Vec<Circumstance>,
    /// The id of a decision to be made again.
    pub decision: String,
    next_key: u32,
}

impl Trial {
    /// Adds a circumstance; answers its key.
    pub fn add_circumstance(&mut self, fact: &str, value: &str) -> u32 {
        let key = self.next_key;
        self.next_key += 1;
        let (fact, name) = match fact.strip_prefix(ATTRIBUTE) {
            Some(name) => (ATTRIBUTE, name),
            None => (fact, ""),
        };
        self.circumstances.push(Circumstance {
            key,
            fact: fact.to_owned(),
            name: name.to_owned(),
            value: value.to_owned(),
        });
        key
    }

    /// Where a circumstance stands.
    #[must_use]
    pub fn at(&self, key: u32) -> Option<usize> {
        self.circumstances.iter().position(|row| row.key == key)
    }

    /// Who looks. A circumstance without a value, or an attribute without a name, is not known.
    #[must_use]
    pub fn visitor(&self) -> VisitorFacts {
        let mut facts = BTreeMap::new();
        for row in &self.circumstances {
            let (name, value) = (row.name.trim(), row.value.trim());
            if !value.is_empty() && (row.fact != ATTRIBUTE || !name.is_empty()) {
                facts.insert(format!("{}{name}", row.fact), value.to_owned());
            }
        }
        let lists = if self.known { self.lists.clone() } else { Vec::new() };
        VisitorFacts { known: self.known, lists, facts }
    }

    /// The question, about a draft if there is one; `None` while there is no address.
    #[must_use]
    pub fn question(&self, draft: Option<Chatflow>) -> Option<Simulate> {
        let url = self.url.trim();
        let decision = self.decision.trim();
        (!url.is_empty()).then(|| Simulate {
            url: url.to_owned(),
            visitor: self.visitor(),
            draft: draft.map(Box::new),
            decision: (!decision.is_empty()).then(|| decision.to_owned()),
        })
    }

    /// Puts a decision that is expected on the form.
    pub fn take(&mut self, expected: &Expected) {
        self.url.clone_from(&expected.url);
        self.known = expected.visitor.known;
        self.lists.clone_from(&expected.visitor.lists);
        self.circumstances.clear();
        self.decision.clear();
        for (fact, value) in &expected.visitor.facts {
            self.add_circumstance(fact, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_stands_for_a_question() {
        // N1
        let mut trial = Trial { url: "  kiln.example/tea ".into(), ..Trial::default() };
        trial.lists.push("vip".into());
        for (fact, value) in
            [("device", "mobile"), ("attribute.plan", " pro "), ("attribute.", "lost"), ("visits", " ")]
        {
            trial.add_circumstance(fact, value);
        }
        let asked = trial.question(None).unwrap();
        assert_eq!((asked.url.as_str(), asked.decision, asked.draft), ("kiln.example/tea", None, None));
        assert!(!asked.visitor.known && asked.visitor.lists.is_empty(), "nobody known is on no list");
        let facts: Vec<_> = asked.visitor.facts.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(facts, [("attribute.plan", "pro"), ("device", "mobile")]);
        trial.known = true;
        assert_eq!(trial.visitor().lists, ["vip"]);
    }

    #[test]
    fn without_an_address_there_is_no_question() {
        let mut trial = Trial { decision: "p1.0.0.a.-.-".into(), ..Trial::default() };
        assert_eq!(trial.question(None), None);
        trial.url = "https://kiln.example/".into();
        assert_eq!(trial.question(None).unwrap().decision.as_deref(), Some("p1.0.0.a.-.-"));
    }

    #[test]
    fn an_expected_decision_is_tried_as_it_is() {
        // N7
        let mut trial = Trial { decision: "p1".into(), ..Trial::default() };
        trial.add_circumstance("country", "AT");
        let visitor =
            serde_json::json!({"known": true, "lists": ["vip"], "facts": {"attribute.plan": "pro"}});
        let expected = Expected {
            url: "https://kiln.example/".into(),
            visitor: serde_json::from_value(visitor).unwrap(),
            show: None,
        };
        trial.take(&expected);
        assert_eq!(trial.visitor(), expected.visitor);
        assert_eq!((trial.url.as_str(), trial.decision.as_str()), ("https://kiln.example/", ""));
    }
}
