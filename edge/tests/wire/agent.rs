//! An agent in the console: signed in, with a cookie and the proof their page was given.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::accounts::PASSWORD;
use crate::http::Answer;
use crate::product::Product;
use crate::socket::{Refused, Socket};

/// Somebody who is signed in.
#[derive(Clone)]
pub(crate) struct Agent<'p> {
    product: &'p Product,
    /// `name=value`, as a browser sends it back.
    pub(crate) cookie: String,
    /// What `me` gives to be sent with every change.
    pub(crate) csrf: String,
}

/// Who signed in already, by port and address: their cookie and proof.
static SIGNED_IN: Mutex<BTreeMap<(u16, String), Session>> = Mutex::new(BTreeMap::new());

/// What a sign-in gives.
#[derive(Clone)]
struct Session {
    cookie: String,
    csrf: String,
}

impl<'p> Agent<'p> {
    /// Somebody who signed in once for all tests: hashing a password takes its time, and too many attempts are
    /// refused.
    #[track_caller]
    pub(crate) fn of(product: &'p Product, email: &str) -> Self {
        let mut known = SIGNED_IN.lock().unwrap_or_else(PoisonError::into_inner);
        let session = known.entry((product.port, email.to_owned())).or_insert_with(|| {
            let Self { cookie, csrf, .. } = Self::signs_in(product, email);
            Session { cookie, csrf }
        });
        let Session { cookie, csrf } = session.clone();
        Self { product, cookie, csrf }
    }

    /// Signs in anew: of the demo account with its published password, of the others with theirs.
    #[track_caller]
    pub(crate) fn signs_in(product: &'p Product, email: &str) -> Self {
        let password = if email.ends_with("@kiln.test") { "parlor-demo" } else { PASSWORD };
        Self::who_came(product, &sign_in(product, email, password))
    }

    /// Whoever was let in by an answer.
    #[track_caller]
    pub(crate) fn who_came(product: &'p Product, answer: &Answer) -> Self {
        let csrf = answer.ok()["csrf"].as_str().expect("a proof").to_owned();
        let cookie = answer.header("set-cookie").unwrap_or_default();
        Self { product, cookie: cookie.split(';').next().unwrap_or_default().to_owned(), csrf }
    }

    /// Reads something.
    #[track_caller]
    pub(crate) fn gets(&self, path: &str) -> Answer {
        self.product.ask("GET", path, &[("cookie", &self.cookie)], "")
    }

    /// Changes something, as the console does.
    #[track_caller]
    pub(crate) fn sends(&self, method: &str, path: &str, body: &Value) -> Answer {
        let origin = self.product.origin();
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("origin", &origin),
            ("content-type", "application/json"),
            ("x-csrf", &self.csrf),
        ];
        self.product.ask(method, path, &headers, &body.to_string())
    }

    /// Does something to a thread: the thread as it stands then.
    #[track_caller]
    pub(crate) fn acts(&self, inbox: &str, thread: &str, verb: &str, body: &Value) -> Value {
        self.sends("POST", &format!("/api/threads/{inbox}/{thread}/{verb}"), body).ok()["thread"].clone()
    }

    /// A thread's row in a view, if it is there.
    #[track_caller]
    pub(crate) fn row(&self, inbox: &str, query: &str, thread: &str) -> Option<Value> {
        let list = self.gets(&format!("/api/inboxes/{inbox}/threads?{query}")).ok();
        list["rows"].as_array().and_then(|rows| rows.iter().find(|row| row["thread"] == thread).cloned())
    }

    /// A thread's log from a place on, and the thread as it stands.
    #[track_caller]
    pub(crate) fn log(&self, inbox: &str, thread: &str, query: &str) -> Value {
        self.gets(&format!("/api/threads/{inbox}/{thread}/messages?{query}")).ok()
    }

    /// Who is behind a thread.
    #[track_caller]
    pub(crate) fn details(&self, inbox: &str, thread: &str) -> Value {
        self.gets(&format!("/api/threads/{inbox}/{thread}/details")).ok()
    }

    /// Opens an inbox's socket without saying anything.
    #[track_caller]
    pub(crate) fn opens(&self, inbox: &str) -> Socket {
        self.tries_to_open(inbox, Some(&self.product.origin())).expect("the socket opens")
    }

    /// Opens an inbox's socket from a page of some origin, or is refused.
    pub(crate) fn tries_to_open(&self, inbox: &str, origin: Option<&str>) -> Result<Socket, Refused> {
        let mut headers = vec![("cookie", self.cookie.as_str())];
        headers.extend(origin.map(|origin| ("origin", origin)));
        Socket::open(self.product.port, &format!("/api/inboxes/{inbox}/socket"), &headers)
    }

    /// Opens an inbox's socket and is welcome.
    #[track_caller]
    pub(crate) fn connects(&self, inbox: &str) -> Socket {
        let mut socket = self.opens(inbox);
        socket.send(&json!({"t": "hello", "v": 1}));
        socket.tagged("welcome");
        socket
    }
}

/// `POST /api/sign-in`, from our own page.
#[track_caller]
pub(crate) fn sign_in(product: &Product, email: &str, password: &str) -> Answer {
    let origin = product.origin();
    let headers = [("origin", origin.as_str()), ("content-type", "application/json")];
    let body = json!({"email": email, "password": password}).to_string();
    product.ask("POST", "/api/sign-in", &headers, &body)
}
