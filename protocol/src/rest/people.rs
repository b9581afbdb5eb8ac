//! People as colleagues: who is there, how much they take, when they work, and the teams they are in.

use conversation::access::Role;
use conversation::ids::{AgentId, InboxId, SkillId, TeamId};
use conversation::schedule::Schedule;
use serde::{Deserialize, Serialize};

use crate::frame::Agent;

/// `PUT /api/me/presence`, and `PUT /api/people/{agent}/presence` for admins; answers [`PresenceState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// Offline mode: nothing new is routed to them (S70).
    pub away: bool,
    /// While they are away, conversations that go on move to others who are there (S72); without, they stay (S73).
    #[serde(default)]
    pub reassign_replies: bool,
}

/// What somebody declared, or somebody else for them. Also answers `GET /api/me/presence`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PresenceState {
    /// Offline mode.
    pub away: bool,
    /// Whether their conversations move on meanwhile.
    pub reassign_replies: bool,
    /// Since when they are away (ms since 1970, UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_since: Option<u64>,
    /// Who set them away, where it was somebody else (H63).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_by: Option<Agent>,
}

/// How much somebody takes, and when: `PUT /api/people/{agent}/work`, for admins; answers [`PersonInfo`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// How many open conversations they are given, in all inboxes together, 1 to 1,000; none for any number (H65).
    #[serde(default)]
    pub capacity: Option<u16>,
    /// When they work, on their own clock; none for always (H64).
    #[serde(default)]
    pub hours: Option<Schedule>,
}

/// Answers `GET /api/people`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Everybody"))]
pub struct People {
    /// Everybody, by name.
    pub people: Vec<PersonInfo>,
}

/// Somebody who works here.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonInfo {
    /// Who.
    pub id: AgentId,
    /// Display name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether conversations can be routed to them (S95).
    pub seat: bool,
    /// What they sign in with; only admins are told.
    #[serde(default)]
    pub email: Option<String>,
    /// The inboxes they work in.
    #[serde(default)]
    pub inboxes: Vec<InboxId>,
    /// Where their picture is, if they have one.
    #[serde(default)]
    pub avatar: Option<String>,
    /// Whether they may not sign in for now.
    #[serde(default)]
    pub disabled: bool,
    /// Whether something beside the password is asked for when they sign in: a code, or a passkey.
    #[serde(default)]
    pub second_factor: bool,
    /// Whether they are there.
    pub presence: PresenceState,
    /// How much they take, and when.
    pub work: Work,
    /// The teams they are in.
    pub teams: Vec<TeamId>,
    /// What they can do (P40).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
}

/// Answers `GET /api/teams` and every change of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Teams {
    /// All of them, by name.
    pub teams: Vec<Team>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Who is in it.
    #[serde(default)]
    pub members: Vec<TeamMember>,
}

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TeamMember {
    /// Who.
    pub agent: AgentId,
    /// Whether this is their first team: routing to a team reaches only such members (H72).
    #[serde(default = "yes")]
    pub primary: bool,
}

fn yes() -> bool {
    true
}

/// `POST /api/teams`, a new one, and `PUT /api/teams/{team}`, all of one: admins only; both answer [`Teams`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TeamContent {
    /// Its name; a new one's id is made from it.
    pub name: String,
    /// Who is in it.
    #[serde(default)]
    pub members: Vec<TeamMember>,
}
