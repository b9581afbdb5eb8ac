//! Who is there, how much they have, and what follows: for whom a thread went where it went, and what visitors are told.
//!
//! Everybody says for themselves whether they are there; admins also for others (H63).

use conversation::access::Action;
use conversation::ids::{AgentId, ChatflowId, InboxId, ThreadId};
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::rest::people::{People, Presence};
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, Signed, signed};
use super::threads::{address, only, parameter};
use crate::availability::Team;
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::colleagues::{
    ExplainRouting, GetPeople, GetPresence, ListColleagues, PutPresence, PutWork, ReadCrew,
};
use crate::objects::call::{Call, GetChatflow};
use crate::platform::clock::now_ms;
use crate::platform::{incoming, reply};
use crate::zones;

const JSON: &str = "application/json";

/// How far ahead it is looked where nothing else is asked: four weeks, in ms.
const USUAL_AHEAD_MS: u64 = 28 * 86_400_000;
/// How far at most.
const MOST_AHEAD_MS: u64 = 100 * 86_400_000;

/// Changes something and lets this Worker's next answer know.
async fn change<C: Call>(visit: &Visit<'_>, signed: &Signed, call: C) -> Result<C::Answer, Error> {
    let changed = entry::change(visit, &call).await?;
    memory::forget(&signed.account);
    Ok(changed)
}

async fn declare(
    visit: &Visit<'_>,
    request: &mut Request,
    signed: &Signed,
    agent: AgentId,
) -> Result<Response, Error> {
    let presence: Presence = incoming::body(request, JSON).await?;
    let by = Agent { id: signed.session.id.clone(), name: signed.session.name.clone() };
    reply::ok(&change(visit, signed, PutPresence { agent, presence, by }).await?)
}

/// `GET` and `PUT` `/api/me/presence` (S70-S74).
pub(super) async fn mine(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Put {
        let signed = signed(visit)?;
        let me = signed.session.id.clone();
        return declare(visit, request, &signed, me).await;
    }
    let Signed { account, session, .. } = signed(visit)?;
    let call = GetPresence { agent: session.id };
    reply::ok(&Address::Account(account).ask(visit.env, visit.id, &call).await?)
}

/// `PUT /api/people/{agent}/presence` (H63).
pub(super) async fn of(visit: &Visit<'_>, request: &mut Request, agent: AgentId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    declare(visit, request, &signed, agent).await
}

/// `PUT /api/people/{agent}/work` (H64, H65).
pub(super) async fn work(
    visit: &Visit<'_>,
    request: &mut Request,
    agent: AgentId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let work = incoming::body(request, JSON).await?;
    reply::ok(&change(visit, &signed, PutWork { agent, work }).await?)
}

/// `GET /api/people`.
pub(super) async fn people(visit: &Visit<'_>) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let account = Address::Account(signed.account.clone());
    let mut people = account.ask(visit.env, visit.id, &GetPeople {}).await?;
    if !signed.may(Action::ChangePeople) {
        people.iter_mut().for_each(|person| person.email = None);
    }
    reply::ok(&People { people })
}

/// `GET /api/inboxes/{inbox}/colleagues` (P44).
pub(super) async fn colleagues(visit: &Visit<'_>, inbox: InboxId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    reply::ok(&address(&signed, &inbox).ask(visit.env, visit.id, &ListColleagues {}).await?)
}

/// `GET /api/threads/{inbox}/{thread}/routing` (N30).
pub(super) async fn routing(visit: &Visit<'_>, inbox: InboxId, thread: ThreadId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    reply::ok(&address(&signed, &inbox).ask(visit.env, visit.id, &ExplainRouting { thread }).await?)
}

/// `GET /api/chatflows/{id}/availability?at=…&until=…` (N10): of the chatflow as it is saved, switched on or not.
pub(super) async fn forecast(
    visit: &Visit<'_>,
    request: &Request,
    chatflow: ChatflowId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    only(request, &["at", "until"])?;
    let at = instant(request, "at")?.unwrap_or_else(now_ms);
    let until = instant(request, "until")?.unwrap_or_else(|| at.saturating_add(USUAL_AHEAD_MS));
    if until <= at || until - at > MOST_AHEAD_MS {
        let message = "after `at`, and no more than 100 days after it";
        return Err(Error::malformed(Code::LimitRange, message).about("until"));
    }
    let account = Address::Account(signed.account.clone());
    let chatflow = account.ask(visit.env, visit.id, &GetChatflow { id: chatflow }).await?.chatflow;
    let crew = Address::Inbox(signed.account, chatflow.inbox).ask(visit.env, visit.id, &ReadCrew {}).await?;
    let has_bot = chatflow.bot.as_ref().is_some_and(conversation::bot::Bot::is_always_shown);
    let team = Team { mode: &chatflow.availability, rule: &chatflow.routing, has_bot, crew: &crew };
    reply::ok(&team.forecast(at, until, &zones::zone))
}

/// An instant of the years in which dates exist, in ms since 1970.
fn instant(request: &Request, name: &'static str) -> Result<Option<u64>, Error> {
    const LAST: u64 = 253_402_300_799_000;
    let wrong = || Error::malformed(Code::LimitRange, format!("{name}: ms since 1970")).about(name);
    let Some(text) = parameter(request, name)? else { return Ok(None) };
    text.parse().ok().filter(|at| *at <= LAST).map(Some).ok_or_else(wrong)
}
