//! The loader where nothing but the launcher is to be seen: what it takes lies ready, and runs once there is a reason.
//!
//! `site.js` stands in for the edge and for the rest of the widget.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const LOADER: &str = include_str!("../loader/loader.js");

#[wasm_bindgen(module = "/tests/site.js")]
extern "C" {
    fn open_site(address: &str, small: bool, old: bool);
    fn put_snippet(source: &str, boot: &str, times: u32, visitor: Option<&str>);
    fn close_site();
    fn decide(decision: &str);
    fn store(name: &str, text: &str);
    fn hear_of(name: &str);
    fn requests() -> String;
    fn calls() -> String;
    fn warnings() -> String;
    fn push(address: &str);
    fn come_near(event: &str);
    fn press_launcher();
    fn come_back();
    fn put_banner(id: &str);
    fn ask_for_chat();
    fn forbid_wasm();
    async fn until_requested(text: &str);
    async fn until_shown(shown: bool);
    async fn until_called(text: &str);
    async fn calm();
}

/// A page; everything is put back at the end of the test.
struct Site(String);

impl Drop for Site {
    fn drop(&mut self) {
        close_site();
    }
}

/// A chatflow that shows its launcher, and nothing else by itself.
const QUIET: &str = r##"{"c":"shop","w":"Hi","p":false,"s":{"l":true,"p":false},"n":"Shop","o":"end","v":"on",
    "l":["#b5502f","#ffffff","#a4411f","#feece6","#eebeae","#b34e2d"],
    "m":["#b5502f","#ffffff","#a4411f","#38231c","#694135","#da7250"],"y":"won"}"##;

impl Site {
    fn open() -> Self {
        open_site("/a", false, false);
        Self(web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default())
    }

    fn snippet(&self, show: &str, more: &str) {
        let hash = protocol::boot::page_hash(&format!("{}/a", self.0));
        let boot = format!(r#"{{"a":"demo","e":"","h":"{hash}","f":false,"d":{show},"b":1{more}}}"#);
        put_snippet(LOADER, &boot, 1, None);
    }

    /// What it takes was fetched, and nothing of it runs.
    async fn rests(&self) {
        until_requested("/widget.wasm /texts-").await;
        calm().await;
        assert_eq!((calls().as_str(), warnings().as_str()), ("", ""));
    }
}

#[wasm_bindgen_test]
async fn nothing_runs_before_somebody_comes_near() {
    for event in ["pointerenter", "focus"] {
        let site = Site::open();
        site.snippet(QUIET, "");
        site.rests().await;
        let fetched = requests();
        come_near(event);
        until_called("show shop").await;
        assert_eq!(requests(), fetched, "what lay ready is used");
    }
}

#[wasm_bindgen_test]
async fn a_click_opens_what_lay_ready() {
    let site = Site::open();
    site.snippet(QUIET, "");
    site.rests().await;
    press_launcher();
    until_called("show shop, open").await;
}

#[wasm_bindgen_test]
async fn what_shows_by_itself_runs_when_the_page_is_idle() {
    for (from, to) in [
        (r#""p":false,"s""#, r#""p":true,"s""#),
        (r#""p":false},"n""#, r#""p":true},"n""#),
        (r#","y":"won""#, r#","z":[1,0,0,0,1,0,0,0],"y":"won""#),
    ] {
        let site = Site::open();
        site.snippet(&QUIET.replacen(from, to, 1), "");
        until_called("show shop").await;
    }
}

#[wasm_bindgen_test]
async fn who_was_here_before_is_not_kept_waiting() {
    // P24: what another page could not send goes out at once
    for name in ["parlor:demo", "parlor:demo:out:x"] {
        let site = Site::open();
        store(name, r#"{"o":0,"g":"shop:1"}"#);
        site.snippet(QUIET, "");
        until_called("show shop").await;
    }
    // Another tab begins a chat.
    let site = Site::open();
    site.snippet(QUIET, "");
    site.rests().await;
    hear_of("parlor:demo");
    until_called("show shop").await;
}

#[wasm_bindgen_test]
async fn a_banner_is_made_room_for_whenever_it_comes() {
    // N23
    let site = Site::open();
    put_banner("cookie-banner");
    site.snippet(QUIET, "");
    until_called("show shop").await;
    drop(site);
    let site = Site::open();
    site.snippet(QUIET, "");
    site.rests().await;
    put_banner("shop-news");
    calm().await;
    assert_eq!(calls(), "");
    put_banner("ConsentBox");
    until_called("show shop").await;
}

#[wasm_bindgen_test]
async fn who_moves_inside_the_page_is_followed() {
    // N8
    let site = Site::open();
    site.snippet(QUIET, "");
    site.rests().await;
    decide(&format!(r#"{{"d":{QUIET},"b":1}}"#));
    push("/b");
    until_called("show shop").await;
}

#[wasm_bindgen_test]
async fn what_is_told_of_the_team_is_looked_at_again() {
    // E40 S61: when the clock alone may have changed it, and when somebody comes back
    let site = Site::open();
    site.snippet(QUIET, r#","v":{"shown":"available","until":1000}"#);
    until_called("show shop").await;
    drop(site);
    let site = Site::open();
    site.snippet(QUIET, r#","v":{"shown":"available","until":9999999999999}"#);
    site.rests().await;
    come_back();
    until_called("show shop").await;
    drop(site);
    // A team that is always there is asked nothing of.
    let site = Site::open();
    site.snippet(QUIET, "");
    site.rests().await;
    come_back();
    calm().await;
    assert_eq!(calls(), "");
}

#[wasm_bindgen_test]
async fn a_page_that_speaks_with_its_chat_has_one() {
    let site = Site::open();
    site.snippet(QUIET, "");
    site.rests().await;
    ask_for_chat();
    until_called("show shop").await;
}

#[wasm_bindgen_test]
async fn a_page_that_forbids_webassembly_is_not_left_with_a_dead_launcher() {
    let site = Site::open();
    forbid_wasm();
    site.snippet(QUIET, "");
    until_shown(true).await;
    until_called("show shop").await;
}
