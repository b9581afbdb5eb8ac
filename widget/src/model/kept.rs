//! The outbox that outlives the page: what the browser keeps of messages that the edge does not have, and how another
//! page takes them over.
//!
//! A function of the pending messages, handed out when it changed. Nothing is kept before the visitor sent something,
//! and whatever can be sent was agreed to before. Knows no storage, and not which tab owns what there.

use conversation::ids::ClientMessageId;

use super::{Effect, Model, Pending, PendingState};
use crate::codec::write_pending;

impl Model {
    /// Hands out what is to be kept, where that changed.
    pub(super) fn keep(&mut self, out: &mut Vec<Effect>) {
        let text = write_pending(&self.pending);
        if text != self.kept {
            self.kept.clone_from(&text);
            // Before anything leaves.
            out.insert(0, Effect::Keep(text));
        }
    }

    /// What is on its way, oldest first.
    pub(super) fn waiting(&self) -> Vec<ClientMessageId> {
        let waiting = self.pending.iter().filter(|pending| pending.state == PendingState::Sending);
        waiting.map(|pending| pending.id.clone()).collect()
    }

    /// Sends what was left behind, under its old ids: the edge stores a message once, however often and from wherever
    /// it comes. What was refused waits for its writer.
    pub(super) fn take_over(&mut self, now: u64, random: f64, left: Vec<Pending>, out: &mut Vec<Effect>) {
        for pending in left {
            let id = pending.id.clone();
            let is_stored = self.entries.iter().any(|entry| entry.client_message_id.as_ref() == Some(&id));
            if is_stored || self.pending.iter().any(|other| other.id == id) {
                continue;
            }
            let waits = pending.state == PendingState::Sending;
            let later = self.pending.iter().position(|other| other.at > pending.at);
            self.pending.insert(later.unwrap_or(self.pending.len()), pending);
            if waits {
                self.submit(now, random, &id, out);
            }
        }
    }
}

#[cfg(test)]
mod tests;
