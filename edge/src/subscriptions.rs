//! Consent to communicate (S85, S86): what a visitor is asked, and what becomes of the box that they ticked.
//!
//! Whether anybody is asked is `conversation::subscription`'s to say. Here it meets what the account knows: its types, the
//! texts that were ever published, and who is subscribed. Who a visitor is, whoever calls has found out.

use conversation::ids::{AgentId, ChatflowId, ContactId, InboxId, SubscriptionId, ThreadId, VisitorId};
use conversation::subscription::{Asks, asks};
use protocol::code::Code;
use protocol::frame::CommunicationGiven;
use protocol::rest::subscriptions::{ContactSubscriptions, Ended, EndedBy, Subscription};
use protocol::visitor::{AskedCommunication, OwnSubscription, SubscriptionsNow};

use crate::error::Error;
use crate::session;
use crate::shard::consent::language_to_keep;
use crate::store::account::subscriptions::{self as rows, Whose};
use crate::store::account::{self, chatflows, contacts, subscription_types as kinds};
use crate::store::{Sql, StoreError};

/// A box that was ticked, where and under which text.
#[derive(Clone, Debug)]
pub struct Ticked<'a> {
    /// The chatflow.
    pub chatflow: &'a ChatflowId,
    /// What the visitor says they agreed to.
    pub given: &'a CommunicationGiven,
    /// What is kept of the page they are on.
    pub page: Option<String>,
    /// Where their message goes.
    pub inbox: &'a InboxId,
    /// Which thread.
    pub thread: &'a ThreadId,
}

/// Who somebody is: the visitor, and the contact that they are.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a>(pub &'a VisitorId, pub Option<&'a ContactId>);

impl<'a> From<Who<'a>> for Whose<'a> {
    fn from(Who(visitor, contact): Who<'a>) -> Self {
        Self::Visitor(visitor, contact)
    }
}

/// What somebody is subscribed to, and what a chatflow asks of them. Nobody is asked while the account does not ask for
/// consent (S79).
///
/// # Errors
/// A fault of the database.
pub fn look(
    sql: &impl Sql,
    who: Option<Who<'_>>,
    chatflow: Option<&ChatflowId>,
) -> Result<SubscriptionsNow, Error> {
    let standing = who.map(|who| rows::standing(sql, who.into())).transpose()?.unwrap_or_default();
    let asked = chatflow.map(|chatflow| asked(sql, chatflow, &standing)).transpose()?.flatten();
    let mut subscriptions = Vec::new();
    for one in standing {
        // What it is called now, or was when it could be subscribed to.
        let name = kinds::name(sql, &one.subscription)?.unwrap_or(one.name);
        subscriptions.push(OwnSubscription { subscription: one.subscription, name, since: one.since });
    }
    subscriptions.sort_by(|one, other| one.name.cmp(&other.name));
    subscriptions.dedup_by(|one, other| one.subscription == other.subscription);
    Ok(SubscriptionsNow { asked, subscriptions })
}

fn asked(
    sql: &impl Sql,
    chatflow: &ChatflowId,
    standing: &[Subscription],
) -> Result<Option<AskedCommunication>, StoreError> {
    let asks_for_consent = account::itself(sql)?.is_some_and(|itself| itself.gdpr);
    let step = chatflows::by_id(sql, chatflow)?.and_then(|chatflow| chatflow.communication);
    if !asks_for_consent || step.is_none() {
        return Ok(None);
    }
    let Some(text) = kinds::newest(sql, chatflow.as_str())? else { return Ok(None) };
    let again = match asks(chatflow, &text, &rows::as_standing(standing)) {
        Asks::Nothing => return Ok(None),
        Asks::First => false,
        Asks::Again => true,
    };
    let (subscription, version, text) = (text.subscription, text.version, text.text);
    Ok(Some(AskedCommunication { subscription, version, text, again }))
}

/// Subscribes whoever ticked the box, at `now` (ms). A version that was published once counts even where a newer one is in
/// force: the visitor's page may be older, and the receipt holds what they really read. The same box again is the
/// subscription that is there.
///
/// # Errors
/// `subscription_unknown` about a text that never was, or a type that is gone; a fault of the database.
pub fn subscribe(sql: &impl Sql, who: Who<'_>, ticked: Ticked<'_>, now: u64) -> Result<Subscription, Error> {
    let Ticked { chatflow, given, page, inbox, thread } = ticked;
    sql.atomically(|| {
        let text = kinds::published(sql, chatflow, given.version)?;
        let text = text.filter(|text| text.subscription == given.subscription).ok_or_else(|| {
            let message = "no such text was ever published for it";
            Error::rejected(Code::SubscriptionUnknown, message).about("communication.version")
        })?;
        let name = kinds::name(sql, &text.subscription)?.ok_or_else(|| {
            let message = "nobody can subscribe to it any more";
            Error::rejected(Code::SubscriptionUnknown, message).about("communication.subscription")
        })?;
        let whose = Whose::from(who);
        let is_same = |one: &Subscription| {
            one.subscription == text.subscription && one.chatflow == *chatflow && one.version == text.version
        };
        if let Some(there) = rows::standing(sql, whose)?.into_iter().find(is_same) {
            return Ok(Subscription { inbox: inbox.clone(), thread: thread.clone(), ..there });
        }
        rows::end(sql, whose, Some(&text.subscription), &Ended { at: now, by: EndedBy::Renewed })?;
        let mut made = Subscription {
            number: 0,
            name,
            chatflow: chatflow.clone(),
            version: text.version,
            hash: session::digest(&text.text),
            subscription: text.subscription,
            text: text.text,
            language: language_to_keep(&given.language),
            page,
            inbox: inbox.clone(),
            thread: thread.clone(),
            since: now,
            ended: None,
        };
        made.number = rows::add(sql, who.0, who.1, &made)?;
        Ok(made)
    })
}

/// A visitor ends a subscription of theirs at `now` (ms). One that has ended stays as it is.
///
/// # Errors
/// A fault of the database.
pub fn unsubscribe(
    sql: &impl Sql,
    who: Who<'_>,
    subscription: &SubscriptionId,
    now: u64,
) -> Result<SubscriptionsNow, Error> {
    rows::end(sql, who.into(), Some(subscription), &Ended { at: now, by: EndedBy::Visitor })?;
    look(sql, Some(who), None)
}

/// All that a contact ever subscribed to.
///
/// # Errors
/// `not_found`, or a fault of the database.
pub fn of_contact(sql: &impl Sql, contact: &ContactId) -> Result<ContactSubscriptions, Error> {
    contacts::contact(sql, contact)?.ok_or_else(Error::not_found)?;
    Ok(ContactSubscriptions { subscriptions: rows::all(sql, Whose::Contact(contact))? })
}

/// Somebody of the account ends a contact's subscription at `now` (ms).
///
/// # Errors
/// `not_found` where there is nothing to end, or a fault of the database.
pub fn end_for_contact(
    sql: &impl Sql,
    contact: &ContactId,
    subscription: &SubscriptionId,
    by: AgentId,
    now: u64,
) -> Result<ContactSubscriptions, Error> {
    sql.atomically(|| {
        let ended = Ended { at: now, by: EndedBy::Agent { id: by } };
        if rows::end(sql, Whose::Contact(contact), Some(subscription), &ended)? == 0 {
            return Err(Error::not_found());
        }
        of_contact(sql, contact)
    })
}

/// A visitor wants to be forgotten at `now` (ms): nobody writes to them any more. How many subscriptions
/// ended.
///
/// # Errors
/// A fault of the database.
pub fn forget(sql: &impl Sql, visitor: &VisitorId, now: u64) -> Result<u64, StoreError> {
    let ended = Ended { at: now, by: EndedBy::Forgotten };
    let count = rows::end(sql, Whose::Visitor(visitor, None), None, &ended)?;
    Ok(u64::try_from(count).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
