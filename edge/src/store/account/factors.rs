//! Second factors, recovery codes, and what was asked of somebody and is answered once (T22).
//!
//! Secrets are sealed and codes are digests before they come here. Does not know what a right code is.

use conversation::ids::AgentId;

use crate::store::{Sql, StoreError};
use crate::values;

/// Wrong answers to one challenge, after which it counts no more.
const ATTEMPTS: u64 = 5;

/// A second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its secret, sealed.
    pub sealed: String,
    /// Whether a code of it was seen: only then it is asked for.
    pub confirmed: bool,
    /// No code of this step or an older one counts again.
    pub last_step: u64,
}

/// Somebody's second factor.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn factor(sql: &impl Sql, person: &AgentId) -> Result<Option<Factor>, StoreError> {
    let statement = "SELECT secret, confirmed_at IS NOT NULL, last_step FROM second_factors WHERE person = ?";
    let rows = sql.run(statement, values![person.as_str()])?;
    rows.first()
        .map(|row| Ok(Factor { sealed: row.text(0)?, confirmed: row.flag(1)?, last_step: row.number(2)? }))
        .transpose()
}

/// Keeps a secret of which no code was seen yet.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn begin(sql: &impl Sql, person: &AgentId, sealed: &str) -> Result<(), StoreError> {
    let statement = "INSERT OR REPLACE INTO second_factors (person, secret, confirmed_at, last_step) VALUES (?, ?, NULL, 0)";
    sql.run(statement, values![person.as_str(), sealed]).map(drop)
}

/// A code of it was seen, at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn confirm(sql: &impl Sql, person: &AgentId, now: u64) -> Result<(), StoreError> {
    let statement = "UPDATE second_factors SET confirmed_at = ? WHERE person = ?";
    sql.run(statement, values![now, person.as_str()]).map(drop)
}

/// Uses a step up. `false` where it, or a later one, was used before.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn use_step(sql: &impl Sql, person: &AgentId, step: u64) -> Result<bool, StoreError> {
    let statement = "UPDATE second_factors SET last_step = ? WHERE person = ? AND last_step < ? RETURNING 1";
    Ok(!sql.run(statement, values![step, person.as_str(), step])?.is_empty())
}

/// Forgets the factor.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, person: &AgentId) -> Result<(), StoreError> {
    sql.run("DELETE FROM second_factors WHERE person = ?", values![person.as_str()]).map(drop)
}

/// Forgets the recovery codes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget_codes(sql: &impl Sql, person: &AgentId) -> Result<(), StoreError> {
    sql.run("DELETE FROM recovery_codes WHERE person = ?", values![person.as_str()]).map(drop)
}

/// Keeps these recovery codes and no others.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_codes(sql: &impl Sql, person: &AgentId, digests: &[String]) -> Result<(), StoreError> {
    forget_codes(sql, person)?;
    for digest in digests {
        let statement = "INSERT INTO recovery_codes (person, digest) VALUES (?, ?)";
        sql.run(statement, values![person.as_str(), digest])?;
    }
    Ok(())
}

/// Uses a recovery code up. Whether there was such a one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn use_code(sql: &impl Sql, person: &AgentId, digest: &str) -> Result<bool, StoreError> {
    let statement = "DELETE FROM recovery_codes WHERE person = ? AND digest = ? RETURNING 1";
    Ok(!sql.run(statement, values![person.as_str(), digest])?.is_empty())
}

/// How many recovery codes are left.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn codes_left(sql: &impl Sql, person: &AgentId) -> Result<u32, StoreError> {
    let rows = sql.run("SELECT count(*) FROM recovery_codes WHERE person = ?", values![person.as_str()])?;
    rows.first().map_or(Ok(0), |row| Ok(u32::try_from(row.number(0)?).unwrap_or(u32::MAX)))
}

/// Notes at `now` that something was asked of somebody, until `expires_at` (both ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ask(
    sql: &impl Sql,
    digest: &str,
    purpose: &str,
    person: &AgentId,
    (now, expires_at): (u64, u64),
) -> Result<(), StoreError> {
    sql.run("DELETE FROM challenges WHERE expires_at <= ?", values![now])?;
    let statement =
        "INSERT INTO challenges (digest, purpose, person, attempts, expires_at) VALUES (?, ?, ?, 0, ?)";
    sql.run(statement, values![digest, purpose, person.as_str(), expires_at]).map(drop)
}

/// Counts an attempt to answer; whom it was asked of, while it counts at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn attempt(sql: &impl Sql, digest: &str, purpose: &str, now: u64) -> Result<Option<AgentId>, StoreError> {
    let statement = "UPDATE challenges SET attempts = attempts + 1 \
                     WHERE digest = ? AND purpose = ? AND expires_at > ? AND attempts < ? RETURNING person";
    let rows = sql.run(statement, values![digest, purpose, now, ATTEMPTS])?;
    rows.first().map(|row| row.parsed(0, "an agent id", AgentId::parse)).transpose()
}

/// It was answered, and counts no more. Whether it did at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn answered(sql: &impl Sql, digest: &str, purpose: &str, now: u64) -> Result<bool, StoreError> {
    let statement = "DELETE FROM challenges WHERE digest = ? AND purpose = ? AND expires_at > ? RETURNING 1";
    Ok(!sql.run(statement, values![digest, purpose, now])?.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::account::tests::imported;

    fn anna() -> AgentId {
        AgentId::parse("anna").unwrap()
    }

    #[test]
    fn a_step_counts_once_and_no_older_one_after_it() {
        // T22
        let sql = imported();
        begin(&sql, &anna(), "sealed").unwrap();
        for (step, counts) in [(7, true), (7, false), (6, false), (8, true), (7, false)] {
            assert_eq!(use_step(&sql, &anna(), step).unwrap(), counts, "{step}");
        }
    }

    #[test]
    fn a_recovery_code_counts_once() {
        // T22
        let sql = imported();
        put_codes(&sql, &anna(), &["one".into(), "two".into()]).unwrap();
        assert!(use_code(&sql, &anna(), "one").unwrap());
        assert!(!use_code(&sql, &anna(), "one").unwrap());
        assert_eq!(codes_left(&sql, &anna()).unwrap(), 1);
    }

    #[test]
    fn a_challenge_is_answered_once_in_time_and_after_few_attempts() {
        // T22
        let sql = imported();
        ask(&sql, "d", "second", &anna(), (10, 100)).unwrap();
        assert_eq!(attempt(&sql, "d", "another", 11).unwrap(), None);
        assert_eq!(attempt(&sql, "d", "second", 100).unwrap(), None);
        for _ in 0..ATTEMPTS {
            assert_eq!(attempt(&sql, "d", "second", 11).unwrap(), Some(anna()));
        }
        assert_eq!(attempt(&sql, "d", "second", 11).unwrap(), None);
        assert!(answered(&sql, "d", "second", 11).unwrap());
        assert!(!answered(&sql, "d", "second", 11).unwrap());
    }
}
