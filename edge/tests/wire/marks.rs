//! How far both sides have come, who types and who is there: shown to the other side, and only there.

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, post, replays, resumes, says, starts};
use crate::wait::until;

/// A visitor and an agent who look at the same thread.
struct Chat {
    me: Visitor<'static>,
    visitor: Socket,
    console: Socket,
    thread: String,
}

#[track_caller]
fn chat() -> Chat {
    let anna = Agent::of(Product::shared(), "anna@kiln.test");
    let me = Visitor::of_demo(Product::shared());
    let mut visitor = me.connects();
    let thread = starts(&mut visitor, "everywhere", "hello");
    until("the row", || anna.row("main", "view=all", &thread));
    let mut console = anna.connects("main");
    replays(&mut console, &thread, 0);
    Chat { me, visitor, console, thread }
}

#[track_caller]
fn marks(socket: &mut Socket, thread: &str, side: &str) -> Value {
    socket.take("marks", |frame| frame["t"] == "marks" && frame["thread"] == thread)[side].clone()
}

#[test]
fn what_one_side_has_seen_the_other_is_told() {
    // E33 N24
    let Chat { me, mut visitor, mut console, thread } = chat();
    says(&mut console, &post(&thread, "what can I do for you?"));
    console.send(&json!({"t": "read", "thread": thread, "seq": 1}));
    assert_eq!(marks(&mut visitor, &thread, "agents"), json!({"received": 1, "read": 1}));
    visitor.send(&json!({"t": "received", "thread": thread, "seq": 2}));
    assert_eq!(marks(&mut console, &thread, "visitor"), json!({"received": 2, "read": 0}));
    visitor.send(&json!({"t": "read", "thread": thread, "seq": 2}));
    assert_eq!(marks(&mut console, &thread, "visitor"), json!({"received": 2, "read": 2}));
    // Old news is no news, and nobody is told of themselves.
    visitor.send(&json!({"t": "received", "thread": thread, "seq": 1}));
    assert!(visitor.so_far().iter().all(|frame| frame["t"] != "marks"));
    let (_, state) = resumes(&mut me.connects(), &thread, 0);
    let expected = json!({"visitor": {"received": 2, "read": 2}, "agents": {"received": 1, "read": 1}});
    assert_eq!(state["marks"], expected);
    let (_, state) = resumes(&mut console, &thread, 0);
    assert_eq!(state["marks"], expected);
}

#[test]
fn marks_ahead_of_the_log_are_refused() {
    // row 48
    let Chat { mut visitor, mut console, thread, .. } = chat();
    for socket in [&mut visitor, &mut console] {
        socket.send(&json!({"t": "read", "thread": thread, "seq": 9_000}));
        assert_eq!(socket.refusal().0, "ack_range");
    }
}

#[test]
fn typing_reaches_the_other_side_and_no_log() {
    // Best effort, and never stored.
    let Chat { mut visitor, mut console, thread, .. } = chat();
    visitor.send(&json!({"t": "typing", "thread": thread}));
    let seen =
        console.take("the visitor typing", |frame| frame["t"] == "typing" && frame["thread"] == thread);
    assert_eq!(seen["from"], json!({"kind": "visitor"}));
    console.send(&json!({"t": "typing", "thread": thread}));
    let seen = visitor.tagged("typing");
    assert_eq!((&seen["from"]["kind"], &seen["from"]["id"]), (&json!("agent"), &json!("anna")));
    // P6: a colleague who looks at it too is told, and whoever types is not.
    let mut colleague = Agent::of(Product::shared(), "jonas@kiln.test").connects("main");
    replays(&mut colleague, &thread, 0);
    until("the pace of saying so", || {
        console.send(&json!({"t": "typing", "thread": thread}));
        colleague
            .so_far()
            .iter()
            .any(|frame| frame["t"] == "typing" && frame["from"]["id"] == "anna")
            .then_some(())
    });
    assert!(!console.so_far().iter().any(|frame| frame["t"] == "typing" && frame["from"]["id"] == "anna"));
    // A key pressed ten times is said once.
    for _ in 0..10 {
        visitor.send(&json!({"t": "typing", "thread": thread}));
    }
    says(&mut visitor, &post(&thread, "there"));
    console.take("what was typed", |frame| frame["entry"]["body"]["text"] == "there");
    let (entries, state) = resumes(&mut visitor, &thread, 0);
    assert_eq!((entries.len(), state["last_seq"].as_u64()), (2, Some(2)));
}

#[test]
fn who_does_not_look_at_a_thread_hears_nothing_of_it() {
    let Chat { mut visitor, thread, mut console, .. } = chat();
    let mut elsewhere = Agent::of(Product::shared(), "anna@kiln.test").connects("main");
    visitor.send(&json!({"t": "typing", "thread": thread}));
    console.take("the visitor typing", |frame| frame["t"] == "typing" && frame["thread"] == thread);
    let heard = elsewhere.so_far();
    assert!(!heard.iter().any(|frame| frame["t"] == "typing" && frame["thread"] == thread), "{heard:?}");
    // Somebody else's thread is nobody's business.
    let mut stranger = Visitor::of_demo(Product::shared()).connects();
    for frame in ["typing", "read"] {
        stranger.send(&json!({"t": frame, "thread": thread, "seq": 1}));
        assert_eq!(stranger.refusal().0, "not_found", "{frame}");
    }
}

#[test]
fn agents_see_who_is_there() {
    let Chat { me, mut visitor, mut console, thread } = chat();
    let here = |console: &mut Socket| {
        console.take("presence", |frame| frame["t"] == "presence" && frame["thread"] == thread)["here"]
            .clone()
    };
    assert_eq!(here(&mut console), true, "as the thread was opened");
    visitor.close();
    assert_eq!(here(&mut console), false);
    let _back = me.connects();
    assert_eq!(here(&mut console), true);
}
