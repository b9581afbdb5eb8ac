//! The tables of an account: itself, its people and sessions, its chatflows, its contacts.

pub mod chatflows;
pub mod contacts;
pub mod people;

use conversation::ids::{AccountId, InboxId};
use protocol::account::Account;

use super::{Row, Sql, StoreError, to_json};
use crate::values;

/// The account itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Itself {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Whether its widget may run on any port of this machine.
    pub any_loopback_origin: bool,
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
            version: row.number(3)?,
        })
    };
    sql.run("SELECT id, name, any_loopback_origin, version FROM account", &[])?.first().map(read).transpose()
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
    let rows = sql.run("SELECT id, name, shards, reopen_within_hours FROM inboxes ORDER BY id", &[])?;
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

/// What is published changed.
pub(super) fn bump(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run("UPDATE account SET version = version + 1", &[])?;
    Ok(())
}

/// Writes a whole account file into an empty object, in one transaction. `false` where an account is there already;
/// then nothing changes. `passwords` are the PHC strings of the people, in their order.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn import(sql: &impl Sql, file: &Account, passwords: &[String]) -> Result<bool, StoreError> {
    sql.atomically(|| {
        if itself(sql)?.is_some() {
            return Ok(false);
        }
        sql.run(
            "INSERT INTO account (one, id, name, any_loopback_origin, version) VALUES (1, ?, ?, ?, 1)",
            values![file.account.as_str(), file.name.as_str(), file.any_loopback_origin],
        )?;
        for origin in &file.origins {
            sql.run("INSERT INTO origins (origin) VALUES (?)", values![origin])?;
        }
        for (person, password) in file.people.iter().zip(passwords) {
            people::add(sql, person, password)?;
        }
        for inbox in &file.inboxes {
            sql.run(
                "INSERT INTO inboxes (id, name, shards, reopen_within_hours) VALUES (?, ?, ?, ?)",
                values![inbox.id.as_str(), inbox.name.as_str(), inbox.shards, inbox.reopen_within_hours],
            )?;
            for member in &inbox.members {
                let statement = "INSERT INTO members (inbox, person) VALUES (?, ?) ON CONFLICT DO NOTHING";
                sql.run(statement, values![inbox.id.as_str(), member.as_str()])?;
            }
        }
        for list in &file.lists {
            sql.run("INSERT INTO lists (id, name) VALUES (?, ?)", values![list.id.as_str(), list.name.as_str()])?;
        }
        for contact in &file.contacts {
            contacts::add(sql, contact)?;
        }
        for (position, chatflow) in file.chatflows.iter().enumerate() {
            sql.run(
                "INSERT INTO chatflows (id, position, name, enabled, inbox, configuration) VALUES (?, ?, ?, ?, ?, ?)",
                values![
                    chatflow.targeting.id.as_str(),
                    position as u64,
                    chatflow.name.as_str(),
                    chatflow.targeting.enabled,
                    chatflow.inbox.as_str(),
                    to_json(chatflow),
                ],
            )?;
        }
        Ok(true)
    })
}

#[cfg(test)]
mod tests;
