//! What happened in an inbox and the account has not heard.

use conversation::ids::ThreadId;

use crate::index::events::Happened;
use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// No pause between two attempts is as long (ms).
const BEYOND_ANY_PAUSE_MS: u64 = 120_000;

/// Whether the account has a webhook that listens, as far as the inbox knows. One that has not heard tells, and hears it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn is_wanted(sql: &impl Sql) -> Result<bool, StoreError> {
    sql.run("SELECT wanted FROM telling", &[])?.first().map_or(Ok(true), |row| row.flag(0))
}

/// Keeps that, unless it is older than what is known.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_wanted(sql: &impl Sql, revision: u64, wanted: bool) -> Result<(), StoreError> {
    let statement = "INSERT INTO telling (one, revision, wanted, attempts, due_at) VALUES (1, ?, ?, 0, 0) \
         ON CONFLICT (one) DO UPDATE SET revision = excluded.revision, wanted = excluded.wanted \
         WHERE excluded.revision >= telling.revision";
    sql.run(statement, values![revision, wanted]).map(drop)
}

/// Keeps an event at `now` (ms) until the account has heard it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note(sql: &impl Sql, event: &Happened, now: u64) -> Result<(), StoreError> {
    sql.run("INSERT INTO happened (event) VALUES (?)", values![to_json(event)])?;
    due_by(sql, now)
}

/// Notes that the messages after one place, up to another, have to be read in the shard.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note_unread(
    sql: &impl Sql,
    thread: &ThreadId,
    after_seq: u64,
    until_seq: u64,
    now: u64,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO unread (thread, after_seq, until_seq) VALUES (?, ?, ?) ON CONFLICT (thread) DO UPDATE SET \
         after_seq = min(after_seq, excluded.after_seq), until_seq = max(until_seq, excluded.until_seq)",
        values![thread.as_str(), after_seq, until_seq],
    )?;
    due_by(sql, now)
}

/// What is due waits no longer than it did; what was never due is due now.
fn due_by(sql: &impl Sql, now: u64) -> Result<(), StoreError> {
    let statement = "INSERT INTO telling (one, revision, wanted, attempts, due_at) VALUES (1, 0, 1, 0, ?) \
         ON CONFLICT (one) DO UPDATE SET due_at = excluded.due_at WHERE telling.attempts = 0";
    sql.run(statement, values![now]).map(drop)
}

/// A thread with messages to be read: after which place, and up to which.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn unread(sql: &impl Sql) -> Result<Option<(ThreadId, u64, u64)>, StoreError> {
    let rows = sql.run("SELECT thread, after_seq, until_seq FROM unread ORDER BY thread LIMIT 1", &[])?;
    let read =
        |row: &Row| Ok((row.parsed(0, "a thread id", ThreadId::parse)?, row.number(1)?, row.number(2)?));
    rows.first().map(read).transpose()
}

/// They were read up to a place.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn read_up_to(sql: &impl Sql, thread: &ThreadId, seq: u64) -> Result<(), StoreError> {
    sql.run("UPDATE unread SET after_seq = ? WHERE thread = ?", values![seq, thread.as_str()])?;
    sql.run("DELETE FROM unread WHERE after_seq >= until_seq", &[]).map(drop)
}

/// What the account has not heard, oldest first, with its numbers.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn first(sql: &impl Sql, limit: u32) -> Result<Vec<(u64, Happened)>, StoreError> {
    let rows = sql.run("SELECT number, event FROM happened ORDER BY number LIMIT ?", values![limit])?;
    let read = |row: &Row| Ok((row.number(0)?, row.parsed(1, "what happened", tree::from_str)?));
    rows.iter().map(read).collect()
}

/// The account has heard everything up to that number.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn told(sql: &impl Sql, number: u64) -> Result<(), StoreError> {
    sql.run("DELETE FROM happened WHERE number <= ?", values![number])?;
    sql.run("UPDATE telling SET attempts = 0, due_at = 0", &[]).map(drop)
}

/// The account could not be reached; how often in vain. It is tried again at `due_at` of that.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, due_at: impl Fn(u32) -> u64) -> Result<(), StoreError> {
    let rows = sql.run("SELECT attempts FROM telling", &[])?;
    let attempts = rows.first().map_or(Ok(0), |row| row.number(0))?;
    let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
    let statement = "UPDATE telling SET attempts = attempts + 1, due_at = ?";
    sql.run(statement, values![due_at(attempts)]).map(drop)
}

/// When the account is to be told something, if at all. What lies further ahead than anybody would wait is due at once:
/// the clock was put back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql, now: u64) -> Result<Option<u64>, StoreError> {
    let statement =
        "SELECT due_at FROM telling WHERE EXISTS (SELECT 1 FROM happened) OR EXISTS (SELECT 1 FROM unread)";
    let rows = sql.run(statement, &[])?;
    let due = rows.first().map(|row| row.number(0)).transpose()?;
    Ok(due.map(|due| if due > now.saturating_add(BEYOND_ANY_PAUSE_MS) { now } else { due }))
}
