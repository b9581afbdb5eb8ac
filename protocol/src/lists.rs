//! Bodies of the REST routes about lists, properties and contacts: `/api/lists`, `/api/properties`, `/api/contacts`.
//!
//! Everybody who works in an account sees these; admins change them. What criteria mean is `conversation::list`'s.

use std::collections::BTreeMap;

use conversation::ids::{ContactId, ListId, PropertyId};
use conversation::list::{Criteria, Evaluation, Kind, Property, Refused, Value, Why};
use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::rest::ContactCard;

/// Most contacts that a preview or a search shows.
pub const SHOWN: usize = 20;
/// Most contacts that one request adds to a static list, or takes off it.
pub const AT_ONCE: usize = 500;

/// Answers `GET /api/lists`, and deleting one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lists {
    /// All lists, by name.
    pub lists: Vec<ListInfo>,
}

/// A list among others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListInfo {
    /// Which.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// Whether its members are whoever meets its criteria; else they are named one by one.
    pub smart: bool,
    /// How many contacts are on it.
    pub members: u64,
}

/// Answers `GET /api/lists/{list}`, and every change of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListDetail {
    /// Which.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// Who is on it; absent: it is a static list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
    /// Grows with every change of name or criteria; comes back with the next one.
    pub revision: u64,
    /// How many contacts are on it.
    pub members: u64,
    /// The first of them, by name, at most 20.
    pub contacts: Vec<ContactCard>,
    /// What names this list, and keeps it from being deleted.
    pub used_by: Vec<User>,
}

/// Something that names a list or a property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ListUser"))]
pub struct User {
    /// What it is.
    pub kind: UserKind,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What can name a list or a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ListUserKind"))]
#[serde(rename_all = "snake_case")]
pub enum UserKind {
    /// A chatflow's audience.
    Chatflow,
    /// Another list's criteria.
    List,
    /// The account's settings: whoever is on it comes first (P40).
    Settings,
}

/// `POST /api/lists`: a new list; its id is made from its name. Answers [`ListDetail`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewList {
    /// Its name.
    pub name: String,
    /// Who is on it; absent: nobody yet, members are named one by one. That cannot be changed later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
}

/// `PUT /api/lists/{list}`; answers [`ListDetail`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveList {
    /// The revision it was made from; another one is `list_changed`.
    pub revision: u64,
    /// Its name.
    pub name: String,
    /// Who is on it; of a static list absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
}

/// `POST /api/lists/{list}/members`: names members of a static list; answers [`ListDetail`]. A contact who is on it
/// already, or not on it any more, is no error.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMembers {
    /// Who comes on it; together with those who leave at most 500.
    #[serde(default)]
    pub add: Vec<ContactId>,
    /// Who leaves it.
    #[serde(default)]
    pub remove: Vec<ContactId>,
}

/// `POST /api/lists/preview`: who would be on a list of these criteria; nothing is saved. Answers [`Preview`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewList {
    /// The list that would have them, where it is there already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListId>,
    /// The criteria.
    pub criteria: Criteria,
}

/// Answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    /// How many contacts would be on it.
    pub members: u64,
    /// Of so many.
    pub contacts: u64,
    /// The first of them, by name, at most 20, each with the reason.
    pub shown: Vec<Explained>,
}

/// Answers `GET /api/lists/{list}/contacts/{contact}`: whether a contact is on a list, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explained {
    /// Who.
    pub contact: ContactCard,
    /// Whether they are on it, and why. On a static list there is no reason but that somebody put them there.
    pub evaluation: Evaluation,
}

/// Answers `GET /api/properties` and every change of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Properties {
    /// Those that every contact has.
    pub built_in: Vec<BuiltIn>,
    /// Those that the account made up, by name.
    pub properties: Vec<Property>,
}

/// A property that every contact has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BuiltIn {
    /// Which.
    pub id: PropertyId,
    /// What it holds.
    pub kind: Kind,
}

/// `POST /api/properties`: a new property; its id is made from its name. Answers [`Properties`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewProperty {
    /// Its name.
    pub name: String,
    /// What it holds; every kind but `lists`. That cannot be changed later.
    pub kind: Kind,
    /// What an enumeration can be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

/// `PUT /api/properties/{property}`; answers [`Properties`]. An option that a contact has or a list names cannot be
/// taken away.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveProperty {
    /// Its name.
    pub name: String,
    /// What an enumeration can be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

/// Answers `GET /api/contacts`, for choosing some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contacts {
    /// At most `limit`, by name.
    pub contacts: Vec<ContactCard>,
    /// How many there are of the kind that was asked for.
    pub found: u64,
    /// The cursor of the next page; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<ContactId>,
}

/// Answers `GET /api/contacts/{contact}`, and every change of their properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactDetail {
    /// Who, with the lists they are on.
    pub contact: ContactCard,
    /// What is known of them, as lists see it: built-in properties and the account's own.
    pub properties: BTreeMap<PropertyId, Value>,
}

/// `PUT /api/contacts/{contact}/properties`; answers [`ContactDetail`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetProperties {
    /// What is known now; null: nothing any more. What is absent stays as it is.
    pub properties: BTreeMap<PropertyId, Option<Value>>,
}

/// The code of a refusal.
#[must_use]
pub fn code(refused: &Refused) -> Code {
    match refused.why {
        Why::TooMany => Code::TooMany,
        Why::Empty => Code::TextEmpty,
        Why::TooLong => Code::TextTooLong,
        Why::Range => Code::NumberRange,
        Why::Unknown => Code::ReferenceUnknown,
        Why::Kind => Code::PropertyKind,
        Why::Circle => Code::ListCircle,
        Why::Taken => Code::PropertyTaken,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn criteria_are_written_as_they_are_read() {
        // The form is contract: it stands in account files and in rows that live for years.
        let tests = [
            json!({"op": "known"}),
            json!({"op": "unknown"}),
            json!({"op": "is", "value": "a"}),
            json!({"op": "is_not", "value": "a"}),
            json!({"op": "contains", "value": "a"}),
            json!({"op": "not_contains", "value": "a"}),
            json!({"op": "starts_with", "value": "a"}),
            json!({"op": "ends_with", "value": "a"}),
            json!({"op": "any_of", "values": ["a", "b"]}),
            json!({"op": "none_of", "values": ["a"]}),
            json!({"op": "equals", "value": 5}),
            json!({"op": "not_equals", "value": -5}),
            json!({"op": "less_than", "value": 2.5}),
            json!({"op": "at_most", "value": 0}),
            json!({"op": "more_than", "value": 1e300}),
            json!({"op": "at_least", "value": 9_007_199_254_740_991_u64}),
            json!({"op": "between", "from": 1, "to": 2}),
            json!({"op": "before", "at": 1_795_000_000_000_u64}),
            json!({"op": "after", "at": -1}),
            json!({"op": "on", "at": 0}),
            json!({"op": "between_dates", "from": 0, "to": 1}),
            json!({"op": "in_the_last", "days": 1}),
            json!({"op": "in_the_next", "days": 36_500}),
            json!({"op": "more_than_days_ago", "days": 7}),
            json!({"op": "more_than_days_ahead", "days": 7}),
            json!({"op": "is_true"}),
            json!({"op": "is_false"}),
            json!({"op": "in", "list": "vip"}),
            json!({"op": "not_in", "list": "vip"}),
        ];
        for test in tests {
            let written = json!([[{"property": "plan", "test": test}]]);
            let read: Criteria = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), written);
        }
        let values = json!({"a": true, "b": 2, "c": 0.5, "d": "text"});
        let read: BTreeMap<PropertyId, Value> = serde_json::from_value(values.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), values);
    }

    #[test]
    fn nothing_in_criteria_is_passed_over() {
        for bad in [
            json!({"op": "known", "value": "a"}),
            json!({"op": "is"}),
            json!({"op": "is", "value": "a", "case": true}),
            json!({"op": "is", "value": 1}),
            json!({"op": "almost", "value": "a"}),
            json!({"op": "in_the_last", "days": -1}),
            json!({"op": "before", "at": 0.5}),
            json!({"value": "a"}),
        ] {
            let criterion = json!([[{"property": "plan", "test": bad}]]);
            assert!(serde_json::from_value::<Criteria>(criterion).is_err(), "{bad}");
        }
        let other = json!([[{"property": "plan", "test": {"op": "known"}, "not": true}]]);
        assert!(serde_json::from_value::<Criteria>(other).is_err());
    }
}
