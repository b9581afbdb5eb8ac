//! The neutral JSON form of chatflows and visitors: account file, API and command line all use it.
//!
//! Keys that targeting does not know (texts, options) are passed over, `null` is the same as absent. An operator or an
//! audience that this version does not know is kept by name and fails closed. Knows nothing of compiling.

use alloc::{
    borrow::ToOwned,
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Deserializer, Serialize};

use crate::audience::Visitor;

/// What targeting needs to know of a chatflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Targeting"))]
pub struct Chatflow {
    /// The chatflow's id.
    pub id: String,
    /// Smaller is higher; absent means the position in the account, counted from 1. Ties go by the account's order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// A disabled chatflow is never shown.
    #[serde(default = "enabled", deserialize_with = "enabled_unless_said")]
    pub enabled: bool,
    /// Where it is shown: at least one of these matches. None at all means everywhere.
    #[serde(default, deserialize_with = "null_is_default")]
    pub include: Vec<Rule>,
    /// Where it is never shown, whatever else matches.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<Rule>,
    /// To whom it is shown.
    #[serde(default, deserialize_with = "null_is_default")]
    pub audience: Audience,
    /// Under what circumstances: all conditions of at least one group hold. No group at all means under any (P27).
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Vec<Condition>>,
}

impl Chatflow {
    /// An enabled chatflow for everyone, everywhere.
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            priority: None,
            enabled: true,
            include: Vec::new(),
            exclude: Vec::new(),
            audience: Audience::default(),
            conditions: Vec::new(),
        }
    }
}

/// One condition on the address of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TargetingRule"))]
pub struct Rule {
    /// How it is compared.
    pub op: Operator,
    /// The parameter's name, for [`Operator::Query`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is compared with. For [`Operator::Query`]: absent = present with any value, `""` = present and empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Rule {
    /// A rule on the address.
    pub fn new(op: Operator, value: &str) -> Self {
        Self { op, name: None, value: Some(value.to_owned()) }
    }

    /// A rule on a query parameter; no value means any.
    pub fn query(name: &str, value: Option<&str>) -> Self {
        Self { op: Operator::Query, name: Some(name.to_owned()), value: value.map(ToOwned::to_owned) }
    }
}

/// Whom a chatflow is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Audience {
    /// The kind of audience.
    #[serde(default, deserialize_with = "null_is_default")]
    pub who: Who,
    /// For [`Who::Lists`]: members of any of these.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<String>,
    /// Members of any of these never see the chatflow, whatever `who` says.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub hide_for_lists: Vec<String>,
}

/// One condition on the circumstances of a page view: the device, where the visitor came from, what the page says of
/// them (P27, H52, E5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TargetingCondition"))]
pub struct Condition {
    /// Which fact: `device`, `language`, `referrer`, `country`, `region` (with its country, as `DE-BY`), `visits`,
    /// `page_views`, `utm.source` (`medium`, `campaign`, `term`, `content`), or `attribute.` and a name that the page chooses.
    pub fact: String,
    /// How it is compared.
    pub op: ConditionOperator,
    /// What it is compared with; absent for [`ConditionOperator::IsKnown`] and [`ConditionOperator::IsUnknown`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Condition {
    /// A condition on a fact.
    pub fn new(fact: &str, op: ConditionOperator, value: &str) -> Self {
        Self { fact: fact.to_owned(), op, value: Some(value.to_owned()) }
    }
}

/// What is known of a visitor. The owned form of [`Visitor`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitorFacts {
    /// Whether a contact is tied to the browser.
    #[serde(default, deserialize_with = "null_is_default")]
    pub known: bool,
    /// Ids of the lists the contact is in.
    #[serde(default, deserialize_with = "null_is_default")]
    pub lists: Vec<String>,
    /// The circumstances, by the names that [`Condition::fact`] has. What is not in here is not known.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
}

impl VisitorFacts {
    /// Looks at them as a [`Visitor`], whose circumstances are known: what is not in `facts` is not so.
    pub fn with<T>(&self, look: impl FnOnce(&Visitor<'_>) -> T) -> T {
        let lists: Vec<&str> = self.lists.iter().map(String::as_str).collect();
        let facts: Vec<(&str, &str)> =
            self.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        look(&Visitor { known: self.known, lists: &lists, facts: Some(&facts) })
    }
}

/// Names on the wire that may come from a newer version.
macro_rules! open_names {
    ($(#[$about:meta])* $name:ident, $schema:tt { $($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)? } $unknown:literal) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = $schema, extend("enum" = [$($text),*])))]
        pub enum $name {
            $($(#[$doc])* $variant,)*
            #[doc = $unknown]
            Unknown(String),
        }

        impl $name {
            /// The name on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(name) => name,
                }
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                match name.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(name),
                }
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.as_str().to_string()
            }
        }
    };
}

open_names! {
    /// How a rule compares.
    Operator, "RuleOperator" {
        /// Every page.
        All = "all",
        /// Host and path are equal; query and fragment where the rule writes them.
        Is = "is",
        /// The complement of `is`.
        IsNot = "is_not",
        /// The address contains the text.
        Contains = "contains",
        /// The complement of `contains`.
        NotContains = "not_contains",
        /// The address begins with the text, the scheme aside.
        StartsWith = "starts_with",
        /// The complement of `starts_with`.
        NotStartsWith = "not_starts_with",
        /// The whole address has the form of the text, in which each `*` stands for anything.
        MatchesWildcard = "matches_wildcard",
        /// The regular expression occurs in the address (P29). Only the edge has an engine for it.
        MatchesRegex = "matches_regex",
        /// The query has a parameter of this name, and this value if one is given.
        Query = "query",
    }
    "An operator this version does not know: the rule matches nothing."
}

open_names! {
    /// How a condition compares a fact. Of a fact that is not known, the negative ones and `unknown` are true.
    ConditionOperator, "ConditionOperator" {
        /// Equal. A language is also what it is a kind of: `de-AT` is `de`.
        Is = "is",
        /// The complement of `is`.
        IsNot = "is_not",
        /// Contains the text.
        Contains = "contains",
        /// The complement of `contains`.
        NotContains = "not_contains",
        /// Begins with the text.
        StartsWith = "starts_with",
        /// The complement of `starts_with`.
        NotStartsWith = "not_starts_with",
        /// Both are numbers, and the fact is not the smaller one.
        AtLeast = "at_least",
        /// Both are numbers, and the fact is not the larger one.
        AtMost = "at_most",
        /// The fact is known.
        IsKnown = "known",
        /// The fact is not known.
        IsUnknown = "unknown",
    }
    "An operator this version does not know: the condition never holds."
}

open_names! {
    /// A kind of audience.
    #[derive(Default)]
    Who, "AudienceKind" {
        /// All visitors.
        #[default]
        Everyone = "everyone",
        /// Visitors without a contact.
        Anonymous = "anonymous",
        /// Visitors with a contact.
        Known = "known",
        /// Known contacts in at least one of the chosen lists.
        Lists = "lists",
    }
    "An audience this version does not know: nobody."
}

fn enabled() -> bool {
    true
}

fn enabled_unless_said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(true))
}

fn null_is_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
