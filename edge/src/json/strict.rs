//! From text to a tree: every key once, and no deeper than is allowed.
//!
//! The one place where the edge reads JSON as text. Knows nothing of types.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads a text of at most `most` levels; without a limit, of as many as the parser itself allows (127).
///
/// # Errors
/// Where the text is not JSON, and where it is, but not what we take.
pub(super) fn parse(text: &[u8], most: Option<u32>) -> Result<Value, (serde_json::Error, Option<Refused>)> {
    let refused = Cell::new(None);
    let mut json = serde_json::Deserializer::from_slice(text);
    Strict { depth: 0, most: most.unwrap_or(u32::MAX), refused: &refused }
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value))
        .map_err(|error| (error, refused.take()))
}

/// What is JSON, and refused all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    DuplicateKey,
    Depth,
}

/// Builds a value and notes why it stopped; serde's own errors can only carry text.
#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: u32,
    most: u32,
    refused: &'a Cell<Option<Refused>>,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= self.most {
            self.refused.set(Some(Refused::Depth));
            return Err(E::custom("depth"));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(inner)?;
            if object.insert(key, value).is_some() {
                self.refused.set(Some(Refused::DuplicateKey));
                return Err(serde::de::Error::custom("duplicate"));
            }
        }
        Ok(Value::Object(object))
    }
}
