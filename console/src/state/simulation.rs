//! Trying a page view out: what is on the form, the question it stands for, and how that stands.
//!
//! What an answer says in words is in `simulation_words`.

use std::collections::BTreeMap;
use std::sync::Arc;

use conversation::ids::ChatflowId;
use protocol::account::Chatflow;
use protocol::simulation::{Expected, Simulate};
use serde_json::Value;
use targeting::VisitorFacts;

use super::circumstances::ATTRIBUTE;
use super::coverage::{Filter, Site};
use super::problem::Problem;
use crate::texts::Text;

/// A question to the edge. The last answer stays until the next one is here.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// An answer is under way.
    pub busy: bool,
    /// The answer.
    pub told: Option<Arc<Value>>,
    /// Why there is none.
    pub failed: Option<Problem>,
    /// Changes with every answer.
    pub changes: usize,
    /// The answer was not looked at yet.
    pub is_new: bool,
    number: usize,
}

impl Asked {
    /// A question is asked; answers its number.
    pub fn ask(&mut self) -> usize {
        self.busy = true;
        self.number += 1;
        self.number
    }

    /// The answer to a question; one to an earlier question is late.
    pub fn answered(&mut self, number: usize, told: Option<Arc<Value>>, failed: Option<Problem>) {
        if self.number == number {
            let is_new = told.is_some();
            *self = Self { busy: false, told, failed, changes: self.changes + 1, is_new, number };
        }
    }

    /// No question; what is under way is late.
    pub fn clear(&mut self) {
        *self = Self { changes: self.changes + 1, number: self.number + 1, ..Self::default() };
    }
}

/// Everything that is tried out.
#[derive(Clone, Debug, Default)]
pub struct Tries {
    /// The form of one page.
    pub trial: Trial,
    /// The address was missing when it was to be tried.
    pub is_missing: bool,
    /// What was asked last.
    pub asked: Option<Simulate>,
    /// Its answer.
    pub answer: Asked,
    /// The chatflows of the answer that were opened.
    pub opened: Vec<String>,
    /// A link that explains the page.
    pub link: Asked,
    /// The form of a whole site.
    pub site: Site,
    /// What is wrong with it.
    pub site_wrong: Option<Text>,
    /// The answer about the site.
    pub coverage: Asked,
    /// Which rows of it are looked at.
    pub filter: Filter,
    /// The first of them on the screen.
    pub first: usize,
}

impl Tries {
    /// Turns to what is saved, or to somebody's unsaved edit. The form stays, answers do not.
    pub fn turn_to(&mut self, of: Option<ChatflowId>) {
        if self.trial.of != of {
            self.trial.of = of;
            self.forget_answers();
        }
    }

    /// Forgets everything: somebody else may sit here next.
    pub fn forget(&mut self) {
        (self.trial, self.site) = (Trial::default(), Site::default());
        self.forget_answers();
    }

    fn forget_answers(&mut self) {
        (self.is_missing, self.site_wrong, self.asked) = (false, None, None);
        self.opened.clear();
        (self.filter, self.first) = (Filter::Every, 0);
        for asked in [&mut self.answer, &mut self.link, &mut self.coverage] {
            asked.clear();
        }
    }
}

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
    fn a_late_answer_changes_nothing() {
        let told = |n: u64| Some(Arc::new(Value::from(n)));
        let mut asked = Asked::default();
        let (first, second) = (asked.ask(), asked.ask());
        asked.answered(first, told(1), None);
        assert!(asked.busy && asked.told.is_none());
        asked.answered(second, None, Some(Problem::NoAnswer));
        assert_eq!((asked.busy, &asked.failed, asked.changes), (false, &Some(Problem::NoAnswer), 1));
        let third = asked.ask();
        asked.clear();
        asked.answered(third, told(3), None);
        assert!(!asked.busy && asked.told.is_none() && asked.failed.is_none());
    }

    #[test]
    fn another_edit_keeps_the_form_and_forgets_the_answers() {
        let mut tries = Tries::default();
        tries.trial.url = "kiln.example".into();
        tries.opened.push("tea".into());
        tries.turn_to(None);
        assert_eq!(tries.opened, ["tea"]);
        tries.turn_to(ChatflowId::parse("tea").ok());
        assert_eq!((tries.trial.url.as_str(), tries.opened.len()), ("kiln.example", 0));
        tries.forget();
        assert_eq!(tries.trial, Trial::default());
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
