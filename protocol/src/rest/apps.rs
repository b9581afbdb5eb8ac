//! Pages of the owner's own beside a conversation, in frames (P58). What a frame's page is told stands in `docs/apps.md`.

use conversation::ids::{AppId, InboxId};
use serde::{Deserialize, Serialize};

/// Answers `GET /api/apps` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Apps {
    /// Those of the inboxes that the asker works in, and for admins all of them; by name.
    pub apps: Vec<App>,
}

/// A page of the owner's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct App {
    /// Which.
    pub id: AppId,
    /// Its name, the heading above it.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The inboxes beside whose conversations it stands; empty: all of them.
    #[serde(default)]
    pub inboxes: Vec<InboxId>,
}

/// `POST /api/apps`, a new one, and `PUT /api/apps/{app}`: admins only; both answer [`Apps`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppContent {
    /// Its name; a new one's id is made from it, and stays.
    pub name: String,
    /// Its address, at most 2,000 bytes: `https`, on another origin than Parlor itself.
    pub url: String,
    /// The inboxes beside whose conversations it stands; empty: all of them.
    #[serde(default)]
    pub inboxes: Vec<InboxId>,
}
