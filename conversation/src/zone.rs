//! What the clock on a wall shows: a time zone as a list of offsets and since when they hold.
//!
//! Knows no names of zones and has no database: workerd and browsers have one each, kept up to date by others, and a
//! shell reads off it what is needed here ([`Zone::read`]). So neither Worker nor widget carries a single rule of summer
//! time.

use alloc::vec::Vec;

/// A minute, in ms.
const MINUTE: i64 = 60_000;
/// Nothing that a zone does is over again within a week: the shortest anywhere are the five weeks of Ramadan.
const WEEK: i64 = 7 * 24 * 60 * MINUTE;

/// The offsets of a zone for some time to come. Before the first of them the first holds, after the last the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// ms since 1970, UTC, from when on an offset holds, and the offset, in ms east of UTC; ascending, never empty.
    since: Vec<(i64, i64)>,
}

impl Zone {
    /// Always the same offset, in ms east of UTC.
    #[must_use]
    pub fn fixed(offset: i32) -> Self {
        Self { since: [(i64::MIN, i64::from(offset))].into() }
    }

    /// Reads a zone off somebody's clock, between two instants (ms since 1970, UTC). `offset_at` tells the offset of an
    /// instant in ms east of UTC, and is asked once a week of the time and some 15 times for each change.
    #[must_use]
    pub fn read(from: u64, until: u64, mut offset_at: impl FnMut(u64) -> i32) -> Self {
        let (from, until) = (signed(from), signed(until));
        let mut at = |instant: i64| i64::from(offset_at(instant.max(0) as u64));
        let mut since: Vec<(i64, i64)> = [(i64::MIN, at(from))].into();
        let (mut known, mut offset) = (from, at(from));
        while known < until {
            let next = known.saturating_add(WEEK).min(until);
            let then = at(next);
            if then != offset {
                // The first whole minute at which the new offset holds.
                let (mut before, mut after) = (known / MINUTE, next.div_euclid(MINUTE));
                while after - before > 1 {
                    let middle = before + (after - before) / 2;
                    if at(middle * MINUTE) == offset { before = middle } else { after = middle }
                }
                since.push((after * MINUTE, then));
                offset = then;
            }
            known = next;
        }
        Self { since }
    }

    /// What the wall shows at an instant, as ms since 1970 of its own.
    #[must_use]
    pub fn wall(&self, now: u64) -> i64 {
        signed(now).saturating_add(self.offset(signed(now)))
    }

    /// The instant (ms since 1970, UTC) at which the wall first shows this time of its own: the earlier one where it shows it
    /// twice, and where it jumps over it, the moment of the jump.
    #[must_use]
    pub fn instant(&self, wall: i64) -> i64 {
        let mut at = wall;
        for (place, (since, offset)) in self.since.iter().enumerate() {
            at = wall.saturating_sub(*offset).max(*since);
            if self.since.get(place + 1).is_none_or(|(until, _)| at < *until) {
                break;
            }
        }
        at
    }

    /// The offset that holds at an instant, in ms east of UTC.
    pub(crate) fn offset(&self, now: i64) -> i64 {
        let after = self.since.partition_point(|(since, _)| *since <= now);
        self.since.get(after.saturating_sub(1)).map_or(0, |(_, offset)| *offset)
    }

    /// The first instant after `now` from which on another offset holds.
    pub(crate) fn changes_after(&self, now: i64) -> Option<i64> {
        let after = self.since.partition_point(|(since, _)| *since <= now);
        self.since.get(after).map(|(since, _)| *since)
    }
}

fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    use crate::schedule::fixture::zone;

    /// 2026-01-01, UTC.
    const NEW_YEAR: u64 = 1_767_225_600_000;

    #[test]
    fn what_is_read_off_a_clock_is_that_clock() {
        // N10: every quarter of an hour of a year, in zones with whole, half and quarter hours
        for name in [
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Africa/Casablanca",
        ] {
            let (real, year) = (jiff::tz::TimeZone::get(name).unwrap(), zone(name));
            for quarter in 0..4 * 24 * 365 {
                let now = NEW_YEAR + quarter * 15 * 60_000;
                let at = jiff::Timestamp::from_millisecond(now as i64).unwrap();
                let offset = i64::from(real.to_offset(at).seconds()) * 1_000;
                assert_eq!(year.wall(now), now as i64 + offset, "{name} {at}");
            }
        }
    }

    #[test]
    fn a_wall_clocks_time_is_one_instant() {
        // N9: two days a year are not 24 hours long, and one of them shows an hour twice
        let hour = 3_600_000;
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        let wall = |text: &str| at(&format!("{text}Z"));
        for (name, local, expected) in [
            ("Europe/Berlin", "2026-11-27T00:00:00", "2026-11-26T23:00:00Z"),
            ("America/New_York", "2026-11-27T00:00:00", "2026-11-27T05:00:00Z"),
            ("Asia/Kathmandu", "2026-11-27T00:00:00", "2026-11-26T18:15:00Z"),
            // 02:30 is jumped over on 29 March, and comes twice on 25 October.
            ("Europe/Berlin", "2026-03-29T01:59:00", "2026-03-29T00:59:00Z"),
            ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
            ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
            ("Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
        ] {
            assert_eq!(zone(name).instant(wall(local)), at(expected), "{name} {local}");
        }
        assert_eq!(Zone::fixed(3_600_000).instant(5 * hour), 4 * hour);
        let berlin = zone("Europe/Berlin");
        for quarter in 0..4 * 24 * 365 {
            let now = NEW_YEAR + quarter * 15 * 60_000;
            let first = berlin.instant(berlin.wall(now));
            assert!(first <= now as i64 && berlin.wall(first as u64) == berlin.wall(now), "{now}");
        }
    }

    #[test]
    fn instants_beyond_what_was_read_have_the_nearest_offset() {
        let berlin = zone("Europe/Berlin");
        assert_eq!(berlin.wall(0), 3_600_000);
        assert_eq!(berlin.wall(u64::MAX), i64::MAX);
        assert_eq!(Zone::fixed(-3_600_000).wall(0), -3_600_000);
    }
}
