//! What is more urgent than the rest (P40).

use serde_json::{Value, json};

use crate::visitor::starts;
use crate::wait::until;
use crate::workshop::Workshop;

fn to_mia() -> Value {
    json!({"assign": "people", "agents": ["mia"]})
}

#[test]
fn the_more_urgent_is_given_out_first_and_it_can_be_found() {
    // P40 P35: an agent says what is urgent while nobody is there
    let shop = Workshop::new("ws-urgent");
    shop.ida.sends("PUT", "/api/people/mia/work", &json!({"capacity": 1})).ok();
    shop.presence("mia", true);
    shop.edits("open", |chatflow| chatflow["routing"] = to_mia()).ok();
    let begin = |text: &str| {
        let thread = starts(&mut shop.visitor().connects(), "open", text);
        until("the row", || shop.ida.row("main", "view=unassigned", &thread));
        thread
    };
    let (first, second, third) = (begin("first"), begin("second"), begin("third"));
    let says = |thread: &str, priority: &str| {
        shop.ida.sends(
            "POST",
            &format!("/api/threads/main/{thread}/priority"),
            &json!({"priority": priority}),
        )
    };
    says(&third, "urgent").ok();
    let row = until("its priority", || {
        shop.ida.row("main", "view=all", &third).filter(|row| row["desk"]["priority"] == "urgent")
    });
    assert_eq!(row["assignee"], Value::Null);
    assert_eq!(shop.routing(&third)["ahead"], 0);
    assert_eq!(shop.routing(&second)["ahead"], 2);
    let find = |filter: Value| {
        let found = shop.ida.sends("POST", "/api/inboxes/main/threads/find", &json!({"filter": filter})).ok();
        let rows = found["rows"].as_array().cloned().unwrap_or_default();
        rows.into_iter().map(|row| row["thread"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(find(json!({"priority": "urgent"})), [third.as_str()]);
    assert_eq!(find(json!({"not": {"priority": "normal"}})), [third.as_str()]);
    assert_eq!(find(json!({"priority": "normal"})).len(), 2);
    // Several at once, and what is none is refused.
    let many = json!({"threads": [second.as_str()], "act": {"priority": "high"}});
    let done = shop.ida.sends("POST", "/api/inboxes/main/threads/act", &many).ok();
    assert_eq!(done["done"], json!([second]));
    assert_eq!(says(&first, "most").status, 400);
    until("the second one's priority", || {
        shop.ida.row("main", "view=all", &second).filter(|row| row["desk"]["priority"] == "high")
    });
    shop.presence("mia", false);
    for thread in [&third, &second, &first] {
        shop.until_it_is_with(thread, "mia");
        shop.ida.sends("POST", &format!("/api/threads/main/{thread}/close"), &json!({})).ok();
    }
    let told = shop.routing(&third)["decisions"][0].clone();
    assert_eq!((&told["to"]["id"], &told["priority"]), (&json!("mia"), &json!("urgent")), "{told}");
}

#[test]
fn a_rule_says_how_urgent_its_conversations_are() {
    // P40: and leaves alone what began under another
    let shop = Workshop::new("ws-rule-urgent");
    shop.presence("mia", true);
    shop.edits("open", |chatflow| chatflow["routing"] = to_mia()).ok();
    let usual = starts(&mut shop.visitor().connects(), "open", "Whenever you can");
    shop.edits("open", |chatflow| {
        chatflow["routing"] = to_mia();
        chatflow["routing"]["priority"] = json!("high");
    })
    .ok();
    let high = starts(&mut shop.visitor().connects(), "open", "Soon, please");
    let row = |thread: &str| until("the row", || shop.ida.row("main", "view=unassigned", thread));
    assert_eq!(row(&usual)["desk"].get("priority"), None);
    assert_eq!(row(&high)["desk"]["priority"], "high");
    let log = shop.ida.gets(&format!("/api/threads/main/{high}/messages")).ok();
    let told = log.to_string();
    assert!(told.contains(r#""kind":"prioritised""#) && told.contains(r#""priority":"high""#), "{told}");
    assert_eq!(shop.routing(&usual)["ahead"], 1);
    let wrong = shop.edits("open", |chatflow| chatflow["routing"]["priority"] = json!("most"));
    assert!(wrong.status >= 400, "{wrong:?}");
}
