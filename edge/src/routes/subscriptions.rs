//! Consent to communicate (S85, S86): `/api/subscriptions`, what visitors can subscribe to; what a contact has, below their
//! address; and `/v1/{account}/subscriptions`, what a visitor is asked and has.

use conversation::ids::{AccountId, ContactId, SubscriptionId};
use protocol::rest::subscriptions::Subscription;
use protocol::visitor::{SubscriptionsRequest, UnsubscribeRequest};
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use super::visitor_threads::admitted;
use super::visitors::{TEXT, to_page};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::subscriptions::{
    DeleteSubscriptionType, HowEnded, ListSubscriptionTypes, LookAtSubscriptions, PutSubscriptionType,
    SubscriptionsOf, Unsubscribe, UnsubscribeContact,
};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// `GET /api/subscriptions`, and `POST` a new one.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Post {
        let call = PutSubscriptionType { id: None, content: incoming::body(request, JSON).await? };
        return reply::ok(&entry::change(visit, &call).await?);
    }
    let signed = signed(visit)?;
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &ListSubscriptionTypes {}).await?)
}

/// `PUT` and `DELETE` `/api/subscriptions/{subscription}`.
pub(super) async fn one(
    visit: &Visit<'_>,
    request: &mut Request,
    it: SubscriptionId,
) -> Result<Response, Error> {
    if request.method() == Method::Put {
        let call = PutSubscriptionType { id: Some(it), content: incoming::body(request, JSON).await? };
        return reply::ok(&entry::change(visit, &call).await?);
    }
    reply::ok(&entry::change(visit, &DeleteSubscriptionType { id: it }).await?)
}

/// `GET /api/contacts/{contact}/subscriptions`.
pub(super) async fn of_contact(visit: &Visit<'_>, contact: ContactId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let call = SubscriptionsOf { contact };
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?)
}

/// `DELETE /api/contacts/{contact}/subscriptions/{subscription}`.
pub(super) async fn end(
    visit: &Visit<'_>,
    contact: ContactId,
    subscription: SubscriptionId,
) -> Result<Response, Error> {
    let by = signed(visit)?.session.id;
    reply::ok(&entry::change(visit, &UnsubscribeContact { contact, subscription, by }).await?)
}

/// What a thread's visitor subscribed to there, with how that ended: the account knows.
pub(super) async fn with_ends(
    visit: &Visit<'_>,
    account: AccountId,
    mut subscriptions: Vec<Subscription>,
) -> Result<Vec<Subscription>, Error> {
    if subscriptions.is_empty() {
        return Ok(subscriptions);
    }
    let call = HowEnded { numbers: subscriptions.iter().map(|one| one.number).collect() };
    let ended = Address::Account(account).ask(visit.env, visit.id, &call).await?;
    for (one, ended) in subscriptions.iter_mut().zip(ended) {
        one.ended = ended;
    }
    Ok(subscriptions)
}

/// `POST /v1/{account}/subscriptions`: changes nothing; a visitor without a token is asked like any stranger.
pub(super) async fn own(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let SubscriptionsRequest { chatflow, token } = incoming::body(request, TEXT).await?;
        let claims = page.visitor(visit, token.as_deref()).await?;
        let (visitor, named) = claims.map(|claims| (claims.visitor, claims.contact)).unzip();
        let call = LookAtSubscriptions { chatflow, visitor, named: named.flatten() };
        reply::ok(&Address::Account(page.account.clone()).ask(visit.env, visit.id, &call).await?)
    })
    .await
}

/// `POST /v1/{account}/unsubscribe`.
pub(super) async fn unsubscribe(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let UnsubscribeRequest { token, subscription } = incoming::body(request, TEXT).await?;
        let claims = admitted(visit, page, &token).await?;
        let call = Unsubscribe { visitor: claims.visitor, named: claims.contact, subscription };
        reply::ok(&Address::Account(page.account.clone()).ask(visit.env, visit.id, &call).await?)
    })
    .await
}
