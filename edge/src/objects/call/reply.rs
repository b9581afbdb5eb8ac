//! A reply on its way through the inbox, by a program.

use conversation::ids::{ClientMessageId, FileId, ThreadId};
use protocol::frame::Agent;
use protocol::rest::messages::MessageSent;
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    /// An agent replies, for the shard that keeps the thread.
    ForwardReply "forward-reply" {
        /// Which thread.
        thread: ThreadId,
        /// Made before the first attempt.
        client_message_id: ClientMessageId,
        /// What is said.
        text: String,
        /// The files it carries.
        #[serde(default)]
        attachments: Vec<FileId>,
        /// Who.
        by: Agent,
        /// The place of the message that it answers.
        #[serde(default)]
        reply_to: Option<u64>,
    } -> MessageSent;
}
