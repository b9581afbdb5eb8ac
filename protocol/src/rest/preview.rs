//! A chatflow looked at before it is saved (S8, S9).

use serde::{Deserialize, Serialize};

use conversation::form::AskedForm;

use crate::account::Chatflow;
use crate::boot::Boot;
use crate::visitor::AskedCommunication;

/// `POST /api/preview`; answers [`Preview`].
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

/// What the page of the preview starts with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ChatflowPreview"))]
pub struct Preview {
    /// As the loader gets it.
    #[serde(flatten)]
    pub boot: Boot,
    /// What a stranger is asked before they write, where that is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<AskedForm>,
    /// The box that a stranger may tick, where that is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communication: Option<AskedCommunication>,
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
    /// The open chat while the team is away, with the form that is shown then.
    Away,
    /// The open chat with the form before it.
    Form,
}
