//! A web socket with its eyes open: every frame that came is kept until somebody asks for it, and nobody waits
//! longer than [`PATIENCE`]. Knows frames as JSON and close codes; nothing of who speaks.

use std::collections::VecDeque;
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::http::{HeaderName, HeaderValue};
use tungstenite::protocol::CloseFrame;
use tungstenite::{Error, HandshakeError, Message, WebSocket};

use crate::wait::{PATIENCE, now};

/// How long one read blocks before the deadline is looked at.
const TICK: Duration = Duration::from_millis(200);

/// An open socket.
pub(crate) struct Socket {
    stream: WebSocket<TcpStream>,
    /// Came, and was not asked for yet.
    heard: VecDeque<Value>,
    closed: Option<u16>,
}

/// A socket that was not opened: the status and body of the answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) status: u16,
    pub(crate) code: String,
}

impl Socket {
    /// Opens a socket, or tells how that was refused.
    #[track_caller]
    pub(crate) fn open(port: u16, path: &str, headers: &[(&str, &str)]) -> Result<Self, Refused> {
        let mut request =
            format!("ws://127.0.0.1:{port}{path}").into_client_request().expect("a good address");
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a header's name");
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a header's value"));
        }
        let connection = TcpStream::connect(("127.0.0.1", port)).expect("the edge listens");
        connection.set_read_timeout(Some(PATIENCE)).expect("a socket takes a time-out");
        match tungstenite::client(request, connection) {
            Ok((stream, _)) => {
                stream.get_ref().set_read_timeout(Some(TICK)).expect("a socket takes a time-out");
                Ok(Self { stream, heard: VecDeque::new(), closed: None })
            }
            Err(HandshakeError::Failure(Error::Http(answer))) => {
                let body = answer.body().clone().unwrap_or_default();
                let body: Value = serde_json::from_slice(&body).unwrap_or_default();
                let code = body["error"]["code"].as_str().unwrap_or_default().to_owned();
                Err(Refused { status: answer.status().as_u16(), code })
            }
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// Sends a frame.
    #[track_caller]
    pub(crate) fn send(&mut self, frame: &Value) {
        self.send_text(&frame.to_string());
    }

    /// Sends a text, whatever it is.
    #[track_caller]
    pub(crate) fn send_text(&mut self, text: &str) {
        self.write(Message::text(text));
    }

    /// Sends bytes where texts are expected.
    #[track_caller]
    pub(crate) fn send_binary(&mut self, bytes: &[u8]) {
        self.write(Message::binary(bytes.to_vec()));
    }

    #[track_caller]
    fn write(&mut self, message: Message) {
        match self.stream.send(message) {
            // Who closes while we write tells why in a frame that is still to be read.
            Ok(())
            | Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_) | Error::Protocol(_)) => {}
            Err(error) => panic!("sending a frame: {error}"),
        }
    }

    /// The next frame that `wanted` takes, come or to come. The others stay.
    #[track_caller]
    pub(crate) fn take(&mut self, what: &str, wanted: impl FnMut(&Value) -> bool) -> Value {
        match self.take_or_end(what, wanted) {
            Ok(frame) => frame,
            Err(code) => {
                panic!("waited for {what}, and the socket closed with {code}; heard {:?}", self.heard)
            }
        }
    }

    /// The next frame that `wanted` takes, or the code the socket closed with before it came.
    #[track_caller]
    pub(crate) fn take_or_end(
        &mut self,
        what: &str,
        mut wanted: impl FnMut(&Value) -> bool,
    ) -> Result<Value, u16> {
        let started = now();
        loop {
            if let Some(place) = self.heard.iter().position(&mut wanted) {
                return Ok(self.heard.remove(place).expect("it was just found"));
            }
            if let Some(code) = self.closed {
                return Err(code);
            }
            assert!(started.elapsed() < PATIENCE, "waited {PATIENCE:?} for {what}; heard {:?}", self.heard);
            self.read();
        }
    }

    /// Everything up to the next frame that `wanted` takes, and that frame.
    #[track_caller]
    pub(crate) fn all_until(
        &mut self,
        what: &str,
        mut wanted: impl FnMut(&Value) -> bool,
    ) -> (Vec<Value>, Value) {
        let mut before = Vec::new();
        loop {
            let frame = self.take(what, |_| true);
            if wanted(&frame) {
                return (before, frame);
            }
            before.push(frame);
        }
    }

    /// The next frame of a tag.
    #[track_caller]
    pub(crate) fn tagged(&mut self, tag: &str) -> Value {
        self.take(tag, |frame| frame["t"] == tag)
    }

    /// The next refusal: its code, whether it is fatal, what it is about.
    #[track_caller]
    pub(crate) fn refusal(&mut self) -> (String, bool, Option<String>) {
        let frame = self.tagged("error");
        assert!(!frame["message"].as_str().unwrap_or_default().is_empty(), "a refusal says why: {frame}");
        let code = frame["code"].as_str().unwrap_or_default().to_owned();
        (code, frame["fatal"] == true, frame["ref"].as_str().map(str::to_owned))
    }

    /// Everything that comes before the answer to a question asked now: the object answers in order, so what is not
    /// among it was not sent because of anything said before.
    #[track_caller]
    pub(crate) fn so_far(&mut self) -> Vec<Value> {
        // Not the ping the platform answers by itself, past the object.
        self.send_text(r#"{"t":"ping","in_order":true}"#);
        self.tagged("pong");
        self.heard.drain(..).collect()
    }

    /// The code it closed with, if it did so far.
    pub(crate) fn closed_by_now(&mut self) -> Option<u16> {
        if self.closed.is_none() {
            self.read();
        }
        self.closed
    }

    /// Waits for the end. Its code; what came before it stays to be taken.
    #[track_caller]
    pub(crate) fn closed(&mut self) -> u16 {
        let started = now();
        loop {
            if let Some(code) = self.closed {
                return code;
            }
            assert!(started.elapsed() < PATIENCE, "the socket stays open; heard {:?}", self.heard);
            self.read();
        }
    }

    /// Everything that came and was not taken.
    pub(crate) fn rest(&mut self) -> Vec<Value> {
        self.heard.drain(..).collect()
    }

    /// Closes from our side and waits until that is done.
    pub(crate) fn close(&mut self) {
        let _gone_already = self.stream.close(None);
        while self.closed.is_none() {
            self.read();
        }
    }

    fn read(&mut self) {
        match self.stream.read() {
            Ok(Message::Text(text)) => {
                let frame = serde_json::from_str(&text)
                    .unwrap_or_else(|_| json!({"t": "not JSON", "text": text.as_str()}));
                self.heard.push_back(frame);
            }
            Ok(Message::Close(frame)) => {
                let code = frame.map_or(1005, |CloseFrame { code, .. }| u16::from(code));
                self.closed.get_or_insert(code);
            }
            Ok(_) => {}
            Err(Error::Io(error))
                if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            // What a browser calls 1006: gone without a word.
            Err(_) => {
                self.closed.get_or_insert(1006);
            }
        }
    }
}
