use conversation::ids::ListId;
use conversation::routing::precedence::{Cause, List};
use conversation::routing::priority::Priority;
use conversation::routing::{People, Rule};
use protocol::frame::{Author as Told, Note};

use super::*;
use crate::objects::call::desk::DeskAct;
use crate::shard::consent::Given;
use crate::shard::owner::{self, Owner};
use crate::shard::tests::{anna, new_thread, said, shard, visitor};
use crate::shard::{Begin, begin};
use crate::store::native::Memory;
use crate::store::threads::Kept;

fn gold(priority: Priority) -> Lift {
    Lift { list: List { id: ListId::parse("gold").unwrap(), name: "Gold".into() }, priority }
}

fn begun(sql: &Memory, n: u8, who: u8, rule: Rule, lift: Option<Lift>) -> Kept {
    let thread = Kept { routing: rule, ..new_thread(n, who, &format!("message-{n}")) };
    let consent = Given::default();
    begin(sql, Begin { thread, text: said("Hello"), consent, owner: None, lift, bot: None }, 5)
        .unwrap()
        .thread
}

fn rule(priority: Priority) -> Rule {
    Rule::People(People { priority, ..People::default() })
}

fn desk(sql: &Memory, thread: &Kept) -> (Priority, Option<Cause>) {
    let desk = desks::of(sql, &thread.id).unwrap();
    (desk.priority, desk.priority_by)
}

fn by_list() -> Option<Cause> {
    Some(Cause::List { list: gold(Priority::Low).list })
}

#[test]
fn a_thread_begins_as_the_rule_or_the_list_says_whichever_says_more() {
    // P40
    let cases = [
        (Rule::NOBODY, None, Priority::Normal, None),
        (rule(Priority::High), None, Priority::High, Some(Cause::Rule)),
        (Rule::Nobody { priority: Priority::Urgent }, None, Priority::Urgent, Some(Cause::Rule)),
        (Rule::NOBODY, Some(Priority::High), Priority::High, by_list()),
        (rule(Priority::Low), Some(Priority::Normal), Priority::Normal, by_list()),
        (rule(Priority::High), Some(Priority::Urgent), Priority::Urgent, by_list()),
        // A list lowers nothing, and what the rule says anyway the rule says.
        (rule(Priority::High), Some(Priority::High), Priority::High, Some(Cause::Rule)),
        (rule(Priority::Urgent), Some(Priority::High), Priority::Urgent, Some(Cause::Rule)),
    ];
    for (rule, lift, expected, because) in cases {
        let sql = shard();
        let thread = begun(&sql, 1, 1, rule, lift.map(gold));
        assert_eq!(desk(&sql, &thread), (expected, because));
        // One entry tells it, if there is anything to tell.
        let notes = desks::after(&sql, &thread.id, 0, 10).unwrap();
        let said = usize::from(!expected.is_normal() || lift == Some(Priority::Normal));
        assert_eq!(notes.len(), said, "{notes:?}");
        assert!(notes.iter().all(|note| note.from == Told::System));
    }
}

#[test]
fn whoever_becomes_known_raises_what_of_theirs_waits() {
    // P40
    let sql = shard();
    let waits = begun(&sql, 1, 1, Rule::NOBODY, None);
    let urgent = begun(&sql, 2, 1, rule(Priority::Urgent), None);
    let taken = begun(&sql, 3, 1, Rule::NOBODY, None);
    owner::assign(&sql, &taken.id, Owner::Agent(anna()), anna(), 6).unwrap();
    let closed = begun(&sql, 4, 1, Rule::NOBODY, None);
    let close = conversation::thread::Command::Close { by: anna() };
    crate::shard::act(&sql, &closed.id, close, 6).unwrap();
    let others = begun(&sql, 5, 2, Rule::NOBODY, None);
    let lifted = |priority| lift(&sql, &visitor(1), &gold(priority), 7).unwrap();
    assert_eq!(lifted(Priority::High), std::slice::from_ref(&waits.id));
    assert_eq!(desk(&sql, &waits), (Priority::High, by_list()));
    let told = desks::after(&sql, &waits.id, 0, 10).unwrap();
    let note = Note::Prioritised { priority: Priority::High, list: Some(gold(Priority::High).list) };
    assert_eq!(told.iter().map(|told| &told.note).collect::<Vec<_>>(), [&note]);
    for other in [&urgent, &taken, &closed, &others] {
        assert_ne!(desk(&sql, other).1, by_list());
    }
    // Said again it says nothing; another list may say more.
    assert!(lifted(Priority::High).is_empty() && lifted(Priority::Normal).is_empty());
    assert_eq!(lifted(Priority::Urgent), std::slice::from_ref(&waits.id));
}

#[test]
fn what_is_said_by_hand_stays() {
    // P40: also that it is as most are, and as it was before
    for priority in Priority::ALL {
        let sql = shard();
        let thread = begun(&sql, 1, 1, rule(Priority::Low), None);
        crate::shard::desk::act(&sql, &thread.id, DeskAct::Prioritise(priority), anna(), 6).unwrap();
        assert_eq!(desk(&sql, &thread), (priority, Some(Cause::Hand)));
        assert!(lift(&sql, &visitor(1), &gold(Priority::Urgent), 7).unwrap().is_empty());
        assert_eq!(desk(&sql, &thread), (priority, Some(Cause::Hand)));
    }
    // Whose contact was taken off it is nobody's to come first.
    let sql = shard();
    let thread = begun(&sql, 1, 1, Rule::NOBODY, None);
    crate::shard::desk::act(&sql, &thread.id, DeskAct::Disconnect, anna(), 6).unwrap();
    let cut = desks::of(&sql, &thread.id).unwrap().disconnected;
    assert_eq!(lift(&sql, &visitor(1), &gold(Priority::Urgent), 7).unwrap().is_empty(), cut);
}
