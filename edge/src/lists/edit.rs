//! How lists come, change and go, with their members, in one transaction each.

use std::collections::BTreeMap;

use conversation::ids::{ContactId, ListId};
use conversation::list::{Criteria, Evaluation, LISTS, Members, evaluate, meets};
use protocol::code::Code;
use protocol::lists::{AT_ONCE, Explained, ListDetail, ListInfo, Preview, SHOWN, User, UserKind};
use protocol::rest::ContactCard;

use super::{refused, upkeep};
use crate::chatflow::{free_id, judge};
use crate::error::Error;
use crate::store::account::lists::{self, Kept};
use crate::store::account::{chatflows, contacts, list_priorities};
use crate::store::{Sql, StoreError};

/// A word that stands in addresses where a list's id could.
pub(crate) const RESERVED: [&str; 1] = ["preview"];

/// Contacts looked at in one go.
const PAGE: u32 = 500;

/// The lists, by name.
///
/// # Errors
/// A fault of the database.
pub fn list(sql: &impl Sql) -> Result<Vec<ListInfo>, Error> {
    let info =
        |Kept { id, name, criteria, members, .. }| ListInfo { id, name, smart: criteria.is_some(), members };
    Ok(lists::all(sql)?.into_iter().map(info).collect())
}

/// One list, with the first who are on it and whatever names it.
///
/// # Errors
/// `not_found`.
pub fn detail(sql: &impl Sql, id: &ListId) -> Result<ListDetail, Error> {
    let Kept { id, name, criteria, revision, members } =
        lists::by_id(sql, id)?.ok_or_else(Error::not_found)?;
    let first = lists::members(sql, &id, SHOWN as u32)?;
    let used_by = used_by(sql, &id)?;
    Ok(ListDetail { id, name, criteria, revision, members, contacts: cards(sql, &first)?, used_by })
}

/// Makes a list of this name at `now` (ms). A smart one has its members with that.
///
/// # Errors
/// What keeps it from being saved; `too_many`.
pub fn create(
    sql: &impl Sql,
    name: &str,
    criteria: Option<&Criteria>,
    now: u64,
) -> Result<ListDetail, Error> {
    sql.atomically(|| {
        let taken: Vec<String> = lists::all(sql)?.into_iter().map(|list| String::from(list.id)).collect();
        if taken.len() >= LISTS {
            return Err(Error::rejected(Code::TooMany, format!("at most {LISTS} lists")));
        }
        named(name)?;
        let id = free_id(name, "list", &RESERVED, &taken).and_then(|id| ListId::parse(&id).ok());
        let id = id.ok_or_else(|| Error::fault("a new list", "its id has no good shape"))?;
        if let Some(criteria) = criteria {
            check(sql, Some(&id), criteria)?;
        }
        lists::add(sql, &id, name, criteria)?;
        if criteria.is_some() {
            upkeep::everybody(sql, now)?;
        }
        detail(sql, &id)
    })
}

/// Saves a list that was made from `revision`, and finds its members anew at `now` (ms). Saving what is there already
/// changes nothing, so that a request may be sent again.
///
/// # Errors
/// What keeps it from being saved; `list_changed`, `list_kind`, `not_found`.
pub fn save(
    sql: &impl Sql,
    id: &ListId,
    revision: u64,
    name: &str,
    criteria: Option<&Criteria>,
    now: u64,
) -> Result<ListDetail, Error> {
    sql.atomically(|| {
        let kept = lists::by_id(sql, id)?.ok_or_else(Error::not_found)?;
        let same_members = kept.criteria.as_ref() == criteria;
        if same_members && kept.name == name {
            return detail(sql, id);
        }
        if revision != kept.revision {
            let message = "somebody else saved this list meanwhile; look at their version first";
            return Err(Error::rejected(Code::ListChanged, message).about("revision"));
        }
        named(name)?;
        match (criteria, &kept.criteria) {
            (Some(criteria), Some(_)) => check(sql, Some(id), criteria)?,
            (None, None) => {}
            (Some(_), None) => {
                return Err(kind("a static list has no criteria; make a smart one").about("criteria"));
            }
            (None, Some(_)) => return Err(kind("a smart list has criteria").about("criteria")),
        }
        lists::put(sql, id, name, criteria)?;
        if !same_members {
            upkeep::everybody(sql, now)?;
        }
        detail(sql, id)
    })
}

/// Removes a list at `now` (ms).
///
/// # Errors
/// `not_found`; `list_in_use`, naming what names it.
pub fn remove(sql: &impl Sql, id: &ListId, now: u64) -> Result<Vec<ListInfo>, Error> {
    sql.atomically(|| {
        lists::by_id(sql, id)?.ok_or_else(Error::not_found)?;
        let users = used_by(sql, id)?;
        if !users.is_empty() {
            let message = format!("named by {}", told(&users));
            return Err(Error::rejected(Code::ListInUse, message));
        }
        // Tokens that name it are read again: another list may get its id.
        lists::note_moves(sql, id, now)?;
        lists::remove(sql, id)?;
        list(sql)
    })
}

/// Puts contacts on a static list and takes others off it, at `now` (ms).
///
/// # Errors
/// `not_found`; `list_kind` about a smart one; `reference_unknown` about a contact that is not there; `too_many`.
pub fn change_members(
    sql: &impl Sql,
    id: &ListId,
    add: &[ContactId],
    remove: &[ContactId],
    now: u64,
) -> Result<ListDetail, Error> {
    sql.atomically(|| {
        let kept = lists::by_id(sql, id)?.ok_or_else(Error::not_found)?;
        if kept.criteria.is_some() {
            return Err(kind("who is on a smart list, its criteria say"));
        }
        if add.len() + remove.len() > AT_ONCE {
            return Err(Error::rejected(Code::TooMany, format!("at most {AT_ONCE} contacts at once")));
        }
        for (i, contact) in add.iter().enumerate() {
            if contacts::contact(sql, contact)?.is_none() {
                let error = Error::rejected(Code::ReferenceUnknown, "there is no such contact");
                return Err(error.about(format!("add[{i}]")));
            }
            if lists::join(sql, contact, id)? {
                moved(sql, contact, now)?;
            }
        }
        for contact in remove {
            if lists::leave(sql, contact, id)? {
                moved(sql, contact, now)?;
            }
        }
        detail(sql, id)
    })
}

/// Other lists may name the one that a contact came on or left.
fn moved(sql: &impl Sql, contact: &ContactId, now: u64) -> Result<(), StoreError> {
    lists::note_move(sql, contact, now)?;
    upkeep::refresh(sql, contact, now)
}

/// Who would be on a list of these criteria at `now` (ms); on `id`, where it is there already.
///
/// # Errors
/// What would keep them from being saved.
pub fn preview(sql: &impl Sql, id: Option<&ListId>, criteria: &Criteria, now: u64) -> Result<Preview, Error> {
    check(sql, id, criteria)?;
    let catalogue = lists::catalogue(sql)?;
    let (mut members, mut looked_at) = (0, 0);
    let mut first = BTreeMap::new();
    let mut after = String::new();
    loop {
        let page = lists::contacts_after(sql, &after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.id.as_str().to_owned();
        looked_at += page.len() as u64;
        for seen in page {
            if meets(criteria, &seen.facts, &catalogue, now) {
                members += 1;
                first.insert((seen.sorted_by.to_lowercase(), seen.id), seen.facts);
                if first.len() > SHOWN {
                    first.pop_last();
                }
            }
        }
    }
    let shown = first.into_iter().map(|((_, contact), facts)| {
        let contact = contacts::card(sql, &contact)?.ok_or_else(Error::not_found)?;
        Ok(Explained { contact, evaluation: evaluate(criteria, &facts, &catalogue, now) })
    });
    Ok(Preview { members, contacts: looked_at, shown: shown.collect::<Result<_, Error>>()? })
}

/// Whether a contact is on a list at `now` (ms), and why (S36).
///
/// # Errors
/// `not_found`.
pub fn explain(sql: &impl Sql, id: &ListId, contact: &ContactId, now: u64) -> Result<Explained, Error> {
    let catalogue = lists::catalogue(sql)?;
    let members = catalogue.lists.get(id).ok_or_else(Error::not_found)?;
    let seen = lists::contact(sql, contact)?.ok_or_else(Error::not_found)?;
    let card = contacts::card(sql, contact)?.ok_or_else(Error::not_found)?;
    let evaluation = match members {
        Members::Smart(criteria) => evaluate(criteria, &seen.facts, &catalogue, now),
        Members::Static => {
            Evaluation { member: seen.facts.lists.contains(id), because: Vec::new(), changes_at: None }
        }
    };
    Ok(Explained { contact: card, evaluation })
}

/// What names a list: chatflows by their audience, other lists by their criteria, the settings by its priority.
fn used_by(sql: &impl Sql, id: &ListId) -> Result<Vec<User>, StoreError> {
    let mut users = Vec::new();
    for chatflow in chatflows::by_priority(sql)? {
        let audience = &chatflow.targeting.audience;
        let mut named = audience.lists.iter().chain(&audience.hide_for_lists);
        if named.any(|list| list == id.as_str()) {
            users.push(User { kind: UserKind::Chatflow, id: chatflow.targeting.id, name: chatflow.name });
        }
    }
    for list in lists::all(sql)? {
        if list.criteria.is_some_and(|criteria| criteria.lists().any(|named| named == id)) {
            users.push(User { kind: UserKind::List, id: list.id.into(), name: list.name });
        }
    }
    for said in list_priorities::all(sql)?.into_iter().filter(|said| said.list == *id) {
        let priority = said.priority.as_str().to_owned();
        users.push(User { kind: UserKind::Settings, id: "list_priorities".to_owned(), name: priority });
    }
    Ok(users)
}

/// `the chatflow Trade prices and the list Regular customers`.
pub(super) fn told(users: &[User]) -> String {
    let each: Vec<String> = users
        .iter()
        .map(|user| match user.kind {
            UserKind::Chatflow => format!("the chatflow {}", user.name),
            UserKind::List => format!("the list {}", user.name),
            UserKind::Settings => format!("the settings, where its contacts are at least {}", user.name),
        })
        .collect();
    match each.as_slice() {
        [] | [_] => each.concat(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

pub(super) fn cards(sql: &impl Sql, ids: &[ContactId]) -> Result<Vec<ContactCard>, StoreError> {
    ids.iter().filter_map(|id| contacts::card(sql, id).transpose()).collect()
}

fn check(sql: &impl Sql, id: Option<&ListId>, criteria: &Criteria) -> Result<(), Error> {
    lists::catalogue(sql)?.check(id, criteria).map_err(|found| refused(&found, "criteria"))
}

pub(super) fn named(name: &str) -> Result<(), Error> {
    judge::name("name", name).map_or(Ok(()), |finding| Err(judge::refused(&finding)))
}

fn kind(message: &str) -> Error {
    Error::rejected(Code::ListKind, message)
}
