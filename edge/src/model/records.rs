//! What belongs to contacts beside conversations: tickets, deals, and what was done elsewhere (S143–S145).

use conversation::ids::{ContactId, RecordId};
use conversation::text::{MessageText, TextRejected};
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::rest::records::{Content, NewRecord, Record, Records};

use super::{at_most, named};
use crate::error::Error;
use crate::store::Sql;
use crate::store::account::{contacts, records as rows};

/// Most that belongs to one contact.
const RECORDS: usize = 1_000;

/// What belongs to a contact, the newest first.
///
/// # Errors
/// `not_found`, or a fault.
pub fn list(sql: &impl Sql, contact: &ContactId) -> Result<Records, Error> {
    contacts::contact(sql, contact)?.ok_or_else(Error::not_found)?;
    Ok(Records { records: rows::of(sql, contact)? })
}

/// Makes something that belongs to a contact, under the proposed id.
///
/// # Errors
/// `not_found`, what is wrong with its content, `too_many`, or a fault.
pub fn create(
    sql: &impl Sql,
    contact: &ContactId,
    id: RecordId,
    new: NewRecord,
    by: Agent,
    now: u64,
) -> Result<Records, Error> {
    let content = judged(new.content)?;
    sql.atomically(|| {
        at_most(list(sql, contact)?.records.len(), RECORDS)?;
        rows::add(sql, contact, &Record { id, content, by, at: now, thread: new.thread })?;
        list(sql, contact)
    })
}

/// Changes it, or removes it where there is no content. A ticket stays a ticket.
///
/// # Errors
/// `not_found`, `record_kind`, what is wrong with its content, or a fault.
pub fn put(
    sql: &impl Sql,
    contact: &ContactId,
    id: &RecordId,
    content: Option<Content>,
) -> Result<Records, Error> {
    let content = content.map(judged).transpose()?;
    sql.atomically(|| {
        let there = list(sql, contact)?.records.into_iter().find(|record| record.id == *id);
        let there = there.ok_or_else(Error::not_found)?;
        match content {
            None => rows::remove(sql, id)?,
            Some(content) => {
                if std::mem::discriminant(&content) != std::mem::discriminant(&there.content) {
                    return Err(
                        Error::rejected(Code::RecordKind, "it stays of the kind it was").about("kind")
                    );
                }
                rows::put(sql, id, &content)?;
            }
        }
        list(sql, contact)
    })
}

/// Content as it is kept.
fn judged(content: Content) -> Result<Content, Error> {
    Ok(match content {
        Content::Ticket { title, text, status } => {
            Content::Ticket { title: named(&title).map_err(titled)?, text: prose(&text)?, status }
        }
        Content::Deal { title, text, stage, amount, currency } => {
            let is_currency = |code: &String| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
            if amount.is_some() != currency.as_ref().is_some_and(is_currency)
                || amount.is_some_and(|n| n > 1 << 53)
            {
                let message = "an amount below 2^53 comes with a currency of three capital letters";
                return Err(Error::rejected(Code::NumberRange, message).about("amount"));
            }
            Content::Deal {
                title: named(&title).map_err(titled)?,
                text: prose(&text)?,
                stage,
                amount,
                currency,
            }
        }
        Content::Interaction { channel, text, at } => {
            Content::Interaction { channel, text: MessageText::parse(&text)?.into_string(), at }
        }
    })
}

fn titled(error: Error) -> Error {
    error.about("title")
}

/// A text that may be empty.
fn prose(text: &str) -> Result<String, Error> {
    match MessageText::parse(text) {
        Ok(text) => Ok(text.into_string()),
        Err(TextRejected::Empty) => Ok(String::new()),
        Err(rejected) => Err(rejected.into()),
    }
}
