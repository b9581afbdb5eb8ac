//! A visitor wants to be forgotten: what was said stays with the office, and no browser leads to it any more.

use conversation::ids::{ThreadId, VisitorId};

use crate::error::Error;
use crate::store::Sql;
use crate::store::threads::traces::{self, Traces};
use crate::store::threads::{outbox, transcripts, visitors};

/// Takes a visitor's threads from them and gives them to `instead`, whom nobody is; notes that the inbox has to hear of it.
/// Answers which ones, none where there are none any more, and what that leaves (N18).
///
/// # Errors
/// A fault.
pub fn part(
    sql: &impl Sql,
    visitor: &VisitorId,
    instead: &VisitorId,
    now: u64,
) -> Result<(Vec<ThreadId>, Traces), Error> {
    sql.atomically(|| {
        let (mut changed, mut left) = (Vec::new(), Traces::default());
        for (thread, last_seq) in visitors::part(sql, visitor, instead)? {
            // Who is forgotten is written to no more.
            transcripts::withdraw(sql, &thread)?;
            outbox::tell(sql, &thread, last_seq, now)?;
            left = left.and(traces::of_parting(sql, &thread)?);
            changed.push(thread);
        }
        Ok((changed, left))
    })
}

#[cfg(test)]
mod tests;
