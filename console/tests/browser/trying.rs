//! What an owner does to find out what pages show, and why.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::owner::{at, choose, editor, press_button, section, sent};
use super::{HOSTILE, Scene, click, count, find, focused, press, requests, type_text, until, window, words};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn set_answer(path: &str, json: &str);
    fn find_fault(json: &str);
    fn copied() -> Option<String>;
}

const SIMULATE: &str = "/api/chatflows/simulate";
const COVER: &str = "/api/chatflows/coverage";
const EXPLAIN: &str = "/api/chatflows/explain-link";

fn rule(op: &str, text: &str, matched: bool) -> Value {
    json!({"op": op, "text": text, "compared": "kiln.example/tea", "matched": matched, "inert": null,
        "not_applicable": false, "tautology": op == "is_not"})
}

/// A trace of the account's three chatflows.
fn answer(show: Option<&str>) -> Value {
    let won =
        |id: &str| json!({"verdict": if show == Some(id) { "won" } else { "no_include_matched" }, "rule": 0});
    let flow = |id: &str, verdict: Value| {
        let mut flow = json!({"id": id, "priority": 1, "exclude": [],
            "include": [rule("is", "//*/a", show == Some(id)), rule("is_not", "//*/b", false)]});
        flow.as_object_mut().unwrap().extend(verdict.as_object().unwrap().clone());
        flow
    };
    json!({
        "trace": {
            "show": show, "page": {"url": "https://kiln.example/tea", "usable": true},
            "chatflows": [
                flow("tea", won("tea")),
                flow("vip", json!({"verdict": "audience", "clause": "needs_known"})),
                flow("all", json!({"verdict": "disabled"})),
            ],
        },
        "decision": "p1.0123456789abcdef.01234567.a.tea.0", "origin_allowed": true,
    })
}

fn told(answer: &Value) {
    set_answer(SIMULATE, &answer.to_string());
}

async fn try_page() -> Scene {
    let scene = at("/console/try", "admin");
    until("the question", || find("#try-address").is_some()).await;
    until("the names are there", || requests().contains("GET /api/chatflows")).await;
    scene
}

fn fate(n: u32) -> String {
    words(&format!(".fates > li:nth-child({n}) summary"))
}

#[wasm_bindgen_test]
async fn why_a_chat_does_not_show_is_seen_at_a_glance() {
    // N1 H57 E12
    let scene = at("/console/chatflows", "admin");
    click(".title a[href='/console/try']").await;
    until("the page", || find("#try-address").is_some()).await;
    until("the focus is at its heading", || focused() == "heading").await;
    press_button("Try it").await;
    until("an address is asked for", || words("#try-address-note").contains("Enter the address")).await;
    assert_eq!(focused(), "try-address");
    assert!(!requests().contains(SIMULATE));

    told(&answer(None));
    type_text("try-address", "kiln.example/tea");
    press_button("Try it").await;
    until("the answer", || count(".fate") == 3).await;
    assert_eq!(words(".verdict"), "Shows nothing");
    assert_eq!(
        [fate(1), fate(2), fate(3)],
        [
            "Teapot help No rule matches this page",
            "Regulars For known contacts only, and nobody is known in this browser (no identity)",
            "Everywhere Switched off",
        ]
    );
    assert_eq!(
        sent("POST", SIMULATE),
        json!({"url": "kiln.example/tea", "visitor": {"known": false, "lists": []}})
    );

    // Rule by rule, as the owner wrote them, with what was compared.
    click(".fates > li:first-child summary").await;
    until("the rules", || count(".told-rules li") == 2).await;
    let rules = words(".told-rules");
    for part in ["Rule 1 Address is /a does not match", "compared: kiln.example/tea", "nearly every page"] {
        assert!(rules.contains(part), "{part} in {rules}");
    }

    // Somebody else looks: it is tried again by itself, and what was open stays open.
    told(&answer(Some("tea")));
    click("#try-known").await;
    until("another answer", || words(".verdict").contains("Shows Teapot help")).await;
    assert_eq!(fate(1), "Teapot help Shown: rule 1 matches");
    assert_eq!(count(".told-rules li"), 2);
    click("#try-list-vip").await;
    until("the list is sent", || sent("POST", SIMULATE)["visitor"]["lists"] == json!(["vip"])).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_site_that_is_not_on_the_list_is_told_first() {
    // H57 S30
    let scene = try_page().await;
    let mut elsewhere = answer(Some("tea"));
    elsewhere["origin_allowed"] = json!(false);
    told(&elsewhere);
    type_text("try-address", "https://elsewhere.example/");
    press_button("Try it").await;
    until("the warning", || count(".verdict .hint.warn") == 1).await;
    let verdict = words(".verdict");
    assert!(verdict.starts_with("Shows nothingThis site is not on the list of sites"), "{verdict}");
    assert!(verdict.contains("it would show Teapot help"), "{verdict}");
    click(".verdict a").await;
    until("the list of sites", || window().location().pathname().unwrap() == "/console/settings/sites").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn circumstances_are_part_of_the_question() {
    // N1
    let scene = try_page().await;
    told(&answer(None));
    type_text("try-address", "kiln.example/tea");
    press_button("Add a circumstance").await;
    until("the row has the focus", || focused() == "try-fact-0").await;
    press_button("Add a circumstance").await;
    until("another row", || find("#try-fact-1").is_some()).await;
    choose("#try-fact-1", "attribute.");
    until("a name and a value", || count(".facts li:nth-child(2) input") == 2).await;
    for (n, text) in [(1, "plan"), (2, "pro")] {
        let field = find(&format!(".facts li:nth-child(2) input:nth-of-type({n})")).unwrap();
        field.set_id("typed");
        type_text("typed", text);
        field.set_id("");
    }
    press_button("Try it").await;
    until("it is asked", || requests().contains(SIMULATE)).await;
    assert_eq!(
        sent("POST", SIMULATE)["visitor"]["facts"],
        json!({"attribute.plan": "pro", "device": "desktop"})
    );
    press_button("Delete circumstance 1").await;
    until("it is asked again", || {
        sent("POST", SIMULATE)["visitor"]["facts"] == json!({"attribute.plan": "pro"})
    })
    .await;
    assert_eq!(focused(), "try-add");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_live_decision_is_made_again() {
    // N3
    let scene = try_page().await;
    let mut again = answer(Some("tea"));
    again["replay"] = json!({"outcome": "same", "published_at": 1_790_000_000_000_u64, "in_force": false});
    told(&again);
    type_text("try-address", "https://kiln.example/tea");
    click(".more-of-it summary").await;
    type_text("try-decision", " p1.0123456789abcdef.01234567.a.tea.0 ");
    press_button("Try it").await;
    until("the outcome", || words(".verdict .hint").contains("the decision is the same")).await;
    assert!(words(".verdict .hint").contains("2026") && words(".verdict .hint").contains("changed since"));
    assert_eq!(sent("POST", SIMULATE)["decision"], json!("p1.0123456789abcdef.01234567.a.tea.0"));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_others_wrote_stays_text_in_an_answer() {
    let scene = try_page().await;
    let mut hostile = answer(None);
    hostile["trace"]["chatflows"][0] = json!({"id": HOSTILE, "verdict": HOSTILE, "include": [rule(HOSTILE, HOSTILE, false)],
        "conditions": [[{"fact": HOSTILE, "op": HOSTILE, "value": HOSTILE, "actual": HOSTILE, "holds": false}]]});
    hostile["trace"]["page"]["url"] = json!(HOSTILE);
    told(&hostile);
    type_text("try-address", HOSTILE);
    press_button("Try it").await;
    click(".fates > li:first-child summary").await;
    until("the rules", || words(".told-rules").contains(HOSTILE)).await;
    assert_eq!(count(".answer img, .answer b"), 0);
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_failed_question_can_be_asked_again() {
    let scene = try_page().await;
    super::refuse(SIMULATE, 500, "internal");
    type_text("try-address", "kiln.example/tea");
    press_button("Try it").await;
    until("it is said", || words(".answer .blank").contains("could not be tried")).await;
    super::allow(SIMULATE);
    told(&answer(None));
    press_button("Try again").await;
    until("the answer", || count(".fate") == 3).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_page_itself_can_say_why() {
    // N4
    let scene = try_page().await;
    told(&answer(Some("tea")));
    let link = json!({"url": "https://kiln.example/tea#parlor-explain=t", "expires": 1_790_000_000_000_u64});
    set_answer(EXPLAIN, &link.to_string());
    type_text("try-address", "https://kiln.example/tea");
    press_button("Try it").await;
    press_button("Show it on the page").await;
    until("the link has the focus", || focused() == "explain-link").await;
    let open = find("#explain-link").unwrap();
    assert_eq!(open.get_attribute("href").as_deref(), Some("https://kiln.example/tea#parlor-explain=t"));
    assert_eq!(open.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    press_button("Copy").await;
    until("it is copied", || copied().is_some_and(|text| text.ends_with("=t"))).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_whole_site_is_looked_through_page_by_page() {
    // N6
    let scene = try_page().await;
    let page = |n: usize| {
        let shown = if n.is_multiple_of(50) { Value::Null } else { json!("tea") };
        json!({"url": format!("https://kiln.example/{n}"), "before": shown, "after": shown})
    };
    let site = json!({"pages": (0..5_000).map(page).collect::<Vec<_>>(), "changed": 0, "bare": 100, "left_out": 7, "unusable": 0});
    set_answer(COVER, &site.to_string());
    press_button("Show the pages").await;
    until("pages are asked for", || words("#cover-wrong").contains("Name pages")).await;
    assert_eq!(focused(), "cover-pages");
    choose("#cover-source", "1");
    until("one line", || find("input#cover-pages").is_some()).await;
    type_text("cover-pages", "https://kiln.example/sitemap.xml");
    press_button("Show the pages").await;
    until("a screenful", || count(".covered tbody tr") == 100).await;
    assert_eq!(
        sent("POST", COVER)["pages"],
        json!({"from": "sitemap", "url": "https://kiln.example/sitemap.xml"})
    );
    let sums = words("[aria-label='Your whole site'] .verdict");
    assert_eq!(sums, "5000 pages, 100 of them without a chatflow.7 more were passed over.");
    press_button("More pages").await;
    until("the next ones", || words(".pager").contains("101 to 200 of 5000")).await;
    choose("#cover-filter", "bare");
    until("only those", || words(".covered tbody tr:nth-child(2)") == "https://kiln.example/50nothing").await;
    assert_eq!((count(".covered tbody tr"), count(".pager")), (100, 0));

    // A row is tried with all its reasons.
    told(&answer(None));
    press_button("https://kiln.example/50").await;
    until("its answer", || count(".fate") == 3).await;
    assert_eq!(sent("POST", SIMULATE)["url"], json!("https://kiln.example/50"));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn an_edit_is_tried_before_it_is_saved() {
    // N1 N6
    let scene = editor("/console/chatflows/tea/message").await;
    told(&answer(Some("tea")));
    type_text("flow-welcome", "Not saved");
    section("targeting").await;
    type_text("try-address", "https://kiln.example/a");
    press_button("Try this edit").await;
    until("the answer", || count(".fate") == 3).await;
    let draft = sent("POST", SIMULATE)["draft"].clone();
    assert_eq!(
        (&draft["id"], &draft["welcome"], &draft["enabled"]),
        (&json!("tea"), &json!("Not saved"), &json!(true))
    );
    let page = |url: &str, after: Value| json!({"url": url, "before": "tea", "after": after});
    let site = json!({"pages": [page("/a", json!("tea")), page("/b", json!("vip")), page("/c", Value::Null)],
        "changed": 2, "bare": 1, "left_out": 0, "unusable": 0});
    set_answer(COVER, &site.to_string());
    type_text("cover-pages", "https://kiln.example/a");
    press_button("Show the pages").await;
    until("before and after", || count(".covered tbody tr.changes") == 2).await;
    assert!(
        words("[aria-label='What this edit changes on your site'] .verdict")
            .starts_with("This edit changes 2 of 3 pages.")
    );
    assert_eq!(words(".covered tbody tr:nth-child(2)"), "/bTeapot helpRegulars");
    assert_eq!(sent("POST", COVER)["draft"]["welcome"], json!("Not saved"));
    choose("#cover-filter", "changed");
    until("only those", || count(".covered tbody tr") == 2).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn decisions_are_expected_from_now_on() {
    // N7
    let scene = editor("/console/chatflows/tea/targeting").await;
    told(&answer(Some("tea")));
    type_text("try-address", "https://kiln.example/a");
    press_button("Try this edit").await;
    press_button("Expect this from now on").await;
    until("a row", || count(".expecting .rule") == 1).await;
    press_button("Expect a decision").await;
    until("another one, to be written", || focused() == "flow-expected-1").await;
    type_text("flow-expected-1", "https://kiln.example/cups");
    choose(".expecting li:nth-child(2) .picked:nth-of-type(1) select", "list:vip");
    choose(".expecting li:nth-child(2) .picked:nth-of-type(2) select", "vip");
    let finding =
        json!([{"field": "expected[1]", "code": "expectation_failed", "stops": "publishing", "message": ""}]);
    find_fault(&finding.to_string());
    press_button("Save").await;
    until("it is saved", || requests().contains("PUT /api/chatflows/tea")).await;
    assert_eq!(
        sent("PUT", "/api/chatflows/tea")["chatflow"]["expected"],
        json!([
            {"url": "https://kiln.example/a", "visitor": {"known": false, "lists": []}, "show": "tea"},
            {"url": "https://kiln.example/cups", "visitor": {"known": true, "lists": ["vip"]}, "show": "vip"},
        ])
    );
    until("the red one says so", || words("#flow-expected-1-said").contains("comes out otherwise")).await;
    // Why it does, is one press away.
    press_button("Try expected decision 2").await;
    until("it is tried", || sent("POST", SIMULATE)["url"] == json!("https://kiln.example/cups")).await;
    assert_eq!(sent("POST", SIMULATE)["visitor"], json!({"known": true, "lists": ["vip"]}));
    press_button("Delete expected decision 1").await;
    until("the other is left", || count(".expecting .rule") == 1).await;
    assert_eq!(focused(), "add-expected");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn an_answer_is_told_in_german_too() {
    let scene = try_page().await;
    told(&answer(None));
    type_text("try-address", "kiln.example/tea");
    press_button("Try it").await;
    until("the answer", || count(".fate") == 3).await;
    click("#account").await;
    until("the menu", || find("#language").is_some()).await;
    choose("#language", "de");
    until("the same answer", || fate(1) == "Teapot help Keine Regel trifft auf diese Seite zu").await;
    assert_eq!(words(".verdict"), "Zeigt nichts");
    press("Escape");
    scene.leave().await;
}
