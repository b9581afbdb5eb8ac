//! What a visitor was shown and agreed to when they wrote: about their data, and about being written to.

use conversation::ids::SubscriptionId;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

/// What a visitor was shown about their data when they wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsentGiven {
    /// The text's version within its chatflow.
    pub version: u32,
    /// The language of the widget around it, such as `de`; at most 35 of `A-Z a-z 0-9 -`.
    pub language: String,
}

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
