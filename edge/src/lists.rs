//! Lists of contacts: how they come, change and go, and how their members are kept up to date.
//!
//! A change of a contact, of a list, or of the time is followed by who is on which list in the same transaction
//! ([`upkeep`]). Visitors carry their lists in a signed token; what tells a Worker that a token is out of date are
//! [`moves`]. Who meets which criteria is `conversation::list`'s to say. Does not know who may change anything.

pub mod edit;
pub mod known;
pub mod moves;
pub mod precedence;
pub mod upkeep;

use conversation::list::Refused;
use protocol::lists::code;

use crate::error::Error;

/// The refusal of criteria, of a property or of a value, at a field.
fn refused(found: &Refused, within: &str) -> Error {
    let dot = if within.is_empty() || found.at.is_empty() || found.at.starts_with('[') { "" } else { "." };
    Error::rejected(code(found), found.problem.clone()).about(format!("{within}{dot}{}", found.at))
}

#[cfg(test)]
mod tests;
