//! A visitor: somebody on a page of a site, who may act and then chats. Says exactly what a widget would say.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::http::Answer;
use crate::product::Product;
use crate::socket::{Refused, Socket};

/// A site of the demo account.
pub(crate) const KILN: &str = "https://kiln.example";

/// Somebody who acted.
#[derive(Clone)]
pub(crate) struct Visitor<'p> {
    product: &'p Product,
    /// The site they are on.
    pub(crate) origin: String,
    /// What proves that they are who they were.
    pub(crate) token: String,
    /// Where their socket is.
    pub(crate) path: String,
}

impl<'p> Visitor<'p> {
    /// Acts for the first time, on a chatflow of an account.
    #[track_caller]
    pub(crate) fn acts(product: &'p Product, account: &str, origin: &str, chatflow: &str) -> Self {
        let body = json!({"chatflow": chatflow}).to_string();
        let session = begin(product, account, origin, &body).ok();
        Self { product, origin: origin.to_owned(), token: String::new(), path: String::new() }.with(&session)
    }

    /// The same browser with what acting was answered with.
    pub(crate) fn with(&self, session: &Value) -> Self {
        let text = |key: &str| session[key].as_str().unwrap_or_default().to_owned();
        Self {
            token: text("token"),
            path: text("socket"),
            origin: self.origin.clone(),
            product: self.product,
        }
    }

    /// A visitor of the demo shop.
    #[track_caller]
    pub(crate) fn of_demo(product: &'p Product) -> Self {
        Self::acts(product, "demo", KILN, "everywhere")
    }

    /// Acts again, with the token they have: as the widget does once an address is kept.
    #[track_caller]
    pub(crate) fn acts_again(&self, account: &str, chatflow: &str) -> Self {
        let body = json!({"chatflow": chatflow, "token": self.token}).to_string();
        self.with(&begin(self.product, account, &self.origin, &body).ok())
    }

    /// The address of the route beside their socket's.
    pub(crate) fn poll_path(&self) -> String {
        self.path.replace("/socket", "/poll")
    }

    /// Opens their socket without saying anything.
    #[track_caller]
    pub(crate) fn opens(&self) -> Socket {
        self.tries_to_open().expect("the socket opens")
    }

    /// Opens their socket, or is refused.
    pub(crate) fn tries_to_open(&self) -> Result<Socket, Refused> {
        Socket::open(self.product.port, &self.path, &[("origin", &self.origin)])
    }

    /// Opens their socket and says hello. What the edge says to that comes with it.
    #[track_caller]
    pub(crate) fn greets(&self) -> (Socket, Value) {
        let mut socket = self.opens();
        socket.send(&json!({"t": "hello", "v": 1, "token": self.token}));
        let welcome = socket.tagged("welcome");
        (socket, welcome)
    }

    /// The same as a widget that counts frames.
    #[track_caller]
    pub(crate) fn counts(&self) -> Socket {
        let mut socket = self.opens();
        socket.send(&json!({"t": "hello", "v": 1, "token": self.token, "flow": true}));
        socket.tagged("welcome");
        socket
    }

    /// Opens their socket and is welcome.
    #[track_caller]
    pub(crate) fn connects(&self) -> Socket {
        self.greets().0
    }
}

/// `POST /v1/{account}/visitors`.
#[track_caller]
pub(crate) fn begin(product: &Product, account: &str, origin: &str, body: &str) -> Answer {
    let headers = [("origin", origin), ("content-type", "text/plain")];
    product.ask("POST", &format!("/v1/{account}/visitors"), &headers, body)
}

/// `POST /v1/{account}/decide`.
#[track_caller]
pub(crate) fn decide(product: &Product, account: &str, origin: &str, body: &Value) -> Answer {
    let headers = [("origin", origin), ("content-type", "text/plain")];
    product.ask("POST", &format!("/v1/{account}/decide"), &headers, &body.to_string())
}

/// A fresh id of a message, made by its sender.
pub(crate) fn message_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("wire-{}-{number:08}", std::process::id())
}

/// The first message of a new thread.
pub(crate) fn first_post(chatflow: &str, text: &str) -> Value {
    json!({"t": "post", "client_message_id": message_id(), "chatflow": chatflow, "text": text})
}

/// The same message with what the visitor was shown about their data, in a widget that speaks German.
pub(crate) fn agreeing(mut post: Value, version: u32) -> Value {
    post["consent"] = json!({"version": version, "language": "de"});
    post
}

/// One more message of a thread.
pub(crate) fn post(thread: &str, text: &str) -> Value {
    json!({"t": "post", "client_message_id": message_id(), "thread": thread, "text": text})
}

/// Says something and waits until it is stored: its acknowledgement.
#[track_caller]
pub(crate) fn says(socket: &mut Socket, post: &Value) -> Value {
    socket.send(post);
    let id = post["client_message_id"].clone();
    socket.take("an answer to a post", |frame| match frame["t"].as_str() {
        Some("ack") => frame["client_message_id"] == id,
        Some("error") if frame["ref"] == id => panic!("{post} was refused: {frame}"),
        _ => false,
    })
}

/// Starts a thread: its id.
#[track_caller]
pub(crate) fn starts(socket: &mut Socket, chatflow: &str, text: &str) -> String {
    let ack = says(socket, &first_post(chatflow, text));
    assert_eq!(ack["seq"], 1, "{ack}");
    ack["thread"].as_str().expect("a thread's id").to_owned()
}

/// Says something that is refused: the refusal's code.
#[track_caller]
pub(crate) fn is_refused(socket: &mut Socket, post: &Value) -> String {
    socket.send(post);
    let id = post["client_message_id"].clone();
    let answer = socket.take("a refusal", |frame| frame["ref"] == id || frame["client_message_id"] == id);
    assert_eq!((&answer["t"], &answer["fatal"]), (&json!("error"), &json!(false)), "{answer}");
    answer["code"].as_str().unwrap_or_default().to_owned()
}

/// The log of a thread after a place: its entries as they are replayed, step by step, and the thread as it stands.
#[track_caller]
pub(crate) fn resumes(socket: &mut Socket, thread: &str, after_seq: u64) -> (Vec<Value>, Value) {
    // What came live before is no part of the replay.
    socket.so_far();
    let (mut entries, mut reached) = (Vec::new(), after_seq);
    loop {
        let (step, state) = replays(socket, thread, reached);
        let moved = seqs(&step).last().copied();
        entries.extend(step);
        match moved {
            Some(last) if Some(last) < state["last_seq"].as_u64() => reached = last,
            _ => return (entries, state),
        }
    }
}

/// One step of a replay.
#[track_caller]
pub(crate) fn replays(socket: &mut Socket, thread: &str, after_seq: u64) -> (Vec<Value>, Value) {
    socket.send(&json!({"t": "resume", "thread": thread, "after_seq": after_seq}));
    let (replay, end) = socket.all_until("the end of a replay", |frame| frame["t"] == "caught_up");
    // An agent hears of other threads meanwhile.
    let mine = replay.into_iter().filter(|frame| frame["t"] == "entry" && frame["thread"] == thread);
    (mine.map(|mut frame| frame["entry"].take()).collect(), end["thread"].clone())
}

/// The places of entries.
pub(crate) fn seqs(entries: &[Value]) -> Vec<u64> {
    entries.iter().filter_map(|entry| entry["seq"].as_u64()).collect()
}

/// What was said in entries, in order.
pub(crate) fn texts(entries: &[Value]) -> Vec<&str> {
    entries.iter().filter_map(|entry| entry["body"]["text"].as_str()).collect()
}
