//! What is asked because of bots.

use std::collections::BTreeMap;

use conversation::ids::{AgentId, ContactId, ListId, PropertyId, ThreadId, VisitorId};
use conversation::list::Value;
use conversation::routing::Rule;
use conversation::routing::precedence::Lift;
use serde::{Deserialize, Serialize};

use super::Call;

calls! {
    /// What the account knows of a visitor, for a branch.
    BotFacts "bot-facts" {
        /// Who.
        visitor: VisitorId,
        /// Whom their thread names.
        named: Option<ContactId>,
    } -> Known;
    /// Keeps what a visitor answered with the contact they are; of a stranger nothing is kept. What the contact's lists make
    /// of their threads then.
    KeepAnswer "keep-answer" {
        /// Who.
        visitor: VisitorId,
        /// Whom their thread names.
        named: Option<ContactId>,
        /// Of which property.
        property: PropertyId,
        /// What.
        value: Value,
    } -> Option<Lift>;
    /// Whether somebody in the inbox would get a thread under this rule, and could answer now.
    IsReachable "is-reachable" {
        /// The rule.
        routing: Rule,
        /// The contact's owner.
        owner: Option<AgentId>,
    } -> bool;
    /// The shard, to itself: does what the bot of this thread asked for.
    RunBot "run-bot" {
        /// Which.
        thread: ThreadId,
    } -> ();
}

/// What the account knows of a visitor.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Known {
    /// By properties.
    pub values: BTreeMap<PropertyId, Value>,
    /// The lists they are on.
    pub lists: Vec<ListId>,
    /// Who looks after them.
    pub owner: Option<AgentId>,
}
