//! Many measurements in a few figures.
//!
//! Knows ranks only; units are the caller's.

/// Measurements of one quantity.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    all: Vec<u64>,
    sorted: bool,
}

impl Figures {
    /// One more.
    pub fn add(&mut self, value: u64) {
        self.all.push(value);
        self.sorted = false;
    }

    /// All of others too.
    pub fn join(&mut self, others: Self) {
        self.all.extend(others.all);
        self.sorted = false;
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// The value that so many per mille are not above; 0 where there is none.
    pub fn per_mille(&mut self, part: usize) -> u64 {
        if !self.sorted {
            self.all.sort_unstable();
            self.sorted = true;
        }
        // The nearest rank: of a hundred values, the 99th is the p99.
        let rank = (self.all.len() * part).div_ceil(1_000).max(1);
        self.all.get(rank - 1).copied().unwrap_or(0)
    }

    /// The largest.
    pub fn most(&mut self) -> u64 {
        self.per_mille(1_000)
    }
}

impl FromIterator<u64> for Figures {
    fn from_iter<I: IntoIterator<Item = u64>>(values: I) -> Self {
        Self { all: values.into_iter().collect(), sorted: false }
    }
}

#[cfg(test)]
mod tests {
    use super::Figures;

    #[test]
    fn nearest_ranks() {
        let mut hundred: Figures = (1..=100).rev().collect();
        assert_eq!([500, 990, 999, 1_000].map(|part| hundred.per_mille(part)), [50, 99, 100, 100]);
        let mut one: Figures = [7].into_iter().collect();
        assert_eq!([0, 500, 990].map(|part| one.per_mille(part)), [7, 7, 7]);
        assert_eq!(Figures::default().per_mille(500), 0);
    }
}
