//! Writes that a crash may take: collected, and made together with one that it may not.
//!
//! Each commit waits for the disk, and everybody in the object waits with it. What can be said again — the inbox has
//! heard, somebody has seen — therefore waits for the next message, or for the alarm.

use std::collections::HashMap;

use conversation::ids::{AgentId, ThreadId};

use crate::store::threads::{entries, outbox};
use crate::store::{Sql, StoreError};

#[derive(Default)]
pub(super) struct Later {
    /// Thread → the revision and the place up to which the inbox has heard.
    heard: HashMap<ThreadId, (u64, u64)>,
    /// Thread and reader (nobody is the visitor) → the place seen.
    received: HashMap<(ThreadId, Option<AgentId>), u64>,
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

    /// Somebody has seen a thread up to a place.
    pub(super) fn received(&mut self, thread: ThreadId, reader: Option<AgentId>, seq: u64) {
        let place = self.received.entry((thread, reader)).or_default();
        *place = seq.max(*place);
    }

    /// Writes everything. In the turn of another write it costs no commit of its own.
    pub(super) fn write(&mut self, sql: &impl Sql) -> Result<(), StoreError> {
        if self.heard.is_empty() && self.received.is_empty() {
            return Ok(());
        }
        sql.atomically(|| {
            for (thread, (revision, seq)) in &self.heard {
                outbox::told(sql, thread, *revision, *seq)?;
            }
            for ((thread, reader), seq) in &self.received {
                entries::keep_received(sql, thread, reader.as_ref(), *seq)?;
            }
            Ok::<_, StoreError>(())
        })?;
        self.heard.clear();
        self.received.clear();
        Ok(())
    }
}
