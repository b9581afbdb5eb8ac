//! Answers that are given once: what a request with an `Idempotency-Key` came to, for a day.

use protocol::limits::ONCE_MS;
use serde::{Deserialize, Serialize};

use crate::store::{Sql, StoreError};
use crate::values;

/// A request that is under way for longer has died: the next one of its key is done anew.
const UNDER_WAY_MS: u64 = 60_000;

/// How a key stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seen {
    /// It is new, and under way from now on.
    Now,
    /// It is under way.
    UnderWay,
    /// It was used for another request.
    Other,
    /// It was answered so.
    Answered {
        /// The status.
        status: u16,
        /// The body, or what is kept of it.
        body: String,
    },
}

/// Somebody asks with a key, at `now` (ms); the digest is of the whole request.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn begin(sql: &impl Sql, who: &str, key: &str, digest: &str, now: u64) -> Result<Seen, StoreError> {
    sql.atomically(|| {
        sql.run("DELETE FROM answered WHERE at < ?", values![now.saturating_sub(ONCE_MS)])?;
        let statement = "SELECT digest, at, status, body FROM answered WHERE who = ? AND key = ?";
        let rows = sql.run(statement, values![who, key])?;
        if let Some(row) = rows.first() {
            if row.text(0)? != digest {
                return Ok(Seen::Other);
            }
            if let Some(status) = row.maybe_number(2)? {
                let status = u16::try_from(status).unwrap_or(200);
                return Ok(Seen::Answered { status, body: row.maybe_text(3)?.unwrap_or_default() });
            }
            if row.number(1)?.saturating_add(UNDER_WAY_MS) > now {
                return Ok(Seen::UnderWay);
            }
        }
        sql.run(
            "INSERT OR REPLACE INTO answered (who, key, digest, at) VALUES (?, ?, ?, ?)",
            values![who, key, digest, now],
        )?;
        Ok(Seen::Now)
    })
}

/// It was answered so; or, without an answer, nothing was done and the key is free again.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn end(sql: &impl Sql, who: &str, key: &str, answer: Option<(u16, &str)>) -> Result<(), StoreError> {
    match answer {
        Some((status, body)) => sql.run(
            "UPDATE answered SET status = ?, body = ? WHERE who = ? AND key = ?",
            values![status, body, who, key],
        ),
        None => sql.run("DELETE FROM answered WHERE who = ? AND key = ?", values![who, key]),
    }
    .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::ACCOUNT;
    use crate::store::native::Memory;

    #[test]
    fn what_was_asked_twice_is_done_once() {
        // P66
        let sql = Memory::migrated(ACCOUNT);
        let asks = |who: &str, key: &str, digest: &str, now: u64| begin(&sql, who, key, digest, now).unwrap();
        assert_eq!(asks("ada", "k", "one", 1_000), Seen::Now);
        assert_eq!(asks("ada", "k", "one", 1_001), Seen::UnderWay);
        assert_eq!(asks("ada", "k", "two", 1_001), Seen::Other);
        // Somebody else's key is another.
        assert_eq!(asks("ben", "k", "two", 1_001), Seen::Now);
        end(&sql, "ada", "k", Some((200, "{}"))).unwrap();
        let answered = Seen::Answered { status: 200, body: "{}".into() };
        assert_eq!(asks("ada", "k", "one", 1_002), answered);
        assert_eq!(asks("ada", "k", "one", 1_000 + ONCE_MS), answered);
        assert_eq!(asks("ada", "k", "two", 1_001 + ONCE_MS), Seen::Now);
    }

    #[test]
    fn what_failed_or_died_may_be_asked_again() {
        // P66
        let sql = Memory::migrated(ACCOUNT);
        let asks = |now: u64| begin(&sql, "ada", "k", "one", now).unwrap();
        assert_eq!(asks(0), Seen::Now);
        end(&sql, "ada", "k", None).unwrap();
        assert_eq!(asks(1), Seen::Now);
        assert_eq!(asks(UNDER_WAY_MS), Seen::UnderWay);
        assert_eq!(asks(UNDER_WAY_MS + 1), Seen::Now);
    }
}
