//! The box of consent to communicate: when it is there, that nobody finds it ticked, and what a tick leaves.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/loader/subscribe.js")]
extern "C" {
    fn subscribe(loader: &JsValue, host: &JsValue, shown: &JsValue);
}

// What the chunk imports has to lie beside it.
#[wasm_bindgen(module = "/loader/draw.js")]
extern "C" {
    fn face(name: &str) -> JsValue;
}

#[wasm_bindgen(module = "/loader/own.js")]
extern "C" {
    fn beside(thread: &JsValue, word: &str) -> String;
}

#[wasm_bindgen(module = "/loader/next.js")]
extern "C" {
    #[wasm_bindgen(js_name = withNext)]
    fn with_next(loader: &JsValue, host: &JsValue, give: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/tests/subscribe.js")]
extern "C" {
    fn begin_box() -> JsValue;
    fn end_box();
    fn box_host() -> JsValue;
    fn edge_asks(text: &str, version: u32, again: bool);
    fn goes_to(thread: &str);
    fn flow(chatflow: &str, asks: bool) -> JsValue;
    fn seen() -> String;
    fn tick();
    fn sends() -> String;
    fn refuses_last();
    fn goes_with_last() -> String;
    fn was_asked() -> String;
    async fn box_rests();
}

const TICKED: &str = r#"[{"subscription":"letter","version":3,"language":"en"},3]"#;
const NOTHING: &str = "[null,null]";

#[wasm_bindgen_test]
async fn nobody_finds_it_ticked_and_without_a_tick_nothing_is_said() {
    // S85
    let loader = begin_box();
    assert!(face("Anna").is_object() && beside(&loader, "log") == "/log", "they lie there");
    assert!(
        with_next(&loader, &box_host(), &js_sys::Function::new_no_args("")).is_object(),
        "it lies there too"
    );
    edge_asks("A letter.", 3, false);
    let shows = || subscribe(&loader, &box_host(), &flow("start", true));
    shows();
    box_rests().await;
    assert_eq!(seen(), "A letter. optional [ ]");
    assert_eq!(was_asked(), r#"/v1/demo/subscriptions {"token":"v1.me","chatflow":"start"}"#);
    assert_eq!(sends(), NOTHING);
    assert_eq!(seen(), "A letter. optional [ ]", "the conversation has not begun");
    tick();
    shows();
    assert_eq!(seen(), "A letter. optional [x]", "theirs, and it stays");
    assert_eq!(sends(), TICKED);
    assert_eq!((seen().as_str(), sends().as_str()), ("", NOTHING), "once");
    // Until the thread is known, the edge may not know of it.
    shows();
    box_rests().await;
    assert_eq!(seen(), "");
    end_box();
}

#[wasm_bindgen_test]
async fn it_is_there_before_a_conversation_and_in_one_for_a_newer_text_alone() {
    // S85
    let loader = begin_box();
    edge_asks("A letter.", 3, false);
    let shows = |asks| subscribe(&loader, &box_host(), &flow("start", asks));
    goes_to("t-1");
    shows(true);
    box_rests().await;
    assert_eq!(seen(), "");
    goes_to("");
    shows(true);
    assert_eq!(seen(), "A letter. optional [ ]");
    // Another chatflow, which asks for nothing.
    subscribe(&loader, &box_host(), &flow("other", false));
    assert_eq!(seen(), "");
    edge_asks("Two letters.", 4, true);
    goes_to("t-1");
    shows(true);
    box_rests().await;
    assert_eq!(seen(), "Two letters. optional [ ]");
    // Whoever is subscribed is asked for nothing, and so is everybody whom the edge does not answer.
    edge_asks("", 0, false);
    subscribe(&loader, &box_host(), &flow("third", true));
    box_rests().await;
    assert_eq!(seen(), "");
    end_box();
}

#[wasm_bindgen_test]
async fn a_text_that_the_edge_does_not_know_leaves_the_message_and_is_asked_anew() {
    // S85
    let loader = begin_box();
    edge_asks("A letter.", 3, false);
    subscribe(&loader, &box_host(), &flow("start", true));
    box_rests().await;
    tick();
    assert_eq!(sends(), TICKED);
    edge_asks("Two letters.", 4, false);
    refuses_last();
    box_rests().await;
    assert_eq!((goes_with_last().as_str(), seen().as_str()), ("{}", "Two letters. optional [ ]"));
    end_box();
}
