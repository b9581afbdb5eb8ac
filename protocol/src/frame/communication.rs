//! What a visitor ticked to be written to.

use conversation::ids::SubscriptionId;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// The text that a visitor agreed to be written to under (S85). Type and version have to be ones that were published.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommunicationGiven {
    /// What they subscribe to.
    pub subscription: SubscriptionId,
    /// The text's version within its chatflow.
    pub version: u32,
    /// The language of the widget around it, such as `de`; at most 35 of `A-Z a-z 0-9 -`.
    pub language: String,
}
