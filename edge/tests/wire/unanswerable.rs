//! E7, N26: a page view gets its chatflow although nobody can say who is there, or its account cannot be asked at all. The
//! storage of those who would answer is destroyed on the disk, under products of their own.

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{begin, decide};
use crate::wait::until;

const ACCOUNT: &str = "ws-unanswerable";

/// An account that tells visitors by its people whether somebody is there, and gives contacts to their owners.
fn account() -> Value {
    let mut account = accounts::workshop(ACCOUNT);
    account["contacts"] =
        json!([{"id": "vera", "name": "Vera Lind", "email": "vera@customer.test", "owner": "mia"}]);
    let ole = json!({"assign": "people", "agents": ["ole"], "teams": [], "last_agent_first": false});
    account["chatflows"][0]["routing"] = json!({"assign": "owner", "otherwise": ole});
    account["chatflows"][0]["availability"] = json!({"mode": "status", "away": {"show": "message"}});
    account
}

/// What a view of a page gets: the chatflow, and what is told of the team.
fn view(product: &Product, token: Option<&Value>) -> (Value, Value) {
    let mut page = json!({"u": format!("{WORKSHOP}/")});
    if let Some(token) = token {
        page["k"] = token.clone();
    }
    let decision = decide(product, ACCOUNT, WORKSHOP, &page).ok();
    (decision["d"]["c"].clone(), decision["v"]["shown"].clone())
}

/// The broken storage is told where operators look; what a process prints may come after its answer.
#[track_caller]
fn is_in_the_log(product: &Product) {
    until("the fault to be in the log", || product.faults().contains("SQLITE_NOTADB").then_some(()));
}

#[test]
fn a_chatflow_is_served_although_its_inbox_cannot_say_who_is_there() {
    // E7
    let product = Product::start();
    product.internal("/internal/seed", &account()).ok();
    assert_eq!(view(&product, None), (json!("open"), json!("available")));
    product.destroy("parlor-inbox");
    product.restart_workerd();
    let ida = Agent::of(&product, &format!("ida@{ACCOUNT}.test"));
    assert_eq!(ida.gets("/api/inboxes/main/threads?view=all").status, 500, "the inbox cannot answer");
    // By both ways to a launcher, and what is told is that nobody can be said to be there.
    let loader =
        product.ask("GET", &format!("/embed/{ACCOUNT}.js"), &[("referer", &format!("{WORKSHOP}/"))], "");
    assert!(loader.status == 200 && loader.text().contains(r#""c":"open""#), "{}", loader.status);
    assert_eq!(view(&product, None), (json!("open"), json!("away")));
    is_in_the_log(&product);
}

#[test]
fn a_contact_gets_a_chatflow_although_nobody_can_say_who_their_owner_is() {
    // E7 N32
    let product = Product::start();
    product.internal("/internal/seed", &account()).ok();
    let identity = json!({"account": ACCOUNT, "email": "vera@customer.test"});
    let identity = product.internal("/internal/identify", &identity).ok()["token"].clone();
    let session = json!({"chatflow": "open", "token": identity}).to_string();
    let token = begin(&product, ACCOUNT, WORKSHOP, &session).ok()["token"].clone();
    let ida = Agent::of(&product, &format!("ida@{ACCOUNT}.test"));
    ida.sends("PUT", "/api/people/mia/presence", &json!({"away": true})).ok();
    // A process that has read what is published, and of the account's contacts nothing yet.
    product.restart_workerd();
    assert_eq!(view(&product, None), (json!("open"), json!("available")), "Ole is there for strangers");
    product.destroy("parlor-account");
    let seen = view(&product, Some(&token));
    assert_eq!(seen, (json!("open"), json!("available")), "a contact is told what a stranger is");
    is_in_the_log(&product);
    // It is what they are told that had to be given up: with the account there, their owner is away.
    let other = Product::start();
    other.internal("/internal/seed", &account()).ok();
    let identity = json!({"account": ACCOUNT, "email": "vera@customer.test"});
    let identity = other.internal("/internal/identify", &identity).ok()["token"].clone();
    let ida = Agent::of(&other, &format!("ida@{ACCOUNT}.test"));
    ida.sends("PUT", "/api/people/mia/presence", &json!({"away": true})).ok();
    assert_eq!(view(&other, Some(&identity)), (json!("open"), json!("away")));
}

#[test]
fn a_page_view_gets_what_its_account_published_although_the_account_is_gone() {
    // N26
    let product = Product::start();
    product.internal("/internal/seed", &account()).ok();
    let known = view(&product, None);
    assert_eq!(known, (json!("open"), json!("available")));
    product.destroy("parlor-account");
    let asks_in_vain = || {
        assert_eq!(view(&product, None), known);
        product.faults().contains("SQLITE_NOTADB").then_some(())
    };
    until("the account to be asked in vain", asks_in_vain);
    assert_eq!(view(&product, None), known);
    let page = format!("{WORKSHOP}/");
    let loader = product.ask("GET", &format!("/embed/{ACCOUNT}.js"), &[("referer", &page)], "");
    assert!(loader.status == 200 && loader.text().contains(r#""c":"open""#), "{}", loader.status);
}
