//! How far both sides of a thread have come (P5): what is kept, and what waits to be written with the next message.

use conversation::ids::{AgentId, ThreadId};
use protocol::code::Code;
use protocol::frame::{Mark, Marks, ThreadState};

use super::later::Later;
use super::within;
use crate::error::Error;
use crate::store::threads::{Kept, entries};
use crate::store::{Sql, StoreError};

/// How far both sides have come, with what is not written yet.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, later: &Later, thread: &ThreadId) -> Result<Marks, StoreError> {
    Ok(later.marks(thread).max(entries::marks(sql, thread)?))
}

/// A thread as it stands, with its marks.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn with_marks(sql: &impl Sql, later: &Later, kept: &Kept) -> Result<ThreadState, StoreError> {
    Ok(ThreadState { marks: Some(of(sql, later, &kept.id)?), ..kept.to_wire() })
}

/// Somebody has come to a place in a thread: the visitor, or an agent. How far both have come then, where that is news.
///
/// # Errors
/// `ack_range` past the end of the log, or a fault.
pub fn reached(
    sql: &impl Sql,
    later: &mut Later,
    kept: &Kept,
    reader: Option<AgentId>,
    mark: Mark,
) -> Result<Option<Marks>, Error> {
    within(&kept.state, mark.received.max(mark.read), Code::AckRange)?;
    let before = of(sql, later, &kept.id)?;
    later.reached(kept.id.clone(), reader, mark);
    let marks = of(sql, later, &kept.id)?;
    Ok((marks != before).then_some(marks))
}
