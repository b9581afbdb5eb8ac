//! What an owner does with lists, properties, conditions and display rules.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::owner::{at, choose, editor, press_button, sent};
use super::{
    HOSTILE, SOFIA, Scene, allow, click, count, find, focused, refuse, requests, type_text, until, words,
};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
    fn set_details(thread: &str, json: &str);
    fn find_fault(json: &str);
}

fn told(path: &str, answer: &Value) {
    set_answer(path, &answer.to_string());
}

fn card(id: &str, name: &str) -> Value {
    json!({"id": id, "name": name, "verified": true, "lists": []})
}

/// An owner with a smart list and a static one, two properties, one contact.
fn scene(path: &str) -> Scene {
    let scene = at(path, "admin");
    answers();
    scene
}

fn answers() {
    told(
        "/api/lists",
        &json!({"lists": [
            {"id": "new", "name": HOSTILE, "smart": true, "members": 2},
            {"id": "vip", "name": "Regular customers", "smart": false, "members": 1},
        ]}),
    );
    told(
        "/api/properties",
        &json!({
            "built_in": [{"id": "email", "kind": "text"}, {"id": "created", "kind": "date"}, {"id": "lists", "kind": "lists"}],
            "properties": [{"id": "plan", "name": "Plan", "kind": "enumeration", "options": ["pro", "free"]},
                {"id": "seats", "name": "Seats", "kind": "number"}],
        }),
    );
    told(
        "/api/lists/new",
        &json!({"id": "new", "name": "New ones", "revision": 4, "members": 2,
        "criteria": [[{"property": "created", "test": {"op": "in_the_last", "days": 30}}]],
        "contacts": [], "used_by": [{"kind": "chatflow", "id": "tea", "name": "Teapot help"}]}),
    );
    told(
        "/api/lists/vip",
        &json!({"id": "vip", "name": "Regular customers", "revision": 1, "members": 1,
        "contacts": [card("c-1", "Sofia Marques")], "used_by": []}),
    );
    let because = json!([{"holds": true, "criteria": [{"holds": true,
        "criterion": {"property": "created", "test": {"op": "in_the_last", "days": 30}}, "actual": 1}]}]);
    told(
        "/api/lists/preview",
        &json!({"members": 1, "contacts": 9, "shown": [
        {"contact": card("c-1", HOSTILE), "evaluation": {"member": true, "because": because}}]}),
    );
    told(
        "/api/lists/new/contacts/c-1",
        &json!({"contact": card("c-1", "Sofia"),
        "evaluation": {"member": true, "because": because}}),
    );
    told("/api/contacts/c-1", &json!({"contact": card("c-1", "Sofia"), "properties": {"plan": "pro"}}));
}

#[wasm_bindgen_test]
async fn lists_show_their_kind_and_members_and_say_who_uses_them() {
    // S35
    let scene = scene("/console/lists");
    until("both", || count(".table .flow a") == 2).await;
    assert_eq!(words(".table tbody tr:first-child .number"), "2");
    assert!(words(".table tbody tr:first-child").contains("Smart"));
    assert_eq!(count(".table img"), 0, "a name is text");
    press_button(&format!("Delete {HOSTILE}")).await;
    until("who uses it", || words("dialog.ask").contains("used by Teapot help")).await;
    assert!(find("dialog.ask .danger").is_none(), "nothing to click that would be refused");
    click("dialog.ask .answers .button").await;
    until("closed", || find("dialog.ask[open]").is_none()).await;
    press_button("Delete Regular customers").await;
    until("asked", || find("dialog.ask .danger").is_some()).await;
    press_button("Delete list").await;
    until("sent", || requests().contains("DELETE /api/lists/vip")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_list_and_a_property_are_made() {
    // S35
    let scene = scene("/console/lists");
    until("both", || count(".table .flow a") == 2).await;
    press_button("New list").await;
    until("the question", || find("#new-name").is_some()).await;
    click("#list-static").await;
    type_text("new-name", "Press");
    told("/api/lists", &json!({"id": "vip", "name": "Press", "lists": []}));
    press_button("Create list").await;
    until("there", || find("#list-name").is_some()).await;
    assert_eq!(sent("POST", "/api/lists"), json!({"name": "Press"}));
    click(".crumb a").await;
    press_button("New property").await;
    until("the question", || find("#property-kind").is_some()).await;
    choose("#property-kind", "enumeration");
    until("its options", || find("#property-options").is_some()).await;
    type_text("new-name", "Size");
    press_button("Create property").await;
    until("said", || words("dialog.ask").contains("at least one option")).await;
    type_text("property-options", "small\n\nlarge");
    press_button("Create property").await;
    until("sent", || !sent("POST", "/api/properties").is_null()).await;
    assert_eq!(
        sent("POST", "/api/properties"),
        json!({"name": "Size", "kind": "enumeration", "options": ["small", "large"]})
    );
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn criteria_are_written_in_words_and_tried_at_once() {
    // S35 S36
    let scene = scene("/console/lists/new");
    until("the preview", || words(".preview").contains("1 of 9 contacts")).await;
    assert!(words(".preview").contains("Known since is in the last 30 days"), "{}", words(".preview"));
    assert_eq!(count(".preview img"), 0);
    press_button("Add a condition").await;
    until("the keyboard is on it", || focused() == "test-1").await;
    choose("#test-1", "plan");
    until("its options", || count("#test-1-0") == 1).await;
    until("unfinished", || words(".preview").contains("Finish the criteria")).await;
    click("#test-1-0").await;
    until("tried again", || words(".preview").contains("1 of 9")).await;
    let asked = sent("POST", "/api/lists/preview");
    assert_eq!(asked["list"], "new");
    assert_eq!(
        asked["criteria"][0][1],
        json!({"property": "plan", "test": {"op": "any_of", "values": ["pro"]}})
    );
    press_button("Save").await;
    until("told", || words(".toast").contains("The list is saved")).await;
    assert_eq!(sent("PUT", "/api/lists/new")["revision"], 4);
    type_text("list-name", "Mine");
    refuse("/api/lists/new", 409, "list_changed");
    press_button("Save").await;
    until("the conflict", || words(".alert").contains("Somebody else saved this list")).await;
    allow("/api/lists/new");
    press_button("Load their version, keep my changes").await;
    until("taken", || find(".alert").is_none() && words("h1") == "Mine").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn members_are_found_by_name_and_put_on_a_static_list() {
    // S35
    let scene = scene("/console/lists/vip");
    until("one", || words(".members").contains("Sofia Marques")).await;
    told("/api/contacts?search=ada", &json!({"contacts": [card("c-2", "Ada")], "found": 1}));
    told(
        "/api/lists/vip/members",
        &json!({"id": "vip", "name": "Regular customers", "revision": 1, "members": 2,
        "contacts": [card("c-2", "Ada"), card("c-1", "Sofia Marques")], "used_by": []}),
    );
    type_text("member-search", "ada");
    press_button("Put Ada on the list").await;
    until("on it", || words(".part .count") == "2 on this list").await;
    assert_eq!(sent("POST", "/api/lists/vip/members"), json!({"add": ["c-2"]}));
    press_button("Take Sofia Marques off the list").await;
    until("told", || words(".toast").contains("Sofia Marques is no longer on the list")).await;
    assert_eq!(sent("POST", "/api/lists/vip/members"), json!({"remove": ["c-1"]}));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_is_known_of_a_contact_is_changed_in_place() {
    // S141 S36
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    answers();
    let contact = json!({"contact": {"id": "c-1", "name": "Sofia", "verified": true,
        "lists": [{"id": "new", "name": "New ones"}]}});
    set_details(SOFIA, &contact.to_string());
    until("the properties", || count(".contact .slim") == 2).await;
    told(
        "/api/contacts/c-1/properties",
        &json!({"contact": card("c-1", "Sofia"), "properties": {"plan": "free"}}),
    );
    choose(".contact select[aria-label=Plan]", "free");
    until("sent", || sent("PUT", "/api/contacts/c-1/properties") == json!({"properties": {"plan": "free"}}))
        .await;
    click(".on-list button").await;
    until("why", || words(".on-list").contains("Known since is in the last 30 days")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn conditions_are_part_of_a_chatflow() {
    // P27 H52 E4 E5
    let scene = editor("/console/chatflows/tea/targeting").await;
    press_button("Add a condition").await;
    until("the keyboard is on it", || focused() == "test-0").await;
    choose("[aria-label='Condition 1: Value']", "mobile");
    press_button("Or: another group").await;
    until("another", || find("#test-1").is_some()).await;
    choose("#test-1", "attribute.");
    until("its name", || find("[aria-label='Condition 2: Name of the attribute']").is_some()).await;
    find("[aria-label='Condition 2: Name of the attribute']").unwrap().set_id("named");
    type_text("named", "cart");
    choose("[aria-label='Condition 2: How']", "at_least");
    until("a number", || find("[aria-label='Condition 2: Value'][type=number]").is_some()).await;
    find("[aria-label='Condition 2: Value']").unwrap().set_id("valued");
    type_text("valued", "100");
    find_fault(
        r#"[{"field":"conditions[1][0].value","code":"condition_invalid","stops":"saving","message":""}]"#,
    );
    press_button("Save").await;
    until("sent", || !sent("PUT", "/api/chatflows/tea").is_null()).await;
    assert_eq!(
        sent("PUT", "/api/chatflows/tea")["chatflow"]["conditions"],
        json!([[{"fact": "device", "op": "is", "value": "mobile"}],
            [{"fact": "attribute.cart", "op": "at_least", "value": "100"}]])
    );
    until("said at its place", || words("#test-1-said").contains("cannot be understood")).await;
    press_button("Delete condition 1").await;
    until("one", || count(".group") == 1).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_regular_expression_is_tried_while_it_is_written() {
    // P29 E3
    let scene = editor("/console/chatflows/tea/targeting").await;
    choose("[aria-label='Rule 1: Condition']", "matches_regex");
    until("the field", || find("#rule-0-try").is_some()).await;
    let trace = |matched: bool| {
        json!({"trace": {"show": null, "page": {"url": "", "usable": true},
            "chatflows": [{"id": "tea", "include": [{"matched": matched, "inert": null}]}]}})
    };
    told("/api/chatflows/simulate", &trace(true));
    type_text("rule-0", "/tea/\\d+$");
    type_text("rule-0-try", "https://kiln.example/tea/7");
    until("it matches", || words(".regex").contains("It matches")).await;
    let asked = sent("POST", "/api/chatflows/simulate");
    assert_eq!(asked["draft"]["include"], json!([{"op": "matches_regex", "value": "/tea/\\d+$"}]));
    told("/api/chatflows/simulate", &trace(false));
    type_text("rule-0", "/tea$");
    until("it does not", || words(".regex").contains("does not match")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn when_it_appears_is_said_for_each_kind_of_screen() {
    // P27 P30 H56
    let scene = editor("/console/chatflows/tea/message").await;
    choose("#flow-opens-large", "1");
    type_text("flow-seconds-large", "30");
    choose("#flow-opens-small", "3");
    until("nothing to wait for", || find("#flow-seconds-small").is_none()).await;
    choose("#flow-often", "3");
    press_button("Save").await;
    until("sent", || !sent("PUT", "/api/chatflows/tea").is_null()).await;
    let display = &sent("PUT", "/api/chatflows/tea")["chatflow"]["display"];
    assert_eq!(display["large"]["open"], "window");
    assert_eq!(display["large"]["when"]["seconds"], 30);
    assert_eq!((&display["small"]["open"], &display["frequency"]["cap"]), (&json!("hidden"), &json!("day")));
    scene.leave().await;
}
