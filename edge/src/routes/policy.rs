//! `POST /api/chatflows/{chatflow}/routing/simulate`: what a rule would have done, before it is switched on (N31).

use conversation::ids::ChatflowId;
use protocol::rest::policy::SimulateRouting;
use worker::{Request, Response};

use super::dispatch::Visit;
use super::entry::signed;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::GetChatflow;
use crate::objects::call::colleagues::ReadWeek;
use crate::platform::clock::now_ms;
use crate::platform::{incoming, reply};
use crate::policy::{self, Present, WEEK_MS};
use crate::zones;

/// Asked with proof although it changes nothing: who worked when is personal. Like the rule, it is for admins.
pub(super) async fn simulate(
    visit: &Visit<'_>,
    request: &mut Request,
    chatflow: ChatflowId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let asked: SimulateRouting = incoming::body(request, "application/json").await?;
    policy::check(&asked)?;
    let now = now_ms();
    let account = Address::Account(signed.account.clone());
    let saved = account.ask(visit.env, visit.id, &GetChatflow { id: chatflow.clone() }).await?.chatflow;
    let call = ReadWeek { since: now.saturating_sub(WEEK_MS) };
    let week = Address::Inbox(signed.account, saved.inbox).ask(visit.env, visit.id, &call).await?;
    let present = Present { chatflow: &chatflow, rule: &saved.routing };
    reply::ok(&policy::simulate(&week, present, &asked, now, &zones::zone)?)
}
