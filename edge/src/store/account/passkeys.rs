//! Passkeys: whose they are, and the keys they sign with (T22).

use conversation::ids::AgentId;
use protocol::rest::profile::Passkey;
use serde::{Deserialize, Serialize};

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// What a signature of a passkey is checked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Whose it is.
    pub person: AgentId,
    /// COSE's number of the algorithm.
    pub algorithm: u16,
    /// The key, as that algorithm's keys are kept.
    pub public_key: Vec<u8>,
    /// What its authenticator had counted to; 0 where it does not count.
    pub sign_count: u64,
}

/// Somebody's passkeys, the oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, person: &AgentId) -> Result<Vec<Passkey>, StoreError> {
    let rows = sql.run(
        "SELECT id, name, created_at, used_at FROM passkeys WHERE person = ? ORDER BY created_at, id",
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
