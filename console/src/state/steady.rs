//! An order that stands still while somebody aims at it.
//!
//! A list that sorts itself must not slide under a pointer that is about to press. While it is held, what is shown
//! keeps its places: rows that would leave stay, rows that would come or rise wait. Knows ids only; who holds it and
//! for how long is decided elsewhere (`acts::list`).

use std::collections::{HashMap, HashSet};

use conversation::ids::ThreadId;

/// What is shown of a live order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steady {
    shown: Vec<ThreadId>,
    held: bool,
    leaving: Vec<ThreadId>,
    waiting: usize,
}

impl Steady {
    /// From now on what is shown keeps its place.
    pub fn hold(&mut self) {
        self.held = true;
    }

    /// From now on what is shown follows again.
    pub fn release(&mut self, live: &[ThreadId]) {
        self.held = false;
        self.settle(live);
    }

    /// Shows everything as it is, held or not: the reader asked for it, or it was their own doing.
    pub fn settle(&mut self, live: &[ThreadId]) {
        self.shown = live.to_vec();
        self.leaving.clear();
        self.waiting = 0;
    }

    /// The live order is another one.
    pub fn follow(&mut self, live: &[ThreadId]) {
        if !self.held {
            return self.settle(live);
        }
        let here: HashSet<&ThreadId> = self.shown.iter().collect();
        // What comes after everything that is shown moves nothing, such as older rows that were asked for.
        let after = live.iter().rposition(|id| here.contains(id)).map_or(0, |last| last + 1);
        self.shown.extend_from_slice(&live[after..]);

        let places: HashMap<&ThreadId, usize> =
            self.shown.iter().enumerate().map(|(at, id)| (id, at)).collect();
        // From the end: whoever stands above somebody they stood below has risen.
        let mut highest = usize::MAX;
        self.waiting = 0;
        for id in live.iter().rev() {
            match places.get(id) {
                Some(at) if *at > highest => self.waiting += 1,
                Some(at) => highest = *at,
                None => self.waiting += 1,
            }
        }
        let live: HashSet<&ThreadId> = live.iter().collect();
        self.leaving = self.shown.iter().filter(|id| !live.contains(id)).cloned().collect();
    }

    /// What is shown, in order.
    #[must_use]
    pub fn shown(&self) -> &[ThreadId] {
        &self.shown
    }

    /// How many rows wait to come in or to rise.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Whether a row is only still shown.
    #[must_use]
    pub fn is_leaving(&self, id: &ThreadId) -> bool {
        self.leaving.contains(id)
    }

    /// Whether letting go would change what is shown.
    #[must_use]
    pub fn differs_from(&self, live: &[ThreadId]) -> bool {
        self.shown != live
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample::thread_id;

    fn ids(all: &[u8]) -> Vec<ThreadId> {
        all.iter().copied().map(thread_id).collect()
    }

    #[test]
    fn a_held_order_keeps_every_row_in_its_place() {
        for (what, before, live, shown, waiting, leaving) in [
            ("nothing changes", &[1, 2, 3][..], &[1, 2, 3][..], &[1, 2, 3][..], 0, &[][..]),
            ("a new row waits", &[1, 2], &[9, 1, 2], &[1, 2], 1, &[]),
            ("new rows wait", &[1, 2], &[9, 1, 8, 2], &[1, 2], 2, &[]),
            ("a row that rises waits", &[1, 2, 3], &[3, 1, 2], &[1, 2, 3], 1, &[]),
            ("two rise", &[1, 2, 3, 4], &[4, 3, 1, 2], &[1, 2, 3, 4], 2, &[]),
            ("one rises above one that rose", &[1, 2, 3], &[2, 1, 3], &[1, 2, 3], 1, &[]),
            ("a row that leaves stays", &[1, 2, 3], &[1, 3], &[1, 2, 3], 0, &[2]),
            ("the last leaves", &[1, 2, 3], &[1, 2], &[1, 2, 3], 0, &[3]),
            ("older rows join at the end", &[1, 2], &[1, 2, 3, 4], &[1, 2, 3, 4], 0, &[]),
            ("new above, older below", &[1, 2], &[9, 1, 2, 3], &[1, 2, 3], 1, &[]),
            ("an empty list has nothing to hold", &[], &[9, 8], &[9, 8], 0, &[]),
            ("all leave, one comes", &[1, 2], &[9], &[1, 2, 9], 0, &[1, 2]),
        ] {
            let mut steady = Steady::default();
            steady.follow(&ids(before));
            steady.hold();
            steady.follow(&ids(live));
            assert_eq!(steady.shown(), ids(shown), "{what}");
            assert_eq!(steady.waiting(), waiting, "{what}");
            assert_eq!(steady.leaving, ids(leaving), "{what}");
            // Once more of the same is no news.
            let once = steady.clone();
            steady.follow(&ids(live));
            assert_eq!(steady, once, "{what}, twice");
            steady.release(&ids(live));
            assert_eq!((steady.shown(), steady.waiting()), (&ids(live)[..], 0), "{what}, let go");
        }
    }

    #[test]
    fn what_is_held_can_be_shown_on_demand_and_is_held_on() {
        let mut steady = Steady::default();
        steady.follow(&ids(&[1, 2]));
        steady.hold();
        steady.follow(&ids(&[3, 1, 2]));
        assert!(steady.differs_from(&ids(&[3, 1, 2])));
        steady.settle(&ids(&[3, 1, 2]));
        assert_eq!(steady.shown(), ids(&[3, 1, 2]));
        steady.follow(&ids(&[2, 3, 1]));
        assert_eq!((steady.shown(), steady.waiting()), (&ids(&[3, 1, 2])[..], 1));
    }

    #[test]
    fn a_row_that_left_and_came_back_does_not_stand_twice() {
        let mut steady = Steady::default();
        steady.follow(&ids(&[1, 2, 3]));
        steady.hold();
        steady.follow(&ids(&[1, 3]));
        assert!(steady.is_leaving(&thread_id(2)));
        steady.follow(&ids(&[2, 1, 3]));
        assert_eq!((steady.shown(), steady.waiting()), (&ids(&[1, 2, 3])[..], 1));
        assert!(!steady.is_leaving(&thread_id(2)));
    }
}
