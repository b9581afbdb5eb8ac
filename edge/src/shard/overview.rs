//! A visitor's own threads as their list shows them (P17).
//!
//! Knows what a visitor may see of a thread without opening it. Words of agents' notes are not among it, nor is anything
//! that the visitor did not say or was not said to them.

use conversation::ids::{ChatflowId, ThreadId, VisitorId};
use conversation::thread::Status;
use protocol::frame::{Author, Body};
use protocol::limits::VISITOR_THREADS;
use serde::{Deserialize, Serialize};

use super::later::Later;
use super::row::beginning;
use super::{marks, rating};
use crate::store::threads::{self as rows, entries};
use crate::store::{Sql, StoreError};

/// Characters of the last words.
const LAST_CHARS: usize = 100;

/// One thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// Which.
    pub id: ThreadId,
    /// Where it began.
    pub chatflow: ChatflowId,
    /// Open or closed.
    pub status: Status,
    /// The name of the agent who has it.
    pub agent: Option<String>,
    /// The beginning of what was said last.
    pub last: Option<String>,
    /// Who said it; none: the visitor.
    pub by: Option<String>,
    /// When, in ms; where nothing was said, when it began.
    pub at: u64,
    /// Whether it has ended, and nobody has answered for that end.
    #[serde(default)]
    pub is_unrated: bool,
    /// How many messages of the team were shown on no page of the visitor.
    pub unread: u32,
}

/// A visitor's threads in this shard, the one where something was said last first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, later: &Later, visitor: &VisitorId) -> Result<Vec<Overview>, StoreError> {
    let mut found = Vec::new();
    for kept in rows::threads_of(sql, visitor, VISITOR_THREADS)? {
        let said = entries::last_said(sql, &kept.id)?;
        let shown = marks::of(sql, later, &kept.id)?.visitor;
        let unread = entries::count_from_team(sql, &kept.id, shown.received.max(shown.read))?;
        let at = said.as_ref().map_or(kept.opened_at, |entry| entry.at);
        let left = entries::last_left(sql, &kept.id)?;
        let (by, last) = match left.map(|entry| (entry.from, entry.body)) {
            Some((from, Body::Text { text })) => (name(from), Some(beginning(&text, LAST_CHARS))),
            _ => (None, None),
        };
        let closed = kept.state.status == Status::Closed;
        let is_unrated = closed && rating::unanswered(sql, &kept.id)?.is_some();
        found.push(Overview {
            is_unrated,
            id: kept.id,
            chatflow: kept.chatflow,
            status: kept.state.status,
            agent: kept.state.assignee.map(|agent| agent.name),
            last,
            by,
            at,
            unread: u32::try_from(unread).unwrap_or(u32::MAX),
        });
    }
    found.sort_by_key(|thread| core::cmp::Reverse(thread.at));
    Ok(found)
}

fn name(author: Author) -> Option<String> {
    match author {
        Author::Agent { name, .. } | Author::Bot { name } => Some(name),
        Author::Visitor | Author::System => None,
    }
}

#[cfg(test)]
mod tests;
