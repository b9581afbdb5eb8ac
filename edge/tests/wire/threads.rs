//! A visitor's own conversations: their list, and ending one.

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::http::Answer;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{KILN, Visitor, message_id, post, resumes, says, starts};
use crate::wait::until;

fn asks(origin: &str, body: &Value) -> Answer {
    let headers = [("origin", origin), ("content-type", "text/plain")];
    Product::shared().ask("POST", "/v1/demo/threads", &headers, &body.to_string())
}

/// The list, once as many conversations are noted as there are: the note follows the message.
#[track_caller]
fn list(me: &Visitor<'_>, count: usize) -> Vec<Value> {
    until("the list", || {
        let told = asks(KILN, &json!({"token": me.token})).ok();
        let threads = told["threads"].as_array().cloned().unwrap_or_default();
        (threads.len() == count).then_some(threads)
    })
}

#[test]
fn the_list_has_what_was_said_last_and_how_much_of_it_is_news() {
    // P17
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut socket = me.connects();
    assert_eq!(asks(KILN, &json!({"token": me.token})).ok(), json!({"threads": []}));
    let first = starts(&mut socket, "everywhere", "First one");
    let second = starts(&mut socket, "everywhere", &"long ".repeat(50));
    let threads = list(&me, 2);
    assert_eq!(threads[0]["id"], json!(second));
    assert_eq!(threads[0]["last"].as_str().map(|last| last.chars().count()), Some(100));
    assert_eq!((&threads[1]["id"], &threads[1]["last"]), (&json!(first), &json!("First one")));
    assert_eq!((&threads[1]["socket"], &threads[1]["chatflow"]), (&json!(me.path), &json!("everywhere")));
    assert_eq!((&threads[1]["unread"], threads[1].get("by")), (&json!(0), None));
    assert!(threads[1]["heading"].is_string(), "{threads:?}");
    // An agent answers the older one while no page shows it.
    let anna = Agent::of(product, "anna@kiln.test");
    until("the thread's row", || anna.row("main", "view=all", &first));
    let mut desk = anna.connects("main");
    says(&mut desk, &post(&first, "Here\nI am"));
    let threads = list(&me, 2);
    let line = &threads[0];
    assert_eq!((&line["id"], &line["last"]), (&json!(first), &json!("Here I am")));
    assert_eq!((&line["unread"], line["by"].is_string(), &line["agent"]), (&json!(1), true, &line["by"]));
    // A page shows it, and says so.
    let (entries, _) = resumes(&mut socket, &first, 0);
    let last = entries.last().map(|entry| entry["seq"].clone());
    socket.send(&json!({"t": "received", "thread": first, "seq": last}));
    until("nothing is unread", || (list(&me, 2)[0]["unread"] == 0).then_some(()));
}

#[test]
fn the_list_is_for_whoever_has_the_token() {
    // P17, T13: not for other visitors, other sites, or a token of the site's server alone
    let product = Product::shared();
    let (me, other) = (Visitor::of_demo(product), Visitor::of_demo(product));
    starts(&mut me.connects(), "everywhere", "Mine");
    list(&me, 1);
    assert_eq!(asks(KILN, &json!({"token": other.token})).ok(), json!({"threads": []}));
    for (origin, body, expected) in [
        (KILN, json!({"token": "v1.nothing.x"}), (401, "auth_required")),
        (KILN, json!({"token": ""}), (401, "auth_required")),
        ("https://evil.example", json!({"token": me.token}), (403, "origin_forbidden")),
        (KILN, json!({}), (400, "missing_field")),
        (KILN, json!({"token": 7}), (400, "json_type")),
        (KILN, json!({"token": me.token, "visitor": "x"}), (400, "unknown_field")),
    ] {
        let (status, code) = asks(origin, &body).refusal();
        assert_eq!((status, code.as_str()), expected, "{body}");
    }
    // Nobody opens lists faster than a person does.
    let refused =
        (0..25).map(|_| asks(KILN, &json!({"token": other.token}))).find(|answer| answer.status != 200);
    let refused = refused.expect("somewhere it ends");
    assert_eq!(refused.refusal(), (429, "rate_limited".to_owned()));
    assert!(refused.header("retry-after").is_some());
}

#[test]
fn a_visitor_ends_a_thread_and_everybody_is_told_who_did() {
    // P18
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut socket = me.connects();
    let thread = starts(&mut socket, "everywhere", "That is all");
    let anna = Agent::of(product, "anna@kiln.test");
    until("the thread's row", || anna.row("main", "view=all", &thread));
    socket.so_far();
    socket.send(&json!({"t": "end", "thread": thread}));
    let entry = socket.take("the end", |frame| frame["t"] == "entry")["entry"].take();
    assert_eq!((&entry["body"]["kind"], &entry["from"]["kind"]), (&json!("closed"), &json!("visitor")));
    assert_eq!(socket.tagged("state")["thread"]["status"], "closed");
    let row = until("the row is closed", || {
        anna.row("main", "view=all&status=closed", &thread).filter(|row| row["status"] == "closed")
    });
    assert_eq!(row.get("waiting_since"), None, "nobody waits any more: {row}");
    let log = anna.log("main", &thread, "");
    assert_eq!(log["entries"][1]["from"], json!({"kind": "visitor"}), "{log}");
    // Said again it changes nothing, and is answered by nothing.
    socket.send(&json!({"t": "end", "thread": thread}));
    assert_eq!(resumes(&mut socket, &thread, 0).0.len(), 2);
    assert_eq!(list(&me, 1)[0]["status"], "closed");
    // Writing opens it as after any other end.
    says(&mut socket, &post(&thread, "One more thing"));
    assert_eq!(resumes(&mut socket, &thread, 0).1["status"], "open");
}

#[test]
fn only_the_visitor_of_a_thread_ends_it_so() {
    // P18, T13
    let product = Product::shared();
    let (me, other) = (Visitor::of_demo(product), Visitor::of_demo(product));
    let mut mine = me.connects();
    let thread = starts(&mut mine, "everywhere", "Mine");
    let mut socket = other.connects();
    socket.send(&json!({"t": "end", "thread": thread, "client_message_id": message_id()}));
    let error = socket.tagged("error");
    assert_eq!((&error["code"], &error["ref"]), (&json!("not_found"), &json!(thread)));
    let anna = Agent::of(product, "anna@kiln.test");
    until("the thread's row", || anna.row("main", "view=all", &thread));
    let mut desk = anna.connects("main");
    desk.send(&json!({"t": "end", "thread": thread}));
    assert_eq!(desk.tagged("error")["code"], "frame_unknown");
    assert_eq!(resumes(&mut mine, &thread, 0).1["status"], "open");
}

/// Each of a visitor's own operations, working and failing.
pub(crate) fn every_operation() {
    let me = Visitor::acts(Product::shared(), "demo", KILN, "repairs");
    let mut socket = me.connects();
    let thread = starts(&mut socket, "repairs", "Every operation");
    list(&me, 1);
    ends(&mut socket, &thread);
    let about = json!({"token": me.token, "thread": thread});
    beside(&me, "log", &about).ok();
    beside(&me, "rating", &about).ok();
    beside(&me, "labels", &about).ok();
    for word in ["log", "rating", "labels"] {
        assert_eq!(beside(&me, word, &json!({})).status, 400);
    }
    let anna = Agent::of(Product::shared(), "anna@kiln.test");
    anna.gets("/api/inboxes/main/ratings").ok();
    anna.gets("/api/inboxes/main/ratings?limit=0");
    for token in [me.token.as_str(), "v1.nothing.x"] {
        let headers = [("origin", KILN), ("content-type", "text/plain")];
        Product::shared().ask("POST", "/v1/demo/forget", &headers, &json!({"token": token}).to_string());
    }
    asks(KILN, &json!({}));
}

/// Ends a thread: the place of its end.
#[track_caller]
fn ends(socket: &mut Socket, thread: &str) -> u64 {
    socket.send(&json!({"t": "end", "thread": thread}));
    let state =
        socket.take("the end", |frame| frame["t"] == "state" && frame["thread"]["status"] == "closed");
    state["thread"]["last_seq"].as_u64().expect("a place")
}

// ---- when it has ended ----

pub(crate) fn beside(me: &Visitor<'_>, word: &str, body: &Value) -> Answer {
    let headers = [("origin", KILN), ("content-type", "text/plain")];
    let path = me.path.replace("/socket", &format!("/{word}"));
    Product::shared().ask("POST", &path, &headers, &body.to_string())
}

/// What the list asks about a visitor's only conversation.
#[track_caller]
fn asked(me: &Visitor<'_>) -> Value {
    list(me, 1)[0].get("rating").cloned().unwrap_or_default()
}

#[test]
fn an_ended_chat_is_rated_once_for_each_end_and_listed() {
    // H68, P19
    let product = Product::shared();
    let me = Visitor::acts(product, "demo", KILN, "repairs");
    let mut socket = me.connects();
    let thread = starts(&mut socket, "repairs", "The handle came off");
    assert_eq!(asked(&me), json!(null), "it runs");
    let ended = ends(&mut socket, &thread);
    assert_eq!(asked(&me), json!({"scale": "stars", "question": "How did we do?"}));
    let rates = |given: Value| {
        let mut body = json!({"token": me.token, "thread": thread});
        body.as_object_mut().unwrap().extend(given.as_object().unwrap().clone());
        beside(&me, "rating", &body)
    };
    assert_eq!(rates(json!({"score": 3})).ok(), json!({}));
    assert_eq!(asked(&me), json!(null), "in no tab any more");
    rates(json!({"score": 3})).ok();
    rates(json!({"score": 5, "comment": " Quick \n"})).ok();
    // Agents see each answer beside the log; the list has the last.
    let anna = Agent::of(product, "anna@kiln.test");
    let line = until("the rating is listed", || {
        let told = anna.gets("/api/inboxes/main/ratings").ok();
        let lines = told["ratings"].as_array().cloned().unwrap_or_default();
        lines.into_iter().find(|line| line["thread"] == *thread && line["score"] == 5)
    });
    assert_eq!((&line["scale"], &line["comment"]), (&json!("stars"), &json!("Quick")));
    assert_eq!((&line["chatflow"], &line["ended"]), (&json!("repairs"), &json!(ended)));
    let notes = anna.log("main", &thread, "")["annotations"].clone();
    let notes: Vec<&Value> =
        notes.as_array().unwrap().iter().filter(|note| note["note"]["kind"] == "rated").collect();
    assert_eq!(notes.iter().map(|note| &note["note"]["score"]).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(notes[1]["from"], json!({"kind": "visitor"}));
    // Another end is another question; not to say is an answer, and no line.
    says(&mut socket, &post(&thread, "And the lid?"));
    assert!(ends(&mut socket, &thread) > ended);
    assert!(asked(&me).is_object());
    rates(json!({})).ok();
    assert_eq!(asked(&me), json!(null));
    for (given, expected) in [
        (json!({"score": 0}), (422, "number_range")),
        (json!({"score": 6}), (422, "number_range")),
        (json!({"comment": "Quick"}), (400, "missing_field")),
        (json!({"score": 4, "comment": "x".repeat(1_001)}), (413, "text_too_long")),
        (json!({"score": -1}), (400, "json_type")),
        (json!({"score": "4"}), (400, "json_type")),
        (json!({"stars": 4}), (400, "unknown_field")),
        (json!({"score": 4, "thread": "0-aaaaaaaaaaaaaaaaaaaaaaaaaa"}), (404, "not_found")),
        (json!({"score": 4, "token": "v1.nothing.x"}), (401, "auth_required")),
    ] {
        let (status, code) = rates(given.clone()).refusal();
        assert_eq!((status, code.as_str()), expected, "{given}");
    }
    let other = Visitor::of_demo(product);
    assert_eq!(rates(json!({"score": 1, "token": other.token})).refusal().0, 404, "not theirs");
}

#[test]
fn ratings_are_listed_by_time_and_page_by_page() {
    // H68
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    let mut threads = Vec::new();
    for score in [1, 2, 3] {
        let me = Visitor::acts(product, "demo", KILN, "repairs");
        let mut socket = me.connects();
        let thread = starts(&mut socket, "repairs", "Pages of ratings");
        ends(&mut socket, &thread);
        beside(&me, "rating", &json!({"token": me.token, "thread": thread, "score": score})).ok();
        threads.push(thread);
    }
    let asks = |query: &str| anna.gets(&format!("/api/inboxes/main/ratings?{query}")).ok();
    let mine = until("all are listed", || {
        let lines = asks("")["ratings"].as_array().cloned().unwrap_or_default();
        let mine: Vec<Value> =
            lines.into_iter().filter(|line| threads.iter().any(|id| line["thread"] == **id)).collect();
        (mine.len() == 3).then_some(mine)
    });
    assert_eq!(mine.iter().map(|line| &line["score"]).collect::<Vec<_>>(), [3, 2, 1], "the latest first");
    // One by one, every line comes once.
    let (mut cursor, mut scores) = (String::new(), Vec::new());
    loop {
        let page = asks(&format!("limit=1{cursor}"));
        let lines = page["ratings"].as_array().cloned().unwrap_or_default();
        scores.extend(
            lines
                .iter()
                .filter(|line| threads.iter().any(|id| line["thread"] == **id))
                .map(|line| line["score"].clone()),
        );
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(scores, [3, 2, 1]);
    let at = mine[1]["at"].as_u64().unwrap();
    let between = asks(&format!("from={at}&until={}", at + 1));
    assert!(between["ratings"].as_array().unwrap().iter().all(|line| line["at"] == at), "{between}");
    assert!(between["ratings"].as_array().unwrap().contains(&mine[1]));
    for (query, code) in
        [("cursor=x", "filter_unknown"), ("from=x", "limit_range"), ("since=1", "filter_unknown")]
    {
        assert_eq!(
            anna.gets(&format!("/api/inboxes/main/ratings?{query}")).refusal(),
            (400, code.to_owned())
        );
    }
}

#[test]
fn a_log_is_read_whole_by_its_visitor_and_nobody_else() {
    // P18
    let product = Product::shared();
    let (me, other) = (Visitor::of_demo(product), Visitor::of_demo(product));
    let thread = starts(&mut me.connects(), "everywhere", "One");
    let asks = |token: &str, after: u64| {
        beside(&me, "log", &json!({"token": token, "thread": thread, "after_seq": after}))
    };
    let log = asks(&me.token, 0).ok();
    assert_eq!((&log["thread"]["last_seq"], &log["entries"][0]["body"]["text"]), (&json!(1), &json!("One")));
    assert!(log.get("annotations").is_none(), "what agents put beside it is theirs");
    assert_eq!(asks(&me.token, 1).ok()["entries"], json!([]));
    assert_eq!(asks(&me.token, 2).refusal().1, "resume_ahead");
    assert_eq!(asks(&other.token, 0).refusal(), (404, "not_found".to_owned()));
    assert_eq!(asks("", 0).refusal(), (401, "auth_required".to_owned()));
}

#[test]
fn a_visitor_is_forgotten_and_the_office_keeps_what_was_said() {
    // P18: forget me
    let product = Product::shared();
    let me = Visitor::of_demo(product);
    let mut socket = me.connects();
    let thread = starts(&mut socket, "everywhere", "Forget this");
    list(&me, 1);
    let anna = Agent::of(product, "anna@kiln.test");
    let before = until("the thread's row", || anna.row("main", "view=all", &thread));
    let asks = |token: &str| {
        let headers = [("origin", KILN), ("content-type", "text/plain")];
        product.ask("POST", "/v1/demo/forget", &headers, &json!({"token": token}).to_string())
    };
    assert_eq!(asks("v1.nothing.x").refusal(), (401, "auth_required".to_owned()));
    assert!(asks(&me.token).ok()["erasure"].is_string(), "the number of the proof");
    // Nothing that the browser holds leads there: not the list, not the socket that is open, not a new one.
    assert_eq!(asks_list(&me), json!([]));
    for socket in [&mut socket, &mut me.connects()] {
        socket.send(&json!({"t": "resume", "thread": thread, "after_seq": 0}));
        assert_eq!(socket.tagged("error")["code"], "not_found");
    }
    assert_eq!(me.greets().1.get("threads"), None);
    // The office has it, as somebody else's.
    let row = until("the row of somebody else", || {
        anna.row("main", "view=all", &thread).filter(|row| row["visitor"] != before["visitor"])
    });
    assert_eq!((&row["status"], &row["preview"]), (&json!("open"), &json!("Forget this")));
    assert_eq!(anna.log("main", &thread, "")["entries"][0]["body"]["text"], "Forget this");
    assert_eq!(asks(&me.token).ok(), json!({}), "asked again");
    // Whoever writes again begins anew.
    let new = starts(&mut me.connects(), "everywhere", "Hello?");
    assert_eq!(list(&me, 1)[0]["id"], json!(new));
}

fn asks_list(me: &Visitor<'_>) -> Value {
    asks(KILN, &json!({"token": me.token})).ok()["threads"].take()
}
