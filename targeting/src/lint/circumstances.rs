//! What conditions say together: which one follows from another, which two cannot hold at once, and circumstances under
//! which a group holds.
//!
//! Knows the operators. Its answers are one-sided: `true` is certain, `false` means "not certain". Knows neither
//! chatflows nor pages.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use crate::condition::{Condition, Test, compare_numbers, flag};

/// Conditions that have to hold together.
pub(super) type Group<'b> = Vec<Condition<'b>>;

/// The groups of a chatflow, in its order. None at all: no conditions.
pub(super) fn groups<'b>(conditions: impl Iterator<Item = Condition<'b>>) -> Vec<Group<'b>> {
    let (mut groups, mut group) = (Vec::new(), Vec::new());
    for condition in conditions {
        group.push(condition);
        if condition.is_last() {
            groups.push(core::mem::take(&mut group));
        }
    }
    groups
}

/// Whether a condition holds for nobody: it cannot be understood, compares with what is no number, or with a device or a
/// place that cannot be.
pub(super) fn never_holds(condition: &Condition<'_>) -> bool {
    match condition.test {
        Test::Never => true,
        Test::AtLeast | Test::AtMost => !is_number(condition.value),
        Test::Is => match condition.fact {
            b"device" => !DEVICES.iter().any(|device| condition.value.eq_ignore_ascii_case(device)),
            b"country" => condition.value.len() != 2 || !condition.value.iter().all(u8::is_ascii_alphabetic),
            b"region" => !is_region(condition.value),
            b"visits" | b"page_views" => !is_number(condition.value),
            _ => false,
        },
        _ => false,
    }
}

const DEVICES: [&[u8]; 3] = [b"desktop", b"tablet", b"mobile"];

/// Whether it is a region as ISO 3166-2 writes it, with its country before it.
fn is_region(text: &[u8]) -> bool {
    let Some((country, [b'-', own @ ..])) = text.split_at_checked(2) else { return false };
    country.iter().all(u8::is_ascii_alphabetic)
        && (1..=3).contains(&own.len())
        && own.iter().all(u8::is_ascii_alphanumeric)
}

fn is_number(text: &[u8]) -> bool {
    compare_numbers(text, b"0").is_some()
}

/// Two conditions of a group that cannot hold together, by their places.
pub(super) fn contradiction(group: &[Condition<'_>]) -> Option<(usize, usize)> {
    let pairs = || (0..group.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    pairs().find(|&(first, second)| match (group.get(first), group.get(second)) {
        (Some(a), Some(b)) => contradict(a, b) || contradict(b, a),
        _ => false,
    })
}

/// Whether a group may hold for somebody, as far as can be said.
pub(super) fn can_hold(group: &[Condition<'_>]) -> bool {
    !group.iter().any(never_holds) && contradiction(group).is_none()
}

fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

/// Whether `condition` certainly holds, or certainly does not, where `given` does. `None`: it depends.
fn settled(given: &Condition<'_>, condition: &Condition<'_>) -> Option<bool> {
    use Test::*;
    if given.fact != condition.fact {
        return None;
    }
    let is_alike = given.test == condition.test && (given.flags ^ condition.flags) & !flag::LAST == 0;
    if is_alike && given.value == condition.value {
        return Some(true);
    }
    let is_positive = !matches!(given.test, Never | IsNot | NotContains | NotStartsWith | IsUnknown);
    match condition.test {
        Never => return Some(false),
        IsKnown if is_positive => return Some(true),
        IsUnknown if is_positive => return Some(false),
        _ => {}
    }
    let fact = text(given.fact);
    let value = text(given.value);
    match given.test {
        IsUnknown => Some(condition.holds(&[])),
        // What the fact is, is known but for its case, which counts for neither.
        Is if given.flags & flag::SUBTAGS == 0 => Some(condition.holds(&[(fact, value)])),
        Is | StartsWith => after(given, condition),
        Contains => match condition.test {
            Contains if holds_in(condition, given) => Some(true),
            NotContains if holds_in(condition, given) => Some(false),
            _ => None,
        },
        AtLeast | AtMost => {
            let order = compare_numbers(given.value, condition.value)?;
            match (given.test, condition.test) {
                (AtLeast, AtLeast) if order.is_ge() => Some(true),
                (AtMost, AtMost) if order.is_le() => Some(true),
                (AtLeast, AtMost) if order.is_gt() => Some(false),
                (AtMost, AtLeast) if order.is_lt() => Some(false),
                _ => None,
            }
        }
        IsNot if condition.test == Is && is_same(given, condition) => Some(false),
        NotContains if condition.test == Contains && holds_in(given, condition) => Some(false),
        NotContains if condition.test == NotContains && holds_in(given, condition) => Some(true),
        NotStartsWith if condition.test == StartsWith && begins(given, condition) => Some(false),
        NotStartsWith if condition.test == NotStartsWith && begins(given, condition) => Some(true),
        _ => None,
    }
}

/// What follows where all that is known is how the fact begins: `is de` also holds for `de-AT`.
fn after(given: &Condition<'_>, condition: &Condition<'_>) -> Option<bool> {
    let (goes_on, differs) =
        (begins(condition, given), !begins(condition, given) && !begins(given, condition));
    match condition.test {
        Test::StartsWith if goes_on => Some(true),
        Test::NotStartsWith if goes_on => Some(false),
        Test::StartsWith | Test::Is if differs => Some(false),
        Test::NotStartsWith | Test::IsNot if differs => Some(true),
        Test::Is if given.test == Test::Is && condition.holds(&[(text(given.fact), text(given.value))]) => {
            Some(true)
        }
        Test::IsNot
            if given.test == Test::Is && !condition.holds(&[(text(given.fact), text(given.value))]) =>
        {
            Some(false)
        }
        Test::Contains if holds_in(condition, given) => Some(true),
        Test::NotContains if holds_in(condition, given) => Some(false),
        _ => None,
    }
}

/// Whether the value of `inner` occurs in that of `outer`.
fn holds_in(inner: &Condition<'_>, outer: &Condition<'_>) -> bool {
    let contains = Condition { test: Test::Contains, ..*inner };
    contains.holds(&[(text(inner.fact), text(outer.value))])
}

/// Whether the value of `whole` begins with that of `head`.
fn begins(head: &Condition<'_>, whole: &Condition<'_>) -> bool {
    let starts = Condition { test: Test::StartsWith, ..*head };
    starts.holds(&[(text(head.fact), text(whole.value))])
}

fn is_same(a: &Condition<'_>, b: &Condition<'_>) -> bool {
    begins(a, b) && begins(b, a)
}

fn contradict(given: &Condition<'_>, condition: &Condition<'_>) -> bool {
    settled(given, condition) == Some(false)
}

/// Whether some condition of `given` says that `condition` holds.
fn follows(given: &[Condition<'_>], condition: &Condition<'_>) -> bool {
    given.iter().any(|given| settled(given, condition) == Some(true))
}

/// Whether, where all of `given` hold, the conditions of a chatflow do.
pub(super) fn implied(given: &[Condition<'_>], groups: &[Group<'_>]) -> bool {
    groups.is_empty() || groups.iter().any(|group| group.iter().all(|condition| follows(given, condition)))
}

/// Circumstances under which a group holds, where they are easily found.
pub(super) fn facts(group: &[Condition<'_>]) -> Option<BTreeMap<String, String>> {
    let mut facts = BTreeMap::new();
    // Which value comes last is what tells: nothing is surer than "is".
    let rank = |test: Test| match test {
        Test::Is => 3,
        Test::AtLeast | Test::AtMost => 2,
        Test::StartsWith | Test::Contains => 1,
        _ => 0,
    };
    let mut ordered: Vec<&Condition<'_>> = group.iter().collect();
    ordered.sort_by_key(|condition| rank(condition.test));
    for condition in ordered {
        let fact = text(condition.fact);
        let value = match condition.test {
            Test::Is | Test::AtLeast | Test::AtMost => text(condition.value).to_string(),
            Test::StartsWith => {
                let so_far: &String = facts.entry(fact.to_string()).or_default();
                alloc::format!("{}{so_far}", text(condition.value))
            }
            Test::Contains => {
                let so_far: &String = facts.entry(fact.to_string()).or_default();
                alloc::format!("{so_far}{}", text(condition.value))
            }
            Test::IsKnown => match fact {
                "device" => "desktop",
                "language" => "en",
                "country" => "DE",
                "region" => "DE-BY",
                "visits" | "page_views" => "1",
                _ => "x",
            }
            .to_string(),
            _ => continue,
        };
        facts.insert(fact.to_string(), value);
    }
    let pairs: Vec<(&str, &str)> =
        facts.iter().map(|(fact, value)| (fact.as_str(), value.as_str())).collect();
    let holds = group.iter().all(|condition| condition.holds(&pairs));
    holds.then_some(facts)
}
