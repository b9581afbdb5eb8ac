//! Rows 1 to 19 of the bad inputs: what requests are answered that are no good. Never with a fault.

use serde_json::json;

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{KILN, Visitor, starts};

/// Every failed request names itself, in a header and in its body.
#[track_caller]
fn refused(answer: &Answer, name: &str, status: u16, code: &str) {
    assert_eq!(answer.refusal(), (status, code.to_owned()), "{name}: {}", answer.text());
    let error = &answer.json()["error"];
    let id = answer.header("x-request-id").unwrap_or_default();
    assert!(!id.is_empty() && error["request_id"] == id, "{name}: no request id: {error}");
    assert!(!error["message"].as_str().unwrap_or_default().is_empty(), "{name}: {error}");
    assert!(answer.header("content-type").unwrap_or_default().starts_with("application/json"), "{name}");
}

#[test]
fn rows_1_to_10_bodies() {
    // row 1, row 2, row 3, row 4, row 5, row 8, row 9, row 10
    let product = Product::shared();
    let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
    let long = format!(r#"{{"u":"https://kiln.example/{}"}}"#, "x".repeat(65 * 1024));
    let cases: [(&str, Vec<u8>, u16, &str); 12] = [
        ("row 1", Vec::new(), 400, "body_empty"),
        ("row 1, spaces", b"  \n".to_vec(), 400, "body_empty"),
        ("row 2", br#"{"u":"https://kiln.example/""#.to_vec(), 400, "json_syntax"),
        ("row 3, array", b"[]".to_vec(), 400, "json_type"),
        ("row 3, text", br#""x""#.to_vec(), 400, "json_type"),
        ("row 3, null", b"null".to_vec(), 400, "json_type"),
        (
            "row 4",
            br#"{"u":"https://a.example/","u":"https://b.example/"}"#.to_vec(),
            400,
            "json_duplicate_key",
        ),
        ("row 5", br#"{"u":"https://kiln.example/","url":"x"}"#.to_vec(), 400, "unknown_field"),
        ("row 8, surrogate", br#"{"u":"\ud800"}"#.to_vec(), 400, "text_encoding"),
        ("row 8, bytes", b"{\"u\":\"\xff\"}".to_vec(), 400, "text_encoding"),
        ("row 9", format!(r#"{{"u":{deep}}}"#).into_bytes(), 400, "json_depth"),
        ("row 10", long.into_bytes(), 413, "body_too_large"),
    ];
    for (name, body, status, code) in cases {
        let headers = [("origin", KILN), ("content-type", "text/plain")];
        let answer = crate::http::ask(product.port, "POST", "/v1/demo/decide", &headers, &body);
        refused(&answer, name, status, code);
        assert_eq!(
            answer.header("access-control-allow-origin").as_deref(),
            Some(KILN),
            "{name}: the page may read why"
        );
    }
    let mira = Agent::of(product, "mira@kiln.test");
    let path = "/api/chatflows/christmas/enabled";
    refused(&mira.sends("PUT", path, &json!({"enable": false})), "row 5", 400, "unknown_field");
    assert!(
        mira.sends("PUT", path, &json!({"enable": false})).text().contains("enabled"),
        "row 5: did you mean"
    );
    refused(&mira.sends("PUT", path, &json!({})), "a missing field", 400, "missing_field");
    refused(&mira.sends("PUT", path, &json!({"enabled": "no"})), "another type", 400, "json_type");
}

#[test]
fn row_11_content_types() {
    // row 11: routes of visitors read text/plain, so that browsers ask no preflight
    let product = Product::shared();
    let body = json!({"u": "https://kiln.example/"}).to_string();
    for kind in ["application/json", "application/x-www-form-urlencoded", "text/html", ""] {
        for path in ["/v1/demo/decide", "/v1/demo/visitors", "/v1/demo/book"] {
            let answer = product.ask("POST", path, &[("origin", KILN), ("content-type", kind)], &body);
            refused(&answer, &format!("{path} {kind}"), 415, "content_type");
        }
    }
    let headers = [("origin", KILN), ("content-type", "Text/Plain; charset=UTF-8")];
    product.ask("POST", "/v1/demo/decide", &headers, &body).ok();
}

#[test]
fn rows_12_and_13_places_and_limits() {
    // row 12, row 13
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    let thread = starts(&mut Visitor::of_demo(product).connects(), "everywhere", "one");
    crate::wait::until("the row", || anna.row("main", "view=all", &thread));
    let log = format!("/api/threads/main/{thread}/messages");
    for after in ["-1", "1.5", "%223%22", "1e30", "", "9007199254740992", "x"] {
        refused(&anna.gets(&format!("{log}?after_seq={after}")), after, 400, "seq_range");
    }
    for limit in ["0", "201", "1001", "-1", "x", ""] {
        refused(&anna.gets(&format!("{log}?limit={limit}")), limit, 400, "limit_range");
        refused(&anna.gets(&format!("/api/inboxes/main/threads?limit={limit}")), limit, 400, "limit_range");
    }
    for filter in ["view=theirs", "status=done", "before=x", "view="] {
        refused(&anna.gets(&format!("/api/inboxes/main/threads?{filter}")), filter, 400, "filter_unknown");
    }
    for good in ["after_seq=0&limit=1", "after_seq=1&limit=200", ""] {
        anna.gets(&format!("{log}?{good}")).ok();
    }
    refused(&anna.gets(&format!("{log}?after_seq=2")), "past the end", 409, "resume_ahead");
}

#[test]
fn row_14_ids() {
    // row 14: malformed is told apart; absent and somebody else's are not
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    for path in [
        "/api/threads/main/none/messages",
        "/api/threads/Main/0-aaaaaaaaaaaaaaaaaaaaaaaaaa/messages",
        "/api/threads/main/0-AAAAAAAAAAAAAAAAAAAAAAAAAA/messages",
        "/api/threads/main/00-aaaaaaaaaaaaaaaaaaaaaaaaaa/messages",
        "/api/inboxes/-main/threads",
    ] {
        refused(&anna.gets(path), path, 400, "id_format");
    }
    let mut visitor = Visitor::acts(product, "atelier", ATELIER, "open").connects();
    let theirs = starts(&mut visitor, "open", "not for anna");
    let absent = format!("0-{}", "b".repeat(26));
    let answers: Vec<String> = [theirs, absent]
        .iter()
        .map(|thread| {
            let answer = anna.gets(&format!("/api/threads/main/{thread}/messages"));
            refused(&answer, thread, 404, "not_found");
            let mut error = answer.json();
            error["error"]["request_id"].take();
            error.to_string()
        })
        .collect();
    assert_eq!(answers[0], answers[1]);
    for path in ["/api/inboxes/nowhere/threads", "/api/threads/nowhere/0-aaaaaaaaaaaaaaaaaaaaaaaaaa/messages"]
    {
        refused(&anna.gets(path), path, 404, "not_found");
    }
    for path in ["/v1/nobody/decide", "/v1/nobody/visitors", "/v1/nobody/book"] {
        let headers = [("origin", KILN), ("content-type", "text/plain")];
        refused(&product.ask("POST", path, &headers, "{}"), path, 404, "not_found");
    }
    refused(&product.ask("GET", "/v1/nobody/book", &[], ""), "a book of nobody", 404, "not_found");
}

#[test]
fn row_17_methods_and_addresses() {
    // row 17
    let product = Product::shared();
    for (method, path, allow) in [
        ("GET", "/v1/demo/decide", "post"),
        ("PUT", "/v1/demo/decide", "post"),
        ("GET", "/v1/demo/visitors", "post"),
        ("DELETE", "/v1/demo/book", "get, post"),
        ("GET", "/api/sign-in", "post"),
        ("GET", "/api/sign-out", "post"),
        ("POST", "/api/me", "get"),
        ("GET", "/api/chatflows/vip/enabled", "put"),
        ("PATCH", "/api/chatflows", "get, post"),
        ("POST", "/api/chatflows/vip", "get, put, delete"),
        ("GET", "/api/chatflows/order", "put"),
        ("GET", "/api/chatflows/check", "post"),
        ("POST", "/api/settings", "get, put"),
        ("POST", "/embed/demo.js", "get"),
        ("POST", "/healthz", "get"),
        ("GET", "/internal/seed", "post"),
    ] {
        let answer = product.ask(method, path, &[], "");
        refused(&answer, path, 405, "method_not_allowed");
        let allowed = answer.list("allow");
        let wanted: Vec<&str> = allow.split(", ").collect();
        assert!(
            wanted.iter().all(|method| allowed.iter().any(|known| known == method)),
            "{path}: {allowed:?}"
        );
        assert!(!allowed.contains(&method.to_lowercase()), "{path}: {allowed:?}");
    }
    for path in
        ["/nothing", "/v1", "/v1/demo", "/api", "/api/nothing", "/internal/nothing", "/v1/demo/decide/", "//"]
    {
        refused(&product.ask("GET", path, &[], ""), path, 404, "not_found");
    }
}

#[test]
fn row_18_credentials() {
    // row 18
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    let (name, value) = anna.cookie.split_once('=').unwrap();
    let (claim, signature) = value.rsplit_once('.').unwrap();
    let garbage = [
        String::new(),
        format!("{name}="),
        format!("{name}=garbage"),
        format!("{name}={claim}"),
        format!("{name}={claim}."),
        format!("{name}={}", value.replacen("demo", "atelier", 1)),
        format!("{name}={claim}.{}", signature.chars().rev().collect::<String>()),
        format!("other={value}"),
    ];
    for cookie in &garbage {
        for path in ["/api/me", "/api/inboxes/main/threads", "/api/chatflows"] {
            let answer = product.ask("GET", path, &[("cookie", cookie)], "");
            refused(&answer, &format!("{path} {cookie}"), 401, "unauthenticated");
        }
    }
    let gone = Agent::signs_in(product, "anna@kiln.test");
    gone.sends("POST", "/api/sign-out", &json!({})).ok();
    refused(&gone.gets("/api/me"), "after signing out", 401, "session_expired");
    for (email, password) in [
        ("anna@kiln.test", "wrong-password"),
        ("nobody@kiln.test", "parlor-demo"),
        ("nobody@kiln.test", ""),
        ("", ""),
        ("anna@kiln.test' OR 1=1 --", "x"),
    ] {
        let answer = crate::agent::sign_in(product, email, password);
        refused(&answer, &format!("{email} {password}"), 401, "sign_in_failed");
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[test]
fn row_19_roles() {
    // row 19, T24, S15
    let product = Product::shared();
    let (anna, max) = (Agent::of(product, "anna@kiln.test"), Agent::of(product, "max@lamps.test"));
    for (agent, chatflow) in [(&anna, "welcome"), (&max, "table"), (&max, "nothing")] {
        let answer =
            agent.sends("PUT", &format!("/api/chatflows/{chatflow}/enabled"), &json!({"enabled": false}));
        refused(&answer, chatflow, 403, "forbidden");
    }
    let flows = max.gets("/api/chatflows").ok();
    assert_eq!(flows["chatflows"].as_array().map(Vec::len), Some(2), "agents see what they may not change");
}

#[test]
fn row_21_assignees() {
    // row 21
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let thread = starts(&mut Visitor::acts(product, "atelier", ATELIER, "open").connects(), "open", "one");
    crate::wait::until("the row", || ada.row("main", "view=all", &thread));
    let path = format!("/api/threads/main/{thread}/assign");
    for agent in ["cleo", "nobody", "mira"] {
        refused(&ada.sends("POST", &path, &json!({"agent": agent})), agent, 422, "assignee_not_in_inbox");
    }
    refused(&ada.sends("POST", &path, &json!({"agent": "No One"})), "malformed", 400, "id_format");
    refused(&ada.sends("POST", &path, &json!({"agent": 7})), "a number", 400, "json_type");
    assert!(ada.row("main", "view=unassigned", &thread).is_some());
}

#[test]
fn internal_routes_do_not_exist_without_the_secret() {
    // row 14: the same answer as nothing
    let product = Product::shared();
    for path in ["/internal/seed", "/internal/identify", "/internal/drain", "/internal/rebuild"] {
        for secret in ["", "x", &"0".repeat(64)] {
            let headers = [("x-parlor-internal", secret), ("content-type", "application/json")];
            refused(&product.ask("POST", path, &headers, "{}"), path, 404, "not_found");
        }
        refused(&product.ask("POST", path, &[], "{}"), path, 404, "not_found");
    }
    let unknown = json!({"account": "demo", "email": "nobody@kiln.test"});
    refused(&product.internal("/internal/identify", &unknown), "an unknown contact", 404, "not_found");
}
