//! Cursors: how far each followed thread has been shown, and whether a gap is being filled.
//!
//! Knows sequence numbers only.

use conversation::ids::ThreadId;

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
    asked: bool,
}

#[derive(Debug, Default)]
pub(super) struct Cursors {
    all: Vec<Cursor>,
}

impl Cursors {
    pub(super) fn follow(&mut self, thread: ThreadId, after_seq: u64) {
        self.unfollow(&thread);
        self.all.push(Cursor { thread, have: after_seq, told: after_seq, behind: true, asked: false });
    }

    pub(super) fn unfollow(&mut self, thread: &ThreadId) {
        self.all.retain(|cursor| cursor.thread != *thread);
    }

    /// A replay that the link took with it has to be asked for again, and what came meanwhile is unknown.
    pub(super) fn link_lost(&mut self) {
        for cursor in &mut self.all {
            cursor.behind = true;
            cursor.asked = false;
        }
    }

    /// The threads to resume and from where; each once until it is caught up.
    pub(super) fn to_ask(&mut self) -> Vec<(ThreadId, u64)> {
        let ask = self.all.iter_mut().filter(|cursor| cursor.behind && !cursor.asked);
        ask.map(|cursor| {
            cursor.asked = true;
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
                Place::Gap
            }
        }
    }

    /// Moves on to `seq`; the place to send a receipt for, where one is due.
    pub(super) fn advance(&mut self, thread: &ThreadId, seq: u64) -> Option<u64> {
        let cursor = self.find(thread)?;
        cursor.have = seq;
        let due = seq - cursor.told >= RECEIPT_EVERY;
        due.then(|| {
            cursor.told = seq;
            seq
        })
    }

    /// The end of a replay; the place to send a receipt for, where there is news.
    pub(super) fn caught_up(&mut self, thread: &ThreadId, last_seq: u64) -> Option<u64> {
        let cursor = self.find(thread)?;
        cursor.asked = false;
        cursor.behind = last_seq > cursor.have;
        let due = cursor.have > cursor.told;
        due.then(|| {
            cursor.told = cursor.have;
            cursor.have
        })
    }

    /// Somebody mentioned how long the log is.
    pub(super) fn heard_of(&mut self, thread: &ThreadId, last_seq: u64) {
        if let Some(cursor) = self.find(thread) {
            cursor.behind |= last_seq > cursor.have;
        }
    }

    fn find(&mut self, thread: &ThreadId) -> Option<&mut Cursor> {
        self.all.iter_mut().find(|cursor| cursor.thread == *thread)
    }
}
