//! Rows 40 to 48 of the bad inputs on the agents' socket, and what is different there.

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::product::Product;
use crate::socket::{Refused, Socket};
use crate::visitor::{Visitor, first_post, is_refused, post, resumes, says, starts, texts};

fn anna() -> Agent<'static> {
    Agent::of(Product::shared(), "anna@kiln.test")
}

/// A thread of a new visitor that the inbox knows of.
#[track_caller]
fn a_thread(agents: &mut Socket) -> (Socket, String) {
    let mut visitor = Visitor::of_demo(Product::shared()).connects();
    let thread = starts(&mut visitor, "everywhere", "one");
    agents.take("the thread's row", |frame| frame["t"] == "row" && frame["row"]["thread"] == thread);
    (visitor, thread)
}

#[track_caller]
fn sent_away(mut socket: Socket, name: &str, code: &str, close: u16) {
    let (said, fatal, _) = socket.refusal();
    assert_eq!((said.as_str(), fatal, socket.closed()), (code, true, close), "{name}");
}

#[test]
fn row_40_first_frame_not_hello() {
    // row 40: the cookie opened the socket, but whoever does not greet is no console
    for (name, first) in [
        ("a post", first_post("everywhere", "hi").to_string()),
        ("an unknown frame", json!({"t": "wave"}).to_string()),
        ("not JSON", "hello".to_owned()),
    ] {
        let mut socket = anna().opens("main");
        socket.send_text(&first);
        sent_away(socket, name, "auth_required", 4401);
    }
    let mut socket = anna().opens("main");
    socket.send_binary(b"hello");
    sent_away(socket, "bytes", "auth_required", 4401);
}

#[test]
fn row_40_no_hello_in_ten_seconds() {
    // row 40
    let mut greeted = anna().connects("main");
    sent_away(anna().opens("main"), "silence", "auth_required", 4408);
    greeted.so_far();
}

#[test]
fn row_41_foreign_or_missing_origin() {
    // row 41, T8: a foreign page with a valid cookie is refused before there is a socket
    let product = Product::shared();
    let (own, port) = (product.origin(), product.port);
    let expected = Some(Refused { status: 403, code: "origin_forbidden".to_owned() });
    for origin in [
        None,
        Some("https://evil.example".to_owned()),
        Some("https://kiln.example".to_owned()),
        Some("null".to_owned()),
        Some(format!("https://127.0.0.1:{port}")),
        Some(format!("http://localhost:{port}")),
        Some(format!("{own}.evil.example")),
        Some(format!("{own}/")),
    ] {
        assert_eq!(anna().tries_to_open("main", origin.as_deref()).err(), expected, "{origin:?}");
    }
}

#[test]
fn row_18_no_cookie_no_socket() {
    // row 18
    let product = Product::shared();
    let origin = product.origin();
    for cookie in ["", "__Host-parlor=", "__Host-parlor=demo.x.y", "parlor-session=demo.x.y"] {
        let headers = [("origin", origin.as_str()), ("cookie", cookie)];
        let refused = Socket::open(product.port, "/api/inboxes/main/socket", &headers).err();
        assert_eq!(refused, Some(Refused { status: 401, code: "unauthenticated".to_owned() }), "{cookie}");
    }
    // Nobody becomes somebody by a header that our own parts speak in.
    let spoofed = [("origin", origin.as_str()), ("x-parlor-agent", "e30"), ("x-request-id", "mine")];
    let refused = Socket::open(product.port, "/api/inboxes/main/socket", &spoofed).err();
    assert_eq!(refused.map(|refused| refused.status), Some(401));
}

#[test]
fn row_42_no_upgrade() {
    // row 42
    let answer = anna().gets("/api/inboxes/main/socket");
    assert_eq!(answer.refusal(), (426, "upgrade_required".to_owned()));
}

#[test]
fn row_43_unknown_version() {
    // row 43
    let mut socket = anna().opens("main");
    socket.send(&json!({"t": "hello", "v": 2}));
    sent_away(socket, "version 2", "protocol_unsupported", 4400);
}

#[test]
fn row_44_not_json_or_binary() {
    // row 44
    let mut socket = anna().connects("main");
    for text in ["{", "[]", "{}"] {
        socket.send_text(text);
        assert_eq!(socket.refusal(), ("frame_syntax".to_owned(), false, None), "{text}");
    }
    socket.so_far();
    socket.send_binary(b"{}");
    sent_away(socket, "the fourth", "frame_binary", 1007);
}

#[test]
fn row_45_unknown_frames_are_survived() {
    // row 45
    let mut socket = anna().connects("main");
    for _ in 0..5 {
        socket.send(&json!({"t": "wave"}));
        assert_eq!(socket.refusal(), ("frame_unknown".to_owned(), false, None));
    }
}

#[test]
fn row_46_frames_over_64_kib() {
    // row 46
    let mut socket = anna().connects("main");
    socket.send_text(&format!("\"{}\"", "x".repeat(64 * 1024 - 1)));
    sent_away(socket, "64 KiB + 1", "frame_too_large", 1009);
}

#[test]
fn row_47_resume_ahead_of_the_log() {
    // row 47
    let mut socket = anna().connects("main");
    let (_, thread) = a_thread(&mut socket);
    socket.send(&json!({"t": "resume", "thread": thread, "after_seq": 2}));
    assert_eq!(socket.refusal(), ("resume_ahead".to_owned(), false, Some(thread.clone())));
    socket.send(&json!({"t": "resume", "thread": thread, "after_seq": 0}));
    let end = socket.tagged("caught_up");
    assert_eq!((&end["thread"]["id"], &end["thread"]["last_seq"]), (&json!(thread), &json!(1)));
}

#[test]
fn row_48_receipt_for_what_was_never_sent() {
    // row 48
    let mut socket = anna().connects("main");
    let (_, thread) = a_thread(&mut socket);
    socket.send(&json!({"t": "received", "thread": thread, "seq": 2}));
    let (code, fatal, _) = socket.refusal();
    assert_eq!((code.as_str(), fatal), ("ack_range", false));
    socket.send(&json!({"t": "received", "thread": thread, "seq": 1}));
    assert!(socket.so_far().iter().all(|frame| frame["t"] != "error"));
}

#[test]
fn row_49_a_reply_opens_a_closed_thread() {
    // row 49: what ends for visitors does not for agents
    let mut socket = anna().connects("main");
    let (mut visitor, thread) = a_thread(&mut socket);
    anna().acts("main", &thread, "close", &json!({}));
    says(&mut socket, &post(&thread, "one more thing"));
    let (entries, state) = resumes(&mut visitor, &thread, 0);
    assert_eq!((texts(&entries), &state["status"]), (vec!["one", "one more thing"], &json!("open")));
}

#[test]
fn rows_6_7_and_14_texts_and_ids() {
    // row 6, row 7, row 14
    let mut socket = anna().connects("main");
    let (_, thread) = a_thread(&mut socket);
    let absent = format!("0-{}", "a".repeat(26));
    let mut nowhere = post(&thread, "where?");
    nowhere["thread"] = Value::Null;
    for (name, frame, code) in [
        ("row 6", post(&thread, &"x".repeat(10_001)), "text_too_long"),
        ("row 7", post(&thread, " \u{200b}"), "text_empty"),
        ("row 14, nobody's thread", post(&absent, "hello?"), "not_found"),
        ("row 14, a shard that is none", post(&format!("9{}", &absent[1..]), "hello?"), "not_found"),
        ("agents start no thread", nowhere, "missing_field"),
    ] {
        assert_eq!(is_refused(&mut socket, &frame), code, "{name}");
    }
    for (name, frame) in [
        ("resume", json!({"t": "resume", "thread": absent, "after_seq": 0})),
        ("received", json!({"t": "received", "thread": absent, "seq": 0})),
    ] {
        socket.send(&frame);
        let (code, fatal, _) = socket.refusal();
        assert_eq!((code.as_str(), fatal), ("not_found", false), "{name}");
    }
}
