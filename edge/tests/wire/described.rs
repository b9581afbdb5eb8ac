//! What the edge says of itself: every answer that any test gets is held against `/openapi.json`, as the edge serves it.
//!
//! Knows the description as text, like everything here: statuses, content types, codes and the shape of bodies. A field
//! that is not described is a fault too.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, OnceLock, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::http::{self, Answer};

/// The description, read once.
struct Description {
    document: Value,
    /// The schemas of answers, made when they are first needed.
    validators: Mutex<BTreeMap<String, Validator>>,
    /// Operations and the statuses that came so far.
    seen: Mutex<BTreeMap<String, BTreeSet<u16>>>,
}

/// Checks an answer. Knows nothing of requests that a description cannot speak of: methods that a route lacks, and
/// addresses that are none.
#[track_caller]
pub(crate) fn check(port: u16, method: &str, path: &str, answer: &Answer) {
    if answer.status == 400 && answer.header("x-request-id").is_none() {
        // What is no HTTP the platform refuses itself, before the edge sees it.
        return;
    }
    let description = description(port);
    let path = path.split('?').next().unwrap_or(path);
    let method = if method == "HEAD" { "get".to_owned() } else { method.to_ascii_lowercase() };
    let Some(operation) = description.find(&method, path) else {
        assert!([404, 405].contains(&answer.status), "{method} {path} is not described: {answer:?}");
        return;
    };
    let described = &operation["responses"][answer.status.to_string()];
    let id = operation["operationId"].as_str().unwrap_or_default();
    assert!(described.is_object(), "{id}: {} is not described: {}", answer.status, answer.text());
    description.note(id, answer.status);
    let Some(content) = described["content"].as_object().filter(|_| !answer.body.is_empty()) else { return };
    let kind = answer.header("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let known = content.get(kind);
    assert!(known.is_some(), "{id}: {} of type {kind} is not described", answer.status);
    if kind != "application/json" || matches!(id, "description" | "widgetFile") {
        return;
    }
    let wrong =
        description.wrong(&format!("{id} {}", answer.status), &content[kind]["schema"], &answer.json());
    assert!(wrong.is_empty(), "{id} {}: {wrong:?}: {}", answer.status, answer.text());
}

/// The statuses that an operation answered with so far.
pub(crate) fn seen(port: u16, id: &str) -> BTreeSet<u16> {
    let seen = description(port).seen.lock().unwrap_or_else(PoisonError::into_inner);
    seen.get(id).cloned().unwrap_or_default()
}

/// The id of every operation.
pub(crate) fn operations(port: u16) -> Vec<String> {
    let paths = description(port).document["paths"].as_object().expect("there are paths");
    let operations = paths.values().filter_map(Value::as_object).flat_map(|path| path.values());
    operations.filter_map(|operation| operation["operationId"].as_str().map(str::to_owned)).collect()
}

/// The description as it is served.
pub(crate) fn document(port: u16) -> Value {
    http::ask(port, "GET", "/openapi.json", &[], b"").ok()
}

/// An address of this path with ids that are well formed: the inbox is there, everything else is nobody's.
pub(crate) fn example(path: &str) -> String {
    let (thread, random) = (format!("0-{}", "a".repeat(26)), "a".repeat(26));
    let parts = path.split('/').map(|part| match part {
        "{thread}" => thread.as_str(),
        "{inbox}" => "main",
        "{webhook}" | "{token}" | "{secret}" | "{record}" | "{visitor}" => random.as_str(),
        "{invitation}" | "{attachment}" => random.as_str(),
        "{session}" | "{passkey}" | "{handle}" => "0123456789abcdef",
        "{delivery}" | "{transcript}" | "{number}" | "{shard}" => "7",
        _ if part.starts_with('{') => "nobodys",
        _ => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// All products are of the same build, so the first that is asked speaks for all.
fn description(port: u16) -> &'static Description {
    static DESCRIPTION: OnceLock<Description> = OnceLock::new();
    DESCRIPTION.get_or_init(|| {
        let mut document = http::ask(port, "GET", "/openapi.json", &[], b"").ok();
        let schemas = document["components"]["schemas"].as_object_mut().expect("there are schemas");
        let named = schemas.clone();
        schemas.values_mut().for_each(|schema| join(schema, &named));
        schemas.values_mut().for_each(close);
        Description { document, validators: Mutex::default(), seen: Mutex::default() }
    })
}

/// Puts the fields of a type that a variant names beside the variant's own, so that both can be closed as one.
fn join(schema: &mut Value, named: &Map<String, Value>) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(|field| join(field, named));
            if !fields.get("properties").is_some_and(Value::is_object) || !fields.contains_key("$ref") {
                return;
            }
            let name = fields.remove("$ref");
            let name = name.as_ref().and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
            let theirs = &named[name.unwrap_or_default()]["properties"];
            if let (Some(Value::Object(own)), Some(theirs)) =
                (fields.get_mut("properties"), theirs.as_object())
            {
                own.extend(theirs.clone());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| join(item, named)),
        _ => {}
    }
}

/// Lets objects have no fields but those that are described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            if !fields.get("properties").is_some_and(Value::is_object) || !fields.contains_key("type") {
                return;
            }
            // The fields of a variant stand beside those that all variants have.
            if let Some(variants) = fields.get_mut("oneOf").and_then(Value::as_array_mut) {
                for variant in variants.iter_mut().filter_map(Value::as_object_mut) {
                    variant.remove("additionalProperties");
                }
                fields.insert("unevaluatedProperties".to_owned(), json!(false));
            } else {
                fields.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

impl Description {
    /// The operation behind an address. Words win over parameters.
    fn find(&self, method: &str, path: &str) -> Option<&Value> {
        let paths = self.document["paths"].as_object()?;
        let fits = paths.iter().filter(|(template, _)| fits(template, path));
        let (_, operations) = fits.min_by_key(|(template, _)| template.matches('{').count())?;
        operations.get(method)
    }

    fn note(&self, id: &str, status: u16) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.entry(id.to_owned()).or_default().insert(status);
    }

    fn wrong(&self, name: &str, schema: &Value, body: &Value) -> Vec<String> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let validator = validators.entry(name.to_owned()).or_insert_with(|| {
            let schema = json!({"allOf": [schema], "components": self.document["components"]});
            jsonschema::validator_for(&schema).expect("what is described is a schema")
        });
        validator.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

fn fits(template: &str, path: &str) -> bool {
    // Pages of the console may lie deeper than a description can say.
    if let Some(folder) = template.strip_suffix("{page}") {
        return path.starts_with(folder);
    }
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template.zip(path).all(|(template, part)| match template.split_once('{') {
            Some((_, rest)) => {
                let ending = rest.split_once('}').map_or("", |(_, ending)| ending);
                part.ends_with(ending) && part.len() > ending.len()
            }
            None => template == part,
        })
}
