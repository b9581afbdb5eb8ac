//! Threads that wait for somebody, and who gets which of them when somebody can take one.
//!
//! Knows that they come in the order in which they are put ([`priority`](super::priority): P35, P40), that a team may have one of them (H73), and that whoever comes back or gets a thread off their hands is a reason to
//! look (E46, E47). Does not know where the queue is kept.

use alloc::vec::Vec;

use super::{Colleague, Contact, Routed, Rule, given, route};
use crate::desk::Owning;
use crate::ids::ThreadId;

/// A thread without an agent.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'a> {
    /// Which.
    pub thread: &'a ThreadId,
    /// The rule it was begun under.
    pub rule: &'a Rule,
    /// Whom it is with.
    pub contact: Contact<'a>,
    /// The team that has it, where one does: then the rule says nothing any more.
    pub given: Option<&'a Owning>,
}

impl<'a> Waiting<'a> {
    fn route(&self, colleagues: &[Colleague]) -> Routed {
        match self.given {
            Some(given) => given::route(given, colleagues),
            None => route(self.rule, self.contact, colleagues),
        }
    }

    /// Whether it goes to an owner, whoever else is there.
    fn has_owner(&self) -> bool {
        self.given.is_none() && matches!(self.rule, Rule::Owner { .. }) && self.contact.owner.is_some()
    }

    /// Whether the same people are asked for both.
    fn asks_the_same(&self, other: &Waiting<'a>) -> bool {
        match (self.given, other.given) {
            // Threads of one chatflow mostly come with one and the same rule, which need not be read to be known again.
            (None, None) => core::ptr::eq(self.rule, other.rule) || self.rule == other.rule,
            (given, others) => given == others,
        }
    }
}

/// Gives out what waits, in that order, until nobody who is free may have any of it. What is given counts at once:
/// `colleagues` have it in their hands afterwards, and nothing else before it (`now` in ms since 1970, UTC).
pub fn drain<'a>(
    in_turn: impl IntoIterator<Item = Waiting<'a>>,
    colleagues: &mut [Colleague],
    now: u64,
) -> Vec<(ThreadId, Routed)> {
    let mut given = Vec::new();
    // Nobody gets freer while this goes on: whom a rule could not find once, it finds no more. Owners get theirs all the
    // same (S99).
    let mut found_nobody: Vec<Waiting<'a>> = Vec::new();
    for waiting in in_turn {
        if !waiting.has_owner() && found_nobody.iter().any(|found| found.asks_the_same(&waiting)) {
            continue;
        }
        let routed = waiting.route(colleagues);
        let chosen = colleagues.iter_mut().find(|colleague| Some(&colleague.agent) == routed.to.as_ref());
        if let Some(chosen) = chosen {
            chosen.open = chosen.open.saturating_add(1);
            chosen.idle_since = now;
            given.push((waiting.thread.clone(), routed));
        } else if !waiting.has_owner() {
            found_nobody.push(waiting);
        }
    }
    given
}

/// The first thread that somebody who is free may have.
pub fn next_for<'a>(
    in_turn: impl IntoIterator<Item = Waiting<'a>>,
    colleague: &Colleague,
) -> Option<&'a ThreadId> {
    if colleague.hindrance().is_some() {
        return None;
    }
    let alone = core::slice::from_ref(colleague);
    in_turn.into_iter().find(|waiting| waiting.route(alone).to.is_some()).map(|waiting| waiting.thread)
}
