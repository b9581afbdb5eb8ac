//! Audiences and conditions that nobody meets.

use serde_json::{Value, json};

use super::{check, flow, with};

#[test]
fn audiences_that_are_nobody() {
    // N5
    let it = |audience: Value| {
        json!([with(flow("it", json!([{"op": "is", "value": "/a"}])), "audience", audience)])
    };
    let nobody = |audience: Value, expected: &str| {
        let found = check(it(audience), &[expected]);
        assert!(found[0].nobody);
        assert_eq!(found[0].witness.as_ref().unwrap().shown, None);
    };
    nobody(json!({"who": "lists"}), "it audience.lists audience_contradictory");
    nobody(
        json!({"who": "lists", "lists": ["a", "b"], "hide_for_lists": ["c", "b", "a"]}),
        "it audience.hide_for_lists audience_contradictory",
    );
    nobody(json!({"who": "martians"}), "it audience.who audience_contradictory");
    check(
        it(json!({"who": "anonymous", "hide_for_lists": ["a"]})),
        &["it audience.hide_for_lists audience_moot"],
    );
    check(
        it(json!({"who": "lists", "lists": ["a", "b"], "hide_for_lists": ["b"]})),
        &["it audience.lists[1] audience_moot"],
    );
    check(it(json!({"who": "known", "hide_for_lists": ["b"]})), &[]);
}

#[test]
fn conditions_that_cannot_hold() {
    // N5 P27
    let it = |conditions: Value| json!([with(flow("it", json!([{"op": "all"}])), "conditions", conditions)]);
    let one = |fact: &str, op: &str, value: &str| json!({"fact": fact, "op": op, "value": value});
    for (a, b) in [
        (one("device", "is", "mobile"), one("device", "is", "Desktop")),
        (one("visits", "at_least", "5"), one("visits", "at_most", "3")),
        (one("visits", "is", "2"), one("visits", "at_least", "3")),
        (one("language", "is", "de"), one("language", "is_not", "de")),
        (one("language", "is", "de-AT"), one("language", "is_not", "de")),
        (one("language", "is", "de"), one("language", "starts_with", "en")),
        (one("referrer", "contains", "google.com"), one("referrer", "not_contains", "google")),
        (one("utm.source", "unknown", ""), one("utm.source", "is", "ads")),
        (one("attribute.plan", "starts_with", "pro"), one("attribute.plan", "is", "free")),
    ] {
        for (a, b) in [(&a, &b), (&b, &a)] {
            let found = check(
                it(json!([[a, b]])),
                &["it conditions[0][1] conditions_contradictory < it conditions[0][0]"],
            );
            assert!(found[0].nobody, "{a} {b}");
        }
        // Another group may hold.
        let found = check(
            it(json!([[], [one("device", "is", "tablet")], [a, b]])),
            &["it conditions[2][1] conditions_contradictory < it conditions[2][0]"],
        );
        assert!(!found[0].nobody);
    }
    for (a, b) in [
        (one("device", "is", "mobile"), one("device", "is", "MOBILE")),
        (one("language", "is", "de"), one("language", "is_not", "de-AT")),
        (one("language", "is", "de"), one("language", "contains", "AT")),
        (one("visits", "at_least", "3"), one("visits", "at_most", "3")),
        (one("referrer", "contains", "a"), one("referrer", "contains", "b")),
        (one("utm.source", "is_not", "a"), one("utm.source", "unknown", "")),
    ] {
        check(it(json!([[a, b]])), &[]);
    }
    for never in [
        one("weather", "is", "fine"),
        one("device", "sounds_like", "mobile"),
        one("device", "is", "phone"),
        one("country", "is", "Germany"),
        one("region", "is", "BY"),
        one("region", "is", "DE-Bavaria"),
        one("region", "is", "DE-"),
        one("page_views", "at_least", "a few"),
        one("visits", "at_least", "many"),
        json!({"fact": "utm.source", "op": "is"}),
    ] {
        let found =
            check(it(json!([[one("country", "is", "DE"), never]])), &["it conditions[0][1] condition_never"]);
        assert!(found[0].nobody, "{never}");
    }
}
