//! Texts that no eight bytes tell apart, found in one pass over the address (Aho and Corasick, 1975).
//!
//! For needles that are very short, or so alike that a page could meet all of them in one place. One step a byte whatever
//! their number, so nobody can make a decision slow with them. Knows states and transitions; what is found is the walk's
//! business. All numbers are little-endian `u32`, a state is a row:
//!
//! | at | what |
//! |---|---|
//! | 0 | first child; those of one state stand together, by their bytes |
//! | 4 | number of children |
//! | 8 | the byte that leads here |
//! | 12 | the state of the longest proper suffix |
//! | 16 | the state that ends the longest needle here, itself or a suffix; [`NONE`] |
//! | 20 | first entry of the needles that end here |
//! | 24 | number of entries |

use super::{NONE, number, row};
use crate::book::place;

/// Bytes of a state.
pub(super) const STATE: usize = 28;

/// Reads states where they lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Automaton<'a>(pub(super) &'a [u8]);

impl Automaton<'_> {
    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether every state points to states and entries that exist, and suffixes to shorter ones, so that following them
    /// ends.
    pub(super) fn is_sound(self, entries: usize) -> bool {
        let states = self.0.len() / STATE;
        let fits = |state: &[u8], at: usize, all: usize| {
            place(state, at).checked_add(place(state, at + 4)).is_some_and(|end| end <= all)
        };
        self.0.chunks_exact(STATE).enumerate().all(|(at, state)| {
            let end = number(state, 16);
            fits(state, 0, states)
                && fits(state, 20, entries)
                && (place(state, 12) < at || at == 0 && place(state, 12) == 0)
                && (end == NONE || end as usize <= at)
        })
    }

    /// The state after one more byte.
    pub(crate) fn next(self, mut state: u32, byte: u8) -> u32 {
        loop {
            if let Some(child) = self.child(state, byte) {
                return child;
            }
            if state == 0 {
                return 0;
            }
            state = self.number(state, 12);
        }
    }

    fn child(self, state: u32, byte: u8) -> Option<u32> {
        let state = row(self.0, STATE, state as usize)?;
        let (mut low, mut high) = (number(state, 0), number(state, 0).saturating_add(number(state, 4)));
        while low < high {
            let middle = low.midpoint(high);
            match self.number(middle, 8).cmp(&u32::from(byte)) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The state that ends the longest needle here.
    pub(crate) fn end(self, state: u32) -> Option<u32> {
        Some(self.number(state, 16)).filter(|end| *end != NONE)
    }

    /// The state that ends the next shorter needle, of one that ends a needle.
    pub(crate) fn shorter(self, end: u32) -> Option<u32> {
        if end == 0 { None } else { self.end(self.number(end, 12)) }
    }

    /// The entries of the needles that end here: the first, and how many.
    pub(crate) fn entries(self, end: u32) -> (usize, usize) {
        let state = row(self.0, STATE, end as usize).unwrap_or_default();
        (place(state, 20), place(state, 24))
    }

    fn number(self, state: u32, at: usize) -> u32 {
        row(self.0, STATE, state as usize).map_or(NONE, |state| number(state, at))
    }
}

#[cfg(feature = "compile")]
pub(super) mod build {
    use alloc::{collections::BTreeMap, vec, vec::Vec};

    use super::{super::Entry, NONE};

    /// Most states: two megabytes of them.
    const MOST: usize = 1 << 16;

    /// Needles on their way into an automaton: states without their suffixes.
    #[derive(Default)]
    pub(in super::super) struct Needles {
        states: Vec<State>,
        needles: usize,
    }

    #[derive(Default)]
    struct State {
        children: BTreeMap<u8, usize>,
        entries: Vec<Entry>,
    }

    impl Needles {
        /// Takes a needle, while there is room.
        pub(in super::super) fn add(&mut self, needle: &[u8], entry: Entry) -> bool {
            if self.states.is_empty() {
                self.states.push(State::default());
            }
            let (mut state, mut rest) = (0, needle);
            while let Some((byte, after)) = rest.split_first()
                && let Some(child) = self.states[state].children.get(byte)
            {
                (state, rest) = (*child, after);
            }
            if needle.is_empty() || self.states.len() + rest.len() > MOST {
                return false;
            }
            for &byte in rest {
                let fresh = self.states.len();
                self.states[state].children.insert(byte, fresh);
                self.states.push(State::default());
                state = fresh;
            }
            self.states[state].entries.push(entry);
            self.needles += 1;
            true
        }

        pub(in super::super) fn len(&self) -> usize {
            self.needles
        }
    }

    /// The rows of the automaton; its entries are appended to `entries`.
    pub(in super::super) fn rows(needles: Needles, entries: &mut Vec<Entry>) -> Vec<u32> {
        let mut states = needles.states;
        if needles.needles == 0 {
            return Vec::new();
        }
        // By their lengths, so that suffixes come before what they are suffixes of.
        let mut order = vec![(0, 0_u8)];
        let mut rows: Vec<[u32; 7]> = Vec::with_capacity(states.len());
        let mut at = 0;
        while let Some(&(state, label)) = order.get(at) {
            let children = &states[state].children;
            rows.push([order.len() as u32, children.len() as u32, u32::from(label), 0, NONE, 0, 0]);
            order.extend(children.iter().map(|(&byte, &child)| (child, byte)));
            at += 1;
        }
        let child = |rows: &[[u32; 7]], state: u32, byte: u32| {
            let [first, count, ..] = rows[state as usize];
            (first..first + count).find(|child| rows[*child as usize][2] == byte)
        };
        for at in 0..rows.len() {
            let found = &mut states[order[at].0].entries;
            found.sort_by_key(|entry| (entry.rank, entry.rule));
            rows[at][5] = entries.len() as u32;
            rows[at][6] = found.len() as u32;
            entries.append(found);
            let suffix_end = rows[rows[at][3] as usize][4];
            rows[at][4] = if rows[at][6] > 0 { at as u32 } else { suffix_end };
            let [first, count, _, suffix, ..] = rows[at];
            for next in first..first + count {
                let byte = rows[next as usize][2];
                let mut of = suffix;
                // Children of the root have the root for a suffix; they are no suffixes of themselves.
                rows[next as usize][3] = if at == 0 {
                    0
                } else {
                    loop {
                        match child(&rows, of, byte) {
                            Some(found) => break found,
                            None if of == 0 => break 0,
                            None => of = rows[of as usize][3],
                        }
                    }
                };
            }
        }
        rows.into_iter().flatten().collect()
    }
}
