//! Rows that were chosen, to do something with all of them at once (P48).
//!
//! Knows ids and their order on the screen.

use std::collections::HashSet;

use conversation::ids::ThreadId;

/// The chosen threads, and where a range begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    ids: HashSet<ThreadId>,
    anchor: Option<ThreadId>,
}

impl Selected {
    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether nothing is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether this one is.
    #[must_use]
    pub fn has(&self, thread: &ThreadId) -> bool {
        self.ids.contains(thread)
    }

    /// Chooses one, or takes it out again. The next range begins here.
    pub fn toggle(&mut self, thread: &ThreadId) {
        if !self.ids.remove(thread) {
            self.ids.insert(thread.clone());
        }
        self.anchor = Some(thread.clone());
    }

    /// Chooses everything from where the last one was chosen to `thread`.
    pub fn reach(&mut self, order: &[ThreadId], thread: &ThreadId) {
        let at = |wanted: &ThreadId| order.iter().position(|id| id == wanted);
        let Some(to) = at(thread) else { return };
        let from = self.anchor.as_ref().and_then(at).unwrap_or(to);
        self.ids.extend(order[from.min(to)..=from.max(to)].iter().cloned());
        self.anchor.get_or_insert_with(|| thread.clone());
    }

    /// Chooses all that are shown; where all are chosen already, none.
    pub fn toggle_all(&mut self, order: &[ThreadId]) {
        if order.iter().all(|id| self.ids.contains(id)) {
            self.ids.clear();
        } else {
            self.ids.extend(order.iter().cloned());
        }
    }

    /// The chosen ones in the order of the screen; what has left the list is no longer chosen.
    #[must_use]
    pub fn of(&self, order: &[ThreadId]) -> Vec<ThreadId> {
        if self.ids.is_empty() {
            return Vec::new();
        }
        order.iter().filter(|id| self.ids.contains(id)).cloned().collect()
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
    fn rows_are_chosen_one_by_one_by_range_and_all() {
        // P48
        let order = ids(&[1, 2, 3, 4, 5]);
        let mut selected = Selected::default();
        selected.reach(&order, &thread_id(2));
        assert_eq!(selected.of(&order), ids(&[2]), "a range from nowhere is one row");
        selected.toggle(&thread_id(4));
        selected.toggle(&thread_id(2));
        assert_eq!(selected.of(&order), ids(&[4]));
        selected.reach(&order, &thread_id(5));
        assert_eq!(selected.of(&order), ids(&[2, 3, 4, 5]), "from where the last act was");
        selected.toggle_all(&order);
        assert_eq!(selected.len(), 5);
        assert_eq!(selected.of(&ids(&[3, 1])), ids(&[3, 1]), "what left the list is not done anything with");
        selected.toggle_all(&order);
        assert!(selected.is_empty());
    }
}
