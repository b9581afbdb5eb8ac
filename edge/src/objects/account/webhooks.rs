//! What the account is asked about its webhooks, and sending what is due to them.

use conversation::ids::{WebhookId, random_part};
use futures_util::future::join_all;
use worker::{Request, Response};

use super::Account;
use crate::error::Error;
use crate::objects::call::Call;
use crate::objects::call::webhooks::{
    CreateWebhook, DeleteWebhook, Heard, ListDeliveries, ListWebhooks, PutWebhook, RotateSecret, SendAgain,
    TellEvents,
};
use crate::objects::serve::answer;
use crate::platform::clock::now_ms;
use crate::platform::sql::ObjectSql;
use crate::platform::{outgoing, random};
use crate::store::account::webhooks::{self as kept, Job};
use crate::store::account::{self, colleagues};
use crate::webhook::{event_headers, target};
use crate::webhooks;

/// A server has so long to answer (ms).
const PATIENCE_MS: u32 = 10_000;
/// One alarm begins no more deliveries after so long (ms): others wait for it.
const AT_ONCE_MS: u64 = 20_000;

/// Answers the question of that verb, if it is one of these.
pub(super) async fn route(sql: &ObjectSql, verb: &str, request: &mut Request) -> Result<Response, Error> {
    match verb {
        TellEvents::VERB => {
            answer(request, async |TellEvents { inbox, events }| {
                webhooks::hear(sql, &inbox, &events, now_ms())?;
                let revision = colleagues::revision(sql)?;
                Ok(Heard { revision, wanted: kept::any_listens(sql)? })
            })
            .await
        }
        ListWebhooks::VERB => answer(request, async |_: ListWebhooks| webhooks::list(sql, now_ms())).await,
        CreateWebhook::VERB => {
            answer(request, async |CreateWebhook { content }| {
                let id = WebhookId::parse(&random_part(random::bytes()?))?;
                webhooks::create(sql, &id, &content, random::secret()?, now_ms())
            })
            .await
        }
        PutWebhook::VERB => {
            answer(request, async |PutWebhook { id, content }| webhooks::save(sql, &id, &content, now_ms()))
                .await
        }
        DeleteWebhook::VERB => {
            answer(request, async |call: DeleteWebhook| webhooks::remove(sql, &call.id, now_ms())).await
        }
        RotateSecret::VERB => {
            answer(request, async |call: RotateSecret| {
                webhooks::rotate(sql, &call.id, random::secret()?, now_ms())
            })
            .await
        }
        ListDeliveries::VERB => {
            answer(request, async |ListDeliveries { id, before, limit }| {
                webhooks::log(sql, &id, before, limit, now_ms())
            })
            .await
        }
        SendAgain::VERB => {
            answer(request, async |SendAgain { id, delivery }| webhooks::again(sql, &id, delivery, now_ms()))
                .await
        }
        verb => super::tokens::route(sql, verb, request).await,
    }
}

impl Account {
    /// The alarm rang: sends what is due, to several webhooks at once and to each one thing after the other.
    pub(super) async fn deliver_due(&self) -> Result<(), Error> {
        let sql = self.database.get()?;
        webhooks::forget_old(sql, now_ms())?;
        let listening = kept::with_something_due(sql, now_ms())?;
        if listening.is_empty() {
            return Ok(());
        }
        let any_loopback = account::itself(sql)?.is_some_and(|itself| itself.any_loopback_origin);
        let until = now_ms() + AT_ONCE_MS;
        let each = listening.iter().map(|webhook| self.deliver_to(webhook, any_loopback, until));
        join_all(each).await.into_iter().collect()
    }

    async fn deliver_to(&self, webhook: &WebhookId, any_loopback: bool, until: u64) -> Result<(), Error> {
        let sql = self.database.get()?;
        while now_ms() < until
            && let Some(job) = kept::due(sql, webhook, now_ms())?
        {
            let outcome = self.send(&job, any_loopback).await;
            webhooks::settle(sql, &job, outcome, now_ms())?;
        }
        Ok(())
    }

    async fn send(&self, job: &Job, any_loopback: bool) -> webhooks::Outcome {
        // Checked anew: what was allowed once need not be now.
        let target = target(&job.url, any_loopback).map_err(|_| "address")?;
        let secrets: Vec<&str> = job.secrets.iter().map(String::as_str).collect();
        let headers = event_headers(&secrets, &job.event, job.delivery, now_ms() / 1_000, &job.body);
        outgoing::deliver(&self.env, &target, &headers, &job.body, PATIENCE_MS).await
    }
}
