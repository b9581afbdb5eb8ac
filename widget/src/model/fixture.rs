//! A chat for tests: a model with a server that answers as the tests say.

use super::*;
use crate::show::Show;
use conversation::ids::AgentId;
use protocol::boot::{CaptureStep, ConsentStep, SmallScreens};
use protocol::frame::{Author, Body, ThreadState};

/// The edge's clock, which stands still.
pub(crate) const NOW: u64 = 10_000_000;

/// A chatflow named `shop` that pops up on every screen.
pub(crate) fn show() -> Show {
    Show {
        chatflow: ChatflowId::parse("shop").unwrap(),
        welcome: "Welcome".into(),
        pop_up: true,
        small: SmallScreens { launcher: true, pop_up: true },
        is_ruled: false,
        heading: "Kiln & Kettle".into(),
        agents: vec![],
        reply_minutes: None,
        team: None,
        consent: None,
        capture: None,
    }
}

/// The same with a consent step.
pub(crate) fn show_with_consent(explicit: bool, version: u32) -> Show {
    let consent = ConsentStep { explicit, version, text: "We keep what you write.".into() };
    Show { consent: Some(consent), ..show() }
}

/// The same with the question for an e-mail address.
pub(crate) fn show_with_capture(after_minutes: u16) -> Show {
    let capture = CaptureStep { after_minutes, message: "Where can we answer?".into() };
    Show { capture: Some(capture), ..show() }
}

pub(crate) fn front() -> Front {
    Front::new(NOW, false, "en".into())
}

pub(crate) fn thread() -> ThreadId {
    ThreadId::from_random(0, [1; 16])
}

pub(crate) fn agent() -> Author {
    Author::Agent { id: AgentId::parse("anna").unwrap(), name: "Anna".into() }
}

pub(crate) fn memory() -> Memory {
    Memory {
        token: Some("token".into()),
        socket: Some("/socket".into()),
        chatflow: ChatflowId::parse("shop").ok(),
        thread: Some(thread()),
        ..Memory::default()
    }
}

/// Something that happens to a model.
pub(crate) trait Step {
    fn take(self, model: &mut Model, now: u64) -> Vec<Effect>;
}

impl Step for Msg {
    fn take(self, model: &mut Model, now: u64) -> Vec<Effect> {
        model.update(now, 0.5, self)
    }
}

impl Step for Heard {
    fn take(self, model: &mut Model, now: u64) -> Vec<Effect> {
        model.hear(now, 0.5, self)
    }
}

pub(crate) struct Chat {
    pub(crate) model: Model,
    pub(crate) effects: Vec<Effect>,
    /// The browser's clock; the tests move it.
    pub(crate) now: u64,
    written: u8,
    seq: u64,
    offered: Vec<String>,
}

impl Chat {
    fn of(mut model: Model) -> Self {
        let effects = model.start(NOW, 0.5);
        Self { model, effects, now: NOW, written: 0, seq: 0, offered: Vec::new() }
    }

    /// A page view of a visitor who never acted.
    pub(crate) fn shown(show: Show) -> Self {
        let mut chat = Self::of(Model::beside(front(), NOW, None, None));
        chat.on(Msg::Shown(Some(Box::new(show))));
        chat
    }

    /// A page view of a visitor with something remembered.
    pub(crate) fn remembered(memory: Memory) -> Self {
        Self::shown_again(memory, show())
    }

    /// The same, with something else to show.
    pub(crate) fn shown_again(memory: Memory, show: Show) -> Self {
        let mut chat = Self::of(Model::beside(front(), NOW, None, Some(memory)));
        chat.on(Msg::Shown(Some(Box::new(show))));
        chat
    }

    /// A chat that runs, connected and caught up.
    pub(crate) fn running() -> Self {
        let mut chat = Self::remembered(memory());
        chat.greets();
        chat
    }

    pub(crate) fn on(&mut self, step: impl Step) -> &[Effect] {
        let effects = step.take(&mut self.model, self.now);
        let from = self.effects.len();
        self.effects.extend(effects);
        &self.effects[from..]
    }

    /// The socket opens and the server greets.
    pub(crate) fn greets(&mut self) {
        self.on(Heard::LinkOpened);
        self.on(Heard::Frame(ServerFrame::Welcome { v: 1, visitor: None, agent: None, threads: vec![] }));
    }

    /// The replay is over.
    pub(crate) fn catches_up(&mut self) {
        let state = ThreadState {
            id: thread(),
            chatflow: show().chatflow,
            status: Status::Open,
            assignee: None,
            last_seq: self.seq,
            opened_at: NOW,
            marks: None,
        };
        self.on(Heard::Frame(ServerFrame::CaughtUp { thread: state }));
    }

    /// An entry comes live.
    pub(crate) fn happens(&mut self, at: u64, from: Author, body: Body) {
        self.seq += 1;
        let quick_replies = std::mem::take(&mut self.offered);
        let entry = Entry {
            seq: self.seq,
            at,
            from,
            client_message_id: None,
            body,
            quick_replies,
            reply_to: None,
            edited: None,
            form: Vec::new(),
            attachments: Vec::new(),
        };
        self.on(Heard::Frame(ServerFrame::Entry { thread: thread(), entry }));
    }

    /// A bot asks, with answers to pick from.
    pub(crate) fn bot_asks(&mut self, at: u64, text: &str, replies: &[&str]) {
        self.offered = replies.iter().map(|reply| (*reply).into()).collect();
        self.says(at, Author::Bot { name: "Kiln helper".into() }, text);
    }

    pub(crate) fn says(&mut self, at: u64, from: Author, text: &str) {
        self.happens(at, from, Body::Text { text: text.into() });
    }

    /// The visitor writes and presses Send.
    pub(crate) fn writes(&mut self, text: &str) -> ClientMessageId {
        self.written += 1;
        let id = ClientMessageId::from_random([self.written; 16]);
        self.on(Msg::Typed(text.into()));
        self.on(Msg::Sent { id: id.clone(), page: "https://kiln.example/".into() });
        id
    }

    pub(crate) fn acks(&mut self, id: &ClientMessageId) {
        let seq = self.seq + 1;
        self.on(Heard::Frame(ServerFrame::Ack {
            client_message_id: id.clone(),
            thread: thread(),
            seq,
            at: NOW,
        }));
    }

    /// The server stores a message: ack, then the entry.
    pub(crate) fn stores(&mut self, id: &ClientMessageId, text: &str) {
        self.acks(id);
        self.seq += 1;
        let entry = Entry {
            seq: self.seq,
            at: NOW,
            from: Author::Visitor,
            client_message_id: Some(id.clone()),
            body: Body::Text { text: text.into() },
            quick_replies: Vec::new(),
            reply_to: None,
            edited: None,
            form: Vec::new(),
            attachments: Vec::new(),
        };
        self.on(Heard::Frame(ServerFrame::Entry { thread: thread(), entry }));
    }

    pub(crate) fn refuses(&mut self, id: &ClientMessageId, code: &str) {
        self.on(Heard::Frame(ServerFrame::Error {
            code: code.into(),
            message: String::new(),
            reference: Some(id.as_str().into()),
            fatal: false,
            retry_after_ms: None,
            field: None,
        }));
    }

    pub(crate) fn sends_session(&mut self) {
        let session = Session { token: "token".into(), socket: "/socket".into() };
        self.on(Heard::Session(Ok(session)));
    }

    /// The last thing that was to be remembered.
    pub(crate) fn kept(&self) -> Option<&Memory> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Remember(memory) => Some(memory),
            _ => None,
        })
    }

    /// What the newest post said about consent.
    pub(crate) fn consent_of_last_post(&self) -> Option<(u32, &str)> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Send(ClientFrame::Post { consent, .. }) => {
                Some(consent.as_ref().map(|given| (given.version, given.language.as_str())))
            }
            _ => None,
        })?
    }

    /// The newest address that was sent, and its question's id.
    pub(crate) fn claim(&self) -> Option<(&ClientMessageId, &str)> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Send(ClientFrame::Email { client_message_id, email, .. }) => {
                Some((client_message_id, email.as_str()))
            }
            _ => None,
        })
    }

    /// What was posted so far: text and thread.
    pub(crate) fn posts(&self) -> Vec<(&str, Option<&ThreadId>)> {
        let posts = self.effects.iter().filter_map(|effect| match effect {
            Effect::Send(ClientFrame::Post { text, thread, .. }) => Some((text.as_str(), thread.as_ref())),
            _ => None,
        });
        posts.collect()
    }
}
