//! What people change about themselves: name and picture, password, second factor, recovery codes (T22, T23). Passkeys stand beside.
//!
//! Passwords come as PHC strings, secrets sealed, codes as digests: what they are made of is the Worker's. Whatever makes
//! an older proof worthless ends every other session in the same transaction.

use conversation::ids::AgentId;
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::rest::audit::What;
use protocol::rest::profile::{Profile, Sessions};

use super::change::{find, from_to};
use crate::chatflow::judge;
use crate::error::Error;
use crate::objects::call::audit::By;
use crate::picture::{Kind, Picture};
use crate::session::digest;
use crate::store::account::audit::{Line, record};
use crate::store::account::people::{self, Person};
use crate::store::account::sessions::{self, Which};
use crate::store::account::{self, avatars, colleagues, factors, passkeys};
use crate::store::{Sql, StoreError};

/// Digits of a digest in a picture's address.
const VERSION: usize = 12;

/// Who one is.
///
/// # Errors
/// `not_found`; a fault.
pub fn profile(sql: &impl Sql, who: &AgentId) -> Result<Profile, Error> {
    let Person { name, email, .. } = find(sql, who)?;
    Ok(Profile {
        name,
        email,
        avatar: avatars::address(sql, who)?,
        second_factor: has_codes(sql, who)?,
        passkeys: passkeys::of(sql, who)?,
        recovery_codes: factors::codes_left(sql, who)?,
    })
}

/// Whether codes of another device are asked for.
pub(super) fn has_codes(sql: &impl Sql, who: &AgentId) -> Result<bool, StoreError> {
    Ok(factors::factor(sql, who)?.is_some_and(|factor| factor.confirmed))
}

/// Whether the password alone is not enough: codes of another device are asked for, or there is a passkey.
///
/// # Errors
/// A fault of the database.
pub fn has_factor(sql: &impl Sql, who: &AgentId) -> Result<bool, StoreError> {
    Ok(has_codes(sql, who)? || passkeys::has_any(sql, who)?)
}

/// Whether a code answers somebody who was asked for more than their password, and which of their passkeys do at a host.
///
/// # Errors
/// A fault of the database.
pub fn ways(sql: &impl Sql, who: &AgentId, rp_id: Option<&str>) -> Result<SecondWays, StoreError> {
    let credentials = rp_id.map(|rp_id| passkeys::credentials(sql, who, rp_id)).transpose()?;
    Ok(SecondWays { code: has_codes(sql, who)?, credentials: credentials.unwrap_or_default() })
}

/// What answers somebody who was asked for more than their password. A recovery code always does.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SecondWays {
    /// A code of another device.
    pub code: bool,
    /// These passkeys, by their credentials' ids.
    pub credentials: Vec<String>,
}

/// Recovery codes go with the last of what they stand in for.
pub(super) fn forget_unneeded_codes(sql: &impl Sql, who: &AgentId) -> Result<(), StoreError> {
    if has_factor(sql, who)? { Ok(()) } else { factors::forget_codes(sql, who) }
}

/// Is called something else, from `now` (ms) on.
///
/// # Errors
/// `text_empty`, `text_too_long`, `text_encoding`; `not_found`; a fault.
pub fn rename(sql: &impl Sql, who: &AgentId, name: &str, by: &By, now: u64) -> Result<Profile, Error> {
    let name = name.trim();
    if let Some(found) = judge::name("name", name) {
        return Err(judge::refused(&found));
    }
    sql.atomically(|| {
        let before = find(sql, who)?;
        if before.name != name {
            let changes = [from_to("name", &before.name, name)];
            people::put(sql, &Person { name: name.to_owned(), ..before })?;
            record(sql, &Line { by, what: What::PersonChanged, on: who.as_str(), changes: &changes }, now)?;
            colleagues::changed(sql, now)?;
            account::bump(sql)?;
        }
        profile(sql, who)
    })
}

/// Has another picture, or none.
///
/// # Errors
/// `image_invalid`; a fault.
pub fn put_picture(sql: &impl Sql, who: &AgentId, picture: Option<Picture>) -> Result<Profile, Error> {
    sql.atomically(|| {
        match picture {
            None => avatars::remove(sql, who)?,
            Some(Picture { kind, bytes }) => {
                let version: String = digest_of(kind, &bytes).chars().take(VERSION).collect();
                avatars::put(sql, who, kind.content_type(), bytes, &version)?;
            }
        }
        // Visitors are told whether there are pictures to ask for.
        account::bump(sql)?;
        profile(sql, who)
    })
}

fn digest_of(kind: Kind, bytes: &[u8]) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    digest(&format!("{}\n{}", kind.content_type(), STANDARD.encode(bytes)))
}

/// Has another password, from `now` (ms) on; every session but this one ends.
///
/// # Errors
/// A fault.
pub fn put_password(
    sql: &impl Sql,
    who: &AgentId,
    phc: &str,
    mine: &str,
    by: &By,
    now: u64,
) -> Result<(), Error> {
    sql.atomically(|| {
        people::put_password(sql, who, phc)?;
        ended(sql, who, mine, &Line { by, what: What::PasswordChanged, on: who.as_str(), changes: &[] }, now)
    })
}

/// Ends every other session, and says why in the log.
pub(super) fn ended(
    sql: &impl Sql,
    who: &AgentId,
    mine: &str,
    line: &Line<'_>,
    now: u64,
) -> Result<(), Error> {
    sessions::end(sql, who, Which::Others(mine), now)?;
    record(sql, line, now)?;
    Ok(())
}

/// Begins with a second factor: its secret is kept, and nothing is asked for yet.
///
/// # Errors
/// `forbidden` while one is on; a fault.
pub fn begin_factor(sql: &impl Sql, who: &AgentId, sealed: &str) -> Result<(), Error> {
    sql.atomically(|| {
        if has_codes(sql, who)? {
            return Err(Error::rejected(Code::Forbidden, "switch the second factor off first"));
        }
        Ok(factors::begin(sql, who, sealed)?)
    })
}

/// A right code of step `step` was seen: from `now` (ms) on it is asked for. Every session but this one ends.
///
/// # Errors
/// `second_factor_failed` where there is none to confirm, or the step was used; a fault.
pub fn confirm_factor(
    sql: &impl Sql,
    who: &AgentId,
    step: u64,
    codes: &[String],
    (mine, by): (&str, &By),
    now: u64,
) -> Result<(), Error> {
    sql.atomically(|| {
        let waits = factors::factor(sql, who)?.is_some_and(|factor| !factor.confirmed);
        if !waits || !factors::use_step(sql, who, step)? {
            return Err(failed());
        }
        factors::confirm(sql, who, now)?;
        factors::put_codes(sql, who, codes)?;
        ended(sql, who, mine, &Line { by, what: What::SecondFactorOn, on: who.as_str(), changes: &[] }, now)
    })
}

/// The code is wrong, or was used before.
#[must_use]
pub fn failed() -> Error {
    Error::rejected(Code::SecondFactorFailed, "this code is wrong, or was used before").about("code")
}

/// No code is asked for any more, from `now` (ms) on. Every session but this one ends.
///
/// # Errors
/// A fault.
pub fn remove_factor(sql: &impl Sql, who: &AgentId, mine: &str, by: &By, now: u64) -> Result<Profile, Error> {
    sql.atomically(|| {
        if has_codes(sql, who)? {
            let line = Line { by, what: What::SecondFactorOff, on: who.as_str(), changes: &[] };
            ended(sql, who, mine, &line, now)?;
        }
        factors::remove(sql, who)?;
        forget_unneeded_codes(sql, who)?;
        profile(sql, who)
    })
}

/// Has new recovery codes, and the old ones count no more.
///
/// # Errors
/// `forbidden` without a second factor; a fault.
pub fn put_codes(sql: &impl Sql, who: &AgentId, codes: &[String], by: &By, now: u64) -> Result<(), Error> {
    sql.atomically(|| {
        if !has_factor(sql, who)? {
            return Err(Error::rejected(Code::Forbidden, "there is no second factor"));
        }
        factors::put_codes(sql, who, codes)?;
        record(sql, &Line { by, what: What::RecoveryCodesMade, on: who.as_str(), changes: &[] }, now)?;
        Ok(())
    })
}

/// What proves a second factor.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Proof {
    /// A right code of this step.
    Step(u64),
    /// A recovery code with this digest.
    Recovery(String),
}

/// Uses a proof up, and the challenge with it. Whose it was.
///
/// # Errors
/// `second_factor_failed`, `challenge_over`; a fault.
pub fn prove(sql: &impl Sql, who: &AgentId, challenge: &str, proof: &Proof, now: u64) -> Result<(), Error> {
    sql.atomically(|| {
        let counts = match proof {
            Proof::Step(step) => factors::use_step(sql, who, *step)?,
            Proof::Recovery(digest) => factors::use_code(sql, who, digest)?,
        };
        if !counts {
            return Err(failed());
        }
        if !factors::answered(sql, challenge, SECOND, now)? {
            return Err(over());
        }
        if let Proof::Recovery(_) = proof {
            let person = find(sql, who)?;
            let by = By { agent: Agent { id: person.id, name: person.name }, session: None, token: None };
            record(
                sql,
                &Line { by: &by, what: What::RecoveryCodeUsed, on: who.as_str(), changes: &[] },
                now,
            )?;
        }
        Ok(())
    })
}

/// The purpose of a challenge that a second factor answers.
pub const SECOND: &str = "second";

/// What was asked counts no more.
#[must_use]
pub fn over() -> Error {
    Error::rejected(Code::ChallengeOver, "this was answered before, or took too long")
}

/// Ends sessions of one's own at `now` (ms); answers those that are left.
///
/// # Errors
/// `not_found` where there is no session of that handle; a fault.
pub fn end_sessions(
    sql: &impl Sql,
    who: &AgentId,
    handle: Option<&str>,
    (mine, by): (&str, &By),
    now: u64,
) -> Result<Sessions, Error> {
    sql.atomically(|| {
        let which = handle.map_or(Which::Others(mine), Which::One);
        let count = sessions::end(sql, who, which, now)?;
        if handle.is_some() && count == 0 {
            return Err(Error::not_found());
        }
        if count > 0 {
            let line = Line { by, what: What::SessionRevoked, on: handle.unwrap_or_default(), changes: &[] };
            record(sql, &line, now)?;
        }
        Ok(Sessions { sessions: sessions::of(sql, who, mine, now)? })
    })
}
