//! The question for an e-mail address: when it comes, how far it got, and that it is never asked twice.
//!
//! When it is due is `conversation::capture`'s. What becomes of the address the edge knows. Nothing here touches the
//! draft or the focus of whoever goes on writing.

use conversation::capture::{When, due_at};
use conversation::email::{has_form, trim};
use conversation::ids::ClientMessageId;
use conversation::thread::Status;
use protocol::code::Code;
use protocol::delivery::Input;
use protocol::frame::{Author, Body, Entry};

use super::{Deed, Effect, Model, Out as _, Sign, tell};
use crate::linkify::is_word;

/// The question, from the moment it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The team's words (S49).
    pub message: String,
    /// The place in the log after which it came; of a conversation that has not begun, the place that it will be.
    pub after_seq: u64,
    /// The address as typed; empty before one was given.
    pub address: String,
    /// How far it got.
    pub state: AskState,
    /// Its id, while there is no conversation to give the address for.
    held: Option<ClientMessageId>,
}

/// How far the question got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskState {
    /// It waits for an answer.
    Open,
    /// What was typed is no address.
    Invalid,
    /// The address is on its way.
    Saving,
    /// The edge did not take it.
    Refused,
    /// The edge has it.
    Saved,
}

/// What of the log decides when to ask, in ms on this browser's clock.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wait {
    /// The visitor's first message of the thread.
    first_written: Option<u64>,
    /// Their oldest message that nobody answered.
    waiting_since: Option<u64>,
    /// Whether the log is complete: an answer that is still to come must not be missed.
    pub(super) is_known: bool,
    /// When the timer rings.
    rings_at: Option<u64>,
}

impl Wait {
    /// `sent_at` is when this page sent it, if it did. Two clocks are at work: nothing was said in the future, and
    /// nothing was stored before it was sent.
    pub(super) fn hear(&mut self, now: u64, entry: &Entry, sent_at: Option<u64>) {
        match (&entry.body, &entry.from) {
            (Body::Text { .. }, Author::Visitor) => {
                let at = entry.at.max(sent_at.unwrap_or_default()).min(now);
                self.first_written.get_or_insert(at);
                self.waiting_since.get_or_insert(at);
            }
            (Body::Text { .. }, Author::Agent { .. }) | (Body::Closed, _) => self.waiting_since = None,
            _ => {}
        }
    }
}

impl Model {
    /// The question, where it has been asked on this page.
    pub fn ask(&self) -> Option<&Ask> {
        self.ask.as_ref()
    }

    /// Asks when the time has come, and else wants to be woken then.
    pub(super) fn ask_if_due(&mut self, now: u64, out: &mut Vec<Effect>) {
        let step = self.capture.as_ref();
        let settled = self.asked || self.ask.is_some() || self.status == Status::Closed;
        // What nobody got yet nobody answered, and without a connection an address is all the more worth (N26).
        let unheard =
            self.pending.first().filter(|_| self.thread.is_none() && self.is_cut_off()).map(|first| first.at);
        let waits = !(self.wait.is_known || unheard.is_some()) || self.is_locked();
        let (Some(step), false) = (step, settled || waits) else { return };
        let when = match step.after_minutes {
            0 => When::RightAway,
            minutes => When::Unanswered { minutes },
        };
        let due = due_at(when, self.wait.first_written.or(unheard), self.wait.waiting_since.or(unheard));
        if due.is_some_and(|at| at <= now) {
            self.ask = Some(Ask {
                message: step.message.clone(),
                after_seq: match unheard {
                    Some(_) => self.pending.len() as u64,
                    None => self.entries.last().map_or(0, |entry| entry.seq),
                },
                address: String::new(),
                state: AskState::Open,
                held: None,
            });
        } else if let Some(at) = due.filter(|_| due != self.wait.rings_at) {
            self.wait.rings_at = due;
            out.push(Effect::AskAt(at));
        }
    }

    /// An address was given. It is no less than a message: what has to be agreed to comes first.
    pub(super) fn claim(
        &mut self,
        now: u64,
        random: f64,
        id: ClientMessageId,
        typed: &str,
        out: &mut Vec<Effect>,
    ) {
        if self.is_locked() {
            out.sign(Sign::FocusComposer);
            return;
        }
        let Some(ask) = &mut self.ask else { return };
        if matches!(ask.state, AskState::Saving | AskState::Saved) {
            return;
        }
        let email = trim(typed);
        if has_form(email, is_word) {
            ask.state = AskState::Saving;
            ask.address = email.into();
            ask.held = Some(id);
            self.claim_held(now, random, out);
        } else {
            ask.state = AskState::Invalid;
            out.push(Effect::FocusAddress);
        }
    }

    /// Gives the address that waits, once there is a conversation.
    pub(super) fn claim_held(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        let (Some(thread), Some(ask)) = (self.thread.clone(), &mut self.ask) else { return };
        if let Some(client_message_id) = ask.held.take() {
            let email = ask.address.clone();
            self.deliver(now, random, Input::Claim { client_message_id, thread, email }, out);
        }
    }

    /// The page says whose address it is: asked no more, and nothing of it is drawn.
    pub(super) fn name(
        &mut self,
        now: u64,
        random: f64,
        id: ClientMessageId,
        email: String,
        out: &mut Vec<Effect>,
    ) {
        if let (Some(thread), false) = (self.thread.clone(), self.is_locked() || self.asked) {
            self.deliver(now, random, Input::Claim { client_message_id: id, thread, email }, out);
        }
    }

    /// The field was changed: what was wrong with it is past.
    pub(super) fn correct(&mut self) {
        if let Some(ask) = &mut self.ask
            && matches!(ask.state, AskState::Invalid | AskState::Refused)
        {
            ask.state = AskState::Open;
        }
    }

    /// "Not now".
    pub(super) fn decline(&mut self, out: &mut Vec<Effect>) {
        if self.ask.take().is_some() {
            self.asked = true;
            out.sign(Sign::FocusComposer);
        }
    }

    /// The edge has the address. A fresh token says so from the next page on.
    pub(super) fn captured(&mut self, out: &mut Vec<Effect>) {
        self.asked = true;
        tell(Deed::Identified, "", out);
        if let Some(ask) = &mut self.ask {
            ask.state = AskState::Saved;
        }
        self.ask_session(out);
    }

    pub(super) fn not_captured(&mut self, code: Option<Code>, out: &mut Vec<Effect>) {
        if code == Some(Code::ConsentRequired) {
            self.ask_consent_again(out);
        }
        if let Some(ask) = &mut self.ask {
            ask.state = if code == Some(Code::EmailInvalid) { AskState::Invalid } else { AskState::Refused };
        }
    }
}

#[cfg(test)]
mod tests;
