//! Reports: what happened in an account's inboxes, for whom, in which days, and as a table (P82).

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::agent::Agent;
use crate::api::Program;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{Visitor, message_id, post, says, starts};
use crate::wait::until;
use crate::workshop::Workshop;

/// An account whose visitors are asked for stars, with a team and a label.
#[track_caller]
fn shop(id: &'static str) -> Workshop {
    let mut account = accounts::workshop(id);
    account["teams"] = json!([{"id": "sales", "name": "=Sales", "members": [{"agent": "mia"}]}]);
    account["chatflows"][0]["rating"] = json!({"scale": "stars", "question": "How did we do?"});
    let mut side = account["chatflows"][0].clone();
    (side["id"], side["name"], side["inbox"]) = (json!("beside"), json!("Beside"), json!("side"));
    account["chatflows"].as_array_mut().expect("a list").push(side);
    Workshop::of(id, &account)
}

/// Somebody asks in a chatflow: their visitor, their socket and their thread.
#[track_caller]
fn chat(id: &'static str, inbox: &str, chatflow: &str, agent: &Agent<'_>) -> (Visitor<'static>, String) {
    let visitor = Visitor::acts(Product::shared(), id, WORKSHOP, chatflow);
    let thread = starts(&mut visitor.connects(), chatflow, "Is it in stock?");
    until("the row", || agent.row(inbox, "view=all", &thread));
    (visitor, thread)
}

#[track_caller]
fn replies(agent: &Agent<'_>, thread: &str) {
    let body = json!({"client_message_id": message_id(), "text": "It is."});
    agent.sends("POST", &format!("/api/threads/main/{thread}/messages"), &body).ok();
}

#[track_caller]
fn rates(visitor: &Visitor<'_>, thread: &str, score: u8) {
    let body = json!({"token": visitor.token, "thread": thread, "score": score}).to_string();
    let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
    let path = visitor.path.replace("/socket", "/rating");
    Product::shared().ask("POST", &path, &headers, &body).ok();
}

/// A report that is as it should be, soon.
#[track_caller]
fn report(agent: &Agent<'_>, query: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    until(&format!("the report {query}"), || {
        let told = agent.gets(&format!("/api/reports{query}")).ok();
        is_so(&told).then_some(told)
    })
}

fn counts(figures: &Value) -> [u64; 4] {
    ["opened", "replied", "closed", "unanswered"].map(|name| figures[name].as_u64().unwrap_or(u64::MAX))
}

fn groups(report: &Value) -> Vec<(String, u64)> {
    let key = |group: &Value| group["key"].as_str().expect("a key").to_owned();
    let all = report["groups"].as_array().expect("groups").iter();
    all.map(|group| (key(group), group["figures"]["opened"].as_u64().expect("a number"))).collect()
}

#[test]
fn a_conversation_is_counted_from_its_first_word_to_its_stars() {
    // P82 H68
    let shop = shop("ws-report");
    let mia = shop.agent("mia");
    let (visitor, thread) = chat("ws-report", "main", "open", &shop.ida);
    let (_, second) = chat("ws-report", "main", "open", &shop.ida);
    replies(&mia, &thread);
    mia.acts("main", &thread, "close", &json!({}));
    rates(&visitor, &thread, 4);
    let told = report(&shop.ida, "", |told| {
        counts(&told["total"]) == [2, 1, 1, 1] && !told["total"]["ratings"][0].is_null()
    });
    assert_eq!(told["total"]["first_response"]["count"], 1);
    assert_eq!(told["total"]["first_response"]["within"], 1, "within five minutes: {told}");
    let stars = json!({"scale": "stars", "count": 1, "scores": [0, 0, 0, 1, 0], "result": 400});
    assert_eq!(told["total"]["ratings"], json!([stars]));
    assert_eq!((told["days"].as_array().map(Vec::len), &told["unread"]), (Some(7), &json!(0)));
    assert_eq!(counts(&told["days"][6]["figures"]), [2, 1, 1, 1]);
    assert_eq!(counts(&told["before"]), [0, 0, 0, 0]);
    let heat: u64 = told["heat"]
        .as_array()
        .expect("a week")
        .iter()
        .flat_map(|hours| hours.as_array().expect("a day"))
        .filter_map(Value::as_u64)
        .sum();
    assert_eq!(heat, 2);
    // Closed and written into again is another conversation.
    says(&mut visitor.connects(), &post(&thread, "And the lid?"));
    report(&shop.ida, "", |told| counts(&told["total"])[0] == 3);
    // A label is looked up as it is now; what is spam does not count.
    let label = shop.ida.sends("POST", "/api/labels", &json!({"name": "Late", "colour": "red"})).ok();
    let label = label["labels"][0]["id"].as_str().expect("an id").to_owned();
    shop.ida.acts("main", &second, "labels", &json!({"add": [label]}));
    let told = report(&shop.ida, "?by=label", |told| groups(told).len() == 2);
    assert_eq!(groups(&told), [(String::new(), 2), (label.clone(), 1)]);
    assert_eq!(counts(&shop.ida.gets(&format!("/api/reports?label={label}")).ok()["total"])[0], 1);
    shop.ida.acts("main", &second, "spam", &json!({}));
    report(&shop.ida, "", |told| counts(&told["total"])[0] == 2);
    // By who had it, their team, the chatflow, the page and the inbox.
    for (by, expected) in [("agent", "mia"), ("team", "sales"), ("chatflow", "open"), ("inbox", "main")] {
        let told = shop.ida.gets(&format!("/api/reports?by={by}")).ok();
        // Every inbox is a group, and nothing happened in the other.
        let mut all = groups(&told);
        all.retain(|(_, opened)| *opened > 0);
        assert_eq!(all, [(expected.to_owned(), 2)], "{told}");
        assert!(told["groups"][0]["name"].is_string(), "{told}");
    }
    assert_eq!(counts(&shop.ida.gets("/api/reports?agent=ole").ok()["total"]), [0, 0, 0, 0]);
}

#[test]
fn admins_see_every_inbox_and_others_their_own() {
    // P82 T24: and nobody another account's
    let shop = shop("ws-report-who");
    let (ole, mia) = (shop.agent("ole"), shop.agent("mia"));
    chat("ws-report-who", "main", "open", &shop.ida);
    chat("ws-report-who", "side", "beside", &mia);
    // Ida works in one of the two, and is an admin.
    for agent in [&shop.ida, &mia] {
        let told = report(agent, "?by=inbox", |told| groups(told).len() == 2);
        assert_eq!(groups(&told), [("main".to_owned(), 1), ("side".to_owned(), 1)]);
    }
    assert_eq!(counts(&ole.gets("/api/reports?inbox=side").ok()["total"])[0], 1);
    shop.ida
        .sends(
            "PUT",
            "/api/people/mia",
            &json!({"role": "agent", "seat": true, "inboxes": ["side"], "disabled": false}),
        )
        .ok();
    let told = report(&mia, "?by=inbox", |told| groups(told).len() == 1);
    assert_eq!(groups(&told), [("side".to_owned(), 1)]);
    let refused = mia.gets("/api/reports?inbox=main");
    assert_eq!(
        (refused.refusal(), &refused.json()["error"]["field"]),
        ((404, "not_found".to_owned()), &json!("inbox"))
    );
    assert_eq!(shop.ida.gets("/api/reports?inbox=none").refusal(), (404, "not_found".to_owned()));
    // The other account has inboxes of the same names, and nothing in them.
    let next = self::shop("ws-report-next");
    let told = next.ida.gets("/api/reports?by=inbox").ok();
    assert_eq!((counts(&told["total"]), groups(&told).len()), ([0, 0, 0, 0], 2));
    // Programs by their scope.
    let program = Program::of(&shop, &["threads:read"]);
    assert_eq!(counts(&program.asks("GET", "/api/reports", &json!({})).ok()["total"])[0], 2);
    let other = Program::of(&shop, &["settings:read"]);
    assert_eq!(other.asks("GET", "/api/reports", &json!({})).refusal(), (403, "forbidden".to_owned()));
    assert_eq!(Product::shared().ask("GET", "/api/reports", &[], "").status, 401);
}

#[test]
fn a_report_is_a_table_in_which_nothing_is_a_formula() {
    // P82
    let shop = shop("ws-report-csv");
    let (_, thread) = chat("ws-report-csv", "main", "open", &shop.ida);
    replies(&shop.agent("mia"), &thread);
    report(&shop.ida, "", |told| counts(&told["total"])[1] == 1);
    let answer: Answer = shop.ida.gets("/api/reports.csv?by=team&from=2026-11-01&to=2026-11-01");
    assert_eq!(answer.header("content-type").as_deref(), Some("text/csv; charset=utf-8"));
    assert_eq!(
        answer.header("content-disposition").as_deref(),
        Some("attachment; filename=\"report-2026-11-01-2026-11-01.csv\"")
    );
    assert_eq!(answer.text().lines().count(), 1 + 2 + 1 + 7 * 24);
    let table = shop.ida.gets("/api/reports.csv?by=team").text();
    let of = |row: &str| table.lines().find(|line| line.starts_with(row)).unwrap_or_default().to_owned();
    assert!(of("total,").contains(",,1,0,0,1,1,1,"), "{table}");
    assert!(of("team,sales,").starts_with("team,sales,'=Sales,"), "{table}");
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_field() {
    // P82
    let shop = shop("ws-report-bad");
    for (query, status, code, field) in [
        ("from=yesterday", 400, "filter_unknown", "from"),
        ("to=2026-02-30", 400, "filter_unknown", "to"),
        ("from=2026-11-23&to=2026-11-22", 400, "limit_range", "to"),
        ("from=2025-01-01&to=2026-06-01", 400, "limit_range", "to"),
        ("zone=Europe/Nowhere", 422, "time_zone_unknown", "zone"),
        ("by=colour", 400, "filter_unknown", "by"),
        ("business_hours=perhaps", 400, "filter_unknown", "business_hours"),
        ("reply_within=0", 400, "limit_range", "reply_within"),
        ("close_within=99999999999", 400, "limit_range", "close_within"),
        ("agent=No%20One", 400, "id_format", "agent"),
        ("inbox=No%20One", 400, "id_format", "inbox"),
        ("colour=red", 400, "filter_unknown", "colour"),
    ] {
        for path in ["/api/reports", "/api/reports.csv"] {
            let answer = shop.ida.gets(&format!("{path}?{query}"));
            assert_eq!(answer.refusal(), (status, code.to_owned()), "{query}");
            let told = answer.json()["error"].clone();
            assert_eq!(told["field"], field, "{query}");
        }
    }
    let message =
        |query: &str| shop.ida.gets(&format!("/api/reports?{query}")).json()["error"]["message"].to_string();
    assert!(message("from=2025-01-01&to=2026-06-01").contains("366 days"));
    assert!(message("from=yesterday").contains("got yesterday"));
    // The longest there is, and the zone furthest ahead.
    let told = shop
        .ida
        .gets("/api/reports?from=2028-01-01&to=2028-12-31&zone=Pacific/Kiritimati&business_hours=true")
        .ok();
    assert_eq!(told["days"].as_array().map(Vec::len), Some(366));
}

/// A good and a failed request of each kind.
pub(crate) fn every_operation() {
    let shop = shop("ws-report-all");
    for path in ["/api/reports", "/api/reports.csv"] {
        assert_eq!(shop.ida.gets(path).status, 200);
        assert_eq!(shop.ida.gets(&format!("{path}?by=colour")).status, 400);
    }
}
