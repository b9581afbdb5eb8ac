//! Whom a visitor is told they talk to, where that is not the same for everybody: three drawn of many (S43), or the
//! contact's owner (S45).
//!
//! Knows names. Draws no lot itself: the number is the caller's, so that one page load, and later one visitor, keeps
//! seeing the same three.

use conversation::ids::AgentId;
use protocol::boot::Show;
use protocol::frame::Agent;
use serde::{Deserialize, Serialize};

/// So many are shown at most.
pub(super) const SHOWN: usize = 3;

/// Who may stand in the heading beside, or in place of, those that the chatflow shows everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speakers {
    /// The same for everybody.
    #[default]
    Fixed,
    /// Three of these names, which are more.
    Drawn(Vec<String>),
    /// The owner of the visitor's contact, by these names; whoever has none gets what everybody gets.
    Owner(Vec<Agent>),
}

impl Speakers {
    /// `show` as one visitor gets it: whose contact has that owner, and who drew that number.
    #[must_use]
    pub fn put_into(&self, mut show: Show, owner: Option<&AgentId>, draw: u32) -> Show {
        match self {
            Self::Fixed => {}
            Self::Drawn(names) => {
                show.agents = three(names, draw);
                show.heading = show.agents.join(", ");
                show.draw = Some(draw);
            }
            Self::Owner(people) => {
                if let Some(agent) = owner.and_then(|owner| people.iter().find(|agent| agent.id == *owner)) {
                    show.heading.clone_from(&agent.name);
                    show.agents = vec![agent.name.clone()];
                }
            }
        }
        show
    }
}

/// Three different names of a list, in its order; the same for the same number.
fn three(names: &[String], draw: u32) -> Vec<String> {
    let mut state = u64::from(draw);
    let mut left: Vec<usize> = (0..names.len()).collect();
    let mut places: Vec<usize> = (0..SHOWN.min(left.len()))
        .map(|_| {
            // SplitMix64: a number that was drawn once gives three that have nothing to do with each other.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            left.swap_remove(((mixed ^ (mixed >> 31)) % left.len() as u64) as usize)
        })
        .collect();
    places.sort_unstable();
    places.into_iter().map(|place| names[place].clone()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|at| format!("Agent {at}")).collect()
    }

    #[test]
    fn of_more_than_three_each_is_shown_as_often_as_the_others() {
        // S43: 10,000 page loads, 7 agents; each is in 3 of 7 of them
        let names = names(7);
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for draw in 0..10_000 {
            let three = three(&names, draw);
            assert_eq!(three.iter().collect::<BTreeSet<_>>().len(), 3, "{three:?}");
            three.into_iter().for_each(|name| *seen.entry(name).or_default() += 1);
        }
        assert_eq!(seen.len(), 7);
        for (name, times) in seen {
            assert!((4_086..=4_486).contains(&times), "{name}: {times}");
        }
    }

    #[test]
    fn the_same_number_shows_the_same_three() {
        // S43: stable for the page load
        let names = names(12);
        for draw in [0, 1, 77, u32::MAX] {
            assert_eq!(three(&names, draw), three(&names, draw));
        }
        assert_ne!(three(&names, 1), three(&names, 2));
    }
}
