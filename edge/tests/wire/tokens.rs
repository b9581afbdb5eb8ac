//! What a visitor's token is worth as it grows old. Time cannot be waited for, so these tokens are signed here with
//! the product's own key: the one place of these tests that uses the code it judges, to write, never to read.

use conversation::ids::{AccountId, ContactId, ListId, VisitorId};
use edge::token::{Claims, Key, write};
use serde_json::{Value, json};

use crate::product::Product;
use crate::visitor::{KILN, Visitor, begin, decide};
use crate::wait::seconds;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// A token of the demo shop, as if made at `issued` (seconds) for a contact on a list.
fn token(product: &Product, contact: &str, list: &str, issued: u64, life: u64) -> String {
    let claims = Claims {
        account: AccountId::parse("demo").expect("an id"),
        visitor: VisitorId::from_random([7; 16]),
        origin: Some(KILN.to_owned()),
        shard: 0,
        contact: Some(ContactId::parse(contact).expect("an id")),
        subject: None,
        lists: vec![ListId::parse(list).expect("an id")],
        issued,
        expires: issued + life,
        passing: false,
    };
    write(&Key::parse(&product.token_key()).expect("a key"), &claims)
}

#[track_caller]
fn decision(product: &Product, token: &str) -> Value {
    decide(product, "demo", KILN, &json!({"u": "https://kiln.example/account", "k": token})).ok()
}

#[test]
fn a_fresh_token_is_believed() {
    // What it says of lists is an hour old at most.
    let product = Product::shared();
    let fresh = decision(product, &token(product, "sofia", "vip", seconds() - HOUR / 2, 180 * DAY));
    assert_eq!((&fresh["d"]["c"], fresh.get("k")), (&json!("vip"), None));
}

#[test]
fn a_stale_token_is_read_again_and_replaced() {
    // T9: lists and contact as they are now, not as they were when the token was made
    let product = Product::shared();
    let stale = token(product, "sofia", "churned", seconds() - 2 * HOUR, 180 * DAY);
    let renewed = decision(product, &stale);
    assert_eq!(renewed["d"]["c"], "vip", "{renewed}");
    let token = renewed["k"].as_str().expect("a new token");
    assert_ne!(token, stale);
    let next = decision(product, token);
    assert_eq!((&next["d"]["c"], next.get("k")), (&json!("vip"), None), "the new one is fresh");
    // The same visitor as before.
    let me = Visitor::of_demo(product);
    let greeted = |token: &str| {
        let session = json!({"token": token, "socket": me.path});
        me.with(&session).greets().1["visitor"].clone()
    };
    assert_eq!(greeted(&stale), greeted(token));
    // Acting renews it as well.
    let begun =
        begin(product, "demo", KILN, &json!({"chatflow": "everywhere", "token": stale}).to_string()).ok();
    assert!(decision(product, begun["token"].as_str().unwrap()).get("k").is_none());
}

#[test]
fn an_ended_or_unborn_token_is_none() {
    // T9
    let product = Product::shared();
    let ended = token(product, "sofia", "vip", seconds() - 181 * DAY, 180 * DAY);
    let just_ended = token(product, "sofia", "vip", seconds() - HOUR, HOUR);
    let unborn = token(product, "sofia", "vip", seconds() + DAY, DAY);
    for (name, token) in [("ended", &ended), ("just ended", &just_ended), ("from tomorrow", &unborn)] {
        let decided = decision(product, token);
        assert_eq!((&decided["d"]["c"], decided.get("k")), (&json!("orders"), None), "{name}: a stranger");
        let me = Visitor::of_demo(product);
        let mut socket = me.opens();
        socket.send(&json!({"t": "hello", "v": 1, "token": token}));
        assert_eq!((socket.refusal().0.as_str(), socket.closed()), ("auth_required", 4401), "{name}");
        let begun =
            begin(product, "demo", KILN, &json!({"chatflow": "everywhere", "token": token}).to_string()).ok();
        assert_eq!(decision(product, begun["token"].as_str().unwrap())["d"]["c"], "orders", "{name}");
    }
}

#[test]
fn a_contact_that_is_gone_is_nobody() {
    // T45: an erased contact does not live on in old tokens
    let product = Product::shared();
    let token = token(product, "erased", "vip", seconds() - 2 * HOUR, 180 * DAY);
    assert_eq!(decision(product, &token)["d"]["c"], "orders", "anonymous again");
}
