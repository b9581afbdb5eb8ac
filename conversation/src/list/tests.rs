use alloc::format;
use alloc::string::ToString;
use alloc::vec;

use super::*;

mod properties;

const NOW: u64 = 1_795_000_000_000;
const DAY: u64 = DAY_MS as u64;

fn property(id: &str) -> PropertyId {
    PropertyId::parse(id).unwrap()
}

fn list(id: &str) -> ListId {
    ListId::parse(id).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn number(number: i32) -> Value {
    Value::Number(number.into())
}

fn date(ms: u64) -> Value {
    Value::Number(Number::of_ms(ms as i64))
}

fn criterion(id: &str, test: Test) -> Criterion {
    Criterion { property: property(id), test }
}

fn on(lists: &str) -> Criterion {
    criterion("lists", Test::In { list: list(lists) })
}

fn facts(values: &[(&str, Value)]) -> Facts {
    Facts {
        values: values.iter().map(|(id, value)| (property(id), value.clone())).collect(),
        ..Facts::default()
    }
}

fn smart(lists: &[(&str, Vec<Vec<Criterion>>)]) -> Catalogue {
    let lists = lists.iter().map(|(id, groups)| (list(id), Members::Smart(Criteria(groups.clone()))));
    Catalogue { lists: lists.collect(), ..Catalogue::default() }
}

#[track_caller]
fn holds(test: Test, actual: Option<Value>, expected: bool) {
    let known: Vec<_> = actual.into_iter().map(|value| ("plan", value)).collect();
    let criteria = Criteria(vec![vec![criterion("plan", test.clone())]]);
    let got = evaluate(&criteria, &facts(&known), &Catalogue::default(), NOW);
    assert_eq!(got.member, expected, "{test:?} of {known:?}");
    assert_eq!(got.because[0].criteria[0].holds, expected);
    assert_eq!(got.because[0].criteria[0].actual, known.into_iter().next().map(|(_, value)| value));
}

#[test]
fn texts_are_compared_without_case_and_space_around() {
    // S36 H52
    let pro = || Some(text(" Pro Plan"));
    let value = || "pro plan ".to_string();
    holds(Test::Is { value: value() }, pro(), true);
    holds(Test::Is { value: "pro".into() }, pro(), false);
    holds(Test::IsNot { value: value() }, pro(), false);
    holds(Test::IsNot { value: "pro".into() }, pro(), true);
    holds(Test::Contains { value: "O P".into() }, pro(), true);
    holds(Test::NotContains { value: "O P".into() }, pro(), false);
    holds(Test::StartsWith { value: "pro".into() }, pro(), true);
    holds(Test::StartsWith { value: "plan".into() }, pro(), false);
    holds(Test::EndsWith { value: "PLAN".into() }, pro(), true);
    holds(Test::AnyOf { values: vec!["free".into(), value()] }, pro(), true);
    holds(Test::NoneOf { values: vec!["free".into(), value()] }, pro(), false);
    holds(Test::Is { value: "größe".into() }, Some(text("GRÖSSE")), false);
    holds(Test::Is { value: "über".into() }, Some(text("ÜBER")), true);
}

#[test]
fn numbers_are_compared() {
    let value = Number::from(10);
    for (test, nine, ten, eleven) in [
        (Test::Equals { value }, false, true, false),
        (Test::NotEquals { value }, true, false, true),
        (Test::LessThan { value }, true, false, false),
        (Test::AtMost { value }, true, true, false),
        (Test::MoreThan { value }, false, false, true),
        (Test::AtLeast { value }, false, true, true),
        (Test::Between { from: 10.into(), to: 11.into() }, false, true, true),
    ] {
        holds(test.clone(), Some(number(9)), nine);
        holds(test.clone(), Some(number(10)), ten);
        holds(test, Some(number(11)), eleven);
    }
    holds(Test::Equals { value: Number::new(-0.0).unwrap() }, Some(number(0)), true);
    assert_eq!(Number::new(f64::NAN), None);
    assert_eq!(Number::new(f64::INFINITY), None);
}

#[test]
fn dates_are_moments() {
    let at = NOW as i64;
    for (test, before, same, later, next_day) in [
        (Test::Before { at }, true, false, false, false),
        (Test::After { at }, false, false, true, true),
        (Test::On { at }, false, true, true, false),
        (Test::BetweenDates { from: at, to: at + DAY_MS }, false, true, true, true),
    ] {
        for (actual, expected) in
            [(NOW - 1, before), (NOW, same), (NOW + DAY - 1, later), (NOW + DAY, next_day)]
        {
            holds(test.clone(), Some(date(actual)), expected);
        }
    }
}

#[test]
fn relative_dates_count_days_of_24_hours() {
    let days = 2;
    let around = [NOW - 2 * DAY - 1, NOW - 2 * DAY, NOW, NOW + 2 * DAY, NOW + 2 * DAY + 1];
    for (test, expected) in [
        (Test::InTheLast { days }, [false, true, true, false, false]),
        (Test::InTheNext { days }, [false, false, true, true, false]),
        (Test::MoreThanDaysAgo { days }, [true, false, false, false, false]),
        (Test::MoreThanDaysAhead { days }, [false, false, false, false, true]),
    ] {
        for (actual, expected) in around.into_iter().zip(expected) {
            holds(test.clone(), Some(date(actual)), expected);
        }
    }
}

#[test]
fn what_is_not_known_meets_negatives_only() {
    let value = Number::from(1);
    for (test, expected) in [
        (Test::Known {}, false),
        (Test::Unknown {}, true),
        (Test::Is { value: "a".into() }, false),
        (Test::IsNot { value: "a".into() }, true),
        (Test::NotContains { value: "a".into() }, true),
        (Test::NoneOf { values: vec!["a".into()] }, true),
        (Test::Equals { value }, false),
        (Test::NotEquals { value }, true),
        (Test::LessThan { value }, false),
        (Test::AtLeast { value }, false),
        (Test::Before { at: 0 }, false),
        (Test::MoreThanDaysAgo { days: 1 }, false),
        (Test::IsTrue {}, false),
        (Test::IsFalse {}, false),
    ] {
        holds(test, None, expected);
    }
    holds(Test::IsTrue {}, Some(Value::Flag(true)), true);
    holds(Test::IsFalse {}, Some(Value::Flag(false)), true);
    // A value of another kind than the test's is like none.
    holds(Test::Is { value: "1".into() }, Some(number(1)), false);
    holds(Test::IsTrue {}, Some(text("true")), false);
}

#[test]
fn groups_are_alternatives_and_criteria_are_not() {
    let is = |id: &str, value: &str| criterion(id, Test::Is { value: value.into() });
    let criteria = Criteria(vec![
        vec![is("plan", "pro"), is("country", "de")],
        vec![is("plan", "free"), is("country", "at")],
    ]);
    for (plan, country, expected) in
        [("pro", "de", true), ("pro", "at", false), ("free", "at", true), ("free", "de", false)]
    {
        let facts = facts(&[("plan", text(plan)), ("country", text(country))]);
        let got = evaluate(&criteria, &facts, &Catalogue::default(), NOW);
        assert_eq!(got.member, expected, "{plan} {country}");
        assert_eq!(got.because.iter().any(|group| group.holds), expected);
    }
    for nobody in [vec![], vec![vec![]]] {
        assert!(!evaluate(&Criteria(nobody), &Facts::default(), &Catalogue::default(), NOW).member);
    }
}

#[test]
fn lists_may_name_lists() {
    // S35 S37 S38
    let not_on = |id: &str| criterion("lists", Test::NotIn { list: list(id) });
    let recent = || criterion("last-seen", Test::InTheLast { days: 30 });
    let mut catalogue = smart(&[
        ("active", vec![vec![recent()]]),
        ("active-vip", vec![vec![on("active"), on("vip")]]),
        ("sleeping", vec![vec![not_on("active")]]),
        ("lost", vec![vec![on("gone")]]),
    ]);
    catalogue.lists.insert(list("vip"), Members::Static);
    let mut sofia = facts(&[("last-seen", date(NOW - 29 * DAY))]);
    sofia.lists.insert(list("vip"));
    let on_lists = |now| {
        let found = memberships(&sofia, &catalogue, now);
        (found.lists.iter().map(ListId::to_string).collect::<Vec<_>>().join(" "), found.changes_at)
    };
    assert_eq!(on_lists(NOW), ("active active-vip vip".into(), Some(NOW + DAY + 1)));
    assert_eq!(on_lists(NOW + DAY), ("active active-vip vip".into(), Some(NOW + DAY + 1)));
    assert_eq!(on_lists(NOW + DAY + 1), ("sleeping vip".into(), None));
}

#[test]
fn a_circle_is_refused_by_its_path() {
    let mut catalogue =
        smart(&[("a", vec![vec![on("b")]]), ("b", vec![vec![on("c")]]), ("c", vec![vec![on("still")]])]);
    catalogue.lists.insert(list("still"), Members::Static);
    let check = |id: &str, named: &str| {
        catalogue.check(Some(&list(id)), &Criteria(vec![vec![criterion("name", Test::Known {}), on(named)]]))
    };
    assert_eq!(check("c", "still"), Ok(()));
    let found = check("c", "a").unwrap_err();
    assert_eq!((found.why, found.at.as_str()), (Why::Circle, "[0][1].test.list"));
    assert!(found.problem.ends_with("c, which names a, which names b, which names c"), "{}", found.problem);
    assert_eq!(check("a", "a").unwrap_err().why, Why::Circle);
    assert_eq!(check("a", "nowhere").unwrap_err().why, Why::Unknown);
    // A circle elsewhere is not this list's, as when a whole file is checked list by list.
    let mut file = smart(&[("a", vec![vec![on("b")]]), ("b", vec![vec![on("a"), on("still")]])]);
    file.lists.insert(list("still"), Members::Smart(Criteria(vec![vec![criterion("name", Test::Known {})]])));
    let saved = |id: &str| {
        let Members::Smart(criteria) = &file.lists[&list(id)] else { panic!("smart") };
        file.check(Some(&list(id)), criteria).map_err(|found| found.at)
    };
    assert_eq!(saved("still"), Ok(()));
    assert_eq!(saved("a"), Err("[0][0].test.list".into()));
    // What is in a circle all the same has no members and no end.
    let broken = smart(&[("a", vec![vec![on("b")]]), ("b", vec![vec![on("a")]])]);
    assert_eq!(memberships(&Facts::default(), &broken, NOW).lists.len(), 0);
}

#[test]
fn depth_is_counted_from_the_outermost_list() {
    let names: Vec<_> = (0..=DEPTH).map(|n| format!("l{n}")).collect();
    let mut catalogue = Catalogue::default();
    for (n, name) in names.iter().enumerate() {
        let members = match n {
            0 => Members::Smart(Criteria(vec![vec![criterion("name", Test::Known {})]])),
            n => Members::Smart(Criteria(vec![vec![on(&names[n - 1])]])),
        };
        if n < DEPTH {
            let Members::Smart(criteria) = &members else { panic!("smart") };
            assert_eq!(catalogue.check(Some(&list(name)), criteria), Ok(()), "{n}");
            catalogue.lists.insert(list(name), members);
        }
    }
    let one_more = Criteria(vec![vec![on(&names[DEPTH - 1])]]);
    assert_eq!(catalogue.check(Some(&list(&names[DEPTH])), &one_more).unwrap_err().why, Why::Circle);
    // Something put below the lowest one makes those above too deep.
    catalogue.lists.insert(list("below"), Members::Static);
    let lowest = Criteria(vec![vec![on("below")]]);
    assert_eq!(catalogue.check(Some(&list("l0")), &lowest).unwrap_err().why, Why::Circle);
}

#[test]
fn what_cannot_be_saved_is_told_with_its_place() {
    let plan = Property {
        id: property("plan"),
        name: "Plan".into(),
        kind: Kind::Enumeration,
        options: vec!["pro".into(), "free".into()],
    };
    let mut catalogue = Catalogue::default();
    catalogue.properties.insert(plan.id.clone(), plan);
    let long = "x".repeat(VALUE_CHARS + 1);
    let of = |value: &str| Test::Is { value: value.into() };
    let (yes, from, to) = (criterion("name", Test::Known {}), 2, 1);
    for (groups, at, why) in [
        (vec![], "", Why::Empty),
        (vec![vec![]], "[0]", Why::Empty),
        (vec![vec![yes.clone()]; GROUPS + 1], "", Why::TooMany),
        (vec![vec![yes.clone(); CRITERIA + 1]], "[0]", Why::TooMany),
        (vec![vec![yes.clone(), criterion("colour", of("x"))]], "[0][1].property", Why::Unknown),
        (vec![vec![criterion("threads", of("x"))]], "[0][0].test.op", Why::Kind),
        (vec![vec![criterion("lists", Test::Known {})]], "[0][0].test.op", Why::Kind),
        (vec![vec![criterion("name", of(" "))]], "[0][0].test.value", Why::Empty),
        (vec![vec![criterion("name", of(&long))]], "[0][0].test.value", Why::TooLong),
        (vec![vec![criterion("name", of("a\u{7}"))]], "[0][0].test.value", Why::Kind),
        (vec![vec![criterion("plan", Test::AnyOf { values: vec![] })]], "[0][0].test.values", Why::Empty),
        (
            vec![vec![criterion("plan", Test::AnyOf { values: vec!["pro".into(), "gold".into()] })]],
            "[0][0].test.values[1]",
            Why::Unknown,
        ),
        (
            vec![vec![criterion("name", Test::AnyOf { values: vec!["x".into(); VALUES + 1] })]],
            "[0][0].test.values",
            Why::TooMany,
        ),
        (
            vec![vec![criterion("threads", Test::Between { from: from.into(), to: to.into() })]],
            "[0][0].test.to",
            Why::Range,
        ),
        (vec![vec![criterion("created", Test::InTheLast { days: 0 })]], "[0][0].test.days", Why::Range),
        (
            vec![vec![criterion("created", Test::InTheNext { days: DAYS + 1 })]],
            "[0][0].test.days",
            Why::Range,
        ),
        (vec![vec![criterion("created", Test::Before { at: i64::MAX })]], "[0][0].test.at", Why::Range),
        (
            vec![vec![criterion("created", Test::BetweenDates { from: 2, to: 1 })]],
            "[0][0].test.to",
            Why::Range,
        ),
    ] {
        let found = catalogue.check(None, &Criteria(groups.clone())).unwrap_err();
        assert_eq!((found.at.as_str(), found.why), (at, why), "{groups:?}");
    }
    assert_eq!(catalogue.check(None, &Criteria(vec![vec![yes]])), Ok(()));
}

#[test]
fn values_fit_their_property() {
    let define = |id: &str, kind: Kind| Property {
        id: property(id),
        name: id.into(),
        kind,
        options: if kind == Kind::Enumeration { vec!["pro".into()] } else { vec![] },
    };
    let kinds = [
        ("text", Kind::Text),
        ("number", Kind::Number),
        ("date", Kind::Date),
        ("flag", Kind::Boolean),
        ("option", Kind::Enumeration),
    ];
    let properties = kinds.map(|(id, kind)| (property(id), define(id, kind)));
    let catalogue = Catalogue { properties: properties.into_iter().collect(), ..Catalogue::default() };
    let half = Value::Number(Number::new(0.5).unwrap());
    for (id, value, expected) in [
        ("text", text("x"), Ok(())),
        ("text", text(""), Err(Why::Empty)),
        ("text", number(1), Err(Why::Kind)),
        ("number", half.clone(), Ok(())),
        ("number", text("1"), Err(Why::Kind)),
        ("date", date(NOW), Ok(())),
        ("date", half, Err(Why::Kind)),
        ("date", Value::Number(Number::new(9e15).unwrap()), Err(Why::Range)),
        ("flag", Value::Flag(false), Ok(())),
        ("flag", number(1), Err(Why::Kind)),
        ("option", text("pro"), Ok(())),
        ("option", text("Pro"), Err(Why::Kind)),
        ("name", text("x"), Err(Why::Unknown)),
        ("other", text("x"), Err(Why::Unknown)),
    ] {
        let got = catalogue.check_value(&property(id), &value).map_err(|found| found.why);
        assert_eq!(got, expected, "{id} {value:?}");
    }
    for (definition, why) in [
        (define("name", Kind::Text), Why::Taken),
        (define("x", Kind::Lists), Why::Kind),
        (Property { options: vec!["a".into()], ..define("x", Kind::Text) }, Why::Kind),
        (Property { options: vec![], ..define("x", Kind::Enumeration) }, Why::Empty),
        (Property { options: vec!["a".into(), "A ".into()], ..define("x", Kind::Enumeration) }, Why::Taken),
    ] {
        assert_eq!(Catalogue::check_property(&definition).unwrap_err().why, why, "{definition:?}");
    }
}

#[test]
fn every_built_in_property_has_a_good_id() {
    for (id, kind) in BUILT_IN {
        assert_eq!(built_in(&property(id)), Some(kind));
    }
}
