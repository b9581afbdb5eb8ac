use conversation::consent::{Mode, Text};
use conversation::ids::AgentId;
use conversation::thread::{Agent, Command as Act, REVISE_MS};
use protocol::frame::Attachment;

use super::*;
use crate::shard::consent::{Consenting, Given};
use crate::shard::tests::{anna, id, new_thread, said, shard, visitor};
use crate::shard::{Begin, Said, act, begin, reply, row, write};
use crate::store::native::Memory;
use crate::store::threads::consents;

const AT: u64 = 10_000;

fn plan() -> Attachment {
    let id = FileId::parse(&"a".repeat(26)).unwrap();
    Attachment {
        id,
        name: "plan.pdf".into(),
        kind: "application/pdf".into(),
        bytes: 9,
        width: None,
        height: None,
    }
}

/// A chat of visitor 1: their first message with a file, a reply of Anna's, and another message.
fn chat(sql: &Memory) -> ThreadId {
    let thread = new_thread(1, 1, "message-1");
    let text = Said { attachments: vec![plan()], ..said("My order is 4711") };
    let begun = Begin { thread, text, consent: Given::default(), owner: None, lift: None, bot: None };
    let thread = begin(sql, begun, AT).unwrap().thread.id;
    reply(sql, anna(), &thread, id("reply-one"), said("Which one?"), AT).unwrap();
    write(sql, &visitor(1), &thread, id("message-2"), said("The blue kiln"), &Given::default(), AT).unwrap();
    thread
}

/// The log as it is told: places, bodies, when they were edited, and how many files they carry.
fn told(sql: &Memory, thread: &ThreadId) -> Vec<(u64, Told, Option<u64>, usize)> {
    let log = entries::after(sql, thread, 0, 100).unwrap().into_iter();
    log.map(|entry| (entry.seq, entry.body, entry.edited, entry.attachments.len())).collect()
}

/// Everything that the shard holds of entries, as one text.
fn kept(sql: &Memory) -> String {
    let statement = "SELECT group_concat(coalesce(text, '') || coalesce(attachments, '') || coalesce(form, '')) FROM entries";
    sql.run(statement, &[]).unwrap()[0].text(0).unwrap()
}

fn change(sql: &Memory, thread: &ThreadId, seq: u64, text: Option<&str>) -> Result<Revised, Error> {
    revise(sql, &visitor(1), thread, seq, text, AT + 5)
}

#[test]
fn what_was_said_before_is_gone_and_a_replay_tells_how_it_stands() {
    // P26: the messages are at 1, 4 and, after the one that assigned it, Anna's at 3
    let sql = shard();
    let thread = chat(&sql);
    let done = change(&sql, &thread, 1, Some("My order is 4712")).unwrap();
    let entry = &done.done.entries[..];
    let [Entry { seq: 5, body: Told::Edited { message: 1, text }, .. }] = entry else { panic!("{entry:?}") };
    assert_eq!((text.as_str(), done.files.len(), done.done.changes_state()), ("My order is 4712", 0, false));
    assert!(!kept(&sql).contains("4711"));
    let says = |text: &str| Told::Text { text: text.into() };
    assert_eq!(told(&sql, &thread)[0], (1, says("My order is 4712"), Some(AT + 5), 1));
    // Another time: both revisions tell the last words, so that nobody is told those in between.
    change(&sql, &thread, 1, Some("My order is 4713")).unwrap();
    let edited = |text: &str| Told::Edited { message: 1, text: text.into() };
    assert_eq!(
        told(&sql, &thread)[4..],
        [(5, edited("My order is 4713"), None, 0), (6, edited("My order is 4713"), None, 0),]
    );
    // And gone: with its file, which is nobody's then.
    let done = change(&sql, &thread, 1, None).unwrap();
    assert_eq!(done.files, [plan().id]);
    let gone = || Told::Deleted { message: 1 };
    assert_eq!(
        told(&sql, &thread),
        [
            (1, gone(), None, 0),
            told(&sql, &thread)[1].clone(),
            (3, says("Which one?"), None, 0),
            (4, says("The blue kiln"), None, 0),
            (5, gone(), None, 0),
            (6, gone(), None, 0),
            (7, gone(), None, 0),
        ]
    );
    assert!(!kept(&sql).contains("My order") && !kept(&sql).contains("plan.pdf"), "{}", kept(&sql));
    assert!(entries::files(&sql, &thread).unwrap().is_empty());
}

#[test]
fn twice_is_once() {
    // P26
    let sql = shard();
    let thread = chat(&sql);
    let count = || told(&sql, &thread).len();
    for _ in 0..2 {
        change(&sql, &thread, 4, Some("The red kiln")).unwrap();
        assert_eq!(count(), 5);
    }
    for _ in 0..2 {
        change(&sql, &thread, 4, None).unwrap();
        assert_eq!(count(), 6);
    }
    // The message itself, sent again by a page that heard of nothing, is the one that is there.
    let again =
        write(&sql, &visitor(1), &thread, id("message-2"), said("The blue kiln"), &Given::default(), AT + 9);
    assert_eq!(again.unwrap().message.unwrap().seq, 4);
    assert_eq!(count(), 6);
}

#[test]
fn who_may_not_is_told_why_and_nothing_happens() {
    // P26: whose, which place, what it is to say, when, and the code
    let sql = shard();
    let thread = chat(&sql);
    let before = told(&sql, &thread);
    let late = AT + REVISE_MS + 1;
    for (who, seq, text, now, code, field) in [
        (2, 4, Some("Mine?"), AT, Code::NotFound, None),
        (1, 3, Some("Anna's"), AT, Code::NotFound, Some("message")),
        (1, 3, None, AT, Code::NotFound, Some("message")),
        (1, 2, None, AT, Code::NotFound, Some("message")),
        (1, 99, None, AT, Code::NotFound, Some("message")),
        (1, 4, Some("Late"), late, Code::MessageTooOld, Some("message")),
        (1, 4, None, late, Code::MessageTooOld, Some("message")),
        (1, 4, Some("\u{200b}"), AT, Code::TextEmpty, Some("text")),
    ] {
        let error = revise(&sql, &visitor(who), &thread, seq, text, now).unwrap_err();
        assert_eq!((error.code(), error.field()), (code, field), "{who} {seq} {text:?}");
    }
    act(&sql, &thread, Act::Close { by: anna() }, AT).unwrap();
    assert_eq!(change(&sql, &thread, 4, None).unwrap_err().code(), Code::ThreadClosed);
    assert_eq!(told(&sql, &thread)[..4], before[..]);
}

#[test]
fn a_file_stays_where_the_words_beside_it_go() {
    // P26, P5
    let sql = shard();
    let thread = chat(&sql);
    change(&sql, &thread, 1, Some("")).unwrap();
    let says = Told::Text { text: String::new() };
    assert_eq!(told(&sql, &thread)[0], (1, says, Some(AT + 5), 1));
}

#[test]
fn the_inboxs_row_shows_what_is_left_and_stays_where_it_was() {
    // P26
    let sql = shard();
    let thread = chat(&sql);
    let shown = || {
        let kept = crate::store::threads::thread(&sql, &thread).unwrap().unwrap();
        let inbox = conversation::ids::InboxId::parse("main").unwrap();
        let row = row::of(&sql, &kept, inbox).unwrap();
        (row.preview, row.preview_from_visitor, row.updated_at, row.last_seq)
    };
    assert_eq!(shown(), ("The blue kiln".into(), true, AT, 4));
    change(&sql, &thread, 4, Some("The red kiln")).unwrap();
    assert_eq!(shown(), ("The red kiln".into(), true, AT, 5));
    change(&sql, &thread, 4, None).unwrap();
    assert_eq!(shown(), ("Which one?".into(), false, AT, 6));
}

#[test]
fn what_somebody_agreed_to_stays_said_where_the_message_that_said_it_goes() {
    // P26, S89: the receipt has its own text
    let sql = shard();
    let thread = chat(&sql);
    let shown = Some(Text { version: 1, mode: Mode::Explicit, text: "We keep it.".into() });
    let given = Given::new(Consenting { in_force: None, shown }, "en", None, AT);
    write(&sql, &visitor(1), &thread, id("message-3"), said("I agree"), &given, AT).unwrap();
    let before = consents::of(&sql, &thread).unwrap();
    assert_eq!((before.len(), before[0].text.as_str()), (1, "We keep it."));
    change(&sql, &thread, 5, None).unwrap();
    assert_eq!(consents::of(&sql, &thread).unwrap(), before);
}

#[test]
fn an_answer_names_a_message_of_the_same_conversation() {
    // P26
    let sql = shard();
    let thread = chat(&sql);
    let answer = |reply_to| Said { reply_to: Some(reply_to), ..said("Yes") };
    for (seq, message) in [(0, "a-0"), (2, "a-2"), (5, "a-5"), (u64::from(u32::MAX), "a-9")] {
        let error = write(
            &sql,
            &visitor(1),
            &thread,
            id(&format!("answer-{message}")),
            answer(seq),
            &Given::default(),
            AT,
        );
        let error = error.unwrap_err();
        assert_eq!((error.code(), error.field()), (Code::ReferenceUnknown, Some("reply_to")), "{seq}");
        assert!(format!("{error:?}").contains(&format!("1 to 4, got {seq}")), "{error:?}");
    }
    write(&sql, &visitor(1), &thread, id("answer-1"), answer(3), &Given::default(), AT).unwrap();
    let jonas = Agent { id: AgentId::parse("jonas").unwrap(), name: "Jonas".into() };
    reply(&sql, jonas, &thread, id("answer-2"), answer(5), AT).unwrap();
    let log = entries::after(&sql, &thread, 4, 9).unwrap();
    assert_eq!(log.iter().map(|entry| entry.reply_to).collect::<Vec<_>>(), [Some(3), Some(5)]);
    // A chat that begins has no message yet.
    let text = answer(1);
    let thread = new_thread(2, 1, "message-9");
    let error = begin(
        &sql,
        Begin { thread, text, consent: Given::default(), owner: None, lift: None, bot: None },
        AT,
    );
    assert_eq!(error.unwrap_err().code(), Code::ReferenceUnknown);
}
