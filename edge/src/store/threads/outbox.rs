//! What the inbox has not heard of a shard's threads.

use conversation::ids::ThreadId;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// One thread the inbox has to be told about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub thread: ThreadId,
    /// The inbox has every entry up to this one.
    pub after_seq: u64,
    /// The inbox has every annotation up to this one; `None` where none is new.
    pub after_note: Option<u64>,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// Notes that the inbox has to hear of a thread; what it has heard already stays noted.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn tell(sql: &impl Sql, thread: &ThreadId, after_seq: u64, now: u64) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO outbox (thread, after_seq, attempts, due_at) VALUES (?, ?, 0, ?) \
         ON CONFLICT (thread) DO UPDATE SET due_at = min(due_at, excluded.due_at)",
        values![thread.as_str(), after_seq, now],
    )?;
    Ok(())
}

/// The same where annotations are new, after the one of that number.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn tell_note(
    sql: &impl Sql,
    thread: &ThreadId,
    after_seq: u64,
    after_note: u64,
    now: u64,
) -> Result<(), StoreError> {
    tell(sql, thread, after_seq, now)?;
    sql.run(
        "UPDATE outbox SET after_note = min(coalesce(after_note, ?), ?) WHERE thread = ?",
        values![after_note, after_note, thread.as_str()],
    )?;
    Ok(())
}

/// No pause between two attempts is as long (ms).
const BEYOND_ANY_PAUSE_MS: u64 = 120_000;

/// What is due by `now`, oldest first. So is what lies further ahead than anybody would wait: the clock was put back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<Due>, StoreError> {
    let statement = "SELECT thread, after_seq, attempts, after_note FROM outbox WHERE due_at <= ? OR due_at > ? ORDER BY due_at, thread LIMIT ?";
    let due = |row: &Row| {
        Ok(Due {
            thread: row.parsed(0, "a thread id", ThreadId::parse)?,
            after_seq: row.number(1)?,
            after_note: row.maybe_number(3)?,
            attempts: u32::try_from(row.number(2)?).unwrap_or(u32::MAX),
        })
    };
    sql.run(statement, values![now, now.saturating_add(BEYOND_ANY_PAUSE_MS), limit])?
        .iter()
        .map(due)
        .collect()
}

/// What is to be told about one thread, if anything.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due_of(sql: &impl Sql, thread: &ThreadId) -> Result<Option<Due>, StoreError> {
    let rows = sql.run(
        "SELECT after_seq, attempts, after_note FROM outbox WHERE thread = ?",
        values![thread.as_str()],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    let attempts = u32::try_from(row.number(1)?).unwrap_or(u32::MAX);
    let after_note = row.maybe_number(2)?;
    Ok(Some(Due { thread: thread.clone(), after_seq: row.number(0)?, after_note, attempts }))
}

/// When the next one is due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    sql.run("SELECT min(due_at) FROM outbox", &[])?.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// The inbox has heard of a thread up to `revision` and `seq`. Where the thread has moved on, the rest stays due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn told(sql: &impl Sql, thread: &ThreadId, revision: u64, seq: u64) -> Result<(), StoreError> {
    sql.run(
        "DELETE FROM outbox WHERE thread = ? AND EXISTS (SELECT 1 FROM threads WHERE id = outbox.thread AND revision = ?)",
        values![thread.as_str(), revision],
    )?;
    sql.run(
        "UPDATE outbox SET after_seq = max(after_seq, ?), attempts = 0 WHERE thread = ?",
        values![seq, thread.as_str()],
    )?;
    Ok(())
}

/// The inbox could not be reached; try again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, thread: &ThreadId, due_at: u64) -> Result<(), StoreError> {
    sql.run(
        "UPDATE outbox SET attempts = attempts + 1, due_at = ? WHERE thread = ?",
        values![due_at, thread.as_str()],
    )?;
    Ok(())
}
