//! T6, T7: which sites may use an account's widget, on every route of visitors, and what other pages may read.

use serde_json::json;

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::product::Product;
use crate::socket::{Refused, Socket};
use crate::visitor::{KILN, Visitor, begin, decide};

/// Origins and whether they are on the atelier's list.
const TABLE: [(&str, bool); 30] = [
    (ATELIER, true),
    ("https://exact.example:8443", true),
    ("https://one.shops.example", true),
    ("https://two.one.shops.example", true),
    ("http://plain.example", true),
    ("https://atelier.example.evil.com", false),
    ("https://evilatelier.example", false),
    ("https://evil.com/https://atelier.example", false),
    ("https://atelier.example:444", false),
    ("https://atelier.example:443", false),
    ("https://exact.example", false),
    ("http://atelier.example", false),
    ("https://plain.example", false),
    ("null", false),
    ("file://", false),
    ("", false),
    ("https://ATELIER.example", false),
    ("HTTPS://atelier.example", false),
    ("https://atelier.example.", false),
    ("https://atelier.example/", false),
    ("https://www.atelier.example", false),
    ("https://user@atelier.example", false),
    ("https://a`b.shops.example", false),
    ("https://shops.example", false),
    ("https://.shops.example", false),
    ("https://evilshops.example", false),
    ("https://evil.com?.shops.example", false),
    ("https://one.shops.example:8443", false),
    ("http://127.0.0.1:3000", false),
    ("https://atelier.example, https://evil.com", false),
];

#[test]
fn decide_answers_exact_origins_only() {
    // P2 T6
    let product = Product::shared();
    for (origin, allowed) in TABLE {
        let answer = decide(product, "atelier", origin, &json!({"u": format!("{ATELIER}/")}));
        let readable = answer.header("access-control-allow-origin");
        if allowed {
            assert_eq!(answer.ok()["d"]["c"], "open", "{origin}");
            assert_eq!(readable.as_deref(), Some(origin));
        } else {
            assert_eq!(answer.refusal(), (403, "origin_forbidden".to_owned()), "{origin}");
            assert_eq!(readable, None, "{origin}");
        }
        assert!(answer.list("vary").contains(&"origin".to_owned()), "{origin}: caches must tell sites apart");
        assert_eq!(answer.header("cache-control").as_deref(), Some("no-store"), "{origin}");
    }
    let without = product.ask(
        "POST",
        "/v1/atelier/decide",
        &[("content-type", "text/plain")],
        &json!({"u": format!("{ATELIER}/")}).to_string(),
    );
    assert_eq!(without.refusal(), (403, "origin_forbidden".to_owned()));
}

#[test]
fn acting_and_rules_take_exact_origins_only() {
    // T6
    let product = Product::shared();
    for (origin, allowed) in TABLE {
        let status = if allowed { 200 } else { 403 };
        let acted = begin(product, "atelier", origin, r#"{"chatflow":"open"}"#);
        assert_eq!(acted.status, status, "visitors: {origin}");
        let headers = [("origin", origin), ("content-type", "text/plain")];
        let rules = product.ask("POST", "/v1/atelier/book", &headers, "{}");
        assert_eq!(rules.status, status, "book: {origin}");
    }
}

#[test]
fn sockets_open_from_exact_origins_only() {
    // T6, T8
    let product = Product::shared();
    let path = Visitor::acts(product, "atelier", ATELIER, "open").path;
    for (origin, allowed) in TABLE {
        let opened =
            Socket::open(product.port, &path, &[("origin", origin)]).map(|mut socket| socket.close());
        let expected =
            if allowed { Ok(()) } else { Err(Refused { status: 403, code: "origin_forbidden".to_owned() }) };
        assert_eq!(opened, expected, "{origin}");
    }
}

#[test]
fn any_port_of_this_machine_only_where_the_account_says_so() {
    // T6: the demo account does
    let product = Product::shared();
    for (origin, allowed) in [
        ("http://127.0.0.1:8788", true),
        ("http://localhost:3000", true),
        ("http://[::1]:80", true),
        ("http://127.0.0.1.evil.com", false),
        ("http://localhost.evil.com", false),
        ("http://127.0.0.2:8788", false),
        ("http://10.0.0.1", false),
    ] {
        let answer = decide(product, "demo", origin, &json!({"u": "https://kiln.example/"}));
        assert_eq!(answer.status, if allowed { 200 } else { 403 }, "{origin}");
    }
}

#[test]
fn nothing_is_shared_with_credentials() {
    // T7
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    let headers = [("origin", KILN), ("content-type", "text/plain"), ("cookie", anna.cookie.as_str())];
    let page = r#"{"u":"https://kiln.example/"}"#;
    let answers = [
        ("decide", product.ask("POST", "/v1/demo/decide", &headers, page)),
        ("visitors", product.ask("POST", "/v1/demo/visitors", &headers, r#"{"chatflow":"everywhere"}"#)),
        ("rules of a visitor", product.ask("POST", "/v1/demo/book", &headers, "{}")),
        ("rules", product.ask("GET", "/v1/demo/book", &headers, "")),
        ("loader", product.ask("GET", "/embed/demo.js", &headers, "")),
        ("me", product.ask("GET", "/api/me", &headers, "")),
        ("rows", product.ask("GET", "/api/inboxes/main/threads", &headers, "")),
        ("chatflows", product.ask("GET", "/api/chatflows", &headers, "")),
        ("health", product.ask("GET", "/healthz", &headers, "")),
    ];
    for (name, answer) in answers {
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-credentials"), None, "{name}");
        let readable = answer.header("access-control-allow-origin");
        let expected = match name {
            "decide" | "visitors" | "rules of a visitor" => Some(KILN),
            "rules" => Some("*"),
            _ => None,
        };
        assert_eq!(readable.as_deref(), expected, "{name}");
        assert_eq!(answer.header("set-cookie"), None, "{name}");
    }
}

#[test]
fn no_preflight_is_granted() {
    // T7: whatever needs one — a JSON body, a header of our own, another method — no foreign page may send
    let product = Product::shared();
    for path in [
        "/v1/demo/decide",
        "/v1/demo/visitors",
        "/v1/demo/book",
        "/api/sign-in",
        "/api/sign-out",
        "/api/me",
        "/api/chatflows/vip/enabled",
        "/api/inboxes/main/threads",
        "/internal/seed",
    ] {
        for origin in [KILN, "https://evil.example"] {
            let headers = [
                ("origin", origin),
                ("access-control-request-method", "PUT"),
                ("access-control-request-headers", "content-type, x-csrf"),
            ];
            let answer = product.ask("OPTIONS", path, &headers, "");
            for grant in ["origin", "methods", "headers", "credentials"] {
                let name = format!("access-control-allow-{grant}");
                assert_eq!(answer.header(&name), None, "{path} from {origin}");
            }
            assert!(answer.status >= 400, "{path}: {}", answer.status);
        }
    }
}
