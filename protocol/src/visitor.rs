//! What a widget asks about its visitor's conversations beside the socket: bodies of routes below `/v1/{account}`.
//!
//! All of them are asked rarely and by scripts of their own, so they are plain requests with plain field names, text/plain
//! like the others of the widget, and name the visitor by their token alone.

use conversation::ids::{ChatflowId, ThreadId};
use conversation::thread::Status;
use serde::{Deserialize, Serialize};

/// Body of `POST /v1/{account}/threads` (text/plain).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThreadsRequest {
    /// The visitor's token.
    pub token: String,
}

/// The answer: the visitor's conversations, in whichever inbox, the one where something was said last first; at most
/// [`VISITOR_THREADS`](crate::limits::VISITOR_THREADS) of an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitorThreads {
    /// The conversations.
    pub threads: Vec<VisitorThread>,
}

/// One conversation, as its visitor finds it in a list (P17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VisitorThread {
    /// Which.
    pub id: ThreadId,
    /// The chatflow it was started in.
    pub chatflow: ChatflowId,
    /// That chatflow's heading; none where the chatflow is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The display name of the agent who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Open or closed.
    pub status: Status,
    /// The beginning of what was said last, at most 100 code points, on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// The display name of who said that; none where it was the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When something was said last, in ms.
    pub at: u64,
    /// How many messages of the team no page of the visitor has been shown.
    pub unread: u32,
    /// Path of the socket on the edge's origin that the conversation is spoken over.
    pub socket: String,
}
