//! What the account is asked about macros, and a macro on its way to the shard that runs it.

use conversation::desk::Macro as Named;
use conversation::ids::{AgentId, ClientMessageId, LabelId, MacroId};
use conversation::macros::Then;
use protocol::frame::Agent;
use protocol::rest::macros::{Macro, Macros, SaveMacro};
use serde::{Deserialize, Serialize};

use super::Call;

/// A macro with everything that it names looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Made before the first attempt: what tells a repetition from a second run.
    pub client_message_id: ClientMessageId,
    /// Which.
    pub named: Named,
    /// Said to colleagues, with its places open.
    pub comment: Option<String>,
    /// Said to the visitor, with its places open.
    pub reply: Option<String>,
    /// To whom it is given.
    pub owner: Option<Owner>,
    /// Labels on.
    pub add: Vec<LabelId>,
    /// Labels off.
    pub remove: Vec<LabelId>,
    /// What becomes of it.
    pub then: Option<Then>,
    /// What the account is called, for the places of texts.
    pub account_name: String,
}

/// Whom a thread is given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Nobody.
    Nobody,
    /// An agent.
    Agent(Agent),
    /// A team.
    Team(conversation::desk::Team),
}

calls! {
    /// Everybody's, and those of the one who asks.
    ListMacros "list-macros" {
        /// Who asks.
        me: AgentId,
    } -> Macros;
    /// Saves one, new or changed.
    PutMacro "put-macro" {
        /// Who asks.
        me: AgentId,
        /// Whether it is everybody's.
        shared: bool,
        /// Which; none for a new one.
        id: Option<MacroId>,
        /// All of it.
        content: SaveMacro,
    } -> Macros;
    /// Removes one.
    DeleteMacro "delete-macro" {
        /// Who asks.
        me: AgentId,
        /// Whether it is everybody's.
        shared: bool,
        /// Which.
        id: MacroId,
    } -> Macros;
    /// One that is to run, with the words of the saved reply that it sends.
    ReadyMacro "ready-macro" {
        /// Who runs it.
        me: AgentId,
        /// Which.
        id: MacroId,
    } -> Macro;
}
