//! Trying targeting out: which chatflow a page view would get and why, with the rules as they are saved, as they would
//! be, or as they were (N1, N3, N6).
//!
//! | file | |
//! |---|---|
//! | `kept` | the rules that were in force |
//! | `recorded` | the id of a decision, read |
//! | `link` | the link that explains a live page, and the permission in it |
//! | `sitemap` | which sitemaps are fetched, and what one of them is made of |
//!
//! Changes nothing. Knows an account's chatflows and their book; the engine is `targeting`'s, and whoever calls has
//! decided who may ask.

pub mod kept;
pub mod link;
mod recorded;
pub mod sitemap;

use std::borrow::Cow;

use protocol::account::Chatflow;
use protocol::code::Code;
use protocol::limits::TRIED_URL_BYTES;
use protocol::simulation::{Replay, Simulate, Simulation};
use targeting::{OwnedBook, PageUrl, Visitor};

use crate::error::Error;
use crate::origin::{Allowed, Origins};
use crate::store::account::{self, chatflows};
use crate::store::{Sql, StoreError};
use recorded::Recorded;

/// Tries a page view out, and makes a decision of a live page again where one is named.
///
/// # Errors
/// `text_too_long` about the address.
pub fn simulate(sql: &impl Sql, asked: &Simulate) -> Result<Simulation, Error> {
    let url = typed(&asked.url)?;
    let page = PageUrl::parse(&url);
    let saved = chatflows::all(sql)?;
    let in_force = kept::read(kept::compile(&saved))?;
    let made_again = asked.decision.as_deref();
    let made_again = made_again
        .map(|id| asked.visitor.with(|visitor| replay(sql, &in_force, id, &page, visitor)))
        .transpose()?;
    let book = match &asked.draft {
        Some(draft) => kept::read(kept::compile(&with_draft(saved, draft)))?,
        None => in_force,
    };
    let (trace, decision) = asked.visitor.with(|visitor| {
        let book = book.book();
        let decision = targeting::decide(&book, &page, visitor);
        (targeting::explain(&book, &page, visitor), targeting::record(&book, &page, visitor, &decision))
    });
    let origin_allowed = origins(sql)?.allow(page.origin());
    Ok(Simulation { trace, decision, origin_allowed, replay: made_again })
}

/// The books before and after an edit; the second only where there is one.
///
/// # Errors
/// A fault of the database.
pub fn books(sql: &impl Sql, draft: Option<&Chatflow>) -> Result<(Vec<u8>, Option<Vec<u8>>), Error> {
    let saved = chatflows::all(sql)?;
    let before = kept::compile(&saved);
    Ok((before, draft.map(|draft| kept::compile(&with_draft(saved, draft)))))
}

/// The sites of the account.
///
/// # Errors
/// `not_found` where there is no account yet.
pub fn origins(sql: &impl Sql) -> Result<Origins, Error> {
    let any_loopback = account::itself(sql)?.ok_or_else(Error::not_found)?.any_loopback_origin;
    let allowed = account::origins(sql)?;
    let allowed = allowed.iter().filter_map(|origin| Allowed::parse(origin).ok()).collect();
    Ok(Origins { allowed, any_loopback })
}

/// An address as a person types it: without a scheme, `https` is meant.
///
/// # Errors
/// `text_too_long`.
pub fn typed(url: &str) -> Result<Cow<'_, str>, Error> {
    let url = url.trim();
    if url.len() > TRIED_URL_BYTES {
        let message = format!("at most {TRIED_URL_BYTES} bytes, got {}", url.len());
        return Err(Error::rejected(Code::TextTooLong, message).about("url"));
    }
    let host = url.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let is_host = name.contains('.') || name == "localhost";
    let is_port = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    Ok(if is_host && is_port { Cow::Owned(format!("https://{url}")) } else { Cow::Borrowed(url) })
}

/// The chatflows as they would be with an edit, whose place in the order is not the editor's to change.
fn with_draft(mut chatflows: Vec<Chatflow>, draft: &Chatflow) -> Vec<Chatflow> {
    let mut draft = draft.clone();
    let kept = chatflows.iter_mut().find(|kept| kept.targeting.id == draft.targeting.id);
    match kept {
        Some(kept) => {
            draft.targeting.priority = kept.targeting.priority;
            *kept = draft;
        }
        None => {
            draft.targeting.priority = None;
            chatflows.push(draft);
        }
    }
    chatflows
}

/// Makes a live decision again.
fn replay(
    sql: &impl Sql,
    in_force: &OwnedBook,
    id: &str,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
) -> Result<Replay, StoreError> {
    let Some(recorded) = Recorded::parse(id) else { return Ok(Replay::Unreadable) };
    // What the loader asks with may lack the fragment, and a word of the widget's in it is no part of the page.
    let bare = page.as_str().split('#').next().unwrap_or_default();
    let bare = PageUrl::from_browser(bare);
    let Some(page) = [page, &bare].into_iter().find(|page| page.hash() == recorded.page) else {
        return Ok(Replay::OtherPage);
    };
    let is_in_force = kept::fingerprint(in_force) == recorded.book;
    let Some(kept) = kept::find(sql, recorded.book)? else { return Ok(Replay::RulesGone) };
    let published_at = kept.published_at;
    let book = if is_in_force { Some(in_force) } else { kept.book.as_ref() };
    let Some(book) = book else { return Ok(Replay::RulesGone) };
    let book = book.book();
    let again = targeting::record(&book, page, visitor, &targeting::decide(&book, page, visitor));
    Ok(if again == recorded.line {
        Replay::Same { published_at, in_force: is_in_force }
    } else {
        let shown = recorded.shown.map(str::to_owned);
        Replay::OtherVisitor { published_at, in_force: is_in_force, shown }
    })
}

#[cfg(test)]
mod tests;
