//! What visitors are told of the team behind a chatflow, now and at any other instant.
//!
//! Puts together what `conversation` asks for: whether the chatflow's own rule would find somebody among the inbox's
//! colleagues, and what clocks show. The widget, the calendar of the console and the router go by the same facts (N32).
//! Knows no storage and no clock.

use conversation::availability::{Because, Facts, Mode, availability};
use conversation::routing::{Contact, Rule, reachable};
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
}

impl Team<'_> {
    /// What a stranger is told at `now` (ms since 1970, UTC).
    #[must_use]
    pub fn at(&self, now: u64, zones: Zones<'_>) -> Seen {
        let is_reachable = reachable(self.rule, Contact::default(), &facts(self.crew, now, zones));
        let zone = match self.mode {
            Mode::Hours(hours) => zones(&hours.schedule.zone, now),
            Mode::Always { .. } | Mode::Status { .. } => None,
        };
        // Saved when there was such a zone. One that is no more has the time of Greenwich.
        let greenwich = Zone::fixed(0);
        let zone = zone.as_deref().unwrap_or(&greenwich);
        let decided = availability(self.mode, Facts { now, is_reachable, has_bot: self.has_bot, zone });
        let mut told = Told::from(&decided);
        // Somebody's working time begins or ends: whether anybody is there may change then.
        if matches!(decided.because, Because::SomebodyIsThere | Because::NobodyIsThere) {
            let change = changes_after(self.crew, now, zones);
            told.until = [told.until, change].into_iter().flatten().min();
        }
        Seen { told, because: decided.because, is_reachable }
    }

    /// What they are told from `from` until `until`, with everybody as present and as busy as now (N10).
    #[must_use]
    pub fn forecast(&self, from: u64, until: u64, zones: Zones<'_>) -> Forecast {
        let mut spans: Vec<ForecastSpan> = Vec::new();
        let mut at = from;
        while at < until && spans.len() < MOST_SPANS {
            let Seen { told, because, is_reachable } = self.at(at, zones);
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
