//! What the account is asked about saved replies.

use conversation::ids::{AgentId, SavedReplyId};
use protocol::rest::saved_replies::{SaveReply, SavedReplies};
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    /// Everybody's, and those of the one who asks.
    ListSavedReplies "list-saved-replies" {
        /// Who asks.
        me: AgentId,
    } -> SavedReplies;
    /// Saves one, new or changed.
    PutSavedReply "put-saved-reply" {
        /// Who asks.
        me: AgentId,
        /// Whether it is everybody's.
        shared: bool,
        /// Which; none for a new one.
        id: Option<SavedReplyId>,
        /// All of it.
        content: SaveReply,
    } -> SavedReplies;
    /// Removes one.
    DeleteSavedReply "delete-saved-reply" {
        /// Who asks.
        me: AgentId,
        /// Whether it is everybody's.
        shared: bool,
        /// Which.
        id: SavedReplyId,
    } -> SavedReplies;
}
