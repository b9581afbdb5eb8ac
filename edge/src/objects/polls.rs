//! The clients of an object that poll: finding a request's session, hearing its frames, waiting for news.
//!
//! A request that waits keeps the object in memory, as an open event does; it ends by itself after the wait, also where
//! its client is long gone. Does not know who may speak or what is said: the object tells.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll as Step;
use std::time::Duration;

use protocol::code::{Code, close};
use protocol::poll::Poll;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Delay, WebSocketIncomingMessage};

use super::line::Line;
use super::link::{self, Held};
use crate::error::Error;
use crate::platform::clock::now_ms;
use crate::poll::{Answer, Arrival, Gone, Session};

/// Sessions of one object. Each costs memory as a socket does, and more where its client is slow.
const SESSIONS: usize = 2_000;
/// A request that overtook the one before waits so long for it.
const EARLY: Duration = Duration::from_secs(10);

/// A request as an object gets it.
pub(super) struct Request {
    pub(super) id: String,
    pub(super) n: u64,
    pub(super) frames: Vec<String>,
    pub(super) end: bool,
    pub(super) wait: Duration,
}

impl Request {
    pub(super) fn of(poll: Poll, wait: Duration) -> Self {
        let Poll { id, n, frames, end } = poll;
        Self { id, n, frames: frames.iter().map(ToString::to_string).collect(), end, wait }
    }
}

/// Every session of an object.
#[derive(Default)]
pub(super) struct Polls {
    sessions: RefCell<HashMap<String, Rc<Session>>>,
}

impl Polls {
    /// The lines of all that live.
    pub(super) fn lines(&self) -> Vec<Line> {
        let sessions = self.sessions.borrow();
        sessions.values().filter(|session| !session.has_ended()).cloned().map(Line::Poll).collect()
    }

    /// Forgets whoever has not asked for long. Their lines.
    pub(super) fn sweep(&self, now: u64) -> Vec<Line> {
        let mut swept = Vec::new();
        self.sessions.borrow_mut().retain(|_, session| {
            let stays = !session.is_forgotten(now);
            if !stays {
                session.give_up();
                swept.push(Line::Poll(Rc::clone(session)));
            }
            stays
        });
        swept
    }

    /// Finds the session of a request, or opens it with the first; `opening` is what the line then carries, and `is_theirs`
    /// whether one that exists belongs to whoever asks.
    pub(super) fn session<I: Serialize + DeserializeOwned>(
        &self,
        request: &Request,
        opening: Held<I>,
        is_theirs: impl FnOnce(&Held<I>) -> bool,
    ) -> Result<Rc<Session>, Error> {
        let mut sessions = self.sessions.borrow_mut();
        if let Some(session) = sessions.get(&request.id) {
            let known = Held::<I>::of(&Line::Poll(Rc::clone(session)));
            return known.filter(is_theirs).map(|_| Rc::clone(session)).ok_or_else(gone);
        }
        if request.n != 1 || request.end {
            return Err(gone());
        }
        if sessions.len() >= SESSIONS {
            let full = Error::rejected(Code::RateLimited, "too many who poll at once; wait");
            return Err(full.retry_after(5_000));
        }
        let session = Rc::new(Session::default());
        opening.keep(&Line::Poll(Rc::clone(&session)))?;
        sessions.insert(request.id.clone(), Rc::clone(&session));
        Ok(session)
    }
}

/// Hears what a request brings and answers it with what there is, now or as soon as there is something.
pub(super) async fn answer(
    session: Rc<Session>,
    request: Request,
    heard: impl AsyncFn(&Line, WebSocketIncomingMessage),
    is_greeted: impl FnOnce(&Line) -> bool,
) -> Result<Answer, Error> {
    let Request { n, frames, end, wait, .. } = request;
    let arrival = match session.arrives(n, now_ms()).map_err(lost)? {
        Arrival::Early => in_order(&session, n).await?,
        arrival => arrival,
    };
    let line = Line::Poll(Rc::clone(&session));
    if arrival == Arrival::Next {
        for frame in frames {
            heard(&line, WebSocketIncomingMessage::String(frame)).await;
            if session.has_ended() {
                break;
            }
        }
        if !is_greeted(&line) {
            link::dismiss(&line, Code::AuthRequired, "the first request says hello", close::AUTH);
        }
        if end {
            session.give_up();
            return Ok(Answer::default());
        }
    }
    let mut patience = pin!(Delay::from(wait));
    let answer = poll_fn(|context| {
        match session.answer(n) {
            Ok(None) => {}
            Ok(Some(answer)) => return Step::Ready(Ok(answer)),
            Err(gone) => return Step::Ready(Err(gone)),
        }
        if patience.as_mut().poll(context).is_ready() {
            return Step::Ready(session.settle(n));
        }
        session.wake_with(context.waker());
        Step::Pending
    });
    answer.await.map_err(lost)
}

/// Waits for the request before `n`.
async fn in_order(session: &Session, n: u64) -> Result<Arrival, Error> {
    let mut patience = pin!(Delay::from(EARLY));
    let arrival = poll_fn(|context| {
        if patience.as_mut().poll(context).is_ready() {
            return Step::Ready(Err(Gone));
        }
        match session.arrives(n, now_ms()) {
            Ok(Arrival::Early) => {
                session.wake_with(context.waker());
                Step::Pending
            }
            arrival => Step::Ready(arrival),
        }
    });
    arrival.await.map_err(lost)
}

fn lost(_: Gone) -> Error {
    gone()
}

fn gone() -> Error {
    Error::rejected(Code::PollGone, "this session is over; begin a new one")
}
