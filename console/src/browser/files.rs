//! Files that people choose.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, HtmlInputElement};

/// The file that was just chosen, in base64.
pub(crate) async fn chosen_base64(event: &Event) -> Option<String> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file: Blob = field.files()?.get(0)?.into();
    let bytes = js_sys::Uint8Array::new(&JsFuture::from(file.array_buffer()).await.ok()?).to_vec();
    // The same file can be chosen again.
    field.set_value("");
    // Each byte as the character of its number, which is what the browser encodes.
    let text: String = bytes.into_iter().map(char::from).collect();
    super::window().btoa(&text).ok()
}

/// The text of the file that was just chosen; `None` where it cannot be read as one.
pub(crate) async fn chosen(event: &Event) -> Option<String> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file: Blob = field.files()?.get(0)?.into();
    JsFuture::from(file.text()).await.ok()?.as_string()
}
