//! A bot in a shard: what is stored with what, and that a person's word is the last.

use conversation::bot::{At, Ending, State};
use conversation::ids::AgentId;
use protocol::frame::{Author, Body};
use serde_json::{Value, json};

use super::*;
use crate::shard::consent::Given;
use crate::shard::tests::{anna, id, new_thread, refused, said, shard, visitor};
use crate::shard::{Begin, act, block, reply, write};
use crate::store::native::Memory;
use crate::store::threads::{outbox, timeouts};

const MINUTE: u64 = 60_000;

fn script(steps: Value) -> Script {
    let bot = json!({"name": "Kiln helper", "secret": "0123456789abcdef", "steps": steps});
    Script {
        script: machine::Script { bot: serde_json::from_value(bot).unwrap(), properties: Vec::new() },
        any_loopback: false,
    }
}

fn shop() -> Script {
    script(json!([
        {"id": "hello", "do": "message", "text": "Hello!"},
        {"id": "topic", "do": "question", "text": "What about?", "replies": [
            {"text": "Prices"}, {"text": "A person", "then": "people"}]},
        {"id": "address", "do": "property", "text": "Your address?", "property": "email"},
        {"id": "people", "do": "hand_over", "text": "One moment."},
    ]))
}

fn calling() -> Script {
    script(json!([
        {"id": "ask", "do": "webhook", "url": "https://kiln.example/chat", "otherwise": "sorry"},
        {"id": "topic", "do": "question", "text": "More?"},
        {"id": "sorry", "do": "hand_over"},
    ]))
}

fn begun(sql: &Memory, script: Script) -> Done {
    let begin = Begin {
        thread: new_thread(1, 1, "first-message"),
        text: said("Hi"),
        consent: Given::default(),
        owner: None,
        lift: None,
        bot: Some(script),
    };
    crate::shard::begin(sql, begin, 1_000).unwrap()
}

/// The log, a line an entry: who, and what.
fn log(sql: &Memory, thread: &ThreadId) -> Vec<String> {
    let line = |entry: Entry| {
        let who = match &entry.from {
            Author::Visitor => "visitor".to_owned(),
            Author::Agent { id, .. } => id.to_string(),
            Author::Bot { name } => name.clone(),
            Author::System => "rule".to_owned(),
        };
        let what = match entry.body {
            Body::Text { text } if entry.quick_replies.is_empty() => text,
            Body::Text { text } => format!("{text} [{}]", entry.quick_replies.join("|")),
            Body::Assigned { agent } => {
                format!("→ {}", agent.map_or("people".into(), |agent| agent.id.to_string()))
            }
            other => format!("{other:?}"),
        };
        format!("{who}: {what}")
    };
    entries::after(sql, thread, 0, 100).unwrap().into_iter().map(line).collect()
}

fn says(sql: &Memory, done: &Done, message: &str, text: &str, now: u64) -> Done {
    write(sql, &visitor(1), &done.thread.id, id(message), said(text), &Given::default(), now).unwrap()
}

fn state(sql: &Memory, done: &Done) -> State {
    bots::of(sql, &done.thread.id).unwrap().unwrap().state
}

fn in_charge(sql: &Memory, done: &Done) -> bool {
    bots::in_row(sql, &done.thread.id).unwrap().unwrap().1
}

const CHOICE: &str = "Kiln helper: What about? [Prices|A person]";

#[test]
fn what_a_bot_says_is_stored_with_what_it_answers_to() {
    // P84 S161
    let sql = shard();
    let done = begun(&sql, shop());
    assert_eq!(log(&sql, &done.thread.id), ["visitor: Hi", "Kiln helper: Hello!", CHOICE]);
    // What is shown is what was stored, in its order, without a gap.
    assert_eq!(done.entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(done.thread, rows::thread(&sql, &done.thread.id).unwrap().unwrap());
    assert_eq!(done.message.as_ref().map(|entry| entry.seq), Some(1));
    assert!(in_charge(&sql, &done));
    let due = outbox::due_of(&sql, &done.thread.id).unwrap().unwrap();
    assert_eq!(due.after_seq, 0, "the inbox hears of all of it");
    let row = crate::shard::row::of(&sql, &done.thread, conversation::ids::InboxId::parse("main").unwrap())
        .unwrap();
    assert!(row.is_with_bot() && row.assignee.is_none() && !row.preview_from_visitor);
}

#[test]
fn the_same_message_twice_is_one_turn() {
    // P2
    let sql = shard();
    let done = begun(&sql, shop());
    says(&sql, &done, "second-message", "Prices", 2_000);
    let before = log(&sql, &done.thread.id);
    let again = says(&sql, &done, "second-message", "Prices", 3_000);
    assert!(again.entries.is_empty());
    let first = Begin {
        thread: new_thread(2, 1, "first-message"),
        text: said("Hi"),
        consent: Given::default(),
        owner: None,
        lift: None,
        bot: Some(shop()),
    };
    assert!(crate::shard::begin(&sql, first, 3_000).unwrap().entries.is_empty());
    assert_eq!(log(&sql, &done.thread.id), before);
}

#[test]
fn a_hand_over_is_an_entry_and_makes_the_thread_peoples() {
    // E51 S163
    let sql = shard();
    let done = begun(&sql, shop());
    let over = says(&sql, &done, "second-message", "a person", 2_000);
    assert_eq!(
        log(&sql, &done.thread.id)[3..],
        ["visitor: a person", "Kiln helper: One moment.", "Kiln helper: → people"]
    );
    assert!(!in_charge(&sql, &done) && over.changes_state());
    assert_eq!((over.thread.state.assignee.as_ref(), over.thread.state.waiting_since), (None, Some(2_000)));
    says(&sql, &done, "third-message", "Prices", 3_000);
    assert_eq!(log(&sql, &done.thread.id).last().map(String::as_str), Some("visitor: Prices"));
}

#[test]
fn a_persons_word_is_the_last_the_bot_hears() {
    // E50 S164 P84: whatever the person does, in the same transaction
    type Deed = fn(&Memory, &ThreadId);
    let deeds: [(&str, Deed); 3] = [
        ("a reply", |sql, thread| {
            reply(sql, anna(), thread, id("reply-message"), said("Anna here"), 2_000).unwrap();
        }),
        ("taking over", |sql, thread| {
            take_over(sql, thread, anna(), 2_000).unwrap();
        }),
        ("an assignment", |sql, thread| {
            act(sql, thread, Command::Assign { to: Some(anna()), by: Some(anna()) }, 2_000).unwrap();
        }),
    ];
    for (name, deed) in deeds {
        for script in [shop(), calling()] {
            let sql = shard();
            let done = begun(&sql, script);
            let thread = &done.thread.id;
            let open = bots::next(&sql, thread, 1_000).unwrap();
            deed(&sql, thread);
            assert!(!in_charge(&sql, &done), "{name}");
            let kept = rows::thread(&sql, thread).unwrap().unwrap();
            assert_eq!(kept.state.assignee, Some(anna()), "{name}");
            let before = log(&sql, thread).len();
            says(&sql, &done, "second-message", "Prices", 3_000);
            // An answer that was under way comes too late.
            if let Some(errand) = open {
                let called = Brought::Called(read_answer(br#"{"say": ["Late"]}"#));
                assert!(brought(&sql, thread, errand.number, called, 3_000).unwrap().is_none(), "{name}");
            }
            assert_eq!(log(&sql, thread).len(), before + 1, "{name}: the visitor, and nobody else");
        }
    }
}

#[test]
fn only_what_a_bot_has_can_be_taken_over() {
    // S162
    let sql = shard();
    let done = begun(&sql, shop());
    let taken = take_over(&sql, &done.thread.id, anna(), 2_000).unwrap();
    assert_eq!(taken.thread.state.assignee, Some(anna()));
    assert!(take_over(&sql, &done.thread.id, anna(), 3_000).unwrap().entries.is_empty(), "once");
    let jonas = Agent { id: AgentId::parse("jonas").unwrap(), name: "Jonas".into() };
    refused(take_over(&sql, &done.thread.id, jonas, 3_000), Code::BotGone);
    refused(take_over(&sql, &new_thread(9, 1, "nobody-s-message").id, anna(), 1), Code::NotFound);
}

#[test]
fn a_chat_in_a_bots_hands_is_closed_after_thirty_quiet_minutes() {
    // S130, A.20: see `machine::QUIET_MS` for the literal reading.
    let sql = shard();
    let done = begun(&sql, shop());
    let close = || Command::Close { by: anna() };
    says(&sql, &done, "second-message", "Prices", 2_000);
    let quiet = |minutes: u64, seconds: u64| 2_000 + minutes * MINUTE + seconds * 1_000;
    refused(act(&sql, &done.thread.id, close(), quiet(29, 59)), Code::BotTalking);
    assert!(in_charge(&sql, &done), "what is refused changes nothing");
    act(&sql, &done.thread.id, close(), quiet(30, 0)).unwrap();
    // Whoever writes again after that waits for people.
    assert!(!in_charge(&sql, &done));
    let before = log(&sql, &done.thread.id).len();
    says(&sql, &done, "third-message", "Hello?", quiet(31, 0));
    assert_eq!(log(&sql, &done.thread.id).len(), before + 2, "open again, and the message");
}

#[test]
fn a_bots_chat_closes_by_itself_no_sooner_than_a_person_could_close_it() {
    // H67 S130
    let sql = shard();
    let begin = Begin {
        thread: Kept { closes_after: 5 * MINUTE, ..new_thread(1, 1, "first-message") },
        text: said("Hi"),
        consent: Given::default(),
        owner: None,
        lift: None,
        bot: Some(shop()),
    };
    let done = crate::shard::begin(&sql, begin, 1_000).unwrap();
    let closable = 1_000 + 30 * MINUTE;
    assert_eq!(timeouts::of(&sql, &done.thread.id).unwrap(), Some(1_000 + 5 * MINUTE));
    assert!(timeout::overdue(&sql, 1_000 + 5 * MINUTE).unwrap().is_empty());
    assert_eq!(timeouts::of(&sql, &done.thread.id).unwrap(), Some(closable));
    assert!(timeout::overdue(&sql, closable - 1).unwrap().is_empty());
    assert_eq!(timeout::overdue(&sql, closable).unwrap().len(), 1);
    assert!(!in_charge(&sql, &done));
}

#[test]
fn a_chat_that_was_handed_over_or_taken_is_closed_at_any_time() {
    // S130
    let sql = shard();
    let done = begun(&sql, shop());
    says(&sql, &done, "second-message", "A person", 2_000);
    act(&sql, &done.thread.id, Command::Close { by: anna() }, 2_001).unwrap();
    let sql = shard();
    let done = begun(&sql, shop());
    take_over(&sql, &done.thread.id, anna(), 2_000).unwrap();
    act(&sql, &done.thread.id, Command::Close { by: anna() }, 2_001).unwrap();
}

#[test]
fn what_is_asked_elsewhere_is_a_row_and_its_answer_counts_once() {
    // P84
    let sql = shard();
    let done = begun(&sql, calling());
    let thread = &done.thread.id;
    let errand = bots::next(&sql, thread, 1_000).unwrap().unwrap();
    assert!(matches!(&errand.what, Effect::Call { url, .. } if url == "https://kiln.example/chat"));
    assert_eq!(bots::next_due(&sql).unwrap(), Some(1_000 + LEASE_MS));
    // Somebody is at it: nobody else begins before the lease is over.
    bots::attempt(&sql, thread, errand.number, 1_000 + LEASE_MS).unwrap();
    assert_eq!(bots::next(&sql, thread, 1_000).unwrap(), None);
    assert_eq!(bots::due(&sql, 1_000 + LEASE_MS, 9).unwrap(), std::slice::from_ref(thread));
    let answer = || Brought::Called(read_answer(br#"{"say": ["It ships tomorrow"]}"#));
    let told = brought(&sql, thread, errand.number, answer(), 2_000).unwrap().unwrap();
    assert_eq!(told.entries.len(), 2);
    assert!(brought(&sql, thread, errand.number, answer(), 2_000).unwrap().is_none());
    assert_eq!(log(&sql, thread), ["visitor: Hi", "Kiln helper: It ships tomorrow", "Kiln helper: More?"]);
    assert_eq!(bots::next_due(&sql).unwrap(), None);
}

#[test]
fn a_webhook_that_fails_goes_its_own_way() {
    // P84
    for failed in
        [None, read_answer(b"<html>"), read_answer(br#"{"say": [""]}"#), read_answer(br#"{"say": 5}"#)]
    {
        assert_eq!(failed, None);
        let sql = shard();
        let done = begun(&sql, calling());
        brought(&sql, &done.thread.id, 1, Brought::Called(failed), 2_000).unwrap().unwrap();
        assert_eq!(state(&sql, &done).at, At::Over { because: Ending::HandedOver });
    }
    assert_eq!(read_answer(b" "), Some(Called::default()));
}

#[test]
fn an_address_is_kept_by_an_errand_of_its_own() {
    let sql = shard();
    let done = begun(&sql, shop());
    says(&sql, &done, "second-message", "Prices", 2_000);
    says(&sql, &done, "third-message", "sofia@kiln.test", 3_000);
    let errand = bots::next(&sql, &done.thread.id, 3_000).unwrap().unwrap();
    assert!(
        matches!(&errand.what, Effect::Keep { value: conversation::list::Value::Text(email), .. } if email == "sofia@kiln.test")
    );
    assert!(brought(&sql, &done.thread.id, errand.number, Brought::Kept, 4_000).unwrap().is_none());
    assert_eq!(bots::next(&sql, &done.thread.id, 9_000).unwrap(), None);
}

#[test]
fn who_is_blocked_talks_to_no_bot() {
    let sql = shard();
    let done = begun(&sql, shop());
    block(&sql, &done.thread.id, true, &anna(), None, 2_000).unwrap();
    let before = log(&sql, &done.thread.id).len();
    says(&sql, &done, "second-message", "Prices", 3_000);
    assert_eq!(log(&sql, &done.thread.id).len(), before + 1);
    let next = Begin {
        thread: new_thread(2, 1, "another-message"),
        text: said("Hi"),
        consent: Given::default(),
        owner: None,
        lift: None,
        bot: Some(shop()),
    };
    let next = crate::shard::begin(&sql, next, 4_000).unwrap();
    assert_eq!(log(&sql, &next.thread.id), ["visitor: Hi"]);
    // Let in again, they wait for people.
    block(&sql, &done.thread.id, false, &anna(), None, 5_000).unwrap();
    says(&sql, &done, "third-message", "A person", 6_000);
    assert!(!in_charge(&sql, &done));
}

#[test]
fn a_change_of_the_chatflow_changes_no_conversation_that_has_begun() {
    let sql = shard();
    let first = begun(&sql, shop());
    let second = Begin {
        thread: new_thread(2, 1, "another-message"),
        text: said("Hi"),
        consent: Given::default(),
        owner: None,
        lift: None,
        bot: Some(calling()),
    };
    crate::shard::begin(&sql, second, 2_000).unwrap();
    says(&sql, &first, "second-message", "A person", 3_000);
    assert_eq!(log(&sql, &first.thread.id).last().map(String::as_str), Some("Kiln helper: → people"));
    let third = Begin {
        thread: new_thread(3, 1, "one-more-message"),
        text: said("Hi"),
        consent: Given::default(),
        owner: None,
        lift: None,
        bot: Some(shop()),
    };
    crate::shard::begin(&sql, third, 4_000).unwrap();
    let scripts = sql.run("SELECT count(*) FROM bot_scripts", &[]).unwrap();
    assert_eq!(scripts[0].number(0), Ok(2), "threads of one version share a row");
}
