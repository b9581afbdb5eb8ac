//! Whether someone will answer now, and what to tell the visitor if not.
//!
//! One function answers for widget, router and console. Knows no clock: the time comes in.
//! Modes by agent status and by business hours come with their own issue; [`Mode`] is where they land.

use alloc::string::String;

/// How a chatflow decides whether its team is available.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields))]
pub enum Mode {
    /// The team is always shown as available (S56).
    Always {
        /// What visitors read about the typical reply time, such as "within 10 minutes"; none shows nothing (S57).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        reply_time: Option<String>,
    },
}

impl Default for Mode {
    fn default() -> Self {
        Self::Always { reply_time: None }
    }
}

/// What holds at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability<'a> {
    /// Someone will answer.
    Available {
        /// The typical reply time to show.
        reply_time: Option<&'a str>,
    },
}

/// Says whether the team is available at `now` (ms since 1970, UTC).
#[must_use]
pub fn availability(mode: &Mode, _now: u64) -> Availability<'_> {
    match mode {
        Mode::Always { reply_time } => Availability::Available { reply_time: reply_time.as_deref() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn always_is_available_at_any_instant() {
        // S56
        for now in [0, 1_000, 1_795_219_200_000, u64::MAX] {
            assert_eq!(availability(&Mode::default(), now), Availability::Available { reply_time: None });
        }
    }

    #[test]
    fn the_reply_time_is_shown_only_where_one_is_set() {
        // S57
        let mode = Mode::Always { reply_time: Some("within 10 minutes".into()) };
        assert_eq!(availability(&mode, 0), Availability::Available { reply_time: Some("within 10 minutes") });
    }
}
