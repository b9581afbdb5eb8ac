//! Consent to communicate (S85, S86): what is asked, what a tick leaves, and how it ends.

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::http::Answer;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, first_post, message_id, says};
use crate::wait::until;
use crate::workshop::Workshop;

const TEXT: &str = "Wir schreiben Ihnen einmal im Monat. <b>\u{1f36a}</b>\nWiderruf jederzeit.";
/// What `sha256sum` makes of it.
const HASH: &str = "de42e27b079a95fc35e19c418e27cbad7dfe34a66cf30bdab124bdee9df2d873";

/// An account whose chatflow asks for the letter.
fn shop(id: &'static str, change: impl FnOnce(&mut Value)) -> Workshop {
    let mut account = accounts::workshop(id);
    account["gdpr"] = json!(true);
    account["subscriptions"] = json!([{"id": "letter", "name": "Our letter", "description": "Monthly."}, {"id": "events", "name": "Events"}]);
    account["chatflows"][0]["communication"] = json!({"subscription": "letter", "text": TEXT});
    change(&mut account);
    Workshop::of(id, &account)
}

fn asks(id: &str, path: &str, body: &Value) -> Answer {
    let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
    Product::shared().ask("POST", &format!("/v1/{id}/{path}"), &headers, &body.to_string())
}

fn asked(id: &str, token: Option<&str>) -> Value {
    asks(id, "subscriptions", &json!({"chatflow": "open", "token": token})).ok()
}

fn ticked(mut post: Value, subscription: &str, version: u32) -> Value {
    post["communication"] = json!({"subscription": subscription, "version": version, "language": "de"});
    post
}

fn speaks(shop: &Workshop) -> (Visitor<'static>, Socket) {
    let me = shop.visitor();
    let socket = me.connects();
    (me, socket)
}

/// What the sidebar tells of a thread, once the inbox knows of it.
fn sidebar(shop: &Workshop, thread: &str) -> Value {
    until("the thread's row", || shop.ida.row("main", "view=all", thread));
    shop.ida.details("main", thread)
}

/// A good and a failed request of each kind, receipts and proofs of erasure among them.
pub(crate) fn every_operation() {
    let id = "sub-every";
    let shop = shop(id, |_| {});
    let (me, mut socket) = speaks(&shop);
    let ack = says(&mut socket, &ticked(first_post("open", "Hello"), "letter", 1));
    let thread = ack["thread"].as_str().expect("a thread").to_owned();
    let email = json!({"t": "email", "client_message_id": message_id(), "thread": thread, "email": "bo@customer.test"});
    socket.send(&email);
    socket.tagged("captured");
    let contact =
        until("the contact", || sidebar(&shop, &thread)["contact"]["id"].as_str().map(str::to_owned));
    for path in [
        "/api/subscriptions",
        &format!("/api/contacts/{contact}/subscriptions"),
        &format!("/api/receipts?contact={contact}"),
        "/api/receipts.csv",
        "/api/erasures",
    ] {
        assert_eq!(shop.ida.gets(path).status, 200, "{path}");
        let nobody = Product::shared().ask("GET", path, &[], "");
        assert_eq!(nobody.status, 401, "{path}");
    }
    let (news, all) = (json!({"name": "News"}), "/api/subscriptions");
    for (method, path, body) in [
        ("POST", all.to_owned(), &news),
        ("PUT", format!("{all}/news"), &news),
        ("DELETE", format!("{all}/news"), &json!({})),
        ("DELETE", format!("/api/contacts/{contact}/subscriptions/letter"), &json!({})),
    ] {
        shop.ida.sends(method, &path, body).ok();
        let again = shop.ida.sends(method, &path, &json!({"name": ""}));
        assert!(again.status >= 400, "{method} {path}");
    }
    asked(id, Some(&me.token));
    assert_eq!(asks(id, "subscriptions", &json!({"colour": 1})).status, 400);
    assert_eq!(asks(id, "unsubscribe", &json!({"subscription": "letter"})).status, 400);
    asks(id, "unsubscribe", &json!({"token": me.token, "subscription": "letter"})).ok();
}

#[test]
fn a_tick_goes_with_the_message_and_leaves_a_receipt_word_for_word() {
    // S85 S86 S89
    let id = "sub-tick";
    let shop = shop(id, |_| {});
    let expected = json!({
        "asked": {"subscription": "letter", "version": 1, "text": TEXT},
        "subscriptions": [],
    });
    assert_eq!(asked(id, None), expected, "any stranger is asked");
    let (me, mut socket) = speaks(&shop);
    let mut post = ticked(first_post("open", "Hello"), "letter", 1);
    post["page"] = json!(format!("{WORKSHOP}/pricing?utm=1#top"));
    let first = says(&mut socket, &post);
    // Exactly once, however often it is sent.
    assert_eq!(says(&mut socket, &post), first);
    let thread = first["thread"].as_str().expect("a thread");
    let kept = sidebar(&shop, thread)["subscriptions"].clone();
    let one = kept[0].clone();
    assert_eq!(kept.as_array().map(Vec::len), Some(1));
    for (field, value) in [
        ("subscription", json!("letter")),
        ("name", json!("Our letter")),
        ("chatflow", json!("open")),
        ("version", json!(1)),
        ("text", json!(TEXT)),
        ("hash", json!(HASH)),
        ("language", json!("de")),
        ("page", json!(format!("{WORKSHOP}/pricing"))),
        ("inbox", json!("main")),
        ("thread", json!(thread)),
        ("ended", Value::Null),
    ] {
        assert_eq!(one[field], value, "{field}");
    }
    assert!(one["since"].as_u64() > Some(0));
    // Who is subscribed is not asked.
    let now = asked(id, Some(&me.token));
    assert_eq!((&now["asked"], &now["subscriptions"][0]["name"]), (&Value::Null, &json!("Our letter")));
}

#[test]
fn without_a_tick_nothing_is_said_and_nothing_is_subscribed() {
    // S85
    let id = "sub-none";
    let shop = shop(id, |_| {});
    let (me, mut socket) = speaks(&shop);
    let ack = says(&mut socket, &first_post("open", "Hello"));
    let details = sidebar(&shop, ack["thread"].as_str().expect("a thread"));
    assert_eq!(details.get("subscriptions"), None);
    let now = asked(id, Some(&me.token));
    assert_eq!((&now["asked"]["version"], &now["subscriptions"]), (&json!(1), &json!([])));
}

#[test]
fn a_new_text_asks_again_and_the_old_receipt_stays_as_it_was() {
    // S85 S89
    let id = "sub-version";
    let shop = shop(id, |_| {});
    let (me, mut socket) = speaks(&shop);
    let ack = says(&mut socket, &ticked(first_post("open", "Hello"), "letter", 1));
    let thread = ack["thread"].as_str().expect("a thread").to_owned();
    shop.edits("open", |flow| flow["communication"]["text"] = json!("Twice a month.")).ok();
    let now = asked(id, Some(&me.token))["asked"].clone();
    let again = json!({"subscription": "letter", "version": 2, "text": "Twice a month.", "again": true});
    assert_eq!(now, again);
    let post = json!({"t": "post", "client_message_id": message_id(), "thread": thread, "text": "Yes"});
    says(&mut socket, &ticked(post, "letter", 2));
    assert_eq!(asked(id, Some(&me.token))["asked"], Value::Null);
    let kept = sidebar(&shop, &thread)["subscriptions"].clone();
    let told: Vec<_> = kept
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| (one["version"].clone(), one["text"].clone(), one["ended"]["by"]["kind"].clone()))
        .collect();
    let expected =
        [(json!(1), json!(TEXT), json!("renewed")), (json!(2), json!("Twice a month."), Value::Null)];
    assert_eq!(told, expected);
}

#[test]
fn what_was_never_published_is_refused_and_stores_nothing() {
    // S85
    let id = "sub-refused";
    let shop = shop(id, |_| {});
    let (me, mut socket) = speaks(&shop);
    for (subscription, version) in
        [("letter", 0), ("letter", 2), ("events", 1), ("none", 1), ("letter", u32::MAX)]
    {
        let post = ticked(first_post("open", "Hello"), subscription, version);
        socket.send(&post);
        let refused = socket.take("a refusal", |frame| frame["ref"] == post["client_message_id"]);
        let told = (&refused["t"], &refused["code"]);
        assert_eq!(told, (&json!("error"), &json!("subscription_unknown")), "{subscription} {version}");
    }
    let malformed = ticked(first_post("open", "Hello"), "Not An Id", 1);
    socket.send(&malformed);
    let refused = socket.take("a refusal", |frame| frame["t"] == "error");
    assert_ne!(refused["code"], "subscription_unknown", "{refused}");
    assert_eq!(asked(id, Some(&me.token))["subscriptions"], json!([]));
    assert_eq!(shop.ida.gets("/api/inboxes/main/threads?view=all&status=open").ok()["rows"], json!([]));
}

#[test]
fn the_contact_has_what_the_visitor_ticked_and_both_can_end_it() {
    // S85
    let id = "sub-end";
    let shop = shop(id, |_| {});
    let (me, mut socket) = speaks(&shop);
    let ack = says(&mut socket, &ticked(first_post("open", "Hello"), "letter", 1));
    let thread = ack["thread"].as_str().expect("a thread").to_owned();
    socket.send(&json!({"t": "email", "client_message_id": message_id(), "thread": thread, "email": "ana@customer.test"}));
    socket.tagged("captured");
    let contact = until("the contact", || {
        let details = sidebar(&shop, &thread);
        details["contact"]["id"].as_str().map(str::to_owned)
    });
    let path = format!("/api/contacts/{contact}/subscriptions");
    let of = shop.ida.gets(&path).ok()["subscriptions"].clone();
    assert_eq!(
        (&of[0]["text"], &of[0]["thread"], of.as_array().map(Vec::len)),
        (&json!(TEXT), &json!(thread), Some(1))
    );
    // Not a stranger, and not with somebody else's word.
    let end = |token: &str| asks(id, "unsubscribe", &json!({"token": token, "subscription": "letter"}));
    assert_eq!(end("v1.no.token").refusal(), (401, "auth_required".into()));
    let (other, _line) = speaks(&shop);
    end(&other.token).ok();
    assert_eq!(asked(id, Some(&me.token))["subscriptions"][0]["subscription"], "letter");
    // The visitor.
    assert_eq!(end(&me.token).ok(), json!({"subscriptions": []}));
    let of = shop.ida.gets(&path).ok()["subscriptions"].clone();
    assert_eq!((&of[0]["ended"]["by"], &of[0]["text"]), (&json!({"kind": "visitor"}), &json!(TEXT)));
    assert_eq!(sidebar(&shop, &thread)["subscriptions"][0]["ended"], of[0]["ended"]);
    // Once more, and then an agent ends it.
    let post = json!({"t": "post", "client_message_id": message_id(), "thread": thread, "text": "After all"});
    says(&mut socket, &ticked(post, "letter", 1));
    let mia = shop.agent("mia");
    let told = mia.sends("DELETE", &format!("{path}/letter"), &json!({})).ok()["subscriptions"].clone();
    assert_eq!(told[0]["ended"]["by"], json!({"kind": "agent", "id": "mia"}));
    assert_eq!(told[1]["ended"]["by"], json!({"kind": "visitor"}), "what was before stays");
    assert_eq!(asked(id, Some(&me.token))["subscriptions"], json!([]));
    assert_eq!(
        mia.sends("DELETE", &format!("{path}/letter"), &json!({})).refusal(),
        (404, "not_found".into())
    );
    let log = shop.ida.gets("/api/audit?limit=5").ok();
    assert!(
        log["lines"].as_array().into_iter().flatten().any(|line| line["what"] == "contact_unsubscribed"),
        "{log}"
    );
}

#[test]
fn owners_add_rename_and_remove_what_can_be_subscribed_to() {
    // S86
    let id = "sub-types";
    let shop = shop(id, |_| {});
    let all = "/api/subscriptions";
    let made = shop.ida.sends("POST", all, &json!({"name": "Kiln news", "description": "Rarely."})).ok();
    assert_eq!(
        made["subscriptions"][1],
        json!({"id": "kiln-news", "name": "Kiln news", "description": "Rarely."})
    );
    let one = format!("{all}/kiln-news");
    let named = shop.ida.sends("PUT", &one, &json!({"name": "Oven news"})).ok();
    assert_eq!(named["subscriptions"][2], json!({"id": "kiln-news", "name": "Oven news", "description": ""}));
    assert_eq!(shop.ida.gets(all).ok(), named);
    shop.ida.sends("DELETE", &one, &json!({})).ok();
    let refused = shop.ida.sends("DELETE", &format!("{all}/letter"), &json!({}));
    assert_eq!(refused.refusal(), (409, "named_by_chatflow".into()));
    assert!(refused.text().contains("everywhere"), "{}", refused.text());
    for (body, code) in [
        (json!({"name": " "}), "text_empty"),
        (json!({"name": "x".repeat(101)}), "text_too_long"),
        (json!({"name": "News", "colour": 1}), "unknown_field"),
    ] {
        assert_eq!(shop.ida.sends("POST", all, &body).code(), code);
    }
    let mia = shop.agent("mia");
    assert_eq!(mia.gets(all).refusal(), (403, "forbidden".into()));
    assert_eq!(mia.sends("POST", all, &json!({"name": "Mine"})).refusal(), (403, "forbidden".into()));
    // What a chatflow asks for has to be there, with a text, and the account has to ask for consent at all.
    let saves = |asks: Value| {
        let answer = shop.edits("open", |flow| flow["communication"] = asks);
        (answer.code(), answer.json()["error"]["field"].clone())
    };
    let asks = |subscription: &str, text: &str| json!({"subscription": subscription, "text": text});
    let at = |code: &str, field: &str| (code.to_owned(), json!(field));
    assert_eq!(saves(asks("none", "A letter")), at("reference_unknown", "communication.subscription"));
    assert_eq!(saves(asks("letter", " ")), at("consent_text_required", "communication.text"));
    assert_eq!(saves(asks("letter", &"x".repeat(5_001))), at("text_too_long", "communication.text"));
    shop.ida.sends("PUT", "/api/settings", &json!({"gdpr": false})).ok();
    assert_eq!(asked(id, None), json!({"subscriptions": []}), "nobody is asked meanwhile");
    assert_eq!(saves(asks("events", "Anew")), at("gdpr_off", "communication"));
}

#[test]
fn whoever_is_forgotten_is_written_to_no_more() {
    // S85
    let id = "sub-forget";
    let shop = shop(id, |_| {});
    let (me, mut socket) = speaks(&shop);
    let ack = says(&mut socket, &ticked(first_post("open", "Hello"), "letter", 1));
    let thread = ack["thread"].as_str().expect("a thread").to_owned();
    sidebar(&shop, &thread);
    asks(id, "forget", &json!({"token": me.token})).ok();
    assert_eq!(sidebar(&shop, &thread)["subscriptions"][0]["ended"]["by"], json!({"kind": "forgotten"}));
    assert_eq!(asked(id, Some(&me.token))["subscriptions"], json!([]));
}
