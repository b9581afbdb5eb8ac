//! Which agent gets a thread, and why.
//!
//! A rule names who may get it; facts say who of them can take it now; of those the one with the fewest open threads gets
//! it, then the one who has waited longest for something to do (E48). Whoever waits is served by [`priority`], then oldest first (P35, P40, E46).
//! Everybody who was considered is in the result with the reason they were passed over (N30): the same facts give the
//! same result, so that it can be looked at again later.
//!
//! [`reach`] asks the same question without a thread, for what a visitor is told: no widget can say that somebody is
//! there when routing would find nobody (N32, E41).
//!
//! Knows no clock, no storage and no chance. Who is away, at work, a member or has a seat comes in as facts.

pub mod arrivals;
pub mod given;
pub mod precedence;
pub mod priority;
pub mod queue;
pub mod replay;
#[cfg(test)]
mod tests;

use crate::ids::{AgentId, SkillId, TeamId};
use alloc::vec::Vec;

use priority::Priority;

/// What a chatflow says about new threads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RoutingRule"))]
#[cfg_attr(feature = "serde", serde(tag = "assign", rename_all = "snake_case", deny_unknown_fields))]
pub enum Rule {
    /// Nobody: the thread waits in the Unassigned view until someone takes it (S102).
    Nobody {
        /// How urgent its threads are (P40).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Priority::is_normal"))]
        priority: Priority,
    },
    /// Whoever of these is available (S91, S92).
    People(People),
    /// The contact's owner, available or not (S97, S99).
    Owner {
        /// For contacts without an owner, and visitors who are no contact (S100).
        otherwise: Otherwise,
    },
}

/// What becomes of a thread whose contact has no owner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(tag = "assign", rename_all = "snake_case", deny_unknown_fields))]
pub enum Otherwise {
    /// It waits until someone takes it (S101).
    Nobody {
        /// How urgent threads under the rule are, those of owners too (P40).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Priority::is_normal"))]
        priority: Priority,
    },
    /// Whoever of these is available.
    People(People),
}

/// Agents and teams, any mix of them (S91).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct People {
    /// Named one by one.
    pub agents: Vec<AgentId>,
    /// With all who are in them first and foremost (H72).
    pub teams: Vec<TeamId>,
    /// Whether the agent whom the contact spoke with last is asked before the others (P43).
    pub last_agent_first: bool,
    /// What whoever gets it has to be able to do, all of it; mostly nothing (P40).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub skills: Vec<SkillId>,
    /// How urgent its threads are (P40).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Priority::is_normal"))]
    pub priority: Priority,
}

/// What is known of an agent when a thread is to be routed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub agent: AgentId,
    /// Whether threads may be routed to them at all (S95).
    pub has_seat: bool,
    /// Whether they work in the thread's inbox (H72).
    pub is_member: bool,
    /// The teams they are in first and foremost (H72).
    pub teams: Vec<TeamId>,
    /// What they can do (P40).
    pub skills: Vec<SkillId>,
    /// Whether they declared themselves away (S70); having a tab open or not says nothing (E37).
    pub is_away: bool,
    /// Whether it is their working time (H64); whoever has no hours always is.
    pub is_at_work: bool,
    /// How many open threads they take; `None` for any number (H65).
    pub capacity: Option<u16>,
    /// How many they have, wherever they have them.
    pub open: u16,
    /// How many they may have until it is known elsewhere what is given to them here; `None` where nobody else gives to
    /// them.
    pub until_known: Option<u16>,
    /// Since when nothing new was given to them (ms since 1970, UTC).
    pub idle_since: u64,
}

/// What is known of whoever the thread is with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contact<'a> {
    /// The contact's owner.
    pub owner: Option<&'a AgentId>,
    /// Who spoke with them last.
    pub last_agent: Option<&'a AgentId>,
}

/// Who gets the thread, with what is kept beside it (N30).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// The agent, if any.
    pub to: Option<AgentId>,
    /// Why.
    pub because: Because,
    /// Everybody the rule names, in the order of the facts, with what was decided about them.
    pub considered: Vec<(AgentId, Verdict)>,
}

/// The reason of a routing decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RoutedBecause"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Because {
    /// The rule says nobody (S102).
    RuleSaysNobody,
    /// Of those who are available they have the fewest open threads, and waited longest (S92).
    Available,
    /// They own the contact, and are available (S97).
    Owner,
    /// They own the contact; that they are not available now does not change that (S99).
    OwnerThoughAway,
    /// They spoke with the contact last, and are available (P43).
    LastAgent,
    /// Nobody whom the rule names is available: it waits for the first who is (E47).
    NobodyAvailable,
    /// The contact has no owner, and the rule says nobody then (S101).
    NoOwner,
    /// They are available, and whoever had it is away and passes replies on (S72, S108).
    Reassigned,
    /// Whoever had it is away and passes replies on, and nobody else is available: it waits for the first who is (E45).
    NobodyElse,
    /// It was given to a team, and of those who are available there they come first (H73).
    Team,
    /// It was given to a team of which nobody is available: it waits for the first who is (H73).
    NobodyOfTeam,
}

/// Whom a thread would find that began now; more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Nobody who could answer: whoever is asked is away or off work.
    Nobody,
    /// Whoever is there has as many open threads as they take (H66).
    Full,
    /// Somebody who can answer.
    Somebody,
}

/// What was decided about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RoutingVerdict"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// They get it.
    Chosen,
    /// No seat, so nothing is routed to them (S95).
    NoSeat,
    /// They do not work in this inbox (H72).
    NotAMember,
    /// They cannot do all that the rule asks for (P40).
    LacksSkill,
    /// They are away (S70).
    Away,
    /// It is not their working time (H64).
    OffWork,
    /// They have as many open threads as they take (H65).
    AtCapacity,
    /// Somebody else has fewer open threads (E48).
    Busier,
    /// Somebody else has waited longer.
    WaitedLess,
    /// As good as the one who was chosen, whose id comes first.
    LaterName,
    /// The owner, or the last agent, came first.
    NotAsked,
    /// They gave it to the team themselves (H73).
    GaveIt,
}

impl Colleague {
    /// What keeps them from taking one more thread now; `None` if nothing does.
    #[must_use]
    pub fn hindrance(&self) -> Option<Verdict> {
        self.bar().or_else(|| self.absence())
    }

    /// What keeps them from being routed to at all.
    fn bar(&self) -> Option<Verdict> {
        match (self.has_seat, self.is_member) {
            (false, _) => Some(Verdict::NoSeat),
            (true, false) => Some(Verdict::NotAMember),
            (true, true) => None,
        }
    }

    /// What a rule asks for and they cannot do (P40).
    pub fn lacks<'s>(&self, skills: &'s [SkillId]) -> impl Iterator<Item = &'s SkillId> {
        skills.iter().filter(|skill| !self.skills.contains(skill))
    }

    /// What keeps them from taking one more thread now that asks for these skills.
    fn hindrance_to(&self, skills: &[SkillId]) -> Option<Verdict> {
        let lacks = || self.lacks(skills).next().map(|_| Verdict::LacksSkill);
        self.bar().or_else(lacks).or_else(|| self.absence())
    }

    /// What keeps them from answering now.
    fn absence(&self) -> Option<Verdict> {
        let most = [self.capacity, self.until_known].into_iter().flatten().min();
        let is_full = most.is_some_and(|most| self.open >= most);
        match (self.is_away, self.is_at_work, is_full) {
            (true, _, _) => Some(Verdict::Away),
            (_, false, _) => Some(Verdict::OffWork),
            (_, _, true) => Some(Verdict::AtCapacity),
            _ => None,
        }
    }

    /// Whom somebody finds who is given to them.
    fn reach(&self) -> Reach {
        match self.absence() {
            None => Reach::Somebody,
            Some(Verdict::AtCapacity) => Reach::Full,
            Some(_) => Reach::Nobody,
        }
    }

    /// Less is better.
    fn rank(&self) -> (u16, u64, &AgentId) {
        (self.open, self.idle_since, &self.agent)
    }
}

impl People {
    /// Whom they name among these, in their order. Rules may name hundreds, so nobody is looked for one by one.
    fn among<'c>(&self, colleagues: &'c [Colleague]) -> Vec<&'c Colleague> {
        let mut agents: Vec<&AgentId> = self.agents.iter().collect();
        agents.sort_unstable();
        let by_team = |colleague: &Colleague| self.teams.iter().any(|team| colleague.teams.contains(team));
        let is_named =
            |colleague: &&Colleague| agents.binary_search(&&colleague.agent).is_ok() || by_team(colleague);
        colleagues.iter().filter(is_named).collect()
    }

    /// Whether they name somebody, by name or by team.
    #[must_use]
    pub fn name(&self, colleague: &Colleague) -> bool {
        self.agents.contains(&colleague.agent) || self.teams.iter().any(|team| colleague.teams.contains(team))
    }

    /// Whether somebody can do all that is asked for (P40).
    #[must_use]
    pub fn suit(&self, colleague: &Colleague) -> bool {
        colleague.lacks(&self.skills).next().is_none()
    }
}

impl Default for Rule {
    fn default() -> Self {
        Self::NOBODY
    }
}

impl Default for Otherwise {
    fn default() -> Self {
        Self::NOBODY
    }
}

impl Otherwise {
    /// Nobody, and as urgent as most.
    pub const NOBODY: Self = Self::Nobody { priority: Priority::Normal };
}

impl Rule {
    /// Nobody, and as urgent as most.
    pub const NOBODY: Self = Self::Nobody { priority: Priority::Normal };

    /// Whom it names beside owners.
    #[must_use]
    pub fn people(&self) -> Option<&People> {
        match self {
            Self::People(people) | Self::Owner { otherwise: Otherwise::People(people) } => Some(people),
            Self::Nobody { .. } | Self::Owner { otherwise: Otherwise::Nobody { .. } } => None,
        }
    }

    /// How urgent a thread is that begins under it (P40).
    #[must_use]
    pub const fn priority(&self) -> Priority {
        match self {
            Self::Nobody { priority } | Self::Owner { otherwise: Otherwise::Nobody { priority } } => {
                *priority
            }
            Self::People(people) | Self::Owner { otherwise: Otherwise::People(people) } => people.priority,
        }
    }
}

/// Routes a thread.
#[must_use]
pub fn route(rule: &Rule, contact: Contact<'_>, colleagues: &[Colleague]) -> Routed {
    let mut considered = Vec::new();
    if let (Rule::Owner { .. }, Some(owner)) = (rule, contact.owner) {
        // Somebody who left, or may not be routed to, owns nothing as far as this is concerned.
        if let Some(colleague) = colleagues.iter().find(|colleague| colleague.agent == *owner) {
            let Some(bar) = colleague.bar() else {
                let is_there = colleague.is_at_work && !colleague.is_away;
                let because = if is_there { Because::Owner } else { Because::OwnerThoughAway };
                considered.push((owner.clone(), Verdict::Chosen));
                return Routed { to: Some(owner.clone()), because, considered };
            };
            considered.push((owner.clone(), bar));
        }
    }
    let Some(people) = rule.people() else {
        let because =
            if matches!(rule, Rule::Nobody { .. }) { Because::RuleSaysNobody } else { Because::NoOwner };
        return Routed { to: None, because, considered };
    };
    let last = contact.last_agent.filter(|_| people.last_agent_first);
    let (chosen, is_last) = choose(&people.among(colleagues), &people.skills, last, &mut considered);
    let because = match (is_last, &chosen) {
        (true, _) => Because::LastAgent,
        (false, Some(_)) => Because::Available,
        (false, None) => Because::NobodyAvailable,
    };
    Routed { to: chosen, because, considered }
}

/// Routes a thread on whose agent is away and passes replies on: to others whom its rule names, or where it names nobody
/// else, to whoever works in the inbox; only to somebody who is there (S72, S108), and who can do what the rule asks for.
#[must_use]
pub fn reroute(rule: &Rule, from: &AgentId, colleagues: &[Colleague]) -> Routed {
    let is_other = |colleague: &&Colleague| colleague.agent != *from && colleague.bar().is_none();
    let mut others = rule.people().map(|people| people.among(colleagues)).unwrap_or_default();
    others.retain(is_other);
    if others.is_empty() {
        others = colleagues.iter().filter(is_other).collect();
    }
    let mut considered = Vec::new();
    let skills = rule.people().map_or(&[][..], |people| &people.skills);
    let (chosen, _) = choose(&others, skills, None, &mut considered);
    let because = if chosen.is_some() { Because::Reassigned } else { Because::NobodyElse };
    Routed { to: chosen, because, considered }
}

/// Chooses among those who are asked and have the skills: the `last` agent if they are free, else whoever ranks first; and
/// notes everybody. Whether it was the last agent comes second.
fn choose(
    asked: &[&Colleague],
    skills: &[SkillId],
    last: Option<&AgentId>,
    considered: &mut Vec<(AgentId, Verdict)>,
) -> (Option<AgentId>, bool) {
    let free = || asked.iter().copied().filter(|colleague| colleague.hindrance_to(skills).is_none());
    let last = last.and_then(|last| free().find(|colleague| colleague.agent == *last));
    let chosen = last.or_else(|| free().min_by_key(|colleague| colleague.rank()));
    considered.extend(asked.iter().map(|colleague| {
        let verdict = colleague.hindrance_to(skills).unwrap_or_else(|| match chosen {
            Some(chosen) if chosen.agent == colleague.agent => Verdict::Chosen,
            _ if last.is_some() => Verdict::NotAsked,
            Some(chosen) if colleague.open > chosen.open => Verdict::Busier,
            Some(chosen) if colleague.idle_since > chosen.idle_since => Verdict::WaitedLess,
            _ => Verdict::LaterName,
        });
        (colleague.agent.clone(), verdict)
    }));
    (chosen.map(|chosen| chosen.agent.clone()), last.is_some())
}

/// Whom a thread would find now: what a visitor is told goes by it (S58, H66, N32). Under a rule that names nobody, whoever
/// works in the inbox can take it.
#[must_use]
pub fn reach(rule: &Rule, contact: Contact<'_>, colleagues: &[Colleague]) -> Reach {
    if let (Rule::Owner { .. }, Some(owner)) = (rule, contact.owner) {
        let owner = colleagues.iter().find(|colleague| colleague.agent == *owner);
        // An owner who is away or full gets it, and does not answer it now.
        if let Some(owner) = owner.filter(|owner| owner.bar().is_none()) {
            return owner.reach();
        }
    }
    match rule.people() {
        Some(people) => best(colleagues, |colleague| {
            colleague.bar().is_none() && people.suit(colleague) && people.name(colleague)
        }),
        None => best(colleagues, |colleague| colleague.is_member),
    }
}

/// The best that one of those who are asked could do. Whether somebody is asked is looked up only where they would be better
/// than who was found.
fn best(colleagues: &[Colleague], is_asked: impl Fn(&Colleague) -> bool) -> Reach {
    colleagues.iter().fold(Reach::Nobody, |found, colleague| {
        let reach = colleague.reach();
        if reach > found && is_asked(colleague) { reach } else { found }
    })
}

/// Whether somebody who can answer now would get a thread.
#[must_use]
pub fn reachable(rule: &Rule, contact: Contact<'_>, colleagues: &[Colleague]) -> bool {
    reach(rule, contact, colleagues) == Reach::Somebody
}
