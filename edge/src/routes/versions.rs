//! The versions of a chatflow, and when it is switched by itself (N9).

use conversation::ids::ChatflowId;
use protocol::rest::versions::RollBack;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::chatflows::{GetSchedule, ListVersions, PutChatflowSchedule, RollBackChatflow};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// `GET /api/chatflows/{id}/versions`.
pub(super) async fn all(visit: &Visit<'_>, chatflow: ChatflowId) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let call = ListVersions { id: chatflow };
    reply::ok(&Address::Account(account).ask(visit.env, visit.id, &call).await?)
}

/// `POST /api/chatflows/{id}/versions/{n}/restore`.
pub(super) async fn restore(
    visit: &Visit<'_>,
    request: &mut Request,
    chatflow: ChatflowId,
    number: u64,
) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let RollBack { revision } = incoming::body(request, JSON).await?;
    let detail = entry::change(visit, &RollBackChatflow { id: chatflow, number, revision }).await?;
    memory::forget(&account);
    reply::ok(&detail)
}

/// `GET` and `PUT` `/api/chatflows/{id}/schedule`.
pub(super) async fn schedule(
    visit: &Visit<'_>,
    request: &mut Request,
    chatflow: ChatflowId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    if request.method() == Method::Put {
        let content = incoming::body(request, JSON).await?;
        let by = signed.by().agent;
        return reply::ok(&entry::change(visit, &PutChatflowSchedule { id: chatflow, content, by }).await?);
    }
    let call = GetSchedule { id: chatflow };
    reply::ok(&Address::Account(signed.account).ask(visit.env, visit.id, &call).await?)
}
