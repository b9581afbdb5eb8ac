//! The link: when to connect, how long to wait, and when to believe that it is dead.
//!
//! Knows times and close codes. Does not know what is sent over it.

use super::Action;
use crate::code::close;

/// First slot of the back-off; doubled with each attempt.
const BACK_OFF_FIRST_MS: u64 = 500;
/// Longest wait between two attempts.
const BACK_OFF_MOST_MS: u64 = 30_000;
/// A link that held this long makes the next loss start from the first slot again.
const STABLE_MS: u64 = 60_000;
/// Time to open and be greeted.
const GREETING_MS: u64 = 10_000;
/// Mean time between pings; ± 20 %.
const PING_MS: u64 = 20_000;
/// After a ping unanswered for so long the link is dead.
const PONG_MS: u64 = 10_000;
/// Spread of the return after an announced restart, where the server names none.
const RESTART_MS: u64 = 5_000;
/// Wait after a refusal that will pass and names no time.
pub(super) const LATER_MS: u64 = 2_000;

/// How the link stands, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Not wanted.
    Off,
    /// On its way, for the first time or again.
    Connecting,
    /// Working.
    Live,
    /// Waiting before the next attempt.
    Waiting,
    /// The server does not want this client: too old, or not recognised. Only a new start helps.
    Refused,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    #[default]
    Off,
    Opening {
        until: u64,
    },
    Greeting {
        until: u64,
    },
    Live {
        since: u64,
        ping_at: u64,
        dead_at: Option<u64>,
    },
    Waiting {
        until: u64,
    },
    Refused,
}

#[derive(Debug, Default)]
pub(super) struct Link {
    state: State,
    attempt: u32,
    /// Set by `going_away` or a final error; the close that follows obeys it.
    return_within: Option<u64>,
    gave_up: bool,
}

impl Link {
    pub(super) fn state(&self) -> LinkState {
        match self.state {
            State::Off => LinkState::Off,
            State::Opening { .. } | State::Greeting { .. } => LinkState::Connecting,
            State::Live { .. } => LinkState::Live,
            State::Waiting { .. } => LinkState::Waiting,
            State::Refused => LinkState::Refused,
        }
    }

    pub(super) fn is_live(&self) -> bool {
        matches!(self.state, State::Live { .. })
    }

    pub(super) fn start(&mut self, now: u64, out: &mut Vec<Action>) {
        if matches!(self.state, State::Off | State::Refused) {
            self.attempt = 0;
            self.gave_up = false;
            self.connect(now, out);
        }
    }

    pub(super) fn stop(&mut self, out: &mut Vec<Action>) {
        if !matches!(self.state, State::Off | State::Waiting { .. } | State::Refused) {
            out.push(Action::Disconnect);
        }
        self.state = State::Off;
    }

    fn connect(&mut self, now: u64, out: &mut Vec<Action>) {
        self.state = State::Opening { until: now + GREETING_MS };
        out.push(Action::Connect);
    }

    pub(super) fn opened(&mut self, now: u64) {
        if matches!(self.state, State::Opening { .. }) {
            self.state = State::Greeting { until: now + GREETING_MS };
        }
    }

    pub(super) fn greeted(&mut self, now: u64, random: f64) {
        self.state = State::Live { since: now, ping_at: next_ping(now, random), dead_at: None };
    }

    /// Any frame proves the link.
    pub(super) fn heard(&mut self, now: u64, random: f64) {
        if let State::Live { ping_at, dead_at, .. } = &mut self.state
            && dead_at.take().is_some()
        {
            *ping_at = next_ping(now, random);
        }
    }

    pub(super) fn going_away(&mut self, retry_after_ms: u64) {
        self.return_within = Some(retry_after_ms);
    }

    pub(super) fn give_up(&mut self) {
        self.gave_up = true;
    }

    pub(super) fn closed(&mut self, now: u64, random: f64, code: u16, _out: &mut Vec<Action>) {
        let held = matches!(self.state, State::Live { since, .. } if now.saturating_sub(since) >= STABLE_MS);
        if matches!(self.state, State::Off | State::Waiting { .. } | State::Refused) {
            return;
        }
        if self.gave_up || matches!(code, close::PROTOCOL | close::AUTH | close::REPLACED) {
            self.state = State::Refused;
            return;
        }
        if held {
            self.attempt = 0;
        }
        let announced = self.return_within.take().or((code == close::RESTART).then_some(RESTART_MS));
        let most = announced.unwrap_or_else(|| {
            let slot = BACK_OFF_FIRST_MS << self.attempt.min(6);
            self.attempt += 1;
            slot.min(BACK_OFF_MOST_MS)
        });
        self.state = State::Waiting { until: now + jitter(most, random) };
    }

    pub(super) fn hurry(&mut self, now: u64, out: &mut Vec<Action>) {
        match &mut self.state {
            State::Waiting { .. } => self.connect(now, out),
            // A socket that looks open after sleep or a change of network often is not: ask at once.
            State::Live { ping_at, dead_at, .. } if dead_at.is_none() => {
                *ping_at = now;
                self.wake(now, 0.5, out);
            }
            _ => {}
        }
    }

    pub(super) fn is_dead(&self, now: u64) -> bool {
        match self.state {
            State::Opening { until } | State::Greeting { until } => now >= until,
            State::Live { dead_at, .. } => dead_at.is_some_and(|at| now >= at),
            _ => false,
        }
    }

    pub(super) fn wake(&mut self, now: u64, random: f64, out: &mut Vec<Action>) {
        match &mut self.state {
            State::Waiting { until } if now >= *until => self.connect(now, out),
            State::Live { ping_at, dead_at, .. } if now >= *ping_at => {
                out.push(Action::Ping);
                *ping_at = next_ping(now, random);
                dead_at.get_or_insert(now + PONG_MS);
            }
            _ => {}
        }
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        match self.state {
            State::Opening { until } | State::Greeting { until } | State::Waiting { until } => Some(until),
            State::Live { ping_at, dead_at, .. } => Some(dead_at.map_or(ping_at, |at| at.min(ping_at))),
            State::Off | State::Refused => None,
        }
    }
}

/// Somewhere in `0..=most`: full jitter, so that a thousand clients do not come back as one.
fn jitter(most: u64, random: f64) -> u64 {
    ((most as f64) * random.clamp(0.0, 1.0)) as u64
}

fn next_ping(now: u64, random: f64) -> u64 {
    now + PING_MS * 8 / 10 + jitter(PING_MS * 4 / 10, random)
}
