//! People an account can name, the lists they are on, and which threads a visitor has.
//!
//! A contact is *verified* — the site's own server vouches for them, and no two share an address — or *claimed*: all
//! that is known is what a visitor typed: an address, a name. A claimed contact has no owner, and is found by its id
//! or its visitor only: what somebody typed never leads to anybody else (T12).

use conversation::email::EmailAddress;
use conversation::ids::{AgentId, ContactId, InboxId, ListId, ThreadId, VisitorId};
use conversation::transcript::Recipient;
use protocol::account;
use protocol::frame::Agent;
use protocol::rest::{ContactCard, NamedList};

use super::{properties, subscriptions};
use crate::store::{Row, Sql, StoreError};
use crate::values;

/// A contact with their lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub id: ContactId,
    /// Their name, where known.
    pub name: Option<String>,
    /// Their address, lower-case.
    pub email: Option<String>,
    /// Whether they are more than a visitor's claim.
    pub verified: bool,
    /// The lists they are on.
    pub lists: Vec<ListId>,
}

/// Adds a contact of an account file, whose address is lower-case already, at `now` (ms).
pub(super) fn add(sql: &impl Sql, contact: &account::Contact, now: u64) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO contacts (id, name, email, owner, created_at) VALUES (?, ?, ?, ?, ?)",
        values![
            contact.id.as_str(),
            contact.name.as_str(),
            contact.email.as_str(),
            contact.owner.as_ref().map(|owner| owner.as_str()),
            now,
        ],
    )?;
    for list in &contact.lists {
        let statement = "INSERT INTO contact_lists (contact, list) VALUES (?, ?) ON CONFLICT DO NOTHING";
        sql.run(statement, values![contact.id.as_str(), list.as_str()])?;
    }
    for (property, value) in &contact.properties {
        properties::set(sql, &contact.id, property, Some(value))?;
    }
    Ok(())
}

const COLUMNS: &str = "id, CASE WHEN visitor IS NULL THEN name ELSE coalesce(claimed_name, '') END, \
    coalesce(email, claimed_email), visitor IS NULL";

/// The contact of that id.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn contact(sql: &impl Sql, id: &ContactId) -> Result<Option<Contact>, StoreError> {
    found(sql, &sql.run(&format!("SELECT {COLUMNS} FROM contacts WHERE id = ?"), values![id.as_str()])?)
}

/// The contact that a visitor is: the one their token names, else the one they claimed to be.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn of_visitor(
    sql: &impl Sql,
    named: Option<&ContactId>,
    visitor: &VisitorId,
) -> Result<Option<Contact>, StoreError> {
    if let Some(contact) = named.map(|id| contact(sql, id)).transpose()?.flatten() {
        return Ok(Some(contact));
    }
    let statement = format!("SELECT {COLUMNS} FROM contacts WHERE visitor = ?");
    found(sql, &sql.run(&statement, values![visitor.as_str()])?)
}

/// The verified contact with that address. A claim of it is nobody's address.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_email(sql: &impl Sql, email: &EmailAddress) -> Result<Option<Contact>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM contacts WHERE email = ? AND visitor IS NULL");
    found(sql, &sql.run(&statement, values![email.as_str()])?)
}

fn found(sql: &impl Sql, rows: &[Row]) -> Result<Option<Contact>, StoreError> {
    let Some(row) = rows.first() else { return Ok(None) };
    let id = row.parsed(0, "a contact id", ContactId::parse)?;
    let lists =
        sql.run("SELECT list FROM contact_lists WHERE contact = ? ORDER BY list", values![id.as_str()])?;
    let lists =
        lists.iter().map(|row| row.parsed(0, "a list id", ListId::parse)).collect::<Result<_, _>>()?;
    let name = Some(row.text(1)?).filter(|name| !name.is_empty());
    Ok(Some(Contact { id, name, email: row.maybe_text(2)?, verified: row.flag(3)?, lists }))
}

/// Adds a verified contact at `now` (ms); their name may be empty.
///
/// # Errors
/// [`StoreError`] from the database; also where somebody has that address.
pub fn add_verified(
    sql: &impl Sql,
    id: &ContactId,
    name: &str,
    email: &EmailAddress,
    now: u64,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO contacts (id, name, email, created_at) VALUES (?, ?, ?, ?)";
    sql.run(statement, values![id.as_str(), name, email.as_str(), now]).map(drop)
}

/// Names a contact that has no name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn name_nameless(sql: &impl Sql, id: &ContactId, name: &str) -> Result<(), StoreError> {
    sql.run("UPDATE contacts SET name = ? WHERE id = ? AND name = ''", values![name, id.as_str()]).map(drop)
}

/// Keeps the address and the name a visitor typed, as far as they did, as the claim of that visitor, who becomes a contact by
/// it: of the proposed id, or the one they are since an earlier claim, at `now` (ms). Other contacts are neither looked at nor
/// changed, whatever the address.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn claim(
    sql: &impl Sql,
    visitor: &VisitorId,
    (email, name): (Option<&str>, Option<&str>),
    proposed: &ContactId,
    now: u64,
) -> Result<ContactId, StoreError> {
    sql.atomically(|| {
        let rows = sql.run(
            "INSERT INTO contacts (id, name, claimed_email, claimed_name, visitor, created_at) VALUES (?, '', ?, ?, ?, ?) \
             ON CONFLICT (visitor) WHERE visitor IS NOT NULL DO UPDATE SET \
             claimed_email = coalesce(excluded.claimed_email, claimed_email), \
             claimed_name = coalesce(excluded.claimed_name, claimed_name) RETURNING id",
            values![proposed.as_str(), email, name, visitor.as_str(), now],
        )?;
        let row = rows.first().ok_or_else(|| StoreError::Database("a claim was not kept".to_owned()))?;
        let contact = row.parsed(0, "a contact id", ContactId::parse)?;
        sql.run(
            "UPDATE visitor_threads SET contact = ? WHERE visitor = ? AND contact IS NULL",
            values![contact.as_str(), visitor.as_str()],
        )?;
        subscriptions::name(sql, visitor, &contact)?;
        Ok(contact)
    })
}

/// The contacts whose name or address holds a text, by name, at most `limit` behind one of them, and how many there are.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn search(
    sql: &impl Sql,
    text: &str,
    after: Option<&ContactId>,
    limit: u32,
) -> Result<(Vec<ContactId>, u64), StoreError> {
    const HOLDS: &str = "instr(lower(name), ?1) > 0 OR instr(lower(coalesce(claimed_name, '')), ?1) > 0 OR instr(lower(coalesce(email, claimed_email, '')), ?1) > 0";
    let text = text.trim().to_lowercase();
    let found = sql.run(&format!("SELECT count(*) FROM contacts WHERE {HOLDS}"), values![text.as_str()])?;
    let found = found.first().map_or(Ok(0), |row| row.number(0))?;
    let statement = format!(
        "SELECT id FROM contacts WHERE ({HOLDS}) AND (?3 IS NULL OR (name = '', name, id) > \
         (SELECT name = '', name, id FROM contacts WHERE id = ?3)) ORDER BY name = '', name, id LIMIT ?2"
    );
    let rows = sql.run(&statement, values![text.as_str(), limit, after.map(ContactId::as_str)])?;
    let ids = rows.iter().map(|row| row.parsed(0, "a contact id", ContactId::parse));
    Ok((ids.collect::<Result<_, _>>()?, found))
}

/// Verified contacts with an address whose name or address holds a text, by name, at most `limit`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn recipients(sql: &impl Sql, text: &str, limit: u32) -> Result<Vec<Recipient>, StoreError> {
    let statement = "SELECT id, name, email FROM contacts WHERE visitor IS NULL AND email IS NOT NULL \
                     AND (instr(lower(name), ?1) > 0 OR instr(email, ?1) > 0) ORDER BY name = '', name, id LIMIT ?2";
    let read = |row: &Row| {
        Ok(Recipient {
            contact: row.parsed(0, "a contact id", ContactId::parse)?,
            name: Some(row.text(1)?).filter(|name| !name.is_empty()),
            email: row.text(2)?,
            verified: true,
        })
    };
    sql.run(statement, values![text.trim().to_lowercase(), limit])?.iter().map(read).collect()
}

/// A contact as agents see one (S134, S141).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn card(sql: &impl Sql, id: &ContactId) -> Result<Option<ContactCard>, StoreError> {
    let Some(contact) = contact(sql, id)? else { return Ok(None) };
    let owner = sql.run(
        "SELECT people.id, people.name FROM contacts JOIN people ON people.id = contacts.owner WHERE contacts.id = ?",
        values![id.as_str()],
    )?;
    let agent =
        |row: &Row| Ok(Agent { id: row.parsed(0, "an agent id", AgentId::parse)?, name: row.text(1)? });
    let owner = owner.first().map(agent).transpose()?;
    let lists = sql.run(
        "SELECT lists.id, lists.name FROM contact_lists JOIN lists ON lists.id = contact_lists.list \
         WHERE contact_lists.contact = ? ORDER BY lists.name, lists.id",
        values![id.as_str()],
    )?;
    let list =
        |row: &Row| Ok(NamedList { id: row.parsed(0, "a list id", ListId::parse)?, name: row.text(1)? });
    let lists = lists.iter().map(list).collect::<Result<_, StoreError>>()?;
    let Contact { id, name, email, verified, .. } = contact;
    Ok(Some(ContactCard { id, name, email, verified, owner, lists }))
}

/// Notes that a visitor, known or not, has a thread.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn note_thread(
    sql: &impl Sql,
    visitor: &VisitorId,
    contact: Option<&ContactId>,
    inbox: &InboxId,
    thread: &ThreadId,
    opened_at: u64,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO visitor_threads (visitor, thread, inbox, contact, opened_at) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT (visitor, thread) DO NOTHING",
        values![visitor.as_str(), thread.as_str(), inbox.as_str(), contact.map(ContactId::as_str), opened_at],
    )?;
    Ok(())
}

/// The inboxes in which a visitor began conversations, as far as they were noted.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn inboxes_of(sql: &impl Sql, visitor: &VisitorId) -> Result<Vec<InboxId>, StoreError> {
    let statement = "SELECT DISTINCT inbox FROM visitor_threads WHERE visitor = ? ORDER BY inbox";
    let rows = sql.run(statement, values![visitor.as_str()])?;
    rows.iter().map(|row| row.parsed(0, "an inbox id", InboxId::parse)).collect()
}

/// The conversations of a contact, as far as they were noted, oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn threads_of(sql: &impl Sql, contact: &ContactId) -> Result<Vec<(InboxId, ThreadId)>, StoreError> {
    let statement = "SELECT inbox, thread FROM visitor_threads WHERE contact = ? ORDER BY opened_at, thread";
    let one = |row: &Row| {
        Ok((row.parsed(0, "an inbox id", InboxId::parse)?, row.parsed(1, "a thread id", ThreadId::parse)?))
    };
    sql.run(statement, values![contact.as_str()])?.iter().map(one).collect()
}

/// A visitor parts from what is known of them: their threads, and the contact they said they were, are those of `instead`
/// then, whom nobody is.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn part(sql: &impl Sql, visitor: &VisitorId, instead: &VisitorId) -> Result<(), StoreError> {
    sql.atomically(|| {
        for statement in [
            "UPDATE visitor_threads SET visitor = ? WHERE visitor = ?",
            "UPDATE contacts SET visitor = ? WHERE visitor = ?",
        ] {
            sql.run(statement, values![instead.as_str(), visitor.as_str()])?;
        }
        subscriptions::part(sql, visitor, instead)
    })
}

#[cfg(test)]
mod tests;
