//! What an agent sees of who is behind a thread, of a list that stands still, and of handing a thread on.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use super::{
    HOSTILE, SOFIA, Scene, TOMAS, allow, click, count, find, focused, hear, open, press, refuse, requests,
    row, settle, until, window, words,
};

#[wasm_bindgen(module = "/tests/edge.js")]
extern "C" {
    fn hold_details();
    fn let_details_go(thread: &str);
    fn set_details(thread: &str, json: &str);
}

/// What the edge would tell of Sofia.
fn sofia() -> serde_json::Value {
    serde_json::json!({
        "contact": {"id": "c-1", "name": "Sofia Marques", "email": "sofia@kiln.test", "verified": true,
            "owner": {"id": "anna", "name": "Anna Keller"}, "lists": [{"id": "vip", "name": HOSTILE}]},
        "consents": [
            {"version": 3, "mode": "explicit", "choice": "agreed", "text": "We keep what you write.\nTwo years.",
                "language": "de", "at": 1_790_000_000_000_u64, "page": "https://kiln.example/shop/"},
            {"version": 4, "mode": "legitimate_interest", "choice": "implied", "text": HOSTILE, "language": "und",
                "at": 1_790_000_100_000_u64}],
    })
}

/// A row as the socket tells it.
fn told(thread: &str, revision: u64, more: serde_json::Value) -> String {
    thread_local!(static TOLD: std::cell::Cell<u64> = const { std::cell::Cell::new(0) });
    TOLD.set(TOLD.get() + 1);
    // Each later than the one before, even within one millisecond.
    let at = js_sys::Date::now() as u64 + TOLD.get();
    let mut row = serde_json::json!({"thread": thread, "inbox": "main", "visitor": "4K2Q", "chatflow": "tea",
        "chatflow_name": "Teapot help", "status": "open", "preview": "News", "preview_from_visitor": true,
        "opened_at": at, "updated_at": at, "last_seq": 1, "revision": revision});
    row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::json!({"t": "row", "row": row}).to_string()
}

fn attribute(selector: &str, name: &str) -> String {
    find(selector).and_then(|element| element.get_attribute(name)).unwrap_or_default()
}

/// The threads of the list, in order.
fn listed() -> Vec<String> {
    let rows = window().document().unwrap().query_selector_all(".rows .row > a").unwrap();
    let ids = (0..rows.length()).filter_map(|n| rows.get(n)?.dyn_into::<Element>().ok());
    ids.map(|row| row.id().trim_start_matches("row-").to_owned()).collect()
}

/// The pointer comes over an element, or leaves it.
fn point(selector: &str, event: &str) {
    find(selector).unwrap().dispatch_event(&web_sys::Event::new(event).unwrap()).unwrap();
}

#[wasm_bindgen_test]
async fn the_contact_stands_beside_the_thread() {
    // S89 S134 S141
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    set_details(SOFIA, &sofia().to_string());
    until("who it is", || words(".contact").contains("sofia@kiln.test")).await;
    let panel = words(".contact");
    for part in [
        "Sofia Marques",
        "Known contact",
        "E-mail",
        "Owner Anna Keller".replace(' ', "").as_str(),
        HOSTILE,
        "kiln.example/shop/",
        "Teapot help",
        "Agreed to text 3",
        "German",
        "Was shown text 4, then wrote",
    ] {
        assert!(panel.contains(part) || panel.replace(' ', "").contains(part), "{part} in {panel}");
    }
    assert!(!panel.contains("unverified"));
    assert_eq!(attribute(".contact .out", "href"), "https://kiln.example/shop/");
    assert_eq!(attribute(".contact .out", "target"), "_blank");
    assert_eq!(attribute(".contact .out", "rel"), "noopener noreferrer");
    assert_eq!(
        find(".receipts blockquote").unwrap().text_content().unwrap(),
        "We keep what you write.\nTwo years."
    );
    assert!(find(".receipts details[open]").is_none(), "the text is there on demand");
    assert!(find("#reply").is_some(), "while one replies");
    assert_eq!(count(".contact img"), 0);
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_typed_address_is_marked_wherever_it_shows() {
    // S124 S134
    let scene = Scene::at("/console/", true);
    until("the link", || words(".foot").contains("Connected")).await;
    until("two rows", || count(".row") == 2).await;
    hear(&told(TOMAS, 2, serde_json::json!({"email": "tomas@kiln.test", "verified": false})));
    until("the mark", || words(&row(TOMAS)).contains("unverified")).await;
    assert_eq!(words(&format!("{} .name", row(TOMAS))), "tomas@kiln.test");
    set_details(TOMAS, r#"{"contact":{"id":"c","email":"tomas@kiln.test","verified":false,"lists":[]}}"#);
    open(TOMAS).await;
    until("in the panel", || find(".contact .explained button").is_some()).await;
    for place in [".thread-pane .pane-head", ".message .by", ".contact .explained"] {
        assert!(words(place).contains("unverified"), "{place}");
    }
    let reason = attribute(".contact .explained button", "aria-describedby");
    assert!(words(&format!("#{reason}")).contains("Nobody has checked"));
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_visitor_without_a_name_is_told_apart() {
    // S124
    let scene = Scene::at("/console/", true);
    until("the link", || words(".foot").contains("Connected")).await;
    until("two rows", || count(".row") == 2).await;
    hear(&told(TOMAS, 2, serde_json::json!({})));
    until("the name", || words(&format!("{} .name", row(TOMAS))) == "Visitor 4K2Q").await;
    open(TOMAS).await;
    until("nothing is known", || words(".contact").contains("Nothing is known")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_late_answer_never_shows_another_threads_contact() {
    // S134
    let scene = Scene::at("/console/", true);
    hold_details();
    set_details(SOFIA, &sofia().to_string());
    set_details(
        TOMAS,
        r#"{"contact":{"id":"c","name":"Tomás","email":"tomas@kiln.test","verified":true,"lists":[]}}"#,
    );
    open(SOFIA).await;
    until("asked for Sofia", || requests().contains(&format!("{SOFIA}/details"))).await;
    open(TOMAS).await;
    until("asked for Tomás", || requests().contains(&format!("{TOMAS}/details"))).await;
    assert!(find(".contact .bone").is_some(), "places are kept while it loads");
    let_details_go(SOFIA);
    settle(60).await;
    assert!(!words(".contact").contains("sofia@kiln.test"));
    let_details_go(TOMAS);
    until("Tomás", || words(".contact").contains("tomas@kiln.test")).await;
    open(SOFIA).await;
    until("Sofia, at once", || words(".contact").contains("sofia@kiln.test")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_contact_follows_the_row_and_does_not_flicker() {
    // S141
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    set_details(SOFIA, r#"{"contact":{"id":"c-1","name":"Sofia Marques","verified":true,"lists":[]}}"#);
    until("the link", || words(".foot").contains("Connected")).await;
    until("her name", || words(".contact").contains("Nobody yet")).await;
    let kept = find(".contact section:nth-of-type(3) dl").unwrap();
    set_details(SOFIA, &sofia().to_string());
    let named =
        serde_json::json!({"name": "Sofia Marques", "verified": true, "page": "https://kiln.example/shop/"});
    hear(&told(SOFIA, 2, named.clone()));
    until("known now", || words(".contact").contains("sofia@kiln.test")).await;
    assert!(kept.is_connected(), "what did not change was not drawn anew");
    refuse("/details", 500, "internal");
    hear(&told(SOFIA, 3, named));
    until("asked again", || requests().matches("/details").count() >= 3).await;
    settle(60).await;
    assert!(words(".contact").contains("sofia@kiln.test"), "what is known stays");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn details_that_fail_say_so_and_come_on_demand() {
    // S141
    let scene = Scene::at("/console/", true);
    refuse("/details", 500, "internal");
    open(SOFIA).await;
    until("it says so", || words(".contact [role=alert]").contains("could not be loaded")).await;
    set_details(SOFIA, &sofia().to_string());
    allow("/details");
    click(".contact [role=alert] .link").await;
    until("there", || words(".contact").contains("sofia@kiln.test")).await;
    assert!(find(".contact [role=alert]").is_none());
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn no_row_slides_under_a_pointer() {
    // S124
    const NEW: &str = "0-cccccccccccccccccccccccccc";
    let scene = Scene::at("/console/", true);
    until("the link", || words(".foot").contains("Connected")).await;
    until("two rows", || listed() == [SOFIA, TOMAS]).await;
    point(".rows", "pointerenter");
    hear(&told(TOMAS, 2, serde_json::json!({"name": "Tomás", "verified": true})));
    hear(&told(NEW, 1, serde_json::json!({})));
    until("what waits is counted", || words(".list-tools [role=status]").starts_with("2 new")).await;
    assert_eq!(listed(), [SOFIA, TOMAS]);
    assert!(words(&row(TOMAS)).contains("News"), "contents follow");
    click(".news").await;
    until("shown on demand", || listed() == [NEW, TOMAS, SOFIA]).await;
    hear(&told(SOFIA, 2, serde_json::json!({"name": "Sofia", "verified": true})));
    until("still held", || words(".list-tools [role=status]").starts_with("1 new")).await;
    point(".rows", "pointerleave");
    until("let go", || listed() == [SOFIA, NEW, TOMAS]).await;
    assert!(find(".news").is_none());
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_list_stands_still_under_keys_and_keeps_their_place() {
    let scene = Scene::at("/console/", true);
    until("the link", || words(".foot").contains("Connected")).await;
    until("two rows", || listed() == [SOFIA, TOMAS]).await;
    press("j");
    until("the first row", || focused() == format!("row-{SOFIA}")).await;
    hear(&told(TOMAS, 2, serde_json::json!({"name": "Tomás", "verified": true})));
    until("it waits", || find(".news").is_some()).await;
    press("j");
    until("the second row, where it was", || focused() == format!("row-{TOMAS}")).await;
    click(".news").await;
    until("risen", || listed() == [TOMAS, SOFIA]).await;
    until("with the focus", || focused() == format!("row-{TOMAS}")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn an_assignee_is_chosen_by_keys_and_not_before_enter() {
    // S127
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the thread", || find("#assignee").is_some()).await;
    find("#assignee").unwrap().unchecked_into::<HtmlElement>().focus().unwrap();
    press("ArrowDown");
    until("open", || find("[role=listbox]").is_some()).await;
    assert_eq!(attribute("#assignee", "aria-expanded"), "true");
    press("ArrowDown");
    press("ArrowDown");
    let active = || words(&format!("#{}", attribute("#assignee", "aria-activedescendant")));
    until("on Anna", || active().contains("Anna Keller")).await;
    press("Escape");
    until("shut", || find("[role=listbox]").is_none()).await;
    assert!(!requests().contains("/assign"), "nothing was chosen");
    assert_eq!(focused(), "assignee");
    press("m");
    until("open again", || find("[role=listbox]").is_some()).await;
    press("Enter");
    until("mine", || words("#assignee").contains("Mira Okafor (you)")).await;
    until("asked", || requests().contains(&format!("{SOFIA}/assign"))).await;
    click("#assignee").await;
    click("[role=option]").await;
    until("nobody's", || words("#assignee").contains("Nobody")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_team_of_the_inbox_can_have_it_and_give_it_back() {
    // H73
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the thread", || find("#assignee").is_some()).await;
    find("#assignee").unwrap().unchecked_into::<HtmlElement>().focus().unwrap();
    press("ArrowDown");
    until("open", || find("[role=listbox]").is_some()).await;
    press("End");
    let active = || words(&format!("#{}", attribute("#assignee", "aria-activedescendant")));
    until("on the team", || active().contains("Team Glaze")).await;
    press("Enter");
    until("the team's", || words("#assignee").contains("Team Glaze")).await;
    until("asked", || requests().contains("threads/act")).await;
    until("on the row", || find(&format!("#row-{SOFIA} .owner[title=Glaze]")).is_some()).await;
    click("#assignee").await;
    click("[role=option]").await;
    until("nobody's", || words("#assignee").contains("Nobody")).await;
    until("off the row", || find(&format!("#row-{SOFIA} .owner")).is_none()).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_one_time_link_followed_again_leads_to_what_is_there() {
    let scene = Scene::at("/console/setup#used", true);
    until("the list", || count(".row") == 2).await;
    assert_eq!(window().location().pathname().unwrap(), "/console/inbox/all");
    scene.leave().await;
    let scene = Scene::at("/console/setup#fresh", false);
    until("the form", || focused() == "account-name").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn the_status_filter_shows_closed_threads() {
    // S111 S126
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    until("the thread", || find("#reply").is_some()).await;
    press("e");
    until("it left", || listed() == [TOMAS]).await;
    click(".segments button:nth-child(3)").await;
    until("closed ones", || listed() == [SOFIA]).await;
    assert_eq!(attribute(".segments button:nth-child(3)", "aria-pressed"), "true");
    assert_eq!(window().location().search().unwrap(), "?status=closed");
    click(".segments button:first-child").await;
    until("open ones", || listed() == [TOMAS]).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn german_is_complete_on_every_screen() {
    // S184
    let scene = Scene::at(&format!("/console/inbox/all/{SOFIA}"), true);
    set_details(SOFIA, &sofia().to_string());
    until("the contact", || words(".contact").contains("Agreed")).await;
    until("the thread", || find("#reply").is_some()).await;
    click("#account").await;
    until("the menu", || find("#language").is_some()).await;
    let select: web_sys::HtmlSelectElement = find("#language").unwrap().unchecked_into();
    select.set_value("de");
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    select.dispatch_event(&web_sys::Event::new_with_event_init_dict("change", &init).unwrap()).unwrap();
    until("German", || words(".views").contains("Alle Gespräche")).await;
    until("the focus is where it was", || focused() == "language").await;
    let root = window().document().unwrap().document_element().unwrap();
    assert_eq!(root.get_attribute("lang").as_deref(), Some("de"));
    let page = window().document().unwrap().body().unwrap().inner_text();
    for english in [
        "Assign",
        "Conversation",
        "Unassigned",
        "Reply",
        "Send ",
        "Opened",
        "Sign out",
        "Page",
        "Connected",
        "Known contact",
        "Agreed",
        "Owner",
        "Consent",
        "Exact",
    ] {
        assert!(!page.contains(english), "{english} in\n{page}");
    }
    assert!(find("[aria-label='Gespräch schließen']").is_some());
    scene.leave().await;
}
