//! What agents put beside the threads of a shard: decided by `conversation::desk`, kept in one transaction, told to the
//! inbox and to nobody else.
//!
//! The visitor's log and its numbers stay as they are (P3). A thread gets a new revision, so that the inbox hears of it;
//! annotations travel with that telling. Knows no sockets and no clock.

use std::ops::RangeInclusive;

use conversation::desk::{self, Command, Note};
use conversation::ids::{ClientMessageId, LabelId, ThreadId, VisitorId};
use conversation::text::MessageText;
use conversation::thread::{Agent, Author, Event};
use protocol::code::Code;
use protocol::frame::{Annotation, Desk, Entry, Note as Told};
use protocol::limits::{NAME_CHARS, PAGE_MAX};

use super::{Done, timeout};
use crate::error::Error;
use crate::objects::call::desk::DeskAct;
use crate::store::threads::{self as rows, Kept, desks, transcripts};
use crate::store::{Sql, StoreError};

/// Threads looked at in one alarm.
const AT_ONCE: u32 = 100;

/// An agent does something beside a thread.
///
/// # Errors
/// `not_found`, what the domain refuses, or a fault.
pub fn act(sql: &impl Sql, thread: &ThreadId, act: DeskAct, by: Agent, now: u64) -> Result<Done, Error> {
    if let DeskAct::Block { why } = act {
        return super::block(sql, thread, true, &by, why.as_deref(), now);
    }
    sql.atomically(|| {
        let kept = rows::thread(sql, thread)?.ok_or_else(Error::not_found)?;
        let (command, message) = command(act)?;
        if let Some(message) = &message
            && let Some(there) = desks::comment(sql, thread, &by.id, message)?
        {
            return repeated(kept, &there, &command);
        }
        if command == Command::Disconnect && kept.contact.is_none() {
            return Ok(done(kept));
        }
        let notes = desks::of(sql, thread)?.decide(command, kept.state.status, now)?;
        let kept = put(sql, kept, notes, &Author::Agent(by), message.as_ref(), now)?;
        Ok(done(kept))
    })
}

/// The page that a visitor is on sets labels of a thread of theirs (P11): noted as theirs, since nobody else vouches for it.
/// What is there already changes nothing.
///
/// # Errors
/// `not_found` for somebody else's thread, what the domain refuses, or a fault.
pub fn label_own(
    sql: &impl Sql,
    visitor: &VisitorId,
    thread: &ThreadId,
    (add, remove): (Vec<LabelId>, Vec<LabelId>),
    now: u64,
) -> Result<Done, Error> {
    sql.atomically(|| {
        let kept = super::owned(sql, visitor, thread)?;
        let command = Command::Label { add, remove };
        let notes = desks::of(sql, thread)?.decide(command, kept.state.status, now)?;
        Ok(done(put(sql, kept, notes, &Author::Visitor, None, now)?))
    })
}

/// Puts notes beside a thread, and notes that the inbox has to hear of them.
pub(super) fn put(
    sql: &impl Sql,
    mut kept: Kept,
    notes: Vec<Note>,
    by: &Author,
    message: Option<&ClientMessageId>,
    now: u64,
) -> Result<Kept, StoreError> {
    if notes.is_empty() {
        return Ok(kept);
    }
    let mut desk = desks::of(sql, &kept.id)?;
    let before = desk.last;
    for note in notes {
        if note == Note::Disconnected {
            transcripts::withdraw(sql, &kept.id)?;
            desks::disconnect(sql, &kept.id)?;
            kept.contact = None;
        }
        let annotation = desk::Annotation {
            n: desk.last + 1,
            after_seq: kept.state.last_seq,
            at: now,
            by: by.clone(),
            note,
        };
        desk.apply(&annotation);
        desks::append(sql, &kept.id, &Annotation::from_domain(&annotation, message.cloned()))?;
    }
    desks::keep(sql, &kept.id, &desk)?;
    timeout::restart(sql, &kept, &desk, now)?;
    kept.revision += 1;
    rows::keep_thread(sql, &kept)?;
    rows::outbox::tell_note(sql, &kept.id, kept.state.last_seq, before, now)?;
    Ok(kept)
}

/// What events of the log mean beside it.
pub(super) fn follow(sql: &impl Sql, kept: Kept, events: &[Event], now: u64) -> Result<Kept, StoreError> {
    let desk = desks::of(sql, &kept.id)?;
    let mut kept = kept;
    let mut done: Vec<Note> = Vec::new();
    for event in events {
        let mut notes = desk.follow(event);
        notes.retain(|note| !done.contains(note));
        done.extend(notes.iter().cloned());
        kept = put(sql, kept, notes, &event.by, None, now)?;
    }
    Ok(kept)
}

/// What time alone has come to by `now` (ms): who wakes, and what is gone for good. Which threads the inbox has to hear of.
///
/// # Errors
/// A fault.
pub fn overdue(sql: &impl Sql, now: u64) -> Result<Vec<ThreadId>, Error> {
    sql.atomically(|| {
        let mut changed = Vec::new();
        for thread in desks::overslept(sql, now, AT_ONCE)? {
            let Some(kept) = rows::thread(sql, &thread)? else { continue };
            let notes = desks::of(sql, &thread)?.due(now);
            put(sql, kept, notes, &Author::System, None, now)?;
            changed.push(thread);
        }
        for thread in desks::outlived(sql, now, AT_ONCE)? {
            desks::remove(sql, &thread, now)?;
        }
        Ok(changed)
    })
}

/// What a thread's row tells of it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn to_wire(sql: &impl Sql, kept: &Kept) -> Result<Desk, StoreError> {
    let desk = desks::of(sql, &kept.id)?;
    Ok(Desk {
        snoozed: desk.snoozed,
        labels: desk.labels,
        spam: desk.spam,
        blocked: desks::block_of(sql, &kept.visitor)?,
        archived_at: desk.archived_at,
        priority: desk.priority,
        priority_by: desk.priority_by,
        team: desk.team.filter(|_| kept.state.assignee.is_none()),
        notes: desk.last,
    })
}

/// What belongs beside a piece of a log, for agents.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn beside(
    sql: &impl Sql,
    kept: &Kept,
    after_seq: u64,
    entries: &[Entry],
) -> Result<Vec<Annotation>, StoreError> {
    let end = entries.last().map_or(kept.state.last_seq, |last| last.seq);
    desks::between(sql, &kept.id, RangeInclusive::new(after_seq, end), PAGE_MAX)
}

/// Notes that a visitor was blocked, or let in again.
pub(super) fn note_block(
    sql: &impl Sql,
    kept: Kept,
    by: &Agent,
    command: Command,
    now: u64,
) -> Result<Kept, Error> {
    let notes = desks::of(sql, &kept.id)?.decide(command, kept.state.status, now)?;
    Ok(put(sql, kept, notes, &Author::Agent(by.clone()), None, now)?)
}

fn done(thread: Kept) -> Done {
    Done { thread, entries: Vec::new(), message: None }
}

/// A comment that was sent before is what it was.
fn repeated(kept: Kept, there: &Annotation, command: &Command) -> Result<Done, Error> {
    let is_same = match (command, &there.note) {
        (Command::Comment { text, .. }, Told::Comment { text: kept, .. }) => text.as_str() == kept,
        _ => false,
    };
    if is_same {
        return Ok(done(kept));
    }
    Err(Error::rejected(Code::IdempotencyConflict, "this message id was used for another text"))
}

/// What is asked, in the domain's words.
fn command(act: DeskAct) -> Result<(Command, Option<ClientMessageId>), Error> {
    Ok(match act {
        DeskAct::Comment { client_message_id, text, mentions } => {
            (Command::Comment { text: MessageText::parse(&text)?, mentions }, Some(client_message_id))
        }
        DeskAct::Label { add, remove } => (Command::Label { add, remove }, None),
        DeskAct::Snooze(snooze) => (Command::Snooze(snooze), None),
        DeskAct::Wake => (Command::Wake, None),
        DeskAct::Spam(spam) => (Command::Spam(spam), None),
        DeskAct::Prioritise(priority) => (Command::Prioritise(priority), None),
        DeskAct::Archive => (Command::Archive, None),
        DeskAct::Restore => (Command::Restore, None),
        DeskAct::Disconnect => (Command::Disconnect, None),
        DeskAct::Block { why } => (Command::Block { why }, None),
    })
}

/// The reason of a block as it is kept: one line of so many characters, or none.
#[must_use]
pub fn reason(why: Option<&str>) -> Option<String> {
    let words = why?.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = words.chars().filter(|c| !c.is_control()).take(2 * NAME_CHARS).collect();
    Some(cut).filter(|cut| !cut.is_empty())
}

impl From<desk::Rejection> for Error {
    fn from(rejection: desk::Rejection) -> Self {
        match rejection {
            desk::Rejection::Closed => {
                Self::rejected(Code::ThreadClosed, "the conversation is closed; open it again first")
            }
            desk::Rejection::Past => {
                Self::rejected(Code::NumberRange, "until: a time in the future").about("until")
            }
            desk::Rejection::TooManyLabels => {
                Self::rejected(Code::TooMany, format!("at most {} labels", desk::LABELS)).about("add")
            }
            desk::Rejection::TooManyMentions => {
                Self::rejected(Code::TooMany, format!("at most {} mentions", desk::MENTIONS))
                    .about("mentions")
            }
        }
    }
}

#[cfg(test)]
mod tests;
