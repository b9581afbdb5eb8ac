//! `/api/chatflows`: the list with a switch each, one of them with all it says, and what an admin changes.
//!
//! What is changed here is what the next page view gets (S87).

use conversation::access::Action;
use conversation::ids::{AccountId, ChatflowId};
use protocol::code::Code;
use protocol::limits::{BODY_BYTES, COVERED_PAGES, SITEMAP_BYTES};
use protocol::rest::{self, Chatflows, Enabled, Findings, NewChatflow, Order};
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::chatflow::reading;
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::{
    Call, CheckChatflow, CreateChatflow, DeleteChatflow, GetChatflow, ListChatflows, OrderChatflows,
    SaveChatflow, SwitchChatflow,
};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// Changes something and lets this Worker's next answer know.
async fn change<C: Call>(visit: &Visit<'_>, account: AccountId, call: C) -> Result<C::Answer, Error> {
    let changed = entry::change(visit, &call).await?;
    memory::forget(&account);
    Ok(changed)
}

/// `GET /api/chatflows` (S10), and `POST` a new one.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Post {
        let account = signed(visit)?.account;
        let NewChatflow { name, copy_of } = incoming::body(request, JSON).await?;
        return reply::ok(&change(visit, account, CreateChatflow { name, copy_of }).await?);
    }
    let signed = signed(visit)?;
    let chatflows = Address::Account(signed.account).ask(visit.env, visit.id, &ListChatflows {}).await?;
    reply::ok(&Chatflows { chatflows })
}

/// `GET`, `PUT` and `DELETE` `/api/chatflows/{id}`.
pub(super) async fn one(
    visit: &Visit<'_>,
    request: &mut Request,
    chatflow: ChatflowId,
) -> Result<Response, Error> {
    match request.method() {
        Method::Put => {
            let account = signed(visit)?.account;
            let body = incoming::body(request, JSON).await?;
            let rest::SaveChatflow { revision, chatflow: content } =
                reading::body(body, |asked: &rest::SaveChatflow| &asked.chatflow)?;
            reply::ok(&change(visit, account, SaveChatflow { id: chatflow, revision, content }).await?)
        }
        Method::Delete => {
            let account = signed(visit)?.account;
            let chatflows = change(visit, account, DeleteChatflow { id: chatflow }).await?;
            reply::ok(&Chatflows { chatflows })
        }
        _ => {
            let signed = signed(visit)?;
            let call = GetChatflow { id: chatflow };
            let is_admin = signed.may(Action::ChangeChatflows);
            let mut detail = Address::Account(signed.account).ask(visit.env, visit.id, &call).await?;
            // What webhooks are signed with is for those who set it.
            if let Some(bot) = detail.chatflow.bot.as_mut().filter(|_| !is_admin) {
                bot.secret = None;
            }
            reply::ok(&detail)
        }
    }
}

/// `PUT /api/chatflows/{id}/enabled` (S10, S11).
pub(super) async fn switch(
    visit: &Visit<'_>,
    request: &mut Request,
    chatflow: ChatflowId,
) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let Enabled { enabled } = incoming::body(request, JSON).await?;
    reply::ok(
        &change(visit, account, SwitchChatflow { chatflow, enabled }).await?.ok_or_else(Error::not_found)?,
    )
}

/// `PUT /api/chatflows/order`.
pub(super) async fn order(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let Order { chatflows } = incoming::body(request, JSON).await?;
    let chatflows = change(visit, account, OrderChatflows { chatflows }).await?;
    reply::ok(&Chatflows { chatflows })
}

/// `POST /api/chatflows/check`: changes nothing, but only who may change chatflows is told.
pub(super) async fn check(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let body = incoming::long_body(request, JSON, BODY_BYTES + SITEMAP_BYTES).await?;
    let rest::CheckChatflow { chatflow: content, pages } =
        reading::body(body, |asked: &rest::CheckChatflow| &asked.chatflow)?;
    if pages.len() > COVERED_PAGES {
        let message = format!("at most {COVERED_PAGES} pages, got {}", pages.len());
        return Err(Error::rejected(Code::TooMany, message).about("pages"));
    }
    let call = CheckChatflow { content, pages };
    let findings = Address::Account(account).ask(visit.env, visit.id, &call).await?;
    reply::ok(&Findings { findings })
}
