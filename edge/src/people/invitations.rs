//! Inviting people, and their coming.
//!
//! Whoever has an invitation's token is let in once, within a week. Does not know tokens, only their digests.

use conversation::access::Role;
use conversation::email::EmailAddress;
use conversation::ids::{AgentId, InvitationId};
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::rest::audit::{AuditChange, What};
use protocol::rest::invitations::{Invitation, Invitations, Invite};

use super::change::known;
use crate::chatflow::free_id;
use crate::chatflow::judge;
use crate::error::Error;
use crate::objects::call::audit::By;
use crate::store::Sql;
use crate::store::account::audit::{Line, record};
use crate::store::account::people::{self, Person};
use crate::store::account::{self, colleagues, invitations};

/// An invitation counts for a week, in ms.
pub const LIFE_MS: u64 = 7 * 86_400_000;
/// Most people of an account.
const PEOPLE: usize = 2_000;
/// Most invitations that wait.
const WAITING: usize = 500;

/// Those that nobody accepted yet.
///
/// # Errors
/// A fault.
pub fn list(sql: &impl Sql) -> Result<Invitations, Error> {
    Ok(Invitations { invitations: invitations::all(sql)? })
}

/// Invites somebody at `now` (ms), by a token with this digest.
///
/// # Errors
/// `email_invalid`, `email_taken`; `text_too_long`; `forbidden` for another owner; `reference_unknown`; `too_many`; a fault.
pub fn invite(
    sql: &impl Sql,
    id: InvitationId,
    digest: &str,
    asked: Invite,
    by: &By,
    now: u64,
) -> Result<Invitation, Error> {
    let email = EmailAddress::parse(&asked.email)
        .map_err(|error| Error::rejected(Code::EmailInvalid, error.to_string()).about("email"))?
        .into_string();
    let name = asked.name.unwrap_or_default().trim().to_owned();
    if !name.is_empty()
        && let Some(found) = judge::name("name", &name)
    {
        return Err(judge::refused(&found));
    }
    if asked.role == Role::Owner {
        return Err(Error::rejected(Code::OwnerStays, "an account has one owner").about("role"));
    }
    sql.atomically(|| {
        known(sql, &asked.inboxes)?;
        if people::by_email(sql, &email)?.is_some() {
            return Err(taken());
        }
        if invitations::all(sql)?.len() >= WAITING {
            return Err(Error::rejected(Code::TooMany, format!("at most {WAITING} invitations wait")));
        }
        let invitation = Invitation {
            id,
            email,
            name,
            role: asked.role,
            inboxes: asked.inboxes,
            invited_by: by.agent.name.clone(),
            created_at: now,
            expires_at: now + LIFE_MS,
        };
        invitations::put(sql, &invitation, digest)?;
        let role = AuditChange {
            field: "role".to_owned(),
            from: None,
            to: Some(invitation.role.as_str().to_owned()),
        };
        record(sql, &Line { by, what: What::PersonInvited, on: &invitation.email, changes: &[role] }, now)?;
        Ok(invitation)
    })
}

/// Somebody signs in with that address already.
#[must_use]
pub fn taken() -> Error {
    Error::rejected(Code::EmailTaken, "somebody signs in with this address").about("email")
}

/// The invitation is no good any more, or never was.
#[must_use]
pub fn over() -> Error {
    Error::rejected(Code::InvitationOver, "this invitation was accepted, taken back, or is too old")
}

/// Takes an invitation back, at `now` (ms); answers those that are left.
///
/// # Errors
/// `not_found`; a fault.
pub fn revoke(sql: &impl Sql, id: &InvitationId, by: &By, now: u64) -> Result<Invitations, Error> {
    sql.atomically(|| {
        let email = invitations::remove(sql, id)?.ok_or_else(Error::not_found)?;
        record(sql, &Line { by, what: What::InvitationRevoked, on: &email, changes: &[] }, now)?;
        list(sql)
    })
}

/// Whom an invitation is for, by its token's digest, at `now` (ms).
///
/// # Errors
/// `invitation_over`; a fault.
pub fn find(sql: &impl Sql, digest: &str, now: u64) -> Result<Invitation, Error> {
    invitations::by_digest(sql, digest, now)?.ok_or_else(over)
}

/// Somebody comes, at `now` (ms), with a name and the PHC string of a password. Answers who they are.
///
/// # Errors
/// `invitation_over`, `email_taken`, `text_empty`, `text_too_long`, `too_many`; a fault.
pub fn accept(sql: &impl Sql, digest: &str, name: &str, password: &str, now: u64) -> Result<AgentId, Error> {
    let name = name.trim();
    if let Some(found) = judge::name("name", name) {
        return Err(judge::refused(&found));
    }
    sql.atomically(|| {
        let Invitation { id, email, role, inboxes, .. } = find(sql, digest, now)?;
        if people::by_email(sql, &email)?.is_some() {
            return Err(taken());
        }
        if people::everyone(sql)?.len() >= PEOPLE {
            return Err(Error::rejected(Code::TooMany, format!("at most {PEOPLE} people")));
        }
        let ids = people::ids(sql)?;
        let agent = free_id(name, "agent", &[], &ids).and_then(|id| AgentId::parse(&id).ok());
        let agent = agent.ok_or_else(|| Error::fault("a new person", "their id has no good shape"))?;
        let person = Person {
            id: agent.clone(),
            name: name.to_owned(),
            email,
            role,
            seat: role >= Role::Agent,
            disabled_at: None,
        };
        people::insert(sql, &person, password)?;
        // An inbox that was deleted meanwhile is nobody's.
        let there = account::inboxes(sql)?;
        let inboxes: Vec<_> =
            inboxes.into_iter().filter(|id| there.iter().any(|inbox| inbox.id == *id)).collect();
        people::put_inboxes(sql, &agent, &inboxes)?;
        invitations::remove(sql, &id)?;
        let by = By { agent: Agent { id: agent.clone(), name: name.to_owned() }, session: None, token: None };
        record(
            sql,
            &Line { by: &by, what: What::InvitationAccepted, on: agent.as_str(), changes: &[] },
            now,
        )?;
        colleagues::changed(sql, now)?;
        account::bump(sql)?;
        Ok(agent)
    })
}
