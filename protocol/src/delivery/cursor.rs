//! Cursors: how far each followed thread has been shown, whether a gap is being filled, and what both sides know of it.
//!
//! Knows sequence numbers only.

use conversation::ids::ThreadId;

use super::Action;
use crate::frame::{ClientFrame, Mark, Marks};

/// A replay that stands still for so long means that the link is dead, however open it looks.
const REPLAY_MS: u64 = 10_000;
/// A receipt waits for so long: what comes meanwhile goes with it.
const RECEIPT_MS: u64 = 1_000;

/// Where an entry belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the next one.
    Next,
    /// Something before it is missing.
    Gap,
    /// It was shown already.
    Known,
    /// Nobody looks at that thread.
    Unfollowed,
}

#[derive(Debug)]
struct Cursor {
    thread: ThreadId,
    have: u64,
    behind: bool,
    /// When the running replay was asked for or last moved on.
    asked: Option<u64>,
    /// The running replay moved on.
    stepped: bool,
    /// Since when replays end with less than they were asked for, and not one entry.
    stuck: Option<u64>,
    /// More was heard of since than the running replay may know: what an agent's replay reads and what is shown
    /// meanwhile come from two places. Only since then, so that a log that was cut short is not asked for forever.
    more: bool,
    /// How far this side has come, by what happened here; of what was received, only the other side's entries count.
    mine: Mark,
    /// As far as the server was told, or told us.
    told: Mark,
    /// When it is to be told.
    tell_at: Option<u64>,
    /// How far both sides have come, by what the server said.
    marks: Marks,
}

#[derive(Debug, Default)]
pub(super) struct Cursors {
    all: Vec<Cursor>,
    /// Followed no longer, and still being replayed: what comes is nothing new.
    left: Vec<ThreadId>,
}

impl Cursors {
    pub(super) fn follow(&mut self, thread: ThreadId, after_seq: u64) {
        self.unfollow(&thread);
        self.all.push(Cursor {
            thread,
            have: after_seq,
            behind: true,
            asked: None,
            stepped: false,
            stuck: None,
            more: false,
            mine: Mark::default(),
            told: Mark::default(),
            tell_at: None,
            marks: Marks::default(),
        });
    }

    pub(super) fn follows(&self, thread: &ThreadId) -> bool {
        self.all.iter().any(|cursor| cursor.thread == *thread)
    }

    pub(super) fn unfollow(&mut self, thread: &ThreadId) {
        if self.find(thread).is_some_and(|cursor| cursor.asked.is_some()) {
            self.left.push(thread.clone());
        }
        self.all.retain(|cursor| cursor.thread != *thread);
    }

    /// The link is lost: what came meanwhile is unknown, and a replay that was under way has to be asked for again.
    pub(super) fn link_lost(&mut self) {
        self.left.clear();
        for cursor in &mut self.all {
            cursor.behind = true;
            cursor.asked = None;
            cursor.stuck = None;
        }
    }

    /// The server left something out. A replay that is under way may not know of it, and is asked for again at its end;
    /// not before: each question has its answer, and with two under way for one thread there would be two for ever.
    pub(super) fn left_out(&mut self) {
        for cursor in &mut self.all {
            cursor.behind = true;
            cursor.more |= cursor.asked.is_some();
        }
    }

    /// The threads to resume and from where; each once until it is caught up.
    pub(super) fn gaps(&mut self, now: u64) -> Vec<(ThreadId, u64)> {
        let ask = self.all.iter_mut().filter(|cursor| cursor.behind && cursor.asked.is_none());
        ask.map(|cursor| {
            // Asked again without a step in between, it is still the same question.
            cursor.asked = cursor.stuck.take().or(Some(now));
            cursor.stepped = false;
            cursor.more = false;
            (cursor.thread.clone(), cursor.have)
        })
        .collect()
    }

    pub(super) fn place(&mut self, thread: &ThreadId, seq: u64) -> Place {
        let is_left = self.left.contains(thread);
        match self.find(thread) {
            None if is_left => Place::Known,
            None => Place::Unfollowed,
            Some(cursor) if seq <= cursor.have => Place::Known,
            Some(cursor) if seq == cursor.have + 1 => Place::Next,
            Some(cursor) => {
                cursor.behind = true;
                cursor.more = true;
                Place::Gap
            }
        }
    }

    /// Moves on to `seq`, an entry of the other side or of one's own.
    pub(super) fn advance(&mut self, now: u64, thread: &ThreadId, seq: u64, theirs: bool) {
        let Some(cursor) = self.find(thread) else { return };
        cursor.have = seq;
        cursor.asked = cursor.asked.map(|_| now);
        cursor.stepped = true;
        if theirs {
            cursor.mine.received = seq;
            cursor.tell_at.get_or_insert(now + RECEIPT_MS);
        }
    }

    /// A person has seen it up to `seq`.
    pub(super) fn read(&mut self, now: u64, thread: &ThreadId, seq: u64) {
        let Some(cursor) = self.find(thread) else { return };
        let seq = seq.min(cursor.have);
        if seq > cursor.mine.read {
            cursor.mine.read = seq;
            cursor.tell_at.get_or_insert(now + RECEIPT_MS);
        }
    }

    /// Sends the receipts that are due; one that says more takes the others with it.
    pub(super) fn tell(&mut self, now: u64, out: &mut Vec<Action>) {
        for cursor in &mut self.all {
            if cursor.tell_at.is_none_or(|at| now < at) {
                continue;
            }
            cursor.tell_at = None;
            let thread = || cursor.thread.clone();
            if cursor.mine.read > cursor.told.read {
                out.push(Action::Send(ClientFrame::Read { thread: thread(), seq: cursor.mine.read }));
            }
            if cursor.mine.received > cursor.told.received.max(cursor.mine.read) {
                out.push(Action::Send(ClientFrame::Received { thread: thread(), seq: cursor.mine.received }));
            }
            cursor.told = cursor.told.max(cursor.mine);
        }
    }

    /// What the server knows of this side. What it forgot, or never heard, is told again.
    pub(super) fn kept(&mut self, thread: &ThreadId, mine: Mark) {
        if let Some(cursor) = self.find(thread) {
            cursor.told = mine;
            if cursor.mine.read > mine.read || cursor.mine.received > mine.received {
                cursor.tell_at.get_or_insert(0);
            }
        }
    }

    /// How far both sides have come, where that is news.
    pub(super) fn marks(&mut self, thread: &ThreadId, marks: Marks) -> Option<Marks> {
        let cursor = self.find(thread)?;
        let marks = marks.max(cursor.marks);
        (marks != std::mem::replace(&mut cursor.marks, marks)).then_some(marks)
    }

    /// The end of a replay. Whether it brought nothing, although there is more: the server takes the window for full.
    pub(super) fn caught_up(&mut self, thread: &ThreadId, last_seq: u64) -> bool {
        self.left.retain(|left| left != thread);
        let mut is_stuck = false;
        if let Some(cursor) = self.find(thread) {
            is_stuck = !cursor.stepped && last_seq > cursor.have;
            cursor.stuck = cursor.asked.take().filter(|_| is_stuck);
            // A replay that ends before what was shown was read before that: its state is old, too.
            cursor.behind = last_seq != cursor.have || cursor.more;
        }
        is_stuck
    }

    /// Whether what says that the log ends there was said before what was shown since.
    pub(super) fn is_old(&self, thread: &ThreadId, last_seq: u64) -> bool {
        self.all.iter().any(|cursor| cursor.thread == *thread && cursor.have > last_seq)
    }

    /// Somebody mentioned how long the log is.
    pub(super) fn heard_of(&mut self, thread: &ThreadId, last_seq: u64) {
        if let Some(cursor) = self.find(thread).filter(|cursor| last_seq > cursor.have) {
            cursor.behind = true;
            cursor.more = true;
        }
    }

    pub(super) fn is_overdue(&self, now: u64) -> bool {
        self.all.iter().any(|cursor| cursor.asked.is_some_and(|since| now >= since + REPLAY_MS))
    }

    pub(super) fn wake_at(&self, live: bool) -> Option<u64> {
        let times = self.all.iter().flat_map(|cursor| {
            [cursor.asked.map(|since| since + REPLAY_MS), cursor.tell_at.filter(|_| live)]
        });
        times.flatten().min()
    }

    fn find(&mut self, thread: &ThreadId) -> Option<&mut Cursor> {
        self.all.iter_mut().find(|cursor| cursor.thread == *thread)
    }
}
