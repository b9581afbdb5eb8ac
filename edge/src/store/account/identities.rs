//! The secrets that a site's server signs with, and which visitor an identified contact is.

use conversation::ids::{ContactId, SecretId, VisitorId};
use protocol::rest::identification::IdentitySecret;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// The secrets, the oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn secrets(sql: &impl Sql) -> Result<Vec<IdentitySecret>, StoreError> {
    let read = |row: &Row| {
        Ok(IdentitySecret { id: row.parsed(0, "a secret id", SecretId::parse)?, created_at: row.number(1)? })
    };
    let statement = "SELECT id, created_at FROM identity_secrets ORDER BY number";
    sql.run(statement, &[])?.iter().map(read).collect()
}

/// The same as they are published: sealed.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn sealed(sql: &impl Sql) -> Result<Vec<(SecretId, String)>, StoreError> {
    let rows = sql.run("SELECT id, sealed FROM identity_secrets ORDER BY number", &[])?;
    rows.iter().map(|row| Ok((row.parsed(0, "a secret id", SecretId::parse)?, row.text(1)?))).collect()
}

/// Adds one at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(sql: &impl Sql, id: &SecretId, sealed: &str, now: u64) -> Result<(), StoreError> {
    let statement = "INSERT INTO identity_secrets (id, sealed, created_at) VALUES (?, ?, ?)";
    sql.run(statement, values![id.as_str(), sealed, now]).map(drop)
}

/// Removes one. Whether it was there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &SecretId) -> Result<bool, StoreError> {
    let statement = "DELETE FROM identity_secrets WHERE id = ? RETURNING 1";
    Ok(!sql.run(statement, values![id.as_str()])?.is_empty())
}

/// Which visitor a contact is on every device, and in which shard: the proposed one, where it was never said before.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn visitor_of(
    sql: &impl Sql,
    contact: &ContactId,
    proposed: (&VisitorId, u16),
) -> Result<(VisitorId, u16), StoreError> {
    sql.run(
        "INSERT INTO identified (contact, visitor, shard) VALUES (?, ?, ?) ON CONFLICT (contact) DO NOTHING",
        values![contact.as_str(), proposed.0.as_str(), u32::from(proposed.1)],
    )?;
    let rows =
        sql.run("SELECT visitor, shard FROM identified WHERE contact = ?", values![contact.as_str()])?;
    let row = rows.first().ok_or_else(|| StoreError::Database("an identity was not kept".to_owned()))?;
    let shard = u16::try_from(row.number(1)?)
        .map_err(|_| StoreError::Column { index: 1, expected: "below 65,536" })?;
    Ok((row.parsed(0, "a visitor id", VisitorId::parse)?, shard))
}
