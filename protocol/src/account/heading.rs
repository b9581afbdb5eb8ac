//! Whom a chatflow's visitors talk to (S42–S45). Knows ids; whose names they are the edge looks up.

use conversation::ids::{AgentId, TeamId};
use serde::{Deserialize, Serialize};

/// Whom the visitor talks to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Heading {
    /// The account's name.
    #[default]
    Account,
    /// A name of its own.
    Custom {
        /// The name.
        name: String,
    },
    /// Certain agents.
    Agents {
        /// Who; of more than three, three are drawn (S43).
        agents: Vec<AgentId>,
    },
    /// Whoever is in a team.
    Team {
        /// Which; of more than three, three are drawn (S43).
        team: TeamId,
    },
    /// The owner of the visitor's contact.
    Owner {
        /// Who stands there for visitors without an owner (S45).
        fallback: AgentId,
    },
}
