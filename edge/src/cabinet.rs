//! The files of one shard, from bringing one to its end: decided here, kept in one transaction.
//!
//! Whoever brings a file may put it into one message of theirs within the hour; only then it belongs to a thread, and can
//! be read by whoever may read that. A message claims its files before it is stored, so that none is ever stored without
//! them; a claim whose message was never stored is found an hour later, and the file goes. Knows no sockets, no clock, and
//! not who may read which thread.

use std::collections::HashSet;

use conversation::ids::{AgentId, ClientMessageId, FileId, ThreadId, VisitorId};
use protocol::code::Code;
use protocol::frame::Attachment;
use protocol::limits::{
    FILE_BYTES_KEPT, FILE_BYTES_PER_WINDOW, FILE_BYTES_UNSENT, FILE_UNSENT_MS, FILE_WINDOW_MS,
    FILES_PER_MESSAGE, FILES_PER_WINDOW,
};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::file::Taken;
use crate::store::files::{self as rows, Kept};
use crate::store::{Sql, StoreError};

/// Files looked at in one alarm.
const AT_ONCE: u32 = 100;

/// Who brings a file, or reads one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Somebody {
    /// A visitor, by their token.
    Visitor(VisitorId),
    /// An agent, for a thread that they may write into.
    Agent(AgentId, ThreadId),
}

impl Somebody {
    fn in_words(&self) -> String {
        match self {
            Self::Visitor(id) => format!("visitor {id}"),
            Self::Agent(id, _) => format!("agent {id}"),
        }
    }

    /// Whether this is who brought it, for the same place.
    fn brought(&self, kept: &Kept) -> bool {
        match self {
            Self::Visitor(id) => kept.agent.is_none() && kept.visitor.as_ref() == Some(id),
            Self::Agent(id, thread) => {
                kept.agent.as_ref() == Some(id) && kept.thread.as_ref() == Some(thread)
            }
        }
    }

    /// Whether they may read it: what they brought, and what a message carries in a thread of theirs.
    fn may_read(&self, kept: &Kept) -> bool {
        self.brought(kept)
            || kept.message.is_some()
                && match self {
                    Self::Visitor(id) => kept.visitor.as_ref() == Some(id),
                    Self::Agent(_, thread) => kept.thread.as_ref() == Some(thread),
                }
    }
}

/// Keeps a file that somebody brings.
///
/// # Errors
/// `file_quota`, or a fault.
pub fn bring(sql: &impl Sql, by: &Somebody, taken: Taken, id: FileId, now: u64) -> Result<Attachment, Error> {
    let size = taken.bytes.len() as u64;
    let who = by.in_words();
    let since = now.saturating_sub(FILE_WINDOW_MS);
    sql.atomically(|| {
        let (files, bytes, first) = rows::brought(sql, &who, since)?;
        if files >= FILES_PER_WINDOW || bytes + size > FILE_BYTES_PER_WINDOW {
            let message = format!(
                "at most {FILES_PER_WINDOW} files and {FILE_BYTES_PER_WINDOW} bytes a day, got {} and {}",
                files + 1,
                bytes + size
            );
            let wait = first.map_or(0, |at| (at + FILE_WINDOW_MS).saturating_sub(now));
            return Err(Error::rejected(Code::FileQuota, message).retry_after(wait).about("file"));
        }
        let (unsent, all) = rows::room(sql)?;
        if unsent + size > FILE_BYTES_UNSENT || all + size > FILE_BYTES_KEPT {
            let message = "there is no room for more files now".to_owned();
            return Err(Error::rejected(Code::FileQuota, message).retry_after(FILE_UNSENT_MS).about("file"));
        }
        let file = Attachment {
            id,
            name: taken.name,
            kind: taken.kind.content_type().to_owned(),
            bytes: size,
            width: taken.size.map(|(width, _)| width),
            height: taken.size.map(|(_, height)| height),
        };
        let (visitor, agent, thread) = match by.clone() {
            Somebody::Visitor(id) => (Some(id), None, None),
            Somebody::Agent(id, thread) => (None, Some(id), Some(thread)),
        };
        let kept = Kept { file, visitor, agent, thread, message: None };
        rows::put(sql, &kept, &taken.bytes, now, now + FILE_UNSENT_MS)?;
        rows::note(sql, &who, size, now, since)?;
        Ok(kept.file)
    })
}

/// A message is about to carry these files. Claiming again for the same message is claiming once.
///
/// # Errors
/// `too_many`, `file_gone`, or a fault.
pub fn claim(
    sql: &impl Sql,
    by: &Somebody,
    files: &[FileId],
    visitor: &VisitorId,
    thread: &ThreadId,
    message: &ClientMessageId,
    now: u64,
) -> Result<Vec<Attachment>, Error> {
    check_count(files)?;
    sql.atomically(|| {
        let mut claimed = Vec::with_capacity(files.len());
        for id in files {
            let kept = rows::get(sql, id)?.filter(|kept| {
                by.brought(kept) && kept.message.as_ref().is_none_or(|carries| carries == message)
            });
            let kept = kept.ok_or_else(gone)?;
            rows::claim(sql, id, visitor, thread, message, now + FILE_UNSENT_MS)?;
            claimed.push(kept.file);
        }
        Ok(claimed)
    })
}

/// The message that was to carry these files was refused: another one of the same sender may carry them.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn release(sql: &impl Sql, files: &[FileId], message: &ClientMessageId) -> Result<(), StoreError> {
    sql.atomically(|| files.iter().try_for_each(|id| rows::release(sql, id, message)))
}

/// Checks how many files a message names, and that it names none twice.
///
/// # Errors
/// `too_many`.
pub fn check_count(files: &[FileId]) -> Result<(), Error> {
    let different: HashSet<&FileId> = files.iter().collect();
    if files.len() <= FILES_PER_MESSAGE && different.len() == files.len() {
        return Ok(());
    }
    let message = format!("at most {FILES_PER_MESSAGE} different files, got {}", files.len());
    Err(Error::rejected(Code::TooMany, message).about("attachments"))
}

fn gone() -> Error {
    Error::rejected(Code::FileGone, "a file is not there any more; choose it again").about("attachments")
}

/// What is known of a file, for somebody who may read it.
///
/// # Errors
/// `not_found`, or a fault.
pub fn open(sql: &impl Sql, by: &Somebody, id: &FileId) -> Result<Attachment, Error> {
    let kept = rows::get(sql, id)?.filter(|kept| by.may_read(kept));
    kept.map(|kept| kept.file).ok_or_else(Error::not_found)
}

/// Removes what nobody put into a message, and gives the threads whose messages are to be asked about, each with the
/// files that it was to carry.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn sweep(sql: &impl Sql, now: u64) -> Result<Vec<(ThreadId, Vec<FileId>)>, StoreError> {
    let mut asked: Vec<(ThreadId, Vec<FileId>)> = Vec::new();
    for kept in rows::due(sql, now, AT_ONCE)? {
        match (kept.message, kept.thread) {
            (Some(_), Some(thread)) => match asked.iter_mut().find(|(known, _)| *known == thread) {
                Some((_, files)) => files.push(kept.file.id),
                None => asked.push((thread, vec![kept.file.id])),
            },
            _ => sql.atomically(|| rows::remove(sql, &kept.file.id))?,
        }
    }
    Ok(asked)
}

/// A thread said which files its messages carry: those stay, and the others of `asked` go.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn heard(sql: &impl Sql, asked: &[FileId], carried: &[FileId]) -> Result<(), StoreError> {
    sql.atomically(|| {
        for id in asked {
            if carried.contains(id) { rows::keep(sql, id)? } else { rows::remove(sql, id)? }
        }
        Ok(())
    })
}

/// A thread is gone, and its files with it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget(sql: &impl Sql, thread: &ThreadId) -> Result<(), StoreError> {
    sql.atomically(|| rows::of_thread(sql, thread)?.iter().try_for_each(|id| rows::remove(sql, id)))
}

#[cfg(test)]
mod tests;
