//! Who subscribed to what, and until when (S85). Of a row the end is written once; the rest is its receipt.

use conversation::ids::{AgentId, ChatflowId, ContactId, InboxId, SubscriptionId, ThreadId, VisitorId};
use conversation::subscription::Standing;
use protocol::rest::subscriptions::{Ended, EndedBy, Subscription};

use crate::store::{Row, Sql, StoreError};
use crate::values;

const COLUMNS: &str = "number, subscription, name, chatflow, version, text, hash, language, page, inbox, thread, since, \
    ended_at, ended_by, agent";

fn subscription(row: &Row) -> Result<Subscription, StoreError> {
    let wrong = |_| StoreError::Column { index: 4, expected: "a version of a text" };
    let ended = match row.maybe_number(12)? {
        None => None,
        Some(at) => Some(Ended { at, by: ended_by(row)? }),
    };
    Ok(Subscription {
        number: row.number(0)?,
        subscription: row.parsed(1, "a subscription's id", SubscriptionId::parse)?,
        name: row.text(2)?,
        chatflow: row.parsed(3, "a chatflow's id", ChatflowId::parse)?,
        version: u32::try_from(row.number(4)?).map_err(wrong)?,
        text: row.text(5)?,
        hash: row.text(6)?,
        language: row.text(7)?,
        page: row.maybe_text(8)?,
        inbox: row.parsed(9, "an inbox id", InboxId::parse)?,
        thread: row.parsed(10, "a thread id", ThreadId::parse)?,
        since: row.number(11)?,
        ended,
    })
}

fn ended_by(row: &Row) -> Result<EndedBy, StoreError> {
    match row.text(13)?.as_str() {
        "visitor" => Ok(EndedBy::Visitor),
        "agent" => Ok(EndedBy::Agent { id: row.parsed(14, "an agent id", AgentId::parse)? }),
        "renewed" => Ok(EndedBy::Renewed),
        "forgotten" => Ok(EndedBy::Forgotten),
        _ => Err(StoreError::Column { index: 13, expected: "who ended a subscription" }),
    }
}

/// Keeps a subscription of a visitor, and of the contact they are; its number.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(
    sql: &impl Sql,
    visitor: &VisitorId,
    contact: Option<&ContactId>,
    made: &Subscription,
) -> Result<u64, StoreError> {
    let rows = sql.run(
        "INSERT INTO subscriptions (visitor, contact, subscription, name, chatflow, version, text, hash, language, page, \
         inbox, thread, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
        values![
            visitor.as_str(),
            contact.map(ContactId::as_str),
            made.subscription.as_str(),
            made.name.as_str(),
            made.chatflow.as_str(),
            made.version,
            made.text.as_str(),
            made.hash.as_str(),
            made.language.as_str(),
            made.page.clone(),
            made.inbox.as_str(),
            made.thread.as_str(),
            made.since,
        ],
    )?;
    rows.first().map_or_else(
        || Err(StoreError::Database("a subscription was not kept".to_owned())),
        |row| row.number(0),
    )
}

/// Whose subscriptions.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// A visitor's, and those of the contact that they are: on every device.
    Visitor(&'a VisitorId, Option<&'a ContactId>),
    /// A contact's.
    Contact(&'a ContactId),
}

/// A condition on one value, which may be asked twice.
fn of(whose: Whose<'_>) -> (&'static str, [Option<String>; 2]) {
    let text = |id: &str| Some(id.to_owned());
    match whose {
        Whose::Visitor(visitor, contact) => {
            ("(visitor = ?1 OR contact = ?2)", [text(visitor.as_str()), contact.map(|id| id.to_string())])
        }
        Whose::Contact(contact) => ("(contact = ?1 AND ?2 IS NULL)", [text(contact.as_str()), None]),
    }
}

/// All of somebody's, those that have ended too, newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql, whose: Whose<'_>) -> Result<Vec<Subscription>, StoreError> {
    let (holds, [id, other]) = of(whose);
    let statement =
        format!("SELECT {COLUMNS} FROM subscriptions WHERE {holds} ORDER BY since DESC, number DESC");
    sql.run(&statement, values![id, other])?.iter().map(subscription).collect()
}

/// Those of somebody's that have not ended.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn standing(sql: &impl Sql, whose: Whose<'_>) -> Result<Vec<Subscription>, StoreError> {
    Ok(all(sql, whose)?.into_iter().filter(|one| one.ended.is_none()).collect())
}

/// How one ended, where it has.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn ended(sql: &impl Sql, number: u64) -> Result<Option<Ended>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM subscriptions WHERE number = ?");
    let rows = sql.run(&statement, values![number])?;
    Ok(rows.first().map(subscription).transpose()?.and_then(|one| one.ended))
}

/// The same, for whoever decides what is asked.
#[must_use]
pub fn as_standing(all: &[Subscription]) -> Vec<Standing> {
    let one = |one: &Subscription| Standing {
        chatflow: one.chatflow.clone(),
        subscription: one.subscription.clone(),
        version: one.version,
    };
    all.iter().map(one).collect()
}

/// Ends what somebody has of a type, or of all where none is named; how many.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn end(
    sql: &impl Sql,
    whose: Whose<'_>,
    subscription: Option<&SubscriptionId>,
    ended: &Ended,
) -> Result<usize, StoreError> {
    let (holds, [id, other]) = of(whose);
    let (by, agent) = match &ended.by {
        EndedBy::Visitor => ("visitor", None),
        EndedBy::Agent { id } => ("agent", Some(id.as_str())),
        EndedBy::Renewed => ("renewed", None),
        EndedBy::Forgotten => ("forgotten", None),
    };
    let statement = format!(
        "UPDATE subscriptions SET ended_at = ?3, ended_by = ?4, agent = ?5 \
         WHERE {holds} AND ended_at IS NULL AND (?6 IS NULL OR subscription = ?6) RETURNING 1"
    );
    let subscription = subscription.map(SubscriptionId::as_str);
    Ok(sql.run(&statement, values![id, other, ended.at, by, agent, subscription])?.len())
}

/// A visitor is a contact from now on: what they subscribed to is that contact's.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn name(sql: &impl Sql, visitor: &VisitorId, contact: &ContactId) -> Result<(), StoreError> {
    let statement = "UPDATE subscriptions SET contact = ? WHERE visitor = ? AND contact IS NULL";
    sql.run(statement, values![contact.as_str(), visitor.as_str()]).map(drop)
}

/// What a visitor subscribed to is of `instead` from now on.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn part(sql: &impl Sql, visitor: &VisitorId, instead: &VisitorId) -> Result<(), StoreError> {
    let statement = "UPDATE subscriptions SET visitor = ? WHERE visitor = ?";
    sql.run(statement, values![instead.as_str(), visitor.as_str()]).map(drop)
}
