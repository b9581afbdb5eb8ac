//! An account's chatflows: configuration as in the account file, name and switch in columns of their own.

use conversation::ids::ChatflowId;
use protocol::account::Chatflow;

use crate::store::{Row, Sql, StoreError};
use crate::values;

const COLUMNS: &str = "configuration, name, enabled";

fn chatflow(row: &Row) -> Result<Chatflow, StoreError> {
    let mut chatflow: Chatflow =
        row.parsed(0, "a chatflow's configuration", |text| serde_json::from_str(text))?;
    chatflow.name = row.text(1)?;
    chatflow.targeting.enabled = row.flag(2)?;
    Ok(chatflow)
}

/// All of them, in the order of the account.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<Chatflow>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM chatflows ORDER BY position, id");
    sql.run(&statement, &[])?.iter().map(chatflow).collect()
}

/// One of them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_id(sql: &impl Sql, id: &ChatflowId) -> Result<Option<Chatflow>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM chatflows WHERE id = ?");
    sql.run(&statement, values![id.as_str()])?.first().map(chatflow).transpose()
}

/// Switches a chatflow on or off, and publishes that. `None` where there is no such chatflow.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn switch(sql: &impl Sql, id: &ChatflowId, enabled: bool) -> Result<Option<Chatflow>, StoreError> {
    sql.atomically(|| {
        let changed = sql.run(
            "UPDATE chatflows SET enabled = ? WHERE id = ? RETURNING id",
            values![enabled, id.as_str()],
        )?;
        if !changed.is_empty() {
            super::bump(sql)?;
        }
        by_id(sql, id)
    })
}
