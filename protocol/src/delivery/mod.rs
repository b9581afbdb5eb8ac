//! The client's half of delivery, shared by widget and console: a sans-IO state machine.
//!
//! A shell feeds [`Input`]s (the socket opened, a frame came, the timer rang, somebody wrote) with the time and a
//! random number, and carries out the [`Action`]s that come back. In between lives everything that makes a chat
//! survive: the outbox with the same id in every attempt (P2), one resume cursor per thread and no window of time
//! (P4), gaps noticed by their number (P3), back-off with full jitter (P6), dead links found by unanswered pings
//! and unanswered messages (P7), a count of what arrived, so that the edge knows who lags (P8).
//!
//! How far one's own message got: [`Progress::Sending`] while it is in the outbox, [`Progress::Sent`] from
//! [`News::Acked`] on, and then what [`Progress::at`] makes of its place and the other side's mark. Receipts, marks,
//! typing and presence are best effort: whoever misses one sees the next.
//!
//! Deliberately not here: sockets, timers, storage, what a message looks like. The shell owns them; after a
//! restart it gives the unsent messages back with [`Input::Submit`] and their old ids.

mod claim;
mod cursor;
mod flow;
mod io;
mod link;
mod outbox;
mod typing;

use conversation::ids::{ClientMessageId, ThreadId};

use crate::code::Code;
use crate::frame::{Author, Body, ClientFrame, Marks, ServerFrame, ThreadState};
use claim::Claim;
use cursor::{Cursors, Place};
use flow::Flow;
pub use io::{Action, Draft, Input, News, Progress};
use link::Link;
pub use link::LinkState;
use outbox::Outbox;
use typing::Typing;

/// The client. One per socket.
#[derive(Debug)]
pub struct Delivery {
    token: Option<String>,
    link: Link,
    outbox: Outbox,
    claim: Claim,
    cursors: Cursors,
    flow: Flow,
    typing: Typing,
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
            flow: Flow::default(),
            typing: Typing::default(),
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

    /// How far a message got that is not stored yet; `None` for all others.
    #[must_use]
    pub fn progress(&self, id: &ClientMessageId) -> Option<Progress> {
        self.outbox.progress(id)
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
                self.flow = Flow::default();
                let hello = ClientFrame::Hello { v: crate::VERSION, token: self.token.clone(), flow: true };
                out.push(Action::Send(hello));
            }
            Input::Closed { code } => self.lost(now, random, code),
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
            Input::Read { thread, seq } => self.cursors.read(now, &thread, seq),
            Input::Typing(thread) => {
                if self.link.is_live() && self.typing.may_say(now) {
                    out.push(Action::Send(ClientFrame::Typing { thread }));
                }
            }
            Input::Frame(frame) => {
                if answers_us(&frame) {
                    self.link.answered(now, random);
                }
                self.flow.arrived(&frame, &mut out);
                self.frame(now, random, frame, &mut out);
            }
        }
        if self.link.is_live() {
            self.outbox.send(now, &mut out);
            self.claim.send(now, &mut out);
            self.cursors.tell(now, &mut out);
        }
        self.typing.expire(now, &mut out);
        let after = self.link.state();
        if after != before {
            out.push(Action::Tell(News::Link(after)));
        }
        let live = self.link.is_live();
        let next = [
            self.link.wake_at(),
            self.outbox.wake_at(live),
            self.claim.wake_at(),
            self.cursors.wake_at(live),
            self.typing.wake_at(),
        ];
        let next = next.into_iter().flatten().min();
        if let Some(at) = next {
            out.push(Action::WakeAt(at));
        }
        out
    }

    /// Whether it is the other side's: whether this client is somebody's page, or an agent's console.
    fn is_others(&self, author: &Author) -> bool {
        (*author == Author::Visitor) == self.token.is_none()
    }

    fn lost(&mut self, now: u64, random: f64, code: u16) {
        self.forget_link();
        self.link.closed(now, random, code);
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
            self.lost(now, random, 1006);
        }
        self.link.wake(now, out);
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
                    let theirs = self.is_others(&entry.from);
                    self.cursors.advance(now, &thread, entry.seq, theirs);
                    if theirs || self.token.is_none() {
                        self.typing.ended(&thread, out);
                    }
                    out.push(Action::Tell(News::Entry { thread, entry }));
                }
                Place::Gap => self.resume(now, out),
                Place::Unfollowed if matches!(entry.body, Body::Text { .. }) => {
                    out.push(Action::Tell(News::Elsewhere(entry.from)));
                }
                Place::Known | Place::Unfollowed => {}
            },
            ServerFrame::CaughtUp { thread } => {
                if self.cursors.caught_up(&thread.id, thread.last_seq) {
                    self.flow.tell(out);
                }
                if let Some(marks) = thread.marks {
                    let mine = if self.token.is_some() { marks.visitor } else { marks.agents };
                    self.cursors.kept(&thread.id, mine);
                    self.marks(thread.id.clone(), marks, out);
                }
                self.tell_state(thread, out);
                self.resume(now, out);
            }
            ServerFrame::Marks { thread, visitor, agents } => {
                self.marks(thread, Marks { visitor, agents }, out)
            }
            ServerFrame::Typing { thread, from } => {
                // Consoles hear of colleagues too, and never of their own agent.
                let shown = self.is_others(&from) || self.token.is_none();
                if shown && self.cursors.follows(&thread) {
                    self.typing.began(now, thread, from, out);
                }
            }
            ServerFrame::Presence { thread, here } => {
                out.push(Action::Tell(News::Presence { thread, here }));
            }
            ServerFrame::Team => out.push(Action::Tell(News::Team)),
            ServerFrame::LongWait { thread, since } => {
                out.push(Action::Tell(News::LongWait { thread, since }));
            }
            ServerFrame::Lagging => {
                self.cursors.left_out();
                out.push(Action::Tell(News::Lagged));
                self.resume(now, out);
            }
            // The threads were asked for behind the `have` that this answers; rows come from elsewhere.
            ServerFrame::Abreast => out.push(Action::Tell(News::Lagged)),
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
            ServerFrame::Annotation { thread, annotation } => {
                out.push(Action::Tell(News::Annotation { thread, annotation }));
            }
            ServerFrame::GoingAway { retry_after_ms } => self.link.return_within(0, retry_after_ms),
            ServerFrame::Error { code, message, reference, retry_after_ms, .. } => {
                self.refused(now, code, message, reference, retry_after_ms, out);
            }
            // Who looks on is the shell's: it says itself what it shows.
            ServerFrame::Viewing { .. } | ServerFrame::Pong | ServerFrame::Unknown => {}
        }
    }

    /// An older state never replaces a newer one.
    fn tell_state(&self, thread: ThreadState, out: &mut Vec<Action>) {
        if !self.cursors.is_old(&thread.id, thread.last_seq) {
            out.push(Action::Tell(News::State(thread)));
        }
    }

    fn marks(&mut self, thread: ThreadId, marks: Marks, out: &mut Vec<Action>) {
        if let Some(marks) = self.cursors.marks(&thread, marks) {
            out.push(Action::Tell(News::Marks { thread, marks }));
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
        // Who is not let in is told so with whatever they said first: the message stays, and goes out once they are.
        let asked = asked.filter(|_| known != Some(Code::AuthRequired));
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
                if let Some(ms) = retry_after_ms {
                    self.link.return_within(ms, ms);
                }
                if matches!(known, Some(Code::ProtocolUnsupported | Code::AuthRequired)) {
                    self.link.give_up();
                }
                out.push(Action::Tell(News::Refused { code, message }));
            }
        }
    }
}

/// Whether a frame can only have come because the server heard us. Everything else comes down as well where nothing goes
/// up any more.
fn answers_us(frame: &ServerFrame) -> bool {
    match frame {
        ServerFrame::Welcome { .. }
        | ServerFrame::Ack { .. }
        | ServerFrame::Captured { .. }
        | ServerFrame::CaughtUp { .. }
        | ServerFrame::Abreast
        | ServerFrame::Pong => true,
        ServerFrame::Error { reference, .. } => reference.is_some(),
        // Entries of a replay look like those that somebody writes just now; the replay's end answers.
        ServerFrame::Entry { .. }
        | ServerFrame::State { .. }
        | ServerFrame::Row { .. }
        | ServerFrame::RowGone { .. }
        | ServerFrame::Annotation { .. }
        | ServerFrame::GoingAway { .. }
        | ServerFrame::Lagging
        | ServerFrame::Marks { .. }
        | ServerFrame::Typing { .. }
        | ServerFrame::Presence { .. }
        | ServerFrame::Viewing { .. }
        | ServerFrame::Team
        | ServerFrame::LongWait { .. }
        | ServerFrame::Unknown => false,
    }
}

#[cfg(test)]
mod tests;
