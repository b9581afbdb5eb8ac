//! What the browser keeps between pages: a function of the state, stored when it changed and only once the visitor
//! acted.
//!
//! Knows the record and how it becomes state again. Knows no storage.

use conversation::ids::{ChatflowId, ThreadId};
use conversation::thread::Status;
use protocol::boot::Session;
use protocol::delivery::Input;

use super::{Effect, Model};
use crate::agreements::Agreements;

/// An open panel opens again on the next page for this long after the last sign of life.
const STAYS_OPEN_MS: u64 = 30 * 60_000;
/// The stored end of that time moves in steps, so that not every message writes to the storage.
const STAYS_OPEN_STEP_MS: u64 = 5 * 60_000;

/// What the browser keeps between pages, once the visitor acted: wrote, or agreed to be written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The visitor's token; none before they wrote.
    pub token: Option<String>,
    /// The path of their socket; none before they wrote.
    pub socket: Option<String>,
    /// The chatflow of the chat that runs; none once it is closed.
    pub chatflow: Option<ChatflowId>,
    /// The thread.
    pub thread: Option<ThreadId>,
    /// Until when (ms) a next page opens the panel by itself; 0 for closed.
    pub open_until: u64,
    /// The consent texts they agreed to.
    pub agreed: Agreements,
    /// Whether they answered or dismissed the question for their e-mail address.
    pub asked: bool,
}

impl Model {
    pub(super) fn adopt(&mut self, memory: Memory) {
        if let Some(token) = &memory.token {
            self.delivery.set_token(token.clone());
            self.token = Some(token.clone());
            let socket = memory.socket.clone();
            self.session = socket.map(|socket| Session { token: token.clone(), socket });
        }
        self.status = if memory.chatflow.is_some() { Status::Open } else { Status::Closed };
        self.chatflow.clone_from(&memory.chatflow);
        self.thread.clone_from(&memory.thread);
        self.agreed = memory.agreed.clone();
        self.asked = memory.asked;
        self.remembered = Some(memory);
        self.before = self.now_told();
    }

    /// Another tab stored something. A tab without a chat takes the whole; every other one what cannot be undone.
    pub(super) fn remembered_elsewhere(
        &mut self,
        now: u64,
        random: f64,
        mut memory: Memory,
        out: &mut Vec<Effect>,
    ) {
        self.agreed.merge(std::mem::take(&mut memory.agreed));
        if memory.asked && !self.asked {
            self.asked = true;
            self.ask = None;
        }
        if self.session.is_none() && !self.session_asked && memory.socket.is_some() {
            memory.agreed = self.agreed.clone();
            memory.asked = self.asked;
            self.adopt(memory);
            self.resume(now, random, out);
            // What waits here goes into that chat, instead of beginning one beside it.
            self.submit_all(now, random, out);
        }
    }

    /// Follows the thread from where it is known; connects by itself only while the chat runs.
    pub(super) fn resume(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        if let (Some(thread), Some(_)) = (self.thread.clone(), &self.session) {
            let after_seq = self.entries.last().map_or(0, |entry| entry.seq);
            self.deliver(now, random, Input::Follow { thread, after_seq }, out);
            if self.status == Status::Open || self.open {
                self.deliver(now, random, Input::Start, out);
            }
        }
    }

    pub(super) fn remember(&mut self, now: u64, out: &mut Vec<Effect>) {
        if self.session.is_none() && self.agreed.is_empty() {
            return;
        }
        let runs = self.thread.is_some() && self.status == Status::Open;
        let until = (now / STAYS_OPEN_STEP_MS + 1) * STAYS_OPEN_STEP_MS + STAYS_OPEN_MS;
        let memory = Memory {
            token: self.token.clone(),
            socket: self.session.as_ref().map(|session| session.socket.clone()),
            chatflow: self.chatflow.clone().filter(|_| runs),
            thread: self.thread.clone(),
            open_until: if self.open && self.thread.is_some() { until } else { 0 },
            agreed: self.agreed.clone(),
            asked: self.asked,
        };
        if self.remembered.as_ref() != Some(&memory) {
            let before = self.remembered.replace(memory.clone()).and_then(|before| before.chatflow);
            let shown = self.show.as_ref().map(|show| &show.chatflow);
            // A conversation of another chatflow was picked: the page shows that one, while it runs.
            let differs = shown.is_some() && memory.chatflow.is_some() && memory.chatflow.as_ref() != shown;
            let asks = differs && before != memory.chatflow;
            out.push(Effect::Remember(memory));
            if asks {
                out.push(Effect::DecideAgain);
            }
        }
    }
}
