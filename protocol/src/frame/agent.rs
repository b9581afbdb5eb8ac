//! An agent, as clients are told of them.
//!
//! Knows an id and a name, and nothing that only the account may know.

use conversation::ids::AgentId;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// An agent as others see them: never an e-mail address (E69).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agent {
    /// Who.
    pub id: AgentId,
    /// Their display name.
    pub name: String,
}
