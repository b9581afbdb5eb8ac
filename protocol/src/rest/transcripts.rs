//! Transcripts of chats as the REST routes tell of them (S154–S160): which are to go out, to whom, and what they say.
//!
//! Nothing sends them yet. That is said with every one of them.

use conversation::ids::ContactId;
pub use conversation::transcript::Recipient;
use serde::{Deserialize, Serialize};

use crate::frame::Author;

/// Answers `GET /api/threads/{inbox}/{thread}/transcripts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transcripts {
    /// What is to go out, the oldest first.
    pub transcripts: Vec<Transcript>,
    /// The subject where nobody writes another.
    pub subject: String,
    /// The thread's own contact, where their address is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Recipient>,
    /// Why none can be sent by hand now: `thread_open`, `started_by_bot` or `too_many`; absent where one can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// A transcript that is to go out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transcript {
    /// Its number within the thread.
    pub n: u64,
    /// When it was wished for, in ms.
    pub at: u64,
    /// By whom; `system` where the chat closed.
    pub by: Author,
    /// To whom.
    pub to: Recipient,
    /// Its subject.
    pub subject: String,
    /// The place of the last message that it tells.
    pub up_to: u64,
    /// How it stands.
    pub state: State,
    /// Why it has not gone out.
    pub reason: Reason,
}

/// How a transcript stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TranscriptState"))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits to be sent.
    Waiting,
    /// It is not sent while its chat is out of the inbox.
    Withheld,
}

/// Why a transcript has not gone out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TranscriptReason"))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// E-mail is not connected.
    EmailNotConnected,
    /// The visitor is blocked, or the chat is spam or deleted.
    Filtered,
}

/// Answers `GET /api/threads/{inbox}/{thread}/transcripts/{n}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TranscriptText {
    /// Which.
    pub transcript: Transcript,
    /// What it says, as plain text.
    pub text: String,
}

/// Asks `POST /api/threads/{inbox}/{thread}/transcripts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendTranscript {
    /// To whom: the thread's contact or any other (S158).
    pub contact: ContactId,
    /// One line of at most 200 code points; whose chat it was, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// Answers `GET /api/recipients`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recipients {
    /// Contacts that the site's own server vouches for, by name, ten at most.
    pub recipients: Vec<Recipient>,
}
