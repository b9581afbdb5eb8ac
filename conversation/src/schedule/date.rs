//! A day of the calendar.

use core::fmt;
use core::str::FromStr;

/// A day of the Gregorian calendar, from 1970 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDate;

impl fmt::Display for NoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date is YYYY-MM-DD, from 1970 on, and exists")
    }
}

impl Date {
    /// A day, if the calendar has it.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let last = match month {
            2 if is_leap(year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1970..=9999).contains(&year) && (1..=last).contains(&day)).then_some(Self { year, month, day })
    }

    /// The day so many days after 1970 began. Howard Hinnant, "chrono-compatible low-level date algorithms": years begin
    /// with March there, so that the leap day is the last of its year.
    #[must_use]
    pub fn of_day(day: i64) -> Option<Self> {
        let shifted = day.checked_add(719_468)?;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era.checked_mul(400)?.checked_add(year_of_era + i64::from(month <= 2))?;
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// How many days after 1970 began it is: what [`Self::of_day`] reads.
    #[must_use]
    pub fn to_day(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
    }

    /// The year, the month from 1, and the day from 1.
    #[must_use]
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = NoDate;

    /// Reads `2026-12-24`; nothing shorter, nothing longer.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        let is_shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_shaped {
            return Err(NoDate);
        }
        let part = |range: core::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u16>().ok());
        let (year, month, day) = (part(0..4), part(5..7), part(8..10));
        let small = |part: Option<u16>| part.and_then(|part| u8::try_from(part).ok()).ok_or(NoDate);
        Self::new(year.ok_or(NoDate)?, small(month)?, small(day)?).ok_or(NoDate)
    }
}

/// Stored and sent as its text, of which the schema knows the pattern.
#[cfg(feature = "serde")]
macro_rules! as_text {
    ($type:ty, $what:literal, $pattern:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <alloc::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(|_| serde::de::Error::invalid_value(serde::de::Unexpected::Str(&text), &$what))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "description": $what, "pattern": $pattern})
            }
        }
    };
}
#[cfg(feature = "serde")]
pub(super) use as_text;

#[cfg(feature = "serde")]
as_text!(Date, "a date, YYYY-MM-DD", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn every_day_is_the_day_after_the_one_before() {
        // to the end of 2400, with the leap years that are none
        let mut civil = jiff::civil::date(1970, 1, 1);
        for day in 0..157_000 {
            let date = Date::of_day(day).unwrap();
            assert_eq!(date.to_string(), civil.to_string(), "{day}");
            assert_eq!(date.to_day(), day, "{date}");
            assert_eq!(date.to_string().parse(), Ok(date));
            civil = civil.tomorrow().unwrap();
        }
    }

    #[test]
    fn what_is_no_date() {
        let wrong = [
            "",
            "2026-1-1",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "2026-02-29",
            "2100-02-29",
            "2026-04-31",
            "1969-12-31",
            "20261-01-1",
            "2026/01/01",
            "+026-01-01",
            "2026-01-01T",
        ];
        for wrong in wrong {
            assert_eq!(wrong.parse::<Date>(), Err(NoDate), "{wrong}");
        }
        assert_eq!((Date::of_day(-1), Date::of_day(i64::MAX), Date::of_day(i64::MIN)), (None, None, None));
        assert!("2028-02-29".parse::<Date>().is_ok() && "2000-02-29".parse::<Date>().is_ok());
    }
}
