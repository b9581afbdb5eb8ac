//! Who works in an account, in which inboxes, and who is signed in.

use conversation::access::Role;
use conversation::ids::{AgentId, InboxId};
use protocol::account;
use protocol::frame::Agent;
use protocol::rest::InboxInfo;

use crate::store::{Row, Sql, StoreError};
use crate::values;

/// A person, without their password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id, as an agent.
    pub id: AgentId,
    /// Their display name.
    pub name: String,
    /// What they sign in with; lower-case.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether routing may pick them.
    pub seat: bool,
}

const COLUMNS: &str = "people.id, people.name, people.email, people.standing, people.seat";

fn person(row: &Row) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.parsed(0, "an agent id", AgentId::parse)?,
        name: row.text(1)?,
        email: row.text(2)?,
        role: row.parsed(3, "a role", |text| Role::parse(text).ok_or(()))?,
        seat: row.flag(4)?,
    })
}

/// Adds a person of an account file, whose address is lower-case already.
pub(super) fn add(sql: &impl Sql, person: &account::Person, password: &str) -> Result<(), StoreError> {
    insert(
        sql,
        &Person {
            id: person.id.clone(),
            name: person.name.clone(),
            email: person.email.clone(),
            role: person.role,
            seat: person.seat,
        },
        password,
    )
}

/// Adds a person.
fn insert(sql: &impl Sql, person: &Person, password: &str) -> Result<(), StoreError> {
    let Person { id, name, email, role, seat } = person;
    sql.run(
        "INSERT INTO people (id, name, email, password, role, standing, seat) VALUES (?, ?, ?, ?, ?, ?, ?)",
        values![id.as_str(), name.as_str(), email.as_str(), password, older(*role), role.as_str(), *seat],
    )?;
    Ok(())
}

/// Where an account file calls nobody the owner, its first admin is.
pub(super) fn name_an_owner(sql: &impl Sql) -> Result<(), StoreError> {
    sql.run(
        "UPDATE people SET standing = 'owner' WHERE id = \
         (SELECT id FROM people WHERE standing = 'admin' ORDER BY id <> 'admin', id LIMIT 1) \
         AND NOT EXISTS (SELECT 1 FROM people WHERE standing = 'owner')",
        &[],
    )?;
    Ok(())
}

/// What the older column says of a role.
fn older(role: Role) -> &'static str {
    if role >= Role::Admin { "admin" } else { "agent" }
}

/// Everyone, by name.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn everyone(sql: &impl Sql) -> Result<Vec<Person>, StoreError> {
    sql.run(&format!("SELECT {COLUMNS} FROM people ORDER BY name, id"), &[])?.iter().map(person).collect()
}

/// The person who signs in with an address in lower case, and the PHC string of their password.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_email(sql: &impl Sql, email: &str) -> Result<Option<(Person, String)>, StoreError> {
    let statement = format!("SELECT {COLUMNS}, people.password FROM people WHERE email = ?");
    let rows = sql.run(&statement, values![email])?;
    rows.first().map(|row| Ok((person(row)?, row.text(5)?))).transpose()
}

/// The inboxes a person is a member of, each with who may be assigned there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn inboxes_of(sql: &impl Sql, person: &AgentId) -> Result<Vec<InboxInfo>, StoreError> {
    let rows = sql.run(
        "SELECT inboxes.id, inboxes.name FROM inboxes JOIN members ON members.inbox = inboxes.id \
         WHERE members.person = ? ORDER BY inboxes.name, inboxes.id",
        values![person.as_str()],
    )?;
    rows.iter()
        .map(|row| {
            let id = row.parsed(0, "an inbox id", InboxId::parse)?;
            let members = members(sql, &id)?;
            Ok(InboxInfo { id, name: row.text(1)?, members })
        })
        .collect()
}

/// The members of an inbox, by name (S109).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn members(sql: &impl Sql, inbox: &InboxId) -> Result<Vec<Agent>, StoreError> {
    let rows = sql.run(
        "SELECT people.id, people.name FROM people JOIN members ON members.person = people.id \
         WHERE members.inbox = ? ORDER BY people.name, people.id",
        values![inbox.as_str()],
    )?;
    rows.iter()
        .map(|row| Ok(Agent { id: row.parsed(0, "an agent id", AgentId::parse)?, name: row.text(1)? }))
        .collect()
}

/// Keeps a session, and forgets those that are over.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn open_session(
    sql: &impl Sql,
    digest: &str,
    person: &AgentId,
    now: u64,
    expires_at: u64,
) -> Result<(), StoreError> {
    sql.atomically(|| {
        sql.run("DELETE FROM sessions WHERE expires_at <= ?", values![now])?;
        sql.run(
            "INSERT INTO sessions (digest, person, created_at, expires_at) VALUES (?, ?, ?, ?)",
            values![digest, person.as_str(), now, expires_at],
        )?;
        Ok(())
    })
}

/// Whose session this is and until when, if it is one and not over.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn session(sql: &impl Sql, digest: &str, now: u64) -> Result<Option<(Person, u64)>, StoreError> {
    let statement = format!(
        "SELECT {COLUMNS}, sessions.expires_at FROM sessions JOIN people ON people.id = sessions.person \
         WHERE sessions.digest = ? AND sessions.expires_at > ?"
    );
    let rows = sql.run(&statement, values![digest, now])?;
    rows.first().map(|row| Ok((person(row)?, row.number(5)?))).transpose()
}

/// Ends a session.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn close_session(sql: &impl Sql, digest: &str) -> Result<(), StoreError> {
    sql.run("DELETE FROM sessions WHERE digest = ?", values![digest])?;
    Ok(())
}
