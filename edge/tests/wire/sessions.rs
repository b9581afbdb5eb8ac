//! T23: how a session looks, where it ends, and what is said to who guesses.

use std::thread;

use serde_json::json;

use crate::agent::{Agent, sign_in};
use crate::product::Product;
use crate::socket::Refused;

#[test]
fn the_cookie_is_for_our_own_page_only() {
    // T23
    let product = Product::shared();
    let answer = sign_in(product, "jonas@kiln.test", "parlor-demo");
    assert_eq!(answer.status, 200);
    let cookie = answer.header("set-cookie").expect("a cookie");
    let mut parts = cookie.split(';').map(str::trim);
    let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("a name and a value");
    let flags: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
    assert_eq!(name, "__Host-parlor", "{cookie}");
    for flag in ["secure", "httponly", "samesite=strict", "path=/"] {
        assert!(flags.contains(&flag.to_owned()), "{flag} is missing: {flags:?}");
    }
    assert!(!flags.iter().any(|flag| flag.starts_with("domain")), "{flags:?}");
    // 128 random bits at the least.
    assert!(value.len() >= 22, "{value}");
    assert_eq!(answer.list("cache-control"), ["no-store"], "answers about people are not kept");
    let body = answer.text();
    assert!(!body.contains(value), "the cookie's value is for the cookie alone");
    assert!(!body.contains("password"), "{body}");
}

#[test]
fn me_says_who_one_is() {
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let me = ada.gets("/api/me").ok();
    assert_eq!((&me["id"], &me["name"], &me["role"]), (&json!("ada"), &json!("Ada Ström"), &json!("owner")));
    assert_eq!((&me["account"], &me["email"]), (&json!("atelier"), &json!("ada@atelier.test")));
    assert_eq!(me["csrf"], ada.csrf.as_str());
    let main = &me["inboxes"][0];
    assert_eq!(
        main["members"],
        json!([{"id": "ada", "name": "Ada Ström"}, {"id": "ben", "name": "Ben Ito"}])
    );
    let own = me["email"].as_str().unwrap_or_default();
    let rest = me.to_string().replace(own, "");
    assert!(!rest.contains('@'), "colleagues' addresses are theirs: {rest}");
}

#[test]
fn every_sign_in_is_a_session_of_its_own() {
    // T10, T23: rotated, and one ends without the others
    let product = Product::shared();
    let first = Agent::signs_in(product, "jonas@kiln.test");
    let second = Agent::signs_in(product, "JONAS@kiln.test");
    assert_ne!(first.cookie, second.cookie);
    assert_ne!(first.csrf, second.csrf);
    first.sends("POST", "/api/sign-out", &json!({})).ok();
    assert_eq!(first.gets("/api/me").refusal(), (401, "session_expired".to_owned()));
    second.gets("/api/me").ok();
}

#[test]
fn signing_out_ends_the_session_its_cookie_and_its_sockets() {
    // T23
    let product = Product::shared();
    let leaving = Agent::signs_in(product, "jonas@kiln.test");
    let mut staying = Agent::of(product, "anna@kiln.test").connects("main");
    let mut socket = leaving.connects("main");
    let answer = leaving.sends("POST", "/api/sign-out", &json!({}));
    let cookie = answer.header("set-cookie").unwrap_or_default();
    assert!(cookie.starts_with("__Host-parlor=;") && cookie.contains("Max-Age=0"), "{cookie}");
    let (code, fatal, _) = socket.refusal();
    assert_eq!((code.as_str(), fatal, socket.closed()), ("auth_required", true, 4401));
    staying.so_far();
    for path in ["/api/me", "/api/inboxes/main/threads", "/api/chatflows"] {
        assert_eq!(leaving.gets(path).refusal(), (401, "session_expired".to_owned()), "{path}");
    }
    let again = leaving.sends("POST", "/api/sign-out", &json!({}));
    assert_eq!(again.refusal(), (401, "session_expired".to_owned()));
    let refused = leaving.tries_to_open("main", Some(&product.origin())).err();
    assert_eq!(refused, Some(Refused { status: 401, code: "session_expired".to_owned() }));
}

#[test]
fn no_socket_outlives_a_session_that_ends_while_it_is_on_its_way() {
    // T23: whoever lets it through and whoever ends the session do not wait for each other
    let product = Product::shared();
    for round in 0..8 {
        let leaving = Agent::signs_in(product, "jonas@kiln.test");
        let opened = thread::scope(|scope| {
            let opening: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| leaving.tries_to_open("main", Some(&product.origin()))))
                .collect();
            leaving.sends("POST", "/api/sign-out", &json!({})).ok();
            opening.into_iter().filter_map(|opened| opened.join().expect("no panic").ok()).collect::<Vec<_>>()
        });
        for mut socket in opened {
            socket.send(&json!({"t": "hello", "v": 1}));
            assert_eq!(socket.closed(), 4401, "round {round}");
        }
    }
}

#[test]
fn guessing_is_slowed_down_before_anything_is_hashed() {
    // T21: per address, whether anybody has it or not
    let product = Product::shared();
    for email in ["ada@rival.test", "nobody@rival.test"] {
        for attempt in 0..10 {
            let answer = sign_in(product, email, "a wrong password");
            assert_eq!(answer.refusal(), (401, "sign_in_failed".to_owned()), "{email}, attempt {attempt}");
        }
        for password in ["a wrong password", crate::accounts::PASSWORD] {
            let answer = sign_in(product, email, password);
            assert_eq!(answer.refusal(), (429, "rate_limited".to_owned()), "{email}");
            let wait = answer.header("retry-after").and_then(|wait| wait.parse::<u64>().ok());
            assert!(wait.is_some_and(|wait| (1..=900).contains(&wait)), "{wait:?}");
        }
    }
    // Others sign in as ever.
    Agent::signs_in(product, "max@lamps.test").gets("/api/me").ok();
}

#[test]
fn the_console_is_served_strictly() {
    // T5, T16
    let product = Product::shared();
    for path in ["/console/", "/console", "/console/inbox/anything"] {
        let answer = product.ask("GET", path, &[], "");
        assert_eq!(answer.status, 200, "{path}");
        let policy = answer.header("content-security-policy").unwrap_or_default();
        for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "script-src 'self'"] {
            assert!(policy.contains(part), "{path}: {part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_eq!(answer.header("x-content-type-options").as_deref(), Some("nosniff"));
        assert_eq!(answer.header("cross-origin-opener-policy").as_deref(), Some("same-origin"));
        assert_eq!(answer.list("cache-control"), ["no-cache"], "{path}");
    }
    assert_eq!(product.ask("GET", "/console/nothing.js", &[], "").status, 404);
    let start = product.ask("GET", "/", &[], "");
    assert!(start.header("content-security-policy").unwrap_or_default().contains("default-src 'none'"));
}
