//! Transcripts of closed chats: what waits to be mailed, to whom, and that nothing claims to be sent.

use serde_json::{Value, json};

use crate::accounts::{self, WORKSHOP};
use crate::agent::Agent;
use crate::api::Program;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, begin, message_id, post, says, starts};
use crate::wait::until;
use crate::workshop::Workshop;

/// A workshop that knows Sofia and Jonas.
fn shop(id: &'static str) -> Workshop {
    let mut account = accounts::workshop(id);
    account["contacts"] = json!([
        {"id": "sofia", "name": "Sofia Marino", "email": "sofia@customer.test"},
        {"id": "jonas", "name": "Jonas Weber", "email": "jonas@customer.test"},
    ]);
    let mut other = account["chatflows"][0].clone();
    other["id"] = json!("other");
    account["chatflows"].as_array_mut().expect("chatflows").push(other);
    Workshop::of(id, &account)
}

/// Sofia writes from a page, to a chatflow: her socket and the thread.
#[track_caller]
fn sofia_writes_to(shop: &Workshop, account: &str, chatflow: &str) -> (Socket, String) {
    let product = Product::shared();
    let asked = json!({"account": account, "email": "sofia@customer.test"});
    let identity = product.internal("/internal/identify", &asked).ok()["token"].clone();
    let body = json!({"chatflow": chatflow, "token": identity}).to_string();
    let session = begin(product, account, WORKSHOP, &body).ok();
    let mut socket = Visitor::acts(product, account, WORKSHOP, "open").with(&session).connects();
    let first = json!({"t": "post", "client_message_id": message_id(), "chatflow": chatflow,
        "text": "Is it oven-proof?", "page": format!("{WORKSHOP}/teapots?from=mail")});
    let thread = says(&mut socket, &first)["thread"].as_str().expect("a thread").to_owned();
    until("the thread's row", || shop.ida.row("main", "view=all", &thread));
    (socket, thread)
}

#[track_caller]
fn sofia_writes(shop: &Workshop, account: &str) -> (Socket, String) {
    sofia_writes_to(shop, account, "open")
}

fn place(thread: &str) -> String {
    format!("/api/threads/main/{thread}/transcripts")
}

fn waiting(agent: &Agent<'_>, thread: &str) -> Vec<Value> {
    agent.gets(&place(thread)).ok()["transcripts"].as_array().cloned().unwrap_or_default()
}

fn kinds(agent: &Agent<'_>, thread: &str) -> Vec<String> {
    let log = agent.log("main", thread, "");
    let notes = log["annotations"].as_array().cloned().unwrap_or_default();
    notes.iter().filter_map(|one| one["note"]["kind"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_closed_chat_leaves_a_transcript_that_waits_for_e_mail() {
    // S154 S156 S159 E69
    let shop = shop("ws-transcript");
    let (mut socket, thread) = sofia_writes(&shop, "ws-transcript");
    let reply = json!({"client_message_id": message_id(), "text": "Up to 250 degrees."});
    shop.ida.sends("POST", &format!("/api/threads/main/{thread}/messages"), &reply).ok();
    let note = json!({"client_message_id": message_id(), "text": "A difficult customer"});
    shop.ida.acts("main", &thread, "comments", &note);
    shop.ida.acts("main", &thread, "close", &json!({}));
    let sent = until("the transcript", || waiting(&shop.ida, &thread).into_iter().next());
    assert_eq!(
        (&sent["state"], &sent["reason"]),
        (&json!("waiting"), &json!("email_not_connected")),
        "{sent}"
    );
    let to =
        json!({"contact": "sofia", "name": "Sofia Marino", "email": "sofia@customer.test", "verified": true});
    assert_eq!((&sent["to"], &sent["by"]), (&to, &json!({"kind": "system"})));
    let read = shop.ida.gets(&format!("{}/{}", place(&thread), sent["n"])).ok();
    let text = read["text"].as_str().expect("a text");
    assert!(text.contains("Page: https://workshop.example/teapots\nTimes: UTC\n"), "{text}");
    let said: Vec<&str> =
        text.lines().filter_map(|line| line.split_once("+00:00] ")).map(|(_, said)| said).collect();
    assert_eq!(said, ["Sofia Marino: Is it oven-proof?", "Ida Holm: Up to 250 degrees."]);
    assert!(!text.contains("difficult") && !text.contains('@'), "{text}");
    assert_eq!(kinds(&shop.ida, &thread), ["comment", "transcript"]);
    // Opened and closed again without a word it is the same; with one it is a longer one.
    shop.ida.acts("main", &thread, "reopen", &json!({}));
    shop.ida.acts("main", &thread, "close", &json!({}));
    says(&mut socket, &post(&thread, "And in a kiln?"));
    shop.ida.acts("main", &thread, "close", &json!({}));
    let longer = until("the longer one", || {
        waiting(&shop.ida, &thread).into_iter().find(|one| one["up_to"] != sent["up_to"])
    });
    assert_eq!(waiting(&shop.ida, &thread), [longer]);
}

#[test]
fn a_chatflow_that_sends_none_sends_none_from_the_moment_it_is_saved() {
    // S155 S156: also of a chat that had begun by then
    let shop = shop("ws-transcript-off");
    assert_eq!(shop.opens("open")["chatflow"]["transcript"], true);
    let (_, off) = sofia_writes(&shop, "ws-transcript-off");
    shop.edits("open", |chatflow| chatflow["transcript"] = json!(false)).ok();
    shop.ida.acts("main", &off, "close", &json!({}));
    let by_hand = shop.ida.sends("POST", &place(&off), &json!({"contact": "sofia"})).ok();
    assert_eq!(by_hand["by"]["id"], "ida", "by hand it is sent all the same");
    let (_, on) = sofia_writes_to(&shop, "ws-transcript-off", "other");
    let stranger = starts(&mut shop.visitor().connects(), "open", "Who am I?");
    until("the row", || shop.ida.row("main", "view=all", &stranger));
    for thread in [&stranger, &on] {
        shop.ida.acts("main", thread, "close", &json!({}));
    }
    until("the other's transcript", || waiting(&shop.ida, &on).into_iter().next());
    // What is due is asked for in the order of its closing.
    assert_eq!(waiting(&shop.ida, &off), [by_hand]);
    assert_eq!(waiting(&shop.ida, &stranger), Vec::<Value>::new());
}

#[test]
fn by_hand_it_goes_to_any_contact_of_a_closed_chat() {
    // S157 S158
    let shop = shop("ws-transcript-hand");
    shop.edits("open", |chatflow| chatflow["transcript"] = json!(false)).ok();
    let (_socket, thread) = sofia_writes(&shop, "ws-transcript-hand");
    let mia = shop.agent("mia");
    let refused = |body: Value| {
        let answer = mia.sends("POST", &place(&thread), &body);
        (answer.refusal(), answer.json()["error"]["field"].clone())
    };
    let to = |contact: &str, subject: &str| json!({"contact": contact, "subject": subject});
    let open = mia.gets(&place(&thread)).ok();
    assert_eq!((&open["refused"], &open["to"]["contact"]), (&json!("thread_open"), &json!("sofia")));
    assert_eq!(open["subject"], "Your chat with ws-transcript-hand");
    assert_eq!(refused(to("sofia", "Hi")).0, (409, "thread_open".to_owned()));
    mia.acts("main", &thread, "close", &json!({}));
    for (body, code, field) in [
        (to("nobody", "Hi"), (422, "reference_unknown"), "contact"),
        (to("sofia", " "), (422, "text_empty"), "subject"),
        (to("sofia", &"x".repeat(201)), (413, "text_too_long"), "subject"),
        (to("sofia", "Hi\r\nBcc: eve@evil.test"), (400, "text_encoding"), "subject"),
    ] {
        assert_eq!(refused(body), ((code.0, code.1.to_owned()), json!(field)));
    }
    // An agent finds whom to send it to.
    let found = mia.gets("/api/recipients?search=WEBER").ok();
    assert_eq!(found["recipients"][0]["email"], "jonas@customer.test", "{found}");
    assert_eq!(mia.gets("/api/recipients?search=w").refusal(), (400, "filter_unknown".to_owned()));
    let sent = mia.sends("POST", &place(&thread), &to("jonas", "Your teapot")).ok();
    assert_eq!(
        (&sent["subject"], &sent["to"]["email"]),
        (&json!("Your teapot"), &json!("jonas@customer.test"))
    );
    assert_eq!((&sent["state"], &sent["reason"]), (&json!("waiting"), &json!("email_not_connected")));
    assert_eq!((waiting(&mia, &thread), kinds(&mia, &thread)), (vec![sent], vec!["transcript".to_owned()]));
    // A token that may not look for contacts reaches the chat's own and no other.
    let program = Program::of(&shop, &["threads:write"]);
    assert_eq!(
        program.asks("POST", &place(&thread), &to("jonas", "Hi")).refusal(),
        (422, "reference_unknown".to_owned())
    );
    program.asks("POST", &place(&thread), &to("sofia", "Hi")).ok();
    assert_eq!(
        program.asks("GET", "/api/recipients?search=weber", &json!({})).refusal(),
        (403, "forbidden".to_owned())
    );
    // What is out of the inbox is withheld.
    mia.acts("main", &thread, "block", &json!({}));
    assert!(
        waiting(&mia, &thread).iter().all(|one| one["state"] == "withheld" && one["reason"] == "filtered")
    );
}

#[test]
fn of_a_chat_that_a_bot_began_none_is_sent_by_hand() {
    // S160
    let shop = shop("ws-transcript-bot");
    shop.edits("open", |chatflow| {
        chatflow["bot"] = json!({"name": "Helper", "steps": [
            {"id": "hello", "do": "message", "text": "Hello!"}, {"id": "over", "do": "hand_over", "text": "One moment."}]});
    })
    .ok();
    let (_socket, thread) = sofia_writes(&shop, "ws-transcript-bot");
    until("the hand-over", || {
        let row = shop.ida.row("main", "view=all", &thread)?;
        row["bot"]["in_charge"].as_bool().is_none_or(|in_charge| !in_charge).then_some(())
    });
    shop.ida.acts("main", &thread, "close", &json!({}));
    assert_eq!(shop.ida.gets(&place(&thread)).ok()["refused"], "started_by_bot");
    let answer = shop.ida.sends("POST", &place(&thread), &json!({"contact": "sofia"}));
    assert_eq!(answer.refusal(), (409, "started_by_bot".to_owned()));
    until("the transcript that closing calls for", || waiting(&shop.ida, &thread).into_iter().next());
}

/// Each of the operations, done and refused.
pub(crate) fn every_operation() {
    let shop = shop("ws-transcript-operations");
    let (_socket, thread) = sofia_writes(&shop, "ws-transcript-operations");
    shop.ida.acts("main", &thread, "close", &json!({}));
    let sent = shop.ida.sends("POST", &place(&thread), &json!({"contact": "sofia"})).ok();
    let one = format!("{}/{}", place(&thread), sent["n"]);
    for path in [place(&thread), one, "/api/recipients?search=weber".to_owned()] {
        shop.ida.gets(&path).ok();
        assert_eq!(Product::shared().ask("GET", &path, &[], "").status, 401, "{path}");
    }
    assert_eq!(shop.ida.sends("POST", &place(&thread), &json!({})).status, 400);
}
