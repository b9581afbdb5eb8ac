//! Business hours on a form: what is typed, what it stands for, what is wrong with it.

use super::*;

fn schedule(json: &str) -> Schedule {
    serde_json::from_str(json).unwrap()
}

const FULL: &str = r#"{"zone": "Europe/Berlin", "week": {
    "monday": [{"from": "09:00", "until": "12:00"}, {"from": "13:00", "until": "17:30"}],
    "tuesday": [{"from": "00:00", "until": "24:00"}], "wednesday": [], "thursday": [], "friday": [],
    "saturday": [{"from": "22:00", "until": "24:00"}], "sunday": [{"from": "00:00", "until": "02:15"}]},
    "dates": {"2026-12-24": [{"from": "09:00", "until": "12:00"}], "2026-12-25": []}}"#;

fn day(draft: &HoursDraft, weekday: u8) -> u32 {
    draft.days().iter().find(|day| day.day == Day::Weekday(weekday)).unwrap().key
}

#[test]
fn hours_that_nobody_touched_are_written_as_they_were() {
    // E39 S62 P38 E42: no slot is reset by saving, 24:00 stays 24:00
    for json in [FULL, r#"{"zone": "UTC", "week": {}}"#] {
        let before = schedule(json);
        let draft = HoursDraft::of(&before);
        assert_eq!(draft.schedule(), before);
        assert_eq!(draft.wrong(), []);
        assert_eq!(HoursDraft::of(&draft.schedule()), draft);
    }
    let usual = HoursDraft::usual("Asia/Kathmandu");
    assert_eq!(usual.wrong(), []);
    assert_eq!((usual.schedule().week.day(4).len(), usual.schedule().week.day(5).len()), (1, 0));
}

#[test]
fn a_row_that_was_only_left_keeps_its_hours() {
    // E39
    let before = schedule(FULL);
    let mut draft = HoursDraft::of(&before);
    let keys: Vec<u32> = draft.days().iter().flat_map(|day| &day.ranges).map(|range| range.key).collect();
    keys.into_iter().for_each(|key| draft.settle(key));
    assert_eq!(draft.schedule(), before);
}

#[test]
fn times_are_read_as_people_type_them() {
    // S62 E39
    for (typed, expected) in [
        ("9", Some("09:00")),
        ("09", Some("09:00")),
        ("9:30", Some("09:30")),
        (" 9.30 ", Some("09:30")),
        ("930", Some("09:30")),
        ("0930", Some("09:30")),
        ("00:00", Some("00:00")),
        ("24", Some("24:00")),
        ("24:00", Some("24:00")),
        ("5 pm", Some("17:00")),
        ("5:30PM", Some("17:30")),
        ("12 am", Some("00:00")),
        ("12pm", Some("12:00")),
        ("", None),
        ("24:01", None),
        ("25", None),
        ("9:60", None),
        ("9:5", None),
        ("13 pm", None),
        ("nine", None),
        ("-1", None),
        ("é9", None),
        ("9é9", None),
        ("12345", None),
    ] {
        assert_eq!(time(typed).map(|time| time.to_string()).as_deref(), expected, "{typed}");
    }
}

#[test]
fn hours_are_added_where_a_day_goes_on() {
    // S62
    let mut draft = HoursDraft::of(&schedule(FULL));
    for (weekday, from, until) in
        [(0, "18:30", "22:30"), (1, "", ""), (2, "09:00", "17:00"), (6, "03:15", "07:15")]
    {
        let key = draft.add_range(day(&draft, weekday)).unwrap();
        let range = draft.range(key).unwrap();
        assert_eq!((range.from.as_str(), range.until.as_str()), (from, until), "{weekday}");
    }
    assert_eq!(draft.add_range(9_999), None);
}

#[test]
fn a_whole_day_is_from_its_first_minute_to_its_last() {
    // E39
    let mut draft = HoursDraft::of(&schedule(FULL));
    draft.open_all_day(day(&draft, 0));
    let monday = &draft.schedule().week.monday;
    assert_eq!((monday.len(), monday[0].from.to_string(), monday[0].until), (1, "00:00".into(), Minute::END));
    assert_eq!(draft.schedule().week.tuesday, *monday);
}

#[test]
fn the_order_of_the_form_is_nobodys_mistake() {
    let mut draft = HoursDraft::usual("UTC");
    let wednesday = day(&draft, 2);
    let key = draft.add_range(wednesday).unwrap();
    let range = draft.range_mut(key).unwrap();
    (range.from, range.until) = ("6".into(), "7".into());
    assert_eq!(draft.wrong(), []);
    let written: Vec<String> =
        draft.schedule().week.wednesday.iter().map(|range| range.from.to_string()).collect();
    assert_eq!(written, ["06:00", "09:00"]);
    assert_eq!(draft.schedule().check(), Ok(()));
}

#[test]
fn what_is_wrong_is_told_at_its_row_and_never_saved() {
    // S62 E42
    type Change = fn(&mut HoursDraft) -> u32;
    fn type_in(draft: &mut HoursDraft, from: &str, until: &str) -> u32 {
        let monday = draft.days()[0].ranges[0].key;
        let range = draft.range_mut(monday).unwrap();
        (range.from, range.until) = (from.into(), until.into());
        monday
    }
    let cases: [(&str, Change, Wrong); 7] = [
        ("no time", |draft| type_in(draft, "nine", "17:00"), Wrong::Time),
        ("nothing", |draft| type_in(draft, "09:00", ""), Wrong::Time),
        ("backwards", |draft| type_in(draft, "17:00", "09:00"), Wrong::Backwards),
        ("no length", |draft| type_in(draft, "09:00", "09:00"), Wrong::Backwards),
        (
            "overlap",
            |draft| {
                type_in(draft, "09:00", "13:01");
                draft.days()[0].ranges[1].key
            },
            Wrong::Overlap,
        ),
        ("no date", HoursDraft::add_date, Wrong::NoDate),
        (
            "a date twice",
            |draft| {
                let key = draft.add_date();
                draft.set_date(key, "2026-12-25".into());
                key
            },
            Wrong::Twice,
        ),
    ];
    for (case, change, expected) in cases {
        let mut draft = HoursDraft::of(&schedule(FULL));
        let key = change(&mut draft);
        assert_eq!(draft.wrong(), [(key, expected)], "{case}");
        assert_eq!(draft.said(key), Some(expected), "{case}");
        draft.typing = Some(key);
        assert_eq!(draft.said(key), None, "{case}: while it is typed");
        assert_eq!(Wrong::of_code(expected.code()), Some(expected));
        if matches!(expected, Wrong::Time | Wrong::Backwards | Wrong::Overlap) {
            assert!(draft.schedule().check().is_err(), "{case}: the edge refuses it too");
        }
    }
}

#[test]
fn dates_come_and_go_beside_the_week() {
    // E42
    let before = schedule(FULL);
    let mut draft = HoursDraft::of(&before);
    let key = draft.add_date();
    draft.set_date(key, "2027-01-01".into());
    assert!(draft.schedule().dates.contains_key(&"2027-01-01".parse().unwrap()), "closed all day");
    draft.open_all_day(key);
    assert_eq!(draft.schedule().dates.len(), 3);
    draft.delete_date(key);
    assert_eq!(draft.schedule(), before);
    draft.delete_date(day(&draft, 0));
    assert_eq!(draft.schedule(), before, "a weekday stays");
}

#[test]
fn ranges_are_deleted_one_by_one_and_monday_is_copied() {
    let mut draft = HoursDraft::of(&schedule(FULL));
    let first = draft.days()[0].ranges[0].key;
    assert_eq!(draft.delete_range(first), Some(day(&draft, 0)));
    assert_eq!(draft.delete_range(first), None);
    draft.copy_monday();
    let week = draft.schedule().week;
    assert_eq!((week.monday.len(), &week.friday, week.saturday.len()), (1, &week.monday, 1));
    let mut keys: Vec<u32> = draft.days().iter().flat_map(|day| &day.ranges).map(|range| range.key).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all, "rows are told apart");
}

#[test]
fn there_is_room_up_to_the_limits() {
    let mut draft = HoursDraft::usual("UTC");
    let monday = day(&draft, 0);
    while draft.has_room(monday) {
        draft.add_range(monday);
    }
    assert_eq!(draft.day(monday).unwrap().ranges.len(), MOST_RANGES);
    while draft.has_room_for_dates() {
        draft.add_date();
    }
    assert_eq!(draft.days().len(), MOST_DATES + 7);
}
