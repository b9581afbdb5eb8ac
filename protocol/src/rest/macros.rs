//! Macros (P46): everybody's, one's own, and running one.

use conversation::ids::{ClientMessageId, MacroId, ThreadId};
use conversation::macros::Steps;
use serde::{Deserialize, Serialize};

/// Answers `GET /api/macros` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Macros {
    /// Everybody's, and those of the one who asks, by name.
    pub macros: Vec<Macro>,
}

/// Several acts in one click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Macro {
    /// Which.
    pub id: MacroId,
    /// Its name.
    pub name: String,
    /// What it does, in this order: comment, reply, assign, labels, then.
    pub steps: Steps,
    /// Whether it is everybody's; else it is of the one who asks.
    pub shared: bool,
}

/// `POST /api/macros` and `PUT` one, the same under `/api/me/macros`; answers [`Macros`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveMacro {
    /// Its name.
    pub name: String,
    /// What it does: each kind of act at most once. Texts hold at most 5,000 code points and the places of saved replies.
    pub steps: Steps,
}

/// `POST /api/inboxes/{inbox}/macros/{macro}/run`; answers [`super::views::ActedOnMany`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RunMacro {
    /// Made before the first attempt, the same in every retry: with no thread is it done twice.
    pub client_message_id: ClientMessageId,
    /// With which, at most 100.
    pub threads: Vec<ThreadId>,
}
