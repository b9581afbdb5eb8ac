//! The receipts of a shard's threads, for an export (N18).

use conversation::consent::Choice;
use conversation::ids::{ChatflowId, InboxId, ThreadId};
use protocol::rest::receipts::{Chosen, ReceiptLine};

use super::{consents, subscribed};
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// Threads that have a receipt, behind one of them, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn threads(sql: &impl Sql, after: Option<&ThreadId>, limit: u32) -> Result<Vec<ThreadId>, StoreError> {
    let statement = "SELECT thread FROM (SELECT thread FROM consents UNION SELECT thread FROM subscribed) \
                     WHERE ?1 IS NULL OR thread > ?1 ORDER BY thread LIMIT ?2";
    let rows = sql.run(statement, values![after.map(ThreadId::as_str), limit])?;
    rows.iter().map(|row| row.parsed(0, "a thread id", ThreadId::parse)).collect()
}

/// All of a thread's, as they were given. None where there is no such thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, inbox: &InboxId, thread: &ThreadId) -> Result<Vec<ReceiptLine>, StoreError> {
    let rows = sql.run("SELECT chatflow FROM threads WHERE id = ?", values![thread.as_str()])?;
    let chatflow = |row: &Row| row.parsed(0, "a chatflow's id", ChatflowId::parse);
    let Some(chatflow) = rows.first().map(chatflow).transpose()? else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for receipt in consents::of(sql, thread)? {
        lines.push(ReceiptLine {
            inbox: inbox.clone(),
            thread: thread.clone(),
            chatflow: chatflow.clone(),
            choice: match receipt.choice {
                Choice::Agreed => Chosen::Agreed,
                Choice::Implied => Chosen::Implied,
            },
            mode: Some(receipt.mode),
            subscription: None,
            number: None,
            version: receipt.version,
            text: receipt.text,
            hash: receipt.hash,
            language: receipt.language,
            at: receipt.at,
            page: receipt.page,
            ended: None,
        });
    }
    for one in subscribed::of(sql, thread)? {
        lines.push(ReceiptLine {
            inbox: inbox.clone(),
            thread: thread.clone(),
            chatflow: one.chatflow,
            choice: Chosen::Subscribed,
            mode: None,
            subscription: Some(one.subscription),
            number: Some(one.number),
            version: one.version,
            text: one.text,
            hash: one.hash,
            language: one.language,
            at: one.since,
            page: one.page,
            ended: one.ended,
        });
    }
    lines.sort_by_key(|line| line.at);
    Ok(lines)
}
