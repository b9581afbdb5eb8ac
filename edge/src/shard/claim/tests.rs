use super::super::consent::Given;
use super::super::tests::{new_thread, said, shard, visitor};
use super::super::{Begin, begin, row};
use super::*;
use crate::store::native::Memory;
use crate::store::threads::{self as rows, Kept, KnownAs};

fn contact(id: &str) -> ContactId {
    ContactId::parse(id).unwrap()
}

/// Thread `n` of a visitor, whom the inbox has heard of.
fn told(sql: &Memory, n: u8, who: u8, known: Option<KnownAs>) -> Kept {
    let thread = Kept { contact: known, ..new_thread(n, who, &format!("message-{n}")) };
    let begun = begin(
        sql,
        Begin { thread, text: said("Hello"), consent: Given::default(), owner: None, lift: None, bot: None },
        5,
    )
    .unwrap();
    outbox::told(sql, &begun.thread.id, begun.thread.revision, 1).unwrap();
    begun.thread
}

fn now(sql: &Memory, thread: &Kept) -> Kept {
    rows::thread(sql, &thread.id).unwrap().unwrap()
}

fn verified(id: &str) -> Option<KnownAs> {
    Some(KnownAs {
        id: contact(id),
        name: Some("Sofia".into()),
        email: Some("sofia@kiln.test".into()),
        verified: true,
    })
}

#[test]
fn a_claim_shows_in_the_visitors_threads_and_tells_the_inbox() {
    // S48
    let sql = shard();
    let (first, second, other) = (told(&sql, 1, 1, None), told(&sql, 2, 1, None), told(&sql, 3, 2, None));
    let mut changed = claim(&sql, &visitor(1), &contact("c-1"), "sofia@kiln.test", 7).unwrap();
    changed.sort();
    assert_eq!(changed, [first.id.clone(), second.id.clone()]);
    for thread in [&first, &second] {
        let claimed = now(&sql, thread);
        let known = KnownAs {
            id: contact("c-1"),
            name: None,
            email: Some("sofia@kiln.test".into()),
            verified: false,
        };
        assert_eq!(claimed.contact, Some(known));
        assert!(claimed.revision > thread.revision);
        assert_eq!(outbox::due_of(&sql, &thread.id).unwrap().map(|due| due.after_seq), Some(1));
        let inbox = conversation::ids::InboxId::parse("main").unwrap();
        let row = row::of(&sql, &claimed, inbox).unwrap();
        assert_eq!((row.name, row.email.as_deref(), row.verified), (None, Some("sofia@kiln.test"), false));
    }
    assert_eq!(now(&sql, &other), other, "somebody else's thread");
}

#[test]
fn the_same_claim_again_changes_nothing_and_another_replaces_it() {
    let sql = shard();
    let thread = told(&sql, 1, 1, None);
    claim(&sql, &visitor(1), &contact("c-1"), "a@b.test", 7).unwrap();
    let first = now(&sql, &thread);
    assert_eq!(claim(&sql, &visitor(1), &contact("c-1"), "a@b.test", 8).unwrap(), []);
    assert_eq!(now(&sql, &thread), first);
    assert_eq!(claim(&sql, &visitor(1), &contact("c-1"), "c@d.test", 9).unwrap().len(), 1);
    assert_eq!(now(&sql, &thread).contact.unwrap().email.as_deref(), Some("c@d.test"));
}

#[test]
fn a_verified_contact_stays_who_they_are() {
    // T12
    let sql = shard();
    let (known, unknown) = (told(&sql, 1, 1, verified("sofia")), told(&sql, 2, 1, None));
    let changed = claim(&sql, &visitor(1), &contact("c-1"), "ceo@kiln.test", 7).unwrap();
    assert_eq!(changed, [unknown.id]);
    assert_eq!(now(&sql, &known), known);
}
