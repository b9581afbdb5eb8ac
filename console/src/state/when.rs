//! How a moment is told: "2 min", a time of day, "Yesterday", a weekday, a date.
//!
//! Knows milliseconds and which local day they fall on. What a day is called is the reader's language, and
//! where days begin the reader's time zone: both come from the browser (`browser::clock`).

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

/// A visitor who waits this long for an answer waits too long: the row says so in red, with a clock.
pub const LATE_AFTER: u64 = 10 * MINUTE;

/// A moment as a list row tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Less than a minute ago.
    Now,
    /// Minutes ago, 1 to 59.
    Minutes(u64),
    /// Earlier today: the time of day.
    TimeOfDay,
    /// Yesterday.
    Yesterday,
    /// Two to six days ago: the weekday.
    Weekday,
    /// Longer ago: day and month, with the year if it is another.
    Date,
}

/// Tells `at` as seen at `now`. `days_between` is how many local midnights lie between the two.
#[must_use]
pub fn tell(at: u64, now: u64, days_between: i64) -> Told {
    let ago = now.saturating_sub(at);
    match days_between {
        _ if ago < MINUTE => Told::Now,
        _ if ago < HOUR => Told::Minutes(ago / MINUTE),
        ..=0 => Told::TimeOfDay,
        1 => Told::Yesterday,
        2..=6 => Told::Weekday,
        _ => Told::Date,
    }
}

/// How long somebody has been waiting, in the largest whole unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// Minutes, 0 to 59.
    Minutes(u64),
    /// Hours, 1 to 47.
    Hours(u64),
    /// Days, 2 and more.
    Days(u64),
}

/// How long since `since`.
#[must_use]
pub fn waited(since: u64, now: u64) -> Waited {
    let ago = now.saturating_sub(since);
    if ago < HOUR {
        Waited::Minutes(ago / MINUTE)
    } else if ago < 48 * HOUR {
        Waited::Hours(ago / HOUR)
    } else {
        Waited::Days(ago / (24 * HOUR))
    }
}

/// Whether that is too long.
#[must_use]
pub fn is_late(since: u64, now: u64) -> bool {
    now.saturating_sub(since) >= LATE_AFTER
}

/// How many days it is to the next Monday, from a weekday with Sunday as 0. A Monday's next one is a week away.
#[must_use]
pub const fn days_to_monday(weekday: u32) -> u32 {
    match weekday {
        0 => 1,
        weekday => 8 - weekday,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_790_000_000_000;

    #[test]
    fn moments_are_told_shortly() {
        // S124
        for (ago, days, expected) in [
            (0, 0, Told::Now),
            (59_999, 1, Told::Now),
            (MINUTE, 0, Told::Minutes(1)),
            (59 * MINUTE, 1, Told::Minutes(59)),
            (HOUR, 0, Told::TimeOfDay),
            (20 * HOUR, 1, Told::Yesterday),
            (40 * HOUR, 2, Told::Weekday),
            (6 * 24 * HOUR, 6, Told::Weekday),
            (7 * 24 * HOUR, 7, Told::Date),
        ] {
            assert_eq!(tell(NOW - ago, NOW, days), expected, "{ago} ms ago");
        }
        assert_eq!(tell(NOW + 5_000, NOW, 0), Told::Now, "a server whose clock is ahead");
    }

    #[test]
    fn the_next_monday_is_never_today() {
        // P49
        assert_eq!([0, 1, 2, 3, 4, 5, 6].map(days_to_monday), [1, 7, 6, 5, 4, 3, 2]);
    }

    #[test]
    fn waiting_is_told_in_the_largest_unit() {
        for (ago, expected, late) in [
            (0, Waited::Minutes(0), false),
            (9 * MINUTE, Waited::Minutes(9), false),
            (48 * MINUTE, Waited::Minutes(48), true),
            (90 * MINUTE, Waited::Hours(1), true),
            (49 * HOUR, Waited::Days(2), true),
        ] {
            assert_eq!(waited(NOW - ago, NOW), expected);
            assert_eq!(is_late(NOW - ago, NOW), late);
        }
    }
}
