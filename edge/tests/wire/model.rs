//! The inbox's model from outside: what agents put beside threads, how threads are found, and several inboxes.
//!
//! Each test has an account of its own, so that counts and labels are its alone.

use serde_json::{Value, json};

use crate::accounts::WORKSHOP;
use crate::agent::Agent;
use crate::product::Product;
use crate::socket::Socket;
use crate::visitor::{Visitor, message_id, post, resumes, says, starts, texts};
use crate::wait::{seconds, until};
use crate::workshop::Workshop;

/// A chat of a new visitor: their open socket, and the thread that the inbox knows of.
#[track_caller]
pub(crate) fn a_chat(workshop: &Workshop, account: &str, text: &str) -> (Socket, String) {
    let mut socket = Visitor::acts(Product::shared(), account, WORKSHOP, "open").connects();
    let thread = starts(&mut socket, "open", text);
    until("the thread's row", || workshop.ida.row("main", "view=all", &thread));
    (socket, thread)
}

#[track_caller]
fn acts(agent: &Agent<'_>, thread: &str, verb: &str, body: &Value) -> Value {
    agent.acts("main", thread, verb, body)
}

/// The row of a thread on a shelf once it is as it should be.
#[track_caller]
fn row_when(agent: &Agent<'_>, shelf: &str, thread: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    until("the row", || {
        let body = json!({"filter": {"all": []}, "shelf": shelf});
        let found = agent.sends("POST", "/api/inboxes/main/threads/find", &body).ok();
        found["rows"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|row| row["thread"] == thread && is_so(row))
            .cloned()
    })
}

/// The threads of an answer.
fn threads(found: &Value) -> Vec<String> {
    let rows = found["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["thread"].as_str().expect("a thread").to_owned()).collect()
}

#[track_caller]
fn searches(agent: &Agent<'_>, q: &str) -> Vec<String> {
    let q: String = q.bytes().map(|byte| format!("%{byte:02X}")).collect();
    threads(&agent.gets(&format!("/api/inboxes/main/search?q={q}")).ok())
}

fn kinds(log: &Value) -> Vec<String> {
    let annotations = log["annotations"].as_array().cloned().unwrap_or_default();
    annotations.iter().filter_map(|one| one["note"]["kind"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_comment_reaches_colleagues_and_no_visitor() {
    // P47 H77 P60
    let workshop = Workshop::new("model-comments");
    let (mut visitor, thread) = a_chat(&workshop, "model-comments", "Hello");
    let mut mia = workshop.agent("mia").connects("main");
    let comment = json!({"client_message_id": message_id(), "text": "Is this yours?", "mentions": ["mia"]});
    acts(&workshop.ida, &thread, "comments", &comment);
    acts(&workshop.ida, &thread, "comments", &comment);
    let live = mia.take("the comment", |frame| frame["t"] == "annotation" && frame["thread"] == thread);
    assert_eq!((&live["annotation"]["n"], &live["annotation"]["after_seq"]), (&json!(1), &json!(1)));
    let note = &live["annotation"]["note"];
    assert_eq!(*note, json!({"kind": "comment", "text": "Is this yours?", "mentions": ["mia"]}));
    assert_eq!(live["annotation"]["from"]["name"], "Ida Holm");

    // Replayed to agents, by socket and by request; sent twice, it is there once.
    let mut ole = workshop.agent("ole").connects("main");
    ole.send(&json!({"t": "resume", "thread": thread, "after_seq": 0}));
    let (replay, _) = ole.all_until("the end", |frame| frame["t"] == "caught_up");
    let replayed: Vec<&Value> = replay.iter().filter(|frame| frame["t"] == "annotation").collect();
    assert_eq!(replayed, [&live]);
    let log = workshop.ida.log("main", &thread, "after_seq=0");
    assert_eq!(kinds(&log), ["comment"]);

    // The visitor's log goes on without a gap and without a word of it.
    says(&mut visitor, &post(&thread, "Still there?"));
    let (entries, _) = resumes(&mut visitor, &thread, 0);
    assert_eq!(texts(&entries), ["Hello", "Still there?"]);
    let heard = format!("{entries:?}{:?}", visitor.so_far());
    assert!(!heard.contains("yours"), "{heard}");
    assert!(!heard.contains("annotation"), "{heard}");

    let with = |key: &str, value: Value| {
        let mut body = json!({"client_message_id": message_id(), "text": "x", "mentions": []});
        body[key] = value;
        workshop.ida.sends("POST", &format!("/api/threads/main/{thread}/comments"), &body)
    };
    assert_eq!(with("mentions", json!(["nobody"])).refusal(), (422, "assignee_not_in_inbox".into()));
    assert_eq!(with("text", json!(" ")).refusal(), (422, "text_empty".into()));
    let conflict = json!({"client_message_id": comment["client_message_id"], "text": "Other"});
    let path = format!("/api/threads/main/{thread}/comments");
    assert_eq!(workshop.ida.sends("POST", &path, &conflict).refusal(), (409, "idempotency_conflict".into()));
}

#[test]
fn a_snoozed_thread_comes_back_when_the_visitor_writes_or_its_time_comes() {
    // P49
    let workshop = Workshop::new("model-snooze");
    let (mut visitor, thread) = a_chat(&workshop, "model-snooze", "Later, please");
    let (ida, path) = (&workshop.ida, format!("/api/threads/main/{thread}/snooze"));
    let in_status = |status: &str| ida.row("main", &format!("view=all&status={status}"), &thread).is_some();
    let state = acts(ida, &thread, "snooze", &json!({}));
    assert_eq!(state["status"], "open", "visitors know nothing of sleep");
    until("the thread to sleep", || (in_status("snoozed") && !in_status("open")).then_some(()));
    assert_eq!(ida.gets("/api/inboxes/main/views").ok()["counts"]["snoozed"], 1);
    says(&mut visitor, &post(&thread, "Now!"));
    until("the thread to wake", || (in_status("open") && !in_status("snoozed")).then_some(()));
    let soon = (seconds() + 2) * 1_000;
    acts(ida, &thread, "snooze", &json!({"until": soon}));
    row_when(ida, "inbox", &thread, |row| row["desk"]["snoozed"]["until"] == soon);
    until("the alarm to wake it", || in_status("open").then_some(()));
    acts(ida, &thread, "snooze", &json!({}));
    acts(ida, &thread, "wake", &json!({}));
    until("the thread to be woken", || in_status("open").then_some(()));
    let log = ida.log("main", &thread, "after_seq=0");
    assert_eq!(kinds(&log), ["snoozed", "woke", "snoozed", "woke", "snoozed", "woke"]);
    assert_eq!(ida.sends("POST", &path, &json!({"until": 5})).refusal(), (422, "number_range".into()));
    acts(ida, &thread, "close", &json!({}));
    assert_eq!(ida.sends("POST", &path, &json!({})).refusal(), (409, "thread_closed".into()));
}

#[test]
fn labels_are_the_accounts_and_threads_are_found_by_them() {
    // P48
    let workshop = Workshop::new("model-labels");
    let (_visitor, thread) = a_chat(&workshop, "model-labels", "Hello");
    let (_other, other) = a_chat(&workshop, "model-labels", "Hello too");
    let (ida, mia) = (&workshop.ida, workshop.agent("mia"));
    let made = mia.sends("POST", "/api/labels", &json!({"name": "Very important", "colour": "teal"})).ok();
    assert_eq!(
        made["labels"],
        json!([{"id": "very-important", "name": "Very important", "colour": "teal", "from_pages": false}])
    );
    acts(&mia, &thread, "labels", &json!({"add": ["very-important"]}));
    row_when(ida, "inbox", &thread, |row| row["desk"]["labels"] == json!(["very-important"]));
    assert_eq!(searches(ida, "label:very-important"), std::slice::from_ref(&thread));
    assert_eq!(searches(ida, "-label:very-important"), [other]);
    assert_eq!(kinds(&ida.log("main", &thread, "after_seq=0")), ["labelled"]);
    let path = format!("/api/threads/main/{thread}/labels");
    let answer = ida.sends("POST", &path, &json!({"add": ["very-important", "none"]}));
    assert_eq!(answer.refusal(), (422, "reference_unknown".into()));
    let taken = ida.sends("POST", "/api/labels", &json!({"name": "very IMPORTANT", "colour": "red"}));
    assert_eq!(taken.refusal(), (422, "label_taken".into()));
    let colour = ida.sends("POST", "/api/labels", &json!({"name": "x", "colour": "#ff0000"}));
    assert_eq!(colour.status, 400);
    assert_eq!(
        mia.sends("DELETE", "/api/labels/very-important", &json!({})).refusal(),
        (403, "forbidden".into())
    );
    let left = ida.sends("DELETE", "/api/labels/very-important", &json!({})).ok();
    assert_eq!(left["labels"], json!([]));
}

#[test]
fn filters_join_tests_and_refuse_what_nobody_knows() {
    // S111 S112 S113 S114 P48
    let workshop = Workshop::new("model-filters");
    let ida = &workshop.ida;
    let (_one, open) = a_chat(&workshop, "model-filters", "one");
    let (_two, closed) = a_chat(&workshop, "model-filters", "two");
    let (_three, mine) = a_chat(&workshop, "model-filters", "three");
    acts(ida, &closed, "close", &json!({}));
    acts(ida, &mine, "assign", &json!({"agent": "ida"}));
    row_when(ida, "inbox", &closed, |row| row["status"] == "closed");
    row_when(ida, "inbox", &mine, |row| row["assignee"]["id"] == "ida");
    let find = |filter: Value| {
        let mut found =
            threads(&ida.sends("POST", "/api/inboxes/main/threads/find", &json!({"filter": filter})).ok());
        found.sort();
        found
    };
    let sorted = |all: &[&String]| {
        let mut all: Vec<String> = all.iter().map(|one| (*one).clone()).collect();
        all.sort();
        all
    };
    assert_eq!(find(json!({"status": "closed"})), sorted(&[&closed]));
    assert_eq!(find(json!({"channel": "email"})), sorted(&[]));
    assert_eq!(find(json!({"assignee": "me"})), sorted(&[&mine]));
    assert_eq!(find(json!({"assignee": {"agent": "ida"}})), sorted(&[&mine]));
    assert_eq!(find(json!({"any": [{"status": "closed"}, {"assignee": "me"}]})), sorted(&[&closed, &mine]));
    assert_eq!(find(json!({"all": [{"status": "open"}, {"not": {"assignee": "me"}}]})), sorted(&[&open]));
    assert_eq!(find(json!({"chatflow": "open"})), sorted(&[&open, &closed, &mine]));
    assert_eq!(find(json!({"opened": {"before": 5}})), sorted(&[]));
    assert_eq!(find(json!({"opened": {"after": 5}})), sorted(&[&open, &closed, &mine]));
    assert_eq!(find(json!({"text": "two"})), sorted(&[&closed]));
    for (filter, field) in [
        (json!({"colour": "red"}), "colour"),
        (json!({"status": "gone"}), "status"),
        (json!({"all": [{"channel": "fax"}]}), "channel"),
        (json!({"assignee": "ida"}), "assignee"),
    ] {
        let answer = ida.sends("POST", "/api/inboxes/main/threads/find", &json!({"filter": filter}));
        assert_eq!(answer.refusal(), (400, "filter_unknown".into()), "{filter}");
        assert_eq!(answer.json()["error"]["field"], field, "{filter}");
    }
    let many = json!({"filter": {"any": vec![json!({"assignee": "me"}); 60]}});
    assert_eq!(
        ida.sends("POST", "/api/inboxes/main/threads/find", &many).refusal(),
        (422, "too_many".into())
    );
}

#[test]
fn words_find_open_and_closed_threads() {
    // S110 P52
    let workshop = Workshop::new("model-search");
    let ida = &workshop.ida;
    let (mut one, refund) = a_chat(&workshop, "model-search", "Where is my refund for the kettle?");
    let (_two, lamp) = a_chat(&workshop, "model-search", "The LÁMPARA flickers, a refund please");
    says(&mut one, &post(&refund, "It was the blue kettle"));
    acts(ida, &refund, "close", &json!({}));
    row_when(ida, "inbox", &refund, |row| row["status"] == "closed");
    let both = |mut found: Vec<String>| {
        found.sort();
        found
    };
    assert_eq!(both(searches(ida, "refund")), both(vec![refund.clone(), lamp.clone()]));
    assert_eq!(searches(ida, "\"blue kettle\""), std::slice::from_ref(&refund));
    assert_eq!(searches(ida, "lampara"), std::slice::from_ref(&lamp));
    assert_eq!(searches(ida, "refund -kettle"), std::slice::from_ref(&lamp));
    assert_eq!(searches(ida, "flick*"), std::slice::from_ref(&lamp));
    assert_eq!(searches(ida, "refund is:open"), std::slice::from_ref(&lamp));
    assert_eq!(searches(ida, "is:closed"), std::slice::from_ref(&refund));
    assert_eq!(searches(ida, "refund after:2020-01-01 before:2021-01-01"), [""; 0]);
    assert_eq!(searches(ida, "everywhere kettle"), [""; 0], "words meet in one message");
    assert_eq!(both(searches(ida, "everywhere")), both(vec![refund, lamp]), "the chatflow's name");
    for (q, field) in [("is%3Ablue", "is"), ("before%3Asoon", "before"), ("", "q")] {
        let answer = ida.gets(&format!("/api/inboxes/main/search?q={q}"));
        assert_eq!(answer.refusal(), (400, "filter_unknown".into()), "{q}");
        assert_eq!(answer.json()["error"]["field"], field);
    }
}

#[test]
fn a_saved_view_is_counted_and_opened() {
    // P48 S123
    let workshop = Workshop::new("model-views");
    let (ida, mia) = (&workshop.ida, workshop.agent("mia"));
    let (_one, first) = a_chat(&workshop, "model-views", "one");
    let (_two, second) = a_chat(&workshop, "model-views", "two");
    acts(ida, &first, "assign", &json!({"agent": "ida"}));
    row_when(ida, "inbox", &first, |row| row["assignee"]["id"] == "ida");
    let filter = json!({"all": [{"status": "open"}, {"assignee": "nobody"}]});
    let body = json!({"name": "To be taken", "shared": true, "filter": filter});
    let view = ida.sends("POST", "/api/inboxes/main/views", &body).ok();
    assert_eq!((&view["id"], &view["count"], &view["filter"]), (&json!("to-be-taken"), &json!(1), &filter));
    let own = json!({"name": "Mine", "filter": {"assignee": "me"}});
    ida.sends("POST", "/api/inboxes/main/views", &own).ok();
    let names = |agent: &Agent<'_>| -> Vec<(String, u64)> {
        let views = agent.gets("/api/inboxes/main/views").ok();
        let views = views["views"].as_array().cloned().unwrap_or_default();
        views
            .iter()
            .map(|view| (view["name"].as_str().unwrap().to_owned(), view["count"].as_u64().unwrap()))
            .collect()
    };
    assert_eq!(names(ida), [("Mine".to_owned(), 1), ("To be taken".to_owned(), 1)]);
    assert_eq!(names(&mia), [("To be taken".to_owned(), 1)]);
    let counts = ida.gets("/api/inboxes/main/views").ok()["counts"].clone();
    let expected = json!({"all": 2, "mine": 1, "unassigned": 1, "chat": 2, "bots": 0, "snoozed": 0, "filtered": 0, "archived": 0});
    assert_eq!(counts, expected);
    let page = mia.gets("/api/inboxes/main/views/to-be-taken/threads").ok();
    assert_eq!(threads(&page), [second]);
    assert_eq!(mia.gets("/api/inboxes/main/views/mine/threads").refusal(), (404, "not_found".into()));
    let renamed = json!({"name": "Free", "shared": true, "filter": {"status": "closed"}});
    assert_eq!(mia.sends("PUT", "/api/inboxes/main/views/to-be-taken", &renamed).ok()["count"], 0);
    mia.sends("DELETE", "/api/inboxes/main/views/to-be-taken", &json!({})).ok();
    assert_eq!(names(ida), [("Mine".to_owned(), 1)]);
}

#[test]
fn spam_is_this_thread_and_a_block_is_the_sender() {
    // S128 S148 S150 S152 S153 E63
    let workshop = Workshop::new("model-spam");
    let ida = &workshop.ida;
    let mut visitor = Visitor::acts(Product::shared(), "model-spam", WORKSHOP, "open").connects();
    let first = starts(&mut visitor, "open", "Buy pills");
    let second = starts(&mut visitor, "open", "A real question");
    let in_view = |view: &str, thread: &str| ida.row("main", &format!("view={view}"), thread).is_some();
    until("both rows", || (in_view("all", &first) && in_view("all", &second)).then_some(()));
    acts(ida, &first, "spam", &json!({}));
    until("the spam to go", || (in_view("filtered", &first) && !in_view("all", &first)).then_some(()));
    assert!(in_view("all", &second), "S153: only the current thread");
    let third = starts(&mut visitor, "open", "And one more");
    until("their next thread to arrive as usual", || in_view("all", &third).then_some(()));
    acts(ida, &first, "not-spam", &json!({}));
    until("the thread to come back", || in_view("all", &first).then_some(()));

    acts(ida, &second, "block", &json!({"why": "sells pills"}));
    until("all of theirs to go", || {
        [&first, &second, &third].iter().all(|thread| in_view("filtered", thread)).then_some(())
    });
    let blocks = ida.gets("/api/inboxes/main/blocks").ok()["blocks"].clone();
    assert_eq!(blocks.as_array().map(Vec::len), Some(1), "{blocks}");
    let block = &blocks[0];
    assert_eq!(
        (&block["blocked"]["by"]["id"], &block["blocked"]["why"]),
        (&json!("ida"), &json!("sells pills"))
    );
    assert!(block["blocked"]["at"].is_u64());
    assert_eq!(block["threads"], 3);
    // Undone from the list.
    acts(ida, block["thread"].as_str().unwrap(), "unblock", &json!({}));
    until("all of theirs to come back", || {
        [&first, &second, &third].iter().all(|thread| in_view("all", thread)).then_some(())
    });
    assert_eq!(ida.gets("/api/inboxes/main/blocks").ok()["blocks"], json!([]));
    assert_eq!(kinds(&ida.log("main", &second, "after_seq=0"))[0], "blocked");
}

#[test]
fn a_deleted_thread_is_brought_back() {
    // S128 H91
    let workshop = Workshop::new("model-delete");
    let ida = &workshop.ida;
    let (mut visitor, thread) = a_chat(&workshop, "model-delete", "Forget me");
    let in_all = || ida.row("main", "view=all", &thread).is_some();
    acts(ida, &thread, "delete", &json!({}));
    row_when(ida, "archived", &thread, |row| row["desk"]["archived_at"].is_u64());
    assert!(!in_all());
    assert_eq!(searches(ida, "forget"), [""; 0]);
    acts(ida, &thread, "restore", &json!({}));
    until("the thread to come back", || in_all().then_some(()));
    acts(ida, &thread, "delete", &json!({}));
    until("the thread to go", || (!in_all()).then_some(()));
    // What the visitor says is not thrown away unseen.
    says(&mut visitor, &post(&thread, "Hello?"));
    until("the thread to come back by itself", || in_all().then_some(()));
    assert_eq!(
        kinds(&ida.log("main", &thread, "after_seq=0")),
        ["archived", "restored", "archived", "restored"]
    );
}

#[test]
fn an_inbox_is_made_named_and_deleted_for_good() {
    // S172 S173 S174 S175 S176 S177 S179 S180
    let workshop = Workshop::new("model-inboxes");
    let (ida, mia) = (&workshop.ida, workshop.agent("mia"));
    assert_eq!(mia.gets("/api/inboxes").refusal(), (403, "forbidden".into()));
    let body = json!({"name": "Sales", "members": ["mia"]});
    assert_eq!(mia.sends("POST", "/api/inboxes", &body).refusal(), (403, "forbidden".into()));
    let all = ida.sends("POST", "/api/inboxes", &body).ok();
    let sales = all["inboxes"].as_array().unwrap().iter().find(|inbox| inbox["id"] == "sales").unwrap();
    assert_eq!((&sales["name"], &sales["members"][0]["id"]), (&json!("Sales"), &json!("mia")));
    // Who works in it sees it; who runs the account does not, unless they work in it.
    assert_eq!(mia.gets("/api/inboxes/sales/threads").status, 200);
    assert_eq!(ida.gets("/api/inboxes/sales/threads").refusal(), (404, "not_found".into()));
    let mut open = mia.connects("sales");
    ida.sends("PUT", "/api/inboxes/sales", &json!({"name": "Sales team", "members": ["ida"]})).ok();
    assert_eq!(open.closed(), 4401, "S175: their line ends with their membership");
    assert_eq!(ida.gets("/api/inboxes/sales/threads").status, 200);
    assert_eq!(mia.gets("/api/inboxes/sales/threads").refusal(), (404, "not_found".into()));
    assert_eq!(mia.gets("/api/inboxes/sales/search?q=x").refusal(), (404, "not_found".into()));

    // A chatflow of its own leads there, and a visitor writes.
    let made = workshop.makes("To sales");
    let saved = workshop.edits(&made, |chatflow| {
        chatflow["inbox"] = json!("sales");
        chatflow["enabled"] = json!(true);
        chatflow["include"] = json!([{"op": "starts_with", "value": "/sales"}]);
        chatflow["welcome"] = json!("Hello");
    });
    saved.ok();
    let mut visitor = Visitor::acts(Product::shared(), "model-inboxes", WORKSHOP, &made).connects();
    let thread = starts(&mut visitor, &made, "How much?");
    until("the row", || ida.row("sales", "view=all", &thread));
    let delete = |name: &str| ida.sends("DELETE", "/api/inboxes/sales", &json!({"name": name}));
    assert_eq!(delete("Sales").refusal(), (422, "name_mismatch".into()));
    assert_eq!(delete("Sales team").refusal(), (409, "inbox_in_use".into()));
    ida.sends("DELETE", &format!("/api/chatflows/{made}"), &json!({})).ok();
    let left = delete("Sales team").ok();
    assert!(left["inboxes"].as_array().unwrap().iter().all(|inbox| inbox["id"] != "sales"), "{left}");
    assert_eq!(delete("Sales team").status, 200, "asked again, it is as deleted");
    assert_eq!(ida.gets("/api/inboxes/sales/threads").refusal(), (404, "not_found".into()));
    assert_eq!(
        ida.gets(&format!("/api/threads/sales/{thread}/messages")).refusal(),
        (404, "not_found".into())
    );
    // Of the visitor's thread nothing is left either.
    let again = Visitor::acts(Product::shared(), "model-inboxes", WORKSHOP, "open");
    assert_ne!(again.poll_path(), "");
    // A new one of that name is another one.
    let all = ida.sends("POST", "/api/inboxes", &json!({"name": "Sales", "members": ["ida"]})).ok();
    assert!(all["inboxes"].as_array().unwrap().iter().any(|inbox| inbox["id"] == "sales-2"), "{all}");
    assert_eq!(ida.gets("/api/inboxes/sales-2/threads").ok()["rows"], json!([]));
}

#[test]
fn tickets_deals_and_calls_belong_to_a_contact_who_can_be_taken_off() {
    // S141 S143 S144 S145 S147
    let workshop = Workshop::new("model-contacts");
    let (ida, mia) = (&workshop.ida, workshop.agent("mia"));
    let (mut visitor, thread) = a_chat(&workshop, "model-contacts", "It is me");
    visitor.send(
        &json!({"t": "email", "client_message_id": message_id(), "thread": thread, "email": "max@post.test"}),
    );
    visitor.tagged("captured");
    let row = row_when(ida, "inbox", &thread, |row| row["email"] == "max@post.test");
    let contact = row["contact"].as_str().expect("a contact").to_owned();
    let path = format!("/api/contacts/{contact}/records");
    let ticket =
        json!({"content": {"kind": "ticket", "title": "Broken handle", "status": "new"}, "thread": thread});
    let made = mia.sends("POST", &path, &ticket).ok();
    let record = &made["records"][0];
    assert_eq!((&record["content"]["title"], &record["by"]["id"]), (&json!("Broken handle"), &json!("mia")));
    let deal = json!({"content": {"kind": "deal", "title": "Mugs", "stage": "open", "amount": 990, "currency": "EUR"}});
    mia.sends("POST", &path, &deal).ok();
    let call =
        json!({"content": {"kind": "interaction", "channel": "call", "text": "They call back", "at": 5}});
    assert_eq!(mia.sends("POST", &path, &call).ok()["records"].as_array().map(Vec::len), Some(3));
    let one = format!("{path}/{}", record["id"].as_str().unwrap());
    let done = json!({"content": {"kind": "ticket", "title": "Broken handle", "status": "done"}});
    mia.sends("PUT", &one, &done).ok();
    assert_eq!(
        mia.sends("PUT", &one, &json!({"content": deal["content"]})).refusal(),
        (422, "record_kind".into())
    );
    mia.sends("DELETE", &one, &json!({})).ok();
    assert_eq!(mia.gets(&path).ok()["records"].as_array().map(Vec::len), Some(2));
    assert_eq!(mia.gets("/api/contacts/nobody/records").refusal(), (404, "not_found".into()));

    acts(ida, &thread, "disconnect", &json!({}));
    row_when(ida, "inbox", &thread, |row| row.get("contact").is_none() && row.get("email").is_none());
    assert_eq!(ida.details("main", &thread).get("contact"), None);
    assert_eq!(kinds(&ida.log("main", &thread, "after_seq=0")), ["disconnected"]);
}

#[test]
fn whoever_is_no_member_puts_nothing_beside_a_thread() {
    // S175: the same answer as for what does not exist
    let workshop = Workshop::new("model-members");
    let (_visitor, thread) = a_chat(&workshop, "model-members", "private");
    ida_keeps_it(&workshop);
    let mia = workshop.agent("mia");
    let not_found = (404, "not_found".to_owned());
    for verb in ["snooze", "wake", "labels", "spam", "not-spam", "delete", "restore", "disconnect", "block"] {
        let answer = mia.sends("POST", &format!("/api/threads/main/{thread}/{verb}"), &json!({}));
        assert_eq!(answer.refusal(), not_found, "{verb}");
    }
    let comment = json!({"client_message_id": message_id(), "text": "x"});
    assert_eq!(
        mia.sends("POST", &format!("/api/threads/main/{thread}/comments"), &comment).refusal(),
        not_found
    );
    for path in ["views", "blocks", "search?q=x", "views/x/threads"] {
        assert_eq!(mia.gets(&format!("/api/inboxes/main/{path}")).refusal(), not_found, "{path}");
    }
    let find = json!({"filter": {"all": []}});
    assert_eq!(mia.sends("POST", "/api/inboxes/main/threads/find", &find).refusal(), not_found);
    let view = json!({"name": "x", "filter": {"all": []}});
    assert_eq!(mia.sends("POST", "/api/inboxes/main/views", &view).refusal(), not_found);
    let many = json!({"threads": [thread], "act": "close"});
    assert_eq!(mia.sends("POST", "/api/inboxes/main/threads/act", &many).refusal(), not_found);
}

/// Only Ida and Ole work in the inbox from now on.
#[track_caller]
fn ida_keeps_it(workshop: &Workshop) {
    workshop.ida.sends("PUT", "/api/inboxes/main", &json!({"name": "Main", "members": ["ida", "ole"]})).ok();
}
