//! Visitors whom the site's own server vouches for: by a token that it asked for, and by one that it signed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::accounts::WORKSHOP;
use crate::api::Program;
use crate::http::Answer;
use crate::product::Product;
use crate::visitor::{Visitor, begin, decide, resumes, starts, texts};
use crate::wait::{seconds, until};
use crate::workshop::Workshop;

const CREATE: &str = "/visitor-identification/2026-03/tokens/create";
const OLDER: &str = "/conversations/v3/visitor-identification/tokens/create";
const SECRETS: &str = "/api/identification/secrets";
const CHECK: &str = "/api/identification/check";
const HOUR: u64 = 3_600;

/// What the server of the workshop `id` writes.
fn signed(secret: &str, header: &Value, said: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", encode(header), encode(said));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn said(id: &str, email: &str) -> Value {
    json!({"sub": "customer-7", "email": email, "name": "Sofia Berg", "aud": id,
           "iat": seconds(), "exp": seconds() + HOUR})
}

fn jwt(secret: &str, id: &str, email: &str) -> String {
    signed(secret, &json!({"alg": "HS256", "typ": "JWT"}), &said(id, email))
}

/// A workshop with a chatflow for contacts, which wins over the one for everybody.
fn shop(id: &'static str) -> Workshop {
    let mut account = crate::accounts::workshop(id);
    let mut club = account["chatflows"][0].clone();
    (club["id"], club["name"], club["priority"]) = (json!("club"), json!("Club"), json!(1));
    club["audience"] = json!({"who": "known"});
    let mut open = account["chatflows"][0].clone();
    open["priority"] = json!(2);
    open["email_capture"] = json!({"when": "right_away", "message": "Where can we answer?"});
    account["chatflows"] = json!([club, open]);
    Workshop::of(id, &account)
}

/// Which chatflow a page view with that token gets.
#[track_caller]
fn gets(id: &str, token: &str) -> String {
    let asked = json!({"u": format!("{WORKSHOP}/"), "k": token});
    let decided = decide(Product::shared(), id, WORKSHOP, &asked).ok();
    decided["d"]["c"].as_str().expect("a chatflow").to_owned()
}

/// A browser whose page says who its visitor is, and who acts.
#[track_caller]
fn acts(id: &str, token: &str) -> Visitor<'static> {
    let product = Product::shared();
    let body = json!({"chatflow": "open", "token": token}).to_string();
    Visitor::acts(product, id, WORKSHOP, "open").with(&begin(product, id, WORKSHOP, &body).ok())
}

#[track_caller]
fn created(program: &Program, path: &str, body: &Value) -> String {
    program.asks("POST", path, body).ok()["token"].as_str().expect("a token").to_owned()
}

#[track_caller]
fn secret(shop: &Workshop) -> (String, String) {
    let made = shop.ida.sends("POST", SECRETS, &json!({})).ok();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&made["made"]["id"]), text(&made["secret"]))
}

#[track_caller]
fn contact(shop: &Workshop, thread: &str) -> Value {
    until("the thread's row", || shop.ida.row("main", "view=all", thread));
    shop.ida.details("main", thread)["contact"].clone()
}

fn forbidden(answer: &Answer) -> bool {
    answer.refusal() == (403, "forbidden".to_owned())
}

#[test]
fn a_sites_server_asks_for_a_token_and_agents_see_who_it_is() {
    // H44 H45 H46: both addresses, the scope by either name, names only where none is known
    let shop = shop("ws-identify");
    let program = Program::of(&shop, &["conversations.visitor_identification.tokens.create"]);
    let listed = shop.ida.gets("/api/tokens").ok();
    assert_eq!(listed["tokens"][0]["scopes"], json!(["visitors:identify"]));
    let nia = json!({"email": "Nia@customer.example", "firstName": "Nia", "lastName": "Okoro"});
    let token = created(&program, CREATE, &nia);
    assert_eq!((gets("ws-identify", &token), gets("ws-identify", "")), ("club".into(), "open".into()));
    let thread = starts(&mut acts("ws-identify", &token).connects(), "club", "hello");
    let shown = contact(&shop, &thread);
    assert_eq!(
        (&shown["name"], &shown["email"], &shown["verified"]),
        (&json!("Nia Okoro"), &json!("nia@customer.example"), &json!(true))
    );
    let other = json!({"email": "nia@customer.example", "firstName": "Somebody", "lastName": ""});
    let older = acts("ws-identify", &created(&program, OLDER, &other));
    let again = contact(&shop, &starts(&mut older.connects(), "club", "me again"));
    assert_eq!(again, shown, "a name that is known stays");
    created(&program, CREATE, &json!({"email": "nameless@customer.example"}));
    let named = json!({"email": "nameless@customer.example", "firstName": "Ada"});
    let ada = acts("ws-identify", &created(&program, CREATE, &named));
    let ada = contact(&shop, &starts(&mut ada.connects(), "club", "hello"));
    assert_eq!(ada["name"], "Ada", "a name that was not known is written");

    for path in [CREATE, OLDER] {
        for scopes in [&[][..], &["contacts:write", "threads:write"]] {
            assert!(forbidden(&Program::of(&shop, scopes).asks("POST", path, &nia)), "{path} {scopes:?}");
        }
        let headers = [("content-type", "application/json"), ("origin", WORKSHOP)];
        let stranger = Product::shared().ask("POST", path, &headers, &nia.to_string());
        assert!([401, 403].contains(&stranger.status), "{path} {stranger:?}");
        for (body, code, field) in [
            (json!({}), "missing_field", "email"),
            (json!({"email": "nia"}), "email_invalid", "email"),
            (json!({"email": "a@b.example", "first_name": "x"}), "unknown_field", "first_name"),
            (json!({"email": "a@b.example", "firstName": "x".repeat(101)}), "text_too_long", "firstName"),
            (json!({"email": "a@b.example", "lastName": "x\u{0}"}), "text_encoding", "lastName"),
        ] {
            let answer = program.asks("POST", path, &body);
            assert_eq!(
                (answer.code().as_str(), answer.json()["error"]["field"].as_str()),
                (code, Some(field))
            );
        }
    }
}

#[test]
fn earlier_threads_are_there_on_the_next_device() {
    // H46: by a token that was asked for, and by one that the site signed
    let shop = shop("ws-devices");
    let program = Program::of(&shop, &["visitors:identify"]);
    let (_, secret) = secret(&shop);
    let asked = || created(&program, CREATE, &json!({"email": "sofia@customer.example"}));
    let laptop = acts("ws-devices", &asked());
    let thread = starts(&mut laptop.connects(), "club", "from my laptop");
    let tokens = [asked(), jwt(&secret, "ws-devices", "sofia@customer.example")];
    for (n, token) in tokens.iter().enumerate() {
        let phone = acts("ws-devices", token);
        let (mut socket, welcome) = phone.greets();
        let threads: Vec<&Value> = welcome["threads"].as_array().expect("threads").iter().collect();
        assert_eq!(threads.iter().filter(|known| known["id"] == thread.as_str()).count(), 1, "{welcome}");
        let (entries, _) = resumes(&mut socket, &thread, 0);
        assert_eq!(texts(&entries)[0], "from my laptop", "device {n}");
        // And the page goes on in it with what acting gave.
        assert_eq!(gets("ws-devices", &phone.token), "club");
    }
    // Somebody else sees none of it, and neither does whoever only knows the address.
    let else_ = created(&program, CREATE, &json!({"email": "else@customer.example"}));
    for stranger in [acts("ws-devices", &else_), shop.visitor()] {
        let (mut socket, welcome) = stranger.greets();
        assert_eq!(welcome.get("threads"), None);
        socket.send(&json!({"t": "resume", "thread": thread, "after_seq": 0}));
        assert_eq!(socket.refusal().0, "not_found");
    }
}

#[test]
fn a_token_that_the_site_signed_counts_and_no_other_does() {
    // P1 E27 T12: what every kind of wrong token is refused for, `edge/src/identity/tests.rs` says
    let id = "ws-signed";
    let shop = shop(id);
    let (first, one) = secret(&shop);
    assert!(one.starts_with("pvi_") && one.len() > 40, "{one}");
    let (_, two) = secret(&shop);
    assert_eq!(shop.ida.sends("POST", SECRETS, &json!({})).code(), "too_many");
    let listed = shop.ida.gets(SECRETS).ok();
    assert!(
        listed["secrets"].as_array().is_some_and(|all| all.len() == 2)
            && !listed.to_string().contains("pvi_")
    );
    let email = "sofia@customer.example";
    let own = jwt(&one, id, email);
    assert_eq!((gets(id, &own), gets(id, &jwt(&two, id, email))), ("club".into(), "club".into()));
    // Looking at a page made nobody a contact; acting does, as who the site says.
    let found = |shop: &Workshop| shop.ida.gets("/api/contacts?search=sofia").ok()["found"].clone();
    assert_eq!(found(&shop), 0);
    let sofia = acts(id, &own);
    assert_eq!(found(&shop), 1);
    let thread = starts(&mut sofia.connects(), "club", "hello");
    let shown = contact(&shop, &thread);
    assert_eq!((&shown["name"], &shown["verified"]), (&json!("Sofia Berg"), &json!(true)));

    let none = json!({"alg": "none"});
    let unsigned = signed(&one, &none, &said(id, email));
    let mut later = said(id, email);
    later["exp"] = json!(seconds() + 13 * HOUR);
    let mut over = said(id, email);
    (over["iat"], over["exp"]) = (json!(seconds() - 2 * HOUR), json!(seconds() - HOUR));
    let hs256 = json!({"alg": "HS256"});
    let checked = shop.ida.sends("POST", CHECK, &json!({"token": own})).ok();
    assert_eq!(checked, json!({"counts": true, "email": email}));
    for (name, why, token) in [
        ("none", "kind", unsigned.clone()),
        ("none, unsigned", "kind", format!("{}.", unsigned.rsplit_once('.').expect("a dot").0)),
        ("another algorithm", "kind", signed(&one, &json!({"alg": "HS512"}), &said(id, email))),
        ("too long a life", "life", signed(&one, &hs256, &later)),
        ("ended", "ended", signed(&one, &hs256, &over)),
        ("another account", "audience", signed(&one, &hs256, &said("ws-devices", email))),
        ("another secret", "signature", jwt("guessed", id, email)),
    ] {
        assert_eq!(gets(id, &token), "open", "{name}");
        let checked = shop.ida.sends("POST", CHECK, &json!({"token": token})).ok();
        assert_eq!(checked, json!({"counts": false, "why": why}), "{name}");
        let (_, welcome) = acts(id, &token).greets();
        assert_eq!(welcome.get("threads"), None, "{name}: a stranger");
    }
    // What opens no socket: an identity is exchanged first.
    let mut socket = sofia.opens();
    socket.send(&json!({"t": "hello", "v": 1, "token": own}));
    assert_eq!(socket.refusal().0, "auth_required");
    // Revoked, a secret signs nothing; the other one goes on.
    shop.ida.sends("DELETE", &format!("{SECRETS}/{first}"), &json!({})).ok();
    assert_eq!((gets(id, &own), gets(id, &jwt(&two, id, email))), ("open".into(), "club".into()));
    // Agents make none, and no program does.
    assert!(forbidden(&shop.agent("mia").sends("POST", SECRETS, &json!({}))));
    let log = shop.ida.gets("/api/audit").ok().to_string();
    assert!(log.contains("identity_secret_created") && log.contains("identity_secret_revoked"), "{log}");
}

#[test]
fn an_identity_signs_nobody_in_anywhere() {
    // H47: it says who somebody is to the chat, and opens nothing else
    let id = "ws-identity-only";
    let shop = shop(id);
    let (_, secret) = secret(&shop);
    let program = Program::of(&shop, &["visitors:identify"]);
    // The address of somebody who works here.
    let ida = format!("ida@{id}.test");
    let created = created(&program, CREATE, &json!({"email": ida}));
    let begun = acts(id, &created);
    for token in [&created, &jwt(&secret, id, &ida), &begun.token] {
        let bearer = format!("Bearer {token}");
        let (name, _) = shop.ida.cookie.split_once('=').expect("a cookie");
        let cookie = format!("{name}={token}");
        for (header, value) in [("authorization", &bearer), ("cookie", &cookie)] {
            for path in ["/api/me", "/api/inboxes/main/threads", "/api/contacts", SECRETS] {
                let answer = Product::shared().ask("GET", path, &[(header, value)], "");
                assert_eq!(answer.refusal(), (401, "unauthenticated".to_owned()), "{header} {path}");
            }
        }
    }
}

#[test]
fn an_address_without_a_token_is_nobodys() {
    // H48 T12: what a page says of an address is no field of any question, and what is typed is a claim
    let id = "ws-unsigned";
    let shop = shop(id);
    let program = Program::of(&shop, &["visitors:identify"]);
    created(&program, CREATE, &json!({"email": "sofia@customer.example"}));
    for (path, body) in [
        ("decide", json!({"u": format!("{WORKSHOP}/"), "email": "sofia@customer.example"})),
        ("visitors", json!({"chatflow": "open", "identificationEmail": "sofia@customer.example"})),
    ] {
        let headers = [("origin", WORKSHOP), ("content-type", "text/plain")];
        let path = format!("/v1/{id}/{path}");
        let answer = Product::shared().ask("POST", &path, &headers, &body.to_string());
        assert_eq!(answer.code(), "unknown_field", "{path}");
    }
    assert_eq!(gets(id, "sofia@customer.example"), "open");
    assert_eq!(acts(id, "sofia@customer.example").greets().1.get("threads"), None);
}

#[test]
fn verified_only_leaves_typed_addresses_nobodys() {
    // E27: the switch holds on the edge, for tokens from before it too
    let id = "ws-verified";
    let shop = shop(id);
    let (_, secret) = secret(&shop);
    let types = |visitor: &Visitor<'_>, thread: &str, email: &str| {
        let mut socket = visitor.connects();
        let id = crate::visitor::message_id();
        socket.send(&json!({"t": "email", "client_message_id": id, "thread": thread, "email": email}));
        socket.take("an answer", |frame| frame["t"] == "captured");
    };
    let asks = |token: &str| {
        let asked = json!({"u": format!("{WORKSHOP}/"), "k": token});
        decide(Product::shared(), id, WORKSHOP, &asked).ok()["d"].get("e").is_some()
    };
    // As long as it is off, an address makes a contact.
    let before = shop.visitor();
    let thread = starts(&mut before.connects(), "open", "hello");
    types(&before, &thread, "typed@customer.example");
    let before = before.acts_again(id, "open");
    assert_eq!((gets(id, &before.token), asks("")), ("club".into(), true));

    let on = shop.ida.sends("PUT", "/api/settings", &json!({"verified_only": true})).ok();
    assert_eq!(on["verified_only"], true);
    assert_eq!(
        (gets(id, &before.token), asks("")),
        ("open".into(), false),
        "nobody is asked, and nobody believed"
    );
    let after = shop.visitor();
    let other = starts(&mut after.connects(), "open", "hello");
    types(&after, &other, "typed@customer.example");
    assert_eq!(contact(&shop, &other), Value::Null);
    for visitor in [&before, &after] {
        let again = visitor.acts_again(id, "open");
        assert_eq!(gets(id, &again.token), "open");
        let thread = starts(&mut again.connects(), "open", "once more");
        assert_eq!(contact(&shop, &thread), Value::Null);
    }
    // Whom the site vouches for is known.
    let sofia = jwt(&secret, id, "sofia@customer.example");
    assert_eq!(gets(id, &sofia), "club");
    let sofia = acts(id, &sofia);
    assert_eq!(gets(id, &sofia.token), "club");
    let thread = starts(&mut sofia.connects(), "club", "hello");
    assert_eq!(contact(&shop, &thread)["email"], "sofia@customer.example");
    shop.ida.sends("PUT", "/api/settings", &json!({"verified_only": false})).ok();
    assert_eq!(gets(id, &before.token), "club");
}

/// The function behind a mark of the guide.
fn guide(mark: &str) -> String {
    let page = include_str!("../../../docs/identification.md");
    let behind = page.split_once(&format!("<!-- sign: {mark} -->")).expect("the page has it").1;
    let block = behind.split_once("```").expect("a block").1;
    let (_, code) = block.split_once('\n').expect("a language");
    code.split_once("```").expect("it ends").0.to_owned()
}

#[test]
fn what_the_guide_signs_with_counts() {
    // P1: Node always, the others where they are installed
    let id = "ws-guide";
    let shop = shop(id);
    let (_, secret) = secret(&shop);
    let call =
        |name: &str| format!("{name}('{secret}', '{id}', '7', 'sofia@customer.example', 'Söfia \"B\"')");
    let node = format!(
        "{}\nconsole.log(visitorToken('{secret}', '{id}', {{id: 7, email: 'sofia@customer.example'}}))",
        guide("javascript")
    );
    let python = format!("{}\nprint({})", guide("python"), call("visitor_token"));
    let php = format!("{}\necho {};", guide("php"), call("visitor_token"));
    let ruby = format!("{}\nputs {}", guide("ruby"), call("visitor_token"));
    let always = ["node"];
    let mut ran = 0;
    for (program, word, script) in
        [("node", "-e", node), ("python3", "-c", python), ("php", "-r", php), ("ruby", "-e", ruby)]
    {
        let output = match std::process::Command::new(program).args([word, &script]).output() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !always.contains(&program) => {
                continue;
            }
            output => output.expect("it starts"),
        };
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        let token = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        assert_eq!(gets(id, &token), "club", "{program}: {token}");
        ran += 1;
    }
    assert!(ran >= always.len());
}

/// A good and a bad answer of every operation here.
pub(crate) fn every_operation() {
    let shop = Workshop::new("ws-identity-operations");
    let body = json!({"email": "sofia@customer.example"});
    for path in [CREATE, OLDER] {
        shop.ida.sends("POST", path, &body).ok();
        assert_eq!(shop.ida.sends("POST", path, &json!({})).status, 400);
    }
    shop.ida.sends("POST", CHECK, &json!({"token": "x"})).ok();
    assert_eq!(shop.ida.sends("POST", CHECK, &json!({})).status, 400);
    let (id, _) = secret(&shop);
    shop.ida.gets(SECRETS).ok();
    for method in ["GET", "POST"] {
        assert!(Product::shared().ask(method, SECRETS, &[], "").status >= 400);
    }
    let one = format!("{SECRETS}/{id}");
    shop.ida.sends("DELETE", &one, &json!({})).ok();
    assert_eq!(shop.ida.sends("DELETE", &one, &json!({})).refusal(), (404, "not_found".to_owned()));
}
