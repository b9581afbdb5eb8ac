//! The versions of chatflows: the newest of each, whole.
//!
//! Knows rows and how many are kept. Does not know what makes a version.

use conversation::ids::{AgentId, ChatflowId};
use protocol::account::Chatflow;
use protocol::frame::Agent;
use protocol::limits::KEPT_VERSIONS;
use protocol::rest::versions::{How, Version};

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

const COLUMNS: &str = "number, at, agent, agent_name, how, restored, enabled, configuration";

fn version(row: &Row) -> Result<Version, StoreError> {
    let by = match (row.maybe_text(2)?, row.maybe_text(3)?) {
        (Some(_), Some(name)) => Some(Agent { id: row.parsed(2, "an agent's id", AgentId::parse)?, name }),
        _ => None,
    };
    Ok(Version {
        number: row.number(0)?,
        at: row.number(1)?,
        by,
        how: row.parsed(4, "how a version came about", |text| How::parse(text).ok_or(()))?,
        restored: row.maybe_number(5)?,
        enabled: row.flag(6)?,
        chatflow: row.parsed(7, "a chatflow's configuration", tree::from_str)?,
    })
}

/// Those of a chatflow, the newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, chatflow: &str) -> Result<Vec<Version>, StoreError> {
    let statement =
        format!("SELECT {COLUMNS} FROM chatflow_versions WHERE chatflow = ? ORDER BY number DESC");
    sql.run(&statement, values![chatflow])?.iter().map(version).collect()
}

/// One of them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn one(sql: &impl Sql, chatflow: &ChatflowId, number: u64) -> Result<Option<Version>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM chatflow_versions WHERE chatflow = ? AND number = ?");
    sql.run(&statement, values![chatflow.as_str(), number])?.first().map(version).transpose()
}

/// Whether there is any of a chatflow.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn has_any(sql: &impl Sql, chatflow: &str) -> Result<bool, StoreError> {
    let statement = "SELECT 1 FROM chatflow_versions WHERE chatflow = ? LIMIT 1";
    Ok(!sql.run(statement, values![chatflow])?.is_empty())
}

/// A version about to be written.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// All of it.
    pub chatflow: &'a Chatflow,
    /// How it came about.
    pub how: How,
    /// The version that was put back.
    pub restored: Option<u64>,
    /// By whom, where that is known already; see [`sign`].
    pub by: Option<&'a Agent>,
}

/// Writes the next version of a chatflow, at `now` (ms), and lets go of the oldest there are too many of.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(sql: &impl Sql, new: New<'_>, now: u64) -> Result<(), StoreError> {
    let New { chatflow, how, restored, by } = new;
    let id = chatflow.targeting.id.as_str();
    sql.run(
        "INSERT INTO chatflow_versions (chatflow, number, at, agent, agent_name, how, restored, enabled, configuration) \
         VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM chatflow_versions WHERE chatflow = ?), \
         ?, ?, ?, ?, ?, ?, ?)",
        values![
            id,
            id,
            now,
            by.map(|by| by.id.as_str().to_owned()),
            by.map(|by| by.name.clone()),
            how.as_str(),
            restored,
            chatflow.targeting.enabled,
            to_json(chatflow),
        ],
    )?;
    sql.run(
        "DELETE FROM chatflow_versions WHERE chatflow = ? AND number <= \
         (SELECT max(number) FROM chatflow_versions WHERE chatflow = ?) - ?",
        values![id, id, KEPT_VERSIONS as u64],
    )?;
    Ok(())
}

/// Says by whom the versions are that were just written and that nobody signed: who changes something is told apart from
/// what they change, and both commit together.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn sign(sql: &impl Sql, by: &Agent) -> Result<(), StoreError> {
    sql.run(
        "UPDATE chatflow_versions SET agent = ?, agent_name = ? WHERE agent IS NULL \
         AND how IN ('created', 'saved', 'published', 'switched_off', 'rolled_back')",
        values![by.id.as_str(), by.name.as_str()],
    )?;
    Ok(())
}

/// Forgets those of a chatflow.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, chatflow: &ChatflowId) -> Result<(), StoreError> {
    sql.run("DELETE FROM chatflow_versions WHERE chatflow = ?", values![chatflow.as_str()])?;
    Ok(())
}
