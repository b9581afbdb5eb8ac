//! Bots: they answer first, ask the owner's own server, hand over, and say nothing once a person did.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{KILN, Visitor, first_post, post, resumes, says, starts, texts};
use crate::wait::until;

/// A chatflow of the demo account with this bot, for pages of its own.
#[track_caller]
fn with_bot(product: &Product, name: &str, steps: Value) -> String {
    let mira = Agent::signs_in(product, "mira@kiln.test");
    let made = mira.sends("POST", "/api/chatflows", &json!({"name": name})).ok();
    let id = made["chatflow"]["id"].as_str().expect("an id").to_owned();
    let mut chatflow = made["chatflow"].clone();
    chatflow["include"] = json!([{"op": "is", "value": format!("https://kiln.example/{id}")}]);
    chatflow["enabled"] = json!(true);
    chatflow["bot"] = json!({"name": "Kiln helper", "secret": "0123456789abcdef", "steps": steps});
    let save = json!({"revision": made["revision"], "chatflow": chatflow});
    mira.sends("PUT", &format!("/api/chatflows/{id}"), &save).ok();
    id
}

fn shop() -> Value {
    json!([
        {"id": "hello", "do": "message", "text": "Hello!"},
        {"id": "topic", "do": "question", "text": "What about?", "replies": [
            {"text": "Prices", "then": "address"}, {"text": "A person", "then": "people"}]},
        {"id": "address", "do": "property", "text": "Your address?", "property": "email",
         "again": "That is none.", "then": "people"},
        {"id": "people", "do": "hand_over", "text": "One moment."},
    ])
}

/// Waits for an entry of the bot that says this.
#[track_caller]
fn bot_says(socket: &mut Socket, text: &str) -> Value {
    let said = socket.take(text, |frame| frame["t"] == "entry" && frame["entry"]["body"]["text"] == text);
    assert_eq!(
        said["entry"]["from"],
        json!({"kind": "agent", "id": "bot", "name": "Kiln helper", "bot": true})
    );
    said["entry"].clone()
}

#[test]
fn a_bot_answers_asks_and_hands_over() {
    // P84 S120 S130 S161 S163 E51
    let product = Product::shared();
    let chatflow = with_bot(product, "Bot shop", shop());
    let anna = Agent::of(product, "anna@kiln.test");
    let mut socket = Visitor::acts(product, "demo", KILN, &chatflow).connects();
    let thread = starts(&mut socket, &chatflow, "Hi");
    bot_says(&mut socket, "Hello!");
    let asked = bot_says(&mut socket, "What about?");
    assert_eq!(asked["quick_replies"], json!(["Prices", "A person"]));
    // In the bot's hands: in Bots and All, and nobody's to take unasked.
    let row = until("the row", || anna.row("main", "view=bots", &thread));
    assert_eq!(
        (&row["bot"], row.get("assignee")),
        (&json!({"name": "Kiln helper", "in_charge": true}), None)
    );
    assert!(anna.row("main", "view=all", &thread).is_some());
    assert!(anna.row("main", "view=unassigned", &thread).is_none());
    // S130: not closable yet.
    let refused = anna.sends("POST", &format!("/api/threads/main/{thread}/close"), &json!({}));
    assert_eq!(refused.refusal(), (409, "bot_talking".to_owned()));

    says(&mut socket, &post(&thread, "prices"));
    bot_says(&mut socket, "Your address?");
    says(&mut socket, &post(&thread, "no"));
    bot_says(&mut socket, "That is none.");
    says(&mut socket, &post(&thread, "sofia.bot@kiln.test"));
    bot_says(&mut socket, "One moment.");
    let row = until("handed over", || anna.row("main", "view=unassigned", &thread));
    assert_eq!(row["bot"], json!({"name": "Kiln helper", "in_charge": false}));
    assert!(anna.row("main", "view=bots", &thread).is_none());
    // What was answered is known of them, as their own word.
    let known = until("the address", || {
        let details = anna.gets(&format!("/api/threads/main/{thread}/details")).ok();
        Some(details["contact"].clone()).filter(|contact| contact["email"] == "sofia.bot@kiln.test")
    });
    assert_eq!(known["verified"], json!(false));
    // A hand-over that happened can be closed at once.
    anna.acts("main", &thread, "close", &json!({}));
}

#[test]
fn whoever_takes_over_is_the_only_one_who_answers() {
    // S162 S164 E50
    let product = Product::shared();
    let chatflow = with_bot(product, "Bot taken", shop());
    let (anna, jonas) = (Agent::of(product, "anna@kiln.test"), Agent::of(product, "jonas@kiln.test"));
    let mut socket = Visitor::acts(product, "demo", KILN, &chatflow).connects();
    let thread = starts(&mut socket, &chatflow, "Hi");
    bot_says(&mut socket, "What about?");
    until("the row", || anna.row("main", "view=bots", &thread));
    anna.acts("main", &thread, "take-over", &json!({}));
    let again = jonas.sends("POST", &format!("/api/threads/main/{thread}/take-over"), &json!({}));
    assert_eq!(again.refusal(), (409, "bot_gone".to_owned()));
    let row = until("hers", || anna.row("main", "view=mine", &thread));
    assert_eq!(row["bot"]["in_charge"], json!(false));
    says(&mut socket, &post(&thread, "Prices"));
    says(&mut socket, &post(&thread, "A person"));
    let (entries, _) = resumes(&mut socket, &thread, 0);
    assert_eq!(texts(&entries), ["Hi", "Hello!", "What about?", "Prices", "A person"]);
}

/// A server of the owner's: answers what it is told to, and remembers what it was asked.
struct Webhook {
    address: String,
    asked: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Webhook {
    /// Waits so long before each answer.
    fn answers(answer: Value, after: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = format!("http://{}/chat", listener.local_addr().expect("it listens"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (heard, answer) = (Arc::clone(&heard), answer.to_string());
                thread::spawn(move || drop(serve(stream, &heard, &answer, after)));
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<(String, Value)> {
        self.asked.lock().expect("nobody panics with it").clone()
    }
}

fn serve(
    mut stream: TcpStream,
    heard: &Mutex<Vec<(String, Value)>>,
    answer: &str,
    after: Duration,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut head, mut line) = (String::new(), String::new());
    while reader.read_line(&mut line)? > 2 {
        head.push_str(&line.to_lowercase());
        line.clear();
    }
    let header = |name: &str| {
        head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
    };
    let mut body = vec![0; header("content-length:").parse().unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    heard.lock().expect("nobody panics with it").push((header("x-parlor-signature:"), body));
    // A server that takes its time is what this is about; nothing waits for it but its client.
    thread::park_timeout(after);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(answer.as_bytes())
}

#[test]
fn a_webhook_is_asked_under_seal_and_its_answer_is_said() {
    // P84
    let product = Product::shared();
    let webhook = Webhook::answers(json!({"say": ["It ships tomorrow."], "outcome": "done"}), Duration::ZERO);
    let chatflow = with_bot(
        product,
        "Bot hook",
        json!([
            {"id": "ask", "do": "webhook", "url": webhook.address, "otherwise": "sorry"},
            {"id": "more", "do": "question", "text": "More?"},
            {"id": "sorry", "do": "hand_over", "text": "Sorry."},
        ]),
    );
    let mut socket = Visitor::acts(product, "demo", KILN, &chatflow).connects();
    let thread = starts(&mut socket, &chatflow, "Where is my kettle?");
    bot_says(&mut socket, "It ships tomorrow.");
    bot_says(&mut socket, "More?");
    let asked = webhook.asked();
    let [(signature, body)] = &asked[..] else { panic!("once: {asked:?}") };
    assert!(signature.starts_with("t=") && signature.contains(",v1="), "{signature}");
    assert_eq!((&body["thread"], &body["text"]), (&json!(thread), &json!("Where is my kettle?")));
    assert_eq!(body["delivery"], json!(format!("{thread}/1")));
}

#[test]
fn a_webhook_that_nobody_answers_goes_its_own_way() {
    // P84
    let product = Product::shared();
    let chatflow = with_bot(
        product,
        "Bot lost",
        json!([
            {"id": "ask", "do": "webhook", "url": "http://127.0.0.1:9/", "otherwise": "sorry"},
            {"id": "more", "do": "question", "text": "More?"},
            {"id": "sorry", "do": "hand_over", "text": "Sorry, one moment."},
        ]),
    );
    let mut socket = Visitor::acts(product, "demo", KILN, &chatflow).connects();
    starts(&mut socket, &chatflow, "Hi");
    bot_says(&mut socket, "Sorry, one moment.");
}

#[test]
fn a_crash_in_the_middle_of_a_turn_loses_and_doubles_nothing() {
    // P84, P1, P2
    let product = Product::start();
    let webhook = Webhook::answers(json!({"say": ["Found it."]}), Duration::from_secs(3));
    let chatflow = with_bot(
        &product,
        "Bot crash",
        json!([
            {"id": "hello", "do": "message", "text": "Looking."},
            {"id": "ask", "do": "webhook", "url": webhook.address},
            {"id": "more", "do": "question", "text": "More?", "replies": [{"text": "No"}], "then": "people"},
            {"id": "people", "do": "hand_over"},
        ]),
    );
    let me = Visitor::acts(&product, "demo", KILN, &chatflow);
    let mut socket = me.connects();
    let first = first_post(&chatflow, "Hi");
    let ack = says(&mut socket, &first);
    until("the webhook to be asked", || (!webhook.asked().is_empty()).then_some(()));
    product.restart_workerd();
    let mut socket = me.connects();
    assert_eq!(says(&mut socket, &first), ack, "sent again, it is the same message");
    let thread = ack["thread"].as_str().expect("a thread").to_owned();
    until("the bot to go on", || {
        let (entries, _) = resumes(&mut socket, &thread, 0);
        texts(&entries).contains(&"More?").then_some(())
    });
    says(&mut socket, &post(&thread, "no"));
    let (entries, _) = resumes(&mut socket, &thread, 0);
    assert_eq!(texts(&entries), ["Hi", "Looking.", "Found it.", "More?", "no"]);
    // Asked twice perhaps, under one key: whoever answers can tell.
    let asked = webhook.asked();
    assert!(asked.iter().all(|(_, body)| body["delivery"] == asked[0].1["delivery"]), "{asked:?}");
}

#[test]
fn what_is_wrong_with_a_bot_keeps_it_from_being_saved() {
    // P84
    let product = Product::shared();
    let mira = Agent::of(product, "mira@kiln.test");
    let made = mira.sends("POST", "/api/chatflows", &json!({"name": "Bot wrong"})).ok();
    let id = made["chatflow"]["id"].as_str().expect("an id").to_owned();
    let mut chatflow = made["chatflow"].clone();
    chatflow["bot"] =
        json!({"name": "B", "steps": [{"id": "a", "do": "message", "text": "A", "then": "gone"}]});
    let save = json!({"revision": made["revision"], "chatflow": chatflow});
    let answer = mira.sends("PUT", &format!("/api/chatflows/{id}"), &save);
    assert_eq!(answer.refusal(), (422, "reference_unknown".to_owned()));
    chatflow["bot"]["steps"][0] = json!({"id": "a", "do": "end", "colour": "red"});
    let save = json!({"revision": made["revision"], "chatflow": chatflow});
    let answer = mira.sends("PUT", &format!("/api/chatflows/{id}"), &save);
    assert_eq!(answer.refusal(), (400, "unknown_field".to_owned()));
}

#[test]
fn what_webhooks_are_signed_with_is_for_those_who_set_it() {
    let product = Product::shared();
    let chatflow = with_bot(product, "Bot secret", shop());
    let path = format!("/api/chatflows/{chatflow}");
    let secret =
        |email: &str| Agent::of(product, email).gets(&path).ok()["chatflow"]["bot"]["secret"].clone();
    assert_eq!(
        (secret("mira@kiln.test"), secret("anna@kiln.test")),
        (json!("0123456789abcdef"), Value::Null)
    );
}
