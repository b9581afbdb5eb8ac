//! Lists of contacts: who is on one, until when, and why.
//!
//! A list is *static* (its members are named one by one) or *smart*: everybody who meets its [`Criteria`] at the moment
//! of asking is on it (S36). Criteria are groups of which one has to hold; a group is criteria that all have to hold;
//! a criterion is one [`Test`] of one property of the contact.
//!
//! - What is not known of a contact fails every test but `unknown` and the negative ones (`is_not`, `not_contains`,
//!   `none_of`, `not_equals`, `not_in`), which are the exact complements of their positives.
//! - Texts are compared without regard to case and to white space around them.
//! - Dates are ms since 1970 (UTC). A day is 24 hours from `now`, not a day of somebody's calendar.
//! - Criteria without any group hold for nobody.
//!
//! [`evaluate`] says with its answer when time alone could change it, so that memberships are kept up to date by one
//! alarm. Knows no clock, no storage and no visitors: where the facts of a contact come from is the caller's business.

mod check;
mod evaluate;
mod property;

pub use check::{Refused, Why};
pub use evaluate::{Evaluation, Facts, GroupTrace, Memberships, Trace, evaluate, meets, memberships};
pub use property::{BUILT_IN, Kind, Number, Property, Value, built_in};

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::ids::{ListId, PropertyId};

/// Most groups of a list.
pub const GROUPS: usize = 20;
/// Most criteria of a group.
pub const CRITERIA: usize = 20;
/// Most values of one criterion.
pub const VALUES: usize = 100;
/// Longest text a contact is compared with, and longest value of a property, in code points.
pub const VALUE_CHARS: usize = 200;
/// Most days of a criterion that counts from now: about a hundred years.
pub const DAYS: u32 = 36_500;
/// Most lists one within the other.
pub const DEPTH: usize = 5;
/// Most lists of an account: so many fit into a visitor's token.
pub const LISTS: usize = 200;
/// Most properties that an account makes up.
pub const PROPERTIES: usize = 100;
/// Most options of an enumeration.
pub const OPTIONS: usize = 100;
/// The length of a day, in ms.
pub const DAY_MS: i64 = 24 * 3_600_000;
/// The earliest and the latest date there is, in ms: those that JavaScript has.
pub const DATES: core::ops::RangeInclusive<i64> = -8_640_000_000_000_000..=8_640_000_000_000_000;

/// Who is on a smart list: whoever meets all criteria of one of the groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ListCriteria"))]
pub struct Criteria(pub Vec<Vec<Criterion>>);

/// One test of one property.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ListCriterion"))]
pub struct Criterion {
    /// Of which property; `lists` for the lists that a contact is on.
    pub property: PropertyId,
    /// What has to be so.
    pub test: Test,
}

/// What has to be so of a property. Which tests there are for it, its [`Kind`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "op", rename_all = "snake_case", deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PropertyTest"))]
pub enum Test {
    /// It is known. For every kind but `lists`.
    Known {},
    /// It is not known.
    Unknown {},
    /// The text is this one.
    Is {
        /// The text.
        value: String,
    },
    /// The text is another one, or not known.
    IsNot {
        /// The text.
        value: String,
    },
    /// The text holds this one.
    Contains {
        /// The part.
        value: String,
    },
    /// The text does not hold this one, or is not known.
    NotContains {
        /// The part.
        value: String,
    },
    /// The text starts with this one.
    StartsWith {
        /// The start.
        value: String,
    },
    /// The text ends with this one.
    EndsWith {
        /// The end.
        value: String,
    },
    /// The text, or the option of an enumeration, is one of these.
    AnyOf {
        /// At least one.
        values: Vec<String>,
    },
    /// The text, or the option of an enumeration, is none of these, or not known.
    NoneOf {
        /// At least one.
        values: Vec<String>,
    },
    /// The number is this one.
    Equals {
        /// The number.
        value: Number,
    },
    /// The number is another one, or not known.
    NotEquals {
        /// The number.
        value: Number,
    },
    /// The number is smaller.
    LessThan {
        /// Than this.
        value: Number,
    },
    /// The number is this one or smaller.
    AtMost {
        /// This.
        value: Number,
    },
    /// The number is larger.
    MoreThan {
        /// Than this.
        value: Number,
    },
    /// The number is this one or larger.
    AtLeast {
        /// This.
        value: Number,
    },
    /// The number is one of these two or between them.
    Between {
        /// The smaller one.
        from: Number,
        /// The larger one.
        to: Number,
    },
    /// The date is earlier.
    Before {
        /// In ms.
        at: i64,
    },
    /// The date is later.
    After {
        /// In ms.
        at: i64,
    },
    /// The date is within the 24 hours that begin here.
    On {
        /// In ms: where the day begins, as the one who says it counts days.
        at: i64,
    },
    /// The date is one of these two or between them.
    BetweenDates {
        /// The earlier one, in ms.
        from: i64,
        /// The later one, in ms.
        to: i64,
    },
    /// The date is not later than now, and at most so many days (of 24 hours) ago.
    InTheLast {
        /// 1 to 36,500.
        days: u32,
    },
    /// The date is not earlier than now, and at most so many days (of 24 hours) ahead.
    InTheNext {
        /// 1 to 36,500.
        days: u32,
    },
    /// The date is more than so many days (of 24 hours) ago.
    MoreThanDaysAgo {
        /// 1 to 36,500.
        days: u32,
    },
    /// The date is more than so many days (of 24 hours) ahead.
    MoreThanDaysAhead {
        /// 1 to 36,500.
        days: u32,
    },
    /// The boolean is true.
    IsTrue {},
    /// The boolean is false; what is not known is not.
    IsFalse {},
    /// The contact is on that list. For the property `lists`.
    In {
        /// The list.
        list: ListId,
    },
    /// The contact is not on that list.
    NotIn {
        /// The list.
        list: ListId,
    },
}

/// Where the members of a list come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// They are named one by one.
    Static,
    /// Whoever meets these is one.
    Smart(Criteria),
}

/// What criteria can speak of: the account's own properties and its lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// The properties that the account made up; the [`BUILT_IN`] ones are always there.
    pub properties: BTreeMap<PropertyId, Property>,
    /// The lists.
    pub lists: BTreeMap<ListId, Members>,
}

impl Criteria {
    /// The lists that these criteria name.
    pub fn lists(&self) -> impl Iterator<Item = &ListId> {
        self.0.iter().flatten().filter_map(|criterion| match &criterion.test {
            Test::In { list } | Test::NotIn { list } => Some(list),
            _ => None,
        })
    }

    /// Whether these criteria test that property.
    #[must_use]
    pub fn names(&self, property: &PropertyId) -> bool {
        self.0.iter().flatten().any(|criterion| criterion.property == *property)
    }
}

#[cfg(test)]
mod tests;
