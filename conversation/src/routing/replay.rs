//! What a policy would do to threads that came, or might come: who gets each and after how long (N31).
//!
//! Nothing is decided here. Threads come, are finished, and people come and go; after each of that [`drain`] gives out
//! what waits, the very function that the inbox gives out by, so that what is told of a policy is what it will do.
//!
//! It is a model in three respects. A thread keeps whoever gets it for a time that comes in with it. Whoever has begun
//! one finishes it, though their working day ends. And whoever the rule gives a thread although they are away (an owner,
//! S99) begins with it when they are there, and until then its visitor waits.
//!
//! Knows no clock and no chance, and nothing of where arrivals and people are taken from.

#[cfg(test)]
mod tests;

use alloc::collections::BinaryHeap;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::priority::{Priority, put_in_turn};
use super::queue::{Waiting, drain};
use super::{Because, Colleague, Contact, Rule};
use crate::ids::ThreadId;
use crate::schedule::Span;

/// What comes, and who is there for it.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The first instant (ms since 1970, UTC).
    pub from: u64,
    /// The first instant after it all.
    pub until: u64,
    /// The threads that come, in any order; those before `from` or from `until` on do not.
    pub arrivals: &'a [Arrival<'a>],
    /// Everybody. Nobody has anything at first.
    pub staff: &'a [Staff],
}

/// A thread that comes.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// When it began to wait for somebody (ms since 1970, UTC).
    pub at: u64,
    /// The rule that it is given out by.
    pub rule: &'a Rule,
    /// Whom it is with.
    pub contact: Contact<'a>,
    /// How long it keeps whoever has it (ms).
    pub handling_ms: u64,
    /// Whether it is asked about, and not only there because it keeps somebody busy.
    pub is_asked_about: bool,
}

/// Somebody, and when they are there.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who, with seat, membership, teams and capacity. What they have and whether they are there is not read.
    pub colleague: Colleague,
    /// When they are not away by their own word.
    pub online: Vec<Span>,
    /// When it is their working time.
    pub at_work: Vec<Span>,
}

/// What became of it all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// Of each arrival, in their order.
    pub fates: Vec<Fate>,
    /// Of everybody, in their order.
    pub loads: Vec<Load>,
    /// How many of the threads that are asked about wait for somebody: from when on, and how many.
    pub queue: Vec<(u64, u32)>,
    /// How often what waits was looked through.
    pub looks: u64,
}

/// What became of a thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// Who got it, as their place among the staff, and why.
    pub to: Option<(usize, Because)>,
    /// How long its visitor waited until somebody was there who had it (ms); `None` if that did not come to pass.
    pub waited_ms: Option<u64>,
}

/// What somebody had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How many threads they got.
    pub given: u32,
    /// How many they had at once, at most.
    pub most: u16,
    /// How long they were there (ms).
    pub there_ms: u64,
    /// How much of that with nothing to do (ms).
    pub idle_ms: u64,
    /// For how long they had a thread, all threads together (ms).
    pub busy_ms: u64,
}

/// How long visitors waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// How many came.
    pub came: u32,
    /// For how many of them somebody was there before the end.
    pub taken: u32,
    /// Half of those waited no longer (ms).
    pub half_ms: Option<u64>,
    /// Nine in ten of those waited no longer (ms).
    pub most_ms: Option<u64>,
    /// Nobody of those waited longer (ms).
    pub longest_ms: Option<u64>,
}

impl Replay {
    /// How long the visitors waited of whose threads is asked.
    #[must_use]
    pub fn waits(&self, world: &World<'_>) -> Waits {
        let mut came = 0_u32;
        let mut waited: Vec<u64> = Vec::new();
        for (arrival, fate) in world.arrivals.iter().zip(&self.fates) {
            if arrival.is_asked_about && (world.from..world.until).contains(&arrival.at) {
                came = came.saturating_add(1);
                waited.extend(fate.waited_ms);
            }
        }
        waited.sort_unstable();
        // The nearest rank: the first that so many tenths of all do not exceed.
        let tenths =
            |tenths: usize| waited.get((waited.len() * tenths).div_ceil(10).saturating_sub(1)).copied();
        Waits {
            came,
            taken: u32::try_from(waited.len()).unwrap_or(u32::MAX),
            half_ms: tenths(5),
            most_ms: tenths(9),
            longest_ms: tenths(10),
        }
    }

    /// How many waited at most in each piece of that length (ms): when it begins, and how many.
    #[must_use]
    pub fn backlog(&self, world: &World<'_>, piece_ms: u64) -> Vec<(u64, u32)> {
        let mut pieces = Vec::new();
        let (mut steps, mut now) = (self.queue.iter().peekable(), 0);
        let mut from = world.from;
        while from < world.until {
            let until = from.saturating_add(piece_ms.max(1));
            // What ended when the piece began belongs to the one before it.
            while let Some((_, waiting)) = steps.next_if(|(at, _)| *at <= from) {
                now = *waiting;
            }
            let mut most = now;
            while let Some((_, waiting)) = steps.next_if(|(at, _)| *at < until) {
                now = *waiting;
                most = most.max(now);
            }
            pieces.push((from, most));
            from = until;
        }
        pieces
    }
}

/// Lets it all happen.
#[must_use]
pub fn replay(world: &World<'_>) -> Replay {
    let mut floor = Floor::open(world);
    while let Some(now) = floor.next_instant().filter(|now| *now < world.until) {
        floor.pass_until(now);
        floor.finish(now);
        floor.come_and_go(now);
        floor.arrive(now);
        floor.give_out(now);
    }
    floor.pass_until(world.until);
    floor.result
}

/// Everything at an instant.
struct Floor<'a> {
    world: &'a World<'a>,
    now: u64,
    /// The arrivals' places by the time of their coming, the next one last.
    to_come: Vec<usize>,
    /// When somebody comes or goes, and who, the next one last.
    changes: Vec<(u64, usize)>,
    /// When somebody is done with a thread, and who.
    endings: BinaryHeap<Reverse<(u64, usize)>>,
    /// Arrivals that wait, in the order in which they are given out.
    waiting: Vec<usize>,
    /// Arrivals that somebody has who is not there.
    put_aside: Vec<usize>,
    /// Their ids, by their places.
    ids: Vec<ThreadId>,
    facts: Vec<Colleague>,
    result: Replay,
}

impl<'a> Floor<'a> {
    fn open(world: &'a World<'a>) -> Self {
        let is_in = |arrival: &Arrival<'_>| (world.from..world.until).contains(&arrival.at);
        let mut to_come: Vec<usize> =
            (0..world.arrivals.len()).filter(|at| world.arrivals.get(*at).is_some_and(is_in)).collect();
        to_come.sort_by_key(|at| Reverse((world.arrivals.get(*at).map_or(0, |arrival| arrival.at), *at)));
        let mut changes: Vec<(u64, usize)> = Vec::new();
        for (who, staff) in world.staff.iter().enumerate() {
            let spans = staff.online.iter().chain(&staff.at_work);
            let instants = spans.flat_map(|span| [span.from, span.until]);
            changes.extend(instants.filter(|at| *at > world.from).map(|at| (at, who)));
        }
        changes.sort_unstable_by(|one, other| other.cmp(one));
        let facts = world.staff.iter().map(|staff| Colleague {
            is_away: !holds(&staff.online, world.from),
            is_at_work: holds(&staff.at_work, world.from),
            open: 0,
            until_known: None,
            idle_since: world.from,
            ..staff.colleague.clone()
        });
        let result = Replay {
            fates: vec![Fate::default(); world.arrivals.len()],
            loads: vec![Load::default(); world.staff.len()],
            queue: Vec::new(),
            looks: 0,
        };
        Self {
            world,
            now: world.from,
            to_come,
            changes,
            endings: BinaryHeap::new(),
            waiting: Vec::new(),
            put_aside: Vec::new(),
            ids: (0..world.arrivals.len())
                .map(|at| ThreadId::from_random(0, (at as u128).to_be_bytes()))
                .collect(),
            facts: facts.collect(),
            result,
        }
    }

    /// When something happens next.
    fn next_instant(&self) -> Option<u64> {
        let arrival =
            self.to_come.last().and_then(|at| self.world.arrivals.get(*at)).map(|arrival| arrival.at);
        let change = self.changes.last().map(|(at, _)| *at);
        let ending = self.endings.peek().map(|Reverse((at, _))| *at);
        [arrival, change, ending].into_iter().flatten().min()
    }

    /// Nothing happens until then; it is noted what everybody does meanwhile.
    fn pass_until(&mut self, now: u64) {
        let ms = now.saturating_sub(self.now);
        for (load, colleague) in self.result.loads.iter_mut().zip(&self.facts) {
            load.busy_ms += ms * u64::from(colleague.open);
            if colleague.is_at_work && !colleague.is_away {
                load.there_ms += ms;
                load.idle_ms += if colleague.open == 0 { ms } else { 0 };
            }
        }
        self.now = now;
    }

    fn finish(&mut self, now: u64) {
        while let Some(Reverse((at, who))) = self.endings.peek().copied() {
            if at > now {
                break;
            }
            self.endings.pop();
            if let Some(colleague) = self.facts.get_mut(who) {
                colleague.open = colleague.open.saturating_sub(1);
            }
        }
    }

    fn come_and_go(&mut self, now: u64) {
        let mut anybody = false;
        while let Some((_, who)) = self.changes.pop_if(|(at, _)| *at <= now) {
            anybody = true;
            if let (Some(colleague), Some(staff)) = (self.facts.get_mut(who), self.world.staff.get(who)) {
                colleague.is_away = !holds(&staff.online, now);
                colleague.is_at_work = holds(&staff.at_work, now);
            }
        }
        if anybody {
            for at in core::mem::take(&mut self.put_aside) {
                self.begin(at, now);
            }
        }
    }

    fn arrive(&mut self, now: u64) {
        let arrivals = self.world.arrivals;
        let is_due = |at: &mut usize| arrivals.get(*at).is_some_and(|arrival| arrival.at <= now);
        while let Some(at) = self.to_come.pop_if(is_due) {
            self.waiting.push(at);
        }
    }

    /// Gives out what waits, as an inbox does after anything that may have made somebody freer.
    fn give_out(&mut self, now: u64) {
        let (arrivals, ids) = (self.world.arrivals, &self.ids);
        // They lie as they came; what is more urgent goes before (P40).
        put_in_turn(&mut self.waiting, now, |at| {
            arrivals.get(*at).map_or((Priority::Normal, 0), |arrival| (arrival.rule.priority(), arrival.at))
        });
        let waiting = self.waiting.iter().filter_map(|at| {
            let arrival = arrivals.get(*at)?;
            Some(Waiting { thread: ids.get(*at)?, rule: arrival.rule, contact: arrival.contact, given: None })
        });
        let given = drain(waiting, &mut self.facts, now);
        self.result.looks += 1;
        // Given in the order of the queue: one walk finds them all.
        let mut given = given.into_iter().peekable();
        let mut taken = Vec::new();
        self.waiting.retain(|at| {
            let is_this = given.next_if(|(thread, _)| ids.get(*at) == Some(thread));
            let is_taken = is_this.is_some();
            taken.extend(is_this.map(|(_, routed)| (*at, routed)));
            !is_taken
        });
        for (at, routed) in taken {
            let who = self.facts.iter().position(|colleague| Some(&colleague.agent) == routed.to.as_ref());
            let Some(who) = who else { continue };
            if let Some(fate) = self.result.fates.get_mut(at) {
                fate.to = Some((who, routed.because));
            }
            if let (Some(load), Some(colleague)) = (self.result.loads.get_mut(who), self.facts.get(who)) {
                load.given += 1;
                load.most = load.most.max(colleague.open);
            }
            self.begin(at, now);
        }
        let is_asked_about = |at: &&usize| arrivals.get(**at).is_some_and(|arrival| arrival.is_asked_about);
        let waiting = u32::try_from(self.waiting.iter().filter(is_asked_about).count()).unwrap_or(u32::MAX);
        if self.result.queue.last().map_or(0, |(_, before)| *before) != waiting {
            self.result.queue.push((now, waiting));
        }
    }

    /// Whoever has a thread begins with it, if they are there; else it is put aside.
    fn begin(&mut self, at: usize, now: u64) {
        let (Some(arrival), Some(fate)) = (self.world.arrivals.get(at), self.result.fates.get_mut(at)) else {
            return;
        };
        let who = fate.to.map(|(who, _)| who);
        match who.and_then(|who| Some((who, self.facts.get(who)?))) {
            Some((who, colleague)) if colleague.is_at_work && !colleague.is_away => {
                fate.waited_ms = Some(now - arrival.at);
                self.endings.push(Reverse((now.saturating_add(arrival.handling_ms.max(1)), who)));
            }
            _ => self.put_aside.push(at),
        }
    }
}

fn holds(spans: &[Span], now: u64) -> bool {
    spans.iter().any(|span| (span.from..span.until).contains(&now))
}
