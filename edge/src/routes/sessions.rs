//! `/api/me/sessions`: where one is signed in, and ending that from elsewhere (T23).

use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::signed;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::oneself::{EndSessions, ListSessions};
use crate::platform::reply;

/// `GET`, and `DELETE` all others, `/api/me/sessions`.
pub(super) async fn all(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    if request.method() == Method::Delete {
        return end(visit, None).await;
    }
    let signed = signed(visit)?;
    let call = ListSessions { agent: signed.session.id.clone(), mine: signed.presented.digest() };
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?)
}

/// `DELETE /api/me/sessions/{handle}`.
pub(super) async fn one(visit: &Visit<'_>, handle: String) -> Result<Response, Error> {
    end(visit, Some(handle)).await
}

async fn end(visit: &Visit<'_>, handle: Option<String>) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let call = EndSessions {
        agent: signed.session.id.clone(),
        handle,
        mine: signed.presented.digest(),
        by: signed.by(),
    };
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?)
}
