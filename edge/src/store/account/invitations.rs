//! Invitations that nobody accepted yet. Their tokens are kept as digests only.

use conversation::access::Role;
use conversation::ids::{InboxId, InvitationId};
use protocol::rest::invitations::Invitation;

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

const COLUMNS: &str = "id, email, name, role, inboxes, invited_by, created_at, expires_at";

/// Keeps an invitation in place of an older one for the same address.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, invitation: &Invitation, digest: &str) -> Result<(), StoreError> {
    let Invitation { id, email, name, role, inboxes, invited_by, created_at, expires_at } = invitation;
    sql.run("DELETE FROM invitations WHERE email = ?", values![email])?;
    sql.run(
        "INSERT INTO invitations (id, digest, email, name, role, inboxes, invited_by, created_at, expires_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            id.as_str(),
            digest,
            email,
            name,
            role.as_str(),
            to_json(inboxes),
            invited_by,
            *created_at,
            *expires_at,
        ],
    )?;
    Ok(())
}

/// All of them, the newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql) -> Result<Vec<Invitation>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM invitations ORDER BY created_at DESC, id");
    sql.run(&statement, &[])?.iter().map(read).collect()
}

/// The one whose token has this digest, if it counts at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn by_digest(sql: &impl Sql, digest: &str, now: u64) -> Result<Option<Invitation>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM invitations WHERE digest = ? AND expires_at > ?");
    sql.run(&statement, values![digest, now])?.first().map(read).transpose()
}

/// Removes one; answers whom it was for.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &InvitationId) -> Result<Option<String>, StoreError> {
    let rows = sql.run("DELETE FROM invitations WHERE id = ? RETURNING email", values![id.as_str()])?;
    rows.first().map(|row| row.text(0)).transpose()
}

fn read(row: &Row) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: row.parsed(0, "an invitation id", InvitationId::parse)?,
        email: row.text(1)?,
        name: row.text(2)?,
        role: row.parsed(3, "a role", |text| Role::parse(text).ok_or(()))?,
        inboxes: row.parsed(4, "inbox ids", tree::from_str::<Vec<InboxId>>)?,
        invited_by: row.text(5)?,
        created_at: row.number(6)?,
        expires_at: row.number(7)?,
    })
}
