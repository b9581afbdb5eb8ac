//! Writes that a crash may take: collected, and made together with one that it may not.
//!
//! Each commit waits for the disk, and everybody in the object waits with it. What can be said again — the inbox has
//! heard, somebody has seen — therefore waits for the next message, or for the alarm.

use std::collections::BTreeMap;

use conversation::ids::{AgentId, ThreadId};
use protocol::frame::{Mark, Marks};

use crate::store::threads::{entries, outbox};
use crate::store::{Sql, StoreError};

/// What is to be written.
#[derive(Debug, Default)]
pub struct Later {
    /// Thread → the revision and the place up to which the inbox has heard.
    heard: BTreeMap<ThreadId, (u64, u64)>,
    /// Thread and reader (nobody is the visitor) → how far they have come.
    marks: BTreeMap<(ThreadId, Option<AgentId>), Mark>,
}

impl Later {
    /// The inbox has heard of a thread.
    pub fn heard(&mut self, thread: ThreadId, revision: u64, seq: u64) {
        self.heard.insert(thread, (revision, seq));
    }

    /// What it has heard that is not written yet: the revision, and the place.
    #[must_use]
    pub fn heard_of(&self, thread: &ThreadId) -> (u64, u64) {
        self.heard.get(thread).copied().unwrap_or_default()
    }

    /// Somebody has come to a place in a thread.
    pub fn reached(&mut self, thread: ThreadId, reader: Option<AgentId>, mark: Mark) {
        let kept = self.marks.entry((thread, reader)).or_default();
        *kept = kept.max(mark);
    }

    /// How far both sides have come, of what is not written yet.
    #[must_use]
    pub fn marks(&self, thread: &ThreadId) -> Marks {
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
    ///
    /// # Errors
    /// [`StoreError`] from the database; then everything waits on.
    pub fn write(&mut self, sql: &impl Sql) -> Result<(), StoreError> {
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
