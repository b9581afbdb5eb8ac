//! Webhooks of an account: who is told what happens, and what became of each telling (P67, H92).
//!
//! An [`Event`] names what happened and where to read it; what was said is in none of them, nor in the log.

use conversation::ids::{AccountId, AgentId, ContactId, InboxId, ThreadId, WebhookId};
use conversation::routing::priority::Priority;
use serde::{Deserialize, Serialize};

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EventKind {
    /// A thread began.
    #[serde(rename = "thread.created")]
    ThreadCreated,
    /// Something was said in a thread.
    #[serde(rename = "message.created")]
    MessageCreated,
    /// A thread was opened, closed, assigned, put away or otherwise changed.
    #[serde(rename = "thread.changed")]
    ThreadChanged,
    /// A thread is gone for good.
    #[serde(rename = "thread.deleted")]
    ThreadDeleted,
    /// Something else is known of a contact.
    #[serde(rename = "contact.changed")]
    ContactChanged,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::ThreadCreated,
        Self::MessageCreated,
        Self::ThreadChanged,
        Self::ThreadDeleted,
        Self::ContactChanged,
    ];

    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ThreadCreated => "thread.created",
            Self::MessageCreated => "message.created",
            Self::ThreadChanged => "thread.changed",
            Self::ThreadDeleted => "thread.deleted",
            Self::ContactChanged => "contact.changed",
        }
    }
}

/// Who spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "EventSpeaker"))]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The visitor.
    Visitor,
    /// An agent.
    Agent,
    /// A bot.
    Bot,
    /// Parlor itself.
    System,
}

/// What a thread can change in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ChangedProperty"))]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// Open or closed.
    Status,
    /// Who has it.
    Assignee,
    /// Its labels.
    Labels,
    /// Whether it is put off.
    Snoozed,
    /// Whether it is in Filtered: its sender is blocked, or it is spam.
    Filtered,
    /// Whether it is deleted and can still be restored.
    Archived,
    /// The contact it is with.
    Contact,
    /// How urgent it is (P40).
    Priority,
}

/// What a webhook is sent: a POST of this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// The same every time this is sent: whoever has seen it has seen the event.
    pub id: String,
    /// What happened.
    pub event: EventKind,
    /// When, in ms.
    pub at: u64,
    /// Whose.
    pub account: AccountId,
    /// Where, of threads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inbox: Option<InboxId>,
    /// Which thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadId>,
    /// The contact, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// The message's place in its thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Speaker>,
    /// Which agent did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
    /// What changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Changed>,
    /// How urgent the thread is, where it began or changed (P40).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

/// Answers `GET /api/webhooks`: at most 20, so that they come at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Webhooks {
    /// The oldest first.
    pub webhooks: Vec<Webhook>,
}

/// A webhook. Its secret was shown when it was made, and never again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Webhook {
    /// Which.
    pub id: WebhookId,
    /// For people.
    pub name: String,
    /// Where to.
    pub url: String,
    /// What it is told.
    pub events: Vec<EventKind>,
    /// Whether it is told anything.
    pub enabled: bool,
    /// Since when, in ms.
    pub created_at: u64,
    /// Since when nothing has come through, in ms; none where the last attempt did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<u64>,
    /// When it was switched off because nothing had come through for three days, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gave_up_at: Option<u64>,
    /// Until when the secret before counts too, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_secret_until: Option<u64>,
    /// So many deliveries wait.
    pub waiting: u64,
}

/// `POST /api/webhooks` and `PUT /api/webhooks/{webhook}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveWebhook {
    /// For people; at most 100 characters.
    pub name: String,
    /// `https` on the public network.
    pub url: String,
    /// At least one.
    pub events: Vec<EventKind>,
    /// Whether it is told anything.
    pub enabled: bool,
}

/// Answers `POST /api/webhooks` and `POST /api/webhooks/{webhook}/secret`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookMade {
    /// The webhook.
    pub webhook: Webhook,
    /// What deliveries are signed with; shown this once.
    pub secret: String,
}

/// Answers `GET /api/webhooks/{webhook}/deliveries`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deliveries {
    /// The newest first, of the last seven days.
    pub deliveries: Vec<Delivery>,
    /// The cursor of the next page; none on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What became of telling one webhook of one event. The event's body is not shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delivery {
    /// Which.
    pub id: u64,
    /// The event's id.
    pub event: String,
    /// What happened.
    pub kind: EventKind,
    /// Since when it is to be told, in ms.
    pub at: u64,
    /// How it stands.
    pub state: DeliveryState,
    /// Attempts so far.
    pub attempts: u32,
    /// What the server answered last, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What went wrong last: `timeout`, `unreachable`, `redirect`, `status`, or `address`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// When it is tried next, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<u64>,
    /// When it was over, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<u64>,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is tried, or tried again.
    Waiting,
    /// The server took it.
    Delivered,
    /// It was tried for the last time.
    Dead,
}
