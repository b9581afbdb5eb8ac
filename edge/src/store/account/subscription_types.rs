//! What visitors can subscribe to, and every text that ever asked them to, each a version of its chatflow (S86).

use conversation::ids::{ChatflowId, SubscriptionId};
use conversation::subscription::Text;
use protocol::account::Chatflow;
use protocol::rest::subscriptions::SubscriptionType;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// The types there are, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<SubscriptionType>, StoreError> {
    let kind = |row: &Row| {
        let id = row.parsed(0, "a subscription's id", SubscriptionId::parse)?;
        Ok(SubscriptionType { id, name: row.text(1)?, description: row.text(2)? })
    };
    let statement = "SELECT id, name, description FROM subscription_types ORDER BY name, id";
    sql.run(statement, &[])?.iter().map(kind).collect()
}

/// Keeps a type, new or in other words.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, kind: &SubscriptionType) -> Result<(), StoreError> {
    let statement = "INSERT INTO subscription_types (id, name, description) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE \
                     SET name = excluded.name, description = excluded.description";
    sql.run(statement, values![kind.id.as_str(), kind.name.as_str(), kind.description.as_str()]).map(drop)
}

/// Removes a type; whoever subscribed to it stays subscribed, and can end that. Whether there was one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &SubscriptionId) -> Result<bool, StoreError> {
    let statement = "DELETE FROM subscription_types WHERE id = ? RETURNING 1";
    Ok(!sql.run(statement, values![id.as_str()])?.is_empty())
}

/// What a type is called, where there is one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn name(sql: &impl Sql, id: &SubscriptionId) -> Result<Option<String>, StoreError> {
    let rows = sql.run("SELECT name FROM subscription_types WHERE id = ?", values![id.as_str()])?;
    rows.first().map(|row| row.text(0)).transpose()
}

fn text(row: &Row) -> Result<Text, StoreError> {
    let subscription = row.parsed(1, "a subscription's id", SubscriptionId::parse)?;
    Ok(Text { version: version(row)?, subscription, text: row.text(2)? })
}

fn version(row: &Row) -> Result<u32, StoreError> {
    let wrong = |_| StoreError::Column { index: 0, expected: "a version of a text" };
    u32::try_from(row.number(0)?).map_err(wrong)
}

/// The text of a version, whether it is in force or was.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn published(sql: &impl Sql, chatflow: &ChatflowId, version: u32) -> Result<Option<Text>, StoreError> {
    let statement =
        "SELECT version, subscription, text FROM communication_texts WHERE chatflow = ? AND version = ?";
    sql.run(statement, values![chatflow.as_str(), version])?.first().map(text).transpose()
}

/// The newest text of a chatflow, whether it asks or not.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn newest(sql: &impl Sql, chatflow: &str) -> Result<Option<Text>, StoreError> {
    let statement = "SELECT version, subscription, text FROM communication_texts WHERE chatflow = ? \
                     ORDER BY version DESC LIMIT 1";
    sql.run(statement, values![chatflow])?.first().map(text).transpose()
}

/// Keeps what a chatflow asks for at `now` (ms), as a new version where type or text differ from the newest: going back to
/// an old text is a new version too.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn keep(sql: &impl Sql, chatflow: &Chatflow, now: u64) -> Result<(), StoreError> {
    let Some(asks) = &chatflow.communication else { return Ok(()) };
    let id = chatflow.targeting.id.as_str();
    let newest = newest(sql, id)?;
    if newest.iter().any(|text| text.subscription == asks.subscription && text.text == asks.text) {
        return Ok(());
    }
    let version = newest.map_or(1, |text| text.version.saturating_add(1));
    sql.run(
        "INSERT INTO communication_texts (chatflow, version, subscription, text, since) VALUES (?, ?, ?, ?, ?)",
        values![id, version, asks.subscription.as_str(), asks.text.as_str(), now],
    )?;
    Ok(())
}
