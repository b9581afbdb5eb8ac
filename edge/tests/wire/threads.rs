//! A visitor's own conversations: their list, and ending one.

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{KILN, Visitor, message_id, post, resumes, says, starts};
use crate::wait::until;

fn asks(origin: &str, body: &Value) -> Answer {
    let headers = [("origin", origin), ("content-type", "text/plain")];
    Product::shared().ask("POST", "/v1/demo/threads", &headers, &body.to_string())
}

/// The list, once as many conversations are noted as there are: the note follows the message.
#[track_caller]
fn list(me: &Visitor<'_>, count: usize) -> Vec<Value> {
    until("the list", || {
        let told = asks(KILN, &json!({"token": me.token})).ok();
        let threads = told["threads"].as_array().cloned().unwrap_or_default();
        (threads.len() == count).then_some(threads)
    })
}

#[test]
fn the_list_has_what_was_said_last_and_how_much_of_it_is_news() {
    // P17
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut socket = me.connects();
    assert_eq!(asks(KILN, &json!({"token": me.token})).ok(), json!({"threads": []}));
    let first = starts(&mut socket, "everywhere", "First one");
    let second = starts(&mut socket, "everywhere", &"long ".repeat(50));
    let threads = list(&me, 2);
    assert_eq!(threads[0]["id"], json!(second));
    assert_eq!(threads[0]["last"].as_str().map(|last| last.chars().count()), Some(100));
    assert_eq!((&threads[1]["id"], &threads[1]["last"]), (&json!(first), &json!("First one")));
    assert_eq!((&threads[1]["socket"], &threads[1]["chatflow"]), (&json!(me.path), &json!("everywhere")));
    assert_eq!((&threads[1]["unread"], threads[1].get("by")), (&json!(0), None));
    assert!(threads[1]["heading"].is_string(), "{threads:?}");
    // An agent answers the older one while no page shows it.
    let anna = Agent::of(product, "anna@kiln.test");
    until("the thread's row", || anna.row("main", "view=all", &first));
    let mut desk = anna.connects("main");
    says(&mut desk, &post(&first, "Here\nI am"));
    let threads = list(&me, 2);
    let line = &threads[0];
    assert_eq!((&line["id"], &line["last"]), (&json!(first), &json!("Here I am")));
    assert_eq!((&line["unread"], line["by"].is_string(), &line["agent"]), (&json!(1), true, &line["by"]));
    // A page shows it, and says so.
    let (entries, _) = resumes(&mut socket, &first, 0);
    let last = entries.last().map(|entry| entry["seq"].clone());
    socket.send(&json!({"t": "received", "thread": first, "seq": last}));
    until("nothing is unread", || (list(&me, 2)[0]["unread"] == 0).then_some(()));
}

#[test]
fn the_list_is_for_whoever_has_the_token() {
    // P17, T13: not for other visitors, other sites, or a token of the site's server alone
    let product = Product::shared();
    let (me, other) = (Visitor::of_demo(product), Visitor::of_demo(product));
    starts(&mut me.connects(), "everywhere", "Mine");
    list(&me, 1);
    assert_eq!(asks(KILN, &json!({"token": other.token})).ok(), json!({"threads": []}));
    for (origin, body, expected) in [
        (KILN, json!({"token": "v1.nothing.x"}), (401, "auth_required")),
        (KILN, json!({"token": ""}), (401, "auth_required")),
        ("https://evil.example", json!({"token": me.token}), (403, "origin_forbidden")),
        (KILN, json!({}), (400, "missing_field")),
        (KILN, json!({"token": 7}), (400, "json_type")),
        (KILN, json!({"token": me.token, "visitor": "x"}), (400, "unknown_field")),
    ] {
        let (status, code) = asks(origin, &body).refusal();
        assert_eq!((status, code.as_str()), expected, "{body}");
    }
    // Nobody opens lists faster than a person does.
    let refused =
        (0..25).map(|_| asks(KILN, &json!({"token": other.token}))).find(|answer| answer.status != 200);
    let refused = refused.expect("somewhere it ends");
    assert_eq!(refused.refusal(), (429, "rate_limited".to_owned()));
    assert!(refused.header("retry-after").is_some());
}

#[test]
fn a_visitor_ends_a_thread_and_everybody_is_told_who_did() {
    // P18
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut socket = me.connects();
    let thread = starts(&mut socket, "everywhere", "That is all");
    let anna = Agent::of(product, "anna@kiln.test");
    until("the thread's row", || anna.row("main", "view=all", &thread));
    socket.so_far();
    socket.send(&json!({"t": "end", "thread": thread}));
    let entry = socket.take("the end", |frame| frame["t"] == "entry")["entry"].take();
    assert_eq!((&entry["body"]["kind"], &entry["from"]["kind"]), (&json!("closed"), &json!("visitor")));
    assert_eq!(socket.tagged("state")["thread"]["status"], "closed");
    let row = until("the row is closed", || {
        anna.row("main", "view=all&status=closed", &thread).filter(|row| row["status"] == "closed")
    });
    assert_eq!(row.get("waiting_since"), None, "nobody waits any more: {row}");
    let log = anna.log("main", &thread, "");
    assert_eq!(log["entries"][1]["from"], json!({"kind": "visitor"}), "{log}");
    // Said again it changes nothing, and is answered by nothing.
    socket.send(&json!({"t": "end", "thread": thread}));
    assert_eq!(resumes(&mut socket, &thread, 0).0.len(), 2);
    assert_eq!(list(&me, 1)[0]["status"], "closed");
    // Writing opens it as after any other end.
    says(&mut socket, &post(&thread, "One more thing"));
    assert_eq!(resumes(&mut socket, &thread, 0).1["status"], "open");
}

#[test]
fn only_the_visitor_of_a_thread_ends_it_so() {
    // P18, T13
    let product = Product::shared();
    let (me, other) = (Visitor::of_demo(product), Visitor::of_demo(product));
    let mut mine = me.connects();
    let thread = starts(&mut mine, "everywhere", "Mine");
    let mut socket = other.connects();
    socket.send(&json!({"t": "end", "thread": thread, "client_message_id": message_id()}));
    let error = socket.tagged("error");
    assert_eq!((&error["code"], &error["ref"]), (&json!("not_found"), &json!(thread)));
    let anna = Agent::of(product, "anna@kiln.test");
    until("the thread's row", || anna.row("main", "view=all", &thread));
    let mut desk = anna.connects("main");
    desk.send(&json!({"t": "end", "thread": thread}));
    assert_eq!(desk.tagged("error")["code"], "frame_unknown");
    assert_eq!(resumes(&mut mine, &thread, 0).1["status"], "open");
}
