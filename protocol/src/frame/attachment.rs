//! A file that a message carries, as both sides see it (P5, H61).
//!
//! Never its bytes, and never an address: those are asked for, by whoever may read the thread.

use conversation::ids::FileId;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// One file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attachment {
    /// Which. No capability: whoever asks for the file has to be able to read the thread.
    pub id: FileId,
    /// What it is called: at most 120 characters, without path, control and direction characters.
    pub name: String,
    /// What its bytes say it is, as in `Content-Type`.
    pub kind: String,
    /// How large it is.
    pub bytes: u64,
    /// Of a picture: its width in pixels.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub width: Option<u32>,
    /// Of a picture: its height in pixels.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub height: Option<u32>,
}

impl Attachment {
    /// Whether it is a picture, which is shown where it stands.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        self.kind.starts_with("image/")
    }
}
