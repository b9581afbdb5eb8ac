//! Time, taken in turns.
//!
//! Engines are run one after the other, round by round, so that whatever slows the machine down slows all of them
//! down; a ratio is taken within a round. What counts is the processor time of this thread: what other programs do with
//! the machine meanwhile is left out, except for what they do to its caches.

use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};

/// Work that is done `count` times in a pass.
pub(crate) struct Lap<'w> {
    /// How often a pass does it.
    pub(crate) count: usize,
    /// A pass; what it gives is of no interest, only that the compiler cannot leave it out.
    pub(crate) pass: Box<dyn Fn() -> usize + 'w>,
}

impl<'w> Lap<'w> {
    /// This work, so often.
    pub(crate) fn new(count: usize, pass: impl Fn() -> usize + 'w) -> Self {
        Self { count, pass: Box::new(pass) }
    }
}

/// What one lap took in each round, in nanoseconds each time it was done.
#[derive(Clone, Debug)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// The least disturbed round.
    pub(crate) fn least(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The round in the middle.
    pub(crate) fn median(&self) -> f64 {
        median(self.0.clone())
    }

    /// How many times as long as another lap it took: the middle of what each round says.
    pub(crate) fn over(&self, other: &Self) -> f64 {
        median(self.0.iter().zip(&other.0).map(|(ours, theirs)| ours / theirs).collect())
    }
}

/// The value in the middle; not a number if there is none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => values[length / 2],
        length => f64::midpoint(values[length / 2 - 1], values[length / 2]),
    }
}

/// Runs every lap in every round, after a first round that only warms up.
pub(crate) fn run(laps: &[Lap<'_>], rounds: usize) -> Vec<Times> {
    let mut times = vec![Times(Vec::with_capacity(rounds)); laps.len()];
    for round in 0..=rounds {
        for (lap, times) in laps.iter().zip(&mut times) {
            let took = time(|| {
                black_box((lap.pass)());
            });
            if round > 0 {
                times.0.push(took / lap.count as f64);
            }
        }
    }
    times
}

/// Nanoseconds of processor time that the work takes.
pub(crate) fn time(work: impl FnOnce()) -> f64 {
    let before = now();
    work();
    now() - before
}

fn now() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_taken_within_a_round() {
        let ours = Times(vec![10.0, 400.0, 30.0]);
        let theirs = Times(vec![20.0, 800.0, 30.0]);
        assert_eq!((ours.least(), ours.median(), ours.over(&theirs)), (10.0, 30.0, 0.5));
        assert_eq!(median(vec![1.0, 3.0]), 2.0);
    }

    #[test]
    fn every_lap_runs_in_every_round() {
        let runs = std::cell::Cell::new(0);
        let lap = || Lap::new(1, || runs.replace(runs.get() + 1));
        assert_eq!(run(&[lap(), lap()], 3).len(), 2);
        assert_eq!(runs.get(), 8);
    }
}
