//! Messages that are said in other words, taken back, or answer another one: who may, and who sees what of it.

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::files::{asks_for, brings, id, pdf, with_files};
use crate::http::Answer;
use crate::product::Product;
use crate::socket::Socket;
use crate::threads::beside;
use crate::visitor::{Visitor, is_refused, message_id, post, resumes, says, starts};
use crate::wait::until;

/// Changes a message, or takes it back where there is no text.
fn revises(me: &Visitor<'_>, thread: &str, message: u64, text: Option<&str>) -> Answer {
    let mut body = json!({"token": me.token, "thread": thread, "message": message});
    if let Some(text) = text {
        body["text"] = json!(text);
    }
    beside(me, "revise", &body)
}

fn bodies(entries: &[Value]) -> Vec<Value> {
    entries.iter().map(|entry| entry["body"].clone()).collect()
}

fn chat(words: &str) -> (Visitor<'static>, Socket, String) {
    let me = Visitor::of_demo(Product::shared());
    let mut socket = me.connects();
    let thread = starts(&mut socket, "everywhere", words);
    (me, socket, thread)
}

/// The operation, working and failing.
pub(crate) fn every_operation() {
    let (me, _socket, thread) = chat("Every revision");
    revises(&me, &thread, 1, Some("Every revision, once more")).ok();
    assert_eq!(revises(&me, &thread, 2, None).status, 404);
    assert_eq!(beside(&me, "revise", &json!({})).status, 400);
}

#[test]
fn what_is_taken_back_is_gone_for_everybody_and_twice_is_once() {
    // P26
    let (me, mut socket, thread) = chat("My card is xq4711zz");
    let anna = Agent::of(Product::shared(), "anna@kiln.test");
    until("the preview", || {
        anna.row("main", "view=all", &thread).filter(|row| row["preview"] == "My card is xq4711zz")
    });
    let mut desk = anna.connects("main");
    for _ in 0..2 {
        assert_eq!(revises(&me, &thread, 1, Some("My card is blue")).ok(), json!({}));
    }
    let edited = json!({"kind": "edited", "message": 1, "text": "My card is blue"});
    let live = socket.take("the edit", |frame| frame["t"] == "entry" && frame["entry"]["seq"] == 2);
    assert_eq!(live["entry"]["body"], edited);
    let is_it =
        |frame: &Value| frame["t"] == "entry" && frame["thread"] == thread && frame["entry"]["seq"] == 2;
    let told = desk.take("the edit", is_it);
    assert_eq!((&told["entry"]["body"], &told["thread"]), (&edited, &json!(thread)));
    let (entries, state) = resumes(&mut socket, &thread, 0);
    assert_eq!(bodies(&entries), [json!({"kind": "text", "text": "My card is blue"}), edited]);
    assert_eq!((&entries[0]["edited"], &state["last_seq"]), (&live["entry"]["at"], &json!(2)));
    until("the preview", || {
        anna.row("main", "view=all", &thread).filter(|row| row["preview"] == "My card is blue")
    });

    for _ in 0..2 {
        assert_eq!(revises(&me, &thread, 1, None).ok(), json!({}));
    }
    let gone = json!({"kind": "deleted", "message": 1});
    assert_eq!(bodies(&resumes(&mut socket, &thread, 0).0), [gone.clone(), gone.clone(), gone.clone()]);
    until("nothing is shown of it", || {
        anna.row("main", "view=all", &thread).filter(|row| row["preview"] == "")
    });
    // Agents, the visitor's own transcript, and programs: nobody is told what it said.
    let log = anna.log("main", &thread, "");
    let own = beside(&me, "log", &json!({"token": me.token, "thread": thread})).ok();
    for told in [&log, &own] {
        assert_eq!(bodies(told["entries"].as_array().unwrap()), [gone.clone(), gone.clone(), gone.clone()]);
        assert!(!told.to_string().contains("card"), "{told}");
    }
    assert_eq!(revises(&me, &thread, 1, Some("Back again")).refusal(), (404, "not_found".to_owned()));
}

#[test]
fn only_whoever_said_it_takes_it_back_while_the_chat_is_open() {
    // P26, T13
    let product = Product::shared();
    let (me, mut socket, thread) = chat("Mine");
    let anna = Agent::of(product, "anna@kiln.test");
    until("the row", || anna.row("main", "view=all", &thread));
    let reply = json!({"client_message_id": message_id(), "text": "Hers", "reply_to": 1});
    anna.sends("POST", &format!("/api/threads/main/{thread}/messages"), &reply).ok();
    let (entries, _) = resumes(&mut socket, &thread, 0);
    let hers = entries.last().expect("a reply");
    assert_eq!((&hers["body"]["text"], &hers["reply_to"]), (&json!("Hers"), &json!(1)));
    let hers = hers["seq"].as_u64().expect("a place");
    let not_found = (404, "not_found".to_owned());
    // Another visitor, another account, a message of somebody else's, and a place without one.
    let other = Visitor::of_demo(product);
    assert_eq!(revises(&other, &thread, 1, None).refusal(), not_found);
    assert_eq!(revises(&me, &thread, hers, Some("Mine?")).refusal(), not_found);
    assert_eq!(revises(&me, &thread, hers - 1, None).refusal(), not_found);
    assert_eq!(revises(&me, &thread, 999, None).refusal(), not_found);
    let mut stranger = me.clone();
    stranger.token = "v1.nothing.x".to_owned();
    assert_eq!(revises(&stranger, &thread, 1, None).refusal().0, 401);
    assert_eq!(revises(&me, &thread, 1, Some(" ")).refusal(), (422, "text_empty".to_owned()));
    // What is closed stays as it was.
    anna.acts("main", &thread, "close", &json!({}));
    assert_eq!(revises(&me, &thread, 1, None).refusal(), (409, "thread_closed".to_owned()));
    assert_eq!(resumes(&mut socket, &thread, 0).0[0]["body"]["text"], "Mine");
}

#[test]
fn an_answer_names_a_message_of_its_conversation() {
    // P26
    let (_me, mut socket, thread) = chat("Which one?");
    let answer = |seq: u64| {
        let mut post = post(&thread, "The first");
        post["reply_to"] = json!(seq);
        post
    };
    says(&mut socket, &answer(1));
    assert_eq!(resumes(&mut socket, &thread, 1).0[0]["reply_to"], 1);
    let wrong = answer(9);
    socket.send(&wrong);
    let error = socket.tagged("error");
    let what = [&error["code"], &error["field"], &error["ref"]];
    assert_eq!(what, [&json!("reference_unknown"), &json!("reply_to"), &wrong["client_message_id"]]);
    assert!(error["message"].as_str().unwrap().contains("1 to 2, got 9"), "{error}");
    // Without it, the same message goes.
    let mut without = wrong;
    without.as_object_mut().unwrap().remove("reply_to");
    says(&mut socket, &without);
    let mut beyond = answer(1);
    beyond["reply_to"] = json!(-1);
    assert_eq!(is_refused(&mut socket, &beyond), "seq_range");
}

#[test]
fn what_is_taken_back_takes_its_files_with_it() {
    // P26, P5
    let product = Product::shared();
    let (me, mut socket, thread) = chat("See here");
    let file = id(&brings(product, &me, "plan.pdf", &pdf()));
    let place = says(&mut socket, &with_files(post(&thread, "The plan"), &[&file]))["seq"].as_u64().unwrap();
    asks_for(product, &me, &file).ok();
    revises(&me, &thread, place, None).ok();
    assert_eq!(asks_for(product, &me, &file).status, 404);
    let (entries, _) = resumes(&mut socket, &thread, 1);
    assert_eq!((&entries[0]["body"]["kind"], entries[0].get("attachments")), (&json!("deleted"), None));
}

#[test]
fn other_words_are_masked_at_the_door_as_the_first_ones_were() {
    // P26 N20
    let (me, mut socket, thread) = chat("Which card do you need?");
    revises(&me, &thread, 1, Some("Take 4111 1111 1111 1111.")).ok();
    let (entries, _) = resumes(&mut socket, &thread, 0);
    assert_eq!(entries[0]["body"]["text"], "Take •••• •••• •••• 1111.", "{entries:?}");
}
