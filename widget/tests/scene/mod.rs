//! A widget on its stage, and what a test can do to it: `stage.js` stands in for loader and edge and keeps a book of
//! every listener, timer and operation on the document.
#![allow(dead_code, reason = "every test binary plays its own part of this")]

use wasm_bindgen::prelude::*;
use widget::{Page, Widget, start};

/// The sheet as the bundler joins it.
fn css() -> String {
    const PARTS: [(&str, &str); 10] = [
        ("base", include_str!("../../src/style/base.css")),
        ("launcher", include_str!("../../src/style/launcher.css")),
        ("prompt", include_str!("../../src/style/prompt.css")),
        ("panel", include_str!("../../src/style/panel.css")),
        ("log", include_str!("../../src/style/log.css")),
        ("composer", include_str!("../../src/style/composer.css")),
        ("consent", include_str!("../../src/style/consent.css")),
        ("ask", include_str!("../../src/style/ask.css")),
        ("small", include_str!("../../src/style/small.css")),
        ("modes", include_str!("../../src/style/modes.css")),
    ];
    let list = include_str!("../../src/widget.css");
    let names =
        list.lines().filter_map(|line| line.strip_prefix("@import \"./style/")?.strip_suffix(".css\";"));
    let part = |name| PARTS.iter().find(|(known, _)| *known == name).expect("a part of the list above").1;
    names.map(part).collect()
}

/// The words of a language.
pub(crate) fn texts(lang: &str) -> &'static str {
    match lang {
        "ar" => include_str!("../../texts/ar.json"),
        "de" => include_str!("../../texts/de.json"),
        "pl" => include_str!("../../texts/pl.json"),
        _ => include_str!("../../texts/en.json"),
    }
}

pub(crate) const THREAD: &str = "0-aaaaaaaaaaaaaaaaaaaaaaaaaa";

#[wasm_bindgen(module = "/loader/page.js")]
extern "C" {
    fn page(loader: &JsValue) -> Page;
}

// Named, so that it lies beside the others, which import it.
#[wasm_bindgen(module = "/loader/who.js")]
extern "C" {
    fn who(token: Option<String>) -> JsValue;
}

#[wasm_bindgen(module = "/loader/line.js")]
extern "C" {
    fn line(loader: &JsValue, host: &Page, outbox: &JsValue) -> Page;
}

#[wasm_bindgen(module = "/loader/outbox.js")]
extern "C" {
    fn outbox(loader: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/tests/stage.js")]
extern "C" {
    fn set_stage(css: &str, small: bool, record: Option<&str>, texts: &str) -> JsValue;
    pub(crate) fn set_shown(json: &str);
    pub(crate) fn told() -> String;
    pub(crate) fn use_words(texts: &str);
    pub(crate) fn dress_launcher(classes: &str, label: &str);
    fn cut_off(page: &Page);
    fn strike();
    pub(crate) fn count(selector: &str) -> usize;
    pub(crate) fn words(selector: &str) -> String;
    pub(crate) fn attribute(selector: &str, name: &str) -> Option<String>;
    pub(crate) fn visible(selector: &str) -> bool;
    pub(crate) fn press(selector: &str);
    pub(crate) fn press_really(selector: &str);
    pub(crate) fn times_asked() -> usize;
    pub(crate) fn type_address(text: &str);
    pub(crate) fn later(ms: f64);
    pub(crate) fn focused() -> String;
    pub(crate) fn focused_class() -> String;
    pub(crate) fn style(selector: &str, name: &str) -> String;
    pub(crate) fn children_of_root() -> usize;
    pub(crate) fn failure() -> Option<String>;
    pub(crate) fn stored() -> Option<String>;
    pub(crate) fn listeners() -> i32;
    pub(crate) fn timers() -> usize;
    pub(crate) fn operations() -> String;
    pub(crate) fn type_text(text: &str);
    pub(crate) fn strike_key(key: &str, shift: bool, composing: bool) -> bool;
    pub(crate) fn make_small(small: bool);
    pub(crate) fn focus_on(selector: &str);
    pub(crate) fn strike_key_on(selector: &str, key: &str, shift: bool) -> bool;
    pub(crate) fn attribute_of_focused(name: &str) -> Option<String>;
    pub(crate) fn posts() -> usize;
    pub(crate) fn answer_post(status: u16, body: &str);
    pub(crate) fn socket_count() -> usize;
    pub(crate) fn socket_opens();
    pub(crate) fn socket_hears(text: &str);
    pub(crate) fn socket_closes(code: u16);
    pub(crate) fn socket_sent() -> String;
    pub(crate) fn hostile_style();
    pub(crate) fn friendly_style();
    pub(crate) fn object(json: &str) -> JsValue;
    pub(crate) fn box_count() -> usize;
    pub(crate) fn box_words() -> String;
    pub(crate) fn leave_box(name: &str, text: &str);
    pub(crate) fn has_box(name: &str) -> bool;
    pub(crate) fn seek(outbox: &JsValue, refuses: bool);
    pub(crate) fn found() -> String;
    pub(crate) fn hold_box(name: &str) -> js_sys::Promise;
    pub(crate) fn let_box_go();
    pub(crate) fn begin_twice(page: &Page, stores: bool) -> js_sys::Promise;
    pub(crate) fn locks_held() -> js_sys::Promise;
}

/// A widget on its stage; both are gone at the end of the test.
pub(crate) struct Scene {
    pub(crate) widget: Option<Widget>,
    /// What `outbox.js` made for this page.
    pub(crate) outbox: JsValue,
    pub(crate) page: Page,
}

pub(crate) const SHOW: &str = r#"{"c":"shop","w":"Looking for the right pot?","p":true,"s":{"l":true,"p":true},"n":"Kiln & Kettle",
    "g":["Anna Keller"],"o":"end","v":"on","r":10,"y":"won"}"#;

impl Scene {
    pub(crate) fn new() -> Self {
        Self::of(SHOW, false, None)
    }

    pub(crate) fn of(show: &str, small: bool, record: Option<&str>) -> Self {
        Self::speaking("en", show, small, record)
    }

    /// With words on the launcher.
    pub(crate) fn labelled(label: &str) -> Self {
        let scene = Self::new();
        dress_launcher("launcher pill", label);
        // Toggled, so that it is drawn anew.
        scene.widget().toggle();
        scene.widget().toggle();
        scene
    }

    /// In that language.
    pub(crate) fn speaking(lang: &str, show: &str, small: bool, record: Option<&str>) -> Self {
        let loader = set_stage(&css(), small, record, texts(lang));
        let outbox = outbox(&loader);
        let page = line(&loader, &page(&loader), &outbox);
        cut_off(&page);
        let widget = start(page.clone());
        widget.show(object(show));
        Self { widget: Some(widget), outbox, page }
    }

    /// A chat that runs: opened, greeted, with a thread.
    pub(crate) fn running() -> Self {
        let record = format!(r#"{{"k":"t","s":"/socket","c":"shop","t":"{THREAD}","o":9999999999999}}"#);
        let scene = Self::of(SHOW, false, Some(&record));
        socket_opens();
        socket_hears(r#"{"t":"welcome","v":1}"#);
        scene
    }

    pub(crate) fn widget(&self) -> &Widget {
        self.widget.as_ref().expect("taken only at the end")
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.widget.take();
        strike();
    }
}

pub(crate) fn agent_says(seq: u64, text: &str) {
    let text = widget::json::Writer::default().text("text", text).end();
    let text = &text[1..text.len() - 1];
    socket_hears(&format!(
        r#"{{"t":"entry","thread":"{THREAD}","entry":{{"seq":{seq},"at":{seq},
        "from":{{"kind":"agent","id":"anna","name":"Anna Keller"}},"body":{{"kind":"text",{text}}}}}}}"#
    ));
}
