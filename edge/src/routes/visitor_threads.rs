//! `POST /v1/{account}/threads`: a visitor's own conversations, in whichever inbox they are (P17).
//!
//! Who asks is who the token says, and nothing else names a visitor. Which inboxes to ask is the account's to know; what
//! is in them, their shards'.

use std::cell::RefCell;
use std::cmp::Reverse;

use conversation::ids::{AccountId, InboxId, VisitorId};
use protocol::code::Code;
use protocol::limits::{PAGE_MAX, RATE_MESSAGES, RATE_WINDOW_MS};
use protocol::visitor::{
    AskedRating, Forgotten, LogRequest, RatingRequest, ReviseRequest, ThreadsRequest, VisitorThread,
    VisitorThreads,
};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::visitors::{Page, TEXT, to_page};
use crate::erasures;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::InboxesOf;
use crate::objects::call::visitor::{ListOwn, PartOwn, PartVisitor, RateOwn, ReadOwnLog, ReviseOwn};
use crate::platform::clock::now_ms;
use crate::platform::{incoming, random, reply};
use crate::shard::pace::Pace;
use crate::store::threads::traces::Traces;
use crate::token::Claims;

thread_local! {
    /// Each question asks several objects: nobody asks faster than a person opens lists.
    static PACE: RefCell<Pace<VisitorId>> = RefCell::new(Pace::new(RATE_MESSAGES, RATE_WINDOW_MS));
}

pub(super) async fn all(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| listed(visit, request, page).await).await
}

async fn listed(visit: &Visit<'_>, request: &mut Request, page: &Page) -> Result<Response, Error> {
    let asked: ThreadsRequest = incoming::body(request, TEXT).await?;
    let claims = admitted(visit, page, &asked.token).await?;
    let account = &page.account;
    let call = InboxesOf { visitor: claims.visitor.clone() };
    let inboxes = Address::Account(account.clone()).ask(visit.env, visit.id, &call).await?;
    let mut threads = Vec::new();
    for inbox in inboxes {
        // An inbox that was deleted meanwhile has none.
        let Ok(shard) = page.shard(inbox.clone(), claims.shard) else { continue };
        let own = ListOwn { visitor: claims.visitor.clone() };
        let socket = format!("/v1/{account}/inboxes/{inbox}/shards/{}/socket", claims.shard);
        for thread in shard.ask(visit.env, visit.id, &own).await? {
            let flow = page.ready.flow(&thread.chatflow);
            let heading = flow.map(|flow| flow.show.heading.clone());
            let question = flow.and_then(|flow| flow.rating.clone()).filter(|_| thread.is_unrated);
            let rating = question.map(|asks| AskedRating { scale: asks.scale, question: asks.question });
            threads.push(VisitorThread {
                id: thread.id,
                chatflow: thread.chatflow,
                heading,
                agent: thread.agent,
                status: thread.status,
                last: thread.last,
                by: thread.by,
                at: thread.at,
                unread: thread.unread,
                rating,
                socket: socket.clone(),
            });
        }
    }
    threads.sort_by_key(|thread| Reverse(thread.at));
    reply::ok(&VisitorThreads { threads })
}

/// `POST /v1/{account}/forget`: what was said stays the office's, and nothing that this browser holds leads to it any more.
/// Shards first: until the account has heard, whoever asks again finds what is left to do.
pub(super) async fn forget(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let asked: ThreadsRequest = incoming::body(request, TEXT).await?;
        let claims = admitted(visit, page, &asked.token).await?;
        let (visitor, instead) = (claims.visitor, VisitorId::from_random(random::bytes()?));
        let account = Address::Account(page.account.clone());
        let call = InboxesOf { visitor: visitor.clone() };
        let mut left = Traces::default();
        for inbox in account.ask(visit.env, visit.id, &call).await? {
            let Ok(shard) = page.shard(inbox, claims.shard) else { continue };
            let call = PartOwn { visitor: visitor.clone(), instead: instead.clone() };
            left = left.and(shard.ask(visit.env, visit.id, &call).await?);
        }
        let number = Some(erasures::number(random::bytes()?));
        let call = PartVisitor { visitor, instead, number, left };
        reply::ok(&Forgotten { erasure: account.ask(visit.env, visit.id, &call).await? })
    })
    .await
}

/// `POST …/shards/{n}/log`: what was said in a conversation of theirs, for a transcript (P18).
pub(super) async fn log(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
    inbox: InboxId,
    shard: u16,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let address = page.shard(inbox, shard)?;
        let LogRequest { token, thread, after_seq } = incoming::body(request, TEXT).await?;
        let visitor = admitted(visit, page, &token).await?.visitor;
        let call = ReadOwnLog { visitor, thread, after_seq, limit: PAGE_MAX };
        reply::ok(&address.ask(visit.env, visit.id, &call).await?)
    })
    .await
}

/// The visitor behind a token, unless they ask too fast.
pub(super) async fn admitted(visit: &Visit<'_>, page: &Page, token: &str) -> Result<Claims, Error> {
    let claims = page.visitor(visit, Some(token)).await?.filter(|claims| claims.origin.is_some());
    let claims = claims
        .ok_or_else(|| Error::rejected(Code::AuthRequired, "the token does not count here").about("token"))?;
    PACE.with_borrow_mut(|pace| pace.admit(&claims.visitor, now_ms()))?;
    Ok(claims)
}

/// `POST …/shards/{n}/revise`: a visitor says a message of theirs in other words, or takes it back (P26).
pub(super) async fn revise(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
    inbox: InboxId,
    shard: u16,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let address = page.shard(inbox, shard)?;
        let ReviseRequest { token, thread, message, text } = incoming::body(request, TEXT).await?;
        let visitor = admitted(visit, page, &token).await?.visitor;
        address.ask(visit.env, visit.id, &ReviseOwn { visitor, thread, message, text }).await?;
        reply::ok(&serde_json::json!({}))
    })
    .await
}

/// `POST …/shards/{n}/rating`: what a visitor thinks of a conversation that has ended (H68).
pub(super) async fn rate(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
    inbox: InboxId,
    shard: u16,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let address = page.shard(inbox, shard)?;
        let RatingRequest { token, thread, score, comment } = incoming::body(request, TEXT).await?;
        let visitor = admitted(visit, page, &token).await?.visitor;
        let scales = page.ready.scales().collect();
        // As at the door for messages (N20).
        let comment = comment.map(|comment| page.ready.masks().mask(&comment).unwrap_or(comment));
        let call = RateOwn { visitor, thread, scales, score, comment };
        address.ask(visit.env, visit.id, &call).await?;
        reply::ok(&serde_json::json!({}))
    })
    .await
}
