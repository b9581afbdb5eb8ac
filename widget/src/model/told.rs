//! What the page may hear of the chat: deeds of the visitor, and what became of their thread.
//!
//! What a person did is told where it is done; what only shows in the state is found here, by comparing it with what was
//! told before. Knows no listener.

use conversation::ids::ThreadId;
use conversation::thread::Status;

use super::{Effect, Model, tell};
use crate::words::number;

/// Something that display rules have a word on, or that the page may listen for. The numbers are those of
/// `loader/display.js` and `loader/chat.js`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Deed {
    /// The visitor opened the chat.
    Opened = 2,
    /// Waved the welcome message away.
    Dismissed,
    /// Wrote.
    Replied,
    /// Closed the chat.
    Closed,
    /// Began a thread; about: its id.
    Started,
    /// Went to another one; about: its id.
    Selected,
    /// The thread was closed; about: its id.
    Ended,
    /// About: how many threads have something unread.
    Unread,
    /// The visitor is a contact from now on.
    Identified,
    /// Picked one of the answers; about: its words.
    Picked,
}

/// What was told of the state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    thread: Option<ThreadId>,
    is_closed: bool,
    /// The thread that is shown, and all others as one: how many those are only the edge knows.
    unread: u64,
}

impl Model {
    pub(super) fn now_told(&self) -> Told {
        Told {
            thread: self.thread.clone(),
            is_closed: self.status == Status::Closed,
            unread: u64::from(self.unread > 0) + u64::from(self.elsewhere > 0),
        }
    }

    /// Tells what has changed. Of a thread whose log is still being read nothing counts yet: it may be open again.
    pub(super) fn tell_changes(&mut self, out: &mut Vec<Effect>) {
        let now = self.now_told();
        if now.unread != self.before.unread {
            self.before.unread = now.unread;
            tell(Deed::Unread, &number(now.unread), out);
        }
        if !self.wait.is_known {
            return;
        }
        if let Some(thread) = &now.thread
            && now.is_closed
            && !self.before.is_closed
            && self.before.thread == now.thread
        {
            tell(Deed::Ended, thread.as_str(), out);
        }
        self.before = now;
    }
}

#[cfg(test)]
mod tests;
