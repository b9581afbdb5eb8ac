use conversation::desk::{Macro, Snooze};
use conversation::ids::{ContactId, LabelId, MacroId};
use conversation::macros::Span;
use conversation::thread::Status;
use protocol::frame::{self, Body};

use super::*;
use crate::shard::consent::Given;
use crate::shard::tests::{anna, id, new_thread, said as says, shard};
use crate::shard::{Begin, begin};
use crate::store::native::Memory;
use crate::store::threads::{KnownAs, entries};

fn begun(sql: &Memory, name: Option<&str>) -> Kept {
    let contact = ContactId::parse(&"c".repeat(26)).unwrap();
    let known = |name: &str| KnownAs { id: contact, name: Some(name.into()), email: None, verified: true };
    let thread = Kept { contact: name.map(known), ..new_thread(1, 1, "message-1") };
    begin(
        sql,
        Begin { thread, text: says("Hello"), consent: Given::default(), owner: None, lift: None, bot: None },
        5,
    )
    .unwrap()
    .thread
}

fn label(name: &str) -> LabelId {
    LabelId::parse(name).unwrap()
}

fn a_run(message: &str) -> Run {
    Run {
        client_message_id: id(message),
        named: Macro { id: MacroId::parse("refund").unwrap(), name: "Refund".into() },
        comment: None,
        reply: None,
        owner: None,
        add: Vec::new(),
        remove: Vec::new(),
        then: None,
        account_name: "Kiln".into(),
    }
}

fn jonas() -> frame::Agent {
    frame::Agent { id: conversation::ids::AgentId::parse("jonas").unwrap(), name: "Jonas".into() }
}

/// Everything that a macro can do.
fn everything(message: &str) -> Run {
    Run {
        comment: Some("Paid back by {{agent.first_name}}".into()),
        reply: Some("Hello {{contact.first_name|there}}, your money is back. {{account.name}}".into()),
        owner: Some(Owner::Agent(jonas())),
        add: vec![label("refund")],
        remove: vec![label("late")],
        then: Some(Then::Close),
        ..a_run(message)
    }
}

fn notes(sql: &Memory, thread: &Kept) -> Vec<Told> {
    desks::after(sql, &thread.id, 0, 100).unwrap().into_iter().map(|note| note.note).collect()
}

fn texts(sql: &Memory, thread: &Kept) -> Vec<String> {
    let all = entries::after(sql, &thread.id, 0, 100).unwrap();
    all.into_iter()
        .filter_map(|entry| match entry.body {
            Body::Text { text } => Some(text),
            _ => None,
        })
        .collect()
}

#[test]
fn all_parts_happen_in_their_order_and_the_activity_says_which_macro() {
    // P46 P60
    let sql = shard();
    let thread = begun(&sql, Some("Sofia Brandt"));
    let done = run(&sql, &thread.id, everything("the-run-1"), anna(), 9).unwrap();
    assert_eq!(texts(&sql, &thread), ["Hello", "Hello Sofia, your money is back. Kiln"]);
    let state = &done.thread.state;
    assert_eq!((state.status, state.assignee.as_ref().unwrap().name.as_str()), (Status::Closed, "Jonas"));
    let ran = Told::Ran { ran: Macro { id: MacroId::parse("refund").unwrap(), name: "Refund".into() } };
    let [first, comment, labelled] = &notes(&sql, &thread)[..] else { panic!("three notes") };
    assert_eq!(*first, ran);
    let first_name = anna().name.split_whitespace().next().unwrap().to_owned();
    assert_eq!(*comment, Told::Comment { text: format!("Paid back by {first_name}"), mentions: vec![] });
    assert_eq!(*labelled, Told::Labelled { label: label("refund") });
    // Whoever shows it to the visitor hears of every entry, in order.
    let seqs: Vec<u64> = done.entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, (2..=state.last_seq).collect::<Vec<_>>());
}

#[test]
fn a_run_that_is_sent_again_is_done_once() {
    // P46 P2
    let sql = shard();
    let thread = begun(&sql, None);
    run(&sql, &thread.id, everything("the-run-1"), anna(), 9).unwrap();
    let before = (notes(&sql, &thread), texts(&sql, &thread));
    let again = run(&sql, &thread.id, everything("the-run-1"), anna(), 99).unwrap();
    assert!(again.entries.is_empty());
    assert_eq!((notes(&sql, &thread), texts(&sql, &thread)), before);
    let other = Macro { id: MacroId::parse("other").unwrap(), name: "Other".into() };
    let other = run(&sql, &thread.id, Run { named: other, ..everything("the-run-1") }, anna(), 99);
    assert_eq!(other.map_err(|error| error.code()).err(), Some(Code::IdempotencyConflict));
    // A second run is a second run.
    run(&sql, &thread.id, everything("the-run-2"), anna(), 100).unwrap();
    assert_eq!(texts(&sql, &thread).len(), before.1.len() + 1);
}

#[test]
fn where_a_part_is_refused_nothing_happens_and_the_part_is_named() {
    // P46
    let snooze = |minutes| Some(Then::Snooze(Span { minutes }));
    let labels = || (0..21).map(|n| label(&format!("l{n}"))).collect::<Vec<_>>();
    let parts: [(Run, Code, &str); 4] = [
        (Run { reply: Some("{{contact.name}}".into()), ..everything("the-run-1") }, Code::TextEmpty, "reply"),
        (
            Run { comment: Some("{{contact.name}}".into()), ..everything("the-run-1") },
            Code::TextEmpty,
            "comment",
        ),
        (Run { add: labels(), ..everything("the-run-1") }, Code::TooMany, "labels"),
        (
            Run { comment: None, reply: None, then: snooze(None), ..everything("the-run-1") },
            Code::ThreadClosed,
            "then",
        ),
    ];
    for (wrong, code, part) in parts {
        let sql = shard();
        let thread = begun(&sql, None);
        let closed = act(&sql, &thread.id, Command::Close { by: anna() }, 6).unwrap().thread;
        let refused = run(&sql, &thread.id, wrong, anna(), 9).unwrap_err();
        assert_eq!((refused.code(), refused.field()), (code, Some(part)));
        let after = rows::thread(&sql, &thread.id).unwrap().unwrap();
        assert_eq!((after, notes(&sql, &thread).len()), (closed, 0), "{part}");
    }
}

#[test]
fn a_span_begins_when_the_macro_runs() {
    // P46 P49
    let sql = shard();
    let thread = begun(&sql, None);
    let sleep = Run { then: Some(Then::Snooze(Span { minutes: Some(60) })), ..a_run("the-run-1") };
    run(&sql, &thread.id, sleep, anna(), 1_000).unwrap();
    let snoozed = desks::of(&sql, &thread.id).unwrap().snoozed;
    assert_eq!(snoozed, Some(Snooze { until: Some(3_601_000) }));
    // A reply takes what nobody has; what the macro gives it to has the last word.
    let nobody = Run { reply: Some("Soon".into()), owner: Some(Owner::Nobody), ..a_run("the-run-2") };
    assert_eq!(run(&sql, &thread.id, nobody, anna(), 2_000).unwrap().thread.state.assignee, None);
}
