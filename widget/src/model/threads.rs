//! Several conversations of one visitor: which one is shown, and how another takes its place.
//!
//! One is shown at a time, and only that one is followed; of the others is known that something was said there. Which
//! ones there are is not known here: the list asks the edge (`loader/threads.js`).

use conversation::ids::{ClientMessageId, ThreadId};
use conversation::thread::Status;
use protocol::delivery::{Input, LinkState};
use protocol::frame::ClientFrame;

use super::{Deed, Effect, Front, Model, Pending, tell};

impl Model {
    /// Whether messages of the shown conversation came while the panel was closed.
    pub fn has_news(&self) -> bool {
        self.unread > 0
    }

    /// What the visitor wrote in the shown conversation and its log does not have yet, oldest first.
    pub fn waiting(&self) -> impl Iterator<Item = &Pending> {
        self.pending.iter().filter(|pending| pending.thread == self.thread)
    }

    /// Shows another conversation. What is on its way in the one before arrives there.
    pub(super) fn select(&mut self, now: u64, random: f64, thread: ThreadId, out: &mut Vec<Effect>) {
        if self.thread.as_ref() != Some(&thread) {
            self.leave(now, random, out);
            tell(Deed::Selected, thread.as_str(), out);
            self.thread = Some(thread.clone());
            self.deliver(now, random, Input::Follow { thread, after_seq: 0 }, out);
            self.connect(now, random, out);
        }
        self.open(now, random, out);
    }

    /// Shows an empty conversation, which the next message begins.
    pub(super) fn begin_another(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        if self.thread.is_some() {
            self.leave(now, random, out);
            self.is_fresh = true;
        }
        self.open(now, random, out);
    }

    fn leave(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        self.forget_thread(now, random, out);
        (self.status, self.is_fresh) = (Status::Open, false);
        (self.unread, self.elsewhere) = (0, 0);
    }

    /// A message is stored. One that began a conversation makes that the shown one, unless another was picked since.
    pub(super) fn acked(
        &mut self,
        now: u64,
        random: f64,
        id: &ClientMessageId,
        thread: ThreadId,
        out: &mut Vec<Effect>,
    ) {
        let began = self.find(id).is_none_or(|at| self.pending[at].thread.is_none());
        if began {
            self.belong(now, random, thread.clone(), out);
        }
        // Nobody follows it here, so its entry never comes.
        if self.thread.as_ref() != Some(&thread)
            && let Some(at) = self.find(id)
        {
            self.pending.remove(at);
        }
    }

    pub(super) fn is_of_shown(&self, id: &ClientMessageId) -> bool {
        self.thread.is_some() && self.find(id).is_some_and(|at| self.pending[at].thread == self.thread)
    }

    /// A conversation that cannot begin over this socket asks where its chatflow's is, once.
    pub(super) fn move_to_inbox(
        &mut self,
        now: u64,
        random: f64,
        id: &ClientMessageId,
        out: &mut Vec<Effect>,
    ) {
        if let Some(at) = self.find(id).filter(|at| self.pending[*at].thread.is_none()) {
            self.moved = true;
            self.is_fresh = true;
            self.session = None;
            self.deliver(now, random, Input::Stop, out);
            self.submit(now, random, at, out);
        } else {
            self.mark(id, super::PendingState::Failed);
        }
    }

    /// The visitor ends the conversation that is shown (P18).
    pub(super) fn end(&mut self, out: &mut Vec<Effect>) {
        self.ending = self.thread.is_some() && self.status == Status::Open;
        if self.delivery.link() == LinkState::Live {
            self.say_end(out);
        }
    }

    /// Whoever writes next is somebody new. What is shown stays, and nothing that was said.
    pub(super) fn forget(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        self.deliver(now, random, Input::Stop, out);
        let fresh = Front::new(now, self.small, std::mem::take(&mut self.language));
        let before = std::mem::replace(self, Self::beside(fresh, now, None, None)).front;
        (self.show, self.show_revision) = (before.show, before.show_revision + 1);
        (self.team, self.team_revision, self.told_at) = (before.team, before.team_revision, before.told_at);
        (self.open, self.draft_revision, self.greeted) =
            (before.open, before.draft_revision + 1, before.greeted);
        self.pinned = before.pinned;
        self.unkept = true;
    }

    /// Said on every new line until the edge has heard it; a thread ends once.
    pub(super) fn say_end(&self, out: &mut Vec<Effect>) {
        if let Some(thread) = self.thread.clone().filter(|_| self.ending) {
            out.push(Effect::Send(ClientFrame::End { thread }));
        }
    }
}

#[cfg(test)]
mod tests;
