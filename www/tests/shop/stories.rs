//! Each page gets the chatflow its strip promises, decided by the real engine from the real account file.

use protocol::account::Account;
use targeting::json::VisitorFacts;
use targeting::{OwnedBook, PageUrl, Visitor, compile, decide};

use crate::site::{account, pages};

/// The account's rules, compiled as the edge compiles them, without anything inert or doubtful in them.
fn book() -> OwnedBook {
    let chatflows: Vec<targeting::Chatflow> = serde_json::from_value(account()["chatflows"].clone()).unwrap();
    let compiled = compile(&chatflows);
    assert!(compiled.notes.is_empty(), "{:?}", compiled.notes);
    OwnedBook::read(compiled.bytes).unwrap()
}

#[track_caller]
fn check(book: &OwnedBook, url: &str, facts: &VisitorFacts, expect: Option<&str>) {
    let lists: Vec<&str> = facts.lists.iter().map(String::as_str).collect();
    let visitor = Visitor { known: facts.known, lists: &lists };
    let winner = decide(&book.book(), &PageUrl::parse(url), &visitor);
    assert_eq!(winner.map(|winner| winner.id), expect, "{url} {facts:?}");
}

#[test]
fn the_demo_account_is_one_the_edge_takes() {
    let account: Account = serde_json::from_value(account()).unwrap();
    assert!(account.check().is_ok(), "{:?}", account.check());
}

#[test]
fn every_page_gets_what_its_strip_promises() {
    let book = book();
    for page in pages() {
        let line = page.decide_line();
        let facts = line.get("visitor").map(|facts| serde_json::from_value(facts.clone()).unwrap());
        let shows = match page.shows() {
            // The rules would let it have one: it is the snippet that is not there.
            "" if page.path == "/none/" => Some("everywhere"),
            "" => None,
            id => Some(id),
        };
        check(&book, line["url"].as_str().unwrap(), &facts.unwrap_or_default(), shows);
    }
}

#[test]
fn the_stories_hold_next_to_the_pages_too() {
    let book = book();
    let anonymous = VisitorFacts::default();
    let sofia = VisitorFacts { known: true, lists: vec!["vip".to_owned()] };
    let tomas = VisitorFacts { known: true, lists: Vec::new() };
    let lene = VisitorFacts { known: true, lists: vec!["churned".to_owned()] };
    // who · where · what, none for no widget
    let cases: &[(&VisitorFacts, &str, Option<&str>)] = &[
        (&anonymous, "http://localhost:8788/", Some("welcome")),
        (&anonymous, "http://127.0.0.1:49152/?utm_source=mail", Some("welcome")),
        (&tomas, "http://127.0.0.1:8788/", Some("welcome")),
        (&lene, "http://127.0.0.1:8788/", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/pricing/cafes", Some("pricing")),
        (&anonymous, "http://127.0.0.1:8788/Pricing/", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/pricing/#hs-chat-open", Some("pricing")),
        (&anonymous, "http://127.0.0.1:8788/shop", Some("shop")),
        (&anonymous, "http://127.0.0.1:8788/shopping/", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/visit/workshop/", Some("workshop")),
        (&anonymous, "http://127.0.0.1:8788/campaign/", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/campaign/?plan=basic&plan=pro", Some("campaign")),
        (&anonymous, "http://127.0.0.1:8788/campaign/?plan=Pro", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/pricing/?plan=pro", Some("campaign")),
        (&anonymous, "http://127.0.0.1:8788/legal/?plan=pro", None),
        (&anonymous, "http://127.0.0.1:8788/legal/?from=/workshop", None),
        (&anonymous, "http://127.0.0.1:8788/account/", Some("orders")),
        (&tomas, "http://127.0.0.1:8788/account/", Some("everywhere")),
        (&sofia, "http://127.0.0.1:8788/", Some("welcome")),
        (&anonymous, "http://127.0.0.1:8788/spa/#/wrapping", Some("wrapping")),
        (&anonymous, "http://127.0.0.1:8788/spa/?under=50#/wrapping", Some("wrapping")),
        (&anonymous, "http://127.0.0.1:8788/spa/?under=50", Some("gift-finder")),
        (&anonymous, "http://127.0.0.1:8788/spa/#/", Some("gift-finder")),
        (&anonymous, "http://127.0.0.1:8788/spa/checkout/?plan=pro", None),
    ];
    for (facts, url, expect) in cases {
        check(&book, url, facts, *expect);
    }
}
