//! What a press does on its way to being a click.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::owner::{editor, find_fault};
use super::{Scene, find, settle, type_text, until, window, words};

/// Something that a pointer does.
fn point(what: &str) {
    window().dispatch_event(&web_sys::Event::new(what).unwrap()).unwrap();
}

/// Types into a field and leaves it, as a press elsewhere makes the browser do.
fn types_and_is_pressed_away(id: &str, text: &str) {
    let field = find(&format!("#{id}")).unwrap().unchecked_into::<HtmlElement>();
    field.focus().unwrap();
    type_text(id, text);
    point("pointerdown");
    field.blur().unwrap();
}

#[wasm_bindgen_test]
async fn nothing_moves_under_a_press_that_leaves_a_field() {
    // What is said below a field would move the button that is being pressed, and the click would be lost
    let scene = editor("/console/chatflows/tea/targeting").await;
    find_fault(r#"[{"field": "include[0].value", "code": "rule_value", "stops": "saving", "message": ""}]"#);
    types_and_is_pressed_away("rule-0", " ");
    settle(450).await;
    assert_eq!(words("#rule-0-said"), "", "while it is down");
    point("pointerup");
    assert_eq!(words("#rule-0-said"), "", "and until its click has come");
    until("said", || !words("#rule-0-said").is_empty()).await;
    scene.leave().await;

    // A press that is taken away, as when a finger begins to scroll, ends as well; and so it is at the door.
    let scene = Scene::at("/console/sign-in", false);
    until("the form", || find("#email").is_some()).await;
    types_and_is_pressed_away("email", "mira");
    settle(20).await;
    assert_eq!(words("#email-note"), "");
    point("pointercancel");
    until("said", || !words("#email-note").is_empty()).await;
    scene.leave().await;
}
