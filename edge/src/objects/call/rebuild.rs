//! What objects are asked after a restore.

use conversation::ids::{AgentId, ThreadId};
use conversation::routing::Rule;
use protocol::frame::Row;
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    /// An inbox makes its list anew of what its shards say; answers how many threads there are.
    Rebuild "rebuild" {
        /// How many shards it may have threads in.
        shards: u16,
    } -> u64;
    /// A shard's threads as an inbox lists them, in the order of their ids.
    ReadRows "read-rows" {
        /// After this one; `None` from the first on.
        after: Option<ThreadId>,
        /// How many.
        limit: u32,
    } -> Vec<Listed>;
}

/// A thread of a shard.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Its row as it stands.
    pub row: Row,
    /// The rule for whoever is to get it.
    pub routing: Rule,
    /// The contact's owner when the thread began.
    #[serde(default)]
    pub owner: Option<AgentId>,
    /// Whom the visitor had spoken with last by then.
    #[serde(default)]
    pub last_agent: Option<AgentId>,
}
