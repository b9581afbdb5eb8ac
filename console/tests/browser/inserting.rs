//! What is put into a reply: by the menu, as a link, as an emoji.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlTextAreaElement;

use super::{SOFIA, Scene, click, count, find, focused, posts, press, type_text, until, words};

fn reply() -> HtmlTextAreaElement {
    find("#reply").unwrap().unchecked_into()
}

fn field(id: &str) -> String {
    find(&format!("#{id}")).unwrap().unchecked_into::<web_sys::HtmlInputElement>().value()
}

async fn opened() -> Scene {
    let scene = Scene::at("/console/inbox", true);
    super::open(SOFIA).await;
    press("r");
    until("the reply", || focused() == "reply").await;
    scene
}

#[wasm_bindgen_test]
async fn the_menu_offers_whatever_can_be_put_into_a_reply() {
    // S132
    let scene = opened().await;
    click(".composer [aria-label='Insert']").await;
    until("the menu", || focused() == "insert-0").await;
    assert_eq!(words("#insert-box"), "Saved replyLinkFileEmoji");
    press("ArrowDown");
    assert_eq!(focused(), "insert-1");
    press("Escape");
    until("back in the reply", || focused() == "reply" && find("#insert-box").is_none()).await;
    click(".composer [aria-label='Insert']").await;
    click("#insert-0").await;
    until("the mark of a saved reply", || reply().value() == "/" && focused() == "reply").await;
    click(".composer [aria-label='Insert']").await;
    click("#insert-3").await;
    until("the emoji", || focused() == "emoji-search").await;
    press("Escape");
    until("shut", || find("#insert-box").is_none()).await;
    assert_eq!(posts(), 0);
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_link_takes_the_place_of_the_words_that_were_marked() {
    // S133
    let scene = opened().await;
    type_text("reply", "See our prices below.");
    reply().set_selection_range(4, 14).unwrap();
    click(".composer [aria-label='Insert a link']").await;
    // The words are there, and the address is asked for.
    until("the address", || focused() == "link-address").await;
    assert_eq!(field("link-words"), "our prices");
    click("#insert-box button[type=submit]").await;
    until("it is missing", || words("#link-note").contains("Enter an address")).await;
    type_text("link-address", "javascript:alert(1)");
    click("#insert-box button[type=submit]").await;
    until("no such link", || words("#link-note").contains("Only https, http and mailto")).await;
    assert_eq!(reply().value(), "See our prices below.");
    type_text("link-address", "kiln.example/prices");
    until("as it will be", || {
        words("#link-note") == "The visitor sees: our prices (https://kiln.example/prices)"
    })
    .await;
    click("#insert-box button[type=submit]").await;
    until("in the reply", || reply().value() == "See our prices (https://kiln.example/prices) below.").await;
    assert_eq!((focused().as_str(), posts()), ("reply", 0));
    press("Enter");
    until("sent as it reads", || posts() == 1).await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn an_emoji_is_found_by_its_name_and_is_the_first_next_time() {
    // S132
    let scene = opened().await;
    type_text("reply", "Done");
    reply().set_selection_range(4, 4).unwrap();
    click(".composer [aria-label='Insert an emoji']").await;
    until("the search", || focused() == "emoji-search").await;
    assert!(count("#emoji-list [role=option]") > 240);
    press("ArrowDown");
    press("ArrowRight");
    until("the second of the second line", || {
        find("#emoji-9").unwrap().get_attribute("aria-selected").as_deref() == Some("true")
    })
    .await;
    type_text("emoji-search", "rakete");
    until("the one", || count("#emoji-list [role=option]") == 1).await;
    assert_eq!(words("#insert-box [role=status]"), "rocket");
    press("Enter");
    until("in the reply", || reply().value() == "Done🚀" && find("#insert-box").is_none()).await;
    assert_eq!(focused(), "reply");
    click(".composer [aria-label='Insert an emoji']").await;
    until("first now", || words("#emoji-0") == "🚀").await;
    type_text("emoji-search", "no such thing");
    until("nothing", || words("#insert-box [role=status]") == "No emoji fits.").await;
    press("Enter");
    press("Escape");
    until("shut", || find("#insert-box").is_none()).await;
    assert_eq!((reply().value().as_str(), posts()), ("Done🚀", 0));
    scene.leave().await;
}
