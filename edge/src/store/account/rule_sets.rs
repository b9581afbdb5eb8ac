//! The rule sets that were in force: the newest of them, packed, by the fingerprint of their book.
//!
//! Knows rows and how many are kept. Does not know how a book is packed, or what is in it.

use protocol::limits::{KEPT_RULE_BYTES, KEPT_RULE_SETS};

use crate::store::{Sql, StoreError};
use crate::values;

/// One that was in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// When it came into force last, in ms.
    pub published_at: u64,
    /// Its book, packed; empty where it was too large.
    pub packed: Vec<u8>,
}

/// The fingerprint of the one that came into force last.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn newest(sql: &impl Sql) -> Result<Option<String>, StoreError> {
    let rows = sql.run("SELECT fingerprint FROM rule_sets ORDER BY number DESC LIMIT 1", &[])?;
    rows.first().map(|row| row.text(0)).transpose()
}

/// The one of that fingerprint, if it is still kept.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_fingerprint(sql: &impl Sql, fingerprint: &str) -> Result<Option<RuleSet>, StoreError> {
    let statement = "SELECT published_at, book FROM rule_sets WHERE fingerprint = ?";
    let rows = sql.run(statement, values![fingerprint])?;
    rows.first().map(|row| Ok(RuleSet { published_at: row.number(0)?, packed: row.bytes(1)? })).transpose()
}

/// Keeps the one that comes into force now (ms) as the newest, and lets go of the oldest there are too many of.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, fingerprint: &str, packed: Vec<u8>, now: u64) -> Result<(), StoreError> {
    // Rules that come back are the newest again; their number has to grow all the same.
    let number = sql.run("SELECT coalesce(max(number), 0) + 1 FROM rule_sets", &[])?;
    let number = number.first().map_or(Ok(1), |row| row.number(0))?;
    sql.run("DELETE FROM rule_sets WHERE fingerprint = ?", values![fingerprint])?;
    sql.run(
        "INSERT INTO rule_sets (number, fingerprint, published_at, book) VALUES (?, ?, ?, ?)",
        values![number, fingerprint, now, packed],
    )?;
    let mut bytes = 0;
    let rows = sql.run("SELECT number, length(book) FROM rule_sets ORDER BY number DESC", &[])?;
    for (place, row) in rows.iter().enumerate() {
        bytes += row.number(1)?;
        if place >= KEPT_RULE_SETS || bytes > KEPT_RULE_BYTES as u64 {
            sql.run("DELETE FROM rule_sets WHERE number <= ?", values![row.number(0)?])?;
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::ACCOUNT;
    use crate::store::native::Memory;

    fn kept(sql: &Memory) -> Vec<String> {
        let rows = sql.run("SELECT fingerprint FROM rule_sets ORDER BY number", &[]).unwrap();
        rows.iter().map(|row| row.text(0).unwrap()).collect()
    }

    #[test]
    fn what_comes_back_is_the_newest_again() {
        let sql = Memory::migrated(ACCOUNT);
        assert_eq!(newest(&sql).unwrap(), None);
        for (now, fingerprint) in [(1, "a"), (2, "b"), (3, "a")] {
            keep(&sql, fingerprint, vec![7], now).unwrap();
        }
        assert_eq!(kept(&sql), ["b", "a"]);
        assert_eq!(newest(&sql).unwrap().as_deref(), Some("a"));
        let again = by_fingerprint(&sql, "a").unwrap();
        assert_eq!(again, Some(RuleSet { published_at: 3, packed: vec![7] }));
        assert_eq!(by_fingerprint(&sql, "c").unwrap(), None);
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let sql = Memory::migrated(ACCOUNT);
        for n in 0..KEPT_RULE_SETS + 3 {
            keep(&sql, &format!("{n:03}"), vec![1], n as u64).unwrap();
        }
        let kept = kept(&sql);
        assert_eq!((kept.len(), kept.first().map(String::as_str)), (KEPT_RULE_SETS, Some("003")));
    }

    #[test]
    fn the_oldest_go_when_they_are_too_large_together() {
        let sql = Memory::migrated(ACCOUNT);
        let half = KEPT_RULE_BYTES / 2;
        for (now, fingerprint) in [(1, "a"), (2, "b"), (3, "c")] {
            keep(&sql, fingerprint, vec![0; half], now).unwrap();
        }
        assert_eq!(kept(&sql), ["b", "c"]);
        // One that is too large for itself is known by its fingerprint, and drives nobody out.
        keep(&sql, "d", Vec::new(), 4).unwrap();
        assert_eq!(kept(&sql), ["b", "c", "d"]);
    }
}
