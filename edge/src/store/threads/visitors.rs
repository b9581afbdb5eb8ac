//! What concerns all threads of a visitor in a shard: that they are blocked, and who they say they are.

use conversation::ids::{AgentId, ContactId, ThreadId, VisitorId};

use crate::store::{Sql, StoreError};
use crate::values;

/// Whether a visitor is blocked.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn is_blocked(sql: &impl Sql, visitor: &VisitorId) -> Result<bool, StoreError> {
    Ok(!sql.run("SELECT 1 FROM blocked WHERE visitor = ?", values![visitor.as_str()])?.is_empty())
}

/// Blocks a visitor, or lets them in again. Every thread of theirs gets a new revision.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn set_blocked(
    sql: &impl Sql,
    visitor: &VisitorId,
    by: Option<&AgentId>,
    now: u64,
) -> Result<Vec<ThreadId>, StoreError> {
    match by {
        Some(by) => sql.run(
            "INSERT INTO blocked (visitor, by, at) VALUES (?, ?, ?) ON CONFLICT (visitor) DO NOTHING",
            values![visitor.as_str(), by.as_str(), now],
        )?,
        None => sql.run("DELETE FROM blocked WHERE visitor = ?", values![visitor.as_str()])?,
    };
    let statement = "UPDATE threads SET revision = revision + 1 WHERE visitor = ? RETURNING id";
    let rows = sql.run(statement, values![visitor.as_str()])?;
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// A visitor claims to be a contact with an address: so do those of their threads whose contact is no verified one,
/// and was not taken off.
/// Which ones changed by it, each with a new revision and the place of its last entry.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn claim(
    sql: &impl Sql,
    visitor: &VisitorId,
    contact: &ContactId,
    email: &str,
) -> Result<Vec<(ThreadId, u64)>, StoreError> {
    let rows = sql.run(
        "UPDATE threads SET contact = ?, contact_name = NULL, contact_email = ?, revision = revision + 1 \
         WHERE visitor = ? AND contact_verified = 0 AND (contact IS NOT ? OR contact_email IS NOT ?) \
         AND NOT EXISTS (SELECT 1 FROM desks WHERE desks.thread = threads.id AND disconnected = 1) \
         RETURNING id, last_seq",
        values![contact.as_str(), email, visitor.as_str(), contact.as_str(), email],
    )?;
    rows.iter().map(|row| Ok((row.parsed(0, "a thread id", ThreadId::parse)?, row.number(1)?))).collect()
}

/// The open threads of a visitor that no agent has.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn nobodys(sql: &impl Sql, visitor: &VisitorId) -> Result<Vec<ThreadId>, StoreError> {
    let statement = "SELECT id FROM threads WHERE visitor = ? AND status = 'open' AND assignee IS NULL ORDER BY opened_at, id";
    let rows = sql.run(statement, values![visitor.as_str()])?;
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// A visitor parts from their threads, which are kept: from then on they are those of `instead`, whom nobody is. Which ones,
/// each with a new revision and the place of its last entry.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn part(
    sql: &impl Sql,
    visitor: &VisitorId,
    instead: &VisitorId,
) -> Result<Vec<(ThreadId, u64)>, StoreError> {
    // Who is blocked gets no better off by it.
    sql.run("UPDATE blocked SET visitor = ? WHERE visitor = ?", values![instead.as_str(), visitor.as_str()])?;
    let statement =
        "UPDATE threads SET visitor = ?, revision = revision + 1 WHERE visitor = ? RETURNING id, last_seq";
    let rows = sql.run(statement, values![instead.as_str(), visitor.as_str()])?;
    rows.iter().map(|row| Ok((row.parsed(0, "a thread id", ThreadId::parse)?, row.number(1)?))).collect()
}
