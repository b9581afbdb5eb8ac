//! The files of a shard: what is known of them, and their bytes in chunks.

use conversation::ids::{AgentId, ClientMessageId, FileId, ThreadId, VisitorId};
use protocol::frame::Attachment;

use super::{Row, Sql, StoreError};
use crate::values;

/// Bytes of a chunk.
const CHUNK: usize = 1024 * 1024;

/// A file as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// As both sides see it.
    pub file: Attachment,
    /// Who brought it, or whose thread it is in.
    pub visitor: Option<VisitorId>,
    /// Who brought it, where that was an agent.
    pub agent: Option<AgentId>,
    /// Where it belongs.
    pub thread: Option<ThreadId>,
    /// The message that carries it.
    pub message: Option<ClientMessageId>,
}

const COLUMNS: &str = "id, visitor, agent, thread, message, name, kind, bytes, width, height";

fn kept(row: &Row) -> Result<Kept, StoreError> {
    let pixels = |index| Ok::<_, StoreError>(row.maybe_number(index)?.and_then(|n| u32::try_from(n).ok()));
    Ok(Kept {
        visitor: row.maybe_parsed(1, "a visitor id", VisitorId::parse)?,
        agent: row.maybe_parsed(2, "an agent id", AgentId::parse)?,
        thread: row.maybe_parsed(3, "a thread id", ThreadId::parse)?,
        message: row.maybe_parsed(4, "a client message id", ClientMessageId::parse)?,
        file: Attachment {
            id: row.parsed(0, "a file id", FileId::parse)?,
            name: row.text(5)?,
            kind: row.text(6)?,
            bytes: row.number(7)?,
            width: pixels(8)?,
            height: pixels(9)?,
        },
    })
}

/// Keeps a new file, to be looked at again at `look_at` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, new: &Kept, bytes: &[u8], now: u64, look_at: u64) -> Result<(), StoreError> {
    let Kept { file, visitor, agent, thread, message } = new;
    sql.run(
        "INSERT INTO files (id, visitor, agent, thread, message, at, look_at, name, kind, bytes, width, height) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            file.id.as_str(),
            visitor.as_ref().map(VisitorId::as_str),
            agent.as_ref().map(AgentId::as_str),
            thread.as_ref().map(ThreadId::as_str),
            message.as_ref().map(ClientMessageId::as_str),
            now,
            look_at,
            file.name.as_str(),
            file.kind.as_str(),
            file.bytes,
            file.width,
            file.height,
        ],
    )?;
    for (number, chunk) in bytes.chunks(CHUNK).enumerate() {
        let values = values![file.id.as_str(), number as u64, chunk.to_vec()];
        sql.run("INSERT INTO chunks (file, number, bytes) VALUES (?, ?, ?)", values)?;
    }
    Ok(())
}

/// What is known of a file.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn get(sql: &impl Sql, id: &FileId) -> Result<Option<Kept>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM files WHERE id = ?");
    sql.run(&statement, values![id.as_str()])?.first().map(kept).transpose()
}

/// Its bytes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn bytes(sql: &impl Sql, id: &FileId) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    for number in 0_u64.. {
        // One at a time: all rows of an answer would be in memory twice.
        let rows =
            sql.run("SELECT bytes FROM chunks WHERE file = ? AND number = ?", values![id.as_str(), number])?;
        let Some(row) = rows.first() else { break };
        bytes.extend(row.bytes(0)?);
    }
    Ok(bytes)
}

/// A message carries it from now on; whether it is stored is seen at `look_at` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn claim(
    sql: &impl Sql,
    id: &FileId,
    visitor: &VisitorId,
    thread: &ThreadId,
    message: &ClientMessageId,
    look_at: u64,
) -> Result<(), StoreError> {
    let statement = "UPDATE files SET visitor = ?, thread = ?, message = ?, look_at = ? WHERE id = ?";
    let values = values![visitor.as_str(), thread.as_str(), message.as_str(), look_at, id.as_str()];
    sql.run(statement, values).map(drop)
}

/// The message that was to carry it was refused: another one may.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn release(sql: &impl Sql, id: &FileId, message: &ClientMessageId) -> Result<(), StoreError> {
    let statement = "UPDATE files SET message = NULL WHERE id = ? AND message = ?";
    sql.run(statement, values![id.as_str(), message.as_str()]).map(drop)
}

/// The message that carries it is stored: it stays.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, id: &FileId) -> Result<(), StoreError> {
    sql.run("UPDATE files SET look_at = NULL WHERE id = ?", values![id.as_str()]).map(drop)
}

/// Removes a file.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &FileId) -> Result<(), StoreError> {
    sql.run("DELETE FROM chunks WHERE file = ?", values![id.as_str()])?;
    sql.run("DELETE FROM files WHERE id = ?", values![id.as_str()]).map(drop)
}

/// The files of a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of_thread(sql: &impl Sql, thread: &ThreadId) -> Result<Vec<FileId>, StoreError> {
    let rows = sql.run("SELECT id FROM files WHERE thread = ?", values![thread.as_str()])?;
    rows.iter().map(|row| row.parsed(0, "a file id", FileId::parse)).collect()
}

/// Files of which is to be seen by `now` (ms) whether they are still wanted.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<Kept>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM files WHERE look_at <= ? ORDER BY look_at LIMIT ?");
    sql.run(&statement, values![now, limit])?.iter().map(kept).collect()
}

/// When the next one is to be looked at.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(look_at) FROM files WHERE look_at IS NOT NULL", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// Bytes here that no message carries, and all bytes here.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn room(sql: &impl Sql) -> Result<(u64, u64), StoreError> {
    let statement = "SELECT coalesce(sum(CASE WHEN message IS NULL THEN bytes ELSE 0 END), 0), \
         coalesce(sum(bytes), 0) FROM files";
    let rows = sql.run(statement, &[])?;
    rows.first().map_or(Ok((0, 0)), |row| Ok((row.number(0)?, row.number(1)?)))
}

/// Notes that somebody brought so many bytes, and forgets what was brought before `since` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note(sql: &impl Sql, who: &str, bytes: u64, now: u64, since: u64) -> Result<(), StoreError> {
    sql.run("DELETE FROM brought WHERE at < ?", values![since])?;
    sql.run("INSERT INTO brought (who, at, bytes) VALUES (?, ?, ?)", values![who, now, bytes]).map(drop)
}

/// How many files somebody brought since then (ms), how many bytes those had, and when the first of them came.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn brought(sql: &impl Sql, who: &str, since: u64) -> Result<(u64, u64, Option<u64>), StoreError> {
    let statement =
        "SELECT count(*), coalesce(sum(bytes), 0), min(at) FROM brought WHERE who = ? AND at >= ?";
    let rows = sql.run(statement, values![who, since])?;
    rows.first().map_or(Ok((0, 0, None)), |row| Ok((row.number(0)?, row.number(1)?, row.maybe_number(2)?)))
}

/// Removes everything.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove_all(sql: &impl Sql) -> Result<(), StoreError> {
    for table in ["chunks", "files", "brought"] {
        sql.run(&format!("DELETE FROM {table}"), &[])?;
    }
    Ok(())
}
