//! Threads that might come: arrivals made from a model that is given as data.
//!
//! Knows how many come in which hour and how long one of them keeps an agent. The same seed gives the same arrivals, so
//! that two policies can be held against each other. Knows no logarithms: within its hour an arrival comes whenever it
//! likes, and how long it takes is one of the values that were given.

use alloc::vec::Vec;

/// An hour, in ms.
const HOUR: u64 = 3_600_000;

/// How threads come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// What makes these arrivals and no others.
    pub seed: u64,
    /// How many come in each hour from the first on; when they are through they begin again.
    pub per_hour: Vec<u32>,
    /// How long one keeps whoever has it (ms): each of these as often as the others.
    pub handling_ms: Vec<u64>,
}

/// One that comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// When (ms since 1970, UTC).
    pub at: u64,
    /// How long it keeps whoever has it (ms).
    pub handling_ms: u64,
}

impl Model {
    /// Those that come from one instant until another (ms since 1970, UTC), the first one first.
    #[must_use]
    pub fn arrivals(&self, from: u64, until: u64) -> Vec<Coming> {
        let mut dice = Dice(self.seed);
        let mut coming = Vec::new();
        let (mut hour, mut numbers) = (from, self.per_hour.iter().cycle());
        while hour < until {
            let Some(number) = numbers.next() else { break };
            for _ in 0..*number {
                let at = hour.saturating_add(dice.below(HOUR));
                let which = dice.below(self.handling_ms.len() as u64) as usize;
                let handling_ms = self.handling_ms.get(which).copied().unwrap_or(0);
                if at < until {
                    coming.push(Coming { at, handling_ms });
                }
            }
            hour = hour.saturating_add(HOUR);
        }
        coming.sort_by_key(|coming| coming.at);
        coming
    }
}

/// Numbers that look like chance and follow from a seed: [SplitMix64](https://prng.di.unimi.it/splitmix64.c).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another one; 0 below 0.
    pub(super) fn below(&mut self, most: u64) -> u64 {
        // The high half of a product is as even as the roll itself, to within one in 2^64.
        ((u128::from(self.roll()) * u128::from(most)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn as_many_come_in_each_hour_as_the_model_says_and_always_the_same() {
        // N31
        let model = Model { seed: 7, per_hour: vec![3, 0, 40], handling_ms: vec![60_000, 120_000] };
        let from = 1_795_000_000_000;
        let coming = model.arrivals(from, from + 6 * HOUR);
        let in_hour = |hour: u64| coming.iter().filter(|coming| (coming.at - from) / HOUR == hour).count();
        assert_eq!([0, 1, 2, 3, 4, 5].map(in_hour), [3, 0, 40, 3, 0, 40]);
        assert!(coming.windows(2).all(|pair| pair[0].at <= pair[1].at));
        assert!(coming.iter().any(|coming| coming.handling_ms == 60_000));
        assert!(coming.iter().any(|coming| coming.handling_ms == 120_000));
        assert_eq!(coming, model.arrivals(from, from + 6 * HOUR));
        assert_ne!(coming, Model { seed: 8, ..model.clone() }.arrivals(from, from + 6 * HOUR));
        let half = model.arrivals(from, from + HOUR / 2);
        assert!(half.iter().all(|coming| coming.at < from + HOUR / 2), "what is cut off does not come");
        assert_eq!(Model::default().arrivals(from, from + HOUR), []);
    }
}
