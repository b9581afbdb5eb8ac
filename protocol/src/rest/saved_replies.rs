//! Saved replies (P45): everybody's, and one's own.

use conversation::ids::SavedReplyId;
use serde::{Deserialize, Serialize};

/// Answers `GET /api/saved-replies` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedReplies {
    /// Everybody's, and those of the one who asks, by name.
    pub saved_replies: Vec<SavedReply>,
}

/// A reply that is kept to be sent again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedReply {
    /// Which.
    pub id: SavedReplyId,
    /// What is typed to find it.
    pub name: String,
    /// What it says, with its places open: `{{contact.first_name|there}}`.
    pub text: String,
    /// Whether it is everybody's; else it is of the one who asks.
    pub shared: bool,
}

/// `POST /api/saved-replies` and `PUT` one, the same under `/api/me/saved-replies`; answers [`SavedReplies`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveReply {
    /// Its short name: 1 to 40 letters, digits, `-` and `_`.
    pub name: String,
    /// What it says: at most 5,000 code points. Places in it are `{{contact.first_name}}`, `{{contact.name}}`,
    /// `{{contact.email}}`, `{{agent.first_name}}`, `{{agent.name}}` and `{{account.name}}`, each with what stands there
    /// where nothing is known, after a `|`.
    pub text: String,
}
