//! What visitors subscribed to with their messages, thread by thread (S85). Rows are written once and never changed.

use conversation::ids::ThreadId;
use protocol::rest::subscriptions::Subscription;

use crate::store::{Sql, StoreError, to_json};
use crate::values;

/// Keeps a receipt. The same subscription again is the receipt that is there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, thread: &ThreadId, made: &Subscription) -> Result<(), StoreError> {
    let statement =
        "INSERT INTO subscribed (thread, number, receipt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    sql.run(statement, values![thread.as_str(), made.number, to_json(made)]).map(drop)
}

/// A thread's receipts, oldest first, as they were when they were given: that one has ended since is the account's to know.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of(sql: &impl Sql, thread: &ThreadId) -> Result<Vec<Subscription>, StoreError> {
    let statement = "SELECT receipt FROM subscribed WHERE thread = ? ORDER BY number";
    let rows = sql.run(statement, values![thread.as_str()])?;
    rows.iter().map(|row| row.parsed(0, "a subscription", |text| serde_json::from_str(text))).collect()
}
