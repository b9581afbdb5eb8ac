//! Replies that are kept to be sent again.

use conversation::ids::{AgentId, SavedReplyId};
use protocol::rest::saved_replies::SavedReply;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// Everybody's, and those of the one who asks, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, me: &AgentId) -> Result<Vec<SavedReply>, StoreError> {
    let statement = "SELECT id, name, text, owner IS NULL FROM saved_replies WHERE owner IS NULL OR owner = ? \
         ORDER BY name, id";
    let read = |row: &Row| {
        Ok(SavedReply {
            id: row.parsed(0, "a saved reply's id", SavedReplyId::parse)?,
            name: row.text(1)?,
            text: row.text(2)?,
            shared: row.flag(3)?,
        })
    };
    sql.run(statement, values![me.as_str()])?.iter().map(read).collect()
}

/// The ids of all of them, whoever's they are.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ids(sql: &impl Sql) -> Result<Vec<String>, StoreError> {
    sql.run("SELECT id FROM saved_replies", &[])?.iter().map(|row| row.text(0)).collect()
}

/// Writes one: of `owner`, or everybody's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(
    sql: &impl Sql,
    id: &SavedReplyId,
    owner: Option<&AgentId>,
    name: &str,
    text: &str,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO saved_replies (id, owner, name, text) VALUES (?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text";
    sql.run(statement, values![id.as_str(), owner.map(AgentId::as_str), name, text]).map(drop)
}

/// Removes one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &SavedReplyId) -> Result<(), StoreError> {
    sql.run("DELETE FROM saved_replies WHERE id = ?", values![id.as_str()]).map(drop)
}
