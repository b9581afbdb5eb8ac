//! Numbers, as the reader's language writes them.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::texts::Language;

thread_local! {
    /// Making a format is slow, using one is fast.
    static FORMATS: RefCell<HashMap<(Language, u8), Function>> = RefCell::default();
}

/// A number with so many places behind the point: "1,234.5".
pub(crate) fn number(value: f64, places: u8, language: Language) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        let made = formats.entry((language, places)).or_insert_with(|| {
            let options = Object::new();
            for name in ["minimumFractionDigits", "maximumFractionDigits"] {
                let _ = Reflect::set(&options, &name.into(), &places.into());
            }
            Intl::NumberFormat::new(&Array::of1(&language.tag().into()), &options).format()
        });
        made.clone()
    });
    let text = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(value)).ok();
    text.and_then(|text| text.as_string()).unwrap_or_default()
}
