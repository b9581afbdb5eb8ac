//! What the log reads of the model; nothing here changes it.

use conversation::thread::Status;
use protocol::frame::{Author, Body, Entry};

use super::{Facts, Model, Notice, Pending};

impl Model {
    /// The log, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the visitor wrote and the log does not have yet, oldest first, in whichever conversation.
    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }

    /// The answers to pick from, and the place of the entry that brings them: while nobody has said anything after it.
    pub fn quick_replies(&self) -> Option<(u64, &[String])> {
        let last = self.entries.last().filter(|_| self.pending.is_empty() && self.status == Status::Open)?;
        (!last.quick_replies.is_empty()).then_some((last.seq, &last.quick_replies))
    }

    /// The newest message of an agent: its place, who, and what.
    pub fn newest_from_team(&self) -> Option<(u64, &str, &str)> {
        self.entries.iter().rev().find_map(|entry| match (&entry.from, &entry.body) {
            (Author::Agent { name, .. } | Author::Bot { name }, Body::Text { text }) => {
                Some((entry.seq, name.as_str(), text.as_str()))
            }
            _ => None,
        })
    }

    /// What shows of it outside the log.
    pub(super) fn facts(&self) -> Facts {
        Facts {
            has_lines: !self.entries.is_empty() || self.waiting().next().is_some(),
            has_pending: !self.pending.is_empty(),
            is_closed: self.status == Status::Closed,
            notice: self.line(),
        }
    }

    /// Whether nothing reaches the edge.
    pub(super) fn is_cut_off(&self) -> bool {
        self.lost || (self.session.is_none() && self.session_attempt > 0)
    }

    fn line(&self) -> Notice {
        let waits = self.is_cut_off() && (self.thread.is_some() || !self.pending.is_empty());
        match (waits, self.not_kept) {
            _ if self.deleted => Notice::Deleted,
            (false, false) => Notice::None,
            (true, false) => Notice::Reconnecting,
            (false, true) => Notice::MemoryOnly,
            (true, true) => Notice::ReconnectingInMemory,
        }
    }
}
