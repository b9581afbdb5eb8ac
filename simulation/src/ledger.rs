//! What must hold, and the one who holds everybody to it.
//!
//! The ledger is what the disks held at their last commit, read back through the store, and what people wrote. Every
//! frame that leaves an object and every piece of news that a client shows is compared with it:
//!
//! 1. what is acknowledged is durable,
//! 2. places are gapless and taken once,
//! 3. what a viewer is shown is the log, from where they follow it, in order, each entry once,
//! 4. a message is stored once, as it was written, in the order in which it was written, and never once its writer was
//!    told that it is refused,
//! 5. once the faults stop, everybody has everything (`crate::world` waits for that),
//! 6. nobody is sent what is not theirs,
//! 7. how far somebody has come never goes back: not in what a shard says, until it loses its memory, and then not behind
//!    its disk; not on a disk; not on a screen. It is never further than the log, nor than that side was shown,
//! 8. a chat closes by itself after the time that its chatflow gives it, not sooner, and never while its visitor waits.

use std::collections::{BTreeMap, BTreeSet};

use conversation::ids::{ClientMessageId, ThreadId, VisitorId};
use edge::store::threads::{self as rows, entries};
use protocol::frame::{Author, Body, Entry, Mark, Marks, ServerFrame};

use crate::disk::Disk;
use crate::edge_side::platform::Held;

/// What somebody wrote.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) text: String,
    /// The tab it was written in, and the how-manieth there.
    pub(crate) tab: usize,
    pub(crate) number: u64,
}

/// Everything that is durable.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) logs: BTreeMap<ThreadId, Vec<Entry>>,
    pub(crate) owners: BTreeMap<ThreadId, VisitorId>,
    pub(crate) written: BTreeMap<ClientMessageId, Written>,
    /// Refused, and said again under another id.
    pub(crate) refused: BTreeSet<ClientMessageId>,
    stored: BTreeMap<ClientMessageId, (ThreadId, u64)>,
    last_of_tab: BTreeMap<(usize, ThreadId), u64>,
    /// The last place shown to the visitor, and to agents.
    shown_to: BTreeMap<ThreadId, (u64, u64)>,
    /// How far both sides have come, as a shard said last.
    told_marks: BTreeMap<ThreadId, Marks>,
    /// The same by its disk, when it lost its memory last.
    kept_marks: BTreeMap<ThreadId, Marks>,
    /// Ended, as far as the account goes: nobody opens a socket with them.
    pub(crate) closed_sessions: BTreeSet<String>,
    /// Ended, and the inbox has heard of it.
    pub(crate) ended_sessions: BTreeSet<String>,
    /// The first promise that was broken.
    pub(crate) broken: Option<String>,
    /// After how long without a word chats close by themselves, in ms; 0: never.
    pub(crate) closes_after: u64,
    pub(crate) acked: u64,
    pub(crate) shown: u64,
}

impl Ledger {
    /// Of a world in which chats close by themselves after so long without a word (ms); 0: never.
    pub(crate) fn of(closes_after: u64) -> Self {
        Self { closes_after, ..Self::default() }
    }

    pub(crate) fn breaks(&mut self, what: impl FnOnce() -> String) {
        if self.broken.is_none() {
            self.broken = Some(what());
        }
    }

    /// A disk committed: reads what is new in a thread.
    pub(crate) fn committed(&mut self, disk: &Disk, thread: &ThreadId) {
        let Ok(Some(kept)) = rows::thread(disk, thread) else {
            return self.breaks(|| format!("(2) {thread} has entries and is no thread"));
        };
        self.owners.insert(thread.clone(), kept.visitor);
        let known = self.logs.get(thread).map_or(0, Vec::len) as u64;
        let Ok(new) = entries::after(disk, thread, known, u32::MAX) else {
            return self.breaks(|| format!("(2) the log of {thread} cannot be read"));
        };
        for entry in new {
            self.takes(thread, entry);
        }
        let length = self.logs.get(thread).map_or(0, Vec::len) as u64;
        if length != kept.state.last_seq {
            self.breaks(|| {
                format!("(2) {thread} says it ends at {}, its log at {length}", kept.state.last_seq)
            });
        }
    }

    fn takes(&mut self, thread: &ThreadId, entry: Entry) {
        let log = self.logs.entry(thread.clone()).or_default();
        let next = log.len() as u64 + 1;
        if entry.seq != next {
            return self.breaks(|| format!("(2) {thread} has {} where {next} belongs", entry.seq));
        }
        let before = log.last().map_or(0, |before| before.at);
        let tells = |entry: &&Entry| matches!(entry.body, Body::Text { .. } | Body::Closed);
        let waits = log.iter().rev().find(tells).is_some_and(|entry| entry.from == Author::Visitor);
        log.push(entry.clone());
        if entry.body == Body::Closed && entry.from == Author::System {
            let since = entry.at.saturating_sub(before);
            if waits || self.closes_after == 0 || since < self.closes_after {
                self.breaks(|| format!("(8) {thread} closed after {since} ms; its visitor waits: {waits}"));
            }
            return;
        }
        let Body::Text { text } = &entry.body else { return };
        let Some((id, written)) =
            entry.client_message_id.as_ref().and_then(|id| Some((id.clone(), self.written.get(id)?.clone())))
        else {
            return self.breaks(|| format!("(4) nobody wrote {thread} {}: {text}", entry.seq));
        };
        if written.text != *text {
            return self.breaks(|| format!("(4) {id} was written {:?} and stored {text:?}", written.text));
        }
        if let Some(before) = self.stored.insert(id.clone(), (thread.clone(), entry.seq)) {
            return self
                .breaks(|| format!("(4) {id} is stored twice: {before:?} and {thread} {}", entry.seq));
        }
        // A dead line may bring it once more when the thread is open again.
        if self.refused.contains(&id) {
            return self
                .breaks(|| format!("(4) {id} was refused, and stored at {thread} {} since", entry.seq));
        }
        let last = self.last_of_tab.entry((written.tab, thread.clone())).or_default();
        let before = std::mem::replace(last, written.number);
        if written.number <= before {
            self.breaks(|| {
                format!("(4) {thread} {}: message {} of a tab after {before}", entry.seq, written.number)
            });
        }
    }

    /// A place on the disk holds this message.
    fn holds(&self, thread: &ThreadId, seq: u64, id: &ClientMessageId) -> bool {
        self.stored.get(id).is_some_and(|(kept, at)| kept == thread && *at == seq)
    }

    fn entry(&self, thread: &ThreadId, seq: u64) -> Option<&Entry> {
        self.logs.get(thread)?.get(usize::try_from(seq.checked_sub(1)?).ok()?)
    }

    /// A frame leaves for a socket.
    pub(crate) fn leaves(&mut self, held: &Held, frame: &ServerFrame) {
        if held.agent.is_some()
            && self.ended_sessions.contains(&held.session)
            && !matches!(frame, ServerFrame::Error { .. })
        {
            self.breaks(|| format!("(6) who signed out is sent {frame:?}"));
        }
        let thread = match frame {
            ServerFrame::Ack { client_message_id, thread, seq, .. } => {
                self.acked += 1;
                if !self.holds(thread, *seq, client_message_id) {
                    self.breaks(|| format!("(1) acknowledged and not durable: {frame:?}"));
                }
                thread
            }
            ServerFrame::Entry { thread, entry } => {
                if self.entry(thread, entry.seq) != Some(entry) {
                    self.breaks(|| format!("(1) shown and not durable: {frame:?}"));
                }
                thread
            }
            ServerFrame::CaughtUp { thread } => {
                if let Some(marks) = thread.marks {
                    self.tells_marks(held, &thread.id, marks);
                }
                &thread.id
            }
            ServerFrame::State { thread } => &thread.id,
            ServerFrame::Marks { thread, visitor, agents } => {
                self.tells_marks(held, thread, Marks { visitor: *visitor, agents: *agents });
                thread
            }
            ServerFrame::Typing { thread, from } => {
                if held.agent.is_some() != (*from == Author::Visitor) {
                    self.breaks(|| format!("(6) somebody is shown their own side typing: {frame:?}"));
                }
                thread
            }
            ServerFrame::Row { .. } | ServerFrame::RowGone { .. } | ServerFrame::Annotation { .. }
                if held.agent.is_none() =>
            {
                return self.breaks(|| format!("(6) a visitor is sent {frame:?}"));
            }
            _ => return,
        };
        if let Some(visitor) = &held.visitor
            && self.owners.get(thread) != Some(visitor)
        {
            self.breaks(|| format!("(6) a visitor is sent what is somebody else's: {frame:?}"));
        }
    }

    /// How far both sides have come, as somebody is told.
    fn tells_marks(&mut self, held: &Held, thread: &ThreadId, marks: Marks) {
        let length = self.logs.get(thread).map_or(0, Vec::len) as u64;
        let furthest = |mark: Mark| mark.received.max(mark.read);
        let shown = self.shown_to.get(thread).copied().unwrap_or_default();
        if furthest(marks.visitor) > length || furthest(marks.agents) > length {
            self.breaks(|| format!("(7) {thread} ends at {length}, and is said to be seen up to {marks:?}"));
        }
        if furthest(marks.visitor) > shown.0 || furthest(marks.agents) > shown.1 {
            self.breaks(|| {
                format!("(7) {thread} was shown up to {shown:?}, and is said to be up to {marks:?}")
            });
        }
        // What agents are told comes by way of the inbox, and may be older than the disk.
        if held.agent.is_some() {
            return;
        }
        let before = self.told_marks.insert(thread.clone(), marks).unwrap_or_default();
        if marks.max(before) != marks {
            self.breaks(|| format!("(7) {thread} is said to be seen up to {before:?}, and then {marks:?}"));
        }
    }

    /// A shard has lost its memory, and what was not written of how far somebody has come. What was written counts on.
    pub(crate) fn forgets(&mut self, disk: &Disk, object: usize) {
        let mine = self.logs.keys().filter(|thread| usize::from(thread.shard()) == object);
        for thread in mine {
            let Ok(kept) = entries::marks(disk, thread) else { continue };
            let before = self.kept_marks.insert(thread.clone(), kept).unwrap_or_default();
            if kept.max(before) != kept && self.broken.is_none() {
                self.broken = Some(format!("(7) {thread} kept {before:?}, and now {kept:?}"));
            }
            self.told_marks.insert(thread.clone(), kept);
        }
    }

    /// How far both sides have come, as a client shows it.
    pub(crate) fn shows_marks(&mut self, who: usize, thread: &ThreadId, before: Option<Marks>, marks: Marks) {
        if before.is_some_and(|before| before.max(marks) != marks) {
            self.breaks(|| format!("(7) client {who} shows {marks:?} of {thread} after {before:?}"));
        }
    }

    /// A client shows an entry as the next one after `have`.
    pub(crate) fn shows(
        &mut self,
        (who, is_visitor): (usize, bool),
        thread: &ThreadId,
        have: Option<u64>,
        entry: &Entry,
    ) {
        self.shown += 1;
        let shown = self.shown_to.entry(thread.clone()).or_default();
        let side = if is_visitor { &mut shown.0 } else { &mut shown.1 };
        *side = entry.seq.max(*side);
        if have.is_none_or(|have| entry.seq != have + 1) {
            self.breaks(|| format!("(3) client {who} shows {thread} {} after {have:?}", entry.seq));
        } else if self.entry(thread, entry.seq) != Some(entry) {
            self.breaks(|| format!("(3) client {who} shows what {thread} does not hold: {entry:?}"));
        }
    }

    /// A client takes a message for stored.
    pub(crate) fn believes(&mut self, who: usize, id: &ClientMessageId, thread: &ThreadId, seq: u64) {
        if !self.holds(thread, seq, id) {
            self.breaks(|| format!("(1) client {who} believes {id} stored at {thread} {seq}"));
        }
    }

    /// Whether a message is stored.
    pub(crate) fn is_stored(&self, id: &ClientMessageId) -> bool {
        self.stored.contains_key(id)
    }

    /// Reads a whole disk again: nothing that was durable has changed since.
    pub(crate) fn audit(&mut self, disk: &Disk, object: u16) {
        let mine: Vec<ThreadId> =
            self.logs.keys().filter(|thread| thread.shard() == object).cloned().collect();
        for thread in mine {
            let log = entries::after(disk, &thread, 0, u32::MAX);
            if log.ok().as_ref() != self.logs.get(&thread) {
                self.breaks(|| format!("(1) the log of {thread} is not what it was when it was committed"));
            }
        }
        let mut visitors: Vec<&VisitorId> = self.owners.values().collect();
        visitors.sort();
        visitors.dedup();
        let threads: usize = visitors
            .iter()
            .filter_map(|visitor| rows::threads_of(disk, visitor, u32::MAX).ok())
            .map(|all| all.len())
            .sum();
        let known = self.logs.keys().filter(|thread| thread.shard() == object).count();
        if threads != known {
            self.breaks(|| format!("(2) {threads} threads on a disk, {known} of them with a log"));
        }
    }
}
