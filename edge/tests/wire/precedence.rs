//! Contacts on certain lists come first, and why a conversation is as urgent as it is (P40).

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::product::Product;
use crate::visitor::{Visitor, begin, message_id, starts};
use crate::wait::until;
use crate::workshop::Workshop;

/// An account with a list of gold customers, on which Vera is, and one of whoever only says who they are.
#[track_caller]
fn shop(id: &'static str) -> Workshop {
    let mut account = accounts::workshop(id);
    account["lists"] = json!([
        {"id": "gold", "name": "Gold"},
        {"id": "typed", "name": "Typed", "criteria": [[{"property": "verified", "test": {"op": "is_false"}}]]},
    ]);
    account["contacts"] =
        json!([{"id": "vera", "name": "Vera Lind", "email": "vera@customer.test", "lists": ["gold"]}]);
    let shop = Workshop::of(id, &account);
    shop.presence("mia", true);
    shop.edits("open", |chatflow| chatflow["routing"] = json!({"assign": "people", "agents": ["mia"]})).ok();
    shop
}

#[track_caller]
fn say(shop: &Workshop, all: Value) -> Value {
    shop.ida.sends("PUT", "/api/settings", &json!({"list_priorities": all})).ok()
}

/// Vera, whom the site vouches for.
#[track_caller]
fn vera(id: &'static str) -> Visitor<'static> {
    let product = Product::shared();
    let who = json!({"account": id, "email": "vera@customer.test"});
    let token = product.internal("/internal/identify", &who).ok()["token"].clone();
    let body = json!({"chatflow": "open", "token": token}).to_string();
    let session = begin(product, id, WORKSHOP, &body).ok();
    Visitor::acts(product, id, WORKSHOP, "open").with(&session)
}

#[track_caller]
fn row(shop: &Workshop, thread: &str) -> Value {
    until("the row", || shop.ida.row("main", "view=unassigned", thread))
}

#[test]
fn whoever_is_on_a_list_comes_first_and_it_is_said_why() {
    // P40 N30
    let shop = shop("ws-gold");
    let kept =
        say(&shop, json!([{"list": "gold", "priority": "urgent"}, {"list": "typed", "priority": "high"}]));
    assert_eq!(kept["list_priorities"][0], json!({"list": "gold", "priority": "urgent"}));
    shop.ida.sends("PUT", "/api/people/mia/work", &json!({"capacity": 1})).ok();
    let stranger = starts(&mut shop.visitor().connects(), "open", "First");
    row(&shop, &stranger);
    let theirs = starts(&mut vera("ws-gold").connects(), "open", "Later");
    let because = json!({"by": "list", "list": {"id": "gold", "name": "Gold"}});
    let desk = row(&shop, &theirs)["desk"].clone();
    assert_eq!((&desk["priority"], &desk["priority_by"]), (&json!("urgent"), &because));
    assert_eq!((&shop.routing(&theirs)["ahead"], &shop.routing(&stranger)["ahead"]), (&json!(0), &json!(1)));
    let log = shop.ida.gets(&format!("/api/threads/main/{theirs}/messages")).ok();
    let note = json!({"kind": "prioritised", "priority": "urgent", "list": {"id": "gold", "name": "Gold"}});
    assert_eq!(log["annotations"][0]["note"], note, "{log}");
    shop.presence("mia", false);
    shop.until_it_is_with(&theirs, "mia");
    let told = shop.routing(&theirs)["decisions"][0].clone();
    assert_eq!((&told["priority"], &told["priority_by"]), (&json!("urgent"), &because), "{told}");
    shop.ida.sends("POST", &format!("/api/threads/main/{theirs}/close"), &json!({})).ok();
    shop.until_it_is_with(&stranger, "mia");
    assert_eq!(shop.routing(&stranger)["decisions"][0].get("priority_by"), None);
}

#[test]
fn whoever_becomes_known_while_they_wait_rises_unless_somebody_said_otherwise() {
    // P40: an address that is typed makes a contact, and its lists count
    let shop = shop("ws-typed");
    say(&shop, json!([{"list": "typed", "priority": "high"}]));
    let begins = |text: &str| {
        let visitor = shop.visitor();
        let mut socket = visitor.connects();
        let thread = starts(&mut socket, "open", text);
        row(&shop, &thread);
        (socket, thread)
    };
    let ((mut one, first), (mut other, second)) = (begins("first"), begins("second"));
    shop.ida
        .sends("POST", &format!("/api/threads/main/{second}/priority"), &json!({"priority": "normal"}))
        .ok();
    until("said by hand", || {
        (row(&shop, &second)["desk"]["priority_by"] == json!({"by": "hand"})).then_some(())
    });
    for (socket, thread, email) in
        [(&mut one, &first, "one@typed.example"), (&mut other, &second, "other@typed.example")]
    {
        let id = message_id();
        socket.send(&json!({"t": "email", "client_message_id": id, "thread": thread, "email": email}));
        socket.take("an answer", |frame| frame["t"] == "captured");
    }
    until("raised", || (row(&shop, &first)["desk"]["priority"] == "high").then_some(()));
    until("the address", || (row(&shop, &second)["email"] == "other@typed.example").then_some(()));
    assert_eq!(row(&shop, &second)["desk"]["priority_by"], json!({"by": "hand"}));
    assert_eq!(row(&shop, &second)["desk"].get("priority"), None);
    assert_eq!(shop.routing(&second)["ahead"], 1);
}

#[test]
fn a_rule_that_assigns_nobody_says_how_urgent_its_conversations_are() {
    // P40 S102
    let shop = shop("ws-nobody");
    shop.edits("open", |chatflow| chatflow["routing"] = json!({"assign": "nobody", "priority": "high"})).ok();
    assert_eq!(shop.opens("open")["chatflow"]["routing"], json!({"assign": "nobody", "priority": "high"}));
    let thread = starts(&mut shop.visitor().connects(), "open", "Anybody?");
    let desk = row(&shop, &thread)["desk"].clone();
    assert_eq!((&desk["priority"], &desk["priority_by"]), (&json!("high"), &json!({"by": "rule"})));
    let told = shop.routing(&thread)["decisions"][0].clone();
    assert_eq!((&told["because"], &told["priority"]), (&json!("rule_says_nobody"), &json!("high")));
    let otherwise = json!({"assign": "owner", "otherwise": {"assign": "nobody", "priority": "low"}});
    shop.edits("open", |chatflow| chatflow["routing"] = otherwise.clone()).ok();
    let low = starts(&mut shop.visitor().connects(), "open", "Whenever");
    assert_eq!(row(&shop, &low)["desk"]["priority"], "low");
}

#[test]
fn what_cannot_be_said_of_lists_is_refused_and_a_list_that_is_named_stays() {
    // P40
    let shop = shop("ws-said");
    let refused = |all: Value| {
        let answer = shop.ida.sends("PUT", "/api/settings", &json!({"list_priorities": all}));
        let field = answer.json()["error"]["field"].as_str().unwrap_or_default().to_owned();
        (answer.refusal(), field)
    };
    let gold = || json!({"list": "gold", "priority": "high"});
    for (all, code, field) in [
        (json!([{"list": "none", "priority": "high"}]), "reference_unknown", "list_priorities[0].list"),
        (json!([gold(), gold()]), "list_priority", "list_priorities[1].list"),
        (json!([{"list": "gold", "priority": "low"}]), "list_priority", "list_priorities[0].priority"),
        (json!(vec![gold(); 21]), "too_many", "list_priorities"),
    ] {
        assert_eq!(refused(all), ((422, code.to_owned()), field.to_owned()));
    }
    assert_eq!(refused(json!([{"list": "gold", "priority": "most"}])).0.0, 400);
    say(&shop, json!([gold()]));
    let kept = shop.ida.sends("DELETE", "/api/lists/gold", &json!({}));
    assert_eq!(kept.refusal(), (409, "list_in_use".to_owned()));
    let used = shop.ida.gets("/api/lists/gold").ok()["used_by"].clone();
    assert_eq!(used, json!([{"kind": "settings", "id": "list_priorities", "name": "high"}]));
    // Agents set nothing.
    assert_eq!(shop.agent("mia").sends("PUT", "/api/settings", &json!({"list_priorities": []})).status, 403);
    say(&shop, json!([]));
    shop.ida.sends("DELETE", "/api/lists/gold", &json!({})).ok();
}
