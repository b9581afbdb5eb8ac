//! Pages of the owner's own beside conversations (P58).
//!
//! Judged in the transaction that writes them. Knows what may stand in a frame; what it is told there is the console's.

use conversation::ids::{AppId, InboxId};
use protocol::code::Code;
use protocol::limits::{APP_URL_BYTES, APPS};
use protocol::rest::apps::{App, AppContent, Apps};
use targeting::PageUrl;

use super::{at_most, new_id};
use crate::chatflow::judge;
use crate::error::Error;
use crate::simulation::sitemap::{Place, place_of};
use crate::store::Sql;
use crate::store::account::{self, apps as rows};

/// Those of some inboxes, or all of them, by name.
///
/// # Errors
/// A fault.
pub fn list(sql: &impl Sql, of: Option<&[InboxId]>) -> Result<Apps, Error> {
    let mut apps = rows::all(sql)?;
    if let Some(of) = of {
        apps.retain(|app| app.inboxes.is_empty() || app.inboxes.iter().any(|inbox| of.contains(inbox)));
        // Which other inboxes there are is nothing that they are told.
        apps.iter_mut().for_each(|app| app.inboxes.retain(|inbox| of.contains(inbox)));
    }
    Ok(Apps { apps })
}

/// Adds an app, or changes one. `own` is Parlor's origin, whose pages stand in no such frame.
///
/// # Errors
/// `text_empty`, `text_too_long`, `text_encoding`, `app_url`, `reference_unknown`, `too_many`, `not_found`, or a fault.
pub fn put(sql: &impl Sql, id: Option<AppId>, content: AppContent, own: &str) -> Result<Apps, Error> {
    if let Some(found) = judge::name("name", &content.name) {
        return Err(judge::refused(&found));
    }
    let AppContent { name, url, mut inboxes } = content;
    inboxes.sort();
    inboxes.dedup();
    sql.atomically(|| {
        let itself = account::itself(sql)?.ok_or_else(Error::not_found)?;
        framed(&url, own, itself.any_loopback_origin)
            .map_err(|expected| Error::rejected(Code::AppUrl, expected).about("url"))?;
        let known = account::inboxes(sql)?;
        if let Some(at) = inboxes.iter().position(|id| known.iter().all(|inbox| inbox.id != *id)) {
            let unknown = Error::rejected(Code::ReferenceUnknown, "there is no such inbox");
            return Err(unknown.about(format!("inboxes[{at}]")));
        }
        let there = rows::all(sql)?;
        let id = match id {
            Some(id) if there.iter().any(|app| app.id == id) => id,
            Some(_) => return Err(Error::not_found()),
            None => {
                at_most(there.len(), APPS)?;
                let taken: Vec<String> = there.iter().map(|app| app.id.to_string()).collect();
                new_id(&name, "app", &taken, AppId::parse)?
            }
        };
        rows::put(sql, &App { id, name, url, inboxes })?;
        list(sql, None)
    })
}

/// Removes an app.
///
/// # Errors
/// `not_found`, or a fault.
pub fn remove(sql: &impl Sql, id: &AppId) -> Result<Apps, Error> {
    sql.atomically(|| if rows::remove(sql, id)? { list(sql, None) } else { Err(Error::not_found()) })
}

/// Whether a page may stand in a frame of the console. A frame may run scripts of its own origin, so it must not be ours.
fn framed(url: &str, own: &str, any_loopback: bool) -> Result<(), String> {
    let example = "an address such as https://crm.example.com/beside-chat";
    if url.len() > APP_URL_BYTES {
        return Err(format!("an address of at most {APP_URL_BYTES} bytes, not {}", url.len()));
    }
    let page = PageUrl::parse(url);
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    if !page.is_usable()
        || url.chars().any(char::is_whitespace)
        || authority.contains(['@', '\\', '%', ';', ','])
    {
        return Err(example.to_owned());
    }
    let origin = page.origin();
    if origin == PageUrl::parse(own).origin() {
        return Err("an address outside Parlor itself".to_owned());
    }
    // In a private network is where many of these pages are; the agents' browsers ask for them, and not the edge.
    let is_loopback = matches!(place_of(origin), Place::Loopback);
    match origin.starts_with("https://") || is_loopback && any_loopback {
        true => Ok(()),
        false => Err("an address that begins with https://".to_owned()),
    }
}

#[cfg(test)]
mod tests;
