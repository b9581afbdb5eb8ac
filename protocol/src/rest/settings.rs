//! The account's settings as admins read and change them: sites, data protection, who comes first.
//!
//! Knows the shapes. What may be set is the edge's to say.

use conversation::ids::{AccountId, InboxId, ListId};
use conversation::redaction::Redaction;
use conversation::routing::precedence::ListPriority;
use serde::{Deserialize, Serialize};

use crate::frame::Agent;

/// Answers `GET /api/settings` and every change of them; admins only.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settings {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// The sites its widget may run on.
    pub origins: Vec<String>,
    /// Whether any port of this machine is such a site too.
    pub any_loopback_origin: bool,
    /// Whether consent can be asked for (S79).
    pub gdpr: bool,
    /// Whether only the site's own server can say who a visitor is (E27): an address that a visitor types makes no contact.
    #[serde(default)]
    pub verified_only: bool,
    /// What is masked in what visitors write (N20).
    #[serde(default)]
    pub redaction: Redaction,
    /// Lists whose contacts come first (P40), in the order in which that was said.
    #[serde(default)]
    pub list_priorities: Vec<ListPriority>,
    /// Its lists, for audiences.
    pub lists: Vec<NamedList>,
    /// Who works here, for headings.
    pub people: Vec<Agent>,
    /// Its inboxes, for chatflows.
    pub inboxes: Vec<NamedInbox>,
}

/// A list by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedList {
    /// Which.
    pub id: ListId,
    /// Its name.
    pub name: String,
}

/// An inbox by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NamedInbox {
    /// Which.
    pub id: InboxId,
    /// Its name.
    pub name: String,
}

/// `PUT /api/settings`: what is absent stays as it is; answers [`Settings`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeSettings {
    /// The sites, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origins: Option<Vec<String>>,
    /// Whether consent can be asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gdpr: Option<bool>,
    /// Whether only the site's own server can say who a visitor is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_only: Option<bool>,
    /// What is masked in what visitors write (N20), all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction: Option<Redaction>,
    /// Lists whose contacts come first (P40), all of them, at most 20, each once: whoever is on one is at least so urgent, of
    /// several as the most urgent says. `low` is refused: everything is at least that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_priorities: Option<Vec<ListPriority>>,
}
