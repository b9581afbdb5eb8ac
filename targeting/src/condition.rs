//! Conditions on the circumstances of a page view: device, language, referrer, campaign, visits, what the page says.
//!
//! Knows how one fact is compared with one value. Facts come as texts under their names from whoever can see them; that
//! one may not be able to see them (the edge sees no referrer of the page) is a state of its own, and settles nothing.

mod number;

use core::cmp::Ordering;

pub(crate) use number::compare as compare_numbers;

use crate::{
    book::{RuleBook, place, u16_at},
    compare::{Stands, naively},
};

/// How a fact is compared. The numbers are stored in books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Test {
    /// A fact or an operator that this version does not know: never holds.
    Never,
    Is,
    IsNot,
    Contains,
    NotContains,
    StartsWith,
    NotStartsWith,
    AtLeast,
    AtMost,
    IsKnown,
    IsUnknown,
}

impl Test {
    const EACH: [(Self, &'static str); 11] = [
        (Self::Never, "never"),
        (Self::Is, "is"),
        (Self::IsNot, "is_not"),
        (Self::Contains, "contains"),
        (Self::NotContains, "not_contains"),
        (Self::StartsWith, "starts_with"),
        (Self::NotStartsWith, "not_starts_with"),
        (Self::AtLeast, "at_least"),
        (Self::AtMost, "at_most"),
        (Self::IsKnown, "known"),
        (Self::IsUnknown, "unknown"),
    ];

    fn from_code(code: u8) -> Option<Self> {
        Self::EACH.get(usize::from(code)).map(|(test, _)| *test)
    }

    /// The name in the neutral JSON form.
    pub(crate) fn name(self) -> &'static str {
        Self::EACH.get(self as usize).map_or("never", |(_, name)| name)
    }

    /// The test of that name.
    #[cfg(feature = "compile")]
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::EACH.iter().find(|(test, each)| *test != Self::Never && *each == name).map(|(test, _)| *test)
    }
}

/// What else has to be known to compare; bits that are stored in books.
pub(crate) mod flag {
    /// The fact knows no case: device, language, country.
    pub(crate) const NO_CASE: u8 = 1;
    /// Equal is also what goes on with a hyphen: languages.
    pub(crate) const SUBTAGS: u8 = 2;
    #[cfg(feature = "index")]
    pub(crate) const EACH: u8 = 3;
}

/// Bytes of a stored condition: test, flags, `u16` group, then place and length in the text of fact and value.
pub(crate) const CONDITION: usize = 20;

/// One compiled condition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Condition<'a> {
    pub(crate) test: Test,
    pub(crate) flags: u8,
    /// Those of one group stand together, and all of them have to hold.
    pub(crate) group: u16,
    pub(crate) fact: &'a [u8],
    pub(crate) value: &'a [u8],
}

impl<'a> Condition<'a> {
    /// Whether a stored record can be read.
    #[cfg(feature = "index")]
    pub(crate) fn is_sound(record: &[u8; CONDITION]) -> bool {
        record.first().is_some_and(|&code| Test::from_code(code).is_some())
            && record.get(1).is_some_and(|flags| flags & !flag::EACH == 0)
    }

    #[cfg_attr(not(feature = "index"), inline(never))]
    pub(crate) fn from_record(record: &[u8; CONDITION], book: &RuleBook<'a>) -> Self {
        let [code, flags, ..] = *record;
        let text = |at: usize| book.text(place(record, at), place(record, at + 4));
        Self {
            test: Test::from_code(code).unwrap_or(Test::Never),
            flags,
            group: u16_at(record, 2).unwrap_or_default(),
            fact: text(4),
            value: text(12),
        }
    }

    /// The fact it asks for, if it is known.
    pub(crate) fn actual<'f>(&self, facts: &[(&str, &'f str)]) -> Option<&'f str> {
        for (name, value) in facts {
            if name.as_bytes() == self.fact {
                return Some(value);
            }
        }
        None
    }

    /// Whether it holds.
    #[cfg_attr(not(feature = "index"), inline(never))]
    pub(crate) fn holds(&self, facts: &[(&str, &str)]) -> bool {
        let actual = self.actual(facts).map(str::as_bytes);
        let is_negative =
            matches!(self.test, Test::IsNot | Test::NotContains | Test::NotStartsWith | Test::IsUnknown);
        actual.is_some_and(|actual| self.is_true_of(actual)) != is_negative
    }

    /// Whether it holds for a known fact, were it not negative.
    fn is_true_of(&self, actual: &[u8]) -> bool {
        let goes_on = || self.flags & flag::SUBTAGS != 0 && actual.get(self.value.len()) == Some(&b'-');
        let stands = match self.test {
            Test::Never => return false,
            Test::IsKnown | Test::IsUnknown => return true,
            Test::AtLeast | Test::AtMost => {
                let wrong = if self.test == Test::AtLeast { Ordering::Less } else { Ordering::Greater };
                return compare_numbers(actual, self.value).is_some_and(|order| order != wrong);
            }
            Test::Contains | Test::NotContains => Stands::Anywhere,
            Test::Is | Test::IsNot if !goes_on() => Stands::Whole,
            Test::Is | Test::IsNot | Test::StartsWith | Test::NotStartsWith => Stands::AtStart,
        };
        // Naively: facts are short, and whoever sends them waits for the answer.
        naively(self.value, stands, actual, self.flags & flag::NO_CASE != 0)
    }
}

/// Whether a chatflow's conditions hold: all of one group, groups standing one after the other.
pub(crate) fn hold<'a>(conditions: impl Iterator<Item = Condition<'a>>, facts: &[(&str, &str)]) -> bool {
    let (mut group, mut all_hold) = (None, true);
    for condition in conditions {
        if group.replace(condition.group).is_some_and(|before| before != condition.group) {
            if all_hold {
                return true;
            }
            all_hold = true;
        }
        all_hold = all_hold && condition.holds(facts);
    }
    all_hold
}

/// Facts that know no case.
#[cfg(feature = "compile")]
const NO_CASE: [&str; 3] = ["device", "language", "country"];

/// Facts by their whole names; `attribute.` and a name beside them.
#[cfg(feature = "compile")]
const FACTS: [&str; 10] = [
    "device",
    "language",
    "country",
    "referrer",
    "visits",
    "utm.source",
    "utm.medium",
    "utm.campaign",
    "utm.term",
    "utm.content",
];

/// Whether there is such a fact.
#[cfg(feature = "compile")]
pub(crate) fn is_fact(name: &str) -> bool {
    FACTS.contains(&name) || name.strip_prefix("attribute.").is_some_and(|name| !name.trim().is_empty())
}

/// The flags of conditions on a fact.
#[cfg(feature = "compile")]
pub(crate) fn flags(fact: &str) -> u8 {
    let no_case = if NO_CASE.contains(&fact) { flag::NO_CASE } else { 0 };
    no_case | if fact == "language" { flag::SUBTAGS } else { 0 }
}
