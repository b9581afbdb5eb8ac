//! What an account says of lists whose contacts come first (P40).

use conversation::ids::ListId;
use conversation::routing::precedence::ListPriority;
use conversation::routing::priority::Priority;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// All of it, in its order.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<ListPriority>, StoreError> {
    let read = |row: &Row| {
        Ok(ListPriority {
            list: row.parsed(0, "a list id", ListId::parse)?,
            priority: row.parsed(1, "a priority", |text| Priority::parse(text).ok_or(()))?,
        })
    };
    sql.run("SELECT list, priority FROM list_priorities ORDER BY position", &[])?.iter().map(read).collect()
}

/// Replaces all of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, said: &[ListPriority]) -> Result<(), StoreError> {
    sql.run("DELETE FROM list_priorities", &[])?;
    for (position, ListPriority { list, priority }) in (0_u64..).zip(said) {
        sql.run(
            "INSERT INTO list_priorities (position, list, priority) VALUES (?, ?, ?)",
            values![position, list.as_str(), priority.as_str()],
        )?;
    }
    Ok(())
}
