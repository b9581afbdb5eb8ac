//! A visitor types an e-mail address: kept as their claim, shown to agents as such, and worth nothing else.

use serde_json::{Value, json};

use crate::accounts::NOTARY;
use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, begin, decide, first_post, is_refused, message_id, post, says, starts};
use crate::wait::until;

fn nora(product: &Product) -> Agent<'_> {
    Agent::of(product, "nora@notary.test")
}

#[track_caller]
fn visitor(product: &Product) -> Visitor<'_> {
    Visitor::acts(product, "notary", NOTARY, "open")
}

/// A visitor of the notary with a thread that the inbox knows of.
#[track_caller]
fn a_chat<'p>(product: &'p Product) -> (Visitor<'p>, Socket, String) {
    let me = visitor(product);
    let mut socket = me.connects();
    let thread = starts(&mut socket, "open", "hello");
    until("the thread's row", || nora(product).row("main", "view=all", &thread));
    (me, socket, thread)
}

fn address(thread: &str, email: &str) -> Value {
    json!({"t": "email", "client_message_id": message_id(), "thread": thread, "email": email})
}

/// Types an address and waits until it is kept: what the visitor is told.
#[track_caller]
fn types(socket: &mut Socket, thread: &str, email: &str) -> Value {
    let typed = address(thread, email);
    socket.send(&typed);
    socket.take("the address to be kept", |frame| {
        let mine = frame["client_message_id"] == typed["client_message_id"];
        assert!(frame["ref"] != typed["client_message_id"], "{frame}");
        mine && frame["t"] == "captured"
    })
}

/// The row that shows an address.
#[track_caller]
fn row_with(agent: &Agent<'_>, thread: &str, email: &str) -> Value {
    until("the row to show the address", || {
        agent.row("main", "view=all", thread).filter(|row| row["email"] == email)
    })
}

/// The chatflow a page gets, with what comes with it.
#[track_caller]
fn shown(product: &Product, path: &str, token: Option<&str>) -> Value {
    let page = json!({"u": format!("{NOTARY}{path}"), "k": token});
    decide(product, "notary", NOTARY, &page).ok()["d"].clone()
}

#[test]
fn an_address_typed_is_shown_to_agents_as_unverified() {
    // S48 S124 S141
    let product = Product::shared();
    let nora = nora(product);
    let (_, mut socket, thread) = a_chat(product);
    let mut agents = nora.connects("main");
    let captured = types(&mut socket, &thread, "  Sam.Lee+Shop@Mail.Example ");
    assert_eq!(captured.as_object().map(|frame| frame.len()), Some(2), "{captured}");
    let live = agents.take("the row", |frame| {
        frame["row"]["thread"] == thread && frame["row"]["email"] == "sam.lee+shop@mail.example"
    })["row"]
        .clone();
    assert_eq!((&live["verified"], live.get("name")), (&json!(false), None), "{live}");
    assert_eq!(row_with(&nora, &thread, "sam.lee+shop@mail.example"), live);
    assert_eq!(
        (&live["preview"], &live["last_seq"]),
        (&json!("hello"), &json!(1)),
        "an address is no message"
    );
    let details = nora.details("main", &thread);
    assert_eq!(details["visitor"], live["visitor"]);
    let contact = &details["contact"];
    assert!(contact["id"].as_str().is_some_and(|id| id.starts_with("c-") && id.len() == 28), "{contact}");
    let expected = json!({
        "id": contact["id"], "email": "sam.lee+shop@mail.example", "verified": false, "lists": [],
    });
    assert_eq!(*contact, expected);
}

#[test]
fn somebody_elses_address_opens_nothing() {
    // T12: whoever types the address of the best customer is nobody to us
    let product = Product::shared();
    let nora = nora(product);
    let identity = || {
        let asked = json!({"account": "notary", "email": "vera@customer.test"});
        product.internal("/internal/identify", &asked).ok()["token"].as_str().expect("a token").to_owned()
    };
    let vera = identity();
    assert_eq!(shown(product, "/club", Some(&vera))["c"], "club");

    let (me, mut socket, thread) = a_chat(product);
    let (_, mut other, other_thread) = a_chat(product);
    socket.so_far();
    other.so_far();
    let known = types(&mut socket, &thread, "Vera@Customer.test");
    let unknown = types(&mut other, &other_thread, "nobody@customer.test");
    let without_id = |frame: &Value| {
        let mut frame = frame.clone();
        frame["client_message_id"].take();
        frame
    };
    assert_eq!(
        without_id(&known),
        without_id(&unknown),
        "the answer does not tell whether we know the address"
    );
    assert_eq!((socket.so_far(), other.so_far()), (vec![], vec![]));

    // Agents see an address without a name, an owner or a list.
    let row = row_with(&nora, &thread, "vera@customer.test");
    assert_eq!(
        (row.get("name"), &row["verified"], row.get("assignee")),
        (None, &json!(false), None),
        "{row}"
    );
    let details = nora.details("main", &thread);
    let contact = &details["contact"];
    assert_ne!(contact["id"], "vera");
    assert_eq!((contact.get("name"), contact.get("owner"), &contact["lists"]), (None, None, &json!([])));

    // From the next decision on they are somebody, and still on no list.
    let again = me.acts_again("notary", "open");
    for (path, stranger, claimed) in [("/friends", "open", "friends"), ("/club", "open", "open")] {
        assert_eq!(shown(product, path, Some(&me.token))["c"], stranger, "{path} before");
        assert_eq!(shown(product, path, Some(&again.token))["c"], claimed, "{path} after");
    }
    let told = format!("{known}{}{}", again.greets().1, shown(product, "/friends", Some(&again.token)));
    for secret in ["Vera", "vera", "Lind", "Nora", "customer.test"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }

    // The real one is who she was, to us and to the site's own server.
    let session =
        begin(product, "notary", NOTARY, &json!({"chatflow": "club", "token": vera}).to_string()).ok();
    let mut hers = me.with(&session).connects();
    let ack = says(&mut hers, &first_post("club", "It is me"));
    let hers = ack["thread"].as_str().expect("a thread");
    let row = row_with(&nora, hers, "vera@customer.test");
    assert_eq!((&row["name"], &row["verified"]), (&json!("Vera Lind"), &json!(true)));
    assert_eq!(shown(product, "/club", Some(&identity()))["c"], "club");
}

#[test]
fn two_visitors_may_claim_the_same_address() {
    // T12
    let product = Product::shared();
    let nora = nora(product);
    let contacts: Vec<Value> = (0..2)
        .map(|_| {
            let (_, mut socket, thread) = a_chat(product);
            types(&mut socket, &thread, "shared@family.example");
            row_with(&nora, &thread, "shared@family.example");
            nora.details("main", &thread)["contact"].clone()
        })
        .collect();
    assert_ne!(contacts[0]["id"], contacts[1]["id"]);
    assert!(contacts.iter().all(|contact| contact["email"] == "shared@family.example"));
    // To the site's server nobody has that address.
    let asked = json!({"account": "notary", "email": "shared@family.example"});
    assert_eq!(product.internal("/internal/identify", &asked).refusal(), (404, "not_found".to_owned()));
}

#[test]
fn all_threads_of_the_visitor_follow_those_to_come_too() {
    // S48
    let product = Product::shared();
    let nora = nora(product);
    let (me, mut socket, first) = a_chat(product);
    let second = starts(&mut socket, "open", "second");
    until("the thread's row", || nora.row("main", "view=all", &second));
    types(&mut socket, &second, "first@mail.example");
    // On the same socket, with the token from before.
    let third = starts(&mut socket, "open", "third");
    // And on a page of the next day.
    let fourth = starts(&mut me.acts_again("notary", "open").connects(), "open", "fourth");
    let id = nora.details("main", &first)["contact"]["id"].clone();
    for thread in [&first, &second, &third, &fourth] {
        let row = row_with(&nora, thread, "first@mail.example");
        assert_eq!((&row["verified"], row.get("name")), (&json!(false), None));
        assert_eq!(nora.details("main", thread)["contact"]["id"], id, "one visitor is one contact");
    }
    // A slip of the keyboard can be made good, and the same again is no news.
    types(&mut socket, &first, "better@mail.example");
    let row = row_with(&nora, &fourth, "better@mail.example");
    types(&mut socket, &first, "better@mail.example");
    assert_eq!(row_with(&nora, &fourth, "better@mail.example"), row);
    assert_eq!(nora.details("main", &first)["contact"]["id"], id);
}

#[test]
fn who_the_site_vouches_for_stays_who_they_are() {
    // S51, T12
    let product = Product::shared();
    let nora = nora(product);
    let asked = json!({"account": "notary", "email": "vera@customer.test"});
    let identity = product.internal("/internal/identify", &asked).ok()["token"].clone();
    let body = json!({"chatflow": "open", "token": identity}).to_string();
    let vera = visitor(product).with(&begin(product, "notary", NOTARY, &body).ok());
    let mut socket = vera.connects();
    let thread = starts(&mut socket, "open", "hello");
    let before = row_with(&nora, &thread, "vera@customer.test");
    types(&mut socket, &thread, "ceo@customer.test");
    assert_eq!(nora.details("main", &thread)["contact"]["id"], "vera");
    let later = starts(&mut socket, "open", "later");
    row_with(&nora, &later, "vera@customer.test");
    assert_eq!(nora.row("main", "view=all", &thread), Some(before));
}

#[test]
fn who_is_known_is_not_asked_again() {
    // S48 S49 S51
    let product = Product::shared();
    let asks = json!({"a": 5, "m": "Where can we answer?"});
    assert_eq!(shown(product, "/asking", None)["e"], asks);
    let (me, mut socket, thread) = a_chat(product);
    assert_eq!(shown(product, "/asking", Some(&me.token))["e"], asks, "acting is not being known");
    types(&mut socket, &thread, "once@mail.example");
    let again = me.acts_again("notary", "open");
    let asking = shown(product, "/asking", Some(&again.token));
    assert_eq!((&asking["c"], asking.get("e")), (&json!("asking"), None));
    let page = json!({"u": format!("{NOTARY}/"), "k": again.token, "c": "asking"});
    let running = decide(product, "notary", NOTARY, &page).ok()["d"].clone();
    assert_eq!((&running["c"], &running["y"], running.get("e")), (&json!("asking"), &json!("running"), None));
    let asked = json!({"account": "notary", "email": "vera@customer.test"});
    let vera = product.internal("/internal/identify", &asked).ok()["token"].clone();
    assert_eq!(shown(product, "/asking", vera.as_str()).get("e"), None);
}

#[test]
fn row_16_bad_addresses() {
    // row 16
    let product = Product::shared();
    let (me, mut socket, thread) = a_chat(product);
    let long = format!("{}@{}.example", "a".repeat(64), "b".repeat(63).repeat(4));
    for (name, bad) in [
        ("nothing", ""),
        ("no domain", "a@"),
        ("one label", "a@b"),
        ("two dots", "a@b..c"),
        ("quoted", "\"a b\"@c.de"),
        ("over 254 characters", &long),
        ("a header", "a@b.c\nBcc:x"),
        ("a header after CRLF", "a@b.c\r\nBcc: x@y.z"),
        ("NUL", "a@b.c\0"),
        ("two", "a@b.c, d@e.f"),
        ("with a name", "A <a@b.c>"),
    ] {
        assert_eq!(is_refused(&mut socket, &address(&thread, bad)), "email_invalid", "{name}");
    }
    // Nothing is left of them, and trying costs no messages.
    assert_eq!(me.acts_again("notary", "open").greets().1["threads"][0]["last_seq"], 1);
    assert_eq!(nora(product).details("main", &thread).get("contact"), None);
    types(&mut socket, &thread, "good@mail.example");
}

#[test]
fn row_14_only_in_a_thread_of_ones_own() {
    // row 14, T11: the same answer as for a thread that never was
    let product = Product::shared();
    let (_, _, thread) = a_chat(product);
    let (_, mut stranger, own) = a_chat(product);
    let absent = format!("0-{}", "a".repeat(26));
    let answers: Vec<Value> = [&thread, &absent]
        .into_iter()
        .map(|thread| {
            let typed = address(thread, "me@mail.example");
            stranger.send(&typed);
            let mut answer = stranger.take("a refusal", |frame| frame["ref"] == typed["client_message_id"]);
            answer["ref"].take();
            answer
        })
        .collect();
    assert_eq!(answers[0]["code"], "not_found");
    assert_eq!(answers[0], answers[1]);
    assert_eq!(is_refused(&mut stranger, &address("no thread", "me@mail.example")), "id_format");
    assert_eq!(is_refused(&mut stranger, &address(&thread, "a@")), "not_found", "nor is the address judged");
    assert_eq!(nora(product).details("main", &own).get("contact"), None);
    assert_eq!(nora(product).details("main", &thread).get("contact"), None);
}

#[test]
fn row_20_addresses_count_as_messages() {
    // row 20
    let product = Product::shared();
    let (_, mut socket, thread) = a_chat(product);
    for number in 0..19 {
        types(&mut socket, &thread, &format!("{number}@mail.example"));
    }
    let typed = address(&thread, "one-more@mail.example");
    socket.send(&typed);
    let refused = socket.tagged("error");
    assert_eq!(
        (&refused["code"], &refused["ref"]),
        (&json!("rate_limited"), &typed["client_message_id"]),
        "{refused}"
    );
    assert!(refused["retry_after_ms"].as_u64().is_some_and(|wait| (1..=10_000).contains(&wait)), "{refused}");
    assert_eq!(is_refused(&mut socket, &post(&thread, "nor a message")), "rate_limited");
}

#[test]
fn agents_have_no_address_to_type() {
    // row 45
    let product = Product::shared();
    let (_, _, thread) = a_chat(product);
    let mut agents = nora(product).connects("main");
    assert_eq!(is_refused(&mut agents, &address(&thread, "nora@notary.test")), "frame_unknown");
}

#[test]
fn what_was_captured_survives_a_crash() {
    // P1
    let product = Product::start();
    let (me, mut socket, thread) = a_chat(&product);
    types(&mut socket, &thread, "kept@mail.example");
    product.restart_workerd();
    let nora = nora(&product);
    row_with(&nora, &thread, "kept@mail.example");
    assert_eq!(nora.details("main", &thread)["contact"]["email"], "kept@mail.example");
    // Whoever was not answered asks again; that is no second contact.
    let id = nora.details("main", &thread)["contact"]["id"].clone();
    types(&mut me.connects(), &thread, "kept@mail.example");
    assert_eq!(nora.details("main", &thread)["contact"]["id"], id);
}
