//! A time of day and a range of a day, to the minute.

use core::fmt;
use core::str::FromStr;

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// A time of day as a wall clock shows it, `00:00` to `24:00`: the last is the end of a day, not the start of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minute(u16);

/// From a time of day until another one, without it: `00:00` to `24:00` is the whole day (E39).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Range {
    /// The first minute.
    pub from: Minute,
    /// The first minute after it.
    pub until: Minute,
}

/// Not a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTime;

impl fmt::Display for NoTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time of day is 00:00 to 24:00")
    }
}

impl Minute {
    /// The end of a day.
    pub const END: Self = Self(DAY);

    /// So many minutes after the day began; `None` beyond its end.
    #[must_use]
    pub fn new(minutes: u16) -> Option<Self> {
        (minutes <= DAY).then_some(Self(minutes))
    }

    /// Minutes since the day began.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl Range {
    /// Whether a minute of the day lies in it.
    pub(super) fn holds(self, minute: i64) -> bool {
        (i64::from(self.from.0)..i64::from(self.until.0)).contains(&minute)
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for Minute {
    type Err = NoTime;

    /// Reads `09:30`; nothing shorter, nothing longer.
    fn from_str(text: &str) -> Result<Self, NoTime> {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0')).ok_or(NoTime);
        let &[h, hh, b':', m, mm] = text.as_bytes() else { return Err(NoTime) };
        let (hours, minutes) = (digit(h)? * 10 + digit(hh)?, digit(m)? * 10 + digit(mm)?);
        if minutes > 59 {
            return Err(NoTime);
        }
        Self::new(hours * 60 + minutes).ok_or(NoTime)
    }
}

#[cfg(feature = "serde")]
crate::schedule::date::as_text!(
    Minute,
    "a time of day, 00:00 to 24:00",
    "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"
);

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn times_of_day_are_read_as_they_are_written() {
        // E39: 24:00 is one
        for minutes in 0..=DAY {
            let time = Minute::new(minutes).unwrap();
            assert_eq!(time.to_string().parse(), Ok(time));
        }
        for wrong in
            ["", "9:00", "09:60", "24:01", "25:00", "09.00", "09:0", "09:000", " 9:00", "+9:00", "٠٩:٠٠"]
        {
            assert_eq!(wrong.parse::<Minute>(), Err(NoTime), "{wrong}");
        }
    }
}
