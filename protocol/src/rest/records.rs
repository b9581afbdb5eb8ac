//! What belongs to a contact beside conversations: tickets, deals, and whatever else was done with them (S143–S145).

use conversation::ids::{RecordId, ThreadId};
use serde::{Deserialize, Serialize};

use crate::frame::Agent;

/// Answers `GET /api/contacts/{contact}/records` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ContactRecords"))]
pub struct Records {
    /// The newest first.
    pub records: Vec<Record>,
}

/// Something that belongs to a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ContactRecord"))]
pub struct Record {
    /// Which.
    pub id: RecordId,
    /// What.
    pub content: Content,
    /// Who made it.
    pub by: Agent,
    /// When, in ms.
    pub at: u64,
    /// The thread it was made in, if in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadId>,
}

/// `POST /api/contacts/{contact}/records`; answers [`Records`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRecord {
    /// What.
    pub content: Content,
    /// The thread it is made in, if in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadId>,
}

/// `PUT /api/contacts/{contact}/records/{record}`: all of its content; answers [`Records`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveRecord {
    /// What. Of the kind it was.
    pub content: Content,
}

/// What a record holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RecordContent"))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// Something that somebody has to see to (S143).
    Ticket {
        /// In a few words.
        title: String,
        /// More of it.
        #[serde(default)]
        text: String,
        /// How far it is.
        status: TicketStatus,
    },
    /// A sale that may come about (S144).
    Deal {
        /// In a few words.
        title: String,
        /// More of it.
        #[serde(default)]
        text: String,
        /// How far it is.
        stage: DealStage,
        /// What it is worth, in the smallest unit of its currency.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<u64>,
        /// Its currency, three capital letters (ISO 4217).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        currency: Option<String>,
    },
    /// Something that was done elsewhere (S145).
    Interaction {
        /// What it was.
        channel: Interaction,
        /// What came of it.
        text: String,
        /// When it was, in ms.
        at: u64,
    },
}

/// How far a ticket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// Nobody has looked at it.
    New,
    /// Somebody is at it.
    InProgress,
    /// The contact has to say something.
    Waiting,
    /// Done.
    Done,
}

/// How far a deal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DealStage {
    /// It is talked about.
    Open,
    /// An offer was made.
    Offered,
    /// It came about.
    Won,
    /// It did not.
    Lost,
}

/// What was done elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Interaction {
    /// A call.
    Call,
    /// An e-mail that somebody wrote with their own program.
    Email,
    /// They met.
    Meeting,
    /// Something to remember.
    Note,
}
