//! How an agent finds conversations: words, filters, saved views, and back again.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::{
    HOSTILE, SOFIA, Scene, TOMAS, click, count, find, focused, press, requests, row, type_text, until,
    window, words,
};

fn path() -> String {
    let location = window().location();
    location.pathname().unwrap() + &location.search().unwrap()
}

/// Chooses in a select.
fn choose(selector: &str, value: &str) {
    let select: HtmlSelectElement = find(selector).unwrap().unchecked_into();
    select.set_value(value);
    select.dispatch_event(&web_sys::Event::new("change").unwrap()).unwrap();
}

#[wasm_bindgen_test]
async fn words_are_searched_for_marked_and_left_again() {
    // S110 P52
    let scene = Scene::at("/console/inbox/unassigned", true);
    until("two rows", || count(".row") == 2).await;
    press("/");
    assert_eq!(focused(), "search");
    type_text("search", "sof");
    until("found", || count(".row") == 1 && find(&row(SOFIA)).is_some()).await;
    assert_eq!(words(".row .name mark"), "Sof");
    assert_eq!(words("h1"), "Search");
    assert!(words(".list-tools").contains("1 found"));
    assert_eq!(path(), "/console/inbox/unassigned?q=sof");
    assert_eq!(focused(), "search", "one types on");
    type_text("search", "nothing like this");
    until("what was searched", || words(".rows").contains("No conversation with “nothing like this”")).await;
    type_text("search", "is:nonsense");
    until("what is wrong", || words(".rows").contains("cannot be searched for")).await;
    press("Escape");
    until("back where one was", || path() == "/console/inbox/unassigned" && count(".row") == 2).await;
    assert_eq!(find("#search").unwrap().unchecked_into::<HtmlInputElement>().value(), "");
    until("in the list", || focused() == format!("row-{SOFIA}")).await;
    assert_eq!(requests().matches("search?").count(), 3, "not one for each letter");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn what_was_found_is_marked_as_text() {
    // P52
    let scene = Scene::at("/console/inbox/all?q=bold", true);
    until("found", || find(&row(TOMAS)).is_some() && count(".row") == 1).await;
    assert_eq!(words(&format!("{} .name", row(TOMAS))), HOSTILE);
    assert_eq!(words(".row .name mark"), "bold");
    assert_eq!(count(".row b, .row img"), 0);
    let search: HtmlInputElement = find("#search").unwrap().unchecked_into();
    assert_eq!(search.value(), "bold", "an address holds a search");
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_filter_is_said_in_a_sentence_and_saved_as_a_view() {
    // S111 S113 P48
    let scene = Scene::at("/console/", true);
    until("two rows", || count(".row") == 2).await;
    press("f");
    until("the form", || find(".filter-form").is_some()).await;
    choose(".filter-test .pick:first-child select", "assignee");
    until("its values", || words(".filter-test").contains("Anna Keller")).await;
    choose(".filter-test > .pick:nth-child(3) select", "anna");
    choose(".filter-test > .pick:nth-child(2) select", "true");
    until("in words", || words(".filter-line p") == "Assignee is not Anna Keller").await;
    click(".filter-group .add").await;
    until("a second condition", || count(".filter-test") == 2).await;
    choose(".filter-test:nth-of-type(3) .pick:first-child select", "status");
    until("its values", || words(".filter-test:nth-of-type(3)").contains("snoozed")).await;
    choose(".filter-test:nth-of-type(3) > .pick:nth-child(3) select", "open");
    choose(".filter-group .joint select", "true");
    until("both", || words(".filter-line p") == "Assignee is not Anna Keller or Status is open").await;
    assert!(path().starts_with("/console/inbox/all?filter="));

    click(".line-acts .link").await;
    until("asked", || find("#view-name").is_some()).await;
    click("dialog.ask button[type=submit]").await;
    until("a name is missing", || words("dialog.ask").contains("needs a name")).await;
    type_text("view-name", HOSTILE);
    click("#view-shared").await;
    click("dialog.ask button[type=submit]").await;
    until("in the sidebar", || words(".views").contains(HOSTILE)).await;
    until("opened", || path() == "/console/inbox/all?saved=v-0" && words("h1") == HOSTILE).await;
    assert_eq!(count(".views img"), 0);
    until("counted", || words(".views ul:nth-of-type(2) .count") == "2").await;

    click(".line-acts .link").await;
    until("asked again", || find("#view-name").is_some()).await;
    type_text("view-name", "Ours");
    click("dialog.ask button[type=submit]").await;
    until("renamed", || words("h1") == "Ours").await;
    click(".line-acts .link:nth-child(2)").await;
    until("sure", || words("dialog.ask").contains("Delete the view Ours")).await;
    click("dialog.ask .danger").await;
    until("gone", || path() == "/console/inbox/all" && !words(".views").contains("Ours")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn escape_shuts_a_filter_and_shows_the_view_again() {
    // P48
    let scene = Scene::at("/console/inbox/mine", true);
    until("nothing of mine", || words(".rows").contains("Nothing is assigned")).await;
    press("f");
    until("begins with what is shown", || count(".filter-test") == 2).await;
    find(".filter-test .button").unwrap().unchecked_into::<HtmlElement>().click();
    until("fewer conditions", || count(".filter-test") == 1 && count(".row") == 2).await;
    find(".filter-form .form-acts .line").unwrap().unchecked_into::<HtmlElement>().click();
    until("the form is shut", || find(".filter-form").is_none()).await;
    assert!(find(".filter-line").is_some(), "the filter is not");
    press("Escape");
    until("the view", || path() == "/console/inbox/mine").await;
    scene.leave().await;
}
