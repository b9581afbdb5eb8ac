//! Business hours: which days and ranges, in which zone, and on which dates otherwise.
//!
//! Open is what the clock on the wall says (S62, P38, E39, E44): a range holds at every instant at which a wall clock in
//! the schedule's zone shows a time within it. On the night on which an hour comes twice it holds twice, and what lies in
//! the hour that is left out does not happen. A date's own hours replace those of its weekday (E42).
//!
//! Knows what is open and when that changes next. What a visitor is told meanwhile is known to
//! [`availability`](crate::availability), offsets from UTC to [`Zone`].

mod date;
#[cfg(test)]
pub(crate) mod fixture;
mod hours;
#[cfg(test)]
mod tests;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

pub use self::date::Date;
pub use self::hours::{Minute, Range};
use crate::zone::Zone;

/// Ranges of a day, at most.
pub const MOST_RANGES: usize = 12;
/// Dates with hours of their own, at most.
pub const MOST_DATES: usize = 400;
/// No zone has a longer name.
const MOST_ZONE: usize = 64;

/// How far ahead it is looked for a change, in ms: a year of closed days is closed.
const HORIZON: u64 = 400 * DAY as u64;
const DAY: i64 = 24 * 60 * MINUTE;
const MINUTE: i64 = 60_000;

/// The hours of a team, an inbox or a person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Schedule {
    /// The zone's name in the tz database, such as `Europe/Berlin`.
    pub zone: String,
    /// The hours of each weekday.
    pub week: Week,
    /// Dates that have hours of their own; none means closed all day (E42).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub dates: BTreeMap<Date, Vec<Range>>,
}

/// The hours of each weekday; a day without any is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "they are the days of the week")]
pub struct Week {
    pub monday: Vec<Range>,
    pub tuesday: Vec<Range>,
    pub wednesday: Vec<Range>,
    pub thursday: Vec<Range>,
    pub friday: Vec<Range>,
    pub saturday: Vec<Range>,
    pub sunday: Vec<Range>,
}

/// Time in which it is open, from the first instant (ms since 1970, UTC) to the first at which it is not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub from: u64,
    /// The first instant after it.
    pub until: u64,
}

/// What is wrong with a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The zone's name is empty, too long, or has characters that no zone has.
    Zone,
    /// A day has more than [`MOST_RANGES`].
    TooManyRanges(Day),
    /// A range ends before it begins, or as it does.
    Backwards(Day, Range),
    /// A range begins before the one above it has ended.
    Overlap(Day, Range),
    /// There are more than [`MOST_DATES`].
    TooManyDates,
}

/// A day of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// A weekday, from 0 for Monday.
    Weekday(u8),
    /// A date.
    Date(Date),
}

impl Week {
    /// The hours of a weekday, from 0 for Monday; seven days later they are the same.
    #[must_use]
    pub fn day(&self, weekday: u8) -> &[Range] {
        match weekday % 7 {
            0 => &self.monday,
            1 => &self.tuesday,
            2 => &self.wednesday,
            3 => &self.thursday,
            4 => &self.friday,
            5 => &self.saturday,
            _ => &self.sunday,
        }
    }

    fn is_empty(&self) -> bool {
        (0..7).all(|weekday| self.day(weekday).is_empty())
    }
}

impl Schedule {
    /// Says what is wrong with it. Whether the zone exists, only a database of zones knows.
    ///
    /// # Errors
    /// The first thing that is.
    pub fn check(&self) -> Result<(), Wrong> {
        let is_zone_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
        if self.zone.is_empty() || self.zone.len() > MOST_ZONE || !self.zone.bytes().all(is_zone_byte) {
            return Err(Wrong::Zone);
        }
        if self.dates.len() > MOST_DATES {
            return Err(Wrong::TooManyDates);
        }
        let weekdays = (0..7).map(|weekday| (Day::Weekday(weekday), self.week.day(weekday)));
        let dates = self.dates.iter().map(|(date, ranges)| (Day::Date(*date), ranges.as_slice()));
        weekdays.chain(dates).try_for_each(|(day, ranges)| check_day(day, ranges))
    }

    /// Whether it is open at `now` (ms since 1970, UTC). `zone` is the schedule's own.
    #[must_use]
    pub fn is_open(&self, now: u64, zone: &Zone) -> bool {
        let wall = zone.wall(now);
        let minute = wall.rem_euclid(DAY) / MINUTE;
        self.ranges(wall.div_euclid(DAY)).iter().any(|range| range.holds(minute))
    }

    /// The first instant after `now` at which it is open if it is closed now, or closed if it is open: `None` if that
    /// is more than 400 days away.
    #[must_use]
    pub fn changes_after(&self, now: u64, zone: &Zone) -> Option<u64> {
        let is_open = self.is_open(now, zone);
        if !is_open && self.week.is_empty() && self.dates.values().all(Vec::is_empty) {
            return None;
        }
        let mut at = now;
        let until = now.saturating_add(HORIZON);
        while at < until {
            at = self.next_look(at, zone)?;
            if self.is_open(at, zone) != is_open {
                return Some(at);
            }
        }
        None
    }

    /// When it is open between two instants.
    #[must_use]
    pub fn spans(&self, from: u64, until: u64, zone: &Zone) -> Vec<Span> {
        let mut spans = Vec::new();
        let (mut at, mut is_open) = (from, self.is_open(from, zone));
        while at < until {
            let next = self.changes_after(at, zone).unwrap_or(until).min(until);
            if is_open {
                spans.push(Span { from: at, until: next });
            }
            (at, is_open) = (next, !is_open);
        }
        spans
    }

    /// The next instant at which something may change: a boundary of the day, midnight, or the zone's offset.
    fn next_look(&self, now: u64, zone: &Zone) -> Option<u64> {
        let wall = zone.wall(now);
        let (day, minute) = (wall.div_euclid(DAY), wall.rem_euclid(DAY) / MINUTE);
        let boundaries =
            self.ranges(day).iter().flat_map(|range| [range.from.minutes(), range.until.minutes()]);
        let next = boundaries.map(i64::from).filter(|boundary| *boundary > minute).min();
        let ahead = next.unwrap_or(24 * 60) * MINUTE - wall.rem_euclid(DAY);
        let now = i64::try_from(now).ok()?;
        let next = now.checked_add(ahead)?;
        let next = zone.changes_after(now).map_or(next, |change| change.min(next));
        u64::try_from(next).ok()
    }

    /// The hours of a day since 1970.
    fn ranges(&self, day: i64) -> &[Range] {
        // 1970 began with a Thursday.
        let weekday = || (day + 3).rem_euclid(7) as u8;
        let dated = Date::of_day(day).and_then(|date| self.dates.get(&date));
        dated.map_or_else(|| self.week.day(weekday()), Vec::as_slice)
    }
}

fn check_day(day: Day, ranges: &[Range]) -> Result<(), Wrong> {
    if ranges.len() > MOST_RANGES {
        return Err(Wrong::TooManyRanges(day));
    }
    if let Some(range) = ranges.iter().find(|range| range.from >= range.until) {
        return Err(Wrong::Backwards(day, *range));
    }
    let overlap = ranges.windows(2).find(|pair| pair[1].from < pair[0].until);
    overlap.map_or(Ok(()), |pair| Err(Wrong::Overlap(day, pair[1])))
}
