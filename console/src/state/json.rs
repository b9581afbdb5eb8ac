//! Reading JSON.
//!
//! By way of a tree, and without a word about what is wrong: the code that reads text is there once instead of once
//! for every kind of answer, and nothing formats errors that nobody is shown. Both together are a tenth of the
//! console. What cannot be read was not written by us.

use std::fmt;
use std::slice;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

/// What a text says; `None` if it says something else.
#[must_use]
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let tree: Value = serde_json::from_str(text).ok()?;
    T::deserialize(Tree(tree)).ok()
}

/// A text does not say what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

struct Tree(Value);

type Read<T> = Result<T, Unreadable>;

/// Each kind goes straight to what it may be, so that no visitor is asked about the others.
macro_rules! numbers {
    ($($read:ident)*) => {
        $(fn $read<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            number(&self.0, visitor)
        })*
    };
}

macro_rules! texts {
    ($($read:ident)*) => {
        $(fn $read<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
            match self.0 {
                Value::String(text) => visitor.visit_string(text),
                _ => Err(Unreadable),
            }
        })*
    };
}

fn number<'de, V: Visitor<'de>>(value: &Value, visitor: V) -> Read<V::Value> {
    if let Some(number) = value.as_u64() {
        visitor.visit_u64(number)
    } else if let Some(number) = value.as_i64() {
        visitor.visit_i64(number)
    } else if let Some(number) = value.as_f64() {
        visitor.visit_f64(number)
    } else {
        Err(Unreadable)
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(_) => number(&self.0, visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        self.0.as_bool().ok_or(Unreadable).and_then(|flag| visitor.visit_bool(flag))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<V::Value> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        match self.0 {
            Value::Object(fields) => visitor.visit_seq(InOrder { fields, names: names.iter() }),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_enum(Variant::of(self.0, name)?)
    }

    /// See `protocol::frame`: enums with a tag are asked for by the tag's name.
    fn is_human_readable(&self) -> bool {
        false
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
        deserialize_u64 deserialize_f32 deserialize_f64
    }

    texts! { deserialize_str deserialize_string deserialize_identifier }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        self.0.next().map(|item| seed.deserialize(Tree(item))).transpose()
    }
}

struct Fields {
    left: serde_json::map::IntoIter,
    value: Option<Value>,
}

impl Fields {
    fn of(fields: Map<String, Value>) -> Self {
        Self { left: fields.into_iter(), value: None }
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Read<Option<K::Value>> {
        let Some((key, value)) = self.left.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Tree(Value::String(key))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Read<V::Value> {
        seed.deserialize(Tree(self.value.take().ok_or(Unreadable)?))
    }
}

/// The fields of a structure as it is written in Rust, one after the other, wherever they stand in the text: what would
/// tell them by their names is there for every structure again.
struct InOrder {
    fields: Map<String, Value>,
    names: slice::Iter<'static, &'static str>,
}

impl InOrder {
    /// What the next field says; nothing where it is not there.
    fn step(&mut self) -> Option<Value> {
        let name = self.names.next()?;
        self.fields.get_mut(*name).map(Value::take)
    }
}

impl<'de> SeqAccess<'de> for InOrder {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        let said = self.step();
        let is_there = said.is_some();
        match seed.deserialize(Tree(said.unwrap_or_default())) {
            Ok(value) => Ok(Some(value)),
            Err(Unreadable) if is_there => Err(Unreadable),
            // Not there, and nothing that may be nothing: serde says what it is then, or that it is missing.
            Err(Unreadable) => Ok(None),
        }
    }
}

/// A variant of an enum: its name, and the fields beside it where it is the tag of an object.
struct Variant {
    name: String,
    fields: Map<String, Value>,
}

impl Variant {
    /// Types are written large and tags small.
    fn of(value: Value, name: &'static str) -> Read<Self> {
        match value {
            Value::String(name_of_variant) if !is_tag(name) => {
                Ok(Self { name: name_of_variant, fields: Map::new() })
            }
            Value::Object(mut fields) if is_tag(name) => match fields.get_mut(name).map(Value::take) {
                Some(Value::String(name)) => Ok(Self { name, fields }),
                _ => Err(Unreadable),
            },
            _ => Err(Unreadable),
        }
    }
}

fn is_tag(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Beside;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Read<(V::Value, Beside)> {
        seed.deserialize(Tree(Value::String(self.name))).map(|variant| (variant, Beside(self.fields)))
    }
}

/// What stands beside a tag.
struct Beside(Map<String, Value>);

impl<'de> VariantAccess<'de> for Beside {
    type Error = Unreadable;

    fn unit_variant(self) -> Read<()> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Read<T::Value> {
        seed.deserialize(Tree(Value::Object(self.0)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Read<V::Value> {
        Err(Unreadable)
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Read<V::Value> {
        visitor.visit_seq(InOrder { fields: self.0, names: names.iter() })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use protocol::account::Chatflow;
    use protocol::frame::ServerFrame;
    use protocol::rest::{ChatflowDetail, Details, Failure, Me, Rows, Settings};

    use super::*;

    /// What serde_json reads, this reads the same; what it refuses, this refuses.
    #[track_caller]
    fn same<T: DeserializeOwned + fmt::Debug>(text: &str) {
        let theirs = serde_json::from_str::<T>(text).ok();
        assert_eq!(format!("{:?}", read::<T>(text)), format!("{theirs:?}"), "{text}");
    }

    #[test]
    fn frames_of_the_golden_file_are_read_alike() {
        for line in include_str!("../../../protocol/testdata/frames.jsonl").lines() {
            same::<ServerFrame>(line);
            // Whatever a line wraps its frame in, the frame is read alike too.
            let Ok(Value::Object(parts)) = serde_json::from_str::<Value>(line) else { continue };
            for part in parts.values() {
                same::<ServerFrame>(&part.to_string());
                if let Some(text) = part.as_str() {
                    same::<ServerFrame>(text);
                }
            }
        }
    }

    #[test]
    fn answers_are_read_alike() {
        let flow = r#"{"id":"a","priority":3,"name":"A","inbox":"main","include":[{"op":"is","value":"/"},{"op":"new"}],"pop_up":true,
            "heading":{"kind":"agents","agents":["anna"]},"availability":{"mode":"always","reply_minutes":10},"unknown":[1],
            "email_capture":{"when":"unanswered","minutes":5,"message":"m"},"consent":{"mode":"explicit","text":"t"}}"#;
        same::<Chatflow>(flow);
        same::<ChatflowDetail>(&format!(
            r#"{{"chatflow":{flow},"revision":9007199254740991,"findings":[{{"field":"a","code":"b","stops":"saving","message":""}}]}}"#
        ));
        for text in [
            r#"{"name":"A"}"#,
            r#"{"id":"a","name":"A","inbox":"main","pop_up":null}"#,
            r#"{"id":"a","name":"A","inbox":"Not an id"}"#,
            r#"{"id":"a","name":"A","inbox":"main","position":"middle"}"#,
            r#"{"id":"a","name":"A","inbox":"main","position":"start","email_capture":{"when":"never"}}"#,
            r#"{"id":"a","name":"A","inbox":"main","email_capture":{"when":"unanswered","minutes":70000,"message":""}}"#,
            "[]",
            "1.5",
            "",
            "{",
        ] {
            same::<Chatflow>(text);
        }
        same::<Me>(
            r#"{"id":"m","name":"M","email":"e","role":"admin","account":"a","account_name":"A","csrf":"c","inboxes":[{"id":"i","name":"I","members":[]}]}"#,
        );
        same::<Me>(r#"{"role":"owner"}"#);
        same::<Rows>(r#"{"rows":[],"counts":{"all":1,"mine":0,"unassigned":-1}}"#);
        same::<Rows>(r#"{"rows":[],"counts":{"all":1,"mine":0,"unassigned":2},"next":"x"}"#);
        same::<Settings>(
            r#"{"account":"a","name":"A","origins":["o"],"any_loopback_origin":false,"gdpr":true,"lists":[],"people":[],"inboxes":[]}"#,
        );
        same::<Details>(
            r#"{"visitor":"4K2Q","consents":[{"version":1,"mode":"explicit","choice":"agreed","text":"t","language":"de","at":1}]}"#,
        );
        same::<Failure>(r#"{"error":{"code":"c","message":"m","request_id":"r"}}"#);
        same::<BTreeMap<String, u64>>(r#"{"a":1,"b":2}"#);
        same::<Option<bool>>("null");
        same::<Vec<f64>>("[1,-2,0.5]");
        same::<serde_json::Value>(r#"{"a":[null,true,"x"]}"#);
    }
}
