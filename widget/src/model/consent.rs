//! Consent in a chat: what goes out with a message, and what becomes of it when it is taken back or refused.
//!
//! Whether the field is locked, and what opens it, is `front/consent.rs`'s.

use conversation::ids::{ChatflowId, ClientMessageId};
use protocol::delivery::{Delivery, Input};
use protocol::frame::ConsentGiven;

use super::{Effect, Model, PendingState};

impl Model {
    /// "No, thanks". Whoever wrote before takes back what they had agreed to: what is not sent is sent no more, and they
    /// are told.
    pub(super) fn disagree(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        while let Some(at) = self.pending.iter().position(|pending| pending.state != PendingState::Sent) {
            self.pending.remove(at);
            self.unkept = true;
        }
        self.deleted = self.unkept;
        if !self.deleted {
            self.close(out);
            return;
        }
        // Delivery has it too. What may be on the line already is the edge's to refuse.
        self.deliver(now, random, Input::Stop, out);
        self.delivery = Delivery::new(self.token.clone());
        self.resume(now, random, out);
    }

    /// What a message to a chatflow says about consent. Versions are counted by chatflow: a message into a thread of
    /// another one than is shown says nothing rather than something wrong.
    pub(super) fn consent_given(&self, chatflow: &ChatflowId) -> Option<ConsentGiven> {
        let show = self.show.as_deref()?;
        let version = show.consent.as_ref()?.version;
        let ours = match self.thread {
            Some(_) => self.chatflow.as_ref() == Some(&show.chatflow),
            None => *chatflow == show.chatflow,
        };
        let given = ours && self.agreed.has(&show.chatflow, version);
        given.then(|| ConsentGiven { version, language: self.language.clone() })
    }

    /// The edge wants a consent that it does not have: the message says that it was not sent, and the step comes back.
    pub(super) fn consent_refused(
        &mut self,
        now: u64,
        random: f64,
        id: &ClientMessageId,
        out: &mut Vec<Effect>,
    ) {
        let elsewhere = match (&self.show, &self.chatflow) {
            (Some(show), Some(chatflow)) => show.chatflow != *chatflow,
            _ => false,
        };
        if elsewhere && self.thread.is_some() {
            // An old thread of a chatflow that this page does not show, and whose text nobody can read here.
            self.begin_anew(now, random, id, out);
            return;
        }
        self.mark(id, PendingState::Failed);
        self.ask_consent_again(out);
    }

    /// What was agreed to is worth nothing to the edge: the step comes back, as the edge has it now.
    pub(super) fn ask_consent_again(&mut self, out: &mut Vec<Effect>) {
        let front = &mut self.front;
        if let Some(show) = &front.show {
            front.agreed.forget(&show.chatflow);
        }
        out.push(Effect::DecideAgain);
    }
}

#[cfg(test)]
mod tests;
