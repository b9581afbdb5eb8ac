//! Several inboxes: made, named and deleted by admins (S172–S180).

use conversation::ids::{AgentId, InboxId};
use serde::{Deserialize, Serialize};

use super::NamedInbox;
use crate::frame::Agent;

/// Answers `GET /api/inboxes` and every change of them: admins only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inboxes {
    /// All of the account's, by name.
    pub inboxes: Vec<InboxDetail>,
    /// Everybody who works here, by name, for choosing members.
    pub people: Vec<Agent>,
}

/// An inbox as its admin sees it, whether they work in it or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxDetail {
    /// Which, by its name.
    #[serde(flatten)]
    pub inbox: NamedInbox,
    /// Who works in it (S109).
    pub members: Vec<Agent>,
    /// The chatflows whose threads arrive here; while there are any, it cannot be deleted.
    pub chatflows: Vec<String>,
    /// Hours after closing in which a visitor's message reopens a thread.
    pub reopen_within_hours: u64,
}

/// `POST /api/inboxes`, and `PUT` one: its name and all who work in it (S174, S177); answers [`Inboxes`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveInbox {
    /// Its name; a new inbox's id is made from it.
    pub name: String,
    /// All who work in it; nobody else sees it (S175).
    pub members: Vec<AgentId>,
    /// Hours after closing in which a visitor's message reopens a thread, at most 8,760; as it was, or 72, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen_within_hours: Option<u64>,
}

/// `DELETE /api/inboxes/{inbox}`: for good, with everything in it (S179, S180).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteInbox {
    /// Its name as it stands, typed: what else stands here deletes nothing.
    pub name: String,
}

impl InboxDetail {
    /// Which.
    #[must_use]
    pub fn id(&self) -> &InboxId {
        &self.inbox.id
    }
}
