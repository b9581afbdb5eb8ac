//! Threads that nobody has, whatever their rule says, and since when their visitors wait (E49).

use conversation::ids::ThreadId;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// As the index has them: open, nobody's, not a bot's, and not told of yet.
const LIMBO: &str = "FROM threads WHERE shelf = 'inbox' AND standing = 'open' AND assignee IS NULL AND with_bot = 0 \
     AND waiting_since IS NOT NULL AND told_wait IS NOT waiting_since";

/// Since when the one waits that waits longest (ms), if one does.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn oldest(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run(&format!("SELECT min(waiting_since) {LIMBO}"), &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// Those that have waited since `since` or longer, the longest first; from now on they are told of.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn take(sql: &impl Sql, since: u64, limit: u32) -> Result<Vec<(ThreadId, u64)>, StoreError> {
    sql.atomically(|| {
        let statement = format!(
            "SELECT thread, waiting_since {LIMBO} AND waiting_since <= ? ORDER BY waiting_since LIMIT ?"
        );
        let one = |row: &Row| Ok((row.parsed(0, "a thread id", ThreadId::parse)?, row.number(1)?));
        let found: Vec<(ThreadId, u64)> =
            sql.run(&statement, values![since, limit])?.iter().map(one).collect::<Result<_, StoreError>>()?;
        for (thread, _) in &found {
            sql.run(
                "UPDATE threads SET told_wait = waiting_since WHERE thread = ?",
                values![thread.as_str()],
            )?;
        }
        Ok(found)
    })
}
