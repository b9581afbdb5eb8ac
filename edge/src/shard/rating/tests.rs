use conversation::thread::Command as Act;

use super::*;
use crate::shard::consent::Given;
use crate::shard::tests::{anna, id, new_thread, said, shard, visitor};
use crate::shard::{Begin, act, begin, end, write};
use crate::store::native::Memory;
use crate::store::threads as rows;

const SCALE: fn(&str) -> Option<Scale> = |_| Some(Scale::Stars);

/// A chat of visitor 1 that Anna closed at 2,000.
fn ended(sql: &Memory) -> ThreadId {
    let thread = new_thread(1, 1, "message-1");
    let begun =
        Begin { thread, text: said("Hi"), consent: Given::default(), owner: None, lift: None, bot: None };
    let thread = begin(sql, begun, 1_000).unwrap().thread.id;
    act(sql, &thread, Act::Close { by: anna() }, 2_000).unwrap();
    thread
}

#[track_caller]
fn rated(sql: &Memory, thread: &ThreadId, score: u8, comment: Option<&str>) -> u64 {
    rate(sql, &visitor(1), thread, SCALE, (Some(score), comment), 3_000).unwrap().thread.revision
}

/// The scores beside a thread, in the order they came.
fn scores(sql: &Memory, thread: &ThreadId) -> Vec<(Option<u8>, u64)> {
    let notes = desks::after(sql, thread, 0, 100).unwrap().into_iter();
    let scores = notes.filter_map(|annotation| match annotation.note {
        Note::Rated { score, ended, .. } => Some((score, ended)),
        _ => None,
    });
    scores.collect()
}

#[test]
fn an_end_is_asked_about_until_it_is_answered_and_the_next_one_again() {
    // H68, P19
    let sql = shard();
    let thread = ended(&sql);
    assert_eq!(unanswered(&sql, &thread).unwrap(), Some(2));
    rated(&sql, &thread, 4, None);
    assert_eq!(unanswered(&sql, &thread).unwrap(), None);
    // Whoever writes again may end it again, and that is another end.
    write(&sql, &visitor(1), &thread, id("another-one"), said("And?"), &Given::default(), 4_000).unwrap();
    end(&sql, &visitor(1), &thread, 5_000).unwrap();
    assert_eq!(unanswered(&sql, &thread).unwrap(), Some(5));
    // Not to say is an answer too.
    rate(&sql, &visitor(1), &thread, SCALE, (None, None), 6_000).unwrap();
    assert_eq!(unanswered(&sql, &thread).unwrap(), None);
    assert_eq!(scores(&sql, &thread), [(Some(4), 2), (None, 5)]);
}

#[test]
fn a_changed_mind_is_noted_and_the_same_again_is_not() {
    // H68: idempotent, and the inbox hears of each change
    let sql = shard();
    let thread = ended(&sql);
    let first = rated(&sql, &thread, 4, None);
    assert_eq!(rated(&sql, &thread, 4, Some("  ")), first);
    assert!(rated(&sql, &thread, 4, Some("Quick")) > first);
    rated(&sql, &thread, 5, Some("Quick"));
    assert_eq!(scores(&sql, &thread), [(Some(4), 2), (Some(4), 2), (Some(5), 2)]);
    assert!(rows::outbox::due_of(&sql, &thread).unwrap().is_some());
}

#[test]
fn nobody_rates_what_is_not_theirs_has_not_ended_or_is_not_asked_about() {
    // H68, T13
    let sql = shard();
    let thread = ended(&sql);
    let long = "x".repeat(1_001);
    let tries = |who: u8, thread: &ThreadId, scale: fn(&str) -> Option<Scale>, given| {
        rate(&sql, &visitor(who), thread, scale, given, 3_000).map(drop).map_err(|error| error.code())
    };
    assert_eq!(tries(2, &thread, SCALE, (Some(1), None)), Err(Code::NotFound));
    assert_eq!(tries(1, &thread, |_| None, (Some(1), None)), Err(Code::NotFound));
    assert_eq!(tries(1, &thread, SCALE, (Some(6), None)), Err(Code::NumberRange));
    assert_eq!(tries(1, &thread, SCALE, (None, Some("Quick"))), Err(Code::MissingField));
    assert_eq!(tries(1, &thread, SCALE, (Some(1), Some(&long))), Err(Code::TextTooLong));
    let open = new_thread(2, 1, "message-2");
    let begun = Begin {
        thread: open,
        text: said("Hi"),
        consent: Given::default(),
        owner: None,
        lift: None,
        bot: None,
    };
    let open = begin(&sql, begun, 1_000).unwrap().thread.id;
    assert_eq!(tries(1, &open, SCALE, (Some(1), None)), Err(Code::NotFound));
    assert!(scores(&sql, &thread).is_empty());
}
