//! A thread as it stands in an inbox's list.

use conversation::ids::{ChatflowId, ContactId, InboxId, ThreadId};
use conversation::thread::Status;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::{Agent, Desk};

/// A thread in an inbox's list (S124).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// The thread.
    pub thread: ThreadId,
    /// Its inbox.
    pub inbox: InboxId,
    /// What a visitor without a name is told apart by: `4K2Q`.
    #[cfg_attr(feature = "serde", serde(default))]
    pub visitor: String,
    /// The contact's name, where known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// The contact's e-mail address, where known; agents only.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub email: Option<String>,
    /// Whether the site's own server vouches for name and address; else the visitor only typed the address.
    #[cfg_attr(feature = "serde", serde(default))]
    pub verified: bool,
    /// The chatflow it was started in.
    pub chatflow: ChatflowId,
    /// That chatflow's name.
    pub chatflow_name: String,
    /// Origin and path of the page it was started on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub page: Option<String>,
    /// Open or closed.
    pub status: Status,
    /// Who has it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub assignee: Option<Agent>,
    /// Whether the sender is blocked, or the thread spam (S148, S153).
    #[cfg_attr(feature = "serde", serde(default))]
    pub filtered: bool,
    /// The contact it is with, where there is one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub contact: Option<ContactId>,
    /// What agents put beside it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Desk::is_empty"))]
    pub desk: Box<Desk>,
    /// The last thing said, at most 140 code points of it.
    pub preview: String,
    /// Whether the visitor said it.
    pub preview_from_visitor: bool,
    /// When it was started, in ms (S124).
    pub opened_at: u64,
    /// When something was last said, in ms: the order of the list.
    pub updated_at: u64,
    /// Since when the visitor waits, in ms.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub waiting_since: Option<u64>,
    /// The place of the last entry.
    pub last_seq: u64,
    /// Grows with every change; an older row never replaces a newer one.
    pub revision: u64,
    /// The bot that began it, where one did.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub bot: Option<RowBot>,
}

/// The bot of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowBot {
    /// Its display name.
    pub name: String,
    /// Whether the thread is in its hands: in the views Bots and All, and nobody's to be routed to (S120, S161).
    pub in_charge: bool,
}

impl Row {
    /// Whether a bot has it (S120).
    #[must_use]
    pub fn is_with_bot(&self) -> bool {
        self.bot.as_ref().is_some_and(|bot| bot.in_charge)
    }
}
