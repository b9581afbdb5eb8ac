//! People an account can name, the lists they are on, and which threads a visitor has.

use conversation::ids::{ContactId, InboxId, ListId, ThreadId, VisitorId};
use protocol::account;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// A contact with their lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub id: ContactId,
    /// Their name.
    pub name: String,
    /// Their address, lower-case.
    pub email: Option<String>,
    /// The lists they are on.
    pub lists: Vec<ListId>,
}

pub(super) fn add(sql: &impl Sql, contact: &account::Contact) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO contacts (id, name, email, owner) VALUES (?, ?, ?, ?)",
        values![
            contact.id.as_str(),
            contact.name.as_str(),
            contact.email.to_lowercase(),
            contact.owner.as_ref().map(|owner| owner.as_str()),
        ],
    )?;
    for list in &contact.lists {
        let statement = "INSERT INTO contact_lists (contact, list) VALUES (?, ?) ON CONFLICT DO NOTHING";
        sql.run(statement, values![contact.id.as_str(), list.as_str()])?;
    }
    Ok(())
}

/// The contact of that id.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn contact(sql: &impl Sql, id: &ContactId) -> Result<Option<Contact>, StoreError> {
    found(sql, &sql.run("SELECT id, name, email FROM contacts WHERE id = ?", values![id.as_str()])?)
}

/// The contact with that address.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_email(sql: &impl Sql, email: &str) -> Result<Option<Contact>, StoreError> {
    found(
        sql,
        &sql.run("SELECT id, name, email FROM contacts WHERE email = ?", values![email.to_lowercase()])?,
    )
}

fn found(sql: &impl Sql, rows: &[Row]) -> Result<Option<Contact>, StoreError> {
    let Some(row) = rows.first() else { return Ok(None) };
    let id = row.parsed(0, "a contact id", ContactId::parse)?;
    let lists =
        sql.run("SELECT list FROM contact_lists WHERE contact = ? ORDER BY list", values![id.as_str()])?;
    let lists =
        lists.iter().map(|row| row.parsed(0, "a list id", ListId::parse)).collect::<Result<_, _>>()?;
    Ok(Some(Contact { id, name: row.text(1)?, email: row.maybe_text(2)?, lists }))
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
