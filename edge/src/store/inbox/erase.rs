//! Threads that leave an inbox for good, one by one or all at once.

use conversation::ids::ThreadId;

use crate::store::{Sql, StoreError};
use crate::values;

/// Removes a thread with its words; whether it was there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn thread(sql: &impl Sql, thread: &ThreadId) -> Result<bool, StoreError> {
    let rows = sql.run("SELECT 1 FROM threads WHERE thread = ?", values![thread.as_str()])?;
    sql.run("DELETE FROM threads WHERE thread = ?", values![thread.as_str()])?;
    sql.run("DELETE FROM ratings WHERE thread = ?", values![thread.as_str()])?;
    Ok(!rows.is_empty())
}

/// The inbox is deleted: notes that so many shards have to hear of it. The notes stay for good, so that whatever is told
/// late of one of its threads is told in vain.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn begin(sql: &impl Sql, shards: u16) -> Result<(), StoreError> {
    // An inbox without shards is deleted all the same.
    for shard in 0..shards.max(1) {
        sql.run("INSERT OR IGNORE INTO erasures (shard) VALUES (?)", values![shard])?;
    }
    Ok(())
}

/// Whether the inbox is deleted.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn has_begun(sql: &impl Sql) -> Result<bool, StoreError> {
    Ok(!sql.run("SELECT 1 FROM erasures LIMIT 1", &[])?.is_empty())
}

/// The shards that have not heard of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn shards(sql: &impl Sql) -> Result<Vec<u16>, StoreError> {
    let rows = sql.run("SELECT shard FROM erasures WHERE emptied = 0 ORDER BY shard", &[])?;
    rows.iter().map(|row| Ok(u16::try_from(row.number(0)?).unwrap_or(u16::MAX))).collect()
}

/// A shard is empty.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn emptied(sql: &impl Sql, shard: u16) -> Result<(), StoreError> {
    sql.run("UPDATE erasures SET emptied = 1 WHERE shard = ?", values![shard]).map(drop)
}

/// Threads that are still here, at most so many.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn left(sql: &impl Sql, limit: u32) -> Result<Vec<ThreadId>, StoreError> {
    let rows = sql.run("SELECT thread FROM threads ORDER BY thread LIMIT ?", values![limit])?;
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// Removes what is left once all threads are gone: who worked here, and what was noted beside threads. What webhooks are to
/// hear stays until they have.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn the_rest(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run("INSERT INTO search (search) VALUES ('delete-all')", &[])?;
    for table in [
        "tallies",
        "labelled",
        "conversations",
        "routing",
        "assignments",
        "decisions",
        "unread",
        "presences",
        "elsewhere",
        "elsewhere_telling",
        "colleagues",
        "colleagues_heard",
    ] {
        sql.run(&format!("DELETE FROM {table}"), &[])?;
    }
    Ok(())
}
