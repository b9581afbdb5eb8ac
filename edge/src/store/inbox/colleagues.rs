//! The inbox's copy of its colleagues, and how much each of them has.

use std::collections::HashMap;

use conversation::ids::AgentId;

use crate::colleagues::{Known, Working};
use crate::json::tree;
use crate::store::inbox::{elsewhere, week};
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// Keeps what the account tells, unless it is old news. Whether it was none.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn hear(sql: &impl Sql, revision: u64, crew: &[Known], now: u64) -> Result<bool, StoreError> {
    sql.atomically(|| {
        if self::revision(sql)?.is_some_and(|heard| heard >= revision) {
            return Ok(false);
        }
        sql.run(
            "INSERT INTO colleagues_heard (one, revision, look_at) VALUES (1, ?, NULL) \
             ON CONFLICT (one) DO UPDATE SET revision = excluded.revision",
            values![revision],
        )?;
        let known: HashMap<&str, ()> = crew.iter().map(|known| (known.agent.id.as_str(), ())).collect();
        for agent in sql.run("SELECT agent FROM colleagues", &[])? {
            let agent = agent.text(0)?;
            if !known.contains_key(agent.as_str()) {
                sql.run("DELETE FROM colleagues WHERE agent = ?", values![agent])?;
            }
        }
        for known in crew {
            sql.run(
                "INSERT INTO colleagues (agent, known, idle_since) VALUES (?, ?, ?) \
                 ON CONFLICT (agent) DO UPDATE SET known = excluded.known",
                values![known.agent.id.as_str(), to_json(known), now],
            )?;
        }
        let shared: Vec<_> = crew.iter().filter_map(|known| Some((&known.agent.id, known.shared?))).collect();
        elsewhere::forget_others(sql, &shared)?;
        elsewhere::put_shared(sql, !shared.is_empty(), now)?;
        week::note_presences(sql, crew, now)?;
        Ok(true)
    })
}

/// Takes whatever the account tells next for news: after a restore it may be older.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn doubt(sql: &impl Sql) -> Result<(), StoreError> {
    elsewhere::doubt(sql)?;
    sql.run("UPDATE telling SET revision = 0", &[])?;
    sql.run("UPDATE colleagues_heard SET revision = 0", &[]).map(drop)
}

/// What was heard last; `None` where nothing was yet.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn revision(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    sql.run("SELECT revision FROM colleagues_heard", &[])?.first().map(|row| row.number(0)).transpose()
}

fn known(row: &Row, index: usize) -> Result<Known, StoreError> {
    row.parsed(index, "a colleague", tree::from_str)
}

/// One of them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn one(sql: &impl Sql, agent: &AgentId) -> Result<Option<Known>, StoreError> {
    let rows = sql.run("SELECT known FROM colleagues WHERE agent = ?", values![agent.as_str()])?;
    rows.first().map(|row| known(row, 0)).transpose()
}

/// Everybody, with what they have: open threads, those that are on their way to them, and not those that are on their
/// way from them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<Working>, StoreError> {
    let mut load: HashMap<String, i64> = HashMap::new();
    let assigned = sql.run(
        "SELECT assignee, count(*) FROM threads WHERE shelf = 'inbox' AND standing = 'open' AND assignee IS NOT NULL \
         GROUP BY assignee",
        &[],
    )?;
    for row in assigned {
        *load.entry(row.text(0)?).or_default() += i64::try_from(row.number(1)?).unwrap_or(i64::MAX);
    }
    let under_way = sql.run(
        "SELECT assignments.agent, threads.assignee FROM assignments JOIN threads ON threads.thread = assignments.thread \
         WHERE threads.shelf = 'inbox' AND threads.standing = 'open'",
        &[],
    )?;
    for row in under_way {
        for (agent, change) in [(row.maybe_text(0)?, 1), (row.maybe_text(1)?, -1)] {
            if let Some(agent) = agent {
                *load.entry(agent).or_default() += change;
            }
        }
    }
    let there = elsewhere::known(sql)?;
    let rows = sql.run("SELECT known, idle_since, agent FROM colleagues ORDER BY agent", &[])?;
    rows.iter()
        .map(|row| {
            let agent = row.text(2)?;
            let open = load.get(&agent).copied().unwrap_or_default();
            let open = u16::try_from(open.max(0)).unwrap_or(u16::MAX);
            let known = known(row, 0)?;
            let shared = known.shared.map(|since| there.get(&(agent, since)).copied().unwrap_or_default());
            Ok(Working {
                known,
                open,
                elsewhere: shared.and_then(|there| there.open).unwrap_or_default(),
                until_known: shared.map(|there| there.most(open)),
                idle_since: row.number(1)?,
            })
        })
        .collect()
}

/// Something new was given to somebody.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn gave(sql: &impl Sql, agent: &AgentId, now: u64) -> Result<(), StoreError> {
    sql.run("UPDATE colleagues SET idle_since = ? WHERE agent = ?", values![now, agent.as_str()]).map(drop)
}

/// When time alone may change who gets what.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn look_at(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    sql.run("SELECT look_at FROM colleagues_heard", &[])?.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// Notes that.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_look_at(sql: &impl Sql, at: Option<u64>) -> Result<(), StoreError> {
    sql.run("UPDATE colleagues_heard SET look_at = ?", values![at]).map(drop)
}
