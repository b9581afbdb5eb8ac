//! The versions of a chatflow, going back to one, and switching one at an instant that was said before.

use conversation::schedule::Date;
use serde_json::{Value, json};

use crate::accounts;
use crate::agent::Agent;
use crate::product::Product;
use crate::wait::{seconds, until};
use crate::workshop::Workshop;

fn versions(shop: &Workshop, chatflow: &str) -> Vec<Value> {
    let told = shop.ida.gets(&format!("/api/chatflows/{chatflow}/versions")).ok();
    told["versions"].as_array().cloned().unwrap_or_default()
}

fn schedule(shop: &Workshop, body: &Value) -> Value {
    shop.ida.sends("PUT", "/api/chatflows/open/schedule", body).ok()
}

/// So many seconds from now: in ms, and as wall clocks in UTC show it.
fn ahead(by: u64) -> (u64, String) {
    let at = seconds() + by;
    let date = Date::of_day((at / 86_400).cast_signed()).expect("a day of the calendar");
    (at * 1_000, format!("{date}T{:02}:{:02}:{:02}", at / 3_600 % 24, at / 60 % 60, at % 60))
}

#[test]
fn an_earlier_version_is_put_back_in_one_request_and_the_next_page_view_shows_it() {
    // N9
    let shop = Workshop::new("vs-back");
    let was = shop.opens("open")["chatflow"]["welcome"].clone();
    shop.edits("open", |chatflow| chatflow["welcome"] = json!("Another word.")).ok();
    let told = versions(&shop, "open");
    let how: Vec<_> = told.iter().map(|one| one["how"].as_str().unwrap_or_default()).collect();
    assert_eq!(how, ["published", "found"]);
    assert_eq!((&told[0]["by"]["id"], &told[1]["by"]), (&json!("ida"), &Value::Null));
    let revision = shop.opens("open")["revision"].clone();
    let path = "/api/chatflows/open/versions/1/restore";
    let stale = shop.ida.sends("POST", path, &json!({"revision": 0}));
    assert_eq!(stale.refusal(), (409, "chatflow_changed".to_owned()));
    let back = shop.ida.sends("POST", path, &json!({"revision": revision})).ok();
    assert_eq!((&back["chatflow"]["welcome"], &back["chatflow"]["enabled"]), (&was, &json!(true)));
    let newest = versions(&shop, "open").remove(0);
    assert_eq!(
        (&newest["number"], &newest["how"], &newest["restored"]),
        (&json!(3), &json!("rolled_back"), &json!(1))
    );
    assert_eq!(newest["by"]["id"], "ida");
    let log = shop.ida.gets("/api/audit?what=chatflow_rolled_back").ok();
    assert_eq!(log["lines"][0]["on"], "open", "{log}");
    let none = shop.ida.sends("POST", "/api/chatflows/open/versions/99/restore", &json!({"revision": 1}));
    assert_eq!(none.refusal(), (404, "not_found".to_owned()));
    let unread = shop.ida.sends("POST", "/api/chatflows/open/versions/one/restore", &json!({"revision": 1}));
    assert!(unread.status >= 400, "{}", unread.status);
}

#[test]
fn a_switch_is_turned_by_the_alarm_once_also_after_a_crash() {
    // N9
    let product = Product::start();
    product.internal("/internal/seed", &accounts::workshop("vs-time")).ok();
    let ida = Agent::of(&product, "ida@vs-time.test");
    let (at, local) = ahead(4);
    let body = json!({"zone": "UTC", "off": local});
    let told = ida.sends("PUT", "/api/chatflows/open/schedule", &body).ok();
    assert_eq!((&told["off"]["at"], &told["off"]["by"]["id"]), (&json!(at), &json!("ida")));
    let listed = ida.gets("/api/chatflows").ok();
    let open = |listed: &Value| {
        let all = listed["chatflows"].as_array().cloned().unwrap_or_default();
        all.into_iter().find(|flow| flow["id"] == "open").unwrap_or_default()
    };
    assert_eq!(open(&listed)["schedule"]["off"]["at"], json!(at));
    // It dies with the plan in it, and is there again.
    product.restart_workerd();
    let ida = Agent::of(&product, "ida@vs-time.test");
    until("the alarm to switch it off", || {
        let listed = ida.gets("/api/chatflows").ok();
        (open(&listed)["enabled"] == json!(false)).then_some(())
    });
    assert_eq!(open(&ida.gets("/api/chatflows").ok())["schedule"], Value::Null, "done and gone");
    let told = ida.gets("/api/chatflows/open/versions").ok();
    let how: Vec<_> = told["versions"].as_array().unwrap().iter().map(|one| one["how"].clone()).collect();
    assert_eq!(how, ["switched_off_on_time", "found"], "once");
    let log = ida.gets("/api/audit?what=chatflow_switched_on_time").ok();
    assert_eq!(log["lines"].as_array().map(Vec::len), Some(1), "{log}");
}

#[test]
fn a_plan_is_refused_changed_and_cancelled() {
    // N9
    let shop = Workshop::new("vs-plan");
    for (body, code) in [
        (json!({"zone": "UTC", "on": "2001-01-01T00:00"}), "schedule_invalid"),
        (json!({"zone": "UTC", "on": "tomorrow"}), "schedule_invalid"),
        (json!({"zone": "Europe/Atlantis", "on": "2027-01-01T00:00"}), "time_zone_unknown"),
        (json!({"on": "2027-01-01T00:00"}), "missing_field"),
        (json!({"zone": "UTC", "at": "2027-01-01T00:00"}), "unknown_field"),
    ] {
        let answer = shop.ida.sends("PUT", "/api/chatflows/open/schedule", &body);
        assert_eq!(answer.refusal().1, code, "{body}");
    }
    let (at, local) = ahead(3_600);
    let told = schedule(&shop, &json!({"zone": "UTC", "off": local}));
    assert_eq!(told["off"]["at"], json!(at));
    assert_eq!(schedule(&shop, &json!({"zone": "UTC"})), json!({}), "what is left out is cancelled");
    assert_eq!(shop.ida.gets("/api/chatflows/open/schedule").ok(), json!({}));
    let log = shop.ida.gets("/api/audit?what=chatflow_scheduled").ok();
    assert_eq!(log["lines"].as_array().map(Vec::len), Some(2), "{log}");
}

/// Each of the operations, done and refused.
pub(crate) fn every_operation() {
    let shop = Workshop::new("vs-operations");
    let at = "/api/chatflows/open/schedule";
    shop.ida.gets(at).ok();
    assert_eq!(shop.ida.gets("/api/chatflows/none/schedule").status, 404);
    let (_, clock) = ahead(86_400);
    schedule(&shop, &json!({"zone": "UTC", "off": clock}));
    assert_eq!(shop.ida.sends("PUT", at, &json!({"x": 1})).status, 400);
    versions(&shop, "open");
    assert_eq!(shop.ida.gets("/api/chatflows/none/versions").status, 404);
    shop.edits("open", |chatflow| chatflow["welcome"] = json!("Another word.")).ok();
    let revision = shop.opens("open")["revision"].clone();
    let back = "/api/chatflows/open/versions/1/restore";
    shop.ida.sends("POST", back, &json!({"revision": revision})).ok();
    assert_eq!(shop.ida.sends("POST", &back.replace('1', "99"), &json!({"revision": 0})).status, 404);
}
