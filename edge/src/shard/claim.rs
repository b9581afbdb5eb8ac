//! A visitor said who they are: their threads say so too, unless they know better.

use conversation::ids::{ContactId, ThreadId, VisitorId};

use crate::error::Error;
use crate::store::Sql;
use crate::store::threads::{outbox, visitors};

/// Shows a visitor's threads under the contact they claim to be, and notes that the inbox has to hear of it. Threads
/// of a verified contact stay as they are. Answers which ones changed: none where the claim was made before.
///
/// # Errors
/// A fault.
pub fn claim(
    sql: &impl Sql,
    visitor: &VisitorId,
    contact: &ContactId,
    email: &str,
    now: u64,
) -> Result<Vec<ThreadId>, Error> {
    sql.atomically(|| {
        let mut changed = Vec::new();
        for (thread, last_seq) in visitors::claim(sql, visitor, contact, email)? {
            outbox::tell(sql, &thread, last_seq, now)?;
            changed.push(thread);
        }
        Ok(changed)
    })
}

#[cfg(test)]
mod tests;
