//! What the chat is at any moment, and how it changes: a pure function of what happened.
//!
//! [`Model::update`] takes one [`Msg`], [`Model::hear`] one [`Heard`], with the time and a random number and returns the [`Effect`]s to perform; the
//! shell then draws the model again. Delivery itself (outbox, resume, back-off) is `protocol::delivery`; this file
//! joins it with what the visitor sees. Knows no browser, no clock, no storage.

mod ask;
mod chat;
mod consent;
mod kept;
mod memory;
mod reading;
mod team;
mod threads;
mod told;

use std::ops::{Deref, DerefMut};

use conversation::ids::{ChatflowId, ClientMessageId, ThreadId};
use conversation::redaction::Masks;
use conversation::thread::Status;
use protocol::boot::Session;
use protocol::delivery::{Delivery, Input};
use protocol::frame::{ClientFrame, Entry, ServerFrame};

use self::ask::Wait;
pub use self::ask::{Ask, AskState};
pub use self::memory::Memory;
use self::told::Told as Before;
pub use crate::front::{Deed, Front, Msg, Notice, Out, Sign};
use crate::front::{Facts, face_composer, tell};

/// What happened on the chat's line, in its storage, or by its clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The time to ask for an e-mail address may have come.
    AskDue,
    /// The edge answered the request for a session; `Err` is the HTTP status, 0 where nobody answered.
    Session(Result<Session, u16>),
    /// The wait before the next request for a session is over.
    SessionDue,
    /// The socket opened.
    LinkOpened,
    /// The socket closed.
    LinkClosed(u16),
    /// A frame came.
    Frame(ServerFrame),
    /// The time that delivery asked for.
    Woke,
    /// The browser refused to keep what it was given.
    NotKept,
    /// Another tab of this site stored something.
    Remembered(Memory),
    /// A tab that is gone, or this one before it was loaded again, left this behind.
    Adopted(Pending),
}

/// What the shell of a chat has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open the socket of this path.
    Connect(String),
    /// Drop the socket.
    Disconnect,
    /// Send a frame.
    Send(ClientFrame),
    /// Send the platform's ping.
    Ping,
    /// Ring [`Heard::Woke`] at this time, instead of any earlier wish.
    WakeAt(u64),
    /// Ask for a session, and answer with [`Heard::Session`].
    OpenSession {
        /// The chatflow the visitor writes to.
        chatflow: ChatflowId,
    },
    /// Ring [`Heard::AskDue`] at this time, instead of any earlier wish.
    AskAt(u64),
    /// Ring [`Heard::SessionDue`] after so many milliseconds.
    SessionIn(u64),
    /// Store this for the next page.
    Remember(Memory),
    /// Keep what [`Model::unsent`] tells now in place of what was kept before, until this or another tab takes it over
    /// with [`Heard::Adopted`].
    Keep,
    /// Ask the edge once more what this page shows; [`Msg::Shown`].
    DecideAgain,
    /// Put the focus into the e-mail field.
    FocusAddress,
    /// What every front wishes for.
    Front(Sign),
}

impl Out for Vec<Effect> {
    fn sign(&mut self, sign: Sign) {
        self.push(Effect::Front(sign));
    }
}

/// A message of the visitor that is not in the log yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its id.
    pub id: ClientMessageId,
    /// What it says; may be nothing beside files.
    pub text: String,
    /// The ids of the files it carries, with commas between them.
    pub files: String,
    /// When it was written, in ms.
    pub at: u64,
    /// The page it was written on, without query and fragment.
    pub page: String,
    /// Where it goes if there is no thread yet.
    pub chatflow: ChatflowId,
    /// The thread it goes into; none begins one.
    pub thread: Option<ThreadId>,
    /// How far it got.
    pub state: PendingState,
}

/// How far a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingState {
    /// On its way, or waiting for the network.
    Sending,
    /// Stored for good.
    Sent,
    /// Refused.
    Failed,
}

/// A front with a chat behind it.
#[derive(Debug)]
pub struct Model {
    front: Front,
    token: Option<String>,
    session: Option<Session>,
    session_asked: bool,
    session_attempt: u32,
    renewed: bool,
    delivery: Delivery,
    chatflow: Option<ChatflowId>,
    status: Status,
    entries: Vec<Entry>,
    pending: Vec<Pending>,
    /// The session was asked for anew because of the inbox.
    moved: bool,
    /// The visitor ended the conversation that is shown, and the edge has not said so yet.
    ending: bool,
    ask: Option<Ask>,
    asked: bool,
    wait: Wait,
    remembered: Option<Memory>,
    unkept: bool,
    lost: bool,
    not_kept: bool,
    deleted: bool,
    before: Before,
    masks: Masks,
}

impl Deref for Model {
    type Target = Front;

    fn deref(&self) -> &Front {
        &self.front
    }
}

impl DerefMut for Model {
    fn deref_mut(&mut self) -> &mut Front {
        &mut self.front
    }
}

impl Model {
    /// A chat behind a front, which may be older. `token` is what the page knows of the visitor, `memory` what an earlier
    /// act left in this browser.
    pub fn beside(front: Front, now: u64, token: Option<String>, memory: Option<Memory>) -> Self {
        let mut model = Self {
            front,
            token,
            session: None,
            session_asked: false,
            session_attempt: 0,
            renewed: false,
            delivery: Delivery::new(None),
            chatflow: None,
            status: Status::Open,
            entries: Vec::new(),
            pending: Vec::new(),
            moved: false,
            ending: false,
            ask: None,
            asked: false,
            wait: Wait::default(),
            remembered: None,
            unkept: false,
            lost: false,
            not_kept: false,
            deleted: false,
            before: Before::default(),
            masks: Masks::from_wire(None),
        };
        if let Some(memory) = memory {
            model.open |= memory.thread.is_some() && memory.open_until > now;
            let agreed = std::mem::take(&mut model.agreed);
            model.adopt(memory);
            model.agreed.merge(agreed);
        }
        model
    }

    /// From now on these numbers are masked in what the visitor writes (N20).
    pub fn mask_by(&mut self, masks: Masks) {
        self.masks = masks;
    }

    /// A text as it may be kept and sent.
    #[must_use]
    pub fn masked(&self, text: &str) -> String {
        self.masks.mask(text).unwrap_or_else(|| text.into())
    }

    /// The first effects: a running chat connects, and what waited for a chat is done.
    pub fn start(&mut self, now: u64, random: f64) -> Vec<Effect> {
        let mut out = Vec::new();
        self.resume(now, random, &mut out);
        for msg in std::mem::take(&mut self.waiting) {
            out.extend(self.update(now, random, msg));
        }
        self.settle(now, &mut out);
        out
    }

    /// One step at `now` (ms) with `random` in 0..1.
    pub fn update(&mut self, now: u64, random: f64, msg: Msg) -> Vec<Effect> {
        let mut out = Vec::new();
        match msg {
            Msg::Toggled if !self.open => self.open(now, random, &mut out),
            Msg::Opened => self.open(now, random, &mut out),
            Msg::Begun => self.begin(&mut out),
            Msg::Sent { id, page } => self.send(now, random, id, page, &mut out),
            Msg::Said { id, text, files, page } => {
                // Where the page shows something else by now it goes back to where it was written.
                if !self.say(now, random, id, (&text, &files), page, &mut out) {
                    self.draft.insert_str(0, &text);
                    self.draft_revision += 1;
                }
            }
            Msg::Picked { id, text, page } => {
                if self.say(now, random, id, (&text, ""), page, &mut out) {
                    tell(Deed::Picked, &text, &mut out);
                }
            }
            Msg::Disagreed => self.disagree(now, random, &mut out),
            Msg::Claimed { id, email } => self.claim(now, random, id, &email, &mut out),
            Msg::Named { id, email } => self.name(now, random, id, email, &mut out),
            Msg::Corrected => self.correct(),
            Msg::Declined => self.decline(&mut out),
            Msg::Retried(id) => self.retry(now, random, &id, &mut out),
            Msg::Returned => {
                self.returned(now, random, &mut out);
                self.look_again(now, &mut out);
            }
            Msg::Selected(thread) => self.select(now, random, thread, &mut out),
            Msg::NewThread => self.begin_another(now, random, &mut out),
            Msg::Ended => self.end(&mut out),
            Msg::Forgotten => self.forget(now, random, &mut out),
            other => {
                self.front.update(now, random, other, &mut out);
            }
        }
        self.settle(now, &mut out);
        out
    }

    /// The same for what its line, its storage and its clocks say.
    pub fn hear(&mut self, now: u64, random: f64, heard: Heard) -> Vec<Effect> {
        let mut out = Vec::new();
        match heard {
            Heard::AskDue => {}
            Heard::Session(answer) => self.session(now, random, answer, &mut out),
            Heard::SessionDue => self.ask_session(&mut out),
            Heard::LinkOpened => self.deliver(now, random, Input::Opened, &mut out),
            Heard::LinkClosed(code) => self.link_closed(now, random, code, &mut out),
            Heard::Frame(frame) => self.deliver(now, random, Input::Frame(frame), &mut out),
            Heard::Woke => self.deliver(now, random, Input::Wake, &mut out),
            Heard::NotKept => self.not_kept = true,
            Heard::Remembered(memory) => self.remembered_elsewhere(now, random, memory, &mut out),
            Heard::Adopted(left) => self.take_over(now, random, left, &mut out),
        }
        self.settle(now, &mut out);
        out
    }

    /// What every step may lead to.
    fn settle(&mut self, now: u64, out: &mut Vec<Effect>) {
        self.ask_if_due(now, out);
        self.remember(now, out);
        self.tell_changes(out);
        if std::mem::take(&mut self.unkept) {
            out.push(Effect::Keep);
        }
        self.front.facts = self.facts();
    }

    fn open(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        if self.unfold(out) {
            if self.session.is_some() && self.thread.is_some() {
                self.connect(now, random, out);
            }
            face_composer(out);
        }
    }
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
