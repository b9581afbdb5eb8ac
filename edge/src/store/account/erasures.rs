//! Proofs of erasure, by their numbers (N18).

use protocol::rest::erasures::Erasure;

use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// Keeps a proof; told twice, it is the one that is there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, proof: &Erasure) -> Result<(), StoreError> {
    let statement = "INSERT INTO erasures (number, at, proof) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    sql.run(statement, values![proof.number.as_str(), proof.at, to_json(proof)]).map(drop)
}

/// The proof of that number, or all, the newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn find(sql: &impl Sql, number: Option<&str>, limit: u32) -> Result<Vec<Erasure>, StoreError> {
    let statement =
        "SELECT proof FROM erasures WHERE ?1 IS NULL OR number = ?1 ORDER BY at DESC, number LIMIT ?2";
    let proof = |row: &Row| row.parsed(0, "a proof of erasure", |text| serde_json::from_str(text));
    sql.run(statement, values![number, limit])?.iter().map(proof).collect()
}
