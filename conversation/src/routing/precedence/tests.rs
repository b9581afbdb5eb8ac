use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::ids::{AgentId, ThreadId};
use crate::routing::priority::put_in_turn;
use crate::routing::queue::{Waiting, drain};
use crate::routing::{Colleague, Contact, People, Rule};

fn list(id: &str) -> ListId {
    ListId::parse(id).unwrap()
}

fn said(all: &[(&str, Priority)]) -> Vec<ListPriority> {
    all.iter().map(|(id, priority)| ListPriority { list: list(id), priority: *priority }).collect()
}

fn lift(id: &str, priority: Priority) -> Lift {
    Lift { list: List { id: list(id), name: id.into() }, priority }
}

#[test]
fn of_several_lists_the_most_urgent_counts_and_of_those_the_first() {
    // P40
    let all = said(&[
        ("trade", Priority::High),
        ("gold", Priority::Urgent),
        ("board", Priority::Urgent),
        ("new", Priority::Normal),
    ]);
    for (on, expected) in [
        (&[][..], None),
        (&["others"], None),
        (&["new"], Some("new")),
        (&["new", "trade"], Some("trade")),
        (&["board", "gold", "trade"], Some("gold")),
        (&["board", "trade"], Some("board")),
    ] {
        let on: Vec<ListId> = on.iter().map(|id| list(id)).collect();
        assert_eq!(of_lists(&all, &on).map(|said| said.list.as_str()), expected, "{on:?}");
    }
    let (one, other) = (lift("one", Priority::High), lift("other", Priority::High));
    assert_eq!(higher(Some(one.clone()), Some(other)), Some(one.clone()));
    let more = lift("more", Priority::Urgent);
    assert_eq!(higher(Some(one.clone()), Some(more.clone())), Some(more));
    assert_eq!(higher(None, Some(one.clone())), Some(one));
}

#[test]
fn what_says_nothing_and_what_contradicts_itself_is_refused() {
    // P40
    assert_eq!(check(&said(&[("gold", Priority::Urgent), ("new", Priority::Normal)])), Ok(()));
    let twice = said(&[("gold", Priority::Urgent), ("new", Priority::High), ("gold", Priority::High)]);
    assert_eq!(check(&twice), Err(Refused::Twice(2)));
    assert_eq!(check(&said(&[("gold", Priority::High), ("new", Priority::Low)])), Err(Refused::Low(1)));
    let many = (0..=LIST_PRIORITIES)
        .map(|n| ListPriority { list: list(&alloc::format!("list-{n}")), priority: Priority::High });
    assert_eq!(check(&many.collect::<Vec<_>>()), Err(Refused::TooMany));
}

/// Somebody who waits, and what is said of them.
#[derive(Clone, Debug)]
struct Visitor {
    rule: Priority,
    list: Option<Priority>,
    asks: Vec<usize>,
}

impl Visitor {
    /// As [`crate::desk`] raises a thread, and lowers none.
    fn priority(&self) -> Priority {
        self.list.map_or(self.rule, |list| list.max(self.rule))
    }
}

const AGENTS: [&str; 3] = ["ada", "ben", "cleo"];

fn visitors() -> impl Strategy<Value = Vec<Visitor>> {
    let priority = || prop::sample::select(Priority::ALL.to_vec());
    let one = (priority(), prop::option::of(priority()), prop::sample::subsequence(vec![0, 1, 2], 1..=3));
    prop::collection::vec(one.prop_map(|(rule, list, asks)| Visitor { rule, list, asks }), 1..20)
}

proptest! {
    #[test]
    fn nobody_on_a_list_waits_behind_somebody_less_urgent_who_came_with_them(
        visitors in visitors(),
        room in prop::collection::vec(0_u16..4, 3),
        waited in 0_u64..3_600_000,
    ) {
        // P40: and could be served by the same agent
        let now = 1_795_000_000_000;
        let agent = |n: usize| AgentId::parse(AGENTS[n]).unwrap();
        let rules: Vec<Rule> = visitors.iter().map(|visitor| Rule::People(People {
            agents: visitor.asks.iter().map(|n| agent(*n)).collect(),
            priority: visitor.rule,
            ..People::default()
        })).collect();
        let threads: Vec<ThreadId> =
            (0..visitors.len()).map(|n| ThreadId::from_random(0, [n as u8; 16])).collect();
        let mut crew: Vec<Colleague> = (0..3).map(|n| Colleague {
            agent: agent(n), has_seat: true, is_member: true, teams: Vec::new(), skills: Vec::new(),
            is_away: false, is_at_work: true, capacity: Some(room[n]), open: 0, until_known: None, idle_since: 0,
        }).collect();
        let mut queue: Vec<usize> = (0..visitors.len()).collect();
        put_in_turn(&mut queue, now, |n| (visitors[*n].priority(), now - waited));
        let given = drain(queue.iter().map(|n| Waiting {
            thread: &threads[*n], rule: &rules[*n], contact: Contact::default(), given: None,
        }), &mut crew, now);
        let to = |n: usize| given.iter().find(|(thread, _)| *thread == threads[n]).and_then(|(_, routed)| routed.to.clone());
        for (vip, visitor) in visitors.iter().enumerate().filter(|(n, one)| one.list.is_some() && to(*n).is_none()) {
            for (other, less) in visitors.iter().enumerate() {
                // By now both may have risen to the top, where they are the same.
                let rose = |priority: Priority| priority.risen(waited);
                if rose(less.priority()) < rose(visitor.priority()) && let Some(got) = to(other) {
                    prop_assert!(
                        visitor.asks.iter().all(|n| agent(*n) != got),
                        "{vip} waits for {:?}, who has {other}", got
                    );
                }
            }
        }
    }
}
