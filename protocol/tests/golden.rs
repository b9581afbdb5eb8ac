//! Golden frames: each line of `testdata/frames.jsonl` is read and written back to the same JSON. A difference
//! here is a change of the protocol. The widget runs the same file against its own codec.

#![cfg(feature = "serde")]

use std::collections::BTreeSet;

use protocol::boot::{Boot, Decision, Show};
use protocol::code::Code;
use protocol::frame::{Body, ClientFrame, ServerFrame};
use serde_json::{Value, json};

fn lines() -> impl Iterator<Item = Value> {
    include_str!("../testdata/frames.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("golden lines are JSON"))
}

#[test]
fn every_golden_frame_is_read_and_written_back() {
    for line in lines() {
        let frame = line["frame"].to_string();
        let written = match line["to"].as_str() {
            Some("server") => serde_json::to_value(ClientFrame::parse(&frame).unwrap()),
            _ => serde_json::to_value(serde_json::from_str::<ServerFrame>(&frame).unwrap()),
        };
        assert_eq!(written.unwrap(), line["frame"], "{}", line["name"]);
    }
}

/// Frames as they were before edge and clients counted them: what a page of last month sends, and is sent.
fn lines_of_before() -> impl Iterator<Item = Value> {
    include_str!("../testdata/frames-v1.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("golden lines are JSON"))
}

#[test]
fn frames_of_before_are_read_and_written_back_to_the_byte() {
    // N-1: an old client's frame means what it meant, and an old client is sent nothing that it was not sent before.
    for line in lines_of_before() {
        let frame = line["frame"].to_string();
        let written = match line["to"].as_str() {
            Some("server") => serde_json::to_value(ClientFrame::parse(&frame).unwrap()),
            _ => serde_json::to_value(serde_json::from_str::<ServerFrame>(&frame).unwrap()),
        };
        assert_eq!(written.unwrap(), line["frame"], "{}", line["name"]);
    }
}

#[test]
fn readers_of_before_find_in_our_frames_what_they_need() {
    // N+1: an old reader knows its tags and, of them, the fields that it always had; everything else it ignores.
    fn needs<'a>(tag: &str, lines: &'a [Value]) -> Vec<(&'a str, &'a Value)> {
        let mut of_tag = lines.iter().filter(|line| line["frame"]["t"] == tag).map(|line| &line["frame"]);
        let first = of_tag.next().and_then(Value::as_object).unwrap();
        let rest: Vec<&Value> = of_tag.collect();
        let always = |key: &str| rest.iter().all(|frame| frame.get(key).is_some());
        first.iter().filter(|(key, _)| always(key)).map(|(key, value)| (key.as_str(), value)).collect()
    }
    let kind = |value: &Value| std::mem::discriminant(value);
    let before: Vec<Value> = lines_of_before().collect();
    let known: BTreeSet<&str> = before.iter().filter_map(|line| line["frame"]["t"].as_str()).collect();
    for line in lines() {
        let tag = line["frame"]["t"].as_str().unwrap();
        let same_side = |other: &Value| other["to"] == line["to"];
        if !known.contains(tag) || !before.iter().any(|old| same_side(old) && old["frame"]["t"] == tag) {
            // Unknown to them: `Unknown`, and nothing happens.
            continue;
        }
        for (key, example) in needs(tag, &before) {
            let found = line["frame"].get(key);
            assert!(found.is_some_and(|found| kind(found) == kind(example)), "{}: {key}", line["name"]);
        }
    }
    let ours: Vec<Value> = lines().collect();
    for line in &before {
        assert!(ours.contains(line), "{} is pinned no longer", line["name"]);
    }
}

#[test]
fn every_frame_has_a_golden_line() {
    let tags: Vec<String> =
        lines().map(|line| line["frame"]["t"].as_str().unwrap_or_default().into()).collect();
    for tag in [
        "hello",
        "post",
        "resume",
        "received",
        "read",
        "typing",
        "end",
        "have",
        "ping",
        "welcome",
        "ack",
        "entry",
        "caught_up",
        "state",
        "row",
        "row_gone",
        "going_away",
        "lagging",
        "abreast",
        "marks",
        "typing",
        "presence",
        "error",
        "pong",
    ] {
        assert!(tags.iter().any(|found| found == tag), "{tag}");
    }
}

#[test]
fn newer_sides_are_understood_as_far_as_they_can_be() {
    let newer = r#"{"t":"humming","thread":"x"}"#;
    assert_eq!(ClientFrame::parse(newer), Ok(ClientFrame::Unknown));
    assert_eq!(serde_json::from_str::<ServerFrame>(newer).unwrap(), ServerFrame::Unknown);
    let more_fields =
        r#"{"t":"resume","thread":"0-aaaaaaaaaaaaaaaaaaaaaaaaaa","after_seq":1,"colour":"red"}"#;
    assert!(matches!(ClientFrame::parse(more_fields), Ok(ClientFrame::Resume { after_seq: 1, .. })));
    let body = r#"{"kind":"sticker","pack":3}"#;
    assert_eq!(serde_json::from_str::<Body>(body).unwrap(), Body::Unknown);
}

#[track_caller]
fn refused(frame: &str, code: Code) {
    assert_eq!(ClientFrame::parse(frame).map_err(|error| error.code), Err(code), "{frame}");
}

#[test]
fn what_is_no_frame_says_what_was_expected() {
    for frame in [
        "",
        "hi",
        "[]",
        "null",
        "{}",
        r#"{"t":1}"#,
        r#"{"t":"hello"}"#,
        r#"{"t":"hello","v":"1"}"#,
        "{\"t\":",
    ] {
        refused(frame, Code::FrameSyntax);
    }
    for seq in ["-1", "1.5", "\"3\"", "1e30", "9007199254740992", "null"] {
        refused(
            &format!(r#"{{"t":"resume","thread":"0-aaaaaaaaaaaaaaaaaaaaaaaaaa","after_seq":{seq}}}"#),
            Code::SeqRange,
        );
    }
    for id in ["1", "\"../x\"", "{}", "\"0-AAAAAAAAAAAAAAAAAAAAAAAAAA\""] {
        refused(&format!(r#"{{"t":"resume","thread":{id},"after_seq":0}}"#), Code::IdFormat);
        refused(&format!(r#"{{"t":"post","client_message_id":{},"text":"x"}}"#, "{}"), Code::IdFormat);
    }
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    refused(&deep, Code::FrameSyntax);
}

#[test]
fn a_refusal_names_the_message_it_is_about() {
    let frame = r#"{"t":"post","client_message_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","thread":5,"text":"x"}"#;
    let error = ClientFrame::parse(frame).unwrap_err();
    assert_eq!(error.reference.as_deref(), Some("aaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

#[test]
fn half_of_a_surrogate_pair_is_no_text_and_says_whose() {
    // row 8
    let frame = r#"{"t":"post","client_message_id":"abcdefgh-1","text":"\ud83d"}"#;
    let error = ClientFrame::parse(frame).unwrap_err();
    assert_eq!((error.code, error.reference.as_deref()), (Code::TextEncoding, Some("abcdefgh-1")));
    refused(r#"{"t":"post","text":"\ud83d"}"#, Code::TextEncoding);
}

#[test]
fn boot_and_decision_keep_their_short_names() {
    let show = json!({
        "c": "pricing", "w": "Hello", "p": true, "s": {"l": true, "p": false}, "n": "Kiln & Kettle",
        "g": ["Anna Keller"], "o": "end", "v": "on", "r": 10,
        "x": {"q": true, "v": 3, "t": "We keep what you write."}, "e": {"a": 0, "m": "Where can we answer?"},
        "l": ["#b5502f", "#ffffff", "#b5502f", "#feece6", "#feece6", "#b34e2d"],
        "m": ["#b5502f", "#ffffff", "#b5502f", "#38231c", "#38231c", "#da7250"], "y": "won"
    });
    let boot = json!({"a": "demo", "e": "https://edge.example", "h": "e40c292c", "f": false, "n": true, "d": show, "b": 3, "i": "p1.0.0.a.-.-"});
    let decision = json!({"d": show, "b": 3, "i": "p1.0.0.a.-.-", "k": "v1.a.b"});
    assert_eq!(serde_json::to_value(serde_json::from_value::<Boot>(boot.clone()).unwrap()).unwrap(), boot);
    assert_eq!(
        serde_json::to_value(serde_json::from_value::<Decision>(decision.clone()).unwrap()).unwrap(),
        decision
    );
    assert!(serde_json::from_value::<Show>(json!({})).is_err());
}
