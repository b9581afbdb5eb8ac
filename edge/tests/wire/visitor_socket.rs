//! Rows 40 to 51 of the bad inputs, on the visitor's socket.

use serde_json::{Value, json};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::product::Product;
use crate::socket::{Refused, Socket};
use crate::visitor::{KILN, Visitor, first_post, is_refused, message_id, post, resumes, says, starts, texts};

/// Says something first that is no good hello, and is sent away.
#[track_caller]
fn sent_away(mut socket: Socket, name: &str, code: &str, close: u16) {
    let (said, fatal, _) = socket.refusal();
    assert_eq!((said.as_str(), fatal, socket.closed()), (code, true, close), "{name}");
}

#[test]
fn row_40_first_frame_not_hello() {
    // row 40
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let other_account = Visitor::acts(product, "rival", ATELIER, "open");
    let other_site = Visitor::acts(product, "demo", "http://localhost:3000", "everywhere");
    let cut = &me.token[..me.token.len() - 2];
    let (claims, signature) = me.token.rsplit_once('.').unwrap();
    let swapped = format!("{claims}.{}", other_site.token.rsplit_once('.').unwrap().1);
    let unsigned = format!("{claims}.");
    let hello = |token: &str| json!({"t": "hello", "v": 1, "token": token}).to_string();
    let cases = [
        ("a post", first_post("everywhere", "hi").to_string()),
        (
            "a resume",
            json!({"t": "resume", "thread": format!("0-{}", "a".repeat(26)), "after_seq": 0}).to_string(),
        ),
        ("an unknown frame", json!({"t": "wave"}).to_string()),
        ("not JSON", "hello".to_owned()),
        ("nothing", String::new()),
        ("no token", json!({"t": "hello", "v": 1}).to_string()),
        ("an empty token", hello("")),
        ("a token cut short", hello(cut)),
        ("somebody else's signature", hello(&swapped)),
        ("no signature", hello(&unsigned)),
        ("a signature alone", hello(signature)),
        ("a token of another account", hello(&other_account.token)),
        ("a token of another site", hello(&other_site.token)),
    ];
    for (name, first) in cases {
        let mut socket = me.opens();
        socket.send_text(&first);
        sent_away(socket, name, "auth_required", 4401);
    }
    let mut socket = me.opens();
    socket.send_binary(b"hello");
    sent_away(socket, "bytes", "auth_required", 4401);
}

#[test]
fn row_40_no_hello_in_ten_seconds() {
    // row 40
    let me = Visitor::of_demo(Product::shared());
    let mut talker = me.connects();
    let silent = me.opens();
    sent_away(silent, "silence", "auth_required", 4408);
    // Who said hello in time stays.
    starts(&mut talker, "everywhere", "still here");
}

#[test]
fn row_41_foreign_or_missing_origin() {
    // row 41, T8: refused with HTTP, before there is a socket
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    for origin in [
        None,
        Some("https://evil.example"),
        Some("https://kiln.example.evil.example"),
        Some("http://kiln.example"),
        Some("https://kiln.example:444"),
        Some("null"),
    ] {
        let headers: Vec<(&str, &str)> = origin.map(|origin| ("origin", origin)).into_iter().collect();
        let refused = Socket::open(product.port, &me.path, &headers).err();
        let expected = Refused { status: 403, code: "origin_forbidden".to_owned() };
        assert_eq!(refused, Some(expected), "{origin:?}");
    }
}

#[test]
fn row_42_no_upgrade() {
    // row 42
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    for upgrade in [None, Some("h2c")] {
        let mut headers = vec![("origin", KILN)];
        headers.extend(upgrade.map(|upgrade| ("upgrade", upgrade)));
        let answer = product.ask("GET", &me.path, &headers, "");
        assert_eq!(answer.refusal(), (426, "upgrade_required".to_owned()), "{upgrade:?}");
    }
}

#[test]
fn row_43_unknown_version() {
    // row 43
    let me = Visitor::of_demo(Product::shared());
    for version in [0, 2, 4_294_967_295_u32] {
        let mut socket = me.opens();
        socket.send(&json!({"t": "hello", "v": version, "token": me.token}));
        let error = socket.tagged("error");
        assert_eq!((&error["code"], &error["fatal"]), (&json!("protocol_unsupported"), &json!(true)));
        let versions = error["message"].as_str().unwrap_or_default();
        assert!(versions.contains('1'), "the message names the versions: {versions}");
        assert_eq!(socket.closed(), 4400);
    }
}

#[test]
fn row_44_not_json_or_binary() {
    // row 44: not fatal the first three times
    let me = Visitor::of_demo(Product::shared());
    let texts = [
        ("not JSON", "{"),
        ("an array", "[]"),
        ("a text", "\"post\""),
        ("null", "null"),
        ("no tag", "{}"),
        ("a tag that is no text", r#"{"t":1}"#),
    ];
    for (name, text) in texts {
        let mut socket = me.connects();
        for _ in 0..3 {
            socket.send_text(text);
            assert_eq!(socket.refusal(), ("frame_syntax".to_owned(), false, None), "{name}");
        }
        socket.send_text(text);
        sent_away(socket, name, "frame_syntax", 1007);
    }
    let mut socket = me.connects();
    for _ in 0..3 {
        socket.send_binary(br#"{"t":"ping"}"#);
        assert_eq!(socket.refusal(), ("frame_binary".to_owned(), false, None));
    }
    starts(&mut socket, "everywhere", "three slips are forgiven");
    socket.send_binary(&[0]);
    sent_away(socket, "bytes", "frame_binary", 1007);
}

#[test]
fn row_45_unknown_frames_are_survived() {
    // row 45
    let mut socket = Visitor::of_demo(Product::shared()).connects();
    for frame in [json!({"t": "wave"}), json!({"t": "hum", "thread": 7}), json!({"t": ""})] {
        socket.send(&frame);
        assert_eq!(socket.refusal(), ("frame_unknown".to_owned(), false, None), "{frame}");
    }
    // More of them than slips are forgiven: a newer widget may send one with every key.
    for _ in 0..5 {
        socket.send(&json!({"t": "wave"}));
    }
    starts(&mut socket, "everywhere", "still understood");
    // Fields nobody knows are ignored, in frames everybody knows.
    let mut newer = first_post("everywhere", "from the future");
    newer["mood"] = json!("hopeful");
    says(&mut socket, &newer);
}

#[test]
fn row_46_frames_over_64_kib() {
    // row 46
    let me = Visitor::of_demo(Product::shared());
    let mut socket = me.connects();
    let of_length = |length: usize| {
        let mut frame = first_post("everywhere", "");
        let empty = frame.to_string().len();
        frame["text"] = json!("x".repeat(length - empty));
        frame
    };
    let fits = of_length(64 * 1024);
    assert_eq!(fits.to_string().len(), 65_536);
    assert_eq!(is_refused(&mut socket, &fits), "text_too_long");
    socket.send(&of_length(64 * 1024 + 1));
    sent_away(socket, "64 KiB + 1", "frame_too_large", 1009);
    let mut socket = me.connects();
    socket.send_binary(&vec![0; 64 * 1024 + 1]);
    sent_away(socket, "64 KiB + 1 of bytes", "frame_too_large", 1009);
}

#[test]
fn row_46_frames_beyond_all_measure() {
    // row 46, T28: nothing grows with what a stranger sends, and no compression makes it grow
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut other = me.connects();
    let mut socket = me.connects();
    socket.send_binary(&vec![0; 8 * 1024 * 1024]);
    assert_eq!(socket.closed(), 1009);
    starts(&mut other, "everywhere", "unharmed");
    let headers = [
        ("origin", me.origin.as_str()),
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-extensions", "permessage-deflate"),
    ];
    let answer = product.ask("GET", &me.path, &headers, "");
    assert_eq!((answer.status, answer.header("sec-websocket-extensions")), (101, None));
}

#[test]
fn row_47_resume_ahead_of_the_log() {
    // row 47
    let mut socket = Visitor::of_demo(Product::shared()).connects();
    let thread = starts(&mut socket, "everywhere", "one");
    for after in [2_u64, 9_007_199_254_740_991] {
        socket.send(&json!({"t": "resume", "thread": thread, "after_seq": after}));
        assert_eq!(socket.refusal(), ("resume_ahead".to_owned(), false, Some(thread.clone())), "{after}");
    }
    // The way out: everything again.
    assert_eq!(texts(&resumes(&mut socket, &thread, 0).0), ["one"]);
}

#[test]
fn row_48_receipt_for_what_was_never_sent() {
    // row 48
    let mut socket = Visitor::of_demo(Product::shared()).connects();
    let thread = starts(&mut socket, "everywhere", "one");
    socket.so_far();
    for seq in [2_u64, 9_007_199_254_740_991] {
        socket.send(&json!({"t": "received", "thread": thread, "seq": seq}));
        let (code, fatal, _) = socket.refusal();
        assert_eq!((code.as_str(), fatal), ("ack_range", false), "{seq}");
    }
    // A good one is not answered at all, and neither is an old one.
    for seq in [1, 0, 1] {
        socket.send(&json!({"t": "received", "thread": thread, "seq": seq}));
    }
    assert_eq!(socket.so_far(), Vec::<Value>::new());
}

#[test]
fn row_49_closed_for_good() {
    // row 49: an inbox that never reopens
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let mut socket = Visitor::acts(product, "atelier", ATELIER, "final").connects();
    let thread = starts(&mut socket, "final", "one");
    assert_eq!(ada.acts("final", &thread, "close", &json!({}))["status"], "closed");
    assert_eq!(is_refused(&mut socket, &post(&thread, "too late")), "thread_closed");
    let (entries, state) = resumes(&mut socket, &thread, 0);
    assert_eq!((texts(&entries), &state["status"]), (vec!["one"], &json!("closed")));
    // A new one can be started at once.
    assert_ne!(starts(&mut socket, "final", "again"), thread);
}

#[test]
fn row_49_closed_and_reopened_by_writing() {
    // row 49: an inbox that reopens for three days
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let mut socket = Visitor::acts(product, "atelier", ATELIER, "open").connects();
    let thread = starts(&mut socket, "open", "one");
    ada.acts("main", &thread, "close", &json!({}));
    socket.take("the close", |frame| frame["t"] == "state" && frame["thread"]["status"] == "closed");
    assert_eq!(says(&mut socket, &post(&thread, "two"))["seq"], 4);
    let (entries, state) = resumes(&mut socket, &thread, 0);
    let kinds: Vec<_> =
        entries.iter().map(|entry| entry["body"]["kind"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["text", "closed", "reopened", "text"]);
    assert_eq!(state["status"], "open");
}

#[test]
fn row_49_blocked_and_not_told() {
    // row 49: accepted, acknowledged, and the sender sees no difference
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let me = Visitor::acts(product, "atelier", ATELIER, "open");
    let mut socket = me.connects();
    let thread = starts(&mut socket, "open", "one");
    socket.so_far();
    ada.acts("main", &thread, "block", &json!({}));
    assert_eq!(says(&mut socket, &post(&thread, "two"))["seq"], 2);
    let told = socket.so_far();
    assert!(told.iter().all(|frame| frame["t"] == "entry"), "only the echo of their own words: {told:?}");
    let (mut later, welcome) = me.greets();
    assert_eq!(welcome["threads"][0]["status"], "open", "{welcome}");
    let (entries, state) = resumes(&mut later, &thread, 0);
    assert_eq!((texts(&entries), &state["status"]), (vec!["one", "two"], &json!("open")));
    assert!(!format!("{welcome}{state}").contains("block"), "{welcome} {state}");
}

#[test]
fn row_50_before_consent() {
    // row 50: explicit consent, and nothing is stored without it
    let product = Product::shared();
    let me = Visitor::acts(product, "atelier", ATELIER, "agree");
    let mut socket = me.connects();
    assert_eq!(is_refused(&mut socket, &first_post("agree", "before I agreed")), "consent_required");
    let (_, welcome) = me.greets();
    assert!(welcome["threads"].as_array().is_none_or(Vec::is_empty), "{welcome}");
    let canary = format!("unagreed-{}", message_id());
    is_refused(&mut socket, &first_post("agree", &canary));
    // Something stored after it stands in for time passing.
    starts(&mut Visitor::acts(product, "atelier", ATELIER, "open").connects(), "open", "after");
    let kept: Vec<_> = product
        .files()
        .into_iter()
        .filter(|(_, bytes)| bytes.windows(canary.len()).any(|window| window == canary.as_bytes()))
        .collect();
    assert!(kept.is_empty(), "kept in {:?}", kept.iter().map(|(path, _)| path).collect::<Vec<_>>());
}

#[test]
fn row_51_a_fourth_socket_replaces_the_oldest() {
    // row 51
    let me = Visitor::of_demo(Product::shared());
    let first = me.connects();
    let mut others = [me.connects(), me.connects()];
    let mut fourth = me.connects();
    sent_away(first, "the oldest", "replaced", 4409);
    let thread = starts(&mut fourth, "everywhere", "to all of us");
    for socket in &mut others {
        socket.take("the entry in another tab", |frame| frame["t"] == "entry" && frame["thread"] == thread);
    }
}
