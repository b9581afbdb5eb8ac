//! `/api/webhooks`: who is told what happens (P67). Admins make them; secrets are shown once.

use conversation::ids::{AccountId, WebhookId};
use protocol::limits::SEQ_MAX;
use protocol::rest::Nothing;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use super::page;
use super::threads::only;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::Call;
use crate::objects::call::webhooks::{
    CreateWebhook, DeleteWebhook, ListDeliveries, ListWebhooks, PutWebhook, RotateSecret, SendAgain,
};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// `GET /api/webhooks`, and `POST` a new one.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Post {
        let content = incoming::body(request, JSON).await?;
        return reply::ok(&entry::change(visit, &CreateWebhook { content }).await?);
    }
    let account = signed(visit)?.account;
    reply::ok(&ask(visit, account, ListWebhooks {}).await?)
}

/// `PUT` and `DELETE` `/api/webhooks/{webhook}`.
pub(super) async fn one(
    visit: &Visit<'_>,
    request: &mut Request,
    webhook: WebhookId,
) -> Result<Response, Error> {
    if request.method() == Method::Put {
        let content = incoming::body(request, JSON).await?;
        return reply::ok(&entry::change(visit, &PutWebhook { id: webhook, content }).await?);
    }
    reply::ok(&entry::change(visit, &DeleteWebhook { id: webhook }).await?)
}

/// `POST /api/webhooks/{webhook}/secret`.
pub(super) async fn secret(
    visit: &Visit<'_>,
    request: &mut Request,
    webhook: WebhookId,
) -> Result<Response, Error> {
    let Nothing {} = incoming::body(request, JSON).await?;
    reply::ok(&entry::change(visit, &RotateSecret { id: webhook }).await?)
}

/// `GET /api/webhooks/{webhook}/deliveries`.
pub(super) async fn deliveries(
    visit: &Visit<'_>,
    request: &Request,
    webhook: WebhookId,
) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    only(request, &["cursor", "limit"])?;
    let before = page::cursor(request, |text| {
        let is_digits = text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u64>().ok().filter(|number| is_digits && *number <= SEQ_MAX)
    })?;
    let call = ListDeliveries { id: webhook, before, limit: page::limit(request)? };
    reply::ok(&ask(visit, account, call).await?)
}

/// `POST /api/webhooks/{webhook}/deliveries/{delivery}/again`.
pub(super) async fn again(
    visit: &Visit<'_>,
    request: &mut Request,
    webhook: WebhookId,
    delivery: u64,
) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let Nothing {} = incoming::body(request, JSON).await?;
    reply::ok(&ask(visit, account, SendAgain { id: webhook, delivery }).await?)
}

async fn ask<C: Call>(visit: &Visit<'_>, account: AccountId, call: C) -> Result<C::Answer, Error> {
    Address::Account(account).ask(visit.env, visit.id, &call).await
}
