//! The inboxes of an account, as admins change them.

use conversation::ids::{AgentId, InboxId};

use super::loads;
use crate::store::{Sql, StoreError};
use crate::values;

/// The ids of all inboxes, also of deleted ones: an id is never given twice.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ids(sql: &impl Sql) -> Result<Vec<String>, StoreError> {
    sql.run("SELECT id FROM inboxes", &[])?.iter().map(|row| row.text(0)).collect()
}

/// Writes an inbox and all who work in it. In how many objects its threads live stays what it was, or is `shards`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(
    sql: &impl Sql,
    id: &InboxId,
    name: &str,
    reopen_within_hours: u64,
    shards: u16,
    members: &[AgentId],
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO inboxes (id, name, shards, reopen_within_hours) VALUES (?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, reopen_within_hours = excluded.reopen_within_hours",
        values![id.as_str(), name, shards, reopen_within_hours],
    )?;
    sql.run("DELETE FROM members WHERE inbox = ?", values![id.as_str()])?;
    for member in members {
        let statement = "INSERT INTO members (inbox, person) VALUES (?, ?) ON CONFLICT DO NOTHING";
        sql.run(statement, values![id.as_str(), member.as_str()])?;
    }
    Ok(())
}

/// Deletes an inbox at `now` (ms): nobody works in it any more, and only its id is left.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn erase(sql: &impl Sql, id: &InboxId, now: u64) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM members WHERE inbox = ?",
        "DELETE FROM views WHERE inbox = ?",
        "DELETE FROM visitor_threads WHERE inbox = ?",
    ] {
        sql.run(statement, values![id.as_str()])?;
    }
    loads::forget(sql, id, now)?;
    let statement = "UPDATE inboxes SET name = '', erased_at = coalesce(erased_at, ?) WHERE id = ?";
    sql.run(statement, values![now, id.as_str()]).map(drop)
}

/// In how many objects the threads of a deleted inbox lived; `None` where it is not deleted.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn erased(sql: &impl Sql, id: &InboxId) -> Result<Option<u16>, StoreError> {
    let statement = "SELECT shards FROM inboxes WHERE id = ? AND erased_at IS NOT NULL";
    let rows = sql.run(statement, values![id.as_str()])?;
    rows.first().map(|row| Ok(u16::try_from(row.number(0)?).unwrap_or(u16::MAX))).transpose()
}
