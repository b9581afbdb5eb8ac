//! P8, F10: who does not keep up is told once, gets nothing more, and is sent away; who does not count is not judged.

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, post, replays, says, seqs, starts};
use crate::wait::until;

/// One that lets everybody write as fast as they can.
fn fast(lagging_ms: &str) -> Product {
    Product::start_with(&[("PARLOR_POSTS_PER_10_S", "100000"), ("PARLOR_LAGGING_MS", lagging_ms)])
}

#[track_caller]
fn writes(socket: &mut Socket, thread: &str, messages: u64) {
    for n in 0..messages {
        says(socket, &post(thread, &format!("{n}")));
    }
    socket.rest();
}

#[track_caller]
fn entries(frames: &[Value]) -> usize {
    frames.iter().filter(|frame| frame["t"] == "entry").count()
}

#[test]
fn who_takes_nothing_is_told_once_and_sent_away() {
    // P8, F10
    let product = fast("1000");
    let me = Visitor::of_demo(&product);
    let mut writer = me.connects();
    let mut old = me.connects();
    let mut reader = me.counts();
    let thread = starts(&mut writer, "everywhere", "one");
    writes(&mut writer, &thread, 99);
    let told = reader.tagged("lagging");
    assert_eq!(told, json!({"t": "lagging"}));
    assert_eq!(reader.closed(), 4008);
    let rest = reader.rest();
    assert_eq!(entries(&rest), 63, "the welcome was the first of 64");
    assert!(!rest.iter().any(|frame| frame["t"] == "lagging"), "it is told once");
    // A widget of before has no window.
    assert_eq!(entries(&old.so_far()), 100);
    // The others did not notice.
    says(&mut writer, &post(&thread, "still here"));
}

#[test]
fn who_confirms_gets_on_and_asks_for_what_was_left_out() {
    // P8, P4
    let product = fast("60000");
    let me = Visitor::of_demo(&product);
    let mut writer = me.connects();
    let mut reader = me.counts();
    let thread = starts(&mut writer, "everywhere", "one");
    writes(&mut writer, &thread, 99);
    reader.tagged("lagging");
    let came = reader.rest();
    // Welcome, entries, lagging: all of them arrived.
    reader.send(&json!({"t": "have", "n": 65}));
    assert_eq!(entries(&came), 63);
    let (step, state) = replays(&mut reader, &thread, 63);
    assert_eq!((seqs(&step), state["last_seq"].as_u64()), ((64..=95).collect(), Some(100)));
    reader.send(&json!({"t": "have", "n": 98}));
    let (step, _) = replays(&mut reader, &thread, 95);
    assert_eq!(seqs(&step), (96..=100).collect::<Vec<_>>());
    // And it is pushed to again.
    says(&mut writer, &post(&thread, "live"));
    reader.take("the live entry", |frame| frame["entry"]["body"]["text"] == "live");
}

#[test]
fn a_console_that_caught_up_is_told_when_its_list_can_be_loaded() {
    // P8: rows are not resumed
    let product = fast("60000");
    let mut writer = Visitor::of_demo(&product).connects();
    let thread = starts(&mut writer, "everywhere", "one");
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    until("the row", || anna.row("main", "view=all", &thread));
    let mut console = anna.opens("main");
    console.send(&json!({"t": "hello", "v": 1, "flow": true}));
    console.tagged("welcome");
    until("the window to be full", || {
        writes(&mut writer, &thread, 10);
        console.so_far().iter().any(|frame| frame["t"] == "lagging").then_some(())
    });
    // Welcome, 63 frames, lagging.
    console.send(&json!({"t": "have", "n": 64}));
    console.send(&json!({"t": "have", "n": 65}));
    console.tagged("abreast");
    says(&mut writer, &post(&thread, "live"));
    console.take("the row", |frame| frame["t"] == "row" && frame["row"]["preview"] == "live");
    assert!(!console.so_far().iter().any(|frame| frame["t"] == "abreast"), "told once");
}

#[test]
fn who_keeps_up_is_never_told() {
    // P8
    let product = fast("1000");
    let me = Visitor::of_demo(&product);
    let mut writer = me.connects();
    let mut reader = me.counts();
    let thread = starts(&mut writer, "everywhere", "one");
    for round in 1..=20_u64 {
        writes(&mut writer, &thread, 16);
        reader.send(&json!({"t": "have", "n": 1 + round * 16}));
    }
    let came = reader.so_far();
    assert_eq!(entries(&came), 321);
    assert!(!came.iter().any(|frame| frame["t"] == "lagging"));
}

#[test]
fn a_thousand_entries_are_replayed_in_steps_of_32() {
    // E31 P4
    let product = fast("1000");
    let me = Visitor::of_demo(&product);
    let mut writer = me.connects();
    let thread = starts(&mut writer, "everywhere", "one");
    writes(&mut writer, &thread, 999);
    let mut reader = me.counts();
    let (mut reached, mut frames, mut steps) = (0, 1, 0);
    while reached < 1_000 {
        let (step, state) = replays(&mut reader, &thread, reached);
        let expected: Vec<u64> = (reached + 1..=(reached + 32).min(1_000)).collect();
        assert_eq!((seqs(&step), state["last_seq"].as_u64()), (expected, Some(1_000)));
        reached += step.len() as u64;
        frames += step.len() as u64 + 1;
        steps += 1;
        reader.send(&json!({"t": "have", "n": frames}));
    }
    assert_eq!(steps, 32);
    // The agents' side, the same.
    let anna = Agent::signs_in(&product, "anna@kiln.test");
    until("the row", || anna.row("main", "view=all", &thread));
    let mut console = anna.connects("main");
    let (step, state) = replays(&mut console, &thread, 0);
    assert_eq!((seqs(&step).len(), state["last_seq"].as_u64()), (32, Some(1_000)));
}

#[test]
fn who_writes_too_fast_is_told_how_long_to_wait() {
    // E36 P6, P11: the default limit
    let mut socket = Visitor::of_demo(Product::shared()).connects();
    let thread = starts(&mut socket, "everywhere", "one");
    for n in 0..19 {
        says(&mut socket, &post(&thread, &format!("{n}")));
    }
    let message = post(&thread, "too many");
    socket.send(&message);
    let refusal = socket.tagged("error");
    assert_eq!((&refusal["code"], &refusal["ref"]), (&json!("rate_limited"), &message["client_message_id"]));
    assert!(refusal["retry_after_ms"].as_u64().is_some_and(|ms| (1..=10_000).contains(&ms)), "{refusal}");
}
