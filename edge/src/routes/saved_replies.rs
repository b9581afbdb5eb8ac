//! Saved replies (P45): everybody's, and one's own.

use conversation::ids::SavedReplyId;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::saved_replies::{DeleteSavedReply, ListSavedReplies, PutSavedReply};
use crate::platform::{incoming, reply};

/// `GET`, and `POST` a new one, `/api/saved-replies`; `shared` is whether the road is everybody's.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request, shared: bool) -> Result<Response, Error> {
    if request.method() == Method::Post {
        return put(visit, request, shared, None).await;
    }
    let signed = signed(visit)?;
    let call = ListSavedReplies { me: signed.session.id.clone() };
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?)
}

/// `PUT` and `DELETE` one.
pub(super) async fn one(
    visit: &Visit<'_>,
    request: &mut Request,
    shared: bool,
    id: SavedReplyId,
) -> Result<Response, Error> {
    if request.method() == Method::Put {
        return put(visit, request, shared, Some(id)).await;
    }
    let me = signed(visit)?.session.id;
    reply::ok(&entry::change(visit, &DeleteSavedReply { me, shared, id }).await?)
}

async fn put(
    visit: &Visit<'_>,
    request: &mut Request,
    shared: bool,
    id: Option<SavedReplyId>,
) -> Result<Response, Error> {
    let me = signed(visit)?.session.id;
    let content = incoming::body(request, "application/json").await?;
    reply::ok(&entry::change(visit, &PutSavedReply { me, shared, id, content }).await?)
}
