//! Having the transcript of a closed chat mailed: to whom, under which subject, and that it only waits.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    HOSTILE, SOFIA, Scene, click, count, find, focused, press, refuse, requests, type_text, until, words,
};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
    fn last_body(method: &str, path: &str) -> String;
}

fn place() -> String {
    format!("/api/threads/main/{SOFIA}/transcripts")
}

fn person(contact: &str, name: &str) -> serde_json::Value {
    serde_json::json!({"contact": contact, "name": name, "email": format!("{contact}@kiln.test"), "verified": true})
}

async fn opens_more() {
    click(".head-acts [aria-label='More']").await;
    until("the menu", || focused() == "bar-field").await;
}

async fn at_sofias_closed_chat() -> Scene {
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the thread", || find("#reply").is_some()).await;
    let offer = serde_json::json!({"subject": "Your chat with Kiln", "to": person("sofia", "Sofia Marques"),
        "transcripts": [{"n": 1, "at": 5, "by": {"kind": "system"}, "to": person("sofia", "Sofia Marques"),
            "subject": HOSTILE, "up_to": 1, "state": "waiting", "reason": "email_not_connected"}]});
    set_answer(&place(), &offer.to_string());
    opens_more().await;
    type_text("bar-field", "transcript");
    until("nothing for an open chat", || !words("#bar-list").contains("E-mail chat transcript")).await;
    // What Escape does, which no script can press.
    let cancel = web_sys::Event::new("cancel").unwrap();
    find("dialog.bar").unwrap().dispatch_event(&cancel).unwrap();
    until("gone", || find("#bar-field").is_none() && find("dialog.bar[open]").is_none()).await;
    click("[aria-label='Close conversation']").await;
    until("closed", || find("[aria-label='Reopen conversation']").is_some()).await;
    opens_more().await;
    type_text("bar-field", "transcript");
    until("offered", || words("#bar-list").contains("E-mail chat transcript")).await;
    until("the field", || focused() == "bar-field").await;
    press("Enter");
    until("the question", || find("#transcript-subject").is_some()).await;
    scene
}

#[wasm_bindgen_test]
async fn a_transcript_is_sent_to_whom_was_picked_and_says_that_it_waits() {
    // S157 S158
    let scene = at_sofias_closed_chat().await;
    let dialog = words("dialog.ask");
    assert!(dialog.contains("E-mail is not connected. What you send waits until it is."), "{dialog}");
    assert!(dialog.contains("Waiting: e-mail is not connected") && dialog.contains(HOSTILE), "{dialog}");
    assert_eq!(count("dialog.ask img"), 0, "subjects stay text");
    set_answer(
        "/api/recipients?search=we",
        &serde_json::json!({"recipients": [person("jonas", "Jonas Weber")]}).to_string(),
    );
    type_text("transcript-search", "we");
    until("found", || words("dialog.ask").contains("Jonas Weber <jonas@kiln.test>")).await;
    click("#transcript-to-jonas").await;
    type_text("transcript-subject", "Your teapot");
    click("dialog.ask button[type=submit]").await;
    until("told", || {
        words(".toast").contains("The transcript for Jonas Weber waits: e-mail is not connected.")
    })
    .await;
    assert_eq!(last_body("POST", &place()), r#"{"contact":"jonas","subject":"Your teapot"}"#);
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_is_refused_is_told_in_the_question() {
    // S157: and nothing is asked without a subject
    let scene = at_sofias_closed_chat().await;
    type_text("transcript-subject", " ");
    click("dialog.ask button[type=submit]").await;
    until("what is missing", || words("dialog.ask [role=alert]").contains("Write a subject.")).await;
    assert!(!requests().contains(&format!("POST {}", place())));
    refuse("/transcripts", 422, "no_address");
    type_text("transcript-subject", "Hello");
    click("dialog.ask button[type=submit]").await;
    until("why", || words("dialog.ask [role=alert]").contains("No e-mail address of this contact is known."))
        .await;
    scene.leave().await;
}
