//! Proofs of erasure: what they say, and what they do not.

use conversation::consent::{Mode, Text};
use conversation::ids::{AgentId, ContactId};

use super::*;
use crate::lists::upkeep;
use crate::session;
use crate::shard::consent::{Consenting, Given};
use crate::shard::tests::{anna, new_thread, said, shard, visitor};
use crate::shard::{Begin, begin, desk, part};
use crate::store::account::tests::imported;
use crate::store::native::Memory;
use crate::store::threads::desks;

const TEXT: &str = "We keep what you write.";
const MONTH_MS: u64 = 31 * 86_400_000;

/// A thread of visitor 1 who agreed to the text.
fn begun(sql: &Memory) -> conversation::ids::ThreadId {
    let shown = Some(Text { version: 2, mode: Mode::Explicit, text: TEXT.into() });
    let consent = Given::new(Consenting { in_force: Some(Mode::Explicit), shown }, "de", None, 5);
    let thread = new_thread(1, 1, "message-1");
    begin(
        sql,
        Begin { thread, text: said("My name is Sofia"), consent, owner: None, bot: None, lift: None },
        5,
    )
    .unwrap()
    .thread
    .id
}

#[test]
fn a_number_is_random_and_found_however_it_is_typed() {
    // N18
    let number = number([7; 16]);
    assert_eq!(number.len(), 14);
    assert_ne!(number, super::number([8; 16]));
    for typed in [number.to_lowercase(), number.replace('-', " "), format!(" {} ", number.replace('-', ""))] {
        assert_eq!(super::typed(&typed), number, "{typed}");
    }
    assert_ne!(super::typed(&format!("{number}A")), number);
}

#[test]
fn forgetting_leaves_counts_and_hashes_and_nothing_of_what_it_was() {
    // N18
    let (shard, account) = (shard(), imported());
    let thread = begun(&shard);
    let (me, nobody) = (visitor(1), VisitorId::from_random([9; 16]));
    let proposed = ContactId::parse("c-new").unwrap();
    upkeep::claim(&account, &me, (Some("sofia@home.test"), None), &proposed, 6).unwrap();
    let (changed, left) = part::part(&shard, &me, &nobody, 7).unwrap();
    assert_eq!(changed, std::slice::from_ref(&thread));
    let told = forget(&account, (&me, &nobody), Some("AAAA-BBBB-CCCC".into()), left, 8).unwrap();
    assert_eq!(told.as_deref(), Some("AAAA-BBBB-CCCC"));
    let expected = Erasure {
        number: "AAAA-BBBB-CCCC".into(),
        at: 8,
        what: Erased::Visitor,
        by: ErasedBy::Visitor { id: me.clone() },
        counts: Counts { conversations: 1, receipts: 1, contacts: 1, ..Counts::default() },
        receipts: vec![session::digest(TEXT)],
    };
    assert_eq!(find(&account, Some("aaaabbbbcccc")).unwrap().erasures, std::slice::from_ref(&expected));
    let written = serde_json::to_string(&expected).unwrap();
    for data in [TEXT, "Sofia", "sofia@home.test", "c-new", thread.as_str()] {
        assert!(!written.contains(data), "{data} in {written}");
    }
    // Nothing is left to do, and nothing to prove.
    let again = part::part(&shard, &me, &nobody, 9).unwrap().1;
    assert_eq!(forget(&account, (&me, &nobody), Some("DDDD-EEEE-FFFF".into()), again, 9).unwrap(), None);
    assert_eq!(find(&account, None).unwrap().erasures.len(), 1);
    assert!(find(&account, Some("none")).unwrap().erasures.is_empty());
}

#[test]
fn a_thread_that_is_gone_for_good_leaves_who_deleted_it() {
    // N18 H91
    let sql = shard();
    let thread = begun(&sql);
    desk::act(&sql, &thread, crate::objects::call::desk::DeskAct::Archive, anna(), 6).unwrap();
    desk::overdue(&sql, MONTH_MS).unwrap();
    let gone = desks::gone(&sql, MONTH_MS, 10).unwrap().remove(0);
    let left = gone.traces.clone().unwrap();
    desks::number_gone(&sql, &thread, "AAAA-BBBB-CCCC").unwrap();
    assert_eq!(desks::gone(&sql, MONTH_MS, 10).unwrap()[0].number.as_deref(), Some("AAAA-BBBB-CCCC"));
    let proof = of_thread("AAAA-BBBB-CCCC".into(), left, MONTH_MS);
    let by = ErasedBy::Agent { id: AgentId::parse("anna").unwrap() };
    assert_eq!((proof.what, proof.by.clone()), (Erased::Thread, by));
    assert_eq!((proof.counts.conversations, proof.counts.entries, proof.counts.receipts), (1, 1, 1));
    assert_eq!(proof.receipts, [session::digest(TEXT)]);
    let account = imported();
    rows::keep(&account, &proof).unwrap();
    rows::keep(&account, &proof).unwrap();
    assert_eq!(find(&account, None).unwrap().erasures, [proof], "told twice, kept once");
}
