//! What an account's admins set: the sites its widget runs on, and whether consent can be asked for (S79).
//!
//! Knows what may be set and what a change means for what is published. Does not know who may change anything.

use protocol::code::Code;
use protocol::frame::Agent;
use protocol::limits::ORIGINS;
use protocol::rest::{NamedInbox, Settings};

use crate::error::Error;
use crate::origin::{Allowed, OriginInvalid};
use crate::store::Sql;
use crate::store::account::{self, chatflows, consents, people};

/// The settings as they are.
///
/// # Errors
/// `not_found` where there is no account yet.
pub fn read(sql: &impl Sql) -> Result<Settings, Error> {
    let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
    let inboxes = account::inboxes(sql)?.into_iter();
    let people = people::everyone(sql)?.into_iter();
    Ok(Settings {
        account: itself.id,
        name: itself.name,
        origins: account::origins(sql)?,
        any_loopback_origin: itself.any_loopback_origin,
        gdpr: itself.gdpr,
        lists: account::lists(sql)?,
        people: people.map(|person| Agent { id: person.id, name: person.name }).collect(),
        inboxes: inboxes.map(|inbox| NamedInbox { id: inbox.id, name: inbox.name }).collect(),
    })
}

/// Changes what is given at `now` (ms), publishes it, and answers all of it.
///
/// # Errors
/// `origin_invalid` about `origins[0]`, `too_many`.
pub fn change(
    sql: &impl Sql,
    origins: Option<&[String]>,
    gdpr: Option<bool>,
    now: u64,
) -> Result<Settings, Error> {
    sql.atomically(|| {
        if let Some(origins) = origins {
            check_origins(origins)?;
            account::put_origins(sql, origins)?;
        }
        if let Some(gdpr) = gdpr {
            account::put_gdpr(sql, gdpr)?;
        }
        if gdpr == Some(true) {
            // A step from the time before texts had versions gets its first one before anybody reads it.
            for chatflow in chatflows::all(sql)? {
                consents::keep(sql, &chatflow, now)?;
            }
        }
        account::bump(sql)?;
        read(sql)
    })
}

/// Checks a list of sites; also an account file's.
///
/// # Errors
/// `origin_invalid` about the first that is none, `too_many`.
pub fn check_origins(origins: &[String]) -> Result<(), Error> {
    if origins.len() > ORIGINS {
        let message = format!("at most {ORIGINS} sites, got {}", origins.len());
        return Err(Error::rejected(Code::TooMany, message).about("origins"));
    }
    for (i, origin) in origins.iter().enumerate() {
        let refused = |error: OriginInvalid| {
            Error::rejected(Code::OriginInvalid, error.to_string()).about(format!("origins[{i}]"))
        };
        Allowed::parse(origin).map_err(refused)?;
    }
    Ok(())
}
