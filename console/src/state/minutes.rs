//! Spans of minutes in words: "10 minutes", "1 hour", "2 days".
//!
//! Knows whole units only; a span between them is told in the smaller one.

use crate::texts::{Language, Text};

/// The reply times one can choose (S57), in minutes.
pub const REPLY_CHOICES: [u32; 8] = [5, 10, 30, 60, 120, 240, 1_440, 2_880];

/// After how many minutes without a word one can have a chat close by itself (H67).
pub const CLOSING_CHOICES: [u16; 7] = [5, 15, 30, 60, 240, 720, 1_440];

/// A span in the largest unit that says it exactly.
#[must_use]
pub fn in_words(minutes: u32, language: Language) -> String {
    let (n, one, many) = match minutes {
        0 => (0, Text::OneMinute, Text::ManyMinutes),
        _ if minutes.is_multiple_of(1_440) => (minutes / 1_440, Text::OneDay, Text::ManyDays),
        _ if minutes.is_multiple_of(60) => (minutes / 60, Text::OneHour, Text::ManyHours),
        _ => (minutes, Text::OneMinute, Text::ManyMinutes),
    };
    if n == 1 { one.words(language).to_owned() } else { many.fill(language, &[("n", &n.to_string())]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_can_choose_the_edge_takes() {
        // H67
        assert!(
            CLOSING_CHOICES.iter().all(|minutes| protocol::limits::CLOSES_AFTER_MINUTES.contains(minutes))
        );
    }

    #[test]
    fn a_span_is_told_in_the_largest_unit_that_is_exact() {
        // S57
        for (minutes, english, german) in [
            (1, "1 minute", "1 Minute"),
            (10, "10 minutes", "10 Minuten"),
            (60, "1 hour", "1 Stunde"),
            (90, "90 minutes", "90 Minuten"),
            (240, "4 hours", "4 Stunden"),
            (1_440, "1 day", "1 Tag"),
            (2_880, "2 days", "2 Tage"),
            (1_500, "25 hours", "25 Stunden"),
        ] {
            assert_eq!(in_words(minutes, Language::English), english);
            assert_eq!(in_words(minutes, Language::German), german);
        }
    }
}
