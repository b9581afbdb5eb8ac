//! `GET /chat/{account}` and `/chat/{account}/{chatflow}`: the chat on a page of its own (P25, E29).
//!
//! It runs the same loader as every site, in its inline mode, so nothing is stored before the visitor acts, and what they
//! began is there when they come back.

use conversation::ids::{AccountId, ChatflowId};
use protocol::language;
use targeting::Visitor;
use worker::{Request, Response};

use super::dispatch::Visit;
use crate::chat_page::{Content, page, policy};
use crate::error::Error;
use crate::memory;
use crate::platform::incoming::header;
use crate::platform::reply::Reply;

pub(super) async fn show(
    visit: &Visit<'_>,
    request: &Request,
    account: Option<AccountId>,
    chatflow: Option<ChatflowId>,
) -> Result<Response, Error> {
    let ready = match &account {
        Some(account) => memory::account(visit.env, visit.context, visit.id, account).await?,
        None => None,
    };
    let own = &visit.own;
    let shown = account.as_ref().zip(ready.as_ref()).and_then(|(account, ready)| match &chatflow {
        Some(chatflow) => ready.flow(chatflow).map(|flow| flow.show.clone()),
        // Where it depends on circumstances, the browser learns what it gets; the title can wait for nobody.
        None => ready.decide(&format!("{own}/chat/{account}"), &Visitor::ANONYMOUS).ok()?.show,
    });
    // Without a chatflow of that name there is nothing to ask for. Else the browser decides: it may know the visitor.
    let is_there = ready.is_some() && (chatflow.is_none() || shown.is_some());
    let wished = header(request, "accept-language").unwrap_or_default();
    let owners = shown.as_ref().and_then(|show| show.language.as_deref());
    let language = owners.map_or_else(|| language::accepted(&wished), language::nearest);
    let name = shown.as_ref().map(|show| show.heading.as_str());
    let content = Content { account: account.as_ref().filter(|_| is_there), name, language };
    let policy = policy(own);
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-language", language.tag),
        ("cache-control", "no-store"),
        ("vary", "Accept-Language"),
        ("content-security-policy", policy.as_str()),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-robots-tag", "noindex"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ];
    let status = if is_there { 200 } else { 404 };
    Ok(Reply::new(status).with(&headers).bytes(page(content).into_bytes()))
}
