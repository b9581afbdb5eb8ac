//! How people like to work. What it says is not known here.

use conversation::ids::AgentId;

use crate::store::{Sql, StoreError};
use crate::values;

/// What somebody chose, as it was kept; nothing where they never did.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn read(sql: &impl Sql, person: &AgentId) -> Result<Option<String>, StoreError> {
    let rows = sql.run("SELECT content FROM preferences WHERE person = ?", values![person.as_str()])?;
    rows.first().map(|row| row.text(0)).transpose()
}

/// Keeps what somebody chose.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, person: &AgentId, content: &str) -> Result<(), StoreError> {
    let statement = "INSERT OR REPLACE INTO preferences (person, content) VALUES (?, ?)";
    sql.run(statement, values![person.as_str(), content]).map(drop)
}
