//! One client that polls: the frames that wait for it, and what its last requests were answered.
//!
//! Requests are numbered, and two are under way at most. The arrival of one answers the one before, so that answers are
//! in order whatever way they take; a request that comes again is answered as before, so that a lost answer loses
//! nothing. Everything is in memory: a session that is forgotten is one more broken link, and links may break.
//! Knows no clock, no request and nobody's identity: its attachment is a text to it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::task::Waker;

use protocol::limits::{POLL_ANSWER_BYTES, POLL_QUEUE_BYTES, POLL_QUEUE_FRAMES, POLL_SILENCE_MS};

/// A client's session.
#[derive(Debug, Default)]
pub struct Session {
    inner: RefCell<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    attachment: String,
    queue: Vec<String>,
    bytes: usize,
    /// The last request that came in order.
    arrived: u64,
    /// Answers to it and the one before, as far as they are settled.
    answers: VecDeque<(u64, Answer)>,
    end: Option<End>,
    asked_at: u64,
    wakers: Vec<Waker>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// With the next answer, and this code.
    Closed(u16),
    /// At once: its client was too slow, or is gone.
    Dropped,
}

/// What a request gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Frames as they are written on the wire.
    pub frames: Vec<String>,
    /// The code that a socket would be closed with after them.
    pub closed: Option<u16>,
}

impl Answer {
    /// As it is sent: `protocol::poll::Polled`, of frames that are written already.
    #[must_use]
    pub fn to_json(&self) -> String {
        let closed = self.closed.map(|code| format!(r#","closed":{code}"#)).unwrap_or_default();
        format!(r#"{{"frames":[{}]{closed}}}"#, self.frames.join(","))
    }
}

/// There is no such session any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone;

/// What a request is to its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The next one: its frames count.
    Next,
    /// One that came already: only its answer is wanted.
    Again,
    /// It overtook the one before it.
    Early,
}

impl Session {
    /// Takes note of request number `n` at `now` (ms).
    ///
    /// # Errors
    /// [`Gone`], also where the number fits no client that keeps to the order.
    pub fn arrives(&self, n: u64, now: u64) -> Result<Arrival, Gone> {
        let mut inner = self.inner.borrow_mut();
        if inner.end == Some(End::Dropped) {
            return Err(Gone);
        }
        inner.asked_at = now;
        let last = inner.arrived;
        if n > 0 && n <= last && n + 1 >= last {
            return Ok(Arrival::Again);
        }
        if n == last + 2 {
            return Ok(Arrival::Early);
        }
        if n != last + 1 {
            return Err(Gone);
        }
        if last > 0 && inner.settle(last).closed.is_some() {
            return Err(Gone);
        }
        inner.answers.retain(|(number, _)| *number == last);
        inner.arrived = n;
        inner.wake();
        Ok(Arrival::Next)
    }

    /// The answer to request `n`, as soon as there is one.
    ///
    /// # Errors
    /// [`Gone`].
    pub fn answer(&self, n: u64) -> Result<Option<Answer>, Gone> {
        let mut inner = self.inner.borrow_mut();
        if let Some(answer) = inner.answered(n) {
            return Ok(Some(answer));
        }
        if inner.end == Some(End::Dropped) || n < inner.arrived {
            return Err(Gone);
        }
        let is_due = n == inner.arrived && (!inner.queue.is_empty() || inner.end.is_some());
        Ok(is_due.then(|| inner.settle(n)))
    }

    /// The answer to request `n` now, be it empty: it has waited long enough.
    ///
    /// # Errors
    /// [`Gone`].
    pub fn settle(&self, n: u64) -> Result<Answer, Gone> {
        match self.answer(n)? {
            Some(answer) => Ok(answer),
            None if n == self.inner.borrow().arrived => Ok(self.inner.borrow_mut().settle(n)),
            // The one before it never came.
            None => Err(Gone),
        }
    }

    /// Keeps a frame for the client. One that does not fetch its frames is given up.
    pub fn send(&self, json: &str) {
        let mut inner = self.inner.borrow_mut();
        if inner.end.is_some() {
            return;
        }
        inner.bytes += json.len();
        // What a request asked for is about to be fetched, be it a long replay.
        let (frames, bytes) = match inner.answered(inner.arrived) {
            None if inner.arrived > 0 => (usize::MAX, POLL_ANSWER_BYTES),
            _ => (POLL_QUEUE_FRAMES, POLL_QUEUE_BYTES),
        };
        if inner.queue.len() == frames || inner.bytes > bytes {
            inner.drop_all();
        } else {
            inner.queue.push(json.to_owned());
        }
        inner.wake();
    }

    /// Ends it with what waits.
    pub fn close(&self, code: u16) {
        let mut inner = self.inner.borrow_mut();
        if inner.end.is_none() {
            inner.end = Some(End::Closed(code));
        }
        inner.wake();
    }

    /// Ends it at once.
    pub fn give_up(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.drop_all();
        inner.wake();
    }

    /// Whether it is over, but for an answer that may be on its way.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.inner.borrow().end.is_some()
    }

    /// Whether nobody has asked for so long that nobody will.
    #[must_use]
    pub fn is_forgotten(&self, now: u64) -> bool {
        let inner = self.inner.borrow();
        inner.end == Some(End::Dropped) || now.saturating_sub(inner.asked_at) >= POLL_SILENCE_MS
    }

    /// What is known of its client.
    #[must_use]
    pub fn attachment(&self) -> String {
        self.inner.borrow().attachment.clone()
    }

    /// Keeps what is known of its client.
    pub fn attach(&self, text: String) {
        self.inner.borrow_mut().attachment = text;
    }

    /// Calls back with the next change.
    pub fn wake_with(&self, waker: &Waker) {
        let mut inner = self.inner.borrow_mut();
        if !inner.wakers.iter().any(|known| known.will_wake(waker)) {
            inner.wakers.push(waker.clone());
        }
    }
}

impl Inner {
    fn answered(&self, n: u64) -> Option<Answer> {
        self.answers.iter().find(|(number, _)| *number == n).map(|(_, answer)| answer.clone())
    }

    /// What waits becomes the answer to `n`, unless it has one.
    fn settle(&mut self, n: u64) -> Answer {
        if let Some(answer) = self.answered(n) {
            return answer;
        }
        let closed = match self.end {
            Some(End::Closed(code)) => Some(code),
            _ => None,
        };
        self.bytes = 0;
        let answer = Answer { frames: std::mem::take(&mut self.queue), closed };
        self.answers.push_back((n, answer.clone()));
        self.wake();
        answer
    }

    fn drop_all(&mut self) {
        self.end = Some(End::Dropped);
        self.queue = Vec::new();
        self.answers = VecDeque::new();
    }

    /// Wakers only put a task on a list: nothing of theirs runs in here.
    fn wake(&mut self) {
        self.wakers.drain(..).for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(session: &Session, n: u64) -> Vec<String> {
        session.answer(n).expect("it lives").expect("there is an answer").frames
    }

    #[test]
    fn frames_wait_for_a_request_and_requests_for_frames() {
        let session = Session::default();
        assert_eq!(session.arrives(1, 0), Ok(Arrival::Next));
        assert_eq!(session.answer(1), Ok(None));
        session.send("a");
        session.send("b");
        assert_eq!(frames(&session, 1), ["a", "b"]);
        session.send("c");
        assert_eq!(session.arrives(2, 0), Ok(Arrival::Next));
        assert_eq!(frames(&session, 2), ["c"]);
        assert_eq!(session.arrives(3, 0), Ok(Arrival::Next));
        assert_eq!(session.settle(3), Ok(Answer::default()), "it has waited long enough");
    }

    #[test]
    fn a_request_that_comes_again_is_answered_as_before() {
        // N25
        let session = Session::default();
        session.arrives(1, 0).expect("the first");
        session.send("a");
        let first = frames(&session, 1);
        session.send("b");
        assert_eq!(session.arrives(1, 0), Ok(Arrival::Again));
        assert_eq!(frames(&session, 1), first, "not what came since");
        session.arrives(2, 0).expect("the second");
        assert_eq!(frames(&session, 2), ["b"]);
        for n in [1, 2] {
            assert_eq!(session.arrives(n, 0), Ok(Arrival::Again), "both may be under way");
        }
        assert_eq!((frames(&session, 1), frames(&session, 2)), (first, vec!["b".to_owned()]));
        session.arrives(3, 0).expect("the third");
        assert_eq!(session.arrives(1, 0), Err(Gone), "its answer was received, or there would be no third");
    }

    #[test]
    fn the_next_request_answers_the_one_that_waits() {
        let session = Session::default();
        session.arrives(1, 0).expect("the first");
        session.arrives(2, 0).expect("the second");
        session.send("a");
        assert_eq!(frames(&session, 1), [""; 0]);
        assert_eq!(frames(&session, 2), ["a"]);
    }

    #[test]
    fn numbers_that_fit_no_order_end_the_session() {
        for (n, expected) in [(0, Err(Gone)), (1, Ok(Arrival::Next)), (2, Ok(Arrival::Early)), (3, Err(Gone))]
        {
            assert_eq!(Session::default().arrives(n, 0), expected, "{n}");
        }
        assert_eq!(Session::default().settle(2), Err(Gone), "the first never came");
    }

    #[test]
    fn an_end_comes_with_the_frames_before_it() {
        let session = Session::default();
        session.arrives(1, 0).expect("the first");
        session.send("why");
        session.close(4409);
        session.send("too late");
        let last = Answer { frames: vec!["why".into()], closed: Some(4409) };
        assert_eq!(last.to_json(), r#"{"frames":[why],"closed":4409}"#);
        assert_eq!(session.answer(1), Ok(Some(last.clone())));
        assert_eq!(session.arrives(1, 0), Ok(Arrival::Again));
        assert_eq!(session.answer(1), Ok(Some(last)));
        assert_eq!(session.arrives(2, 0), Err(Gone));
        assert!(session.has_ended());
    }

    #[test]
    fn whoever_does_not_fetch_is_given_up() {
        let (many, large, asking) = (Session::default(), Session::default(), Session::default());
        asking.arrives(1, 0).expect("the first");
        for _ in 0..=POLL_QUEUE_FRAMES {
            assert!(!many.has_ended());
            many.send("x");
            asking.send("x");
        }
        large.send(&"x".repeat(POLL_QUEUE_BYTES));
        assert!(!large.has_ended());
        large.send("x");
        assert_eq!(frames(&asking, 1).len(), POLL_QUEUE_FRAMES + 1, "it is there to fetch them");
        for session in [many, large] {
            assert!(session.is_forgotten(0));
            assert_eq!(session.arrives(1, 0), Err(Gone));
        }
    }

    #[test]
    fn silence_is_measured_from_the_last_request() {
        let session = Session::default();
        session.arrives(1, 1_000).expect("the first");
        assert!(!session.is_forgotten(POLL_SILENCE_MS + 999));
        assert!(session.is_forgotten(POLL_SILENCE_MS + 1_000));
    }
}
