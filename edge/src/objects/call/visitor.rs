//! What a shard is asked for one of its visitors beside their line.

use conversation::ids::VisitorId;
use serde::{Deserialize, Serialize};

use super::Call;
use crate::shard::overview::Overview;

calls! {
    /// A visitor's own threads, for their list.
    ListOwn "list-own" {
        /// Whose.
        visitor: VisitorId,
    } -> Vec<Overview>;
}
