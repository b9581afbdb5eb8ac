//! The document holds together: as OpenAPI, and with the types it was made from.

use std::collections::BTreeSet;

use conversation::ids::{AccountId, ClientMessageId, ThreadId, VisitorId};
use protocol::code::Code;
use serde_json::{Value, json};

/// Every object in the document, with its place.
fn visit(place: &str, value: &Value, with: &mut impl FnMut(&str, &serde_json::Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            with(place, fields);
            for (name, field) in fields {
                visit(&format!("{place}/{}", name.replace('~', "~0").replace('/', "~1")), field, with);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(&format!("{place}/{index}"), item, with);
            }
        }
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_reached() {
    let document = api::document();
    let mut reached = BTreeSet::new();
    visit("", &document, &mut |place, fields| {
        if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
            let target = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
            assert!(target.is_some(), "{place}: {reference} leads nowhere");
            reached.insert(reference.to_owned());
        }
    });
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in schemas.keys().filter(|name| *name != "ErrorCode") {
        assert!(reached.contains(&format!("#/components/schemas/{name}")), "{name} is used nowhere");
    }
}

#[test]
fn names_are_unique_and_tell_something() {
    let document = api::document();
    let operations = api::routes::all();
    let ids: BTreeSet<_> = operations.iter().map(|operation| operation.id).collect();
    assert_eq!(ids.len(), operations.len(), "an operationId stands twice");
    // schemars tells two types of one name apart by a number, which tells readers nothing.
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let numbered: Vec<_> =
        schemas.keys().filter(|name| name.ends_with(|c: char| c.is_ascii_digit())).collect();
    assert!(numbered.is_empty(), "types of the same name: {numbered:?}");
    visit("", &document, &mut |place, fields| {
        let text = fields.get("description").and_then(Value::as_str).unwrap_or("-");
        assert!(!text.is_empty() && !text.contains("[`") && !text.contains("::"), "{place}: {text}");
    });
}

#[test]
fn every_operation_can_fail_in_the_documented_way() {
    let document = api::document();
    for operation in api::routes::all() {
        let method = operation.method.as_str().to_ascii_lowercase();
        let described = &document["paths"][operation.path][&method];
        for code in operation.codes() {
            let answer = &described["responses"][code.status().to_string()];
            // The loader for nobody is a comment in JavaScript.
            assert!(answer["description"].is_string(), "{method} {}: {code:?}", operation.path);
        }
        for name in operation.path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            let parameters = described["parameters"].as_array().unwrap();
            assert!(
                parameters.iter().any(|parameter| parameter["name"] == name),
                "{} {name}",
                operation.path
            );
        }
    }
}

#[test]
fn every_code_is_listed_with_its_meaning() {
    let document = api::document();
    let listed = document["components"]["schemas"]["ErrorCode"]["oneOf"].as_array().unwrap();
    assert_eq!(listed.len(), Code::ALL.len());
    assert!(listed.iter().all(|code| code["description"].as_str().is_some_and(|about| !about.is_empty())));
}

/// The patterns in the schemas and the functions that read ids agree.
#[test]
fn ids_look_as_they_are_read() {
    let thread = format!("0-{}", "a".repeat(26));
    let candidates = [
        "",
        "-",
        "-a",
        "a-",
        "a",
        "demo",
        "Demo",
        "a b",
        "a_b",
        "ä",
        "a\n",
        "\na",
        "aaaaaaa",
        "aaaaaaaa",
        "00-a",
        &"a".repeat(40),
        &"a".repeat(41),
        &"a".repeat(26),
        &"7".repeat(26),
        &"1".repeat(26),
        &"A".repeat(26),
        &"a".repeat(64),
        &"a".repeat(65),
        &thread,
        &format!("0{thread}"),
        &format!("+{thread}"),
        &format!("6553{thread}"),
        &format!("{thread}a"),
        "0-",
        "AAAA-zzzz-0123",
    ];
    let document = api::document();
    let validator = |name: &str| jsonschema::validator_for(&document["components"]["schemas"][name]).unwrap();
    type Reads = fn(&str) -> bool;
    let kinds: [(&str, Reads); 4] = [
        ("AccountId", |text| AccountId::parse(text).is_ok()),
        ("VisitorId", |text| VisitorId::parse(text).is_ok()),
        ("ThreadId", |text| ThreadId::parse(text).is_ok()),
        ("ClientMessageId", |text| ClientMessageId::parse(text).is_ok()),
    ];
    for (name, is_read) in kinds {
        let validator = validator(name);
        for text in candidates {
            assert_eq!(validator.is_valid(&json!(text)), is_read(text), "{name}: {text:?}");
        }
    }
    let slugs = ["InboxId", "ChatflowId", "AgentId", "ContactId", "ListId"];
    for name in slugs {
        let pattern = |name: &str| document["components"]["schemas"][name]["pattern"].clone();
        assert_eq!(pattern(name), pattern("AccountId"), "{name}");
    }
}

/// What the golden file pins is what the schemas of the frames describe.
#[test]
fn golden_frames_are_as_described() {
    let document = api::document();
    let frame = |name: &str| {
        let schema =
            json!({"$ref": format!("#/components/schemas/{name}"), "components": document["components"]});
        jsonschema::validator_for(&schema).unwrap()
    };
    let (to_server, to_client) = (frame("ClientFrame"), frame("ServerFrame"));
    for line in include_str!("../../protocol/testdata/frames.jsonl").lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let validator = if line["to"] == "server" { &to_server } else { &to_client };
        let errors: Vec<String> =
            validator.iter_errors(&line["frame"]).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", line["name"]);
    }
    assert!(!to_client.is_valid(&json!({"t": "entry"})));
}

/// The demo account is an account file as `/internal/seed` takes it.
#[test]
fn the_demo_account_is_as_described() {
    let document = api::document();
    let schema = json!({"$ref": "#/components/schemas/Account", "components": document["components"]});
    let account: Value = serde_json::from_str(include_str!("../../www/demo-account.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&account).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
}
