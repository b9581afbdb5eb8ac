//! One's passkeys: what is kept of them, what proves somebody with one, and what follows (T22, T23).
//!
//! Whoever calls has held what a browser says against what was asked, and the signature against the key: here is what that
//! changes, each with its line in the audit log in one transaction. A passkey is a second factor as codes are: the first of
//! either brings recovery codes, the last takes them along, and a change of either ends every other session.

use conversation::ids::AgentId;
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::rest::audit::{AuditChange, What};
use protocol::rest::profile::Profile;

use super::change::{find, from_to};
use super::oneself::{ended, forget_unneeded_codes, has_factor, over, profile};
use crate::chatflow::judge;
use crate::error::Error;
use crate::objects::call::audit::By;
use crate::passkey::counts;
use crate::store::Sql;
use crate::store::account::audit::{Line, record};
use crate::store::account::factors;
use crate::store::account::passkeys::{self, Kept};

/// Passkeys of one person.
const MOST: usize = 20;
/// The purpose of a challenge that a new passkey answers.
pub const ADDING: &str = "passkey";

/// A passkey was made to answer that challenge: it counts from `now` (ms) on. Answers whether these recovery codes do too,
/// because it is the first thing beside the password. Every session but this one ends.
///
/// # Errors
/// `challenge_over`; `text_empty`, `text_too_long`, `text_encoding` about the name; `too_many`; `passkey_invalid` where
/// somebody has it already; a fault.
pub fn add(
    sql: &impl Sql,
    passkey: Kept,
    challenge: &str,
    codes: &[String],
    (mine, by): (&str, &By),
    now: u64,
) -> Result<(Profile, bool), Error> {
    let passkey = Kept { name: named(&passkey.name)?, ..passkey };
    let who = passkey.person.clone();
    // Used up by the answer, whatever becomes of it.
    if factors::attempt(sql, challenge, ADDING, now)?.as_ref() != Some(&who)
        || !factors::answered(sql, challenge, ADDING, now)?
    {
        return Err(over());
    }
    sql.atomically(|| {
        if passkeys::of(sql, &who)?.len() >= MOST {
            return Err(Error::rejected(Code::TooMany, format!("at most {MOST} passkeys")));
        }
        let is_first = !has_factor(sql, &who)?;
        if !passkeys::add(sql, &passkey, now)? {
            return Err(Error::rejected(Code::PasskeyInvalid, "id: somebody has this passkey").about("id"));
        }
        if is_first {
            factors::put_codes(sql, &who, codes)?;
        }
        let changes = [AuditChange { field: "name".to_owned(), from: None, to: Some(passkey.name.clone()) }];
        ended(
            sql,
            &who,
            mine,
            &Line { by, what: What::PasskeyAdded, on: &passkey.handle, changes: &changes },
            now,
        )?;
        Ok((profile(sql, &who)?, is_first))
    })
}

fn named(name: &str) -> Result<String, Error> {
    let name = name.trim();
    judge::name("name", name).map_or(Ok(()), |found| Err(judge::refused(&found)))?;
    Ok(name.to_owned())
}

/// Calls a passkey something else, from `now` (ms) on.
///
/// # Errors
/// As [`add`] about the name; `not_found`; a fault.
pub fn rename(
    sql: &impl Sql,
    who: &AgentId,
    handle: &str,
    name: &str,
    by: &By,
    now: u64,
) -> Result<Profile, Error> {
    let name = named(name)?;
    sql.atomically(|| {
        let before = passkeys::rename(sql, who, handle, &name)?.ok_or_else(Error::not_found)?;
        if before != name {
            let changes = [from_to("name", &before, &name)];
            record(sql, &Line { by, what: What::PasskeyRenamed, on: handle, changes: &changes }, now)?;
        }
        profile(sql, who)
    })
}

/// A passkey counts no more, from `now` (ms) on. Every session but this one ends.
///
/// # Errors
/// `not_found`; a fault.
pub fn remove(
    sql: &impl Sql,
    who: &AgentId,
    handle: &str,
    (mine, by): (&str, &By),
    now: u64,
) -> Result<Profile, Error> {
    sql.atomically(|| {
        let name = passkeys::remove(sql, who, handle)?.ok_or_else(Error::not_found)?;
        forget_unneeded_codes(sql, who)?;
        let changes = [AuditChange { field: "name".to_owned(), from: Some(name), to: None }];
        ended(sql, who, mine, &Line { by, what: What::PasskeyRemoved, on: handle, changes: &changes }, now)?;
        profile(sql, who)
    })
}

/// A passkey signed what was asked, and its counter stood at `sign_count`: at `now` (ms) its owner is who they say.
/// Whoever answered after their password uses that challenge up with it.
///
/// # Errors
/// `passkey_failed` where the counter went back, which the audit log tells; `challenge_over`; a fault.
pub fn prove(
    sql: &impl Sql,
    passkey: &Kept,
    sign_count: u32,
    challenge: Option<(&str, &str)>,
    now: u64,
) -> Result<(), Error> {
    let proven = sql.atomically(|| {
        // As it stands now: somebody else may have come meanwhile.
        let kept = passkeys::find(sql, &passkey.credential)?.ok_or_else(failed)?;
        if let Some((digest, purpose)) = challenge
            && !factors::answered(sql, digest, purpose, now)?
        {
            return Err(over());
        }
        if !counts(kept.sign_count, sign_count) {
            let person = find(sql, &kept.person)?;
            let by = By { agent: Agent { id: person.id, name: person.name }, session: None, token: None };
            let changes = [from_to("sign_count", &kept.sign_count.to_string(), &sign_count.to_string())];
            let line = Line { by: &by, what: What::PasskeyRefused, on: &kept.handle, changes: &changes };
            record(sql, &line, now)?;
            // The line stays.
            return Ok(false);
        }
        passkeys::used(sql, &kept.credential, sign_count, now)?;
        Ok(true)
    })?;
    if proven { Ok(()) } else { Err(failed()) }
}

/// The passkey proves nothing, or nobody here has it: which of them is not said.
#[must_use]
pub fn failed() -> Error {
    Error::rejected(Code::PasskeyFailed, "this passkey proves nothing here").about("assertion")
}

#[cfg(test)]
mod tests;
