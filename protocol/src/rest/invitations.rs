//! Inviting people, and what is changed about those who are here (P68).

use conversation::access::Role;
use conversation::ids::{AgentId, InboxId, InvitationId, SkillId};
use serde::{Deserialize, Serialize};

/// `POST /api/invitations`: admins only; answers [`Invited`]. Whoever was invited before under this address gets a new
/// link, and the old one counts no more.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// What they will sign in with.
    pub email: String,
    /// What they are called, as far as it is known; they may change it.
    #[serde(default)]
    pub name: Option<String>,
    /// What they may do; never `owner`.
    pub role: Role,
    /// The inboxes they will be a member of.
    #[serde(default)]
    pub inboxes: Vec<InboxId>,
}

/// Somebody is invited.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invited {
    /// As it is listed.
    pub invitation: Invitation,
    /// For them alone, and shown this once. What it proves stands behind `#`, so that no server logs it.
    pub link: String,
}

/// Answers `GET /api/invitations`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invitations {
    /// Those that nobody accepted yet, the newest first; also those that are over.
    pub invitations: Vec<Invitation>,
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invitation {
    /// Which.
    pub id: InvitationId,
    /// Whom it is for.
    pub email: String,
    /// What they are called, or nothing.
    pub name: String,
    /// What they will be.
    pub role: Role,
    /// Where they will work.
    pub inboxes: Vec<InboxId>,
    /// Who invited them, by the name they had.
    pub invited_by: String,
    /// Since when (ms).
    pub created_at: u64,
    /// Until when (ms).
    pub expires_at: u64,
}

/// `POST /api/invitations/look`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LookAtInvitation {
    /// What stands behind `#` in the link.
    pub token: String,
}

/// Answers that: whom the link is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitedPerson {
    /// What they will sign in with.
    pub email: String,
    /// What they are called, or nothing.
    pub name: String,
    /// Who invited them, by the name they had.
    pub invited_by: String,
}

/// `POST /api/invitations/accept`: answers `Me`, and the session's cookie comes with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    /// What stands behind `#` in the link.
    pub token: String,
    /// What visitors and colleagues will read.
    pub name: String,
    /// What they will sign in with.
    pub password: String,
}

/// `PUT /api/people/{agent}`: admins only; what is absent stays. Whose role changes, or who is disabled, is signed out
/// everywhere.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePerson {
    /// What they may do; never `owner`, which is handed on.
    #[serde(default)]
    pub role: Option<Role>,
    /// Whether conversations can be routed to them (S95). Viewers hold no seat.
    #[serde(default)]
    pub seat: Option<bool>,
    /// The inboxes they work in, all of them.
    #[serde(default)]
    pub inboxes: Option<Vec<InboxId>>,
    /// What they can do, all of it (P40).
    #[serde(default)]
    pub skills: Option<Vec<SkillId>>,
    /// Whether they may not sign in for now.
    #[serde(default)]
    pub disabled: Option<bool>,
}

/// `POST /api/me/hand-on`: the owner's alone; both are signed out everywhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOn {
    /// Who is the owner from now on.
    pub to: AgentId,
    /// The owner's password: asked for again.
    pub password: String,
}
