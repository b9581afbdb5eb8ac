//! How many open threads agents have in each of their inboxes, and which inboxes have not heard what they have in others.

use conversation::ids::{AgentId, InboxId};

use crate::elsewhere::{Load, There};
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// An inbox tells how many open threads some of its colleagues have. One that is older than what was heard says nothing.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn hear(
    sql: &impl Sql,
    inbox: &InboxId,
    number: u64,
    loads: &[Load],
    now: u64,
) -> Result<(), StoreError> {
    sql.atomically(|| {
        let statement = "INSERT INTO load_tellings (inbox, number) VALUES (?, ?) ON CONFLICT (inbox) DO UPDATE \
             SET number = excluded.number WHERE excluded.number > load_tellings.number RETURNING 1";
        if sql.run(statement, values![inbox.as_str(), number])?.is_empty() {
            return Ok(());
        }
        for Load { agent, open, since, .. } in loads {
            if self::since(sql, agent)? != Some(*since) {
                continue;
            }
            let statement = "INSERT INTO loads (agent, inbox, open) VALUES (?, ?, ?) \
                 ON CONFLICT (agent, inbox) DO UPDATE SET open = excluded.open WHERE excluded.open <> loads.open RETURNING 1";
            if !sql.run(statement, values![agent.as_str(), inbox.as_str(), *open])?.is_empty() {
                changed(sql, agent, inbox, now)?;
            }
        }
        Ok(())
    })
}

/// Since when what somebody has is looked at together, if it is.
fn since(sql: &impl Sql, agent: &AgentId) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT since FROM sharing WHERE agent = ?", values![agent.as_str()])?;
    rows.first().map(|row| row.number(0)).transpose()
}

/// Who works where, or takes how many, may have changed: notes whose threads are looked at together from now on. Of
/// whoever's are not, nothing is remembered.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn see_who_shares(sql: &impl Sql) -> Result<(), StoreError> {
    const SHARES: &str =
        "capacity IS NOT NULL AND (SELECT count(*) FROM members WHERE person = people.id) > 1";
    sql.run(&format!("DELETE FROM sharing WHERE agent NOT IN (SELECT id FROM people WHERE {SHARES})"), &[])?;
    sql.run(
        &format!(
            "INSERT INTO sharing SELECT id, (SELECT colleagues FROM account) FROM people WHERE {SHARES} \
             ON CONFLICT (agent) DO NOTHING"
        ),
        &[],
    )?;
    sql.run("DELETE FROM loads WHERE agent NOT IN (SELECT agent FROM sharing)", &[])?;
    sql.run("DELETE FROM untold_loads WHERE agent NOT IN (SELECT agent FROM sharing)", &[]).map(drop)
}

/// What somebody has in an inbox changed: their other inboxes have to hear of it.
fn changed(sql: &impl Sql, agent: &AgentId, inbox: &InboxId, now: u64) -> Result<(), StoreError> {
    sql.run("UPDATE account SET loads = max(loads + 1, ?)", values![now])?;
    let statement = "INSERT INTO untold_loads (inbox, agent, revision, attempts, due_at) \
         SELECT inbox, person, (SELECT loads FROM account), 0, ? FROM members WHERE person = ? AND inbox <> ? \
         ON CONFLICT (inbox, agent) DO UPDATE SET revision = excluded.revision, attempts = 0, due_at = excluded.due_at";
    sql.run(statement, values![now, agent.as_str(), inbox.as_str()]).map(drop)
}

/// What somebody has in other inboxes than this one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn elsewhere(sql: &impl Sql, agent: &AgentId, inbox: &InboxId) -> Result<There, StoreError> {
    let rows = sql.run(
        "SELECT (SELECT loads FROM account), \
         (SELECT coalesce(sum(open), 0) FROM loads WHERE agent = ? AND inbox <> ?), \
         EXISTS (SELECT 1 FROM members WHERE person = ? AND inbox <> ? AND NOT EXISTS \
         (SELECT 1 FROM loads WHERE loads.agent = members.person AND loads.inbox = members.inbox))",
        values![agent.as_str(), inbox.as_str(), agent.as_str(), inbox.as_str()],
    )?;
    let since = since(sql, agent)?.unwrap_or_default();
    let nothing = There { agent: agent.clone(), open: None, revision: 0, since };
    let Some(row) = rows.first() else { return Ok(nothing) };
    let open = u16::try_from(row.number(1)?).unwrap_or(u16::MAX);
    Ok(There { open: (!row.flag(2)?).then_some(open), revision: row.number(0)?, ..nothing })
}

/// Inboxes that have to be told by `now` of somebody, with the revision since when, and how often that was tried in vain.
/// So are those that lie further ahead than anybody would wait: the clock was put back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn untold(sql: &impl Sql, now: u64) -> Result<Vec<(InboxId, AgentId, u32)>, StoreError> {
    let statement = "SELECT inbox, agent, attempts FROM untold_loads WHERE due_at <= ? OR due_at > ? \
         ORDER BY inbox, agent LIMIT 1000";
    let untold = |row: &Row| {
        let attempts = u32::try_from(row.number(2)?).unwrap_or(u32::MAX);
        let inbox = row.parsed(0, "an inbox id", InboxId::parse)?;
        Ok((inbox, row.parsed(1, "an agent id", AgentId::parse)?, attempts))
    };
    let rows = sql.run(statement, values![now, now.saturating_add(BEYOND_ANY_PAUSE_MS)])?;
    rows.iter().map(untold).collect()
}

/// No pause between two attempts is as long (ms).
const BEYOND_ANY_PAUSE_MS: u64 = 120_000;

/// An inbox has heard what somebody has elsewhere; where that changed meanwhile, it has to hear it again.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn heard(sql: &impl Sql, inbox: &InboxId, there: &There) -> Result<(), StoreError> {
    let statement = "DELETE FROM untold_loads WHERE inbox = ? AND agent = ? AND revision <= ?";
    sql.run(statement, values![inbox.as_str(), there.agent.as_str(), there.revision]).map(drop)
}

/// An inbox could not be reached; try again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, inbox: &InboxId, due_at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE untold_loads SET attempts = attempts + 1, due_at = ? WHERE inbox = ?";
    sql.run(statement, values![due_at, inbox.as_str()]).map(drop)
}

/// When the next one is due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(due_at) FROM untold_loads", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// An inbox is deleted: nobody has anything in it any more.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget(sql: &impl Sql, inbox: &InboxId, now: u64) -> Result<(), StoreError> {
    let rows = sql.run("DELETE FROM loads WHERE inbox = ? RETURNING agent", values![inbox.as_str()])?;
    for row in rows {
        changed(sql, &row.parsed(0, "an agent id", AgentId::parse)?, inbox, now)?;
    }
    for table in ["load_tellings", "untold_loads", "untold_inboxes"] {
        sql.run(&format!("DELETE FROM {table} WHERE inbox = ?"), values![inbox.as_str()])?;
    }
    Ok(())
}
