//! Webhooks of an account: told what happens, under seal, in order, again until somebody takes it; and shown in a log.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::accounts;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{post, says, starts};
use crate::wait::until;
use crate::workshop::Workshop;

/// What came in one request.
#[derive(Clone, Debug)]
struct Told {
    signature: String,
    delivery: String,
    text: String,
    body: Value,
}

/// A server of the owner's, which answers the status that it is told to.
struct Receiver {
    address: String,
    heard: Arc<Mutex<Vec<Told>>>,
    status: Arc<Mutex<u16>>,
}

impl Receiver {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = format!("http://{}/hook", listener.local_addr().expect("it listens"));
        let receiver = Self { address, heard: Arc::default(), status: Arc::new(Mutex::new(200)) };
        let (heard, status) = (Arc::clone(&receiver.heard), Arc::clone(&receiver.status));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let status = *status.lock().unwrap_or_else(PoisonError::into_inner);
                let _ = serve(stream, &heard, status);
            }
        });
        receiver
    }

    fn answers(&self, status: u16) {
        *self.status.lock().unwrap_or_else(PoisonError::into_inner) = status;
    }

    fn heard(&self) -> Vec<Told> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for an event of this kind that is like that.
    #[track_caller]
    fn until(&self, event: &str, is: impl Fn(&Value) -> bool) -> Told {
        until(event, || self.heard().into_iter().find(|told| told.body["event"] == event && is(&told.body)))
    }
}

fn serve(mut stream: TcpStream, heard: &Mutex<Vec<Told>>, status: u16) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut head, mut line) = (Vec::new(), String::new());
    while reader.read_line(&mut line)? > 2 {
        head.push(line.trim_end().to_owned());
        line.clear();
    }
    let header = |name: &str| {
        let found = head.iter().find(|line| line.to_lowercase().starts_with(name));
        found
            .and_then(|line| line.split_once(':'))
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    };
    let mut body = vec![0; header("content-length:").parse().unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let text = String::from_utf8_lossy(&body).into_owned();
    heard.lock().unwrap_or_else(PoisonError::into_inner).push(Told {
        signature: header("x-parlor-signature:"),
        delivery: header("x-parlor-delivery:"),
        body: serde_json::from_str(&text).unwrap_or_default(),
        text,
    });
    write!(stream, "HTTP/1.1 {status} Status\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}")
}

/// Whether one of the signatures is of this secret.
fn is_signed(told: &Told, secret: &str) -> bool {
    let time = told.signature.split(',').find_map(|part| part.strip_prefix("t=")).unwrap_or_default();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(format!("{time}.{}", told.text).as_bytes());
    let digits: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    told.signature.split(',').any(|part| part == format!("v1={digits}"))
}

/// An account whose webhooks may be on this machine.
#[track_caller]
fn shop(id: &'static str) -> Workshop {
    let mut account = accounts::workshop(id);
    account["any_loopback_origin"] = json!(true);
    Workshop::of(id, &account)
}

const ALL: [&str; 5] =
    ["thread.created", "message.created", "thread.changed", "thread.deleted", "contact.changed"];

/// A webhook of it: its id and its secret.
#[track_caller]
fn hook(shop: &Workshop, url: &str, events: &[&str]) -> (String, String) {
    let body = json!({"name": "CRM", "url": url, "events": events, "enabled": true});
    let made = shop.ida.sends("POST", "/api/webhooks", &body).ok();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&made["webhook"]["id"]), text(&made["secret"]))
}

#[track_caller]
fn chat(shop: &Workshop, text: &str) -> (Socket, String) {
    let mut socket = shop.visitor().connects();
    let thread = starts(&mut socket, "open", text);
    (socket, thread)
}

#[track_caller]
fn log(shop: &Workshop, hook: &str, query: &str) -> Value {
    shop.ida.gets(&format!("/api/webhooks/{hook}/deliveries{query}")).ok()
}

#[test]
fn what_happens_is_told_under_seal_and_without_words() {
    // P67 H92 T33 T40
    let shop = shop("ws-hooks");
    let receiver = Receiver::new();
    let (id, secret) = hook(&shop, &receiver.address, &ALL);
    let (mut socket, thread) = chat(&shop, "Where is my parcel?");
    let created = receiver.until("thread.created", |body| body["thread"] == thread.as_str());
    assert!(is_signed(&created, &secret), "{created:?}");
    assert_eq!((&created.body["account"], &created.body["inbox"]), (&json!("ws-hooks"), &json!("main")));
    let said = receiver.until("message.created", |body| body["thread"] == thread.as_str());
    assert_eq!((&said.body["seq"], &said.body["from"]), (&json!(1), &json!("visitor")));
    says(&mut socket, &post(&thread, "Hello?"));
    receiver.until("message.created", |body| body["seq"] == 2);
    until("the row", || shop.ida.row("main", "view=all", &thread));
    shop.ida.acts("main", &thread, "assign", &json!({"agent": "ida"}));
    let changed = receiver.until("thread.changed", |body| body["agent"] == "ida");
    assert_eq!(changed.body["changed"], json!(["assignee"]));
    // P40: how urgent it is comes with its beginning and every change, and is one.
    assert_eq!((&created.body["priority"], &changed.body["priority"]), (&json!("normal"), &json!("normal")));
    shop.ida.acts("main", &thread, "priority", &json!({"priority": "urgent"}));
    let urgent = receiver.until("thread.changed", |body| body["changed"] == json!(["priority"]));
    assert_eq!(urgent.body["priority"], "urgent");
    shop.ida.acts("main", &thread, "close", &json!({}));
    receiver.until("thread.changed", |body| body["changed"] == json!(["status"]));
    // In the order in which it happened, each under an id of its own, and nobody's words in any of it.
    let heard = receiver.heard();
    let ids: Vec<&str> = heard.iter().filter_map(|told| told.body["id"].as_str()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
    assert_eq!(ids[..3], [format!("{thread}/created"), format!("{thread}/1"), format!("{thread}/2")]);
    assert!(heard.iter().all(|told| !told.text.contains("parcel")), "{heard:?}");
    // The log says what became of each, and shows no body either.
    let delivered = until("the log", || {
        let log = log(&shop, &id, "");
        let all = log["deliveries"].as_array()?.clone();
        all.iter().all(|one| one["state"] == "delivered").then_some(all)
    });
    assert_eq!(delivered.len(), heard.len());
    assert!(delivered.iter().all(|one| one["status"] == 200 && one["attempts"] == 1), "{delivered:?}");
    let page = log(&shop, &id, "?limit=2");
    let next = page["next"].as_str().expect("there is more");
    let second = log(&shop, &id, &format!("?limit=2&cursor={next}"));
    assert_eq!(
        (&page["deliveries"][1], &second["deliveries"][0]),
        (&delivered[1].clone(), &delivered[2].clone())
    );
}

#[test]
fn a_deleted_inbox_tells_of_every_thread_that_is_gone_with_it() {
    // S180 H92: consoles too, before their lines end
    let shop = shop("ws-hooks-inbox");
    let receiver = Receiver::new();
    hook(&shop, &receiver.address, &ALL);
    shop.ida.sends("POST", "/api/inboxes", &json!({"name": "Sales", "members": ["ida"]})).ok();
    shop.edits("open", |chatflow| chatflow["inbox"] = json!("sales")).ok();
    let threads: Vec<String> = (0..3).map(|n| chat(&shop, &format!("{n}?")).1).collect();
    for thread in &threads {
        receiver.until("thread.created", |told| told["thread"] == **thread);
        until("the row", || shop.ida.row("sales", "view=all", thread));
    }
    shop.edits("open", |chatflow| chatflow["inbox"] = json!("main")).ok();
    let mut console = shop.ida.connects("sales");
    shop.ida.sends("DELETE", "/api/inboxes/sales", &json!({"name": "Sales"})).ok();
    for thread in &threads {
        let told = receiver.until("thread.deleted", |told| told["thread"] == **thread);
        assert_eq!((&told.body["inbox"], told.body.get("contact")), (&json!("sales"), None), "{}", told.text);
    }
    for _ in &threads {
        let gone = console.take("a row that is gone", |frame| frame["t"] == "row_gone");
        assert!(threads.iter().any(|thread| gone["thread"] == **thread), "{gone}");
    }
    let deleted = receiver.heard().into_iter().filter(|told| told.body["event"] == "thread.deleted");
    assert_eq!(deleted.count(), threads.len(), "each once");
}

#[test]
fn what_is_not_taken_is_sent_again_by_hand_and_by_itself() {
    // P67 T33
    let shop = shop("ws-hooks-again");
    let receiver = Receiver::new();
    receiver.answers(503);
    let (id, secret) = hook(&shop, &receiver.address, &["thread.created"]);
    let (_socket, thread) = chat(&shop, "Hi");
    receiver.until("thread.created", |_| true);
    let waiting = until("it to be noted", || {
        let one = log(&shop, &id, "")["deliveries"][0].clone();
        (one["attempts"] == 1).then_some(one)
    });
    assert_eq!((&waiting["state"], &waiting["status"]), (&json!("waiting"), &json!(503)));
    assert_eq!(waiting["problem"], "status");
    assert!(waiting["next_at"].as_u64() > waiting["at"].as_u64());
    let hooks = shop.ida.gets("/api/webhooks").ok();
    assert!(
        hooks["webhooks"][0]["failing_since"].is_u64() && hooks["webhooks"][0]["waiting"] == 1,
        "{hooks}"
    );
    // The secret is changed meanwhile: both sign what is sent again, under the same id.
    let rotated = shop.ida.sends("POST", &format!("/api/webhooks/{id}/secret"), &json!({})).ok();
    let new = rotated["secret"].as_str().expect("a secret").to_owned();
    assert_ne!(new, secret);
    receiver.answers(204);
    let again = format!("/api/webhooks/{id}/deliveries/{}/again", waiting["id"]);
    shop.ida.sends("POST", &again, &json!({})).ok();
    let second = until("it to come again", || receiver.heard().get(1).cloned());
    assert_eq!(second.body["id"], json!(format!("{thread}/created")));
    assert_eq!(second.delivery, waiting["id"].to_string());
    assert!(is_signed(&second, &secret) && is_signed(&second, &new));
    until("it to be delivered", || {
        (log(&shop, &id, "")["deliveries"][0]["state"] == "delivered").then_some(())
    });
    // Switched off, nothing is sent, by hand neither.
    let off = json!({"name": "CRM", "url": receiver.address, "events": ["thread.created"], "enabled": false});
    shop.ida.sends("PUT", &format!("/api/webhooks/{id}"), &off).ok();
    assert_eq!(shop.ida.sends("POST", &again, &json!({})).refusal(), (409, "webhook_off".to_owned()));
    shop.ida.sends("DELETE", &format!("/api/webhooks/{id}"), &json!({})).ok();
    assert_eq!(shop.ida.gets(&format!("/api/webhooks/{id}/deliveries")).status, 404);
}

#[test]
fn a_contact_that_changes_is_told_of() {
    // H92
    let mut account = accounts::workshop("ws-hooks-contact");
    account["any_loopback_origin"] = json!(true);
    account["contacts"] = json!([{"id": "vera", "name": "Vera", "email": "vera@c.test"}]);
    let shop = Workshop::of("ws-hooks-contact", &account);
    let receiver = Receiver::new();
    hook(&shop, &receiver.address, &["contact.changed"]);
    let made = shop.ida.sends("POST", "/api/properties", &json!({"name": "Plan", "kind": "text"})).ok();
    assert_eq!(made["properties"][0]["id"], "plan");
    shop.ida.sends("PUT", "/api/contacts/vera/properties", &json!({"properties": {"plan": "gold"}})).ok();
    receiver.until("contact.changed", |body| body["contact"] == "vera");
}

#[test]
fn a_receiver_inside_or_by_a_detour_is_refused() {
    // T32
    let shop = shop("ws-hooks-inside");
    for url in [
        "http://10.0.0.1/",
        "https://169.254.169.254/",
        "https://[fd00::1]/x",
        "https://a.example:8443/",
        "no",
    ] {
        let body = json!({"name": "x", "url": url, "events": ["thread.created"], "enabled": true});
        let answer = shop.ida.sends("POST", "/api/webhooks", &body);
        assert_eq!(answer.refusal(), (422, "webhook_url".to_owned()), "{url}");
        assert_eq!(answer.json()["error"]["field"], "url");
    }
    // A redirect is no way either: what is signed is for the one who was named.
    let receiver = Receiver::new();
    receiver.answers(302);
    let (id, _) = hook(&shop, &receiver.address, &["thread.created"]);
    let _chat = chat(&shop, "Hi");
    until("the log", || (log(&shop, &id, "")["deliveries"][0]["problem"] == "redirect").then_some(()));
    // Without the account's leave, this machine is inside too.
    let other = Workshop::new("ws-hooks-plain");
    let body = json!({"name": "x", "url": receiver.address, "events": ["thread.created"], "enabled": true});
    assert_eq!(other.ida.sends("POST", "/api/webhooks", &body).code(), "webhook_url");
}

#[test]
fn webhooks_are_for_admins_and_of_one_account() {
    // T13 T24
    let shop = shop("ws-hooks-whose");
    let other = Workshop::new("ws-hooks-other");
    let (id, _) = hook(&shop, "https://crm.example/hook", &["thread.created"]);
    let mia = shop.agent("mia");
    assert_eq!(mia.gets("/api/webhooks").refusal(), (403, "forbidden".to_owned()));
    assert_eq!(other.ida.gets("/api/webhooks").ok()["webhooks"], json!([]));
    for (method, path) in [
        ("PUT", format!("/api/webhooks/{id}")),
        ("DELETE", format!("/api/webhooks/{id}")),
        ("POST", format!("/api/webhooks/{id}/secret")),
        ("POST", format!("/api/webhooks/{id}/deliveries/1/again")),
    ] {
        let body =
            json!({"name": "x", "url": "https://x.example/", "events": ["thread.created"], "enabled": true});
        let body = if method == "POST" { json!({}) } else { body };
        assert_eq!(other.ida.sends(method, &path, &body).status, 404, "{method} {path}");
    }
    assert_eq!(other.ida.gets(&format!("/api/webhooks/{id}/deliveries")).status, 404);
    let secret = "secret";
    assert!(!shop.ida.gets("/api/webhooks").text().contains(secret), "a secret is shown once");
}

/// A good and a failed request of each kind, of tokens too.
pub(crate) fn every_operation() {
    let shop = shop("ws-api-operations");
    let (id, _) = hook(&shop, "http://127.0.0.1:9/", &["thread.created"]);
    let (_socket, thread) = chat(&shop, "Hi");
    until("the row", || shop.ida.row("main", "view=all", &thread));
    let delivery = until("a delivery", || log(&shop, &id, "")["deliveries"][0]["id"].as_u64());
    let token = shop.ida.sends("POST", "/api/tokens", &json!({"name": "x", "scopes": []})).ok();
    let token = token["token"]["id"].as_str().expect("an id").to_owned();
    let content =
        json!({"name": "x", "url": "https://x.example/", "events": ["thread.created"], "enabled": true});
    let nothing = json!({});
    for (method, path, body) in [
        ("GET", "/api/webhooks".to_owned(), &nothing),
        ("GET", format!("/api/webhooks/{id}/deliveries"), &nothing),
        ("GET", "/api/tokens".to_owned(), &nothing),
        ("POST", "/api/webhooks".to_owned(), &content),
        ("POST", format!("/api/webhooks/{id}/secret"), &nothing),
        ("POST", format!("/api/webhooks/{id}/deliveries/{delivery}/again"), &nothing),
        ("PUT", format!("/api/webhooks/{id}"), &content),
        ("DELETE", format!("/api/webhooks/{id}"), &nothing),
        ("DELETE", format!("/api/tokens/{token}"), &nothing),
        (
            "POST",
            format!("/api/threads/main/{thread}/messages"),
            &json!({"client_message_id": "m-0000000001", "text": "Hello"}),
        ),
    ] {
        let asked = if method == "GET" { shop.ida.gets(&path) } else { shop.ida.sends(method, &path, body) };
        asked.ok();
        let refused = Product::shared().ask(method, &path, &[], "");
        assert!(refused.status >= 400, "{method} {path}");
    }
    let refused = shop.ida.sends("POST", "/api/tokens", &json!({"name": "x", "scopes": ["everything"]}));
    assert_eq!(refused.status, 400, "{}", refused.text());
}
