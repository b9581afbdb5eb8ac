//! Messages of a thread's visitor that were refused because of how the thread stood then.
//!
//! Whoever was refused goes on without that message, or says it elsewhere under another id. So it must not be stored
//! later, when a line that was dead for a while brings it once more and the thread stands differently (P3).

use conversation::ids::{ClientMessageId, ThreadId};

use crate::store::{Sql, StoreError};
use crate::values;

/// Keeps that a message was refused, for as long as the thread is kept.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, thread: &ThreadId, message: &ClientMessageId) -> Result<(), StoreError> {
    let statement = "INSERT OR IGNORE INTO refused (thread, client_message_id) VALUES (?, ?)";
    sql.run(statement, values![thread.as_str(), message.as_str()])?;
    Ok(())
}

/// Whether a message was refused before.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn has(sql: &impl Sql, thread: &ThreadId, message: &ClientMessageId) -> Result<bool, StoreError> {
    let statement = "SELECT 1 FROM refused WHERE thread = ? AND client_message_id = ?";
    Ok(!sql.run(statement, values![thread.as_str(), message.as_str()])?.is_empty())
}
