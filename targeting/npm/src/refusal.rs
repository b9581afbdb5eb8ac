//! What JavaScript is told when it asks for what cannot be: an `Error` with a stable `code` and the `field` it is about.

use js_sys::{Error, Reflect};
use wasm_bindgen::JsValue;

/// An `Error` to throw. `field` is a path such as `chatflows[0].include[1].op`; empty where no field is to blame.
pub(crate) fn refusal(code: &str, field: &str, message: &str) -> Error {
    let error = Error::new(message);
    error.set_name("TargetingError");
    for (name, value) in [("code", code), ("field", field)] {
        // A fresh error takes any property; were it not so, it would still say its message.
        let _ = Reflect::set(&error, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    error
}

/// A text that must be one.
pub(crate) fn text(value: &JsValue, field: &str) -> Result<String, Error> {
    value.as_string().ok_or_else(|| refusal("shape", field, &format!("{field} is not a string")))
}
