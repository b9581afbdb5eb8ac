//! What an agent takes holds for all inboxes of the account together (H65), although each inbox decides alone.
//!
//! Whoever works in several inboxes and takes only so many is *shared*. Each of their inboxes tells the account how many
//! open threads they have there; the account answers how many they have in others, and tells those. No decision waits for
//! any of it: an inbox goes by what it was told last.
//!
//! **The race.** Two inboxes may give to the same agent before either hears of the other. So that this cannot go on, an
//! inbox gives to somebody shared one thread at a time: the next only once the account has heard of the one before, and has
//! answered with what it knows of all others. Where `k` inboxes give to somebody, the rules of all of them together give
//! no more than `k - 1` beyond what that one takes. For, of the last gifts of each inbox take the one that was decided by
//! the newest answer: that answer counted every thread that any inbox had given before its own last one, so it was below
//! what they take, and each of the `k - 1` others adds one. What people assign, take or open again by hand, and what goes
//! to an owner, is not bound by what somebody takes, here as within one inbox.
//!
//! While not all inboxes of somebody have said what they have, nothing is given to them. Who stops being shared and begins
//! again is another one (`since`): nothing that was said before counts. Knows no storage and no objects.

use conversation::ids::AgentId;
use serde::{Deserialize, Serialize};

/// How many open threads somebody has in the inbox that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Who.
    pub agent: AgentId,
    /// How many, with what is on its way to them.
    pub open: u16,
    /// How often a rule had given them something there by then.
    pub given: u64,
    /// Since when what they have is looked at together: of another time it says nothing.
    pub since: u64,
}

/// How many somebody has in all other inboxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct There {
    /// Who.
    pub agent: AgentId,
    /// How many; `None` while not all of those have said so.
    pub open: Option<u16>,
    /// The account's, when it said so.
    pub revision: u64,
    /// Since when what they have is looked at together.
    pub since: u64,
}

/// What an inbox knows of somebody shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How many they have elsewhere.
    pub open: Option<u16>,
    /// How many they have here, as the account heard last.
    pub told: Option<u16>,
    /// How often a rule gave them something here.
    pub given: u64,
    /// Up to which of those the account has heard.
    pub heard: u64,
}

impl Known {
    /// How many they may have in all, before the account has to hear of it, where they have `open` here.
    #[must_use]
    pub fn most(&self, open: u16) -> u16 {
        match self.open {
            Some(there) if self.heard >= self.given => open.saturating_add(there).saturating_add(1),
            Some(there) => open.saturating_add(there),
            None => 0,
        }
    }
}
