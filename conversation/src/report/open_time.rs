//! How much of the time between two instants it was open.

use alloc::vec::Vec;

use crate::schedule::{Schedule, Span};
use crate::zone::Zone;

/// A schedule's open time over a stretch of time, added up beforehand: thousands of conversations are measured by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTime {
    /// Open spans in their order, each with the open ms before it.
    spans: Vec<(Span, u64)>,
}

impl OpenTime {
    /// Of a schedule between two instants (ms since 1970, UTC); `zone` is the schedule's own. Outside of them it is closed.
    #[must_use]
    pub fn new(schedule: &Schedule, zone: &Zone, from: u64, until: u64) -> Self {
        let mut open = 0;
        let spans = schedule.spans(from, until, zone).into_iter().map(|span| {
            let before = open;
            open += span.until - span.from;
            (span, before)
        });
        Self { spans: spans.collect() }
    }

    /// Open ms between two instants.
    #[must_use]
    pub fn between(&self, from: u64, until: u64) -> u64 {
        self.up_to(until).saturating_sub(self.up_to(from))
    }

    fn up_to(&self, at: u64) -> u64 {
        let begun = self.spans.partition_point(|(span, _)| span.from <= at);
        let last = begun.checked_sub(1).and_then(|place| self.spans.get(place));
        last.map_or(0, |(span, before)| before + at.min(span.until) - span.from)
    }
}
