//! People's pictures.

use conversation::ids::AgentId;

use crate::store::{Sql, StoreError};
use crate::values;

/// Keeps a picture.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(
    sql: &impl Sql,
    person: &AgentId,
    kind: &str,
    bytes: Vec<u8>,
    digest: &str,
) -> Result<(), StoreError> {
    let statement = "INSERT OR REPLACE INTO avatars (person, kind, bytes, digest) VALUES (?, ?, ?, ?)";
    sql.run(statement, values![person.as_str(), kind, bytes, digest]).map(drop)
}

/// Removes it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, person: &AgentId) -> Result<(), StoreError> {
    sql.run("DELETE FROM avatars WHERE person = ?", values![person.as_str()]).map(drop)
}

/// A picture, with its content type.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn read(sql: &impl Sql, person: &AgentId) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let rows = sql.run("SELECT kind, bytes FROM avatars WHERE person = ?", values![person.as_str()])?;
    rows.first().map(|row| Ok((row.text(0)?, row.bytes(1)?))).transpose()
}

/// Where the console finds it; the digest changes with the picture.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn address(sql: &impl Sql, person: &AgentId) -> Result<Option<String>, StoreError> {
    let rows = sql.run("SELECT digest FROM avatars WHERE person = ?", values![person.as_str()])?;
    rows.first().map(|row| Ok(format!("/api/people/{person}/avatar?v={}", row.text(0)?))).transpose()
}
