//! Reports (P82): what is asked for, what the edge told, and how its figures are said.
//!
//! Knows days as numbers since 1970, and no clock: which day it is comes in. Reads answers as trees, as `lists` does.

use conversation::report::By;
use conversation::schedule::Date;
use serde_json::Value;

use super::conditions::{items, text};
use crate::texts::{Language, Text};

/// A period that is asked for by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Today.
    Today,
    /// The last seven days, with today.
    #[default]
    Week,
    /// The last thirty.
    Month,
    /// The last ninety.
    Quarter,
    /// From one day to another.
    Own,
}

impl Preset {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [Self::Today, Self::Week, Self::Month, Self::Quarter, Self::Own];

    /// As it is written in a field.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Today => "1",
            Self::Week => "7",
            Self::Month => "30",
            Self::Quarter => "90",
            Self::Own => "own",
        }
    }

    /// Reads it back.
    #[must_use]
    pub fn parse(slug: &str) -> Self {
        Self::ALL.into_iter().find(|preset| preset.slug() == slug).unwrap_or_default()
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> Text {
        match self {
            Self::Today => Text::ReportToday,
            Self::Week => Text::ReportWeek,
            Self::Month => Text::ReportMonth,
            Self::Quarter => Text::ReportQuarter,
            Self::Own => Text::ReportOwn,
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The period.
    pub preset: Preset,
    /// Its first day, where it is one's own: `2026-11-23`.
    pub from: String,
    /// Its last.
    pub to: String,
    /// An inbox, or all.
    pub inbox: String,
    /// A chatflow, or all.
    pub chatflow: String,
    /// A team, or all.
    pub team: String,
    /// An agent, or all.
    pub agent: String,
    /// A label, or all.
    pub label: String,
    /// What the figures are divided by.
    pub by: String,
    /// Whether only open time counts.
    pub business_hours: bool,
}

impl Asked {
    /// Its first day and its last, given today.
    #[must_use]
    pub fn days(&self, today: &str) -> (String, String) {
        let back = |days: i64| {
            let first = today.parse::<Date>().ok().and_then(|today| Date::of_day(today.to_day() - days + 1));
            (first.map_or_else(String::new, |first| first.to_string()), today.to_owned())
        };
        match self.preset {
            Preset::Today => back(1),
            Preset::Week => back(7),
            Preset::Month => back(30),
            Preset::Quarter => back(90),
            Preset::Own => (self.from.clone(), self.to.clone()),
        }
    }

    /// What stands behind the address, given today and the reader's zone.
    #[must_use]
    pub fn query(&self, today: &str, zone: &str) -> String {
        let (from, to) = self.days(today);
        let pairs = [
            ("from", from.as_str()),
            ("to", &to),
            ("zone", zone),
            ("inbox", &self.inbox),
            ("chatflow", &self.chatflow),
            ("team", &self.team),
            ("agent", &self.agent),
            ("label", &self.label),
            ("by", &self.by),
            ("business_hours", if self.business_hours { "true" } else { "" }),
        ];
        let given = pairs.iter().filter(|(_, value)| !value.is_empty());
        let written = given.map(|(name, value)| format!("{name}={}", value.replace('+', "%2B")));
        format!("?{}", written.collect::<Vec<_>>().join("&"))
    }
}

/// How long something took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// How often.
    pub count: u64,
    /// In ms, half of the time.
    pub median: Option<u64>,
    /// In ms, nine times of ten.
    pub ninetieth: Option<u64>,
    /// How often in time.
    pub within: u64,
}

/// Ratings on one scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rated {
    /// Which, as it is written.
    pub scale: String,
    /// How many.
    pub count: u64,
    /// What they come to.
    pub result: i64,
}

/// What is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Began.
    pub opened: u64,
    /// Got no answer.
    pub unanswered: u64,
    /// Got one.
    pub replied: u64,
    /// Ended.
    pub closed: u64,
    /// Until the first answer.
    pub first_response: Times,
    /// Until the end.
    pub closing: Times,
    /// What visitors thought.
    pub ratings: Vec<Rated>,
}

/// A day, or a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The date, or the key.
    pub key: String,
    /// What a group is called.
    pub name: String,
    /// What happened.
    pub figures: Figures,
}

/// A report, as the edge told it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Of the period.
    pub total: Figures,
    /// Of the one before.
    pub before: Figures,
    /// Day by day.
    pub days: Vec<Line>,
    /// By weekday from Monday and hour.
    pub heat: Vec<Vec<u64>>,
    /// Group by group.
    pub groups: Vec<Line>,
    /// What the groups are.
    pub by: Option<By>,
    /// Threads that are still to be read.
    pub unread: u64,
    /// A first answer within so many seconds was in time.
    pub reply_within: u64,
    /// An end was.
    pub close_within: u64,
}

impl Report {
    /// Reads an answer.
    #[must_use]
    pub fn of(told: &Value) -> Self {
        let line = |told: &Value, key: &str| Line {
            key: text(&told[key]),
            name: text(&told["name"]),
            figures: figures(&told["figures"]),
        };
        Self {
            total: figures(&told["total"]),
            before: figures(&told["before"]),
            days: items(&told["days"]).map(|day| line(day, "date")).collect(),
            heat: items(&told["heat"]).map(|hours| items(hours).map(number).collect()).collect(),
            groups: items(&told["groups"]).map(|group| line(group, "key")).collect(),
            by: By::parse(&text(&told["by"])),
            unread: number(&told["unread"]),
            reply_within: number(&told["reply_within"]),
            close_within: number(&told["close_within"]),
        }
    }

    /// Whether nothing happened at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Figures { opened, replied, closed, .. } = self.total;
        opened + replied + closed == 0 && self.total.ratings.is_empty()
    }
}

fn number(told: &Value) -> u64 {
    told.as_u64().unwrap_or(0)
}

fn figures(told: &Value) -> Figures {
    let times = |told: &Value| Times {
        count: number(&told["count"]),
        median: told["median"].as_u64(),
        ninetieth: told["ninetieth"].as_u64(),
        within: number(&told["within"]),
    };
    let rated = |told: &Value| Rated {
        scale: text(&told["scale"]),
        count: number(&told["count"]),
        result: told["result"].as_i64().unwrap_or(0),
    };
    Figures {
        opened: number(&told["opened"]),
        unanswered: number(&told["unanswered"]),
        replied: number(&told["replied"]),
        closed: number(&told["closed"]),
        first_response: times(&told["first_response"]),
        closing: times(&told["closing"]),
        ratings: items(&told["ratings"]).map(rated).collect(),
    }
}

/// How many of a hundred; none of nothing.
#[must_use]
pub fn percent(part: u64, whole: u64) -> Option<u64> {
    (whole > 0).then(|| (part * 100 + whole / 2) / whole)
}

/// A change against the period before, in words; none where there is nothing to compare with.
#[must_use]
pub fn change(now: u64, before: u64, language: Language) -> Option<String> {
    if before == 0 {
        return None;
    }
    let share = percent(now.abs_diff(before), before)?.to_string();
    let words = match now.cmp(&before) {
        std::cmp::Ordering::Greater => Text::ReportMore,
        std::cmp::Ordering::Less => Text::ReportLess,
        std::cmp::Ordering::Equal => Text::ReportSame,
    };
    Some(words.fill(language, &[("n", &share)]))
}

/// A duration of so many ms, in the unit that fits: `number` writes a number with so many places behind the point.
pub fn duration(ms: u64, language: Language, number: impl Fn(f64, u8) -> String) -> String {
    const UNITS: [(u64, u64, Text); 4] = [
        (1_000, 60_000, Text::ReportSeconds),
        (60_000, 3_600_000, Text::ReportMinutes),
        (3_600_000, 86_400_000, Text::ReportHours),
        (86_400_000, u64::MAX, Text::ReportDays),
    ];
    let (unit, _, words) =
        UNITS.into_iter().find(|(_, end, _)| ms < *end).unwrap_or((86_400_000, u64::MAX, Text::ReportDays));
    let value = ms as f64 / unit as f64;
    let places = u8::from(value < 9.95 && unit > 1_000 && (value * 10.0).round() % 10.0 != 0.0);
    words.fill(language, &[("n", &number(value, places))])
}

/// What ratings of a scale come to, in words.
pub fn rating(rated: &Rated, language: Language, number: impl Fn(f64, u8) -> String) -> String {
    let result = rated.result as f64;
    let (words, n) = match rated.scale.as_str() {
        "stars" => (Text::ReportStars, number(result / 100.0, 1)),
        "thumbs" => (Text::ReportThumbs, number(result, 0)),
        _ => (Text::ReportNps, number(result, 0)),
    };
    words.fill(language, &[("n", &n)])
}

/// How dark a cell of the heat map is, from 0 for nothing to 4 for the most.
#[must_use]
pub fn heat_of(count: u64, most: u64) -> u8 {
    if count == 0 || most == 0 { 0 } else { (count * 4).div_ceil(most).clamp(1, 4) as u8 }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plain(value: f64, places: u8) -> String {
        format!("{value:.*}", usize::from(places))
    }

    #[test]
    fn a_period_is_asked_for_by_its_days() {
        // P82
        for (preset, from, to) in [
            (Preset::Today, "2026-03-01", "2026-03-01"),
            (Preset::Week, "2026-02-23", "2026-03-01"),
            (Preset::Month, "2026-01-31", "2026-03-01"),
            (Preset::Quarter, "2025-12-02", "2026-03-01"),
            (Preset::Own, "2026-01-05", "2026-01-09"),
        ] {
            let asked =
                Asked { preset, from: "2026-01-05".into(), to: "2026-01-09".into(), ..Asked::default() };
            assert_eq!(asked.days("2026-03-01"), (from.to_owned(), to.to_owned()), "{preset:?}");
            assert_eq!(Preset::parse(preset.slug()), preset);
        }
        let asked =
            Asked { team: "sales".into(), by: "agent".into(), business_hours: true, ..Asked::default() };
        assert_eq!(
            asked.query("2026-03-01", "Etc/GMT+3"),
            "?from=2026-02-23&to=2026-03-01&zone=Etc/GMT%2B3&team=sales&by=agent&business_hours=true"
        );
    }

    #[test]
    fn a_report_is_read_as_it_was_told() {
        // P82
        let figures = json!({
            "opened": 3, "unanswered": 1, "replied": 2, "closed": 1,
            "first_response": {"count": 2, "median": 61_000, "ninetieth": 90_000, "within": 2},
            "closing": {"count": 1, "within": 0},
            "ratings": [{"scale": "nps", "count": 4, "scores": [], "result": -25}],
        });
        let told = json!({
            "total": figures, "before": {}, "days": [{"date": "2026-11-23", "figures": figures}],
            "heat": [[0, 3]], "groups": [{"key": "sales", "name": "Sales", "figures": {"opened": 3}}], "by": "team",
            "unread": 7, "reply_within": 300, "close_within": 86_400,
        });
        let report = Report::of(&told);
        assert_eq!((report.total.opened, report.total.first_response.median), (3, Some(61_000)));
        assert_eq!((report.total.closing.median, report.total.ratings[0].result), (None, -25));
        assert_eq!((report.days[0].key.as_str(), report.groups[0].name.as_str()), ("2026-11-23", "Sales"));
        assert_eq!((report.heat[0][1], report.by, report.unread), (3, Some(By::Team), 7));
        assert!(!report.is_empty() && Report::of(&json!({})).is_empty());
    }

    #[test]
    fn figures_are_said_in_words() {
        // P82: ms, English, German
        for (ms, english, german) in [
            (0, "0 s", "0 s"),
            (4_400, "4 s", "4 s"),
            (60_000, "1 min", "1 min"),
            (90_000, "1.5 min", "1.5 min"),
            (45 * 60_000, "45 min", "45 min"),
            (7 * 3_600_000, "7 h", "7 Std."),
            (9_000_000, "2.5 h", "2.5 Std."),
            (400 * 86_400_000, "400 d", "400 T."),
        ] {
            assert_eq!(duration(ms, Language::English, plain), english);
            assert_eq!(duration(ms, Language::German, plain), german);
        }
        let rated = |scale: &str, result| Rated { scale: scale.into(), count: 1, result };
        let said = [("stars", 433), ("thumbs", 67), ("nps", -17)]
            .map(|(scale, result)| rating(&rated(scale, result), Language::English, plain));
        assert_eq!(said, ["4.3 of 5 stars", "67 % thumbs up", "NPS -17"]);
    }

    #[test]
    fn a_change_is_told_where_there_is_something_to_compare_with() {
        // P82
        for (now, before, expected) in [
            (3, 0, None),
            (3, 3, Some("as in the period before")),
            (6, 4, Some("50 % more than in the period before")),
            (1, 4, Some("75 % less than in the period before")),
        ] {
            assert_eq!(change(now, before, Language::English).as_deref(), expected);
        }
    }

    #[test]
    fn a_cell_is_as_dark_as_it_is_full() {
        // P82
        let shades = [0, 1, 25, 26, 50, 75, 76, 100].map(|count| heat_of(count, 100));
        assert_eq!((shades, heat_of(3, 0)), ([0, 1, 1, 2, 2, 3, 4, 4], 0));
    }
}
