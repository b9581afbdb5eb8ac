//! What the page may hear of the chat: deeds of the visitor, and what became of their thread.
//!
//! What a person did is told where it is done; what only shows in the state is found here, by comparing it with what was
//! told before. Knows no listener.

use conversation::ids::ThreadId;
use conversation::thread::Status;

use super::{Deed, Effect, Model, tell};
use crate::words::number;

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
