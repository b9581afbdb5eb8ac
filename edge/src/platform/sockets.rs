//! Sockets as the platform knows them: which is which, and when it last answered a ping without waking the object.
//!
//! Bound here because `worker` does not know `getWebSocketAutoResponseTimestamp`, and because a socket is told apart by
//! being the same object.

use wasm_bindgen::prelude::*;
use worker::{State, WebSocket, web_sys};

#[wasm_bindgen]
extern "C" {
    type ObjectState;

    #[wasm_bindgen(method, catch, js_name = getWebSocketAutoResponseTimestamp)]
    fn auto_response_timestamp(this: &ObjectState, socket: &JsValue) -> Result<JsValue, JsValue>;

    type WeakMap;

    #[wasm_bindgen(constructor)]
    fn new() -> WeakMap;

    #[wasm_bindgen(method)]
    fn get(this: &WeakMap, key: &JsValue) -> JsValue;

    #[wasm_bindgen(method)]
    fn set(this: &WeakMap, key: &JsValue, value: &JsValue) -> JsValue;
}

/// When a socket's ping was last answered, in ms; `None` where there was none yet.
pub(crate) fn last_answered(state: &State, socket: &WebSocket) -> Option<u64> {
    let state: &JsValue = state.as_raw().as_ref();
    let answered = state.unchecked_ref::<ObjectState>().auto_response_timestamp(object(socket));
    let date = answered.ok()?.dyn_into::<js_sys::Date>().ok()?;
    // Positive and far below 2^53, like every time here.
    Some(date.get_time() as u64)
}

/// The same JavaScript object for as long as this instance of the object lives.
fn object(socket: &WebSocket) -> &JsValue {
    let raw: &web_sys::WebSocket = socket.as_ref();
    raw.as_ref()
}

/// A number for each socket. What is gone for JavaScript is gone from here.
pub(crate) struct Numbers {
    known: WeakMap,
    last: u32,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { known: WeakMap::new(), last: 0 }
    }
}

impl Numbers {
    /// The socket's number; a new one where it had none.
    pub(crate) fn of(&mut self, socket: &WebSocket) -> u32 {
        // Counted up from one: far below 2^32 in the life of an instance.
        if let Some(number) = self.known.get(object(socket)).as_f64() {
            return number as u32;
        }
        self.last += 1;
        self.known.set(object(socket), &self.last.into());
        self.last
    }
}
