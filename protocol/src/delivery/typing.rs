//! Who is typing: the other side and, for agents, colleagues. Best effort: nothing is repeated, everything is forgotten by itself.

use conversation::ids::ThreadId;

use super::{Action, News};
use crate::frame::Author;
use crate::limits::{TYPING_EVERY_MS, TYPING_SHOWN_MS};

/// Somebody else.
#[derive(Debug)]
struct Typist {
    thread: ThreadId,
    until: u64,
}

#[derive(Debug, Default)]
pub(super) struct Typing {
    /// Not said again before.
    quiet_until: u64,
    typists: Vec<Typist>,
}

impl Typing {
    /// Whether it is time to say that somebody types here.
    pub(super) fn may_say(&mut self, now: u64) -> bool {
        let may = now >= self.quiet_until;
        if may {
            self.quiet_until = now + TYPING_EVERY_MS;
        }
        may
    }

    /// Somebody else types.
    pub(super) fn began(&mut self, now: u64, thread: ThreadId, from: Author, out: &mut Vec<Action>) {
        self.typists.retain(|typist| typist.thread != thread);
        self.typists.push(Typist { thread: thread.clone(), until: now + TYPING_SHOWN_MS });
        out.push(Action::Tell(News::Typing { thread, from: Some(from) }));
    }

    /// What they typed is here.
    pub(super) fn ended(&mut self, thread: &ThreadId, out: &mut Vec<Action>) {
        self.end(out, |typist| typist.thread == *thread);
    }

    /// They stopped without sending.
    pub(super) fn expire(&mut self, now: u64, out: &mut Vec<Action>) {
        self.end(out, |typist| now >= typist.until);
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        self.typists.iter().map(|typist| typist.until).min()
    }

    fn end(&mut self, out: &mut Vec<Action>, is_over: impl Fn(&Typist) -> bool) {
        self.typists.retain(|typist| {
            let over = is_over(typist);
            if over {
                out.push(Action::Tell(News::Typing { thread: typist.thread.clone(), from: None }));
            }
            !over
        });
    }
}
