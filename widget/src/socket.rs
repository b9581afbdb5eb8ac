//! The visitor's socket: a browser's WebSocket that is closed and silent as soon as it is dropped.
//!
//! Knows open, close and text. When to connect again is `protocol::delivery`'s.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use crate::listen::{Held, listener};
use crate::page::Page;

/// What a socket tells.
pub(crate) enum SocketEvent {
    /// It is open.
    Opened,
    /// It is closed, or could not be opened.
    Closed(u16),
    /// A text frame came.
    Text(String),
}

/// An open or opening socket.
pub(crate) struct Socket {
    raw: WebSocket,
    _listeners: [Held; 3],
}

impl Socket {
    /// Opens a socket at a path of the edge.
    pub(crate) fn open(page: &Page, path: &str, tell: Rc<dyn Fn(SocketEvent)>) -> Self {
        let raw = page.socket(path);
        let (opened, closed, text) = (tell.clone(), tell.clone(), tell);
        let listeners = [
            listener(page, &raw, "open", Box::new(move |_| opened(SocketEvent::Opened))),
            listener(
                page,
                &raw,
                "close",
                Box::new(move |event| {
                    let code = event.dyn_ref::<CloseEvent>().map_or(1006, CloseEvent::code);
                    closed(SocketEvent::Closed(code));
                }),
            ),
            listener(
                page,
                &raw,
                "message",
                Box::new(move |event| {
                    let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
                    if let Some(data) = data {
                        text(SocketEvent::Text(data));
                    }
                }),
            ),
        ];
        Self { raw, _listeners: listeners }
    }

    /// Sends a text frame. A socket that cannot send any more is found out by `delivery`: no answer comes.
    pub(crate) fn send(&self, text: &str) {
        let _ = self.raw.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.raw.close();
    }
}
