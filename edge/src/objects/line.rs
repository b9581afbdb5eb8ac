//! A line: the way of frames between an object and one client.
//!
//! Whoever answers frames knows a line and not what it is made of. What a line carries beside frames is one text, its
//! attachment; what stands in it is [`link`](super::link)'s.

use std::rc::Rc;

use worker::{State, WebSocket};

use crate::error::Error;
use crate::platform::broken;
use crate::poll::Session;

/// One client's line.
#[derive(Clone)]
pub(super) enum Line {
    /// A web socket. Its attachment survives hibernation.
    Socket(WebSocket),
    /// A client that polls. All of it is forgotten with the object.
    Poll(Rc<Session>),
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Socket(one), Self::Socket(other)) => one == other,
            (Self::Poll(one), Self::Poll(other)) => Rc::ptr_eq(one, other),
            (Self::Socket(_), Self::Poll(_)) | (Self::Poll(_), Self::Socket(_)) => false,
        }
    }
}

impl Line {
    /// Every socket of an object.
    pub(super) fn sockets(state: &State) -> impl Iterator<Item = Self> {
        state.get_websockets().into_iter().map(Self::Socket)
    }

    pub(super) fn attachment(&self) -> Option<String> {
        match self {
            Self::Socket(socket) => socket.deserialize_attachment().ok().flatten(),
            Self::Poll(session) => Some(session.attachment()),
        }
    }

    pub(super) fn attach(&self, text: String) -> Result<(), Error> {
        match self {
            Self::Socket(socket) => {
                socket.serialize_attachment(text).map_err(broken("a socket's attachment"))
            }
            Self::Poll(session) => {
                session.attach(text);
                Ok(())
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
            Self::Poll(session) => session.send(json),
        }
    }

    /// Whether it is over by its own account; a socket tells that by an event.
    pub(super) fn has_ended(&self) -> bool {
        match self {
            Self::Socket(_) => false,
            Self::Poll(session) => session.has_ended(),
        }
    }

    /// Closes it from our side.
    pub(super) fn close(&self, code: u16, reason: &str) {
        match self {
            Self::Socket(socket) => {
                // Closed already is as good.
                let _closed = socket.close(Some(code), Some(reason));
            }
            Self::Poll(session) => session.close(code),
        }
    }
}
