use std::collections::BTreeMap;
use std::fmt;

use protocol::account::Account;
use protocol::frame::{ClientFrame, ServerFrame};
use protocol::rest::SaveChatflow;
use serde::Deserialize;
use serde_json::json;

use super::*;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "they are only read, and printed")]
struct Sample {
    text: String,
    #[serde(default)]
    small: Option<u8>,
    #[serde(default)]
    pair: Option<(u32, String)>,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    named: BTreeMap<String, f64>,
    #[serde(default)]
    letter: Option<char>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "they are only read, and printed")]
enum Kind {
    Alone,
    Of(i64),
    Both(bool, String),
    Parts { at: u64 },
}

/// What serde_json makes of a tree, this makes of it, and refuses what it refuses in its words.
#[track_caller]
fn same<T: DeserializeOwned + fmt::Debug>(value: &Value) {
    let said = |read: Result<T, Error>| read.map_or_else(|error| error.to_string(), |it| format!("{it:?}"));
    let theirs = said(serde_json::from_value(value.clone()));
    assert_eq!(said(from_value(value.clone())), theirs, "{value}");
    assert_eq!(said(from_str(&value.to_string())), theirs, "{value}");
}

#[test]
fn what_serde_json_reads_is_read_alike() {
    for line in include_str!("../../../../protocol/testdata/frames.jsonl").lines() {
        let line: Value = from_str(line).unwrap();
        let frame = line.get("frame").unwrap();
        same::<ServerFrame>(frame);
        same::<ClientFrame>(frame);
    }
    let file: Value = from_str(include_str!("../../../../www/demo-account.json")).unwrap();
    same::<Account>(&file);
    for chatflow in file["chatflows"].as_array().unwrap() {
        same::<SaveChatflow>(&json!({"revision": 1, "chatflow": chatflow}));
    }
    let fields = [
        ("small", json!(255)),
        ("small", Value::Null),
        ("pair", json!([1, "x"])),
        ("kind", json!("alone")),
        ("kind", json!({"alone": null})),
        ("kind", json!({"of": -1})),
        ("kind", json!({"both": [true, "x"]})),
        ("kind", json!({"parts": {"at": 9_007_199_254_740_993_u64}})),
        ("named", json!({"a": 1, "b": -1, "c": 0.5})),
        ("letter", json!("ü")),
    ];
    for (field, value) in fields {
        same::<Sample>(&json!({"text": "x", field: value}));
    }
    same::<Option<()>>(&Value::Null);
    same::<Value>(&json!({"a": [null, true, -1, 0.5, "x", {}]}));
}

#[test]
fn what_serde_json_refuses_is_refused_in_its_words() {
    for wrong in [json!(null), json!(true), json!("x"), json!(1.5), json!({}), json!({"text": 1})] {
        same::<Sample>(&wrong);
        same::<ServerFrame>(&wrong);
        same::<SaveChatflow>(&wrong);
    }
    let fields = [
        ("txet", json!("x")),
        ("small", json!(256)),
        ("small", json!(-1)),
        ("small", json!("1")),
        ("pair", json!([1])),
        ("pair", json!([1, "x", 2])),
        ("pair", json!({"0": 1})),
        ("kind", json!("of")),
        ("kind", json!("none")),
        ("kind", json!(1)),
        ("kind", json!([])),
        ("kind", json!({})),
        ("kind", json!({"alone": 1})),
        ("kind", json!({"alone": null, "of": 1})),
        ("kind", json!({"both": [true]})),
        ("kind", json!({"parts": {}})),
        ("kind", json!("parts")),
        ("named", json!([])),
        ("named", json!({"a": "x"})),
        ("letter", json!("xy")),
    ];
    for (field, value) in fields {
        same::<Sample>(&json!({"text": "x", field: value}));
    }
}

#[test]
fn a_structure_is_no_list_of_its_fields() {
    let error = from_value::<Sample>(json!(["x", 1, null, null, {}, null])).unwrap_err();
    assert!(error.to_string().starts_with("invalid type: sequence, expected struct Sample"), "{error}");
}

#[test]
fn text_that_is_no_json_is_refused() {
    for wrong in ["", "{", "nul", "[1,]", "{\"a\":1}x", "{\"a\":1,\"a\":1}", "\"\\ud800\""] {
        assert!(from_str::<Value>(wrong).is_err(), "{wrong}");
        assert!(from_slice::<Value>(wrong.as_bytes()).is_err(), "{wrong}");
    }
    assert!(from_slice::<Value>(b"\"\xff\"").is_err());
}
