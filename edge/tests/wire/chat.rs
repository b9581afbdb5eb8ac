//! The visitor's side of a chat: stored before acknowledged, once, in one order, and all of it again on request.

use std::thread;

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, first_post, is_refused, post, resumes, says, seqs, starts, texts};
use crate::wait::until;

#[test]
fn a_chat_begins_with_an_acknowledgement_and_the_entry() {
    // P1
    let me = Visitor::of_demo(Product::shared());
    let (mut socket, welcome) = me.greets();
    assert_eq!((&welcome["v"], welcome["visitor"].is_string()), (&json!(1), true), "{welcome}");
    assert!(welcome["threads"].as_array().is_none_or(Vec::is_empty), "{welcome}");
    let first = first_post("everywhere", "Do you ship to Norway?");
    socket.send(&first);
    let frames: Vec<Value> = socket.all_until("the entry", |frame| frame["t"] == "entry").0;
    let [ack] = &frames[..] else { panic!("the acknowledgement comes first, and nothing else: {frames:?}") };
    assert_eq!((&ack["t"], &ack["client_message_id"]), (&json!("ack"), &first["client_message_id"]));
    assert!(ack["at"].as_u64().is_some_and(|at| at > 1_700_000_000_000), "{ack}");
    let thread = ack["thread"].as_str().unwrap();
    let (entries, mut state) = resumes(&mut socket, thread, 0);
    let entry = &entries[0];
    assert_eq!((&entry["seq"], &entry["at"]), (&json!(1), &ack["at"]));
    assert_eq!(entry["from"], json!({"kind": "visitor"}));
    assert_eq!(entry["body"], json!({"kind": "text", "text": "Do you ship to Norway?"}));
    assert_eq!(entry["client_message_id"], first["client_message_id"]);
    assert_eq!((&state["id"], &state["chatflow"]), (&json!(thread), &json!("everywhere")));
    assert_eq!((&state["status"], &state["last_seq"]), (&json!("open"), &json!(1)));
    // Only a replay tells how far both sides have come.
    let marks = state.as_object_mut().and_then(|state| state.remove("marks"));
    let none = json!({"received": 0, "read": 0});
    assert_eq!(marks, Some(json!({"visitor": none, "agents": none})));
    let (_, welcome) = me.greets();
    assert_eq!(welcome["threads"], json!([state]), "the next page is told of it");
}

#[test]
fn the_same_message_twice_is_one_message() {
    // P2
    let me = Visitor::of_demo(Product::shared());
    let mut socket = me.connects();
    let first = first_post("everywhere", "one");
    let ack = says(&mut socket, &first);
    let second = post(ack["thread"].as_str().unwrap(), "two");
    let second_ack = says(&mut socket, &second);
    socket.so_far();
    // Again on this socket, and again on the next.
    let mut later = me.connects();
    for socket in [&mut socket, &mut later] {
        assert_eq!(says(socket, &first), ack);
        assert_eq!(says(socket, &second), second_ack);
        assert_eq!(socket.so_far(), Vec::<Value>::new(), "nothing new is shown");
    }
    let (entries, _) = resumes(&mut socket, ack["thread"].as_str().unwrap(), 0);
    assert_eq!(texts(&entries), ["one", "two"]);
}

#[test]
fn row_15_the_same_id_with_another_text() {
    // row 15, P2
    let mut socket = Visitor::of_demo(Product::shared()).connects();
    let first = first_post("everywhere", "one");
    let ack = says(&mut socket, &first);
    let thread = ack["thread"].as_str().unwrap().to_owned();
    let mut other = first.clone();
    other["text"] = json!("two");
    assert_eq!(is_refused(&mut socket, &other), "idempotency_conflict");
    let mut inside = json!({"t": "post", "client_message_id": first["client_message_id"], "thread": thread, "text": "three"});
    assert_eq!(is_refused(&mut socket, &inside), "idempotency_conflict");
    // The retry of a first message whose thread is known by now.
    inside["text"] = json!("one");
    assert_eq!(says(&mut socket, &inside), ack);
    assert_eq!(texts(&resumes(&mut socket, &thread, 0).0), ["one"]);
}

#[test]
fn two_tabs_that_send_the_same_first_message_start_one_thread() {
    // P2
    let me = Visitor::of_demo(Product::shared());
    let mut tabs = [me.connects(), me.connects(), me.connects()];
    let first = first_post("everywhere", "from all tabs");
    tabs.iter_mut().for_each(|tab| tab.send(&first));
    let acks: Vec<Value> = tabs.iter_mut().map(|tab| says(tab, &first)).collect();
    assert!(acks.iter().all(|ack| *ack == acks[0]), "{acks:?}");
    assert_eq!(me.greets().1["threads"].as_array().map(Vec::len), Some(1));
}

#[test]
fn two_people_may_use_the_same_message_id() {
    // P2: unique per thread and sender, not in the world
    let product = Product::shared();
    let first = first_post("everywhere", "hello");
    let mut mine = Visitor::of_demo(product).connects();
    let mut theirs = Visitor::of_demo(product).connects();
    let (a, b) = (says(&mut mine, &first), says(&mut theirs, &first));
    assert_ne!(a["thread"], b["thread"]);
}

#[test]
fn somebody_elses_thread_is_no_thread() {
    // T11, row 14: the same answer as for one that never was
    let product = Product::shared();
    let mut owner = Visitor::of_demo(product).connects();
    let thread = starts(&mut owner, "everywhere", "mine");
    let mut stranger = Visitor::of_demo(product).connects();
    let absent = format!("0-{}", "a".repeat(26));
    owner.so_far();
    let mut answers = Vec::new();
    for thread in [&thread, &absent] {
        for frame in [
            json!({"t": "resume", "thread": thread, "after_seq": 0}),
            json!({"t": "received", "thread": thread, "seq": 1}),
            json!({"t": "post", "client_message_id": "stranger-1", "thread": thread, "text": "let me in"}),
        ] {
            stranger.send(&frame);
            let (code, fatal, _) = stranger.refusal();
            answers.push((code, fatal));
        }
    }
    assert!(answers.iter().all(|answer| *answer == ("not_found".to_owned(), false)), "{answers:?}");
    assert_eq!(owner.so_far(), Vec::<Value>::new());
    assert_eq!(texts(&resumes(&mut owner, &thread, 0).0), ["mine"]);
}

#[test]
fn a_long_thread_is_replayed_whole_and_from_any_place() {
    // P4: more than one page of the store's
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    let mut agent = anna.connects("main");
    let mut visitor = Visitor::of_demo(product).connects();
    let thread = starts(&mut visitor, "everywhere", "1");
    agent.take("the row", |frame| frame["t"] == "row" && frame["row"]["thread"] == thread);
    let replies: Vec<Value> = (0..450).map(|number| post(&thread, &format!("reply {number}"))).collect();
    replies.iter().for_each(|reply| agent.send(reply));
    for reply in &replies {
        agent.take("an ack", |frame| {
            frame["t"] == "ack" && frame["client_message_id"] == reply["client_message_id"]
        });
    }
    // The visitor's message, the assignment that the first reply makes, the replies.
    let last = 452;
    for after in [0, 1, 199, 200, 201, 400, 451, 452] {
        let (entries, state) = resumes(&mut visitor, &thread, after);
        assert_eq!(seqs(&entries), (after + 1..=last).collect::<Vec<_>>(), "after {after}");
        assert_eq!(state["last_seq"], last);
    }
    let (entries, _) = resumes(&mut agent, &thread, 0);
    assert_eq!(seqs(&entries), (1..=last).collect::<Vec<_>>());
    // The console reads by pages.
    let mut read = Vec::new();
    while read.len() < last as usize {
        let log = anna.log("main", &thread, &format!("after_seq={}&limit=200", read.len()));
        assert_eq!(log["thread"]["last_seq"], last);
        let page = log["entries"].as_array().cloned().unwrap_or_default();
        assert!((1..=200).contains(&page.len()));
        read.extend(page);
    }
    assert_eq!(read, entries);
}

/// Sends messages one after the other, each once the last is stored.
fn sends_all(mut socket: Socket, posts: Vec<Value>) -> Vec<u64> {
    posts.iter().map(|post| says(&mut socket, post)["seq"].as_u64().unwrap_or_default()).collect()
}

#[test]
fn five_who_write_at_once_share_one_gapless_order() {
    // P3: three tabs of the visitor and two agents
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut watcher = me.connects();
    let thread = starts(&mut watcher, "everywhere", "go");
    let (anna, jonas) = (Agent::of(product, "anna@kiln.test"), Agent::of(product, "jonas@kiln.test"));
    until("the row", || anna.row("main", "view=all", &thread));
    let sockets = [watcher, me.connects(), me.connects(), anna.connects("main"), jonas.connects("main")];
    let acked: Vec<Vec<u64>> = thread::scope(|scope| {
        let senders: Vec<_> = sockets
            .into_iter()
            .enumerate()
            .map(|(sender, socket)| {
                let count = if sender < 3 { 6 } else { 20 };
                let posts = (0..count).map(|number| post(&thread, &format!("{sender}:{number}"))).collect();
                scope.spawn(move || sends_all(socket, posts))
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().expect("a sender")).collect()
    });
    let (entries, state) = resumes(&mut me.connects(), &thread, 0);
    let last = state["last_seq"].as_u64().unwrap();
    assert_eq!(seqs(&entries), (1..=last).collect::<Vec<_>>());
    // go, one assignment by the first reply, 3 × 6 and 2 × 20 messages.
    assert_eq!(last, 60);
    for (sender, acked) in acked.iter().enumerate() {
        let prefix = format!("{sender}:");
        let mine: Vec<&Value> = entries
            .iter()
            .filter(|entry| entry["body"]["text"].as_str().is_some_and(|text| text.starts_with(&prefix)))
            .collect();
        let stored: Vec<u64> = mine.iter().filter_map(|entry| entry["seq"].as_u64()).collect();
        assert_eq!(
            &stored, acked,
            "sender {sender}: acknowledged is what is stored, in the order it was sent"
        );
        let numbers: Vec<String> = (0..mine.len()).map(|number| format!("{sender}:{number}")).collect();
        let said: Vec<&str> = mine.iter().filter_map(|entry| entry["body"]["text"].as_str()).collect();
        assert_eq!(said, numbers);
    }
}

#[test]
fn every_watcher_sees_the_same_log_live() {
    // P3, P4
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let (mut talker, mut watcher) = (me.connects(), me.connects());
    let thread = starts(&mut talker, "everywhere", "0");
    for number in 1..8 {
        says(&mut talker, &post(&thread, &number.to_string()));
    }
    let mut live = Vec::new();
    while live.len() < 8 {
        let frame = watcher.tagged("entry");
        assert_eq!(frame["thread"], thread);
        live.push(frame["entry"].clone());
    }
    assert_eq!(live, resumes(&mut talker, &thread, 0).0);
}

#[test]
fn of_a_page_origin_and_path_are_kept() {
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    for (page, kept) in [
        (json!("https://kiln.example/pricing?utm=secret#part"), json!("https://kiln.example/pricing")),
        (json!("javascript:alert(1)"), Value::Null),
        (json!("https://user:secret@kiln.example/"), Value::Null),
        (Value::Null, Value::Null),
    ] {
        let mut first = first_post("everywhere", "from where?");
        first["page"] = page.clone();
        let ack = says(&mut Visitor::of_demo(product).connects(), &first);
        let thread = ack["thread"].as_str().unwrap();
        let row = until("the row", || anna.row("main", "view=all", thread));
        assert_eq!(row["page"], kept, "{page}");
    }
}

#[test]
fn a_visitors_threads_are_told_newest_first() {
    let me = Visitor::of_demo(Product::shared());
    let mut socket = me.connects();
    let older = starts(&mut socket, "everywhere", "older");
    let newer = starts(&mut socket, "pricing", "newer");
    let welcome = me.greets().1;
    let told: Vec<&Value> =
        welcome["threads"].as_array().unwrap().iter().map(|thread| &thread["id"]).collect();
    assert_eq!(told, [&json!(newer), &json!(older)]);
}

#[test]
fn a_new_thread_needs_a_chatflow_of_this_inbox() {
    // S11
    let product = Product::shared();
    let mut socket = Visitor::of_demo(product).connects();
    let mut bare = first_post("everywhere", "hello");
    bare.as_object_mut().unwrap().remove("chatflow");
    assert_eq!(is_refused(&mut socket, &bare), "missing_field");
    for chatflow in ["nothing", "christmas"] {
        assert_eq!(is_refused(&mut socket, &first_post(chatflow, "hello")), "not_found", "{chatflow}");
    }
    // A chatflow of another inbox, on this inbox's socket.
    let mut main = Visitor::acts(product, "atelier", crate::accounts::ATELIER, "open").connects();
    assert_eq!(is_refused(&mut main, &first_post("final", "hello")), "not_found");
}

#[test]
fn a_ping_is_answered_whatever_its_spelling() {
    let mut socket = Visitor::of_demo(Product::shared()).connects();
    for ping in [r#"{"t":"ping"}"#, r#"{ "t": "ping" }"#] {
        socket.send_text(ping);
        assert_eq!(socket.tagged("pong"), json!({"t": "pong"}));
    }
}
