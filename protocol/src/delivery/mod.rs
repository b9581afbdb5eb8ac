//! The client's half of delivery, shared by widget and console: a sans-IO state machine.
//!
//! A shell feeds [`Input`]s (the socket opened, a frame came, the timer rang, somebody wrote) with the time and a
//! random number, and carries out the [`Action`]s that come back. In between lives everything that makes a chat
//! survive: the outbox with the same id in every attempt (P2), one resume cursor per thread and no window of time
//! (P4), gaps noticed by their number (P3), back-off with full jitter (P6), dead links found by unanswered pings
//! and unanswered messages (P7).
//!
//! Deliberately not here: sockets, timers, storage, what a message looks like. The shell owns them; after a
//! restart it gives the unsent messages back with [`Input::Submit`] and their old ids.

mod claim;
mod cursor;
mod link;
mod outbox;

use conversation::ids::{ChatflowId, ClientMessageId, ThreadId, VisitorId};

use crate::code::Code;
use crate::frame::{ClientFrame, ConsentGiven, Entry, Row, ServerFrame, ThreadState};
use claim::Claim;
use cursor::{Cursors, Place};
use link::Link;
pub use link::LinkState;
use outbox::Outbox;

/// A message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Made once, before the first attempt.
    pub client_message_id: ClientMessageId,
    /// Where it goes; `None` starts a thread, or joins the one that an earlier draft of this outbox starts.
    pub thread: Option<ThreadId>,
    /// The chatflow, for a draft without a thread.
    pub chatflow: Option<ChatflowId>,
    /// What is said.
    pub text: String,
    /// The page it is said on.
    pub page: Option<String>,
    /// The consent text the visitor agreed to or was shown with it.
    pub consent: Option<ConsentGiven>,
}

/// What happened around the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Be connected from now on.
    Start,
    /// Be disconnected from now on; the outbox stays.
    Stop,
    /// The socket opened.
    Opened,
    /// The socket closed, or could not be opened.
    Closed {
        /// The close code; 1006 where there was none.
        code: u16,
    },
    /// A frame came.
    Frame(ServerFrame),
    /// The time asked for by [`Action::WakeAt`] has come.
    Wake,
    /// The network is back, the page is visible again: do not wait any longer.
    Hurry,
    /// Somebody wrote, or wants a refused message to go out as it is now.
    Submit(Draft),
    /// Try a failed message again.
    Retry(ClientMessageId),
    /// The visitor typed their e-mail address. Answered by [`News::Captured`] or [`News::NotCaptured`], however
    /// often the link breaks meanwhile.
    Claim {
        /// Made once, names the question.
        client_message_id: ClientMessageId,
        /// The thread in which they were asked.
        thread: ThreadId,
        /// As typed.
        email: String,
    },
    /// Show this thread from here on, having everything up to a place.
    Follow {
        /// The thread.
        thread: ThreadId,
        /// The last place the shell already has.
        after_seq: u64,
    },
    /// Show it no longer.
    Unfollow(ThreadId),
}

/// What the shell has to do, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open a socket. The shell reports [`Input::Opened`] or [`Input::Closed`].
    Connect,
    /// Close the socket without waiting for its close event, and forget it.
    Disconnect,
    /// Send a frame.
    Send(ClientFrame),
    /// Send [`crate::frame::PING`], spelled exactly so.
    Ping,
    /// Ring at this time (ms), instead of any time asked for before; [`Input::Wake`].
    WakeAt(u64),
    /// Show something.
    Tell(News),
}

/// What there is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The link's state changed.
    Link(LinkState),
    /// The greeting: who the visitor is and which threads they have.
    Welcome {
        /// The visitor, on their own socket.
        visitor: Option<VisitorId>,
        /// Their threads, newest first.
        threads: Vec<ThreadState>,
    },
    /// The next entry of a followed thread: in order, each once.
    Entry {
        /// The thread.
        thread: ThreadId,
        /// The entry.
        entry: Entry,
    },
    /// A thread's state, after a replay or a change.
    State(ThreadState),
    /// A message is stored for good.
    Acked {
        /// Which.
        client_message_id: ClientMessageId,
        /// Its thread.
        thread: ThreadId,
        /// Its place.
        seq: u64,
    },
    /// A message was refused. It stays in the outbox until [`Input::Retry`].
    Failed {
        /// Which.
        client_message_id: ClientMessageId,
        /// Why; `None` for a code this client does not know.
        code: Option<Code>,
    },
    /// The visitor's address is kept.
    Captured(ClientMessageId),
    /// The visitor's address was refused.
    NotCaptured {
        /// Which question.
        client_message_id: ClientMessageId,
        /// Why; `None` for a code this client does not know.
        code: Option<Code>,
    },
    /// The client had more than the log holds (a restored backup): drop the thread's entries, they come again.
    StartOver(ThreadId),
    /// An index row, for consoles.
    Row(Row),
    /// A thread left the inbox, for consoles.
    RowGone(ThreadId),
    /// The server refused something that is not a message.
    Refused {
        /// As written.
        code: String,
        /// For people.
        message: String,
    },
}

/// The client. One per socket.
#[derive(Debug)]
pub struct Delivery {
    token: Option<String>,
    link: Link,
    outbox: Outbox,
    claim: Claim,
    cursors: Cursors,
}

impl Delivery {
    /// A client that is not connected. `token` goes into the greeting; agents have none.
    #[must_use]
    pub fn new(token: Option<String>) -> Self {
        Self {
            token,
            link: Link::default(),
            outbox: Outbox::default(),
            claim: Claim::default(),
            cursors: Cursors::default(),
        }
    }

    /// Uses another token from the next greeting on.
    pub fn set_token(&mut self, token: String) {
        self.token = Some(token);
    }

    /// How the link stands.
    #[must_use]
    pub fn link(&self) -> LinkState {
        self.link.state()
    }

    /// Messages that are not stored yet, oldest first; what a shell keeps over a restart.
    pub fn unsent(&self) -> impl Iterator<Item = &Draft> {
        self.outbox.drafts()
    }

    /// One step at `now` (ms, any origin, never backwards) with `random` in 0..1.
    pub fn on(&mut self, now: u64, random: f64, input: Input) -> Vec<Action> {
        let before = self.link.state();
        let mut out = Vec::new();
        match input {
            Input::Start => self.link.start(now, &mut out),
            Input::Stop => {
                self.forget_link();
                self.link.stop(&mut out);
            }
            Input::Opened => {
                self.link.opened(now);
                let hello = ClientFrame::Hello { v: crate::VERSION, token: self.token.clone() };
                out.push(Action::Send(hello));
            }
            Input::Closed { code } => self.lost(now, random, code, &mut out),
            Input::Hurry => self.link.hurry(now, &mut out),
            Input::Wake => self.wake(now, random, &mut out),
            Input::Submit(draft) => self.outbox.push(draft),
            Input::Retry(id) => self.outbox.retry(&id),
            Input::Claim { client_message_id, thread, email } => {
                let frame =
                    ClientFrame::Email { client_message_id: client_message_id.clone(), thread, email };
                self.claim.ask(client_message_id, frame);
            }
            Input::Follow { thread, after_seq } => {
                self.cursors.follow(thread, after_seq);
                self.resume(now, &mut out);
            }
            Input::Unfollow(thread) => self.cursors.unfollow(&thread),
            Input::Frame(frame) => {
                self.link.heard(now, random);
                self.frame(now, random, frame, &mut out);
            }
        }
        if self.link.is_live() {
            self.outbox.send(now, &mut out);
            self.claim.send(now, &mut out);
        }
        let after = self.link.state();
        if after != before {
            out.push(Action::Tell(News::Link(after)));
        }
        let next = [self.link.wake_at(), self.outbox.wake_at(self.link.is_live()), self.claim.wake_at()]
            .into_iter()
            .flatten()
            .min();
        if let Some(at) = next {
            out.push(Action::WakeAt(at));
        }
        out
    }

    fn lost(&mut self, now: u64, random: f64, code: u16, out: &mut Vec<Action>) {
        self.forget_link();
        self.link.closed(now, random, code, out);
    }

    /// What was under way is unknown, and so is what comes meanwhile.
    fn forget_link(&mut self) {
        self.outbox.link_lost();
        self.claim.link_lost();
        self.cursors.link_lost();
    }

    fn wake(&mut self, now: u64, random: f64, out: &mut Vec<Action>) {
        if self.outbox.is_overdue(now)
            || self.claim.is_overdue(now)
            || self.cursors.is_overdue(now)
            || self.link.is_dead(now)
        {
            out.push(Action::Disconnect);
            self.lost(now, random, 1006, out);
        }
        self.link.wake(now, random, out);
    }

    /// Asks for everything that followed threads miss, once per gap.
    fn resume(&mut self, now: u64, out: &mut Vec<Action>) {
        if self.link.is_live() {
            for (thread, after_seq) in self.cursors.gaps(now) {
                out.push(Action::Send(ClientFrame::Resume { thread, after_seq }));
            }
        }
    }

    fn frame(&mut self, now: u64, random: f64, frame: ServerFrame, out: &mut Vec<Action>) {
        match frame {
            ServerFrame::Welcome { visitor, threads, .. } => {
                self.link.greeted(now, random);
                out.push(Action::Tell(News::Welcome { visitor, threads }));
                self.resume(now, out);
            }
            ServerFrame::Ack { client_message_id, thread, seq, .. } => {
                if self.outbox.acked(&client_message_id, &thread) {
                    out.push(Action::Tell(News::Acked { client_message_id, thread, seq }));
                }
            }
            ServerFrame::Captured { client_message_id } => {
                if self.claim.answered(&client_message_id) {
                    out.push(Action::Tell(News::Captured(client_message_id)));
                }
            }
            ServerFrame::Entry { thread, entry } => match self.cursors.place(&thread, entry.seq) {
                Place::Next => {
                    if let Some(seq) = self.cursors.advance(now, &thread, entry.seq) {
                        out.push(Action::Send(ClientFrame::Received { thread: thread.clone(), seq }));
                    }
                    out.push(Action::Tell(News::Entry { thread, entry }));
                }
                Place::Gap => self.resume(now, out),
                Place::Known | Place::Unfollowed => {}
            },
            ServerFrame::CaughtUp { thread } => {
                if let Some(seq) = self.cursors.caught_up(&thread.id, thread.last_seq) {
                    out.push(Action::Send(ClientFrame::Received { thread: thread.id.clone(), seq }));
                }
                self.tell_state(thread, out);
                self.resume(now, out);
            }
            ServerFrame::State { thread } => {
                self.cursors.heard_of(&thread.id, thread.last_seq);
                self.tell_state(thread, out);
                self.resume(now, out);
            }
            ServerFrame::Row { row } => {
                self.cursors.heard_of(&row.thread, row.last_seq);
                out.push(Action::Tell(News::Row(row)));
                self.resume(now, out);
            }
            ServerFrame::RowGone { thread } => out.push(Action::Tell(News::RowGone(thread))),
            ServerFrame::GoingAway { retry_after_ms } => self.link.going_away(retry_after_ms),
            ServerFrame::Error { code, message, reference, retry_after_ms, .. } => {
                self.refused(now, code, message, reference, retry_after_ms, out);
            }
            ServerFrame::Pong | ServerFrame::Unknown => {}
        }
    }

    /// An older state never replaces a newer one.
    fn tell_state(&self, thread: ThreadState, out: &mut Vec<Action>) {
        if !self.cursors.is_old(&thread.id, thread.last_seq) {
            out.push(Action::Tell(News::State(thread)));
        }
    }

    fn refused(
        &mut self,
        now: u64,
        code: String,
        message: String,
        reference: Option<String>,
        retry_after_ms: Option<u64>,
        out: &mut Vec<Action>,
    ) {
        let known = Code::parse(&code);
        let about = reference.as_deref();
        if known == Some(Code::ResumeAhead) {
            // The log is shorter than what we have: it was restored. The frame's `ref` names the thread.
            if let Some(thread) = about.and_then(|id| ThreadId::parse(id).ok()) {
                self.cursors.follow(thread.clone(), 0);
                out.push(Action::Tell(News::StartOver(thread)));
                self.resume(now, out);
            }
            return;
        }
        let asked = about.and_then(|id| ClientMessageId::parse(id).ok());
        if let Some(id) = asked.clone().filter(|id| self.claim.answered(id)) {
            out.push(Action::Tell(News::NotCaptured { client_message_id: id, code: known }));
            return;
        }
        match (known, asked) {
            (Some(Code::RateLimited | Code::Internal | Code::StorageFull), Some(id)) => {
                self.outbox.later(&id, now + retry_after_ms.unwrap_or(link::LATER_MS));
            }
            (_, Some(id)) => {
                if self.outbox.failed(&id) {
                    out.push(Action::Tell(News::Failed { client_message_id: id, code: known }));
                }
            }
            (known, None) => {
                if matches!(known, Some(Code::ProtocolUnsupported | Code::AuthRequired)) {
                    self.link.give_up();
                }
                out.push(Action::Tell(News::Refused { code, message }));
            }
        }
    }
}

#[cfg(test)]
mod tests;
