//! `/api/apps`: pages of the owner's own beside conversations (P58). Admins change them.

use conversation::access::Role;
use conversation::ids::AppId;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use super::threads::only;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::apps::{DeleteApp, ListApps, PutApp};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// `GET /api/apps`, and `POST` a new one.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Post {
        return put(visit, request, None).await;
    }
    only(request, &[])?;
    let signed = signed(visit)?;
    let inboxes = || signed.session.inboxes.iter().map(|inbox| inbox.id.clone()).collect();
    let of = (signed.session.role < Role::Admin).then(inboxes);
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &ListApps { of }).await?)
}

/// `PUT` and `DELETE` `/api/apps/{app}`.
pub(super) async fn one(visit: &Visit<'_>, request: &mut Request, app: AppId) -> Result<Response, Error> {
    if request.method() == Method::Put {
        return put(visit, request, Some(app)).await;
    }
    reply::ok(&entry::change(visit, &DeleteApp { id: app }).await?)
}

async fn put(visit: &Visit<'_>, request: &mut Request, id: Option<AppId>) -> Result<Response, Error> {
    let call = PutApp { id, content: incoming::body(request, JSON).await?, own: visit.own.clone() };
    reply::ok(&entry::change(visit, &call).await?)
}
