//! A chatflow looked at before it is saved (S8, S9).

use serde::{Deserialize, Serialize};

use crate::account::Chatflow;

/// `POST /api/preview`; answers [`Boot`](crate::boot::Boot), as the loader gets it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewChatflow {
    /// All of it.
    pub chatflow: Chatflow,
    /// What of it.
    pub scene: Scene,
    /// Whether on a dark ground, where the chatflow leaves that to the visitor.
    #[serde(default)]
    pub dark: bool,
}

/// What of a chatflow is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PreviewScene"))]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    /// The launcher, with the welcome message where that pops open at any time.
    Closed,
    /// The open chat of a visitor who has agreed to what there is to agree to.
    Open,
    /// The open chat, whose visitor is asked for an address as soon as they write.
    Capture,
    /// The open chat before the visitor agreed.
    Consent,
    /// The open chat while the team is away.
    Away,
}
