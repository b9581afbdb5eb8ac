//! Hours on real nights, and against a clock that is looked at every minute.

use alloc::string::ToString as _;
use alloc::vec;

use proptest::prelude::*;

use super::fixture::{at, zone};
use super::*;

fn range(from: &str, until: &str) -> Range {
    Range { from: from.parse().unwrap(), until: until.parse().unwrap() }
}

fn every_day(zone: &str, ranges: &[(&str, &str)]) -> Schedule {
    let ranges: Vec<Range> = ranges.iter().map(|(from, until)| range(from, until)).collect();
    let week = Week {
        monday: ranges.clone(),
        tuesday: ranges.clone(),
        wednesday: ranges.clone(),
        thursday: ranges.clone(),
        friday: ranges.clone(),
        saturday: ranges.clone(),
        sunday: ranges,
    };
    Schedule { zone: zone.to_string(), week, dates: BTreeMap::new() }
}

/// When it is open on a day, in UTC.
#[track_caller]
fn opens(schedule: &Schedule, from: &str, until: &str, expected: &[(&str, &str)]) {
    let found = schedule.spans(at(from), at(until), &zone(&schedule.zone));
    let expected: Vec<Span> =
        expected.iter().map(|(from, until)| Span { from: at(from), until: at(until) }).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_night_on_which_an_hour_comes_twice() {
    // N10: Berlin, 25 October 2026. 02:00 to 03:00 is shown twice, so half past two begins twice.
    let hours = every_day("Europe/Berlin", &[("02:30", "03:30")]);
    opens(
        &hours,
        "2026-10-24T22:00:00Z",
        "2026-10-25T23:00:00Z",
        &[("2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z"), ("2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z")],
    );
}

#[test]
fn the_night_on_which_an_hour_is_left_out() {
    // N10: Berlin, 29 March 2026, 02:00 to 03:00 does not happen
    let within = every_day("Europe/Berlin", &[("02:00", "03:00")]);
    opens(&within, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", &[]);
    let over = every_day("Europe/Berlin", &[("01:00", "04:00")]);
    opens(
        &over,
        "2026-03-28T23:00:00Z",
        "2026-03-29T22:00:00Z",
        &[("2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z")],
    );
}

#[test]
fn other_nights_and_other_zones() {
    // N10, E44: New York, Lord Howe with its half hour, Kathmandu with its three quarters
    let day = [("09:00", "17:00")];
    opens(
        &every_day("America/New_York", &day),
        "2026-11-01T04:00:00Z",
        "2026-11-02T05:00:00Z",
        &[("2026-11-01T14:00:00Z", "2026-11-01T22:00:00Z")],
    );
    opens(
        &every_day("Australia/Lord_Howe", &[("01:30", "02:00")]),
        "2026-04-04T12:00:00Z",
        "2026-04-05T12:00:00Z",
        &[("2026-04-04T14:30:00Z", "2026-04-04T15:30:00Z")],
    );
    opens(
        &every_day("Asia/Kathmandu", &day),
        "2026-06-01T00:00:00Z",
        "2026-06-02T00:00:00Z",
        &[("2026-06-01T03:15:00Z", "2026-06-01T11:15:00Z")],
    );
}

#[test]
fn every_night_on_which_a_clock_is_changed() {
    // N10 P38 E44: the zone, hours of every day, the night in UTC, and when it is open in it
    type Night<'n> = (&'n str, &'n str, (&'n str, &'n str), (&'n str, &'n str), &'n [(&'n str, &'n str)]);
    let nights: &[Night<'_>] = &[
        (
            "Berlin, within the hour that comes twice",
            "Europe/Berlin",
            ("02:15", "02:45"),
            ("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
            &[
                ("2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z"),
                ("2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z"),
            ],
        ),
        (
            "Berlin, over both of them",
            "Europe/Berlin",
            ("01:00", "04:00"),
            ("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
            &[("2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z")],
        ),
        (
            "Berlin, into the hour that is left out",
            "Europe/Berlin",
            ("01:30", "02:30"),
            ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
            &[("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z")],
        ),
        (
            "Berlin, out of it",
            "Europe/Berlin",
            ("02:30", "03:30"),
            ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
            &[("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")],
        ),
        (
            "New York, within the hour that is left out",
            "America/New_York",
            ("02:15", "02:45"),
            ("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
            &[],
        ),
        (
            "New York, over it",
            "America/New_York",
            ("01:30", "03:30"),
            ("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
            &[("2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z")],
        ),
        (
            "New York, within the hour that comes twice",
            "America/New_York",
            ("01:15", "01:45"),
            ("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
            &[
                ("2026-11-01T05:15:00Z", "2026-11-01T05:45:00Z"),
                ("2026-11-01T06:15:00Z", "2026-11-01T06:45:00Z"),
            ],
        ),
        (
            "Lord Howe, the half hour that is left out",
            "Australia/Lord_Howe",
            ("02:00", "02:30"),
            ("2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"),
            &[],
        ),
        (
            "Lord Howe, over it",
            "Australia/Lord_Howe",
            ("01:45", "02:45"),
            ("2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"),
            &[("2026-10-03T15:15:00Z", "2026-10-03T15:45:00Z")],
        ),
        (
            "Lord Howe, within the half hour that comes twice",
            "Australia/Lord_Howe",
            ("01:40", "01:50"),
            ("2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"),
            &[
                ("2026-04-04T14:40:00Z", "2026-04-04T14:50:00Z"),
                ("2026-04-04T15:10:00Z", "2026-04-04T15:20:00Z"),
            ],
        ),
        (
            "Kathmandu, which changes nothing that night",
            "Asia/Kathmandu",
            ("02:15", "02:45"),
            ("2026-10-24T18:15:00Z", "2026-10-25T18:15:00Z"),
            &[("2026-10-24T20:30:00Z", "2026-10-24T21:00:00Z")],
        ),
    ];
    for (name, zone_name, hours, night, expected) in nights {
        let schedule = every_day(zone_name, &[*hours]);
        let found = schedule.spans(at(night.0), at(night.1), &zone(zone_name));
        let span = |(from, until): &(&str, &str)| Span { from: at(from), until: at(until) };
        assert_eq!(found, expected.iter().map(span).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn a_whole_date_is_as_long_as_its_clock_makes_it() {
    // N10 E39 E42: 24:00 on a night with an hour more, with one less, and in a zone with three quarters; and a holiday then
    for (zone, date, from, until, hours) in [
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25),
        ("Asia/Kathmandu", "2026-10-20", "2026-10-19T18:15:00Z", "2026-10-20T18:15:00Z", 24),
    ] {
        let mut open = every_day(zone, &[]);
        open.dates = [(date.parse().unwrap(), vec![range("00:00", "24:00")])].into();
        let around = |text: &str, ms: i64| at(text).saturating_add_signed(ms * 86_400_000);
        let (before, after) = (around(from, -2), around(until, 2));
        let this_zone = super::fixture::zone(zone);
        let day = Span { from: at(from), until: at(until) };
        assert_eq!(open.spans(before, after, &this_zone), [day], "{zone} {date}");
        assert_eq!(day.until - day.from, hours * 3_600_000, "{zone} {date}");
        let mut holiday = every_day(zone, &[("00:00", "24:00")]);
        holiday.dates = [(date.parse().unwrap(), vec![])].into();
        let expected = [Span { from: before, until: day.from }, Span { from: day.until, until: after }];
        assert_eq!(holiday.spans(before, after, &this_zone), expected, "{zone} {date}");
    }
    // Half an hour less.
    let mut howe = every_day("Australia/Lord_Howe", &[]);
    howe.dates = [("2026-10-04".parse().unwrap(), vec![range("00:00", "24:00")])].into();
    opens(
        &howe,
        "2026-10-02T00:00:00Z",
        "2026-10-06T00:00:00Z",
        &[("2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z")],
    );
}

#[test]
fn whole_days_run_into_each_other() {
    // E39: 00:00 to 24:00 is the whole day, and seven of them never close
    let always = every_day("Europe/Berlin", &[("00:00", "24:00")]);
    assert_eq!(always.changes_after(at("2026-05-01T00:00:00Z"), &zone("Europe/Berlin")), None);
    let night = every_day("UTC", &[("00:00", "06:00"), ("22:00", "24:00")]);
    opens(
        &night,
        "2026-05-01T12:00:00Z",
        "2026-05-02T12:00:00Z",
        &[("2026-05-01T22:00:00Z", "2026-05-02T06:00:00Z")],
    );
}

#[test]
fn a_date_has_its_own_hours() {
    // E42, P38: closed at Christmas, shorter on the day before, open on a Sunday
    let mut shop = every_day("Europe/Berlin", &[("09:00", "18:00")]);
    shop.week.sunday.clear();
    let dates = [
        ("2026-12-24", vec![range("09:00", "12:00")]),
        ("2026-12-25", vec![]),
        ("2026-12-27", vec![range("10:00", "11:00")]),
    ];
    shop.dates = dates.into_iter().map(|(date, ranges)| (date.parse().unwrap(), ranges)).collect();
    opens(
        &shop,
        "2026-12-23T23:00:00Z",
        "2026-12-27T23:00:00Z",
        &[
            ("2026-12-24T08:00:00Z", "2026-12-24T11:00:00Z"),
            ("2026-12-26T08:00:00Z", "2026-12-26T17:00:00Z"),
            ("2026-12-27T09:00:00Z", "2026-12-27T10:00:00Z"),
        ],
    );
}

#[test]
fn whoever_never_opens_says_so() {
    let zone = zone("UTC");
    let now = at("2026-05-01T12:00:00Z");
    let mut closed = every_day("UTC", &[]);
    assert_eq!(closed.changes_after(now, &zone), None);
    // One day in more than a year is found, one in more than the horizon is not.
    for (date, expected) in
        [("2027-05-02", Some(at("2027-05-02T09:00:00Z"))), ("2027-07-01", None), ("2026-04-01", None)]
    {
        closed.dates = [(date.parse().unwrap(), vec![range("09:00", "10:00")])].into();
        assert_eq!(closed.changes_after(now, &zone), expected, "{date}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let good = every_day("Europe/Berlin", &[("09:00", "12:00"), ("12:00", "18:00")]);
    assert_eq!(good.check(), Ok(()));
    let monday = Day::Weekday(0);
    let with = |ranges: &[(&str, &str)]| every_day("Europe/Berlin", ranges).check();
    assert_eq!(with(&[("12:00", "12:00")]), Err(Wrong::Backwards(monday, range("12:00", "12:00"))));
    assert_eq!(with(&[("18:00", "09:00")]), Err(Wrong::Backwards(monday, range("18:00", "09:00"))));
    assert_eq!(
        with(&[("09:00", "12:00"), ("11:59", "13:00")]),
        Err(Wrong::Overlap(monday, range("11:59", "13:00")))
    );
    assert_eq!(
        with(&[("10:00", "11:00"), ("08:00", "09:00")]),
        Err(Wrong::Overlap(monday, range("08:00", "09:00")))
    );
    assert_eq!(with(&[("00:00", "00:01"); MOST_RANGES + 1]), Err(Wrong::TooManyRanges(monday)));
    for zone in ["", "Europe Berlin", "Europe/Zürich", &"x".repeat(65)] {
        assert_eq!(every_day(zone, &[]).check(), Err(Wrong::Zone), "{zone}");
    }
    let mut dated = good.clone();
    let christmas = "2026-12-25".parse().unwrap();
    dated.dates = [(christmas, vec![range("10:00", "09:00")])].into();
    assert_eq!(dated.check(), Err(Wrong::Backwards(Day::Date(christmas), range("10:00", "09:00"))));
    dated.dates = (0..=400).map(|day| (Date::of_day(20_000 + day).unwrap(), vec![])).collect();
    assert_eq!(dated.check(), Err(Wrong::TooManyDates));
}

#[cfg(feature = "serde")]
#[test]
fn it_is_written_as_it_is_read() {
    // E39: nothing is lost on the way
    let text = r#"{"zone":"Europe/Berlin","week":{"monday":[{"from":"00:00","until":"24:00"}],"tuesday":[],"wednesday":[],"thursday":[],"friday":[],"saturday":[],"sunday":[]},"dates":{"2026-12-25":[]}}"#;
    let schedule: Schedule = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&schedule).unwrap(), text);
    for wrong in
        [r#"{"zone":"UTC","week":{"funday":[]}}"#, r#"{"zone":"UTC","week":{},"dates":{"2026-02-30":[]}}"#]
    {
        assert!(serde_json::from_str::<Schedule>(wrong).is_err(), "{wrong}");
    }
}

fn a_day() -> impl Strategy<Value = Vec<Range>> {
    prop::collection::btree_set(0_u16..=96, 0..8).prop_map(|marks| {
        let minutes: Vec<Minute> = marks.into_iter().filter_map(|mark| Minute::new(mark * 15)).collect();
        minutes.chunks_exact(2).map(|pair| Range { from: pair[0], until: pair[1] }).collect()
    })
}

fn a_schedule() -> impl Strategy<Value = Schedule> {
    let zones =
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Auckland"];
    let dates = prop::collection::btree_map(
        (20_454_i64..20_820).prop_map(|day| Date::of_day(day).unwrap()),
        a_day(),
        0..40,
    );
    (prop::sample::select(zones.to_vec()), prop::array::uniform7(a_day()), dates).prop_map(
        |(zone, days, dates)| {
            let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = days;
            let week = Week { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
            Schedule { zone: zone.to_string(), week, dates }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// The answer of somebody who looks at the clock every minute.
    #[test]
    fn the_next_change_is_the_first_minute_that_differs(schedule in a_schedule(), hour in 0_u64..8_700) {
        // N10
        prop_assert_eq!(schedule.check(), Ok(()));
        let zone = zone(&schedule.zone);
        let now = at("2026-01-01T00:00:00Z") + hour * 3_600_000;
        let is_open = schedule.is_open(now, &zone);
        let watched = 10 * 24 * 60;
        let seen = (1..=watched).map(|minute| now + minute * 60_000).find(|at| schedule.is_open(*at, &zone) != is_open);
        let told = schedule.changes_after(now, &zone);
        match seen {
            Some(_) => prop_assert_eq!(told, seen),
            None => prop_assert!(told.is_none_or(|told| told > now + watched * 60_000)),
        }
    }

    #[test]
    fn spans_are_what_is_open(schedule in a_schedule(), hour in 0_u64..8_700, minute in 0_u64..4_000) {
        let zone = zone(&schedule.zone);
        let from = at("2026-01-01T00:00:00Z") + hour * 3_600_000;
        let spans = schedule.spans(from, from + 4_000 * 60_000, &zone);
        prop_assert!(spans.iter().all(|span| span.from < span.until));
        prop_assert!(spans.windows(2).all(|pair| pair[0].until < pair[1].from));
        let at = from + minute * 60_000;
        let is_within = spans.iter().any(|span| (span.from..span.until).contains(&at));
        prop_assert_eq!(is_within, schedule.is_open(at, &zone));
    }
}

#[cfg(feature = "serde")]
#[test]
fn the_suite_of_hours_holds() {
    // N11: data that any language can run
    let instant = |value: &serde_json::Value| value.as_str().map(at);
    let mut names = BTreeMap::new();
    for line in include_str!("../../testdata/hours.jsonl").lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let schedule: Schedule = serde_json::from_value(case["schedule"].clone()).unwrap();
        let zone = zone(&schedule.zone);
        let asked = case["at"].as_array().unwrap();
        assert!(!asked.is_empty() && case["why"].is_string() && case["rows"].is_array(), "{line}");
        for one in asked {
            let now = instant(&one["at"]).unwrap();
            let found = (schedule.is_open(now, &zone), schedule.changes_after(now, &zone));
            let expected = (one["open"].as_bool().unwrap(), instant(&one["changes"]));
            assert_eq!(found, expected, "{}: {}", case["name"], one["at"]);
        }
        assert_eq!(names.insert(case["name"].to_string(), ()), None, "{line}");
    }
    assert!(names.len() >= 14);
}
