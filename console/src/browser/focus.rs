//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use super::document;

/// What has the focus; `None` when nothing has it.
pub(crate) fn focused() -> Option<Element> {
    let document = document();
    let element = document.active_element()?;
    let body = document.body().map(|body| body.is_same_node(Some(&element)));
    (body != Some(true)).then_some(element)
}

/// Moves the focus to the element of an id. False if there is none, or if it is not shown and so cannot take it.
pub(crate) fn to_id(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element
        .is_some_and(|element| element.focus().is_ok() && focused().is_some_and(|focused| focused.id() == id))
}

/// As [`to_id`], without scrolling anything.
pub(crate) fn to_id_where_it_is(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Whether letters typed into an element are text.
pub(crate) fn takes_text(element: &Element) -> bool {
    element
        .matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")
        .unwrap_or(false)
}

/// Whether Enter operates an element by itself.
pub(crate) fn is_control(element: &Element) -> bool {
    element.matches("a, button, summary, [role=button], [role=switch]").unwrap_or(false)
}

/// Whether an element is the scrolled log of a thread, where arrow keys read on.
pub(crate) fn scrolls(element: &Element) -> bool {
    element.matches("[role=log]").unwrap_or(false)
}
