//! Every field of every frame and body with every kind of value: always an answer, never a fault, never silence.
//! An exception in a socket's handler would leave the socket open and say nothing at all.

use serde_json::{Value, json};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{KILN, Visitor, message_id, starts};
use crate::wait::until;

/// One value of each kind, and the ends of the kinds that have ends.
fn oddities() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("x"),
        json!("\u{0}"),
        json!("\u{202e}\u{1f3f4}\u{fffd}"),
        json!("__proto__"),
        json!("'; DROP TABLE threads; --"),
        json!("x".repeat(3_000)),
        json!([]),
        json!([[[]]]),
        json!({}),
        json!({"__proto__": {"polluted": 1}, "constructor": {"prototype": {}}}),
    ]
}

/// Each frame with each field replaced by each oddity, and each field left out.
fn spoiled(good: &[Value]) -> Vec<Value> {
    let mut frames = Vec::new();
    for frame in good {
        for field in frame.as_object().into_iter().flat_map(|fields| fields.keys()) {
            for oddity in oddities() {
                let mut odd = frame.clone();
                odd[field] = oddity;
                frames.push(odd);
            }
            let mut less = frame.clone();
            less.as_object_mut().expect("frames are objects").remove(field);
            frames.push(less);
        }
    }
    frames
}

/// The object answers something it understands within its order, after whatever was said before; or has closed the
/// socket for a reason that is the sender's.
#[track_caller]
fn survives(socket: &mut Socket, frame: &Value) {
    socket.send(frame);
    socket.send_text(r#"{"t":"ping","in_order":true}"#);
    let last = socket.take_or_end("an answer", |heard| heard["t"] == "pong");
    let said = socket.rest();
    for error in said.iter().filter(|heard| heard["t"] == "error") {
        let code = error["code"].as_str().unwrap_or_default();
        assert!(!matches!(code, "internal" | "storage_full" | ""), "{frame}: {error}");
    }
    if let Err(close) = last {
        assert!(matches!(close, 1007 | 4400 | 4401), "{frame}: closed with {close} after {said:?}");
    }
}

fn frames(thread: &str) -> Vec<Value> {
    let id = message_id();
    vec![
        json!({"t": "post", "client_message_id": id, "thread": thread, "text": "hi"}),
        json!({"t": "post", "client_message_id": id, "chatflow": "open", "text": "hi", "page": "https://a.example/"}),
        json!({"t": "resume", "thread": thread, "after_seq": 0}),
        json!({"t": "received", "thread": thread, "seq": 1}),
    ]
}

#[test]
fn odd_frames_of_visitors() {
    // T15, T29
    let product = Product::shared();
    let mut me = Visitor::acts(product, "atelier", ATELIER, "open");
    let thread = starts(&mut me.connects(), "open", "one");
    for (number, frame) in spoiled(&frames(&thread)).iter().enumerate() {
        // Nobody writes this fast: the pace is not what is tested here.
        if number % 10 == 0 {
            me = Visitor::acts(product, "atelier", ATELIER, "open");
        }
        survives(&mut me.connects(), frame);
    }
    let hello = json!({"t": "hello", "v": 1, "token": me.token});
    for frame in spoiled(&[hello]) {
        survives(&mut me.opens(), &frame);
    }
}

#[test]
fn odd_frames_of_agents() {
    // T15, T29
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let thread = starts(&mut Visitor::acts(product, "atelier", ATELIER, "open").connects(), "open", "one");
    until("the row", || ada.row("main", "view=all", &thread));
    for frame in spoiled(&frames(&thread)) {
        survives(&mut ada.connects("main"), &frame);
    }
    for frame in spoiled(&[json!({"t": "hello", "v": 1})]) {
        survives(&mut ada.opens("main"), &frame);
    }
}

#[test]
fn odd_bodies() {
    // T15, T29
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let thread = starts(&mut Visitor::acts(product, "atelier", ATELIER, "open").connects(), "open", "one");
    until("the row", || ada.row("main", "view=all", &thread));
    let act = |verb: &str| format!("/api/threads/main/{thread}/{verb}");
    for (method, path, good) in [
        ("POST", act("assign"), json!({"agent": "ben"})),
        ("POST", act("close"), json!({"why": 1})),
        ("PUT", "/api/chatflows/tally/enabled".to_owned(), json!({"enabled": true})),
        (
            "POST",
            "/api/setup".to_owned(),
            json!({"secret": "x", "account": "a", "account_name": "A", "name": "N",
            "email": "n@a.test", "password": "long enough to count", "origin": "https://a.example"}),
        ),
    ] {
        for body in spoiled(&[good]) {
            let status = ada.sends(method, &path, &body).status;
            assert!(matches!(status, 200 | 400..=499), "{method} {path} {body}: {status}");
        }
    }
    let plain = [("origin", KILN), ("content-type", "text/plain")];
    for (path, good) in [
        ("/v1/demo/decide", json!({"u": "https://kiln.example/", "k": "token", "c": "everywhere"})),
        ("/v1/demo/visitors", json!({"chatflow": "everywhere", "token": "token"})),
        ("/v1/demo/book", json!({"token": "token"})),
    ] {
        for body in spoiled(&[good]) {
            let answer = product.ask("POST", path, &plain, &body.to_string());
            assert!(matches!(answer.status, 200 | 400..=499), "{path} {body}: {}", answer.text());
            assert!(
                !answer.text().contains("DROP TABLE"),
                "what was sent is not said back: {}",
                answer.text()
            );
        }
    }
    for body in spoiled(&[json!({"account": "demo", "email": "sofia@kiln.test"})]) {
        let answer = product.internal("/internal/identify", &body);
        assert!(matches!(answer.status, 200 | 400..=499), "{body}: {}", answer.text());
    }
    // The account file: whatever is refused is refused before anything exists.
    for body in spoiled(&[crate::accounts::rival()]) {
        let answer = product.internal("/internal/seed", &body);
        assert!(matches!(answer.status, 200 | 400..=499), "{body}: {}", answer.text());
    }
}

#[test]
fn odd_addresses() {
    // row 17, T19, T39
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let odd = [
        "%",
        "%zz",
        "%00",
        "%ff",
        "..",
        "%2e%2e",
        "a%2fb",
        "'",
        "\"",
        "<script>",
        "*",
        ";",
        "x".repeat(3_000).leak(),
    ];
    for word in odd {
        for path in [
            format!("/{word}"),
            format!("/embed/{word}.js"),
            format!("/v1/{word}/book"),
            format!("/v1/demo/{word}"),
            format!("/v1/demo/inboxes/{word}/shards/0/socket"),
            format!("/v1/demo/inboxes/main/shards/{word}/socket"),
            format!("/widget/{word}"),
            format!("/console/{word}"),
            format!("/api/inboxes/{word}/threads"),
            format!("/api/inboxes/main/threads?view={word}"),
            format!("/api/inboxes/main/threads?before={word}"),
            format!("/api/inboxes/main/threads?limit={word}"),
            format!("/api/threads/main/{word}/messages"),
            format!("/internal/{word}"),
        ] {
            let answer = ada.gets(&path);
            assert!(matches!(answer.status, 200 | 400..=499), "{path}: {} {}", answer.status, answer.text());
            assert!(!answer.text().contains("<script>"), "{path} is said back: {}", answer.text());
        }
    }
}
