//! `POST /v1/{account}/explain`: why this very page gets what it gets, for whoever follows a link of the console (N4).
//!
//! What is shown is an account's own configuration, so the link's permission is asked for, not only the origin.

use std::cell::RefCell;
use std::collections::BTreeMap;

use conversation::ids::{AccountId, ListId};
use protocol::code::Code;
use protocol::limits::{RATE_MESSAGES, RATE_WINDOW_MS};
use protocol::simulation::{ExplainPage, PageExplained};
use targeting::{PageUrl, Visitor};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::visitors::{Page, TEXT, to_page};
use crate::error::Error;
use crate::facts;
use crate::objects::address::Address;
use crate::objects::call::ListChatflows;
use crate::platform::clock::{now_ms, now_s};
use crate::platform::{incoming, reply, settings};
use crate::shard::pace::Pace;
use crate::simulation::link;

thread_local! {
    /// A link may be passed on: all who follow an account's links share one pace.
    static PACE: RefCell<Pace<AccountId>> = RefCell::new(Pace::new(RATE_MESSAGES, RATE_WINDOW_MS));
}

pub(super) async fn explain(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| explained(visit, request, page).await).await
}

async fn explained(visit: &Visit<'_>, request: &mut Request, page: &Page) -> Result<Response, Error> {
    let mut asked: ExplainPage = incoming::body(request, TEXT).await?;
    let key = settings::key(visit.env)?;
    let expires = link::read(&key, &asked.token, &page.account, &page.origin, now_s())?;
    if PageUrl::parse(&asked.url).origin() != page.origin {
        let message = "this page is on another site than the one that asks";
        return Err(Error::rejected(Code::OriginForbidden, message).about("url"));
    }
    facts::check(&asked.facts)?;
    facts::place(&mut asked.facts, incoming::place(visit.env, request).as_ref());
    PACE.with_borrow_mut(|pace| pace.admit(&page.account, now_ms()))?;
    let (claims, _) = page.up_to_date(visit, asked.visitor.as_deref()).await?;
    let known = claims.as_ref().is_some_and(|claims| claims.is_known());
    let lists = claims.map(|claims| claims.lists).unwrap_or_default();
    let lists: Vec<&str> = lists.iter().map(ListId::as_str).collect();
    let facts: Vec<(&str, &str)> =
        asked.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let who = Visitor { known, lists: &lists, facts: Some(&facts) };
    let (trace, decision) = page.ready.explain(&asked.url, &who);
    let account = Address::Account(page.account.clone());
    let chatflows = account.ask(visit.env, visit.id, &ListChatflows {}).await?.into_iter();
    let names: BTreeMap<String, String> =
        chatflows.map(|chatflow| (chatflow.targeting.id, chatflow.name)).collect();
    reply::ok(&PageExplained { trace, names, decision, known, expires: expires * 1_000 })
}
