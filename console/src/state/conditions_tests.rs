//! Tests of the form for groups of tests: what it reads is what it writes, and what reads well.

use conversation::list::Criteria;
use serde_json::json;
use targeting::json::Condition;

use super::super::conditions_words::{
    Kind, Subject, because, conditions_in_words, facts, in_words, known, operators,
};
use super::*;
use crate::texts::Language;

fn criterion(test: Value) -> Value {
    json!([[{ "property": "plan", "test": test }]])
}

fn subjects() -> Vec<Subject> {
    let subject = |id: &str, name: &str, kind, options: &[(&str, &str)]| Subject {
        id: id.into(),
        name: name.into(),
        kind,
        options: options.iter().map(|(id, name)| ((*id).into(), (*name).into())).collect(),
    };
    vec![
        subject("plan", "Plan", Kind::Enumeration, &[("pro", "Pro"), ("free", "Free")]),
        subject("lists", "Lists", Kind::Lists, &[("vip", "Regulars")]),
        subject("since", "Customer since", Kind::Date, &[]),
    ]
}

fn day(ms: &str) -> String {
    format!("day {ms}")
}

#[test]
fn every_criterion_is_written_as_it_was_read() {
    // S35 S36
    for test in [
        json!({"op": "known"}),
        json!({"op": "unknown"}),
        json!({"op": "is", "value": "a \"quoted\"\n\u{1}value\\"}),
        json!({"op": "is_not", "value": "ü"}),
        json!({"op": "contains", "value": "x"}),
        json!({"op": "not_contains", "value": "x"}),
        json!({"op": "starts_with", "value": "x"}),
        json!({"op": "ends_with", "value": "x"}),
        json!({"op": "any_of", "values": ["a", "b c"]}),
        json!({"op": "none_of", "values": ["a"]}),
        json!({"op": "equals", "value": 0}),
        json!({"op": "not_equals", "value": -2.5}),
        json!({"op": "less_than", "value": 10}),
        json!({"op": "at_most", "value": 10}),
        json!({"op": "more_than", "value": 10}),
        json!({"op": "at_least", "value": 10}),
        json!({"op": "between", "from": 1, "to": 2.25}),
        json!({"op": "before", "at": 1_790_000_000_000_i64}),
        json!({"op": "after", "at": -86_400_000}),
        json!({"op": "on", "at": 0}),
        json!({"op": "between_dates", "from": 1, "to": 2}),
        json!({"op": "in_the_last", "days": 30}),
        json!({"op": "in_the_next", "days": 1}),
        json!({"op": "more_than_days_ago", "days": 36_500}),
        json!({"op": "more_than_days_ahead", "days": 7}),
        json!({"op": "is_true"}),
        json!({"op": "is_false"}),
        json!({"op": "in", "list": "vip"}),
        json!({"op": "not_in", "list": "vip"}),
    ] {
        let told = criterion(test);
        // What the edge understands is what is meant here.
        serde_json::from_value::<Criteria>(told.clone()).unwrap();
        let groups = Groups::of_criteria(&told);
        assert!(groups.tests().all(|test| test.wrong().is_none()), "{told}");
        let written: Value = serde_json::from_str(&groups.criteria()).unwrap();
        assert_eq!(written, told);
        assert_eq!(groups, Groups::of_criteria(&written));
    }
}

#[test]
fn every_condition_is_written_as_it_was_read() {
    // P27 E4 E5 H52
    for (fact, op, value) in [
        ("device", "is", Some("mobile")),
        ("language", "is_not", Some("de")),
        ("referrer", "contains", Some("news")),
        ("utm.source", "not_starts_with", Some("x")),
        ("visits", "at_least", Some("3")),
        ("country", "known", None),
        ("region", "is", Some("DE-BY")),
        ("page_views", "at_most", Some("2")),
        ("attribute.cart", "at_most", Some("100")),
        ("attribute.plan", "unknown", None),
    ] {
        let told: Vec<Vec<Condition>> =
            serde_json::from_value(json!([[{"fact": fact, "op": op, "value": value}]])).unwrap();
        assert_eq!(Groups::of_conditions(&told).conditions(), told);
    }
}

#[test]
fn the_operators_of_a_kind_are_those_the_edge_has() {
    // H52: of a fact of every kind, and of every operator offered, the edge understands the name.
    for about in facts(Language::English) {
        for (op, _) in operators(about.kind) {
            let known = ConditionOperator::from(op.to_owned());
            assert!(!matches!(known, ConditionOperator::Unknown(_)), "{} {op}", about.id);
        }
    }
    for kind in [Kind::Text, Kind::Number, Kind::Date, Kind::Boolean, Kind::Enumeration, Kind::Lists] {
        for (op, _) in operators(kind) {
            let test = Test { subject: "x".into(), op: op.into(), a: "1".into(), b: "2".into(), key: 0 };
            serde_json::from_str::<Criteria>(&format!("[[{}]]", test.criterion())).unwrap();
        }
    }
}

#[test]
fn groups_are_made_and_go_with_their_last_test() {
    // E4
    let all = subjects();
    let mut groups = Groups::default();
    let a = groups.add(None, &all[0]);
    let b = groups.add(Some(a), &all[1]);
    let c = groups.add(None, &all[2]);
    assert_eq!(groups.groups().collect::<Vec<_>>(), [a, c]);
    assert_eq!(groups.group(a), [a, b]);
    assert_eq!(groups.key_at(1, 0), Some(c));
    assert_eq!(groups.delete(a), Some(b), "what follows takes its place");
    assert_eq!(groups.groups().collect::<Vec<_>>(), [b, c]);
    assert_eq!(groups.delete(c), Some(b), "or what stands before");
    assert_eq!((groups.delete(b), groups.delete(b)), (None, None));
    assert_eq!(groups.criteria(), "[]");
}

#[test]
fn another_subject_keeps_what_it_can() {
    let mut test = Test { op: "is".into(), a: "x".into(), ..Test::default() };
    test.turn_to("referrer", Kind::Words);
    assert_eq!((test.op.as_str(), test.a.as_str()), ("is", "x"));
    test.turn_to("since", Kind::Date);
    assert_eq!((test.op.as_str(), test.a.as_str()), ("in_the_last", ""));
}

#[test]
fn what_is_missing_is_told_before_it_is_sent() {
    for (op, a, b, is_right) in [
        ("is", " ", "", false),
        ("any_of", "\n \n", "", false),
        ("equals", "", "", false),
        ("equals", "1e5", "", false),
        ("equals", "-0.5", "", true),
        ("equals", "01", "", false),
        ("equals", ".5", "", false),
        ("between", "1", "", false),
        ("between", "1", "2", true),
        ("on", "", "", false),
        ("in_the_last", "0", "", false),
        ("in_the_last", "36501", "", false),
        ("in_the_last", "1.5", "", false),
        ("in_the_last", "30", "", true),
        ("in", "", "", false),
        ("known", "", "", true),
    ] {
        let test = Test { op: op.into(), a: a.into(), b: b.into(), ..Test::default() };
        assert_eq!(test.wrong().is_none(), is_right, "{op} {a:?} {b:?}");
    }
}

#[test]
fn tests_read_as_words() {
    // S35
    let all = subjects();
    for (property, test, expected) in [
        ("plan", json!({"op": "any_of", "values": ["pro", "gone"]}), "Plan is one of Pro, gone"),
        ("lists", json!({"op": "in", "list": "vip"}), "Lists include Regulars"),
        (
            "since",
            json!({"op": "between_dates", "from": 1, "to": 2}),
            "Customer since is between day 1 and day 2",
        ),
        ("since", json!({"op": "in_the_last", "days": 30}), "Customer since is in the last 30 days"),
        ("since", json!({"op": "unknown"}), "Customer since is not known"),
        ("gone", json!({"op": "is", "value": "<b>"}), "gone is <b>"),
        ("gone", json!({"op": "of_tomorrow", "value": "x"}), "gone of_tomorrow x"),
    ] {
        let test = Test::of_criterion(&json!({"property": property, "test": test}));
        assert_eq!(in_words(&test, &all, Language::English, &day), expected);
    }
}

#[test]
fn conditions_read_as_words() {
    // P27 E4 E5
    let told = json!([
        [{"fact": "device", "op": "is", "value": "mobile"}, {"fact": "attribute.cart", "op": "at_least", "value": "100"}],
        [{"fact": "utm.source", "op": "known"}],
    ]);
    let told: Vec<Vec<Condition>> = serde_json::from_value(told).unwrap();
    assert_eq!(
        conditions_in_words(&told, Language::English),
        ["Where Device is Phone and Attribute cart is at least 100", "or where utm_source is known"]
    );
}

#[test]
fn the_reason_is_the_group_that_holds() {
    // S36
    let trace = |op: &str, holds: bool| json!({"criterion": {"property": "plan", "test": {"op": op}}, "holds": holds});
    let evaluation = json!({"member": true, "because": [
        {"holds": false, "criteria": [trace("unknown", false)]},
        {"holds": true, "criteria": [trace("known", true)]},
    ]});
    let said = because(&evaluation, &subjects(), Language::English, &day);
    assert_eq!(said, [(true, "Plan is known".to_owned())]);
    let said = because(&json!({"because": []}), &subjects(), Language::English, &day);
    assert!(said.is_empty(), "a static list has no reason");
}

#[test]
fn what_is_known_reads_well() {
    let all = subjects();
    for (about, value, expected) in [
        (&all[0], json!("pro"), "Pro"),
        (&all[2], json!(5), "day 5"),
        (&Subject { kind: Kind::Boolean, ..all[0].clone() }, json!(false), "No"),
        (&Subject { kind: Kind::Boolean, ..all[0].clone() }, Value::Null, ""),
        (&Subject { kind: Kind::Number, ..all[0].clone() }, json!(2.5), "2.5"),
    ] {
        assert_eq!(known(&value, about, Language::English, &day), expected, "{value}");
    }
}
