//! Trying targeting out: why a page shows what it shows, decisions made again, and what an edit would change.

use serde_json::{Value, json};

use crate::accounts::{ATELIER, WORKSHOP};
use crate::http::Answer;
use crate::loader::boot_of;
use crate::product::Product;
use crate::visitor::decide;
use crate::workshop::Workshop;

/// Everything a shop has a reason for: one chatflow for prices, one for members, one for phones, one for the rest.
fn furnish(shop: &Workshop) {
    for (name, change) in [
        ("Prices", json!({"include": [{"op": "starts_with", "value": "/pricing"}]})),
        ("Members", json!({"include": [{"op": "all"}], "audience": {"who": "lists", "lists": ["vip"]}})),
        (
            "Phones",
            json!({"include": [{"op": "all"}], "conditions": [[{"fact": "device", "op": "is", "value": "mobile"}]]}),
        ),
    ] {
        let id = shop.makes(name);
        shop.edits(&id, |chatflow| {
            for (key, value) in change.as_object().expect("an object") {
                chatflow[key] = value.clone();
            }
            chatflow["enabled"] = json!(true);
        })
        .ok();
    }
    shop.edits("open", |chatflow| chatflow["exclude"] = json!([{"op": "starts_with", "value": "/legal"}]))
        .ok();
    orders(shop, &["prices", "members", "phones", "open"]).ok();
}

fn orders(shop: &Workshop, ids: &[&str]) -> Answer {
    shop.ida.sends("PUT", "/api/chatflows/order", &json!({"chatflows": ids}))
}

fn tries(shop: &Workshop, asked: &Value) -> Answer {
    shop.ida.sends("POST", "/api/chatflows/simulate", asked)
}

fn covers(shop: &Workshop, asked: &Value) -> Answer {
    shop.ida.sends("POST", "/api/chatflows/coverage", asked)
}

/// The decision's id as a live page gets it.
fn live(account: &str, asked: &Value) -> Value {
    decide(Product::shared(), account, WORKSHOP, asked).ok()["i"].clone()
}

fn page(path: &str) -> String {
    format!("{WORKSHOP}{path}")
}

#[test]
fn every_chatflow_says_why() {
    // N1 H57 E12
    let shop = Workshop::new("ws-why");
    furnish(&shop);
    let off = shop.makes("Switched off");
    let said = |asked: Value| {
        let made = tries(&shop, &asked).ok();
        let chatflows = made["trace"]["chatflows"].as_array().expect("a list").clone();
        chatflows.iter().map(|it| json!([it["id"], it["verdict"]])).collect::<Vec<_>>()
    };
    let expected = |verdicts: [&str; 5]| {
        let ids = ["prices", "members", "phones", "open", &off];
        ids.iter().zip(verdicts).map(|(id, verdict)| json!([id, verdict])).collect::<Vec<_>>()
    };
    let none = "no_include_matched";
    assert_eq!(
        said(json!({"url": page("/legal")})),
        expected([none, "audience", "conditions", "excluded", "disabled"])
    );
    assert_eq!(
        said(json!({"url": page("/pricing"), "visitor": {"known": true, "lists": ["vip"]}})),
        expected(["won", "shadowed", "conditions", "shadowed", "disabled"])
    );
    assert_eq!(
        said(json!({"url": page("/"), "visitor": {"facts": {"device": "mobile"}}})),
        expected([none, "audience", "won", "shadowed", "disabled"])
    );
    // E12: nobody is known here, which is another reason than the wrong list.
    let made = tries(&shop, &json!({"url": page("/legal")})).ok();
    assert_eq!(made["trace"]["chatflows"][1]["clause"], "needs_known");
    assert_eq!(made["trace"]["chatflows"][3]["exclude"][0]["text"], "/legal");
    assert_eq!(made["trace"]["chatflows"][2]["conditions"][0][0]["actual"], Value::Null);
    assert_eq!((&made["trace"]["show"], &made["origin_allowed"]), (&Value::Null, &json!(true)));
    // H57: on another site the snippet does nothing, whatever the rules say.
    let elsewhere = tries(&shop, &json!({"url": "https://elsewhere.example/"})).ok();
    assert_eq!((&elsewhere["trace"]["show"], &elsewhere["origin_allowed"]), (&json!("open"), &json!(false)));
    // An agent may look too, and a draft is tried without being saved.
    let mut draft = shop.opens("open")["chatflow"].clone();
    draft["exclude"] = json!([]);
    let mia = shop.agent("mia");
    let tried = mia.sends("POST", "/api/chatflows/simulate", &json!({"url": page("/legal"), "draft": draft}));
    assert_eq!(tried.ok()["trace"]["show"], "open");
    assert_eq!(shop.shown("/legal"), Value::Null);
}

#[test]
fn a_live_decision_is_made_again() {
    // N3
    let shop = Workshop::new("ws-again");
    furnish(&shop);
    let asked = json!({"u": page("/pricing?plan=pro")});
    let id = live("ws-again", &asked);
    let again = |url: &str, visitor: Value, id: &Value| {
        let asked = json!({"url": url, "visitor": visitor, "decision": id});
        tries(&shop, &asked).ok()["replay"].clone()
    };
    let url = page("/pricing?plan=pro");
    let same = again(&url, json!({}), &id);
    assert_eq!((&same["outcome"], &same["in_force"]), (&json!("same"), &json!(true)));
    assert!(same["published_at"].as_u64().is_some_and(|at| at > 1_700_000_000_000), "{same}");
    // What comes with the loader carries the same id as what is asked.
    assert_eq!(live("ws-again", &json!({"u": page("/pricing")})), boot_id("ws-again", &page("/pricing")));
    assert_eq!(again(&page("/"), json!({}), &id), json!({"outcome": "other_page"}));
    assert_eq!(again(&url, json!({}), &json!("p1.nonsense")), json!({"outcome": "unreadable"}));
    // Another account's rules are nobody's here.
    let foreign = decide(Product::shared(), "rival", ATELIER, &asked).ok()["i"].clone();
    assert_eq!(again(&url, json!({}), &foreign), json!({"outcome": "rules_gone"}));
    // Somebody else saw something else, by the same rules.
    let phone = live("ws-again", &json!({"u": page("/"), "f": {"device": "mobile"}}));
    let other = again(&page("/"), json!({}), &phone);
    assert_eq!((&other["outcome"], &other["shown"]), (&json!("other_visitor"), &json!("phones")));
    assert_eq!(again(&page("/"), json!({"facts": {"device": "mobile"}}), &phone)["outcome"], "same");
    // Words are no rules: what changes only them makes the same decisions.
    shop.edits("prices", |chatflow| chatflow["welcome"] = json!("Ask us.")).ok();
    assert_eq!(live("ws-again", &asked), id);
    // Rules of before are still there, and told from those of now.
    shop.edits("prices", |chatflow| chatflow["include"] = json!([{"op": "is", "value": "/prices"}])).ok();
    assert_ne!(live("ws-again", &asked), id);
    let before = again(&url, json!({}), &id);
    assert_eq!((&before["outcome"], &before["in_force"]), (&json!("same"), &json!(false)));
    assert_eq!(before["published_at"], same["published_at"]);
}

/// The id in the loader of a page.
fn boot_id(account: &str, page: &str) -> Value {
    boot_of(account, Some(page))["i"].clone()
}

#[test]
fn what_was_expected_and_would_not_come_stops_publishing() {
    // N7
    let shop = Workshop::new("ws-expect");
    furnish(&shop);
    let expected = json!([
        {"url": page("/pricing"), "show": "prices"},
        {"url": page("/pricing"), "visitor": {"known": true, "lists": ["vip"]}, "show": "prices"},
        {"url": page("/legal"), "show": null},
    ]);
    shop.edits("prices", |chatflow| chatflow["expected"] = expected.clone()).ok();
    let (before, order) = (shop.opens("prices"), shop.order());
    let refused = |answer: &Answer, what: &str| {
        assert_eq!(answer.refusal(), (422, "expectation_failed".to_owned()), "{what}: {}", answer.text());
        let message = answer.json()["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.contains("Prices"), "{what}: {message}");
    };
    // Saving another chatflow, ordering, deleting, switching on.
    refused(&shop.edits("open", |chatflow| chatflow["exclude"] = json!([])), "saving");
    refused(&orders(&shop, &["members", "prices", "phones", "open"]), "ordering");
    refused(
        &shop.edits("prices", |chatflow| chatflow["include"] = json!([{"op": "is", "value": "/other"}])),
        "saving its own",
    );
    let late = shop.makes("Everything");
    shop.edits(&late, |chatflow| chatflow["include"] = json!([{"op": "starts_with", "value": "/legal"}]))
        .ok();
    let switched =
        shop.ida.sends("PUT", &format!("/api/chatflows/{late}/enabled"), &json!({"enabled": true}));
    refused(&switched, "switching on");
    // Nothing was changed by any of them.
    assert_eq!(shop.opens("prices")["chatflow"], before["chatflow"]);
    assert_eq!(shop.order()[..4], order[..]);
    assert_eq!(shop.shown("/legal"), Value::Null);
    assert_eq!(shop.shown("/pricing")["c"], "prices");
    // What expects a chatflow keeps it from being deleted.
    shop.edits("phones", |chatflow| chatflow["expected"] = json!([{"url": page("/"), "show": "open"}])).ok();
    refused_naming(&shop.ida.sends("DELETE", "/api/chatflows/open", &json!({})), "Phones");
    // Switching off always works, and takes its expectations with it.
    let off = json!({"enabled": false});
    shop.ida.sends("PUT", "/api/chatflows/prices/enabled", &off).ok();
    orders(&shop, &["members", "prices", "phones", "open", &late]).ok();
    let file = {
        let mut file = crate::accounts::workshop("ws-expect-file");
        file["chatflows"][0]["expected"] = json!([{"url": page("/"), "show": null}]);
        file
    };
    let imported = Product::shared().internal("/internal/seed", &file);
    assert_eq!(imported.refusal(), (422, "expectation_failed".to_owned()));
    assert_eq!(imported.json()["error"]["field"], "chatflows[0].expected[0]");
}

#[track_caller]
fn refused_naming(answer: &Answer, name: &str) {
    assert_eq!(answer.refusal(), (422, "expectation_failed".to_owned()), "{}", answer.text());
    assert!(answer.text().contains(name), "{}", answer.text());
}

#[test]
fn an_edit_is_seen_on_every_page_before_it_is_saved() {
    // N6
    let shop = Workshop::new("ws-cover");
    furnish(&shop);
    let urls = json!([page("/"), page("/pricing"), page("/legal"), page("/pricing"), "mailto:a@b.example"]);
    let covered = covers(&shop, &json!({"pages": {"from": "list", "urls": urls}})).ok();
    let row = |path: &str, before: Value, after: Value| json!({"url": page(path), "before": before, "after": after});
    let now = |path: &str, id: Value| row(path, id.clone(), id);
    let expected =
        json!([now("/", json!("open")), now("/pricing", json!("prices")), now("/legal", Value::Null)]);
    assert_eq!(covered["pages"], expected);
    let counts =
        |covered: &Value| ["changed", "bare", "left_out", "unusable"].map(|name| covered[name].clone());
    assert_eq!(counts(&covered), [0, 1, 0, 1].map(|number| json!(number)));
    let mut draft = shop.opens("prices")["chatflow"].clone();
    draft["include"] = json!([{"op": "starts_with", "value": "/legal"}]);
    let covered = covers(&shop, &json!({"pages": {"from": "list", "urls": urls}, "draft": draft})).ok();
    let expected = json!([
        now("/", json!("open")),
        row("/pricing", json!("prices"), json!("open")),
        row("/legal", Value::Null, json!("prices")),
    ]);
    assert_eq!(covered["pages"], expected);
    assert_eq!(counts(&covered), [2, 0, 0, 1].map(|number| json!(number)));
    assert_eq!(shop.shown("/legal"), Value::Null);
    // Members see something else.
    let asked =
        json!({"pages": {"from": "list", "urls": urls}, "visitor": {"known": true, "lists": ["vip"]}});
    assert_eq!(covers(&shop, &asked).ok()["pages"][2]["after"], "members");
    // More than there can be are counted, not shown.
    let many: Vec<String> = (0..5_003).map(|n| page(&format!("/{n}"))).collect();
    let covered = covers(&shop, &json!({"pages": {"from": "list", "urls": many}})).ok();
    assert_eq!((covered["pages"].as_array().map(Vec::len), &covered["left_out"]), (Some(5_000), &json!(3)));
    // Text as it is pasted: one address a line, or a sitemap.
    let lines = format!("{}\n{}\n", page("/"), page("/pricing"));
    let map = format!(
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>{}</loc></url>\
         <url><loc>{}</loc><lastmod>2026-01-01</lastmod></url></urlset>",
        page("/"),
        page("/pricing")
    );
    for text in [lines, map] {
        let covered = covers(&shop, &json!({"pages": {"from": "text", "text": text}})).ok();
        let shown: Vec<_> =
            covered["pages"].as_array().into_iter().flatten().map(|it| &it["after"]).collect();
        assert_eq!(shown, ["open", "prices"], "{text}");
    }
}

#[test]
fn what_is_asked_is_strict() {
    let shop = Workshop::new("ws-ask");
    for (path, body, refusal) in [
        ("simulate", json!({}), (400, "missing_field")),
        ("simulate", json!({"url": page("/"), "visitors": {}}), (400, "unknown_field")),
        ("simulate", json!({"url": "x".repeat(9_000)}), (413, "text_too_long")),
        ("coverage", json!({"pages": {"from": "nowhere"}}), (400, "json_type")),
        ("coverage", json!({"pages": {"from": "list"}}), (400, "missing_field")),
        ("explain-link", json!({"url": "https://elsewhere.example/"}), (403, "origin_forbidden")),
        ("explain-link", json!({"url": ""}), (403, "origin_forbidden")),
    ] {
        let answer = shop.ida.sends("POST", &format!("/api/chatflows/{path}"), &body);
        assert_eq!(answer.refusal(), (refusal.0, refusal.1.to_owned()), "{path} {body}: {}", answer.text());
        // T23: from our own page only, by whoever is signed in.
        let stranger = [("content-type", "application/json")];
        let answer = Product::shared().ask("POST", &format!("/api/chatflows/{path}"), &stranger, "{}");
        assert!([401, 403].contains(&answer.status), "{path}: {}", answer.text());
    }
    // No chatflow takes an address of ours.
    for name in ["Simulate", "Coverage", "Explain link"] {
        assert!(shop.makes(name).ends_with("-2"), "{name}");
    }
}
