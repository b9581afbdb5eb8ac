//! What an inbox remembers of its days, so that a rule can be tried out with them.

use super::*;
use crate::policy::Shown;

#[test]
fn when_a_thread_came_was_taken_and_done_with_is_remembered_once() {
    // N31
    let mut world = World::new(&[away("ada", NOW, false)]);
    world.begins(1, named(&["ada"]), Some("ben"));
    world.now += 1_000;
    world.crew_is(&[known("ada")]);
    world.carried_out();
    world.now += 1_000;
    world.changes(1, |row| row.status = Status::Closed);
    world.now += 1_000;
    world.changes(1, |row| row.status = Status::Open);
    world.now += 1_000;
    world.changes(1, |row| row.status = Status::Closed);
    world.begins(2, named(&["ada"]), None);
    let (came, rules) = week::arrivals(&world.sql, NOW, 10).unwrap();
    assert_eq!(rules, [named(&["ada"])]);
    let [second, first] = came.as_slice() else { panic!("{came:?}") };
    assert_eq!((first.at, first.taken_at, first.done_at), (NOW, Some(NOW + 1_000), Some(NOW + 2_000)));
    assert_eq!((first.rule, &first.owner), (0, &Some(agent("ben").id)));
    assert_eq!((second.at, second.taken_at, second.done_at), (NOW + 4_000, None, None));
    assert_eq!(
        week::arrivals(&world.sql, NOW + 1, 10).unwrap().0.len(),
        1,
        "what came before is not asked about"
    );
    assert_eq!(week::arrivals(&world.sql, NOW, 1).unwrap().0[0], *second, "the newest come first");
}

#[test]
fn what_a_bot_has_came_when_it_handed_over_and_what_is_blocked_never_did() {
    // N31 S120 S148
    let mut world = World::new(&[known("ada")]);
    world.rows.push((world.row(1), named(&["ada"]), None));
    let with_bot = |in_charge| Some(protocol::frame::RowBot { name: "Kiln helper".into(), in_charge });
    world.changes(1, |row| row.bot = with_bot(true));
    world.now += 5_000;
    world.changes(1, |row| row.bot = with_bot(false));
    world.rows.push((world.row(2), named(&["ada"]), None));
    world.changes(2, |row| row.filtered = true);
    let came = week::arrivals(&world.sql, NOW, 10).unwrap().0;
    assert_eq!(came.iter().map(|came| came.at).collect::<Vec<_>>(), [NOW + 5_000]);
}

#[test]
fn comings_and_goings_are_remembered_for_a_week_and_a_day() {
    // N31 P37
    let day = 86_400_000;
    let mut world = World::new(&[known("ada"), known("ben")]);
    for (days, ada_is_away) in [(1, true), (1, true), (2, false), (9, true)] {
        world.now += days * day;
        let ada = if ada_is_away { away("ada", world.now, false) } else { known("ada") };
        world.crew_is(&[ada, known("ben")]);
    }
    let said = |id: &str, days: u64, away| Shown { agent: agent(id).id, at: NOW + days * day, away };
    // What holds since before that is kept; what was over by then is not.
    assert_eq!(
        week::presences(&world.sql).unwrap(),
        [said("ben", 0, false), said("ada", 4, false), said("ada", 13, true)]
    );
}
