//! Reading a filter, so that what is wrong with it is told by name.
//!
//! Messages begin with ``filter `field`:``, which the edge turns into a refusal of that field.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::Filter;

/// How a refusal of a filter begins; the field and a closing back quote follow.
pub const REFUSED: &str = "filter `";

const FIELDS: &str = "all, any, not, status, channel, assignee, priority, opened, updated, contact, chatflow, label, text, from";

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OneField)
    }
}

struct OneField;

impl<'de> Visitor<'de> for OneField {
    type Value = Filter;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with one of {FIELDS}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Filter, A::Error> {
        let Some(field) = map.next_key::<String>()? else {
            return Err(A::Error::custom(format!("{REFUSED}`: one of {FIELDS}")));
        };
        let filter = match field.as_str() {
            "all" => Filter::All(map.next_value()?),
            "any" => Filter::Any(map.next_value()?),
            "not" => Filter::Not(Box::new(map.next_value()?)),
            "status" => Filter::Status(value(&mut map, &field)?),
            "channel" => Filter::Channel(value(&mut map, &field)?),
            "assignee" => Filter::Assignee(value(&mut map, &field)?),
            "priority" => Filter::Priority(value(&mut map, &field)?),
            "opened" => Filter::Opened(value(&mut map, &field)?),
            "updated" => Filter::Updated(value(&mut map, &field)?),
            "contact" => Filter::Contact(value(&mut map, &field)?),
            "chatflow" => Filter::Chatflow(value(&mut map, &field)?),
            "label" => Filter::Label(value(&mut map, &field)?),
            "text" => Filter::Text(value(&mut map, &field)?),
            "from" => Filter::From(value(&mut map, &field)?),
            other => return Err(refused(other, &format!("one of {FIELDS}"))),
        };
        match map.next_key::<String>()? {
            None => Ok(filter),
            Some(second) => Err(refused(&second, &"one test an object; join them with all or any")),
        }
    }
}

/// A test's value; whatever is wrong with it is this field's.
fn value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A, field: &str) -> Result<T, A::Error> {
    map.next_value().map_err(|error| refused(field, &error))
}

/// A name that somebody made up may be long, and hold back quotes.
fn refused<E: Error>(field: &str, why: &dyn fmt::Display) -> E {
    let field: String = field.chars().filter(|c| *c != '`').take(40).collect();
    E::custom(format!("{REFUSED}{field}`: {why}"))
}
