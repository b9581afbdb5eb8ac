//! What an agent does to a thread, on its way to the shard.

use conversation::desk::Team;
use protocol::frame::Agent;
use serde::{Deserialize, Serialize};

use super::{desk, macros};

/// What an agent does to a thread, other than writing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Gives it to an agent, or to nobody.
    Assign(Option<Agent>),
    /// Gives it to a team.
    AssignTeam(Team),
    /// Closes it.
    Close,
    /// Opens it again.
    Reopen,
    /// Blocks its visitor.
    Block,
    /// Lets its visitor in again.
    Unblock,
    /// Takes it over from its bot.
    TakeOver,
    /// Anything that the visitor does not see.
    Desk(desk::DeskAct),
    /// Runs a macro on it.
    Run(Box<macros::Run>),
}
