//! Opening a line to the edge: a web socket, or what looks like one where the network lets none pass.
//!
//! Which of the two is decided by the script that started the console, for the widget as well (N25).

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::WebSocket;

use super::window;

thread_local! {
    static OPEN: RefCell<Option<Function>> = RefCell::default();
}

/// Lines are opened by this function from now on: of a path, and the proof that requests of our own page carry.
pub(crate) fn open_by(open: Function) {
    OPEN.set(Some(open));
}

/// Opens a line to a path of the edge. Where nobody said how, it is a socket.
///
/// # Errors
/// What the browser throws: it allows no socket there.
pub(crate) fn open(path: &str, proof: &str) -> Result<WebSocket, JsValue> {
    match OPEN.with_borrow(Clone::clone) {
        Some(open) => open.call2(&JsValue::NULL, &path.into(), &proof.into()).map(JsCast::unchecked_into),
        None => WebSocket::new(&(window().location().origin()?.replacen("http", "ws", 1) + path)),
    }
}
