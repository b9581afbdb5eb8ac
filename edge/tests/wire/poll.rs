//! N25: the frames of sockets as requests, for networks where sockets do not pass. Visitors and agents alike.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{KILN, Visitor, first_post, post, says, starts};
use crate::wait::{now, until, within};

/// One session that polls.
struct Polling<'p> {
    product: &'p Product,
    path: String,
    headers: Vec<(&'static str, String)>,
    id: String,
    n: AtomicU64,
}

/// An id as a client makes it up.
fn session_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut number = COUNT.fetch_add(1, Ordering::Relaxed) * 0x1_0000_0000 + u64::from(std::process::id());
    let letter = |_| {
        let letter = b"abcdefghijklmnopqrstuvwxyz234567"[(number & 31) as usize];
        number >>= 5;
        char::from(letter)
    };
    (0..26).map(letter).collect()
}

impl<'p> Polling<'p> {
    /// Nothing said yet.
    fn of(product: &'p Product, me: &Visitor<'_>) -> Self {
        let headers = vec![("origin", me.origin.clone()), ("content-type", "text/plain".to_owned())];
        Self { product, path: me.poll_path(), headers, id: session_id(), n: AtomicU64::new(0) }
    }

    /// Nothing said yet by an agent.
    fn of_agent(product: &'p Product, agent: &Agent<'_>, inbox: &str) -> Self {
        let headers = vec![
            ("cookie", agent.cookie.clone()),
            ("origin", product.origin()),
            ("content-type", "application/json".to_owned()),
            ("x-csrf", agent.csrf.clone()),
        ];
        let path = format!("/api/inboxes/{inbox}/poll");
        Self { product, path, headers, id: session_id(), n: AtomicU64::new(0) }
    }

    /// A visitor who said hello and is welcome.
    #[track_caller]
    fn welcome(product: &'p Product, me: &Visitor<'_>) -> Self {
        let line = Self::of(product, me);
        let heard = line.asks(&[json!({"t": "hello", "v": 1, "token": me.token})]);
        assert_eq!(heard[0]["t"], "welcome", "{heard:?}");
        line
    }

    /// An agent who said hello and is welcome.
    #[track_caller]
    fn agent_welcome(product: &'p Product, agent: &Agent<'_>, inbox: &str) -> Self {
        let line = Self::of_agent(product, agent, inbox);
        let heard = line.asks(&[json!({"t": "hello", "v": 1})]);
        assert_eq!(heard[0]["t"], "welcome", "{heard:?}");
        line
    }

    /// A request with its number.
    #[track_caller]
    fn says(&self, n: u64, frames: &[Value]) -> Answer {
        self.posts(&json!({"id": self.id, "n": n, "frames": frames}))
    }

    #[track_caller]
    fn posts(&self, body: &Value) -> Answer {
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.product.ask("POST", &self.path, &headers, &body.to_string())
    }

    /// The next request: the frames it is answered with.
    #[track_caller]
    fn asks(&self, frames: &[Value]) -> Vec<Value> {
        let n = self.n.fetch_add(1, Ordering::Relaxed) + 1;
        let mut answer = self.says(n, frames).ok();
        assert_eq!(answer["closed"], Value::Null, "{answer}");
        serde_json::from_value(answer["frames"].take()).expect("frames")
    }

    /// The same with the numbers that follow from `n` on.
    #[track_caller]
    fn asks_from(&self, n: u64, frames: &[Value]) -> Vec<Value> {
        self.n.store(n - 1, Ordering::Relaxed);
        self.asks(frames)
    }

    /// Requests until a frame comes that `wanted` takes.
    #[track_caller]
    fn waits_for(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        until(what, || self.asks(&[]).into_iter().find(&wanted))
    }

    /// Says something and waits until it is stored.
    #[track_caller]
    fn stores(&self, post: &Value) -> Value {
        let id = post["client_message_id"].clone();
        let is_ack = |frame: &Value| frame["t"] == "ack" && frame["client_message_id"] == id;
        let heard = self.asks(std::slice::from_ref(post));
        heard.into_iter().find(is_ack).unwrap_or_else(|| self.waits_for("an acknowledgement", is_ack))
    }

    /// The code and close code of the frames that a session ends with.
    #[track_caller]
    fn end(answer: &Answer) -> (String, Value) {
        let answer = answer.ok();
        let last = answer["frames"].as_array().and_then(|frames| frames.last()).cloned().unwrap_or_default();
        (last["code"].as_str().unwrap_or_default().to_owned(), answer["closed"].clone())
    }
}

fn is_saying(text: &str) -> impl Fn(&Value) -> bool {
    move |frame| frame["t"] == "entry" && frame["entry"]["body"]["text"] == text
}

#[test]
fn a_chat_without_sockets() {
    // N25 E30
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let line = Polling::welcome(product, &me);
    let first = first_post("everywhere", "no sockets here");
    let ack = line.stores(&first);
    let thread = ack["thread"].as_str().expect("a thread").to_owned();
    assert_eq!(line.stores(&first), ack, "sent again, it is the same message");

    let anna = Agent::of(product, "anna@kiln.test");
    until("the row", || anna.row("main", "view=all", &thread));
    let mut console = anna.connects("main");
    let started = now();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| line.waits_for("the reply", is_saying("none needed")));
        says(&mut console, &post(&thread, "none needed"));
        waiting.join().expect("it came");
    });
    assert!(started.elapsed() < Duration::from_secs(10), "it came while a request waited, not after");

    // The same frames as on a socket: a replay, its end, and refusals that end nothing.
    let heard = line.asks(&[json!({"t": "resume", "thread": thread, "after_seq": 0})]);
    assert_eq!(heard.last().map(|frame| &frame["t"]), Some(&json!("caught_up")), "{heard:?}");
    assert!(heard.iter().any(is_saying("no sockets here")), "{heard:?}");
    for (frame, code) in [
        (json!({"t": "wave"}), "frame_unknown"),
        (json!(["no frame"]), "frame_syntax"),
        (json!({"t": "post", "client_message_id": "short", "text": "x"}), "id_format"),
    ] {
        let heard = line.asks(&[frame, json!({"t": "ping"})]);
        assert_eq!((&heard[0]["code"], &heard[1]["t"]), (&json!(code), &json!("pong")), "{heard:?}");
    }
}

#[test]
fn an_agent_without_sockets() {
    // N25 E30
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    let line = Polling::agent_welcome(product, &anna, "main");
    let me = Visitor::of_demo(product);
    let mut socket = me.connects();
    let thread = thread::scope(|scope| {
        let waiting = scope
            .spawn(|| line.waits_for("the row", |frame| frame["row"]["preview"] == "for agents who poll"));
        let thread = starts(&mut socket, "everywhere", "for agents who poll");
        assert_eq!(waiting.join().expect("it came")["row"]["thread"], thread);
        thread
    });
    line.stores(&post(&thread, "answered by request"));
    socket.take("the reply", is_saying("answered by request"));
    for (name, left_out) in [("no proof", "x-csrf"), ("no origin", "origin"), ("no session", "cookie")] {
        let mut bare = Polling::of_agent(product, &anna, "main");
        bare.headers.retain(|(header, _)| *header != left_out);
        let status = bare.says(1, &[json!({"t": "hello", "v": 1})]).status;
        assert_eq!(status, if left_out == "cookie" { 401 } else { 403 }, "{name}");
    }
    let elsewhere = Polling::of_agent(product, &anna, "nowhere").says(1, &[json!({"t": "hello", "v": 1})]);
    assert_eq!(elsewhere.refusal(), (404, "not_found".to_owned()));
}

#[test]
fn signing_out_ends_what_waits() {
    // T23
    let product = Product::shared();
    let jonas = Agent::signs_in(product, "jonas@kiln.test");
    let line = Polling::agent_welcome(product, &jonas, "main");
    let somebody = Agent::of(product, "anna@kiln.test");
    let stolen = Polling { id: line.id.clone(), ..Polling::of_agent(product, &somebody, "main") };
    assert_eq!(stolen.says(2, &[]).refusal(), (410, "poll_gone".to_owned()), "a session is its opener's");
    let ended = thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            // Other tests' rows come here too, and the end may fall between two requests.
            let mut n = 1;
            until("the end", || {
                n += 1;
                let answer = line.says(n, &[]);
                (answer.status == 401 || answer.ok()["closed"] != Value::Null).then_some(answer)
            })
        });
        jonas.sends("POST", "/api/sign-out", &json!({})).ok();
        waiting.join().expect("it ended")
    });
    if ended.status == 200 {
        assert_eq!(Polling::end(&ended), ("auth_required".to_owned(), json!(4401)));
    }
    assert_eq!(line.says(99, &[]).status, 401);
}

#[test]
fn a_request_that_comes_again_is_answered_as_before() {
    // N25 P2
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let line = Polling::welcome(product, &me);
    let frames = [first_post("everywhere", "said twice")];
    let answer = line.says(2, &frames).ok();
    assert!(answer["frames"].as_array().is_some_and(|frames| frames[0]["t"] == "ack"), "{answer}");
    assert_eq!(line.says(2, &frames).ok(), answer);
    let thread = answer["frames"][0]["thread"].as_str().expect("a thread").to_owned();
    // Whoever breaks off while waiting asks again, and misses nothing.
    let body = json!({"id": line.id, "n": 3}).to_string();
    let mut connection = TcpStream::connect(("127.0.0.1", product.port)).expect("the edge listens");
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {KILN}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n",
        line.path,
        product.port,
        body.len()
    );
    connection.write_all((head + &body).as_bytes()).expect("the edge reads");
    drop(connection);
    let answer = thread::scope(|scope| {
        let again = scope.spawn(|| line.says(3, &[]).ok());
        says(&mut me.connects(), &post(&thread, "meanwhile"));
        again.join().expect("an answer")
    });
    let frames = answer["frames"].as_array().cloned().unwrap_or_default();
    assert!(frames.iter().any(is_saying("meanwhile")), "{answer}");
    assert_eq!(line.asks_from(4, &[json!({"t": "ping"})])[0]["t"], "pong", "and goes on");
}

#[test]
fn requests_that_overtake_each_other_are_heard_in_order() {
    // N25 P3
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let line = Polling::welcome(product, &me);
    let ack = line.stores(&first_post("everywhere", "0"));
    let thread = ack["thread"].as_str().expect("a thread");
    let n = line.n.load(Ordering::Relaxed);
    let (one, two) = (post(thread, "1"), post(thread, "2"));
    let (early, late) = thread::scope(|scope| {
        let early = scope.spawn(|| line.says(n + 2, std::slice::from_ref(&two)).ok());
        let waits = within(Duration::from_millis(500), || early.is_finished().then_some(()));
        assert!(waits.is_none(), "it waits for the one before");
        let late = line.says(n + 1, std::slice::from_ref(&one)).ok();
        (early.join().expect("an answer"), late)
    });
    let mut heard: Vec<Value> = Vec::new();
    for answer in [late, early] {
        heard.extend(answer["frames"].as_array().cloned().unwrap_or_default());
    }
    let acked: Vec<&Value> =
        heard.iter().filter(|frame| frame["t"] == "ack").map(|frame| &frame["seq"]).collect();
    assert!(acked.is_sorted_by_key(|seq| seq.as_u64()), "{heard:?}");
    let log = line.asks_from(n + 3, &[json!({"t": "resume", "thread": thread, "after_seq": 0})]);
    let texts: Vec<&Value> = log
        .iter()
        .filter(|frame| frame["t"] == "entry")
        .map(|frame| &frame["entry"]["body"]["text"])
        .collect();
    assert_eq!(texts[texts.len() - 3..], ["0", "1", "2"], "{log:?}");
}

#[test]
fn who_may_poll() {
    // T8 T49
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let hello = [json!({"t": "hello", "v": 1, "token": me.token})];
    let from = |origin: Option<&str>| {
        let mut line = Polling::of(product, &me);
        line.headers.retain(|(name, _)| *name != "origin");
        line.headers.extend(origin.map(|origin| ("origin", origin.to_owned())));
        line
    };
    for origin in [None, Some("https://evil.example"), Some("null")] {
        let answer = from(origin).says(1, &hello);
        assert_eq!(answer.refusal(), (403, "origin_forbidden".to_owned()), "{origin:?}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    let other_site = from(Some("http://localhost:3000"));
    assert_eq!(Polling::end(&other_site.says(1, &hello)), ("auth_required".to_owned(), json!(4401)));
    let line = Polling::welcome(product, &me);
    let stolen = Polling { id: line.id.clone(), ..from(Some("http://localhost:3000")) };
    let refused = stolen.says(2, &[]);
    assert_eq!(refused.refusal(), (410, "poll_gone".to_owned()), "a session belongs to one site");
    assert_eq!(refused.header("access-control-allow-origin").as_deref(), Some("http://localhost:3000"));

    for (name, first) in [
        ("nothing", vec![]),
        ("a ping", vec![json!({"t": "ping"})]),
        ("no token", vec![json!({"t": "hello", "v": 1})]),
        ("a post", vec![first_post("everywhere", "hi")]),
    ] {
        let answer = Polling::of(product, &me).says(1, &first);
        assert_eq!(Polling::end(&answer), ("auth_required".to_owned(), json!(4401)), "{name}");
    }
    let elsewhere =
        Polling { path: me.poll_path().replace("/shards/0", "/shards/4000"), ..Polling::of(product, &me) };
    assert_eq!(elsewhere.says(1, &hello).refusal(), (404, "not_found".to_owned()));
}

#[test]
fn requests_that_are_none() {
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let line = Polling::of(product, &me);
    let ping = json!({"t": "ping"});
    for (name, body, status, code) in [
        ("a short id", json!({"id": "abc", "n": 1}), 400, "id_format"),
        ("an id of other letters", json!({"id": "A".repeat(26), "n": 1}), 400, "id_format"),
        ("no number", json!({"id": session_id()}), 400, "missing_field"),
        ("one word too many", json!({"id": session_id(), "n": 1, "more": 1}), 400, "unknown_field"),
        ("too many frames", json!({"id": session_id(), "n": 1, "frames": vec![&ping; 65]}), 422, "too_many"),
        (
            "too much",
            json!({"id": session_id(), "n": 1, "frames": ["x".repeat(128 * 1024)]}),
            413,
            "body_too_large",
        ),
        ("number 0", json!({"id": session_id(), "n": 0}), 410, "poll_gone"),
        ("a number without its first", json!({"id": session_id(), "n": 2}), 410, "poll_gone"),
        ("the end of nothing", json!({"id": session_id(), "n": 1, "end": true}), 410, "poll_gone"),
    ] {
        assert_eq!(line.posts(&body).refusal(), (status, code.to_owned()), "{name}");
    }
    let line = Polling::welcome(product, &me);
    assert_eq!(line.says(4, &[]).refusal(), (410, "poll_gone".to_owned()), "a number that leaves two out");
    let large = post(&format!("0-{}", "a".repeat(26)), &"x".repeat(64 * 1024));
    assert_eq!(Polling::end(&line.says(2, &[large])), ("frame_too_large".to_owned(), json!(1009)));
    assert_eq!(line.says(3, &[]).status, 410);
}

#[test]
fn a_fourth_line_takes_the_place_of_the_oldest() {
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let oldest = Polling::welcome(product, &me);
    let (second, mut third) = (Polling::welcome(product, &me), me.connects());
    let replaced = thread::scope(|scope| {
        let waiting = scope.spawn(|| oldest.says(2, &[]));
        Polling::welcome(product, &me);
        waiting.join().expect("an answer")
    });
    assert_eq!(Polling::end(&replaced), ("replaced".to_owned(), json!(4409)));
    assert_eq!(Polling::end(&oldest.says(2, &[])), ("replaced".to_owned(), json!(4409)), "and again");
    assert_eq!(second.asks(&[json!({"t": "ping"})])[0]["t"], "pong");
    starts(&mut third, "everywhere", "still here");
    // Whoever says that they go takes nobody's place.
    assert_eq!(second.posts(&json!({"id": second.id, "n": 3, "end": true})).status, 200);
    assert_eq!(second.says(4, &[]).status, 410);
    Polling::welcome(product, &me);
    starts(&mut third, "everywhere", "here too");
}

#[test]
fn whoever_fetches_nothing_is_given_up_and_resumes() {
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let line = Polling::welcome(product, &me);
    let ack = line.stores(&first_post("everywhere", "slow reader"));
    let thread = ack["thread"].as_str().expect("a thread");
    // Its last request is answered: from now on everything waits for the next.
    let anna = Agent::of(product, "anna@kiln.test");
    until("the row", || anna.row("main", "view=all", thread));
    let mut console = anna.connects("main");
    let number = line.n.load(Ordering::Relaxed);
    line.says(number + 1, &[json!({"t": "ping"})]).ok();
    for n in 0..70 {
        says(&mut console, &post(thread, &format!("reply {n}")));
    }
    assert_eq!(line.says(number + 2, &[]).refusal(), (410, "poll_gone".to_owned()));
    let line = Polling::welcome(product, &me);
    let mut seen = 0;
    while seen < 72 {
        let heard = line.asks(&[json!({"t": "resume", "thread": thread, "after_seq": seen})]);
        let reached = heard.iter().filter_map(|frame| frame["entry"]["seq"].as_u64()).max();
        seen = reached.expect("there is more");
    }
}

#[test]
fn a_restart_forgets_sessions_and_nothing_else() {
    // N25 P4
    let product = Product::start_with(&[("PARLOR_POLL_WAIT_S", "1")]);
    let me = Visitor::of_demo(&product);
    let line = Polling::welcome(&product, &me);
    let first = first_post("everywhere", "before");
    let ack = line.stores(&first);
    let thread = ack["thread"].as_str().expect("a thread");
    let quiet = until("quiet", || Some(line.asks(&[])).filter(Vec::is_empty));
    assert_eq!(quiet, Vec::<Value>::new(), "a request without news is answered after the wait");

    product.restart_workerd();
    let n = line.n.load(Ordering::Relaxed) + 1;
    assert_eq!(line.says(n, &[]).refusal(), (410, "poll_gone".to_owned()));
    let line = Polling::welcome(&product, &me);
    assert_eq!(line.stores(&first), ack);
    let heard = line.asks(&[json!({"t": "resume", "thread": thread, "after_seq": 0})]);
    assert!(heard.iter().any(is_saying("before")), "{heard:?}");

    // A drain says good-bye to whoever waits.
    let n = line.n.load(Ordering::Relaxed) + 1;
    product.internal("/internal/drain", &json!({})).ok();
    let answer = line.says(n, &[]).ok();
    let frames = answer["frames"].as_array().cloned().unwrap_or_default();
    assert!(frames.iter().any(|frame| frame["t"] == "going_away"), "{answer}");
    assert_eq!(answer["closed"], 1012);
}
