//! What the views read of the model; nothing here changes it.

/// What the view reads.
use conversation::text::{MessageText, TextRejected};
use conversation::thread::Status;
use protocol::frame::{Author, Body, Entry};

use super::{Model, Notice, Pending};
use crate::show::Show;

impl Model {
    /// The chatflow to show; `None` leaves the page as it was found.
    pub fn show(&self) -> Option<&Show> {
        self.show.as_deref()
    }

    /// Grows whenever there is something else to show.
    pub fn show_revision(&self) -> u32 {
        self.show_revision
    }

    /// Whether the panel is open.
    pub fn is_open(&self) -> bool {
        self.open && self.show.is_some()
    }

    /// Whether the panel covers the whole screen.
    pub fn is_small(&self) -> bool {
        self.small
    }

    /// Whether the welcome message pops open beside the launcher (S46, S53).
    pub fn has_prompt(&self) -> bool {
        self.show.as_ref().is_some_and(|show| {
            let wanted = if self.small { show.small.pop_up } else { show.pop_up };
            let greets = || self.thread.is_none() && !self.greeted.contains(&show.chatflow);
            wanted && !self.open && !self.is_hidden() && (show.is_ruled || greets())
        })
    }

    /// Whether there is no chat yet that could be gone on with.
    pub fn begins(&self) -> bool {
        self.thread.is_none() && !self.is_fresh
    }

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

    /// Agents' messages that came while the panel was closed, and those in conversations that are not shown.
    pub fn unread(&self) -> u32 {
        if self.open { 0 } else { self.unread + self.elsewhere }
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

    /// The composer's text, and a number that grows whenever somebody else than the visitor changed it.
    pub fn draft(&self) -> (&str, u32) {
        (&self.draft, self.draft_revision)
    }

    /// Whether there is something to send.
    pub fn can_send(&self) -> bool {
        let said = MessageText::parse(self.draft.trim());
        let alone = said == Err(TextRejected::Empty) && !self.attached.is_empty();
        !self.is_locked() && (alone || said.is_ok())
    }

    /// Characters over the limit.
    pub fn excess(&self) -> usize {
        match MessageText::parse(self.draft.trim()) {
            Err(TextRejected::TooLong { got }) => got - protocol::limits::MESSAGE_CHARS,
            _ => 0,
        }
    }

    /// What to say about the line to the edge.
    pub fn notice(&self) -> Notice {
        let waits = self.lost || (self.session.is_none() && self.session_attempt > 0);
        let waits = waits && (self.thread.is_some() || !self.pending.is_empty());
        match (waits, self.not_kept) {
            _ if self.deleted => Notice::Deleted,
            (false, false) => Notice::None,
            (true, false) => Notice::Reconnecting,
            (false, true) => Notice::MemoryOnly,
            (true, true) => Notice::ReconnectingInMemory,
        }
    }
}
