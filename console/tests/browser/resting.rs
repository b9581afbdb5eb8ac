//! A reply rests a moment and can be taken back (P56); colleagues at the same conversation (P51).

use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit};

use super::{
    SOFIA, Scene, TOMAS, acknowledge, click, find, focused, hear, posts, press, row, type_text, until,
    window, words,
};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
    fn viewed() -> String;
    fn said() -> String;
}

fn reply() -> HtmlTextAreaElement {
    find("#reply").unwrap().unchecked_into()
}

fn undo_key() {
    let init = KeyboardEventInit::new();
    init.set_key("z");
    init.set_ctrl_key(true);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    window().document().unwrap().active_element().unwrap().dispatch_event(&event).unwrap();
}

fn kept() -> String {
    let storage = window().local_storage().unwrap().unwrap();
    let names = (0..storage.length().unwrap()).filter_map(|at| storage.key(at).unwrap());
    let boxes = names.filter(|name| name.starts_with("parlor-console:outgoing"));
    boxes.filter_map(|name| storage.get_item(&name).unwrap()).collect()
}

/// A conversation is open, and replies rest so many seconds.
async fn opened(rest: u8) -> Scene {
    let scene = Scene::at("/console/inbox", true);
    set_answer("/api/me/preferences", &json!({"undo_send_s": rest}).to_string());
    super::open(SOFIA).await;
    until("the link", || words(".foot").contains("Connected")).await;
    press("r");
    until("the reply", || focused() == "reply").await;
    scene
}

#[wasm_bindgen_test]
async fn a_reply_that_rests_is_taken_back_as_it_was_and_nobody_heard_it() {
    // P56
    let scene = opened(20).await;
    let written = "  Yes,\nof course. ";
    type_text("reply", written);
    press("Enter");
    until("it rests", || words(".message.us").contains("Goes in a moment")).await;
    assert_eq!((posts(), reply().value().as_str()), (0, ""));
    assert!(
        kept().contains("of course") && kept().contains("\"refused\":false"),
        "a reload sends it: {}",
        kept()
    );
    // By the button at its bubble.
    click(".message.us .sent-state .link").await;
    until("the words are back", || reply().value() == written).await;
    until("and the cursor", || focused() == "reply").await;
    until("nothing is left of it", || find(".message.us").is_none() && find(".toast").is_none()).await;
    assert_eq!(kept(), "", "nor is it kept");
    // By the toast, over what was begun since.
    press("Enter");
    until("it rests again", || words(".toast").contains("Your reply goes in a moment.")).await;
    type_text("reply", "And more");
    undo_key();
    assert_eq!(reply().value(), "And more", "in a reply that says something, the key is the browser's");
    click(".toast .link").await;
    until("neither is lost", || reply().value() == format!("{written}\n\nAnd more")).await;
    // By the key.
    type_text("reply", "Once more");
    press("Enter");
    until("it rests", || reply().value().is_empty()).await;
    undo_key();
    until("back by the key", || reply().value() == "Once more").await;
    assert_eq!(posts(), 0);
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_rests_is_never_lost_and_keeps_its_order() {
    // P56: the next reply, another conversation, a close, a page that goes
    let scene = opened(20).await;
    let sends = |text: &str| {
        type_text("reply", text);
        press("Enter");
    };
    sends("one");
    sends("two");
    until("the one before went", || posts() == 1).await;
    // One at a time is under way in a conversation.
    acknowledge();
    assert!(said().contains("one") && !said().contains("two"), "{}", said());
    // Elsewhere it can be taken back as well: it is where it was written.
    click(&row(TOMAS)).await;
    until("the other conversation", || words(".pane-head h2").contains("bold")).await;
    click(".toast .link").await;
    until("back, with its words", || find("#reply").is_some() && reply().value() == "two").await;
    assert!(words(".pane-head h2").contains("Sofia"));
    press("r");
    until("the reply", || focused() == "reply").await;
    sends("three");
    click("[aria-label='Close conversation']").await;
    until("said before it is closed", || posts() == 2).await;
    acknowledge();
    sends("four");
    window().dispatch_event(&web_sys::Event::new("pagehide").unwrap()).unwrap();
    until("the page goes, and the reply with it", || posts() == 3).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_reply_goes_when_it_has_rested_and_at_once_where_nothing_rests() {
    // P56
    let scene = opened(1).await;
    type_text("reply", "soon");
    press("Enter");
    until("it rests", || words(".message.us").contains("Goes in a moment")).await;
    assert_eq!(posts(), 0);
    until("it went", || posts() == 1).await;
    until("nothing is left to take back", || find(".toast").is_none()).await;
    undo_key();
    assert_eq!(reply().value(), "");
    scene.leave().await;
    let scene = opened(0).await;
    type_text("reply", "now");
    press("Enter");
    until("it went", || posts() == 1).await;
    assert!(find(".toast").is_none());
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_comment_does_not_rest() {
    // P56
    let scene = opened(20).await;
    find("#reply").unwrap().unchecked_into::<HtmlElement>().blur().unwrap();
    press("c");
    until("the comment", || focused() == "comment").await;
    type_text("comment", "For us");
    press("Enter");
    until("it went", || super::requests().contains(&format!("{SOFIA}/comments"))).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn colleagues_at_the_same_conversation_are_told_of() {
    // P51
    let scene = opened(0).await;
    until("the edge knows what is on the screen", || viewed() == SOFIA).await;
    let views = |agents: serde_json::Value| {
        hear(&json!({"t": "viewing", "thread": SOFIA, "agents": agents}).to_string());
    };
    let (anna, ole) =
        (json!({"id": "anna", "name": "Anna Keller"}), json!({"id": "ole", "name": "<b>Ole</b>"}));
    views(json!([anna]));
    until("she is there", || words(".viewers") == "Anna Keller is viewing").await;
    views(json!([anna, ole]));
    until("both", || words(".viewers") == "Anna Keller, <b>Ole</b> are viewing").await;
    let from = json!({"kind": "agent", "id": "anna", "name": "Anna Keller"});
    hear(&json!({"t": "typing", "thread": SOFIA, "from": from}).to_string());
    until("she types", || words(".viewers") == "Anna Keller is typing").await;
    // She is quicker than we are.
    type_text("reply", "Of course");
    let body = json!({"kind": "text", "text": "Yes, done."});
    hear(
        &json!({"t": "entry", "thread": SOFIA, "entry": {"seq": 2, "at": 1, "from": from, "body": body}})
            .to_string(),
    );
    until("it is said", || words(".answered") == "Anna Keller answered while you were writing.").await;
    type_text("reply", "");
    until("nothing is being written", || words(".answered").is_empty()).await;
    views(json!([]));
    until("alone", || find(".viewers").is_none()).await;
    click(&row(TOMAS)).await;
    until("elsewhere", || viewed() == TOMAS).await;
    press("Escape");
    scene.leave().await;
}
