//! Whether a contact meets criteria, why, and until when that cannot change by itself.
//!
//! Every answer carries the earliest moment at which time alone could turn it. A group that does not hold cannot hold
//! before the last of its failing criteria turns; one that holds cannot fail before the first of them does. For the
//! groups of a list it is the other way round.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use super::{Catalogue, Criteria, Criterion, DAY_MS, DEPTH, Members, Test, Value};
use crate::ids::{ListId, PropertyId};

/// What is known of a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What is known of their properties, built in or made up. What is absent is not known.
    pub values: BTreeMap<PropertyId, Value>,
    /// The static lists they were put on.
    pub lists: BTreeSet<ListId>,
}

/// Whether a contact meets criteria, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ListEvaluation"))]
pub struct Evaluation {
    /// Whether they do.
    pub member: bool,
    /// The groups in their order, each with its criteria in their order.
    pub because: Vec<GroupTrace>,
    /// The next moment (ms) at which time alone could change that; absent: never.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub changes_at: Option<u64>,
}

/// What became of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CriteriaGroupTrace"))]
pub struct GroupTrace {
    /// Whether all of its criteria hold.
    pub holds: bool,
    /// Each of them.
    pub criteria: Vec<Trace>,
}

/// What became of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CriterionTrace"))]
pub struct Trace {
    /// The criterion.
    pub criterion: Criterion,
    /// Whether it holds.
    pub holds: bool,
    /// What is known of the property; of a list, whether the contact is on it. Absent: it is not known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub actual: Option<Value>,
}

/// The lists a contact is on, and until when that cannot change by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memberships {
    /// The lists, static and smart.
    pub lists: BTreeSet<ListId>,
    /// The next moment (ms) at which time alone could change that.
    pub changes_at: Option<u64>,
}

/// Whether somebody of whom these `facts` are known meets `criteria` at `now` (ms).
///
/// A list that is not in the catalogue has no members; a test that does not fit what is known does not hold.
#[must_use]
pub fn evaluate(criteria: &Criteria, facts: &Facts, catalogue: &Catalogue, now: u64) -> Evaluation {
    let mut asked = Asked::new(facts, catalogue, now);
    let mut because = Vec::with_capacity(criteria.0.len());
    for group in &criteria.0 {
        let traces: Vec<Trace> = group
            .iter()
            .map(|criterion| {
                let (answer, actual) = asked.criterion(criterion, 0);
                let actual = actual.map(Cow::into_owned);
                Trace { criterion: criterion.clone(), holds: answer.holds, actual }
            })
            .collect();
        because.push(GroupTrace { holds: asked.group(group, 0).holds, criteria: traces });
    }
    let answer = asked.criteria(criteria, 0);
    Evaluation { member: answer.holds, because, changes_at: answer.at() }
}

/// Whether they do, without the reasons: for asking about many.
#[must_use]
pub fn meets(criteria: &Criteria, facts: &Facts, catalogue: &Catalogue, now: u64) -> bool {
    Asked::new(facts, catalogue, now).criteria(criteria, 0).holds
}

/// The lists that somebody of whom these `facts` are known is on at `now` (ms).
#[must_use]
pub fn memberships(facts: &Facts, catalogue: &Catalogue, now: u64) -> Memberships {
    let mut asked = Asked::new(facts, catalogue, now);
    let mut found = Memberships::default();
    let mut next = NEVER;
    for list in catalogue.lists.keys() {
        let answer = asked.list(list, 0);
        next = next.min(answer.until);
        if answer.holds {
            found.lists.insert(list.clone());
        }
    }
    found.changes_at = Answer { holds: true, until: next }.at();
    found
}

/// Where an answer stays what it is.
const NEVER: i64 = i64::MAX;

/// An answer, and the earliest moment at which time alone could turn it.
#[derive(Clone, Copy)]
struct Answer {
    holds: bool,
    until: i64,
}

impl Answer {
    const fn fixed(holds: bool) -> Self {
        Self { holds, until: NEVER }
    }

    fn at(self) -> Option<u64> {
        // What is due is in the future, and the future is after 1970.
        (self.until != NEVER).then(|| u64::try_from(self.until).unwrap_or(0))
    }

    const fn not(self) -> Self {
        Self { holds: !self.holds, until: self.until }
    }

    /// All of them hold.
    fn all(answers: impl Iterator<Item = Answer>) -> Answer {
        Self::any(answers.map(Answer::not)).not()
    }

    /// One of them holds.
    fn any(answers: impl Iterator<Item = Answer>) -> Answer {
        let mut first_turn = NEVER;
        let mut last_holding = None;
        for answer in answers {
            first_turn = first_turn.min(answer.until);
            if answer.holds {
                last_holding = last_holding.max(Some(answer.until));
            }
        }
        match last_holding {
            Some(until) => Self { holds: true, until },
            None => Self { holds: false, until: first_turn },
        }
    }
}

/// One contact at one moment. What was found of a list is kept: others may name it too.
struct Asked<'a> {
    facts: &'a Facts,
    catalogue: &'a Catalogue,
    now: i64,
    found: BTreeMap<&'a ListId, Answer>,
}

impl<'a> Asked<'a> {
    fn new(facts: &'a Facts, catalogue: &'a Catalogue, now: u64) -> Self {
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        Self { facts, catalogue, now, found: BTreeMap::new() }
    }

    fn criteria(&mut self, criteria: &Criteria, depth: usize) -> Answer {
        Answer::any(criteria.0.iter().map(|group| self.group(group, depth)))
    }

    fn group(&mut self, group: &[Criterion], depth: usize) -> Answer {
        if group.is_empty() {
            return Answer::fixed(false);
        }
        Answer::all(group.iter().map(|criterion| self.criterion(criterion, depth).0))
    }

    fn criterion(&mut self, criterion: &Criterion, depth: usize) -> (Answer, Option<Cow<'a, Value>>) {
        let on = |answer: Answer| Some(Cow::Owned(Value::Flag(answer.holds)));
        match &criterion.test {
            Test::In { list } => {
                let answer = self.list(list, depth);
                (answer, on(answer))
            }
            Test::NotIn { list } => {
                let answer = self.list(list, depth);
                (answer.not(), on(answer))
            }
            test => {
                let actual = self.facts.values.get(&criterion.property);
                (tested(test, actual, self.now), actual.map(Cow::Borrowed))
            }
        }
    }

    fn list(&mut self, list: &ListId, depth: usize) -> Answer {
        let Some((list, members)) = self.catalogue.lists.get_key_value(list) else {
            return Answer::fixed(false);
        };
        if let Some(found) = self.found.get(list) {
            return *found;
        }
        let answer = match members {
            Members::Static => Answer::fixed(self.facts.lists.contains(list)),
            // Deeper than lists may be saved: only a circle leads here, and nobody is on it.
            Members::Smart(_) if depth > DEPTH => return Answer::fixed(false),
            Members::Smart(criteria) => self.criteria(criteria, depth + 1),
        };
        self.found.insert(list, answer);
        answer
    }
}

fn tested(test: &Test, actual: Option<&Value>, now: i64) -> Answer {
    let text = |holds: &dyn Fn(&str) -> bool| match actual {
        Some(Value::Text(text)) => Answer::fixed(holds(&folded(text))),
        _ => Answer::fixed(false),
    };
    let number = match actual {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let compared = |holds: &dyn Fn(super::Number) -> bool| Answer::fixed(number.is_some_and(holds));
    let date = number.and_then(|number| number.whole());
    let fixed_date = |holds: &dyn Fn(i64) -> bool| Answer::fixed(date.is_some_and(holds));
    let within = |span: &dyn Fn(i64) -> (i64, i64)| match date {
        Some(date) => {
            let (from, until) = span(date);
            spanned(now, from, until)
        }
        None => Answer::fixed(false),
    };
    match test {
        Test::Known {} => Answer::fixed(actual.is_some()),
        Test::Unknown {} => Answer::fixed(actual.is_none()),
        Test::Is { value } => text(&|text| text == folded(value)),
        Test::IsNot { value } => text(&|text| text == folded(value)).not(),
        Test::Contains { value } => text(&|text| text.contains(&folded(value))),
        Test::NotContains { value } => text(&|text| text.contains(&folded(value))).not(),
        Test::StartsWith { value } => text(&|text| text.starts_with(&folded(value))),
        Test::EndsWith { value } => text(&|text| text.ends_with(&folded(value))),
        Test::AnyOf { values } => text(&|text| values.iter().any(|value| text == folded(value))),
        Test::NoneOf { values } => text(&|text| values.iter().any(|value| text == folded(value))).not(),
        Test::Equals { value } => compared(&|number| number == *value),
        Test::NotEquals { value } => compared(&|number| number == *value).not(),
        Test::LessThan { value } => compared(&|number| number < *value),
        Test::AtMost { value } => compared(&|number| number <= *value),
        Test::MoreThan { value } => compared(&|number| number > *value),
        Test::AtLeast { value } => compared(&|number| number >= *value),
        Test::Between { from, to } => compared(&|number| *from <= number && number <= *to),
        Test::Before { at } => fixed_date(&|date| date < *at),
        Test::After { at } => fixed_date(&|date| date > *at),
        Test::On { at } => fixed_date(&|date| *at <= date && date < at.saturating_add(DAY_MS)),
        Test::BetweenDates { from, to } => fixed_date(&|date| *from <= date && date <= *to),
        // From the date on, for so many days.
        Test::InTheLast { days } => within(&|date| (date, after(date, *days))),
        // For so many days before the date, and at it.
        Test::InTheNext { days } => within(&|date| (before(date, *days), date.saturating_add(1))),
        Test::MoreThanDaysAgo { days } => within(&|date| (after(date, *days), NEVER)),
        Test::MoreThanDaysAhead { days } => within(&|date| (i64::MIN, before(date, *days))),
        Test::IsTrue {} => Answer::fixed(actual == Some(&Value::Flag(true))),
        Test::IsFalse {} => Answer::fixed(actual == Some(&Value::Flag(false))),
        // Asked of the catalogue, before this.
        Test::In { .. } | Test::NotIn { .. } => Answer::fixed(false),
    }
}

/// Something that holds from `from` on, and not any more at `until`.
fn spanned(now: i64, from: i64, until: i64) -> Answer {
    if now < from {
        Answer { holds: false, until: if from < until { from } else { NEVER } }
    } else if now < until {
        Answer { holds: true, until }
    } else {
        Answer::fixed(false)
    }
}

/// The first moment at which a date is more than so many days ago.
fn after(date: i64, days: u32) -> i64 {
    date.saturating_add(i64::from(days) * DAY_MS).saturating_add(1)
}

/// The first moment at which a date is not more than so many days ahead.
fn before(date: i64, days: u32) -> i64 {
    date.saturating_sub(i64::from(days) * DAY_MS)
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}
