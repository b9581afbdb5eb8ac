//! What visitors are told, row by row.

use alloc::collections::BTreeMap;
use alloc::string::ToString as _;
use alloc::vec;

use super::*;
use crate::schedule::fixture::{at, zone};
use crate::schedule::{Range, Week};

/// Monday to Friday, nine to five in Berlin.
fn office() -> Schedule {
    let day = vec![Range { from: "09:00".parse().unwrap(), until: "17:00".parse().unwrap() }];
    let week = Week {
        monday: day.clone(),
        tuesday: day.clone(),
        wednesday: day.clone(),
        thursday: day.clone(),
        friday: day,
        ..Week::default()
    };
    Schedule { zone: "Europe/Berlin".to_string(), week, dates: BTreeMap::new() }
}

fn hours(away: Away, closed: Closed) -> Mode {
    Mode::Hours(Box::new(Hours {
        schedule: office(),
        reply_minutes: Some(5),
        away,
        at_capacity: None,
        closed,
    }))
}

fn told<'m>(mode: &'m Mode, now: &str, is_reachable: bool, has_bot: bool) -> Availability<'m> {
    let reach = if is_reachable { Reach::Somebody } else { Reach::Nobody };
    found(mode, now, reach, has_bot)
}

fn found<'m>(mode: &'m Mode, now: &str, reach: Reach, has_bot: bool) -> Availability<'m> {
    availability(mode, Facts { now: at(now), reach, has_bot, zone: &zone("Europe/Berlin") })
}

fn message(text: &str) -> Option<String> {
    Some(text.to_string())
}

/// A Wednesday morning, and a Friday evening.
const OPEN: &str = "2026-06-10T09:00:00Z";
const SHUT: &str = "2026-06-12T16:00:00Z";
/// When the one ends, and the other.
const CLOSES: &str = "2026-06-10T15:00:00Z";
const OPENS: &str = "2026-06-15T07:00:00Z";

#[test]
fn always_is_available_at_any_instant() {
    // S56 S57
    for reply_minutes in [None, Some(10)] {
        let mode = Mode::Always { reply_minutes };
        for (now, is_reachable) in [(OPEN, true), (SHUT, false)] {
            let expected = always(Because::Always, reply_minutes);
            assert_eq!(told(&mode, now, is_reachable, false), expected);
        }
    }
}

#[test]
fn by_status_somebody_has_to_be_there() {
    // S58 S59 S60 S61
    let mode = |away| Mode::Status { reply_minutes: Some(5), away, at_capacity: None };
    let hidden = mode(Away::Nothing);
    assert_eq!(told(&hidden, SHUT, true, false).shown, Shown::Available { reply_minutes: Some(5) });
    let away = mode(Away::Message { text: message("Back soon.") });
    assert_eq!(told(&away, OPEN, false, false).shown, Shown::Away { text: Some("Back soon.") });
    let away = mode(Away::default());
    assert_eq!(told(&away, OPEN, false, false).shown, Shown::Away { text: None });
    let away = told(&hidden, OPEN, false, false);
    assert_eq!(away, Availability { shown: Shown::Nothing, because: Because::NobodyIsThere, until: None });
}

#[test]
fn by_hours_the_clock_comes_first() {
    // S62 S63 S64 S65 S66 P39 E38 E40; name, when, whether somebody is there, what is shown, why, until when
    let mode = hours(Away::Nothing, Closed::ReturnTime);
    let available = Shown::Available { reply_minutes: Some(5) };
    let back = Shown::BackAt(Some(at(OPENS)));
    for (now, is_reachable, shown, because, until) in [
        (OPEN, true, available, Because::SomebodyIsThere, CLOSES),
        (OPEN, false, Shown::Nothing, Because::NobodyIsThere, CLOSES),
        (SHUT, true, back, Because::OutOfHours, OPENS),
        (SHUT, false, back, Because::OutOfHours, OPENS),
    ] {
        let expected = Availability { shown, because, until: Some(at(until)) };
        assert_eq!(told(&mode, now, is_reachable, false), expected, "{now} {is_reachable}");
    }
    for (closed, shown) in [
        (Closed::Message { text: message("Closed.") }, Shown::Away { text: Some("Closed.") }),
        (Closed::default(), Shown::Away { text: None }),
        (Closed::Nothing, Shown::Nothing),
    ] {
        let mode = hours(Away::Chat, closed.clone());
        assert_eq!(told(&mode, SHUT, true, false).shown, shown, "{closed:?}");
        assert_eq!(told(&mode, OPEN, false, false).shown, available, "S64: it may go on as ever");
    }
}

#[test]
fn a_bot_is_always_there() {
    // S67: whatever the hours and whoever is away
    for mode in [hours(Away::Nothing, Closed::Nothing), status(Away::Nothing, Some(AtCapacity::Nothing))] {
        for now in [OPEN, SHUT] {
            for reach in [Reach::Nobody, Reach::Full] {
                assert_eq!(found(&mode, now, reach, true), always(Because::Bot, Some(5)));
            }
        }
    }
}

fn status(away: Away, at_capacity: Option<AtCapacity>) -> Mode {
    Mode::Status { reply_minutes: Some(5), away, at_capacity }
}

#[test]
fn a_team_that_is_full_says_what_it_says_then() {
    // H66: what is set for it, what is shown; and nothing of it while somebody is free, while nobody is there, or outside
    // the hours
    let words = "May we answer by e-mail?";
    let away = || Away::Message { text: message("Back soon.") };
    for (at_capacity, shown) in [
        (None, Shown::Away { text: Some("Back soon.") }),
        (Some(AtCapacity::Message { text: message("All busy.") }), Shown::Away { text: Some("All busy.") }),
        (Some(AtCapacity::Message { text: None }), Shown::Away { text: None }),
        (Some(AtCapacity::Email { message: words.to_string() }), Shown::ByEmail { message: words }),
        (Some(AtCapacity::Nothing), Shown::Nothing),
    ] {
        let by_hours = match hours(away(), Closed::Nothing) {
            Mode::Hours(hours) => Mode::Hours(Box::new(Hours { at_capacity: at_capacity.clone(), ..*hours })),
            mode => mode,
        };
        for mode in [status(away(), at_capacity.clone()), by_hours] {
            let full = found(&mode, OPEN, Reach::Full, false);
            assert_eq!((full.shown, full.because), (shown, Because::AtCapacity), "{mode:?}");
            let free = found(&mode, OPEN, Reach::Somebody, false).shown;
            assert_eq!(free, Shown::Available { reply_minutes: Some(5) });
            let nobody = found(&mode, OPEN, Reach::Nobody, false).shown;
            assert_eq!(nobody, Shown::Away { text: Some("Back soon.") });
            if matches!(mode, Mode::Hours(_)) {
                let closed = found(&mode, SHUT, Reach::Full, false);
                assert_eq!((closed.shown, closed.because), (Shown::Nothing, Because::OutOfHours));
            }
        }
    }
    let on = status(Away::Chat, None);
    let full = found(&on, OPEN, Reach::Full, false);
    assert_eq!(full.shown, Shown::Available { reply_minutes: Some(5) }, "it may go on as ever");
}

#[test]
fn at_the_very_boundary_the_answer_is_the_new_one() {
    // E40: whoever looks again when they were told to sees the change
    let mode = hours(Away::default(), Closed::Nothing);
    let mut now = at(OPEN);
    let berlin = zone("Europe/Berlin");
    let look =
        |now| availability(&mode, Facts { now, reach: Reach::Somebody, has_bot: false, zone: &berlin });
    for _ in 0..20 {
        let before = look(now);
        let next = before.until.unwrap();
        assert_eq!(look(next - 1).shown, before.shown);
        assert_ne!(look(next).shown, before.shown);
        now = next;
    }
}

#[test]
fn at_half_past_two_on_the_night_with_two_of_them() {
    // N10: what a visitor sees on 25 October 2026 in Berlin, where it is open from half past two to half past three
    let at_night = vec![Range { from: "02:30".parse().unwrap(), until: "03:30".parse().unwrap() }];
    let week = Week { sunday: at_night, ..Week::default() };
    let schedule = Schedule { zone: "Europe/Berlin".to_string(), week, dates: BTreeMap::new() };
    let hours = Hours {
        schedule,
        reply_minutes: None,
        away: Away::Nothing,
        at_capacity: None,
        closed: Closed::ReturnTime,
    };
    let mode = Mode::Hours(Box::new(hours));
    let open = Shown::Available { reply_minutes: None };
    let back = |text| Shown::BackAt(Some(at(text)));
    for (now, shown, until) in [
        ("2026-10-25T00:29:59Z", back("2026-10-25T00:30:00Z"), "2026-10-25T00:30:00Z"),
        ("2026-10-25T00:30:00Z", open, "2026-10-25T01:00:00Z"),
        ("2026-10-25T01:00:00Z", back("2026-10-25T01:30:00Z"), "2026-10-25T01:30:00Z"),
        ("2026-10-25T01:30:00Z", open, "2026-10-25T02:30:00Z"),
        ("2026-10-25T02:30:00Z", back("2026-11-01T01:30:00Z"), "2026-11-01T01:30:00Z"),
    ] {
        let told = told(&mode, now, true, false);
        assert_eq!((told.shown, told.until), (shown, Some(at(until))), "{now}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn modes_are_written_as_they_are_read() {
    for text in [
        r#"{"mode":"always"}"#,
        r#"{"mode":"always","reply_minutes":10}"#,
        r#"{"mode":"status","away":{"show":"message","text":"Back soon."}}"#,
        r#"{"mode":"status","reply_minutes":5,"away":{"show":"nothing"}}"#,
        r#"{"mode":"status","away":{"show":"chat"},"at_capacity":{"show":"email","message":"To where?"}}"#,
        r#"{"mode":"status","away":{"show":"chat"},"at_capacity":{"show":"message"}}"#,
    ] {
        let mode: Mode = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&mode).unwrap(), text);
    }
    let mode = hours(Away::Chat, Closed::ReturnTime);
    let text = serde_json::to_string(&mode).unwrap();
    assert_eq!(serde_json::from_str::<Mode>(&text).unwrap(), mode);
}
