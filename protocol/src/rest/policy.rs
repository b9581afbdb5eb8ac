//! What a routing rule would do before it is switched on: `POST /api/chatflows/{chatflow}/routing/simulate` (N31).
//!
//! Knows the shapes. What would happen is `conversation::routing::replay`'s to say.

use conversation::ids::AgentId;
use conversation::routing::Rule;
use serde::{Deserialize, Serialize};

use super::people::Work;

/// A rule to be tried out, and with whom. Changes nothing; answers [`RoutingSimulation`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulateRouting {
    /// The rule that is proposed.
    pub rule: Rule,
    /// People who would work otherwise than they do; everybody else as they are.
    #[serde(default)]
    pub agents: Vec<SimulatedAgent>,
    /// What comes, where it is not to be what came in the last seven days.
    #[serde(default)]
    pub arrivals: Option<ArrivalModel>,
}

/// Somebody who would work otherwise than they do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedAgent {
    /// Who.
    pub agent: AgentId,
    /// How much they would take, and when they would work.
    #[serde(default)]
    pub work: Work,
    /// Whether they would be away all the time.
    #[serde(default)]
    pub away: bool,
}

/// Arrivals that are made up: the same model makes the same ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ArrivalModel {
    /// Another seed makes others that are as likely.
    #[serde(default)]
    pub seed: u32,
    /// How many come in each hour of the seven days; when the numbers are through they begin again. 1 to 168.
    pub per_hour: Vec<u16>,
    /// For how many minutes one keeps whoever has it: each of these as often as the others. 1 to 100 of them, each 1 to
    /// 1,440.
    pub minutes: Vec<u16>,
}

/// What would have happened in seven days, by the rule that holds and by the one that is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoutingSimulation {
    /// The first instant (ms since 1970, UTC).
    pub from: u64,
    /// The first instant after it all.
    pub until: u64,
    /// Whether older conversations were left out because there were too many of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// With the chatflow's rule as it is saved, and everybody as they work.
    pub present: RoutingOutcome,
    /// With what is proposed.
    pub proposed: RoutingOutcome,
}

/// What came of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoutingOutcome {
    /// How many conversations of the chatflow began to wait for somebody.
    pub came: u32,
    /// For how many of them somebody was there who had it; the others waited until the end.
    pub taken: u32,
    /// Half of those waited no longer (ms); none where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_ms: Option<u64>,
    /// Nine in ten of those waited no longer (ms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_ms: Option<u64>,
    /// Nobody of those waited longer (ms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_ms: Option<u64>,
    /// Everybody who works in the inbox, by name.
    pub agents: Vec<SimulatedLoad>,
    /// How many of the chatflow's conversations waited at once, at most, hour by hour.
    pub queue: Vec<SimulatedQueue>,
}

/// What somebody would have had, other chatflows of the inbox included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SimulatedLoad {
    /// Who.
    pub agent: AgentId,
    /// Display name.
    pub name: String,
    /// How many conversations they got.
    pub given: u32,
    /// How many they had at once, at most.
    pub most: u16,
    /// How long they were there (ms).
    pub there_ms: u64,
    /// How much of that with nothing to do (ms).
    pub idle_ms: u64,
    /// For how long they had a conversation, all of them together (ms).
    pub busy_ms: u64,
}

/// How many waited in an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SimulatedQueue {
    /// When it began (ms since 1970, UTC).
    pub from: u64,
    /// How many at once, at most.
    pub waiting: u32,
}
