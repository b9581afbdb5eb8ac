//! The schemas of all types, collected while the routes are written down.
//!
//! What a type accepts and what it sends is not always the same: a field with a default may be left out of a request
//! and is always in an answer. Both sides are collected; where a type differs, the requests' side gets a name of its
//! own (`ChatflowInput`). Knows JSON schemas. Does not know routes.

use std::collections::{BTreeMap, BTreeSet};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

use crate::operation::Make;
use crate::plain;

const PLACE: &str = "#/components/schemas/";

/// The schemas seen so far.
pub(crate) struct Types {
    given: SchemaGenerator,
    sent: SchemaGenerator,
}

/// A finished set of schemas.
pub(crate) struct Collected {
    /// By name.
    pub(crate) schemas: Map<String, Value>,
    /// Names of types that accept something else than they send.
    differing: BTreeSet<String>,
}

impl Types {
    pub(crate) fn new() -> Self {
        let mut settings = SchemaSettings::draft2020_12();
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        Self {
            given: settings.clone().for_deserialize().into_generator(),
            sent: settings.for_serialize().into_generator(),
        }
    }

    /// The schema of what may be given.
    pub(crate) fn given(&mut self, make: Make) -> Value {
        make(&mut self.given).into()
    }

    /// The schema of what is sent.
    pub(crate) fn sent(&mut self, make: Make) -> Value {
        make(&mut self.sent).into()
    }

    /// The name under which a type that is sent will be found.
    pub(crate) fn name_of<T: JsonSchema>(&mut self) -> Value {
        self.sent(|generator| generator.subschema_for::<T>())
    }

    /// Puts both sides together.
    pub(crate) fn collect(mut self) -> Collected {
        let given: BTreeMap<String, Value> = self.given.take_definitions(true).into_iter().collect();
        let sent: BTreeMap<String, Value> = self.sent.take_definitions(true).into_iter().collect();
        let differing = differing(&given, &sent);
        let mut collected = Collected { schemas: Map::new(), differing };
        for (name, mut schema) in given {
            collected.rename(&mut schema);
            collected.schemas.insert(collected.given_name(&name), schema);
        }
        collected.schemas.extend(sent);
        for schema in collected.schemas.values_mut() {
            make_plain(schema);
        }
        collected
    }
}

impl Collected {
    /// Makes the references in a request's schema point to the requests' side.
    pub(crate) fn rename(&self, schema: &mut Value) {
        references(schema, &mut |reference| {
            if let Some(name) = reference.strip_prefix(PLACE) {
                *reference = format!("{PLACE}{}", self.given_name(name));
            }
        });
    }

    fn given_name(&self, name: &str) -> String {
        if self.differing.contains(name) { format!("{name}Input") } else { name.to_owned() }
    }
}

/// Types whose two sides differ, by themselves or by what they hold.
fn differing(given: &BTreeMap<String, Value>, sent: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let mut differing: BTreeSet<String> = given
        .iter()
        .filter(|(name, schema)| sent.get(*name).is_some_and(|other| other != *schema))
        .map(|(name, _)| name.clone())
        .collect();
    loop {
        let before = differing.len();
        for (name, schema) in given.iter().filter(|(name, _)| sent.contains_key(*name)) {
            let mut holds_one = false;
            references(&mut schema.clone(), &mut |reference| {
                holds_one |= reference.strip_prefix(PLACE).is_some_and(|held| differing.contains(held));
            });
            if holds_one {
                differing.insert(name.clone());
            }
        }
        if differing.len() == before {
            return differing;
        }
    }
}

fn references(value: &mut Value, with: &mut impl FnMut(&mut String)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if name == "$ref" => with(text),
                    _ => references(field, with),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| references(item, with)),
        _ => {}
    }
}

/// Makes every description fit for everybody.
fn make_plain(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if name == "description" => *text = plain::description(text),
                    _ => make_plain(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_plain),
        _ => {}
    }
}
