//! Contacts on certain lists come first (P40): what an account says of lists, and what that makes of a contact's threads.
//!
//! Knows who is on which list. What a thread makes of it is `conversation::desk`'s.

use conversation::routing::precedence::{self, LIST_PRIORITIES, Lift, List, ListPriority, Refused};
use protocol::code::Code;

use crate::error::Error;
use crate::store::account::contacts::Contact;
use crate::store::account::{list_priorities, lists};
use crate::store::{Sql, StoreError};

/// What the lists of a contact make of their threads, if anything.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn lift(sql: &impl Sql, contact: &Contact) -> Result<Option<Lift>, StoreError> {
    let all = list_priorities::all(sql)?;
    let Some(said) = precedence::of_lists(&all, &contact.lists) else { return Ok(None) };
    let list = lists::by_id(sql, &said.list)?;
    Ok(list.map(|list| Lift { list: List { id: list.id, name: list.name }, priority: said.priority }))
}

/// Says of which lists the contacts come first, all of it.
///
/// # Errors
/// `too_many`; `reference_unknown` about a list that is not there; `list_priority` about one that stands there twice, or of
/// which nothing is said. Nothing is kept then.
pub fn put(sql: &impl Sql, said: &[ListPriority]) -> Result<(), Error> {
    let at = |index: usize, field: &str| format!("list_priorities[{index}].{field}");
    precedence::check(said).map_err(|refused| match refused {
        Refused::TooMany => {
            let message = format!("at most {LIST_PRIORITIES} lists, got {}", said.len());
            Error::rejected(Code::TooMany, message).about("list_priorities")
        }
        Refused::Twice(index) => {
            let message = format!("{} stands there already", said[index].list);
            Error::rejected(Code::ListPriority, message).about(at(index, "list"))
        }
        Refused::Low(index) => {
            let message = "everything is at least low; say normal, high or urgent";
            Error::rejected(Code::ListPriority, message).about(at(index, "priority"))
        }
    })?;
    for (index, one) in said.iter().enumerate() {
        if lists::by_id(sql, &one.list)?.is_none() {
            let error = Error::rejected(Code::ReferenceUnknown, "there is no such list");
            return Err(error.about(at(index, "list")));
        }
    }
    Ok(list_priorities::put(sql, said)?)
}

#[cfg(test)]
mod tests;
