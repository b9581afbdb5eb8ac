//! What may be said, how long, how fast, and by which names: the rows about texts, ids, places and pace, on the
//! visitor's socket.

use serde_json::{Value, json};

use crate::product::Product;
use crate::visitor::{Visitor, first_post, is_refused, message_id, post, resumes, says, starts, texts};

#[test]
fn rows_6_to_8_and_12_texts_ids_and_places() {
    // row 6, row 7, row 8, row 12, row 14
    let mut socket = Visitor::of_demo(Product::shared()).connects();
    let thread = starts(&mut socket, "everywhere", "one");
    let id = message_id();
    let with = |key: &str, value: Value| {
        let mut frame = json!({"t": "post", "client_message_id": id, "thread": thread, "text": "two"});
        frame[key] = value;
        frame.to_string()
    };
    let resume = |after: &str| format!(r#"{{"t":"resume","thread":"{thread}","after_seq":{after}}}"#);
    let absent = format!("0-{}", "a".repeat(26));
    let cases = [
        ("row 6", with("text", json!("ä".repeat(10_001))), "text_too_long"),
        ("row 7, nothing", with("text", json!("")), "text_empty"),
        ("row 7, spaces", with("text", json!("  \n\t ")), "text_empty"),
        ("row 7, zero width", with("text", json!("\u{200b}\u{200b}")), "text_empty"),
        ("row 7, braille blank", with("text", json!("\u{2800}")), "text_empty"),
        ("row 8, NUL", with("text", json!("a\0b")), "text_encoding"),
        ("row 12, negative", resume("-1"), "seq_range"),
        ("row 12, a fraction", resume("1.5"), "seq_range"),
        ("row 12, a text", resume("\"3\""), "seq_range"),
        ("row 12, huge", resume("1e30"), "seq_range"),
        ("row 12, 2^53", resume("9007199254740992"), "seq_range"),
        ("row 14, a thread that is none", with("thread", json!("main")), "id_format"),
        (
            "row 14, a thread with a long shard",
            with("thread", json!(format!("65536{}", &absent[1..]))),
            "id_format",
        ),
        ("row 14, a short message id", with("client_message_id", json!("short")), "id_format"),
        ("row 14, a chatflow that is none", with("chatflow", json!("No Flow")), "id_format"),
        ("row 14, nobody's thread", with("thread", json!(absent)), "not_found"),
    ];
    for (name, frame, code) in cases {
        socket.send_text(&frame);
        let (said, fatal, _) = socket.refusal();
        assert_eq!((said.as_str(), fatal), (code, false), "{name}");
    }
    // The longest text there is, in the characters that take most room in JSON.
    let longest = "\"".repeat(10_000);
    says(&mut socket, &post(&thread, &longest));
    assert_eq!(texts(&resumes(&mut socket, &thread, 0).0), ["one", &longest]);
}

#[test]
fn row_8_a_lone_surrogate_is_no_text() {
    // row 8
    let mut socket = Visitor::of_demo(Product::shared()).connects();
    let frame = format!(
        r#"{{"t":"post","client_message_id":"{}","chatflow":"everywhere","text":"\ud800"}}"#,
        message_id()
    );
    socket.send_text(&frame);
    let (code, fatal, _) = socket.refusal();
    assert_eq!((code.as_str(), fatal), ("text_encoding", false));
}

#[test]
fn row_20_the_twenty_first_message_in_ten_seconds() {
    // row 20
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut socket = me.connects();
    let thread = starts(&mut socket, "everywhere", "0");
    let posts: Vec<Value> = (1..20).map(|number| post(&thread, &number.to_string())).collect();
    posts.iter().for_each(|post| socket.send(post));
    let last = posts.last().unwrap();
    socket.take("the twentieth", |frame| {
        frame["t"] == "ack" && frame["client_message_id"] == last["client_message_id"]
    });
    let one_more = post(&thread, "20");
    socket.send(&one_more);
    let error = socket.tagged("error");
    assert_eq!(
        (&error["code"], &error["ref"], &error["fatal"]),
        (&json!("rate_limited"), &one_more["client_message_id"], &json!(false))
    );
    let wait = error["retry_after_ms"].as_u64().expect("when to try again");
    assert!((1..=10_000).contains(&wait), "{wait}");
    // Another tab is the same visitor; a new thread is the same pace.
    let mut tab = me.connects();
    assert_eq!(is_refused(&mut tab, &first_post("everywhere", "x")), "rate_limited");
    // Sending again what was stored costs nothing.
    says(&mut socket, last);
    // Others are not held up by it.
    starts(&mut Visitor::of_demo(product).connects(), "everywhere", "not me");
    assert_eq!(resumes(&mut socket, &thread, 0).1["last_seq"], 20);
}
