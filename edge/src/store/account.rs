//! The tables of an account: itself, its people and sessions, its chatflows, its contacts and their lists.

pub mod apps;
pub mod audit;
pub mod avatars;
pub mod chatflows;
pub mod colleagues;
pub mod consents;
pub mod contacts;
pub mod erasures;
pub mod factors;
pub mod identities;
mod import;
pub mod inboxes;
pub mod invitations;
pub mod labels;
pub mod list_priorities;
pub mod lists;
pub mod loads;
pub mod macros;
pub mod once;
pub mod passkeys;
pub mod people;
pub mod preferences;
pub mod properties;
pub mod records;
pub mod rule_sets;
pub mod saved_replies;
pub mod schedules;
pub mod sessions;
pub mod skills;
pub mod subscription_types;
pub mod subscriptions;
pub mod tokens;
pub mod versions;
pub mod webhooks;

use conversation::ids::{AccountId, InboxId, ListId};
use conversation::redaction::Redaction;
use protocol::rest::NamedList;

use super::{Row, Sql, StoreError, to_json};
use crate::json::tree;
use crate::values;

pub use import::import;

/// The account itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Itself {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Whether its widget may run on any port of this machine.
    pub any_loopback_origin: bool,
    /// Whether consent can be asked for (S79). While it is off, consent steps are kept and not shown.
    pub gdpr: bool,
    /// Whether only the site's own server can say who a visitor is (E27).
    pub verified_only: bool,
    /// What is masked in what visitors write (N20).
    pub redaction: Redaction,
    /// Grows with every change that visitors can see.
    pub version: u64,
}

/// An inbox's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxSettings {
    /// Which.
    pub id: InboxId,
    /// Its name.
    pub name: String,
    /// In how many objects its threads live.
    pub shards: u16,
    /// How long after closing a visitor's message reopens a thread.
    pub reopen_within_hours: u64,
}

/// The account, once it was imported.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn itself(sql: &impl Sql) -> Result<Option<Itself>, StoreError> {
    let read = |row: &Row| {
        Ok(Itself {
            id: row.parsed(0, "an account id", AccountId::parse)?,
            name: row.text(1)?,
            any_loopback_origin: row.flag(2)?,
            gdpr: row.flag(3)?,
            verified_only: row.flag(4)?,
            redaction: row.maybe_parsed(5, "a redaction", tree::from_str)?.unwrap_or_default(),
            version: row.number(6)?,
        })
    };
    let statement =
        "SELECT id, name, any_loopback_origin, gdpr, verified_only, redaction, version FROM account";
    sql.run(statement, &[])?.first().map(read).transpose()
}

/// The sites its widget may run on.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn origins(sql: &impl Sql) -> Result<Vec<String>, StoreError> {
    sql.run("SELECT origin FROM origins ORDER BY position", &[])?.iter().map(|row| row.text(0)).collect()
}

/// Its inboxes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn inboxes(sql: &impl Sql) -> Result<Vec<InboxSettings>, StoreError> {
    let rows = sql.run(
        "SELECT id, name, shards, reopen_within_hours FROM inboxes WHERE erased_at IS NULL ORDER BY id",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            Ok(InboxSettings {
                id: row.parsed(0, "an inbox id", InboxId::parse)?,
                name: row.text(1)?,
                shards: u16::try_from(row.number(2)?)
                    .map_err(|_| StoreError::Column { index: 2, expected: "below 65,536" })?,
                reopen_within_hours: row.number(3)?,
            })
        })
        .collect()
}

/// Replaces the sites its widget may run on; a site named twice is kept once. Publishing it is the caller's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_origins(sql: &impl Sql, origins: &[String]) -> Result<(), StoreError> {
    sql.run("DELETE FROM origins", &[])?;
    for origin in origins {
        sql.run("INSERT INTO origins (origin) VALUES (?) ON CONFLICT DO NOTHING", values![origin])?;
    }
    Ok(())
}

/// Switches whether consent can be asked for. Publishing it is the caller's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_gdpr(sql: &impl Sql, gdpr: bool) -> Result<(), StoreError> {
    sql.run("UPDATE account SET gdpr = ?", values![gdpr])?;
    Ok(())
}

/// Switches whether only the site's own server can say who a visitor is. Publishing it is the caller's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_verified_only(sql: &impl Sql, on: bool) -> Result<(), StoreError> {
    sql.run("UPDATE account SET verified_only = ?", values![on])?;
    Ok(())
}

/// Says what is masked in what visitors write. Publishing it is the caller's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_redaction(sql: &impl Sql, redaction: &Redaction) -> Result<(), StoreError> {
    sql.run("UPDATE account SET redaction = ?", values![to_json(redaction)])?;
    Ok(())
}

/// What is published changed: browsers and Workers are to ask anew.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn bump(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run("UPDATE account SET version = version + 1", &[])?;
    Ok(())
}

/// Its lists, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn lists(sql: &impl Sql) -> Result<Vec<NamedList>, StoreError> {
    let rows = sql.run("SELECT id, name FROM lists ORDER BY name, id", &[])?;
    rows.iter()
        .map(|row| Ok(NamedList { id: row.parsed(0, "a list id", ListId::parse)?, name: row.text(1)? }))
        .collect()
}

#[cfg(test)]
pub(crate) mod tests;
