//! An account's chatflows: configuration as in the account file; id, name, switch and inbox in columns of their own.
//!
//! Whoever changes something does so in a transaction, and says that it is to be published. Knows rows; does not know
//! what may be saved.

use conversation::ids::ChatflowId;
use protocol::account::Chatflow;

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

const COLUMNS: &str = "configuration, id, name, enabled";

fn chatflow(row: &Row) -> Result<Chatflow, StoreError> {
    let mut chatflow: Chatflow = row.parsed(0, "a chatflow's configuration", tree::from_str)?;
    chatflow.targeting.id = row.text(1)?;
    chatflow.name = row.text(2)?;
    chatflow.targeting.enabled = row.flag(3)?;
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

/// All of them, who wins first: by priority, which is the place in the account where none is said. Ties keep the
/// order of the account.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_priority(sql: &impl Sql) -> Result<Vec<Chatflow>, StoreError> {
    let mut placed: Vec<_> = (1_i64..).zip(all(sql)?).collect();
    placed.sort_by_key(|(place, chatflow)| chatflow.targeting.priority.unwrap_or(*place));
    Ok(placed.into_iter().map(|(_, chatflow)| chatflow).collect())
}

/// One of them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_id(sql: &impl Sql, id: &ChatflowId) -> Result<Option<Chatflow>, StoreError> {
    Ok(revised(sql, id)?.map(|(chatflow, _)| chatflow))
}

/// One of them, with its revision.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn revised(sql: &impl Sql, id: &ChatflowId) -> Result<Option<(Chatflow, u64)>, StoreError> {
    let statement = format!("SELECT {COLUMNS}, revision FROM chatflows WHERE id = ?");
    let rows = sql.run(&statement, values![id.as_str()])?;
    rows.first().map(|row| Ok((chatflow(row)?, row.number(4)?))).transpose()
}

/// Adds one at the end of the account.
///
/// # Errors
/// [`StoreError`] from the database, also where the id is taken.
pub fn add(sql: &impl Sql, chatflow: &Chatflow) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO chatflows (id, position, name, enabled, inbox, configuration) \
         VALUES (?, (SELECT coalesce(max(position) + 1, 0) FROM chatflows), ?, ?, ?, ?)",
        values![
            chatflow.targeting.id.as_str(),
            chatflow.name.as_str(),
            chatflow.targeting.enabled,
            chatflow.inbox.as_str(),
            to_json(chatflow),
        ],
    )?;
    Ok(())
}

/// Writes all of one that is there; its revision grows.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, chatflow: &Chatflow) -> Result<(), StoreError> {
    sql.run(
        "UPDATE chatflows SET name = ?, enabled = ?, inbox = ?, configuration = ?, revision = revision + 1 \
         WHERE id = ?",
        values![
            chatflow.name.as_str(),
            chatflow.targeting.enabled,
            chatflow.inbox.as_str(),
            to_json(chatflow),
            chatflow.targeting.id.as_str(),
        ],
    )?;
    Ok(())
}

/// Removes one. The texts of its consent stay: visitors agreed to them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &ChatflowId) -> Result<(), StoreError> {
    sql.run("DELETE FROM chatflows WHERE id = ?", values![id.as_str()])?;
    Ok(())
}

/// Gives all of them the priorities 1, 2, 3 in this order. That changes nobody's revision: an open editor says
/// nothing about the order.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_in_order(sql: &impl Sql, chatflows: Vec<Chatflow>) -> Result<(), StoreError> {
    for (place, mut chatflow) in (1_u32..).zip(chatflows) {
        chatflow.targeting.priority = Some(i64::from(place));
        sql.run(
            "UPDATE chatflows SET position = ?, configuration = ? WHERE id = ?",
            values![place, to_json(&chatflow), chatflow.targeting.id.as_str()],
        )?;
    }
    Ok(())
}
