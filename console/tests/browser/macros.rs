//! Macros: made in the settings, run on one conversation and on many.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlSelectElement};

use super::{
    SOFIA, Scene, TOMAS, allow, click, count, find, focused, press, refuse, requests, type_text, until, words,
};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn last_body(method: &str, path: &str) -> String;
    fn set_macros(json: &str);
    fn refuse_act(thread: &str, code: &str);
    fn row_of(id: &str) -> String;
}

fn body(method: &str, path: &str) -> Value {
    serde_json::from_str(&last_body(method, path)).unwrap()
}

fn pick(id: &str, value: &str) {
    let field = find(&format!("#{id}")).unwrap().unchecked_into::<HtmlSelectElement>();
    field.set_value(value);
    let init = EventInit::new();
    init.set_bubbles(true);
    field.dispatch_event(&Event::new_with_event_init_dict("change", &init).unwrap()).unwrap();
}

fn lines() -> Vec<String> {
    let found = super::window().document().unwrap().query_selector_all(".macro-steps li").unwrap();
    (0..found.length()).filter_map(|n| found.get(n)?.text_content()).collect()
}

/// One that writes and closes, and one that only sorts.
fn some() -> String {
    json!([
        {"id": "refund", "name": "Refund", "shared": true, "steps": {
            "comment": "Paid back", "reply": {"text": "Hello {{contact.first_name|there}}."}, "assign": {"agent": "anna"}, "then": "close"}},
        {"id": "mine", "name": "Take it", "shared": false, "steps": {"assign": "me", "then": {"snooze": {"minutes": 60}}}},
    ])
    .to_string()
}

#[wasm_bindgen_test]
async fn a_macro_is_made_of_parts_and_told_in_words() {
    // P46
    let scene = Scene::at("/console/settings/macros", true);
    until("none yet", || words(".card").contains("There is none for everybody yet.")).await;
    click(".inset button[type=submit]").await;
    until("no name", || words("#macro-name-note").contains("Enter a name")).await;
    assert_eq!(focused(), "macro-name");
    type_text("macro-name", "Refund");
    click(".inset button[type=submit]").await;
    until("nothing in it", || words(".inset [role=alert]").contains("at least one thing")).await;
    assert!(!requests().contains("POST"), "nothing that is wrong is sent");

    pick("macro-reply", "own");
    until("its text", || find("#macro-text").is_some()).await;
    type_text("macro-text", "Hello {{contact.shoe}}.");
    pick("macro-assign", "agent:anna");
    pick("macro-then", "snooze:180");
    until("in words", || lines().len() == 3).await;
    assert_eq!(lines()[1..], ["Assign to Anna Keller", "Snooze for 3 hours"]);
    click(".inset button[type=submit]").await;
    until("no such variable", || words("#macro-text-note").contains("contact.shoe")).await;
    type_text("macro-text", "Hello {{contact.first_name|there}}.");
    click(".inset button[type=submit]").await;
    until("saved", || words("[aria-labelledby=macros-shared]").contains("Refund")).await;
    let steps = json!({"reply": {"text": "Hello {{contact.first_name|there}}."}, "assign": {"agent": "anna"},
        "then": {"snooze": {"minutes": 180}}});
    assert_eq!(body("POST", "/api/macros"), json!({"name": "Refund", "steps": steps}));
    until("an empty form", || lines().is_empty()).await;

    click("[aria-label='Change “Refund”']").await;
    until("its parts", || lines().len() == 3).await;
    pick("macro-then", "close");
    pick("macro-reply", "");
    click(".inset button[type=submit]").await;
    until("changed", || requests().contains("PUT /api/macros/m-0")).await;
    assert_eq!(
        body("PUT", "/api/macros/m-0")["steps"],
        json!({"assign": {"agent": "anna"}, "then": "close"})
    );
    refuse("/api/macros", 422, "macro_taken");
    type_text("macro-name", "other");
    pick("macro-then", "close");
    click(".inset button[type=submit]").await;
    until("why not", || words(".inset [role=alert]").contains("name already")).await;
    allow("/api/macros");
    click("[aria-label='Delete “Refund”']").await;
    until("sure", || words("dialog.ask").contains("Refund")).await;
    click("dialog.ask .danger").await;
    until("gone", || words(".card").contains("There is none for everybody yet.")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_a_macro_does_is_read_before_it_runs_and_taken_back_after() {
    // P46 P50
    let scene = Scene::at("/console/inbox", true);
    set_macros(&some());
    super::open(SOFIA).await;
    press("m");
    until("the macros", || words("dialog.bar").contains("Refund")).await;
    until("in words", || focused() == "bar-field" && lines().len() == 4).await;
    assert_eq!(
        lines(),
        ["Tell the team: “Paid back”", "Send: “Hello Sofia.”", "Assign to Anna Keller", "Close conversation"]
    );
    press("ArrowDown");
    until("the other", || lines() == ["Assign to me", "Snooze for 1 hour"]).await;
    press("ArrowUp");
    press("Enter");
    until("done", || words(".toast").contains("“Refund” is done. Undo leaves what was sent.")).await;
    let run = body("POST", "/api/inboxes/main/macros/refund/run");
    assert_eq!(run["threads"], json!([SOFIA]));
    assert!(run["client_message_id"].as_str().unwrap().len() > 8);
    // One key takes back what can be.
    press("z");
    until("back", || {
        let row: Value = serde_json::from_str(&row_of(SOFIA)).unwrap();
        row["status"] == "open" && row["assignee"].is_null()
    })
    .await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_macro_that_is_refused_changes_nothing_and_names_the_part() {
    // P46
    let scene = Scene::at("/console/inbox", true);
    set_macros(&some());
    super::open(SOFIA).await;
    refuse_act(SOFIA, "thread_closed");
    press("m");
    until("the macros", || focused() == "bar-field" && words("dialog.bar").contains("Take it")).await;
    type_text("bar-field", "take");
    until("the one", || lines() == ["Assign to me", "Snooze for 1 hour"]).await;
    press("Enter");
    until("why", || {
        words(".toast").contains("Nothing of “Take it” was done. Closing, reopening or snoozing:")
    })
    .await;
    // It had left the list of what is open, and is back.
    until("as it was", || words(&super::row(SOFIA)).contains("Sofia Marques")).await;
    until("nobody's", || words("#assignee").contains("Nobody")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_macro_that_writes_to_several_asks_once() {
    // P46 P48
    let scene = Scene::at("/console/inbox", true);
    set_macros(&some());
    until("rows", || count(".row") == 2).await;
    press("j");
    press("A");
    until("the bar", || find(".bulk").is_some()).await;
    click(".bulk [aria-label='Run a macro']").await;
    until("for both", || focused() == "bar-field" && words("dialog.bar").contains("in 2 conversations"))
        .await;
    press("Enter");
    until("sure", || words("dialog.ask").contains("Send to 2 visitors?")).await;
    assert!(!requests().contains("macros/refund/run"));
    click("dialog.ask .fill").await;
    until("done", || words(".toast").contains("“Refund” is done in 2 conversations.")).await;
    let threads = body("POST", "/api/inboxes/main/macros/refund/run")["threads"].clone();
    assert!(threads.as_array().unwrap().contains(&json!(TOMAS)), "{threads}");
    scene.leave().await;
}
