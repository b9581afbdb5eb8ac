//! What is asked about receipts of consent and proofs of erasure.

use conversation::ids::{ContactId, InboxId, ThreadId};
use protocol::rest::erasures::{Erasure, Erasures};
use protocol::rest::receipts::ReceiptLine;
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    // The account.

    /// Where a contact's conversations are.
    ThreadsOf "threads-of" {
        /// Whose.
        contact: ContactId,
    } -> Vec<(InboxId, ThreadId)>;
    /// Every inbox, and in how many shards its threads are.
    AllShards "all-shards" {} -> Vec<(InboxId, u16)>;
    /// Keeps the proof that something was erased.
    KeepErasure "keep-erasure" {
        /// The proof.
        proof: Erasure,
    } -> ();
    /// Proofs, the newest first.
    ListErasures "list-erasures" {
        /// The one of this number, as somebody typed it.
        number: Option<String>,
    } -> Erasures;

    // The shard.

    /// Receipts, thread by thread.
    ListReceipts "list-receipts" {
        /// Of these threads; none: of all.
        threads: Option<Vec<ThreadId>>,
        /// Behind this one.
        after: Option<ThreadId>,
        /// Of so many threads.
        limit: u32,
    } -> ReceiptsPage;
}

/// A piece of a shard's receipts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReceiptsPage {
    /// The receipts.
    pub lines: Vec<ReceiptLine>,
    /// Behind which thread there may be more.
    pub next: Option<ThreadId>,
}
