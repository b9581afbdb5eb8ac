//! What a visitor thinks of a thread that has ended (H68): a note beside it, once for each end, changed where they change
//! their mind.

use conversation::desk::Command;
use conversation::ids::{ThreadId, VisitorId};
use conversation::rating::{Rating, Rejected, Scale};
use conversation::thread::Author;
use protocol::code::Code;
use protocol::frame::Note;

use super::{Done, desk, owned};
use crate::error::Error;
use crate::store::threads::{desks, entries};
use crate::store::{Sql, StoreError};

/// The place of the last end of a thread, while nobody has answered for it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn unanswered(sql: &impl Sql, thread: &ThreadId) -> Result<Option<u64>, StoreError> {
    let Some(ended) = entries::last_end(sql, thread)? else { return Ok(None) };
    Ok(desks::last_rating(sql, thread, ended)?.is_none().then_some(ended))
}

/// The visitor rates the last end of a thread of theirs, on the scale that its chatflow asks for. The same again changes
/// nothing.
///
/// # Errors
/// `not_found` for somebody else's thread, and where there is nothing to rate; what is no rating; or a fault.
pub fn rate(
    sql: &impl Sql,
    visitor: &VisitorId,
    thread: &ThreadId,
    scale: impl FnOnce(&str) -> Option<Scale>,
    (score, comment): (Option<u8>, Option<&str>),
    now: u64,
) -> Result<Done, Error> {
    sql.atomically(|| {
        let kept = owned(sql, visitor, thread)?;
        let nothing = || Error::not_found().about("thread");
        let ended = entries::last_end(sql, thread)?.ok_or_else(nothing)?;
        let scale = scale(kept.chatflow.as_str()).ok_or_else(nothing)?;
        let rating = Rating::parse(scale, score, comment, ended)?;
        let given = Note::from(&rating);
        if desks::last_rating(sql, thread, ended)?.is_some_and(|before| before == given) {
            return Ok(Done { thread: kept, entries: Vec::new(), message: None });
        }
        let notes = desks::of(sql, thread)?.decide(Command::Rate(rating), kept.state.status, now)?;
        let thread = desk::put(sql, kept, notes, &Author::Visitor, None, now)?;
        Ok(Done { thread, entries: Vec::new(), message: None })
    })
}

impl From<Rejected> for Error {
    fn from(rejected: Rejected) -> Self {
        match rejected {
            Rejected::Score => {
                Self::rejected(Code::NumberRange, "no score of the scale that is asked for").about("score")
            }
            Rejected::NoScore => {
                Self::malformed(Code::MissingField, "a comment goes with a score").about("score")
            }
            Rejected::CommentTooLong { got } => {
                let most = conversation::rating::COMMENT_CHARS;
                Self::rejected(Code::TextTooLong, format!("at most {most} characters, got {got}"))
                    .about("comment")
            }
        }
    }
}

#[cfg(test)]
mod tests;
