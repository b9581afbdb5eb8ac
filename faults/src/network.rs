//! A network that is bad all the time, in every way that a real one can be under TCP.
//!
//! Knows how often what happens to a frame. Single frames are never lost or swapped here: TCP does not do that, and the
//! tests that do it anyway have rules of their own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::chance::Chance;
use crate::proxy::{Fate, Passing, Rule};

/// Of so many frames one is the last of its connection, cut anywhere in it.
const CUT: u64 = 400;
/// Of so many frames one makes everything behind it late.
const LATE: u64 = 100;
/// Of so many frames one is the last that arrives on its way, while the connection looks open.
const HOLE: u64 = 4_000;
/// How late, at most.
const LATE_MS: u64 = 200;

/// A bad network; it can be told to be good from now on.
#[derive(Clone)]
pub struct Bad {
    chance: Arc<Mutex<Chance>>,
    is_over: Arc<AtomicBool>,
}

impl Bad {
    /// One whose accidents begin with this chance.
    #[must_use]
    pub fn new(chance: Chance) -> Self {
        Self { chance: Arc::new(Mutex::new(chance)), is_over: Arc::default() }
    }

    /// The rule for a [`Proxy`](crate::proxy::Proxy).
    #[must_use]
    pub fn rule(&self) -> Rule {
        let network = self.clone();
        Arc::new(move |frame| network.fate(frame))
    }

    /// No more accidents. What fell into a hole stays there.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    fn fate(&self, frame: &Passing<'_>) -> Fate {
        if self.is_over.load(Ordering::Relaxed) {
            return Fate::Pass;
        }
        let mut chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner);
        let mut one_of = |many: u64| chance.between(1, many) == 1;
        match (one_of(CUT), one_of(HOLE), one_of(LATE)) {
            (true, _, _) => Fate::Cut(chance.between(0, frame.bytes as u64) as usize),
            (_, true, _) => Fate::Hole,
            (_, _, true) => Fate::Late(Duration::from_millis(chance.between(1, LATE_MS))),
            _ => Fate::Pass,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::Way;

    #[test]
    fn it_is_as_bad_as_it_says_until_it_is_over() {
        let network = Bad::new(Chance::new(1));
        let frame = Passing { way: Way::Up, socket: 0, text: "{}", bytes: 8 };
        let mut counts = [0_u64; 4];
        for _ in 0..100_000 {
            counts[match network.fate(&frame) {
                Fate::Cut(at) => {
                    assert!(at <= 8);
                    0
                }
                Fate::Late(time) => {
                    assert!(time <= Duration::from_millis(LATE_MS));
                    1
                }
                Fate::Hole => 2,
                _ => 3,
            }] += 1;
        }
        let [cut, late, hole, _] = counts;
        assert!(
            (200..300).contains(&cut) && (850..1_150).contains(&late) && (10..50).contains(&hole),
            "{counts:?}"
        );
        network.end();
        assert!((0..1_000).all(|_| network.fate(&frame) == Fate::Pass));
    }
}
