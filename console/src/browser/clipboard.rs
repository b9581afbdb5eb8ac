//! Putting a text where it can be pasted from.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlTextAreaElement;

use super::{document, window};

/// Copies a text. False where the browser does not allow it, as on pages without https.
pub(crate) async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // The standard has it only in secure contexts, whatever its type says.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Moves the focus to a text field and selects all of it, so that a key copies it.
pub(crate) fn select(id: &str) {
    super::focus::to_id(id);
    select_all(id);
}

/// Selects all of a text field.
pub(crate) fn select_all(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(field) = element.and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok()) {
        field.select();
    }
}
