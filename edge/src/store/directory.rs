//! The tables of the directory: which accounts exist, and whose account an address signs in to.
//!
//! Addresses are digests here; whoever calls computes them.

use conversation::ids::AccountId;

use super::{Sql, StoreError};
use crate::values;

/// Whether an account exists.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn has_account(sql: &impl Sql, account: &AccountId) -> Result<bool, StoreError> {
    Ok(!sql.run("SELECT 1 FROM accounts WHERE account = ?", values![account.as_str()])?.is_empty())
}

/// Every account.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn accounts(sql: &impl Sql) -> Result<Vec<AccountId>, StoreError> {
    let rows = sql.run("SELECT account FROM accounts ORDER BY account", &[])?;
    rows.iter().map(|row| row.parsed(0, "an account id", AccountId::parse)).collect()
}

/// Enters an account and who signs in to it. `false` where the account is there already; then nothing changes.
///
/// # Errors
/// [`StoreError`] from the database; also where an address signs in to another account.
pub fn enter(
    sql: &impl Sql,
    account: &AccountId,
    email_digests: &[String],
    now: u64,
) -> Result<bool, StoreError> {
    sql.atomically(|| {
        if has_account(sql, account)? {
            return Ok(false);
        }
        sql.run("INSERT INTO accounts (account, created_at) VALUES (?, ?)", values![account.as_str(), now])?;
        for digest in email_digests {
            let statement = "INSERT INTO people (email_digest, account) VALUES (?, ?)";
            sql.run(statement, values![digest, account.as_str()])?;
        }
        Ok(true)
    })
}

/// The account an address signs in to.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn account_of(sql: &impl Sql, email_digest: &str) -> Result<Option<AccountId>, StoreError> {
    let rows = sql.run("SELECT account FROM people WHERE email_digest = ?", values![email_digest])?;
    rows.first().map(|row| row.parsed(0, "an account id", AccountId::parse)).transpose()
}

/// Lets an address sign in to an account. `false` where it signs in to another one; then nothing changes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(sql: &impl Sql, account: &AccountId, email_digest: &str) -> Result<bool, StoreError> {
    let statement = "INSERT INTO people (email_digest, account) VALUES (?, ?) ON CONFLICT DO NOTHING";
    sql.run(statement, values![email_digest, account.as_str()])?;
    Ok(account_of(sql, email_digest)?.as_ref() == Some(account))
}

/// Forgets an address that signed in to an account.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, account: &AccountId, email_digest: &str) -> Result<(), StoreError> {
    let statement = "DELETE FROM people WHERE email_digest = ? AND account = ?";
    sql.run(statement, values![email_digest, account.as_str()])?;
    Ok(())
}

/// Which of these addresses sign in somewhere already.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn any_taken(sql: &impl Sql, email_digests: &[String]) -> Result<bool, StoreError> {
    for digest in email_digests {
        if account_of(sql, digest)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Sign-in attempts allowed in [`ATTEMPTS_WINDOW_MS`] for one address.
pub const ATTEMPTS: u64 = 10;
/// The window of [`ATTEMPTS`].
pub const ATTEMPTS_WINDOW_MS: u64 = 15 * 60_000;

/// Counts an attempt to sign in, before anything is hashed. `Err` inside is how long to wait, in ms.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn attempt(sql: &impl Sql, email_digest: &str, now: u64) -> Result<Result<(), u64>, StoreError> {
    sql.run("DELETE FROM attempts WHERE at <= ?", values![now.saturating_sub(ATTEMPTS_WINDOW_MS)])?;
    let statement = "SELECT count(*), min(at) FROM attempts WHERE email_digest = ?";
    let rows = sql.run(statement, values![email_digest])?;
    if let Some(row) = rows.first()
        && row.number(0)? >= ATTEMPTS
    {
        let first = row.maybe_number(1)?.unwrap_or(now);
        return Ok(Err((first + ATTEMPTS_WINDOW_MS).saturating_sub(now).max(1)));
    }
    sql.run("INSERT INTO attempts (email_digest, at) VALUES (?, ?)", values![email_digest, now])?;
    Ok(Ok(()))
}

/// Forgets the attempts of an address that has signed in.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget_attempts(sql: &impl Sql, email_digest: &str) -> Result<(), StoreError> {
    sql.run("DELETE FROM attempts WHERE email_digest = ?", values![email_digest])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::DIRECTORY;
    use crate::store::native::Memory;

    fn account(id: &str) -> AccountId {
        AccountId::parse(id).unwrap()
    }

    #[test]
    fn an_account_is_entered_once() {
        let sql = Memory::migrated(DIRECTORY);
        assert!(!has_account(&sql, &account("demo")).unwrap());
        assert!(enter(&sql, &account("demo"), &["d1".into()], 1).unwrap());
        assert!(!enter(&sql, &account("demo"), &["d2".into()], 2).unwrap());
        assert_eq!(account_of(&sql, "d1").unwrap(), Some(account("demo")));
        assert_eq!(account_of(&sql, "d2").unwrap(), None);
        assert_eq!(accounts(&sql).unwrap(), [account("demo")]);
    }

    #[test]
    fn an_address_signs_in_to_one_account() {
        let sql = Memory::migrated(DIRECTORY);
        enter(&sql, &account("demo"), &["d1".into()], 1).unwrap();
        assert!(any_taken(&sql, &["d0".into(), "d1".into()]).unwrap());
        assert!(enter(&sql, &account("other"), &["d1".into()], 1).is_err());
        assert!(!has_account(&sql, &account("other")).unwrap());
    }

    #[test]
    fn an_address_comes_and_goes() {
        let sql = Memory::migrated(DIRECTORY);
        enter(&sql, &account("demo"), &["d1".into()], 1).unwrap();
        enter(&sql, &account("other"), &[], 1).unwrap();
        assert!(add(&sql, &account("demo"), "d2").unwrap());
        assert!(add(&sql, &account("demo"), "d2").unwrap(), "again");
        assert!(!add(&sql, &account("other"), "d2").unwrap(), "it signs in elsewhere");
        remove(&sql, &account("other"), "d2").unwrap();
        assert_eq!(account_of(&sql, "d2").unwrap(), Some(account("demo")));
        remove(&sql, &account("demo"), "d2").unwrap();
        assert_eq!(account_of(&sql, "d2").unwrap(), None);
    }

    #[test]
    fn attempts_are_counted_per_address_and_forgotten_with_time_or_success() {
        let sql = Memory::migrated(DIRECTORY);
        for n in 0..ATTEMPTS {
            assert_eq!(attempt(&sql, "d1", 1_000 + n).unwrap(), Ok(()));
        }
        assert_eq!(attempt(&sql, "d1", 2_000).unwrap(), Err(ATTEMPTS_WINDOW_MS - 1_000));
        assert_eq!(attempt(&sql, "d2", 2_000).unwrap(), Ok(()));
        assert_eq!(attempt(&sql, "d1", 1_000 + ATTEMPTS_WINDOW_MS).unwrap(), Ok(()));
        assert!(attempt(&sql, "d1", 1_000 + ATTEMPTS_WINDOW_MS).unwrap().is_err());
        forget_attempts(&sql, "d1").unwrap();
        assert_eq!(attempt(&sql, "d1", 1_000 + ATTEMPTS_WINDOW_MS).unwrap(), Ok(()));
    }
}
