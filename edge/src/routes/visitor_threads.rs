//! `POST /v1/{account}/threads`: a visitor's own conversations, in whichever inbox they are (P17).
//!
//! Who asks is who the token says, and nothing else names a visitor. Which inboxes to ask is the account's to know; what
//! is in them, their shards'.

use std::cell::RefCell;
use std::cmp::Reverse;

use conversation::ids::{AccountId, VisitorId};
use protocol::code::Code;
use protocol::limits::{RATE_MESSAGES, RATE_WINDOW_MS};
use protocol::visitor::{ThreadsRequest, VisitorThread, VisitorThreads};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::visitors::{Page, TEXT, to_page};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::InboxesOf;
use crate::objects::call::visitor::ListOwn;
use crate::platform::clock::now_ms;
use crate::platform::{incoming, reply};
use crate::shard::pace::Pace;
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
    let claims = admitted(visit, page, &asked.token)?;
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
            let heading = page.ready.flow(&thread.chatflow).map(|flow| flow.show.heading.clone());
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
                socket: socket.clone(),
            });
        }
    }
    threads.sort_by_key(|thread| Reverse(thread.at));
    reply::ok(&VisitorThreads { threads })
}

/// The visitor behind a token, unless they ask too fast.
pub(super) fn admitted(visit: &Visit<'_>, page: &Page, token: &str) -> Result<Claims, Error> {
    let claims = page.visitor(visit, Some(token))?.filter(|claims| claims.origin.is_some());
    let claims = claims
        .ok_or_else(|| Error::rejected(Code::AuthRequired, "the token does not count here").about("token"))?;
    PACE.with_borrow_mut(|pace| pace.admit(&claims.visitor, now_ms()))?;
    Ok(claims)
}
