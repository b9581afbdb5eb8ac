//! What visitors are told of the team: by the clock of its zone and by who is there, and at any instant to come.

use serde_json::{Value, json};

use crate::accounts::WORKSHOP;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::decide;
use crate::wait::until;
use crate::workshop::Workshop;

/// What a page view is told beside the chatflow.
fn told(account: &str) -> Value {
    let page = json!({"u": format!("{WORKSHOP}/")});
    decide(Product::shared(), account, WORKSHOP, &page).ok()["v"].clone()
}

fn asked(account: &str, query: &str) -> Answer {
    let path = format!("/v1/{account}/availability{query}");
    Product::shared().ask("GET", &path, &[("origin", WORKSHOP)], "")
}

/// What an open page is told, by whoever looks at it.
fn told_now(account: &str, token: &Value) -> Value {
    let body = json!({"chatflow": "open", "token": token}).to_string();
    let path = format!("/v1/{account}/availability");
    Product::shared().ask("POST", &path, &[("origin", WORKSHOP), ("content-type", "text/plain")], &body).ok()
}

fn people() -> Value {
    json!({"assign": "people", "agents": ["mia"], "teams": [], "last_agent_first": false})
}

#[test]
fn by_status_somebody_whom_the_rule_names_has_to_be_there() {
    // S58 S59 S60 S61 S71 N32 E37 E41 P37
    let shop = Workshop::new("ws-status");
    shop.edits("open", |chatflow| {
        chatflow["routing"] = people();
        chatflow["availability"] =
            json!({"mode": "status", "reply_minutes": 5, "away": {"show": "message", "text": "Back soon."}});
    })
    .ok();
    assert_eq!(told("ws-status"), json!({"shown": "available", "reply_minutes": 5}));
    shop.presence("ole", true);
    assert_eq!(told("ws-status")["shown"], "available", "Ole is in no rule");
    shop.presence("mia", true);
    let away = json!({"shown": "away", "text": "Back soon."});
    until("it to be told", || (told("ws-status") == away).then_some(()));
    assert_eq!(asked("ws-status", "?chatflow=open").ok(), away);
    // With the loader too.
    let loader =
        Product::shared().ask("GET", "/embed/ws-status.js", &[("referer", &format!("{WORKSHOP}/"))], "");
    assert!(loader.text().contains(r#""v":{"shown":"away","text":"Back soon."}"#), "the boot carries it");
    // S61: no launcher while nobody is there.
    shop.edits("open", |chatflow| chatflow["availability"]["away"] = json!({"show": "nothing"})).ok();
    assert_eq!(told("ws-status"), json!({"shown": "nothing"}));
    shop.presence("mia", false);
    until("it to be told", || (told("ws-status")["shown"] == "available").then_some(()));
    // Full is not there either.
    shop.ida.sends("PUT", "/api/people/mia/work", &json!({"capacity": 1})).ok();
    let thread = crate::visitor::starts(&mut shop.visitor().connects(), "open", "Hello");
    shop.until_it_is_with(&thread, "mia");
    until("it to be told", || (told("ws-status")["shown"] == "nothing").then_some(()));
}

#[test]
fn a_full_team_says_so_offers_to_answer_by_mail_or_hides() {
    // H66 N32: where the router has room for nobody, no page view is told that somebody is there
    let shop = Workshop::new("ws-full");
    let sets = |at_capacity: Value| {
        shop.edits("open", |chatflow| {
            chatflow["routing"] = people();
            chatflow["availability"] = json!({
                "mode": "status", "away": {"show": "message", "text": "Back soon."}, "at_capacity": at_capacity,
            });
        })
    };
    let words = "We are all in other chats. Where may we answer?";
    let email = json!({"show": "email", "message": words});
    sets(email.clone()).ok();
    assert_eq!(told("ws-full"), json!({"shown": "available"}));
    shop.ida.sends("PUT", "/api/people/mia/work", &json!({"capacity": 1})).ok();
    let thread = crate::visitor::starts(&mut shop.visitor().connects(), "open", "Hello");
    shop.until_it_is_with(&thread, "mia");
    // By the chatflow's own form: whoever writes is asked for an address right away.
    let page = json!({"u": format!("{WORKSHOP}/")});
    let view = || decide(Product::shared(), "ws-full", WORKSHOP, &page).ok();
    let asks = json!({"a": 0, "m": words});
    until("the offer", || (view()["d"]["e"] == asks).then_some(()));
    assert_eq!(view()["v"], json!({"shown": "away"}), "in the house's words");
    // And a page that is open hears it when it asks again.
    assert_eq!(told_now("ws-full", &Value::Null), json!({"shown": "away", "e": asks}));
    let loader =
        Product::shared().ask("GET", "/embed/ws-full.js", &[("referer", &format!("{WORKSHOP}/"))], "");
    assert!(loader.text().contains(words), "the loader brings it too");
    let span = shop.ida.gets("/api/chatflows/open/availability").ok()["spans"][0].clone();
    assert_eq!((&span["because"], &span["reachable"]), (&json!("at_capacity"), &json!(false)), "{span}");
    // Nobody there is something else than nobody free.
    shop.presence("mia", true);
    until("the other words", || {
        (told("ws-full") == json!({"shown": "away", "text": "Back soon."})).then_some(())
    });
    assert_eq!(view()["d"].get("e"), None);
    assert_eq!(told_now("ws-full", &Value::Null), json!({"shown": "away", "text": "Back soon."}));
    shop.presence("mia", false);
    for (at_capacity, shown) in [
        (json!({"show": "message", "text": "All busy."}), json!({"shown": "away", "text": "All busy."})),
        (json!({"show": "nothing"}), json!({"shown": "nothing"})),
        (Value::Null, json!({"shown": "away", "text": "Back soon."})),
    ] {
        sets(at_capacity).ok();
        until("what is shown", || (told("ws-full") == shown).then_some(()));
    }
    let answer = sets(json!({"show": "email", "message": ""}));
    assert_eq!(answer.refusal(), (422, "text_empty".to_owned()));
    assert_eq!(answer.json()["error"]["field"], "availability.at_capacity.message");
    assert_eq!(sets(json!({"show": "chat"})).refusal().1, "json_type");
    // Somebody is free again.
    sets(email).ok();
    shop.agent("mia").acts("main", &thread, "close", &json!({}));
    until("it to be told", || (told("ws-full")["shown"] == "available").then_some(()));
}

#[test]
fn a_contact_is_told_what_their_owner_can_do() {
    // N32 S97 S99: routing gives them to their owner, whoever else is there
    let mut account = crate::accounts::workshop("ws-owned");
    account["contacts"] =
        json!([{"id": "vera", "name": "Vera Lind", "email": "vera@customer.test", "owner": "mia"}]);
    let shop = Workshop::of("ws-owned", &account);
    shop.edits("open", |chatflow| {
        chatflow["routing"] = json!({"assign": "owner", "otherwise": {
            "assign": "people", "agents": ["ole"], "teams": [], "last_agent_first": false}});
        chatflow["availability"] = json!({"mode": "status", "away": {"show": "message"}});
    })
    .ok();
    let product = Product::shared();
    let identity = json!({"account": "ws-owned", "email": "vera@customer.test"});
    let identity = product.internal("/internal/identify", &identity).ok()["token"].clone();
    let sees = |token: &Value| {
        let page = json!({"u": format!("{WORKSHOP}/"), "k": token});
        decide(product, "ws-owned", WORKSHOP, &page).ok()["v"]["shown"].clone()
    };
    let stranger = || told("ws-owned")["shown"].clone();
    assert_eq!((sees(&identity), stranger()), (json!("available"), json!("available")));
    shop.presence("mia", true);
    until("hers to be away", || (sees(&identity) == "away").then_some(()));
    // Mid-page: who asks again says who they are, in the body.
    let mid_page = |token: &Value| told_now("ws-owned", token)["shown"].clone();
    assert_eq!((mid_page(&identity), mid_page(&Value::Null)), (json!("away"), json!("available")));
    assert_eq!(stranger(), "available", "Ole is there for everybody else");
    shop.presence("ole", true);
    shop.presence("mia", false);
    until("hers to be back", || (sees(&identity) == "available").then_some(()));
    until("everybody else's to be away", || (stranger() == "away").then_some(()));
    assert_eq!((mid_page(&identity), mid_page(&Value::Null)), (json!("available"), json!("away")));
    let path = "/v1/ws-owned/availability";
    let plain = [("origin", WORKSHOP), ("content-type", "text/plain")];
    let refused = |body: &str| product.ask("POST", path, &plain, body).refusal();
    assert_eq!(refused("{}").1, "missing_field");
    assert_eq!(refused(r#"{"chatflow": "none"}"#), (404, "not_found".to_owned()));
    assert_eq!(refused(r#"{"chatflow": "open", "who": "vera"}"#), (400, "unknown_field".to_owned()));
}

#[test]
fn always_says_nothing_more_and_can_be_asked() {
    // S56 S57
    let shop = Workshop::new("ws-always");
    shop.edits("open", |chatflow| chatflow["availability"] = json!({"mode": "always", "reply_minutes": 10}))
        .ok();
    assert_eq!(told("ws-always"), Value::Null);
    let answer = asked("ws-always", "?chatflow=open").ok();
    assert_eq!(answer, json!({"shown": "available", "reply_minutes": 10}));
    assert_eq!(asked("ws-always", "?chatflow=none").refusal(), (404, "not_found".to_owned()));
    assert_eq!(asked("ws-always", "").refusal(), (400, "missing_field".to_owned()));
    assert_eq!(asked("ws-always", "?flow=open").refusal(), (400, "filter_unknown".to_owned()));
    let foreign = Product::shared().ask(
        "GET",
        "/v1/ws-always/availability?chatflow=open",
        &[("origin", "https://evil.example")],
        "",
    );
    assert_eq!(foreign.refusal(), (403, "origin_forbidden".to_owned()));
}

#[test]
fn business_hours_are_what_the_clock_on_their_wall_says() {
    // S62 S63 S64 S65 S66 P38 P39 N10 E42 E44: nights in which clocks change, read off workerd's own database
    let shop = Workshop::new("ws-hours");
    let every = |ranges: Value| {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        Value::Object(days.iter().map(|day| ((*day).to_owned(), ranges.clone())).collect())
    };
    let sets = |zone: &str, week: Value, dates: Value| {
        shop.edits("open", |chatflow| {
            chatflow["availability"] = json!({
                "mode": "hours", "schedule": {"zone": zone, "week": week}, "reply_minutes": 5,
                "away": {"show": "chat"}, "closed": {"show": "return_time"},
            });
            if dates != json!({}) {
                chatflow["availability"]["schedule"]["dates"] = dates;
            }
        })
    };
    // The zone; a range of every day; between two instants; how long it is open there, in minutes.
    let (night, noon) =
        (json!([{"from": "01:00", "until": "04:00"}]), json!([{"from": "12:00", "until": "13:00"}]));
    let day = 86_400_000_u64;
    for (zone, week, at, minutes, why) in [
        ("Europe/Berlin", &night, 1_792_879_200_000, 240, "an hour comes twice on 2026-10-25"),
        ("Europe/Berlin", &night, 1_774_738_800_000, 120, "an hour is left out on 2026-03-29"),
        ("America/New_York", &night, 1_793_505_600_000, 240, "2026-11-01, at two; the range begins at one"),
        ("Australia/Lord_Howe", &night, 1_775_307_600_000, 210, "half an hour comes twice on 2026-04-05"),
        ("Asia/Kathmandu", &noon, 1_792_865_700_000, 60, "three quarters of an hour, and no summer"),
    ] {
        sets(zone, every(week.clone()), json!({})).ok();
        let path = format!("/api/chatflows/open/availability?at={at}&until={}", at + day);
        let spans = shop.ida.gets(&path).ok()["spans"].clone();
        let spans = spans.as_array().unwrap();
        let open = spans.iter().filter(|span| span["told"]["shown"] == "available");
        let open: u64 =
            open.map(|span| span["until"].as_u64().unwrap() - span["from"].as_u64().unwrap()).sum();
        assert_eq!(open / 60_000, minutes, "{zone}: {why}: {spans:?}");
        // Without gaps, and each ends where the clock says so.
        assert_eq!(spans[0]["from"], at);
        assert!(spans.windows(2).all(|two| two[0]["until"] == two[1]["from"]), "{spans:?}");
        for closed in spans.iter().filter(|span| span["told"]["shown"] == "back_at") {
            assert_eq!(closed["because"], "out_of_hours");
            assert!(closed["told"]["back_at"].as_u64() >= closed["until"].as_u64(), "{closed}");
        }
    }
    // A holiday, and none where it is open all day.
    sets("Europe/Berlin", every(json!([{"from": "00:00", "until": "24:00"}])), json!({"2026-12-25": []}))
        .ok();
    let path = "/api/chatflows/open/availability?at=1798066800000&until=1798412400000"; // 24 to 27 December
    let spans = shop.ida.gets(path).ok()["spans"].clone();
    let shown: Vec<&Value> = spans.as_array().unwrap().iter().map(|span| &span["told"]["shown"]).collect();
    assert_eq!(shown, ["available", "back_at", "available"], "{spans}");
    assert_eq!(spans[1]["from"], 1_798_153_200_000_u64, "midnight in Berlin");
    for (zone, field) in
        [("Europe/Nowhere", "availability.schedule.zone"), ("../etc", "availability.schedule.zone")]
    {
        let answer = sets(zone, json!({}), json!({}));
        assert_eq!(answer.refusal(), (422, "time_zone_unknown".to_owned()));
        assert_eq!(answer.json()["error"]["field"], field);
    }
    let refused = shop.ida.gets("/api/chatflows/open/availability?at=5&until=4");
    assert_eq!(refused.refusal(), (400, "limit_range".to_owned()));
}

#[test]
fn a_page_view_is_told_until_when_it_holds() {
    // E40 S66: closed for ever but on the day after tomorrow, wherever the clock stands now
    let shop = Workshop::new("ws-until");
    let day = 86_400_000;
    let opens = (crate::wait::seconds() * 1_000 / day + 2) * day;
    shop.edits("open", |chatflow| {
        chatflow["availability"] = json!({
            "mode": "hours", "away": {"show": "chat"}, "closed": {"show": "return_time"},
            "schedule": {"zone": "UTC", "week": {}, "dates": {date(opens / day): [{"from": "00:00", "until": "24:00"}]}},
        });
    })
    .ok();
    assert_eq!(told("ws-until"), json!({"shown": "back_at", "back_at": opens, "until": opens}));
}

/// The date of a day since 1970, as people write it.
fn date(days: u64) -> String {
    let (mut year, mut left) = (1970, days);
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, left + 1)
}
