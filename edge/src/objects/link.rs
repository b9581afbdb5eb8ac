//! One client's line, visitors' and agents' alike: reading frames, answering, refusing, closing.
//!
//! Nothing in here fails towards its caller: an exception in a socket handler is silent in workerd, so whatever goes
//! wrong becomes an error frame. Who a line belongs to is in its attachment. Does not know how frames travel: that is
//! [`Line`]'s.

use protocol::code::{Code, close};
use protocol::frame::{ClientFrame, PING, PONG, ServerFrame};
use protocol::limits::{BAD_FRAMES, FRAME_BYTES};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::{Response, State, WebSocketIncomingMessage, WebSocketPair, WebSocketRequestResponsePair};

use super::line::Line;
use crate::credit::Kept;
use crate::error::Error;
use crate::json::tree;
use crate::platform::{broken, clock, log, random, threw};

/// What a line carries, a socket also through hibernation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Held<I> {
    /// Who it is; `None` until `hello` was accepted.
    pub(super) identity: Option<I>,
    /// What was known when it opened.
    pub(super) opening: String,
    /// When it opened, in ms.
    pub(super) opened_at: u64,
    /// Frames so far that were no frames.
    pub(super) bad: u32,
    /// Whether it was sent away for its silence. A client that does not answer the close keeps it among the object's
    /// sockets for as long as it likes; without this mark the alarm would ring for it again and again.
    #[serde(default)]
    pub(super) sent_away: bool,
    /// What it was sent, where its client counts that.
    #[serde(default)]
    pub(super) flow: Option<Kept>,
    /// When it pinged in a spelling that the platform does not answer, in ms.
    #[serde(default)]
    pub(super) pinged_at: u64,
}

impl<I: Serialize + DeserializeOwned> Held<I> {
    pub(super) fn of(line: &Line) -> Option<Self> {
        tree::from_str(&line.attachment()?).ok()
    }

    pub(super) fn keep(&self, line: &Line) -> Result<(), Error> {
        let text = serde_json::to_string(self).map_err(|error| Error::fault("a line's attachment", error))?;
        line.attach(text)
    }

    /// What a line carries from its first moment on.
    pub(super) fn opening(opening: String, identity: Option<I>) -> Self {
        let opened_at = clock::now_ms();
        Self { identity, opening, opened_at, bad: 0, sent_away: false, flow: None, pinged_at: 0 }
    }

    /// Ends a socket that did not say `hello` in time.
    pub(super) fn send_away(self, line: &Line) {
        self.mark_sent_away(line);
        dismiss(line, Code::AuthRequired, "no hello in 10 seconds", close::HELLO_TIMEOUT);
    }

    /// Ends a socket on whose other side nobody listens.
    pub(super) fn give_up(self, line: &Line, code: u16, reason: &str) {
        self.mark_sent_away(line);
        end(line, code, reason);
    }

    /// From now on it is nobody's: its end is under way.
    pub(super) fn mark_sent_away(self, line: &Line) {
        if let Err(error) = (Self { sent_away: true, ..self }).keep(line) {
            log(&error, &random::request_id());
        }
    }

    /// When it was last heard of, as far as this is kept here; the platform knows of pings.
    pub(super) fn heard_at(&self) -> u64 {
        self.opened_at.max(self.pinged_at)
    }
}

/// Accepts a socket so that it survives hibernation.
pub(super) fn accept<I: Serialize + DeserializeOwned>(
    state: &State,
    tags: &[&str],
    opening: String,
    identity: Option<I>,
) -> Result<(Line, Response), Error> {
    let pair = WebSocketPair::new().map_err(broken("a socket pair"))?;
    state.accept_websocket_with_tags(&pair.server, tags);
    let line = Line::Socket(pair.server);
    Held::opening(opening, identity).keep(&line)?;
    Ok((line, Response::from_websocket(pair.client).map_err(broken("a socket's response"))?))
}

/// Lets the platform answer pings without waking the object.
pub(super) fn answer_pings(state: &State) {
    let set = WebSocketRequestResponsePair::new(PING, PONG)
        .and_then(|pair| state.as_raw().set_websocket_auto_response(&pair));
    if let Err(thrown) = set {
        // Pings then wake the object, which answers them too.
        log(&threw("the ping pair")(thrown), &random::request_id());
    }
}

/// Sends a frame. A socket that is closing loses it: the client resumes.
pub(super) fn send(line: &Line, frame: &ServerFrame) {
    send_text(line, &frame.to_json());
}

/// Sends a frame that is written already, to one of many.
pub(super) fn send_text(line: &Line, json: &str) {
    line.send(json);
}

/// Tells the client what was refused, and ends the socket where the code says so.
pub(super) fn refuse(line: &Line, error: &Error, reference: Option<String>) {
    let request_id = random::request_id();
    log(error, &request_id);
    let (frame, close) = error.to_frame(reference, &request_id);
    send(line, &frame);
    if let Some(code) = close {
        end(line, code, error.code().as_str());
    }
}

/// Tells the client why, and ends the socket with a close code of its own.
pub(super) fn dismiss(line: &Line, code: Code, message: &str, close: u16) {
    let frame = ServerFrame::Error {
        code: code.as_str().to_owned(),
        message: message.to_owned(),
        reference: None,
        fatal: true,
        retry_after_ms: None,
        field: None,
    };
    send(line, &frame);
    end(line, close, code.as_str());
}

/// Closes a socket from our side.
pub(super) fn end(line: &Line, code: u16, reason: &str) {
    line.close(code, reason);
}

/// Answers a close, with a code that may be sent.
pub(super) fn answer_close(line: &Line, code: usize) {
    let code =
        u16::try_from(code).ok().filter(|code| matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999));
    end(line, code.unwrap_or(1000), "");
}

/// Sends everybody away before a restart. Answers how many there were.
pub(super) fn drain(lines: &[Line], spread_ms: u64) -> u64 {
    let going = ServerFrame::GoingAway { retry_after_ms: spread_ms }.to_json();
    for line in lines {
        send_text(line, &going);
        end(line, close::RESTART, "restart");
    }
    lines.len() as u64
}

/// Reads a frame; what is none was answered already.
pub(super) fn read<I: Serialize + DeserializeOwned>(
    line: &Line,
    held: &mut Held<I>,
    message: WebSocketIncomingMessage,
) -> Option<ClientFrame> {
    let (text, length) = match message {
        WebSocketIncomingMessage::String(text) => {
            let length = text.len();
            (Some(text), length)
        }
        WebSocketIncomingMessage::Binary(bytes) => (None, bytes.len()),
    };
    if length > FRAME_BYTES {
        let message = format!("at most {FRAME_BYTES} bytes, got {length}");
        refuse(line, &Error::malformed(Code::FrameTooLarge, message), None);
        return None;
    }
    let (error, reference) = match text.as_deref().map(ClientFrame::parse) {
        Some(Ok(frame)) => return Some(frame),
        Some(Err(error)) => (Error::malformed(error.code, error.message), error.reference),
        None => (Error::malformed(Code::FrameBinary, "frames are text"), None),
    };
    if held.identity.is_none() {
        refuse(line, &Error::rejected(Code::AuthRequired, "the first frame is hello"), None);
        return None;
    }
    if matches!(error.code(), Code::FrameSyntax | Code::FrameBinary) {
        held.bad += 1;
        if held.bad > BAD_FRAMES {
            dismiss(line, error.code(), "too many frames that are none", close::MALFORMED);
            return None;
        }
        if let Err(error) = held.keep(line) {
            refuse(line, &error, None);
            return None;
        }
    }
    refuse(line, &error, reference);
    None
}
