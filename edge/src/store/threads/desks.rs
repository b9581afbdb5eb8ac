//! What agents put beside the threads of a shard, and which threads of it are gone for good.

use conversation::desk::{Desk, KEPT_MS, Snooze};
use conversation::ids::{AgentId, ClientMessageId, ThreadId, VisitorId};
use conversation::routing::priority::Priority;
use protocol::frame::{Agent, Annotation, Author, Blocked, Note};

use super::traces::{self, Traces};
use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// What stands beside a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, thread: &ThreadId) -> Result<Desk, StoreError> {
    let statement = "SELECT snoozed, snoozed_until, labels, spam, archived_at, disconnected, last, team, priority, priority_by FROM desks WHERE thread = ?";
    let rows = sql.run(statement, values![thread.as_str()])?;
    let Some(row) = rows.first() else { return Ok(Desk::default()) };
    let until = row.maybe_number(1)?;
    Ok(Desk {
        snoozed: row.flag(0)?.then_some(Snooze { until }),
        labels: row.parsed(2, "labels", tree::from_str)?,
        spam: row.flag(3)?,
        archived_at: row.maybe_number(4)?,
        disconnected: row.flag(5)?,
        last: row.number(6)?,
        team: row.maybe_parsed(7, "a team", tree::from_str)?,
        priority: row
            .maybe_parsed(8, "a priority", |text| Priority::parse(text).ok_or(()))?
            .unwrap_or_default(),
        priority_by: row.maybe_parsed(9, "why it is as urgent", |text| serde_json::from_str(text))?,
    })
}

/// Writes what stands beside a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, thread: &ThreadId, desk: &Desk) -> Result<(), StoreError> {
    sql.run(
        "INSERT OR REPLACE INTO desks (thread, snoozed, snoozed_until, labels, spam, archived_at, disconnected, last, team, priority, \
         priority_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            thread.as_str(),
            desk.snoozed.is_some(),
            desk.snoozed.and_then(|snooze| snooze.until),
            to_json(&desk.labels),
            desk.spam,
            desk.archived_at,
            desk.disconnected,
            desk.last,
            desk.team.as_ref().map(to_json),
            (!desk.priority.is_normal()).then_some(desk.priority.as_str()),
            desk.priority_by.as_ref().map(to_json),
        ],
    )?;
    Ok(())
}

/// Appends an annotation. The primary key refuses a number that is taken.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn append(sql: &impl Sql, thread: &ThreadId, annotation: &Annotation) -> Result<(), StoreError> {
    let agent = match &annotation.from {
        Author::Agent { id, .. } => id.as_str(),
        Author::Visitor | Author::Bot { .. } | Author::System => "",
    };
    sql.run(
        "INSERT INTO annotations (thread, n, after_seq, at, author, agent, client_message_id, note) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            thread.as_str(),
            annotation.n,
            annotation.after_seq,
            annotation.at,
            to_json(&annotation.from),
            agent,
            annotation.client_message_id.as_ref().map(ClientMessageId::as_str),
            to_json(&annotation.note),
        ],
    )?;
    Ok(())
}

const ANNOTATION: &str = "n, after_seq, at, author, client_message_id, note";

fn annotation(row: &Row) -> Result<Annotation, StoreError> {
    Ok(Annotation {
        n: row.number(0)?,
        after_seq: row.number(1)?,
        at: row.number(2)?,
        from: row.parsed(3, "an author", tree::from_str)?,
        client_message_id: row.maybe_parsed(4, "a client message id", ClientMessageId::parse)?,
        note: row.parsed(5, "a note", tree::from_str)?,
    })
}

/// A thread's annotations after a number, oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn after(sql: &impl Sql, thread: &ThreadId, n: u64, limit: u32) -> Result<Vec<Annotation>, StoreError> {
    let statement =
        format!("SELECT {ANNOTATION} FROM annotations WHERE thread = ? AND n > ? ORDER BY n LIMIT ?");
    sql.run(&statement, values![thread.as_str(), n, limit])?.iter().map(annotation).collect()
}

/// The annotations that belong between two places of a thread's log, both included: the newest `limit` of them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn between(
    sql: &impl Sql,
    thread: &ThreadId,
    places: std::ops::RangeInclusive<u64>,
    limit: u32,
) -> Result<Vec<Annotation>, StoreError> {
    let statement = format!(
        "SELECT {ANNOTATION} FROM annotations WHERE thread = ? AND after_seq BETWEEN ? AND ? ORDER BY n DESC LIMIT ?"
    );
    let rows = sql.run(&statement, values![thread.as_str(), *places.start(), *places.end(), limit])?;
    rows.iter().rev().map(annotation).collect()
}

/// What its visitor answered last about the end of a thread at a place.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn last_rating(sql: &impl Sql, thread: &ThreadId, ended: u64) -> Result<Option<Note>, StoreError> {
    let statement = "SELECT note FROM annotations WHERE thread = ? AND json_extract(note, '$.kind') = 'rated' \
         AND json_extract(note, '$.ended') = ? ORDER BY n DESC LIMIT 1";
    let rows = sql.run(statement, values![thread.as_str(), ended])?;
    rows.first().map(|row| row.parsed(0, "a note", tree::from_str)).transpose()
}

/// The comment that an agent sent under that id.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn comment(
    sql: &impl Sql,
    thread: &ThreadId,
    agent: &AgentId,
    id: &ClientMessageId,
) -> Result<Option<Annotation>, StoreError> {
    let statement = format!(
        "SELECT {ANNOTATION} FROM annotations WHERE thread = ? AND agent = ? AND client_message_id = ?"
    );
    let rows = sql.run(&statement, values![thread.as_str(), agent.as_str(), id.as_str()])?;
    rows.first().map(annotation).transpose()
}

/// Takes a thread's contact off it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn disconnect(sql: &impl Sql, thread: &ThreadId) -> Result<(), StoreError> {
    sql.run(
        "UPDATE threads SET contact = NULL, contact_name = NULL, contact_email = NULL, contact_verified = 0 WHERE id = ?",
        values![thread.as_str()],
    )?;
    Ok(())
}

/// Who blocked a visitor, while they are blocked.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn block_of(sql: &impl Sql, visitor: &VisitorId) -> Result<Option<Blocked>, StoreError> {
    let rows =
        sql.run("SELECT by, by_name, at, why FROM blocked WHERE visitor = ?", values![visitor.as_str()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let by = Agent { id: row.parsed(0, "an agent id", AgentId::parse)?, name: row.text(1)? };
    Ok(Some(Blocked { by, at: row.number(2)?, why: row.maybe_text(3)? }))
}

/// Keeps in whose words and for what reason a visitor was blocked.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn explain_block(
    sql: &impl Sql,
    visitor: &VisitorId,
    name: &str,
    why: Option<&str>,
) -> Result<(), StoreError> {
    let statement = "UPDATE blocked SET by_name = ?, why = ? WHERE visitor = ?";
    sql.run(statement, values![name, why.map(str::to_owned), visitor.as_str()])?;
    Ok(())
}

/// Threads whose sleep is over by `now` (ms), the longest overdue first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn overslept(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<ThreadId>, StoreError> {
    let statement = "SELECT thread FROM desks WHERE snoozed_until <= ? ORDER BY snoozed_until LIMIT ?";
    threads(sql.run(statement, values![now, limit])?)
}

/// Threads that were deleted so long ago that they go for good by `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn outlived(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<ThreadId>, StoreError> {
    let statement = "SELECT thread FROM desks WHERE archived_at <= ? ORDER BY archived_at LIMIT ?";
    // Before 30 days after 1970 nothing can have been deleted so long ago.
    let Some(until) = now.checked_sub(KEPT_MS) else { return Ok(Vec::new()) };
    threads(sql.run(statement, values![until, limit])?)
}

fn threads(rows: Vec<Row>) -> Result<Vec<ThreadId>, StoreError> {
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// Every table with something of a thread in it, `threads` last.
const OF_A_THREAD: [(&str, &str); 14] = [
    ("outbox", "thread"),
    ("entries", "thread"),
    ("received", "thread"),
    ("consents", "thread"),
    ("subscribed", "thread"),
    ("refused", "thread"),
    ("annotations", "thread"),
    ("desks", "thread"),
    ("routed_by", "thread"),
    ("timeouts", "thread"),
    ("transcripts", "thread"),
    ("bot_errands", "thread"),
    ("bots", "thread"),
    ("threads", "id"),
];

/// Removes a thread with all that was ever said in it, and notes that the inbox has to hear of it. Where it was the last
/// one of a visitor who is blocked, that goes too: nobody would see any more that they are.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, thread: &ThreadId, now: u64) -> Result<(), StoreError> {
    let left = to_json(&traces::of_thread(sql, thread)?);
    sql.run(
        "INSERT OR IGNORE INTO gone (thread, attempts, due_at, traces) VALUES (?, 0, ?, ?)",
        values![thread.as_str(), now, left],
    )?;
    for (table, column) in OF_A_THREAD {
        sql.run(&format!("DELETE FROM {table} WHERE {column} = ?"), values![thread.as_str()])?;
    }
    sql.run(
        "DELETE FROM blocked WHERE NOT EXISTS (SELECT 1 FROM threads WHERE visitor = blocked.visitor)",
        &[],
    )?;
    Ok(())
}

/// Removes everything: the inbox is deleted, and nobody has to hear of its threads any more.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove_all(sql: &impl Sql) -> Result<(), StoreError> {
    for (table, _) in OF_A_THREAD {
        sql.run(&format!("DELETE FROM {table}"), &[])?;
    }
    for table in ["bot_scripts", "blocked", "gone"] {
        sql.run(&format!("DELETE FROM {table}"), &[])?;
    }
    Ok(())
}

/// A thread that is gone, for the inbox to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Which.
    pub thread: ThreadId,
    /// Attempts to tell so far.
    pub attempts: u32,
    /// What it left (N18); nothing of threads that went before that was kept.
    pub traces: Option<Traces>,
    /// The number of the proof of that, once it has one.
    pub number: Option<String>,
}

/// Threads that are gone and that the inbox is to hear of by `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn gone(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<Gone>, StoreError> {
    let statement =
        "SELECT thread, attempts, traces, number FROM gone WHERE due_at <= ? ORDER BY due_at, thread LIMIT ?";
    let read = |row: &Row| {
        Ok(Gone {
            thread: row.parsed(0, "a thread id", ThreadId::parse)?,
            attempts: u32::try_from(row.number(1)?).unwrap_or(u32::MAX),
            traces: match row.maybe_text(2)? {
                None => None,
                Some(_) => Some(row.parsed(2, "what a thread left", |text| serde_json::from_str(text))?),
            },
            number: row.maybe_text(3)?,
        })
    };
    sql.run(statement, values![now, limit])?.iter().map(read).collect()
}

/// Gives the proof that a thread is gone its number, for good.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn number_gone(sql: &impl Sql, thread: &ThreadId, number: &str) -> Result<(), StoreError> {
    sql.run("UPDATE gone SET number = ? WHERE thread = ?", values![number, thread.as_str()]).map(drop)
}

/// The inbox has heard that a thread is gone.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn told_gone(sql: &impl Sql, thread: &ThreadId) -> Result<(), StoreError> {
    sql.run("DELETE FROM gone WHERE thread = ?", values![thread.as_str()]).map(drop)
}

/// The inbox could not be reached; try again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone_gone(sql: &impl Sql, thread: &ThreadId, due_at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE gone SET attempts = attempts + 1, due_at = ? WHERE thread = ?";
    sql.run(statement, values![due_at, thread.as_str()]).map(drop)
}

/// When a sleep, the time to come back, or the next attempt to tell is over.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let statement = "SELECT min(snoozed_until), (SELECT min(archived_at) FROM desks WHERE archived_at IS NOT NULL), \
         (SELECT min(due_at) FROM gone) FROM desks WHERE snoozed_until IS NOT NULL";
    let rows = sql.run(statement, &[])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let gone = row.maybe_number(1)?.map(|at| at.saturating_add(KEPT_MS));
    Ok([row.maybe_number(0)?, gone, row.maybe_number(2)?].into_iter().flatten().min())
}
