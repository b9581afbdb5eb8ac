//! Cursors: how far each followed thread has been shown, and whether a gap is being filled.
//!
//! Knows sequence numbers only.

use conversation::ids::ThreadId;

/// A replay that stands still for so long means that the link is dead, however open it looks.
const REPLAY_MS: u64 = 10_000;
/// Receipts are sent after this many entries, and at the end of every replay.
const RECEIPT_EVERY: u64 = 16;

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
    told: u64,
    behind: bool,
    /// When the running replay was asked for or last moved on.
    asked: Option<u64>,
    /// More was heard of since than the running replay may know: what an agent's replay reads and what is shown
    /// meanwhile come from two places. Only since then, so that a log that was cut short is not asked for forever.
    more: bool,
}

#[derive(Debug, Default)]
pub(super) struct Cursors {
    all: Vec<Cursor>,
}

impl Cursors {
    pub(super) fn follow(&mut self, thread: ThreadId, after_seq: u64) {
        self.unfollow(&thread);
        self.all.push(Cursor {
            thread,
            have: after_seq,
            told: after_seq,
            behind: true,
            asked: None,
            more: false,
        });
    }

    pub(super) fn unfollow(&mut self, thread: &ThreadId) {
        self.all.retain(|cursor| cursor.thread != *thread);
    }

    /// A replay that the link took with it has to be asked for again, and what came meanwhile is unknown.
    pub(super) fn link_lost(&mut self) {
        for cursor in &mut self.all {
            cursor.behind = true;
            cursor.asked = None;
        }
    }

    /// The threads to resume and from where; each once until it is caught up.
    pub(super) fn gaps(&mut self, now: u64) -> Vec<(ThreadId, u64)> {
        let ask = self.all.iter_mut().filter(|cursor| cursor.behind && cursor.asked.is_none());
        ask.map(|cursor| {
            cursor.asked = Some(now);
            cursor.more = false;
            (cursor.thread.clone(), cursor.have)
        })
        .collect()
    }

    pub(super) fn place(&mut self, thread: &ThreadId, seq: u64) -> Place {
        match self.find(thread) {
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

    /// Moves on to `seq`; the place to send a receipt for, where one is due.
    pub(super) fn advance(&mut self, now: u64, thread: &ThreadId, seq: u64) -> Option<u64> {
        let cursor = self.find(thread)?;
        cursor.have = seq;
        cursor.asked = cursor.asked.map(|_| now);
        let due = seq - cursor.told >= RECEIPT_EVERY;
        due.then(|| {
            cursor.told = seq;
            seq
        })
    }

    /// The end of a replay; the place to send a receipt for, where there is news.
    pub(super) fn caught_up(&mut self, thread: &ThreadId, last_seq: u64) -> Option<u64> {
        let cursor = self.find(thread)?;
        cursor.asked = None;
        // A replay that ends before what was shown was read before that: its state is old, too.
        cursor.behind = last_seq != cursor.have || cursor.more;
        let due = cursor.have > cursor.told;
        due.then(|| {
            cursor.told = cursor.have;
            cursor.have
        })
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
        self.wake_at().is_some_and(|at| now >= at)
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        self.all.iter().filter_map(|cursor| cursor.asked.map(|since| since + REPLAY_MS)).min()
    }

    fn find(&mut self, thread: &ThreadId) -> Option<&mut Cursor> {
        self.all.iter_mut().find(|cursor| cursor.thread == *thread)
    }
}
