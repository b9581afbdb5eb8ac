//! People: they are invited, change, go, look after themselves; and what is written down of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::accounts::PASSWORD;
use crate::agent::{Agent, sign_in};
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::starts;
use crate::wait::{seconds, until};
use crate::workshop::Workshop;

/// Something that somebody sends who is not signed in.
#[track_caller]
fn knocks(path: &str, body: &Value) -> Answer {
    let product = Product::shared();
    let origin = product.origin();
    let headers = [("origin", origin.as_str()), ("content-type", "application/json")];
    product.ask("POST", path, &headers, &body.to_string())
}

/// The token of the link that somebody gets who is invited.
#[track_caller]
fn invited(by: &Agent<'_>, body: &Value) -> String {
    let link =
        by.sends("POST", "/api/invitations", body).ok()["link"].as_str().unwrap_or_default().to_owned();
    let (page, token) = link.split_once('#').expect("the token stands behind #");
    assert!(page.ends_with("/console/join"), "{page}");
    token.to_owned()
}

/// Whoever an answer with a cookie signed in.
#[track_caller]
fn signed_in(answer: &Answer) -> Agent<'static> {
    Agent::who_came(Product::shared(), answer)
}

/// The code that a device shows, `ahead` steps from now: one ahead still counts, and does when the step is over.
fn code(secret: &str, ahead: i64) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bits = String::new();
    for letter in secret.chars() {
        bits.push_str(&format!("{:05b}", ALPHABET.find(letter).expect("base32")));
    }
    let bytes: Vec<u8> = (0..bits.len() / 8)
        .map(|n| u8::from_str_radix(&bits[n * 8..n * 8 + 8], 2).expect("eight bits"))
        .collect();
    let step = (seconds() / 30).checked_add_signed(ahead).expect("a step");
    let mut mac = Hmac::<Sha1>::new_from_slice(&bytes).expect("keys of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes(hash[at..at + 4].try_into().expect("four bytes")) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

/// The words of an account's log, the newest first.
#[track_caller]
fn log(admin: &Agent<'_>, query: &str) -> Vec<String> {
    let page = admin.gets(&format!("/api/audit?{query}")).ok();
    let lines = page["lines"].as_array().expect("lines").clone();
    lines.iter().map(|line| line["what"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_colleague_is_invited_comes_and_is_let_go() {
    // P68
    let shop = Workshop::new("people-come");
    let invite = json!({"email": "Nia@people-come.test", "role": "agent", "inboxes": ["main"]});
    let first = invited(&shop.ida, &invite);
    let token = invited(&shop.ida, &invite);
    let listed = shop.ida.gets("/api/invitations").ok();
    assert_eq!(listed["invitations"].as_array().map(Vec::len), Some(1), "the newer one counts");
    assert!(!listed.to_string().contains(&token), "links are shown once");
    let over = (410, "invitation_over".to_owned());
    assert_eq!(knocks("/api/invitations/look", &json!({"token": first})).refusal(), over);
    assert_eq!(knocks("/api/invitations/look", &json!({"token": "people-come.x.y"})).refusal(), over);
    let looked = knocks("/api/invitations/look", &json!({"token": token})).ok();
    assert_eq!(looked["email"], "nia@people-come.test");
    let accept = |name: &str, password: &str| {
        knocks("/api/invitations/accept", &json!({"token": token, "name": name, "password": password}))
    };
    assert_eq!(accept("Nia", "short").refusal(), (422, "password_length".to_owned()));
    let nia = signed_in(&accept("Nia Adler", PASSWORD));
    assert_eq!(accept("Nia Adler", PASSWORD).refusal(), over, "once");
    let me = nia.gets("/api/me").ok();
    assert_eq!(
        (&me["id"], &me["role"], &me["inboxes"][0]["id"]),
        (&json!("nia-adler"), &json!("agent"), &json!("main"))
    );
    Agent::signs_in(Product::shared(), "nia@people-come.test");
    let again = shop.ida.sends("POST", "/api/invitations", &invite);
    assert_eq!(again.refusal(), (409, "email_taken".to_owned()));

    // Whatever she has open when she goes is somebody else's.
    let mut visitor = shop.visitor().connects();
    let thread = starts(&mut visitor, "open", "hello");
    until("the row", || nia.row("main", "view=all", &thread));
    nia.acts("main", &thread, "assign", &json!({"agent": "nia-adler"}));
    let mut socket = nia.connects("main");
    shop.ida.sends("DELETE", "/api/people/nia-adler", &json!({})).ok();
    assert_eq!(socket.closed(), 4401);
    assert_eq!(nia.gets("/api/me").refusal(), (401, "session_expired".to_owned()));
    assert_eq!(sign_in(Product::shared(), "nia@people-come.test", PASSWORD).status, 401);
    until("somebody else has it", || {
        let row = shop.ida.row("main", "view=all", &thread)?;
        (row["assignee"]["id"] != "nia-adler").then_some(())
    });
    assert_eq!(
        shop.ida.sends("DELETE", "/api/people/ida", &json!({})).refusal(),
        (409, "owner_stays".to_owned())
    );
    // The address is free again, and the id is not.
    let token = invited(&shop.ida, &invite);
    let body = json!({"token": token, "name": "Nia Adler", "password": PASSWORD});
    let back = signed_in(&knocks("/api/invitations/accept", &body));
    assert_eq!(back.gets("/api/me").ok()["id"], "nia-adler-2");
}

#[test]
fn what_changes_about_somebody_ends_their_sessions_and_sockets() {
    // T23 T24 P68
    let shop = Workshop::new("people-change");
    let mia = Agent::signs_in(Product::shared(), "mia@people-change.test");
    let mut socket = mia.connects("main");
    let change = |body: Value| shop.ida.sends("PUT", "/api/people/mia", &body);
    // Out of one inbox: its sockets close, the session goes on elsewhere.
    change(json!({"inboxes": ["side"]})).ok();
    assert_eq!(socket.closed(), 4401);
    assert_eq!(mia.gets("/api/inboxes/main/threads").status, 404);
    mia.gets("/api/inboxes/side/threads").ok();
    let mut socket = mia.connects("side");
    change(json!({"role": "viewer", "inboxes": ["main"]})).ok();
    assert_eq!(socket.closed(), 4401);
    assert_eq!(mia.gets("/api/me").status, 401);
    // A viewer reads, and changes nothing: over a socket neither.
    let mia = Agent::signs_in(Product::shared(), "mia@people-change.test");
    let thread = starts(&mut shop.visitor().connects(), "open", "hello");
    until("the row", || mia.row("main", "view=all", &thread));
    let close = mia.sends("POST", &format!("/api/threads/main/{thread}/close"), &json!({}));
    assert_eq!(close.refusal(), (403, "forbidden".to_owned()));
    let mut socket = mia.connects("main");
    socket
        .send(&json!({"t": "post", "client_message_id": "viewer-writes-1", "thread": thread, "text": "no"}));
    assert_eq!(socket.tagged("error")["code"], "forbidden");
    assert_eq!(mia.log("main", &thread, "after_seq=0")["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(change(json!({"seat": true})).refusal(), (422, "seat_missing".to_owned()));
    // Disabled, they are nobody; enabled, they sign in again.
    change(json!({"disabled": true})).ok();
    assert_eq!(socket.closed(), 4401);
    assert_eq!(sign_in(Product::shared(), "mia@people-change.test", PASSWORD).refusal().1, "sign_in_failed");
    change(json!({"disabled": false, "role": "agent"})).ok();
    Agent::signs_in(Product::shared(), "mia@people-change.test");
    assert_eq!(
        shop.ida.sends("PUT", "/api/people/ida", &json!({"role": "admin"})).refusal().1,
        "owner_stays"
    );
    let words = log(&shop.ida, "who=ida");
    assert_eq!(
        words.iter().filter(|word| word.starts_with("person_")).collect::<Vec<_>>(),
        ["person_enabled", "person_disabled", "person_changed", "person_changed"]
    );
}

#[test]
fn sessions_are_listed_and_ended_from_elsewhere() {
    // T23
    let shop = Workshop::new("people-sessions");
    let here = Agent::signs_in(Product::shared(), "mia@people-sessions.test");
    let there = Agent::signs_in(Product::shared(), "mia@people-sessions.test");
    let third = Agent::signs_in(Product::shared(), "mia@people-sessions.test");
    let sessions = here.gets("/api/me/sessions").ok()["sessions"].clone();
    let sessions = sessions.as_array().expect("sessions").clone();
    assert_eq!(sessions.len(), 3);
    assert_eq!(sessions.iter().filter(|session| session["current"] == true).count(), 1);
    assert!(sessions.iter().all(|session| session["seen_at"].as_u64().is_some_and(|at| at % 900_000 == 0)));
    let handle = |agent: &Agent<'_>| {
        let sessions = agent.gets("/api/me/sessions").ok()["sessions"].clone();
        let mine = sessions.as_array().unwrap().iter().find(|it| it["current"] == true).cloned();
        mine.unwrap()["handle"].as_str().unwrap().to_owned()
    };
    let mut socket = there.connects("main");
    let mut staying = here.connects("main");
    here.sends("DELETE", &format!("/api/me/sessions/{}", handle(&there)), &json!({})).ok();
    let (code, fatal, _) = socket.refusal();
    assert_eq!((code.as_str(), fatal, socket.closed()), ("auth_required", true, 4401));
    assert_eq!(there.gets("/api/me").refusal(), (401, "session_expired".to_owned()));
    let left = here.sends("DELETE", "/api/me/sessions", &json!({})).ok();
    assert_eq!(left["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(third.gets("/api/me").status, 401);
    staying.so_far();
    let other = handle(&shop.ida);
    let foreign = here.sends("DELETE", &format!("/api/me/sessions/{other}"), &json!({}));
    assert_eq!(foreign.refusal(), (404, "not_found".to_owned()), "somebody else's");
    shop.ida.gets("/api/me").ok();
}

#[test]
fn a_new_password_ends_every_other_session() {
    // T21 T23
    let _shop = Workshop::new("people-password");
    let email = "mia@people-password.test";
    let (here, there) =
        (Agent::signs_in(Product::shared(), email), Agent::signs_in(Product::shared(), email));
    let change =
        |old: &str, new: &str| here.sends("PUT", "/api/me/password", &json!({"old": old, "new": new}));
    assert_eq!(change("not this one", "a new password").refusal(), (422, "password_wrong".to_owned()));
    assert_eq!(change(PASSWORD, "short").refusal(), (422, "password_length".to_owned()));
    there.gets("/api/me").ok();
    change(PASSWORD, "a new password").ok();
    here.gets("/api/me").ok();
    assert_eq!(there.gets("/api/me").status, 401);
    assert_eq!(sign_in(Product::shared(), email, PASSWORD).status, 401);
    sign_in(Product::shared(), email, "a new password").ok();
}

#[test]
fn a_second_factor_is_asked_for_and_each_code_counts_once() {
    // P69 T22
    let shop = Workshop::new("people-factor");
    let email = "mia@people-factor.test";
    let (mia, other) = (Agent::signs_in(Product::shared(), email), Agent::signs_in(Product::shared(), email));
    let wrong = mia.sends("POST", "/api/me/second-factor", &json!({"password": "not this one"}));
    assert_eq!(wrong.refusal(), (422, "password_wrong".to_owned()));
    let begun = mia.sends("POST", "/api/me/second-factor", &json!({"password": PASSWORD})).ok();
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    assert!(begun["uri"].as_str().is_some_and(|uri| uri.contains(&secret)), "{begun}");
    sign_in(Product::shared(), email, PASSWORD).ok()["csrf"].as_str().expect("nothing is asked for yet");
    let confirm = |code: &str| mia.sends("PUT", "/api/me/second-factor", &json!({"code": code}));
    assert_eq!(confirm("000000").refusal(), (401, "second_factor_failed".to_owned()));
    let first = code(&secret, 0);
    let codes = confirm(&first).ok()["codes"].as_array().expect("codes").clone();
    assert_eq!(codes.len(), 10);
    assert_eq!(other.gets("/api/me").status, 401, "older sessions end");
    mia.gets("/api/me").ok();

    let challenge = || {
        let answer = sign_in(Product::shared(), email, PASSWORD);
        assert_eq!(answer.header("set-cookie"), None, "the password alone lets nobody in");
        answer.ok()["second_factor"]["challenge"].as_str().expect("a challenge").to_owned()
    };
    let second = |challenge: &str, code: &str| {
        knocks("/api/sign-in/second", &json!({"challenge": challenge, "code": code}))
    };
    let failed = (401, "second_factor_failed".to_owned());
    let asked = challenge();
    assert_eq!(second(&asked, &first).refusal(), failed, "replayed");
    let now = code(&secret, 1);
    signed_in(&second(&asked, &now)).gets("/api/me").ok();
    assert_eq!(second(&asked, &now).refusal(), (410, "challenge_over".to_owned()), "once");
    assert_eq!(second(&challenge(), &now).refusal(), failed, "replayed");
    let recovery = codes[0].as_str().expect("a code").to_uppercase();
    signed_in(&second(&challenge(), &recovery));
    assert_eq!(second(&challenge(), &recovery).refusal(), failed, "used up");
    assert_eq!(second("people-factor.made.up", "123456").refusal().1, "challenge_over");
    assert_eq!(mia.gets("/api/me/profile").ok()["recovery_codes"], 9);
    let made = mia.sends("POST", "/api/me/recovery-codes", &json!({"password": PASSWORD})).ok();
    assert_eq!(second(&challenge(), codes[1].as_str().unwrap()).refusal(), failed, "the old ones are void");
    let again = mia.sends("POST", "/api/me/second-factor", &json!({"password": PASSWORD}));
    assert_eq!(again.refusal(), (403, "forbidden".to_owned()), "it is on");
    signed_in(&second(&challenge(), made["codes"][0].as_str().unwrap()));
    // The secret stands nowhere on the disk, and neither do the codes.
    let files = Product::shared().files();
    for hidden in [secret.as_str(), &codes[2].as_str().unwrap().replace('-', "")] {
        let found =
            files.iter().find(|(_, bytes)| bytes.windows(hidden.len()).any(|at| at == hidden.as_bytes()));
        assert!(found.is_none(), "{:?}", found.map(|(path, _)| path));
    }
    mia.sends("DELETE", "/api/me/second-factor", &json!({"password": PASSWORD})).ok();
    sign_in(Product::shared(), email, PASSWORD).ok()["csrf"].as_str().expect("nothing is asked for");
    let words = log(&shop.ida, "who=mia");
    for word in ["second_factor_on", "recovery_code_used", "recovery_codes_made", "second_factor_off"] {
        assert!(words.iter().any(|known| known == word), "{word}: {words:?}");
    }
}

#[test]
fn codes_are_guessed_no_faster_than_passwords() {
    // T21 T22
    let _shop = Workshop::new("people-guess");
    let email = "mia@people-guess.test";
    let mia = Agent::signs_in(Product::shared(), email);
    let begun = mia.sends("POST", "/api/me/second-factor", &json!({"password": PASSWORD})).ok();
    let secret = begun["secret"].as_str().expect("a secret").to_owned();
    mia.sends("PUT", "/api/me/second-factor", &json!({"code": code(&secret, 0)})).ok();
    let mut refused = Vec::new();
    for _ in 0..3 {
        let asked = sign_in(Product::shared(), email, PASSWORD).ok()["second_factor"]["challenge"].clone();
        for _ in 0..6 {
            let body = json!({"challenge": asked, "code": "000000"});
            refused.push(knocks("/api/sign-in/second", &body).refusal().1);
        }
    }
    let count = |code: &str| refused.iter().filter(|known| *known == code).count();
    assert_eq!(count("second_factor_failed"), 10, "{refused:?}");
    assert!(count("challenge_over") >= 2 && count("rate_limited") >= 1, "{refused:?}");
}

/// The smallest of pictures.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

#[test]
fn a_profile_has_a_name_and_a_picture_and_visitors_see_no_address() {
    // H59 E69 S42
    let shop = Workshop::new("people-profile");
    let mia = shop.agent("mia");
    let save = |name: &str| mia.sends("PUT", "/api/me/profile", &json!({"name": name}));
    assert_eq!(save(" ").refusal(), (422, "text_empty".to_owned()));
    assert_eq!(save("Mia from Support").ok()["name"], "Mia from Support");
    let avatar = |bytes: &[u8]| mia.sends("PUT", "/api/me/avatar", &json!({"image": STANDARD.encode(bytes)}));
    for bad in [b"<svg onload=alert(1)>".as_slice(), b"GIF89a", b""] {
        assert_eq!(avatar(bad).refusal(), (422, "image_invalid".to_owned()));
    }
    let mut large = PNG.to_vec();
    large.resize(64 * 1_024 + 1, 0);
    assert_eq!(avatar(&large).refusal(), (422, "image_invalid".to_owned()));
    let at = avatar(PNG).ok()["avatar"].as_str().expect("an address").to_owned();
    let picture = shop.ida.gets(&at);
    assert_eq!((picture.status, picture.body.as_slice()), (200, PNG));
    assert_eq!(picture.header("content-type").as_deref(), Some("image/png"));
    assert_eq!(picture.header("x-content-type-options").as_deref(), Some("nosniff"));
    assert_eq!(Product::shared().ask("GET", &at, &[], "").status, 401);
    let stranger = Agent::of(Product::shared(), "ada@rival.test");
    assert_eq!(stranger.gets(&at).status, 404, "another account's");
    assert_eq!(mia.sends("DELETE", "/api/me/avatar", &json!({})).ok()["avatar"], Value::Null);

    // All that a visitor is sent while somebody answers them.
    let mut visitor = shop.visitor().connects();
    let thread = starts(&mut visitor, "open", "hello");
    until("the row", || mia.row("main", "view=all", &thread));
    let mut socket = mia.connects("main");
    socket
        .send(&json!({"t": "post", "client_message_id": "profile-answer-1", "thread": thread, "text": "hi"}));
    socket.tagged("ack");
    let mut sent = String::new();
    until("the answer", || {
        sent.push_str(&serde_json::to_string(&visitor.so_far()).unwrap_or_default());
        sent.contains("Mia from Support").then_some(())
    });
    assert!(!sent.contains("people-profile.test"), "{sent}");
    // Colleagues see no addresses either; admins do.
    assert!(!mia.gets("/api/people").ok().to_string().contains('@'));
    assert!(shop.ida.gets("/api/people").ok().to_string().contains("mia@people-profile.test"));
}

#[test]
fn the_account_is_handed_on() {
    // P68
    let shop = Workshop::new("people-owner");
    let hand = |by: &Agent<'_>, to: &str, password: &str| {
        by.sends("POST", "/api/me/hand-on", &json!({"to": to, "password": password}))
    };
    assert_eq!(hand(&shop.agent("ole"), "ole", PASSWORD).refusal(), (403, "forbidden".to_owned()));
    assert_eq!(hand(&shop.ida, "ole", "not this one").refusal(), (422, "password_wrong".to_owned()));
    assert_eq!(hand(&shop.ida, "nobody", PASSWORD).refusal(), (404, "not_found".to_owned()));
    hand(&shop.ida, "ole", PASSWORD).ok();
    assert_eq!(shop.ida.gets("/api/me").status, 401, "both sign in again");
    let ole = Agent::signs_in(Product::shared(), "ole@people-owner.test");
    assert_eq!(ole.gets("/api/me").ok()["role"], "owner");
    let ida = Agent::signs_in(Product::shared(), "ida@people-owner.test");
    assert_eq!(ida.gets("/api/me").ok()["role"], "admin");
    ole.sends("PUT", "/api/people/ida", &json!({"role": "agent"})).ok();
}

#[test]
fn the_log_says_who_did_what_and_is_exported() {
    // T47 P70
    let shop = Workshop::new("people-log");
    let mia = shop.agent("mia");
    shop.ida.sends("PUT", "/api/chatflows/open/enabled", &json!({"enabled": true})).ok();
    shop.ida.sends("PUT", "/api/people/mia/presence", &json!({"away": true})).ok();
    shop.ida.sends("PUT", "/api/people/mia", &json!({"seat": false})).ok();
    let page = shop.ida.gets("/api/audit?limit=2").ok();
    let line = &page["lines"][0];
    assert_eq!(
        (&line["what"], &line["on"], &line["by"]["id"]),
        (&json!("person_changed"), &json!("mia"), &json!("ida"))
    );
    assert_eq!(line["changes"], json!([{"field": "seat", "from": "true", "to": "false"}]));
    let session = shop.ida.gets("/api/me/sessions").ok()["sessions"][0]["handle"].clone();
    assert_eq!(line["session"], session);
    let older = format!("before={}", page["next"]);
    assert_eq!(log(&shop.ida, &older).first().map(String::as_str), Some("chatflow_switched"));
    assert_eq!(log(&shop.ida, "what=signed_in&who=mia"), ["signed_in"]);
    assert_eq!(log(&shop.ida, "from=1&until=2"), [""; 0]);
    for wrong in ["what=nonsense", "since=1", "limit=0"] {
        assert_eq!(shop.ida.gets(&format!("/api/audit?{wrong}")).status, 400, "{wrong}");
    }
    let table = shop.ida.gets("/api/audit.csv?who=ida");
    assert_eq!(table.header("content-type").as_deref(), Some("text/csv; charset=utf-8"));
    assert!(table.text().starts_with("at,agent,name,"), "{}", table.text());
    assert!(table.text().contains(",person_changed,mia,seat: true → false\r\n"), "{}", table.text());
    assert_eq!(log(&shop.ida, "limit=1"), ["audit_exported"], "that too");
    for path in ["/api/audit", "/api/audit.csv"] {
        assert_eq!(mia.gets(path).refusal(), (403, "forbidden".to_owned()));
    }
}

/// A good and a failed request of every operation here.
pub(crate) fn every_operation() {
    let shop = Workshop::new("people-every");
    let ida = &shop.ida;
    let token = invited(ida, &json!({"email": "new@people-every.test", "role": "viewer"}));
    let id =
        ida.gets("/api/invitations").ok()["invitations"][0]["id"].as_str().unwrap_or_default().to_owned();
    knocks("/api/invitations/look", &json!({"token": token})).ok();
    ida.sends("DELETE", &format!("/api/invitations/{id}"), &json!({})).ok();
    for (method, path) in [
        ("DELETE", format!("/api/invitations/{id}")),
        ("POST", "/api/invitations".to_owned()),
        ("PUT", "/api/me/profile".to_owned()),
        ("PUT", "/api/me/preferences".to_owned()),
        ("PUT", "/api/me/avatar".to_owned()),
        ("PUT", "/api/me/password".to_owned()),
        ("DELETE", format!("/api/me/sessions/{}", "0".repeat(16))),
        ("POST", "/api/me/second-factor".to_owned()),
        ("PUT", "/api/me/second-factor".to_owned()),
        ("DELETE", "/api/me/second-factor".to_owned()),
        ("POST", "/api/me/recovery-codes".to_owned()),
        ("POST", "/api/me/hand-on".to_owned()),
        ("PUT", "/api/people/nobody".to_owned()),
        ("DELETE", "/api/people/nobody".to_owned()),
    ] {
        assert!(ida.sends(method, &path, &json!({"nothing": 1})).status >= 400, "{method} {path}");
    }
    for path in ["/api/invitations/look", "/api/invitations/accept", "/api/sign-in/second"] {
        assert!(knocks(path, &json!({})).status >= 400, "{path}");
    }
    ida.gets("/api/people/nobody/avatar");
    for path in [
        "/api/invitations",
        "/api/me/preferences",
        "/api/me/profile",
        "/api/me/sessions",
        "/api/audit",
        "/api/audit.csv",
    ] {
        assert_eq!(Product::shared().ask("GET", path, &[], "").status, 401, "{path}");
    }
    for (method, path) in [("DELETE", "/api/me/avatar"), ("DELETE", "/api/me/sessions")] {
        let json = [("content-type", "application/json")];
        assert_eq!(Product::shared().ask(method, path, &json, "{}").status, 403, "{path}");
    }
    oneself_works(&shop.agent("mia"), "mia@people-every.test");
    let accepted = json!({"token": invited(ida, &json!({"email": "new@people-every.test", "role": "viewer"})),
                          "name": "New", "password": PASSWORD});
    signed_in(&knocks("/api/invitations/accept", &accepted));
    ida.sends("PUT", "/api/people/new", &json!({"seat": false})).ok();
    ida.sends("DELETE", "/api/people/new", &json!({})).ok();
    ida.gets("/api/audit").ok();
    assert_eq!(ida.gets("/api/audit.csv").status, 200);
    ida.sends("POST", "/api/me/hand-on", &json!({"to": "ole", "password": PASSWORD})).ok();
}

/// A good request of everything that people do with themselves.
fn oneself_works(mia: &Agent<'_>, email: &str) {
    let there = Agent::signs_in(Product::shared(), email);
    let sessions = there.gets("/api/me/sessions").ok()["sessions"].clone();
    let theirs = sessions
        .as_array()
        .expect("sessions")
        .iter()
        .find(|it| it["current"] == true)
        .cloned()
        .expect("this one");
    let handle = theirs["handle"].as_str().expect("a handle");
    mia.sends("DELETE", &format!("/api/me/sessions/{handle}"), &json!({})).ok();
    mia.sends("DELETE", "/api/me/sessions", &json!({})).ok();
    let likes = mia.gets("/api/me/preferences").ok();
    mia.sends("PUT", "/api/me/preferences", &likes).ok();
    mia.gets("/api/me/profile").ok();
    mia.sends("PUT", "/api/me/profile", &json!({"name": "Mia"})).ok();
    let saved = mia.sends("PUT", "/api/me/avatar", &json!({"image": STANDARD.encode(PNG)})).ok();
    assert_eq!(mia.gets(saved["avatar"].as_str().expect("an address")).status, 200);
    let face = "/v1/people-every/faces";
    let site = [("origin", crate::accounts::WORKSHOP)];
    assert_eq!(Product::shared().ask("GET", &format!("{face}?name=Mia"), &site, "").status, 200);
    assert_eq!(Product::shared().ask("GET", face, &site, "").status, 400);
    mia.sends("DELETE", "/api/me/avatar", &json!({})).ok();
    let confirmed = json!({"password": PASSWORD});
    let secret = mia.sends("POST", "/api/me/second-factor", &confirmed).ok()["secret"].clone();
    let shown = json!({"code": code(secret.as_str().expect("a secret"), 0)});
    mia.sends("PUT", "/api/me/second-factor", &shown).ok();
    let asked = sign_in(Product::shared(), email, PASSWORD).ok()["second_factor"]["challenge"].clone();
    let answer = json!({"challenge": asked, "code": code(secret.as_str().expect("a secret"), 1)});
    knocks("/api/sign-in/second", &answer).ok();
    mia.sends("POST", "/api/me/recovery-codes", &confirmed).ok();
    mia.sends("DELETE", "/api/me/second-factor", &confirmed).ok();
    mia.sends("PUT", "/api/me/password", &json!({"old": PASSWORD, "new": "a new password"})).ok();
}
