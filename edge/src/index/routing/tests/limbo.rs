//! Whoever waits in a thread that nobody has is not forgotten (E49).

use super::*;

impl World {
    /// Whom everybody is told of now, and since when they wait.
    fn told_of(&self) -> Vec<(u8, u64)> {
        let frames = long_waits(&self.sql, self.moment()).unwrap();
        let told = |frame| match frame {
            ServerFrame::LongWait { thread: id, since } => {
                ((0..=u8::MAX).find(|n| thread(*n) == id).unwrap(), since)
            }
            other => panic!("{other:?}"),
        };
        frames.into_iter().map(told).collect()
    }
}

#[test]
fn whoever_nobody_has_for_too_long_is_told_of_once_each_time_they_wait() {
    // E49: whether the rule finds nobody, or looks for nobody
    let mut world = World::new(&[away("ada", NOW, false), known("ben")]);
    world.begins(1, named(&["ada"]), None);
    world.begins(2, Rule::NOBODY, None);
    world.begins(3, named(&["ben"]), None);
    world.carried_out();
    assert_eq!(world.told_of(), []);
    assert_eq!(next_due(&world.sql, world.moment()).unwrap(), Some(NOW + LONG_WAIT_MS));
    world.later(LONG_WAIT_MS - 1);
    assert_eq!(world.told_of(), []);
    world.later(1);
    assert_eq!(world.told_of(), [(1, NOW), (2, NOW)]);
    assert_eq!(world.told_of(), [], "once");
    assert_eq!(next_due(&world.sql, world.moment()).unwrap(), None);
    // Answered and left to nobody again: the next wait is another one.
    world.changes(2, |row| (row.waiting_since, row.preview_from_visitor) = (None, false));
    world.now += 10;
    world.writes(2);
    let since = world.now;
    world.later(LONG_WAIT_MS);
    assert_eq!(world.told_of(), [(2, since)]);
}

#[test]
fn nobody_is_told_of_what_somebody_a_bot_or_sleep_has() {
    // E49 P49 S148 S120
    let mut world = World::new(&[]);
    for n in 1..=5 {
        world.begins(n, Rule::NOBODY, None);
    }
    world.changes(1, |row| row.assignee = Some(agent("ada")));
    world.changes(2, |row| {
        row.bot = Some(protocol::frame::RowBot { name: "Kiln helper".into(), in_charge: true })
    });
    world.changes(3, |row| row.desk.snoozed = Some(conversation::desk::Snooze { until: None }));
    world.changes(4, |row| row.filtered = true);
    world.changes(5, |row| row.status = Status::Closed);
    world.later(LONG_WAIT_MS);
    assert_eq!(world.told_of(), []);
    // What comes back to nobody is.
    world.changes(1, |row| row.assignee = None);
    assert_eq!(world.told_of(), [(1, NOW)]);
}
