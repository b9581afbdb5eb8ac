//! An account's settings: the sites its widget runs on, and the switch without which consent cannot be asked for.

use serde_json::{Value, json};

use crate::accounts::WORKSHOP;
use crate::product::Product;
use crate::workshop::Workshop;

#[test]
fn an_owner_sees_what_there_is_to_choose_from() {
    let shop = Workshop::new("ws-see");
    let settings = shop.ida.gets("/api/settings").ok();
    assert_eq!(settings["account"], "ws-see");
    assert_eq!(settings["origins"], json!([WORKSHOP]));
    assert_eq!((&settings["gdpr"], &settings["any_loopback_origin"]), (&json!(false), &json!(false)));
    assert_eq!(settings["lists"], json!([{"id": "vip", "name": "Best customers"}]));
    assert_eq!(settings["inboxes"], json!([{"id": "main", "name": "Main"}, {"id": "side", "name": "Side"}]));
    let people: Vec<&Value> =
        settings["people"].as_array().unwrap().iter().map(|person| &person["name"]).collect();
    assert_eq!(people, ["Ida Holm", "Mia Sand", "Ole Berg"]);
    assert!(!settings.to_string().contains('@'), "{settings}");
    assert_eq!(Product::shared().ask("GET", "/api/settings", &[], "").code(), "unauthenticated");
}

#[test]
fn a_new_site_is_allowed_at_once_and_a_removed_one_is_not() {
    // S87 T6
    let shop = Workshop::new("ws-sites");
    let (other, sub) = ("https://other.example", "https://shop.other.example");
    let refused = (403, "origin_forbidden".to_owned());
    assert_eq!(shop.asked_from(other).refusal(), refused);
    let body = json!({"origins": [WORKSHOP, other, "https://*.other.example", other]});
    let settings = shop.ida.sends("PUT", "/api/settings", &body).ok();
    assert_eq!(settings["origins"], json!([WORKSHOP, other, "https://*.other.example"]));
    for origin in [WORKSHOP, other, sub] {
        assert_eq!(shop.asked_from(origin).ok()["d"]["c"], "open", "{origin}");
    }
    shop.ida.sends("PUT", "/api/settings", &json!({"origins": [other]})).ok();
    assert_eq!(shop.asked_from(WORKSHOP).refusal(), refused);
    assert_eq!(shop.asked_from(other).status, 200);
    assert_eq!(shop.asked_from(sub).refusal(), refused);
}

#[test]
fn row_31_what_is_no_site_is_refused_and_changes_nothing() {
    let shop = Workshop::new("ws-row-31");
    for wrong in [
        "example.com",
        "https://example.com/path",
        "https://example.com/",
        "*",
        "https://*",
        "https://*.com",
        "ftp://example.com",
        "https://user@example.com",
        "null",
        "",
    ] {
        let body = json!({"origins": [WORKSHOP, wrong], "gdpr": true});
        let answer = shop.ida.sends("PUT", "/api/settings", &body);
        assert_eq!(answer.refusal(), (422, "origin_invalid".to_owned()), "{wrong}");
        let error = &answer.json()["error"];
        assert_eq!(error["field"], "origins[1]", "{wrong}");
        assert!(error["message"].as_str().unwrap().contains("scheme://host[:port]"), "{error}");
    }
    let many: Vec<String> = (0..201).map(|number| format!("https://{number}.example")).collect();
    let answer = shop.ida.sends("PUT", "/api/settings", &json!({"origins": many}));
    assert_eq!(answer.refusal(), (422, "too_many".to_owned()));
    for (body, code) in [
        (json!({"origins": "https://a.example"}), "json_type"),
        (json!({"orgins": []}), "unknown_field"),
        (json!({"gdpr": "yes"}), "json_type"),
    ] {
        assert_eq!(shop.ida.sends("PUT", "/api/settings", &body).code(), code, "{body}");
    }
    let settings = shop.ida.gets("/api/settings").ok();
    assert_eq!((&settings["origins"], &settings["gdpr"]), (&json!([WORKSHOP]), &json!(false)));
}

#[test]
fn consent_can_be_asked_for_only_with_the_switch() {
    // S79 S80 S81
    let shop = Workshop::new("ws-gdpr");
    let asking =
        |chatflow: &mut Value| chatflow["consent"] = json!({"mode": "explicit", "text": "We keep it."});
    let refused = shop.edits("open", asking);
    assert_eq!(refused.refusal(), (422, "gdpr_off".to_owned()));
    assert_eq!(refused.json()["error"]["field"], "consent");
    assert_eq!(shop.shown("/").get("x"), None);

    shop.ida.sends("PUT", "/api/settings", &json!({"gdpr": true})).ok();
    let saved = shop.edits("open", asking).ok();
    assert_eq!(saved["consent_version"], 1);
    let step = json!({"q": true, "v": 1, "t": "We keep it."});
    assert_eq!(shop.shown("/")["x"], step);

    // Switched off, the step is kept, said, and not shown; everything else can be changed.
    shop.ida.sends("PUT", "/api/settings", &json!({"gdpr": false})).ok();
    assert_eq!(shop.shown("/").get("x"), None);
    let saved = shop.edits("open", |chatflow| chatflow["welcome"] = json!("Hi.")).ok();
    assert_eq!(saved["findings"][0]["code"], "consent_off");
    let another = shop.edits("open", |chatflow| chatflow["consent"]["text"] = json!("Another."));
    assert_eq!(another.refusal(), (422, "gdpr_off".to_owned()));
    shop.ida.sends("PUT", "/api/settings", &json!({"gdpr": true})).ok();
    assert_eq!(shop.shown("/")["x"], step);
    // Taken away by its own toggle.
    shop.edits("open", |chatflow| chatflow["consent"] = Value::Null).ok();
    assert_eq!(shop.shown("/").get("x"), None);
}

#[test]
fn every_text_of_consent_has_its_number() {
    // S89
    let shop = Workshop::new("ws-versions");
    shop.ida.sends("PUT", "/api/settings", &json!({"gdpr": true})).ok();
    for (mode, text, version) in [
        ("explicit", "We keep it.", 1),
        ("explicit", "We keep it for a year.", 2),
        ("legitimate_interest", "We keep it for a year.", 3),
        ("explicit", "We keep it.", 4),
        ("explicit", "We keep it.", 4),
    ] {
        let step = json!({"mode": mode, "text": text});
        let saved = shop.edits("open", |chatflow| chatflow["consent"] = step).ok();
        assert_eq!(saved["consent_version"], version, "{mode} {text}");
        assert_eq!(shop.shown("/")["x"]["v"], version);
    }
    shop.edits("open", |chatflow| chatflow["welcome"] = json!("Hi.")).ok();
    assert_eq!(shop.opens("open")["consent_version"], 4);
}
