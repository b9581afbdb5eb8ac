//! The link: when to connect, how long to wait, and when to believe that it is dead.
//!
//! Knows times and close codes. Does not know what is sent over it.

use super::Action;
use crate::code::close;

/// First slot of the back-off; doubled with each attempt.
const BACK_OFF_FIRST_MS: u64 = 500;
/// So many attempts come at any time of their slot: one client is soon back. The later ones come in the second half of
/// theirs, so that nobody knocks more than twelve times in two minutes (F13).
const ANY_TIME: u32 = 4;
/// Longest wait between two attempts.
const BACK_OFF_MOST_MS: u64 = 30_000;
/// A link that held this long makes the next loss start from the first slot again.
const STABLE_MS: u64 = 60_000;
/// Time to open. When thousands come back at once the last of them wait this long: who gives up earlier has cost the server
/// its work, and goes to the end of the queue.
const OPENING_MS: u64 = 15_000;
/// Time to be greeted on a link that is open.
const GREETING_MS: u64 = 10_000;
/// Least time between two pings, and how much longer it may be: as seldom as P7 allows, which has a dead link noticed within
/// 45 s. A phone's radio sleeps a little longer, and the server works less.
const BEAT_MS: (u64, u64) = (23_000, 2_000);
/// A ping unanswered for so long is missed: the next one goes out at once. With two missed after a pause of at most
/// 25 s, a dead link is noticed within 45 s.
const PONG_MS: u64 = 10_000;
/// The same where there is reason to doubt the link.
const DOUBT_MS: u64 = 4_000;
/// Pings in a row that have to be missed.
const MISSED: u8 = 2;
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
        /// Pings that are not answered yet.
        unanswered: u8,
        /// How long one is waited for.
        patience: u64,
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
    /// Set by `going_away` or an error; the close that follows obeys it: not before the one, spread over the other.
    return_within: Option<(u64, u64)>,
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
        self.state = State::Opening { until: now + OPENING_MS };
        out.push(Action::Connect);
    }

    pub(super) fn opened(&mut self, now: u64) {
        if matches!(self.state, State::Opening { .. }) {
            self.state = State::Greeting { until: now + GREETING_MS };
        }
    }

    pub(super) fn greeted(&mut self, now: u64, random: f64) {
        let ping_at = next_ping(now, random);
        self.state = State::Live { since: now, ping_at, unanswered: 0, patience: PONG_MS };
    }

    /// An answer proves the link, both ways.
    pub(super) fn answered(&mut self, now: u64, random: f64) {
        let next = next_ping(now, random);
        if let State::Live { ping_at, unanswered, patience, .. } = &mut self.state
            && *unanswered > 0
        {
            *unanswered = 0;
            *patience = PONG_MS;
            *ping_at = next;
        }
    }

    /// Should the link end, come back no sooner than in `least` ms, spread over `spread` ms more.
    pub(super) fn return_within(&mut self, least: u64, spread: u64) {
        self.return_within = Some((least, spread));
    }

    pub(super) fn give_up(&mut self) {
        self.gave_up = true;
    }

    pub(super) fn closed(&mut self, now: u64, random: f64, code: u16) {
        let held = matches!(self.state, State::Live { since, .. } if now.saturating_sub(since) >= STABLE_MS);
        if matches!(self.state, State::Off | State::Waiting { .. } | State::Refused) {
            return;
        }
        // The hello may be on its way still: a busy server hears it late, and one that has just started later still.
        let was_not_heard = code == close::HELLO_TIMEOUT;
        self.gave_up &= !was_not_heard;
        if self.gave_up || matches!(code, close::PROTOCOL | close::AUTH | close::REPLACED) {
            self.state = State::Refused;
            return;
        }
        if held {
            self.attempt = 0;
        }
        let announced = self.return_within.take().or((code == close::RESTART).then_some((0, RESTART_MS)));
        let (least, spread) = announced.unwrap_or_else(|| {
            let slot = (BACK_OFF_FIRST_MS << self.attempt.min(6)).min(BACK_OFF_MOST_MS);
            let least = if self.attempt < ANY_TIME { 0 } else { slot / 2 };
            self.attempt += 1;
            (least, slot - least)
        });
        self.state = State::Waiting { until: now + least + jitter(spread, random) };
    }

    pub(super) fn hurry(&mut self, now: u64, out: &mut Vec<Action>) {
        match &mut self.state {
            State::Waiting { .. } => self.connect(now, out),
            // An attempt over a network that is gone would not be answered any more.
            State::Opening { until } if now + OPENING_MS >= *until + DOUBT_MS => {
                out.push(Action::Disconnect);
                self.connect(now, out);
            }
            // A socket that looks open after sleep or a change of network often is not: ask at once.
            State::Live { ping_at, unanswered: 0, patience, .. } => {
                *ping_at = now;
                *patience = DOUBT_MS;
                self.wake(now, out);
            }
            _ => {}
        }
    }

    pub(super) fn is_dead(&self, now: u64) -> bool {
        match self.state {
            State::Opening { until } | State::Greeting { until } => now >= until,
            State::Live { ping_at, unanswered, .. } => unanswered >= MISSED && now >= ping_at,
            _ => false,
        }
    }

    pub(super) fn wake(&mut self, now: u64, out: &mut Vec<Action>) {
        match &mut self.state {
            State::Waiting { until } if now >= *until => self.connect(now, out),
            State::Live { ping_at, unanswered, patience, .. } if now >= *ping_at => {
                out.push(Action::Ping);
                *unanswered += 1;
                *ping_at = now + *patience;
            }
            _ => {}
        }
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        match self.state {
            State::Opening { until } | State::Greeting { until } | State::Waiting { until } => Some(until),
            State::Live { ping_at, .. } => Some(ping_at),
            State::Off | State::Refused => None,
        }
    }
}

fn next_ping(now: u64, random: f64) -> u64 {
    let (least, spread) = BEAT_MS;
    now + least + jitter(spread, random)
}

/// Somewhere in `0..=most`: full jitter, so that a thousand clients do not come back as one.
fn jitter(most: u64, random: f64) -> u64 {
    ((most as f64) * random.clamp(0.0, 1.0)) as u64
}
