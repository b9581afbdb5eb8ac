//! Whatever happens, nothing waits that somebody could take.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Begins(usize),
    Writes(u8),
    Closes(u8),
    Replies(u8, usize),
    Crew(Vec<(bool, Option<u16>)>),
    CarriedOut,
    Later(u64),
}

const AGENTS: [&str; 3] = ["ada", "ben", "cleo"];

fn rules() -> Vec<Rule> {
    vec![named(&AGENTS), named(&["ada"]), named(&["ben", "cleo"]), Rule::Nobody]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let crew = prop::collection::vec((any::<bool>(), prop::option::of(0_u16..4)), 3);
    let step = prop_oneof![
        3 => (0_usize..4).prop_map(Step::Begins),
        2 => (0_u8..12).prop_map(Step::Writes),
        2 => (0_u8..12).prop_map(Step::Closes),
        1 => ((0_u8..12), 0_usize..3).prop_map(|(n, who)| Step::Replies(n, who)),
        2 => crew.prop_map(Step::Crew),
        3 => Just(Step::CarriedOut),
        1 => (0_u64..2_000).prop_map(Step::Later),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]
    #[test]
    fn nobody_waits_while_somebody_who_may_have_it_is_free(steps in steps()) {
        // E46 N32: after every step, over the real tables
        let mut world = World::new(&AGENTS.map(known));
        let mut begun = 0;
        for step in steps {
            world.now += 7;
            let is_there = |n: u8| u8::from(n < begun);
            match step {
                Step::Begins(rule) => {
                    world.begins(begun, rules()[rule].clone(), None);
                    begun += 1;
                }
                Step::Writes(n) if is_there(n) == 1 => world.writes(n),
                Step::Closes(n) if is_there(n) == 1 => world.changes(n, |row| row.status = Status::Closed),
                Step::Replies(n, who) if is_there(n) == 1 => world.changes(n, |row| {
                    row.assignee.get_or_insert(agent(AGENTS[who]));
                    row.preview_from_visitor = false;
                    row.waiting_since = None;
                }),
                Step::Crew(states) => {
                    let now = world.now;
                    let crew = AGENTS.iter().zip(states).map(|(id, (is_here, capacity))| {
                        let here = if is_here { known(id) } else { away(id, now, true) };
                        Known { capacity, ..here }
                    });
                    world.crew_is(&crew.collect::<Vec<_>>());
                }
                Step::CarriedOut => drop(world.carried_out()),
                Step::Later(ms) => world.later(ms),
                _ => {}
            }
            let crew = colleagues::all(&world.sql).unwrap();
            let facts = crew::facts(&crew, world.now, &zones::zone);
            for queued in assignments::queue(&world.sql).unwrap() {
                let routed = routing::route(&queued.by.rule, contact(&queued.by), &facts);
                prop_assert_eq!(routed.to, None, "{:?} waits", queued);
                // And nobody would be told that somebody is there for such a one.
                prop_assert!(!routing::reachable(&queued.by.rule, contact(&queued.by), &facts));
            }
            for working in &crew {
                let held = world.rows.iter().filter(|(row, ..)| holder(row).is_some_and(|it| it.id == working.known.agent.id));
                prop_assert!(usize::from(working.open) + world.due().len() >= held.count());
            }
        }
    }
}
