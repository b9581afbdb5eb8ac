use conversation::consent::Choice;

use super::super::tests::{id, new_thread, refused, said, shard, visitor};
use super::super::{Begin, Done, begin, write};
use super::*;
use crate::store::native::Memory;
use crate::store::threads as rows;

const PAGE: &str = "https://kiln.example/pricing";

fn text(version: u32, mode: Mode, words: &str) -> Text {
    Text { version, mode, text: words.into() }
}

fn given(in_force: Option<Mode>, shown: Option<Text>, now: u64) -> Given {
    Given::new(Consenting { in_force, shown }, "de", Some(PAGE.into()), now)
}

/// Thread `n` of visitor 1 begins with that consent.
fn begun(sql: &Memory, n: u8, consent: Given) -> Result<Done, Error> {
    let thread = new_thread(n, 1, &format!("message-{n}"));
    begin(sql, Begin { thread, text: said("Hello"), consent, owner: None, lift: None, bot: None }, 5)
}

/// The next message of thread `n`.
fn written(sql: &Memory, thread: &ThreadId, message: &str, consent: &Given) -> Result<Done, Error> {
    write(sql, &visitor(1), thread, id(message), said("More"), consent, 9)
}

fn is_empty(sql: &Memory) -> bool {
    ["threads", "entries", "consents", "outbox"]
        .iter()
        .all(|table| sql.run(&format!("SELECT 1 FROM {table}"), &[]).unwrap().is_empty())
}

#[test]
fn row_50_nothing_is_stored_before_the_visitor_agreed() {
    // row 50, S82
    let sql = shard();
    refused(begun(&sql, 1, given(Some(Mode::Explicit), None, 5)), Code::ConsentRequired);
    assert!(is_empty(&sql));
    // The same message, agreed to by now, is the first of it.
    let agreed = given(Some(Mode::Explicit), Some(text(3, Mode::Explicit, "May we?")), 5);
    let done = begun(&sql, 1, agreed).unwrap();
    assert_eq!(done.entries.len(), 1);
    assert_eq!(consents::versions_of(&sql, &done.thread.id).unwrap(), [3]);
}

#[test]
fn row_50_a_thread_that_began_before_consent_was_asked_for_waits_too() {
    // row 50
    let sql = shard();
    let thread = begun(&sql, 1, Given::default()).unwrap().thread.id;
    let needed = given(Some(Mode::Explicit), None, 9);
    refused(written(&sql, &thread, "message-2", &needed), Code::ConsentRequired);
    assert_eq!(rows::thread(&sql, &thread).unwrap().unwrap().state.last_seq, 1);
    let agreed = given(Some(Mode::Explicit), Some(text(1, Mode::Explicit, "May we?")), 9);
    written(&sql, &thread, "message-2", &agreed).unwrap();
    // Once is enough.
    written(&sql, &thread, "message-3", &needed).unwrap();
}

#[test]
fn a_receipt_says_what_was_shown_where_and_when() {
    // S89
    let sql = shard();
    let words = "Wir speichern,\nwas du schreibst. <b>§ 25</b> \u{1f36a}";
    let consent = given(Some(Mode::Explicit), Some(text(3, Mode::Explicit, words)), 5);
    let thread = begun(&sql, 1, consent).unwrap().thread.id;
    let expected = Receipt {
        version: 3,
        mode: Mode::Explicit,
        choice: Choice::Agreed,
        text: words.into(),
        hash: session::digest(words),
        language: "de".into(),
        at: 5,
        page: Some(PAGE.into()),
    };
    assert_eq!(consents::of(&sql, &thread).unwrap(), [expected]);
}

#[test]
fn legitimate_interest_is_implied_and_asks_for_nothing() {
    // S83
    let sql = shard();
    let in_force = Some(Mode::LegitimateInterest);
    let shown = text(1, Mode::LegitimateInterest, "We keep what you write.");
    let thread = begun(&sql, 1, given(in_force, Some(shown), 5)).unwrap().thread.id;
    let choices: Vec<_> =
        consents::of(&sql, &thread).unwrap().into_iter().map(|receipt| receipt.choice).collect();
    assert_eq!(choices, [Choice::Implied]);
    // A widget that told nothing is no reason to refuse.
    let silent = begun(&sql, 2, given(in_force, None, 5)).unwrap().thread.id;
    assert_eq!(consents::of(&sql, &silent).unwrap(), []);
}

#[test]
fn a_version_is_kept_once_and_never_changed() {
    // S89
    let sql = shard();
    let in_force = Some(Mode::Explicit);
    let thread = begun(&sql, 1, given(in_force, Some(text(1, Mode::Explicit, "old")), 5)).unwrap().thread.id;
    let first = consents::of(&sql, &thread).unwrap();
    let again = given(in_force, Some(text(1, Mode::Explicit, "another text")), 8);
    written(&sql, &thread, "message-2", &again).unwrap();
    assert_eq!(consents::of(&sql, &thread).unwrap(), first);
    let newer = given(in_force, Some(text(2, Mode::Explicit, "new")), 9);
    written(&sql, &thread, "message-3", &newer).unwrap();
    let texts: Vec<_> =
        consents::of(&sql, &thread).unwrap().into_iter().map(|receipt| receipt.text).collect();
    assert_eq!(texts, ["old", "new"]);
}

#[test]
fn a_repeated_message_stays_a_repetition() {
    // P2
    let sql = shard();
    let agreed = given(Some(Mode::Explicit), Some(text(1, Mode::Explicit, "May we?")), 5);
    let first = begun(&sql, 1, agreed).unwrap();
    let needed = given(Some(Mode::Explicit), None, 6);
    let again = begun(&sql, 1, needed.clone()).unwrap();
    assert_eq!((again.thread.id, again.message), (first.thread.id.clone(), first.message.clone()));
    let sent = written(&sql, &first.thread.id, "message-1", &needed);
    refused(sent, Code::IdempotencyConflict);
}

#[test]
fn a_receipt_that_cannot_be_kept_leaves_no_message() {
    // P1: the two are one transaction
    let sql = shard();
    sql.batch("CREATE TRIGGER broken BEFORE INSERT ON consents BEGIN SELECT RAISE(ABORT, 'disk'); END")
        .unwrap();
    let agreed = given(Some(Mode::Explicit), Some(text(1, Mode::Explicit, "May we?")), 5);
    refused(begun(&sql, 1, agreed.clone()), Code::Internal);
    assert!(is_empty(&sql));
    sql.batch("DROP TRIGGER broken").unwrap();
    sql.batch("CREATE TRIGGER broken BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'disk'); END")
        .unwrap();
    refused(begun(&sql, 1, agreed), Code::Internal);
    assert!(is_empty(&sql));
}

#[test]
fn the_account_is_asked_only_about_what_is_open() {
    let sql = shard();
    let bare = begun(&sql, 1, Given::default()).unwrap().thread.id;
    let shown = given(None, Some(text(2, Mode::Explicit, "May we?")), 5);
    let kept = begun(&sql, 2, shown).unwrap().thread.id;
    for (thread, named, expected) in [
        (&bare, None, Question::InForce),
        (&bare, Some(2), Question::Version(2)),
        (&kept, None, Question::Settled),
        (&kept, Some(2), Question::Settled),
        (&kept, Some(3), Question::Version(3)),
    ] {
        assert_eq!(question(&sql, thread, named).unwrap(), expected, "{named:?}");
    }
}

#[test]
fn what_the_account_said_will_do_for_a_minute() {
    let chatflow = ChatflowId::parse("shop").unwrap();
    let mut said = InForce::default();
    assert_eq!(said.said(&chatflow, 0), None);
    said.heard(chatflow.clone(), None, 1_000);
    assert_eq!(said.said(&chatflow, 60_999), Some(None));
    assert_eq!(said.said(&chatflow, 61_000), None);
    said.heard(chatflow.clone(), Some(Mode::Explicit), 61_000);
    assert_eq!(said.said(&chatflow, 61_000), Some(Some(Mode::Explicit)));
    said.heard(ChatflowId::parse("other").unwrap(), None, 200_000);
    assert_eq!(said.modes.len(), 1, "what is old is forgotten");
}

#[test]
fn a_language_is_a_tag_or_undetermined() {
    // S89
    for (language, kept) in [
        ("de", "de"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("", "und"),
        ("de_DE", "und"),
        ("d e", "und"),
        ("<i>", "und"),
        ("дэ", "und"),
    ] {
        assert_eq!(language_to_keep(language), kept, "{language:?}");
    }
    assert_eq!(language_to_keep(&"a".repeat(35)), "a".repeat(35));
    assert_eq!(language_to_keep(&"a".repeat(36)), "und");
}
