//! T23: every route that changes something, against every way a foreign page could reach it.

use serde_json::json;

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{Visitor, starts};
use crate::wait::until;

/// One way to send a request: every header a browser or a forger decides over.
struct Forged<'a> {
    name: &'a str,
    headers: Vec<(&'a str, &'a str)>,
}

/// All the ways that must not work. Cookies always travel: SameSite alone is not trusted.
fn forgeries<'a>(own: &'a str, csrf: &'a str, others: &'a str) -> Vec<Forged<'a>> {
    let json = ("content-type", "application/json");
    let proof = ("x-csrf", csrf);
    let forged = |name, headers: &[(&'a str, &'a str)]| Forged { name, headers: headers.to_vec() };
    vec![
        forged("a foreign origin", &[json, proof, ("origin", "https://evil.example")]),
        forged("a site with our widget", &[json, proof, ("origin", ATELIER)]),
        forged("an opaque origin", &[json, proof, ("origin", "null")]),
        forged("another port's origin", &[json, proof, ("origin", "http://127.0.0.1:1")]),
        forged("our origin as a prefix", &[json, proof, ("origin", "http://127.0.0.1.evil.example")]),
        forged("no origin", &[json, proof]),
        forged("no origin, cross-site", &[json, proof, ("sec-fetch-site", "cross-site")]),
        forged("no origin, same-site", &[json, proof, ("sec-fetch-site", "same-site")]),
        forged(
            "a foreign origin that says same-origin",
            &[json, proof, ("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
        ),
        forged(
            "a form's type",
            &[("content-type", "application/x-www-form-urlencoded"), proof, ("origin", own)],
        ),
        forged("plain text", &[("content-type", "text/plain"), proof, ("origin", own)]),
        forged("no type", &[proof, ("origin", own)]),
        forged("no proof", &[json, ("origin", own)]),
        forged("an empty proof", &[json, ("x-csrf", ""), ("origin", own)]),
        forged("garbage for a proof", &[json, ("x-csrf", "garbage"), ("origin", own)]),
        forged("somebody else's proof", &[json, ("x-csrf", others), ("origin", own)]),
    ]
}

#[track_caller]
fn refused(answer: &Answer, name: &str) {
    assert!(
        matches!((answer.status, answer.code().as_str()), (403, "csrf") | (415, "content_type")),
        "{name}: {} {}",
        answer.status,
        answer.text()
    );
    assert_eq!(answer.header("set-cookie"), None, "{name}");
}

#[test]
fn no_forged_request_changes_anything() {
    // T23
    let product = Product::shared();
    let own = product.origin();
    let (ada, ben) = (Agent::of(product, "ada@atelier.test"), Agent::of(product, "ben@atelier.test"));
    let thread = starts(&mut Visitor::acts(product, "atelier", ATELIER, "open").connects(), "open", "one");
    until("the row", || ada.row("main", "view=all", &thread));
    let act = |verb: &str| ("POST", format!("/api/threads/main/{thread}/{verb}"));
    let assign = json!({"agent": "ben"}).to_string();
    let off = json!({"enabled": false}).to_string();
    let routes = [
        (act("assign"), assign.as_str()),
        (act("close"), "{}"),
        (act("reopen"), "{}"),
        (act("block"), "{}"),
        (act("unblock"), "{}"),
        (("PUT", "/api/chatflows/open/enabled".to_owned()), off.as_str()),
        (("POST", "/api/sign-out".to_owned()), "{}"),
    ];
    for ((method, path), body) in &routes {
        for Forged { name, mut headers } in forgeries(&own, &ada.csrf, &ben.csrf) {
            headers.push(("cookie", &ada.cookie));
            refused(&product.ask(method, path, &headers, body), &format!("{method} {path}, {name}"));
        }
    }
    // Nothing of it happened.
    let state = ada.log("main", &thread, "after_seq=0")["thread"].clone();
    assert_eq!(
        (&state["status"], state.get("assignee"), &state["last_seq"]),
        (&json!("open"), None, &json!(1))
    );
    assert!(ada.row("main", "view=all", &thread).is_some(), "not blocked");
    let flows = ada.gets("/api/chatflows").ok();
    assert!(flows["chatflows"].as_array().unwrap().iter().all(|flow| flow["enabled"] == true), "{flows}");
}

#[test]
fn a_browser_that_sends_no_origin_may_say_same_origin() {
    // T23: and with the proof it works
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let thread = starts(&mut Visitor::acts(product, "atelier", ATELIER, "open").connects(), "open", "one");
    until("the row", || ada.row("main", "view=all", &thread));
    let headers = [
        ("content-type", "application/json; charset=utf-8"),
        ("sec-fetch-site", "same-origin"),
        ("x-csrf", ada.csrf.as_str()),
        ("cookie", ada.cookie.as_str()),
    ];
    product.ask("POST", &format!("/api/threads/main/{thread}/close"), &headers, "{}").ok();
}

#[test]
fn nobody_is_signed_in_or_set_up_from_elsewhere() {
    // T23: signing a person in as somebody else is a forgery too
    let product = Product::shared();
    let own = product.origin();
    let sign_in = json!({"email": "ada@atelier.test", "password": crate::accounts::PASSWORD}).to_string();
    let set_up = json!({
        "secret": "x", "account": "mine", "account_name": "Mine", "name": "Me", "email": "me@mine.test",
        "password": "long enough to count",
    })
    .to_string();
    for (path, body) in [("/api/sign-in", &sign_in), ("/api/setup", &set_up)] {
        // There is no session yet and so no proof to ask for.
        for Forged { name, headers } in forgeries(&own, "", "").into_iter().take(12) {
            refused(&product.ask("POST", path, &headers, body), &format!("{path}, {name}"));
        }
    }
    // T25: an installation that has its account is not set up again, whatever the secret.
    let headers = [("origin", own.as_str()), ("content-type", "application/json")];
    let answer = product.ask("POST", "/api/setup", &headers, &set_up);
    assert_eq!(answer.refusal(), (409, "already_set_up".to_owned()));
}
