use protocol::frame::Mark;

use super::*;
use crate::shard::consent::Given;
use crate::shard::tests::{anna, id, new_thread, said, shard, visitor};
use crate::shard::{Begin, act, begin, reply};
use crate::store::native::Memory;
use conversation::thread::Command;

/// A conversation that a visitor began at `at`.
fn begun(sql: &Memory, n: u8, by: u8, text: &str, at: u64) -> ThreadId {
    let thread = new_thread(n, by, &format!("message-{n}"));
    let begun =
        Begin { thread, text: said(text), consent: Given::default(), owner: None, lift: None, bot: None };
    begin(sql, begun, at).unwrap().thread.id
}

fn listed(sql: &Memory, later: &Later) -> Vec<(ThreadId, Option<String>, Option<String>, u32)> {
    let threads = of(sql, later, &visitor(1)).unwrap().into_iter();
    threads.map(|thread| (thread.id, thread.by, thread.last, thread.unread)).collect()
}

#[test]
fn what_was_said_last_comes_first_and_nobody_elses_comes_at_all() {
    // P17
    let (sql, later) = (shard(), Later::default());
    let first = begun(&sql, 1, 1, "One", 1_000);
    let second = begun(&sql, 2, 1, &"ü ".repeat(200), 2_000);
    begun(&sql, 3, 2, "Somebody else", 3_000);
    let long = Some(format!("{}ü", "ü ".repeat(49)) + " ");
    let (one, none) = (Some("One".to_owned()), None::<String>);
    assert_eq!(
        listed(&sql, &later),
        [(second.clone(), none.clone(), long.clone(), 0), (first.clone(), none.clone(), one, 0)]
    );
    reply(&sql, anna(), &first, id("reply-number-1"), said("Hello\nthere"), 4_000).unwrap();
    let answered = (first.clone(), Some("Anna Keller".to_owned()), Some("Hello there".to_owned()), 1);
    assert_eq!(listed(&sql, &later), [answered, (second, none, long, 0)]);
}

#[test]
fn what_a_page_was_shown_is_not_unread() {
    // P17: and what closes a conversation is no message
    let (sql, mut later) = (shard(), Later::default());
    let thread = begun(&sql, 1, 1, "One", 1_000);
    for n in 1..4 {
        reply(&sql, anna(), &thread, id(&format!("reply-number-{n}")), said("More"), 2_000 + n).unwrap();
    }
    act(&sql, &thread, Command::Close { by: anna() }, 3_000).unwrap();
    let unread = |later: &Later| listed(&sql, later)[0].3;
    assert_eq!(unread(&later), 3);
    // Its message, the assignment, and the first answer.
    later.reached(thread.clone(), None, Mark { received: 3, read: 0 });
    assert_eq!(unread(&later), 2);
    later.reached(thread.clone(), None, Mark { received: 0, read: 6 });
    assert_eq!(unread(&later), 0);
    let [closed] = &of(&sql, &later, &visitor(1)).unwrap()[..] else { panic!("one conversation") };
    assert_eq!((closed.status, closed.at), (Status::Closed, 2_003));
}
