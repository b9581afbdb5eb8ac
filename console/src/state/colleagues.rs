//! Who works in an inbox: whether they are there, how much they have, who waits, and the teams (P44, S70-S74, H63).
//!
//! Reads answers as trees, as `lists` does and for the same reason. Who gets what is decided at the edge.

use serde_json::Value;

use super::conditions::{items, quoted, text};
use super::hours::HoursDraft;
use crate::texts::Text;

/// Somebody who works in the inbox.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Colleague {
    /// Who.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Whether threads may be routed to them (S95).
    pub has_seat: bool,
    /// Whether they declared themselves away (S70), or somebody did for them (H63).
    pub is_away: bool,
    /// Whether others get what goes on in their threads meanwhile (S72).
    pub reassigns: bool,
    /// Since when they are away, in ms.
    pub away_since: Option<u64>,
    /// Who set them away, if it was not they.
    pub away_by: Option<String>,
    /// Whether it is their working time (H64).
    pub is_at_work: bool,
    /// How many threads they take (H65).
    pub capacity: Option<u64>,
    /// What they can do (P40), by ids.
    pub skills: Vec<String>,
    /// How many they have.
    pub open: u64,
    /// Their working hours, as they came.
    pub hours: Value,
}

/// Whether somebody can take a chat, and what keeps them from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// They can.
    Available,
    /// They are away.
    Away,
    /// It is not their working time.
    OffWork,
    /// They have as many as they take.
    Full,
}

impl Stand {
    /// In words.
    #[must_use]
    pub const fn words(self) -> Text {
        match self {
            Self::Available => Text::StandAvailable,
            Self::Away => Text::StandAway,
            Self::OffWork => Text::StandOffWork,
            Self::Full => Text::StandFull,
        }
    }
}

impl Colleague {
    /// How they stand: the first thing that keeps them from taking a chat, in the order in which routing looks.
    #[must_use]
    pub fn stand(&self) -> Stand {
        if self.is_away {
            Stand::Away
        } else if !self.is_at_work {
            Stand::OffWork
        } else if self.capacity.is_some_and(|capacity| self.open >= capacity) {
            Stand::Full
        } else {
            Stand::Available
        }
    }
}

/// A team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team {
    /// Which.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who is in it, and whether it is their first team (H72).
    pub members: Vec<(String, bool)>,
}

impl Team {
    /// Those who have it as their first team.
    pub fn primary(&self) -> impl Iterator<Item = &String> {
        self.members.iter().filter(|(_, primary)| *primary).map(|(agent, _)| agent)
    }

    /// How somebody is in it: not at all, also, or first.
    #[must_use]
    pub fn membership(&self, agent: &str) -> Option<bool> {
        self.members.iter().find(|(id, _)| id == agent).map(|(_, primary)| *primary)
    }

    /// Makes somebody a member, or none.
    pub fn set(&mut self, agent: &str, membership: Option<bool>) {
        self.members.retain(|(id, _)| id != agent);
        if let Some(primary) = membership {
            self.members.push((agent.to_owned(), primary));
        }
    }

    /// As the edge takes it.
    #[must_use]
    pub fn body(&self) -> String {
        let member = |(agent, primary): &(String, bool)| {
            format!("{{\"agent\":{},\"primary\":{primary}}}", quoted(agent))
        };
        let members: Vec<String> = self.members.iter().map(member).collect();
        format!("{{\"name\":{},\"members\":[{}]}}", quoted(self.name.trim()), members.join(","))
    }
}

/// Everybody of an inbox, and what waits there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Room {
    /// Who works in it.
    pub colleagues: Vec<Colleague>,
    /// How many threads wait for somebody.
    pub waiting: u64,
    /// Since when the one that waits longest does, in ms.
    pub oldest: Option<u64>,
}

impl Room {
    /// An answer of `…/colleagues`.
    #[must_use]
    pub fn of(answer: &Value) -> Self {
        let colleague = |told: &Value| Colleague {
            id: text(&told["agent"]),
            is_at_work: told["at_work"] != Value::Bool(false),
            capacity: told["capacity"].as_u64(),
            // What they take holds for all inboxes together.
            open: ["open", "elsewhere"].iter().filter_map(|place| told[*place].as_u64()).sum(),
            ..somebody(told, told)
        };
        Self {
            colleagues: items(&answer["colleagues"]).map(colleague).collect(),
            waiting: answer["waiting"]["threads"].as_u64().unwrap_or_default(),
            oldest: answer["waiting"]["oldest_since"].as_u64(),
        }
    }

    /// One of them.
    #[must_use]
    pub fn colleague(&self, id: &str) -> Option<&Colleague> {
        self.colleagues.iter().find(|colleague| colleague.id == id)
    }

    /// How many could take a chat.
    #[must_use]
    pub fn available(&self) -> usize {
        self.colleagues.iter().filter(|colleague| colleague.stand() == Stand::Available).count()
    }
}

/// Everybody of the account, as `GET /api/people` tells them.
#[must_use]
pub fn people(answer: &Value) -> Vec<Colleague> {
    items(&answer["people"]).map(person).collect()
}

/// Somebody, as a change of their work is answered.
#[must_use]
pub fn person(told: &Value) -> Colleague {
    Colleague {
        id: text(&told["id"]),
        is_at_work: true,
        capacity: told["work"]["capacity"].as_u64(),
        hours: told["work"]["hours"].clone(),
        ..somebody(told, &told["presence"])
    }
}

fn somebody(told: &Value, presence: &Value) -> Colleague {
    let Presence { is_away, reassigns, away_since, away_by } = Presence::of(presence);
    Colleague {
        name: text(&told["name"]),
        has_seat: told["seat"] == Value::Bool(true),
        skills: items(&told["skills"]).map(text).collect(),
        is_away,
        reassigns,
        away_since,
        away_by,
        ..Colleague::default()
    }
}

/// What somebody declared, or somebody else for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Offline mode (S70).
    pub is_away: bool,
    /// Whether others get what goes on in their threads meanwhile (S72).
    pub reassigns: bool,
    /// Since when, in ms.
    pub away_since: Option<u64>,
    /// Who set them away, if it was somebody else (H63).
    pub away_by: Option<String>,
}

impl Presence {
    /// An answer.
    #[must_use]
    pub fn of(told: &Value) -> Self {
        Self {
            is_away: told["away"] == Value::Bool(true),
            reassigns: told["reassign_replies"] == Value::Bool(true),
            away_since: told["away_since"].as_u64(),
            away_by: told["away_by"]["name"].as_str().map(str::to_owned),
        }
    }

    /// As the edge takes it.
    #[must_use]
    pub fn body(&self) -> String {
        format!("{{\"away\":{},\"reassign_replies\":{}}}", self.is_away, self.reassigns)
    }
}

/// The teams of an answer.
#[must_use]
pub fn teams(answer: &Value) -> Vec<Team> {
    let member = |member: &Value| (text(&member["agent"]), member["primary"] == Value::Bool(true));
    let team = |team: &Value| Team {
        id: text(&team["id"]),
        name: text(&team["name"]),
        members: items(&team["members"]).map(member).collect(),
    };
    items(&answer["teams"]).map(team).collect()
}

/// The most threads a capacity can name.
const MOST: u64 = 1_000;

/// Somebody's capacity and working hours under the pen.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkDraft {
    /// Whose.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// As typed; empty for any number.
    pub capacity: String,
    /// Whether there are hours.
    pub has_hours: bool,
    /// Which; kept while there are none.
    pub hours: HoursDraft,
}

impl WorkDraft {
    /// The form of a colleague; `zone` is where hours begin that nobody has said yet.
    #[must_use]
    pub fn of(colleague: &Colleague, zone: &str) -> Self {
        let hours = serde_json::from_value(colleague.hours.clone()).ok();
        Self {
            id: colleague.id.clone(),
            name: colleague.name.clone(),
            capacity: colleague.capacity.map(|n| n.to_string()).unwrap_or_default(),
            has_hours: hours.is_some(),
            hours: hours.map_or_else(|| HoursDraft::usual(zone), |hours| HoursDraft::of(&hours)),
        }
    }

    /// The capacity; `None` where what is typed is none.
    #[must_use]
    pub fn capacity(&self) -> Option<Option<u64>> {
        let typed = self.capacity.trim();
        if typed.is_empty() {
            return Some(None);
        }
        typed.parse().ok().filter(|n| (1..=MOST).contains(n)).map(Some)
    }

    /// As the edge takes it; `None` while something is wrong.
    #[must_use]
    pub fn body(&self) -> Option<String> {
        let capacity = self.capacity()?.map_or_else(|| "null".to_owned(), |n| n.to_string());
        let hours = if self.has_hours {
            if !self.hours.wrong().is_empty() {
                return None;
            }
            serde_json::to_string(&self.hours.schedule()).ok()?
        } else {
            "null".to_owned()
        };
        Some(format!("{{\"capacity\":{capacity},\"hours\":{hours}}}"))
    }
}

#[cfg(test)]
#[path = "colleagues_tests.rs"]
mod tests;
