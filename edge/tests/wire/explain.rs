//! A link that explains a live page: who makes it, where it counts, and what it tells.

use conversation::ids::AccountId;
use edge::simulation::link;
use edge::token::Key;
use serde_json::{Value, json};
use targeting::PageUrl;

use crate::accounts::WORKSHOP;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{Visitor, decide};
use crate::wait::seconds;
use crate::workshop::Workshop;

/// The page of a link and the permission in it.
fn split(url: &str) -> (String, String) {
    let (page, token) = url.split_once("#parlor-explain=").expect("the link has a permission");
    (page.to_owned(), token.to_owned())
}

fn asks(account: &str, origin: &str, body: &Value) -> Answer {
    let headers = [("origin", origin), ("content-type", "text/plain")];
    Product::shared().ask("POST", &format!("/v1/{account}/explain"), &headers, &body.to_string())
}

#[test]
fn a_live_page_says_why() {
    // N4
    let shop = Workshop::new("ws-explain");
    let url = format!("{WORKSHOP}/pricing?plan=pro");
    // Agents may ask for a link as well.
    let made = shop.agent("mia").sends("POST", "/api/chatflows/explain-link", &json!({"url": url})).ok();
    let (page, token) = split(made["url"].as_str().unwrap_or_default());
    assert_eq!(page, url);
    let hour = made["expires"].as_u64().unwrap_or_default() / 1_000;
    assert!(hour.abs_diff(seconds() + 3_600) < 60, "{made}");
    let answer = asks("ws-explain", WORKSHOP, &json!({"token": token, "url": url}));
    assert_eq!(answer.header("access-control-allow-origin").as_deref(), Some(WORKSHOP));
    assert_eq!(answer.header("cache-control").as_deref(), Some("no-store"));
    let told = answer.ok();
    assert_eq!(told["trace"]["show"], "open");
    assert_eq!((&told["names"]["open"], &told["known"]), (&json!("everywhere"), &json!(false)));
    // The reason of the very decision that the page got.
    let decision = decide(Product::shared(), "ws-explain", WORKSHOP, &json!({"u": url})).ok();
    assert_eq!(told["decision"], decision["i"]);
    let visitor = Visitor::acts(Product::shared(), "ws-explain", WORKSHOP, "open");
    let asked = json!({"token": token, "url": url, "visitor": visitor.token, "facts": {"device": "mobile"}});
    assert_eq!(asks("ws-explain", WORKSHOP, &asked).ok()["trace"]["show"], "open");
}

#[test]
fn a_link_counts_where_it_was_made_for_and_for_an_hour() {
    // N4, T9
    let shop = Workshop::new("ws-explain-not");
    Workshop::new("ws-explain-other");
    let url = format!("{WORKSHOP}/");
    let made = shop.ida.sends("POST", "/api/chatflows/explain-link", &json!({"url": url})).ok();
    let (_, token) = split(made["url"].as_str().unwrap_or_default());
    let nobody = (401, "unauthenticated".to_owned());
    let with = |token: &str| json!({"token": token, "url": url});
    // The same site in another account, and no permission at all.
    assert_eq!(asks("ws-explain-other", WORKSHOP, &with(&token)).refusal(), nobody);
    let visitor = Visitor::acts(Product::shared(), "ws-explain-not", WORKSHOP, "open");
    for bad in [
        "",
        "x1.e30.AAAA",
        &visitor.token,
        &visitor.token.replacen("v1.", "x1.", 1),
        &token[..token.len() - 2],
    ] {
        assert_eq!(asks("ws-explain-not", WORKSHOP, &with(bad)).refusal(), nobody, "{bad}");
    }
    // A link is no visitor.
    let page = json!({"u": url, "k": token.replacen("x1.", "v1.", 1)});
    assert!(decide(Product::shared(), "ws-explain-not", WORKSHOP, &page).ok().get("k").is_none());
    // Another site, in the header or in the body.
    let elsewhere = (403, "origin_forbidden".to_owned());
    assert_eq!(asks("ws-explain-not", "https://evil.example", &with(&token)).refusal(), elsewhere);
    let about = json!({"token": token, "url": "https://evil.example/"});
    assert_eq!(asks("ws-explain-not", WORKSHOP, &about).refusal(), elsewhere);
    // An hour later it is over, and says so.
    let key = Key::parse(&Product::shared().token_key()).expect("a key");
    let account = AccountId::parse("ws-explain-not").expect("an id");
    let (old, _) = link::write(&key, &account, &PageUrl::parse(&url), seconds() - 3_601);
    let over = asks("ws-explain-not", WORKSHOP, &with(&split(&old).1));
    assert_eq!(over.refusal(), (401, "session_expired".to_owned()));
}

#[test]
fn followers_of_links_share_a_pace() {
    // N4
    let shop = Workshop::new("ws-explain-pace");
    let url = format!("{WORKSHOP}/");
    let made = shop.ida.sends("POST", "/api/chatflows/explain-link", &json!({"url": url})).ok();
    let (_, token) = split(made["url"].as_str().unwrap_or_default());
    let answers: Vec<_> = (0..40)
        .map(|_| asks("ws-explain-pace", WORKSHOP, &json!({"token": token, "url": url})).status)
        .collect();
    assert_eq!(answers[..20], [200; 20]);
    assert!(answers.contains(&429), "{answers:?}");
}
