//! How fast somebody may do something: visitors write, and followers of a link ask.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use protocol::code::Code;

use crate::error::Error;

/// So many acts of everybody, told apart by a `Who`, in a window of time.
///
/// A cache that may be dropped: an object sleeps only after more quiet than the window is long.
#[derive(Debug)]
pub struct Pace<Who> {
    acts: usize,
    window_ms: u64,
    recent: HashMap<Who, VecDeque<u64>>,
}

/// How many are remembered before the quiet ones are forgotten.
const REMEMBERED: usize = 1_024;

impl<Who: Clone + Eq + Hash> Pace<Who> {
    /// So many acts in so many milliseconds.
    #[must_use]
    pub fn new(acts: u32, window_ms: u64) -> Self {
        Self { acts: acts as usize, window_ms, recent: HashMap::new() }
    }

    /// Lets an act through, or says how long to wait.
    ///
    /// # Errors
    /// `rate_limited`, with the time until the next one may come.
    pub fn admit(&mut self, who: &Who, now: u64) -> Result<(), Error> {
        let window = self.window_ms;
        // What is yet to come was noted before the clock was put back; it must not hold anybody up until then.
        let over = |time: &u64| *time > now || time.saturating_add(window) <= now;
        if self.recent.len() >= REMEMBERED {
            self.recent.retain(|_, times| times.back().is_some_and(|last| !over(last)));
        }
        let times = self.recent.entry(who.clone()).or_default();
        while times.front().is_some_and(over) {
            times.pop_front();
        }
        if times.len() >= self.acts {
            let wait = times.front().map_or(window, |first| first.saturating_add(window).saturating_sub(now));
            let limit = format!("at most {} in {} seconds", self.acts, window / 1_000);
            return Err(Error::rejected(Code::RateLimited, limit).retry_after(wait));
        }
        times.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use conversation::ids::{VisitorId, random_part};

    use super::*;

    fn visitor(n: u8) -> VisitorId {
        VisitorId::from_random([n; 16])
    }

    fn refused(result: Result<(), Error>) -> Option<Code> {
        result.err().map(|error| error.code())
    }

    #[test]
    fn row_20_the_21st_message_in_ten_seconds_waits() {
        // row 20
        let mut pace = Pace::new(20, 10_000);
        for n in 0..20 {
            pace.admit(&visitor(1), 1_000 + n).unwrap();
        }
        let Err(Error::Rejected(problem)) = pace.admit(&visitor(1), 5_000) else { panic!("let through") };
        assert_eq!((problem.code, problem.retry_after_ms), (Code::RateLimited, Some(6_000)));
        pace.admit(&visitor(2), 5_000).unwrap();
        pace.admit(&visitor(1), 11_000).unwrap();
        assert_eq!(refused(pace.admit(&visitor(1), 11_000)), Some(Code::RateLimited));
    }

    #[test]
    fn a_clock_that_is_put_back_holds_nobody_up() {
        // F6
        let mut pace = Pace::new(2, 10_000);
        for now in [3_600_000, 3_600_001, 5_000, 5_001] {
            pace.admit(&visitor(1), now).unwrap();
        }
        assert_eq!(refused(pace.admit(&visitor(1), 5_002)), Some(Code::RateLimited));
    }

    #[test]
    fn quiet_visitors_are_forgotten() {
        let mut pace = Pace::new(20, 10_000);
        for n in 0..3_000_u64 {
            let who = VisitorId::parse(&random_part(u128::from(n).to_be_bytes())).unwrap();
            pace.admit(&who, n * 100).unwrap();
        }
        assert!(pace.recent.len() <= REMEMBERED);
    }
}
