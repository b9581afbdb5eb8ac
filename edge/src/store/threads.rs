//! The tables of one shard: threads, their logs, receipts, blocked visitors and the outbox to the inbox.

use conversation::ids::{AgentId, ChatflowId, ClientMessageId, ContactId, ThreadId, VisitorId};
use conversation::routing::Rule;
use conversation::thread::{self, Status, Thread};
use protocol::frame::{Agent, Author, Body, Entry, ThreadState};

use super::{Row, Sql, StoreError, to_json};
use crate::values;

/// A thread with everything around its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub id: ThreadId,
    /// Whose.
    pub visitor: VisitorId,
    /// The contact the visitor is, by a signed token.
    pub contact: Option<ContactId>,
    /// What the contact was called when the thread began.
    pub contact_name: Option<String>,
    /// The contact's address then; for agents only.
    pub contact_email: Option<String>,
    /// Where it began.
    pub chatflow: ChatflowId,
    /// That chatflow's name then.
    pub chatflow_name: String,
    /// Origin and path of the page it began on.
    pub page: Option<String>,
    /// The client message id that began it.
    pub started_by: ClientMessageId,
    /// How long after closing the visitor's message reopens it, in ms.
    pub reopen_within: u64,
    /// Who is to get it.
    pub routing: Rule,
    /// When it began.
    pub opened_at: u64,
    /// The state that `conversation` decides on.
    pub state: Thread,
    /// Grows with every change.
    pub revision: u64,
}

impl Kept {
    /// As clients see it.
    #[must_use]
    pub fn to_wire(&self) -> ThreadState {
        ThreadState {
            id: self.id.clone(),
            chatflow: self.chatflow.clone(),
            status: self.state.status,
            assignee: self.state.assignee.as_ref().map(Agent::from),
            last_seq: self.state.last_seq,
            opened_at: self.opened_at,
        }
    }
}

const COLUMNS: &str = "id, visitor, contact, contact_name, contact_email, chatflow, chatflow_name, page, started_by, \
     reopen_within, routing, opened_at, status, assignee, assignee_name, closed_at, waiting_since, last_seq, revision";

fn kept(row: &Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: row.parsed(0, "a thread id", ThreadId::parse)?,
        visitor: row.parsed(1, "a visitor id", VisitorId::parse)?,
        contact: row.maybe_parsed(2, "a contact id", ContactId::parse)?,
        contact_name: row.maybe_text(3)?,
        contact_email: row.maybe_text(4)?,
        chatflow: row.parsed(5, "a chatflow id", ChatflowId::parse)?,
        chatflow_name: row.text(6)?,
        page: row.maybe_text(7)?,
        started_by: row.parsed(8, "a client message id", ClientMessageId::parse)?,
        reopen_within: row.number(9)?,
        routing: row.parsed(10, "a routing rule", |text| serde_json::from_str(text))?,
        opened_at: row.number(11)?,
        state: Thread {
            status: row.parsed(12, "a status", status)?,
            assignee: agent(row, 13)?,
            closed_at: row.maybe_number(15)?,
            waiting_since: row.maybe_number(16)?,
            last_seq: row.number(17)?,
        },
        revision: row.number(18)?,
    })
}

/// An agent in two columns, id and name.
fn agent(row: &Row, index: usize) -> Result<Option<thread::Agent>, StoreError> {
    match row.maybe_parsed(index, "an agent id", AgentId::parse)? {
        None => Ok(None),
        Some(id) => Ok(Some(thread::Agent { id, name: row.text(index + 1)? })),
    }
}

pub(super) fn status(text: &str) -> Result<Status, ()> {
    match text {
        "open" => Ok(Status::Open),
        "closed" => Ok(Status::Closed),
        _ => Err(()),
    }
}

pub(super) fn status_text(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Closed => "closed",
    }
}

/// The thread of that id.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn thread(sql: &impl Sql, id: &ThreadId) -> Result<Option<Kept>, StoreError> {
    let rows = sql.run(&format!("SELECT {COLUMNS} FROM threads WHERE id = ?"), values![id.as_str()])?;
    rows.first().map(kept).transpose()
}

/// The thread that a visitor began with that message.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn thread_begun_by(
    sql: &impl Sql,
    visitor: &VisitorId,
    message: &ClientMessageId,
) -> Result<Option<Kept>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM threads WHERE visitor = ? AND started_by = ?");
    sql.run(&statement, values![visitor.as_str(), message.as_str()])?.first().map(kept).transpose()
}

/// A visitor's newest threads.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn threads_of(sql: &impl Sql, visitor: &VisitorId, limit: u32) -> Result<Vec<Kept>, StoreError> {
    let statement =
        format!("SELECT {COLUMNS} FROM threads WHERE visitor = ? ORDER BY opened_at DESC, id LIMIT ?");
    sql.run(&statement, values![visitor.as_str(), limit])?.iter().map(kept).collect()
}

/// Writes a thread as it stands, new or changed.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep_thread(sql: &impl Sql, thread: &Kept) -> Result<(), StoreError> {
    let assignee = thread.state.assignee.as_ref();
    sql.run(
        &format!(
            "INSERT INTO threads ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (id) DO UPDATE SET status = excluded.status, assignee = excluded.assignee, \
             assignee_name = excluded.assignee_name, closed_at = excluded.closed_at, \
             waiting_since = excluded.waiting_since, last_seq = excluded.last_seq, revision = excluded.revision"
        ),
        values![
            thread.id.as_str(),
            thread.visitor.as_str(),
            thread.contact.as_ref().map(ContactId::as_str),
            thread.contact_name.clone(),
            thread.contact_email.clone(),
            thread.chatflow.as_str(),
            thread.chatflow_name.as_str(),
            thread.page.clone(),
            thread.started_by.as_str(),
            thread.reopen_within,
            to_json(&thread.routing),
            thread.opened_at,
            status_text(thread.state.status),
            assignee.map(|agent| agent.id.as_str()),
            assignee.map(|agent| agent.name.as_str()),
            thread.state.closed_at,
            thread.state.waiting_since,
            thread.state.last_seq,
            thread.revision,
        ],
    )?;
    Ok(())
}

/// Appends an entry to a thread's log. The primary key refuses a place that is taken.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn append(sql: &impl Sql, thread: &ThreadId, entry: &Entry) -> Result<(), StoreError> {
    let (author, agent_id, agent_name) = match &entry.from {
        Author::Visitor => ("visitor", "", ""),
        Author::Agent { id, name } => ("agent", id.as_str(), name.as_str()),
        Author::System => ("system", "", ""),
    };
    let (kind, text, assignee) = match &entry.body {
        Body::Text { text } => ("text", Some(text.as_str()), None),
        Body::Assigned { agent } => ("assigned", None, agent.as_ref()),
        Body::Closed => ("closed", None, None),
        Body::Reopened => ("reopened", None, None),
        // Only a newer client's reading of a newer server's frame; never made here.
        Body::Unknown => return Err(StoreError::Database("an entry of no known kind".to_owned())),
    };
    sql.run(
        "INSERT INTO entries (thread, seq, at, author, agent, agent_name, client_message_id, kind, text, assignee, \
         assignee_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        ],
    )?;
    Ok(())
}

const ENTRY: &str =
    "seq, at, author, agent, agent_name, client_message_id, kind, text, assignee, assignee_name";

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let wrong = |index, expected| StoreError::Column { index, expected };
    let from = match row.text(2)?.as_str() {
        "visitor" => Author::Visitor,
        "agent" => Author::Agent { id: row.parsed(3, "an agent id", AgentId::parse)?, name: row.text(4)? },
        "system" => Author::System,
        _ => return Err(wrong(2, "an author")),
    };
    let body = match row.text(6)?.as_str() {
        "text" => Body::Text { text: row.text(7)? },
        "assigned" => Body::Assigned { agent: agent(row, 8)?.as_ref().map(Agent::from) },
        "closed" => Body::Closed,
        "reopened" => Body::Reopened,
        _ => return Err(wrong(6, "a kind")),
    };
    Ok(Entry {
        seq: row.number(0)?,
        at: row.number(1)?,
        from,
        client_message_id: row.maybe_parsed(5, "a client message id", ClientMessageId::parse)?,
        body,
    })
}

/// A thread's entries after a place, oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn entries_after(
    sql: &impl Sql,
    thread: &ThreadId,
    after: u64,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
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

/// The last thing said in a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn last_said(sql: &impl Sql, thread: &ThreadId) -> Result<Option<Entry>, StoreError> {
    let statement =
        format!("SELECT {ENTRY} FROM entries WHERE thread = ? AND kind = 'text' ORDER BY seq DESC LIMIT 1");
    sql.run(&statement, values![thread.as_str()])?.first().map(entry).transpose()
}

/// Keeps how far somebody has seen a thread; never goes back.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep_received(
    sql: &impl Sql,
    thread: &ThreadId,
    reader: Option<&AgentId>,
    seq: u64,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO received (thread, reader, seq) VALUES (?, ?, ?) \
         ON CONFLICT (thread, reader) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > received.seq",
        values![thread.as_str(), reader.map_or("", AgentId::as_str), seq],
    )?;
    Ok(())
}

/// Whether a visitor is blocked.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn is_blocked(sql: &impl Sql, visitor: &VisitorId) -> Result<bool, StoreError> {
    Ok(!sql.run("SELECT 1 FROM blocked WHERE visitor = ?", values![visitor.as_str()])?.is_empty())
}

/// Blocks a visitor, or lets them in again. Every thread of theirs gets a new revision.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn set_blocked(
    sql: &impl Sql,
    visitor: &VisitorId,
    by: Option<&AgentId>,
    now: u64,
) -> Result<Vec<ThreadId>, StoreError> {
    match by {
        Some(by) => sql.run(
            "INSERT INTO blocked (visitor, by, at) VALUES (?, ?, ?) ON CONFLICT (visitor) DO NOTHING",
            values![visitor.as_str(), by.as_str(), now],
        )?,
        None => sql.run("DELETE FROM blocked WHERE visitor = ?", values![visitor.as_str()])?,
    };
    let statement = "UPDATE threads SET revision = revision + 1 WHERE visitor = ? RETURNING id";
    let rows = sql.run(statement, values![visitor.as_str()])?;
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// One thread the inbox has to be told about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub thread: ThreadId,
    /// The inbox has every entry up to this one.
    pub after_seq: u64,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// Notes that the inbox has to hear of a thread; what it has heard already stays noted.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn tell_inbox(sql: &impl Sql, thread: &ThreadId, after_seq: u64, now: u64) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO outbox (thread, after_seq, attempts, due_at) VALUES (?, ?, 0, ?) \
         ON CONFLICT (thread) DO UPDATE SET due_at = min(due_at, excluded.due_at)",
        values![thread.as_str(), after_seq, now],
    )?;
    Ok(())
}

/// What is due by `now`, oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<Due>, StoreError> {
    let statement =
        "SELECT thread, after_seq, attempts FROM outbox WHERE due_at <= ? ORDER BY due_at, thread LIMIT ?";
    let due = |row: &Row| {
        Ok(Due {
            thread: row.parsed(0, "a thread id", ThreadId::parse)?,
            after_seq: row.number(1)?,
            attempts: u32::try_from(row.number(2)?).unwrap_or(u32::MAX),
        })
    };
    sql.run(statement, values![now, limit])?.iter().map(due).collect()
}

/// What is to be told about one thread, if anything.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due_of(sql: &impl Sql, thread: &ThreadId) -> Result<Option<Due>, StoreError> {
    let rows =
        sql.run("SELECT after_seq, attempts FROM outbox WHERE thread = ?", values![thread.as_str()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let attempts = u32::try_from(row.number(1)?).unwrap_or(u32::MAX);
    Ok(Some(Due { thread: thread.clone(), after_seq: row.number(0)?, attempts }))
}

/// When the next one is due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    sql.run("SELECT min(due_at) FROM outbox", &[])?.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// The inbox has heard of a thread up to `revision` and `seq`. Where the thread has moved on, the rest stays due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn told(sql: &impl Sql, thread: &ThreadId, revision: u64, seq: u64) -> Result<(), StoreError> {
    sql.run(
        "DELETE FROM outbox WHERE thread = ? AND EXISTS (SELECT 1 FROM threads WHERE id = outbox.thread AND revision = ?)",
        values![thread.as_str(), revision],
    )?;
    sql.run(
        "UPDATE outbox SET after_seq = max(after_seq, ?), attempts = 0 WHERE thread = ?",
        values![seq, thread.as_str()],
    )?;
    Ok(())
}

/// The inbox could not be reached; try again at `due_at`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(sql: &impl Sql, thread: &ThreadId, due_at: u64) -> Result<(), StoreError> {
    sql.run(
        "UPDATE outbox SET attempts = attempts + 1, due_at = ? WHERE thread = ?",
        values![due_at, thread.as_str()],
    )?;
    Ok(())
}
