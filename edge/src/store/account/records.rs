//! What belongs to contacts beside conversations: tickets, deals, and what was done elsewhere.

use conversation::ids::{ContactId, RecordId, ThreadId};
use protocol::rest::records::{Content, Record};

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// What belongs to a contact, the newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, contact: &ContactId) -> Result<Vec<Record>, StoreError> {
    let statement = "SELECT id, content, created_by, created_at, thread FROM records WHERE contact = ? \
         ORDER BY created_at DESC, id";
    let read = |row: &Row| {
        Ok(Record {
            id: row.parsed(0, "a record id", RecordId::parse)?,
            content: row.parsed(1, "a record", tree::from_str)?,
            by: row.parsed(2, "an agent", tree::from_str)?,
            at: row.number(3)?,
            thread: row.maybe_parsed(4, "a thread id", ThreadId::parse)?,
        })
    };
    sql.run(statement, values![contact.as_str()])?.iter().map(read).collect()
}

/// Writes something that belongs to a contact, new.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(sql: &impl Sql, contact: &ContactId, record: &Record) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO records (id, contact, content, created_by, created_at, thread) VALUES (?, ?, ?, ?, ?, ?)",
        values![
            record.id.as_str(),
            contact.as_str(),
            to_json(&record.content),
            to_json(&record.by),
            record.at,
            record.thread.as_ref().map(ThreadId::as_str),
        ],
    )?;
    Ok(())
}

/// Changes it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, id: &RecordId, content: &Content) -> Result<(), StoreError> {
    sql.run("UPDATE records SET content = ? WHERE id = ?", values![to_json(content), id.as_str()]).map(drop)
}

/// Removes it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &RecordId) -> Result<(), StoreError> {
    sql.run("DELETE FROM records WHERE id = ?", values![id.as_str()]).map(drop)
}
