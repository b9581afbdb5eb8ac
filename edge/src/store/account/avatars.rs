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

/// The picture of whoever is called like that, with its content type; of several, the first's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of_name(sql: &impl Sql, name: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let statement = "SELECT avatars.kind, avatars.bytes FROM people JOIN avatars ON avatars.person = people.id \
                     WHERE people.name = ? ORDER BY people.id LIMIT 1";
    let rows = sql.run(statement, values![name])?;
    rows.first().map(|row| Ok((row.text(0)?, row.bytes(1)?))).transpose()
}

/// Whether there is a picture of anybody.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn any(sql: &impl Sql) -> Result<bool, StoreError> {
    Ok(!sql.run("SELECT 1 FROM avatars LIMIT 1", &[])?.is_empty())
}

/// Where the console finds it; the digest changes with the picture.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn address(sql: &impl Sql, person: &AgentId) -> Result<Option<String>, StoreError> {
    let rows = sql.run("SELECT digest FROM avatars WHERE person = ?", values![person.as_str()])?;
    rows.first().map(|row| Ok(format!("/api/people/{person}/avatar?v={}", row.text(0)?))).transpose()
}
