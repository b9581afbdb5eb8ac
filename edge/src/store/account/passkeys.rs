//! Passkeys, and the challenges that were answered with one before anybody said who they are (T22).
//!
//! Does not know what a right answer is.

use conversation::ids::AgentId;
use protocol::rest::passkeys::Passkey;
use serde::{Deserialize, Serialize};

use crate::passkey::Algorithm;
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// A passkey as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The credential's id, in base64url.
    pub credential: String,
    /// What names it where people see it.
    pub handle: String,
    /// Whose.
    pub person: AgentId,
    /// The host it counts at.
    pub rp_id: String,
    /// What its owner calls it.
    pub name: String,
    /// How it signs.
    pub algorithm: Algorithm,
    /// SPKI in base64url.
    pub public_key: String,
    /// Where its counter stood last.
    pub sign_count: u32,
}

/// Somebody's passkeys, the oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, person: &AgentId) -> Result<Vec<Passkey>, StoreError> {
    let rows = sql.run(
        "SELECT handle, name, created_at, used_at FROM passkeys WHERE person = ? ORDER BY created_at, handle",
        values![person.as_str()],
    )?;
    let read = |row: &Row| {
        Ok(Passkey {
            id: row.text(0)?,
            name: row.text(1)?,
            created_at: row.number(2)?,
            used_at: row.maybe_number(3)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Whether somebody has one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn has_any(sql: &impl Sql, person: &AgentId) -> Result<bool, StoreError> {
    Ok(!sql.run("SELECT 1 FROM passkeys WHERE person = ? LIMIT 1", values![person.as_str()])?.is_empty())
}

/// The ids of somebody's credentials that count at a host.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn credentials(sql: &impl Sql, person: &AgentId, rp_id: &str) -> Result<Vec<String>, StoreError> {
    let statement =
        "SELECT credential FROM passkeys WHERE person = ? AND rp_id = ? ORDER BY created_at, handle";
    sql.run(statement, values![person.as_str(), rp_id])?.iter().map(|row| row.text(0)).collect()
}

/// The passkey with that credential, if its owner may sign in.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn find(sql: &impl Sql, credential: &str) -> Result<Option<Kept>, StoreError> {
    let rows = sql.run(
        "SELECT credential, handle, person, rp_id, passkeys.name, algorithm, public_key, sign_count \
         FROM passkeys JOIN people ON people.id = passkeys.person \
         WHERE credential = ? AND people.disabled_at IS NULL",
        values![credential],
    )?;
    let read = |row: &Row| {
        Ok(Kept {
            credential: row.text(0)?,
            handle: row.text(1)?,
            person: row.parsed(2, "an agent id", AgentId::parse)?,
            rp_id: row.text(3)?,
            name: row.text(4)?,
            algorithm: row.parsed(5, "an algorithm", |text| Algorithm::parse(text).ok_or(()))?,
            public_key: row.text(6)?,
            sign_count: row.number(7)?.try_into().unwrap_or(u32::MAX),
        })
    };
    rows.first().map(read).transpose()
}

/// Keeps one, made at `now` (ms). `false` where that credential, or one of its handle, is kept already; then nothing changes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(sql: &impl Sql, passkey: &Kept, now: u64) -> Result<bool, StoreError> {
    let Kept { credential, handle, person, rp_id, name, algorithm, public_key, sign_count } = passkey;
    let rows = sql.run(
        "INSERT INTO passkeys (credential, handle, person, rp_id, name, algorithm, public_key, sign_count, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
        values![
            credential,
            handle,
            person.as_str(),
            rp_id,
            name,
            algorithm.as_str(),
            public_key,
            *sign_count,
            now
        ],
    )?;
    Ok(!rows.is_empty())
}

/// Calls one of somebody's passkeys something else; answers what it was called, if it is there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn rename(
    sql: &impl Sql,
    person: &AgentId,
    handle: &str,
    name: &str,
) -> Result<Option<String>, StoreError> {
    let given = values![person.as_str(), handle];
    let rows = sql.run("SELECT name FROM passkeys WHERE person = ? AND handle = ?", given)?;
    let before = rows.first().map(|row| row.text(0)).transpose()?;
    let statement = "UPDATE passkeys SET name = ? WHERE person = ? AND handle = ?";
    sql.run(statement, values![name, person.as_str(), handle])?;
    Ok(before)
}

/// Forgets one of somebody's passkeys; answers what it was called, if it was there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, person: &AgentId, handle: &str) -> Result<Option<String>, StoreError> {
    let statement = "DELETE FROM passkeys WHERE person = ? AND handle = ? RETURNING name";
    sql.run(statement, values![person.as_str(), handle])?.first().map(|row| row.text(0)).transpose()
}

/// It was used at `now` (ms), and its counter stands there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn used(sql: &impl Sql, credential: &str, sign_count: u32, now: u64) -> Result<(), StoreError> {
    let statement = "UPDATE passkeys SET sign_count = ?, used_at = ? WHERE credential = ?";
    sql.run(statement, values![sign_count, now, credential]).map(drop)
}

/// Notes at `now` that a challenge was answered which counts until `expires_at` (both ms). `false` where it was before, or
/// is over.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn answer_once(sql: &impl Sql, digest: &str, (now, expires_at): (u64, u64)) -> Result<bool, StoreError> {
    if expires_at <= now {
        return Ok(false);
    }
    sql.run("DELETE FROM answered_challenges WHERE expires_at <= ?", values![now])?;
    let statement = "INSERT INTO answered_challenges (digest, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1";
    Ok(!sql.run(statement, values![digest, expires_at])?.is_empty())
}
