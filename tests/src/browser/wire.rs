//! The DevTools protocol over a pipe: messages are JSON ended by a zero byte, both ways. Knows calls, replies, sessions
//! and events as such; what they mean is said by the modules above it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::wait::now;

/// No single call may take longer: a browser that answers nothing is stuck, not slow.
const CALL_LIMIT: Duration = Duration::from_secs(30);

/// Something the browser reported without being asked.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// `Domain.name`, as in the protocol's documentation.
    pub(super) method: String,
    /// Its parameters, uninterpreted.
    pub(super) params: Value,
}

/// The browser refused a call, or can no longer be reached.
#[derive(Debug)]
pub(super) struct Refusal {
    method: String,
    message: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.method, self.message)
    }
}

/// One connection to one browser. Clones share it.
#[derive(Clone)]
pub(super) struct Wire(Arc<Shared>);

struct Shared {
    to_browser: Mutex<Option<ChildStdin>>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    last_id: u64,
    replies: HashMap<u64, Value>,
    /// Everything each session reported, in order. Sessions live as long as a page, so this stays small.
    events: HashMap<String, Vec<Event>>,
    closed: bool,
}

impl Wire {
    /// Speaks to a browser over its pipes; a thread of its own reads until the browser is gone.
    pub(super) fn open(to_browser: ChildStdin, from_browser: ChildStdout) -> Self {
        let wire = Self(Arc::new(Shared {
            to_browser: Mutex::new(Some(to_browser)),
            state: Mutex::default(),
            changed: Condvar::new(),
        }));
        let reader = wire.clone();
        thread::spawn(move || reader.read_all(from_browser));
        wire
    }

    /// Closes our end. The browser takes that as the order to exit.
    pub(super) fn close(&self) {
        *lock(&self.0.to_browser) = None;
    }

    /// Asks the browser itself (no session).
    pub(super) fn call(&self, method: &str, params: Value) -> Result<Value, Refusal> {
        self.send(None, method, params)
    }

    /// The session a target was attached as.
    pub(super) fn session(&self, id: &str) -> Session {
        Session { wire: self.clone(), id: id.to_owned() }
    }

    fn send(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value, Refusal> {
        let refusal = |message: &str| Refusal { method: method.to_owned(), message: message.to_owned() };
        let id = {
            let mut state = lock(&self.0.state);
            state.last_id += 1;
            state.last_id
        };
        let mut message = json!({"id": id, "method": method, "params": params});
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        {
            let mut pipe = lock(&self.0.to_browser);
            let pipe = pipe.as_mut().ok_or_else(|| refusal("the browser was closed"))?;
            pipe.write_all(&bytes).and_then(|()| pipe.flush()).map_err(|_| refusal("the browser is gone"))?;
        }
        let deadline = now() + CALL_LIMIT;
        let mut state = lock(&self.0.state);
        loop {
            if let Some(mut reply) = state.replies.remove(&id) {
                if let Some(error) = reply.get("error") {
                    return Err(refusal(error["message"].as_str().unwrap_or("refused without a reason")));
                }
                return Ok(reply["result"].take());
            }
            if state.closed {
                return Err(refusal("the browser is gone"));
            }
            let left = deadline.saturating_duration_since(now());
            if left.is_zero() {
                return Err(refusal("no answer"));
            }
            state = self.0.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn read_all(&self, from_browser: impl Read) {
        let mut from_browser = BufReader::new(from_browser);
        let mut bytes = Vec::new();
        while matches!(from_browser.read_until(0, &mut bytes), Ok(1..)) {
            bytes.pop();
            if let Ok(message) = serde_json::from_slice::<Value>(&bytes) {
                self.take(message);
            }
            bytes.clear();
        }
        lock(&self.0.state).closed = true;
        self.0.changed.notify_all();
    }

    fn take(&self, mut message: Value) {
        let mut state = lock(&self.0.state);
        if let Some(id) = message["id"].as_u64() {
            state.replies.insert(id, message);
        } else if let Some(method) = message["method"].as_str() {
            let event = Event { method: method.to_owned(), params: message["params"].take() };
            let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
            state.events.entry(session).or_default().push(event);
        }
        drop(state);
        self.0.changed.notify_all();
    }
}

/// One attached target (a page) on a [`Wire`].
#[derive(Clone)]
pub(super) struct Session {
    wire: Wire,
    id: String,
}

impl Session {
    /// Asks this target.
    pub(super) fn call(&self, method: &str, params: Value) -> Result<Value, Refusal> {
        self.wire.send(Some(&self.id), method, params)
    }

    /// Looks at everything this target reported so far.
    pub(super) fn events<T>(&self, look: impl FnOnce(&[Event]) -> T) -> T {
        let state = lock(&self.wire.0.state);
        look(state.events.get(&self.id).map_or(&[], Vec::as_slice))
    }

    /// Forgets what this target reported; for when it is closed.
    pub(super) fn forget(&self) {
        lock(&self.wire.0.state).events.remove(&self.id);
    }
}

/// A story that panicked while holding a lock must not take the other stories with it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
