//! What an operator's requests under `/internal` answer. They never come from outside the machine.

use serde::{Deserialize, Serialize};

/// Answers `POST /internal/seed`, whose body is an account file ([`crate::account::Account`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Seeded {
    /// False where the account was there already; it stayed as it was.
    pub created: bool,
}

/// Answers `POST /internal/drain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drained {
    /// So many sockets were told that the service restarts.
    pub sockets: u64,
}

/// Answers `POST /internal/rebuild`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rebuilt {
    /// So many inboxes have a new list.
    pub inboxes: u64,
    /// So many threads are in them.
    pub threads: u64,
}
