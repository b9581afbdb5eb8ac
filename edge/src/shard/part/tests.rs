use conversation::ids::VisitorId;

use super::*;
use crate::shard::consent::Given;
use crate::shard::overview;
use crate::shard::tests::{anna, id, new_thread, said, shard, visitor};
use crate::shard::{Begin, begin, block, owned, reply};
use crate::store::native::Memory;
use crate::store::threads::{self as rows, entries};

fn begun(sql: &Memory, n: u8, by: u8) -> ThreadId {
    let thread = new_thread(n, by, &format!("message-{n}"));
    let begun =
        Begin { thread, text: said("Hi"), consent: Given::default(), owner: None, lift: None, bot: None };
    begin(sql, begun, 1_000).unwrap().thread.id
}

#[test]
fn what_was_said_stays_and_its_visitor_is_nobody() {
    // P18: forget me
    let sql = shard();
    let (mine, other) = (begun(&sql, 1, 1), begun(&sql, 2, 2));
    let before = rows::thread(&sql, &mine).unwrap().unwrap();
    let instead = VisitorId::from_random([9; 16]);
    assert_eq!(part(&sql, &visitor(1), &instead, 2_000).unwrap().0, std::slice::from_ref(&mine));
    assert!(owned(&sql, &visitor(1), &mine).is_err());
    assert!(overview::of(&sql, &Default::default(), &visitor(1)).unwrap().is_empty());
    // The office has it, may go on with it, and hears that it changed.
    let after = rows::thread(&sql, &mine).unwrap().unwrap();
    assert_eq!((after.visitor, after.revision), (instead.clone(), before.revision + 1));
    assert_eq!(entries::after(&sql, &mine, 0, 10).unwrap().len(), 1);
    assert!(rows::outbox::due_of(&sql, &mine).unwrap().is_some());
    reply(&sql, anna(), &mine, id("reply-number-1"), said("Hello"), 3_000).unwrap();
    // Nobody else's, and asked for again there is nothing left to do.
    assert!(owned(&sql, &visitor(2), &other).is_ok());
    assert!(part(&sql, &visitor(1), &instead, 4_000).unwrap().0.is_empty());
}

#[test]
fn who_is_blocked_stays_so_for_the_office() {
    let sql = shard();
    let mine = begun(&sql, 1, 1);
    block(&sql, &mine, true, &anna(), None, 2_000).unwrap();
    let instead = VisitorId::from_random([9; 16]);
    part(&sql, &visitor(1), &instead, 3_000).unwrap();
    assert!(rows::visitors::is_blocked(&sql, &instead).unwrap());
    assert!(!rows::visitors::is_blocked(&sql, &visitor(1)).unwrap());
}
