//! What visitors of an account can subscribe to (S86), and who has done so (S85).

use conversation::ids::{AgentId, ChatflowId, InboxId, SubscriptionId, ThreadId};
use serde::{Deserialize, Serialize};

/// Answers `GET /api/subscriptions` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SubscriptionTypes {
    /// All of them, by name.
    pub subscriptions: Vec<SubscriptionType>,
}

/// A kind of communication: a newsletter, news of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubscriptionType {
    /// Which.
    pub id: SubscriptionId,
    /// Its name; visitors read it where they unsubscribe.
    pub name: String,
    /// What it is, for the people of the account.
    #[serde(default)]
    pub description: String,
}

/// `POST /api/subscriptions`, a new one, and `PUT /api/subscriptions/{subscription}`, other words for one: admins only; both
/// answer [`SubscriptionTypes`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubscriptionTypeContent {
    /// Its name; a new one's id is made from it, and stays.
    pub name: String,
    /// What it is, at most 500 code points.
    #[serde(default)]
    pub description: String,
}

/// Answers `GET /api/contacts/{contact}/subscriptions` and `DELETE …/{subscription}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactSubscriptions {
    /// All of them, those that have ended too, newest first.
    pub subscriptions: Vec<Subscription>,
}

/// A subscription, which is its own receipt: but for its end nothing of it ever changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subscription {
    /// Its number within the account.
    pub number: u64,
    /// To what.
    pub subscription: SubscriptionId,
    /// What that was called.
    pub name: String,
    /// The chatflow that asked.
    pub chatflow: ChatflowId,
    /// The text's version within it.
    pub version: u32,
    /// The exact text.
    pub text: String,
    /// The text's SHA-256, in hexadecimal digits.
    pub hash: String,
    /// The language of the widget around it.
    pub language: String,
    /// Origin and path of the page they were on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Where the conversation is that they began, or went on with.
    pub inbox: InboxId,
    /// Which.
    pub thread: ThreadId,
    /// When, in ms.
    pub since: u64,
    /// When and how it ended, where it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// The end of a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ended {
    /// When, in ms.
    pub at: u64,
    /// By whom.
    pub by: EndedBy,
}

/// Who ended a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EndedBy {
    /// The visitor, in the chat.
    Visitor,
    /// Somebody of the account.
    Agent {
        /// Who.
        id: AgentId,
    },
    /// The visitor agreed to a newer text: that subscription goes on from here.
    Renewed,
    /// The visitor wanted to be forgotten.
    Forgotten,
}
