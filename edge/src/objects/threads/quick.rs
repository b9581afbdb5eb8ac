//! What thousands of visitors do at once after a restart, in calls that are done when they return: opening a socket, and
//! the frames that need nothing from elsewhere.
//!
//! A future, and what carries it between Rust and JavaScript, costs more than what is done in it. The shim calls these
//! (`edge/shim/object.js`); what they leave goes the ordinary way.

use protocol::frame::ClientFrame;
use protocol::limits::{FRAME_BYTES, HELLO_MS};
use wasm_bindgen::prelude::wasm_bindgen;
use worker::worker_sys::web_sys;

use super::Threads;
use super::visitor::Identity;
use crate::error::Error;
use crate::objects::line::Line;
use crate::objects::link::Held;
use crate::platform::clock::now_ms;
use crate::platform::{log, random};

#[wasm_bindgen]
impl Threads {
    /// A socket was accepted for a page of this origin. Whether it can be kept.
    #[wasm_bindgen(js_name = quickOpen)]
    #[must_use]
    pub fn quick_open(&self, socket: web_sys::WebSocket, origin: String) -> bool {
        let opened = self.opened(&Line::Socket(socket.into()), origin);
        opened.inspect_err(|error| log(error, &random::request_id())).is_ok()
    }

    /// A socket's text. Whether it was answered: what waits for something is left, and so is what is no frame.
    #[wasm_bindgen(js_name = quickHeard)]
    #[must_use]
    pub fn quick_heard(&self, socket: web_sys::WebSocket, text: &str) -> bool {
        if text.len() > FRAME_BYTES {
            return false;
        }
        let Ok(frame) = ClientFrame::parse(text) else { return false };
        if matches!(frame, ClientFrame::Post { .. } | ClientFrame::Email { .. }) {
            return false;
        }
        let line = Line::Socket(socket.into());
        let Some(held) = Held::<Identity>::of(&line).filter(|held| !held.sent_away) else { return false };
        self.hear(&line, held, frame);
        true
    }
}

impl Threads {
    fn opened(&self, line: &Line, origin: String) -> Result<(), Error> {
        Held::<Identity>::opening(origin, None).keep(line)?;
        let now = now_ms();
        self.lines.opened(now);
        self.ring_by(now + HELLO_MS)
    }
}
