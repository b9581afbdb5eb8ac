//! Replies that are kept to be sent again (P45), judged in the transaction that writes them.

use conversation::ids::{AgentId, SavedReplyId};
use conversation::saved_reply::{NAME_CHARS, TEXT_CHARS, Variable, Wrong, check, is_name};
use conversation::text::{MessageText, TextRejected};
use protocol::code::Code;
use protocol::limits::{SAVED_REPLIES, SAVED_REPLIES_OWN};
use protocol::rest::saved_replies::{SaveReply, SavedReplies, SavedReply};

use super::{at_most, new_id};
use crate::error::Error;
use crate::store::Sql;
use crate::store::account::saved_replies as rows;

/// Everybody's, and those of the one who asks, by name.
///
/// # Errors
/// A fault.
pub fn list(sql: &impl Sql, me: &AgentId) -> Result<SavedReplies, Error> {
    Ok(SavedReplies { saved_replies: rows::of(sql, me)? })
}

/// Saves a reply, new or changed, for everybody or for `me` alone. Which of the two a reply is does not change.
///
/// # Errors
/// `not_found`, `text_empty`, `text_too_long`, `text_encoding`, `saved_reply_name`, `saved_reply_taken`,
/// `variable_unknown`, `too_many`, or a fault.
pub fn put(
    sql: &impl Sql,
    me: &AgentId,
    shared: bool,
    id: Option<SavedReplyId>,
    content: &SaveReply,
) -> Result<SavedReplies, Error> {
    let name = named(&content.name)?;
    let text = said(&content.text)?;
    sql.atomically(|| {
        let there = shelf(sql, me, shared)?;
        if id.as_ref().is_some_and(|id| there.iter().all(|reply| reply.id != *id)) {
            return Err(Error::not_found());
        }
        let is_same = |reply: &SavedReply| reply.name.to_lowercase() == name.to_lowercase();
        if there.iter().any(|reply| is_same(reply) && Some(&reply.id) != id.as_ref()) {
            let message = format!("there is a saved reply called {name:?}");
            return Err(Error::rejected(Code::SavedReplyTaken, message).about("name"));
        }
        let id = match id {
            Some(id) => id,
            None => {
                at_most(there.len(), if shared { SAVED_REPLIES } else { SAVED_REPLIES_OWN })?;
                new_id(&name, "reply", &rows::ids(sql)?, SavedReplyId::parse)?
            }
        };
        rows::put(sql, &id, (!shared).then_some(me), &name, &text)?;
        list(sql, me)
    })
}

/// Removes one of everybody's, or of one's own.
///
/// # Errors
/// `not_found`, or a fault.
pub fn remove(sql: &impl Sql, me: &AgentId, shared: bool, id: &SavedReplyId) -> Result<SavedReplies, Error> {
    sql.atomically(|| {
        if !shelf(sql, me, shared)?.iter().any(|reply| reply.id == *id) {
            return Err(Error::not_found());
        }
        rows::remove(sql, id)?;
        list(sql, me)
    })
}

/// Those of one kind.
fn shelf(sql: &impl Sql, me: &AgentId, shared: bool) -> Result<Vec<SavedReply>, Error> {
    let mut all = rows::of(sql, me)?;
    all.retain(|reply| reply.shared == shared);
    Ok(all)
}

/// A short name as it is kept.
fn named(name: &str) -> Result<String, Error> {
    let name = name.trim();
    let got = name.chars().count();
    let wrong = |code, message: String| Err(Error::rejected(code, message).about("name"));
    if name.is_empty() {
        return wrong(Code::TextEmpty, "a short name is needed".to_owned());
    }
    if got > NAME_CHARS {
        return wrong(Code::TextTooLong, format!("at most {NAME_CHARS} characters, got {got}"));
    }
    if !is_name(name) {
        return wrong(Code::SavedReplyName, "letters, digits, - and _, without spaces".to_owned());
    }
    Ok(name.to_owned())
}

/// What a reply says, as it is kept.
pub(super) fn said(text: &str) -> Result<String, Error> {
    let too_long = |got: usize| {
        Error::rejected(Code::TextTooLong, format!("at most {TEXT_CHARS} characters, got {got}"))
    };
    let parsed = MessageText::parse(text).map_err(|rejected| match rejected {
        TextRejected::Empty => Error::rejected(Code::TextEmpty, "something has to be written here"),
        TextRejected::TooLong { got } => too_long(got),
        TextRejected::Encoding => Error::malformed(Code::TextEncoding, "the text holds U+0000"),
    });
    let text = parsed.map_err(|error| error.about("text"))?.into_string();
    let got = text.chars().count();
    if got > TEXT_CHARS {
        return Err(too_long(got).about("text"));
    }
    if let Err(wrong) = check(&text) {
        let message = match wrong {
            Wrong::Unknown(name) => {
                let known = Variable::ALL.map(Variable::as_str).join(", ");
                format!("there is no variable {name:?}; there are {known}")
            }
            Wrong::Open(after) => format!("the braces before {after:?} do not close"),
        };
        return Err(Error::rejected(Code::VariableUnknown, message).about("text"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
