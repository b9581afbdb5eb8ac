//! What owners and agents keep of their own: labels, saved views, inboxes, and what belongs to contacts.
//!
//! Judged here, in the transaction that writes it, whoever asks. Knows no sockets and no requests.

pub mod apps;
pub mod inboxes;
pub mod macros;
pub mod records;
pub mod saved_replies;
pub mod skills;
pub mod subscriptions;

use conversation::filter;
use conversation::ids::{AgentId, InboxId, LabelId, ViewId};
use protocol::code::Code;
use protocol::rest::views::{Label, Labels, SaveLabel, SaveView, View};

use crate::chatflow::free_id;
use crate::chatflow::judge;
use crate::error::Error;
use crate::store::Sql;
use crate::store::account::labels as rows;

/// Most labels of an account.
const LABELS: usize = 200;
/// Most saved views that one person sees in an inbox.
const VIEWS: usize = 100;

/// The labels, in their order.
///
/// # Errors
/// A fault.
pub fn labels(sql: &impl Sql) -> Result<Labels, Error> {
    Ok(Labels { labels: rows::all(sql)? })
}

/// Makes a label, or changes one.
///
/// # Errors
/// `not_found`, `text_empty`, `text_too_long`, `label_taken`, `too_many`, or a fault.
pub fn put_label(sql: &impl Sql, id: Option<LabelId>, content: &SaveLabel) -> Result<Labels, Error> {
    let name = named(&content.name)?;
    sql.atomically(|| {
        let there = rows::all(sql)?;
        if there
            .iter()
            .any(|label| label.name.to_lowercase() == name.to_lowercase() && Some(&label.id) != id.as_ref())
        {
            return Err(Error::rejected(Code::LabelTaken, "there is a label of that name").about("name"));
        }
        let id = match id {
            Some(id) if there.iter().any(|label| label.id == id) => id,
            Some(_) => return Err(Error::not_found()),
            None => {
                at_most(there.len(), LABELS)?;
                let taken: Vec<String> = there.iter().map(|label| label.id.to_string()).collect();
                new_id(&name, "label", &taken, LabelId::parse)?
            }
        };
        rows::put(sql, &Label { id, name: name.clone(), colour: content.colour, from_pages: false })?;
        labels(sql)
    })
}

/// Says whether pages may set a label (P11).
///
/// # Errors
/// `not_found`, or a fault.
pub fn allow_label(sql: &impl Sql, id: &LabelId, from_pages: bool) -> Result<Labels, Error> {
    sql.atomically(|| {
        if !rows::all(sql)?.iter().any(|label| label.id == *id) {
            return Err(Error::not_found());
        }
        rows::allow(sql, id, from_pages)?;
        labels(sql)
    })
}

/// Which labels a page means by their names, as far as it may set them; and the names that are not among those. A name that is
/// none and one that is not allowed are not told apart: what labels there are is nobody's business outside.
#[must_use]
pub fn from_page(labels: &[Label], names: &[String]) -> (Vec<LabelId>, Vec<String>) {
    let (mut meant, mut others) = (Vec::new(), Vec::new());
    for name in names {
        let wished = name.trim().to_lowercase();
        match labels.iter().find(|label| label.from_pages && label.name.to_lowercase() == wished) {
            Some(label) => meant.push(label.id.clone()),
            None => others.push(name.clone()),
        }
    }
    (meant, others)
}

/// Removes a label.
///
/// # Errors
/// `not_found`, or a fault.
pub fn remove_label(sql: &impl Sql, id: &LabelId) -> Result<Labels, Error> {
    sql.atomically(|| {
        if !rows::all(sql)?.iter().any(|label| label.id == *id) {
            return Err(Error::not_found());
        }
        rows::remove(sql, id)?;
        labels(sql)
    })
}

/// Makes a saved view, or changes one that whoever asks may use.
///
/// # Errors
/// `not_found`, `text_empty`, `text_too_long`, `too_many`, or a fault.
pub fn put_view(
    sql: &impl Sql,
    inbox: &InboxId,
    me: &AgentId,
    id: Option<ViewId>,
    content: SaveView,
) -> Result<View, Error> {
    let name = named(&content.name)?;
    check(&content.filter)?;
    sql.atomically(|| {
        let there = rows::views(sql, inbox, me)?;
        let id = match id {
            Some(id) if there.iter().any(|view| view.id == id) => id,
            Some(_) => return Err(Error::not_found()),
            None => {
                at_most(there.len(), VIEWS)?;
                new_id(&name, "view", &rows::view_ids(sql)?, ViewId::parse)?
            }
        };
        let owner = if content.shared { None } else { Some(me.clone()) };
        let view = View { id, name, owner, filter: content.filter, count: 0 };
        rows::put_view(sql, inbox, &view)?;
        Ok(view)
    })
}

/// Removes a saved view that whoever asks may use.
///
/// # Errors
/// `not_found`, or a fault.
pub fn remove_view(sql: &impl Sql, inbox: &InboxId, me: &AgentId, id: &ViewId) -> Result<(), Error> {
    sql.atomically(|| {
        if !rows::views(sql, inbox, me)?.iter().any(|view| view.id == *id) {
            return Err(Error::not_found());
        }
        Ok(rows::remove_view(sql, id)?)
    })
}

/// Refuses a filter that is too large to be asked of a database.
///
/// # Errors
/// `too_many`.
pub fn check(filter: &filter::Filter) -> Result<(), Error> {
    filter.check().map_err(|filter::Rejection::TooManyTests| {
        Error::rejected(Code::TooMany, format!("at most {} tests", filter::TESTS)).about("filter")
    })
}

/// A name as it is kept.
fn named(name: &str) -> Result<String, Error> {
    match judge::name("name", name) {
        Some(found) => Err(judge::refused(&found)),
        None => Ok(name.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

fn at_most(there: usize, most: usize) -> Result<(), Error> {
    if there < most { Ok(()) } else { Err(Error::rejected(Code::TooMany, format!("at most {most}"))) }
}

fn new_id<T, E: std::fmt::Display>(
    name: &str,
    what: &'static str,
    taken: &[String],
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, Error> {
    let id = free_id(name, what, &[], taken).unwrap_or_default();
    parse(&id).map_err(|error| Error::fault("an id made from a name", error))
}

#[cfg(test)]
mod tests;
