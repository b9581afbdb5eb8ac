//! The conversations of an inbox (P82), as far as the logs of their threads were heard or read.

use conversation::ids::{AgentId, TeamId, ThreadId};
use conversation::report::Conversation;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// A conversation, with the teams of who had it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// What happened.
    pub conversation: Conversation,
    /// The teams of whoever has it, since they got it; the team that has it while nobody does.
    pub teams: Vec<TeamId>,
    /// The teams of whoever answered first, then.
    pub replied_teams: Vec<TeamId>,
}

/// What [`read`] reads, in its order.
pub(super) const COLUMNS: &str = "c.first_seq, c.opened_at, c.asked_at, c.replied_at, c.replied_by, c.replied_teams, c.agent, \
     c.teams, c.from_visitor, c.from_agents, c.closed_at, c.closed_seq, c.with_bot";

/// Reads a conversation off the first columns of a row.
pub(super) fn read(row: &Row) -> Result<Kept, StoreError> {
    let small = |index| Ok(u32::try_from(row.number(index)?).unwrap_or(u32::MAX));
    let agent = |index| row.maybe_parsed(index, "an agent id", AgentId::parse);
    Ok(Kept {
        conversation: Conversation {
            first_seq: row.number(0)?,
            opened_at: row.number(1)?,
            asked_at: row.maybe_number(2)?,
            replied: row.maybe_number(3)?.zip(agent(4)?),
            from_visitor: small(8)?,
            from_agents: small(9)?,
            agent: agent(6)?,
            closed: row.maybe_number(10)?.zip(row.maybe_number(11)?),
            is_with_bot: row.flag(12)?,
        },
        teams: ids(row, 7, TeamId::parse)?,
        replied_teams: ids(row, 5, TeamId::parse)?,
    })
}

/// Ids with commas between them: none has one.
pub(super) fn ids<T, E>(
    row: &Row,
    index: usize,
    parse: fn(&str) -> Result<T, E>,
) -> Result<Vec<T>, StoreError> {
    let text = row.maybe_text(index)?.unwrap_or_default();
    let parsed = text.split(',').filter(|id| !id.is_empty()).map(parse).collect::<Result<_, _>>();
    parsed.map_err(|_| StoreError::Column { index, expected: "ids" })
}

fn joined(teams: &[TeamId]) -> Option<String> {
    let ids: Vec<&str> = teams.iter().map(TeamId::as_str).collect();
    (!ids.is_empty()).then(|| ids.join(","))
}

/// Keeps a conversation as it is now.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, thread: &ThreadId, kept: &Kept) -> Result<(), StoreError> {
    let Kept { conversation: it, teams, replied_teams } = kept;
    sql.run(
        "INSERT OR REPLACE INTO conversations (thread, first_seq, opened_at, asked_at, replied_at, replied_by, replied_teams, \
         agent, teams, from_visitor, from_agents, closed_at, closed_seq, with_bot) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            thread.as_str(),
            it.first_seq,
            it.opened_at,
            it.asked_at,
            it.replied.as_ref().map(|(at, _)| *at),
            it.replied.as_ref().map(|(_, agent)| agent.as_str()),
            joined(replied_teams),
            it.agent.as_ref().map(AgentId::as_str),
            joined(teams),
            it.from_visitor,
            it.from_agents,
            it.closed.map(|(at, _)| at),
            it.closed.map(|(_, seq)| seq),
            it.is_with_bot,
        ],
    )
    .map(drop)
}

/// A thread's last conversation.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn last(sql: &impl Sql, thread: &ThreadId) -> Result<Option<Kept>, StoreError> {
    let statement =
        format!("SELECT {COLUMNS} FROM conversations AS c WHERE thread = ? ORDER BY first_seq DESC LIMIT 1");
    sql.run(&statement, values![thread.as_str()])?.first().map(read).transpose()
}

/// Forgets a thread's conversations.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget(sql: &impl Sql, thread: &ThreadId) -> Result<(), StoreError> {
    sql.run("DELETE FROM conversations WHERE thread = ?", values![thread.as_str()]).map(drop)
}

/// Up to which place of its log a thread is counted, and the team that has it while nobody does; none where it is not here.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn counted(sql: &impl Sql, thread: &ThreadId) -> Result<Option<(u64, Option<TeamId>)>, StoreError> {
    let rows = sql.run("SELECT counted, team FROM threads WHERE thread = ?", values![thread.as_str()])?;
    let read = |row: &Row| Ok((row.number(0)?, row.maybe_parsed(1, "a team id", TeamId::parse)?));
    rows.first().map(read).transpose()
}

/// It is counted up to there; without a place, as far as its shard has come.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_counted(sql: &impl Sql, thread: &ThreadId, seq: Option<u64>) -> Result<(), StoreError> {
    let statement = "UPDATE threads SET counted = coalesce(?, last_seq) WHERE thread = ?";
    sql.run(statement, values![seq, thread.as_str()]).map(drop)
}

/// Threads that are not counted to the end of their logs, each with how far they are.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn behind(sql: &impl Sql, limit: u32) -> Result<Vec<(ThreadId, u64)>, StoreError> {
    let statement = "SELECT thread, counted FROM threads WHERE counted < last_seq ORDER BY thread LIMIT ?";
    let rows = sql.run(statement, values![limit])?;
    rows.iter().map(|row| Ok((row.parsed(0, "a thread id", ThreadId::parse)?, row.number(1)?))).collect()
}

/// How many those are.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn uncounted(sql: &impl Sql) -> Result<u64, StoreError> {
    let rows = sql.run("SELECT count(*) FROM threads WHERE counted < last_seq", &[])?;
    rows.first().map_or(Ok(0), |row| row.number(0))
}

/// Every log is to be read anew. What was counted of a thread counts until then.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn doubt(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run("UPDATE threads SET counted = 0", &[]).map(drop)
}
