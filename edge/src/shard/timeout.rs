//! Chats that close by themselves (H67): the time begins anew with whatever happens in a thread or is put beside it, and
//! stands while the visitor waits for an answer, while the thread sleeps and while it is put away.
//!
//! Knows no clock: an alarm rings at [`next_due`](crate::store::threads::timeouts::next_due) and asks [`overdue`].

use conversation::desk::Desk;
use conversation::ids::ThreadId;
use conversation::thread::Command;

use super::{Done, act, bot};
use crate::error::Error;
use crate::store::threads::{self as rows, Kept, desks, timeouts};
use crate::store::{Sql, StoreError};

/// Threads that one alarm closes.
const AT_ONCE: u32 = 100;

/// Something happened in a thread, or beside it: its time begins at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub(super) fn restart(sql: &impl Sql, thread: &Kept, desk: &Desk, now: u64) -> Result<(), StoreError> {
    if thread.closes_after == 0 {
        return Ok(());
    }
    let rests = desk.snoozed.is_some() || desk.archived_at.is_some();
    let runs = thread.state.may_time_out() && !rests;
    timeouts::put(sql, &thread.id, runs.then(|| now.saturating_add(thread.closes_after)))
}

/// The same, where nobody has looked at the thread's desk yet.
///
/// # Errors
/// [`StoreError`] from the database.
pub(super) fn restart_beside(sql: &impl Sql, thread: &Kept, now: u64) -> Result<(), StoreError> {
    if thread.closes_after == 0 { Ok(()) } else { restart(sql, thread, &desks::of(sql, &thread.id)?, now) }
}

/// Closes what has stood long enough by `now` (ms): what was done, for whoever shows and tells it.
///
/// # Errors
/// A fault. Threads that were closed before it stay closed, and their inbox hears of them.
pub fn overdue(sql: &impl Sql, now: u64) -> Result<Vec<Done>, Error> {
    let mut closed = Vec::new();
    for thread in timeouts::due(sql, now, AT_ONCE)? {
        closed.extend(sql.atomically(|| close(sql, &thread, now))?);
    }
    Ok(closed)
}

fn close(sql: &impl Sql, thread: &ThreadId, now: u64) -> Result<Option<Done>, Error> {
    let Some(kept) = rows::thread(sql, thread)? else {
        timeouts::put(sql, thread, None)?;
        return Ok(None);
    };
    // Who talks to a bot has as long as a person would have to leave them (S130).
    if let Some(at) = bot::talks_until(sql, &kept)?.filter(|at| *at > now) {
        timeouts::put(sql, thread, Some(at))?;
        return Ok(None);
    }
    let done = act(sql, thread, Command::TimeOut, now)?;
    timeouts::put(sql, thread, None)?;
    Ok(Some(done).filter(|done| !done.entries.is_empty()))
}

#[cfg(test)]
mod tests;
