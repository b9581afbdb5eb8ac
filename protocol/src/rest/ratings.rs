//! What visitors thought of chats that had ended (H68), as the REST routes list it.

use conversation::ids::{AgentId, ChatflowId, ContactId, ThreadId};
use conversation::rating::Scale;
use serde::{Deserialize, Serialize};

/// Answers `GET /api/inboxes/{inbox}/ratings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ratings {
    /// The latest first; one for each end of a thread that was rated.
    pub ratings: Vec<RatingLine>,
    /// Sent as `cursor`, answers what is older; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One rating.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RatingLine {
    /// Of which thread.
    pub thread: ThreadId,
    /// The place of the end that it is about.
    pub ended: u64,
    /// The contact who rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// The chatflow it was in.
    pub chatflow: ChatflowId,
    /// Who had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// What was asked for.
    pub scale: Scale,
    /// The score: stars 1 to 5, thumbs 0 or 1, nps 0 to 10.
    pub score: u8,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// When, in ms; of the last change.
    pub at: u64,
}
