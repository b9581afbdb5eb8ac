//! The typical reply time: minutes as a number of something people count in.
//!
//! Knows when minutes become hours and hours become days. The words are the browser's.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 seconds.
    Minutes,
    /// 60 minutes.
    Hours,
    /// 24 hours.
    Days,
}

impl Unit {
    /// As the browser's `Intl` names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minute",
            Self::Hours => "hour",
            Self::Days => "day",
        }
    }
}

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// So many minutes as people say it, rounded up: a promise is not made shorter than it was given.
///
/// Up to two of the next unit the smaller one is kept where it says it exactly: 90 minutes, 36 hours.
pub fn reply_time(minutes: u32) -> (u32, Unit) {
    let fits = |unit: u32| minutes >= unit && (minutes >= 2 * unit || minutes.is_multiple_of(unit));
    if fits(DAY) {
        (minutes.div_ceil(DAY), Unit::Days)
    } else if fits(HOUR) {
        (minutes.div_ceil(HOUR), Unit::Hours)
    } else {
        (minutes, Unit::Minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_become_hours_and_hours_become_days() {
        // S57
        for (minutes, expected) in [
            (1, (1, Unit::Minutes)),
            (10, (10, Unit::Minutes)),
            (59, (59, Unit::Minutes)),
            (60, (1, Unit::Hours)),
            (90, (90, Unit::Minutes)),
            (119, (119, Unit::Minutes)),
            (120, (2, Unit::Hours)),
            (121, (3, Unit::Hours)),
            (1_439, (24, Unit::Hours)),
            (1_440, (1, Unit::Days)),
            (2_160, (36, Unit::Hours)),
            (2_879, (48, Unit::Hours)),
            (2_880, (2, Unit::Days)),
            (43_200, (30, Unit::Days)),
        ] {
            assert_eq!(reply_time(minutes), expected, "{minutes}");
        }
    }

    #[test]
    fn no_promise_is_made_shorter() {
        for minutes in 1..=43_200 {
            let (count, unit) = reply_time(minutes);
            let length = match unit {
                Unit::Minutes => 1,
                Unit::Hours => HOUR,
                Unit::Days => DAY,
            };
            assert!((minutes..minutes + length).contains(&(count * length)), "{minutes}");
        }
    }
}
