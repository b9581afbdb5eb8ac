//! Numbers in what visitors write are masked at the door (N20): whatever client they come from, before anything is stored.

use serde_json::json;

use crate::accounts::{self, WORKSHOP};
use crate::product::Product;
use crate::visitor::{first_post, post, says};
use crate::wait::until;
use crate::workshop::Workshop;

const CARD: &str = "4111 1111 1111 1111";
const MASKED: &str = "•••• •••• •••• 1111";

fn shop(id: &'static str) -> Workshop {
    let mut account = accounts::workshop(id);
    account["properties"] = json!([{"id": "order", "name": "Order", "kind": "text"}]);
    account["chatflows"][0]["form"] = json!({
        "when": "both",
        "fields": [{"property": "name", "label": "Name"}, {"property": "order", "label": "Order"}],
    });
    account["chatflows"][0]["rating"] = json!({"scale": "stars", "question": "How was it?"});
    Workshop::of(id, &account)
}

fn texts(shop: &Workshop, thread: &str) -> Vec<String> {
    let log = shop.ida.log("main", thread, "");
    let entries = log["entries"].as_array().expect("entries").iter();
    entries.filter_map(|entry| entry["body"]["text"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_foreign_client_s_numbers_are_masked_before_they_are_stored() {
    // N20
    let shop = shop("redacted");
    let me = shop.visitor();
    let mut socket = me.connects();
    let mut form = first_post("open", &format!("Charge {CARD}, not order 4111111111111112"));
    form["form"] = json!([{"property": "name", "value": "Ana"}, {"property": "order", "value": CARD}]);
    let first = says(&mut socket, &form);
    let entry = socket.tagged("entry")["entry"].clone();
    assert_eq!(entry["body"]["text"], json!(format!("Charge {MASKED}, not order 4111111111111112")));
    assert_eq!(entry["form"][1], json!({"label": "Order", "value": MASKED}));
    // Sent again it is the same message.
    assert_eq!(says(&mut socket, &form), first);
    let thread = first["thread"].as_str().expect("a thread");
    assert_eq!(texts(&shop, thread), [format!("Charge {MASKED}, not order 4111111111111112")]);
    // What the contact got of it, and what a rating says.
    let contact = until("the contact", || {
        shop.ida.row("main", "view=all", thread)?;
        shop.ida.details("main", thread)["contact"]["id"].as_str().map(str::to_owned)
    });
    let kept = shop.ida.gets(&format!("/api/contacts/{contact}")).ok();
    assert_eq!(kept["properties"]["order"], json!(MASKED));
    socket.send(&json!({"t": "end", "thread": thread}));
    socket.take("the end", |frame| frame["entry"]["body"]["kind"] == "closed");
    let rating =
        json!({"token": me.token, "thread": thread, "score": 5, "comment": format!("My card: {CARD}")});
    let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
    let path = me.path.replace("/socket", "/rating");
    Product::shared().ask("POST", &path, &headers, &rating.to_string()).ok();
    let log = shop.ida.log("main", thread, "").to_string();
    assert!(log.contains(&format!("My card: {MASKED}")) && !log.contains("4111 1111"), "{log}");
}

#[test]
fn what_an_owner_says_is_masked_holds_and_reaches_browsers() {
    // N20
    let shop = shop("redacted-more");
    let settings = shop.ida.gets("/api/settings").ok();
    assert_eq!(settings["redaction"], json!({"cards": true, "iban": false, "patterns": []}));
    assert_eq!(shop.shown("/").get("h"), None, "what is usual costs nothing");
    let wrong =
        json!({"redaction": {"cards": true, "iban": true, "patterns": [{"name": "Own", "pattern": "###"}]}});
    let refused = shop.ida.sends("PUT", "/api/settings", &wrong);
    assert_eq!(refused.refusal(), (422, "pattern_invalid".into()));
    let error = &refused.json()["error"];
    assert_eq!(error["field"], "redaction.patterns[0].pattern");
    assert_eq!(error["message"], "at least 4 letters and digits, got 3");
    let redaction =
        json!({"cards": false, "iban": true, "patterns": [{"name": "Customer", "pattern": "KD-#####"}]});
    let saved = shop.ida.sends("PUT", "/api/settings", &json!({"redaction": redaction})).ok();
    assert_eq!(saved["redaction"], redaction);
    until("the browsers hear of it", || (shop.shown("/")["h"] == json!("i\nKD-#####")).then_some(()));
    let me = shop.visitor();
    let mut socket = me.connects();
    let first = says(&mut socket, &first_post("open", "KD-12345 DE89370400440532013000 4111111111111111"));
    let thread = first["thread"].as_str().expect("a thread");
    assert_eq!(texts(&shop, thread), ["••-••••• DE••••••••••••••••3000 4111111111111111"]);
    says(&mut socket, &post(thread, "And KD-54321?"));
    assert_eq!(texts(&shop, thread).last().map(String::as_str), Some("And ••-•••••?"));
}
