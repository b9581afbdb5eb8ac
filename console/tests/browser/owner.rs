//! What an owner does: order and switch chatflows, write one, publish it, set the account up.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};

use super::{
    Mounted, Scene, allow, click, count, find, focused, mount, press, refuse, requests, set_edge, settle,
    type_text, until, window, words,
};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    pub(super) fn find_fault(json: &str);
    fn last_body(method: &str, path: &str) -> String;
    fn save_elsewhere(id: &str, json: &str);
    fn copied() -> Option<String>;
}

/// The account of an admin, or of an agent, with three chatflows.
pub(super) fn at(path: &str, role: &str) -> Scene {
    let me = json!({
        "id": "mira", "name": "Mira Okafor", "email": "mira@kiln.test", "role": role, "account": "demo",
        "account_name": "Kiln & Kettle", "csrf": "c",
        "inboxes": [{"id": "main", "name": "Shop", "members": [{"id": "mira", "name": "Mira Okafor"}]}],
    });
    let flow = |id: &str, name: &str, enabled: bool| {
        json!({
            "id": id, "name": name, "enabled": enabled, "inbox": "main", "welcome": "Hello", "color": "#b5502f",
            "include": [{"op": "is", "value": "/a"}, {"op": "is_not", "value": "/b"}, {"op": "query", "name": "plan"}],
            "audience": {"who": "everyone"}, "position": "end",
        })
    };
    let flows =
        [flow("tea", "Teapot help", false), flow("vip", "Regulars", true), flow("all", "Everywhere", true)];
    let infos: Vec<Value> = flows
        .iter()
        .map(|flow| {
            json!({"id": flow["id"], "name": flow["name"], "enabled": flow["enabled"], "inbox": "main",
                "welcome": "", "targeting": flow})
        })
        .collect();
    let details: serde_json::Map<String, Value> = flows
        .iter()
        .map(|flow| (flow["id"].as_str().unwrap().to_owned(), json!({"chatflow": flow, "revision": 4})))
        .collect();
    let edge = json!({
        "me": me, "people": [me], "rows": [], "logs": {}, "chatflows": infos, "flows": details,
        "settings": {
            "account": "demo", "name": "Kiln & Kettle", "origins": ["https://kiln.example"], "any_loopback_origin": false,
            "gdpr": false, "lists": [{"id": "vip", "name": "Regular customers"}],
            "people": [{"id": "mira", "name": "Mira Okafor"}, {"id": "anna", "name": "Anna Keller"}],
            "inboxes": [{"id": "main", "name": "Shop"}],
        },
    });
    set_edge(&edge.to_string());
    window().history().unwrap().replace_state_with_url(&JsValue::NULL, "", Some(path)).unwrap();
    Scene { mounted: mount() as Option<Mounted> }
}

pub(super) async fn editor(path: &str) -> Scene {
    let scene = at(path, "admin");
    until("the form", || find("#section").is_some()).await;
    scene
}

/// Goes to a section of the editor, whose heading takes the focus.
pub(super) async fn section(slug: &str) {
    let link = format!("#flow-sections a[href$='/{slug}']");
    click(&link).await;
    let name = words(&format!("{link} .grow"));
    until(slug, || words(".flow-head .small").ends_with(&name) && focused() == "section").await;
}

pub(super) fn sent(method: &str, path: &str) -> Value {
    serde_json::from_str(&last_body(method, path)).unwrap()
}

fn path() -> String {
    window().location().pathname().unwrap()
}

pub(super) fn value(id: &str) -> String {
    let element = window().document().unwrap().get_element_by_id(id).unwrap();
    js_sys::Reflect::get(&element, &"value".into()).unwrap().as_string().unwrap_or_default()
}

pub(super) fn is_disabled(selector: &str) -> bool {
    find(selector).unwrap().get_attribute("aria-disabled").as_deref() == Some("true")
}

async fn button(name: &str) -> HtmlElement {
    let with_name = || {
        let all = window().document().unwrap().query_selector_all("button, a.button, .link").unwrap();
        (0..all.length()).filter_map(|n| all.get(n)?.dyn_into::<HtmlElement>().ok()).find(|button| {
            let label = button.get_attribute("aria-label");
            label.as_deref() == Some(name) || button.text_content().is_some_and(|text| text.trim() == name)
        })
    };
    until(name, || with_name().is_some()).await;
    with_name().unwrap()
}

pub(super) async fn press_button(name: &str) {
    let button = button(name).await;
    let _ = button.focus();
    button.click();
}

pub(super) fn choose(selector: &str, value: &str) {
    let element = find(selector).unwrap();
    js_sys::Reflect::set(&element, &"value".into(), &value.into()).unwrap();
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    element.dispatch_event(&web_sys::Event::new_with_event_init_dict("change", &init).unwrap()).unwrap();
}

fn save_key() {
    let init = KeyboardEventInit::new();
    init.set_key("s");
    init.set_ctrl_key(true);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let target = window().document().unwrap().active_element().unwrap();
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    assert!(!target.dispatch_event(&event).unwrap(), "the browser would save the page");
}

pub(super) fn names() -> String {
    let all = window().document().unwrap().query_selector_all(".flow a").unwrap();
    (0..all.length()).filter_map(|n| all.get(n)?.text_content()).collect::<Vec<_>>().join(", ")
}

#[wasm_bindgen_test]
async fn chatflows_are_put_in_order_by_the_keyboard() {
    // S10 S47
    let scene = at("/console/chatflows", "admin");
    until("three", || names() == "Teapot help, Regulars, Everywhere").await;
    press_button("Move Teapot help down").await;
    until("moved", || names() == "Regulars, Teapot help, Everywhere").await;
    until("the focus moved along", || focused() == "down-tea").await;
    press_button("Move Teapot help down").await;
    until("last", || names() == "Regulars, Everywhere, Teapot help").await;
    until("told", || words(".toast span") == "Teapot help is now number 3 of 3.").await;
    until("sent", || sent("PUT", "/api/chatflows/order")["chatflows"] == json!(["vip", "all", "tea"])).await;
    assert!(is_disabled("#down-tea") && !is_disabled("#up-tea"));
    refuse("/order", 409, "chatflow_changed");
    press_button("Move Teapot help up").await;
    until("told", || words(".toast").contains("Somebody else changed the chatflows")).await;
    until("as the edge has it", || names() == "Regulars, Everywhere, Teapot help").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_chatflow_is_made_copied_and_deleted() {
    // S10
    let scene = at("/console/chatflows", "admin");
    press_button("New chatflow").await;
    until("asked", || focused() == "new-name").await;
    press_button("Create chatflow").await;
    until("a name is needed", || words("#new-name-note").contains("Enter a name")).await;
    type_text("new-name", " Spring sale ");
    press_button("Create chatflow").await;
    until("its editor", || path() == "/console/chatflows/made" && words("h1") == "Spring sale").await;
    assert_eq!(sent("POST", "/api/chatflows"), json!({"name": "Spring sale"}));
    until("the heading", || focused() == "heading").await;
    click(".crumb a").await;
    press_button("Duplicate Regulars").await;
    until("its copy", || words("h1") == "Copy of Regulars").await;
    assert_eq!(sent("POST", "/api/chatflows"), json!({"name": "Copy of Regulars", "copy_of": "vip"}));
    click(".crumb a").await;
    press_button("Delete Regulars").await;
    until("asked", || words("#ask-title") == "Delete Regulars?").await;
    press_button("Cancel").await;
    until("kept", || find("#ask-title").is_none()).await;
    assert!(!requests().contains("DELETE"));
    press_button("Delete Regulars").await;
    press_button("Delete chatflow").await;
    until("gone", || !names().contains("Regulars,")).await;
    until("the focus has a place", || focused() == "new-chatflow").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_switch_that_is_refused_says_why_in_its_row() {
    // S10 S30
    let scene = at("/console/chatflows", "admin");
    until("three", || count(".flow").eq(&3)).await;
    refuse("/tea/enabled", 422, "rule_missing");
    click("[role=switch]").await;
    until("told", || words(".flow .wrong").contains("needs a rule")).await;
    assert_eq!(find("[role=switch]").unwrap().get_attribute("aria-checked").as_deref(), Some("false"));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn agents_see_chatflows_and_change_nothing() {
    // S10
    let scene = at("/console/chatflows", "agent");
    until("three", || count(".flow").eq(&3)).await;
    assert_eq!(count(".flow a, .rank button, .row-acts, #new-chatflow, .rail a[href*=settings]"), 0);
    assert_eq!(count("[role=switch]:disabled"), 3);
    scene.leave().await;
    let scene = at("/console/chatflows/tea", "agent");
    until("told", || words("main").contains("Only admins can change chatflows")).await;
    scene.leave().await;
    let scene = at("/console/settings", "agent");
    until("told", || words("main").contains("Only admins")).await;
    assert!(!requests().contains("/api/settings"));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn one_rule_is_deleted_and_comes_back() {
    // S29
    let scene = editor("/console/chatflows/tea/targeting").await;
    until("three", || count(".rule").eq(&3)).await;
    assert_eq!(words(".rule:nth-child(2) .or"), "or");
    press_button("Delete rule 2").await;
    until("two", || count(".rule").eq(&2)).await;
    until("the next one's", || focused() == "delete-rule-2").await;
    settle(450).await;
    let include = sent("POST", "/api/chatflows/check")["chatflow"]["include"].clone();
    assert_eq!(include, json!([{"op": "is", "value": "/a"}, {"op": "query", "name": "plan"}]));
    press_button("Undo").await;
    until("three again", || count(".rule").eq(&3)).await;
    assert_eq!(words("[role=status].small"), "Everything is saved");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn negatives_joined_by_or_are_warned_of_and_moved() {
    // S28
    let scene = editor("/console/chatflows/tea/targeting").await;
    find_fault(r#"[{"field": "include", "code": "rule_negative_or", "stops": "nothing", "message": ""}]"#);
    type_text("rule-0", "/shop");
    until("warned", || words(".lint").contains("nearly everywhere")).await;
    assert_eq!(count(".rule.flagged"), 1);
    find_fault("[]");
    press_button("Move to exclusions").await;
    until("no warning", || find(".lint").is_none()).await;
    settle(450).await;
    let chatflow = sent("POST", "/api/chatflows/check")["chatflow"].clone();
    assert_eq!(chatflow["include"], json!([{"op": "is", "value": "/shop"}, {"op": "query", "name": "plan"}]));
    assert_eq!(chatflow["exclude"], json!([{"op": "is", "value": "/b"}]));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_stops_publishing_is_said_and_led_to() {
    // S30
    let scene = editor("/console/chatflows/tea/targeting").await;
    find_fault(r#"[{"field": "include", "code": "rule_missing", "stops": "publishing", "message": ""}]"#);
    for rule in 0..3 {
        click(&format!("#delete-rule-{rule}")).await;
    }
    until("why", || words("#flow-why").contains("Cannot be published yet: Add a rule")).await;
    section("review").await;
    assert!(is_disabled(".foot-bar .fill"), "publish");
    press_button("Publish").await;
    until("led there", || focused() == "add-rule").await;
    assert!(!requests().contains("PUT"));
    // Switched off, it can be saved.
    press_button("Save").await;
    until("saved", || words(".toast") == "Saved. Teapot help is switched off.").await;
    let saved = sent("PUT", "/api/chatflows/tea");
    assert_eq!((&saved["chatflow"]["enabled"], &saved["chatflow"]["include"]), (&json!(false), &json!([])));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_rule_is_judged_when_it_is_left() {
    let scene = editor("/console/chatflows/tea/targeting").await;
    find_fault(r#"[{"field": "include[3].value", "code": "rule_value", "stops": "saving", "message": ""}]"#);
    press_button("Add a rule").await;
    until("the cursor is in it", || focused() == "rule-3").await;
    settle(450).await;
    assert_eq!(words("#rule-3-said"), "", "nobody wrote yet");
    choose("[aria-label='Rule 4: Condition']", "query");
    until("a parameter", || find("[aria-label='Rule 4: Name of the parameter']").is_some()).await;
    choose("[aria-label='Rule 4: Value of the parameter']", "exactly");
    until("a value", || find("[aria-label='Rule 4: Exact value']").is_some()).await;
    settle(450).await;
    until("said", || words("#rule-3-said").contains("name of the parameter")).await;
    assert_eq!(find("#rule-3").unwrap().get_attribute("aria-invalid").as_deref(), Some("true"));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_was_written_takes_effect_on_save() {
    // S47 S80 S81 S87
    let scene = editor("/console/chatflows/vip").await;
    assert_eq!(words("#flow-state"), "On");
    click("#who-3").await;
    click("#flow-lists").await;
    section("message").await;
    click("#heading-1").await;
    until("the name", || find("#flow-heading-name").is_some()).await;
    type_text("flow-heading-name", "The workshop");
    type_text("flow-welcome", "Which glaze?");
    choose("#flow-opens-small", "0");
    click("#capture-2").await;
    until("the minutes", || find("#flow-minutes").is_some()).await;
    type_text("flow-minutes", "30");
    type_text("flow-capture", "Your address?");
    section("customize").await;
    type_text("flow-colour", "#3f6b5c");
    section("options").await;
    choose("#flow-reply", "60");
    until("unsaved", || words("[role=status].small") == "Unsaved changes").await;
    save_key();
    until("told", || words(".toast").contains("from their next page view on")).await;
    let chatflow = sent("PUT", "/api/chatflows/vip")["chatflow"].clone();
    for (part, expected) in [
        ("enabled", json!(true)),
        ("audience", json!({"who": "lists", "lists": ["vip"]})),
        ("heading", json!({"kind": "custom", "name": "The workshop"})),
        ("welcome", json!("Which glaze?")),
        ("color", json!("#3f6b5c")),
        ("availability", json!({"mode": "always", "reply_minutes": 60})),
        (
            "display",
            json!({
                "large": {"open": "launcher", "when": {"exit_intent": false}},
                "small": {"open": "welcome", "when": {"exit_intent": false}},
                "frequency": {"cap": "page_load", "stop_after_dismissal": true, "stop_after_reply": true},
            }),
        ),
        ("email_capture", json!({"when": "unanswered", "minutes": 30, "message": "Your address?"})),
    ] {
        assert_eq!(chatflow[part], expected, "{part}");
    }
    until("saved", || words("[role=status].small") == "Everything is saved").await;
    // The other one is what it was.
    click(".crumb a").await;
    click(".flow a[href$=tea]").await;
    section("message").await;
    until("the other", || find("#flow-welcome").is_some() && value("flow-welcome") == "Hello").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn consent_needs_the_gdpr_functions_and_shows_the_legal_notice() {
    // S80 S81 S88
    let scene = editor("/console/chatflows/tea/options").await;
    let toggle = || find("#flow-consent").unwrap().unchecked_into::<HtmlInputElement>();
    assert!(toggle().disabled());
    assert!(words("[aria-label=Consent]").contains("Parlor cannot give legal advice"));
    click("[aria-label=Consent] .hint a").await;
    until("the switch", || find("#gdpr").is_some()).await;
    assert!(words("main").contains("Parlor cannot give legal advice"));
    click("#gdpr").await;
    until("told", || words(".toast").contains("GDPR functions are on")).await;
    assert_eq!(sent("PUT", "/api/settings"), json!({"gdpr": true}));
    window().history().unwrap().back().unwrap();
    until("the form", || find("#flow-consent").is_some()).await;
    until("free", || !toggle().disabled()).await;
    click("#flow-consent").await;
    until("the step", || find("#flow-consent-text").is_some()).await;
    click("#consent-mode-1").await;
    type_text("flow-consent-text", "We keep what you write.");
    until("a version", || words(".version").contains("makes a new version")).await;
    section("review").await;
    press_button("Publish").await;
    until("live", || words("#flow-state") == "On").await;
    let chatflow = sent("PUT", "/api/chatflows/tea")["chatflow"].clone();
    assert_eq!(
        chatflow["consent"],
        json!({"mode": "legitimate_interest", "text": "We keep what you write."})
    );
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn nobody_leaves_unsaved_changes_without_being_asked() {
    let scene = editor("/console/chatflows/tea/message").await;
    type_text("flow-welcome", "Mine");
    press("Escape");
    assert_eq!(value("flow-welcome"), "Mine");
    click(".rail a[href='/console/settings/tracking-code']").await;
    until("asked", || words("#ask-title") == "Leave without saving?").await;
    press_button("Keep editing").await;
    until("still here", || find("#ask-title").is_none() && path() == "/console/chatflows/tea/message").await;
    // The browser's own way back asks as well, and the address stays true.
    window()
        .history()
        .unwrap()
        .push_state_with_url(&JsValue::NULL, "", Some("/console/chatflows/tea/message"))
        .unwrap();
    window()
        .history()
        .unwrap()
        .replace_state_with_url(&JsValue::NULL, "", Some("/console/chatflows"))
        .unwrap();
    window().dispatch_event(&web_sys::Event::new("popstate").unwrap()).unwrap();
    until("asked", || find("#ask-title").is_some()).await;
    assert_eq!((path().as_str(), value("flow-welcome").as_str()), ("/console/chatflows/tea/message", "Mine"));
    press_button("Discard changes").await;
    until("the list", || path() == "/console/chatflows" && find("#new-chatflow").is_some()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn somebody_elses_version_is_loaded_under_mine() {
    let scene = editor("/console/chatflows/tea/message").await;
    save_elsewhere("tea", r#"{"name": "Theirs", "welcome": "Theirs"}"#);
    type_text("flow-welcome", "Mine");
    press_button("Save").await;
    until("told", || words("[role=alert] .alert").contains("Somebody else saved")).await;
    assert_eq!(value("flow-welcome"), "Mine");
    press_button("Load their version, keep my changes").await;
    until("theirs", || words("h1") == "Theirs").await;
    assert_eq!(value("flow-welcome"), "Mine");
    press_button("Save").await;
    until("saved", || sent("PUT", "/api/chatflows/tea")["revision"] == 5).await;
    until("no trouble", || words(".alert-slot").is_empty()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_session_that_ends_while_saving_loses_nothing() {
    let scene = editor("/console/chatflows/tea/message").await;
    type_text("flow-welcome", "Mine");
    refuse("/api/chatflows/tea", 401, "session_expired");
    press_button("Save").await;
    until("the door", || find("#password").is_some()).await;
    allow("/api/chatflows/tea");
    type_text("email", "mira@kiln.test");
    type_text("password", "parlor-demo");
    click("[type=submit]").await;
    until("back", || find("#flow-welcome").is_some()).await;
    assert_eq!(value("flow-welcome"), "Mine");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_tracking_code_is_copied_and_sent() {
    // S1 S2
    let scene = at("/console/settings", "admin");
    let origin = window().location().origin().unwrap();
    let line = format!(
        r#"<script async src="{origin}/embed/demo.js" referrerpolicy="no-referrer-when-downgrade"></script>"#
    );
    until("the code", || find("#tracking-code").is_some() && value("tracking-code") == line).await;
    let tab = find("[role=tab][aria-selected=true]").unwrap();
    assert_eq!(tab.text_content().as_deref(), Some("Tracking code"));
    press_button("Copy").await;
    until("heard", || words(".told[role=status]") == "The tracking code is in your clipboard.").await;
    assert_eq!(copied(), Some(line.clone()));
    let letter = button("Send to my developer").await.get_attribute("href").unwrap();
    let query = letter.strip_prefix("mailto:?subject=").unwrap();
    let (_, body) = query.split_once("&body=").unwrap();
    let body = String::from(js_sys::decode_uri_component(body).unwrap());
    assert!(body.contains(&line) && body.contains("please paste"), "{body}");
    // Tabs walk by the arrow keys, and each has its address.
    let _ = tab.unchecked_into::<HtmlElement>().focus();
    press("ArrowRight");
    until("sites", || path() == "/console/settings/sites" && focused() == "tab-sites").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn sites_are_added_and_removed() {
    let scene = at("/console/settings/sites", "admin");
    until("one", || words(".sites") == "https://kiln.example").await;
    for (typed, expected) in [
        ("", "Enter the address"),
        ("shop", "This is no site"),
        ("ftp://kiln.example", "begins with https"),
        ("https://kiln.example/shop", "on the list already"),
    ] {
        type_text("new-site", typed);
        press_button("Add site").await;
        until(expected, || words("#new-site-note").contains(expected)).await;
    }
    assert!(!requests().contains("PUT"));
    type_text("new-site", "www.Töpferei.example/shop");
    press_button("Add site").await;
    until("two", || count(".sites li").eq(&2)).await;
    let all = json!({"origins": ["https://kiln.example", "https://www.xn--tpferei-90a.example"]});
    assert_eq!(sent("PUT", "/api/settings"), all);
    press_button("Remove https://kiln.example").await;
    until("one", || count(".sites li").eq(&1)).await;
    until("told", || words(".toast").contains("is removed")).await;
    press_button("Undo").await;
    until("two again", || count(".sites li").eq(&2)).await;
    assert_eq!(sent("PUT", "/api/settings"), all);
    scene.leave().await;
}
