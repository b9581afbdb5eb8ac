//! When the threads of a shard close by themselves.

use conversation::ids::ThreadId;

use crate::store::{Sql, StoreError};
use crate::values;

/// From now on a thread closes at `at` (ms), or not at all.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, thread: &ThreadId, at: Option<u64>) -> Result<(), StoreError> {
    let rows = match at {
        Some(at) => {
            let statement = "INSERT INTO timeouts (thread, closes_at) VALUES (?, ?) \
                 ON CONFLICT (thread) DO UPDATE SET closes_at = excluded.closes_at";
            sql.run(statement, values![thread.as_str(), at])?
        }
        None => sql.run("DELETE FROM timeouts WHERE thread = ?", values![thread.as_str()])?,
    };
    drop(rows);
    Ok(())
}

/// When a thread does.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, thread: &ThreadId) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT closes_at FROM timeouts WHERE thread = ?", values![thread.as_str()])?;
    rows.first().map(|row| row.number(0)).transpose()
}

/// Threads whose time has come by `now` (ms), the longest overdue first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<ThreadId>, StoreError> {
    let statement = "SELECT thread FROM timeouts WHERE closes_at <= ? ORDER BY closes_at, thread LIMIT ?";
    let rows = sql.run(statement, values![now, limit])?;
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// When the next one's does.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(closes_at) FROM timeouts", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}
