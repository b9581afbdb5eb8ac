//! Business hours and working hours: whether there can be such ones, and whether there is such a zone.

use conversation::schedule::{Day, Schedule, Wrong};
use protocol::code::Code;
use protocol::rest::Finding;

use super::saving;
use crate::zones;

const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What is wrong with a schedule that stands at the place `at`, if anything.
pub(crate) fn finding(at: &str, schedule: &Schedule) -> Option<Finding> {
    let place = |day: Day| match day {
        Day::Weekday(day) => format!("{at}.week.{}", WEEK.get(usize::from(day)).copied().unwrap_or_default()),
        Day::Date(date) => format!("{at}.dates.{date}"),
    };
    let invalid = |place: String, message: &str| Some(saving(place, Code::ScheduleInvalid, message));
    match schedule.check() {
        Ok(()) if zones::exists(&schedule.zone) => None,
        Ok(()) | Err(Wrong::Zone) => {
            let message = "there is no such time zone; one is called Europe/Berlin";
            Some(saving(format!("{at}.zone"), Code::TimeZoneUnknown, message))
        }
        Err(Wrong::TooManyRanges(day)) => invalid(place(day), "a day has at most 12 ranges"),
        Err(Wrong::Backwards(day, range)) => {
            invalid(place(day), &format!("{} to {} ends before it begins", range.from, range.until))
        }
        Err(Wrong::Overlap(day, range)) => invalid(
            place(day),
            &format!("{} to {} begins before the one above it ends", range.from, range.until),
        ),
        Err(Wrong::TooManyDates) => invalid(format!("{at}.dates"), "at most 400 dates"),
    }
}
