//! The webhooks of an account and the log of their deliveries.

use conversation::ids::WebhookId;
use protocol::rest::webhooks::{Delivery, DeliveryState, EventKind, SaveWebhook, Webhook};

use crate::json::tree;
use crate::store::{Row, Sql, StoreError, to_json};
use crate::values;

/// Something to be sent, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Which delivery.
    pub delivery: u64,
    /// Whose.
    pub webhook: WebhookId,
    /// Where to.
    pub url: String,
    /// What signs it; during a change of secrets the old one too, behind the new one.
    pub secrets: Vec<String>,
    /// The event's id.
    pub event: String,
    /// What it is about.
    pub about: String,
    /// What is sent.
    pub body: String,
    /// Attempts so far.
    pub attempts: u32,
    /// Since when nothing has come through.
    pub failing_since: Option<u64>,
}

const COLUMNS: &str = "id, name, url, events, enabled, created_at, failing_since, gave_up_at, \
     CASE WHEN old_secret_until > ?1 THEN old_secret_until END, \
     (SELECT count(*) FROM deliveries WHERE webhook = id AND state = 'waiting')";

fn read(row: &Row) -> Result<Webhook, StoreError> {
    Ok(Webhook {
        id: row.parsed(0, "a webhook id", WebhookId::parse)?,
        name: row.text(1)?,
        url: row.text(2)?,
        events: events(row, 3)?,
        enabled: row.flag(4)?,
        created_at: row.number(5)?,
        failing_since: row.maybe_number(6)?,
        gave_up_at: row.maybe_number(7)?,
        old_secret_until: row.maybe_number(8)?,
        waiting: row.number(9)?,
    })
}

fn events(row: &Row, index: usize) -> Result<Vec<EventKind>, StoreError> {
    row.parsed(index, "kinds of events", tree::from_str)
}

/// All of them at `now` (ms), the oldest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn all(sql: &impl Sql, now: u64) -> Result<Vec<Webhook>, StoreError> {
    let rows = sql.run(&format!("SELECT {COLUMNS} FROM webhooks ORDER BY number"), values![now])?;
    rows.iter().map(read).collect()
}

/// One of them at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn one(sql: &impl Sql, id: &WebhookId, now: u64) -> Result<Option<Webhook>, StoreError> {
    let statement = format!("SELECT {COLUMNS} FROM webhooks WHERE id = ?2");
    sql.run(&statement, values![now, id.as_str()])?.first().map(read).transpose()
}

/// Adds one.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn add(
    sql: &impl Sql,
    id: &WebhookId,
    content: &SaveWebhook,
    secret: &str,
    now: u64,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO webhooks (id, name, url, events, enabled, secret, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        values![
            id.as_str(),
            content.name.as_str(),
            content.url.as_str(),
            to_json(&content.events),
            content.enabled,
            secret,
            now
        ],
    )
    .map(drop)
}

/// Changes one, which begins anew with that: what was said of its failing is forgotten.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put(sql: &impl Sql, id: &WebhookId, content: &SaveWebhook) -> Result<(), StoreError> {
    sql.run(
        "UPDATE webhooks SET name = ?, url = ?, events = ?, enabled = ?, failing_since = NULL, gave_up_at = NULL, \
         rests_until = 0 WHERE id = ?",
        values![
            content.name.as_str(),
            content.url.as_str(),
            to_json(&content.events),
            content.enabled,
            id.as_str()
        ],
    )
    .map(drop)
}

/// Removes one with its log. Whether it was there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn remove(sql: &impl Sql, id: &WebhookId) -> Result<bool, StoreError> {
    sql.run("DELETE FROM deliveries WHERE webhook = ?", values![id.as_str()])?;
    Ok(!sql.run("DELETE FROM webhooks WHERE id = ? RETURNING 1", values![id.as_str()])?.is_empty())
}

/// Gives one a new secret; the old one counts until `old_until` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn put_secret(sql: &impl Sql, id: &WebhookId, secret: &str, old_until: u64) -> Result<(), StoreError> {
    let statement = "UPDATE webhooks SET old_secret = secret, old_secret_until = ?, secret = ? WHERE id = ?";
    sql.run(statement, values![old_until, secret, id.as_str()]).map(drop)
}

/// Whether any is switched on.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn any_listens(sql: &impl Sql) -> Result<bool, StoreError> {
    Ok(!sql.run("SELECT 1 FROM webhooks WHERE enabled = 1 LIMIT 1", &[])?.is_empty())
}

/// Those that are switched on and are told of such events.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn listening(sql: &impl Sql, kind: EventKind) -> Result<Vec<WebhookId>, StoreError> {
    let mut found = Vec::new();
    for row in sql.run("SELECT id, events FROM webhooks WHERE enabled = 1 ORDER BY number", &[])? {
        if events(&row, 1)?.contains(&kind) {
            found.push(row.parsed(0, "a webhook id", WebhookId::parse)?);
        }
    }
    Ok(found)
}

/// The number of one more event of the account's own.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_event(sql: &impl Sql) -> Result<u64, StoreError> {
    let rows = sql.run("UPDATE account SET events = events + 1 RETURNING events", &[])?;
    rows.first().map_or(Ok(0), |row| row.number(0))
}

/// One event for one webhook, unless it was told of it before: behind whatever waits about the same.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn enqueue(
    sql: &impl Sql,
    webhook: &WebhookId,
    (event, kind, about): (&str, EventKind, &str),
    body: &str,
    now: u64,
) -> Result<(), StoreError> {
    sql.run(
        "INSERT OR IGNORE INTO deliveries (webhook, event, kind, about, body, at, state, attempts, due_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', 0, max(?6, coalesce((SELECT max(due_at) FROM deliveries \
         WHERE webhook = ?1 AND about = ?4 AND state = 'waiting'), 0)))",
        values![webhook.as_str(), event, kind.as_str(), about, body, now],
    )
    .map(drop)
}

/// The webhooks for which something is due at `now` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn with_something_due(sql: &impl Sql, now: u64) -> Result<Vec<WebhookId>, StoreError> {
    let statement = "SELECT id FROM webhooks WHERE enabled = 1 AND rests_until <= ?1 AND EXISTS (SELECT 1 FROM deliveries \
         WHERE webhook = webhooks.id AND state = 'waiting' AND due_at <= ?1) ORDER BY number";
    let rows = sql.run(statement, values![now])?;
    rows.iter().map(|row| row.parsed(0, "a webhook id", WebhookId::parse)).collect()
}

/// What is due first for a webhook at `now` (ms). What is about the same comes in the order it happened: it is never due
/// before what happened earlier.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn due(sql: &impl Sql, webhook: &WebhookId, now: u64) -> Result<Option<Job>, StoreError> {
    let statement = "SELECT deliveries.number, webhooks.url, webhooks.secret, \
         CASE WHEN old_secret_until > ?1 THEN old_secret END, event, about, body, attempts, failing_since \
         FROM deliveries JOIN webhooks ON webhooks.id = deliveries.webhook \
         WHERE deliveries.webhook = ?2 AND state = 'waiting' AND due_at <= ?1 AND enabled = 1 AND rests_until <= ?1 \
         ORDER BY due_at, deliveries.number LIMIT 1";
    let job = |row: &Row| {
        Ok(Job {
            delivery: row.number(0)?,
            webhook: webhook.clone(),
            url: row.text(1)?,
            secrets: [Some(row.text(2)?), row.maybe_text(3)?].into_iter().flatten().collect(),
            event: row.text(4)?,
            about: row.text(5)?,
            body: row.text(6)?,
            attempts: u32::try_from(row.number(7)?).unwrap_or(u32::MAX),
            failing_since: row.maybe_number(8)?,
        })
    };
    sql.run(statement, values![now, webhook.as_str()])?.first().map(job).transpose()
}

/// A delivery is over: the server took it, or it was tried for the last time.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn finish(
    sql: &impl Sql,
    job: &Job,
    state: DeliveryState,
    (status, problem): (Option<u16>, Option<&str>),
    now: u64,
) -> Result<(), StoreError> {
    sql.run(
        "UPDATE deliveries SET state = ?, attempts = attempts + 1, status = ?, problem = ?, done_at = ? WHERE number = ?",
        values![state_text(state), status, problem, now, job.delivery],
    )
    .map(drop)
}

/// A delivery is tried again at `due_at`, and what is about the same not before.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn postpone(
    sql: &impl Sql,
    job: &Job,
    (status, problem): (Option<u16>, Option<&str>),
    due_at: u64,
) -> Result<(), StoreError> {
    sql.run(
        "UPDATE deliveries SET attempts = attempts + 1, status = ?, problem = ? WHERE number = ?",
        values![status, problem, job.delivery],
    )?;
    sql.run(
        "UPDATE deliveries SET due_at = max(due_at, ?) WHERE webhook = ? AND about = ? AND state = 'waiting'",
        values![due_at, job.webhook.as_str(), job.about.as_str()],
    )
    .map(drop)
}

/// Something came through.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn works(sql: &impl Sql, webhook: &WebhookId) -> Result<(), StoreError> {
    let statement = "UPDATE webhooks SET failing_since = NULL, rests_until = 0 WHERE id = ?";
    sql.run(statement, values![webhook.as_str()]).map(drop)
}

/// Nothing came through at `now` (ms): nothing else is tried until `rests_until`.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn fails(sql: &impl Sql, webhook: &WebhookId, now: u64, rests_until: u64) -> Result<(), StoreError> {
    let statement =
        "UPDATE webhooks SET failing_since = coalesce(failing_since, ?), rests_until = ? WHERE id = ?";
    sql.run(statement, values![now, rests_until, webhook.as_str()]).map(drop)
}

/// Switches one off that has failed for too long.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn give_up(sql: &impl Sql, webhook: &WebhookId, now: u64) -> Result<(), StoreError> {
    let statement = "UPDATE webhooks SET enabled = 0, gave_up_at = ? WHERE id = ?";
    sql.run(statement, values![now, webhook.as_str()]).map(drop)
}

/// Sends a delivery again at `now` (ms), as often as a new one. Whether it was there.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn again(sql: &impl Sql, webhook: &WebhookId, delivery: u64, now: u64) -> Result<bool, StoreError> {
    let rows = sql.run(
        "UPDATE deliveries SET state = 'waiting', attempts = 0, due_at = ?, done_at = NULL \
         WHERE webhook = ? AND number = ? RETURNING 1",
        values![now, webhook.as_str(), delivery],
    )?;
    sql.run("UPDATE webhooks SET rests_until = 0 WHERE id = ?", values![webhook.as_str()])?;
    Ok(!rows.is_empty())
}

/// A page of a webhook's log since `since` (ms), the newest first.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn log(
    sql: &impl Sql,
    webhook: &WebhookId,
    before: Option<u64>,
    limit: u32,
    since: u64,
) -> Result<Vec<Delivery>, StoreError> {
    let statement = "SELECT number, event, kind, at, state, attempts, status, problem, due_at, done_at FROM deliveries \
         WHERE webhook = ? AND at >= ? AND number < coalesce(?, number + 1) ORDER BY number DESC LIMIT ?";
    let rows = sql.run(statement, values![webhook.as_str(), since, before, limit])?;
    let read = |row: &Row| {
        let state = row.parsed(4, "a state", state)?;
        Ok(Delivery {
            id: row.number(0)?,
            event: row.text(1)?,
            kind: row.parsed(2, "a kind of event", |text| {
                EventKind::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
            })?,
            at: row.number(3)?,
            state,
            attempts: u32::try_from(row.number(5)?).unwrap_or(u32::MAX),
            status: row.maybe_number(6)?.and_then(|status| u16::try_from(status).ok()),
            problem: row.maybe_text(7)?,
            next_at: Some(row.number(8)?).filter(|_| state == DeliveryState::Waiting),
            done_at: row.maybe_number(9)?,
        })
    };
    rows.iter().map(read).collect()
}

fn state(text: &str) -> Result<DeliveryState, ()> {
    [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::Dead]
        .into_iter()
        .find(|state| state_text(*state) == text)
        .ok_or(())
}

fn state_text(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Dead => "dead",
    }
}

/// Forgets what is older than `since` (ms).
///
/// # Errors
/// [`StoreError`] from the database.
pub fn forget(sql: &impl Sql, since: u64) -> Result<(), StoreError> {
    sql.run("DELETE FROM deliveries WHERE at < ?", values![since]).map(drop)
}

/// When something is to be sent next.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn next_due(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    let statement = "SELECT min(max(rests_until, (SELECT min(due_at) FROM deliveries \
         WHERE webhook = webhooks.id AND state = 'waiting'))) FROM webhooks WHERE enabled = 1";
    sql.run(statement, &[])?.first().map_or(Ok(None), |row| row.maybe_number(0))
}

/// Since when the oldest delivery of the log is in it.
///
/// # Errors
/// [`StoreError`] from the database.
pub fn oldest(sql: &impl Sql) -> Result<Option<u64>, StoreError> {
    sql.run("SELECT min(at) FROM deliveries", &[])?.first().map_or(Ok(None), |row| row.maybe_number(0))
}
