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
    Ok(!rows.is_empty())
}

/// Removes everything, and notes that so many shards have to hear of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn everything(sql: &impl Sql, shards: u16) -> Result<(), StoreError> {
    rows(sql)?;
    for shard in 0..shards {
        sql.run("INSERT OR IGNORE INTO erasures (shard) VALUES (?)", values![shard])?;
    }
    Ok(())
}

/// The shards that have not heard of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn shards(sql: &impl Sql) -> Result<Vec<u16>, StoreError> {
    let rows = sql.run("SELECT shard FROM erasures ORDER BY shard", &[])?;
    rows.iter().map(|row| Ok(u16::try_from(row.number(0)?).unwrap_or(u16::MAX))).collect()
}

/// A shard is empty. What it told of meanwhile goes, too.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn emptied(sql: &impl Sql, shard: u16) -> Result<(), StoreError> {
    sql.run("DELETE FROM erasures WHERE shard = ?", values![shard])?;
    if shards(sql)?.is_empty() { rows(sql) } else { Ok(()) }
}

fn rows(sql: &impl Sql) -> Result<(), StoreError> {
    // All words at once: the trigger finds none then.
    sql.run("INSERT INTO search (search) VALUES ('delete-all')", &[])?;
    sql.run("DELETE FROM threads", &[])?;
    sql.run("DELETE FROM tallies", &[]).map(drop)
}
