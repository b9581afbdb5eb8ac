//! When the switches of chatflows are to be turned by themselves: at most once on and once off each.
//!
//! Knows rows. Does not know what keeps a switch from being turned.

use conversation::ids::{AgentId, ChatflowId};
use protocol::frame::Agent;
use protocol::rest::versions::{Planned, Refused, Schedule};

use crate::store::{Row, Sql, StoreError};
use crate::values;

const COLUMNS: &str = "enabled, at, local, zone, agent, agent_name, refused_at, refused_code, refused_why";

fn planned(row: &Row) -> Result<(bool, Planned), StoreError> {
    let refused = match row.maybe_number(6)? {
        None => None,
        Some(at) => Some(Refused { at, code: row.text(7)?, message: row.text(8)? }),
    };
    let by = Agent { id: row.parsed(4, "an agent's id", AgentId::parse)?, name: row.text(5)? };
    Ok((row.flag(0)?, Planned { at: row.number(1)?, local: row.text(2)?, zone: row.text(3)?, by, refused }))
}

/// What is planned for a chatflow, and what was refused.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, chatflow: &str) -> Result<Schedule, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM chatflow_schedules WHERE chatflow = ?");
    let mut schedule = Schedule::default();
    for row in &sql.run(&statement, values![chatflow])? {
        let (on, planned) = planned(row)?;
        *(if on { &mut schedule.on } else { &mut schedule.off }) = Some(planned);
    }
    Ok(schedule)
}

/// Plans a turn of a switch, in place of what was planned or refused.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, chatflow: &ChatflowId, on: bool, planned: &Planned) -> Result<(), StoreError> {
    let Planned { at, local, zone, by, .. } = planned;
    sql.run(
        "INSERT OR REPLACE INTO chatflow_schedules (chatflow, enabled, local, zone, at, agent, agent_name) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        values![chatflow.as_str(), on, local.as_str(), zone.as_str(), *at, by.id.as_str(), by.name.as_str(),],
    )?;
    Ok(())
}

/// Takes a turn of a switch back, and forgets that one was refused.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, chatflow: &ChatflowId, on: bool) -> Result<(), StoreError> {
    sql.run(
        "DELETE FROM chatflow_schedules WHERE chatflow = ? AND enabled = ?",
        values![chatflow.as_str(), on],
    )?;
    Ok(())
}

/// Says why one was not done at `now` (ms). It is not tried again.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn refuse(
    sql: &impl Sql,
    chatflow: &ChatflowId,
    on: bool,
    (code, why): (&str, &str),
    now: u64,
) -> Result<(), StoreError> {
    sql.run(
        "UPDATE chatflow_schedules SET refused_at = ?, refused_code = ?, refused_why = ? \
         WHERE chatflow = ? AND enabled = ?",
        values![now, code, why, chatflow.as_str(), on],
    )?;
    Ok(())
}

/// What is due at `now` (ms), the earliest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64) -> Result<Vec<(ChatflowId, bool, Planned)>, StoreError> {
    let statement = format!(
        "SELECT {COLUMNS}, chatflow FROM chatflow_schedules WHERE refused_at IS NULL AND at <= ? ORDER BY at, enabled"
    );
    let read = |row: &Row| {
        let (on, planned) = planned(row)?;
        Ok((row.parsed(9, "a chatflow's id", ChatflowId::parse)?, on, planned))
    };
    sql.run(&statement, values![now])?.iter().map(read).collect()
}

/// When the next one is due, in ms.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(at) FROM chatflow_schedules WHERE refused_at IS NULL", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}
