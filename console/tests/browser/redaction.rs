//! What an owner has masked in what visitors write.

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::owner::{at, press_button, sent};
use super::{click, count, type_text, until, words};

#[wasm_bindgen_test]
async fn what_is_masked_is_switched_written_and_tried() {
    // N20
    let scene = at("/console/settings/data-protection", "admin");
    until("the switches", || count("#redact-cards[aria-checked=true]") == 1).await;
    assert_eq!(count("#redact-iban[aria-checked=false]"), 1);
    click("#redact-iban").await;
    until("switched", || count("#redact-iban[aria-checked=true]") == 1).await;
    let mut redaction = json!({"cards": true, "iban": true, "patterns": []});
    assert_eq!(sent("PUT", "/api/settings"), json!({"redaction": redaction}));
    // What is none is said at once, and not sent.
    type_text("redact-name", "Customer");
    type_text("redact-pattern", "###");
    press_button("Hide these numbers").await;
    until("why", || words("#content").contains("at least 4 letters and digits")).await;
    type_text("redact-pattern", "KD-#####");
    press_button("Hide these numbers").await;
    let rows = "[aria-labelledby='redact-own-title'] li";
    until("the row", || count(rows) == 1 && words(rows).contains("KD-#####")).await;
    redaction["patterns"] = json!([{"name": "Customer", "pattern": "KD-#####"}]);
    assert_eq!(sent("PUT", "/api/settings"), json!({"redaction": redaction}));
    type_text("redact-try", "KD-12345 and 4111111111111111");
    until("tried", || words("#redact-result") == "••-••••• and ••••••••••••1111").await;
    type_text("redact-try", "Hello");
    until("nothing", || words("#redact-result").contains("Nothing in it")).await;
    press_button("Show Customer again").await;
    until("gone", || count(rows) == 0).await;
    scene.leave().await;
}
