//! T13, T11: two accounts with the same names inside. Each asks every route for every id of the other.

use serde_json::{Value, json};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, begin, decide, is_refused, post, resumes, starts, texts};
use crate::wait::until;

/// Somebody's thread, in an inbox called like everybody's.
struct Theirs {
    visitor: Visitor<'static>,
    socket: Socket,
    thread: String,
}

/// A chat in `account`, which its own agent sees.
#[track_caller]
fn chat(account: &str, agent: &Agent<'_>) -> Theirs {
    let visitor = Visitor::acts(Product::shared(), account, ATELIER, "open");
    let mut socket = visitor.connects();
    let thread = starts(&mut socket, "open", &format!("secret of {account}"));
    until("the row", || agent.row("main", "view=all", &thread));
    Theirs { visitor, socket, thread }
}

#[test]
fn every_route_with_every_id_of_the_other_is_nothing() {
    // T13
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let mira = Agent::of(product, "mira@kiln.test");
    let mut theirs = chat("atelier", &ada);
    theirs.socket.so_far();
    let not_found = (404, "not_found".to_owned());
    let thread = &theirs.thread;
    let mut agents = mira.connects("main");

    // Ids of threads, through an inbox of one's own that is called the same.
    assert_eq!(mira.gets(&format!("/api/threads/main/{thread}/messages")).refusal(), not_found);
    for verb in ["assign", "close", "reopen", "take-over", "block", "unblock"] {
        let body = if verb == "assign" { json!({"agent": "mira"}) } else { json!({}) };
        let answer = mira.sends("POST", &format!("/api/threads/main/{thread}/{verb}"), &body);
        assert_eq!(answer.refusal(), not_found, "{verb}");
    }
    assert_eq!(is_refused(&mut agents, &post(thread, "hello from next door")), "not_found");
    for frame in [
        json!({"t": "resume", "thread": thread, "after_seq": 0}),
        json!({"t": "received", "thread": thread, "seq": 1}),
    ] {
        agents.send(&frame);
        assert_eq!(agents.refusal().0, "not_found", "{frame}");
    }
    // Ids of inboxes.
    for inbox in ["final", "wide", "back"] {
        assert_eq!(mira.gets(&format!("/api/inboxes/{inbox}/threads")).refusal(), not_found, "{inbox}");
        let answer = mira.gets(&format!("/api/threads/{inbox}/{thread}/messages"));
        assert_eq!(answer.refusal(), not_found, "{inbox}");
        let refused = mira.tries_to_open(inbox, Some(&product.origin())).err();
        assert_eq!(refused.map(|refused| (refused.status, refused.code)), Some(not_found.clone()), "{inbox}");
    }
    // Ids of chatflows.
    for chatflow in ["open", "final", "agree"] {
        let answer =
            mira.sends("PUT", &format!("/api/chatflows/{chatflow}/enabled"), &json!({"enabled": false}));
        assert_eq!(answer.refusal(), not_found, "{chatflow}");
        let acted = begin(product, "demo", crate::visitor::KILN, &json!({"chatflow": chatflow}).to_string());
        assert_eq!(acted.refusal(), not_found, "{chatflow}");
    }
    // Nothing of it left a trace.
    assert_eq!(theirs.socket.so_far(), Vec::<Value>::new());
    let (entries, state) = resumes(&mut theirs.socket, thread, 0);
    assert_eq!((texts(&entries), &state["status"]), (vec!["secret of atelier"], &json!("open")));
    let page = json!({"u": "https://atelier.example/"});
    assert_eq!(decide(product, "atelier", ATELIER, &page).ok()["d"]["c"], "open");
}

#[test]
fn the_list_of_one_never_holds_a_thread_of_the_other() {
    // T13: same inbox name, same chatflow id
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let mira = Agent::of(product, "mira@kiln.test");
    let theirs = chat("atelier", &ada);
    for view in ["all", "mine", "unassigned", "chat", "filtered"] {
        assert_eq!(mira.row("main", &format!("view={view}"), &theirs.thread), None, "{view}");
    }
    let flows = mira.gets("/api/chatflows").ok().to_string();
    assert!(!flows.contains("the back room"), "{flows}");
}

#[test]
fn a_token_counts_in_its_own_account_only() {
    // T13, T9: even on the same site, for shards called the same
    let product = Product::shared();
    let theirs = chat("atelier", &Agent::of(product, "ada@atelier.test"));
    let mine = Visitor::acts(product, "rival", ATELIER, "open");
    for path in [
        theirs.visitor.path.clone(),
        "/v1/atelier/inboxes/final/shards/0/socket".to_owned(),
        "/v1/atelier/inboxes/back/shards/0/socket".to_owned(),
    ] {
        let mut socket =
            Socket::open(product.port, &path, &[("origin", ATELIER)]).expect("the site is on the list");
        socket.send(&json!({"t": "hello", "v": 1, "token": mine.token}));
        assert_eq!(socket.refusal().0, "auth_required", "{path}");
        assert_eq!(socket.closed(), 4401, "{path}");
    }
    // Their thread, asked for in my own shard of the same name.
    let mut socket = mine.connects();
    socket.send(&json!({"t": "resume", "thread": theirs.thread, "after_seq": 0}));
    assert_eq!(socket.refusal().0, "not_found");
    // Acting with a foreign token makes a new visitor, not the old one.
    let body = json!({"chatflow": "open", "token": mine.token}).to_string();
    let begun = begin(product, "atelier", ATELIER, &body).ok();
    let fresh = theirs.visitor.with(&begun);
    assert_ne!(fresh.greets().1["visitor"], mine.greets().1["visitor"]);
    // A running chat of another account is none.
    let page = json!({"u": "https://atelier.example/final", "k": mine.token, "c": "back"});
    assert_eq!(decide(product, "atelier", ATELIER, &page).ok()["d"]["c"], "final");
}

#[test]
fn a_token_opens_its_own_shard_only() {
    // T11
    let product = Product::shared();
    let mut me = Visitor::acts(product, "atelier", ATELIER, "wide");
    let other = if me.path.contains("/shards/0/") { "/shards/1/" } else { "/shards/0/" };
    me.path = me.path.replace("/shards/0/", other).replace("/shards/1/", other);
    let mut socket = me.opens();
    socket.send(&json!({"t": "hello", "v": 1, "token": me.token}));
    assert_eq!(socket.refusal().0, "auth_required");
    // Shards and inboxes that are none create nothing.
    for path in [
        "/v1/atelier/inboxes/main/shards/2/socket",
        "/v1/atelier/inboxes/main/shards/65535/socket",
        "/v1/atelier/inboxes/nothing/shards/0/socket",
        "/v1/nobody/inboxes/main/shards/0/socket",
    ] {
        let refused = Socket::open(product.port, path, &[("origin", ATELIER)]).err();
        assert_eq!(refused.map(|refused| refused.status), Some(404), "{path}");
    }
}

#[test]
fn a_session_counts_in_its_own_account_only() {
    // T13: the account is the session's, never the request's
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let forged = ada.cookie.replacen("atelier", "rival", 1);
    for cookie in [forged, ada.cookie.replacen("atelier", "demo", 1)] {
        let answer = product.ask("GET", "/api/me", &[("cookie", &cookie)], "");
        assert_eq!(answer.refusal(), (401, "unauthenticated".to_owned()));
    }
    // An address that signs in elsewhere cannot be brought into a second account.
    let mut file = crate::accounts::rival();
    file["account"] = json!("thief");
    file["people"][0]["email"] = json!("ada@atelier.test");
    let answer = product.internal("/internal/seed", &file);
    assert_eq!(answer.refusal(), (422, "account_invalid".to_owned()));
}

#[test]
fn an_account_is_seeded_once() {
    // A second file of the same account changes nothing: what the owner changed since is theirs.
    let product = Product::shared();
    let mut file = crate::accounts::atelier();
    file["name"] = json!("Overwritten");
    file["origins"] = json!(["https://evil.example"]);
    product.internal("/internal/seed", &file).ok();
    let me = Agent::of(product, "ada@atelier.test").gets("/api/me").ok();
    assert_eq!(me["account_name"], "atelier");
    let answer = decide(product, "atelier", "https://evil.example", &json!({"u": "https://evil.example/"}));
    assert_eq!(answer.status, 403);
}
