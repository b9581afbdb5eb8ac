//! Whether someone will answer now, and what to tell the visitor if not.
//!
//! One function answers for widget, router and console. Knows no clock: the time comes in.
//! Modes by agent status and by business hours come with their own issue; [`Mode`] is where they land.

/// How a chatflow decides whether its team is available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Availability"))]
#[cfg_attr(feature = "serde", serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields))]
pub enum Mode {
    /// The team is always shown as available (S56).
    Always {
        /// The typical reply time in minutes, which every visitor reads in their own language; none shows nothing (S57).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        reply_minutes: Option<u32>,
    },
}

impl Default for Mode {
    fn default() -> Self {
        Self::Always { reply_minutes: None }
    }
}

/// What holds at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// Someone will answer.
    Available {
        /// The typical reply time to show, in minutes.
        reply_minutes: Option<u32>,
    },
}

/// Says whether the team is available at `now` (ms since 1970, UTC).
#[must_use]
pub fn availability(mode: &Mode, _now: u64) -> Availability {
    match mode {
        Mode::Always { reply_minutes } => Availability::Available { reply_minutes: *reply_minutes },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn always_is_available_at_any_instant() {
        // S56
        for now in [0, 1_000, 1_795_219_200_000, u64::MAX] {
            assert_eq!(availability(&Mode::default(), now), Availability::Available { reply_minutes: None });
        }
    }

    #[test]
    fn the_reply_time_is_shown_only_where_one_is_set() {
        // S57
        let mode = Mode::Always { reply_minutes: Some(10) };
        assert_eq!(availability(&mode, 0), Availability::Available { reply_minutes: Some(10) });
    }
}
