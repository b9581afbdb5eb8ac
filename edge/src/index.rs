//! The index of an inbox's threads: what shards tell it, what agents are shown of that, and what is listed.
//!
//! Knows rows and frames. Does not know who is connected.

use conversation::ids::{InboxId, ThreadId};
use protocol::code::Code;
use protocol::frame::{Body, Entry, Row, ServerFrame};
use protocol::rest::Rows;
use protocol::rest::ratings::Ratings;
use protocol::rest::views::FoundRows;

use crate::error::Error;
use crate::objects::call::desk::{CountRows, FindRows, ListRatings, ViewCounts};
use crate::objects::call::{ListRows, TellInbox};
use crate::store::inbox::assignments::RoutedBy;
use crate::store::inbox::find::{Page, Place};
use crate::store::inbox::{self as rows, Cursor, Heard, erase, find, ratings, search};
use crate::store::{Sql, StoreError};
use routing::Moment;

pub mod conversations;
pub mod events;
pub mod gone;
pub mod report;
pub mod routing;
pub mod viewing;

/// A shard tells of a thread: keeps it, gives out what that makes possible, and answers what agents have to be shown. An
/// older or equal revision is a repetition, and shown to nobody.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn hear(sql: &impl Sql, call: TellInbox, moment: Moment<'_>) -> Result<Vec<ServerFrame>, StoreError> {
    if erase::has_begun(sql)? {
        return Ok(Vec::new());
    }
    let TellInbox { row, entries, routing, owner, last_agent, state, annotations } = call;
    let by = RoutedBy { rule: routing.into(), owner, last_agent, given: None };
    let heard = sql.atomically(|| {
        let heard = rows::hear(sql, &row, routing::at_first(&by.rule))?;
        match &heard {
            Heard::Known => {}
            Heard::New => routing::heard(sql, None, &row, &by, moment)?,
            Heard::Changed(before) => routing::heard(sql, Some(before), &row, &by, moment)?,
        }
        match &heard {
            Heard::Known => {}
            Heard::New => events::heard(sql, None, &row, &entries, moment.now)?,
            Heard::Changed(before) => events::heard(sql, Some(before), &row, &entries, moment.now)?,
        }
        // With the row and not after it: a row that is kept is never heard again, so what fails later is shown to nobody.
        match &heard {
            Heard::Known => {}
            Heard::New => search::learn(sql, &row, None, &entries)?,
            Heard::Changed(before) => search::learn(sql, &row, Some(before), &entries)?,
        }
        if !matches!(heard, Heard::Known) {
            conversations::hear(sql, &row.thread, &entries)?;
            for annotation in &annotations {
                ratings::hear(sql, &row, annotation)?;
            }
        }
        Ok::<_, StoreError>(heard)
    })?;
    let before = match heard {
        Heard::Known => return Ok(Vec::new()),
        Heard::New => None,
        Heard::Changed(before) => Some(before),
    };
    let mut frames = Vec::new();
    if !row.filtered {
        let shown = before.as_ref().map_or(0, |before| before.last_seq);
        // Whoever read the log meanwhile may know a state in between that this inbox never heard of: closed and reopened,
        // and for the inbox nothing has changed.
        let turns =
            |entry: &Entry| matches!(entry.body, Body::Closed | Body::Reopened | Body::Assigned { .. });
        let turned = entries.iter().any(|entry| entry.seq > shown && turns(entry));
        let news = entries.into_iter().filter(|entry| entry.seq > shown);
        frames.extend(news.map(|entry| ServerFrame::Entry { thread: row.thread.clone(), entry }));
        let changed = |before: &Row| turned || before.status != row.status || before.assignee != row.assignee;
        if before.as_deref().is_some_and(changed) {
            frames.push(ServerFrame::State { thread: state });
        }
    }
    let noted = before.as_ref().map_or(0, |before| before.desk.notes);
    let news = annotations.into_iter().filter(|annotation| annotation.n > noted);
    frames.extend(news.map(|annotation| ServerFrame::Annotation { thread: row.thread.clone(), annotation }));
    frames.push(ServerFrame::Row { row: Box::new(row) });
    Ok(frames)
}

/// The thread in which a frame passes that only those are shown who follow it.
#[must_use]
pub fn passes_in(frame: &ServerFrame) -> Option<&ThreadId> {
    match frame {
        ServerFrame::Marks { thread, .. }
        | ServerFrame::Typing { thread, .. }
        | ServerFrame::Viewing { thread, .. }
        | ServerFrame::Presence { thread, .. } => Some(thread),
        _ => None,
    }
}

/// Threads of which a console hears what passes.
const FOLLOWED: usize = 8;

/// A console looks at a thread: notes it among those it looked at last, oldest first. Whether it was not among them.
pub fn follow(follows: &mut Vec<ThreadId>, thread: &ThreadId) -> bool {
    if follows.contains(thread) {
        return false;
    }
    follows.push(thread.clone());
    let too_many = follows.len().saturating_sub(FOLLOWED);
    follows.drain(..too_many);
    true
}

/// A page of a view, as an agent asks for it.
///
/// # Errors
/// `filter_unknown` for a cursor of another list, or a fault.
pub fn list(sql: &impl Sql, inbox: &InboxId, call: &ListRows) -> Result<Rows, Error> {
    let before = cursor(call.before.as_deref())?;
    let rows =
        rows::rows_of_view(sql, inbox, &call.me, (call.view, call.status), before.as_ref(), call.limit)?;
    let next = next(&rows, call.limit);
    Ok(Rows { rows, counts: rows::counts(sql, &call.me)?, next })
}

/// A page of what a filter shows.
///
/// # Errors
/// `filter_unknown` for a cursor of another list, or a fault.
pub fn find(sql: &impl Sql, inbox: &InboxId, call: &FindRows) -> Result<FoundRows, Error> {
    let refused =
        || Error::malformed(Code::FilterUnknown, "before: not a cursor of this list").about("before");
    let before = call.before.as_deref().map(|text| Place::parse(text).ok_or_else(refused)).transpose()?;
    let found = find::rows(sql, inbox, &call.me, (call.shelf, &call.filter), before.as_ref(), call.limit)?;
    let Page { rows, next, further, beginning } = found;
    Ok(FoundRows { rows, next: next.map(|place| place.to_text()), further, beginning })
}

/// What visitors thought of chats that had ended, as an agent asks for it.
///
/// # Errors
/// `filter_unknown` for a cursor of another list, or a fault.
pub fn ratings(sql: &impl Sql, call: ListRatings) -> Result<Ratings, Error> {
    let ListRatings { from, until, contact, before, limit } = call;
    let refused =
        || Error::malformed(Code::FilterUnknown, "cursor: not a cursor of this list").about("cursor");
    let before = before.map(|text| ratings::Cursor::parse(&text).ok_or_else(refused)).transpose()?;
    let wanted = ratings::Wanted { from, until, contact, before };
    let ratings = ratings::list(sql, &wanted, limit)?;
    let last = ratings.last().filter(|_| ratings.len() >= limit as usize);
    let next = last.map(|last| {
        ratings::Cursor { at: last.at, thread: last.thread.clone(), ended: last.ended }.to_text()
    });
    Ok(Ratings { ratings, next })
}

/// What a sidebar counts.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn count(sql: &impl Sql, call: &CountRows) -> Result<ViewCounts, StoreError> {
    let filters = call.filters.iter().map(|filter| find::count(sql, &call.me, filter));
    Ok(ViewCounts { built_in: find::built_in(sql, &call.me)?, filters: filters.collect::<Result<_, _>>()? })
}

fn cursor(before: Option<&str>) -> Result<Option<Cursor>, Error> {
    let refused =
        || Error::malformed(Code::FilterUnknown, "before: not a cursor of this list").about("before");
    before.map(|text| Cursor::parse(text).ok_or_else(refused)).transpose()
}

/// Where the next page begins; none where this one is not full.
fn next(rows: &[Row], limit: u32) -> Option<String> {
    let last = rows.last().filter(|_| rows.len() >= limit as usize)?;
    Some(Cursor { updated_at: last.updated_at, thread: last.thread.clone() }.to_text())
}
