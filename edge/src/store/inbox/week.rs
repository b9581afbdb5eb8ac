//! When threads came, were taken and done with, and who was there when: what a routing rule is tried out with (N31).

use std::collections::HashMap;

use conversation::ids::{AgentId, ChatflowId, ThreadId};

use crate::colleagues::Known;
use crate::json::tree;
use crate::policy::{Came, Shown};
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// Comings and goings are kept for so long, in ms: a day more than anybody asks about.
const KEPT_MS: u64 = 8 * 86_400_000;

/// A thread waits for a person, for the first time.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn came(sql: &impl Sql, thread: &ThreadId, at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE routing SET came_at = ? WHERE thread = ? AND came_at IS NULL";
    sql.run(statement, values![at, thread.as_str()]).map(drop)
}

/// Somebody has a thread; the first time counts.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn taken(sql: &impl Sql, thread: &ThreadId, at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE routing SET taken_at = ?, came_at = coalesce(came_at, ?) \
                     WHERE thread = ? AND taken_at IS NULL";
    sql.run(statement, values![at, at, thread.as_str()]).map(drop)
}

/// A thread is closed; the first time counts.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn done(sql: &impl Sql, thread: &ThreadId, at: u64) -> Result<(), StoreError> {
    let statement =
        "UPDATE routing SET done_at = ? WHERE thread = ? AND came_at IS NOT NULL AND done_at IS NULL";
    sql.run(statement, values![at, thread.as_str()]).map(drop)
}

/// Notes who is away now, where that is news, and forgets what is too old to be asked about.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note_presences(sql: &impl Sql, crew: &[Known], now: u64) -> Result<(), StoreError> {
    for known in crew {
        let (agent, away) = (known.agent.id.as_str(), u64::from(known.is_away));
        sql.run(
            "INSERT OR REPLACE INTO presences (agent, at, away) SELECT ?, ?, ? \
             WHERE ? IS NOT (SELECT away FROM presences WHERE agent = ? ORDER BY at DESC LIMIT 1)",
            values![agent, now, away, away, agent],
        )?;
    }
    // The newest before that time says how it began.
    sql.run(
        "DELETE FROM presences WHERE at < (SELECT max(older.at) FROM presences AS older \
         WHERE older.agent = presences.agent AND older.at < ?)",
        values![now.saturating_sub(KEPT_MS)],
    )?;
    Ok(())
}

/// The comings and goings of everybody, the oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn presences(sql: &impl Sql) -> Result<Vec<Shown>, StoreError> {
    let rows = sql.run("SELECT agent, at, away FROM presences ORDER BY at, agent", &[])?;
    let shown = |row: &Row| {
        Ok(Shown {
            agent: row.parsed(0, "an agent id", AgentId::parse)?,
            at: row.number(1)?,
            away: row.number(2)? == 1,
        })
    };
    rows.iter().map(shown).collect()
}

/// The threads that began to wait for a person since then, the newest first, with their rules each written once.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn arrivals(
    sql: &impl Sql,
    since: u64,
    limit: u32,
) -> Result<(Vec<Came>, Vec<conversation::routing::Rule>), StoreError> {
    let statement = "SELECT threads.chatflow, routing.rule, routing.owner, routing.last_agent, \
         routing.came_at, routing.taken_at, routing.done_at \
         FROM routing JOIN threads ON threads.thread = routing.thread \
         WHERE routing.came_at >= ? AND threads.shelf <> 'filtered' ORDER BY routing.came_at DESC LIMIT ?";
    let mut rules = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut came = Vec::new();
    for row in sql.run(statement, values![since, limit])? {
        let text = row.text(1)?;
        let rule = match places.get(&text) {
            Some(place) => *place,
            None => {
                rules.push(row.parsed(1, "a routing rule", tree::from_str)?);
                places.insert(text, rules.len() - 1);
                rules.len() - 1
            }
        };
        came.push(Came {
            chatflow: row.parsed(0, "a chatflow id", ChatflowId::parse)?,
            rule,
            owner: row.maybe_parsed(2, "an agent id", AgentId::parse)?,
            last_agent: row.maybe_parsed(3, "an agent id", AgentId::parse)?,
            at: row.number(4)?,
            taken_at: row.maybe_number(5)?,
            done_at: row.maybe_number(6)?,
        });
    }
    Ok((came, rules))
}
