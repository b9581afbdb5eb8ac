//! Lists whose contacts come first, as the settings have them (P40).

use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::owner::{at, is_disabled, press_button, sent};
use super::{allow, count, focused, refuse, until, words};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
}

#[wasm_bindgen_test]
async fn lists_whose_contacts_come_first_are_added_and_taken_off() {
    // P40
    let scene = at("/console/settings/team", "admin");
    for (path, none) in [("people", "people"), ("teams", "teams"), ("skills", "skills")] {
        set_answer(&format!("/api/{path}"), &json!({none: []}).to_string());
    }
    until("nobody yet", || words("#content").contains("No list comes first.")).await;
    let rows = "[aria-labelledby='first-title'] li";
    press_button("Add list").await;
    until("the row", || count(rows) == 1 && words(rows).contains("Regular customers")).await;
    assert!(words(rows).contains("at least Urgent"), "{}", words(rows));
    assert_eq!(
        sent("PUT", "/api/settings"),
        json!({"list_priorities": [{"list": "vip", "priority": "urgent"}]})
    );
    until("nothing left to add", || is_disabled(".inset button[type=submit]")).await;
    refuse("/api/settings", 422, "list_priority");
    press_button("Take the list Regular customers off").await;
    until("told", || words(".toast").contains("Not saved")).await;
    assert_eq!(count(rows), 1);
    allow("/api/settings");
    press_button("Take the list Regular customers off").await;
    until("gone", || count(rows) == 0).await;
    assert_eq!(sent("PUT", "/api/settings"), json!({"list_priorities": []}));
    until("the focus", || focused() == "first-list").await;
    scene.leave().await;
}
