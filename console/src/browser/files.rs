//! Files that people choose.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, HtmlInputElement};

/// The text of the file that was just chosen; `None` where it cannot be read as one.
pub(crate) async fn chosen(event: &Event) -> Option<String> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file: Blob = field.files()?.get(0)?.into();
    JsFuture::from(file.text()).await.ok()?.as_string()
}
