//! What must be in no store and no log: pages' addresses, tokens, passwords, network addresses.

use serde_json::json;

use crate::agent::{Agent, sign_in};
use crate::product::Product;
use crate::visitor::{KILN, Visitor, decide, first_post, says};
use crate::wait::until;

#[track_caller]
fn nowhere(product: &Product, name: &str, canary: &str) {
    assert!(canary.len() >= 12, "{name}: too short to be told from chance");
    let holders: Vec<_> = product
        .files()
        .into_iter()
        .filter(|(_, bytes)| bytes.windows(canary.len()).any(|window| window == canary.as_bytes()))
        .map(|(path, _)| path)
        .collect();
    assert!(holders.is_empty(), "{name} is kept in {holders:?}");
}

#[test]
fn nothing_of_a_page_view_or_a_credential_is_kept() {
    // N15, T9, T40, T44: a product of its own, so that all it holds is known
    let product = Product::start();
    let port = product.port;
    let (page, query) = ("canary-of-the-path", "canary-of-the-query");
    let url = format!("https://kiln.example/{page}?q={query}#canary-of-the-fragment");
    // A network address that nobody has, told by every header that proxies tell it with.
    let address = "203.0.113.77";
    let client = [
        ("x-forwarded-for", address),
        ("cf-connecting-ip", address),
        ("x-real-ip", address),
        ("forwarded", "for=203.0.113.77"),
        ("user-agent", "canary-of-the-browser"),
    ];
    let with = |more: &[(&'static str, &str)]| -> Vec<(String, String)> {
        client.iter().chain(more).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let ask = |method: &str, path: &str, headers: Vec<(String, String)>, body: &str| {
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        crate::http::ask(port, method, path, &headers, body.as_bytes())
    };
    let plain = [("origin", KILN), ("content-type", "text/plain")];

    // Page views, good ones and bad ones.
    let referer: &'static str = url.split('#').next().map(|url| &*url.to_owned().leak()).unwrap_or_default();
    assert_eq!(ask("GET", "/embed/demo.js", with(&[("referer", referer)]), "").status, 200);
    ask("POST", "/v1/demo/decide", with(&plain), &json!({"u": url}).to_string()).ok();
    // Facts too are for the decision and for nothing else.
    let facts = json!({"referrer": "https://canary-of-the-referrer.example/", "attribute.canary-of-a-name": "canary-of-a-fact"});
    ask("POST", "/v1/demo/decide", with(&plain), &json!({"u": url, "f": facts}).to_string()).ok();
    let long =
        json!({"u": url, "f": {"attribute.canary-of-a-name": "canary-of-a-fact".repeat(65)}}).to_string();
    let refused = ask("POST", "/v1/demo/decide", with(&plain), &long);
    assert_eq!(refused.status, 413);
    assert!(!refused.text().contains("canary"), "an error echoes a fact: {}", refused.text());
    for broken in [json!({"u": url, "x": 1}).to_string(), format!("{{\"u\":\"{url}"), format!("\"{url}\"")] {
        let answer = ask("POST", "/v1/demo/decide", with(&plain), &broken);
        assert_eq!(answer.status, 400);
        assert!(!answer.text().contains("canary"), "an error echoes what was sent: {}", answer.text());
    }
    let elsewhere = [("origin", "https://canary-of-the-site.example"), ("content-type", "text/plain")];
    assert_eq!(ask("POST", "/v1/demo/decide", with(&elsewhere), &json!({"u": url}).to_string()).status, 403);
    assert_eq!(ask("GET", "/canary-of-an-address", with(&[]), "").status, 404);

    // A visitor who acts, comes back and writes, and one with a token that is none.
    let visitor = Visitor::of_demo(&product);
    decide(&product, "demo", KILN, &json!({"u": url, "k": visitor.token})).ok();
    decide(&product, "demo", KILN, &json!({"u": url, "k": "v1.canary-of-a-token.canary"})).ok();
    let mut stranger = visitor.opens();
    stranger.send(&json!({"t": "hello", "v": 1, "token": "v1.canary-of-a-token.canary"}));
    stranger.closed();
    let mut socket = visitor.connects();
    let mut first = first_post("everywhere", "this text is kept");
    first["page"] = json!(format!("https://kiln.example/kept-path?q={query}#canary-of-the-fragment"));
    let ack = says(&mut socket, &first);
    socket.send_text("canary-of-a-frame");
    socket.refusal();

    // An agent who signs in, slips, and signs out.
    sign_in(&product, "anna@kiln.test", "canary-of-a-password");
    Agent::signs_in(&product, "ada@atelier.test");
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    until("the row", || anna.row("main", "view=all", ack["thread"].as_str().unwrap_or_default()));

    // Who asks why the page shows what it shows, in the console and on the page.
    anna.sends("POST", "/api/chatflows/simulate", &json!({"url": url})).ok();
    let pages = json!({"pages": {"from": "list", "urls": [url]}});
    anna.sends("POST", "/api/chatflows/coverage", &pages).ok();
    let link = anna.sends("POST", "/api/chatflows/explain-link", &json!({"url": url})).ok();
    let token =
        link["url"].as_str().and_then(|link| link.split("parlor-explain=").nth(1)).unwrap_or_default();
    let asked =
        json!({"token": token, "url": url, "facts": {"attribute.plan": "canary-of-a-fact"}}).to_string();
    ask("POST", "/v1/demo/explain", with(&plain), &asked).ok();

    let secret = |cookie: &str| cookie.rsplit('.').nth(1).unwrap_or_default().to_owned();
    let (claims, signature) = visitor.token.rsplit_once('.').unwrap();
    for (name, canary) in [
        ("the page's path", page),
        ("the page's query", query),
        ("the page's fragment", "canary-of-the-fragment"),
        ("a referrer", "canary-of-the-referrer"),
        ("a fact's name", "canary-of-a-name"),
        ("a fact", "canary-of-a-fact"),
        ("a foreign site", "canary-of-the-site"),
        ("an unknown address", "canary-of-an-address"),
        ("the network address", address),
        ("the browser's name", "canary-of-the-browser"),
        ("the visitor's token", claims.trim_start_matches("v1.")),
        ("the token's signature", signature),
        ("a token that is none", "canary-of-a-token"),
        ("a frame that is none", "canary-of-a-frame"),
        ("a wrong password", "canary-of-a-password"),
        ("a right password", crate::accounts::PASSWORD),
        ("a session's secret", &secret(&anna.cookie)),
        ("a proof", &anna.csrf),
        ("the permission of a link", token),
    ] {
        nowhere(&product, name, canary);
    }
    // What is looked for would be found: the message and the page's path are kept, in the open, on this disk.
    for kept in ["this text is kept", "kiln.example/kept-path"] {
        let found = product
            .files()
            .into_iter()
            .any(|(_, bytes)| bytes.windows(kept.len()).any(|window| window == kept.as_bytes()));
        assert!(found, "{kept} is not found, so this test proves nothing");
    }
}

#[test]
fn a_page_view_creates_nothing() {
    // T44: no object, no row, no cookie before the visitor acts
    let product = Product::start();
    let objects = || {
        let files = product.files().into_iter().map(|(path, _)| path);
        let mut databases: Vec<_> =
            files.filter(|path| path.extension().is_some_and(|end| end == "sqlite")).collect();
        databases.sort();
        databases
    };
    decide(&product, "demo", KILN, &json!({"u": "https://kiln.example/"})).ok();
    let before = objects();
    assert!(!before.is_empty(), "objects are files that end in .sqlite");
    for number in 0..50 {
        let url = format!("https://kiln.example/shop/{number}");
        let answer = decide(&product, "demo", KILN, &json!({"u": url}));
        assert_eq!((answer.status, answer.header("set-cookie")), (200, None));
        let answer = product.ask("GET", "/embed/demo.js", &[("referer", &url)], "");
        assert_eq!((answer.status, answer.header("set-cookie")), (200, None));
    }
    for path in ["/embed/nobody.js", "/embed/somebody.js"] {
        product.ask("GET", path, &[], "");
    }
    for account in ["ghost", "phantom"] {
        decide(&product, account, KILN, &json!({"u": "https://kiln.example/"}));
    }
    assert_eq!(objects(), before);
    // A visitor who acts is known by their token alone until they write.
    let visitor = Visitor::of_demo(&product);
    assert_eq!(objects(), before);
    says(&mut visitor.connects(), &first_post("everywhere", "now"));
    assert!(objects().len() > before.len());
}
