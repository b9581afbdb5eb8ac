//! A page view: which chatflow greets whom on which page, and what becomes of it when an owner switches it.

use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::loader::{boot_of, page_hash};
use crate::product::Product;
use crate::visitor::{KILN, Visitor, begin, decide};

/// The chatflow that a page of the demo shop shows to an unknown visitor, or nothing.
#[track_caller]
fn shown(url: &str) -> Value {
    decide(Product::shared(), "demo", KILN, &json!({"u": url})).ok()["d"]["c"].clone()
}

#[test]
fn decide_greets_by_page() {
    // S17 S78
    for (page, chatflow) in [
        ("https://kiln.example/", json!("welcome")),
        ("https://kiln.example/pricing/", json!("pricing")),
        ("https://kiln.example/shop/teapots", json!("shop")),
        ("https://kiln.example/legal/terms", Value::Null),
        ("https://kiln.example/workshops?plan=pro", json!("campaign")),
        ("https://kiln.example/account", json!("orders")),
        // A rule of the owner's may look at a fragment, and only then does the loader tell it.
        ("https://kiln.example/spa/#/wrapping", json!("wrapping")),
        ("https://kiln.example/spa/", json!("gift-finder")),
        ("https://kiln.example/spa/checkout/pay", Value::Null),
        // No page of the web: only a rule for all pages matches.
        ("not an address", json!("everywhere")),
        ("", json!("everywhere")),
        ("file:///etc/passwd", json!("everywhere")),
        ("javascript:alert(1)", json!("everywhere")),
    ] {
        assert_eq!(shown(page), chatflow, "{page}");
    }
}

#[test]
fn the_fragment_is_not_needed() {
    // S78: with and without it the same, unless the owner wrote a rule about fragments
    for page in ["https://kiln.example/", "https://kiln.example/pricing", "https://kiln.example/shop/teapots"]
    {
        for fragment in ["#hs-chat-open", "#top", "#"] {
            assert_eq!(shown(&format!("{page}{fragment}")), shown(page), "{page}{fragment}");
        }
    }
    let referer = boot_of("demo", Some("https://kiln.example/pricing"));
    assert_eq!(referer["h"], page_hash("https://kiln.example/pricing#hs-chat-open"));
}

#[test]
fn a_decision_carries_what_the_page_needs_and_no_more() {
    let decision = decide(Product::shared(), "demo", KILN, &json!({"u": "https://kiln.example/"})).ok();
    let show = &decision["d"];
    assert_eq!(show["n"], "Anna Keller, Jonas Brandt");
    assert_eq!(show["g"], json!(["Anna Keller", "Jonas Brandt"]));
    assert_eq!((&show["p"], &show["s"]), (&json!(true), &json!({"l": true, "p": false})));
    // S57: the reply time is a number, which the widget says in its reader's language.
    assert_eq!((&show["o"], &show["r"], &show["v"]), (&json!("end"), &json!(10), &json!("on")));
    assert!(decision["b"].is_u64());
    assert!(decision.get("k").is_none(), "who did not act gets no token: {decision}");
    // E69: names are shown, addresses are not.
    assert!(!decision.to_string().contains('@'), "{decision}");
}

#[test]
fn an_act_is_what_makes_a_token() {
    // T10: an id from the page, a link or a storage never becomes a session
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let page = json!({"u": "https://kiln.example/account", "k": me.token});
    let decision = decide(product, "demo", KILN, &page).ok();
    assert_eq!(decision["d"]["c"], "orders");
    assert!(decision.get("k").is_none(), "a fresh token is not renewed: {decision}");
    for planted in ["garbage", "v1.e30.AAAA", &me.token[3..], &"x".repeat(9_000)] {
        let decision =
            decide(product, "demo", KILN, &json!({"u": "https://kiln.example/", "k": planted})).ok();
        assert_eq!((&decision["d"]["c"], decision.get("k")), (&json!("welcome"), None), "{planted}");
        let session =
            begin(product, "demo", KILN, &json!({"chatflow": "welcome", "token": planted}).to_string()).ok();
        assert!(session["token"].as_str().is_some_and(|token| token != planted), "{session}");
    }
    // The same visitor again: other token or not, the same person.
    let again =
        begin(product, "demo", KILN, &json!({"chatflow": "everywhere", "token": me.token}).to_string()).ok();
    let mine = me.greets().1["visitor"].clone();
    assert_eq!(me.with(&again).greets().1["visitor"], mine);
}

#[test]
fn acting_on_what_is_not_there() {
    // row 14, S11
    let product = Product::shared();
    for (chatflow, refusal) in [
        ("nothing", (404, "not_found")),
        ("christmas", (404, "not_found")),
        ("No Flow", (400, "id_format")),
        ("", (400, "id_format")),
    ] {
        let answer = begin(product, "demo", KILN, &json!({"chatflow": chatflow}).to_string());
        assert_eq!(answer.refusal(), (refusal.0, refusal.1.to_owned()), "{chatflow}");
    }
}

#[test]
fn a_customer_known_to_the_sites_server_is_greeted_as_one() {
    // S34 S35 S37
    let product = Product::shared();
    let token = |email: &str| {
        let identified = product.internal("/internal/identify", &json!({"account": "demo", "email": email}));
        identified.ok()["token"].as_str().unwrap_or_default().to_owned()
    };
    for (email, page, chatflow) in [
        ("sofia@kiln.test", "https://kiln.example/account", json!("vip")),
        ("tomas@kiln.test", "https://kiln.example/account", json!("everywhere")),
        ("lene@kiln.test", "https://kiln.example/", json!("everywhere")),
        ("SOFIA@kiln.test", "https://kiln.example/account", json!("vip")),
    ] {
        let decision = decide(product, "demo", KILN, &json!({"u": page, "k": token(email)})).ok();
        assert_eq!(decision["d"]["c"], chatflow, "{email} on {page}");
    }
    // An identity is exchanged for a token of this site before it opens anything.
    let identity = token("sofia@kiln.test");
    let begun = begin(product, "demo", KILN, &json!({"chatflow": "vip", "token": identity}).to_string()).ok();
    let sofia = Visitor::of_demo(product).with(&begun);
    for (token, welcome) in [(&identity, false), (&sofia.token, true)] {
        let mut socket = sofia.opens();
        socket.send(&json!({"t": "hello", "v": 1, "token": token}));
        let first = socket.take("an answer", |_| true);
        assert_eq!(first["t"] == "welcome", welcome, "{first}");
    }
    // Another account makes nothing of it.
    let elsewhere =
        decide(product, "atelier", ATELIER, &json!({"u": "https://atelier.example/", "k": identity})).ok();
    assert_eq!(elsewhere["d"]["c"], "open");
}

#[test]
fn a_running_chat_is_shown_to_who_acted_only() {
    let product = Product::shared();
    let me = Visitor::acts(product, "demo", KILN, "pricing");
    let page = "https://kiln.example/legal/terms";
    let with = decide(product, "demo", KILN, &json!({"u": page, "k": me.token, "c": "pricing"})).ok();
    assert_eq!((&with["d"]["c"], &with["d"]["y"]), (&json!("pricing"), &json!("running")));
    let without = decide(product, "demo", KILN, &json!({"u": page, "c": "pricing"})).ok();
    assert_eq!(without["d"], Value::Null);
}

#[test]
fn a_switched_off_chatflow_is_gone_with_the_next_page_view() {
    // S11
    let product = Product::shared();
    let lia = Agent::of(product, "lia@lamps.test");
    let site = "https://lamps.example";
    let page = format!("{site}/table/oak");
    let decided = || decide(product, "lamps", site, &json!({"u": page})).ok();
    let before = decided();
    assert_eq!(before["d"]["c"], "table");
    let visitor = Visitor::acts(product, "lamps", site, "table");
    for round in 0..3 {
        for (enabled, chatflow) in [(false, "rest"), (true, "table")] {
            let switched =
                lia.sends("PUT", "/api/chatflows/table/enabled", &json!({"enabled": enabled})).ok();
            assert_eq!((&switched["id"], &switched["enabled"]), (&json!("table"), &json!(enabled)));
            assert_eq!(decided()["d"]["c"], chatflow, "round {round}: the very next decision");
            assert_eq!(boot_of("lamps", Some(&page))["d"]["c"], chatflow, "and the very next page view");
            let acted = begin(product, "lamps", site, r#"{"chatflow":"table"}"#);
            assert_eq!(acted.status, if enabled { 200 } else { 404 });
            let running = json!({"u": page, "k": visitor.token, "c": "table"});
            assert_eq!(decide(product, "lamps", site, &running).ok()["d"]["c"], chatflow);
            let listed = lia.gets("/api/chatflows").ok();
            assert_eq!(listed["chatflows"][0]["enabled"], enabled, "{listed}");
        }
    }
    assert_ne!(decided()["b"], before["b"], "the version tells that something changed");
}

#[test]
fn a_browser_may_have_its_own_rules() {
    let product = Product::shared();
    let anyone = product.ask("GET", "/v1/demo/book", &[], "");
    assert_eq!((anyone.status, anyone.header("access-control-allow-origin").as_deref()), (200, Some("*")));
    let tag = anyone.header("etag").expect("a tag");
    let again = product.ask("GET", "/v1/demo/book", &[("if-none-match", &tag)], "");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let packed = product.ask("GET", "/v1/demo/book", &[("accept-encoding", "gzip")], "");
    let mut rules = Vec::new();
    GzDecoder::new(&packed.body[..]).read_to_end(&mut rules).expect("it is gzip");
    assert_eq!(rules, anyone.body);
    let headers = [("origin", KILN), ("content-type", "text/plain")];
    let mine = product.ask("POST", "/v1/demo/book", &headers, "{}");
    assert_eq!(mine.body, anyone.body, "without a token the rules are everybody's");
    let identity =
        product.internal("/internal/identify", &json!({"account": "demo", "email": "sofia@kiln.test"}));
    let sofias = json!({"token": identity.ok()["token"]}).to_string();
    assert_ne!(product.ask("POST", "/v1/demo/book", &headers, &sofias).body, anyone.body);
    // Ids and rules; no names, no texts, no lists.
    let bytes = String::from_utf8_lossy(&anyone.body).into_owned();
    for secret in ["Trade prices", "Ordering for", "vip", "churned", "christmas"] {
        assert!(!bytes.contains(secret), "{secret}");
    }
}

#[test]
fn health_is_asked_without_any_credential() {
    let answer = Product::shared().ask("GET", "/healthz", &[], "");
    assert_eq!(answer.ok()["ok"], true);
}
