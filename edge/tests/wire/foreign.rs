//! Other people's pages: what a site may embed is not kept out of it by our own headers, what copied the snippet gets nothing,
//! and no address takes a token.

use serde_json::{Value, json};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::described::{self, example};
use crate::http;
use crate::product::Product;
use crate::visitor::{KILN, Visitor, begin, decide};

const COPIED: &str = "https://copied.example";

/// Method, path and parameters of everything that is described.
fn operations(product: &Product) -> Vec<(String, String, Vec<Value>)> {
    let document = described::document(product.port);
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("there are paths") {
        for (method, operation) in methods.as_object().expect("a path has methods") {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            found.push((method.to_ascii_uppercase(), path.clone(), parameters));
        }
    }
    assert!(found.len() > 90, "{}", found.len());
    found
}

#[test]
fn no_header_keeps_the_widget_out_of_a_page_and_the_console_is_in_none() {
    // E17 T5: every route, asked from a foreign page
    let product = Product::shared();
    for (method, path, _) in operations(product) {
        let there = example(&path)
            .replace("/v1/nobodys/", "/v1/demo/")
            .replace("/embed/nobodys.js", "/embed/demo.js");
        let headers =
            [("origin", KILN), ("referer", "https://kiln.example/"), ("content-type", "text/plain")];
        let body = if method == "GET" { "" } else { "{}" };
        let answer = http::ask(product.port, &method, &there, &headers, body.as_bytes());
        let name = format!("{method} {there}: {}", answer.status);
        let policy = answer.header("content-security-policy").unwrap_or_default();
        let framed = (policy.contains("frame-ancestors"), answer.header("x-frame-options").is_some());
        let is_page = ["/", "/preview"].contains(&there.as_str())
            || ["/console", "/chat/"].iter().any(|page| there.starts_with(page));
        if !is_page {
            assert_eq!(framed, (false, false), "{name}: {policy}");
        }
        if there.starts_with("/embed/") && answer.status == 200 {
            let shared = answer.header("cross-origin-resource-policy");
            assert_eq!(shared.as_deref(), Some("cross-origin"), "{name}");
        }
        if there.starts_with("/v1/") {
            let readable = answer.header("access-control-allow-origin");
            let read_by = readable.as_deref().is_some_and(|origin| origin == KILN || origin == "*");
            // A socket is nothing that a page's scripts read, nor is a file at its own address.
            let is_read = !there.ends_with("/socket") && !there.starts_with("/v1/demo/files/");
            assert!(read_by || !is_read, "{name}: {readable:?}");
        }
    }
}

#[test]
fn a_site_that_copied_the_snippet_gets_nothing_and_costs_nothing() {
    // P2 E28 T6
    let product = Product::start();
    let first = decide(&product, "atelier", ATELIER, &json!({"u": format!("{ATELIER}/")})).ok();
    assert_eq!(first["d"]["c"], "open");
    let before = product.files();
    // The script comes: browsers do not say which origin wants one. It brings no decision, and none is made behind it.
    let page = format!("{COPIED}/");
    let loader = product.ask("GET", "/embed/atelier.js", &[("referer", page.as_str())], "");
    assert_eq!(loader.status, 200);
    for secret in ["Hello.", "\"c\":\"open\""] {
        assert!(!loader.text().contains(secret), "{secret}");
    }
    let mut own = Visitor::acts(&product, "atelier", ATELIER, "open");
    own.origin = COPIED.to_owned();
    let after_acting = product.files();
    for _ in 0..20 {
        let forbidden = (403, "origin_forbidden".to_owned());
        let decided = decide(&product, "atelier", COPIED, &json!({"u": page}));
        assert_eq!(
            (decided.refusal(), decided.header("access-control-allow-origin")),
            (forbidden.clone(), None)
        );
        assert_eq!(begin(&product, "atelier", COPIED, r#"{"chatflow":"open"}"#).refusal(), forbidden);
        let headers = [("origin", COPIED), ("content-type", "text/plain")];
        for path in ["book", "explain", "availability?chatflow=open"] {
            let method = if path.starts_with("avail") { "GET" } else { "POST" };
            let answer = product.ask(method, &format!("/v1/atelier/{path}"), &headers, "{}");
            assert_eq!(answer.refusal(), forbidden, "{path}");
        }
        assert!(own.tries_to_open().is_err(), "not even with a token of the right site");
    }
    let names = |files: &[(std::path::PathBuf, Vec<u8>)]| {
        files
            .iter()
            .map(|(path, bytes)| (path.clone(), bytes.len()))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let mine = |mut files: std::collections::BTreeMap<std::path::PathBuf, usize>| {
        files.retain(|path, _| path.extension().is_none_or(|kind| kind != "log"));
        files
    };
    assert_eq!(mine(names(&after_acting)), mine(names(&before)), "acting alone stores nothing at the edge");
    assert_eq!(mine(names(&product.files())), mine(names(&before)), "and a foreign site leaves no trace");
}

#[test]
fn no_address_takes_a_token() {
    // N17 E26: by type; and where one is put there all the same, it is nobody's
    let product = Product::shared();
    for (method, path, parameters) in operations(product) {
        for parameter in parameters {
            let (name, place) = (parameter["name"].as_str().unwrap_or_default(), &parameter["in"]);
            let telling = ["token", "secret", "password", "session", "passkey", "key", "code", "signature"];
            let tells = telling.iter().any(|word| name.to_lowercase().contains(word));
            if *place == "query" {
                assert!(!tells, "{method} {path}?{name}");
            }
            if *place == "path" && tells {
                // The name of one, of which nothing follows: what is longer is none.
                let there = path.replace(&format!("{{{name}}}"), &"k7".repeat(26));
                let answer = http::ask(product.port, &method, &example(&there), &[], b"");
                assert_eq!(answer.refusal(), (400, "id_format".to_owned()), "{method} {there}");
            }
        }
    }
    let sofia =
        product.internal("/internal/identify", &json!({"account": "demo", "email": "sofia@kiln.test"})).ok();
    let identity = sofia["token"].as_str().expect("a token");
    let page = json!({"u": "https://kiln.example/account"});
    let with = |token: &str| json!({"u": "https://kiln.example/account", "k": token});
    assert_eq!(decide(product, "demo", KILN, &with(identity)).ok()["d"]["c"], "vip");
    let headers = [("origin", KILN), ("content-type", "text/plain")];
    for name in ["k", "token", "visitor", "identificationToken"] {
        let asked =
            product.ask("POST", &format!("/v1/demo/decide?{name}={identity}"), &headers, &page.to_string());
        assert_ne!(asked.json()["d"]["c"], "vip", "{name}");
        let begun = product.ask(
            "POST",
            &format!("/v1/demo/visitors?{name}={identity}"),
            &headers,
            r#"{"chatflow":"everywhere"}"#,
        );
        if let Some(token) = begun.json()["token"].as_str() {
            assert_ne!(decide(product, "demo", KILN, &with(token)).ok()["d"]["c"], "vip", "{name}");
        }
    }
    let me = Visitor::of_demo(product);
    let mut there = me.clone();
    there.path = format!("{}?token={}", me.path, me.token);
    if let Ok(mut socket) = there.tries_to_open() {
        socket.send(&json!({"t": "hello", "v": 1}));
        assert_eq!(socket.refusal().0, "auth_required");
    }
    let ida = Agent::of(product, "nora@notary.test");
    let cookie =
        ida.cookie.split(';').next().unwrap_or_default().split_once('=').map_or("", |(_, value)| value);
    for name in ["token", "access_token", "session", "authorization"] {
        let answer = http::ask(product.port, "GET", &format!("/api/me?{name}={cookie}"), &[], b"");
        assert_eq!(answer.status, 401, "{name}");
    }
}
