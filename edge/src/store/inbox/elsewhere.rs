//! What colleagues have in the account's other inboxes, and what the account has heard of what they have here.

use std::collections::HashMap;

use conversation::ids::AgentId;

use crate::colleagues::Working;
use crate::elsewhere::{Known, Load, There};
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// Whether anybody works in another inbox too, from now on; whoever does is told of at `now`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_shared(sql: &impl Sql, shared: bool, now: u64) -> Result<(), StoreError> {
    let statement = "INSERT INTO elsewhere_telling (one, shared, number, attempts, due_at) VALUES (1, ?, 0, 0, ?) \
         ON CONFLICT (one) DO UPDATE SET shared = excluded.shared, attempts = 0, due_at = excluded.due_at";
    sql.run(statement, values![shared, shared.then_some(now)]).map(drop)
}

/// What somebody has here may have changed: where anybody works in another inbox too, the account hears of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn look(sql: &impl Sql, now: u64) -> Result<(), StoreError> {
    let statement = "UPDATE elsewhere_telling SET due_at = ? WHERE shared = 1 AND due_at IS NULL";
    sql.run(statement, values![now]).map(drop)
}

/// A rule gave something to somebody who works in another inbox too, and has since then.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn gave(sql: &impl Sql, agent: &AgentId, since: u64) -> Result<(), StoreError> {
    let statement = "INSERT INTO elsewhere (agent, since, revision, given, heard) VALUES (?, ?, 0, 1, 0) \
         ON CONFLICT (agent, since) DO UPDATE SET given = given + 1";
    sql.run(statement, values![agent.as_str(), since]).map(drop)
}

/// What is known of everybody, by who they are and since when.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn known(sql: &impl Sql) -> Result<HashMap<(String, u64), Known>, StoreError> {
    let small = |row: &Row, index: usize| {
        let number = row.maybe_number(index)?;
        Ok::<_, StoreError>(number.map(|number| u16::try_from(number).unwrap_or(u16::MAX)))
    };
    let known = |row: &Row| {
        let known = Known {
            open: small(row, 1)?,
            told: small(row, 2)?,
            given: row.number(3)?,
            heard: row.number(4)?,
        };
        Ok(((row.text(0)?, row.number(5)?), known))
    };
    let rows = sql.run("SELECT agent, open, told, given, heard, since FROM elsewhere", &[])?;
    rows.iter().map(known).collect()
}

/// What the account has not heard of these, at once.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn untold(sql: &impl Sql, crew: &[Working]) -> Result<Vec<Load>, StoreError> {
    let known = known(sql)?;
    let untold = crew.iter().filter_map(|working| {
        let (agent, open, since) = (working.known.agent.id.clone(), working.open, working.known.shared?);
        let before = known.get(&(agent.to_string(), since)).copied().unwrap_or_default();
        let is_news = before.told != Some(open) || before.heard < before.given;
        is_news.then_some(Load { agent, open, given: before.given, since })
    });
    Ok(untold.collect())
}

/// The number of a new telling.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_number(sql: &impl Sql, now: u64) -> Result<u64, StoreError> {
    // After a restore the account may have heard later ones.
    let statement = "UPDATE elsewhere_telling SET number = max(number + 1, ?) RETURNING number";
    sql.run(statement, values![now])?.first().map_or(Ok(now), |row| row.number(0))
}

/// The account has heard that of them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn told(sql: &impl Sql, loads: &[Load]) -> Result<(), StoreError> {
    for Load { agent, open, given, since } in loads {
        let statement = "INSERT INTO elsewhere (agent, since, revision, told, given, heard) VALUES (?, ?, 0, ?, ?, ?) \
             ON CONFLICT (agent, since) DO UPDATE SET told = excluded.told, heard = max(heard, excluded.heard)";
        sql.run(statement, values![agent.as_str(), *since, *open, *given, *given])?;
    }
    sql.run("UPDATE elsewhere_telling SET attempts = 0", &[]).map(drop)
}

/// The account tells what some of them have elsewhere; what is older than what is known says nothing.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn hear(sql: &impl Sql, there: &[There]) -> Result<(), StoreError> {
    for There { agent, open, revision, since } in there {
        let statement = "INSERT INTO elsewhere (agent, since, open, revision, given, heard) VALUES (?, ?, ?, ?, 0, 0) \
             ON CONFLICT (agent, since) DO UPDATE SET open = excluded.open, revision = excluded.revision \
             WHERE excluded.revision >= elsewhere.revision";
        sql.run(statement, values![agent.as_str(), *since, *open, *revision])?;
    }
    Ok(())
}

/// Forgets what is known of anybody who is not shared now, or was so at another time.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget_others(sql: &impl Sql, shared: &[(&AgentId, u64)]) -> Result<(), StoreError> {
    for (agent, since) in known(sql)?.into_keys() {
        if !shared.iter().any(|(known, now)| known.as_str() == agent && *now == since) {
            sql.run("DELETE FROM elsewhere WHERE agent = ? AND since = ?", values![agent, since])?;
        }
    }
    Ok(())
}

/// There is nothing to tell.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn done(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run("UPDATE elsewhere_telling SET attempts = 0, due_at = NULL", &[]).map(drop)
}

/// The account could not be reached; how often in vain. It is tried again at `due_at` of that.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, due_at: impl Fn(u32) -> u64) -> Result<(), StoreError> {
    let rows = sql.run("SELECT attempts FROM elsewhere_telling", &[])?;
    let attempts = rows.first().map_or(Ok(0), |row| row.number(0))?;
    let due_at = due_at(u32::try_from(attempts).unwrap_or(u32::MAX));
    let statement = "UPDATE elsewhere_telling SET attempts = attempts + 1, due_at = ?";
    sql.run(statement, values![due_at]).map(drop)
}

/// When the account is to be told, if at all. What lies further ahead than anybody would wait is due at once: the clock was
/// put back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql, now: u64) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT due_at FROM elsewhere_telling", &[])?;
    let due = rows.first().map_or(Ok(None), |row| row.maybe_number(0))?;
    Ok(due.map(|due| if due > now.saturating_add(BEYOND_ANY_PAUSE_MS) { now } else { due }))
}

/// No pause between two attempts is as long (ms).
const BEYOND_ANY_PAUSE_MS: u64 = 120_000;

/// Forgets all of it: after a restore the account may know something else.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn doubt(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run("DELETE FROM elsewhere", &[]).map(drop)
}
