//! The console in a real browser, from sign-in to reply: what it draws, what keys do, what it keeps.
//!
//! `edge.js` stands in for the edge. Tests look for what a reader sees and act as a reader does.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that finds no page has failed")]

use console::start::{Mounted, mount};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit};

#[path = "browser/acts.rs"]
mod acts;
#[path = "browser/bot_preview.rs"]
mod bot_preview;
#[path = "browser/finding.rs"]
mod finding;
#[path = "browser/first.rs"]
mod first;
#[path = "browser/identification.rs"]
mod identification;
#[path = "browser/inbox.rs"]
mod inbox;
#[path = "browser/inserting.rs"]
mod inserting;
#[path = "browser/lists.rs"]
mod lists;
#[path = "browser/macros.rs"]
mod macros;
#[path = "browser/notifying.rs"]
mod notifying;
#[path = "browser/owner.rs"]
mod owner;
#[path = "browser/pressing.rs"]
mod pressing;
#[path = "browser/priority.rs"]
mod priority;
#[path = "browser/redaction.rs"]
mod redaction;
#[path = "browser/reports.rs"]
mod reports;
#[path = "browser/resting.rs"]
mod resting;
#[path = "browser/saved_replies.rs"]
mod saved_replies;
#[path = "browser/transcripts.rs"]
mod transcripts;
#[path = "browser/trying.rs"]
mod trying;
#[path = "browser/wizard.rs"]
mod wizard;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_edge(json: &str);
    fn refuse(path: &str, status: u16, code: &str);
    fn allow(path: &str);
    fn requests() -> String;
    fn hear(json: &str);
    fn cut();
    fn acknowledge();
    fn refuse_post(code: &str);
    fn posts() -> usize;
}

const SOFIA: &str = "0-aaaaaaaaaaaaaaaaaaaaaaaaaa";
const TOMAS: &str = "0-bbbbbbbbbbbbbbbbbbbbbbbbbb";
const HOSTILE: &str = "<img src=x onerror=\"window.broken=1\"><b>bold</b>";

/// A page with an edge of its own; both are gone at the end of the test.
struct Scene {
    mounted: Option<Mounted>,
}

impl Scene {
    fn at(path: &str, signed_in: bool) -> Self {
        let me = serde_json::json!({
            "id": "mira", "name": "Mira Okafor", "email": "mira@kiln.test", "role": "admin", "account": "demo",
            "account_name": "Kiln & Kettle", "csrf": "c",
            "inboxes": [{"id": "main", "name": "Shop", "members":
                [{"id": "mira", "name": "Mira Okafor"}, {"id": "anna", "name": "Anna Keller"}],
                "teams": [{"id": "glaze", "name": "Glaze"}]}],
        });
        let row = |thread: &str, name: &str, preview: &str, ago: f64| {
            let at = js_sys::Date::now() - ago;
            serde_json::json!({
                "thread": thread, "inbox": "main", "name": name, "verified": true, "chatflow": "tea", "chatflow_name": "Teapot help",
                "page": "https://kiln.example/shop/", "status": "open", "preview": preview, "preview_from_visitor": true,
                "opened_at": at as u64, "updated_at": at as u64, "waiting_since": at as u64, "last_seq": 1, "revision": 1,
            })
        };
        let said = |text: &str| {
            serde_json::json!([{"seq": 1, "at": js_sys::Date::now() as u64, "from": {"kind": "visitor"},
                "body": {"kind": "text", "text": text}}])
        };
        let edge = serde_json::json!({
            "me": signed_in.then(|| me.clone()), "people": [me],
            "rows": [row(SOFIA, "Sofia Marques", "Can you set one aside?", 120_000.0), row(TOMAS, HOSTILE, HOSTILE, 2_880_000.0)],
            "logs": {SOFIA: said("Can you set one aside?"), TOMAS: said(HOSTILE)},
            "chatflows": [{"id": "tea", "name": "Teapot help", "enabled": true, "inbox": "main", "welcome": "",
                "targeting": {"id": "tea", "include": [{"op": "contains", "value": HOSTILE}]}}],
        });
        set_edge(&edge.to_string());
        let history = window().history().unwrap();
        history.replace_state_with_url(&JsValue::NULL, "", Some(path)).unwrap();
        Self { mounted: mount() }
    }

    async fn leave(mut self) {
        // What is under way may still want its signals.
        settle(30).await;
        self.mounted.take();
        settle(5).await;
    }
}

fn window() -> web_sys::Window {
    web_sys::window().unwrap()
}

fn find(selector: &str) -> Option<Element> {
    window().document().unwrap().query_selector(selector).unwrap()
}

fn count(selector: &str) -> u32 {
    window().document().unwrap().query_selector_all(selector).unwrap().length()
}

/// The text of the first element, spaces made single.
fn words(selector: &str) -> String {
    let text = find(selector).and_then(|element| element.text_content()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn focused() -> String {
    window().document().unwrap().active_element().map(|element| element.id()).unwrap_or_default()
}

async fn settle(ms: i32) {
    let waited = js_sys::Promise::new(&mut |done, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms).unwrap();
    });
    JsFuture::from(waited).await.unwrap();
}

/// Waits until something is so.
async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..400 {
        if is_so() {
            return;
        }
        settle(10).await;
    }
    let page = window().document().unwrap().body().unwrap().inner_text();
    panic!("never: {what}\n--- the page ---\n{page}\n--- requests ---\n{}", requests());
}

async fn click(selector: &str) {
    until(selector, || find(selector).is_some()).await;
    find(selector).unwrap().unchecked_into::<HtmlElement>().click();
}

/// Presses a key where the focus is.
fn press(key: &str) {
    press_with(key, false);
}

fn press_with(key: &str, shift: bool) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_shift_key(shift);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let target = window().document().unwrap().active_element().unwrap();
    target
        .dispatch_event(&KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap())
        .unwrap();
}

fn type_text(id: &str, text: &str) {
    let element = window().document().unwrap().get_element_by_id(id).unwrap();
    js_sys::Reflect::set(&element, &"value".into(), &text.into()).unwrap();
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    element.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &init).unwrap()).unwrap();
}

fn row(thread: &str) -> String {
    format!("#row-{thread}")
}

async fn open(thread: &str) {
    click(&row(thread)).await;
    until("the reply is there", || find("#reply").is_some()).await;
}

#[wasm_bindgen_test]
async fn a_row_tells_who_what_when_and_by_which_channel() {
    // S123 S124
    let scene = Scene::at("/console/", true);
    until("two rows", || count(".row") == 2).await;
    let first = words(&row(SOFIA));
    for part in ["Sofia Marques", "Can you set one aside?", "2 min", "Chat", "Opened "] {
        assert!(first.contains(part), "{part} in {first}");
    }
    assert!(words(&format!("{} .when.late", row(TOMAS))).ends_with("48 min"));
    assert_eq!(count(".row.unread"), 2);
    assert_eq!(words(".views li:first-child"), "All conversations2");
    open(SOFIA).await;
    until("what was read is no longer unread", || count(".row.unread") == 1).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_strangers_write_stays_text_everywhere() {
    let scene = Scene::at(&format!("/console/inbox/all/{TOMAS}"), true);
    until("the bubble", || words(".bubble") == HOSTILE).await;
    for place in [".row .name", ".row .snippet", ".pane-head h2", ".message .by b", ".contact h2"] {
        let hostile = window().document().unwrap().query_selector_all(place).unwrap();
        let all: Vec<String> = (0..hostile.length()).filter_map(|n| hostile.get(n)?.text_content()).collect();
        assert!(all.iter().any(|text| text == HOSTILE), "{place}: {all:?}");
    }
    click(".rail a[href='/console/chatflows']").await;
    until("the rule", || words(".rules code") == HOSTILE).await;
    assert_eq!(count(".app img, .app b b, .rules b"), 0);
    assert!(js_sys::Reflect::get(&window(), &"broken".into()).unwrap().is_undefined());
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn keys_walk_the_list_open_a_thread_and_come_back() {
    let scene = Scene::at("/console/", true);
    until("two rows", || count(".row") == 2).await;
    press("j");
    until("the first row", || focused() == format!("row-{SOFIA}")).await;
    press("ArrowDown");
    until("the second row", || focused() == format!("row-{TOMAS}")).await;
    press("k");
    until("the first row again", || focused() == format!("row-{SOFIA}")).await;
    // Enter on a link is the browser's own click.
    find(&row(SOFIA)).unwrap().unchecked_into::<HtmlElement>().click();
    until("the thread", || find("#reply").is_some()).await;
    press("r");
    until("the reply", || focused() == "reply").await;
    press("e");
    press("?");
    assert_eq!(words("[aria-label='Close conversation']"), "Close", "letters in the reply are text");
    press("Escape");
    until("back in the list", || focused() == format!("row-{SOFIA}")).await;
    press("?");
    until("the sheet", || find("dialog[open]").is_some()).await;
    click("dialog [aria-label='Close']").await;
    until("no sheet", || find("dialog[open]").is_none()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn keys_assign_and_close_the_open_thread() {
    // S105 S127 S129
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("nobody has it", || words(".take").contains("Assign to me and reply")).await;
    press("a");
    until("it is mine", || find(".take").is_none()).await;
    until("the edge was asked", || requests().contains(&format!("{SOFIA}/assign"))).await;
    press("e");
    until("it is closed", || find("[aria-label='Reopen conversation']").is_some()).await;
    until("its row has left", || count(".row") == 1).await;
    click(".toast .link").await;
    until("undone", || find("[aria-label='Close conversation']").is_some()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn taking_a_thread_opens_the_reply() {
    // S105
    let scene = Scene::at(&format!("/console/inbox/unassigned/{SOFIA}"), true);
    click(".take .button").await;
    assert_eq!(focused(), "reply");
    until("it has left the view", || count(".row") == 1).await;
    assert!(find("#reply").is_some(), "and stays open");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn an_act_that_fails_is_taken_back_and_says_so() {
    // S127
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the thread", || find("#assignee").is_some()).await;
    refuse("/assign", 422, "assignee_not_in_inbox");
    press("a");
    until("it says so", || words(".toast").contains("not a member")).await;
    assert!(find(".take").is_some(), "nobody has it, as before");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_reply_is_seen_at_once_and_then_stored() {
    // S131
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the reply", || find("#reply").is_some()).await;
    until("the link", || words(".foot").contains("Connected")).await;
    press("r");
    type_text("reply", "Done, it has your name on it.");
    press_with("Enter", true);
    assert_eq!(posts(), 0, "Shift+Enter is a new line");
    press("Enter");
    until("on its way", || words(".message.us").contains("Sending")).await;
    let area: HtmlTextAreaElement = find("#reply").unwrap().unchecked_into();
    assert_eq!((area.value().as_str(), focused().as_str()), ("", "reply"));
    until("posted", || posts() == 1).await;
    acknowledge();
    until("stored", || words(".message.us").contains("Sent")).await;
    assert_eq!(count(".message.us"), 1, "the bubble became the entry");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_refused_reply_can_be_tried_again() {
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the link", || words(".foot").contains("Connected")).await;
    until("the reply", || find("#reply").is_some()).await;
    press("r");
    type_text("reply", "Hello");
    press("Enter");
    until("posted", || posts() == 1).await;
    refuse_post("text_empty");
    until("it says so", || words(".message.us").contains("Not sent.")).await;
    click(".message.us .link").await;
    until("posted again", || posts() == 2).await;
    acknowledge();
    until("stored", || words(".message.us").contains("Sent")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_comes_live_moves_the_list_and_joins_the_thread() {
    // S115 S125
    let scene = Scene::at(&format!("/console/inbox/all/{TOMAS}"), true);
    until("the link", || words(".foot").contains("Connected")).await;
    until("one bubble", || count(".bubble") == 1).await;
    let at = js_sys::Date::now() as u64;
    let entry = serde_json::json!({"t": "entry", "thread": TOMAS, "entry":
        {"seq": 2, "at": at, "from": {"kind": "visitor"}, "body": {"kind": "text", "text": "Still there?"}}});
    let row = serde_json::json!({"t": "row", "row": {"thread": TOMAS, "inbox": "main", "name": "Tomás", "verified": true, "chatflow": "tea",
        "chatflow_name": "Teapot help", "status": "open", "preview": "Still there?", "preview_from_visitor": true,
        "opened_at": at, "updated_at": at, "last_seq": 2, "revision": 2}});
    let kept = find(".bubble").unwrap();
    hear(&entry.to_string());
    hear(&row.to_string());
    until("the bubble", || count(".bubble") == 2).await;
    until("on top", || words(".rows .row .name") == "Tomás").await;
    assert!(kept.is_connected(), "what was there was not drawn anew");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_lost_link_tells_what_is_kept() {
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the link", || words(".foot").contains("Connected")).await;
    assert!(find(".banner").is_none());
    cut();
    until("the banner", || words(".banner").contains("kept")).await;
    click(".banner .link").await;
    until("back", || find(".banner").is_none()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn after_a_session_ended_one_is_back_where_one_was_with_the_draft() {
    let path = format!("/console/inbox/all/{SOFIA}");
    let scene = Scene::at(&path, true);
    until("the reply", || find("#reply").is_some()).await;
    type_text("reply", "half a sent");
    refuse("/api/", 401, "session_expired");
    press("a");
    until("the door", || find("#password").is_some()).await;
    assert!(words(".alert").contains("kept"));
    assert_eq!(window().location().pathname().unwrap(), "/console/sign-in");
    allow("/api/");
    type_text("email", "mira@kiln.test");
    type_text("password", "parlor-demo");
    click("button[type=submit]").await;
    until("the reply", || find("#reply").is_some()).await;
    assert_eq!(window().location().pathname().unwrap(), path);
    assert_eq!(find("#reply").unwrap().unchecked_into::<HtmlTextAreaElement>().value(), "half a sent");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn signing_in_says_what_is_wrong_before_and_after_asking() {
    let scene = Scene::at("/console/", false);
    until("the door", || find("#password").is_some()).await;
    click("button[type=submit]").await;
    until("it says so", || words("#email-note").contains("Enter your e-mail")).await;
    assert_eq!(focused(), "email");
    type_text("email", "nobody@kiln.test");
    type_text("password", "wrong");
    click("button[type=submit]").await;
    until("refused", || words(".alert").contains("wrong")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_switch_acts_at_once_and_goes_back_when_refused() {
    // S10 S11
    let scene = Scene::at("/console/chatflows", true);
    let is_on = || {
        find("[role=switch]").and_then(|switch| switch.get_attribute("aria-checked")) == Some("true".into())
    };
    until("on", is_on).await;
    click("[role=switch]").await;
    until("off", || !is_on()).await;
    until("told", || words(".toast").contains("is off")).await;
    click(".toast .link").await;
    until("on again", is_on).await;
    settle(30).await;
    refuse("/enabled", 500, "internal");
    click("[role=switch]").await;
    until("it says so", || words(".toast").contains("could not be switched")).await;
    assert!(is_on());
    scene.leave().await;
}
