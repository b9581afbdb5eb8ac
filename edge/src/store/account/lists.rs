//! The lists of an account, what is known of its contacts, and who is on which list until when.
//!
//! Knows rows. Who meets which criteria is `conversation::list`'s to say, and when to ask it `crate::lists`'.

use std::collections::{BTreeMap, BTreeSet};

use conversation::ids::{ContactId, ListId, PropertyId};
use conversation::list::{Catalogue, Criteria, Facts, Members, Number, Value as Known};

use super::properties;
use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// A list as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// Who is on it; `None` for a static list.
    pub criteria: Option<Criteria>,
    /// Grows with every change of name or criteria.
    pub revision: u64,
    /// How many contacts are on it.
    pub members: u64,
}

const COLUMNS: &str = "id, name, criteria, revision, \
    (SELECT count(*) FROM contact_lists WHERE contact_lists.list = lists.id)";

fn kept(row: &Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: row.parsed(0, "a list id", ListId::parse)?,
        name: row.text(1)?,
        criteria: row.maybe_parsed(2, "criteria", tree::from_str)?,
        revision: row.number(3)?,
        members: row.number(4)?,
    })
}

/// All of them, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<Kept>, StoreError> {
    sql.run(&format!("SELECT {COLUMNS} FROM lists ORDER BY name, id"), &[])?.iter().map(kept).collect()
}

/// One of them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_id(sql: &impl Sql, id: &ListId) -> Result<Option<Kept>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM lists WHERE id = ?");
    sql.run(&statement, values![id.as_str()])?.first().map(kept).transpose()
}

/// Adds one.
///
/// # Errors
/// [`StoreError`] from the database, also where the id is taken.
pub fn add(sql: &impl Sql, id: &ListId, name: &str, criteria: Option<&Criteria>) -> Result<(), StoreError> {
    let statement = "INSERT INTO lists (id, name, criteria) VALUES (?, ?, ?)";
    sql.run(statement, values![id.as_str(), name, criteria.map(to_json)])?;
    Ok(())
}

/// Writes name and criteria of one that is there; its revision grows.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, id: &ListId, name: &str, criteria: Option<&Criteria>) -> Result<(), StoreError> {
    let statement = "UPDATE lists SET name = ?, criteria = ?, revision = revision + 1 WHERE id = ?";
    sql.run(statement, values![name, criteria.map(to_json), id.as_str()])?;
    Ok(())
}

/// Removes one, with its memberships.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &ListId) -> Result<(), StoreError> {
    sql.run("DELETE FROM contact_lists WHERE list = ?", values![id.as_str()])?;
    sql.run("DELETE FROM lists WHERE id = ?", values![id.as_str()])?;
    Ok(())
}

/// What criteria can speak of.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn catalogue(sql: &impl Sql) -> Result<Catalogue, StoreError> {
    let rows = sql.run("SELECT id, criteria FROM lists", &[])?;
    let lists = rows.iter().map(|row| {
        let criteria = row.maybe_parsed(1, "criteria", tree::from_str)?;
        let members = criteria.map_or(Members::Static, Members::Smart);
        Ok((row.parsed(0, "a list id", ListId::parse)?, members))
    });
    let properties = properties::all(sql)?;
    Ok(Catalogue {
        properties: properties.into_iter().map(|property| (property.id.clone(), property)).collect(),
        lists: lists.collect::<Result<_, StoreError>>()?,
    })
}

/// A contact as lists see one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Who.
    pub id: ContactId,
    /// What they are sorted by: their name, else their address.
    pub sorted_by: String,
    /// What is known of them.
    pub facts: Facts,
    /// The smart lists they were on when asked last.
    pub on: BTreeSet<ListId>,
    /// When time alone could change that.
    pub due: Option<u64>,
}

// An address that a visitor typed proves nothing, so it is not known here (T12).
const SEEN: &str = "contacts.id, contacts.name, CASE WHEN visitor IS NULL THEN email END, visitor IS NULL, owner, \
    created_at, first_seen, last_seen, lists_due, coalesce(email, claimed_email, ''), \
    (SELECT count(*) FROM visitor_threads WHERE visitor_threads.contact = contacts.id), \
    (SELECT max(opened_at) FROM visitor_threads WHERE visitor_threads.contact = contacts.id), \
    (SELECT json_group_object(property, json(value)) FROM contact_properties \
        WHERE contact_properties.contact = contacts.id), \
    (SELECT json_group_array(list) FROM contact_lists JOIN lists ON lists.id = list \
        WHERE contact_lists.contact = contacts.id AND criteria IS NULL), \
    (SELECT json_group_array(list) FROM contact_lists JOIN lists ON lists.id = list \
        WHERE contact_lists.contact = contacts.id AND criteria IS NOT NULL)";

fn seen(row: &Row) -> Result<Seen, StoreError> {
    let name = row.text(1)?;
    let email = row.maybe_text(2)?;
    let mut values: BTreeMap<PropertyId, Known> =
        row.parsed(12, "what is known of a contact", tree::from_str)?;
    let mut known = |id: &str, value: Option<Known>| {
        // Every built-in property has a good id; a test of theirs holds them to it.
        if let (Ok(id), Some(value)) = (PropertyId::parse(id), value) {
            values.insert(id, value);
        }
    };
    let time = |index| Ok::<_, StoreError>(row.maybe_number(index)?.map(date));
    let domain = email.as_deref().and_then(|email| email.rsplit_once('@')).map(|(_, domain)| domain);
    known("email-domain", domain.map(|domain| Known::Text(domain.to_owned())));
    known("name", Some(name.clone()).filter(|name| !name.is_empty()).map(Known::Text));
    known("email", email.map(Known::Text));
    known("verified", Some(Known::Flag(row.flag(3)?)));
    known("owner", row.maybe_text(4)?.map(Known::Text));
    known("created", time(5)?);
    known("first-seen", time(6)?);
    known("last-seen", time(7)?);
    known("threads", Some(Known::Number(u32::try_from(row.number(10)?).unwrap_or(u32::MAX).into())));
    known("last-thread", time(11)?);
    let lists = |index| row.parsed(index, "lists", tree::from_str::<BTreeSet<ListId>>);
    Ok(Seen {
        id: row.parsed(0, "a contact id", ContactId::parse)?,
        sorted_by: if name.is_empty() { row.text(9)? } else { name },
        facts: Facts { values, lists: lists(13)? },
        on: lists(14)?,
        due: row.maybe_number(8)?,
    })
}

fn date(ms: u64) -> Known {
    Known::Number(Number::of_ms(i64::try_from(ms).unwrap_or(i64::MAX)))
}

/// A contact as lists see one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn contact(sql: &impl Sql, id: &ContactId) -> Result<Option<Seen>, StoreError> {
    let statement = format!("SELECT {SEEN} FROM contacts WHERE contacts.id = ?");
    sql.run(&statement, values![id.as_str()])?.first().map(seen).transpose()
}

/// The contacts after an id, in the order of ids, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn contacts_after(sql: &impl Sql, after: &str, limit: u32) -> Result<Vec<Seen>, StoreError> {
    let statement = format!("SELECT {SEEN} FROM contacts WHERE contacts.id > ? ORDER BY contacts.id LIMIT ?");
    sql.run(&statement, values![after, limit])?.iter().map(seen).collect()
}

/// The contacts whose lists time may have changed by `now` (ms), who is due longest first, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, now: u64, limit: u32) -> Result<Vec<Seen>, StoreError> {
    let statement = format!("SELECT {SEEN} FROM contacts WHERE lists_due <= ? ORDER BY lists_due LIMIT ?");
    sql.run(&statement, values![now, limit])?.iter().map(seen).collect()
}

/// When the next of them is due.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let rows = sql.run("SELECT min(lists_due) FROM contacts WHERE lists_due IS NOT NULL", &[])?;
    rows.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// Keeps when time alone could change a contact's lists.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_due(sql: &impl Sql, contact: &ContactId, due: Option<u64>) -> Result<(), StoreError> {
    sql.run("UPDATE contacts SET lists_due = ? WHERE id = ?", values![due, contact.as_str()])?;
    Ok(())
}

/// Puts a contact on a list; `false` where they are on it already.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn join(sql: &impl Sql, contact: &ContactId, list: &ListId) -> Result<bool, StoreError> {
    let statement =
        "INSERT INTO contact_lists (contact, list) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING 1";
    Ok(!sql.run(statement, values![contact.as_str(), list.as_str()])?.is_empty())
}

/// Takes a contact off a list; `false` where they are not on it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn leave(sql: &impl Sql, contact: &ContactId, list: &ListId) -> Result<bool, StoreError> {
    let statement = "DELETE FROM contact_lists WHERE contact = ? AND list = ? RETURNING 1";
    Ok(!sql.run(statement, values![contact.as_str(), list.as_str()])?.is_empty())
}

/// Notes that a contact's lists changed at `at` (ms): tokens of before say something else.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note_move(sql: &impl Sql, contact: &ContactId, at: u64) -> Result<(), StoreError> {
    sql.run("UPDATE contacts SET lists_moved = ? WHERE id = ?", values![at, contact.as_str()])?;
    Ok(())
}

/// Notes the same of everybody on a list.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note_moves(sql: &impl Sql, list: &ListId, at: u64) -> Result<(), StoreError> {
    let statement =
        "UPDATE contacts SET lists_moved = ? WHERE id IN (SELECT contact FROM contact_lists WHERE list = ?)";
    sql.run(statement, values![at, list.as_str()])?;
    Ok(())
}

/// Whose lists changed since `since` (ms, itself included) and when, the latest first, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn moved(sql: &impl Sql, since: u64, limit: u32) -> Result<Vec<(ContactId, u64)>, StoreError> {
    let statement =
        "SELECT id, lists_moved FROM contacts WHERE lists_moved >= ? ORDER BY lists_moved DESC LIMIT ?";
    let rows = sql.run(statement, values![since, limit])?;
    rows.iter().map(|row| Ok((row.parsed(0, "a contact id", ContactId::parse)?, row.number(1)?))).collect()
}

/// The first members of a list, by name, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn members(sql: &impl Sql, list: &ListId, limit: u32) -> Result<Vec<ContactId>, StoreError> {
    let rows = sql.run(
        "SELECT contacts.id FROM contact_lists JOIN contacts ON contacts.id = contact_lists.contact \
         WHERE contact_lists.list = ? ORDER BY contacts.name = '', contacts.name, contacts.id LIMIT ?",
        values![list.as_str(), limit],
    )?;
    rows.iter().map(|row| row.parsed(0, "a contact id", ContactId::parse)).collect()
}

/// Notes that a contact's browser was seen with their identity; `false` where that was known to the hour.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note_seen(sql: &impl Sql, contact: &ContactId, now: u64) -> Result<bool, StoreError> {
    const HOUR_MS: u64 = 3_600_000;
    let statement = "UPDATE contacts SET first_seen = coalesce(first_seen, ?), last_seen = ? \
         WHERE id = ? AND (last_seen IS NULL OR last_seen <= ?) RETURNING 1";
    let rows = sql.run(statement, values![now, now, contact.as_str(), now.saturating_sub(HOUR_MS)])?;
    Ok(!rows.is_empty())
}
