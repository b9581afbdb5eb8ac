//! What the API refuses beside bad bodies, ids and credentials: rows 21 and 24 of the bad inputs, and rows 27 to 39 where
//! a file reaches the edge.

use serde_json::{Value, json};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{Visitor, starts};

#[test]
fn row_24_filters_that_nobody_knows() {
    // row 24: the message lists what there is
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    let views = "view: one of all, mine, unassigned, chat, filtered, bots";
    let names = "no such filter: one of view, status, cursor, before, limit";
    for (filter, field, message) in [
        ("view=theirs", "view", views),
        ("view=", "view", views),
        ("view=ALL", "view", views),
        ("view=all%20", "view", views),
        ("view=mine'%20OR%201=1--", "view", views),
        ("status=done", "status", "status: one of open, snoozed, closed"),
        ("status=open,closed", "status", "status: one of open, snoozed, closed"),
        ("before=x", "before", "before: not a cursor of this list"),
        ("assignee=anna", "assignee", names),
        ("view=all&sort=name", "sort", names),
        ("View=all", "View", names),
        ("view%5B%5D=all", "view[]", names),
        ("=all", "", names),
    ] {
        let answer = anna.gets(&format!("/api/inboxes/main/threads?{filter}"));
        assert_eq!(answer.refusal(), (400, "filter_unknown".to_owned()), "{filter}");
        let error = &answer.json()["error"];
        assert_eq!(error["field"].as_str().unwrap_or_default(), field, "{filter}");
        assert_eq!(error["message"], message, "{filter}");
    }
    let long = anna.gets(&format!("/api/inboxes/main/threads?{}=1", "x".repeat(5_000)));
    assert_eq!(long.refusal(), (400, "filter_unknown".to_owned()));
    assert!(long.text().len() < 300, "what was sent is not repeated at length: {}", long.text());
    for good in ["", "?", "?view=mine&status=closed&limit=1", "?limit=200&view=filtered"] {
        anna.gets(&format!("/api/inboxes/main/threads{good}")).ok();
    }
}

#[test]
fn row_21_a_seat_is_for_routing_alone() {
    // row 21, S96: a member without a seat is assigned by hand, who is no member is not
    let product = Product::shared();
    let mut account = crate::accounts::atelier();
    account["account"] = json!("seats");
    for (person, seat) in [(0, true), (1, false), (2, true)] {
        account["people"][person]["seat"] = json!(seat);
        let id = account["people"][person]["id"].as_str().unwrap_or_default().to_owned();
        account["people"][person]["email"] = json!(format!("{id}@seats.test"));
    }
    product.internal("/internal/seed", &account).ok();
    let ada = Agent::signs_in(product, "ada@seats.test");
    let thread = starts(&mut Visitor::acts(product, "seats", ATELIER, "open").connects(), "open", "one");
    crate::wait::until("the row", || ada.row("main", "view=all", &thread));
    let path = format!("/api/threads/main/{thread}/assign");
    ada.sends("POST", &path, &json!({"agent": "ben"})).ok();
    let refused = ada.sends("POST", &path, &json!({"agent": "cleo"}));
    assert_eq!(refused.refusal(), (422, "assignee_not_in_inbox".to_owned()));
    assert!(
        ada.row("main", "view=all", &thread).is_some_and(|row| row["assignee"].to_string().contains("ben"))
    );
}

#[test]
fn rows_30_to_39_account_files() {
    // row 30, row 31, row 36, row 38, row 39: the edge has the last word on what `serve` and others send it
    let product = Product::shared();
    let good = || {
        let mut account = crate::accounts::atelier();
        account["account"] = json!("never");
        account
    };
    let cases: [(&str, &str, Value, &str, &str); 14] = [
        ("row 30", "/inboxes/0/shards", json!(70_000), "json_type", ""),
        ("row 30", "/inboxes/0/shards", json!("eighty"), "json_type", ""),
        ("row 30", "/inboxes/0/shards", json!(0), "number_range", "inboxes[0].shards"),
        ("row 31", "/origins/0", json!("example.com"), "origin_invalid", "origins[0]"),
        ("row 31", "/origins/1", json!("https://example.com/path"), "origin_invalid", "origins[1]"),
        ("row 31", "/origins/2", json!("*"), "origin_invalid", "origins[2]"),
        ("row 31", "/origins/2", json!("https://*"), "origin_invalid", "origins[2]"),
        ("row 36", "/inboxes/1/id", json!("main"), "account_invalid", "inboxes[1].id"),
        ("row 36", "/chatflows/1/id", json!("final"), "account_invalid", "chatflows[1].id"),
        ("row 36", "/people/2/id", json!("ada"), "account_invalid", "people[2].id"),
        ("row 38", "/chatflows/0/color", json!("red;}"), "colour_invalid", "chatflows[0].color"),
        ("row 38", "/chatflows/0/color", json!("url(x)"), "colour_invalid", "chatflows[0].color"),
        (
            "row 39",
            "/chatflows/4/consent/text",
            json!(" "),
            "consent_text_required",
            "chatflows[4].consent.text",
        ),
        (
            "row 39",
            "/chatflows/4/consent/mode",
            json!("implied"),
            "consent_text_required",
            "chatflows[4].consent.mode",
        ),
    ];
    for (name, pointer, value, code, field) in cases {
        let mut account = good();
        match account.pointer_mut(pointer) {
            Some(place) => *place = value.clone(),
            None => {
                let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
                account.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"))[key] = value.clone();
            }
        }
        let answer = product.internal("/internal/seed", &account);
        assert_eq!(answer.code(), code, "{name} {pointer} {value}: {}", answer.text());
        assert!((400..500).contains(&answer.status), "{name} {pointer}");
        assert_eq!(
            answer.json()["error"]["field"].as_str().unwrap_or_default(),
            field,
            "{name} {pointer} {value}"
        );
    }
    // Nothing of all that is there.
    let headers = [("origin", ATELIER), ("content-type", "text/plain")];
    let answer = product.ask("POST", "/v1/never/decide", &headers, r#"{"u":"https://atelier.example/"}"#);
    assert_eq!(answer.refusal(), (404, "not_found".to_owned()));
}
