//! Which agent gets a new thread, and why.
//!
//! Knows the rule and the facts it is given. Rules that look at teams, owners, presence and capacity come with
//! their own issue; [`Rule`] is where they land.

use crate::ids::AgentId;

/// What a chatflow says about new threads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RoutingRule"))]
#[cfg_attr(feature = "serde", serde(tag = "assign", rename_all = "snake_case", deny_unknown_fields))]
pub enum Rule {
    /// Nobody: the thread waits in the Unassigned view until someone takes it (S102).
    #[default]
    Nobody,
}

/// Who gets the thread, with the reason that is kept beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// The agent, if any.
    pub to: Option<AgentId>,
    /// Why.
    pub because: Because,
}

/// The reason of a routing decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Because {
    /// The rule says nobody (S102).
    RuleSaysNobody,
}

/// Routes a new thread.
#[must_use]
pub fn route(rule: &Rule) -> Routed {
    match rule {
        Rule::Nobody => Routed { to: None, because: Because::RuleSaysNobody },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_leaves_the_thread_unassigned_and_says_so() {
        // S102
        assert_eq!(route(&Rule::Nobody), Routed { to: None, because: Because::RuleSaysNobody });
    }
}
