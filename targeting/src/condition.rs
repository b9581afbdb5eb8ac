//! Conditions on the circumstances of a page view: device, language, place, referrer, campaign, visits, what the page says.
//!
//! Knows how one fact is compared with one value. Facts come as texts under their names from whoever can see them; that
//! one may not be able to see them (the edge sees no referrer of the page) is a state of its own, and settles nothing.

mod number;

use core::cmp::Ordering;

pub(crate) use number::compare as compare_numbers;

use crate::{
    book::{ChatflowRecord, Part, Row},
    compare::{Stretch, shape, step_by_step},
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
    fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Never,
            1 => Self::Is,
            2 => Self::IsNot,
            3 => Self::Contains,
            4 => Self::NotContains,
            5 => Self::StartsWith,
            6 => Self::NotStartsWith,
            7 => Self::AtLeast,
            8 => Self::AtMost,
            9 => Self::IsKnown,
            10 => Self::IsUnknown,
            _ => return None,
        })
    }

    /// The name in the neutral JSON form.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Is => "is",
            Self::IsNot => "is_not",
            Self::Contains => "contains",
            Self::NotContains => "not_contains",
            Self::StartsWith => "starts_with",
            Self::NotStartsWith => "not_starts_with",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::IsKnown => "known",
            Self::IsUnknown => "unknown",
        }
    }

    /// The test of that name.
    #[cfg(feature = "compile")]
    pub(crate) fn named(name: &str) -> Option<Self> {
        (1..).map_while(Self::from_code).find(|test| test.name() == name)
    }
}

/// What else has to be known to compare; bits that are stored in books.
pub(crate) mod flag {
    /// The fact knows no case: device, language, country, region.
    pub(crate) const NO_CASE: u8 = 1;
    /// Equal is also what goes on with a hyphen: languages.
    pub(crate) const SUBTAGS: u8 = 2;
    /// The last one of its group, all of which have to hold.
    pub(crate) const LAST: u8 = 4;
    #[cfg(feature = "index")]
    pub(crate) const EACH: u8 = 7;
}

/// One compiled condition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Condition<'a> {
    pub(crate) test: Test,
    pub(crate) flags: u8,
    pub(crate) fact: &'a [u8],
    pub(crate) value: &'a [u8],
}

impl<'a> Condition<'a> {
    /// Whether what is stored can be read.
    #[cfg(feature = "index")]
    pub(crate) fn is_readable(row: &Row<'_>) -> bool {
        Test::from_code(row.op).is_some()
            && row.flags & !flag::EACH == 0
            && row.text.get(row.head) == Some(&b'=')
            && row.kind == 0
    }

    /// The condition of a row, whose text is `fact=value`.
    #[inline]
    pub(crate) fn of(row: Row<'a>) -> Self {
        Self {
            test: Test::from_code(row.op).unwrap_or(Test::Never),
            flags: row.flags,
            fact: row.text.get(..row.head).unwrap_or_default(),
            value: row.text.get(row.head + 1..).unwrap_or_default(),
        }
    }

    /// Whether another one of its group follows.
    pub(crate) fn is_last(&self) -> bool {
        self.flags & flag::LAST != 0
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
    pub(crate) fn holds(&self, facts: &[(&str, &str)]) -> bool {
        let actual = self.actual(facts).map(str::as_bytes);
        let is_negative =
            matches!(self.test, Test::IsNot | Test::NotContains | Test::NotStartsWith | Test::IsUnknown);
        actual.is_some_and(|actual| self.is_true_of(actual)) != is_negative
    }

    /// Whether it holds for a known fact, were it not negative.
    fn is_true_of(&self, actual: &[u8]) -> bool {
        let shape = match self.test {
            Test::Never => return false,
            Test::IsKnown | Test::IsUnknown => return true,
            Test::AtLeast | Test::AtMost => {
                let wrong = if self.test == Test::AtLeast { Ordering::Less } else { Ordering::Greater };
                return compare_numbers(actual, self.value).is_some_and(|order| order != wrong);
            }
            Test::Contains | Test::NotContains => shape::OPEN_START | shape::OPEN_END,
            Test::StartsWith | Test::NotStartsWith => shape::OPEN_END,
            Test::Is | Test::IsNot if self.flags & flag::SUBTAGS != 0 => shape::ENDS_SUBTAG,
            Test::Is | Test::IsNot => shape::WHOLE,
        };
        let folded = if self.flags & flag::NO_CASE != 0 { usize::MAX } else { 0 };
        let stretch = |text| Stretch { folded, ..Stretch::of(text) };
        // Facts are short, and whoever sends them waits for the answer: no need to be clever.
        step_by_step(&stretch(self.value), shape, &stretch(actual), usize::MAX) == Some(true)
    }
}

/// Whether a chatflow's conditions hold, if it has any: all of one group, groups standing one after the other.
pub(crate) fn hold(chatflow: &ChatflowRecord<'_>, facts: &[(&str, &str)]) -> bool {
    let mut all_hold = true;
    for condition in chatflow.conditions() {
        all_hold = all_hold && condition.holds(facts);
        if condition.is_last() {
            if all_hold {
                return true;
            }
            all_hold = true;
        }
    }
    chatflow.part(Part::Conditions).is_empty()
}

/// Facts that know no case.
#[cfg(feature = "compile")]
const NO_CASE: [&str; 4] = ["device", "language", "country", "region"];

/// Facts by their whole names; `attribute.` and a name beside them.
#[cfg(feature = "compile")]
const FACTS: [&str; 12] = [
    "device",
    "language",
    "country",
    "region",
    "referrer",
    "visits",
    "page_views",
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
