//! What can be known of a contact: the kinds of properties, and the values they have.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::ids::PropertyId;

/// What a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PropertyKind"))]
pub enum Kind {
    /// Any text. Tests: `is`, `is_not`, `contains`, `not_contains`, `starts_with`, `ends_with`, `any_of`, `none_of`.
    Text,
    /// A number. Tests: `equals`, `not_equals`, `less_than`, `at_most`, `more_than`, `at_least`, `between`.
    Number,
    /// A moment, in ms since 1970 (UTC). Tests: `before`, `after`, `on`, `between_dates`, `in_the_last`, `in_the_next`,
    /// `more_than_days_ago`, `more_than_days_ahead`.
    Date,
    /// True or false. Tests: `is_true`, `is_false`.
    Boolean,
    /// One of a few options. Tests: `any_of`, `none_of`.
    Enumeration,
    /// The lists somebody is on: built in only. Tests: `in`, `not_in`.
    Lists,
}

/// A property that an account made up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Property {
    /// Its id, as criteria and contacts name it; none of the built-in ones.
    pub id: PropertyId,
    /// Its name.
    pub name: String,
    /// What it holds; every kind but `lists`.
    pub kind: Kind,
    /// What an enumeration can be; empty for every other kind.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub options: Vec<String>,
}

/// The properties that every contact has, and their kinds.
///
/// Of a contact of whom only a typed address is known, `email` and `email-domain` are not: anybody can type any address.
pub const BUILT_IN: [(&str, Kind); 11] = [
    // What they are called.
    ("name", Kind::Text),
    // Their address, where the site's own server vouches for it.
    ("email", Kind::Text),
    // What follows its @.
    ("email-domain", Kind::Text),
    // Whether the site's own server vouches for them.
    ("verified", Kind::Boolean),
    // The id of the agent who looks after them.
    ("owner", Kind::Enumeration),
    // When they became a contact.
    ("created", Kind::Date),
    // When their browser was first and last seen with their identity, to the hour.
    ("first-seen", Kind::Date),
    ("last-seen", Kind::Date),
    // How many threads they opened, and when the last one.
    ("threads", Kind::Number),
    ("last-thread", Kind::Date),
    // The lists they are on.
    ("lists", Kind::Lists),
];

/// The kind of a built-in property.
#[must_use]
pub fn built_in(property: &PropertyId) -> Option<Kind> {
    BUILT_IN.iter().find(|(id, _)| *id == property.as_str()).map(|(_, kind)| *kind)
}

/// What is known of one property of a contact. Dates are numbers (ms), options are texts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(untagged))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PropertyValue"))]
pub enum Value {
    /// Of a boolean.
    Flag(bool),
    /// Of a number; or of a date, in ms.
    Number(Number),
    /// Of a text, or the option of an enumeration.
    Text(String),
}

/// A finite number.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Number(f64);

impl Number {
    /// A number, where it is one and has an end.
    #[must_use]
    pub fn new(number: f64) -> Option<Self> {
        // Zero has two signs and one meaning.
        number.is_finite().then_some(Self(if number == 0.0 { 0.0 } else { number }))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The number, where it is a whole one that a float holds exactly.
    #[must_use]
    pub fn whole(self) -> Option<i64> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let whole = self.0 as i64;
        (self.0.abs() <= EXACT && whole as f64 == self.0).then_some(whole)
    }
}

impl From<i32> for Number {
    fn from(number: i32) -> Self {
        Self(f64::from(number))
    }
}

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self(f64::from(number))
    }
}

impl Number {
    /// A date (ms), which is always exact.
    #[must_use]
    pub fn of_ms(ms: i64) -> Self {
        Self((ms.clamp(*super::DATES.start(), *super::DATES.end())) as f64)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Whole numbers are written as people write them.
        match self.whole() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(self.0),
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Self::new(number).ok_or_else(|| serde::de::Error::custom("not a finite number"))
    }
}
