//! When a visitor is asked for an e-mail address (S48).
//!
//! Knows the moment. Does not know whether the visitor is known already: nobody asks those (S51). Asking when the team
//! is away comes with availability.

/// When a chatflow asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// As soon as the visitor wrote something.
    RightAway,
    /// When so many minutes passed without an answer.
    Unanswered {
        /// 1 to 1,440.
        minutes: u16,
    },
}

/// Most minutes to wait for an answer: a day.
pub const MAX_MINUTES: u16 = 1_440;

/// The time (ms) at which to ask; `None` while there is nothing to wait for.
///
/// `first_written` is when the visitor's first message of the thread was stored, `waiting_since` when their oldest
/// unanswered one was.
#[must_use]
pub fn due_at(when: When, first_written: Option<u64>, waiting_since: Option<u64>) -> Option<u64> {
    match when {
        When::RightAway => first_written,
        When::Unanswered { minutes } => waiting_since.map(|since| since + u64::from(minutes) * 60_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_away_asks_with_the_first_message() {
        // S48
        assert_eq!(due_at(When::RightAway, None, None), None);
        assert_eq!(due_at(When::RightAway, Some(7), None), Some(7));
        assert_eq!(due_at(When::RightAway, Some(7), Some(9)), Some(7));
    }

    #[test]
    fn unanswered_waits_and_an_answer_stops_the_wait() {
        // S48
        let when = When::Unanswered { minutes: 5 };
        assert_eq!(due_at(when, None, None), None);
        assert_eq!(due_at(when, Some(7), Some(7)), Some(300_007));
        assert_eq!(due_at(when, Some(7), None), None);
    }
}
