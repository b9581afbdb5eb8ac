//! What is more urgent than the rest (P40).

use conversation::ids::ListId;
use conversation::routing::precedence::{Cause, List};
use conversation::routing::priority::{Priority, RISEN_MS};

use super::*;

impl World {
    fn begins_as(&mut self, n: u8, rule: Rule, priority: Priority) {
        let mut row = self.row(n);
        row.desk.priority = priority;
        row.desk.priority_by = (!priority.is_normal()).then_some(Cause::Rule);
        self.rows.push((row, rule, None));
        self.changes(n, |_| ());
    }

    fn ahead(&self, n: u8) -> Option<u64> {
        explain(&self.sql, &thread(n), self.now).unwrap().ahead
    }

    /// Somebody who takes one at a time comes, and is done with each; who they got.
    fn served(&mut self, who: &str) -> Vec<u8> {
        self.crew_is(&[Known { capacity: Some(1), ..known(who) }]);
        let mut got = Vec::new();
        while let Some((n, _)) = self.carried_out().first().cloned() {
            got.push(n);
            self.later(1);
            self.changes(n, |row| row.status = Status::Closed);
        }
        got
    }
}

#[test]
fn the_more_urgent_is_given_out_first_and_of_the_same_the_older() {
    // P40 P35 N30
    let mut world = World::new(&[away("ada", NOW, false)]);
    let rule = || named(&["ada"]);
    for (n, priority) in [
        (1, Priority::Normal),
        (2, Priority::Low),
        (3, Priority::Urgent),
        (4, Priority::Normal),
        (5, Priority::High),
    ] {
        world.begins_as(n, rule(), priority);
        world.later(10);
    }
    assert_eq!([1, 2, 3, 4, 5].map(|n| world.ahead(n)), [Some(2), Some(4), Some(0), Some(3), Some(1)]);
    // An agent says otherwise, while it waits.
    world.changes(2, |row| row.desk.priority = Priority::Urgent);
    assert_eq!((world.ahead(2), world.ahead(3)), (Some(0), Some(1)));
    assert_eq!(world.served("ada"), [2, 3, 5, 1, 4]);
    let told = |n: u8| explain(&world.sql, &thread(n), world.now).unwrap().decisions.remove(0).priority;
    assert_eq!((told(2), told(4)), (Priority::Urgent, Priority::Normal));
    let because = |n: u8| explain(&world.sql, &thread(n), world.now).unwrap().decisions.remove(0).priority_by;
    assert_eq!((because(3), because(4)), (Some(Cause::Rule), None));
}

#[test]
fn whoever_waits_long_enough_comes_before_whatever_comes_later() {
    // P40: nobody waits for ever behind those who are more urgent
    let mut world = World::new(&[away("ada", NOW, false)]);
    world.begins_as(1, named(&["ada"]), Priority::Low);
    world.later(RISEN_MS);
    for n in 2..=4 {
        world.begins_as(n, named(&["ada"]), Priority::Urgent);
    }
    assert_eq!(world.ahead(1), Some(0));
    assert_eq!(world.served("ada"), [1, 2, 3, 4]);
}

#[test]
fn whose_contact_is_on_a_list_comes_before_who_came_with_them_and_it_is_said_why() {
    // P40 N30
    let mut world = World::new(&[away("ada", NOW, false)]);
    let gold = List { id: ListId::parse("gold").unwrap(), name: "Gold".into() };
    for n in 1..=4 {
        world.begins_as(n, named(&["ada"]), Priority::Normal);
    }
    let list = gold.clone();
    world.changes(3, |row| {
        (row.desk.priority, row.desk.priority_by) = (Priority::High, Some(Cause::List { list }));
    });
    assert_eq!([1, 2, 3, 4].map(|n| world.ahead(n)), [Some(1), Some(2), Some(0), Some(3)]);
    assert_eq!(world.served("ada"), [3, 1, 2, 4]);
    let decision = explain(&world.sql, &thread(3), world.now).unwrap().decisions.remove(0);
    let because = Some(Cause::List { list: gold });
    assert_eq!((decision.priority, decision.priority_by), (Priority::High, because));
}
