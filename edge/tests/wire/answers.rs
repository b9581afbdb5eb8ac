//! A good and a failed request of each kind, so that [`described`](crate::described) sees an answer of every operation.

use serde_json::{Value, json};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::described::{operations, seen};
use crate::product::Product;
use crate::visitor::{Visitor, decide, starts};
use crate::wait::until;

/// What cannot be seen here: each with the reason.
const NOT_HERE: [(&str, &str); 9] = [
    ("drain", "sends the visitors of all other tests away; `restarts` drains a product of its own"),
    ("rebuild", "sends the agents of all other tests away; `restarts` rebuilds a product of its own"),
    ("setUp", "needs an installation without an account"),
    ("start", "cannot fail"),
    ("description", "cannot fail"),
    ("health", "fails only with the storage"),
    ("console", "cannot fail"),
    ("preview", "cannot fail"),
    ("previewLoader", "cannot fail"),
];

#[test]
fn every_operation_answers_as_described() {
    let product = Product::shared();
    visitors(product);
    agents(product);
    chatflows(product);
    crate::apps::every_operation();
    crate::lists::every_operation();
    crate::teams::every_operation();
    crate::subscriptions::every_operation();
    crate::model_operations::every_operation();
    crate::passkeys::every_operation();
    crate::people::every_operation();
    crate::chat_page::every_operation();
    crate::threads::every_operation();
    crate::transcripts::every_operation();
    crate::revisions::every_operation();
    crate::versions::every_operation();
    crate::v3::every_operation();
    crate::webhooks::every_operation();
    crate::reports::every_operation();
    crate::files::every_operation();
    crate::forms::every_operation();
    crate::identities::every_operation();
    operator(product);
    files(product);
    let mut missed = Vec::new();
    for id in operations(product.port) {
        let statuses = seen(product.port, &id);
        let skipped = NOT_HERE.iter().any(|(name, _)| *name == id);
        let worked = statuses.iter().any(|status| *status < 400);
        let failed = statuses.iter().any(|status| *status >= 400);
        if !(skipped || worked && failed) {
            missed.push(format!("{id}: {statuses:?}"));
        }
    }
    assert!(missed.is_empty(), "each has to work once and to fail once: {missed:#?}");
}

fn visitors(product: &Product) {
    decide(product, "rival", ATELIER, &json!({"u": "https://atelier.example/"})).ok();
    decide(product, "rival", "https://evil.example", &json!({"u": "https://atelier.example/"}));
    let me = Visitor::acts(product, "rival", ATELIER, "open");
    let page = [("origin", ATELIER), ("content-type", "text/plain")];
    let token = json!({"token": me.token}).to_string();
    assert_eq!(product.ask("POST", "/v1/rival/book", &page, &token).status, 200);
    product.ask("POST", "/v1/rival/book", &page, "{");
    product.ask("POST", "/v1/rival/visitors", &page, r#"{"chatflow": "none-such"}"#);
    let book = product.ask("GET", "/v1/rival/book", &[], "");
    let tag = book.header("etag").unwrap_or_default();
    assert_eq!(product.ask("GET", "/v1/rival/book", &[("if-none-match", &tag)], "").status, 304);
    product.ask("GET", "/v1/nobody/book", &[], "");
    let socket = [("origin", ATELIER)];
    assert_eq!(product.ask("GET", &me.path, &socket, "").status, 426);
    assert_eq!(product.ask("GET", &me.path, &upgrade(ATELIER, ""), "").status, 101);
    let hello = json!([{"t": "hello", "v": 1, "token": me.token}]);
    let poll = json!({"id": "a".repeat(26), "n": 1, "frames": hello}).to_string();
    product.ask("POST", &me.poll_path(), &page, &poll).ok();
    product.ask("POST", &me.poll_path(), &page, "{");
}

fn agents(product: &Product) {
    let ada = Agent::of(product, "ada@rival.test");
    Agent::signs_in(product, "ada@rival.test").sends("POST", "/api/sign-out", &json!({})).ok();
    let stranger = [("content-type", "application/json")];
    for (method, path) in
        [("POST", "/api/sign-in"), ("POST", "/api/sign-out"), ("GET", "/api/me"), ("POST", "/api/setup")]
    {
        assert!(product.ask(method, path, &stranger, "{}").status >= 400, "{path}");
    }
    ada.gets("/api/me").ok();
    let rows = "/api/inboxes/main/threads";
    let thread = starts(&mut Visitor::acts(product, "rival", ATELIER, "open").connects(), "open", "hello");
    until("the row", || ada.row("main", "view=all&status=open&limit=5", &thread));
    ada.gets(&format!("{rows}?view=none"));
    let at = format!("/api/threads/main/{thread}");
    ada.gets(&format!("{at}/messages?after_seq=0&limit=1")).ok();
    ada.gets(&format!("{at}/messages?limit=0"));
    ada.gets(&format!("{at}/details")).ok();
    ada.gets("/api/threads/none/0-aaaaaaaaaaaaaaaaaaaaaaaaaa/details");
    ada.sends("POST", &format!("{at}/assign"), &json!({"agent": "nobody"}));
    ada.acts("main", &thread, "assign", &json!({"agent": "ada"}));
    for verb in ["close", "reopen", "take-over", "block", "unblock"] {
        ada.acts("main", &thread, verb, &json!({}));
        ada.sends("POST", &format!("{at}/{verb}"), &json!({"extra": 1}));
    }
    let socket = "/api/inboxes/main/socket";
    let own = product.origin();
    assert_eq!(product.ask("GET", socket, &upgrade(&own, &ada.cookie), "").status, 101);
    assert_eq!(product.ask("GET", socket, &upgrade(ATELIER, &ada.cookie), "").status, 403);
    assert_eq!(product.ask("GET", socket, &upgrade(&own, ""), "").status, 401);
    let poll = json!({"id": "b".repeat(26), "n": 1, "frames": [{"t": "hello", "v": 1}]});
    ada.sends("POST", "/api/inboxes/main/poll", &poll).ok();
    ada.sends("POST", "/api/inboxes/none/poll", &poll);
}

fn chatflows(product: &Product) {
    let ada = Agent::of(product, "ada@rival.test");
    ada.gets("/api/chatflows").ok();
    let made =
        ada.sends("POST", "/api/chatflows", &json!({"name": "As described", "copy_of": "theirs"})).ok();
    let id = made["chatflow"]["id"].as_str().expect("an id").to_owned();
    let at = format!("/api/chatflows/{id}");
    let read = ada.gets(&at).ok();
    let save = json!({"revision": read["revision"], "chatflow": read["chatflow"]});
    ada.sends("PUT", &at, &save).ok();
    ada.sends("POST", "/api/chatflows/check", &json!({"chatflow": read["chatflow"]})).ok();
    let preview = json!({"chatflow": read["chatflow"], "scene": "open"});
    ada.sends("POST", "/api/preview", &preview).ok();
    let page = "https://atelier.example/";
    ada.sends("POST", "/api/chatflows/simulate", &json!({"url": page})).ok();
    let pages = json!({"pages": {"from": "list", "urls": [page]}});
    ada.sends("POST", "/api/chatflows/coverage", &pages).ok();
    let link = ada.sends("POST", "/api/chatflows/explain-link", &json!({"url": page})).ok();
    let token = link["url"].as_str().and_then(|url| url.split("parlor-explain=").nth(1)).unwrap_or_default();
    let site = [("origin", ATELIER), ("content-type", "text/plain")];
    let asked = json!({"token": token, "url": page}).to_string();
    product.ask("POST", "/v1/rival/explain", &site, &asked).ok();
    product.ask("POST", "/v1/rival/explain", &site, "{}");
    ada.sends("PUT", &format!("{at}/enabled"), &json!({"enabled": false})).ok();
    let list = ada.gets("/api/chatflows").ok();
    let ids: Vec<Value> =
        list["chatflows"].as_array().into_iter().flatten().map(|one| one["id"].clone()).collect();
    ada.sends("PUT", "/api/chatflows/order", &json!({"chatflows": ids})).ok();
    ada.sends("DELETE", &at, &json!({})).ok();
    ada.gets("/api/settings").ok();
    ada.sends("PUT", "/api/settings", &json!({})).ok();
    for (method, path) in [
        ("POST", "/api/chatflows".to_owned()),
        ("PUT", at.clone()),
        ("GET", at.clone()),
        ("DELETE", at.clone()),
        ("PUT", format!("{at}/enabled")),
        ("PUT", "/api/chatflows/order".to_owned()),
        ("POST", "/api/chatflows/check".to_owned()),
        ("POST", "/api/preview".to_owned()),
        ("POST", "/api/chatflows/simulate".to_owned()),
        ("POST", "/api/chatflows/coverage".to_owned()),
        ("POST", "/api/chatflows/explain-link".to_owned()),
        ("PUT", "/api/settings".to_owned()),
    ] {
        let answer = ada.sends(method, &path, &json!({"surprise": true}));
        assert!(answer.status >= 400, "{method} {path}: {}", answer.text());
    }
    for path in ["/api/chatflows", "/api/settings"] {
        product.ask("GET", path, &[], "");
    }
}

fn operator(product: &Product) {
    product.ask("GET", "/healthz", &[], "").ok();
    for path in [
        "/internal/seed",
        "/internal/identify",
        "/internal/drain",
        "/internal/rebuild",
        "/internal/conformance",
    ] {
        assert_eq!(product.ask("POST", path, &[], "{}").status, 404, "{path}");
    }
    let case = json!({"chatflows": [{"id": "w"}], "url": "https://www.example.com/"});
    product.internal("/internal/conformance", &json!({"cases": [case]})).ok();
    product.internal("/internal/seed", &crate::accounts::rival()).ok();
    product.internal("/internal/identify", &json!({"account": "notary", "email": "vera@customer.test"})).ok();
}

fn files(product: &Product) {
    let found = [
        "/",
        "/preview",
        "/preview/loader.js",
        "/openapi.json",
        "/console",
        "/console/inbox/all",
        "/console/index.html",
    ];
    let absent = ["/console/none.js", "/widget/none.js", "/embed/nobody.js"];
    let expected = found.iter().map(|path| (path, 200)).chain(absent.iter().map(|path| (path, 404)));
    for (path, status) in expected {
        assert_eq!(product.ask("GET", path, &[], "").status, status, "{path}");
    }
    let loader = product.ask("GET", "/embed/demo.js", &[("referer", "https://kiln.example/")], "");
    let tag = loader.header("etag").unwrap_or_default();
    let again = [("referer", "https://kiln.example/"), ("if-none-match", tag.as_str())];
    assert_eq!(product.ask("GET", "/embed/demo.js", &again, "").status, 304);
    let text = loader.text();
    let file = text.split("/widget/").nth(1).and_then(|rest| rest.split(['"', '`', '\'']).next());
    let file = format!("/widget/{}", file.expect("the loader names the widget"));
    assert_eq!(product.ask("GET", &file, &[], "").status, 200, "{file}");
}

/// The headers with which a browser opens a socket.
fn upgrade<'h>(origin: &'h str, cookie: &'h str) -> [(&'h str, &'h str); 6] {
    [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("origin", origin),
        ("cookie", cookie),
    ]
}
