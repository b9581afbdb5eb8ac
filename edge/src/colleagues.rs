//! The people of an inbox, as routing and availability see them: what the account says of each, and what they have.
//!
//! The one place where that becomes the facts that `conversation` decides by, for the inbox that routes and for the Worker
//! that tells visitors: so that the two cannot differ (N32). Knows no storage.

use conversation::ids::{SkillId, TeamId};
use conversation::routing::{Colleague, Verdict};
use conversation::schedule::Schedule;
use conversation::zone::Zone;
use protocol::frame::Agent;
use protocol::rest::routing::ColleagueState;
use serde::{Deserialize, Serialize};

use crate::zones::Zones;

/// Whoever did not work for so long left before anything that is open now, in ms.
const LOOKED_BACK_MS: u64 = 9 * 86_400_000;

/// Somebody, as the account tells its inboxes of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Who.
    pub agent: Agent,
    /// Whether threads may be routed to them (S95).
    pub has_seat: bool,
    /// Whether they work in this inbox (S109).
    pub is_member: bool,
    /// The teams that reach them (H72).
    pub teams: Vec<TeamId>,
    /// What they can do (P40).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
    /// Offline mode (S70).
    pub is_away: bool,
    /// Whether what they have moves on while they are away (S72).
    pub reassign_replies: bool,
    /// Since when they are away.
    pub away_since: Option<u64>,
    /// Who set them away, where it was somebody else (H63).
    pub away_by: Option<Agent>,
    /// How many open threads they take, in all inboxes together (H65).
    pub capacity: Option<u16>,
    /// Since which of the account's revisions that is looked at together with other inboxes: they take only so many, and
    /// work in several. `None`: it is not.
    #[serde(default)]
    pub shared: Option<u64>,
    /// When they work (H64).
    pub hours: Option<Schedule>,
}

/// Somebody, with what they have in an inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Working {
    /// Who, and what the account says of them.
    pub known: Known,
    /// How many open threads they have here, with what is on its way to them.
    pub open: u16,
    /// How many they have in other inboxes, as far as the account has told.
    #[serde(default)]
    pub elsewhere: u16,
    /// How many they may have in all before the account has to hear of it (see [`crate::elsewhere`]).
    #[serde(default)]
    pub until_known: Option<u16>,
    /// Since when nothing new was given to them (ms since 1970, UTC).
    pub idle_since: u64,
}

impl Known {
    /// Whether it is their working time; whoever has no hours is always at work (H64).
    #[must_use]
    pub fn is_at_work(&self, now: u64, zones: Zones<'_>) -> bool {
        self.in_their_zone(now, zones).is_none_or(|(hours, zone)| hours.is_open(now, &zone))
    }

    /// Since when they are gone, if they are: by their own word, or because their working time is over (H64).
    #[must_use]
    pub fn gone_since(&self, now: u64, zones: Zones<'_>) -> Option<u64> {
        if self.is_away {
            return Some(self.away_since.unwrap_or_default());
        }
        let (hours, zone) = self.in_their_zone(now, zones)?;
        let last = || hours.spans(now.saturating_sub(LOOKED_BACK_MS), now, &zone).pop();
        (!hours.is_open(now, &zone)).then(|| last().map_or(0, |span| span.until))
    }

    /// When that changes next.
    fn changes_after(&self, now: u64, zones: Zones<'_>) -> Option<u64> {
        let (hours, zone) = self.in_their_zone(now, zones)?;
        hours.changes_after(now, &zone)
    }

    /// Their hours and their zone; nothing where the zone that was once known is not any more.
    fn in_their_zone(&self, now: u64, zones: Zones<'_>) -> Option<(&Schedule, std::rc::Rc<Zone>)> {
        let hours = self.hours.as_ref()?;
        Some((hours, zones(&hours.zone, now)?))
    }
}

impl Working {
    /// As routing sees them.
    #[must_use]
    pub fn facts(&self, now: u64, zones: Zones<'_>) -> Colleague {
        let known = &self.known;
        Colleague {
            agent: known.agent.id.clone(),
            has_seat: known.has_seat,
            is_member: known.is_member,
            teams: known.teams.clone(),
            skills: known.skills.clone(),
            is_away: known.is_away,
            is_at_work: known.is_at_work(now, zones),
            capacity: known.capacity,
            open: self.open.saturating_add(self.elsewhere),
            until_known: self.until_known,
            idle_since: self.idle_since,
        }
    }

    /// As their colleagues see them (P44).
    #[must_use]
    pub fn state(&self, now: u64, zones: Zones<'_>) -> ColleagueState {
        let facts = self.facts(now, zones);
        let hindrance: Option<Verdict> = facts.hindrance();
        let Known { agent, teams, skills, reassign_replies, away_since, away_by, .. } = self.known.clone();
        ColleagueState {
            agent: agent.id,
            name: agent.name,
            seat: facts.has_seat,
            teams,
            skills,
            away: facts.is_away,
            reassign_replies,
            away_since,
            away_by,
            at_work: facts.is_at_work,
            capacity: facts.capacity,
            open: self.open,
            elsewhere: self.elsewhere,
            idle_since: facts.idle_since,
            hindrance,
        }
    }
}

/// All of them, as routing sees them.
#[must_use]
pub fn facts(crew: &[Working], now: u64, zones: Zones<'_>) -> Vec<Colleague> {
    crew.iter().map(|working| working.facts(now, zones)).collect()
}

/// When somebody's working time begins or ends next.
#[must_use]
pub fn changes_after(crew: &[Working], now: u64, zones: Zones<'_>) -> Option<u64> {
    crew.iter().filter_map(|working| working.known.changes_after(now, zones)).min()
}
