//! The one question beside messages: the address a visitor typed, until the server has it.
//!
//! Sent on every new link until it is answered; the server keeps the same address once. A later one replaces an
//! earlier. Knows no sockets.

use conversation::ids::ClientMessageId;

use super::Action;
use crate::frame::ClientFrame;

/// Unanswered for so long means that the link is dead.
const ANSWER_MS: u64 = 10_000;

#[derive(Debug)]
struct Question {
    id: ClientMessageId,
    frame: ClientFrame,
    sent_at: Option<u64>,
}

#[derive(Debug, Default)]
pub(super) struct Claim {
    open: Option<Question>,
}

impl Claim {
    pub(super) fn ask(&mut self, id: ClientMessageId, frame: ClientFrame) {
        self.open = Some(Question { id, frame, sent_at: None });
    }

    pub(super) fn send(&mut self, now: u64, out: &mut Vec<Action>) {
        if let Some(question) = self.open.as_mut().filter(|question| question.sent_at.is_none()) {
            question.sent_at = Some(now);
            out.push(Action::Send(question.frame.clone()));
        }
    }

    /// Whether this answers the open question, which then is open no longer.
    pub(super) fn answered(&mut self, id: &ClientMessageId) -> bool {
        let is_it = self.open.as_ref().is_some_and(|question| question.id == *id);
        if is_it {
            self.open = None;
        }
        is_it
    }

    pub(super) fn link_lost(&mut self) {
        if let Some(question) = &mut self.open {
            question.sent_at = None;
        }
    }

    pub(super) fn is_overdue(&self, now: u64) -> bool {
        self.wake_at().is_some_and(|at| now >= at)
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        self.open.as_ref().and_then(|question| question.sent_at).map(|sent_at| sent_at + ANSWER_MS)
    }
}
