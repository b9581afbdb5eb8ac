//! Which of the threads that wait comes first (P40).
//!
//! The more urgent before the less, of the same the one that waited longest. So that nobody waits for ever behind those who
//! are more urgent, a thread rises a step with every [`STEP_MS`] that it waits, up to the highest: from then on only what
//! waited longer comes before it. That takes three steps at most, so that whoever waits is given to somebody after
//! [`RISEN_MS`] and as many others as waited when they came. What a thread is called stays what it was.
//!
//! Knows no clock and no storage.

use core::cmp::Reverse;

/// So long a thread waits to be taken as one step more urgent, in ms.
pub const STEP_MS: u64 = 600_000;

/// After so long it is as urgent as anything, whatever it was, in ms.
pub const RISEN_MS: u64 = 3 * STEP_MS;

/// How urgent a thread is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ThreadPriority"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Priority {
    /// It can wait.
    Low,
    /// As most are.
    #[default]
    Normal,
    /// Before most.
    High,
    /// Before all others.
    Urgent,
}

impl Priority {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// Its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// The one of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.as_str() == name)
    }

    /// Whether it is what most are.
    #[must_use]
    pub fn is_normal(&self) -> bool {
        *self == Self::Normal
    }

    /// What it counts as after waiting for so long (ms).
    #[must_use]
    pub fn risen(self, waited_ms: u64) -> Self {
        let steps = usize::try_from(waited_ms / STEP_MS).unwrap_or(usize::MAX);
        Self::ALL.get((self as usize).saturating_add(steps)).copied().unwrap_or(Self::Urgent)
    }
}

/// A place in the queue; less comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn(Reverse<Priority>, u64);

/// The place at `now` of what waits since `since` (ms since 1970, UTC).
#[must_use]
pub fn turn(priority: Priority, since: u64, now: u64) -> Turn {
    Turn(Reverse(priority.risen(now.saturating_sub(since))), since)
}

/// Puts what waits in the order in which it is given out at `now`. What is the same in all stays as it was.
pub fn put_in_turn<T>(waiting: &mut [T], now: u64, of: impl Fn(&T) -> (Priority, u64)) {
    waiting.sort_by_key(|one| {
        let (priority, since) = of(one);
        turn(priority, since, now)
    });
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    const NOW: u64 = 1_795_000_000_000;

    #[test]
    fn the_more_urgent_comes_first_and_of_the_same_who_waited_longest() {
        // P40 P35
        let minutes = |minutes: u64| NOW - minutes * 60_000;
        let mut queue = [
            ("low", Priority::Low, minutes(9)),
            ("old", Priority::Normal, minutes(8)),
            ("new", Priority::Normal, minutes(1)),
            ("high", Priority::High, minutes(2)),
            ("urgent", Priority::Urgent, minutes(0)),
            // Ten minutes are a step, and it is older than what is so by itself.
            ("risen", Priority::Normal, minutes(11)),
            ("risen twice", Priority::Low, minutes(25)),
            ("risen to the top", Priority::Low, minutes(30)),
        ];
        put_in_turn(&mut queue, NOW, |(_, priority, since)| (*priority, *since));
        let names: Vec<&str> = queue.iter().map(|(name, ..)| *name).collect();
        assert_eq!(
            names,
            ["risen to the top", "urgent", "risen twice", "risen", "high", "old", "new", "low"]
        );
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for priority in Priority::ALL {
            assert_eq!(Priority::parse(priority.as_str()), Some(priority));
            assert_eq!(priority.risen(RISEN_MS), Priority::Urgent);
        }
        assert_eq!(Priority::parse("most"), None);
    }

    proptest! {
        #[test]
        fn whoever_waits_is_served_after_a_bounded_time_while_agents_come_free(
            backlog in prop::collection::vec(0_usize..4, 1..20),
            coming in prop::collection::vec(prop::option::of(0_usize..4), 0..200),
            pause in 1_u64..STEP_MS,
            which in any::<prop::sample::Index>(),
        ) {
            // P40: somebody comes free after each pause, and at most one more comes meanwhile, however urgent
            let mut queue: Vec<(usize, Priority, u64)> =
                backlog.iter().enumerate().map(|(n, rank)| (n, Priority::ALL[*rank], NOW)).collect();
            let theirs = which.index(queue.len());
            let mut coming = coming.into_iter().cycle();
            let (mut now, mut given, mut named) = (NOW, 0_u64, queue.len());
            let served = loop {
                put_in_turn(&mut queue, now, |(_, priority, since)| (*priority, *since));
                given += 1;
                if queue.remove(0).0 == theirs {
                    break now;
                }
                now += pause;
                if let Some(Some(rank)) = coming.next() {
                    queue.push((named, Priority::ALL[rank], now));
                    named += 1;
                }
            };
            let bound = RISEN_MS + pause * (backlog.len() as u64 + 1);
            prop_assert!(served - NOW <= bound, "{} after {given}", served - NOW);
        }

        #[test]
        fn order_depends_on_nothing_but_what_is_put_in(
            all in prop::collection::vec((0_usize..4, 0_u64..3 * RISEN_MS), 0..20),
        ) {
            let key = |(rank, since): &(usize, u64)| (Priority::ALL[*rank], NOW - since);
            let (mut once, mut again) = (all.clone(), all);
            again.reverse();
            put_in_turn(&mut once, NOW, key);
            put_in_turn(&mut again, NOW, key);
            let turns = |queue: &[(usize, u64)]| -> Vec<Turn> {
                queue.iter().map(|one| { let (priority, since) = key(one); turn(priority, since, NOW) }).collect()
            };
            prop_assert_eq!(turns(&once), turns(&again));
        }
    }
}
