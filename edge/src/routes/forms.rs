//! `POST /v1/{account}/form`: what of a chatflow's form a visitor is asked now (P3, P4).
//!
//! Changes nothing. Whether the team is away, the Worker knows; what is known of the visitor, the account.

use conversation::ids::AccountId;
use protocol::availability::Team;
use protocol::visitor::{FormNow, FormRequest};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::visitors::{Page, TEXT, to_page};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::form::LookAtForm;
use crate::platform::clock::now_ms;
use crate::platform::{incoming, reply};

pub(super) async fn now(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        reply::ok(&asked(visit, incoming::body(request, TEXT).await?, page).await?)
    })
    .await
}

async fn asked(visit: &Visit<'_>, asked: FormRequest, page: &Page) -> Result<FormNow, Error> {
    let FormRequest { chatflow, token, form: given } = asked;
    let flow = page.ready.flow(&chatflow).ok_or_else(|| Error::not_found().about("chatflow"))?;
    let Some(when) = flow.form else { return Ok(FormNow::default()) };
    let claims = page.visitor(visit, token.as_deref()).await?;
    let owner = page.owner(visit, flow, claims.as_ref()).await;
    let team = page.ready.team(flow, owner.as_ref(), now_ms());
    let is_away = team.is_some_and(|seen| seen.told.shown != Team::Available);
    if !when.holds(is_away) {
        return Ok(FormNow::default());
    }
    let (visitor, named) = claims.map(|claims| (claims.visitor, claims.contact)).unzip();
    let call = LookAtForm { chatflow, visitor, named: named.flatten(), given };
    Address::Account(page.account.clone()).ask(visit.env, visit.id, &call).await
}
