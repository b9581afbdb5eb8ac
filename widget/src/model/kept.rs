//! The outbox that outlives the page: what the browser keeps of messages that the edge does not have, and how another
//! page takes them over.
//!
//! What is kept is masked (N20), and what an older page left is masked when it is taken over. Nothing is kept before the visitor sent something, and whatever can be sent was agreed to before. Knows no storage,
//! and not which tab owns what there.

use protocol::frame::Entry;

use super::{Effect, Model, Pending, PendingState};

impl Model {
    /// What the edge does not have, oldest first: to be kept.
    pub fn unsent(&self) -> impl Iterator<Item = &Pending> {
        self.pending.iter().filter(|pending| pending.state != PendingState::Sent)
    }

    /// Hands everything that is on its way to delivery once more, as things stand now; what left already stays as it is.
    pub(super) fn submit_all(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        for at in 0..self.pending.len() {
            if self.pending[at].state == PendingState::Sending {
                // What begins a chat goes into the one that there is by now, unless another one was asked for.
                if !self.is_fresh && self.pending[at].thread.is_none() {
                    self.pending[at].thread = self.thread.clone();
                }
                self.submit(now, random, at, out);
            }
        }
    }

    /// Sends what was left behind, behind what is here and under its old id: the edge stores a message once, however
    /// often and from wherever it comes. What was refused waits for its writer.
    pub(super) fn take_over(&mut self, now: u64, random: f64, mut left: Pending, out: &mut Vec<Effect>) {
        left.text = self.masked(&left.text);
        let is_stored = |entry: &Entry| entry.client_message_id.as_ref() == Some(&left.id);
        if !self.entries.iter().any(is_stored) && self.find(&left.id).is_none() {
            self.pending.push(left);
            self.unkept = true;
            self.submit_all(now, random, out);
        }
    }
}

#[cfg(test)]
mod tests;
