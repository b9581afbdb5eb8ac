//! What a page gets where nothing is for it: it brings the loader once something may be, and nothing before.
//!
//! `site.js` stands in for the edge and for the rest of the widget; the loader is the real one.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SCOUT: &str = include_str!("../loader/scout.js");
const LOADER: &str = include_str!("../loader/loader.js");

#[wasm_bindgen(module = "/tests/site.js")]
extern "C" {
    fn open_site(address: &str, small: bool, old: bool);
    fn put_scout(source: &str, brought: &str, boot: &str, visitor: Option<&str>);
    fn close_site();
    fn decide(decision: &str);
    fn remember(record: &str);
    fn last_asked(field: &str) -> Option<String>;
    fn requests() -> String;
    fn hosts() -> usize;
    fn push(address: &str);
    fn fragment(text: &str);
    fn is_history_as_found() -> bool;
    fn warnings() -> String;
    fn say_original(name: &str);
    fn ask_for_chat();
    fn is_woken() -> bool;
    fn clobber();
    fn unclobber();
    async fn until_woken();
    async fn until_shown(shown: bool);
    async fn calm();
}

/// A page; everything is put back at the end of the test.
struct Site {
    origin: String,
}

impl Drop for Site {
    fn drop(&mut self) {
        close_site();
    }
}

const SHOWN: &str = r##"{"d":{"c":"shop","w":"Hi","p":true,"s":{"l":true,"p":true},"n":"Shop","o":"end","v":"on",
    "l":["#b5502f","#ffffff","#a4411f","#feece6","#eebeae","#b34e2d"],
    "m":["#b5502f","#ffffff","#a4411f","#38231c","#694135","#da7250"],"y":"won"},"b":1}"##;

impl Site {
    /// A page at `address`; the edge was told `page`, and has rules on fragments or none.
    fn scouted(address: &str, page: &str, fragment_rules: bool, old: bool, visitor: Option<&str>) -> Self {
        open_site(address, false, old);
        Self::put(page, fragment_rules, visitor)
    }

    fn put(page: &str, fragment_rules: bool, visitor: Option<&str>) -> Self {
        let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
        let hash = protocol::boot::page_hash(&format!("{origin}{page}"));
        let boot = format!(r#"{{"a":"demo","e":"","h":"{hash}","f":{fragment_rules},"d":null,"b":1}}"#);
        put_scout(SCOUT, LOADER, &boot, visitor);
        Self { origin }
    }
}

#[wasm_bindgen_test]
async fn where_nothing_is_shown_nothing_comes() {
    // S77, N13: not even by the word that opens a chat
    for address in ["/legal", "/legal#hs-chat-open", "/legal#imprint"] {
        let site = Site::scouted(address, "/legal", false, false, None);
        fragment("terms");
        calm().await;
        assert!(!is_woken() && hosts() == 0 && requests().is_empty(), "{address}");
        drop(site);
        assert!(is_history_as_found());
    }
}

#[wasm_bindgen_test]
async fn moving_inside_the_page_brings_the_loader_which_asks_and_leaves_the_history_as_found() {
    // N8, E8: with the Navigation API and without
    for old in [false, true] {
        let site = Site::scouted("/a", "/a", false, old, None);
        decide(SHOWN);
        push("/b");
        until_shown(true).await;
        assert_eq!(last_asked("u"), Some(format!("{}/b", site.origin)));
        decide(r#"{"d":null,"b":1}"#);
        push("/c");
        until_shown(false).await;
        drop(site);
        assert!(is_history_as_found());
    }
}

#[wasm_bindgen_test]
async fn whatever_may_make_another_decision_is_the_loader_s_to_judge() {
    // each line: the address, what the edge was told, rules on fragments
    for (address, page, fragment_rules) in
        [("/a?b", "/a", false), ("/a#/cart", "/a", true), ("/a#parlor-explain=permit", "/a", false)]
    {
        let _site = Site::scouted(address, page, fragment_rules, false, None);
        decide(r#"{"d":null,"b":1}"#);
        until_woken().await;
    }
    let _site = Site::scouted("/a", "/a", false, false, Some("e30.e30.e30"));
    until_woken().await;
}

#[wasm_bindgen_test]
async fn who_is_known_gets_the_loader() {
    open_site("/a", false, false);
    remember(r#"{"k":"token"}"#);
    decide(r#"{"d":null,"b":1}"#);
    let _site = Site::put("/a", false, None);
    until_woken().await;
}

#[wasm_bindgen_test]
async fn a_page_written_for_the_original_gets_the_loader() {
    // H1
    for name in ["hsConversationsSettings", "hsConversationsOnReady", "_hsq"] {
        open_site("/a", false, false);
        say_original(name);
        let _site = Site::put("/a", false, None);
        until_woken().await;
    }
}

#[wasm_bindgen_test]
async fn a_fragment_that_rules_ask_for_brings_the_loader() {
    let _site = Site::scouted("/app", "/app", true, false, None);
    calm().await;
    assert!(!is_woken());
    decide(SHOWN);
    fragment("/cart");
    until_shown(true).await;
}

#[wasm_bindgen_test]
async fn who_asks_for_the_chat_of_the_page_gets_the_loader_s() {
    let _site = Site::scouted("/a", "/a", false, false, None);
    ask_for_chat();
    until_woken().await;
}

#[wasm_bindgen_test]
async fn a_page_that_took_names_of_the_document_is_left_alone() {
    // T15
    open_site("/legal", false, false);
    clobber();
    let _site = Site::put("/legal", false, None);
    calm().await;
    unclobber();
    assert_eq!((is_woken(), warnings().as_str()), (false, ""));
}
