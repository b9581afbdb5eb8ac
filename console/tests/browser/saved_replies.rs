//! Saved replies: kept in the settings, put into a reply with `/` or `#`.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlTextAreaElement;

use super::{
    SOFIA, Scene, click, count, find, focused, posts, press, refuse, requests, settle, type_text, until,
    words,
};

fn reply() -> String {
    find("#reply").unwrap().unchecked_into::<HtmlTextAreaElement>().value()
}

fn options() -> Vec<String> {
    let found = super::window().document().unwrap().query_selector_all("#reply-list [role=option]").unwrap();
    (0..found.length()).filter_map(|n| found.get(n)?.text_content()).collect()
}

/// Saves a reply in the settings, for oneself or for everybody.
async fn save(name: &str, text: &str, own: bool) {
    until("the form", || find("#reply-name").is_some()).await;
    type_text("reply-name", name);
    type_text("reply-text", text);
    if own {
        click("#reply-own").await;
    }
    click(".inset button[type=submit]").await;
    until("saved", || words(".toast") == format!("/{name} is saved.")).await;
    until("an empty form", || {
        find("#reply-name").unwrap().unchecked_into::<web_sys::HtmlInputElement>().value().is_empty()
    })
    .await;
}

#[wasm_bindgen_test]
async fn replies_are_kept_for_everybody_and_for_oneself() {
    // P45
    let scene = Scene::at("/console/settings/saved-replies", true);
    until("none yet", || words(".card").contains("Nothing is saved for everybody yet.")).await;
    click(".inset button[type=submit]").await;
    until("what is missing", || words("#reply-name-note").contains("Enter a short name")).await;
    assert_eq!(focused(), "reply-name");
    type_text("reply-name", "two words");
    type_text("reply-text", "Hello {{contact.shoe_size|you}}");
    until("named at once", || words("#reply-text-note").contains("contact.shoe_size")).await;
    click(".inset button[type=submit]").await;
    until("no short name", || words("#reply-name-note .wrong").contains("without spaces")).await;
    assert!(!requests().contains("POST"), "nothing that is wrong is sent");

    save("greet", "Hello {{contact.first_name|there}}, I am {{agent.first_name}}.", false).await;
    until("in its list", || words("[aria-labelledby=replies-shared]").contains("/greet")).await;
    save("later", "Back on Monday.", true).await;
    until("in mine", || words("[aria-labelledby=replies-own]").contains("/later")).await;

    // Who is known reads their name, and who is not what stands for it.
    click("[aria-label='Change /greet']").await;
    until("what is sent", || words("dl").contains("Hello Sofia, I am Mira.")).await;
    assert!(words("dl").contains("Hello there, I am Mira."));
    type_text("reply-name", "hello");
    click(".inset button[type=submit]").await;
    until("renamed", || words("[aria-labelledby=replies-shared]").contains("/hello")).await;
    click("[aria-label='Delete /later']").await;
    until("sure", || words("dialog.ask").contains("Delete /later")).await;
    click("dialog.ask .danger").await;
    until("gone", || words(".card").contains("You have saved none for yourself yet.")).await;
    assert!(requests().contains("DELETE /api/me/saved-replies/s-1"));
    refuse("/api/saved-replies", 422, "too_many");
    type_text("reply-name", "more");
    type_text("reply-text", "x");
    click(".inset button[type=submit]").await;
    until("why not", || words(".inset [role=alert]").contains("too many")).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_slash_or_a_hash_puts_a_saved_reply_into_the_reply() {
    // P45
    let scene = Scene::at("/console/settings/saved-replies", true);
    save("greet", "Hello {{contact.first_name|there}}, I am {{agent.first_name}}.", false).await;
    save("refund", "Your money is back in 5 days.", true).await;
    click(".rail a[href^='/console/inbox']").await;
    super::open(SOFIA).await;
    until("the link", || words(".foot").contains("Connected")).await;
    press("r");

    type_text("reply", "/");
    until("all of them", || options().len() == 2).await;
    let area = find("#reply").unwrap();
    assert_eq!(area.get_attribute("aria-activedescendant").as_deref(), Some("reply-list-0"));
    type_text("reply", "/mon");
    until("by its words", || options().len() == 1 && options()[0].contains("/refund")).await;
    press("Escape");
    until("no list", || options().is_empty()).await;
    assert_eq!(reply(), "/mon", "Escape leaves the text as it is");
    assert_eq!(area.get_attribute("aria-activedescendant"), None);

    type_text("reply", "#");
    until("again", || options().len() == 2).await;
    press("ArrowDown");
    until("the second", || area.get_attribute("aria-activedescendant").as_deref() == Some("reply-list-1"))
        .await;
    press("ArrowUp");
    press("Enter");
    until("in the field", || reply() == "Hello Sofia, I am Mira.").await;
    assert_eq!((focused().as_str(), posts()), ("reply", 0), "Enter chose, and did not send");
    until("no list", || options().is_empty()).await;

    // In an address or a fraction nothing is meant.
    type_text("reply", "see https://kiln.example/re");
    settle(30).await;
    assert_eq!(count("#reply-list"), 0);
    press("Enter");
    until("sent as it is", || posts() == 1).await;
    scene.leave().await;
}
