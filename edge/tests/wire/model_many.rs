//! The same act on many threads at once, from outside.
//!
//! What the acts mean thread by thread is `model`'s; here counts which of many it was done with.

use serde_json::json;

use crate::model::a_chat;
use crate::wait::until;
use crate::workshop::Workshop;

#[test]
fn many_threads_are_acted_on_at_once() {
    // P48
    let workshop = Workshop::new("model-many");
    let ida = &workshop.ida;
    let (_one, first) = a_chat(&workshop, "model-many", "one");
    let (_two, second) = a_chat(&workshop, "model-many", "two");
    let nobodys = format!("0-{}", "a".repeat(26));
    let body = json!({"threads": [first, second, nobodys], "act": "close"});
    let done = ida.sends("POST", "/api/inboxes/main/threads/act", &body).ok();
    assert_eq!(done["done"], json!([first, second]));
    assert_eq!(done["refused"], json!([{"thread": nobodys, "code": "not_found"}]));
    for thread in [&first, &second] {
        until("it to be closed", || ida.row("main", "view=all&status=closed", thread));
    }
    let body = json!({"threads": [first], "act": {"assign": "nobody-here"}});
    let refused = ida.sends("POST", "/api/inboxes/main/threads/act", &body).refusal();
    assert_eq!(refused, (422, "assignee_not_in_inbox".into()));
}

#[test]
fn whatever_is_done_with_one_thread_is_done_with_many() {
    // P48 P49 S148 S152 S153
    let workshop = Workshop::new("model-many-acts");
    let ida = &workshop.ida;
    let (_one, first) = a_chat(&workshop, "model-many-acts", "one");
    let (_two, second) = a_chat(&workshop, "model-many-acts", "two");
    let act = |act: serde_json::Value| {
        let body = json!({"threads": [first, second], "act": act});
        ida.sends("POST", "/api/inboxes/main/threads/act", &body)
    };
    let all_in = |query: &str| {
        for thread in [&first, &second] {
            until("it to be there", || ida.row("main", query, thread));
        }
    };
    let both = json!([first, second]);
    assert_eq!(act(json!({"snooze": {}})).ok()["done"], both);
    all_in("view=all&status=snoozed");
    assert_eq!(act(json!("wake")).ok()["done"], both);
    all_in("view=all");
    assert_eq!(act(json!({"spam": true})).ok()["done"], both);
    all_in("view=filtered");
    assert_eq!(act(json!({"spam": false})).ok()["done"], both);
    assert_eq!(act(json!({"block": {"why": "rude"}})).ok()["done"], both);
    all_in("view=filtered");
    let blocks = ida.gets("/api/inboxes/main/blocks").ok();
    assert!(blocks["blocks"].as_array().unwrap().iter().all(|block| block["blocked"]["why"] == "rude"));
    assert_eq!(act(json!("unblock")).ok()["done"], both);
    all_in("view=all");
    // What is wrong with an act is told thread by thread; what is no act is refused as a whole.
    let refused = act(json!({"snooze": {"until": 1}})).ok();
    assert_eq!(refused["refused"][0], json!({"thread": first, "code": "number_range"}));
    assert_eq!(act(json!({"snooze": {"for": 1}})).status, 400);
}
