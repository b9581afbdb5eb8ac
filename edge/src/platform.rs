//! The few things of the platform that `worker` does not bind, or binds without saying that they can fail.
//!
//! Everything here exists only in the Worker.

pub(crate) mod alarm;
pub(crate) mod clock;
pub(crate) mod incoming;
pub(crate) mod outgoing;
pub(crate) mod random;
pub(crate) mod reply;
pub(crate) mod settings;
pub(crate) mod signatures;
pub(crate) mod sockets;
pub(crate) mod sql;

use crate::error::Error;

/// A failure of the platform while doing something.
pub(crate) fn broken(context: &'static str) -> impl FnOnce(worker::Error) -> Error {
    move |error| Error::fault(context, error)
}

/// The same for what JavaScript threw.
pub(crate) fn threw(context: &'static str) -> impl FnOnce(wasm_bindgen::JsValue) -> Error {
    move |value| Error::fault(context, text_of(&value))
}

/// What JavaScript threw, in words.
pub(crate) fn text_of(value: &wasm_bindgen::JsValue) -> String {
    use wasm_bindgen::JsCast as _;
    match value.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => value.as_string().unwrap_or_else(|| "something that is no error".to_owned()),
    }
}

/// Writes a fault to the log, once.
pub(crate) fn log(error: &Error, request_id: &str) {
    if let Some(line) = error.log_line(request_id) {
        worker::console_error!("{line}");
    }
}
