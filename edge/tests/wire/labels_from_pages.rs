//! Labels that a site's page sets on its visitor's conversation (P11).

use serde_json::{Value, json};

use crate::accounts::WORKSHOP;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{Visitor, starts};
use crate::wait::until;
use crate::workshop::Workshop;

fn asks(me: &Visitor<'_>, body: &Value) -> Answer {
    let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
    Product::shared().ask("POST", &me.path.replace("/socket", "/labels"), &headers, &body.to_string())
}

/// Makes a label: its id.
fn makes(shop: &Workshop, name: &str, from_pages: bool) -> String {
    let all = shop.ida.sends("POST", "/api/labels", &json!({"name": name, "colour": "teal"})).ok();
    let made = all["labels"].as_array().and_then(|all| all.iter().find(|label| label["name"] == name));
    let id = made.and_then(|label| label["id"].as_str()).expect("the label").to_owned();
    if from_pages {
        let path = format!("/api/labels/{id}/pages");
        shop.ida.sends("PUT", &path, &json!({"from_pages": true})).ok();
    }
    id
}

fn labels(shop: &Workshop, thread: &str) -> Option<Value> {
    shop.ida.row("main", "view=all", thread).map(|row| row["desk"]["labels"].clone())
}

#[test]
fn a_page_sets_the_labels_that_an_owner_lets_it_set_and_no_other() {
    // P11
    let shop = Workshop::new("page-labels");
    let (vip, fair) = (makes(&shop, "VIP", true), makes(&shop, "Trade fair", true));
    makes(&shop, "Angry", false);
    let me = shop.visitor();
    let mut socket = me.connects();
    let thread = starts(&mut socket, "open", "Hello");
    let wish = |add: &[&str], remove: &[&str]| json!({"token": me.token, "thread": thread, "add": add, "remove": remove});
    let answer = asks(&me, &wish(&["vip", "Trade fair", "Angry", "No such"], &[])).ok();
    assert_eq!(
        answer,
        json!({"not_set": ["Angry", "No such"]}),
        "what is not allowed is not told from what is not there"
    );
    until("the labels", || (labels(&shop, &thread)? == json!([fair, vip])).then_some(()));
    // Agents read who set it.
    let notes = shop.ida.log("main", &thread, "")["annotations"].clone();
    let by_page = |note: &&Value| note["from"]["kind"] == "visitor" && note["note"]["kind"] == "labelled";
    assert_eq!(notes.as_array().expect("notes").iter().filter(by_page).count(), 2, "{notes}");
    // The same again changes nothing; what is taken off is gone.
    asks(&me, &wish(&["VIP"], &["trade FAIR", "Angry"])).ok();
    until("one label", || (labels(&shop, &thread)? == json!([vip])).then_some(()));
    // An agent's own label stays whatever pages say.
    let angry = makes(&shop, "Cross", false);
    shop.ida.acts("main", &thread, "labels", &json!({"add": [angry]}));
    assert_eq!(asks(&me, &wish(&[], &["Cross"])).ok(), json!({"not_set": ["Cross"]}));
    until("both", || (labels(&shop, &thread)? == json!([angry, vip])).then_some(()));
}

#[test]
fn who_may_not_is_refused() {
    // P11
    let shop = Workshop::new("page-labels-refused");
    let vip = makes(&shop, "VIP", true);
    let (me, other) = (shop.visitor(), shop.visitor());
    let thread = starts(&mut me.connects(), "open", "Mine");
    let by = |token: &str, add: Value| json!({"token": token, "thread": thread, "add": add});
    assert_eq!(
        asks(&me, &by(&other.token, json!(["VIP"]))).refusal(),
        (404, "not_found".into()),
        "not theirs"
    );
    assert_eq!(asks(&me, &by("v1.nothing.x", json!(["VIP"]))).refusal(), (401, "auth_required".into()));
    let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
    assert_eq!(asks(&me, &by(&me.token, json!(many))).refusal(), (422, "too_many".into()));
    let agent = shop.agent("mia");
    let path = format!("/api/labels/{vip}/pages");
    assert_eq!(
        agent.sends("PUT", &path, &json!({"from_pages": true})).refusal().0,
        403,
        "only admins allow it"
    );
    assert_eq!(
        shop.ida.sends("PUT", "/api/labels/no-such/pages", &json!({"from_pages": true})).refusal().0,
        404
    );
    shop.ida.sends("PUT", &path, &json!({"from_pages": false})).ok();
    assert_eq!(asks(&me, &by(&me.token, json!(["VIP"]))).ok(), json!({"not_set": ["VIP"]}));
}
