//! Durations, kept so that medians of parts can be put together.
//!
//! Counts in buckets, 32 to every doubling: below 64 a bucket is one number, above it is at most a 32nd of what it holds. So a
//! quantile is exact below 64, and nowhere further off than a 64th (1.6 %) from a value that is there. Knows no units.

use alloc::vec::Vec;

/// Buckets to a doubling, as a power of two.
const FINE: u32 = 5;

/// Numbers, as counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Sketch {
    /// Buckets and how many are in each, ascending.
    counts: Vec<(u16, u64)>,
}

impl Sketch {
    /// One more.
    pub fn add(&mut self, value: u64) {
        self.count_in(bucket(value), 1);
    }

    /// All of another.
    pub fn merge(&mut self, other: &Self) {
        for (bucket, count) in &other.counts {
            self.count_in(*bucket, *count);
        }
    }

    fn count_in(&mut self, bucket: u16, count: u64) {
        match self.counts.binary_search_by_key(&bucket, |(bucket, _)| *bucket) {
            Ok(place) => self.counts[place].1 += count,
            Err(place) => self.counts.insert(place, (bucket, count)),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// The least number that at least so many hundredths of all do not exceed; none of none.
    #[must_use]
    pub fn quantile(&self, hundredths: u8) -> Option<u64> {
        let rank = self.count().saturating_mul(u64::from(hundredths)).div_ceil(100).max(1);
        let mut below = 0;
        let reached = self.counts.iter().find(|(_, count)| {
            below += count;
            below >= rank
        });
        reached.map(|(bucket, _)| middle(*bucket))
    }
}

/// The bucket of a number.
fn bucket(value: u64) -> u16 {
    let shift = value.checked_ilog2().unwrap_or(0).saturating_sub(FINE);
    // 59 shifts of 32 buckets, and 64 numbers.
    ((u64::from(shift) << FINE) + (value >> shift)) as u16
}

/// The number in the middle of a bucket.
fn middle(bucket: u16) -> u64 {
    let bucket = u64::from(bucket);
    let shift = (bucket >> FINE).saturating_sub(1).min(58);
    let least = (bucket - (shift << FINE)) << shift;
    least + (1 << shift >> 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sketch(values: &[u64]) -> Sketch {
        let mut sketch = Sketch::default();
        values.iter().for_each(|value| sketch.add(*value));
        sketch
    }

    fn exact(values: &[u64], hundredths: u8) -> Option<u64> {
        let mut values = values.to_vec();
        values.sort_unstable();
        let rank = (values.len() * usize::from(hundredths)).div_ceil(100).max(1);
        values.get(rank - 1).copied()
    }

    #[test]
    fn quantiles_of_named_cases() {
        // P82: what, its values, the median, the ninetieth
        type Case<'t> = (&'t str, &'t [u64], Option<u64>, Option<u64>);
        let cases: [Case<'_>; 6] = [
            ("nothing", &[], None, None),
            ("one", &[7], Some(7), Some(7)),
            ("nothing at all took any time", &[0, 0], Some(0), Some(0)),
            ("two: the lower one", &[3, 9], Some(3), Some(9)),
            ("ten", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Some(5), Some(9)),
            ("one far out moves neither", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1 << 40], Some(5), Some(9)),
        ];
        for (name, values, median, ninetieth) in cases {
            let sketch = sketch(values);
            assert_eq!((sketch.quantile(50), sketch.quantile(90)), (median, ninetieth), "{name}");
        }
    }

    #[test]
    fn every_number_has_its_bucket() {
        for value in (0..100_000).chain((0..64).flat_map(|bit| [1 << bit, (1 << bit) - 1])).chain([u64::MAX])
        {
            let middle = middle(bucket(value));
            let off = value.abs_diff(middle);
            assert!(if value < 64 { off == 0 } else { off <= value / 64 + 1 }, "{value} {middle}");
        }
    }

    proptest! {
        #[test]
        fn parts_merge_to_the_whole(one in prop::collection::vec(any::<u64>(), 0..60), other in prop::collection::vec(any::<u64>(), 0..60)) {
            // P82
            let mut merged = sketch(&one);
            merged.merge(&sketch(&other));
            prop_assert_eq!(merged, sketch(&[one, other].concat()));
        }

        #[test]
        fn a_quantile_is_nowhere_far_off(values in prop::collection::vec(0_u64..100_000_000_000, 1..200), hundredths in 0_u8..=100) {
            // P82: 2 % at most
            let (near, exact) = (sketch(&values).quantile(hundredths).unwrap(), exact(&values, hundredths).unwrap());
            prop_assert!(near.abs_diff(exact) * 50 <= exact, "{} {}", near, exact);
        }
    }
}
