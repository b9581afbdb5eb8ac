//! Writes that a crash may take, collected as `edge::objects::threads` does.

use std::collections::BTreeMap;

use conversation::ids::{AgentId, ThreadId};
use edge::store::threads::{entries, outbox};
use edge::store::{Sql, StoreError};
use protocol::frame::Mark;

#[derive(Default)]
pub(crate) struct Later {
    /// Thread → the revision and the place up to which the inbox has heard.
    heard: BTreeMap<ThreadId, (u64, u64)>,
    /// Thread and reader (nobody is the visitor) → the place seen.
    received: BTreeMap<(ThreadId, Option<AgentId>), u64>,
}

impl Later {
    pub(crate) fn heard(&mut self, thread: ThreadId, revision: u64, seq: u64) {
        self.heard.insert(thread, (revision, seq));
    }

    pub(crate) fn heard_of(&self, thread: &ThreadId) -> (u64, u64) {
        self.heard.get(thread).copied().unwrap_or_default()
    }

    pub(crate) fn received(&mut self, thread: ThreadId, reader: Option<AgentId>, seq: u64) {
        let place = self.received.entry((thread, reader)).or_default();
        *place = seq.max(*place);
    }

    pub(crate) fn write(&mut self, sql: &impl Sql) -> Result<(), StoreError> {
        if self.heard.is_empty() && self.received.is_empty() {
            return Ok(());
        }
        sql.atomically(|| {
            for (thread, (revision, seq)) in &self.heard {
                outbox::told(sql, thread, *revision, *seq)?;
            }
            for ((thread, reader), seq) in &self.received {
                entries::keep_mark(sql, thread, reader.as_ref(), Mark { received: *seq, read: 0 })?;
            }
            Ok::<_, StoreError>(())
        })?;
        self.heard.clear();
        self.received.clear();
        Ok(())
    }
}
