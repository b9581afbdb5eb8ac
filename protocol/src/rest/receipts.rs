//! Receipts of consent as they are exported (N18): of a thread, of a contact, or of the account.

use conversation::consent::Mode;
use conversation::ids::{ChatflowId, InboxId, SubscriptionId, ThreadId};
use serde::{Deserialize, Serialize};

use super::subscriptions::Ended;

/// Answers `GET /api/receipts`: admins only. `GET /api/receipts.csv` has the same lines as a table.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipts {
    /// By thread, and within one as they were given.
    pub receipts: Vec<ReceiptLine>,
}

/// One receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceiptLine {
    /// Where the conversation is.
    pub inbox: InboxId,
    /// Which.
    pub thread: ThreadId,
    /// The chatflow that asked.
    pub chatflow: ChatflowId,
    /// What the visitor did.
    pub choice: Chosen,
    /// How consent to process data was asked for, where it was that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// What they subscribed to, where it was that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription: Option<SubscriptionId>,
    /// The number of that subscription.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// The text's version within its chatflow.
    pub version: u32,
    /// The exact text.
    pub text: String,
    /// The text's SHA-256, in hexadecimal digits.
    pub hash: String,
    /// The language of the widget around it.
    pub language: String,
    /// When, in ms.
    pub at: u64,
    /// Origin and path of the page they were on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// When and how the subscription ended, where it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
}

/// What a visitor did about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// Clicked "I agree" to the processing of data.
    Agreed,
    /// Was shown the text and wrote.
    Implied,
    /// Ticked the box to be written to.
    Subscribed,
}

impl Chosen {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Implied => "implied",
            Self::Subscribed => "subscribed",
        }
    }
}
