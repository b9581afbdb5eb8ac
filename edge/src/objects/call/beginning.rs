//! What is known where a thread begins, and of who is behind it afterwards.

use conversation::ids::{AgentId, ContactId, InboxId, ListId};
use conversation::routing::Rule;
use conversation::routing::precedence::Lift;
use protocol::rest::Receipt;
use protocol::rest::subscriptions::Subscription;
use serde::{Deserialize, Serialize};

use crate::shard::consent::Consenting;
use crate::store::threads::KnownAs;
use crate::store::threads::bots::Script;

/// What is known of a contact.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContactFacts {
    /// Who.
    pub id: ContactId,
    /// The lists they are on.
    pub lists: Vec<ListId>,
    /// Whose they are, where it is certain who they are.
    #[serde(default)]
    pub owner: Option<AgentId>,
}

/// What a thread remembers of where it began.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Beginning {
    /// The chatflow's name.
    pub chatflow_name: String,
    /// The inbox its threads arrive in.
    pub inbox: InboxId,
    /// How long after closing a visitor's message reopens a thread, in ms.
    pub reopen_within: u64,
    /// After how long without a word it closes by itself, in ms; 0: never.
    #[serde(default)]
    pub closes_after: u64,
    /// Who is to get it.
    pub routing: Rule,
    /// What is known of consent.
    pub consent: Consenting,
    /// The contact the visitor is.
    pub contact: Option<KnownAs>,
    /// The bot that answers first, where the chatflow has one.
    #[serde(default)]
    pub bot: Option<Script>,
    /// The contact's owner.
    #[serde(default)]
    pub owner: Option<AgentId>,
    /// What the contact's lists make of it.
    #[serde(default)]
    pub lift: Option<Lift>,
}

/// Whom a visitor claims to be.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claimed {
    /// The contact.
    pub contact: ContactId,
    /// What its lists make of their threads.
    pub lift: Option<Lift>,
}

/// What a thread itself knows of who is behind it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ThreadFacts {
    /// What a visitor without a name is told apart by.
    pub visitor: String,
    /// The contact the visitor is.
    pub contact: Option<ContactId>,
    /// Origin and path of the page it began on.
    pub page: Option<String>,
    /// What the visitor agreed to or was shown, oldest first.
    pub consents: Vec<Receipt>,
    /// What they subscribed to here, oldest first, as it was then.
    #[serde(default)]
    pub subscriptions: Vec<Subscription>,
}
