//! The logs of a shard's threads, and how far their readers have seen them.

use conversation::ids::{AgentId, ClientMessageId, FileId, ThreadId};
use protocol::frame::{Agent, Author, Body, Entry, Mark, Marks};

use super::agent;
use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// Appends an entry to a thread's log. The primary key refuses a place that is taken.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn append(sql: &impl Sql, thread: &ThreadId, entry: &Entry) -> Result<(), StoreError> {
    let (author, agent_id, agent_name) = match &entry.from {
        Author::Visitor => ("visitor", "", ""),
        Author::Agent { id, name } => ("agent", id.as_str(), name.as_str()),
        // Rules have no name.
        Author::Bot { name } => ("system", "", name.as_str()),
        Author::System => ("system", "", ""),
    };
    let (kind, text, assignee) = match &entry.body {
        Body::Text { text } => ("text", Some(text.as_str()), None),
        Body::Assigned { agent } => ("assigned", None, agent.as_ref()),
        Body::Closed => ("closed", None, None),
        Body::Reopened => ("reopened", None, None),
        // What it says is what its message says: see `entry`.
        Body::Edited { .. } | Body::Deleted { .. } => ("reopened", None, None),
        // Only a newer client's reading of a newer server's frame; never made here.
        Body::Unknown => return Err(StoreError::Database("an entry of no known kind".to_owned())),
    };
    sql.run(
        "INSERT INTO entries (thread, seq, at, author, agent, agent_name, client_message_id, kind, text, assignee, \
         assignee_name, quick_replies, attachments, form, revises, reply_to) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            thread.as_str(),
            entry.seq,
            entry.at,
            author,
            agent_id,
            agent_name,
            entry.client_message_id.as_ref().map(ClientMessageId::as_str),
            kind,
            text,
            assignee.map(|agent| agent.id.as_str()),
            assignee.map(|agent| agent.name.as_str()),
            (!entry.quick_replies.is_empty()).then(|| to_json(&entry.quick_replies)),
            (!entry.attachments.is_empty()).then(|| to_json(&entry.attachments)),
            (!entry.form.is_empty()).then(|| to_json(&entry.form)),
            entry.revises(),
            entry.reply_to,
        ],
    )?;
    Ok(())
}

const ENTRY: &str = "seq, at, author, agent, agent_name, client_message_id, kind, text, assignee, assignee_name, \
     quick_replies, attachments, form, reply_to, edited, revises, \
     (SELECT text FROM entries AS said WHERE said.thread = entries.thread AND said.seq = entries.revises)";

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let wrong = |index, expected| StoreError::Column { index, expected };
    let from = match row.text(2)?.as_str() {
        "visitor" => Author::Visitor,
        "agent" => Author::Agent { id: row.parsed(3, "an agent id", AgentId::parse)?, name: row.text(4)? },
        "system" => match row.text(4)? {
            name if name.is_empty() => Author::System,
            name => Author::Bot { name },
        },
        _ => return Err(wrong(2, "an author")),
    };
    let seq = row.number(0)?;
    let body = match (row.text(6)?.as_str(), row.maybe_number(15)?) {
        // As the message is by now: whoever reads this was not there, or comes back to more than this.
        (_, Some(message)) => match row.maybe_text(16)? {
            Some(text) => Body::Edited { message, text },
            None => Body::Deleted { message },
        },
        (kind, None) => body(kind, seq, row)?,
    };
    Ok(Entry {
        seq,
        at: row.number(1)?,
        from,
        client_message_id: row.maybe_parsed(5, "a client message id", ClientMessageId::parse)?,
        body,
        quick_replies: row.maybe_parsed(10, "quick replies", tree::from_str)?.unwrap_or_default(),
        attachments: row.maybe_parsed(11, "attachments", tree::from_str)?.unwrap_or_default(),
        form: row.maybe_parsed(12, "a form", tree::from_str)?.unwrap_or_default(),
        reply_to: row.maybe_number(13)?,
        edited: row.maybe_number(14)?,
    })
}

fn body(kind: &str, seq: u64, row: &Row) -> Result<Body, StoreError> {
    Ok(match kind {
        "text" => row.maybe_text(7)?.map_or(Body::Deleted { message: seq }, |text| Body::Text { text }),
        "assigned" => Body::Assigned { agent: agent(row, 8)?.as_ref().map(Agent::from) },
        "closed" => Body::Closed,
        "reopened" => Body::Reopened,
        _ => return Err(StoreError::Column { index: 6, expected: "a kind" }),
    })
}

/// The message at a place of a thread, as it stands: also where it was taken back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn message_at(sql: &impl Sql, thread: &ThreadId, seq: u64) -> Result<Option<Entry>, StoreError> {
    let statement = format!("SELECT {ENTRY} FROM entries WHERE thread = ? AND seq = ? AND kind = 'text'");
    sql.run(&statement, values![thread.as_str(), seq])?.first().map(entry).transpose()
}

/// The message at a place says something else since `at` (ms). What it said is overwritten.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn edit(sql: &impl Sql, thread: &ThreadId, seq: u64, text: &str, at: u64) -> Result<(), StoreError> {
    let statement = "UPDATE entries SET text = ?, edited = ? WHERE thread = ? AND seq = ? AND kind = 'text'";
    sql.run(statement, values![text, at, thread.as_str(), seq]).map(drop)
}

/// The message at a place is gone: its words, and what it says of its files. Its place and its id stay, and so does what was
/// filled into a form with it, which is the contact's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn delete(sql: &impl Sql, thread: &ThreadId, seq: u64) -> Result<(), StoreError> {
    let statement = "UPDATE entries SET text = NULL, attachments = NULL, quick_replies = NULL, edited = NULL \
                     WHERE thread = ? AND seq = ? AND kind = 'text'";
    sql.run(statement, values![thread.as_str(), seq]).map(drop)
}

/// A thread's entries after a place, oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn after(sql: &impl Sql, thread: &ThreadId, after: u64, limit: u32) -> Result<Vec<Entry>, StoreError> {
    let statement = format!("SELECT {ENTRY} FROM entries WHERE thread = ? AND seq > ? ORDER BY seq LIMIT ?");
    sql.run(&statement, values![thread.as_str(), after, limit])?.iter().map(entry).collect()
}

/// The message that an author sent under that id: `agent` is empty for the visitor.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn message(
    sql: &impl Sql,
    thread: &ThreadId,
    agent: Option<&AgentId>,
    id: &ClientMessageId,
) -> Result<Option<Entry>, StoreError> {
    let author = if agent.is_some() { "agent" } else { "visitor" };
    let statement = format!(
        "SELECT {ENTRY} FROM entries WHERE thread = ? AND author = ? AND agent = ? AND client_message_id = ?"
    );
    let agent = agent.map_or("", AgentId::as_str);
    sql.run(&statement, values![thread.as_str(), author, agent, id.as_str()])?.first().map(entry).transpose()
}

/// The files that a thread's messages carry.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn files(sql: &impl Sql, thread: &ThreadId) -> Result<Vec<FileId>, StoreError> {
    let statement = format!("SELECT {ENTRY} FROM entries WHERE thread = ? AND attachments IS NOT NULL");
    let mut files = Vec::new();
    for row in sql.run(&statement, values![thread.as_str()])? {
        files.extend(entry(&row)?.attachments.into_iter().map(|file| file.id));
    }
    Ok(files)
}

/// The last thing said in a thread that was not taken back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn last_left(sql: &impl Sql, thread: &ThreadId) -> Result<Option<Entry>, StoreError> {
    let statement = format!(
        "SELECT {ENTRY} FROM entries WHERE thread = ? AND kind = 'text' AND text IS NOT NULL ORDER BY seq DESC LIMIT 1"
    );
    sql.run(&statement, values![thread.as_str()])?.first().map(entry).transpose()
}

/// The last thing said in a thread, also where it was taken back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn last_said(sql: &impl Sql, thread: &ThreadId) -> Result<Option<Entry>, StoreError> {
    let statement =
        format!("SELECT {ENTRY} FROM entries WHERE thread = ? AND kind = 'text' ORDER BY seq DESC LIMIT 1");
    sql.run(&statement, values![thread.as_str()])?.first().map(entry).transpose()
}

/// The place where a thread was closed last.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn last_end(sql: &impl Sql, thread: &ThreadId) -> Result<Option<u64>, StoreError> {
    let statement = "SELECT max(seq) FROM entries WHERE thread = ? AND kind = 'closed'";
    let rows = sql.run(statement, values![thread.as_str()])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// How many messages of the team stand after a place in a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn count_from_team(sql: &impl Sql, thread: &ThreadId, after: u64) -> Result<u64, StoreError> {
    let statement = "SELECT count(*) FROM entries WHERE thread = ? AND seq > ? AND kind = 'text' AND text IS NOT NULL AND author <> 'visitor'";
    let rows = sql.run(statement, values![thread.as_str(), after])?;
    rows.first().map_or(Ok(0), |row| row.number(0))
}

/// How many messages stand up to a place in a thread, that one included.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn count_said(sql: &impl Sql, thread: &ThreadId, up_to: u64) -> Result<u64, StoreError> {
    let statement =
        "SELECT count(*) FROM entries WHERE thread = ? AND seq <= ? AND kind = 'text' AND text IS NOT NULL";
    let rows = sql.run(statement, values![thread.as_str(), up_to])?;
    rows.first().map_or(Ok(0), |row| row.number(0))
}

/// Keeps how far somebody has come in a thread; never goes back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep_mark(
    sql: &impl Sql,
    thread: &ThreadId,
    reader: Option<&AgentId>,
    mark: Mark,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO received (thread, reader, seq, read) VALUES (?, ?, ?, ?) \
         ON CONFLICT (thread, reader) DO UPDATE SET seq = max(seq, excluded.seq), read = max(read, excluded.read)",
        values![thread.as_str(), reader.map_or("", AgentId::as_str), mark.received, mark.read],
    )?;
    Ok(())
}

/// How far the visitor and the agents have come in a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn marks(sql: &impl Sql, thread: &ThreadId) -> Result<Marks, StoreError> {
    let statement =
        "SELECT reader <> '', max(seq), max(read) FROM received WHERE thread = ? GROUP BY reader <> ''";
    let mut marks = Marks::default();
    for row in sql.run(statement, values![thread.as_str()])? {
        let mark = Mark { received: row.number(1)?, read: row.number(2)? };
        let side = if row.flag(0)? { &mut marks.agents } else { &mut marks.visitor };
        *side = mark.max(mark);
    }
    Ok(marks)
}
