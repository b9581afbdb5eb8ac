//! The webhooks of an account (P67, H92): how they are made and changed, what they are told of what happened, and what
//! becomes of each delivery.
//!
//! An event is told at least once: it is written for every webhook that listens before whoever told of it is answered, and
//! stays due until the server takes it or 21 hours have passed. One delivery of a webhook is under way at a time, and what
//! is about the same thread or contact goes in the order in which it happened. Knows no network and no clock.

use conversation::ids::{AccountId, ContactId, InboxId, WebhookId};
use protocol::code::Code;
use protocol::limits::{DELIVERY_LOG_MS, OLD_SECRET_MS, WEBHOOK_FAILS_MS, WEBHOOK_URL_BYTES, WEBHOOKS};
use protocol::rest::webhooks::{
    Deliveries, DeliveryState, Event, EventKind, SaveWebhook, Webhook, WebhookMade, Webhooks,
};

use crate::chatflow::judge;
use crate::error::Error;
use crate::index::events::Happened;
use crate::store::account::webhooks::{self as kept, Job};
use crate::store::account::{self, colleagues};
use crate::store::{Sql, StoreError, to_json};
use crate::webhook::target;

/// Pauses between the attempts of one delivery, in ms; after the last of them it is given up.
const PAUSES_MS: [u64; 7] =
    [10_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 6 * 3_600_000, 12 * 3_600_000];
/// A webhook that did not take something is left alone for so long (ms), whatever else is due.
const REST_MS: u64 = 10_000;

/// What an attempt came to: the status of an answer, or in a word why there was none.
pub type Outcome = Result<u16, &'static str>;

/// The webhooks at `now` (ms).
///
/// # Errors
/// A fault of the database.
pub fn list(sql: &impl Sql, now: u64) -> Result<Webhooks, Error> {
    Ok(Webhooks { webhooks: kept::all(sql, now)? })
}

/// Makes one at `now` (ms).
///
/// # Errors
/// What cannot be of it; `too_many`.
pub fn create(
    sql: &impl Sql,
    id: &WebhookId,
    content: &SaveWebhook,
    secret: String,
    now: u64,
) -> Result<WebhookMade, Error> {
    sql.atomically(|| {
        check(sql, content)?;
        if kept::all(sql, now)?.len() >= WEBHOOKS {
            return Err(Error::rejected(Code::TooMany, format!("at most {WEBHOOKS} webhooks")));
        }
        kept::add(sql, id, &tidy(content), &secret, now)?;
        colleagues::changed(sql, now)?;
        Ok(WebhookMade { webhook: one(sql, id, now)?, secret })
    })
}

/// Changes one at `now` (ms). Switched on again, it begins anew.
///
/// # Errors
/// What cannot be of it; `not_found`.
pub fn save(sql: &impl Sql, id: &WebhookId, content: &SaveWebhook, now: u64) -> Result<Webhook, Error> {
    sql.atomically(|| {
        one(sql, id, now)?;
        check(sql, content)?;
        kept::put(sql, id, &tidy(content))?;
        colleagues::changed(sql, now)?;
        one(sql, id, now)
    })
}

/// Removes one with its log, at `now` (ms).
///
/// # Errors
/// `not_found`, or a fault.
pub fn remove(sql: &impl Sql, id: &WebhookId, now: u64) -> Result<Webhooks, Error> {
    sql.atomically(|| {
        if !kept::remove(sql, id)? {
            return Err(Error::not_found());
        }
        colleagues::changed(sql, now)?;
        list(sql, now)
    })
}

/// Gives one a new secret at `now` (ms); for a day the old one signs too (T33).
///
/// # Errors
/// `not_found`, or a fault.
pub fn rotate(sql: &impl Sql, id: &WebhookId, secret: String, now: u64) -> Result<WebhookMade, Error> {
    sql.atomically(|| {
        one(sql, id, now)?;
        kept::put_secret(sql, id, &secret, now + OLD_SECRET_MS)?;
        Ok(WebhookMade { webhook: one(sql, id, now)?, secret })
    })
}

/// A page of a webhook's log at `now` (ms).
///
/// # Errors
/// `not_found`, or a fault.
pub fn log(
    sql: &impl Sql,
    id: &WebhookId,
    before: Option<u64>,
    limit: u32,
    now: u64,
) -> Result<Deliveries, Error> {
    one(sql, id, now)?;
    let deliveries = kept::log(sql, id, before, limit, now.saturating_sub(DELIVERY_LOG_MS))?;
    let is_full = deliveries.len() >= limit as usize;
    let next = deliveries.last().filter(|_| is_full).map(|last| last.id.to_string());
    Ok(Deliveries { deliveries, next })
}

/// Sends a delivery again, at `now` (ms); the log's first page then.
///
/// # Errors
/// `not_found`; `webhook_off`.
pub fn again(sql: &impl Sql, id: &WebhookId, delivery: u64, now: u64) -> Result<Deliveries, Error> {
    sql.atomically(|| {
        if !one(sql, id, now)?.enabled {
            return Err(Error::rejected(Code::WebhookOff, "the webhook is switched off; switch it on first"));
        }
        if !kept::again(sql, id, delivery, now)? {
            return Err(Error::not_found());
        }
        log(sql, id, Some(delivery + 1), 1, now)
    })
}

fn one(sql: &impl Sql, id: &WebhookId, now: u64) -> Result<Webhook, Error> {
    kept::one(sql, id, now)?.ok_or_else(Error::not_found)
}

fn check(sql: &impl Sql, content: &SaveWebhook) -> Result<(), Error> {
    if let Some(found) = judge::name("name", &content.name) {
        return Err(judge::refused(&found));
    }
    if content.url.len() > WEBHOOK_URL_BYTES {
        let message = format!("at most {WEBHOOK_URL_BYTES} bytes");
        return Err(Error::rejected(Code::WebhookUrl, message).about("url"));
    }
    let any_loopback = account::itself(sql)?.is_some_and(|itself| itself.any_loopback_origin);
    target(&content.url, any_loopback)
        .map_err(|expected| Error::rejected(Code::WebhookUrl, expected).about("url"))?;
    if content.events.is_empty() {
        return Err(Error::rejected(Code::NumberRange, "at least one kind of event").about("events"));
    }
    Ok(())
}

/// Each kind once, in the order of the wire.
fn tidy(content: &SaveWebhook) -> SaveWebhook {
    let events = EventKind::ALL.into_iter().filter(|kind| content.events.contains(kind)).collect();
    SaveWebhook { events, ..content.clone() }
}

/// An inbox tells what happened there: keeps it for every webhook that listens, at `now` (ms).
///
/// # Errors
/// A fault of the database.
pub fn hear(sql: &impl Sql, inbox: &InboxId, events: &[Happened], now: u64) -> Result<(), Error> {
    sql.atomically(|| {
        let Some(account) = account::itself(sql)? else { return Ok(()) };
        for happened in events {
            tell(sql, &of_thread(account.id.clone(), inbox, happened), happened.thread.as_str(), now)?;
        }
        Ok(())
    })
}

/// Something else is known of a contact, at `now` (ms): in the transaction that keeps it.
///
/// # Errors
/// A fault of the database.
pub fn contact_changed(sql: &impl Sql, contact: &ContactId, now: u64) -> Result<(), StoreError> {
    if kept::listening(sql, EventKind::ContactChanged)?.is_empty() {
        return Ok(());
    }
    let Some(account) = account::itself(sql)? else { return Ok(()) };
    let event = Event {
        id: format!("{contact}/c{}", kept::next_event(sql)?),
        event: EventKind::ContactChanged,
        at: now,
        account: account.id,
        inbox: None,
        thread: None,
        contact: Some(contact.clone()),
        seq: None,
        from: None,
        agent: None,
        changed: Vec::new(),
        priority: None,
    };
    tell(sql, &event, contact.as_str(), now)
}

fn of_thread(account: AccountId, inbox: &InboxId, happened: &Happened) -> Event {
    let Happened { id, kind, at, thread, contact, seq, from, agent, changed, priority } = happened.clone();
    let (inbox, thread) = (Some(inbox.clone()), Some(thread));
    Event { id, event: kind, at, account, inbox, thread, contact, seq, from, agent, changed, priority }
}

fn tell(sql: &impl Sql, event: &Event, about: &str, now: u64) -> Result<(), StoreError> {
    let body = to_json(event);
    for webhook in kept::listening(sql, event.event)? {
        kept::enqueue(sql, &webhook, (&event.id, event.event, about), &body, now)?;
    }
    Ok(())
}

/// An attempt is over, at `now` (ms): done, tried again later, or given up.
///
/// # Errors
/// A fault of the database.
pub fn settle(sql: &impl Sql, job: &Job, outcome: Outcome, now: u64) -> Result<(), StoreError> {
    sql.atomically(|| {
        let (status, problem) = match outcome {
            Ok(status) if (200..300).contains(&status) => {
                kept::works(sql, &job.webhook)?;
                return kept::finish(sql, job, DeliveryState::Delivered, (Some(status), None), now);
            }
            Ok(status) => (Some(status), "status"),
            Err(problem) => (None, problem),
        };
        let said = (status, Some(problem));
        match PAUSES_MS.get(usize::try_from(job.attempts).unwrap_or(usize::MAX)) {
            Some(pause) => kept::postpone(sql, job, said, now + pause)?,
            None => kept::finish(sql, job, DeliveryState::Dead, said, now)?,
        }
        kept::fails(sql, &job.webhook, now, now + REST_MS)?;
        if job.failing_since.is_some_and(|since| now.saturating_sub(since) >= WEBHOOK_FAILS_MS) {
            kept::give_up(sql, &job.webhook, now)?;
            colleagues::changed(sql, now)?;
        }
        Ok(())
    })
}

/// Forgets what has been in the log for a week, by `now` (ms).
///
/// # Errors
/// A fault of the database.
pub fn forget_old(sql: &impl Sql, now: u64) -> Result<(), StoreError> {
    kept::forget(sql, now.saturating_sub(DELIVERY_LOG_MS))
}

/// When something is to be sent, or forgotten, next.
///
/// # Errors
/// A fault of the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let forget = kept::oldest(sql)?.map(|oldest| oldest + DELIVERY_LOG_MS + 1);
    Ok([kept::next_due(sql)?, forget].into_iter().flatten().min())
}

#[cfg(test)]
mod tests;
