//! What the widget is at any moment, and how it changes: a pure function of what happened.
//!
//! [`Model::update`] takes one [`Msg`] with the time and a random number and returns the [`Effect`]s to perform; the
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

use conversation::ids::{ChatflowId, ClientMessageId, ThreadId};
use conversation::thread::Status;
use protocol::availability::{Now, Told};
use protocol::boot::{CaptureStep, Session};
use protocol::delivery::{Delivery, Input};
use protocol::frame::{ClientFrame, Entry, ServerFrame};

use self::ask::Wait;
pub use self::ask::{Ask, AskState};
pub use self::memory::Memory;
pub use self::told::Deed;
use self::told::Told as Before;
use crate::agreements::Agreements;
use crate::show::Show;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// The loader has another decision for the page.
    Shown(Option<Box<Show>>),
    /// The screen became small, or is small no longer.
    Small(bool),
    /// The launcher was pressed.
    Toggled,
    /// The chat is wanted: the prompt was pressed, or the page's address says so.
    Opened,
    /// The chat opens by itself, as the chatflow's display rules say.
    Appeared,
    /// The chat is to be closed.
    Closed,
    /// The prompt was dismissed.
    Dismissed,
    /// It stays open from now on: the page gave it a place of its own.
    Pinned,
    /// The composer's text changed.
    Typed(String),
    /// The page puts words into the composer, to be sent by the visitor or not.
    Drafted(String),
    /// Files were chosen for the next message: their ids with commas between them, anything else while they have none.
    Attached(String),
    /// A file is to be sent, and nobody knows who sends it yet.
    Begun,
    /// Send was pressed.
    Sent {
        /// For the message, made just now.
        id: ClientMessageId,
        /// The page, without query and fragment.
        page: String,
    },
    /// A quick reply was picked.
    Picked {
        /// For the message, made just now.
        id: ClientMessageId,
        /// What it says.
        text: String,
        /// The page, without query and fragment.
        page: String,
    },
    /// "I agree" was clicked, by a person.
    Agreed,
    /// "No, thanks" was pressed.
    Disagreed,
    /// An e-mail address was given.
    Claimed {
        /// For the question, made just now.
        id: ClientMessageId,
        /// As typed.
        email: String,
    },
    /// The page says whose address it is. No proof of anything: it is what the visitor could have typed.
    Named {
        /// For the question, made just now.
        id: ClientMessageId,
        /// As the page has it.
        email: String,
    },
    /// The e-mail field's text changed.
    Corrected,
    /// The question for an e-mail address was dismissed.
    Declined,
    /// The time to ask for it may have come.
    AskDue,
    /// "Try again" was pressed.
    Retried(ClientMessageId),
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
    /// The page is visible again, or the network is back.
    Returned,
    /// The edge was asked what is told of the team; `None` where it gave no answer.
    Told(Option<Now>),
    /// What is told of the team may be something else by now.
    LookDue,
    /// The browser refused to keep what it was given.
    NotKept,
    /// Another tab of this site stored something.
    Remembered(Memory),
    /// A tab that is gone, or this one before it was loaded again, left this behind.
    Adopted(Pending),
    /// Another conversation of theirs was picked.
    Selected(ThreadId),
    /// A new conversation is wanted; the one before stays as it is.
    NewThread,
    /// The conversation that is shown is to end.
    Ended,
    /// Nothing is to be known of the visitor any more.
    Forgotten,
}

/// What the shell has to do.
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
    /// Ring [`Msg::Woke`] at this time, instead of any earlier wish.
    WakeAt(u64),
    /// Ask for a session, and answer with [`Msg::Session`].
    OpenSession {
        /// The chatflow the visitor writes to.
        chatflow: ChatflowId,
    },
    /// Ring [`Msg::AskDue`] at this time, instead of any earlier wish.
    AskAt(u64),
    /// Ring [`Msg::SessionDue`] after so many milliseconds.
    SessionIn(u64),
    /// Store this for the next page.
    Remember(Memory),
    /// Keep what [`Model::unsent`] tells now in place of what was kept before, until this or another tab takes it over
    /// with [`Msg::Adopted`].
    Keep,
    /// Ask the edge what is told of the team now; [`Msg::Told`].
    AskTeam {
        /// The chatflow.
        chatflow: ChatflowId,
    },
    /// Ring [`Msg::LookDue`] at this time, instead of any earlier wish.
    LookAt(u64),
    /// The launcher, which was hidden, is there again.
    Reveal,
    /// Ask the edge once more what this page shows; [`Msg::Shown`].
    DecideAgain,
    /// Tell the display rules, and whoever on the page listens. With it goes what it is about, as [`Deed`] says.
    Tell(Deed, String),
    /// Put the focus where the visitor goes on: into the composer, or to what has to be agreed to before.
    FocusComposer,
    /// Put it into the e-mail field.
    FocusAddress,
    /// Give it back to the launcher.
    FocusLauncher,
    /// Scroll the log to its end.
    ScrollToEnd,
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

/// The chat's line to the edge, in words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Nothing to say.
    None,
    /// The line is down and being restored.
    Reconnecting,
    /// The browser stores nothing, so the chat lives as long as the page.
    MemoryOnly,
    /// Both.
    ReconnectingInMemory,
    /// What was not sent is deleted, since the visitor took back what they had agreed to.
    Deleted,
}

/// The widget's whole state.
#[derive(Debug)]
pub struct Model {
    show: Option<Box<Show>>,
    show_revision: u32,
    small: bool,
    open: bool,
    greeted: Vec<ChatflowId>,
    token: Option<String>,
    session: Option<Session>,
    session_asked: bool,
    session_attempt: u32,
    renewed: bool,
    delivery: Delivery,
    thread: Option<ThreadId>,
    chatflow: Option<ChatflowId>,
    status: Status,
    entries: Vec<Entry>,
    pending: Vec<Pending>,
    unread: u32,
    /// The same in conversations that are not shown.
    elsewhere: u32,
    /// A new conversation is wanted, whatever there is.
    is_fresh: bool,
    /// The session was asked for anew because of the inbox.
    moved: bool,
    /// The visitor ended the conversation that is shown, and the edge has not said so yet.
    ending: bool,
    draft: String,
    attached: String,
    draft_revision: u32,
    language: String,
    agreed: Agreements,
    ask: Option<Ask>,
    asked: bool,
    wait: Wait,
    remembered: Option<Memory>,
    unkept: bool,
    lost: bool,
    not_kept: bool,
    deleted: bool,
    pinned: bool,
    before: Before,
    team: Option<Told>,
    /// How the visitor is asked for their address: as the decision said, until the edge is asked again.
    capture: Option<CaptureStep>,
    team_revision: u32,
    /// When what is told of the team was asked for, or came with the page.
    told_at: u64,
}

impl Model {
    /// A widget that has nothing to show yet. `token` is what the page knows of the visitor, `memory` what an earlier
    /// act left in this browser, `language` the widget's own.
    pub fn new(
        now: u64,
        token: Option<String>,
        memory: Option<Memory>,
        small: bool,
        language: String,
    ) -> Self {
        let mut model = Self {
            show: None,
            show_revision: 0,
            small,
            open: false,
            greeted: Vec::new(),
            token,
            session: None,
            session_asked: false,
            session_attempt: 0,
            renewed: false,
            delivery: Delivery::new(None),
            thread: None,
            chatflow: None,
            status: Status::Open,
            entries: Vec::new(),
            pending: Vec::new(),
            unread: 0,
            elsewhere: 0,
            is_fresh: false,
            moved: false,
            ending: false,
            draft: String::new(),
            attached: String::new(),
            draft_revision: 0,
            language,
            agreed: Agreements::default(),
            ask: None,
            asked: false,
            wait: Wait::default(),
            remembered: None,
            unkept: false,
            lost: false,
            not_kept: false,
            deleted: false,
            pinned: false,
            before: Before::default(),
            team: None,
            team_revision: 0,
            capture: None,
            told_at: now,
        };
        if let Some(memory) = memory {
            model.open = memory.thread.is_some() && memory.open_until > now;
            model.adopt(memory);
        }
        model
    }

    /// The words are in another language from now on.
    pub fn speak(&mut self, language: String) {
        self.language = language;
    }

    /// The first effects: a running chat connects, everybody else does nothing.
    pub fn start(&mut self, now: u64, random: f64) -> Vec<Effect> {
        let mut out = Vec::new();
        self.resume(now, random, &mut out);
        out
    }

    /// One step at `now` (ms) with `random` in 0..1.
    pub fn update(&mut self, now: u64, random: f64, msg: Msg) -> Vec<Effect> {
        let mut out = Vec::new();
        match msg {
            Msg::Shown(show) => {
                // Where there was nothing to see, nothing is open: the next page starts closed.
                self.open = show.is_some() && (self.open || self.pinned);
                if self.show != show {
                    self.show = show;
                    self.show_revision += 1;
                    self.team_shown(now, random, &mut out);
                }
            }
            Msg::Small(small) => self.small = small,
            Msg::Toggled => {
                if self.open {
                    self.close(&mut out);
                } else {
                    self.open(now, random, &mut out);
                }
            }
            Msg::Opened => self.open(now, random, &mut out),
            Msg::Appeared => {
                // The focus stays where it is: nobody asked for this.
                self.open |= self.show.is_some() && !self.is_hidden();
                out.push(Effect::ScrollToEnd);
            }
            Msg::Closed => self.close(&mut out),
            Msg::Dismissed => {
                self.greet();
                tell(Deed::Dismissed, "", &mut out);
            }
            Msg::Pinned => {
                self.pinned = true;
                self.open = self.show.is_some();
                self.unread = 0;
                out.push(Effect::ScrollToEnd);
            }
            Msg::Typed(text) => self.draft = text,
            Msg::Drafted(text) => {
                self.draft = text;
                self.draft_revision += 1;
            }
            Msg::Attached(files) => self.attached = files,
            Msg::Begun => self.begin(&mut out),
            Msg::Sent { id, page } => self.send(now, random, id, page, &mut out),
            Msg::Picked { id, text, page } => {
                if self.say(now, random, id, (&text, ""), page, &mut out) {
                    tell(Deed::Picked, &text, &mut out);
                }
            }
            Msg::Agreed => self.agree(&mut out),
            Msg::Disagreed => self.disagree(now, random, &mut out),
            Msg::Claimed { id, email } => self.claim(now, random, id, &email, &mut out),
            Msg::Named { id, email } => self.name(now, random, id, email, &mut out),
            Msg::Corrected => self.correct(),
            Msg::Declined => self.decline(&mut out),
            Msg::AskDue => {}
            Msg::Retried(id) => self.retry(now, random, &id, &mut out),
            Msg::Session(answer) => self.session(now, random, answer, &mut out),
            Msg::SessionDue => self.ask_session(&mut out),
            Msg::LinkOpened => self.deliver(now, random, Input::Opened, &mut out),
            Msg::LinkClosed(code) => self.link_closed(now, random, code, &mut out),
            Msg::Frame(frame) => self.deliver(now, random, Input::Frame(frame), &mut out),
            Msg::Woke => self.deliver(now, random, Input::Wake, &mut out),
            Msg::NotKept => self.not_kept = true,
            Msg::Returned => {
                self.returned(now, random, &mut out);
                self.look_again(now, &mut out);
            }
            Msg::Told(told) => self.told(now, random, told, &mut out),
            Msg::LookDue => self.look(now, &mut out),
            Msg::Remembered(memory) => self.remembered_elsewhere(now, random, memory, &mut out),
            Msg::Adopted(left) => self.take_over(now, random, left, &mut out),
            Msg::Selected(thread) => self.select(now, random, thread, &mut out),
            Msg::NewThread => self.begin_another(now, random, &mut out),
            Msg::Ended => self.end(&mut out),
            Msg::Forgotten => self.forget(now, random, &mut out),
        }
        self.ask_if_due(now, &mut out);
        self.remember(now, &mut out);
        self.tell_changes(&mut out);
        if std::mem::take(&mut self.unkept) {
            out.push(Effect::Keep);
        }
        out
    }

    fn open(&mut self, now: u64, random: f64, out: &mut Vec<Effect>) {
        if self.show.is_none() {
            return;
        }
        self.open = true;
        self.unread = 0;
        self.greet();
        tell(Deed::Opened, "", out);
        if self.session.is_some() && self.thread.is_some() {
            self.connect(now, random, out);
        }
        out.extend([Effect::ScrollToEnd, Effect::FocusComposer]);
    }

    fn close(&mut self, out: &mut Vec<Effect>) {
        if self.open && !self.pinned {
            self.open = false;
            tell(Deed::Closed, "", out);
            out.push(Effect::FocusLauncher);
        }
    }

    /// The welcome message has been seen: its prompt does not come back on this page.
    fn greet(&mut self) {
        if let Some(show) = &self.show
            && !self.greeted.contains(&show.chatflow)
        {
            self.greeted.push(show.chatflow.clone());
        }
    }
}

fn tell(deed: Deed, about: &str, out: &mut Vec<Effect>) {
    out.push(Effect::Tell(deed, about.into()));
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
