//! Trying a routing rule out before it is switched on: what came in the last seven days, by the rule that holds and by
//! the one that is proposed (N31).
//!
//! Makes of what an inbox kept the world that `conversation::routing::replay` lets happen, twice. Knows no storage and no
//! clock. It runs in a Worker and not in the inbox, where it would keep everybody waiting.

use conversation::ids::{AgentId, ChatflowId};
use conversation::routing::arrivals::Model;
use conversation::routing::replay::{Arrival, Staff, World, replay};
use conversation::routing::{Contact, Rule};
use conversation::schedule::Span;
use protocol::code::Code;
use protocol::rest::policy::{
    ArrivalModel, RoutingOutcome, RoutingSimulation, SimulateRouting, SimulatedAgent, SimulatedLoad,
    SimulatedQueue,
};
use serde::{Deserialize, Serialize};

use crate::colleagues::Working;
use crate::error::Error;
use crate::people::check_work;
use crate::zones::Zones;

/// How far back it is looked: a week, in ms.
pub const WEEK_MS: u64 = 7 * HOUR_MS * 24;
/// Threads of a week that are looked at, the newest.
pub const MOST_ARRIVALS: u32 = 10_000;

const HOUR_MS: u64 = 3_600_000;
const MINUTE_MS: u64 = 60_000;
/// How long one keeps an agent where none was ever done with.
const USUAL_MS: u64 = 10 * MINUTE_MS;

/// What an inbox kept of its last days.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Week {
    /// The threads that came, the newest first.
    pub came: Vec<Came>,
    /// The rules that they came with.
    pub rules: Vec<Rule>,
    /// Who said when that they are there or away, the oldest first.
    pub shown: Vec<Shown>,
    /// Everybody, as they are now.
    pub crew: Vec<Working>,
}

/// A thread that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// With which chatflow.
    pub chatflow: ChatflowId,
    /// Its rule's place.
    pub rule: usize,
    /// The contact's owner.
    pub owner: Option<AgentId>,
    /// Who had spoken with them last.
    pub last_agent: Option<AgentId>,
    /// When it first waited for a person (ms since 1970, UTC).
    pub at: u64,
    /// When somebody first had it.
    pub taken_at: Option<u64>,
    /// When it was first closed.
    pub done_at: Option<u64>,
}

/// Somebody came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Who.
    pub agent: AgentId,
    /// When (ms since 1970, UTC).
    pub at: u64,
    /// Whether they are away from then on.
    pub away: bool,
}

/// A chatflow with the rule that holds now.
#[derive(Clone, Copy, Debug)]
pub struct Present<'a> {
    /// Which.
    pub chatflow: &'a ChatflowId,
    /// Its rule as it is saved.
    pub rule: &'a Rule,
}

/// Whether that can be tried out.
///
/// # Errors
/// `number_range`, `schedule_invalid` or `time_zone_unknown`, about the place of what cannot be.
pub fn check(asked: &SimulateRouting) -> Result<(), Error> {
    for (i, agent) in asked.agents.iter().enumerate() {
        check_work(&format!("agents[{i}].work."), &agent.work)?;
    }
    let Some(ArrivalModel { per_hour, minutes, .. }) = &asked.arrivals else { return Ok(()) };
    let refused = |message: String, field| {
        Err(Error::rejected(Code::NumberRange, message).about(format!("arrivals.{field}")))
    };
    if !(1..=168).contains(&per_hour.len()) {
        return refused("1 to 168 hours".into(), "per_hour");
    }
    let week: u32 = per_hour.iter().cycle().take(168).map(|number| u32::from(*number)).sum();
    if week > MOST_ARRIVALS {
        return refused(format!("at most {MOST_ARRIVALS} in seven days"), "per_hour");
    }
    if !(1..=100).contains(&minutes.len()) || minutes.iter().any(|minutes| !(1..=1_440).contains(minutes)) {
        return refused("1 to 100 of them, each 1 to 1440".into(), "minutes");
    }
    Ok(())
}

/// What would have happened until `until` (ms since 1970, UTC), by the rule that holds and by the one that is proposed.
///
/// # Errors
/// `reference_unknown` for somebody who does not work here.
pub fn simulate(
    week: &Week,
    present: Present<'_>,
    asked: &SimulateRouting,
    until: u64,
    zones: Zones<'_>,
) -> Result<RoutingSimulation, Error> {
    let stranger =
        |agent: &SimulatedAgent| week.crew.iter().all(|working| working.known.agent.id != agent.agent);
    if let Some(i) = asked.agents.iter().position(stranger) {
        let error = Error::rejected(Code::ReferenceUnknown, "there is no such agent");
        return Err(error.about(format!("agents[{i}].agent")));
    }
    let (from, cut) = begins(week, asked, until);
    let coming = asked.arrivals.as_ref().map(|model| made_up(model, from, until));
    let outcome = |rule: &Rule, agents: &[SimulatedAgent]| {
        let arrivals = match &coming {
            Some(coming) => coming.iter().map(|coming| Arrival { rule, ..*coming }).collect(),
            None => arrivals(week, Present { rule, ..present }, until),
        };
        let staff: Vec<Staff> = week
            .crew
            .iter()
            .map(|working| {
                let otherwise = agents.iter().find(|agent| agent.agent == working.known.agent.id);
                staff(working, otherwise, &week.shown, Span { from, until }, zones)
            })
            .collect();
        let world = World { from, until, arrivals: &arrivals, staff: &staff };
        told(&world, &week.crew)
    };
    Ok(RoutingSimulation {
        from,
        until,
        cut,
        present: outcome(present.rule, &[]),
        proposed: outcome(&asked.rule, &asked.agents),
    })
}

/// From when on it is looked, and whether that is later than it would be if less had come.
fn begins(week: &Week, asked: &SimulateRouting, until: u64) -> (u64, bool) {
    let from = until.saturating_sub(WEEK_MS);
    let is_cut = asked.arrivals.is_none() && week.came.len() >= MOST_ARRIVALS as usize;
    let oldest = week.came.last().filter(|_| is_cut).map(|came| came.at);
    (oldest.map_or(from, |oldest| oldest.max(from)), is_cut)
}

/// Those that are made up, with any rule.
fn made_up(model: &ArrivalModel, from: u64, until: u64) -> Vec<Arrival<'static>> {
    let model = Model {
        seed: u64::from(model.seed),
        per_hour: model.per_hour.iter().map(|number| u32::from(*number)).collect(),
        handling_ms: model.minutes.iter().map(|minutes| u64::from(*minutes) * MINUTE_MS).collect(),
    };
    let arrival = |coming: conversation::routing::arrivals::Coming| Arrival {
        at: coming.at,
        rule: &Rule::NOBODY,
        contact: Contact::default(),
        handling_ms: coming.handling_ms,
        is_asked_about: true,
    };
    model.arrivals(from, until).into_iter().map(arrival).collect()
}

/// Those that came, the chatflow's own by the rule that is tried out.
fn arrivals<'a>(week: &'a Week, tried: Present<'a>, until: u64) -> Vec<Arrival<'a>> {
    let mut handled: Vec<u64> = week.came.iter().filter_map(Came::handled_ms).collect();
    handled.sort_unstable();
    // Where somebody is still busy with one, nobody knows for how long: as long as half of the others, or as long as by now.
    let usual = handled.get(handled.len() / 2).copied().unwrap_or(USUAL_MS);
    let arrival = |came: &'a Came| {
        let is_asked_about = came.chatflow == *tried.chatflow;
        let by_now = came.taken_at.map_or(0, |taken| until.saturating_sub(taken));
        Some(Arrival {
            at: came.at,
            rule: if is_asked_about { tried.rule } else { week.rules.get(came.rule)? },
            contact: Contact { owner: came.owner.as_ref(), last_agent: came.last_agent.as_ref() },
            handling_ms: came
                .handled_ms()
                .unwrap_or_else(|| usual.max(if came.done_at.is_none() { by_now } else { 0 })),
            is_asked_about,
        })
    };
    week.came.iter().filter_map(arrival).collect()
}

impl Came {
    /// How long it kept whoever had it, if that is over.
    fn handled_ms(&self) -> Option<u64> {
        self.done_at?.checked_sub(self.taken_at?)
    }
}

/// Somebody, when they were there, or would be.
fn staff(
    working: &Working,
    otherwise: Option<&SimulatedAgent>,
    shown: &[Shown],
    all: Span,
    zones: Zones<'_>,
) -> Staff {
    let mut colleague = working.facts(all.until, zones);
    let mut hours = working.known.hours.as_ref();
    let mut online = match shown.iter().any(|shown| shown.agent == colleague.agent) {
        true => online(shown.iter().filter(|shown| shown.agent == colleague.agent), all),
        false if working.known.is_away => Vec::new(),
        false => vec![all],
    };
    if let Some(SimulatedAgent { work, away, .. }) = otherwise {
        colleague.capacity = work.capacity;
        hours = work.hours.as_ref();
        // Who would be there while they work was not asked when they did not.
        online = if *away { Vec::new() } else { vec![all] };
    }
    let in_their_zone = hours.and_then(|hours| Some((hours, zones(&hours.zone, all.until)?)));
    let at_work = in_their_zone.map_or(vec![all], |(hours, zone)| hours.spans(all.from, all.until, &zone));
    Staff { colleague, online, at_work }
}

/// When somebody was there, by what they said; before the first word of theirs as after it.
fn online<'a>(shown: impl Iterator<Item = &'a Shown>, all: Span) -> Vec<Span> {
    let (mut spans, mut there_since) = (Vec::new(), None);
    for (n, Shown { at, away, .. }) in shown.enumerate() {
        let at = if n == 0 { all.from } else { (*at).clamp(all.from, all.until) };
        match (away, there_since) {
            (true, Some(from)) => {
                spans.push(Span { from, until: at });
                there_since = None;
            }
            (false, None) => there_since = Some(at),
            _ => {}
        }
    }
    spans.extend(there_since.map(|from| Span { from, until: all.until }));
    spans.retain(|span| span.from < span.until);
    spans
}

fn told(world: &World<'_>, crew: &[Working]) -> RoutingOutcome {
    let replay = replay(world);
    let waits = replay.waits(world);
    let mut agents: Vec<SimulatedLoad> = crew
        .iter()
        .zip(&replay.loads)
        .filter(|(working, _)| working.known.is_member)
        .map(|(working, load)| SimulatedLoad {
            agent: working.known.agent.id.clone(),
            name: working.known.agent.name.clone(),
            given: load.given,
            most: load.most,
            there_ms: load.there_ms,
            idle_ms: load.idle_ms,
            busy_ms: load.busy_ms,
        })
        .collect();
    agents.sort_by(|one, other| (&one.name, &one.agent).cmp(&(&other.name, &other.agent)));
    let hours = replay.backlog(world, HOUR_MS);
    RoutingOutcome {
        came: waits.came,
        taken: waits.taken,
        half_ms: waits.half_ms,
        most_ms: waits.most_ms,
        longest_ms: waits.longest_ms,
        agents,
        queue: hours.into_iter().map(|(from, waiting)| SimulatedQueue { from, waiting }).collect(),
    }
}

#[cfg(test)]
mod tests;
