//! What routing has to know of whoever a thread is with, as it was when the thread began.

use conversation::ids::{AgentId, ThreadId};

use super::Kept;
use crate::store::{Sql, StoreError};
use crate::values;

/// Earlier threads in which it is looked for who spoke with a visitor last.
const LOOKED_AT: u32 = 20;

/// Keeps the contact's owner, and which agent spoke with the visitor last, in an earlier thread of theirs (P43).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, thread: &Kept, owner: Option<&AgentId>) -> Result<(), StoreError> {
    let last = sql.run(
        "SELECT entries.agent FROM \
         (SELECT id FROM threads WHERE visitor = ? ORDER BY opened_at DESC LIMIT ?) AS theirs \
         JOIN entries ON entries.thread = theirs.id \
         WHERE entries.author = 'agent' AND entries.kind = 'text' ORDER BY entries.at DESC, entries.seq DESC LIMIT 1",
        values![thread.visitor.as_str(), LOOKED_AT],
    )?;
    let last = last.first().map(|row| row.text(0)).transpose()?;
    sql.run(
        "INSERT INTO routed_by (thread, owner, last_agent) VALUES (?, ?, ?) ON CONFLICT (thread) DO NOTHING",
        values![thread.id.as_str(), owner.map(AgentId::as_str), last],
    )?;
    Ok(())
}

/// Both, where they are known.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, thread: &ThreadId) -> Result<(Option<AgentId>, Option<AgentId>), StoreError> {
    let rows =
        sql.run("SELECT owner, last_agent FROM routed_by WHERE thread = ?", values![thread.as_str()])?;
    let Some(row) = rows.first() else { return Ok((None, None)) };
    let agent = |index| row.maybe_parsed(index, "an agent id", AgentId::parse);
    Ok((agent(0)?, agent(1)?))
}
