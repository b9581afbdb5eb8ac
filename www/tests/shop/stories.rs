//! Each page gets the chatflow its strip promises, decided by the real engine from the real account file.

use protocol::account::Account;
use targeting::json::VisitorFacts;
use targeting::{OwnedBook, PageUrl, compile, decide};

use crate::site::{Page, account, pages, stories};

/// The account's rules, compiled as the edge compiles them, without anything inert or doubtful in them.
fn book() -> OwnedBook {
    let chatflows: Vec<targeting::Chatflow> = serde_json::from_value(account()["chatflows"].clone()).unwrap();
    let compiled = compile(&chatflows);
    assert!(compiled.notes.is_empty(), "{:?}", compiled.notes);
    OwnedBook::read(compiled.bytes).unwrap()
}

#[track_caller]
fn check(book: &OwnedBook, url: &str, facts: &VisitorFacts, expect: Option<&str>) {
    facts.with(|visitor| {
        let winner = decide(&book.book(), &PageUrl::parse(url), visitor).unwrap();
        assert_eq!(winner.map(|winner| winner.id()), expect, "{url} {facts:?}");
    });
}

#[test]
fn the_demo_account_is_one_the_edge_takes() {
    let account: Account = serde_json::from_value(account()).unwrap();
    assert!(account.check().is_ok(), "{:?}", account.check());
}

/// What is known of the customer whom the shop has signed in on this page, as far as audiences ask for it: who is on a
/// list, its criteria say, and here it is written down.
fn facts(page: &Page) -> VisitorFacts {
    let Some(mail) = page.customer() else { return VisitorFacts::default() };
    let account = account();
    let is_contact = account["contacts"].as_array().unwrap().iter().any(|contact| contact["email"] == mail);
    assert!(is_contact, "{mail} is no contact");
    let lists = match mail {
        "sofia@kiln.test" => vec!["vip".to_owned()],
        "lene@kiln.test" => vec!["churned".to_owned()],
        _ => Vec::new(),
    };
    VisitorFacts { known: true, lists, ..VisitorFacts::default() }
}

/// The same with what an advertisement wrote into the address.
fn with_campaign(mut facts: VisitorFacts, address: &str) -> VisitorFacts {
    if let Some((_, source)) = address.split_once("utm_source=") {
        facts.facts.insert("utm.source".to_owned(), source.to_owned());
    }
    facts
}

#[test]
fn every_row_of_the_table_gets_what_it_promises() {
    // S17 S18 S20 S22 S24 S26 S27 S31 S32 S33 S34 S35 S37
    let (book, account, pages) = (book(), account(), pages());
    for story in stories() {
        let path = story.address.split(['?', '#']).next().unwrap();
        let page = pages.iter().find(|page| page.path == path).unwrap();
        let has_launcher = |id: &str| {
            let chatflow = account["chatflows"].as_array().unwrap().iter().find(|flow| flow["id"] == id);
            chatflow.unwrap()["small_screens"]["launcher"] == true
        };
        let shows = match story.shows.as_str() {
            // The rules would let it have one: it is the snippet that is not there.
            "" if path == "/none/" => Some("everywhere"),
            // Rules know no screen: the strip of the page names the one that is not drawn.
            "" if story.is_small && !has_launcher(page.shows()) => Some(page.shows()),
            "" => None,
            id => Some(id),
        };
        let facts = with_campaign(facts(page), &story.address);
        check(&book, &format!("http://127.0.0.1:8788{}", story.address), &facts, shows);
    }
}

#[test]
fn every_page_gets_what_its_strip_promises() {
    let book = book();
    for page in pages() {
        let line = page.decide_line();
        let told: Option<VisitorFacts> =
            line.get("visitor").map(|facts| serde_json::from_value(facts.clone()).unwrap());
        let facts = facts(&page);
        assert_eq!(told.unwrap_or_default(), facts, "{}", page.path);
        let shows = match page.shows() {
            // The rules would let it have one: it is the snippet that is not there.
            "" if page.path == "/none/" => Some("everywhere"),
            "" => None,
            id => Some(id),
        };
        check(&book, line["url"].as_str().unwrap(), &facts, shows);
    }
}

#[test]
fn the_stories_hold_next_to_the_pages_too() {
    let book = book();
    let anonymous = VisitorFacts::default();
    let sofia = VisitorFacts { known: true, lists: vec!["vip".to_owned()], ..VisitorFacts::default() };
    let tomas = VisitorFacts { known: true, lists: Vec::new(), ..VisitorFacts::default() };
    let lene = VisitorFacts { known: true, lists: vec!["churned".to_owned()], ..VisitorFacts::default() };
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
        (&anonymous, "http://127.0.0.1:8788/workshop/?voucher=", Some("voucher")),
        (&anonymous, "http://127.0.0.1:8788/legal/?voucher=1", None),
        (&anonymous, "http://127.0.0.1:8788/new/?from=Letter", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/new/cups/?from=letter", Some("letter")),
        (&anonymous, "http://127.0.0.1:8788/?from=letter", Some("welcome")),
        (&anonymous, "http://127.0.0.1:8788/fair?badge", Some("fair")),
        (&anonymous, "http://127.0.0.1:8788/fair/hall-4/?badge=114", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/events/?when=evening", Some("evenings")),
        (&anonymous, "http://127.0.0.1:8788/courses/evening-throwing/", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/shop/seconds/?size=2", Some("seconds")),
        (&anonymous, "http://127.0.0.1:8788/shop/seconds/lids/", Some("shop")),
        (&tomas, "http://127.0.0.1:8788/returns/guest/", Some("returns")),
        (&lene, "http://127.0.0.1:8788/returns/", Some("returns")),
        (&tomas, "http://127.0.0.1:8788/repairs/", Some("repairs")),
        (&lene, "http://127.0.0.1:8788/repairs/", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/journal/glaze-tests/", Some("everywhere")),
        (&anonymous, "http://127.0.0.1:8788/journal/2026/autumn/glaze-?page=2", Some("journal")),
    ];
    for (facts, url, expect) in cases {
        check(&book, url, facts, *expect);
    }
}
