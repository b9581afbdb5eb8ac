//! What is changed about people by others: role, seat, inboxes, skills, whether they may sign in; who leaves; who owns the account.
//!
//! Each change, its line in the audit log and the end of the sessions it ends are one transaction (T23, T47). Does not know
//! who may change people: whoever calls has decided that; that an account has an owner is kept here.

use conversation::access::Role;
use conversation::ids::{AgentId, InboxId, SkillId};
use protocol::code::Code;
use protocol::rest::audit::{AuditChange, What};
use protocol::rest::invitations::ChangePerson;
use protocol::rest::people::PersonInfo;

use super::everybody;
use crate::chatflow::named::{self, Leaving};
use crate::error::Error;
use crate::model;
use crate::objects::call::audit::By;
use crate::store::account::audit::{Line, record};
use crate::store::account::people::{self, Person};
use crate::store::account::sessions::{self, Which};
use crate::store::account::{self, colleagues, skills as rows};
use crate::store::{Sql, StoreError};

/// Changes a person, at `now` (ms). Whose role changes, or who may not sign in any more, is signed out everywhere.
///
/// # Errors
/// `not_found`; `owner_stays`; `seat_missing` for a viewer with a seat; `reference_unknown`; a fault.
pub fn change(
    sql: &impl Sql,
    who: &AgentId,
    asked: &ChangePerson,
    by: &By,
    now: u64,
) -> Result<PersonInfo, Error> {
    sql.atomically(|| {
        let before = find(sql, who)?;
        let after = changed(&before, asked, now)?;
        let mut changes = differences(&before, &after);
        let was_in = work_in(sql, who)?;
        let is_in = asked.inboxes.clone().unwrap_or_else(|| was_in.clone());
        known(sql, &is_in)?;
        // Those who are signed out are so in the inboxes where they were.
        if after.role != before.role || (after.disabled_at.is_some() && before.disabled_at.is_none()) {
            sessions::end(sql, who, Which::All, now)?;
        }
        for inbox in was_in.iter().filter(|inbox| !is_in.contains(inbox)) {
            sessions::leave(sql, who, inbox, now)?;
        }
        let (from, to) = (listed(was_in.iter()), listed(is_in.iter()));
        if from != to {
            people::put_inboxes(sql, who, &is_in)?;
            changes.push(from_to("inboxes", &from, &to));
        }
        if let Some(skills) = &asked.skills {
            changes.extend(put_skills(sql, who, skills)?);
        }
        people::put(sql, &after)?;
        if !changes.is_empty() {
            colleagues::changed(sql, now)?;
            let what = match (before.disabled_at, after.disabled_at) {
                (None, Some(_)) => What::PersonDisabled,
                (Some(_), None) => What::PersonEnabled,
                _ => What::PersonChanged,
            };
            record(sql, &Line { by, what, on: who.as_str(), changes: &changes }, now)?;
        }
        info(sql, who)
    })
}

/// The person as they would be.
fn changed(before: &Person, asked: &ChangePerson, now: u64) -> Result<Person, Error> {
    let role = asked.role.unwrap_or(before.role);
    let disabled = asked.disabled.unwrap_or(before.disabled_at.is_some());
    if (role == Role::Owner) != (before.role == Role::Owner) || (before.role == Role::Owner && disabled) {
        return Err(owner_stays());
    }
    if role == Role::Viewer && asked.seat == Some(true) {
        let message = "viewers answer nobody, so nothing can be routed to them";
        return Err(Error::rejected(Code::SeatMissing, message).about("seat"));
    }
    Ok(Person {
        role,
        seat: asked.seat.unwrap_or(before.seat) && role != Role::Viewer,
        disabled_at: disabled.then(|| before.disabled_at.unwrap_or(now)),
        ..before.clone()
    })
}

fn owner_stays() -> Error {
    Error::rejected(Code::OwnerStays, "an account has one owner; hand it on first")
}

fn differences(before: &Person, after: &Person) -> Vec<AuditChange> {
    let mut changes = Vec::new();
    if before.role != after.role {
        changes.push(from_to("role", before.role.as_str(), after.role.as_str()));
    }
    if before.seat != after.seat {
        changes.push(from_to("seat", &before.seat.to_string(), &after.seat.to_string()));
    }
    if before.disabled_at.is_some() != after.disabled_at.is_some() {
        let word = |person: &Person| person.disabled_at.is_some().to_string();
        changes.push(from_to("disabled", &word(before), &word(after)));
    }
    changes
}

/// A change for the audit log.
pub(super) fn from_to(field: &str, from: &str, to: &str) -> AuditChange {
    AuditChange { field: field.to_owned(), from: Some(from.to_owned()), to: Some(to.to_owned()) }
}

/// Says all that somebody can do (P40); answers what changed.
fn put_skills(sql: &impl Sql, who: &AgentId, skills: &[SkillId]) -> Result<Option<AuditChange>, Error> {
    model::skills::known(sql, skills)?;
    let before = rows::of_people(sql)?.remove(who.as_str()).unwrap_or_default();
    let (from, to) = (listed(before.iter()), listed(skills.iter()));
    if from == to {
        return Ok(None);
    }
    rows::put_of(sql, who, skills)?;
    Ok(Some(from_to("skills", &from, &to)))
}

fn listed(ids: impl Iterator<Item = impl ToString>) -> String {
    let mut names: Vec<String> = ids.map(|id| id.to_string()).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// Somebody works here no more, from `now` (ms) on: what they have open is handed on. Answers their address, by which
/// nobody signs in any more.
///
/// # Errors
/// `not_found`; `owner_stays`; `named_by_routing` where a rule would be left without them; a fault.
pub fn remove(sql: &impl Sql, who: &AgentId, by: &By, now: u64) -> Result<String, Error> {
    sql.atomically(|| {
        let person = find(sql, who)?;
        if person.role == Role::Owner {
            return Err(owner_stays());
        }
        named::refuse(sql, Leaving::Agent(who))?;
        sessions::end(sql, who, Which::All, now)?;
        people::remove(sql, &person, now)?;
        let changes = [from_to("name", &person.name, "")];
        record(sql, &Line { by, what: What::PersonRemoved, on: who.as_str(), changes: &changes }, now)?;
        colleagues::changed(sql, now)?;
        account::bump(sql)?;
        Ok(person.email)
    })
}

/// Hands the account on, at `now` (ms): the owner becomes an admin. Both are signed out everywhere.
///
/// # Errors
/// `not_found` where there is nobody such who may sign in; `owner_stays` where it would stay with them; a fault.
pub fn hand_on(sql: &impl Sql, from: &AgentId, to: &AgentId, by: &By, now: u64) -> Result<(), Error> {
    sql.atomically(|| {
        let (owner, heir) = (find(sql, from)?, find(sql, to)?);
        if heir.disabled_at.is_some() {
            return Err(Error::not_found());
        }
        if owner.role != Role::Owner || heir.id == owner.id {
            return Err(owner_stays());
        }
        for person in [from, to] {
            sessions::end(sql, person, Which::All, now)?;
        }
        people::put(sql, &Person { role: Role::Admin, ..owner })?;
        people::put(sql, &Person { role: Role::Owner, ..heir })?;
        let changes = [from_to("owner", from.as_str(), to.as_str())];
        record(sql, &Line { by, what: What::HandedOn, on: to.as_str(), changes: &changes }, now)?;
        Ok(())
    })
}

/// Somebody who works here.
pub(super) fn find(sql: &impl Sql, who: &AgentId) -> Result<Person, Error> {
    people::by_id(sql, who)?.map(|(person, _)| person).ok_or_else(Error::not_found)
}

fn work_in(sql: &impl Sql, who: &AgentId) -> Result<Vec<InboxId>, StoreError> {
    Ok(people::inboxes_of(sql, who)?.into_iter().map(|inbox| inbox.id).collect())
}

/// Whether all of these are inboxes of the account.
///
/// # Errors
/// `reference_unknown` about the one that is not.
pub(super) fn known(sql: &impl Sql, inboxes: &[InboxId]) -> Result<(), Error> {
    let there = account::inboxes(sql)?;
    match inboxes.iter().position(|id| there.iter().all(|inbox| inbox.id != *id)) {
        None => Ok(()),
        Some(at) => {
            Err(Error::rejected(Code::ReferenceUnknown, "there is no such inbox")
                .about(format!("inboxes[{at}]")))
        }
    }
}

fn info(sql: &impl Sql, who: &AgentId) -> Result<PersonInfo, Error> {
    everybody(sql)?.into_iter().find(|person| person.id == *who).ok_or_else(Error::not_found)
}

#[cfg(test)]
mod tests;
