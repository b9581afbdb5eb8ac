//! Writes that a crash may take: collected, and made together with one that it may not.
//!
//! Each commit waits for the disk, and everybody in the object waits with it. What can be said again — the inbox has
//! heard, somebody has seen — therefore waits for the next message, or for the alarm.

use std::collections::HashMap;

use conversation::ids::{AgentId, ThreadId};
use protocol::frame::{Mark, Marks};

use crate::store::threads::{entries, outbox};
use crate::store::{Sql, StoreError};

#[derive(Default)]
pub(super) struct Later {
    /// Thread → the revision and the place up to which the inbox has heard.
    heard: HashMap<ThreadId, (u64, u64)>,
    /// Thread and reader (nobody is the visitor) → how far they have come.
    marks: HashMap<(ThreadId, Option<AgentId>), Mark>,
}

impl Later {
    /// The inbox has heard of a thread.
    pub(super) fn heard(&mut self, thread: ThreadId, revision: u64, seq: u64) {
        self.heard.insert(thread, (revision, seq));
    }

    /// What it has heard that is not written yet.
    pub(super) fn heard_of(&self, thread: &ThreadId) -> (u64, u64) {
        self.heard.get(thread).copied().unwrap_or_default()
    }

    /// Somebody has come to a place in a thread.
    pub(super) fn reached(&mut self, thread: ThreadId, reader: Option<AgentId>, mark: Mark) {
        let kept = self.marks.entry((thread, reader)).or_default();
        *kept = kept.max(mark);
    }

    /// How far both sides have come, of what is not written yet.
    pub(super) fn marks(&self, thread: &ThreadId) -> Marks {
        let mut marks = Marks::default();
        for ((of, reader), mark) in &self.marks {
            if of == thread {
                let side = if reader.is_some() { &mut marks.agents } else { &mut marks.visitor };
                *side = side.max(*mark);
            }
        }
        marks
    }

    /// Writes everything. In the turn of another write it costs no commit of its own.
    pub(super) fn write(&mut self, sql: &impl Sql) -> Result<(), StoreError> {
        if self.heard.is_empty() && self.marks.is_empty() {
            return Ok(());
        }
        sql.atomically(|| {
            for (thread, (revision, seq)) in &self.heard {
                outbox::told(sql, thread, *revision, *seq)?;
            }
            for ((thread, reader), mark) in &self.marks {
                entries::keep_mark(sql, thread, reader.as_ref(), *mark)?;
            }
            Ok::<_, StoreError>(())
        })?;
        self.heard.clear();
        self.marks.clear();
        Ok(())
    }
}
