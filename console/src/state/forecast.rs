//! What visitors will be told, instant by instant (N10): an answer of the edge as sentences and as a calendar.
//!
//! Knows spans and minutes of a wall clock. Which zone that clock hangs in, and what it shows when, the browser knows and
//! lends as a function.

use serde_json::Value;

use super::conditions::items;
use super::minutes::in_words;
use crate::texts::{Language, Text};

/// Minutes of a day.
const DAY: i64 = 24 * 60;
const MINUTE_MS: i64 = 60_000;

/// What a visitor sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sees {
    /// A team that answers, usually within so many minutes.
    Available(Option<u32>),
    /// A team that is away, in the owner's words or the house's.
    Away(Option<String>),
    /// A team that is back at an instant (ms), if one is in sight.
    BackAt(Option<u64>),
    /// No launcher.
    Nothing,
}

/// Time in which visitors are told the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first instant, in ms.
    pub from: u64,
    /// The first instant after it.
    pub until: u64,
    /// What they see.
    pub sees: Sees,
    /// Why.
    pub because: Text,
}

const BECAUSE: [(&str, Text); 6] = [
    ("always", Text::BecauseAlways),
    ("bot", Text::BecauseBot),
    ("somebody_is_there", Text::BecauseThere),
    ("at_capacity", Text::BecauseFull),
    ("nobody_is_there", Text::BecauseNobody),
    ("out_of_hours", Text::BecauseClosed),
];

/// The spans of an answer, one after the other.
#[must_use]
pub fn spans(answer: &Value) -> Vec<Span> {
    let span = |span: &Value| {
        let told = &span["told"];
        let sees = match told["shown"].as_str() {
            Some("available") => {
                Sees::Available(told["reply_minutes"].as_u64().and_then(|n| u32::try_from(n).ok()))
            }
            Some("back_at") => Sees::BackAt(told["back_at"].as_u64()),
            Some("nothing") => Sees::Nothing,
            _ => Sees::Away(told["text"].as_str().map(str::to_owned)),
        };
        let because = BECAUSE.iter().find(|(name, _)| span["because"] == *name);
        Span {
            from: span["from"].as_u64().unwrap_or_default(),
            until: span["until"].as_u64().unwrap_or_default(),
            sees,
            because: because.map_or(Text::BecauseNobody, |(_, words)| *words),
        }
    };
    items(&answer["spans"]).map(span).collect()
}

impl Sees {
    /// In words; `moment` tells an instant.
    #[must_use]
    pub fn sentence(&self, language: Language, moment: impl Fn(u64) -> String) -> String {
        let say = |text: Text| text.words(language).to_owned();
        match self {
            Self::Available(None) => say(Text::SeesAvailable),
            Self::Available(Some(minutes)) => {
                Text::SeesAvailableIn.fill(language, &[("time", &in_words(*minutes, language))])
            }
            Self::Away(Some(text)) => Text::SeesAway.fill(language, &[("text", text)]),
            Self::Away(None) => say(Text::SeesAwayHouse),
            Self::BackAt(Some(at)) => Text::SeesBack.fill(language, &[("time", &moment(*at))]),
            Self::BackAt(None) => say(Text::SeesBackNever),
            Self::Nothing => say(Text::SeesNothing),
        }
    }
}

/// A day of the calendar, and when it is open by the wall clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOpen {
    /// The day since 1970.
    pub day: i64,
    /// From minute to minute.
    pub open: Vec<(i64, i64)>,
}

/// So many days from a day on, with when visitors see a team that answers. `wall` tells the minutes since 1970 that the
/// clock on the wall shows.
#[must_use]
pub fn days(spans: &[Span], first: i64, count: i64, wall: impl Fn(u64) -> i64) -> Vec<DayOpen> {
    let mut days: Vec<DayOpen> =
        (first..first + count).map(|day| DayOpen { day, open: Vec::new() }).collect();
    for span in spans.iter().filter(|span| matches!(span.sees, Sees::Available(_))) {
        let (from, until) = (wall(span.from), wall(span.until));
        for day in &mut days {
            let (begins, ends) = (day.day * DAY, (day.day + 1) * DAY);
            let (from, until) = (from.max(begins) - begins, until.min(ends) - begins);
            if from < until {
                match day.open.last_mut() {
                    // Two spans that say different things of a team that answers are one opening.
                    Some(last) if last.1 >= from => last.1 = until.max(last.1),
                    _ => day.open.push((from, until)),
                }
            }
        }
    }
    days
}

/// The Monday of the week of a day since 1970, which began with a Thursday.
#[must_use]
pub fn monday_of(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

/// Minutes of a day as a clock shows them; the end of a day is 24:00.
#[must_use]
pub fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Openings of a day in words: `09:00–12:00, 13:00–17:00`.
#[must_use]
pub fn openings(open: &[(i64, i64)]) -> String {
    let one = |(from, until): &(i64, i64)| format!("{}–{}", clock(*from), clock(*until));
    open.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The instant (ms) at which a wall clock shows so many minutes since 1970. Of a time that comes twice one of the two; of
/// one that is left out, a time near it.
#[must_use]
pub fn instant(wanted: i64, wall: impl Fn(u64) -> i64) -> u64 {
    let mut at = wanted;
    for _ in 0..2 {
        let now = at.max(0).unsigned_abs() * MINUTE_MS.unsigned_abs();
        at += wanted - wall(now);
    }
    at.max(0).unsigned_abs() * MINUTE_MS.unsigned_abs()
}

/// The day since 1970 of a date as fields for dates have it.
#[must_use]
pub fn day_number(date: &str) -> Option<i64> {
    let date: conversation::schedule::Date = date.parse().ok()?;
    let (year, month, day) = date.parts();
    // Howard Hinnant, "chrono-compatible low-level date algorithms": years begin with March, so leap days come last.
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// A day since 1970 as fields for dates have it.
#[must_use]
pub fn date_of(day: i64) -> String {
    conversation::schedule::Date::of_day(day).map(|date| date.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const HOUR: u64 = 3_600_000;

    /// Berlin around 2026-10-25: two hours ahead until 01:00 UTC, then one.
    fn berlin(at: u64) -> i64 {
        let change = day_number("2026-10-25").unwrap().unsigned_abs() * 24 * HOUR + HOUR;
        let ahead = if at < change { 120 } else { 60 };
        (at / 60_000) as i64 + ahead
    }

    fn wall(date: &str, minutes: i64) -> i64 {
        day_number(date).unwrap() * DAY + minutes
    }

    #[test]
    fn every_answer_is_a_sentence() {
        // N10 S57 S60 S61 S66 H66
        let span = |told: Value, because: &str| json!({"from": 0, "until": 9, "told": told, "because": because, "reachable": true});
        let answer = json!({"spans": [
            span(json!({"shown": "available"}), "always"),
            span(json!({"shown": "available", "reply_minutes": 60}), "somebody_is_there"),
            span(json!({"shown": "away", "text": "Back in May."}), "nobody_is_there"),
            span(json!({"shown": "away"}), "nobody_is_there"),
            span(json!({"shown": "nothing"}), "at_capacity"),
            span(json!({"shown": "back_at", "back_at": 5}), "out_of_hours"),
            span(json!({"shown": "back_at"}), "out_of_hours"),
            span(json!({"shown": "nothing"}), "bot")]});
        let told: Vec<(String, Text)> = spans(&answer)
            .iter()
            .map(|span| (span.sees.sentence(Language::English, |at| format!("#{at}")), span.because))
            .collect();
        assert_eq!(
            told,
            [
                ("Available".to_owned(), Text::BecauseAlways),
                ("Available, usually replies within 1 hour".to_owned(), Text::BecauseThere),
                ("The away message: Back in May.".to_owned(), Text::BecauseNobody),
                ("That nobody is there, in Parlor's words".to_owned(), Text::BecauseNobody),
                ("Nothing: the chat button is hidden".to_owned(), Text::BecauseFull),
                ("Back on #5".to_owned(), Text::BecauseClosed),
                ("That nobody is there: no opening is in sight".to_owned(), Text::BecauseClosed),
                ("Nothing: the chat button is hidden".to_owned(), Text::BecauseBot),
            ]
        );
    }

    #[test]
    fn a_time_on_the_wall_is_found_again() {
        // N10: the night on which an hour comes twice included
        for (date, minutes) in [
            ("2026-10-24", 540),
            ("2026-10-25", 0),
            ("2026-10-25", 150),
            ("2026-10-25", 240),
            ("2026-10-26", 540),
        ] {
            let wanted = wall(date, minutes);
            assert_eq!(berlin(instant(wanted, berlin)), wanted, "{date} {minutes}");
        }
    }

    #[test]
    fn days_are_those_of_the_wall() {
        // N10
        let open = |from: (&str, i64), until: (&str, i64), sees: Sees| Span {
            from: instant(wall(from.0, from.1), berlin),
            until: instant(wall(until.0, until.1), berlin),
            sees,
            because: Text::BecauseThere,
        };
        let all = [
            open(("2026-10-23", 540), ("2026-10-23", 720), Sees::Available(None)),
            open(("2026-10-23", 720), ("2026-10-23", 780), Sees::Nothing),
            open(("2026-10-23", 780), ("2026-10-23", 900), Sees::Available(Some(5))),
            open(("2026-10-23", 900), ("2026-10-23", 1_020), Sees::Available(None)),
            open(("2026-10-24", 1_320), ("2026-10-25", 360), Sees::Available(None)),
        ];
        let told: Vec<(String, String)> = days(&all, day_number("2026-10-23").unwrap(), 4, berlin)
            .iter()
            .map(|day| (date_of(day.day), openings(&day.open)))
            .collect();
        let expected = [
            ("2026-10-23", "09:00–12:00, 13:00–17:00"),
            ("2026-10-24", "22:00–24:00"),
            ("2026-10-25", "00:00–06:00"),
            ("2026-10-26", ""),
        ];
        assert_eq!(told, expected.map(|(day, hours)| (day.to_owned(), hours.to_owned())));
    }

    #[test]
    fn dates_and_days_are_one() {
        for day in [0, 59, 365, 11_016, 20_000, 20_753, 47_540] {
            assert_eq!(day_number(&date_of(day)), Some(day));
        }
        assert_eq!(day_number("2026-02-30"), None);
        // 2026-11-21 is a Saturday.
        assert_eq!(date_of(monday_of(day_number("2026-11-21").unwrap())), "2026-11-16");
        assert_eq!(date_of(monday_of(day_number("2026-11-16").unwrap())), "2026-11-16");
    }
}
