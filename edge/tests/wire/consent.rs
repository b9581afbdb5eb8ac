//! Consent: what is asked for is asked before anything is stored, and what a visitor agreed to is kept word for word.

use serde_json::{Value, json};

use crate::accounts::{EXPLICIT, LEGITIMATE, NOTARY};
use crate::agent::Agent;
use crate::product::Product;
use crate::visitor::{
    Visitor, agreeing, first_post, is_refused, message_id, post, resumes, says, starts, texts,
};
use crate::wait::until;

fn nora(product: &Product) -> Agent<'_> {
    Agent::of(product, "nora@notary.test")
}

#[track_caller]
fn visitor<'p>(product: &'p Product, chatflow: &str) -> Visitor<'p> {
    Visitor::acts(product, "notary", NOTARY, chatflow)
}

fn thread_of(ack: &Value) -> String {
    ack["thread"].as_str().expect("a thread's id").to_owned()
}

/// What is kept of a thread's consent, once the inbox knows of the thread.
#[track_caller]
fn receipts(agent: &Agent<'_>, thread: &str) -> Value {
    until("the thread's row", || agent.row("main", "view=all", thread));
    agent.details("main", thread)["consents"].clone()
}

/// Changes a chatflow of the notary as its owner does in the console.
#[track_caller]
fn changes(agent: &Agent<'_>, chatflow: &str, change: impl FnOnce(&mut Value)) -> Value {
    let path = format!("/api/chatflows/{chatflow}");
    let mut detail = agent.gets(&path).ok();
    change(&mut detail["chatflow"]);
    let body = json!({"revision": detail["revision"], "chatflow": detail["chatflow"]});
    agent.sends("PUT", &path, &body).ok()
}

#[test]
fn row_50_explicit_consent_comes_before_the_first_message() {
    // row 50, S82
    let product = Product::shared();
    let me = visitor(product, "agree");
    let mut socket = me.connects();
    let first = first_post("agree", "before I agreed");
    assert_eq!(is_refused(&mut socket, &first), "consent_required");
    // A version that never was is as good as none; so is one that is no number of a text.
    for version in [0, 2, u32::MAX] {
        assert_eq!(
            is_refused(&mut socket, &agreeing(first.clone(), version)),
            "consent_required",
            "{version}"
        );
    }
    assert_eq!(me.greets().1.get("threads"), None, "nothing is stored");
    // Agreed to, the very same message is stored.
    let ack = says(&mut socket, &agreeing(first.clone(), 1));
    assert_eq!(ack["seq"], 1);
    // Sent again it is a repetition, whatever it says of consent by now.
    assert_eq!(says(&mut socket, &first), ack);
    assert_eq!(says(&mut socket, &agreeing(first, 99)), ack);
    // What was agreed to once holds for the thread.
    let thread = thread_of(&ack);
    says(&mut socket, &post(&thread, "more"));
    says(&mut socket, &agreeing(post(&thread, "and more"), 1));
    says(&mut socket, &agreeing(post(&thread, "and more"), 7));
    assert_eq!(receipts(&nora(product), &thread).as_array().map(Vec::len), Some(1));
    // Another thread is another agreement.
    assert_eq!(is_refused(&mut socket, &first_post("agree", "once more")), "consent_required");
}

#[test]
fn a_receipt_says_exactly_what_was_agreed_to_where_and_when() {
    // S82 S84 S89
    let product = Product::shared();
    let mut first = agreeing(first_post("agree", "I agree"), 1);
    first["page"] = json!("https://notary.example/agree/here?utm=secret#part");
    let ack = says(&mut visitor(product, "agree").connects(), &first);
    // What `sha256sum` makes of the text (N18).
    let hash = "1fbf78828b845c6db0bc28316ef26feef965161dd95a485abdb533f1aae941bc";
    let expected = json!([{
        "version": 1, "mode": "explicit", "choice": "agreed", "text": EXPLICIT, "language": "de", "at": ack["at"], "hash": hash,
        "page": "https://notary.example/agree/here",
    }]);
    assert_eq!(receipts(&nora(product), &thread_of(&ack)), expected);
}

#[test]
fn a_language_that_is_none_is_kept_as_undetermined() {
    // S89
    let product = Product::shared();
    for (language, kept) in [("pt-BR", "pt-BR"), ("", "und"), ("<script>", "und"), (&"a".repeat(36), "und")] {
        let mut first = agreeing(first_post("agree", "I agree"), 1);
        first["consent"]["language"] = json!(language);
        let ack = says(&mut visitor(product, "agree").connects(), &first);
        assert_eq!(receipts(&nora(product), &thread_of(&ack))[0]["language"], kept, "{language}");
    }
}

#[test]
fn legitimate_interest_is_implied_by_writing() {
    // S83 S84
    let product = Product::shared();
    let mut socket = visitor(product, "shown").connects();
    let ack = says(&mut socket, &agreeing(first_post("shown", "hello"), 1));
    let receipt = receipts(&nora(product), &thread_of(&ack))[0].clone();
    assert_eq!((&receipt["mode"], &receipt["choice"]), (&json!("legitimate_interest"), &json!("implied")));
    assert_eq!(receipt["text"], LEGITIMATE);
    // Nobody is locked out: a widget that says nothing may write, and nothing is kept that was not shown.
    let silent = starts(&mut socket, "shown", "hello");
    assert_eq!(receipts(&nora(product), &silent), json!([]));
}

#[test]
fn a_text_edited_afterwards_is_another_version_and_old_receipts_stay() {
    // S87 S89
    let product = Product::shared();
    let nora = nora(product);
    let mut socket = visitor(product, "edited").connects();
    let old = thread_of(&says(&mut socket, &agreeing(first_post("edited", "to the old text"), 1)));
    let before = receipts(&nora, &old);
    assert_eq!(before[0]["text"], EXPLICIT);

    let saved = changes(&nora, "edited", |chatflow| chatflow["consent"]["text"] = json!("Another text."));
    assert_eq!(saved["consent_version"], 2);
    assert_eq!(receipts(&nora, &old), before, "what was agreed to is what was agreed to");
    let new = thread_of(&says(&mut socket, &agreeing(first_post("edited", "to the new text"), 2)));
    let receipt = receipts(&nora, &new)[0].clone();
    assert_eq!((&receipt["version"], &receipt["text"]), (&json!(2), &json!("Another text.")));
    // Whose page is older read the old text, and that is what is kept.
    let late = thread_of(&says(&mut socket, &agreeing(first_post("edited", "from an old page"), 1)));
    assert_eq!(receipts(&nora, &late)[0]["text"], EXPLICIT);
    // Asked again in a running thread, both are kept in their order.
    says(&mut socket, &agreeing(post(&old, "now I read the new one"), 2));
    let both = receipts(&nora, &old);
    assert_eq!((&both[0], &both[1]["version"]), (&before[0], &json!(2)));
    assert_eq!(both.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_running_thread_waits_too_once_consent_is_asked_for() {
    // row 50, S79: a product of its own, whose settings change
    let product = Product::start();
    let nora = nora(&product);
    let me = visitor(&product, "later");
    let mut socket = me.connects();
    let thread = starts(&mut socket, "later", "before anybody asked");
    until("the thread's row", || nora.row("main", "view=all", &thread));
    changes(&nora, "later", |chatflow| {
        chatflow["consent"] = json!({"mode": "explicit", "text": "From now on we ask."});
    });
    assert_eq!(is_refused(&mut me.connects(), &first_post("later", "a new thread")), "consent_required");
    // A shard trusts for a minute in what it heard; a new one has heard nothing yet.
    product.restart_workerd();
    let mut socket = me.connects();
    assert_eq!(is_refused(&mut socket, &post(&thread, "not agreed")), "consent_required");
    let address = json!({
        "t": "email", "client_message_id": message_id(), "thread": thread, "email": "not@agreed.example",
    });
    assert_eq!(is_refused(&mut socket, &address), "consent_required");
    says(&mut socket, &agreeing(post(&thread, "agreed"), 1));
    says(&mut socket, &post(&thread, "and on"));
    assert_eq!(texts(&resumes(&mut socket, &thread, 0).0), ["before anybody asked", "agreed", "and on"]);
    assert_eq!(receipts(&nora, &thread)[0]["text"], "From now on we ask.");
    // Switched off for the whole account, nobody is asked; what was shown is kept all the same.
    nora.sends("PUT", "/api/settings", &json!({"gdpr": false})).ok();
    starts(&mut socket, "later", "nobody asks");
    let shown = thread_of(&says(&mut socket, &agreeing(first_post("later", "from an old page"), 1)));
    assert_eq!(receipts(&nora, &shown)[0]["choice"], "agreed");
}

#[test]
fn no_crash_leaves_a_thread_without_its_receipt() {
    // P1, row 50: killed before, in and after the transaction, as it happens
    let product = Product::start();
    let nora = nora(&product);
    for round in 0..4 {
        let me = visitor(&product, "agree");
        let mut socket = me.connects();
        let posts: Vec<Value> =
            (0..8).map(|number| agreeing(first_post("agree", &format!("{round}:{number}")), 1)).collect();
        posts.iter().for_each(|post| socket.send(post));
        for _ in 0..round * 2 {
            socket.tagged("ack");
        }
        product.restart_workerd();
        socket.closed();
        let acked: Vec<Value> = socket.rest().into_iter().filter(|frame| frame["t"] == "ack").collect();
        let (mut socket, welcome) = me.greets();
        let kept: Vec<String> = welcome["threads"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|thread| thread["id"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert!(acked.iter().all(|ack| kept.contains(&thread_of(ack))), "{acked:?} {kept:?}");
        for thread in &kept {
            let receipts = receipts(&nora, thread);
            assert_eq!(receipts.as_array().map(Vec::len), Some(1), "{thread}: {receipts}");
            assert_eq!(receipts[0]["text"], EXPLICIT);
        }
        // Sent again, as the widget does: each is one thread with one receipt.
        for post in &posts {
            let thread = thread_of(&says(&mut socket, post));
            assert_eq!(receipts(&nora, &thread).as_array().map(Vec::len), Some(1));
        }
        assert_eq!(me.greets().1["threads"].as_array().map(Vec::len), Some(8));
    }
}

#[test]
fn messages_keep_their_order_while_the_account_is_asked() {
    // P3: the first message into a thread that the shard knows nothing of asks the account; the next must not pass it
    let product = Product::start();
    let me = visitor(&product, "open");
    let thread = starts(&mut me.connects(), "open", "0");
    product.restart_workerd();
    let mut socket = me.connects();
    let posts: Vec<Value> = (1..12)
        .map(|number| {
            let post = post(&thread, &number.to_string());
            // Every other one names a version, which asks again.
            if number % 2 == 0 { agreeing(post, number) } else { post }
        })
        .collect();
    posts.iter().for_each(|post| socket.send(post));
    for (post, seq) in posts.iter().zip(2..) {
        assert_eq!(says(&mut socket, post)["seq"], seq);
    }
    let expected: Vec<String> = (0..12).map(|number| number.to_string()).collect();
    assert_eq!(texts(&resumes(&mut socket, &thread, 0).0), expected);
}
