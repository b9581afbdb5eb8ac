//! The versions of a chatflow (N9): what makes one, and going back to one.
//!
//! A version is written in the transaction of the change that makes it. Whoever made it is signed there too, by the
//! object that knows who asks (`versions::sign`). Knows no clock.

use conversation::ids::ChatflowId;
use protocol::account::Chatflow;
use protocol::rest::ChatflowDetail;
use protocol::rest::versions::{How, Versions};

use super::edit;
use crate::error::Error;
use crate::store::account::versions::{self, New};
use crate::store::account::{chatflows, schedules};
use crate::store::{Sql, StoreError};

/// Writes a version of a chatflow that was just changed at `now` (ms); `before` is what it was, if it was there.
///
/// # Errors
/// A fault of the database.
pub(super) fn keep(
    sql: &impl Sql,
    before: Option<&Chatflow>,
    new: New<'_>,
    now: u64,
) -> Result<(), StoreError> {
    if let Some(before) = before
        && !versions::has_any(sql, &before.targeting.id)?
    {
        // What was there before versions were kept can be gone back to as well.
        let found = New { chatflow: before, how: How::Found, restored: None, by: None };
        versions::add(sql, found, now)?;
    }
    versions::add(sql, new, now)
}

/// What saving makes of a chatflow.
pub(super) const fn saved(before: &Chatflow, after: &Chatflow) -> How {
    match (before.targeting.enabled, after.targeting.enabled) {
        (_, true) => How::Published,
        (true, false) => How::SwitchedOff,
        (false, false) => How::Saved,
    }
}

/// The versions of a chatflow, the newest first.
///
/// # Errors
/// `not_found`.
pub fn list(sql: &impl Sql, id: &ChatflowId) -> Result<Versions, Error> {
    chatflows::by_id(sql, id)?.ok_or_else(Error::not_found)?;
    Ok(Versions { versions: versions::of(sql, id.as_str())? })
}

/// Puts an earlier version back, which is a new version. The switch and the place in the order stay what they are: what
/// visitors get changes if it is on, and nothing else does. `now` in ms.
///
/// # Errors
/// What keeps it from being saved or published today; `chatflow_changed`; `not_found`.
pub fn roll_back(
    sql: &impl Sql,
    id: &ChatflowId,
    number: u64,
    revision: u64,
    now: u64,
) -> Result<ChatflowDetail, Error> {
    sql.atomically(|| {
        let (current, _) = chatflows::revised(sql, id)?.ok_or_else(Error::not_found)?;
        let mut content = versions::one(sql, id, number)?.ok_or_else(Error::not_found)?.chatflow;
        content.targeting.enabled = current.targeting.enabled;
        edit::save_as(sql, id, revision, content, Some(number), now)
    })
}

/// Forgets everything beside a chatflow that is gone.
///
/// # Errors
/// A fault of the database.
pub(super) fn forget(sql: &impl Sql, id: &ChatflowId) -> Result<(), StoreError> {
    versions::remove(sql, id)?;
    schedules::remove(sql, id, true)?;
    schedules::remove(sql, id, false)
}

#[cfg(test)]
pub(super) mod tests;
