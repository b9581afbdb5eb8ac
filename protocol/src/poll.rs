//! The frames of a socket as requests and answers, for networks where web sockets do not pass (N25).
//!
//! A client makes up a session's id and numbers its requests from 1. A request brings frames and takes home what waits;
//! where nothing waits, the answer comes with the first frame, with the next request, or empty after a while. Two
//! requests are under way at most: one that waits, and one that brings frames. The same request again gets the same
//! answer again. Whom the edge does not know any more gets `poll_gone` and begins a new session: what makes that safe is
//! what makes a broken socket safe, acknowledgements and cursors.

use serde::{Deserialize, Serialize};

use crate::frame::ServerFrame;

/// A request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Poll {
    /// The session: 26 random characters, `a-z2-7`. Whoever knows it speaks as its owner, so it stands in no address.
    pub id: String,
    /// The number of this request, from 1.
    pub n: u64,
    /// What a socket would carry, in order; the first frame of the first request is `hello`. Each is judged by itself,
    /// as on a socket.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::frame::ClientFrame>"))]
    pub frames: Vec<serde_json::Value>,
    /// The client goes: nothing is answered any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub end: bool,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Polled {
    /// What a socket would have carried since the answer before, in order.
    pub frames: Vec<ServerFrame>,
    /// The session ends with these frames: the code that a socket would be closed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<u16>,
}

/// Whether that may be a session's id.
#[must_use]
pub fn is_session_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}
