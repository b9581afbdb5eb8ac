//! Proofs of erasure (N18): that something was erased, when and by whom; nothing of what it was.

use conversation::ids::{AgentId, VisitorId};
use serde::{Deserialize, Serialize};

/// Answers `GET /api/erasures`: admins only; the newest first, at most 200.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Erasures {
    /// The proofs, or the one that was asked for.
    pub erasures: Vec<Erasure>,
}

/// A proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Erasure {
    /// Its number: at random, and told to whoever wanted to be forgotten.
    pub number: String,
    /// When, in ms.
    pub at: u64,
    /// What was done.
    pub what: Erased,
    /// Who wanted it.
    pub by: ErasedBy,
    /// What was erased, and how much of it.
    pub counts: Counts,
    /// The SHA-256 of the texts of the receipts that were given there.
    pub receipts: Vec<String>,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Erased {
    /// A visitor was forgotten: nothing leads from them to what was said any more.
    Visitor,
    /// A conversation was deleted for good, with all that was in it.
    Thread,
}

/// Who wanted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ErasedBy {
    /// The visitor, by an id that leads nowhere any more.
    Visitor {
        /// Which.
        id: VisitorId,
    },
    /// Somebody of the account.
    Agent {
        /// Who.
        id: AgentId,
    },
    /// Nobody in particular.
    System,
}

/// How much of what was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ErasureCounts"))]
#[serde(default)]
pub struct Counts {
    /// Conversations: deleted, or parted from their visitor.
    pub conversations: u64,
    /// Messages and other entries that were deleted.
    pub entries: u64,
    /// Comments and other notes that were deleted.
    pub notes: u64,
    /// Receipts that were deleted, or parted from their visitor.
    pub receipts: u64,
    /// Contacts that the visitor had said they were.
    pub contacts: u64,
    /// Subscriptions that ended.
    pub subscriptions: u64,
}

impl Counts {
    /// Whether nothing was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            conversations: self.conversations.saturating_add(other.conversations),
            entries: self.entries.saturating_add(other.entries),
            notes: self.notes.saturating_add(other.notes),
            receipts: self.receipts.saturating_add(other.receipts),
            contacts: self.contacts.saturating_add(other.contacts),
            subscriptions: self.subscriptions.saturating_add(other.subscriptions),
        }
    }
}
