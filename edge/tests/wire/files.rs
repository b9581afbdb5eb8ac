//! Files both ways: what is taken, who may have it, and what a browser is told about it.

use serde_json::{Value, json};

use conversation::ids::{AccountId, FileId, InboxId, VisitorId};
use edge::ticket::{self, Ticket};
use edge::token::{self, Key};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::http::{self, Answer};
use crate::product::Product;
use crate::visitor::{KILN, Visitor, first_post, is_refused, message_id, post, resumes, says, starts};
use crate::wait::{seconds, until};

/// A picture of 2 by 3 points; what stands behind `Author` is nobody's business.
fn png() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).expect("it is short").to_be_bytes();
        [&length[..], kind, body, &[0; 4]].concat()
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 2, 0, 0, 0, 3, 8, 2, 0, 0, 0]),
        chunk(b"tEXt", b"Author\0Sofia at 52.5 N"),
        chunk(b"IDAT", b"points"),
        chunk(b"IEND", b""),
    ]
    .concat()
}

pub(crate) fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n<script>alert(1)</script>".to_vec()
}

pub(crate) fn brings(product: &Product, visitor: &Visitor<'_>, name: &str, bytes: &[u8]) -> Answer {
    let token = format!("Bearer {}", visitor.token);
    let headers = [
        ("origin", visitor.origin.as_str()),
        ("authorization", &token),
        ("content-type", "application/octet-stream"),
        ("x-file-name", name),
    ];
    product.ask_bytes("POST", &visitor.path.replace("/socket", "/files"), &headers, bytes)
}

fn agent_brings(product: &Product, agent: &Agent<'_>, thread: &str, name: &str, bytes: &[u8]) -> Answer {
    let origin = product.origin();
    let headers = [
        ("cookie", agent.cookie.as_str()),
        ("origin", &origin),
        ("content-type", "application/octet-stream"),
        ("x-csrf", &agent.csrf),
        ("x-file-name", name),
    ];
    product.ask_bytes("POST", &format!("/api/threads/main/{thread}/files"), &headers, bytes)
}

#[track_caller]
pub(crate) fn id(answer: &Answer) -> String {
    answer.ok()["id"].as_str().expect("an id").to_owned()
}

pub(crate) fn asks_for(product: &Product, visitor: &Visitor<'_>, file: &str) -> Answer {
    let path = format!("{}/{file}", visitor.path.replace("/socket", "/files"));
    let headers = [("origin", visitor.origin.as_str()), ("content-type", "text/plain")];
    product.ask("POST", &path, &headers, &json!({"token": visitor.token}).to_string())
}

/// The path of the address that a visitor is given for a file.
#[track_caller]
pub(crate) fn address(product: &Product, visitor: &Visitor<'_>, file: &str) -> String {
    let url = asks_for(product, visitor, file).ok()["url"].as_str().expect("an address").to_owned();
    url.strip_prefix(&product.origin()).expect("on the edge").to_owned()
}

pub(crate) fn with_files(mut post: Value, files: &[&str]) -> Value {
    post["attachments"] = json!(files);
    post
}

/// A good and a failed request of each kind.
pub(crate) fn every_operation() {
    let product = Product::shared();
    let (sofia, anna) = (Visitor::of_demo(product), Agent::of(product, "anna@kiln.test"));
    brings(product, &sofia, "a.png", b"<svg/>");
    let vase = id(&brings(product, &sofia, "vase.png", &png()));
    asks_for(product, &sofia, &"a".repeat(26));
    assert_eq!(product.ask("GET", &address(product, &sofia, &vase), &[], "").status, 200);
    product.ask("GET", "/v1/demo/files/none", &[], "");
    let thread = starts(&mut sofia.connects(), "everywhere", "Files");
    until("the row", || anna.row("main", "view=all", &thread));
    agent_brings(product, &anna, &thread, "a.png", b"<svg/>");
    let offer = id(&agent_brings(product, &anna, &thread, "offer.pdf", &pdf()));
    assert_eq!(anna.gets(&format!("/api/threads/main/{thread}/files/{offer}")).status, 200);
    assert_eq!(anna.gets(&format!("/api/threads/main/{thread}/files/{vase}")).status, 404);
}

#[test]
fn files_go_both_ways() {
    // P5 H61 T30
    let product = Product::shared();
    let sofia = Visitor::of_demo(product);
    let mut socket = sofia.connects();
    let vase = brings(product, &sofia, "..%2FVase%20%C3%BC.png", &png()).ok();
    assert_eq!(
        json!([vase["name"], vase["kind"], vase["width"], vase["height"]]),
        json!(["Vase ü.png", "image/png", 2, 3])
    );
    let vase = vase["id"].as_str().expect("an id").to_owned();
    // Nothing but a file is enough to begin with.
    let first = with_files(first_post("everywhere", ""), &[&vase]);
    let thread = says(&mut socket, &first)["thread"].as_str().expect("a thread").to_owned();
    let (shown, _) = resumes(&mut socket, &thread, 0);
    let entry = &shown[0];
    assert_eq!((&entry["body"]["text"], &entry["attachments"][0]["id"]), (&json!(""), &json!(vase)));

    let anna = Agent::of(product, "anna@kiln.test");
    let row = until("the row", || anna.row("main", "view=all", &thread));
    assert_eq!(row["preview"], "\u{1f4ce} Vase ü.png");
    let log = anna.log("main", &thread, "");
    assert_eq!(log["entries"][0]["attachments"][0]["bytes"], entry["attachments"][0]["bytes"]);
    let seen = anna.gets(&format!("/api/threads/main/{thread}/files/{vase}"));
    assert_eq!(seen.status, 200);
    let text = seen.text();
    assert!(text.contains("points") && !text.contains("52.5"), "what tells of a place is gone: {text}");

    // And back.
    let offer = id(&agent_brings(product, &anna, &thread, "offer.pdf", &pdf()));
    assert_eq!(asks_for(product, &sofia, &offer).refusal(), (404, "not_found".into()), "not said yet");
    let reply = json!({"client_message_id": message_id(), "text": "Here", "attachments": [offer]});
    anna.sends("POST", &format!("/api/threads/main/{thread}/messages"), &reply).ok();
    let heard = socket.take("the offer", |frame| frame["entry"]["body"]["text"] == "Here");
    assert_eq!(heard["entry"]["attachments"][0]["kind"], "application/pdf");
    let got = product.ask("GET", &address(product, &sofia, &offer), &[], "");
    assert_eq!((got.status, got.body.as_slice()), (200, pdf().as_slice()));
}

#[test]
fn a_browser_is_told_that_a_file_is_nothing_but_a_file() {
    // T30 T1
    let product = Product::shared();
    let sofia = Visitor::of_demo(product);
    for (name, bytes, kind, how) in [
        ("vase.png", png(), "image/png", "inline; filename*=UTF-8''vase.png"),
        (
            "a%22%0D%0AX-Evil%3A%20b.pdf",
            pdf(),
            "application/pdf",
            "attachment; filename*=UTF-8''a%20X-Evil%20b.pdf",
        ),
        (
            "%D7%A9.txt",
            b"words".to_vec(),
            "text/plain; charset=utf-8",
            "attachment; filename*=UTF-8''%D7%A9.txt",
        ),
    ] {
        let file = id(&brings(product, &sofia, name, &bytes));
        let got = product.ask("GET", &address(product, &sofia, &file), &[], "");
        let header = |name: &str| got.header(name).unwrap_or_default();
        assert_eq!((header("content-type").as_str(), header("content-disposition").as_str()), (kind, how));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
        assert!(header("cache-control").starts_with("private"), "{}", header("cache-control"));
        assert_eq!((got.header("x-evil"), got.header("x-parlor-file")), (None, None));
    }
}

#[test]
fn row_66_what_is_no_file_of_a_known_kind_is_refused_with_the_reason() {
    // row 66: bytes that are not what the name says. T30
    let product = Product::shared();
    let sofia = Visitor::of_demo(product);
    let huge = {
        let mut bytes = png();
        bytes[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
        bytes
    };
    let largest = 10 * 1024 * 1024;
    for (name, bytes, refusal, words) in [
        ("a.png", b"<html><script>alert(1)</script>".to_vec(), (415, "file_type_mismatch"), "HTML"),
        ("a.svg", b"<svg onload='alert(1)'/>".to_vec(), (415, "file_type"), "SVG"),
        ("a.exe", b"MZ\x90\0".to_vec(), (415, "file_type"), "a program"),
        ("a.html", png(), (415, "file_type_mismatch"), "PNG"),
        ("a.txt", Vec::new(), (422, "file_empty"), "empty"),
        ("a.png", huge, (422, "image_too_large"), "50000 x 50000"),
    ] {
        let answer = brings(product, &sofia, name, &bytes);
        assert_eq!(answer.refusal(), (refusal.0, refusal.1.to_owned()), "{name}");
        assert_eq!(answer.json()["error"]["field"], "file");
        assert!(answer.text().contains(words), "{}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin").as_deref(), Some(KILN), "the page reads it");
    }
    // Too large, said before anything is sent, or found out on the way.
    let (path, bearer) = (sofia.path.replace("/socket", "/files"), format!("Bearer {}", sofia.token));
    let said = (largest + 1).to_string();
    let chunk =
        [format!("{:x}\r\n", largest + 1).as_bytes(), &vec![b'a'; largest + 1], b"\r\n0\r\n\r\n"].concat();
    for (length, body) in
        [(("content-length", said.as_str()), Vec::new()), (("transfer-encoding", "chunked"), chunk)]
    {
        let headers = [
            ("origin", KILN),
            ("authorization", &bearer),
            ("content-type", "application/octet-stream"),
            ("x-file-name", "a.txt"),
            length,
        ];
        let answer = product.ask_bytes("POST", &path, &headers, &body);
        assert_eq!(answer.refusal(), (413, "file_too_large".into()), "{length:?}");
        assert!(answer.text().contains("at most 10485760 bytes, got 10485761"), "{}", answer.text());
    }
    let whole = brings(product, &sofia, "large.txt", &vec![b'a'; largest]).ok();
    assert_eq!(whole["bytes"], largest);
    let got = product.ask("GET", &address(product, &sofia, whole["id"].as_str().expect("an id")), &[], "");
    assert!(got.body.len() == largest && got.body.iter().all(|byte| *byte == b'a'));
}

#[test]
fn a_file_is_for_whoever_may_read_its_thread() {
    // T11 T13 T30
    let product = Product::shared();
    let (sofia, other) = (Visitor::of_demo(product), Visitor::of_demo(product));
    let vase = id(&brings(product, &sofia, "vase.png", &png()));
    assert_eq!(asks_for(product, &other, &vase).refusal(), (404, "not_found".into()));
    // Nor can somebody else say it.
    let mut strange = other.connects();
    assert_eq!(
        is_refused(&mut strange, &with_files(first_post("everywhere", "Mine"), &[&vase])),
        "file_gone"
    );

    let mut socket = sofia.connects();
    let first = with_files(first_post("everywhere", "Look"), &[&vase]);
    let thread = says(&mut socket, &first)["thread"].as_str().expect("a thread").to_owned();
    // The same again is the same message; the file is in no second one.
    assert_eq!(says(&mut socket, &first)["seq"], 1);
    assert_eq!(is_refused(&mut socket, &with_files(post(&thread, "Again"), &[&vase])), "file_gone");
    let six: Vec<String> = (0..6).map(|_| vase.clone()).collect();
    let six: Vec<&str> = six.iter().map(String::as_str).collect();
    assert_eq!(is_refused(&mut socket, &with_files(post(&thread, "Six"), &six)), "too_many");
    let text_only = json!({"t": "post", "client_message_id": message_id(), "thread": thread, "text": ""});
    assert_eq!(is_refused(&mut socket, &text_only), "text_empty");

    let anna = Agent::of(product, "anna@kiln.test");
    let elsewhere = starts(&mut strange, "everywhere", "Hello");
    let wrong = anna.gets(&format!("/api/threads/main/{elsewhere}/files/{vase}"));
    assert_eq!(wrong.refusal(), (404, "not_found".into()), "another thread's");
    let unsent = id(&agent_brings(product, &anna, &thread, "offer.pdf", &pdf()));
    let reply = json!({"client_message_id": message_id(), "text": "Here", "attachments": [unsent]});
    let wrong = anna.sends("POST", &format!("/api/threads/main/{elsewhere}/messages"), &reply);
    assert_eq!(wrong.refusal(), (422, "file_gone".into()), "brought for another thread");
    let nowhere = format!("0-{}", "a".repeat(26));
    assert_eq!(agent_brings(product, &anna, &nowhere, "a.pdf", &pdf()).status, 404);
    let nowhere = format!("999-{}", "a".repeat(26));
    assert_eq!(agent_brings(product, &anna, &nowhere, "a.pdf", &pdf()).status, 404);
}

#[test]
fn what_a_closed_thread_refused_is_said_in_the_next_one() {
    // P5
    let product = Product::shared();
    let ada = Agent::of(product, "ada@atelier.test");
    let visitor = Visitor::acts(product, "atelier", ATELIER, "final");
    let mut socket = visitor.connects();
    let thread = starts(&mut socket, "final", "Bye");
    until("the row", || ada.row("final", "view=all", &thread));
    ada.acts("final", &thread, "close", &json!({}));
    let bowl = id(&brings(product, &visitor, "bowl.png", &png()));
    let late = with_files(post(&thread, ""), &[&bowl]);
    assert_eq!(is_refused(&mut socket, &late), "thread_closed");
    says(&mut socket, &with_files(first_post("final", ""), &[&bowl]));
}

#[test]
fn who_brings_a_file_proves_who_they_are() {
    // T9 T30
    let product = Product::shared();
    let sofia = Visitor::of_demo(product);
    let mut nobody = sofia.clone();
    nobody.token = "v1.e30.e30".to_owned();
    assert_eq!(brings(product, &nobody, "a.png", &png()).refusal(), (401, "unauthenticated".into()));
    assert_eq!(asks_for(product, &nobody, &"a".repeat(26)).refusal(), (401, "unauthenticated".into()));
    let mut foreign = sofia.clone();
    foreign.origin = "https://evil.example".to_owned();
    assert_eq!(brings(product, &foreign, "a.png", &png()).refusal(), (403, "origin_forbidden".into()));
    let path = sofia.path.replace("/socket", "/files");
    let mut elsewhere = sofia.clone();
    elsewhere.path = sofia.path.replace("/shards/", "/shards/9");
    assert_eq!(brings(product, &elsewhere, "a.png", &png()).refusal(), (401, "unauthenticated".into()));
    let typed = [("origin", KILN), ("content-type", "text/plain")];
    assert_eq!(product.ask("POST", &path, &typed, "x").status, 401);
    let (bearer, typed) = (format!("Bearer {}", sofia.token), "image/png");
    let named = [("origin", KILN), ("authorization", bearer.as_str()), ("content-type", typed)];
    assert_eq!(product.ask("POST", &path, &named, "x").refusal(), (415, "content_type".into()));
    // Browsers ask first: the token travels in a header.
    let asks = [("origin", KILN), ("access-control-request-method", "POST")];
    let allowed = http::ask(product.port, "OPTIONS", &path, &asks, b"");
    assert_eq!(allowed.status, 204);
    assert_eq!(allowed.header("access-control-allow-origin").as_deref(), Some(KILN));
    assert!(allowed.list("access-control-allow-headers").contains(&"authorization".to_owned()));
    let asks = [("origin", "https://evil.example"), ("access-control-request-method", "POST")];
    assert_eq!(http::ask(product.port, "OPTIONS", &path, &asks, b"").status, 403);
    // An agent's comes from our own page, with its proof.
    let mut anna = Agent::of(product, "anna@kiln.test");
    anna.csrf = "none".to_owned();
    let thread = format!("0-{}", "a".repeat(26));
    assert_eq!(agent_brings(product, &anna, &thread, "a.pdf", &pdf()).refusal(), (403, "csrf".into()));
}

#[test]
fn an_address_is_for_one_file_and_a_while() {
    // T30
    let product = Product::shared();
    let sofia = Visitor::of_demo(product);
    let (vase, bowl) =
        (id(&brings(product, &sofia, "vase.png", &png())), id(&brings(product, &sofia, "bowl.png", &png())));
    let good = address(product, &sofia, &vase);
    assert!(!good.contains(&sofia.token), "no token in an address");
    let get = |path: &str| product.ask("GET", path, &[], "").status;
    assert_eq!((get(&good), get(&good.replace(&vase, &bowl)), get(&format!("{good}x"))), (200, 404, 404));
    assert_eq!(get("/v1/demo/files/x"), 404);

    let key = Key::parse(&product.token_key()).expect("a key");
    let account = AccountId::parse("demo").expect("an id");
    let now = seconds();
    let claims = token::read(&key, &sofia.token, &account, KILN, now).expect("it is ours");
    let made = |visitor: &VisitorId, expires| {
        let (inbox, file) = (InboxId::parse("main").expect("an id"), FileId::parse(&vase).expect("an id"));
        let ticket = Ticket { inbox, shard: claims.shard, file, visitor: visitor.clone(), expires };
        format!("/v1/demo/files/{}", ticket::write(&key, &account, &ticket))
    };
    assert_eq!(get(&made(&claims.visitor, now + 300)), 200);
    assert_eq!(get(&made(&claims.visitor, now - 1)), 404, "it is over");
    assert_eq!(get(&made(&VisitorId::from_random([7; 16]), now + 300)), 404, "not theirs to read");
    assert_eq!(get(&made(&claims.visitor, now + 300).replace("/demo/", "/other/")), 404);
}

#[test]
fn nobody_fills_the_disk() {
    // T26 T30
    let product = Product::shared();
    let sofia = Visitor::of_demo(product);
    let refused =
        (0..60).map(|_| brings(product, &sofia, "a.txt", b"words")).find(|answer| answer.status != 200);
    let refused = refused.expect("there is an end");
    assert_eq!(refused.refusal(), (429, "file_quota".into()));
    assert!(refused.header("retry-after").is_some());
    assert!(refused.text().contains("at most 50 files"), "{}", refused.text());
    // Others are not concerned.
    brings(product, &Visitor::of_demo(product), "a.txt", b"words").ok();
}
