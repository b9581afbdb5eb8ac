//! Changes of chatflows that must not happen: bad bodies, somebody else's change, and who may not.

use serde_json::{Value, json};

use crate::product::Product;
use crate::workshop::Workshop;

#[test]
fn a_bad_chatflow_is_refused_with_its_field_and_changes_nothing() {
    // rows 38, 39, 52, 53, 54
    let shop = Workshop::new("ws-bad");
    let rule = |value: &str| json!([{"op": "is", "value": value}]);
    let before = shop.opens("open");
    for (field, value, status, code, about) in [
        ("color", json!("red;}"), 422, "colour_invalid", "color"),
        ("color", json!("#12"), 422, "colour_invalid", "color"),
        ("color", json!("url(x)"), 422, "colour_invalid", "color"),
        ("consent", json!({"mode": "explicit", "text": " "}), 422, "consent_text_required", "consent.text"),
        ("consent", json!({"mode": "implicit", "text": "x"}), 422, "consent_text_required", "consent.mode"),
        ("consent", json!({"mode": "explicit", "text": "x"}), 422, "gdpr_off", "consent"), // S79
        ("include", rule(""), 422, "rule_value", "include[0].value"),
        ("include", rule("a\u{7}b"), 422, "rule_value", "include[0].value"),
        ("exclude", rule(&"x".repeat(2_049)), 422, "rule_value", "exclude[0].value"),
        ("include", rule("javascript:alert(1)"), 422, "rule_url", "include[0].value"),
        ("include", json!([{"op": "almost", "value": "/"}]), 422, "rule_operator", "include[0].value"),
        ("include", json!([]), 422, "rule_missing", "include"), // S30: it is switched on
        ("name", json!(""), 422, "text_empty", "name"),
        ("name", json!("x".repeat(101)), 413, "text_too_long", "name"),
        ("welcome", json!("x".repeat(2_001)), 413, "text_too_long", "welcome"),
        ("welcome", json!("a\u{0}b"), 400, "text_encoding", "welcome"),
        ("inbox", json!("gone"), 422, "reference_unknown", "inbox"),
        (
            "heading",
            json!({"kind": "agents", "agents": ["gone"]}),
            422,
            "reference_unknown",
            "heading.agents[0]",
        ),
        (
            "audience",
            json!({"who": "lists", "lists": ["gone"]}),
            422,
            "reference_unknown",
            "audience.lists[0]",
        ),
        (
            "availability",
            json!({"mode": "always", "reply_minutes": -1}),
            422,
            "number_range",
            "availability.reply_minutes",
        ),
        ("language", json!("xx"), 422, "reference_unknown", "language"), // H55
        ("look", json!({"label": "x".repeat(25)}), 413, "text_too_long", "look.label"), // H58
        ("look", json!({"offset_side": 201}), 422, "number_range", "look.offset_side"), // E21
        ("look", json!({"offset_bottom": -1}), 422, "number_range", "look.offset_bottom"),
        ("look", json!({"shape": "round"}), 400, "unknown_field", "shape"),
        ("look", json!({"scheme": "sepia"}), 400, "json_type", ""),
        ("welcom", json!("x"), 400, "unknown_field", "welcom"),
        ("pop_up", json!("yes"), 400, "json_type", ""),
    ] {
        let answer = shop.edits("open", |chatflow| chatflow[field] = value.clone());
        assert_eq!(answer.refusal(), (status, code.to_owned()), "{field} {value}");
        assert_eq!(answer.json()["error"]["field"].as_str().unwrap_or_default(), about, "{field} {value}");
    }
    assert_eq!(shop.opens("open"), before);
    // Row 53: a star that is no wildcard is saved, and said.
    let saved = shop.edits("open", |chatflow| chatflow["include"] = rule("/a*b")).ok();
    assert_eq!(saved["findings"][0]["code"], "rule_wildcard_literal");
}

#[test]
fn a_body_is_strict() {
    let shop = Workshop::new("ws-strict");
    for (method, path, body, code) in [
        ("POST", "/api/chatflows", json!({}), "missing_field"),
        ("POST", "/api/chatflows", json!({"name": "A", "id": "a"}), "unknown_field"),
        ("POST", "/api/chatflows", json!({"name": "A", "copy_of": "Not One"}), "id_format"),
        ("POST", "/api/chatflows", json!({"name": "A", "copy_of": "gone"}), "not_found"),
        ("PUT", "/api/chatflows/open", json!({"revision": 1}), "missing_field"),
        ("PUT", "/api/chatflows/open", json!([]), "json_type"),
        ("PUT", "/api/chatflows/Not%20One", json!({}), "id_format"),
        ("PUT", "/api/chatflows/order", json!({"chatflows": "open"}), "json_type"),
        ("PUT", "/api/chatflows/order", json!({"chatflows": []}), "chatflow_changed"),
        ("PUT", "/api/chatflows/order", json!({"chatflows": ["open", "open"]}), "chatflow_changed"),
        ("PUT", "/api/chatflows/order", json!({"chatflows": ["gone"]}), "chatflow_changed"),
        ("POST", "/api/chatflows/check", json!({}), "missing_field"),
        ("GET", "/api/chatflows/order", json!({}), "method_not_allowed"),
        ("POST", "/api/chatflows/open", json!({}), "method_not_allowed"),
    ] {
        assert_eq!(shop.ida.sends(method, path, &body).code(), code, "{method} {path} {body}");
    }
}

#[test]
fn of_two_owners_the_second_is_told_that_the_first_saved() {
    let shop = Workshop::new("ws-two");
    let ole = shop.agent("ole");
    let mut mine = shop.opens("open");
    let mut theirs = ole.gets("/api/chatflows/open").ok();
    mine["chatflow"]["welcome"] = json!("Ida's words.");
    theirs["chatflow"]["welcome"] = json!("Ole's words.");
    let body = json!({"revision": theirs["revision"], "chatflow": theirs["chatflow"]});
    shop.saves("open", &mine).ok();
    let late = ole.sends("PUT", "/api/chatflows/open", &body);
    assert_eq!(late.refusal(), (409, "chatflow_changed".to_owned()));
    assert_eq!(shop.shown("/")["w"], "Ida's words.");
    // Whose answer was lost sends it again, and nothing happens twice.
    assert_eq!(shop.saves("open", &mine).ok()["revision"], 2);
    // Having looked, Ole saves.
    let body = json!({"revision": 2, "chatflow": theirs["chatflow"]});
    ole.sends("PUT", "/api/chatflows/open", &body).ok();
    assert_eq!(shop.shown("/")["w"], "Ole's words.");
}

#[test]
fn agents_see_and_do_not_change() {
    // S15
    let shop = Workshop::new("ws-agent");
    let mia = shop.agent("mia");
    let detail = mia.gets("/api/chatflows/open").ok();
    assert_eq!(mia.gets("/api/chatflows").status, 200);
    let forbidden = (403, "forbidden".to_owned());
    for (method, path, body) in changes(&detail) {
        assert_eq!(mia.sends(method, &path, &body).refusal(), forbidden, "{method} {path}");
    }
    assert_eq!(mia.gets("/api/settings").refusal(), forbidden);
    assert_eq!(shop.opens("open"), detail);
    assert_eq!(shop.order(), ["open"]);
}

#[test]
fn without_proof_nothing_is_changed() {
    // T23
    let shop = Workshop::new("ws-csrf");
    let product = Product::shared();
    let (own, detail) = (product.origin(), shop.opens("open"));
    let ole = shop.agent("ole");
    let json = ("content-type", "application/json");
    for (method, path, body) in changes(&detail) {
        let cookie = ("cookie", shop.ida.cookie.as_str());
        for headers in [
            vec![cookie, json, ("origin", own.as_str())],
            vec![cookie, json, ("origin", own.as_str()), ("x-csrf", ole.csrf.as_str())],
            vec![cookie, json, ("origin", "https://evil.example"), ("x-csrf", shop.ida.csrf.as_str())],
            vec![
                cookie,
                ("content-type", "text/plain"),
                ("origin", own.as_str()),
                ("x-csrf", shop.ida.csrf.as_str()),
            ],
        ] {
            let answer = product.ask(method, &path, &headers, &body.to_string());
            assert_eq!(answer.refusal(), (403, "csrf".to_owned()), "{method} {path} {headers:?}");
        }
        let stranger = product.ask(method, &path, &[json, ("origin", own.as_str())], &body.to_string());
        assert_eq!(stranger.refusal(), (401, "unauthenticated".to_owned()), "{method} {path}");
    }
    assert_eq!(shop.opens("open"), detail);
}

#[test]
fn somebody_elses_chatflow_is_nothing() {
    // T13
    let shop = Workshop::new("ws-mine");
    let neighbour = Workshop::new("ws-theirs");
    let theirs = neighbour.makes("A name of its own");
    let not_found = (404, "not_found".to_owned());
    let detail = neighbour.opens(&theirs);
    let body = json!({"revision": 1, "chatflow": detail["chatflow"]});
    let path = format!("/api/chatflows/{theirs}");
    assert_eq!(shop.ida.gets(&path).refusal(), not_found);
    assert_eq!(shop.ida.sends("PUT", &path, &body).refusal(), not_found);
    assert_eq!(shop.ida.sends("DELETE", &path, &json!({})).refusal(), not_found);
    let switch = shop.ida.sends("PUT", &format!("{path}/enabled"), &json!({"enabled": false}));
    assert_eq!(switch.refusal(), not_found);
    let copy = shop.ida.sends("POST", "/api/chatflows", &json!({"name": "Mine", "copy_of": theirs}));
    assert_eq!(copy.refusal(), not_found);
    assert_eq!(neighbour.opens(&theirs), detail);
}

/// Every way to change chatflows and settings.
fn changes(detail: &Value) -> [(&'static str, String, Value); 7] {
    let mut chatflow = detail["chatflow"].clone();
    chatflow["welcome"] = json!("Changed.");
    [
        ("POST", "/api/chatflows".to_owned(), json!({"name": "New"})),
        (
            "PUT",
            "/api/chatflows/open".to_owned(),
            json!({"revision": detail["revision"], "chatflow": chatflow}),
        ),
        ("PUT", "/api/chatflows/open/enabled".to_owned(), json!({"enabled": false})),
        ("PUT", "/api/chatflows/order".to_owned(), json!({"chatflows": ["open"]})),
        ("POST", "/api/chatflows/check".to_owned(), json!({"chatflow": chatflow})),
        ("DELETE", "/api/chatflows/open".to_owned(), json!({})),
        ("PUT", "/api/settings".to_owned(), json!({"origins": []})),
    ]
}

#[test]
fn a_language_and_a_look_are_saved_and_shown() {
    // H55 H58 P10 E21
    let shop = Workshop::new("ws-look");
    let before = shop.shown("/");
    assert_eq!(
        (&before["t"], &before["k"]),
        (&Value::Null, &Value::Null),
        "the usual look travels as nothing"
    );
    assert_ne!(before["l"], before["m"]);
    let look = json!({"scheme": "dark", "icon": "headset", "label": "Ask \"us\"", "offset_side": 0, "offset_bottom": 64,
        "font": "serif"});
    shop.edits("open", |chatflow| {
        chatflow["language"] = json!("ar");
        chatflow["look"] = look.clone();
    })
    .ok();
    let kept = &shop.opens("open")["chatflow"];
    assert_eq!((&kept["language"], &kept["look"]), (&json!("ar"), &look));
    let shown = shop.shown("/");
    assert_eq!(shown["t"], "ar");
    assert_eq!((&shown["k"]["t"], &shown["k"]["s"]), (&json!("Ask \"us\""), &json!("dark serif pill")));
    let css = shown["k"]["c"].as_str().unwrap_or_default();
    assert!(css.contains("margin:0 0px 64px") && !css.contains("Ask"), "{css}");
    assert_eq!(shown["l"], shown["m"], "dark on every ground");
    // As usual again is as if nothing had been said.
    shop.edits("open", |chatflow| {
        chatflow["language"] = Value::Null;
        chatflow["look"] = json!({"scheme": "auto", "label": ""});
    })
    .ok();
    assert_eq!(shop.shown("/"), before);
}
