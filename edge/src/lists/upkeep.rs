//! Who is on which smart list, kept true: when a contact changes, when a list changes, and when time passes.
//!
//! What is kept of a contact says until when it holds by itself; the object's alarm comes back for whoever is due.

use std::collections::BTreeSet;

use conversation::ids::{ContactId, ListId, VisitorId};
use conversation::list::{Catalogue, Members, memberships};

use crate::error::Error;
use crate::store::account::contacts::{self, Contact};
use crate::store::account::lists::{self, Seen};
use crate::store::{Sql, StoreError};
use crate::webhooks;

/// Contacts looked at in one go.
const PAGE: u32 = 500;

/// Finds a contact's lists anew at `now` (ms): something about them changed.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn refresh(sql: &impl Sql, contact: &ContactId, now: u64) -> Result<(), StoreError> {
    let Some(seen) = lists::contact(sql, contact)? else { return Ok(()) };
    if settle(sql, &lists::catalogue(sql)?, &seen, now)? {
        lists::note_move(sql, contact, now)?;
    }
    Ok(())
}

/// Finds everybody's lists anew at `now` (ms): a list changed.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn everybody(sql: &impl Sql, now: u64) -> Result<(), StoreError> {
    all(sql, now, true)
}

/// The same in an account that has just begun: no token says anything of its lists yet.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn the_first_time(sql: &impl Sql, now: u64) -> Result<(), StoreError> {
    all(sql, now, false)
}

fn all(sql: &impl Sql, now: u64, noting: bool) -> Result<(), StoreError> {
    let catalogue = lists::catalogue(sql)?;
    let mut after = String::new();
    loop {
        let page = lists::contacts_after(sql, &after, PAGE)?;
        for seen in &page {
            if settle(sql, &catalogue, seen, now)? && noting {
                lists::note_move(sql, &seen.id, now)?;
            }
        }
        match page.last() {
            Some(last) => after = last.id.as_str().to_owned(),
            None => return Ok(()),
        }
    }
}

/// Finds the lists of whoever is due at `now` (ms), and when the next contact is. What is due after a page comes at
/// once, in a transaction of its own.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn overdue(sql: &impl Sql, now: u64) -> Result<Option<u64>, StoreError> {
    sql.atomically(|| {
        let due = lists::due(sql, now, PAGE)?;
        if !due.is_empty() {
            let catalogue = lists::catalogue(sql)?;
            for seen in &due {
                if settle(sql, &catalogue, seen, now)? {
                    lists::note_move(sql, &seen.id, now)?;
                }
            }
        }
        lists::next_due(sql)
    })
}

/// Keeps the address and the name a visitor typed as their claim, which makes or changes a contact: see [`contacts::claim`].
///
/// # Errors
/// [`StoreError`] from the database.
pub fn claim(
    sql: &impl Sql,
    visitor: &VisitorId,
    typed: (Option<&str>, Option<&str>),
    proposed: &ContactId,
    now: u64,
) -> Result<ContactId, StoreError> {
    sql.atomically(|| {
        let contact = contacts::claim(sql, visitor, typed, proposed, now)?;
        refresh(sql, &contact, now)?;
        webhooks::contact_changed(sql, &contact, now)?;
        Ok(contact)
    })
}

/// The contact that a visitor is, with their lists as they are at `now` (ms), however late the alarm is (S36). That
/// their browser was seen with their identity is noted, to the hour.
///
/// # Errors
/// A fault of the database.
pub fn of_visitor(
    sql: &impl Sql,
    named: Option<&ContactId>,
    visitor: &VisitorId,
    now: u64,
) -> Result<Option<Contact>, Error> {
    sql.atomically(|| match contacts::of_visitor(sql, named, visitor)? {
        Some(contact) => seen_now(sql, contact, now).map(Some),
        None => Ok(None),
    })
}

/// The same of a contact whom the site's own server vouches for.
///
/// # Errors
/// A fault of the database.
pub fn seen_now(sql: &impl Sql, contact: Contact, now: u64) -> Result<Contact, Error> {
    let fresh_sight = lists::note_seen(sql, &contact.id, now)?;
    let is_due = lists::contact(sql, &contact.id)?.and_then(|seen| seen.due).is_some_and(|due| due <= now);
    if fresh_sight || is_due {
        refresh(sql, &contact.id, now)?;
    }
    Ok(contacts::contact(sql, &contact.id)?.unwrap_or(contact))
}

/// Writes what became of a contact's smart lists; whether they changed, which whoever calls notes: there are tokens that
/// say something else.
fn settle(sql: &impl Sql, catalogue: &Catalogue, seen: &Seen, now: u64) -> Result<bool, StoreError> {
    let found = memberships(&seen.facts, catalogue, now);
    let is_smart = |list: &&ListId| matches!(catalogue.lists.get(*list), Some(Members::Smart(_)));
    let on: BTreeSet<&ListId> = found.lists.iter().filter(is_smart).collect();
    let mut moved = false;
    for list in seen.on.iter().filter(|list| !on.contains(list)) {
        moved |= lists::leave(sql, &seen.id, list)?;
    }
    for list in on.into_iter().filter(|list| !seen.on.contains(list)) {
        moved |= lists::join(sql, &seen.id, list)?;
    }
    if found.changes_at != seen.due {
        lists::put_due(sql, &seen.id, found.changes_at)?;
    }
    Ok(moved)
}
