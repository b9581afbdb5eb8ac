//! What visitors are told of the team behind a chatflow, now and at any other instant.
//!
//! Puts together what `conversation` asks for: whether the chatflow's own rule would find somebody among the inbox's
//! colleagues, and what clocks show. The widget, the calendar of the console and the router go by the same facts (N32).
//! Knows no storage and no clock.

use conversation::availability::{Because, Facts, Mode, Shown, availability};
use conversation::ids::AgentId;
use conversation::routing::{Contact, Reach, Rule, reach};
use conversation::zone::Zone;
use protocol::availability::Told;
use protocol::rest::routing::{Forecast, ForecastSpan};

use crate::colleagues::{Working, changes_after, facts};
use crate::zones::Zones;

/// Spans of a forecast, at most.
const MOST_SPANS: usize = 2_000;

/// A chatflow's team.
#[derive(Clone, Copy, Debug)]
pub struct Team<'a> {
    /// When it is available.
    pub mode: &'a Mode,
    /// Who gets its threads.
    pub rule: &'a Rule,
    /// Whether a bot answers first: then the chatflow is always shown (S67).
    pub has_bot: bool,
    /// Who works in its inbox.
    pub crew: &'a [Working],
}

/// What a visitor is told at an instant, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What they are told.
    pub told: Told,
    /// Why.
    pub because: Because,
    /// Whether a thread begun now would reach somebody.
    pub is_reachable: bool,
    /// What whoever writes reads where they are asked for their e-mail address right away, if they are (H66).
    pub asks: Option<String>,
}

impl Team<'_> {
    /// What a stranger is told at `now` (ms since 1970, UTC).
    #[must_use]
    pub fn at(&self, now: u64, zones: Zones<'_>) -> Seen {
        self.seen_by(None, now, zones)
    }

    /// What a visitor is told at `now` whose contact has that owner, if any: routing would give them to that one, whoever
    /// else is there (S97, S99, N32).
    #[must_use]
    pub fn seen_by(&self, owner: Option<&AgentId>, now: u64, zones: Zones<'_>) -> Seen {
        let contact = Contact { owner, last_agent: None };
        let reach = reach(self.rule, contact, &facts(self.crew, now, zones));
        let zone = match self.mode {
            Mode::Hours(hours) => zones(&hours.schedule.zone, now),
            Mode::Always { .. } | Mode::Status { .. } => None,
        };
        // Saved when there was such a zone. One that is no more has the time of Greenwich.
        let greenwich = Zone::fixed(0);
        let zone = zone.as_deref().unwrap_or(&greenwich);
        let decided = availability(self.mode, Facts { now, reach, has_bot: self.has_bot, zone });
        let mut told = Told::from(&decided);
        // Somebody's working time begins or ends: whether anybody is there may change then.
        let by_people = [Because::SomebodyIsThere, Because::NobodyIsThere, Because::AtCapacity];
        if by_people.contains(&decided.because) {
            let change = changes_after(self.crew, now, zones);
            told.until = [told.until, change].into_iter().flatten().min();
        }
        let asks = match decided.shown {
            Shown::ByEmail { message } => Some(message.to_owned()),
            _ => None,
        };
        Seen { told, because: decided.because, is_reachable: reach == Reach::Somebody, asks }
    }

    /// What they are told from `from` until `until`, with everybody as present and as busy as now (N10).
    #[must_use]
    pub fn forecast(&self, from: u64, until: u64, zones: Zones<'_>) -> Forecast {
        let mut spans: Vec<ForecastSpan> = Vec::new();
        let mut at = from;
        while at < until && spans.len() < MOST_SPANS {
            let Seen { told, because, is_reachable, .. } = self.at(at, zones);
            // Whether somebody could be reached is told here at any time.
            let change = changes_after(self.crew, at, zones);
            let next = [told.until, change].into_iter().flatten().min().unwrap_or(until).clamp(at + 1, until);
            match spans.last_mut() {
                // Somebody came to work and nobody notices.
                Some(last)
                    if is_same(&last.told, &told)
                        && (last.because, last.reachable) == (because, is_reachable) =>
                {
                    last.until = next;
                    last.told = told;
                }
                _ => {
                    spans.push(ForecastSpan { from: at, until: next, told, because, reachable: is_reachable })
                }
            }
            at = next;
        }
        Forecast { spans }
    }
}

/// Whether a visitor would see the same.
fn is_same(one: &Told, other: &Told) -> bool {
    Told { until: None, ..one.clone() } == Told { until: None, ..other.clone() }
}

#[cfg(test)]
mod tests;
