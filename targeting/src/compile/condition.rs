//! From the conditions of a chatflow to their records.
//!
//! Knows which facts there are. What it does not know becomes a condition that never holds.

use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{
    book::Row,
    condition::{self, Test, flag},
    json,
};

/// A condition as it is stored.
#[derive(Clone, Debug)]
pub(super) struct Text {
    test: Test,
    flags: u8,
    /// Fact and value, as `fact=value`.
    text: String,
    /// How long the fact's name is.
    head: usize,
}

impl Text {
    pub(super) fn row(&self) -> Row<'_> {
        let Self { test, flags, ref text, head } = *self;
        Row { text: text.as_bytes(), head, kind: 0, op: test as u8, flags }
    }
}

/// The conditions, those of one group together. An empty group says nothing and is left out.
pub(super) fn texts(groups: &[Vec<json::Condition>]) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    for group in groups.iter().filter(|group| !group.is_empty()) {
        texts.extend(group.iter().map(text));
        if let Some(last) = texts.last_mut() {
            last.flags |= flag::LAST;
        }
    }
    texts
}

fn text(written: &json::Condition) -> Text {
    let fact = written.fact.trim();
    let value = written.value.as_deref().unwrap_or_default().trim();
    let known = Test::named(written.op.as_str()).filter(|_| condition::is_fact(fact));
    let needs_value = |test: &Test| !matches!(test, Test::IsKnown | Test::IsUnknown);
    // Without a value every text contains it and begins with it, which nobody means.
    let test = known.filter(|test| !needs_value(test) || !value.is_empty()).unwrap_or(Test::Never);
    Text { test, flags: condition::flags(fact), text: [fact, "=", value].concat(), head: fact.len() }
}

/// Why a condition is not saved: compiled, it would never hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConditionRefusal {
    /// There is no such fact.
    Fact,
    /// There is no such operator.
    Operator,
    /// Nothing to compare with.
    Value,
    /// A number is needed to compare with.
    Number,
}

impl fmt::Display for ConditionRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fact => "there is no such fact",
            Self::Operator => "there is no such operator",
            Self::Value => "a value is needed to compare with",
            Self::Number => "a number is needed to compare with, such as 3 or 2.5",
        })
    }
}

impl core::error::Error for ConditionRefusal {}

/// Whether a condition may be saved. Compiling takes every condition.
///
/// # Errors
/// One that could never hold is refused, with the reason.
pub fn check_condition(written: &json::Condition) -> Result<(), ConditionRefusal> {
    if !condition::is_fact(written.fact.trim()) {
        return Err(ConditionRefusal::Fact);
    }
    let test = Test::named(written.op.as_str()).ok_or(ConditionRefusal::Operator)?;
    let value = written.value.as_deref().unwrap_or_default().trim();
    match test {
        Test::IsKnown | Test::IsUnknown => Ok(()),
        _ if value.is_empty() => Err(ConditionRefusal::Value),
        Test::AtLeast | Test::AtMost if condition::compare_numbers(value.as_bytes(), b"0").is_none() => {
            Err(ConditionRefusal::Number)
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Condition, ConditionOperator};

    #[test]
    fn what_could_never_hold_is_refused() {
        // P27
        use ConditionRefusal::*;
        for (fact, op, value, expected) in [
            ("device", "is", Some("mobile"), Ok(())),
            ("attribute.plan", "starts_with", Some("pro"), Ok(())),
            ("visits", "at_least", Some("2.5"), Ok(())),
            ("referrer", "known", None, Ok(())),
            ("referrer", "unknown", Some("whatever"), Ok(())),
            ("weather", "is", Some("fine"), Err(Fact)),
            ("attribute. ", "is", Some("x"), Err(Fact)),
            ("device", "sounds_like", Some("x"), Err(Operator)),
            ("device", "is", None, Err(Value)),
            ("device", "is_not", Some(" "), Err(Value)),
            ("visits", "at_most", Some("many"), Err(Number)),
        ] {
            let (fact, value) = (fact.into(), value.map(Into::into));
            let condition =
                Condition { fact, op: ConditionOperator::from(alloc::string::String::from(op)), value };
            assert_eq!(check_condition(&condition), expected, "{condition:?}");
            let groups = [alloc::vec![condition]];
            let never = texts(&groups).first().is_some_and(|it| it.test == Test::Never);
            assert!(!never || expected.is_err(), "what is compiled to never is refused");
        }
    }
}
