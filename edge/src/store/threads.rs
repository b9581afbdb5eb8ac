//! The tables of one shard: its threads here, and what belongs to them in a file each.

pub mod bots;
pub mod consents;
pub mod desks;
pub mod entries;
pub mod outbox;
pub mod receipts;
pub mod refused;
pub mod routing;
pub mod subscribed;
pub mod timeouts;
pub mod traces;
pub mod transcripts;
pub mod visitors;

use conversation::ids::{AgentId, ChatflowId, ClientMessageId, ContactId, ThreadId, VisitorId};
use conversation::routing::Rule;
use conversation::thread::{self, Status, Thread};
use protocol::frame::{Agent, ThreadState};
use serde::{Deserialize, Serialize};

use super::{Row, Sql, StoreError, to_json};
use crate::json::tree;
use crate::values;

/// Who a thread's visitor is. For agents only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAs {
    /// The contact.
    pub id: ContactId,
    /// What they were called when the thread began, where known.
    pub name: Option<String>,
    /// Their address then, or the one the visitor typed since.
    pub email: Option<String>,
    /// Whether the site's server said who they are; else they did so themselves.
    pub verified: bool,
}

/// A thread with everything around its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub id: ThreadId,
    /// Whose.
    pub visitor: VisitorId,
    /// The contact the visitor is.
    pub contact: Option<KnownAs>,
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
    /// After how long without a word it closes by itself, in ms; 0: never.
    pub closes_after: u64,
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
            marks: None,
        }
    }
}

const COLUMNS: &str = "id, visitor, contact, contact_name, contact_email, contact_verified, chatflow, chatflow_name, \
     page, started_by, reopen_within, routing, opened_at, status, assignee, assignee_name, closed_at, waiting_since, \
     last_seq, revision, closes_after";

fn kept(row: &Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: row.parsed(0, "a thread id", ThreadId::parse)?,
        visitor: row.parsed(1, "a visitor id", VisitorId::parse)?,
        contact: known_as(row)?,
        chatflow: row.parsed(6, "a chatflow id", ChatflowId::parse)?,
        chatflow_name: row.text(7)?,
        page: row.maybe_text(8)?,
        started_by: row.parsed(9, "a client message id", ClientMessageId::parse)?,
        reopen_within: row.number(10)?,
        routing: row.parsed(11, "a routing rule", tree::from_str)?,
        opened_at: row.number(12)?,
        state: Thread {
            status: row.parsed(13, "a status", status)?,
            assignee: agent(row, 14)?,
            closed_at: row.maybe_number(16)?,
            waiting_since: row.maybe_number(17)?,
            last_seq: row.number(18)?,
        },
        revision: row.number(19)?,
        closes_after: row.number(20)?,
    })
}

fn known_as(row: &Row) -> Result<Option<KnownAs>, StoreError> {
    let Some(id) = row.maybe_parsed(2, "a contact id", ContactId::parse)? else { return Ok(None) };
    Ok(Some(KnownAs { id, name: row.maybe_text(3)?, email: row.maybe_text(4)?, verified: row.flag(5)? }))
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

/// The thread of a visitor that holds that message: the same message is stored once, also where it is sent again
/// into another thread because whoever sends it never heard of the first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn thread_with_message(
    sql: &impl Sql,
    visitor: &VisitorId,
    message: &ClientMessageId,
) -> Result<Option<Kept>, StoreError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM threads WHERE visitor = ? AND EXISTS (SELECT 1 FROM entries \
         WHERE thread = threads.id AND author = 'visitor' AND agent = '' AND client_message_id = ?)"
    );
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

/// Threads in the order of their ids, after one of them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn threads_after(sql: &impl Sql, after: Option<&ThreadId>, limit: u32) -> Result<Vec<Kept>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM threads WHERE id > ? ORDER BY id LIMIT ?");
    sql.run(&statement, values![after.map_or("", ThreadId::as_str), limit])?.iter().map(kept).collect()
}

/// Writes a thread as it stands, new or changed. Who its visitor is stays as it was: see [`visitors::claim`].
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep_thread(sql: &impl Sql, thread: &Kept) -> Result<(), StoreError> {
    let (contact, assignee) = (thread.contact.as_ref(), thread.state.assignee.as_ref());
    sql.run(
        &format!(
            "INSERT INTO threads ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (id) DO UPDATE SET status = excluded.status, assignee = excluded.assignee, \
             assignee_name = excluded.assignee_name, closed_at = excluded.closed_at, \
             waiting_since = excluded.waiting_since, last_seq = excluded.last_seq, revision = excluded.revision"
        ),
        values![
            thread.id.as_str(),
            thread.visitor.as_str(),
            contact.map(|contact| contact.id.as_str()),
            contact.and_then(|contact| contact.name.as_deref()),
            contact.and_then(|contact| contact.email.as_deref()),
            contact.is_some_and(|contact| contact.verified),
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
            thread.closes_after,
        ],
    )?;
    Ok(())
}
