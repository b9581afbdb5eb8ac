//! Passkeys over the wire: made, used alone and after the password, and refused where anything about them is off (T22).

use serde_json::{Value, json};

use crate::accounts::PASSWORD;
use crate::agent::Agent;
use crate::authenticator::{Authenticator, text};
use crate::http::Answer;
use crate::product::Product;
use crate::workshop::Workshop;

/// The console, reached by a name: passkeys are for no numbers.
fn origin() -> String {
    format!("http://localhost:{}", Product::shared().port)
}

#[track_caller]
fn asks(more: &[(&str, &str)], method: &str, path: &str, body: &Value) -> Answer {
    let (origin, host) = (origin(), format!("localhost:{}", Product::shared().port));
    let mut headers =
        vec![("host", host.as_str()), ("origin", &origin), ("content-type", "application/json")];
    headers.extend(more);
    Product::shared().ask(method, path, &headers, &body.to_string())
}

/// Something that somebody sends who is not signed in.
#[track_caller]
fn knocks(path: &str, body: &Value) -> Answer {
    asks(&[], "POST", path, body)
}

/// Something that somebody sends who is.
#[track_caller]
fn sends(agent: &Agent<'_>, method: &str, path: &str, body: &Value) -> Answer {
    asks(&[("cookie", &agent.cookie), ("x-csrf", &agent.csrf)], method, path, body)
}

#[track_caller]
fn begins(agent: &Agent<'_>) -> Value {
    sends(agent, "POST", "/api/me/passkeys/begin", &json!({"password": PASSWORD})).ok()
}

/// Makes a passkey and keeps it: what is answered.
#[track_caller]
fn adds(agent: &Agent<'_>, device: &mut Authenticator, name: &str) -> Value {
    let made = device.makes(&begins(agent), name);
    sends(agent, "POST", "/api/me/passkeys", &made).ok()
}

/// What is asked of somebody who comes with a passkey alone: the token, and the challenge.
#[track_caller]
fn asked() -> Value {
    knocks("/api/sign-in/passkey/begin", &json!({})).ok()
}

#[track_caller]
fn comes(device: &mut Authenticator) -> Answer {
    let asked = asked();
    let assertion = device.answers(&asked["challenge"]);
    knocks("/api/sign-in/passkey", &json!({"token": asked["token"], "assertion": assertion}))
}

/// The words of the log about somebody, the newest first.
#[track_caller]
fn log(shop: &Workshop, who: &str) -> Vec<Value> {
    shop.ida.gets(&format!("/api/audit?who={who}")).ok()["lines"].as_array().expect("lines").clone()
}

fn failed() -> (u16, String) {
    (401, "passkey_failed".to_owned())
}

fn over() -> (u16, String) {
    (410, "challenge_over".to_owned())
}

fn invalid() -> (u16, String) {
    (422, "passkey_invalid".to_owned())
}

#[test]
fn a_passkey_is_added_and_signs_in_alone() {
    // P69 T22 T23
    let shop = Workshop::new("passkey-alone");
    let email = "mia@passkey-alone.test";
    let (mia, other) = (Agent::signs_in(Product::shared(), email), Agent::signs_in(Product::shared(), email));
    let mut device = Authenticator::at(&origin(), 1);
    let wrong = sends(&mia, "POST", "/api/me/passkeys/begin", &json!({"password": "not this one"}));
    assert_eq!(wrong.refusal(), (422, "password_wrong".to_owned()));
    let begun = begins(&mia);
    assert_eq!((&begun["rp_id"], &begun["algorithms"]), (&json!("localhost"), &json!([-7, -257])));
    assert_eq!((&begun["user_name"], &begun["exclude"]), (&json!(email), &json!([])));
    let made = device.makes(&begun, "Laptop");
    let added = sends(&mia, "POST", "/api/me/passkeys", &made).ok();
    assert_eq!(added["codes"].as_array().map(Vec::len), Some(10), "the first brings recovery codes");
    let kept = &added["profile"]["passkeys"][0];
    assert_eq!((&kept["name"], &kept["used_at"]), (&json!("Laptop"), &Value::Null));
    assert_eq!(sends(&mia, "POST", "/api/me/passkeys", &made).refusal(), over(), "once");
    assert_eq!(other.gets("/api/me").status, 401, "older sessions end");
    mia.gets("/api/me").ok();
    assert_eq!(begins(&mia)["exclude"], json!([text(&device.id)]));

    let back = Agent::who_came(Product::shared(), &comes(&mut device));
    assert_eq!(back.gets("/api/me").ok()["id"], "mia");
    let profile = back.gets("/api/me/profile").ok();
    assert!(profile["passkeys"][0]["used_at"].as_u64().is_some(), "{profile}");
    // A device that does not count is as good as one that does.
    comes(&mut device).ok();

    // A second one, by RSA, with a name of its own; the first is called something else, and goes.
    let mut key = Authenticator::with_rsa_at(&origin(), 2);
    key.count = 4;
    let added = adds(&mia, &mut key, " Key ");
    assert_eq!(added["codes"], json!([]), "there are some already");
    Agent::who_came(Product::shared(), &comes(&mut key)).gets("/api/me").ok();
    let id = |at: usize| added["profile"]["passkeys"][at]["id"].as_str().expect("an id").to_owned();
    let (first, second) = (id(0), id(1));
    let rename =
        |id: &str, name: &str| sends(&mia, "PUT", &format!("/api/me/passkeys/{id}"), &json!({"name": name}));
    assert_eq!(rename(&second, " ").refusal(), (422, "text_empty".to_owned()));
    assert_eq!(rename(&second, "Spare key").ok()["passkeys"][1]["name"], "Spare key");
    assert_eq!(rename(&"0".repeat(16), "x").refusal(), (404, "not_found".to_owned()));
    let remove = |by: &Agent<'_>, id: &str, password: &str| {
        sends(by, "DELETE", &format!("/api/me/passkeys/{id}"), &json!({"password": password}))
    };
    assert_eq!(remove(&mia, &first, "not this one").refusal(), (422, "password_wrong".to_owned()));
    assert_eq!(remove(&shop.agent("ole"), &first, PASSWORD).refusal(), (404, "not_found".to_owned()));
    let left = remove(&mia, &first, PASSWORD).ok();
    assert_eq!((left["passkeys"].as_array().map(Vec::len), &left["recovery_codes"]), (Some(1), &json!(10)));
    assert_eq!(comes(&mut device).refusal(), failed(), "it is gone");
    let left = remove(&mia, &second, PASSWORD).ok();
    assert_eq!((&left["passkeys"], &left["recovery_codes"]), (&json!([]), &json!(0)), "so are the codes");
    let words: Vec<Value> = log(&shop, "mia").iter().map(|line| line["what"].clone()).collect();
    for (word, count) in [("passkey_added", 2), ("passkey_renamed", 1), ("passkey_removed", 2)] {
        assert_eq!(words.iter().filter(|known| *known == word).count(), count, "{word}: {words:?}");
    }
    let added = log(&shop, "mia").into_iter().find(|line| line["what"] == "passkey_added").expect("a line");
    assert_eq!(added["changes"], json!([{"field": "name", "from": null, "to": "Key"}]));
}

/// Somebody's password is right: what else is asked for.
#[track_caller]
fn second(email: &str) -> Value {
    let answer = knocks("/api/sign-in", &json!({"email": email, "password": PASSWORD}));
    assert_eq!(answer.header("set-cookie"), None, "the password alone lets nobody in");
    answer.ok()["second_factor"].clone()
}

#[track_caller]
fn proves(token: &Value, assertion: &Value) -> Answer {
    knocks("/api/sign-in/second/passkey", &json!({"token": token, "assertion": assertion}))
}

#[test]
fn a_passkey_is_a_second_factor() {
    // P69 T22
    let shop = Workshop::new("passkey-second");
    let email = "mia@passkey-second.test";
    let mia = Agent::signs_in(Product::shared(), email);
    let mut device = Authenticator::at(&origin(), 3);
    let codes = adds(&mia, &mut device, "Laptop")["codes"].clone();
    let people = shop.ida.gets("/api/people").ok();
    let listed =
        people["people"].as_array().and_then(|all| all.iter().find(|one| one["id"] == "mia").cloned());
    assert_eq!(listed.expect("mia")["second_factor"], true);

    let asked = second(email);
    assert_eq!((&asked["code"], &asked["passkey"]["rp_id"]), (&json!(false), &json!("localhost")));
    assert_eq!(asked["passkey"]["allowed"], json!([text(&device.id)]));
    let mut assertion = device.answers(&asked["passkey"]["challenge"]);
    // Told which passkey to use, devices may leave out whose it is.
    assertion["user_handle"] = Value::Null;
    Agent::who_came(Product::shared(), &proves(&asked["challenge"], &assertion)).gets("/api/me").ok();
    assert_eq!(proves(&asked["challenge"], &assertion).refusal(), over(), "replayed");
    let asked = second(email);
    assert_eq!(proves(&asked["challenge"], &assertion).refusal(), failed(), "of another challenge");
    // A challenge that is asked for more is none for a passkey alone, nor the other way round.
    let alone = self::asked();
    let assertion = device.answers(&alone["challenge"]);
    assert_eq!(proves(&alone["token"], &assertion).refusal(), over());
    let body =
        json!({"token": asked["challenge"], "assertion": device.answers(&asked["passkey"]["challenge"])});
    assert_eq!(knocks("/api/sign-in/passkey", &body).refusal(), over());

    // A passkey of somebody else at the same place.
    let ole = Agent::signs_in(Product::shared(), "ole@passkey-second.test");
    let mut his = Authenticator::at(&origin(), 4);
    adds(&ole, &mut his, "Phone");
    let assertion = his.answers(&asked["passkey"]["challenge"]);
    assert_eq!(proves(&asked["challenge"], &assertion).refusal(), failed());
    // Under another name the passkey does not count; a recovery code does.
    let here = json!({"email": email, "password": PASSWORD});
    let headers = [("origin", Product::shared().origin()), ("content-type", "application/json".to_owned())];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let by_number = Product::shared().ask("POST", "/api/sign-in", &headers, &here.to_string()).ok();
    assert_eq!(by_number["second_factor"]["passkey"], Value::Null);
    let code = json!({"challenge": by_number["second_factor"]["challenge"], "code": codes[0]});
    Agent::who_came(
        Product::shared(),
        &Product::shared().ask("POST", "/api/sign-in/second", &headers, &code.to_string()),
    );
    // Nobody makes one there either.
    let begin = ole.sends("POST", "/api/me/passkeys/begin", &json!({"password": PASSWORD}));
    assert_eq!(begin.refusal(), invalid());
    let made = mia.sends("POST", "/api/me/recovery-codes", &json!({"password": PASSWORD}));
    assert_eq!(
        made.ok()["codes"].as_array().map(Vec::len),
        Some(10),
        "they come with a passkey as with codes"
    );
}

#[test]
fn whatever_deviates_lets_nobody_in() {
    // T22: a line a deviation
    let _shop = Workshop::new("passkey-off");
    let mia = Agent::signs_in(Product::shared(), "mia@passkey-off.test");
    let mut device = Authenticator::at(&origin(), 5);
    device.count = 9;
    adds(&mia, &mut device, "Laptop");
    comes(&mut device).ok();
    let good = |device: &Authenticator| (device.origin.clone(), device.rp_id.clone(), device.flags);
    let (origin, rp_id, flags) = good(&device);
    type Change = fn(&mut Authenticator);
    let changes: [(&str, Change); 6] = [
        ("another origin", |device| device.origin = "http://localhost.evil.example".to_owned()),
        ("the same host by another port", |device| device.origin = "http://localhost:1".to_owned()),
        ("another relying party", |device| device.rp_id = "evil.example".to_owned()),
        ("nobody present", |device| device.flags = 0b100),
        ("nobody verified", |device| device.flags = 0b001),
        ("in a frame of another page", |device| device.cross_origin = true),
    ];
    for (name, change) in changes {
        change(&mut device);
        assert_eq!(comes(&mut device).refusal(), failed(), "{name}");
        let made = device.makes(&begins(&mia), "Another");
        assert_eq!(sends(&mia, "POST", "/api/me/passkeys", &made).refusal(), invalid(), "{name}");
        (device.origin, device.rp_id, device.flags) = (origin.clone(), rp_id.clone(), flags);
        device.cross_origin = false;
    }
    let changed = |part: &str, change: &dyn Fn(&mut Value)| {
        let asked = asked();
        let mut device = Authenticator::at(&origin, 5);
        device.count = 100;
        device.handle = self::handle(&mia);
        let mut assertion = device.answers(&asked["challenge"]);
        change(&mut assertion[part]);
        knocks("/api/sign-in/passkey", &json!({"token": asked["token"], "assertion": assertion})).refusal()
    };
    let other = text(b"an id that nobody has");
    for (name, part, value) in [
        ("an id that nobody has", "id", json!(other)),
        ("no base64", "id", json!("!")),
        ("no signature", "signature", json!("")),
        ("no ASN.1", "signature", json!(text(&[7; 64]))),
        ("another signature", "signature", json!(text(&[0x30, 6, 2, 1, 1, 2, 1, 1]))),
        ("nobody's", "user_handle", Value::Null),
        ("of an account that is none", "user_handle", json!(text(b"no-such-account.aaaaaaaaaaaaaaaaaaaaaa"))),
        ("of somebody else here", "user_handle", json!(text(b"passkey-off.aaaaaaaaaaaaaaaaaaaaaa"))),
        ("other data than was signed", "client_data", json!(text(b"{}"))),
    ] {
        assert_eq!(changed(part, &|it| *it = value.clone()), failed(), "{name}");
    }
    let asked = asked();
    let assertion = device.answers(&asked["challenge"]);
    let token = asked["token"].as_str().expect("a token");
    let later = token.replacen('.', ".9", 1);
    for (name, token) in [("a later end", later.as_str()), ("nothing", ""), ("made up", "a.9999999999999.b")]
    {
        let body = json!({"token": token, "assertion": assertion});
        assert_eq!(knocks("/api/sign-in/passkey", &body).refusal(), over(), "{name}");
    }
    let body = json!({"token": token, "assertion": assertion});
    knocks("/api/sign-in/passkey", &body).ok();
    assert_eq!(knocks("/api/sign-in/passkey", &body).refusal(), over(), "replayed");
}

/// Whose passkey it would be.
#[track_caller]
fn handle(agent: &Agent<'_>) -> String {
    begins(agent)["user_handle"].as_str().expect("whose it is").to_owned()
}

#[test]
fn a_counter_that_goes_back_lets_nobody_in_and_is_told() {
    // T22: a copy of the device
    let shop = Workshop::new("passkey-copy");
    let mia = Agent::signs_in(Product::shared(), "mia@passkey-copy.test");
    let mut device = Authenticator::at(&origin(), 6);
    device.count = 9;
    adds(&mia, &mut device, "Laptop");
    comes(&mut device).ok();
    for back in [8, 3] {
        device.count = back;
        assert_eq!(comes(&mut device).refusal(), failed(), "{back}");
    }
    device.count = 0;
    assert_eq!(comes(&mut device).refusal(), failed(), "one that stopped counting");
    let told: Vec<Value> =
        log(&shop, "mia").into_iter().filter(|line| line["what"] == "passkey_refused").collect();
    assert_eq!(told.len(), 3);
    assert_eq!(told[2]["changes"], json!([{"field": "sign_count", "from": "10", "to": "9"}]));
    // The original goes on.
    device.count = 10;
    comes(&mut device).ok();
}

#[test]
fn a_credential_is_one_persons() {
    // T22
    let _shop = Workshop::new("passkey-twice");
    let email = |who: &str| format!("{who}@passkey-twice.test");
    let mia = Agent::signs_in(Product::shared(), &email("mia"));
    let ole = Agent::signs_in(Product::shared(), &email("ole"));
    let mut device = Authenticator::at(&origin(), 7);
    adds(&mia, &mut device, "Laptop");
    let mut same = Authenticator::at(&origin(), 7);
    let made = same.makes(&begins(&ole), "Stolen");
    assert_eq!(sends(&ole, "POST", "/api/me/passkeys", &made).refusal(), invalid());
    // A challenge is for whoever asked for it.
    let asked = begins(&mia);
    let made = Authenticator::at(&origin(), 8).makes(&asked, "Phone");
    assert_eq!(sends(&ole, "POST", "/api/me/passkeys", &made).refusal(), over());
    // Keys that are none: a point off the curve, another algorithm than the key's.
    let mut made = Authenticator::at(&origin(), 9).makes(&begins(&mia), "Phone");
    made["public_key"] = json!(text(&[&[0x30, 0x59][..], &[7; 89]].concat()));
    assert_eq!(sends(&mia, "POST", "/api/me/passkeys", &made).refusal(), invalid());
    let mut made = Authenticator::at(&origin(), 9).makes(&begins(&mia), "Phone");
    let key = made["public_key"].as_str().expect("a key");
    made["public_key"] = json!(format!("{}AAAA", &key[..key.len() - 4]));
    assert_eq!(sends(&mia, "POST", "/api/me/passkeys", &made).refusal(), invalid(), "no point of the curve");
    let mut made = Authenticator::at(&origin(), 9).makes(&begins(&mia), "Phone");
    made["algorithm"] = json!(-8);
    assert_eq!(sends(&mia, "POST", "/api/me/passkeys", &made).refusal(), invalid());
    // Who may not sign in does so with no passkey.
    let ida = Agent::signs_in(Product::shared(), &email("ida"));
    ida.sends("PUT", "/api/people/mia", &json!({"disabled": true})).ok();
    assert_eq!(comes(&mut device).refusal(), failed());
}

#[test]
fn passkeys_are_tried_no_faster_than_passwords() {
    // T21 T22
    let _shop = Workshop::new("passkey-guess");
    let mia = Agent::signs_in(Product::shared(), "mia@passkey-guess.test");
    let mut device = Authenticator::at(&origin(), 10);
    adds(&mia, &mut device, "Laptop");
    let mut stranger = Authenticator::at(&origin(), 11);
    (stranger.id, stranger.handle) = (device.id.clone(), device.handle.clone());
    for attempt in 0..10 {
        assert_eq!(comes(&mut stranger).refusal(), failed(), "{attempt}");
    }
    assert_eq!(comes(&mut stranger).refusal(), (429, "rate_limited".to_owned()));
}

/// A good and a failed request of every operation here.
pub(crate) fn every_operation() {
    let _shop = Workshop::new("passkey-every");
    let email = "mia@passkey-every.test";
    let mia = Agent::signs_in(Product::shared(), email);
    let mut device = Authenticator::at(&origin(), 12);
    let id = adds(&mia, &mut device, "Laptop")["profile"]["passkeys"][0]["id"].clone();
    let one = format!("/api/me/passkeys/{}", id.as_str().expect("an id"));
    sends(&mia, "PUT", &one, &json!({"name": "Phone"})).ok();
    comes(&mut device).ok();
    let asked = second(email);
    let assertion = device.answers(&asked["passkey"]["challenge"]);
    proves(&asked["challenge"], &assertion).ok();
    sends(&mia, "DELETE", &one, &json!({"password": PASSWORD})).ok();
    for (method, path) in [
        ("POST", "/api/me/passkeys/begin"),
        ("POST", "/api/me/passkeys"),
        ("PUT", one.as_str()),
        ("DELETE", &one),
    ] {
        assert!(sends(&mia, method, path, &json!({"nothing": 1})).status >= 400, "{method} {path}");
    }
    for path in ["/api/sign-in/passkey/begin", "/api/sign-in/passkey", "/api/sign-in/second/passkey"] {
        assert!(knocks(path, &json!({"nothing": 1})).status >= 400, "{path}");
    }
}
