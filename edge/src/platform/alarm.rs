//! An object's one alarm, set without waiting.
//!
//! The call itself puts the alarm among the object's pending writes, so that it commits together with the rows
//! written in the same turn. Waiting for the answer first would leave a moment in which the rows exist and nobody
//! comes back for them.

use wasm_bindgen::JsValue;
use worker::Storage;

use super::threw;
use crate::error::Error;

/// Rings at `at` (ms), instead of any time set before.
pub(crate) fn ring_at(storage: &Storage, at: u64) -> Result<(), Error> {
    let date = js_sys::Date::new(&JsValue::from_f64(at as f64));
    // The promise tells when it is stored. The output gate holds back every answer until then, and a failure resets
    // the object, so nobody has to look at it.
    storage.as_raw().set_alarm(date, JsValue::UNDEFINED.into()).map(drop).map_err(threw("setting an alarm"))
}
