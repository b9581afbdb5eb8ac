//! From the conditions of a chatflow to their records.
//!
//! Knows which facts there are. What it does not know becomes a condition that never holds.

use alloc::vec::Vec;

use crate::{
    condition::{self, Condition, Test},
    json,
};

/// The conditions, those of one group together. An empty group says nothing and is left out.
pub(super) fn records(groups: &[Vec<json::Condition>]) -> Vec<Condition<'_>> {
    let groups = (0_u16..=u16::MAX).zip(groups.iter().filter(|group| !group.is_empty()));
    groups.flat_map(|(number, group)| group.iter().map(move |condition| record(number, condition))).collect()
}

fn record(group: u16, written: &json::Condition) -> Condition<'_> {
    let fact = written.fact.trim();
    let value = written.value.as_deref().unwrap_or_default().trim();
    let known = Test::named(written.op.as_str()).filter(|_| condition::is_fact(fact));
    let needs_value = |test: &Test| !matches!(test, Test::IsKnown | Test::IsUnknown);
    // Without a value every text contains it and begins with it, which nobody means.
    let test = known.filter(|test| !needs_value(test) || !value.is_empty()).unwrap_or(Test::Never);
    Condition { test, flags: condition::flags(fact), group, fact: fact.as_bytes(), value: value.as_bytes() }
}
