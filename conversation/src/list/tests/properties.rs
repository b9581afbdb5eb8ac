//! What holds of all lists and contacts there could be: against brute force over time, and over circles.

use proptest::prelude::*;

use super::*;

/// Days around now, to the millisecond.
fn moments() -> impl Strategy<Value = u64> {
    (0_u64..40, 0_u64..3).prop_map(|(day, ms)| NOW + day * DAY + ms - 20 * DAY - 1)
}

fn tests() -> impl Strategy<Value = Test> {
    let days = 1_u32..8;
    prop_oneof![
        Just(Test::Known {}),
        Just(Test::Unknown {}),
        days.clone().prop_map(|days| Test::InTheLast { days }),
        days.clone().prop_map(|days| Test::InTheNext { days }),
        days.clone().prop_map(|days| Test::MoreThanDaysAgo { days }),
        days.prop_map(|days| Test::MoreThanDaysAhead { days }),
        moments().prop_map(|at| Test::Before { at: at as i64 }),
    ]
}

fn groups(others: &'static [&'static str]) -> impl Strategy<Value = Vec<Vec<Criterion>>> {
    let dates =
        (prop_oneof![Just("p"), Just("q"), Just("r")], tests()).prop_map(|(id, test)| criterion(id, test));
    let member = (prop::sample::select(others), any::<bool>()).prop_map(|(id, yes)| {
        let list = list(id);
        criterion("lists", if yes { Test::In { list } } else { Test::NotIn { list } })
    });
    prop::collection::vec(prop::collection::vec(prop_oneof![3 => dates, 1 => member], 1..4), 1..4)
}

/// Lists of which each may name the ones before it.
fn catalogues() -> impl Strategy<Value = Catalogue> {
    (groups(&["still"]), groups(&["still", "a"]), groups(&["a", "b"])).prop_map(|(a, b, c)| {
        let mut catalogue = smart(&[("a", a), ("b", b), ("c", c)]);
        catalogue.lists.insert(list("still"), Members::Static);
        catalogue
    })
}

fn contacts() -> impl Strategy<Value = Facts> {
    let date_or_none = || prop::option::of(moments());
    (date_or_none(), date_or_none(), date_or_none(), any::<bool>()).prop_map(|(p, q, r, still)| {
        let known = [("p", p), ("q", q), ("r", r)];
        let known: Vec<_> = known.into_iter().filter_map(|(id, at)| Some((id, date(at?)))).collect();
        let mut facts = facts(&known);
        facts.lists.extend(still.then(|| list("still")));
        facts
    })
}

/// Every moment at which anything could turn: the edges of every span, and what lies beside them.
fn edges(facts: &Facts) -> Vec<u64> {
    let dates = facts.values.values().filter_map(|value| match value {
        Value::Number(number) => number.whole(),
        _ => None,
    });
    let around =
        dates.flat_map(|at| (-8..=8_i64).flat_map(move |day| (-2..=2).map(move |ms| at + day * DAY_MS + ms)));
    let mut edges: Vec<u64> = around.map(|at| at as u64).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

proptest! {
    #[test]
    fn until_it_says_so_time_changes_nothing(catalogue in catalogues(), facts in contacts(), now in moments()) {
        // S36: against brute force over every moment that matters.
        let first = memberships(&facts, &catalogue, now);
        for later in edges(&facts).into_iter().filter(|later| *later > now) {
            if first.changes_at.is_some_and(|at| later >= at) {
                break;
            }
            prop_assert_eq!(&memberships(&facts, &catalogue, later).lists, &first.lists, "at {}", later);
        }
        prop_assert!(first.changes_at.is_none_or(|at| at > now));
    }

    #[test]
    fn asking_when_it_says_so_misses_nothing(catalogue in catalogues(), facts in contacts(), start in moments()) {
        // Following the alarms from the start ends where asking at the end does.
        let (mut found, mut rung) = (memberships(&facts, &catalogue, start), 0);
        while let Some(at) = found.changes_at {
            found = memberships(&facts, &catalogue, at);
            rung += 1;
            prop_assert!(rung < 200, "alarms without end");
        }
        let end = NOW + 400 * DAY;
        prop_assert_eq!(found.lists, memberships(&facts, &catalogue, end).lists);
    }

    #[test]
    fn negatives_are_complements(actual in prop::option::of("[a-c]{0,3}"), value in "[a-c]{1,2}", n in -2..3_i32) {
        let value = || value.clone();
        let known: Vec<_> = actual.iter().map(|actual| ("t", text(actual))).collect();
        let mut facts = facts(&known);
        facts.values.insert(property("n"), number(n));
        let zero = Number::from(0);
        for (id, test, complement) in [
            ("t", Test::Known {}, Test::Unknown {}),
            ("t", Test::Is { value: value() }, Test::IsNot { value: value() }),
            ("t", Test::Contains { value: value() }, Test::NotContains { value: value() }),
            ("t", Test::AnyOf { values: vec![value(), "a".into()] }, Test::NoneOf { values: vec![value(), "a".into()] }),
            ("n", Test::Equals { value: zero }, Test::NotEquals { value: zero }),
            ("n", Test::LessThan { value: zero }, Test::AtLeast { value: zero }),
            ("n", Test::AtMost { value: zero }, Test::MoreThan { value: zero }),
        ] {
            let member = |test: &Test| {
                evaluate(&Criteria(vec![vec![criterion(id, test.clone())]]), &facts, &Catalogue::default(), NOW).member
            };
            prop_assert_ne!(member(&test), member(&complement), "{:?}", test);
        }
    }

    #[test]
    fn a_circle_is_found_wherever_it_is_closed(edges in prop::collection::vec((0_usize..6, 0_usize..6), 0..12)) {
        let name = |n: usize| format!("l{n}");
        let mut catalogue = Catalogue::default();
        for n in 0..6 {
            catalogue.lists.insert(list(&name(n)), Members::Static);
        }
        // Saved one after the other; what is saved never goes in a circle, counted by brute force.
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for (from, to) in edges {
            let mut named: Vec<usize> = kept.iter().filter(|edge| edge.0 == from).map(|edge| edge.1).collect();
            named.push(to);
            let criteria = Criteria(named.iter().map(|to| vec![on(&name(*to))]).collect());
            let mut proposed = kept.clone();
            proposed.push((from, to));
            let mut reached = [[false; 6]; 6];
            for (a, b) in &proposed {
                reached[*a][*b] = true;
            }
            for through in 0..6 {
                for a in 0..6 {
                    for b in 0..6 {
                        reached[a][b] |= reached[a][through] && reached[through][b];
                    }
                }
            }
            let circle = (0..6).any(|n| reached[n][n]);
            match catalogue.check(Some(&list(&name(from))), &criteria) {
                Ok(()) => {
                    prop_assert!(!circle);
                    catalogue.lists.insert(list(&name(from)), Members::Smart(criteria));
                    kept = proposed;
                }
                Err(found) => prop_assert!(circle || found.problem.contains("at most"), "{}", found.problem),
            }
        }
    }
}
