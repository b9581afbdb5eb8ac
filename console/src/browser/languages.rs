//! What a language is called in the reader's own.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::texts::Language;

/// "German", "Deutsch": the name of a tag; the tag itself where the browser does not know it.
pub(crate) fn language_name(tag: &str, language: Language) -> String {
    named(tag, language).unwrap_or_else(|| tag.to_owned())
}

/// `new Intl.DisplayNames([language], { type: "language" }).of(tag)`, which js-sys has no words for.
fn named(tag: &str, language: Language) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let names: Function = Reflect::get(&intl, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"language".into()).ok()?;
    let arguments = Array::of2(&Array::of1(&language.tag().into()), &options);
    let names = Reflect::construct(&names, &arguments).ok()?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    of.call1(&names, &JsValue::from_str(tag)).ok()?.as_string()
}
