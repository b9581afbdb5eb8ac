use conversation::desk::Snooze;
use conversation::ids::LabelId;
use conversation::thread::Status;
use protocol::code::Code;
use protocol::frame::{Author, Body, Entry};

use super::*;
use crate::objects::call::desk::DeskAct;
use crate::shard::consent::Given;
use crate::shard::tests::{anna, id, new_thread, refused, said, shard, visitor};
use crate::shard::{Begin, begin, desk, reply, write};
use crate::store::native::Memory;
use crate::store::threads::entries;

const AFTER: u64 = 5 * 60_000;

/// A chat that closes after five minutes, and that Anna answered at `at`.
fn answered(sql: &Memory, n: u8, at: u64) -> ThreadId {
    let thread = Kept { closes_after: AFTER, ..new_thread(n, 1, &format!("message-{n}")) };
    let begun =
        Begin { thread, text: said("Hi"), consent: Given::default(), owner: None, lift: None, bot: None };
    let thread = begin(sql, begun, 5).unwrap().thread.id;
    reply(sql, anna(), &thread, id(&format!("reply-number-{n}")), said("Hello"), at).unwrap();
    thread
}

fn closed(sql: &Memory, now: u64) -> Vec<ThreadId> {
    overdue(sql, now).unwrap().into_iter().map(|done| done.thread.id).collect()
}

fn status(sql: &Memory, thread: &ThreadId) -> Status {
    rows::thread(sql, thread).unwrap().unwrap().state.status
}

fn last(sql: &Memory, thread: &ThreadId) -> Entry {
    entries::after(sql, thread, 0, 100).unwrap().pop().unwrap()
}

#[test]
fn a_silent_chat_closes_by_itself_on_the_very_millisecond() {
    // H67
    let sql = shard();
    let thread = answered(&sql, 1, 1_000);
    assert_eq!(timeouts::next_due(&sql).unwrap(), Some(1_000 + AFTER));
    assert!(closed(&sql, 1_000 + AFTER - 1).is_empty());
    assert_eq!(status(&sql, &thread), Status::Open);
    assert_eq!(closed(&sql, 1_000 + AFTER), std::slice::from_ref(&thread));
    let entry = last(&sql, &thread);
    assert_eq!((entry.body, entry.from, entry.at), (Body::Closed, Author::System, 1_000 + AFTER));
    // The inbox has to hear of it, and nothing is left to do.
    assert!(rows::outbox::due_of(&sql, &thread).unwrap().is_some());
    assert_eq!(timeouts::next_due(&sql).unwrap(), None);
    assert!(closed(&sql, u64::MAX).is_empty());
}

#[test]
fn a_chat_without_that_setting_stands() {
    // H67: off unless it is switched on
    let sql = shard();
    let thread = new_thread(1, 1, "message-1");
    let begun =
        Begin { thread, text: said("Hi"), consent: Given::default(), owner: None, lift: None, bot: None };
    let thread = begin(&sql, begun, 5).unwrap().thread.id;
    reply(&sql, anna(), &thread, id("reply-number-1"), said("Hello"), 9).unwrap();
    assert_eq!(timeouts::next_due(&sql).unwrap(), None);
}

#[test]
fn whoever_waits_for_an_answer_is_not_shut_out() {
    // H67
    let sql = shard();
    let thread = answered(&sql, 1, 1_000);
    write(&sql, &visitor(1), &thread, id("another-one"), said("And?"), &Given::default(), 2_000).unwrap();
    assert_eq!(timeouts::next_due(&sql).unwrap(), None);
    reply(&sql, anna(), &thread, id("another-reply"), said("Yes"), 9_000).unwrap();
    assert_eq!(timeouts::next_due(&sql).unwrap(), Some(9_000 + AFTER));
}

#[test]
fn whatever_happens_begins_the_time_anew() {
    // H67: in the log, and beside it
    let sql = shard();
    let thread = answered(&sql, 1, 1_000);
    let label = DeskAct::Label { add: vec![LabelId::parse("urgent").unwrap()], remove: vec![] };
    desk::act(&sql, &thread, label, anna(), 2_000).unwrap();
    assert_eq!(timeouts::of(&sql, &thread).unwrap(), Some(2_000 + AFTER));
    act(&sql, &thread, Command::Assign { to: None, by: Some(anna()) }, 3_000).unwrap();
    assert_eq!(timeouts::of(&sql, &thread).unwrap(), Some(3_000 + AFTER));
    act(&sql, &thread, Command::Close { by: anna() }, 4_000).unwrap();
    assert_eq!(timeouts::of(&sql, &thread).unwrap(), None);
    act(&sql, &thread, Command::Reopen { by: anna() }, 5_000).unwrap();
    assert_eq!(timeouts::of(&sql, &thread).unwrap(), Some(5_000 + AFTER));
}

#[test]
fn what_sleeps_or_is_put_away_does_not_close() {
    // H67 P49
    let sql = shard();
    let thread = answered(&sql, 1, 1_000);
    let until = 10 * AFTER;
    desk::act(&sql, &thread, DeskAct::Snooze(Snooze { until: Some(until) }), anna(), 2_000).unwrap();
    assert_eq!(timeouts::of(&sql, &thread).unwrap(), None);
    // It wakes by the clock, and is not closed the same moment.
    desk::overdue(&sql, until).unwrap();
    assert_eq!(timeouts::of(&sql, &thread).unwrap(), Some(until + AFTER));
    desk::act(&sql, &thread, DeskAct::Archive, anna(), until + 1).unwrap();
    assert_eq!(timeouts::of(&sql, &thread).unwrap(), None);
    desk::act(&sql, &thread, DeskAct::Restore, anna(), until + 2).unwrap();
    assert_eq!(timeouts::of(&sql, &thread).unwrap(), Some(until + 2 + AFTER));
    rows::desks::remove(&sql, &thread, until + 3).unwrap();
    assert_eq!(timeouts::next_due(&sql).unwrap(), None);
}

#[test]
fn a_visitor_who_writes_again_is_back_in_the_same_chat() {
    // H67: as after any other closing, and no longer than the inbox says
    let sql = shard();
    let thread = answered(&sql, 1, 1_000);
    let at = 1_000 + AFTER;
    assert_eq!(closed(&sql, at).len(), 1);
    let again = |message: &str, now: u64| {
        write(&sql, &visitor(1), &thread, id(message), said("Still there?"), &Given::default(), now)
    };
    let last = at + rows::thread(&sql, &thread).unwrap().unwrap().reopen_within - 1;
    again("within-the-time", last).unwrap();
    assert_eq!(status(&sql, &thread), Status::Open);
    reply(&sql, anna(), &thread, id("reply-again-1"), said("Yes"), last + 1).unwrap();
    let at = last + 1 + AFTER;
    assert_eq!(closed(&sql, at).len(), 1);
    let reopen_within = rows::thread(&sql, &thread).unwrap().unwrap().reopen_within;
    refused(again("too-late-by-now", at + reopen_within), Code::ThreadClosed);
}

#[test]
fn more_than_one_alarm_can_close_are_closed_by_the_next() {
    let sql = shard();
    let all: Vec<ThreadId> = (0..150).map(|n| answered(&sql, n, 1_000)).collect();
    let first = closed(&sql, 1_000 + AFTER);
    assert_eq!(first.len(), AT_ONCE as usize);
    assert_eq!(timeouts::next_due(&sql).unwrap(), Some(1_000 + AFTER));
    assert_eq!(closed(&sql, 1_000 + AFTER).len(), all.len() - first.len());
}
