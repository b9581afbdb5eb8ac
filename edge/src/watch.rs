//! Which of an object's lines have to end, and when they are looked at again (P7, P8).
//!
//! Knows times and counts. Does not know sockets, nor how one learns when somebody was heard of.

use protocol::code::close;
use protocol::limits::{HELLO_MS, LAGGING_MS, SILENT_MS, SWEEP_MS};

use crate::credit::Kept;

/// How long a line is put up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// That lags, in ms.
    pub lagging_ms: u64,
    /// That does not ping, in ms.
    pub silent_ms: u64,
    /// Least time between two looks at who is silent, in ms.
    pub sweep_ms: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Self { lagging_ms: LAGGING_MS, silent_ms: SILENT_MS, sweep_ms: SWEEP_MS }
    }
}

/// What is known of a line.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// When it opened, in ms.
    pub opened_at: u64,
    /// Whether `hello` was said.
    pub greeted: bool,
    /// When it was last heard of, in ms.
    pub heard_at: u64,
    /// What it was sent, where its client counts that.
    pub flow: Option<&'a Kept>,
}

/// Why a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// No hello came.
    NoHello,
    /// It lagged, and got no further.
    Lagging,
    /// Nobody pings.
    Silent,
}

impl End {
    /// The code it is closed with.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::NoHello => close::HELLO_TIMEOUT,
            Self::Lagging => close::LAGGING,
            Self::Silent => close::SILENT,
        }
    }
}

/// Looks at a line: when it has to be looked at again, in ms.
///
/// # Errors
/// Why it ends now.
pub fn look(seen: Seen<'_>, patience: Patience, now: u64) -> Result<u64, End> {
    if !seen.greeted {
        let by = seen.opened_at.saturating_add(HELLO_MS);
        return if by > now { Ok(by) } else { Err(End::NoHello) };
    }
    let lagging = seen.flow.and_then(|kept| kept.due(patience.lagging_ms));
    if lagging.is_some_and(|by| by <= now) {
        return Err(End::Lagging);
    }
    let by = seen.heard_at.saturating_add(patience.silent_ms);
    if by <= now {
        return Err(End::Silent);
    }
    // A look for silence alone wakes an object that sleeps.
    let silent = by.max(now.saturating_add(patience.sweep_ms));
    Ok(lagging.map_or(silent, |by| by.min(silent)))
}

/// Where a visitor has more than `most` lines, those that give way, by their place in `heard`, which says of each, oldest
/// first, when it was last heard of (ms). First go those that were quiet for longest: most often their network died, and
/// the person is on a newer one; else nothing happens on them. Then the oldest.
#[must_use]
pub fn give_way(heard: &[u64], most: usize, patience: Patience, now: u64) -> Vec<usize> {
    let too_many = heard.len().saturating_sub(most);
    // A client on whose line something happened lately pings at least every 24 s: within a third of the time after which
    // it is given up anyway.
    let is_late = |line: &usize| heard[*line].saturating_add(patience.silent_ms / 3) <= now;
    let (mut late, alive): (Vec<usize>, Vec<usize>) = (0..heard.len()).partition(is_late);
    // Among several the one that is heard of least is the dead one.
    late.sort_by_key(|line| heard[*line]);
    late.into_iter().chain(alive).take(too_many).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credit::Credit;

    const NOW: u64 = 1_000_000;

    fn seen(greeted: bool, opened: u64, heard: u64) -> Seen<'static> {
        Seen { opened_at: NOW - opened, greeted, heard_at: NOW - heard, flow: None }
    }

    #[test]
    fn each_line_is_looked_at_when_something_is_due() {
        // P7
        for (line, expected) in [
            (seen(false, 9_999, 9_999), Ok(NOW + 1)),
            (seen(false, 10_000, 10_000), Err(End::NoHello)),
            (seen(true, 500_000, 0), Ok(NOW + 90_000)),
            (seen(true, 500_000, 40_000), Ok(NOW + 60_000)),
            (seen(true, 500_000, 89_999), Ok(NOW + 60_000)),
            (seen(true, 500_000, 90_000), Err(End::Silent)),
        ] {
            assert_eq!(look(line, Patience::default(), NOW), expected, "{line:?}");
        }
    }

    #[test]
    fn who_lags_is_looked_at_when_their_time_is_over() {
        // P8
        let mut credit = Credit::default();
        credit.sent(10);
        credit.told(NOW);
        let kept = credit.keep();
        let line = Seen { flow: Some(&kept), ..seen(true, 500_000, 0) };
        assert_eq!(look(line, Patience::default(), NOW + 1), Ok(NOW + 60_000));
        assert_eq!(look(line, Patience::default(), NOW + 60_000), Err(End::Lagging));
    }

    #[test]
    fn the_dead_give_way_before_the_living() {
        // P7: how long ago each was heard of, oldest line first, and who goes
        for (ago, expected) in [
            (vec![0, 0, 0], vec![]),
            (vec![10_000, 20_000, 5_000, 0], vec![0]),
            // A tab that lives, and one whose network died thrice.
            (vec![10_000, 80_000, 60_000, 40_000, 0], vec![1, 2]),
            (vec![10_000, 20_000, 40_000, 0], vec![2]),
            // A tab that lives and on which nothing happens, and one whose network died.
            (vec![50_000, 10_000, 80_000, 0], vec![2]),
            (vec![50_000, 10_000, 80_000, 0, 0], vec![2, 0]),
            (vec![29_999, 30_000, 0, 0, 0], vec![1, 0]),
        ] {
            let heard: Vec<u64> = ago.iter().map(|ago| NOW - ago).collect();
            assert_eq!(give_way(&heard, 3, Patience::default(), NOW), expected, "{ago:?}");
        }
    }
}
