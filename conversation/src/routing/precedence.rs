//! Which contacts come first, and why a thread is as urgent as it is (P40).
//!
//! A thread begins as its rule says. An account may say of lists of contacts that whoever is on one is at least so urgent:
//! that raises a thread when it is known whom it is with, and lowers none. What somebody says by hand stays: from then on
//! no list changes it.
//!
//! Knows no storage, and not who is on which list.

use alloc::string::String;
use alloc::vec::Vec;

use super::priority::Priority;
use crate::ids::ListId;

/// Most lists of which something is said.
pub const LIST_PRIORITIES: usize = 20;

/// Whoever is on a list is at least so urgent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ListPriority {
    /// Which list.
    pub list: ListId,
    /// How urgent its contacts are at least; `low` is what everything is, and refused.
    pub priority: Priority,
}

/// A list, as a thread remembers one: the name stays what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PriorityList"))]
pub struct List {
    /// Which.
    pub id: ListId,
    /// Its name.
    pub name: String,
}

/// What the lists that a contact is on make of their threads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lift {
    /// Which of them says most.
    pub list: List,
    /// How urgent they are at least.
    pub priority: Priority,
}

/// Why a thread is as urgent as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PriorityCause"))]
#[cfg_attr(feature = "serde", serde(tag = "by", rename_all = "snake_case"))]
pub enum Cause {
    /// The rule says so that it began under.
    Rule,
    /// Its contact is on this list.
    List {
        /// Which.
        list: List,
    },
    /// Somebody said so; no list changes it any more.
    Hand,
}

/// What is said of a contact who is on these lists: of those that say most, the one that comes first.
#[must_use]
pub fn of_lists<'a>(said: &'a [ListPriority], on: &[ListId]) -> Option<&'a ListPriority> {
    let theirs = said.iter().filter(|said| on.contains(&said.list));
    // The last of the greatest would be taken; seen from behind that is the first.
    theirs.rev().max_by_key(|said| said.priority)
}

/// The one that says more; the first where both say the same.
#[must_use]
pub fn higher(one: Option<Lift>, other: Option<Lift>) -> Option<Lift> {
    match (one, other) {
        (Some(one), Some(other)) if other.priority > one.priority => Some(other),
        (one, other) => one.or(other),
    }
}

/// What is wrong with an account's word about lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// More than [`LIST_PRIORITIES`].
    TooMany,
    /// The list at this place stands there before.
    Twice(usize),
    /// What is said at this place says nothing: everything is at least low.
    Low(usize),
}

/// Checks what an account says about lists.
///
/// # Errors
/// [`Refused`], the first.
pub fn check(said: &[ListPriority]) -> Result<(), Refused> {
    if said.len() > LIST_PRIORITIES {
        return Err(Refused::TooMany);
    }
    let mut seen: Vec<&ListId> = Vec::with_capacity(said.len());
    for (at, one) in said.iter().enumerate() {
        if seen.contains(&&one.list) {
            return Err(Refused::Twice(at));
        }
        if one.priority == Priority::Low {
            return Err(Refused::Low(at));
        }
        seen.push(&one.list);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
