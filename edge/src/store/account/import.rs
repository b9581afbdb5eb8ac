//! An account file becomes an account, whole or not at all.

use protocol::account::Account;
use protocol::rest::people::Work;

use super::{
    chatflows, colleagues, consents, contacts, itself, lists, loads, people, properties, put_origins, skills,
    subscription_types,
};
use crate::store::{Sql, StoreError};
use crate::values;

/// Writes a whole account file into an empty object, in one transaction, at `now` (ms). `false` where an account is
/// there already; then nothing changes. `passwords` are the PHC strings of the people, in their order.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn import(sql: &impl Sql, file: &Account, passwords: &[String], now: u64) -> Result<bool, StoreError> {
    sql.atomically(|| {
        if itself(sql)?.is_some() {
            return Ok(false);
        }
        sql.run(
            "INSERT INTO account (one, id, name, any_loopback_origin, gdpr, version) VALUES (1, ?, ?, ?, ?, 1)",
            values![file.account.as_str(), file.name.as_str(), file.any_loopback_origin, file.gdpr],
        )?;
        put_origins(sql, &file.origins)?;
        for skill in &file.skills {
            skills::put(sql, skill)?;
        }
        for kind in &file.subscriptions {
            subscription_types::put(sql, kind)?;
        }
        for (person, password) in file.people.iter().zip(passwords) {
            people::add(sql, person, password)?;
            let work = Work { capacity: person.capacity, hours: person.hours.clone() };
            colleagues::put_work(sql, &person.id, &work)?;
            skills::put_of(sql, &person.id, &person.skills)?;
        }
        people::name_an_owner(sql)?;
        for team in &file.teams {
            colleagues::put_team(sql, team)?;
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
        for property in &file.properties {
            properties::add(sql, property)?;
        }
        for list in &file.lists {
            lists::add(sql, &list.id, &list.name, list.criteria.as_ref())?;
        }
        for contact in &file.contacts {
            contacts::add(sql, contact, now)?;
        }
        for chatflow in &file.chatflows {
            chatflows::add(sql, chatflow)?;
            consents::keep(sql, chatflow, now)?;
            subscription_types::keep(sql, chatflow, now)?;
        }
        loads::see_who_shares(sql)?;
        Ok(true)
    })
}
