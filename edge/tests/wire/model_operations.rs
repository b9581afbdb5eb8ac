//! Every operation of the inbox's model, once with success and once without, held to its description.
//!
//! What they do is `model`'s; here only the shapes of their answers count.

use serde_json::{Value, json};

use crate::accounts::WORKSHOP;
use crate::product::Product;
use crate::visitor::{Visitor, message_id, starts};
use crate::wait::until;
use crate::workshop::Workshop;

/// Called by the test of all descriptions.
pub(crate) fn every_operation() {
    let workshop = Workshop::new("model-operations");
    let ida = &workshop.ida;
    let mut visitor = Visitor::acts(Product::shared(), "model-operations", WORKSHOP, "open").connects();
    let thread = starts(&mut visitor, "open", "hello");
    visitor.send(
        &json!({"t": "email", "client_message_id": message_id(), "thread": thread, "email": "max@post.test"}),
    );
    let contact =
        until("the contact", || ida.row("main", "view=all", &thread)?["contact"].as_str().map(str::to_owned));
    let both = |method: &str, path: &str, body: &Value| {
        ida.sends(method, path, body).ok();
        let answer = ida.sends(method, path, &json!({"surprise": true}));
        assert!(answer.status >= 400, "{method} {path}: {}", answer.text());
    };
    let reads = |path: &str, refused: &str| {
        ida.gets(path).ok();
        assert!(ida.gets(refused).status >= 400, "{refused}");
    };
    let inbox = "/api/inboxes/main";
    both("POST", "/api/labels", &json!({"name": "Odd", "colour": "teal"}));
    both("PUT", "/api/labels/odd", &json!({"name": "Odder", "colour": "red"}));
    both("PUT", "/api/labels/odd/pages", &json!({"from_pages": true}));
    for (verb, body) in [
        ("snooze", json!({})),
        ("wake", json!({})),
        ("labels", json!({"add": ["odd"]})),
        ("priority", json!({"priority": "high"})),
        ("comments", json!({"client_message_id": message_id(), "text": "x"})),
        ("spam", json!({})),
        ("not-spam", json!({})),
        ("delete", json!({})),
        ("restore", json!({})),
    ] {
        both("POST", &format!("/api/threads/main/{thread}/{verb}"), &body);
    }
    both("POST", &format!("{inbox}/threads/find"), &json!({"filter": {"all": []}}));
    both("POST", &format!("{inbox}/threads/act"), &json!({"threads": [thread], "act": "close"}));
    both("POST", &format!("{inbox}/views"), &json!({"name": "Seen", "filter": {"all": []}}));
    both("PUT", &format!("{inbox}/views/seen"), &json!({"name": "Seen", "filter": {"all": []}}));
    reads(&format!("{inbox}/views/seen/threads"), &format!("{inbox}/views/none/threads"));
    both("DELETE", &format!("{inbox}/views/seen"), &json!({}));
    reads(&format!("{inbox}/views"), "/api/inboxes/none/views");
    reads(&format!("{inbox}/blocks"), "/api/inboxes/none/blocks");
    reads(&format!("{inbox}/search?q=hello"), &format!("{inbox}/search?q="));
    let records = format!("/api/contacts/{contact}/records");
    let call = json!({"content": {"kind": "interaction", "channel": "call", "text": "x", "at": 5}});
    both("POST", &records, &call);
    let kept = ida.gets(&records).ok()["records"][0]["id"].clone();
    let record = format!("{records}/{}", kept.as_str().expect("an id"));
    both("PUT", &record, &json!({"content": call["content"]}));
    both("DELETE", &record, &json!({}));
    reads(&records, "/api/contacts/nobody/records");
    both("POST", &format!("/api/threads/main/{thread}/disconnect"), &json!({}));
    both("DELETE", "/api/labels/odd", &json!({}));
    let said = json!({"name": "odd", "text": "Hello."});
    for road in ["/api/saved-replies", "/api/me/saved-replies"] {
        both("POST", road, &said);
    }
    let kept = ida.gets("/api/saved-replies").ok()["saved_replies"].clone();
    for reply in kept.as_array().into_iter().flatten() {
        let road = if reply["shared"] == true { "/api/saved-replies" } else { "/api/me/saved-replies" };
        let one = format!("{road}/{}", reply["id"].as_str().expect("an id"));
        both("PUT", &one, &said);
        both("DELETE", &one, &json!({}));
    }
    let steps = json!({"name": "odd", "steps": {"then": "close"}});
    for road in ["/api/macros", "/api/me/macros"] {
        both("POST", road, &steps);
    }
    let kept = ida.gets("/api/macros").ok()["macros"].clone();
    for one in kept.as_array().into_iter().flatten() {
        let id = one["id"].as_str().expect("an id");
        let road = if one["shared"] == true { "/api/macros" } else { "/api/me/macros" };
        both("PUT", &format!("{road}/{id}"), &steps);
        let run = json!({"client_message_id": format!("run-of-{id}"), "threads": [thread]});
        both("POST", &format!("/api/inboxes/main/macros/{id}/run"), &run);
        both("DELETE", &format!("{road}/{id}"), &json!({}));
    }
    both("POST", "/api/inboxes", &json!({"name": "Side", "members": ["ida"]}));
    both("PUT", "/api/inboxes/side", &json!({"name": "Side", "members": []}));
    both("DELETE", "/api/inboxes/side", &json!({"name": "Side"}));
    ida.gets("/api/inboxes").ok();
    ida.gets("/api/labels").ok();
    for path in ["/api/inboxes", "/api/labels", "/api/saved-replies", "/api/macros"] {
        assert_eq!(Product::shared().ask("GET", path, &[], "").status, 401, "{path}");
    }
}
