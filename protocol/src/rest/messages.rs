//! Writing into a thread without a socket (H88).

use conversation::ids::{ClientMessageId, FileId};
use serde::{Deserialize, Serialize};

/// `POST /api/threads/{inbox}/{thread}/messages`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// Made before the first attempt, the same in every retry.
    pub client_message_id: ClientMessageId,
    /// 1 to 10,000 characters; may be empty beside attachments.
    pub text: String,
    /// At most five files that were brought before.
    #[serde(default)]
    pub attachments: Vec<FileId>,
    /// The place of the message of this thread that it answers (P26).
    #[serde(default)]
    pub reply_to: Option<u64>,
}

/// Answers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageSent {
    /// Its place in the thread.
    pub seq: u64,
    /// When, in ms.
    pub at: u64,
}
