//! What a visitor takes back or says in other words, and which message one answers (P26).
//!
//! The words before are overwritten in the transaction that says so: no later answer of this shard holds them. A file of a
//! message that is gone is nobody's from then on; whoever keeps files is told, and looks for itself once more when the hour is
//! over in which messages may still claim them. Knows no sockets and no clock.

use conversation::ids::{FileId, ThreadId, VisitorId};
use conversation::text::MessageText;
use conversation::thread::{Author, Body, Command, Event, Message};
use protocol::code::Code;
use protocol::frame::{Body as Told, Entry};

use super::{Done, advance, owned};
use crate::error::Error;
use crate::store::threads::{Kept, entries};
use crate::store::{Sql, StoreError};

/// What came of it.
#[derive(Clone, Debug)]
pub struct Revised {
    /// What happened.
    pub done: Done,
    /// Files that no message carries any more.
    pub files: Vec<FileId>,
}

/// The visitor says a message of theirs in other words, or takes it back. The same again changes nothing.
///
/// # Errors
/// `not_found` for somebody else's thread or message, `thread_closed`, `message_too_old`, what is no text, or a fault.
pub fn revise(
    sql: &impl Sql,
    visitor: &VisitorId,
    thread: &ThreadId,
    seq: u64,
    text: Option<&str>,
    now: u64,
) -> Result<Revised, Error> {
    sql.atomically(|| {
        let thread = owned(sql, visitor, thread)?;
        let entry = entries::message_at(sql, &thread.id, seq)?;
        let entry = entry.ok_or_else(|| Error::not_found().about("message"))?;
        let (message, by) = (message(&entry), Author::Visitor);
        let (command, files) = match text {
            Some(text) if entry.attachments.is_empty() => {
                (Command::Edit { by, message, text: MessageText::parse(text)? }, Vec::new())
            }
            Some(text) => (Command::Edit { by, message, text: MessageText::beside_files(text)? }, Vec::new()),
            None => {
                let files = entry.attachments.iter().map(|file| file.id.clone()).collect();
                (Command::Delete { by, message }, files)
            }
        };
        let done = advance(sql, thread, command, None, now)?;
        Ok(Revised { done, files })
    })
}

fn message(entry: &Entry) -> Message {
    let text = match &entry.body {
        Told::Text { text } => Some(text.clone()),
        _ => None,
    };
    Message { seq: entry.seq, at: entry.at, by: super::transcript::author(&entry.from), text }
}

/// Makes an event true of the words that are kept.
pub(super) fn overwrite(sql: &impl Sql, thread: &ThreadId, event: &Event) -> Result<(), StoreError> {
    match &event.body {
        Body::Edited { message, text } => entries::edit(sql, thread, *message, text, event.at),
        Body::Deleted { message } => entries::delete(sql, thread, *message),
        Body::Text(_) | Body::Assigned(_) | Body::Closed | Body::Reopened => Ok(()),
    }
}

/// Refuses to answer what is no message of the thread. One that was taken back still has its place.
pub(super) fn may_answer(sql: &impl Sql, thread: &Kept, reply_to: Option<u64>) -> Result<(), Error> {
    let Some(seq) = reply_to else { return Ok(()) };
    if entries::message_at(sql, &thread.id, seq)?.is_some() {
        return Ok(());
    }
    let last = thread.state.last_seq;
    let message = format!("reply_to: the place of a message of this conversation, 1 to {last}, got {seq}");
    Err(Error::rejected(Code::ReferenceUnknown, message).about("reply_to"))
}

#[cfg(test)]
mod tests;
