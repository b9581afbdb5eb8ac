//! The outbox: what was written and is not stored yet.
//!
//! First in, first out; per thread one message is under way at a time, so that a refusal in the middle cannot
//! change the order in which things were said. Knows no sockets.

use conversation::ids::{ClientMessageId, ThreadId};

use super::{Action, Draft, Progress};
use crate::frame::ClientFrame;

/// A message unanswered for so long means that the link is dead, however open it looks.
const ACK_MS: u64 = 10_000;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Ready,
    UnderWay { since: u64 },
    Later { at: u64 },
    Failed,
}

#[derive(Debug)]
struct Item {
    draft: Draft,
    state: State,
}

#[derive(Debug, Default)]
pub(super) struct Outbox {
    items: Vec<Item>,
}

impl Outbox {
    pub(super) fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.items.iter().map(|item| &item.draft)
    }

    pub(super) fn progress(&self, id: &ClientMessageId) -> Option<Progress> {
        let item = self.items.iter().find(|item| item.draft.client_message_id == *id)?;
        Some(if item.state == State::Failed { Progress::Failed } else { Progress::Sending })
    }

    /// Takes a draft; one that is here already is not taken twice, and one that was refused or did not leave yet gives
    /// way to what is tried instead.
    pub(super) fn push(&mut self, draft: Draft) {
        match self.find(&draft.client_message_id) {
            None => self.items.push(Item { draft, state: State::Ready }),
            Some(item) if matches!(item.state, State::Ready | State::Failed) => {
                *item = Item { draft, state: State::Ready };
            }
            Some(_) => {}
        }
    }

    pub(super) fn retry(&mut self, id: &ClientMessageId) {
        if let Some(item) = self.find(id).filter(|item| item.state == State::Failed) {
            item.state = State::Ready;
        }
    }

    /// Sends the first message of every thread that has none under way.
    pub(super) fn send(&mut self, now: u64, out: &mut Vec<Action>) {
        for at in 0..self.items.len() {
            let item = &self.items[at];
            let ready = match item.state {
                State::Ready => true,
                State::Later { at } => now >= at,
                State::UnderWay { .. } | State::Failed => false,
            };
            let behind = self
                .items
                .iter()
                .take(at)
                .any(|other| other.draft.thread == item.draft.thread && other.state != State::Failed);
            if !ready || behind {
                continue;
            }
            let item = &mut self.items[at];
            item.state = State::UnderWay { since: now };
            let draft = item.draft.clone();
            out.push(Action::Send(ClientFrame::Post {
                client_message_id: draft.client_message_id,
                chatflow: if draft.thread.is_none() { draft.chatflow } else { None },
                page: if draft.thread.is_none() { draft.page } else { None },
                thread: draft.thread,
                text: draft.text,
                attachments: draft.attachments,
                consent: draft.consent,
                // Whoever draws forms puts them into what leaves (`widget/loader/form.js`).
                form: Vec::new(),
                communication: None,
                reply_to: draft.reply_to,
            }));
        }
    }

    /// Drops a stored message. What waited for the thread it started now knows it.
    pub(super) fn acked(&mut self, id: &ClientMessageId, thread: &ThreadId) -> bool {
        let Some(at) = self.items.iter().position(|item| item.draft.client_message_id == *id) else {
            return false;
        };
        let started = self.items.remove(at).draft.thread.is_none();
        if started {
            for item in &mut self.items {
                if item.draft.thread.is_none() {
                    item.draft.thread = Some(thread.clone());
                }
            }
        }
        true
    }

    pub(super) fn failed(&mut self, id: &ClientMessageId) -> bool {
        let item = self.find(id);
        let found = item.is_some();
        if let Some(item) = item {
            item.state = State::Failed;
        }
        found
    }

    pub(super) fn later(&mut self, id: &ClientMessageId, at: u64) {
        if let Some(item) = self.find(id) {
            item.state = State::Later { at };
        }
    }

    pub(super) fn link_lost(&mut self) {
        for item in &mut self.items {
            if matches!(item.state, State::UnderWay { .. }) {
                item.state = State::Ready;
            }
        }
    }

    pub(super) fn is_overdue(&self, now: u64) -> bool {
        self.items.iter().any(|item| matches!(item.state, State::UnderWay { since } if now >= since + ACK_MS))
    }

    pub(super) fn wake_at(&self, live: bool) -> Option<u64> {
        if !live {
            return None;
        }
        let wake = |item: &Item| match item.state {
            State::UnderWay { since } => Some(since + ACK_MS),
            State::Later { at } => Some(at),
            State::Ready | State::Failed => None,
        };
        self.items.iter().filter_map(wake).min()
    }

    fn find(&mut self, id: &ClientMessageId) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.draft.client_message_id == *id)
    }
}
