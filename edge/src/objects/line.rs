//! A line: the way of frames between an object and one client.
//!
//! Whoever answers frames knows a line and not what it is made of. What a line carries beside frames is one text, its
//! attachment; what stands in it is [`link`](super::link)'s.

use worker::{State, WebSocket};

use crate::error::Error;
use crate::platform::broken;

/// One client's line.
#[derive(Clone, PartialEq)]
pub(super) enum Line {
    /// A web socket. Its attachment survives hibernation.
    Socket(WebSocket),
}

impl Line {
    /// Every socket of an object.
    pub(super) fn sockets(state: &State) -> impl Iterator<Item = Self> {
        state.get_websockets().into_iter().map(Self::Socket)
    }

    pub(super) fn attachment(&self) -> Option<String> {
        match self {
            Self::Socket(socket) => socket.deserialize_attachment().ok().flatten(),
        }
    }

    pub(super) fn attach(&self, text: String) -> Result<(), Error> {
        match self {
            Self::Socket(socket) => {
                socket.serialize_attachment(text).map_err(broken("a socket's attachment"))
            }
        }
    }

    /// Sends a frame that is written already. A line that is closing loses it: the client resumes.
    pub(super) fn send(&self, json: &str) {
        match self {
            Self::Socket(socket) => {
                // The only failure is a socket that is closed, and its close event comes by itself.
                let _closed = socket.send_with_str(json);
            }
        }
    }

    /// Closes it from our side.
    pub(super) fn close(&self, code: u16, reason: &str) {
        match self {
            Self::Socket(socket) => {
                // Closed already is as good.
                let _closed = socket.close(Some(code), Some(reason));
            }
        }
    }
}
