//! The agents' side: what they see, what they do, and that it reaches the visitor.

use serde_json::{Value, json};

use crate::accounts::ATELIER;
use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, first_post, post, resumes, says, starts, texts};
use crate::wait::until;

fn ada() -> Agent<'static> {
    Agent::of(Product::shared(), "ada@atelier.test")
}

/// A new visitor of the atelier, their open socket and their thread, which the inbox knows of.
#[track_caller]
fn a_chat(text: &str) -> (Visitor<'static>, Socket, String) {
    let visitor = Visitor::acts(Product::shared(), "atelier", ATELIER, "open");
    let mut socket = visitor.connects();
    let thread = starts(&mut socket, "open", text);
    until("the thread's row", || ada().row("main", "view=all", &thread));
    (visitor, socket, thread)
}

#[track_caller]
fn row_of(socket: &mut Socket, thread: &str) -> Value {
    socket.take("a row", |frame| frame["t"] == "row" && frame["row"]["thread"] == thread)["row"].clone()
}

#[test]
fn a_message_reaches_the_inbox_and_the_reply_the_visitor() {
    // S105: replying to an unassigned thread assigns it
    let product = Product::shared();
    let ben = Agent::of(product, "ben@atelier.test");
    let mut agents = ben.connects("main");
    let mut socket = Visitor::acts(product, "atelier", ATELIER, "open").connects();
    let thread = starts(&mut socket, "open", "Do you repair?");
    let row = row_of(&mut agents, &thread);
    assert_eq!((&row["inbox"], &row["chatflow"]), (&json!("main"), &json!("open")));
    assert_eq!((&row["preview"], &row["preview_from_visitor"]), (&json!("Do you repair?"), &json!(true)));
    assert_eq!((&row["status"], row.get("assignee"), &row["last_seq"]), (&json!("open"), None, &json!(1)));
    // S124: who it is in the reader's own words, by four characters.
    assert!(row["visitor"].as_str().is_some_and(|visitor| visitor.len() == 4), "{row}");
    assert_eq!((row.get("name"), row.get("email"), &row["verified"]), (None, None, &json!(false)), "{row}");
    assert!(row["waiting_since"].is_u64(), "{row}");
    let live = agents.take("the entry", |frame| frame["t"] == "entry" && frame["thread"] == thread);
    assert_eq!(live["entry"]["body"]["text"], "Do you repair?");

    let ack = says(&mut agents, &post(&thread, "We do."));
    let reply = socket.take("the reply", |frame| frame["entry"]["body"]["text"] == "We do.");
    assert_eq!(reply["entry"]["from"], json!({"kind": "agent", "id": "ben", "name": "Ben Ito"}));
    assert_eq!(reply["entry"]["seq"], ack["seq"]);
    // E69: the visitor learns a name, never an address.
    assert!(!reply.to_string().contains('@'), "{reply}");
    let state = socket.take("the assignment", |frame| frame["t"] == "state");
    assert_eq!(state["thread"]["assignee"], json!({"id": "ben", "name": "Ben Ito"}));
    let row = agents
        .take("the row after", |frame| frame["row"]["thread"] == thread && frame["row"]["last_seq"] == 3);
    assert_eq!(row["row"]["assignee"]["id"], "ben");
    assert_eq!((&row["row"]["preview"], row["row"].get("waiting_since")), (&json!("We do."), None));
}

#[test]
fn an_agent_hears_the_acknowledgement_before_the_entry() {
    // P1: a client that sees its own words come back knows already that they are stored
    let mut agents = ada().connects("main");
    let (_, mut socket, thread) = a_chat("one");
    for number in 0..20 {
        let reply = post(&thread, &number.to_string());
        agents.send(&reply);
        let id = &reply["client_message_id"];
        let first = agents.take("the first word of it", |frame| {
            frame["client_message_id"] == *id || frame["entry"]["client_message_id"] == *id
        });
        assert_eq!(first["t"], "ack", "{first}");
        let entry = agents.take("the entry", |frame| frame["entry"]["client_message_id"] == *id);
        assert_eq!(entry["entry"]["seq"], first["seq"]);
        socket.take("the entry at the visitor's", |frame| frame["entry"]["client_message_id"] == *id);
    }
}

#[test]
fn of_two_agents_who_take_a_thread_one_has_it() {
    // F19: both are told the same
    let product = Product::shared();
    let ben = Agent::of(product, "ben@atelier.test");
    let (_, mut socket, thread) = a_chat("who takes me?");
    let (first, second) = std::thread::scope(|scope| {
        let ours = scope.spawn(|| ada().acts("main", &thread, "assign", &json!({"agent": "ada"})));
        let theirs = scope.spawn(|| ben.acts("main", &thread, "assign", &json!({"agent": "ben"})));
        (ours.join().expect("ada"), theirs.join().expect("ben"))
    });
    let last = if first["last_seq"].as_u64() > second["last_seq"].as_u64() { first } else { second };
    assert_eq!(last["last_seq"], 3, "two assignments, one after the other");
    for agent in [&ada(), &ben] {
        until("the row to follow", || {
            agent.row("main", "view=all", &thread).filter(|row| row["assignee"] == last["assignee"])
        });
    }
    assert_eq!(resumes(&mut socket, &thread, 0).1["assignee"], last["assignee"]);
}

#[test]
fn an_agents_message_sent_twice_is_one_message() {
    // P2
    let mut agents = ada().connects("main");
    let (_, mut socket, thread) = a_chat("one");
    let reply = post(&thread, "two");
    let ack = says(&mut agents, &reply);
    assert_eq!(says(&mut agents, &reply), ack);
    assert_eq!(says(&mut ada().connects("main"), &reply), ack);
    let mut other = reply;
    other["text"] = json!("three");
    assert_eq!(crate::visitor::is_refused(&mut agents, &other), "idempotency_conflict");
    assert_eq!(texts(&resumes(&mut socket, &thread, 0).0), ["one", "two"]);
}

#[test]
fn views_hold_what_their_names_say() {
    // S115 S116 S117 S127
    let product = Product::shared();
    let ben = Agent::of(product, "ben@atelier.test");
    let (_, _, thread) = a_chat("where am I?");
    let seen = |agent: &Agent<'_>| -> Vec<&str> {
        ["all", "mine", "unassigned"]
            .into_iter()
            .filter(|view| agent.row("main", &format!("view={view}"), &thread).is_some())
            .collect()
    };
    assert_eq!((seen(&ada()), seen(&ben)), (vec!["all", "unassigned"], vec!["all", "unassigned"]));
    let state = ada().acts("main", &thread, "assign", &json!({"agent": "ben"}));
    assert_eq!(state["assignee"], json!({"id": "ben", "name": "Ben Ito"}));
    until("the view to follow", || (seen(&ben) == ["all", "mine"]).then_some(()));
    assert_eq!(seen(&ada()), ["all"]);
    let state = ada().acts("main", &thread, "assign", &json!({"agent": null}));
    assert_eq!(state.get("assignee"), None);
    until("the view to follow", || (seen(&ben) == ["all", "unassigned"]).then_some(()));
    let counts = ada().gets("/api/inboxes/main/threads").ok()["counts"].clone();
    for view in ["all", "mine", "unassigned"] {
        assert!(counts[view].is_u64(), "{counts}");
    }
    assert!(counts["all"].as_u64() >= counts["unassigned"].as_u64(), "{counts}");
}

#[test]
fn closing_and_reopening_moves_a_thread_and_tells_everybody() {
    // S111, S129
    let mut agents = ada().connects("main");
    let (_, mut socket, thread) = a_chat("close me");
    let in_status = |status: &str| ada().row("main", &format!("view=all&status={status}"), &thread).is_some();
    for (verb, status, other) in [("close", "closed", "open"), ("reopen", "open", "closed")] {
        let state = ada().acts("main", &thread, verb, &json!({}));
        assert_eq!(state["status"], status);
        for socket in [&mut socket, &mut agents] {
            socket.take("the change", |frame| {
                frame["t"] == "state"
                    && frame["thread"]["id"] == thread
                    && frame["thread"]["status"] == status
            });
        }
        until("the lists to follow", || (in_status(status) && !in_status(other)).then_some(()));
        // Once more changes nothing.
        let again = ada().acts("main", &thread, verb, &json!({}));
        assert_eq!(again, state);
    }
    let (entries, _) = resumes(&mut socket, &thread, 0);
    let kinds: Vec<&str> = entries.iter().filter_map(|entry| entry["body"]["kind"].as_str()).collect();
    assert_eq!(kinds, ["text", "closed", "reopened"]);
}

#[test]
fn closing_while_the_visitor_writes_loses_nothing() {
    // F19: whoever is first, the message is in the log and the status is what the last of both made it
    let (_, mut socket, thread) = a_chat("one");
    for round in 0..10 {
        let words = post(&thread, &format!("round {round}"));
        let ack = std::thread::scope(|scope| {
            let closing = scope.spawn(|| ada().acts("main", &thread, "close", &json!({})));
            let ack = says(&mut socket, &words);
            closing.join().expect("ada");
            ack
        });
        let (entries, state) = resumes(&mut socket, &thread, 0);
        let seqs = crate::visitor::seqs(&entries);
        assert!(seqs.iter().copied().eq(1..=seqs.len() as u64), "round {round}: {seqs:?}");
        let stored = &entries[ack["seq"].as_u64().expect("a place") as usize - 1];
        assert_eq!(stored["client_message_id"], words["client_message_id"], "round {round}");
        let kind = |entry: &Value| entry["body"]["kind"].as_str().map(str::to_owned);
        let moved = entries.iter().rev().filter_map(kind).find(|kind| kind == "closed" || kind == "reopened");
        let expected = if moved.as_deref() == Some("closed") { "closed" } else { "open" };
        assert_eq!(state["status"], expected, "round {round}: {entries:?}");
        // A message of the visitor reopens what was closed before it: never closed with their words as the last.
        let last = entries.last().and_then(kind);
        assert!(expected == "open" || last.as_deref() == Some("closed"), "round {round}: {entries:?}");
        until("the inbox to follow", || ada().row("main", &format!("view=all&status={expected}"), &thread));
        ada().acts("main", &thread, "reopen", &json!({}));
    }
}

#[test]
fn a_blocked_visitor_writes_into_nothing() {
    // S148 S149 S150 S152
    let product = Product::shared();
    let mut agents = ada().connects("main");
    let (visitor, mut socket, thread) = a_chat("before");
    row_of(&mut agents, &thread);
    ada().acts("main", &thread, "block", &json!({}));
    let row =
        agents.take("the row", |frame| frame["row"]["thread"] == thread && frame["row"]["filtered"] == true);
    assert_eq!(row["row"]["preview"], "before");
    let filtered = |thread: &str| ada().row("main", "view=filtered", thread);
    until("the thread to be filtered", || filtered(&thread));

    // They still get the widget, may type, and are told nothing.
    let page = json!({"u": "https://atelier.example/", "k": visitor.token, "c": "open"});
    let shown = crate::visitor::decide(product, "atelier", ATELIER, &page).ok();
    assert_eq!(shown["d"]["c"], "open", "S149");
    says(&mut socket, &post(&thread, "during"));
    let another = starts(&mut socket, "open", "a new start");
    until("the new thread to arrive in the filtered ones", || filtered(&another));
    until("the message to arrive there", || filtered(&thread).filter(|row| row["preview"] == "during"));
    for view in ["all", "mine", "unassigned", "chat"] {
        for status in ["open", "closed"] {
            for thread in [&thread, &another] {
                let row = ada().row("main", &format!("view={view}&status={status}"), thread);
                assert_eq!(row, None, "S150: {view} {status}");
            }
        }
    }
    let words: Vec<Value> = agents
        .so_far()
        .into_iter()
        .filter(|frame| frame["t"] == "entry" && frame["thread"] == another)
        .collect();
    assert_eq!(words, Vec::<Value>::new(), "S150: agents hear nothing of it");

    // Let in again, everything is there.
    ada().acts("main", &another, "unblock", &json!({}));
    for thread in [&thread, &another] {
        until("the thread to come back", || ada().row("main", "view=all", thread));
    }
    assert_eq!(filtered(&thread), None);
    let log = ada().log("main", &thread, "after_seq=0");
    assert_eq!(texts(log["entries"].as_array().unwrap()), ["before", "during"]);
}

#[test]
fn counts_leave_out_what_is_filtered_and_closed() {
    // S115, S150. An inbox of its own: others come and go in the shared ones
    let product = Product::shared();
    let cleo = Agent::of(product, "cleo@atelier.test");
    let counts = || cleo.gets("/api/inboxes/tally/threads").ok()["counts"].clone();
    let start = |text: &str| {
        starts(&mut Visitor::acts(product, "atelier", ATELIER, "tally").connects(), "tally", text)
    };
    let before = counts();
    assert_eq!(before, json!({"all": 0, "mine": 0, "unassigned": 0, "bots": 0}));
    let threads = [start("a"), start("b"), start("c"), start("d")];
    until("four rows", || (counts()["all"] == 4).then_some(()));
    cleo.acts("tally", &threads[0], "close", &json!({}));
    cleo.acts("tally", &threads[1], "block", &json!({}));
    cleo.acts("tally", &threads[2], "assign", &json!({"agent": "cleo"}));
    let expected = json!({"all": 2, "mine": 1, "unassigned": 1, "bots": 0});
    until("the counts to follow", || (counts() == expected).then_some(()));
    // Pages of the list: all of them, newest change first, none twice.
    let mut seen = Vec::new();
    let mut query = "view=all&limit=1".to_owned();
    loop {
        let page = cleo.gets(&format!("/api/inboxes/tally/threads?{query}")).ok();
        seen.extend(page["rows"].as_array().into_iter().flatten().map(|row| row["thread"].clone()));
        match page["next"].as_str() {
            Some(next) => query = format!("view=all&limit=1&before={next}"),
            None => break,
        }
    }
    seen.sort_by_key(Value::to_string);
    let mut expected = vec![json!(threads[2]), json!(threads[3])];
    expected.sort_by_key(Value::to_string);
    assert_eq!(seen, expected);
}

#[test]
fn only_members_see_an_inbox() {
    // S109, T24: not even an admin who is no member
    let product = Product::shared();
    let cleo = Agent::of(product, "cleo@atelier.test");
    let thread =
        starts(&mut Visitor::acts(product, "atelier", ATELIER, "back").connects(), "back", "for Cleo");
    until("the row", || cleo.row("back", "view=all", &thread));
    let (_, _, others) = a_chat("not for Cleo");
    for (agent, inbox, thread) in [(&ada(), "back", &thread), (&cleo, "main", &others)] {
        let not_found = (404, "not_found".to_owned());
        assert_eq!(agent.gets(&format!("/api/inboxes/{inbox}/threads")).refusal(), not_found);
        assert_eq!(agent.gets(&format!("/api/threads/{inbox}/{thread}/messages")).refusal(), not_found);
        for verb in ["assign", "close", "reopen", "take-over", "block", "unblock"] {
            let body = if verb == "assign" { json!({"agent": null}) } else { json!({}) };
            let answer = agent.sends("POST", &format!("/api/threads/{inbox}/{thread}/{verb}"), &body);
            assert_eq!(answer.refusal(), not_found, "{inbox} {verb}");
        }
        let refused = agent.tries_to_open(inbox, Some(&product.origin())).err();
        assert_eq!(refused.map(|refused| refused.status), Some(404), "{inbox}");
    }
    // The thread of another inbox through an inbox one is a member of.
    assert_eq!(ada().gets(&format!("/api/threads/main/{thread}/messages")).status, 404);
    let mine: Vec<String> = cleo.gets("/api/me").ok()["inboxes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|inbox| inbox["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(mine, ["back", "tally"]);
}

#[test]
fn a_contacts_thread_carries_their_name_for_agents_only() {
    // S124
    let product = Product::shared();
    let anna = Agent::of(product, "anna@kiln.test");
    let identity =
        product.internal("/internal/identify", &json!({"account": "demo", "email": "sofia@kiln.test"}));
    let body = json!({"chatflow": "vip", "token": identity.ok()["token"]}).to_string();
    let session = crate::visitor::begin(product, "demo", crate::visitor::KILN, &body).ok();
    let sofia = Visitor::of_demo(product).with(&session);
    let (mut socket, welcome) = sofia.greets();
    let ack = says(&mut socket, &first_post("vip", "It is me"));
    let thread = ack["thread"].as_str().unwrap();
    let row = until("the row", || anna.row("main", "view=all", thread));
    assert_eq!((&row["name"], &row["email"]), (&json!("Sofia Marques"), &json!("sofia@kiln.test")));
    assert_eq!(row["verified"], true);
    let (entries, state) = resumes(&mut socket, thread, 0);
    let told = format!("{welcome}{ack}{entries:?}{state}");
    assert!(!told.contains("sofia@") && !told.contains("Marques"), "{told}");
}

#[test]
fn threads_in_many_shards_share_one_inbox() {
    let product = Product::shared();
    let mut agents = ada().connects("wide");
    let mut shards = std::collections::BTreeSet::new();
    // Each visitor lands on one of two shards by chance; forty all on one would be a coin of one side.
    for number in 0..40 {
        let visitor = Visitor::acts(product, "atelier", ATELIER, "wide");
        let mut socket = visitor.connects();
        let thread = starts(&mut socket, "wide", &format!("{number}"));
        row_of(&mut agents, &thread);
        says(&mut agents, &post(&thread, "here"));
        socket.take("the reply", |frame| frame["entry"]["body"]["text"] == "here");
        shards.insert(thread.split('-').next().unwrap_or_default().to_owned());
        if shards.len() == 2 {
            break;
        }
    }
    assert_eq!(shards.into_iter().collect::<Vec<_>>(), ["0", "1"]);
}
