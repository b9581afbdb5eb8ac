//! Conditions on the circumstances of a page view: device, language, referrer, campaign, visits, what the page says.
//!
//! Knows how one fact is compared with one value. Facts come as texts under their names from whoever can see them; that
//! one may not be able to see them (the edge sees no referrer of the page) is a state of its own, and settles nothing.

use crate::book::{place, u16_at};

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
    pub(crate) fn is_sound(record: &[u8]) -> bool {
        record.first().is_some_and(|&code| Test::from_code(code).is_some())
            && record.get(1).is_some_and(|flags| flags & !flag::EACH == 0)
    }

    pub(crate) fn from_record(record: &[u8], text: impl Fn(usize, usize) -> &'a [u8]) -> Self {
        Self {
            test: record.first().and_then(|&code| Test::from_code(code)).unwrap_or(Test::Never),
            flags: record.get(1).copied().unwrap_or_default(),
            group: u16_at(record, 2).unwrap_or_default(),
            fact: text(place(record, 4), place(record, 8)),
            value: text(place(record, 12), place(record, 16)),
        }
    }

    /// The fact it asks for, if it is known.
    pub(crate) fn actual<'f>(&self, facts: &[(&str, &'f str)]) -> Option<&'f str> {
        facts.iter().find(|(name, _)| name.as_bytes() == self.fact).map(|(_, value)| *value)
    }

    /// Whether it holds.
    pub(crate) fn holds(&self, facts: &[(&str, &str)]) -> bool {
        let actual = self.actual(facts);
        match self.test {
            Test::Never => false,
            Test::IsKnown => actual.is_some(),
            Test::IsUnknown => actual.is_none(),
            Test::Is => actual.is_some_and(|actual| self.is(actual.as_bytes())),
            Test::IsNot => !actual.is_some_and(|actual| self.is(actual.as_bytes())),
            Test::Contains => actual.is_some_and(|actual| self.contains(actual.as_bytes())),
            Test::NotContains => !actual.is_some_and(|actual| self.contains(actual.as_bytes())),
            Test::StartsWith => actual.is_some_and(|actual| self.begins(actual.as_bytes())),
            Test::NotStartsWith => !actual.is_some_and(|actual| self.begins(actual.as_bytes())),
            Test::AtLeast | Test::AtMost => {
                let order = actual.and_then(|actual| compare_numbers(actual.as_bytes(), self.value));
                let wrong = if self.test == Test::AtLeast {
                    core::cmp::Ordering::Less
                } else {
                    core::cmp::Ordering::Greater
                };
                order.is_some_and(|order| order != wrong)
            }
        }
    }

    fn is(&self, actual: &[u8]) -> bool {
        let goes_on = || self.flags & flag::SUBTAGS != 0 && actual.get(self.value.len()) == Some(&b'-');
        self.begins(actual) && (actual.len() == self.value.len() || goes_on())
    }

    fn begins(&self, actual: &[u8]) -> bool {
        actual.get(..self.value.len()).is_some_and(|head| self.same(head))
    }

    /// Naively: facts are short, and whoever sends them waits for the answer.
    fn contains(&self, actual: &[u8]) -> bool {
        self.value.is_empty() || actual.windows(self.value.len()).any(|window| self.same(window))
    }

    fn same(&self, actual: &[u8]) -> bool {
        if self.flags & flag::NO_CASE != 0 {
            actual.eq_ignore_ascii_case(self.value)
        } else {
            actual == self.value
        }
    }
}

/// Whether a chatflow's conditions hold: all of one group, groups standing one after the other.
pub(crate) fn hold<'a>(conditions: impl Iterator<Item = Condition<'a>>, facts: &[(&str, &str)]) -> bool {
    let mut current = None;
    let mut all_hold = true;
    for condition in conditions {
        if current != Some(condition.group) {
            if current.is_some() && all_hold {
                return true;
            }
            current = Some(condition.group);
            all_hold = true;
        }
        all_hold = all_hold && condition.holds(facts);
    }
    all_hold
}

/// Compares two decimal numbers as they are written; `None` where one is none. No number is too long.
pub(crate) fn compare_numbers(a: &[u8], b: &[u8]) -> Option<core::cmp::Ordering> {
    let ((a_negative, a), (b_negative, b)) = (number(a)?, number(b)?);
    let magnitude = |(whole, fraction): &Digits<'_>, (other, others): &Digits<'_>| {
        whole.len().cmp(&other.len()).then_with(|| whole.cmp(other)).then_with(|| fraction.cmp(others))
    };
    let zero: Digits<'_> = (&[], &[]);
    Some(match (a_negative && a != zero, b_negative && b != zero) {
        (false, false) => magnitude(&a, &b),
        (true, true) => magnitude(&b, &a),
        (true, false) => core::cmp::Ordering::Less,
        (false, true) => core::cmp::Ordering::Greater,
    })
}

/// Digits before and after the point.
type Digits<'a> = (&'a [u8], &'a [u8]);

/// Sign, digits before the point without leading zeros, digits after it without trailing ones.
fn number(text: &[u8]) -> Option<(bool, Digits<'_>)> {
    let (is_negative, digits) = match text.trim_ascii() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let point = digits.iter().position(|&byte| byte == b'.');
    let (whole, fraction) = match point {
        Some(point) => (digits.get(..point)?, digits.get(point + 1..)?),
        None => (digits, &[][..]),
    };
    let are_digits = |digits: &[u8]| digits.iter().all(u8::is_ascii_digit);
    if whole.is_empty()
        || (point.is_some() && fraction.is_empty())
        || !are_digits(whole)
        || !are_digits(fraction)
    {
        return None;
    }
    let first = whole.iter().position(|&byte| byte != b'0').unwrap_or(whole.len());
    let last = fraction.iter().rposition(|&byte| byte != b'0').map_or(0, |at| at + 1);
    Some((is_negative, (whole.get(first..)?, fraction.get(..last)?)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use core::cmp::Ordering;

    #[test]
    fn numbers_are_compared_as_they_are_written() {
        for (a, b, expected) in [
            ("1", "1", Some(Ordering::Equal)),
            ("2", "10", Some(Ordering::Less)),
            ("10", "9.99", Some(Ordering::Greater)),
            ("007", "7.0", Some(Ordering::Equal)),
            ("-2", "1", Some(Ordering::Less)),
            ("-2", "-10", Some(Ordering::Greater)),
            ("-0", "0", Some(Ordering::Equal)),
            ("1.5", "1.25", Some(Ordering::Greater)),
            ("99999999999999999999999", "99999999999999999999998", Some(Ordering::Greater)),
            (" 3 ", "3", Some(Ordering::Equal)),
            ("", "1", None),
            ("1.", "1", None),
            (".5", "1", None),
            ("1e3", "1", None),
            ("x", "1", None),
        ] {
            assert_eq!(compare_numbers(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
        }
    }
}
