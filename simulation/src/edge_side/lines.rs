//! Everybody's sockets in an object: the glue of `edge::objects::lines`, around the edge's own counts.
//!
//! What is counted lies in memory, and in the socket's attachment from time to time, as there.

use conversation::ids::ThreadId;
use edge::credit::{Credit, Push};
use edge::error::Error;
use edge::watch::{self, End, Patience, Seen};
use protocol::code::{Code, close};
use protocol::frame::{Body, Entry, ServerFrame};

use super::platform::{Effect, Held, Platform, SocketId};
use crate::sabotage::Sabotage;

/// What a frame is long without its text.
const FRAME_BYTES: usize = 200;

impl Platform {
    /// Sends a frame that is not counted: the last one of a socket.
    pub(super) fn send(&self, socket: SocketId, frame: ServerFrame) {
        if self.sockets.borrow().get(&socket).is_some_and(|held| !held.ended) {
            self.effects.borrow_mut().push(Effect::Send(socket, frame));
        }
    }

    /// Answers a client. Whatever it is, it counts.
    pub(super) fn answer(&self, socket: SocketId, frame: ServerFrame) {
        if frame != ServerFrame::Pong {
            let bytes = bytes(&frame);
            self.count(socket, |credit| credit.sent(bytes));
        }
        self.send(socket, frame);
    }

    /// Sends what the client did not ask for, as long as it keeps up. Whether it was told just now that it does not.
    pub(super) fn push(&self, socket: SocketId, frame: ServerFrame) -> bool {
        let (bytes, telling) = (bytes(&frame), bytes(&ServerFrame::Lagging));
        let push = self.count(socket, |credit| credit.push(bytes, telling, self.now.get()));
        match push.unwrap_or(Push::Send) {
            Push::Send => self.send(socket, frame),
            Push::Tell if self.is(Sabotage::LeavesOutInSilence) => {}
            Push::Tell => {
                if let Some(held) = self.sockets.borrow_mut().get_mut(&socket) {
                    held.lagged = true;
                }
                self.send(socket, ServerFrame::Lagging);
            }
            Push::Skip => {}
        }
        push == Some(Push::Tell)
    }

    /// Until when a client has to get on that is told now.
    pub(super) fn lagging_by(&self) -> u64 {
        self.now.get() + Patience::default().lagging_ms
    }

    /// The client says how many frames it has. Whether it lagged until now, and does no longer.
    pub(super) fn arrived(&self, socket: SocketId, frames: u64) -> bool {
        self.count(socket, |credit| credit.arrived(frames, self.now.get())).unwrap_or(false)
    }

    /// Answers with entries, as many as the client has room for.
    pub(super) fn replay(&self, socket: SocketId, thread: &ThreadId, entries: Vec<Entry>) {
        for entry in entries {
            let frame = ServerFrame::Entry { thread: thread.clone(), entry };
            if self.count(socket, |credit| credit.replay(bytes(&frame))) == Some(false) {
                return;
            }
            self.send(socket, frame);
        }
    }

    fn count<R>(&self, socket: SocketId, work: impl FnOnce(&mut Credit) -> R) -> Option<R> {
        let (mut credits, mut sockets) = (self.credits.borrow_mut(), self.sockets.borrow_mut());
        let held = sockets.get_mut(&socket)?;
        let credit = credits.entry(socket).or_insert_with(|| held.flow.as_ref().map(Credit::from_kept));
        let credit = credit.as_mut()?;
        let result = work(credit);
        if credit.is_worth_keeping() {
            held.flow = Some(credit.keep());
        }
        Some(result)
    }

    /// Ends whose time is over, and says when the next look is due.
    pub(super) fn look(&self) -> Option<u64> {
        let mut over = Vec::new();
        let mut next = None;
        for (socket, held) in self.sockets.borrow().iter().filter(|(_, held)| !held.ended) {
            let seen = Seen {
                opened_at: held.opened_at,
                greeted: held.greeted,
                heard_at: held.heard_at.max(held.opened_at),
                flow: held.flow.as_ref(),
            };
            match watch::look(seen, Patience::default(), self.now.get()) {
                Ok(at) => next = Some(next.map_or(at, |next: u64| next.min(at))),
                Err(end) => over.push((*socket, end)),
            }
        }
        for (socket, end) in over {
            match end {
                End::NoHello => self.dismiss(socket, "no hello in 10 seconds", end.code()),
                End::Lagging | End::Silent => self.end(socket, end.code()),
            }
        }
        next
    }

    /// Which of a visitor's sockets, oldest first, give way where they are more than `most`.
    pub(super) fn give_way(&self, sockets: &[SocketId], most: usize) -> Vec<SocketId> {
        let heard = |socket: &SocketId| {
            let held = self.held(*socket).unwrap_or_default();
            held.heard_at.max(held.opened_at)
        };
        let heard: Vec<u64> = sockets.iter().map(heard).collect();
        let give_way = watch::give_way(&heard, most, Patience::default(), self.now.get());
        give_way.into_iter().filter_map(|at| sockets.get(at).copied()).collect()
    }

    /// The platform answers a ping, and notes when.
    pub(crate) fn pinged(&self, socket: SocketId, now: u64) {
        if let Some(held) = self.sockets.borrow_mut().get_mut(&socket) {
            held.heard_at = now;
        }
    }

    pub(super) fn end(&self, socket: SocketId, code: u16) {
        if let Some(held) = self.sockets.borrow_mut().get_mut(&socket)
            && !held.ended
        {
            held.ended = true;
            self.effects.borrow_mut().push(Effect::Close(socket, code));
        }
    }

    /// Tells the client why, and ends the socket.
    pub(super) fn dismiss(&self, socket: SocketId, message: &str, code: u16) {
        let (frame, _) = Error::rejected(Code::AuthRequired, message).to_frame(None, "r");
        self.send(socket, frame);
        self.end(socket, code);
    }

    /// Tells the client what was refused, and ends the socket where the code says so.
    pub(super) fn refuse(&self, socket: SocketId, error: &Error, reference: Option<String>) {
        let (frame, close) = error.to_frame(reference, "r");
        self.answer(socket, frame);
        if let Some(code) = close {
            self.end(socket, code);
        }
    }

    /// Sends everybody away.
    pub(super) fn drain(&self) {
        let sockets: Vec<SocketId> = self.sockets.borrow().keys().copied().collect();
        for socket in sockets {
            self.send(socket, ServerFrame::GoingAway { retry_after_ms: 2_000 });
            self.end(socket, close::RESTART);
        }
    }

    pub(crate) fn held(&self, socket: SocketId) -> Option<Held> {
        self.sockets.borrow().get(&socket).cloned()
    }

    pub(super) fn keep(&self, socket: SocketId, held: Held) {
        self.sockets.borrow_mut().insert(socket, held);
    }

    /// A socket is gone.
    pub(super) fn lose(&self, socket: SocketId) {
        self.sockets.borrow_mut().remove(&socket);
        self.credits.borrow_mut().remove(&socket);
    }
}

/// How long a frame is on the wire, near enough: to write each of them only for that would cost more than all the rest.
fn bytes(frame: &ServerFrame) -> usize {
    let text = match frame {
        ServerFrame::Entry { entry: Entry { body: Body::Text { text }, .. }, .. } => text.len(),
        _ => 0,
    };
    FRAME_BYTES + text
}
