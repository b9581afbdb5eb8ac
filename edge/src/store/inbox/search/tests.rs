use conversation::filter::{Filter, query};
use conversation::ids::{AgentId, InboxId};
use conversation::routing::Because;
use conversation::view::Shelf;
use protocol::frame::Author;

use super::*;
use crate::store::inbox::find::tests::new_row;
use crate::store::inbox::{erase, find, hear};
use crate::store::migrate::INBOX;
use crate::store::native::Memory;

fn said(seq: u64, text: &str) -> Entry {
    Entry {
        seq,
        at: 1,
        from: Author::Visitor,
        client_message_id: None,
        body: Body::Text { text: text.into() },
        quick_replies: Vec::new(),
        reply_to: None,
        edited: None,
        form: Vec::new(),
        attachments: Vec::new(),
    }
}

fn closed(seq: u64) -> Entry {
    Entry {
        seq,
        at: 1,
        from: Author::System,
        client_message_id: None,
        body: Body::Closed,
        quick_replies: Vec::new(),
        reply_to: None,
        edited: None,
        form: Vec::new(),
        attachments: Vec::new(),
    }
}

fn row(n: u16, last_seq: u64) -> Row {
    Row { filtered: false, desk: Default::default(), last_seq, ..new_row(n) }
}

fn found(sql: &Memory, text: &str) -> usize {
    let filter: Filter = query::parse(text).unwrap();
    let (inbox, me) = (InboxId::parse("main").unwrap(), AgentId::parse("anna").unwrap());
    find::rows(sql, &inbox, &me, (Shelf::Inbox, &filter), None, 100).unwrap().rows.len()
}

fn told(sql: &Memory, row: &Row, entries: &[Entry]) {
    let before = crate::store::inbox::row(sql, &row.inbox, &row.thread).unwrap();
    hear(sql, row, Because::RuleSaysNobody).unwrap();
    learn(sql, row, before.as_ref(), entries).unwrap();
}

#[test]
fn words_are_found_however_they_are_written() {
    // P52 S110
    let sql = Memory::migrated(INBOX);
    told(
        &sql,
        &row(3, 2),
        &[said(1, "Wo bleibt die Lieferung? \"Bald\" sagt niemand."), said(2, "Grüße, (Zoë)")],
    );
    for (text, expected) in [
        ("lieferung", 1),
        ("LIEFERUNG bleibt", 1),
        ("liefer*", 1),
        ("liefer", 0),
        ("\"die lieferung\"", 1),
        ("\"lieferung die\"", 0),
        ("grusse", 0),
        ("gruße", 1),
        ("zoe", 1),
        // Words meet in one message.
        ("lieferung zoe", 0),
        ("lieferung -zoe", 0),
        ("lieferung -anders", 1),
        ("from:sofia", 1),
        ("from:sofia lieferung", 1),
        ("from:lieferung", 0),
        ("sofia", 1),
        ("shop", 1),
        ("4k2q", 1),
        ("OR AND NOT NEAR", 0),
        ("who:sofia", 0),
    ] {
        assert_eq!(found(&sql, text), expected, "{text}");
    }
}

#[test]
fn nothing_typed_breaks_the_index() {
    let sql = Memory::migrated(INBOX);
    told(&sql, &row(3, 1), &[said(1, "a")]);
    for text in [
        "\"a",
        "a\"b",
        "a'b",
        "a) OR (b",
        "said:a",
        "^a",
        "a + b",
        "{a b}: c",
        "a NEAR/2 b",
        "*a*",
        "a**",
        "-a*",
    ] {
        found(&sql, text);
    }
}

#[test]
fn a_telling_that_comes_twice_is_learned_once() {
    let sql = Memory::migrated(INBOX);
    let (first, second) = (row(3, 1), Row { revision: 2, ..row(3, 2) });
    told(&sql, &first, &[said(1, "one")]);
    told(&sql, &second, &[said(1, "one"), said(2, "two")]);
    learn(&sql, &second, Some(&second), &[said(1, "one"), said(2, "two")]).unwrap();
    assert_eq!(behind(&sql, 10).unwrap(), []);
    let documents = sql.run("SELECT count(*) FROM search_docsize", &[]).unwrap();
    assert_eq!(documents[0].number(0).unwrap(), 3);
}

#[test]
fn what_was_missed_is_read_later() {
    // P52: a thread of which words are missing stays marked until they are there
    let sql = Memory::migrated(INBOX);
    let row = row(3, 5);
    // The telling carries no more than some entries, and not the first.
    told(&sql, &row, &[said(4, "four"), said(5, "five")]);
    assert_eq!(behind(&sql, 10).unwrap(), [(row.thread.clone(), 0)]);
    assert_eq!(found(&sql, "four"), 0);
    catch_up(&sql, &row.thread, &[said(1, "one"), closed(2), said(3, "three")]).unwrap();
    assert_eq!(behind(&sql, 10).unwrap(), [(row.thread.clone(), 3)]);
    catch_up(&sql, &row.thread, &[said(4, "four"), said(5, "five")]).unwrap();
    assert_eq!((behind(&sql, 10).unwrap(), found(&sql, "four"), found(&sql, "one")), (vec![], 1, 1));
    // A shard that has no more ends it.
    forget_all(&sql).unwrap();
    assert_eq!((found(&sql, "four"), behind(&sql, 10).unwrap().len()), (0, 1));
    catch_up(&sql, &row.thread, &[]).unwrap();
    assert_eq!(behind(&sql, 10).unwrap(), []);
}

#[test]
fn who_it_is_with_is_learned_anew_where_it_changes() {
    // P52
    let sql = Memory::migrated(INBOX);
    let stranger = Row { name: None, email: None, ..row(3, 1) };
    told(&sql, &stranger, &[said(1, "hello")]);
    assert_eq!(found(&sql, "from:sofia"), 0);
    let known = Row { name: Some("Sofia".into()), revision: 2, ..stranger.clone() };
    told(&sql, &known, &[]);
    assert_eq!((found(&sql, "from:sofia"), found(&sql, "hello")), (1, 1));
    told(&sql, &Row { revision: 3, ..stranger }, &[]);
    assert_eq!(found(&sql, "from:sofia"), 0);
}

#[test]
fn words_go_with_their_thread() {
    // H91
    let sql = Memory::migrated(INBOX);
    let (one, two) = (row(3, 1), row(4, 1));
    told(&sql, &one, &[said(1, "refund")]);
    told(&sql, &two, &[said(1, "refund")]);
    erase::thread(&sql, &one.thread).unwrap();
    assert_eq!(found(&sql, "refund"), 1);
    let left = sql.run("SELECT rowid >> 20 FROM search WHERE search MATCH 'refund'", &[]).unwrap();
    assert_eq!(left.len(), 1);
}

#[test]
fn what_was_taken_back_is_found_no_more_and_other_words_are() {
    // P26
    let sql = Memory::migrated(INBOX);
    let revision = |seq, body| Entry { body, ..closed(seq) };
    told(&sql, &row(1, 2), &[said(1, "The card is 4711"), said(2, "Thank you")]);
    let edited = |text: &str| Body::Edited { message: 1, text: text.into() };
    let counts = |sql: &Memory| ["4711", "471*", "4712", "card", "thank"].map(|words| found(sql, words));
    assert_eq!(counts(&sql), [1, 1, 0, 1, 1]);
    told(&sql, &Row { revision: 9, ..row(1, 3) }, &[revision(3, edited("The card is 4712"))]);
    assert_eq!(counts(&sql), [0, 1, 1, 1, 1]);
    told(&sql, &Row { revision: 10, ..row(1, 4) }, &[revision(4, Body::Deleted { message: 1 })]);
    assert_eq!(counts(&sql), [0, 0, 0, 0, 1]);
    // Learned anew from the shard, the log tells how things stand.
    forget_all(&sql).unwrap();
    let gone = |seq| revision(seq, Body::Deleted { message: 1 });
    catch_up(&sql, &row(1, 4).thread, &[gone(1), said(2, "Thank you"), gone(3), gone(4)]).unwrap();
    assert_eq!(counts(&sql), [0, 0, 0, 0, 1]);
}
