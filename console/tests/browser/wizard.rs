//! The way through a chatflow: the wizard's screens, the editor's sidebar, and the last screen with all of it in words.

use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::owner::{at, editor, find_fault, press_button, section, sent, value};
use super::{click, count, find, focused, press, requests, settle, type_text, until, window, words};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
}

fn path() -> String {
    window().location().pathname().unwrap()
}

fn here() -> String {
    words("#flow-sections [aria-current=step]")
}

/// What the rail says of a section, as it is read out.
fn told(slug: &str) -> String {
    words(&format!("#flow-sections a[href$='/{slug}'] .unseen"))
}

#[wasm_bindgen_test]
async fn a_chatflow_is_made_screen_by_screen() {
    // S7 S8
    let scene = at("/console/chatflows", "admin");
    press_button("New chatflow").await;
    until("asked", || focused() == "new-name").await;
    type_text("new-name", "Spring sale");
    press_button("Create chatflow").await;
    until("the first screen", || {
        path() == "/console/chatflows/made" && words("#section") == "Who is it for?"
    })
    .await;
    for (next, slug, asks) in [
        ("Next: Targeting", "targeting", "Where does it show?"),
        ("Next: Message", "message", "What does it say?"),
        ("Next: Routing", "routing", "Who answers?"),
        ("Next: Review and publish", "review", "Does everything fit?"),
    ] {
        press_button(next).await;
        // Each has its address, its heading takes the focus, and the rail says where one is.
        until(asks, || words("#section") == asks && focused() == "section").await;
        assert_eq!(path(), format!("/console/chatflows/made/{slug}"));
        assert_eq!(count("#flow-sections [aria-current]"), 1);
        if slug == "message" {
            type_text("flow-welcome", "Half the price.");
        }
    }
    assert_eq!(count(".flow-list .mark.done"), 4, "what was gone through");
    // Nothing that was written on the way is lost, and going back is no leaving.
    press_button("Back").await;
    until("back", || words("#section") == "Who answers?" && find("#ask-title").is_none()).await;
    window().history().unwrap().back().unwrap();
    until("the browser's own way", || words("#section") == "Does everything fit?" && focused() == "section")
        .await;
    assert!(words(".review-lines").contains("Half the price."), "{}", words(".review-lines"));
    press_button("Publish").await;
    until("live, and told what comes next", || focused() == "flow-live").await;
    let chatflow = sent("PUT", "/api/chatflows/made")["chatflow"].clone();
    assert_eq!((&chatflow["enabled"], &chatflow["welcome"]), (&json!(true), &json!("Half the price.")));
    assert!(value("tracking-code").contains("/embed/demo.js"), "S2");
    assert_eq!(count("a[href^='mailto:']"), 1);
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_reload_keeps_the_place_and_the_name_is_required() {
    // S8 S16
    let scene = editor("/console/chatflows/tea/review").await;
    assert_eq!(
        (words("#section").as_str(), here().as_str()),
        ("Does everything fit?", "5Review and publish")
    );
    find_fault(r#"[{"field": "name", "code": "text_empty", "stops": "saving", "message": ""}]"#);
    type_text("flow-name", "");
    section("message").await;
    until("counted", || told("review") == "1 to mend").await;
    assert_eq!(find(".flow-menu .unseen").unwrap().text_content().as_deref(), Some("1 to mend"));
    // Why it cannot be saved leads there, from any section.
    click("#flow-why .link").await;
    until("the name", || path().ends_with("/review") && focused() == "flow-name").await;
    until("said", || words("#flow-name-said").contains("Give it a name")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn everything_there_is_to_say_stands_on_the_last_screen() {
    // S7 S8 S28
    let scene = editor("/console/chatflows/tea/message").await;
    find_fault(
        r##"[
        {"field": "include[1].value", "code": "rule_wildcard_literal", "stops": "nothing", "message": "",
         "witness": "https://kiln.example/a*"},
        {"field": "color", "code": "colour_invalid", "stops": "saving", "message": ""}
    ]"##,
    );
    type_text("flow-welcome", "Hi");
    until("counted", || told("targeting") == "1 note" && told("customize") == "1 to mend").await;
    section("review").await;
    until("listed", || count(".review-findings li") == 2).await;
    let first = words(".review-findings li:first-child");
    assert!(first.contains("Has to be mended · Customize") && first.contains("six digits"), "{first}");
    let second = words(".review-findings li:last-child");
    assert!(second.contains("https://kiln.example/a*"), "with its witness: {second}");
    click(".review-findings li:first-child button").await;
    until("led to the colour", || path().ends_with("/customize") && focused() == "flow-colour").await;
    // S14: all of the look is in this section, and it leads back to the last screen.
    let look = ["colour", "scheme", "font", "icon", "label", "offset-side", "offset-bottom", "language"];
    assert!(look.iter().all(|id| find(&format!("#flow-{id}")).is_some()));
    press_button("Next: Review and publish").await;
    until("back", || words("#section") == "Does everything fit?").await;
    let told = words(".review-lines");
    for expected in [
        "Who sees itEverybody",
        "Address is /a",
        "or address is not /b",
        "What it saysHi",
        "Who answersNobody: they wait in Unassigned",
        "When somebody is thereAlways",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    click(".review-lines a[href$='/routing']").await;
    until("to where it is changed", || words("#section") == "Who answers?" && focused() == "section").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_row_leads_to_its_editor() {
    // S16
    let scene = at("/console/chatflows", "admin");
    until("three", || count(".flow-edit") == 3).await;
    let edit = find("[aria-label='Edit Regulars']").unwrap();
    let seen = || window().get_computed_style(&edit).unwrap().unwrap().get_property_value("opacity").unwrap();
    assert_eq!(edit.text_content().as_deref(), Some("Edit"));
    let before = requests().matches("GET /api/chatflows/vip").count();
    edit.dispatch_event(&web_sys::FocusEvent::new("focus").unwrap()).unwrap();
    assert!(!seen().is_empty());
    click("[aria-label='Edit Regulars']").await;
    until("its editor", || words("h1") == "Regulars" && find("#section").is_some()).await;
    // One that is on has no Next: its sections are a sidebar.
    assert_eq!(words(".foot-bar .acts"), "Switch offSave");
    assert_eq!(requests().matches("GET /api/chatflows/vip").count(), before + 1);
    section("options").await;
    section("bot").await;
    settle(50).await;
    assert_eq!(
        requests().matches("GET /api/chatflows/vip").count(),
        before + 1,
        "moving about loads nothing"
    );
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_sections_are_a_menu_where_there_is_no_room() {
    // S16
    let scene = editor("/console/chatflows/tea/targeting").await;
    assert_eq!(words(".flow-menu .grow"), "Step 2 of 5: Targeting");
    click(".flow-menu").await;
    until("open", || find(".flow-list.open").is_some()).await;
    assert_eq!(find(".flow-menu").unwrap().get_attribute("aria-expanded").as_deref(), Some("true"));
    find(".flow-menu").unwrap().dyn_ref::<web_sys::HtmlElement>().unwrap().focus().unwrap();
    press("Escape");
    until("closed", || find(".flow-list.open").is_none()).await;
    click(".flow-menu").await;
    section("customize").await;
    until("closed by going there", || find(".flow-list.open").is_none()).await;
    assert_eq!(words(".flow-menu .grow"), "Customize");
    scene.leave().await;
}

/// What a chatflow was; the newest first.
fn two_versions() -> String {
    let flow = |welcome: &str| {
        json!({"id": "tea", "name": "Teapot help", "inbox": "main", "welcome": welcome, "enabled": true,
            "include": [{"op": "is", "value": "/a"}]})
    };
    let by = json!({"id": "mira", "name": "Mira Okafor"});
    json!({"versions": [
        {"number": 2, "at": 1_795_000_100_000_u64, "by": by, "how": "published", "enabled": true, "chatflow": flow("Hello")},
        {"number": 1, "at": 1_795_000_000_000_u64, "how": "found", "enabled": true, "chatflow": flow("Good day")},
    ]})
    .to_string()
}

#[wasm_bindgen_test]
async fn an_earlier_version_is_compared_and_put_back() {
    // N9
    let scene = editor("/console/chatflows/tea/message").await;
    set_answer("/api/chatflows/tea/versions", &two_versions());
    section("history").await;
    until("both", || count(".flow-versions > li") == 2).await;
    let newest = words(".flow-versions > li:first-child");
    assert!(
        newest.contains("Published by Mira Okafor") && newest.contains("Changed: What it says"),
        "{newest}"
    );
    assert!(
        newest.contains("This is what it is now") && count(".flow-versions > li:first-child button") == 0
    );
    let compared = words(".flow-compared");
    assert!(compared.contains("ThenGood day") && compared.contains("NowHello"), "{compared}");
    let back = json!({"chatflow": {"id": "tea", "name": "Teapot help", "inbox": "main", "welcome": "Good day",
        "enabled": false, "include": [{"op": "is", "value": "/a"}]}, "revision": 5, "findings": []});
    set_answer("/api/chatflows/tea/versions/1/restore", &back.to_string());
    press_button("Roll back to version 1").await;
    until("told", || words(".toast").contains("It is as version 1 was.")).await;
    assert_eq!(sent("POST", "/api/chatflows/tea/versions/1/restore"), json!({"revision": 4}));
    section("message").await;
    assert_eq!(value("flow-welcome"), "Good day");
    assert_eq!(words("[role=status].small"), "Everything is saved");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_time_to_go_live_is_kept_told_and_cancelled() {
    // N9
    let scene = editor("/console/chatflows/tea/review").await;
    let planned = |refused: serde_json::Value| {
        json!({"on": {"at": 1_795_734_000_000_u64, "local": "2026-11-27T00:00", "zone": "Europe/Berlin",
            "by": {"id": "mira", "name": "Mira Okafor"}, "refused": refused}})
        .to_string()
    };
    let path = "/api/chatflows/tea/schedule";
    set_answer(path, &planned(serde_json::Value::Null));
    type_text("plan-on", "2026-11-27T00:00");
    type_text("plan-zone", "Europe/Berlin");
    press_button("Keep these times").await;
    until("told", || {
        words("#flow-plan").contains("Goes live") && words("#flow-plan").contains("Europe/Berlin")
    })
    .await;
    assert_eq!(sent("PUT", path), json!({"zone": "Europe/Berlin", "on": "2026-11-27T00:00", "off": null}));
    set_answer(path, "{}");
    press_button("Cancel what is planned").await;
    until("nothing left", || words("#flow-plan").is_empty() && value("plan-on").is_empty()).await;
    assert_eq!(sent("PUT", path)["on"], json!(null));
    // What was refused when its time came says so.
    set_answer(path, &planned(json!({"at": 1, "code": "rule_missing", "message": ""})));
    section("message").await;
    section("review").await;
    until("why", || {
        words("#flow-plan").contains("Was not published") && words("#flow-plan").contains("rule")
    })
    .await;
    scene.leave().await;
}
