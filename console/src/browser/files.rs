//! Files that people choose.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, File, HtmlInputElement};

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

/// The files that a drop or a paste brings; `None` where it brings none. A picture of a text that is pasted with it is no
/// file that somebody meant.
pub(crate) fn carried(event: &Event) -> Option<Vec<File>> {
    let field =
        |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok().filter(|value| value.is_object());
    let data = field(event, "dataTransfer").or_else(|| field(event, "clipboardData"))?;
    let kinds: Vec<String> =
        js_sys::Array::from(&field(&data, "types")?).iter().filter_map(|kind| kind.as_string()).collect();
    let has = |kind: &str| kinds.iter().any(|known| known == kind);
    if !has("Files") || (event.type_() == "paste" && has("text/plain")) {
        return None;
    }
    Some(
        js_sys::Array::from(&field(&data, "files")?).iter().filter_map(|file| file.dyn_into().ok()).collect(),
    )
}
