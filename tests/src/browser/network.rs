//! What a page asked of the network, read back from the browser's own report.

use serde_json::Value;

use super::wire::Event;

/// One request, redirects and preflights counted on their own.
#[derive(Debug, Clone)]
pub struct Request {
    id: String,
    /// The full address.
    pub url: String,
    /// `GET`, `POST`, `OPTIONS`, …
    pub method: String,
    /// `Document`, `Script`, `Fetch`, `Other`, … in Chromium's spelling.
    pub kind: String,
    /// What caused it: `parser`, `script`, `preload`, `preflight`, `other`.
    pub initiator: String,
    /// The headers as they went over the wire where the browser tells, else as the page set them; names lower-case.
    pub headers: Vec<(String, String)>,
    /// The body, where it is text.
    pub body: Option<String>,
    /// The answer's status, once there is one.
    pub status: Option<u16>,
    /// The answer's headers, names lower-case.
    pub answer: Vec<(String, String)>,
    /// Whether the answer came, or never will.
    pub finished: bool,
}

impl Request {
    /// A header that was sent; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// A header of the answer; `name` in lower case.
    pub fn answer_header(&self, name: &str) -> Option<&str> {
        find(&self.answer, name)
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        origin_of(&self.url)
    }
}

/// One WebSocket.
#[derive(Debug, Clone)]
pub struct Socket {
    id: String,
    /// Its address.
    pub url: String,
    /// Every text frame, both ways, in order.
    pub frames: Vec<Frame>,
    /// Whether it was closed since.
    pub closed: bool,
}

/// One text frame of a WebSocket.
#[derive(Debug, Clone)]
pub struct Frame {
    /// By the page, else by the server.
    pub sent: bool,
    /// What it says.
    pub text: String,
}

/// Every request so far, oldest first.
pub(super) fn requests(events: &[Event]) -> Vec<Request> {
    let mut all: Vec<Request> = Vec::new();
    for Event { method, params } in events {
        let id = params["requestId"].as_str().unwrap_or_default();
        if method == "Network.requestWillBeSent" {
            let sent = &params["request"];
            all.push(Request {
                id: id.to_owned(),
                url: text(&sent["url"]),
                method: text(&sent["method"]),
                kind: text(&params["type"]),
                initiator: text(&params["initiator"]["type"]),
                headers: headers(&sent["headers"]),
                body: sent["postData"].as_str().map(str::to_owned),
                status: None,
                answer: Vec::new(),
                finished: false,
            });
            continue;
        }
        let Some(request) = all.iter_mut().rev().find(|request| request.id == id) else { continue };
        match method.as_str() {
            "Network.requestWillBeSentExtraInfo" => request.headers = headers(&params["headers"]),
            "Network.responseReceived" => {
                request.status = params["response"]["status"].as_u64().and_then(|s| u16::try_from(s).ok());
                request.answer = headers(&params["response"]["headers"]);
            }
            "Network.loadingFinished" | "Network.loadingFailed" => request.finished = true,
            _ => {}
        }
    }
    all
}

/// Every socket so far, oldest first.
pub(super) fn sockets(events: &[Event]) -> Vec<Socket> {
    let mut all: Vec<Socket> = Vec::new();
    for Event { method, params } in events {
        let id = params["requestId"].as_str().unwrap_or_default();
        if method == "Network.webSocketCreated" {
            all.push(Socket {
                id: id.to_owned(),
                url: text(&params["url"]),
                frames: Vec::new(),
                closed: false,
            });
            continue;
        }
        let Some(socket) = all.iter_mut().find(|socket| socket.id == id) else { continue };
        let frame = |sent| Frame { sent, text: text(&params["response"]["payloadData"]) };
        match method.as_str() {
            "Network.webSocketFrameSent" => socket.frames.push(frame(true)),
            "Network.webSocketFrameReceived" => socket.frames.push(frame(false)),
            "Network.webSocketClosed" => socket.closed = true,
            _ => {}
        }
    }
    all
}

/// Scheme, host and port of an address, without a slash at the end.
pub(super) fn origin_of(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    url[after_scheme..].find(['/', '?', '#']).map_or(url, |at| &url[..after_scheme + at])
}

fn headers(value: &Value) -> Vec<(String, String)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.to_ascii_lowercase(), text(value)))
        .collect()
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
