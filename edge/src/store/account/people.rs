//! Who works in an account, and in which inboxes.

use conversation::access::Role;
use conversation::desk::Team;
use conversation::ids::{AgentId, InboxId, TeamId};
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
    /// Since when they may not sign in, in ms.
    pub disabled_at: Option<u64>,
}

pub(super) const COLUMNS: &str =
    "people.id, people.name, people.email, people.standing, people.seat, people.disabled_at";

pub(super) fn person(row: &Row) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.parsed(0, "an agent id", AgentId::parse)?,
        name: row.text(1)?,
        email: row.text(2)?,
        role: row.parsed(3, "a role", |text| Role::parse(text).ok_or(()))?,
        seat: row.flag(4)?,
        disabled_at: row.maybe_number(5)?,
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
            disabled_at: None,
        },
        password,
    )
}

/// Adds a person.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn insert(sql: &impl Sql, person: &Person, password: &str) -> Result<(), StoreError> {
    let Person { id, name, email, role, seat, .. } = person;
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
    rows.first().map(|row| Ok((person(row)?, row.text(6)?))).transpose()
}

/// A person, and the PHC string of their password.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_id(sql: &impl Sql, id: &AgentId) -> Result<Option<(Person, String)>, StoreError> {
    let statement = format!("SELECT {COLUMNS}, people.password FROM people WHERE id = ?");
    let rows = sql.run(&statement, values![id.as_str()])?;
    rows.first().map(|row| Ok((person(row)?, row.text(6)?))).transpose()
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
            let members = assignable(sql, &id)?;
            let teams = teams_of(sql, &id)?;
            Ok(InboxInfo { id, name: row.text(1)?, members, teams })
        })
        .collect()
}

/// The teams of which somebody works in an inbox, first and foremost or not, by name: those that have access to it (H73).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn teams_of(sql: &impl Sql, inbox: &InboxId) -> Result<Vec<Team>, StoreError> {
    let statement = format!(
        "SELECT id, name FROM teams WHERE EXISTS (SELECT 1 FROM team_members \
         JOIN members ON members.person = team_members.person JOIN people ON people.id = members.person \
         WHERE team_members.team = teams.id AND members.inbox = ? AND {ASSIGNABLE}) ORDER BY name, id"
    );
    let rows = sql.run(&statement, values![inbox.as_str()])?;
    rows.iter()
        .map(|row| Ok(Team { id: row.parsed(0, "a team id", TeamId::parse)?, name: row.text(1)? }))
        .collect()
}

const ASSIGNABLE: &str = "people.disabled_at IS NULL AND people.standing <> 'viewer'";

/// The members of an inbox, by name (S109).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn members(sql: &impl Sql, inbox: &InboxId) -> Result<Vec<Agent>, StoreError> {
    agents(sql, "true", inbox)
}

/// The members of an inbox who can be given something: whoever only reads, or may not sign in, cannot.
fn assignable(sql: &impl Sql, inbox: &InboxId) -> Result<Vec<Agent>, StoreError> {
    agents(sql, ASSIGNABLE, inbox)
}

fn agents(sql: &impl Sql, condition: &str, inbox: &InboxId) -> Result<Vec<Agent>, StoreError> {
    let statement = format!(
        "SELECT people.id, people.name FROM people JOIN members ON members.person = people.id \
         WHERE members.inbox = ? AND {condition} ORDER BY people.name, people.id"
    );
    let rows = sql.run(&statement, values![inbox.as_str()])?;
    rows.iter()
        .map(|row| Ok(Agent { id: row.parsed(0, "an agent id", AgentId::parse)?, name: row.text(1)? }))
        .collect()
}

/// Keeps what is changed about a person: role, seat, and whether they may sign in.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, person: &Person) -> Result<(), StoreError> {
    let Person { id, name, role, seat, disabled_at, .. } = person;
    sql.run(
        "UPDATE people SET name = ?, role = ?, standing = ?, seat = ?, disabled_at = ? WHERE id = ?",
        values![name.as_str(), older(*role), role.as_str(), *seat, *disabled_at, id.as_str()],
    )?;
    Ok(())
}

/// Keeps a new password.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_password(sql: &impl Sql, id: &AgentId, password: &str) -> Result<(), StoreError> {
    sql.run("UPDATE people SET password = ? WHERE id = ?", values![password, id.as_str()])?;
    Ok(())
}

/// Makes a person a member of exactly these inboxes.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_inboxes(sql: &impl Sql, id: &AgentId, inboxes: &[InboxId]) -> Result<(), StoreError> {
    sql.run("DELETE FROM members WHERE person = ?", values![id.as_str()])?;
    for inbox in inboxes {
        let statement = "INSERT INTO members (inbox, person) VALUES (?, ?) ON CONFLICT DO NOTHING";
        sql.run(statement, values![inbox.as_str(), id.as_str()])?;
    }
    Ok(())
}

/// Removes a person and all that is theirs alone, at `now` (ms). What they wrote stays, under the name they had.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, person: &Person, now: u64) -> Result<(), StoreError> {
    let id = person.id.as_str();
    for statement in [
        "DELETE FROM members WHERE person = ?",
        "DELETE FROM team_members WHERE person = ?",
        "DELETE FROM person_skills WHERE person = ?",
        "DELETE FROM sessions WHERE person = ?",
        "DELETE FROM api_tokens WHERE person = ?",
        "DELETE FROM views WHERE owner = ?",
        "DELETE FROM saved_replies WHERE owner = ?",
        "DELETE FROM macros WHERE owner = ?",
        "DELETE FROM avatars WHERE person = ?",
        "DELETE FROM preferences WHERE person = ?",
        "DELETE FROM passkeys WHERE person = ?",
        "DELETE FROM second_factors WHERE person = ?",
        "DELETE FROM recovery_codes WHERE person = ?",
        "DELETE FROM challenges WHERE person = ?",
        "UPDATE contacts SET owner = NULL WHERE owner = ?",
        "UPDATE people SET away_by = NULL WHERE away_by = ?",
        "DELETE FROM people WHERE id = ?",
    ] {
        sql.run(statement, values![id])?;
    }
    let statement = "INSERT INTO former_people (id, name, left_at) VALUES (?, ?, ?)";
    sql.run(statement, values![id, person.name.as_str(), now]).map(drop)
}

/// The ids of everybody who works or worked here: none is given twice.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ids(sql: &impl Sql) -> Result<Vec<String>, StoreError> {
    let rows = sql.run("SELECT id FROM people UNION SELECT id FROM former_people", &[])?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// Who worked here, by id, with the name they had.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn former(sql: &impl Sql) -> Result<Vec<Agent>, StoreError> {
    let rows = sql.run("SELECT id, name FROM former_people ORDER BY id", &[])?;
    rows.iter()
        .map(|row| Ok(Agent { id: row.parsed(0, "an agent id", AgentId::parse)?, name: row.text(1)? }))
        .collect()
}
