//! What an agent does with conversations: snooze, label, spam, block, delete, comment, and with many at once.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlTextAreaElement};

use super::{
    HOSTILE, SOFIA, Scene, TOMAS, allow, click, count, find, focused, open, press, press_with, refuse,
    requests, row, settle, type_text, until, words,
};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn comments() -> String;
    fn comment_elsewhere(thread: &str, by: &str, name: &str, text: &str, mentions: &str);
    fn refuse_act(thread: &str, code: &str);
    fn row_of(thread: &str) -> String;
    fn set_details(thread: &str, json: &str);
    fn last_body(method: &str, path: &str) -> String;
}

/// How the edge knows a row.
fn at_the_edge(thread: &str) -> serde_json::Value {
    serde_json::from_str(&row_of(thread)).unwrap()
}

/// A key with Ctrl held.
fn command(key: &str) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_key(key);
    init.set_ctrl_key(true);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let target = super::window().document().unwrap().active_element().unwrap();
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

async fn at_sofias() -> Scene {
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the thread", || find("#reply").is_some()).await;
    until("the link", || words(".foot").contains("Connected")).await;
    scene
}

#[wasm_bindgen_test]
async fn a_snoozed_conversation_leaves_the_list_and_says_until_when() {
    // P49
    let scene = at_sofias().await;
    press("s");
    until("the picker", || focused() == "bar-field").await;
    press("ArrowDown");
    press("ArrowUp");
    press("Enter");
    until("it left", || count(".row") == 1).await;
    until("why, above it", || words(".thread-state").contains("Snoozed until")).await;
    until("the edge knows", || at_the_edge(SOFIA)["desk"]["snoozed"]["until"].is_u64()).await;
    until("a way back", || words(".toast").contains("snoozed until")).await;
    click(".segments button:nth-child(2)").await;
    until("among the snoozed", || words(&row(SOFIA)).contains("until ")).await;
    press("z");
    until("awake", || at_the_edge(SOFIA)["desk"]["snoozed"].is_null()).await;
    until("gone from there", || find(&row(SOFIA)).is_none()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_label_is_picked_or_made_and_shown_in_its_colour() {
    // P48
    let scene = at_sofias().await;
    press("l");
    until("the picker", || focused() == "bar-field").await;
    assert!(words("dialog.bar").contains("There are no labels yet"));
    type_text("bar-field", HOSTILE);
    until("a new one", || words("#bar-list").contains("New label")).await;
    press("Enter");
    until("on the row", || words(&row(SOFIA)).contains(HOSTILE)).await;
    assert_eq!(count("dialog.bar b, .row img"), 0, "names stay text");
    until("in the picker", || find("#bar-list .colour-red").is_some()).await;
    assert_eq!(focused(), "bar-field", "and on to the next");
    press("Enter");
    until("taken off", || !words(&row(SOFIA)).contains(HOSTILE)).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn spam_block_and_delete_can_each_be_taken_back() {
    // S128 S146 S148 S152 S153
    let scene = at_sofias().await;
    press("!");
    until("filtered", || count(".row") == 1 && words(".thread-state").contains("marked as spam")).await;
    click(".thread-state .button").await;
    until("back", || count(".row") == 2).await;

    press("b");
    until("asked", || words("dialog.ask").contains("kept in Filtered and tells nobody")).await;
    assert!(words("dialog.ask h2").contains("Sofia Marques"));
    type_text("block-why", "Rude");
    find("dialog.ask .danger").unwrap().unchecked_into::<HtmlElement>().click();
    until("gone", || count(".row") == 1).await;
    until("the edge has the reason", || at_the_edge(SOFIA)["desk"]["blocked"]["why"] == "Rude").await;
    click(".views li:nth-child(6) a").await;
    until("in Filtered", || find(&row(SOFIA)).is_some()).await;
    click(".toast .link").await;
    until("let in again", || at_the_edge(SOFIA)["desk"]["blocked"].is_null()).await;
    click(".views li:first-child a").await;
    until("two rows", || count(".row") == 2).await;

    open(SOFIA).await;
    press("#");
    until("deleted", || count(".row") == 1 && words(".thread-state").contains("Kept for 30 days")).await;
    click(".views li:nth-child(7) a").await;
    until("among the deleted", || find(&row(SOFIA)).is_some()).await;
    press("z");
    until("brought back", || at_the_edge(SOFIA)["desk"]["archived_at"].is_null()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn an_act_that_is_refused_is_taken_back_and_says_so() {
    // P48
    let scene = at_sofias().await;
    refuse_act(SOFIA, "forbidden");
    press("!");
    until("it says so", || words(".toast").contains("role does not allow")).await;
    until("as it was", || count(".row") == 2 && find(".thread-state").is_none()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn nobody_takes_a_comment_for_a_reply() {
    // P47
    let scene = at_sofias().await;
    press("r");
    until("the reply", || focused() == "reply").await;
    type_text("reply", "To the visitor");
    press("Escape");
    press("c");
    until("the comment", || focused() == "comment").await;
    assert!(find("#reply").is_none(), "one of the two is there");
    assert!(find(".composer.comments").is_some(), "in its own colours");
    assert!(words(".modes").contains("only your team sees this"));
    assert_eq!(words(".composer .button.noted"), "Add comment");
    let area: HtmlTextAreaElement = find("#comment").unwrap().unchecked_into();
    assert_eq!(area.value(), "", "each has a draft of its own");
    type_text("comment", "She is a regular");
    press("Enter");
    until("sent", || comments().contains("She is a regular")).await;
    until("in the log", || words(".note-card").contains("She is a regular")).await;
    assert_eq!(count(".note-card"), 1);
    assert!(words(".note-card").contains("only your team sees this"));
    assert_eq!(super::posts(), 0, "nothing went where visitors are");
    assert_eq!(focused(), "comment");
    press("Escape");
    press("r");
    until("the reply's draft", || {
        find("#reply")
            .is_some_and(|area| area.unchecked_into::<HtmlTextAreaElement>().value() == "To the visitor")
    })
    .await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn an_at_sign_names_a_colleague() {
    // P47
    let scene = at_sofias().await;
    press("c");
    until("the comment", || focused() == "comment").await;
    let area: HtmlTextAreaElement = find("#comment").unwrap().unchecked_into();
    area.set_value("Ask @k");
    area.set_selection_range(6, 6).unwrap();
    type_text("comment", "Ask @k");
    until("offered", || words("#mention-list") == "Anna Keller").await;
    assert_eq!(area.get_attribute("aria-activedescendant").as_deref(), Some("mention-list-0"));
    press("Enter");
    until("named", || area.value() == "Ask @Anna Keller ").await;
    until("shut", || find("#mention-list").is_none()).await;
    assert_eq!(comments(), "[]", "Enter chose, and sent nothing");
    press("Enter");
    until("sent", || comments().contains("\"mentions\":[\"anna\"]")).await;
    until("set off", || words(".note-card .mention") == "@Anna Keller").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn whoever_is_mentioned_is_told_and_led_there() {
    // P47
    let scene = at_sofias().await;
    comment_elsewhere(TOMAS, "anna", "Anna Keller", "@Mira Okafor yours?", "[\"mira\"]");
    until("told", || words(".toast").contains("Anna Keller mentioned you")).await;
    click(".toast .link").await;
    until("there", || words(".note-card").contains("yours?")).await;
    comment_elsewhere(TOMAS, "anna", "Anna Keller", HOSTILE, "[]");
    until("live", || count(".note-card") == 2).await;
    assert_eq!(count(".note-card img"), 0);
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_comment_that_fails_is_kept_and_can_be_tried_again() {
    // P47
    let scene = at_sofias().await;
    press("c");
    until("the comment", || focused() == "comment").await;
    refuse("/comments", 500, "internal");
    type_text("comment", "For later");
    press("Enter");
    until("it says so", || words(".note-card [role=alert]").contains("Not sent.")).await;
    allow("/comments");
    click(".note-card .link").await;
    until("sent", || comments().contains("For later")).await;
    until("no complaint", || find(".note-card [role=alert]").is_none()).await;
    assert_eq!(count(".note-card"), 1);
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn many_are_chosen_changed_and_put_back_at_once() {
    // P48
    let scene = Scene::at("/console/", true);
    until("two rows", || count(".row") == 2).await;
    press("j");
    until("the first", || focused() == format!("row-{SOFIA}")).await;
    press("x");
    until("the bar", || words(".bulk").contains("1 selected")).await;
    press("j");
    until("the second", || focused() == format!("row-{TOMAS}")).await;
    press("X");
    until("both", || words(".bulk").contains("2 selected")).await;
    press("Escape");
    until("none", || find(".bulk").is_none()).await;
    press("A");
    until("all that are shown", || words(".bulk").contains("2 selected")).await;
    press("e");
    until("closed", || count(".row") == 0).await;
    until("told", || words(".toast").contains("2 conversations closed")).await;
    assert_eq!(requests().matches("threads/act").count(), 1, "in one request");
    click(".toast .link").await;
    until("one undo for all", || count(".row") == 2).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_failed_of_many_is_named() {
    // P48
    let scene = Scene::at("/console/", true);
    until("two rows", || count(".row") == 2).await;
    refuse_act(SOFIA, "bot_talking");
    press("A");
    until("chosen", || find(".bulk").is_some()).await;
    click(".bulk-acts .button:nth-child(2)").await;
    until("told", || words(".toast").contains("1 of 2 closed. Not done: Sofia Marques")).await;
    until("the one is back, the other is not", || find(&row(SOFIA)).is_some() && find(&row(TOMAS)).is_none())
        .await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_command_bar_reaches_everything() {
    // P50
    let scene = at_sofias().await;
    command("k");
    until("open", || focused() == "bar-field").await;
    type_text("bar-field", "spam");
    until("the act", || words("#bar-list li.on").starts_with("Mark as spam")).await;
    assert!(words("#bar-list li.on kbd") == "!", "with its key");
    press("Enter");
    until("done", || words(".thread-state").contains("spam")).await;
    press("z");
    command("k");
    until("open again", || focused() == "bar-field").await;
    type_text("bar-field", "tom");
    type_text("bar-field", "blocked");
    until("the page", || words("#bar-list").contains("Blocked senders")).await;
    press("Enter");
    until("there", || words("h1").contains("Settings")).await;
    command("k");
    until("from anywhere", || focused() == "bar-field").await;
    type_text("bar-field", "unassi");
    press("Enter");
    until("the view", || super::window().location().pathname().unwrap() == "/console/inbox/unassigned").await;
    command("k");
    until("open", || focused() == "bar-field").await;
    type_text("bar-field", "zzzz");
    until("nothing but a search", || words("#bar-list").contains("Search “zzzz”")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_sheet_lists_the_keys_and_switches_letters_off() {
    // P50
    let scene = at_sofias().await;
    press("?");
    until("the sheet", || words("dialog.keys").contains("Snooze or wake")).await;
    click("#letters").await;
    click("dialog.keys [aria-label='Close']").await;
    press("e");
    settle(30).await;
    assert!(find("[aria-label='Close conversation']").is_some(), "letters do nothing");
    command("k");
    until("the bar still opens", || focused() == "bar-field").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn tickets_deals_and_calls_are_written_down_beside_the_reply() {
    // S143 S144 S145 S147
    let scene = Scene::at("/console/", true);
    set_details(SOFIA, r#"{"contact":{"id":"c-1","name":"Sofia Marques","verified":true,"lists":[]}}"#);
    open(SOFIA).await;
    until("her acts", || words(".contact-acts").contains("Create ticket")).await;
    click(".contact-acts .button").await;
    until("the form", || find("#record-title").is_some()).await;
    click("dialog.ask button[type=submit]").await;
    until("what is missing", || words("dialog.ask").contains("A title is missing")).await;
    type_text("record-title", HOSTILE);
    click("dialog.ask button[type=submit]").await;
    until("listed", || words(".record-list:not(.earlier)").contains(HOSTILE)).await;
    assert!(last_body("POST", "/api/contacts/c-1/records").contains(SOFIA), "made in this thread");
    click(".contact-acts .button:nth-child(2)").await;
    until("the deal", || find("#record-amount").is_some()).await;
    type_text("record-title", "Cups for a café");
    type_text("record-amount", "99,50");
    click("dialog.ask button[type=submit]").await;
    until("both", || words(".record-list:not(.earlier)").contains("99.50 EUR")).await;
    command("k");
    until("the bar", || focused() == "bar-field").await;
    type_text("bar-field", "interaction");
    press("Enter");
    until("the call", || find("#record-when").is_some()).await;
    type_text("record-text", "Called her back");
    click("dialog.ask button[type=submit]").await;
    until("all three", || count(".record-list:not(.earlier) .record") == 3).await;
    command("k");
    until("the bar again", || focused() == "bar-field").await;
    type_text("bar-field", "disconnect");
    press("Enter");
    until("asked", || words("dialog.ask").contains("cannot be undone")).await;
    click("dialog.ask .danger").await;
    until("done", || requests().contains(&format!("{SOFIA}/disconnect"))).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn letters_in_fields_are_text() {
    let scene = at_sofias().await;
    press("c");
    until("the comment", || focused() == "comment").await;
    press("s");
    press("#");
    press_with("!", true);
    settle(20).await;
    assert!(find(".thread-state").is_none() && find("dialog[open]").is_none());
    assert_eq!(count(".row"), 2);
    scene.leave().await;
}
