//! It became known whom a visitor's threads are with, and contacts like that come first (P40).

use conversation::desk::Command;
use conversation::ids::{ThreadId, VisitorId};
use conversation::routing::precedence::Lift;
use conversation::thread::Author;

use super::desk;
use crate::error::Error;
use crate::store::Sql;
use crate::store::threads::{self as rows, desks, visitors};

/// Raises those of a visitor's threads that still wait for somebody, unless somebody said by hand how urgent they are.
/// Answers which ones changed: none where they were raised before.
///
/// # Errors
/// A fault.
pub fn lift(sql: &impl Sql, visitor: &VisitorId, lift: &Lift, now: u64) -> Result<Vec<ThreadId>, Error> {
    sql.atomically(|| {
        let mut changed = Vec::new();
        for thread in visitors::nobodys(sql, visitor)? {
            let Some(kept) = rows::thread(sql, &thread)? else { continue };
            let notes =
                desks::of(sql, &thread)?.decide(Command::Lift(lift.clone()), kept.state.status, now)?;
            if !notes.is_empty() {
                desk::put(sql, kept, notes, &Author::System, None, now)?;
                changed.push(thread);
            }
        }
        Ok(changed)
    })
}

#[cfg(test)]
mod tests;
