//! Groups of tests under the pen: of one group all tests have to hold, and one group is enough.
//!
//! One form for both that speak so: the criteria of a smart list, and the conditions of a chatflow. A test is a
//! subject, an operator, and up to two texts; which operators a subject has follows from its kind. Knows how both are
//! written, and nothing of who meets them.

use std::fmt::Write as _;

use serde_json::Value;
use targeting::json::{Condition, ConditionOperator};

use super::conditions_words::{Kind, Operand, Subject, operand, operators};
use crate::texts::Text;

/// One test. Two are the same if they stand for the same.
#[derive(Clone, Debug, Default)]
pub struct Test {
    /// Tells the tests of one form apart while they are moved and deleted.
    pub key: u32,
    /// Of what: a property of contacts, or a fact of a page view.
    pub subject: String,
    /// How, by its name on the wire.
    pub op: String,
    /// What it is compared with, as typed: a text, a number, a date in ms, the id of a list, or several a line each.
    pub a: String,
    /// The other end of a span.
    pub b: String,
}

impl PartialEq for Test {
    fn eq(&self, other: &Self) -> bool {
        (&self.subject, &self.op, &self.a, &self.b) == (&other.subject, &other.op, &other.a, &other.b)
    }
}

/// All groups.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    all: Vec<Vec<Test>>,
    next: u32,
}

impl PartialEq for Groups {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl Groups {
    /// The form of a chatflow's conditions.
    #[must_use]
    pub fn of_conditions(conditions: &[Vec<Condition>]) -> Self {
        let test = |condition: &Condition| Test {
            subject: condition.fact.clone(),
            op: condition.op.as_str().to_owned(),
            a: condition.value.clone().unwrap_or_default(),
            ..Test::default()
        };
        Self::of(conditions.iter().map(|group| group.iter().map(test).collect()).collect())
    }

    /// The form of a list's criteria, as they are on the wire.
    #[must_use]
    pub fn of_criteria(criteria: &Value) -> Self {
        Self::of(items(criteria).map(|group| items(group).map(Test::of_criterion).collect()).collect())
    }

    fn of(all: Vec<Vec<Test>>) -> Self {
        let mut groups = Self { all, next: 0 };
        for test in groups.all.iter_mut().flatten() {
            test.key = groups.next;
            groups.next += 1;
        }
        groups
    }

    /// The conditions they stand for.
    #[must_use]
    pub fn conditions(&self) -> Vec<Vec<Condition>> {
        let condition = |test: &Test| Condition {
            fact: test.subject.clone(),
            op: ConditionOperator::from(test.op.clone()),
            value: (operand(&test.op) != Operand::Nothing).then(|| test.a.trim().to_owned()),
        };
        self.all.iter().map(|group| group.iter().map(condition).collect()).collect()
    }

    /// The criteria they stand for, as they go on the wire.
    #[must_use]
    pub fn criteria(&self) -> String {
        let group = |group: &Vec<Test>| list(group.iter().map(Test::criterion));
        list(self.all.iter().map(group))
    }

    /// The key that the next test will have.
    #[must_use]
    pub const fn next_key(&self) -> u32 {
        self.next
    }

    /// The keys of the first tests of all groups: a group is named by its first test.
    pub fn groups(&self) -> impl Iterator<Item = u32> {
        self.all.iter().filter_map(|group| group.first()).map(|test| test.key)
    }

    /// The keys of the tests of the group that begins with this one.
    #[must_use]
    pub fn group(&self, first: u32) -> Vec<u32> {
        self.of_group(first).map_or_else(Vec::new, |(_, group)| group.iter().map(|test| test.key).collect())
    }

    /// The place of a group, from 0, and its tests.
    #[must_use]
    pub fn of_group(&self, first: u32) -> Option<(usize, &[Test])> {
        let at = self.all.iter().position(|group| group.first().is_some_and(|test| test.key == first))?;
        Some((at, &self.all[at]))
    }

    /// All tests, group by group.
    pub fn tests(&self) -> impl Iterator<Item = &Test> {
        self.all.iter().flatten()
    }

    /// A test.
    #[must_use]
    pub fn test(&self, key: u32) -> Option<&Test> {
        self.tests().find(|test| test.key == key)
    }

    /// The key of the test at a place.
    #[must_use]
    pub fn key_at(&self, group: usize, test: usize) -> Option<u32> {
        self.all.get(group)?.get(test).map(|test| test.key)
    }

    /// A test, to write to.
    pub fn test_mut(&mut self, key: u32) -> Option<&mut Test> {
        self.all.iter_mut().flatten().find(|test| test.key == key)
    }

    /// Adds a test of a subject to the group that begins with `first`, or as a group of its own; tells its key.
    pub fn add(&mut self, first: Option<u32>, subject: &Subject) -> u32 {
        let key = self.next;
        self.next += 1;
        let mut test = Test { key, ..Test::default() };
        test.turn_to(&subject.id, subject.kind);
        let at =
            |first| self.all.iter().position(|group| group.first().is_some_and(|test| test.key == first));
        match first.and_then(at) {
            Some(at) => self.all[at].push(test),
            None => self.all.push(vec![test]),
        }
        key
    }

    /// Deletes a test, and with the last one its group; tells which takes its place for the keyboard.
    pub fn delete(&mut self, key: u32) -> Option<u32> {
        let keys: Vec<u32> = self.tests().map(|test| test.key).collect();
        let at = keys.iter().position(|other| *other == key)?;
        for group in &mut self.all {
            group.retain(|test| test.key != key);
        }
        self.all.retain(|group| !group.is_empty());
        keys.get(at + 1).or_else(|| keys.get(at.checked_sub(1)?)).copied()
    }
}

impl Test {
    /// Takes another subject; what can stay stays.
    pub fn turn_to(&mut self, subject: &str, kind: Kind) {
        subject.clone_into(&mut self.subject);
        let can = operators(kind);
        let before = operand(&self.op);
        if can.iter().all(|(op, _)| *op != self.op) {
            can.first().map_or("", |(op, _)| op).clone_into(&mut self.op);
        }
        if operand(&self.op) != before {
            self.a.clear();
            self.b.clear();
        }
    }

    /// A criterion of the wire.
    #[must_use]
    pub fn of_criterion(criterion: &Value) -> Self {
        let test = &criterion["test"];
        let first = ["value", "values", "from", "at", "days", "list"].iter().find_map(|name| test.get(name));
        Self {
            subject: text(&criterion["property"]),
            op: text(&test["op"]),
            a: first.map(text).unwrap_or_default(),
            b: text(&test["to"]),
            ..Self::default()
        }
    }

    fn criterion(&self) -> String {
        let (a, b) = (self.a.trim(), self.b.trim());
        let rest = match operand(&self.op) {
            Operand::Nothing => String::new(),
            Operand::Text => format!(r#","value":{}"#, quoted(a)),
            Operand::Number => format!(r#","value":{a}"#),
            Operand::Numbers | Operand::Dates => format!(r#","from":{a},"to":{b}"#),
            Operand::Date => format!(r#","at":{a}"#),
            Operand::Days => format!(r#","days":{a}"#),
            Operand::List => format!(r#","list":{}"#, quoted(a)),
            Operand::Several => format!(r#","values":{}"#, list(lines(a).map(quoted))),
        };
        format!(r#"{{"property":{},"test":{{"op":{}{rest}}}}}"#, quoted(&self.subject), quoted(&self.op))
    }

    /// What keeps a criterion from being sent, if anything.
    #[must_use]
    pub fn wrong(&self) -> Option<Text> {
        let span = |number: fn(&str) -> bool| number(self.a.trim()) && number(self.b.trim());
        let (is_right, says) = match operand(&self.op) {
            Operand::Nothing => (true, Text::TestEmpty),
            Operand::Text | Operand::List => (!self.a.trim().is_empty(), Text::TestEmpty),
            Operand::Several => (lines(&self.a).next().is_some(), Text::TestEmpty),
            Operand::Number => (is_number(self.a.trim()), Text::TestNumber),
            Operand::Numbers => (span(is_number), Text::TestNumber),
            Operand::Date => (is_number(self.a.trim()), Text::TestDate),
            Operand::Dates => (span(is_number), Text::TestDate),
            Operand::Days => {
                (self.a.trim().parse().is_ok_and(|days| (1..=36_500_u32).contains(&days)), Text::TestDays)
            }
        };
        (!is_right).then_some(says)
    }
}

/// The lines of a text that say something.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// A number as JSON writes them.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && text.len() < 20
        && rest.is_none_or(digits)
}

/// A value of the wire as a person would type it; several a line each.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.to_string(),
            None => {
                let written = number.to_string();
                written.strip_suffix(".0").unwrap_or(&written).to_owned()
            }
        },
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join("\n"),
        Value::Null | Value::Object(_) => String::new(),
    }
}

/// The items of an array; of anything else none.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A text as JSON.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\0'..='\x1f' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
#[path = "conditions_tests.rs"]
mod tests;
