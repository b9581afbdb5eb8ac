//! Which chatflow comes first: all the way by a menu, anywhere by hand, and back (H53).

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{KeyboardEvent, KeyboardEventInit};

use super::owner::{at, is_disabled, names, press_button, sent};
use super::{click, find, focused, refuse, until, window, words};

/// An event of dragging, on an element.
fn drag(name: &str, selector: &str) -> bool {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = web_sys::Event::new_with_event_init_dict(name, &init).unwrap();
    find(selector).unwrap().dispatch_event(&event).unwrap()
}

fn press_key(key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    window().document().unwrap().active_element().unwrap().dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn a_chatflow_goes_to_the_top_and_to_the_bottom_by_its_menu() {
    // H53
    let scene = at("/console/chatflows", "admin");
    until("three", || names() == "Teapot help, Regulars, Everywhere").await;
    press_button("Priority of Everywhere").await;
    until("the menu has the focus", || focused() == "top-all").await;
    press_key("ArrowDown");
    assert_eq!(focused(), "bottom-all");
    press_key("ArrowDown");
    assert_eq!(focused(), "top-all");
    assert!(is_disabled("#bottom-all") && !is_disabled("#top-all"), "it is the last one");
    click("#top-all").await;
    until("moved", || names() == "Everywhere, Teapot help, Regulars").await;
    until("the focus stays with it", || focused() == "priority-all").await;
    until("told", || words("[role=status] .toast span") == "Everywhere is now number 1 of 3.").await;
    until("sent", || sent("PUT", "/api/chatflows/order")["chatflows"] == json!(["all", "tea", "vip"])).await;
    press_button("Undo").await;
    until("back", || names() == "Teapot help, Regulars, Everywhere").await;
    until("sent", || sent("PUT", "/api/chatflows/order")["chatflows"] == json!(["tea", "vip", "all"])).await;
    press_button("Priority of Teapot help").await;
    until("the menu", || focused() == "top-tea").await;
    press_key("End");
    refuse("/order", 500, "internal");
    click("#bottom-tea").await;
    until("told", || words(".toast").contains("The order was not changed")).await;
    until("put back", || names() == "Teapot help, Regulars, Everywhere").await;
    scene.leave().await;
}

#[wasm_bindgen_test]
async fn a_chatflow_is_dragged_to_the_place_of_another() {
    // H53
    let scene = at("/console/chatflows", "admin");
    until("three", || names() == "Teapot help, Regulars, Everywhere").await;
    let (first, last) = (".table tbody tr:first-child", ".table tbody tr:last-child");
    assert!(drag("dragover", last), "nothing is carried yet");
    drag("dragstart", ".table tbody tr:first-child .flow-handle");
    assert!(!drag("dragover", last), "it may be dropped");
    until("shown where", || find(".table tbody tr:last-child.flow-below").is_some()).await;
    drag("dragend", ".table tbody tr:first-child .flow-handle");
    until("let go of", || find(".flow-below").is_none()).await;
    assert_eq!(names(), "Teapot help, Regulars, Everywhere");
    drag("dragstart", ".table tbody tr:last-child .flow-handle");
    drag("dragover", first);
    until("shown where", || find(".table tbody tr:first-child.flow-above").is_some()).await;
    drag("drop", first);
    until("moved", || names() == "Everywhere, Teapot help, Regulars").await;
    until("told", || words(".toast span") == "Everywhere is now number 1 of 3.").await;
    until("sent", || sent("PUT", "/api/chatflows/order")["chatflows"] == json!(["all", "tea", "vip"])).await;
    scene.leave().await;
}
