//! What visitors thought of an inbox's threads that had ended (H68), by time. The notes beside the threads are the truth.

use conversation::ids::{AgentId, ChatflowId, ContactId, ThreadId};
use conversation::rating::Scale;
use protocol::frame::{Annotation, Note, Row as Listed};
use protocol::rest::ratings::RatingLine;

use crate::store::{Row, Sql, StoreError, Value};
use crate::values;

/// Which ratings are asked for. What is absent leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Not before (ms).
    pub from: Option<u64>,
    /// Before (ms).
    pub until: Option<u64>,
    /// Of whom.
    pub contact: Option<ContactId>,
    /// Older than this one.
    pub before: Option<Cursor>,
}

/// A place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When.
    pub at: u64,
    /// Which thread.
    pub thread: ThreadId,
    /// Which end.
    pub ended: u64,
}

impl Cursor {
    /// As text.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}.{}.{}", self.at, self.ended, self.thread)
    }

    /// What `to_text` wrote; nothing else is a cursor.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (at, rest) = text.split_once('.')?;
        let (ended, thread) = rest.split_once('.')?;
        Some(Self { at: at.parse().ok()?, ended: ended.parse().ok()?, thread: ThreadId::parse(thread).ok()? })
    }
}

/// Keeps a rating that was told beside a row; any other note is none. What is older than what is kept changes nothing.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn hear(sql: &impl Sql, row: &Listed, annotation: &Annotation) -> Result<(), StoreError> {
    let Note::Rated { scale, score: Some(score), comment, ended } = &annotation.note else { return Ok(()) };
    sql.run(
        "INSERT INTO ratings (thread, ended, n, at, contact, chatflow, agent, scale, score, comment) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (thread, ended) DO UPDATE SET n = excluded.n, \
         at = excluded.at, contact = excluded.contact, agent = excluded.agent, scale = excluded.scale, \
         score = excluded.score, comment = excluded.comment WHERE excluded.n > n",
        values![
            row.thread.as_str(),
            *ended,
            annotation.n,
            annotation.at,
            row.contact.as_ref().map(ContactId::as_str),
            row.chatflow.as_str(),
            row.assignee.as_ref().map(|agent| agent.id.as_str()),
            word(*scale),
            u64::from(*score),
            comment.clone(),
        ],
    )?;
    Ok(())
}

/// The ratings that are wanted, the latest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn list(sql: &impl Sql, wanted: &Wanted, limit: u32) -> Result<Vec<RatingLine>, StoreError> {
    let mut conditions = vec!["1 = 1"];
    let mut given: Vec<Value> = Vec::new();
    if let Some(from) = wanted.from {
        conditions.push("at >= ?");
        given.extend_from_slice(values![from]);
    }
    if let Some(until) = wanted.until {
        conditions.push("at < ?");
        given.extend_from_slice(values![until]);
    }
    if let Some(contact) = &wanted.contact {
        conditions.push("contact = ?");
        given.extend_from_slice(values![contact.as_str()]);
    }
    if let Some(Cursor { at, thread, ended }) = &wanted.before {
        conditions.push("(at, thread, ended) < (?, ?, ?)");
        given.extend_from_slice(values![*at, thread.as_str(), *ended]);
    }
    given.extend_from_slice(values![limit]);
    let statement = format!(
        "SELECT thread, ended, contact, chatflow, agent, scale, score, comment, at FROM ratings WHERE {} \
         ORDER BY at DESC, thread DESC, ended DESC LIMIT ?",
        conditions.join(" AND ")
    );
    sql.run(&statement, &given)?.iter().map(line).collect()
}

fn line(row: &Row) -> Result<RatingLine, StoreError> {
    Ok(RatingLine {
        thread: row.parsed(0, "a thread id", ThreadId::parse)?,
        ended: row.number(1)?,
        contact: row.maybe_parsed(2, "a contact id", ContactId::parse)?,
        chatflow: row.parsed(3, "a chatflow id", ChatflowId::parse)?,
        agent: row.maybe_parsed(4, "an agent id", AgentId::parse)?,
        scale: row.parsed(5, "a scale", scale)?,
        score: u8::try_from(row.number(6)?).unwrap_or(u8::MAX),
        comment: row.maybe_text(7)?,
        at: row.number(8)?,
    })
}

const fn word(scale: Scale) -> &'static str {
    match scale {
        Scale::Stars => "stars",
        Scale::Thumbs => "thumbs",
        Scale::Nps => "nps",
    }
}

pub(super) fn scale(word: &str) -> Result<Scale, ()> {
    match word {
        "stars" => Ok(Scale::Stars),
        "thumbs" => Ok(Scale::Thumbs),
        "nps" => Ok(Scale::Nps),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests;
