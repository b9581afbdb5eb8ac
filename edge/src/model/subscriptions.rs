//! What visitors of an account can subscribe to (S86).
//!
//! Judged in the transaction that writes it. A type that a chatflow asks for stays: without it whoever ticks the box would
//! have agreed to nothing. Who subscribed to a type that is gone stays subscribed, and can end that.

use conversation::ids::SubscriptionId;
use protocol::code::Code;
use protocol::limits::{SUBSCRIPTION_CHARS, SUBSCRIPTIONS};
use protocol::rest::subscriptions::{SubscriptionType, SubscriptionTypeContent, SubscriptionTypes};

use super::{at_most, named, new_id};
use crate::chatflow::judge;
use crate::error::Error;
use crate::store::Sql;
use crate::store::account::{chatflows, subscription_types as rows};

/// All of them, by name.
///
/// # Errors
/// A fault.
pub fn list(sql: &impl Sql) -> Result<SubscriptionTypes, Error> {
    Ok(SubscriptionTypes { subscriptions: rows::all(sql)? })
}

/// Adds a type, or gives one other words.
///
/// # Errors
/// `text_empty`, `text_too_long`, `text_encoding`, `too_many`, `not_found`, or a fault.
pub fn put(
    sql: &impl Sql,
    id: Option<SubscriptionId>,
    content: SubscriptionTypeContent,
) -> Result<SubscriptionTypes, Error> {
    let name = named(&content.name)?;
    let description = content.description;
    if let Some(found) = judge::long("description", &description, SUBSCRIPTION_CHARS) {
        return Err(judge::refused(&found));
    }
    sql.atomically(|| {
        let there = rows::all(sql)?;
        let id = match id {
            Some(id) if there.iter().any(|kind| kind.id == id) => id,
            Some(_) => return Err(Error::not_found()),
            None => {
                at_most(there.len(), SUBSCRIPTIONS)?;
                let taken: Vec<String> = there.iter().map(|kind| kind.id.to_string()).collect();
                new_id(&name, "subscription", &taken, SubscriptionId::parse)?
            }
        };
        rows::put(sql, &SubscriptionType { id, name, description })?;
        list(sql)
    })
}

/// Removes a type that no chatflow asks for, switched on or not.
///
/// # Errors
/// `named_by_chatflow`, `not_found`, or a fault.
pub fn remove(sql: &impl Sql, id: &SubscriptionId) -> Result<SubscriptionTypes, Error> {
    sql.atomically(|| {
        let all = chatflows::by_priority(sql)?;
        let asks = |chatflow: &&protocol::account::Chatflow| {
            chatflow.communication.as_ref().is_some_and(|asks| asks.subscription == *id)
        };
        let naming: Vec<&str> = all.iter().filter(asks).map(|chatflow| chatflow.name.as_str()).collect();
        if !naming.is_empty() {
            let message = format!(
                "visitors are asked to subscribe to it: {}; change it there first",
                naming.join(", ")
            );
            return Err(Error::rejected(Code::NamedByChatflow, message));
        }
        if !rows::remove(sql, id)? {
            return Err(Error::not_found());
        }
        list(sql)
    })
}

#[cfg(test)]
mod tests;
