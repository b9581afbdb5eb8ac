//! What an owner sets about visitors whom the site's own server vouches for.

use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::owner::{at, sent, value};
use super::{click, count, focused, requests, until, words};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
}

#[wasm_bindgen_test]
async fn secrets_are_made_shown_once_and_revoked_and_the_switch_is_told() {
    // P1 E27
    let scene = at("/console/settings/api", "admin");
    let (old, new) = ("a".repeat(26), "b".repeat(26));
    let secrets = "/api/identification/secrets";
    // The stand-in answers a path the same whatever is asked: what is made is in the same answer as the list.
    let made = json!({"id": new, "created_at": 1_795_000_000_000_u64});
    let list = json!([{"id": old, "created_at": 1_794_000_000_000_u64}]);
    set_answer(secrets, &json!({"secrets": list, "made": made, "secret": "pvi_once"}).to_string());
    set_answer(&format!("{secrets}/{old}"), &json!({"secrets": [made]}).to_string());
    let of = |selector: &str| format!("[aria-label='Secrets to sign with'] {selector}");
    until("the secret", || count(&of("li")) == 1).await;
    assert!(words("#content").contains("Second secret"), "{}", words("#content"));
    click("#new-identity-secret").await;
    until("both", || count(&of("li")) == 2).await;
    assert_eq!(value("shown-once"), "pvi_once");
    assert!(words("#content").contains("revoke the older"));
    assert_eq!(count("#new-identity-secret:disabled"), 1, "two count at a time");
    click(&of("li:first-child button")).await;
    until("one", || count(&of("li")) == 1).await;
    assert!(requests().contains(&format!("DELETE {secrets}/{old}")), "{}", requests());
    until("the focus", || focused() == "new-identity-secret").await;

    assert_eq!(count("#verified-only[aria-checked=false]"), 1);
    click("#verified-only").await;
    until("the switch", || count("#verified-only[aria-checked=true]") == 1).await;
    until("the edge", || requests().contains("PUT /api/settings")).await;
    assert_eq!(sent("PUT", "/api/settings"), json!({"verified_only": true}));
    drop(scene);
}
