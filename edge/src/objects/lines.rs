//! Everybody's sockets in an object: what may be sent to them (P8), and who is dead (P7).
//!
//! What each is sent is counted in memory, and kept in its attachment from time to time. Who has to be looked at, and
//! when, is one time for all of them; the object's alarm rings then. A look wakes an object that sleeps, so there is
//! none without sockets, and between two looks for silence alone lies a minute.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::marker::PhantomData;

use conversation::ids::ThreadId;
use protocol::frame::{Entry, ServerFrame};
use protocol::limits::HELLO_MS;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Env, State};

use super::line::Line;
use super::link::{self, Held};
use crate::credit::{Credit, Push};
use crate::error::Error;
use crate::platform::settings;
use crate::platform::sockets::{self, Numbers};
use crate::platform::{log, random};
use crate::watch::{self, End, Patience, Seen};

/// The sockets of one object, which belong to an `I` each.
pub(super) struct Lines<I> {
    known: RefCell<Known>,
    patience: Patience,
    /// When somebody has to be looked at; 0 in an instance that has not looked yet.
    look_at: Cell<u64>,
    /// Whether whoever holds a socket has said hello.
    has_greeted: fn(&Held<I>) -> bool,
    of: PhantomData<I>,
}

/// Counts by socket. Those of clients that do not count are `None`.
#[derive(Default)]
struct Known {
    numbers: Numbers,
    credits: HashMap<u32, Option<Credit>>,
}

impl<I: Serialize + DeserializeOwned> Lines<I> {
    pub(super) fn new(env: &Env, has_greeted: fn(&Held<I>) -> bool) -> Self {
        Self {
            known: RefCell::default(),
            patience: settings::patience(env),
            look_at: Cell::new(0),
            has_greeted,
            of: PhantomData,
        }
    }

    /// Answers a client. Whatever it is, it counts.
    pub(super) fn answer(&self, line: &Line, frame: &ServerFrame) {
        let json = frame.to_json();
        if *frame != ServerFrame::Pong {
            self.count(line, |credit| credit.sent(json.len()));
        }
        link::send_text(line, &json);
    }

    /// Tells the client what was refused, and ends the socket where the code says so.
    pub(super) fn refuse(&self, line: &Line, error: &Error, reference: Option<String>) {
        let request_id = random::request_id();
        log(error, &request_id);
        let (frame, close) = error.to_frame(reference, &request_id);
        self.answer(line, &frame);
        if let Some(code) = close {
            link::end(line, code, error.code().as_str());
        }
    }

    /// Sends what the client did not ask for, as long as it keeps up. Whether it was told just now that it does not:
    /// the alarm has to ring by [`lagging_by`](Self::lagging_by).
    pub(super) fn push(&self, line: &Line, json: &str, now: u64) -> bool {
        let lagging = || ServerFrame::Lagging.to_json();
        let push = self.count(line, |credit| credit.push(json.len(), lagging().len(), now));
        match push.unwrap_or(Push::Send) {
            Push::Send => link::send_text(line, json),
            Push::Tell => {
                self.expect(self.lagging_by(now));
                link::send_text(line, &lagging());
            }
            Push::Skip => {}
        }
        push == Some(Push::Tell)
    }

    /// Until when a client has to get on that is told now.
    pub(super) fn lagging_by(&self, now: u64) -> u64 {
        now.saturating_add(self.patience.lagging_ms)
    }

    /// The client says how many frames it has. Whether it lagged until now, and does no longer.
    pub(super) fn arrived(&self, line: &Line, frames: u64, now: u64) -> bool {
        self.count(line, |credit| credit.arrived(frames, now)).unwrap_or(false)
    }

    /// Answers with entries, as many as the client has room for.
    pub(super) fn replay(&self, line: &Line, thread: &ThreadId, entries: Vec<Entry>) {
        for entry in entries {
            let json = ServerFrame::Entry { thread: thread.clone(), entry }.to_json();
            if self.count(line, |credit| credit.replay(json.len())) == Some(false) {
                return;
            }
            link::send_text(line, &json);
        }
    }

    /// Answers a ping that the platform did not, and takes it for one.
    pub(super) fn pinged(&self, line: &Line, now: u64) -> Result<(), Error> {
        self.answer(line, &ServerFrame::Pong);
        match Held::<I>::of(line) {
            Some(held) => Held { pinged_at: now, ..held }.keep(line),
            None => Ok(()),
        }
    }

    /// A socket is gone.
    pub(super) fn forget(&self, line: &Line) {
        let Line::Socket(socket) = line else { return };
        let mut known = self.known.borrow_mut();
        let number = known.numbers.of(socket);
        known.credits.remove(&number);
    }

    /// Works on a socket's count, where there is one, and keeps it where that is due.
    fn count<R>(&self, line: &Line, work: impl FnOnce(&mut Credit) -> R) -> Option<R> {
        // Who polls is sent nothing that they did not come for: their queue is their window.
        let Line::Socket(socket) = line else { return None };
        let mut known = self.known.borrow_mut();
        let number = known.numbers.of(socket);
        let kept = || Held::<I>::of(line).and_then(|held| held.flow);
        let credit = known.credits.entry(number).or_insert_with(|| kept().as_ref().map(Credit::from_kept));
        let credit = credit.as_mut()?;
        let result = work(credit);
        if credit.is_worth_keeping()
            && let Some(held) = Held::<I>::of(line)
            && let Err(error) = (Held { flow: Some(credit.keep()), ..held }).keep(line)
        {
            log(&error, &random::request_id());
        }
        Some(result)
    }

    /// Somebody has to be looked at by then.
    pub(super) fn expect(&self, at: u64) {
        self.look_at.set(self.look_at.get().min(at));
    }

    /// A socket was opened: its hello is due, and then its pings.
    pub(super) fn opened(&self, now: u64) {
        self.expect(now + HELLO_MS);
    }

    /// Sends away whose time is over, if it is time to look, and says when the next look is due. `None` where nobody
    /// is there.
    pub(super) fn look(&self, state: &State, now: u64) -> Option<u64> {
        if self.look_at.get() <= now {
            let dues = Line::sockets(state).filter_map(|line| self.look_at_one(state, &line, now));
            self.look_at.set(dues.min().unwrap_or(u64::MAX));
        }
        Some(self.look_at.get()).filter(|at| *at != u64::MAX)
    }

    /// When it has to be looked at again, unless it is sent away.
    fn look_at_one(&self, state: &State, line: &Line, now: u64) -> Option<u64> {
        let held = Held::<I>::of(line).filter(|held| !held.sent_away)?;
        let seen = Seen {
            opened_at: held.opened_at,
            greeted: (self.has_greeted)(&held),
            heard_at: heard_at(state, line, &held),
            flow: held.flow.as_ref(),
        };
        match watch::look(seen, self.patience, now) {
            Ok(at) => return Some(at),
            Err(End::NoHello) => held.send_away(line),
            Err(End::Lagging) => held.give_up(line, End::Lagging.code(), "lagging"),
            Err(End::Silent) => held.give_up(line, End::Silent.code(), "silent"),
        }
        None
    }

    /// Which of a visitor's lines, oldest first, give way where they are more than `most`.
    pub(super) fn give_way(&self, state: &State, lines: &[Line], most: usize, now: u64) -> Vec<Line> {
        let heard = |line| Held::<I>::of(line).map_or(0, |held| heard_at(state, line, &held));
        let heard: Vec<u64> = lines.iter().map(heard).collect();
        let give_way = watch::give_way(&heard, most, self.patience, now);
        give_way.into_iter().filter_map(|line| lines.get(line).cloned()).collect()
    }
}

/// When somebody was last heard of on a line.
fn heard_at<I: Serialize + DeserializeOwned>(state: &State, line: &Line, held: &Held<I>) -> u64 {
    last_answered(state, line).unwrap_or(0).max(held.heard_at())
}

/// When the platform answered its last ping. Who polls pings by requests.
fn last_answered(state: &State, line: &Line) -> Option<u64> {
    match line {
        Line::Socket(socket) => sockets::last_answered(state, socket),
        Line::Poll(_) => None,
    }
}
