//! Who gets what: the colleagues of an inbox, what waits, why a thread went where it went, and what visitors will be told.

use conversation::availability;
use conversation::desk::Team;
use conversation::ids::{AgentId, SkillId, TeamId};
use conversation::routing::precedence::Cause;
use conversation::routing::priority::Priority;
use conversation::routing::{Because, Rule, Verdict};
use serde::{Deserialize, Serialize};

use crate::availability::Told;
use crate::frame::Agent;

/// Answers `GET /api/inboxes/{inbox}/colleagues`: who is there, how much they have, and who waits (P44, H63).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Colleagues {
    /// Everybody who works in the inbox, by name.
    pub colleagues: Vec<ColleagueState>,
    /// What waits for somebody.
    pub waiting: Waiting,
}

/// Somebody who works in an inbox, at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ColleagueState {
    /// Who.
    pub agent: AgentId,
    /// Display name.
    pub name: String,
    /// Whether conversations can be routed to them (S95).
    pub seat: bool,
    /// The teams that reach them (H72).
    pub teams: Vec<TeamId>,
    /// What they can do (P40).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
    /// Offline mode (S70).
    pub away: bool,
    /// Whether their conversations move on while they are away (S72).
    pub reassign_replies: bool,
    /// Since when they are away (ms since 1970, UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_since: Option<u64>,
    /// Who set them away, where it was somebody else (H63).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_by: Option<Agent>,
    /// Whether it is their working time (H64).
    pub at_work: bool,
    /// How many open conversations they are given, in all inboxes together; none for any number (H65).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u16>,
    /// How many they have here, with what is on its way to them.
    pub open: u16,
    /// How many they have in other inboxes, where they take only so many.
    #[serde(default, skip_serializing_if = "is_none")]
    pub elsewhere: u16,
    /// Since when nothing new was given to them (ms since 1970, UTC).
    pub idle_since: u64,
    /// What keeps them from getting one more now; none if nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hindrance: Option<Verdict>,
}

fn is_none(number: &u16) -> bool {
    *number == 0
}

/// What waits for somebody to be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waiting {
    /// How many conversations.
    pub threads: u64,
    /// Since when the oldest of them does (ms since 1970, UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_since: Option<u64>,
}

/// Answers `GET /api/threads/{inbox}/{thread}/routing` (N30).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Routing {
    /// What was decided, the newest first; a few of the newest are kept.
    pub decisions: Vec<RoutingDecision>,
    /// Since when it waits for somebody who may have it (ms since 1970, UTC), if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_since: Option<u64>,
    /// How many come before it: the more urgent, and of the same those that wait longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<u64>,
}

/// Why a thread went to somebody, or to nobody, with all that it was decided by: the same facts give the same decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoutingDecision {
    /// When (ms since 1970, UTC).
    pub at: u64,
    /// Who got it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Agent>,
    /// Who had it before, and is away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<AgentId>,
    /// Why.
    pub because: Because,
    /// The team that had it (H73); then the rule names that team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    /// The rule it was decided by.
    pub rule: Rule,
    /// How urgent it was then (P40).
    #[serde(default, skip_serializing_if = "Priority::is_normal")]
    pub priority: Priority,
    /// Why: the rule, a list of contacts, or somebody's word; none where nothing was said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority_by: Option<Cause>,
    /// The contact's owner then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// Whom the visitor had spoken with last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_agent: Option<AgentId>,
    /// Everybody whom the rule names, and what was decided about them.
    pub considered: Vec<Considered>,
}

/// Somebody who was considered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RoutingCandidate"))]
pub struct Considered {
    /// Who.
    pub agent: AgentId,
    /// Display name.
    pub name: String,
    /// What was decided.
    pub verdict: Verdict,
    /// What the rule asked for and they could not do (P40).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<SkillId>,
    /// How many open conversations they had, in all inboxes as far as this one knew.
    pub open: u16,
    /// How many they took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u16>,
    /// Since when nothing new had been given to them (ms since 1970, UTC).
    pub idle_since: u64,
}

/// Answers `GET /api/chatflows/{id}/availability?at={ms}&until={ms}`: what a visitor is told at an instant, and until
/// another one, with everybody as present and as busy as now (N10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Forecast {
    /// From the asked instant on, one after the other, without gaps; the first holds at the instant itself.
    pub spans: Vec<ForecastSpan>,
}

/// Time in which visitors are told the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ForecastSpan {
    /// Its first instant (ms since 1970, UTC).
    pub from: u64,
    /// The first instant after it.
    pub until: u64,
    /// What they are told.
    pub told: Told,
    /// Why.
    pub because: availability::Because,
    /// Whether a conversation begun then would reach somebody.
    pub reachable: bool,
}
