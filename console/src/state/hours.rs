//! Business hours under the pen: a zone, the ranges of each weekday, and dates with hours of their own (S62, P38, E42).
//!
//! The form holds what was typed, also what is no time yet; the schedule it stands for is made by [`HoursDraft::schedule`].
//! What is wrong is found here, beside the very field, and not only by the edge: a range that is no range has no place in
//! a schedule that anybody could name. Whether a zone exists the edge knows.

use std::collections::BTreeMap;

use conversation::schedule::{Date, MOST_DATES, MOST_RANGES, Minute, Range, Schedule, Week};

use crate::texts::Text;

/// A range of a day, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RangeDraft {
    /// Tells the rows of one form apart; dates count with them.
    pub key: u32,
    /// From when.
    pub from: String,
    /// Until when.
    pub until: String,
}

/// Which day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// A weekday, from 0 for Monday.
    Weekday(u8),
    /// A date, as a field for dates has it: `2026-12-24`, or nothing yet.
    Date(String),
}

/// A day with its hours; without any it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayDraft {
    /// As of a range.
    pub key: u32,
    /// Which.
    pub day: Day,
    /// When it is open.
    pub ranges: Vec<RangeDraft>,
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// That is no time of day.
    Time,
    /// It ends before it begins, or as it does.
    Backwards,
    /// It begins before another of the day has ended.
    Overlap,
    /// No date was chosen.
    NoDate,
    /// The date stands there already.
    Twice,
}

impl Wrong {
    /// As a code of a finding.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Time => "hours_time",
            Self::Backwards => "hours_backwards",
            Self::Overlap => "hours_overlap",
            Self::NoDate => "hours_no_date",
            Self::Twice => "hours_twice",
        }
    }

    /// What to say.
    #[must_use]
    pub const fn words(self) -> Text {
        match self {
            Self::Time => Text::WrongTime,
            Self::Backwards => Text::WrongBackwards,
            Self::Overlap => Text::WrongOverlap,
            Self::NoDate => Text::WrongNoDate,
            Self::Twice => Text::WrongTwice,
        }
    }

    /// What a code says, if it is one of these.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Time, Self::Backwards, Self::Overlap, Self::NoDate, Self::Twice]
            .into_iter()
            .find(|wrong| wrong.code() == code)
    }
}

/// Business hours as the form holds them. Two are the same if they say the same.
#[derive(Clone, Debug, Default)]
pub struct HoursDraft {
    /// The zone's name, as typed.
    pub zone: String,
    /// The row that is being typed: nothing is said about it until it is left.
    pub typing: Option<u32>,
    days: Vec<DayDraft>,
    next_key: u32,
}

impl PartialEq for HoursDraft {
    fn eq(&self, other: &Self) -> bool {
        let said = |draft: &Self| -> Vec<(Day, Vec<(String, String)>)> {
            let ranges =
                |day: &DayDraft| day.ranges.iter().map(|one| (one.from.clone(), one.until.clone())).collect();
            draft.days.iter().map(|day| (day.day.clone(), ranges(day))).collect()
        };
        self.zone == other.zone && said(self) == said(other)
    }
}

impl HoursDraft {
    /// The form of a schedule.
    #[must_use]
    pub fn of(schedule: &Schedule) -> Self {
        let mut draft = Self { zone: schedule.zone.clone(), ..Self::default() };
        for weekday in 0..7 {
            draft.put_day(Day::Weekday(weekday), schedule.week.day(weekday));
        }
        for (date, ranges) in &schedule.dates {
            draft.put_day(Day::Date(date.to_string()), ranges);
        }
        draft
    }

    /// What somebody begins with who has no hours yet: a working week, in the zone that is given.
    #[must_use]
    pub fn usual(zone: &str) -> Self {
        let (nine, five) = (Minute::new(9 * 60), Minute::new(17 * 60));
        let range: Vec<Range> =
            nine.zip(five).map(|(from, until)| Range { from, until }).into_iter().collect();
        let mut draft = Self { zone: zone.to_owned(), ..Self::default() };
        for weekday in 0..7 {
            draft.put_day(Day::Weekday(weekday), if weekday < 5 { &range } else { &[] });
        }
        draft
    }

    fn put_day(&mut self, day: Day, ranges: &[Range]) {
        let key = self.fresh();
        let ranges = ranges
            .iter()
            .map(|range| RangeDraft {
                key: self.fresh(),
                from: range.from.to_string(),
                until: range.until.to_string(),
            })
            .collect();
        self.days.push(DayDraft { key, day, ranges });
    }

    fn fresh(&mut self) -> u32 {
        self.next_key += 1;
        self.next_key
    }

    /// The schedule it stands for. What is no time goes as a range that holds nothing, which no edge accepts; a date that
    /// nobody chose yet goes as none.
    #[must_use]
    pub fn schedule(&self) -> Schedule {
        let mut week = Week::default();
        let mut dates: BTreeMap<Date, Vec<Range>> = BTreeMap::new();
        for day in &self.days {
            let ranges = written(day);
            match &day.day {
                Day::Weekday(weekday) => *of_week(&mut week, *weekday) = ranges,
                Day::Date(date) => {
                    if let Ok(date) = date.parse() {
                        dates.entry(date).or_default().extend(ranges);
                    }
                }
            }
        }
        Schedule { zone: self.zone.trim().to_owned(), week, dates }
    }

    /// The days: the week from Monday on, then the dates as they were added.
    #[must_use]
    pub fn days(&self) -> &[DayDraft] {
        &self.days
    }

    /// A day by its key.
    #[must_use]
    pub fn day(&self, key: u32) -> Option<&DayDraft> {
        self.days.iter().find(|day| day.key == key)
    }

    fn day_mut(&mut self, key: u32) -> Option<&mut DayDraft> {
        self.days.iter_mut().find(|day| day.key == key)
    }

    /// A range by its key.
    #[must_use]
    pub fn range(&self, key: u32) -> Option<&RangeDraft> {
        self.days.iter().flat_map(|day| &day.ranges).find(|range| range.key == key)
    }

    /// A range, to write to.
    pub fn range_mut(&mut self, key: u32) -> Option<&mut RangeDraft> {
        self.days.iter_mut().flat_map(|day| &mut day.ranges).find(|range| range.key == key)
    }

    /// Writes a range that was left as a clock shows it: `9` as `09:00`. What is no time stays as it is.
    pub fn settle(&mut self, key: u32) {
        if let Some(range) = self.range_mut(key) {
            for typed in [&mut range.from, &mut range.until] {
                if let Some(time) = time(typed) {
                    *typed = time.to_string();
                }
            }
        }
    }

    /// Whether a day can have one more range.
    #[must_use]
    pub fn has_room(&self, day: u32) -> bool {
        self.day(day).is_some_and(|day| day.ranges.len() < MOST_RANGES)
    }

    /// Whether there can be one more date.
    #[must_use]
    pub fn has_room_for_dates(&self) -> bool {
        self.days.len() < MOST_DATES + 7
    }

    /// Adds hours to a day, after those it has (S62), and tells their key.
    pub fn add_range(&mut self, day: u32) -> Option<u32> {
        let key = self.fresh();
        let day = self.day_mut(day)?;
        let last = day.ranges.iter().filter_map(|range| time(&range.until)).max().map(Minute::minutes);
        let (from, until) = match last {
            None => (9 * 60, 17 * 60),
            // After a break of an hour, where the day is long enough.
            Some(last) if last + 60 < 24 * 60 => (last + 60, (last + 300).min(24 * 60)),
            Some(last) => (last, last),
        };
        let words = |minutes: u16| Minute::new(minutes).map(|time| time.to_string()).unwrap_or_default();
        let (from, until) = if from < until { (words(from), words(until)) } else { Default::default() };
        day.ranges.push(RangeDraft { key, from, until });
        Some(key)
    }

    /// Opens a day from its first minute to its last (E39).
    pub fn open_all_day(&mut self, day: u32) {
        let key = self.fresh();
        if let Some(day) = self.day_mut(day) {
            let from = Minute::new(0).map(|time| time.to_string()).unwrap_or_default();
            day.ranges = vec![RangeDraft { key, from, until: Minute::END.to_string() }];
        }
    }

    /// Deletes a range; tells the key of its day.
    pub fn delete_range(&mut self, key: u32) -> Option<u32> {
        let day = self.days.iter_mut().find(|day| day.ranges.iter().any(|range| range.key == key))?;
        day.ranges.retain(|range| range.key != key);
        Some(day.key)
    }

    /// Adds a date on which it is closed until somebody says otherwise (E42), and tells its key.
    pub fn add_date(&mut self) -> u32 {
        let key = self.fresh();
        self.days.push(DayDraft { key, day: Day::Date(String::new()), ranges: Vec::new() });
        key
    }

    /// Makes a date another one.
    pub fn set_date(&mut self, key: u32, date: String) {
        if let Some(day) = self.day_mut(key) {
            day.day = Day::Date(date);
        }
    }

    /// Deletes a date: its weekday's hours hold again.
    pub fn delete_date(&mut self, key: u32) {
        self.days.retain(|day| day.key != key || matches!(day.day, Day::Weekday(_)));
    }

    /// Gives every working day the hours of Monday.
    pub fn copy_monday(&mut self) {
        let monday = self.days.iter().find(|day| day.day == Day::Weekday(0));
        let Some(monday) = monday.map(|day| day.ranges.clone()) else { return };
        for weekday in 1..5 {
            let copied =
                monday.iter().map(|range| RangeDraft { key: self.fresh(), ..range.clone() }).collect();
            if let Some(day) = self.days.iter_mut().find(|day| day.day == Day::Weekday(weekday)) {
                day.ranges = copied;
            }
        }
    }

    /// What is wrong, each with the key of its row.
    #[must_use]
    pub fn wrong(&self) -> Vec<(u32, Wrong)> {
        let mut wrong = Vec::new();
        let mut dates: Vec<Date> = Vec::new();
        for day in &self.days {
            if let Day::Date(date) = &day.day {
                match date.parse::<Date>() {
                    Err(_) => wrong.push((day.key, Wrong::NoDate)),
                    Ok(date) if dates.contains(&date) => wrong.push((day.key, Wrong::Twice)),
                    Ok(date) => dates.push(date),
                }
            }
            let mut whole: Vec<(Minute, Minute, u32)> = Vec::new();
            for range in &day.ranges {
                match time(&range.from).zip(time(&range.until)) {
                    None => wrong.push((range.key, Wrong::Time)),
                    Some((from, until)) if from >= until => wrong.push((range.key, Wrong::Backwards)),
                    Some((from, until)) => whole.push((from, until, range.key)),
                }
            }
            whole.sort_by_key(|(from, ..)| *from);
            for pair in whole.windows(2) {
                if pair[1].0 < pair[0].1 {
                    wrong.push((pair[1].2, Wrong::Overlap));
                }
            }
        }
        wrong
    }

    /// What to say about a row now.
    #[must_use]
    pub fn said(&self, key: u32) -> Option<Wrong> {
        let wrong = self.wrong().into_iter().find(|(row, _)| *row == key).map(|(_, wrong)| wrong);
        wrong.filter(|_| self.typing != Some(key))
    }
}

/// The ranges of a day, in the order of the clock: the order of a form is nobody's mistake.
fn written(day: &DayDraft) -> Vec<Range> {
    let range = |range: &RangeDraft| {
        let (from, until) = time(&range.from).zip(time(&range.until)).unwrap_or((Minute::END, Minute::END));
        Range { from, until }
    };
    let mut ranges: Vec<Range> = day.ranges.iter().map(range).collect();
    ranges.sort_by_key(|range| range.from);
    ranges
}

fn of_week(week: &mut Week, weekday: u8) -> &mut Vec<Range> {
    match weekday % 7 {
        0 => &mut week.monday,
        1 => &mut week.tuesday,
        2 => &mut week.wednesday,
        3 => &mut week.thursday,
        4 => &mut week.friday,
        5 => &mut week.saturday,
        _ => &mut week.sunday,
    }
}

/// A time of day as people type it: `9`, `9:30`, `9.30`, `0930`, `24:00`, `5 pm`.
#[must_use]
pub fn time(typed: &str) -> Option<Minute> {
    let typed = typed.trim().to_ascii_lowercase();
    let noon = |half: &str| typed.strip_suffix(half).map(|clock| clock.trim_end().to_owned());
    let (clock, half) = match (noon("am"), noon("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (typed.clone(), None),
    };
    let (hours, minutes) = match clock.split_once([':', '.']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours.to_owned(), minutes.to_owned()),
        Some(_) => return None,
        None if clock.is_ascii() && clock.len() > 2 => {
            let (hours, minutes) = clock.split_at(clock.len() - 2);
            (hours.to_owned(), minutes.to_owned())
        }
        None => (clock, "00".to_owned()),
    };
    let number = |text: &str| {
        let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = number(&hours).zip(number(&minutes))?;
    let hours = match half {
        None => hours,
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(half) => hours % 12 + half,
    };
    (minutes < 60).then(|| Minute::new(hours * 60 + minutes)).flatten()
}

#[cfg(test)]
#[path = "hours_tests.rs"]
mod tests;
