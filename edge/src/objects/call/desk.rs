//! What agents put beside a thread, on its way to the shard; and what the inbox and the account hear of threads that go.

use conversation::desk::Snooze;
use conversation::filter::Filter;
use conversation::ids::{AgentId, ClientMessageId, ContactId, LabelId, ThreadId};
use conversation::routing::priority::Priority;
use conversation::view::Shelf;
use protocol::rest::ratings::Ratings;
use protocol::rest::views::{Block, FoundRows};
use serde::{Deserialize, Serialize};

use super::Call;

/// What an agent does beside a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeskAct {
    /// Says something to colleagues.
    Comment {
        /// Made before the first attempt.
        client_message_id: ClientMessageId,
        /// What.
        text: String,
        /// Who is to see it.
        mentions: Vec<AgentId>,
    },
    /// Puts labels on it, and takes others off.
    Label {
        /// What it is to have.
        add: Vec<LabelId>,
        /// What it is not to have any more.
        remove: Vec<LabelId>,
    },
    /// Puts it out of sight for a while.
    Snooze(Snooze),
    /// Brings it back before its time.
    Wake,
    /// Says whether this thread is spam.
    Spam(bool),
    /// Says how urgent it is.
    Prioritise(Priority),
    /// Deletes it.
    Archive,
    /// Brings a deleted one back.
    Restore,
    /// Takes its contact off it.
    Disconnect,
    /// Blocks its visitor, and says why.
    Block {
        /// Why.
        why: Option<String>,
    },
}

calls! {
    /// A thread is gone for good; told at least once.
    ForgetThread "forget-thread" {
        /// Which.
        thread: ThreadId,
    } -> ();
    /// Threads that a filter shows, on a shelf.
    FindRows "find-rows" {
        /// Who asks.
        me: AgentId,
        /// Where.
        shelf: Shelf,
        /// Which.
        filter: Filter,
        /// Older than this cursor.
        before: Option<String>,
        /// How many.
        limit: u32,
    } -> FoundRows;
    /// How many open threads each of these filters shows; no more than a few are counted exactly.
    CountRows "count-rows" {
        /// Who asks.
        me: AgentId,
        /// Which.
        filters: Vec<Filter>,
    } -> ViewCounts;
    /// Whom agents blocked, the latest first.
    ListBlocks "list-blocks" {} -> Vec<Block>;
    /// What visitors thought of chats that had ended, the latest first.
    ListRatings "list-ratings" {
        /// Not before (ms).
        from: Option<u64>,
        /// Before (ms).
        until: Option<u64>,
        /// Of whom.
        contact: Option<ContactId>,
        /// Older than this cursor.
        before: Option<String>,
        /// How many.
        limit: u32,
    } -> Ratings;
    /// Who works in the inbox now: the lines of everybody else end.
    KeepMembers "keep-members" {
        /// All of them.
        members: Vec<AgentId>,
    } -> ();
    /// The inbox is deleted: it forgets everything, and its shards do.
    EraseInbox "erase-inbox" {
        /// How many shards it has.
        shards: u16,
    } -> ();
    /// The shard's inbox is deleted.
    EraseShard "erase-shard" {} -> ();
}

/// What is counted for a sidebar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewCounts {
    /// Of the built-in views.
    pub built_in: protocol::rest::views::BuiltIn,
    /// Of the asked filters, in their order.
    pub filters: Vec<u64>,
}
