//! Agents and threads: the list, the log, what is done to a thread, the live socket.

use conversation::access::Role;
use conversation::desk::{Snooze, Team};
use conversation::ids::{AgentId, InboxId, TeamId, ThreadId};
use conversation::view::{Standing, View};
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::limits::{PAGE_MAX, SEQ_MAX};
use protocol::rest::messages::NewMessage;
use protocol::rest::views::{BlockSender, ChangeLabels, NewComment, SetPriority};
use protocol::rest::{Acted, Assign, Details, InboxInfo, Nothing};
use serde::de::DeserializeOwned;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{Signed, signed};
use super::table::Verb;
use super::visitors::{socket_request, upgrade_required};
use super::{subscriptions, views};
use crate::error::Error;
use crate::json::tree;
use crate::objects::address::Address;
use crate::objects::call::desk::DeskAct;
use crate::objects::call::reply::ForwardReply;
use crate::objects::call::{Act, CardOf, ForwardAct, ForwardFacts, ForwardLog, ListRows, ThreadFacts};
use crate::objects::inbox::agent::{HEADER, Identity};
use crate::platform::incoming::{self, header};
use crate::platform::{broken, reply};

/// The inbox as its member sees it. Somebody else's inbox is as good as none.
pub(super) fn membership(signed: &Signed, inbox: &InboxId) -> Result<InboxInfo, Error> {
    let found = signed.session.inboxes.iter().find(|info| info.id == *inbox);
    found.cloned().ok_or_else(Error::not_found)
}

pub(super) fn address(signed: &Signed, inbox: &InboxId) -> Address {
    Address::Inbox(signed.account.clone(), inbox.clone())
}

/// A parameter of the query; given twice, the first counts.
pub(super) fn parameter(request: &Request, name: &str) -> Result<Option<String>, Error> {
    let url = request.url().map_err(broken("a request's address"))?;
    Ok(url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()))
}

/// Refuses a parameter that nobody reads: a filter that is passed over would show what it was meant to hide.
pub(super) fn only(request: &Request, known: &[&str]) -> Result<(), Error> {
    let url = request.url().map_err(broken("a request's address"))?;
    match url.query_pairs().find(|(name, _)| !known.contains(&name.as_ref())) {
        None => Ok(()),
        Some((name, _)) => {
            let message = format!("no such filter: one of {}", known.join(", "));
            Err(Error::malformed(Code::FilterUnknown, message)
                .about(name.chars().take(40).collect::<String>()))
        }
    }
}

/// A word of a fixed set, as the wire spells it.
fn word<T: DeserializeOwned>(
    request: &Request,
    name: &'static str,
    known: &str,
    default: T,
) -> Result<T, Error> {
    match parameter(request, name)? {
        None => Ok(default),
        Some(text) => tree::from_value(text.into()).map_err(|_| {
            Error::malformed(Code::FilterUnknown, format!("{name}: one of {known}")).about(name)
        }),
    }
}

pub(super) fn limit(request: &Request) -> Result<u32, Error> {
    let wrong = || Error::malformed(Code::LimitRange, format!("limit: 1..{PAGE_MAX}")).about("limit");
    match parameter(request, "limit")? {
        None => Ok(PAGE_MAX),
        Some(text) => text.parse().ok().filter(|limit| (1..=PAGE_MAX).contains(limit)).ok_or_else(wrong),
    }
}

/// Where a page of threads begins: `cursor`, which was called `before`.
pub(super) fn cursor(request: &Request) -> Result<Option<String>, Error> {
    Ok(parameter(request, "cursor")?.or(parameter(request, "before")?))
}

fn after_seq(request: &Request) -> Result<u64, Error> {
    let wrong =
        || Error::malformed(Code::SeqRange, "after_seq: expected an integer 0..2^53-1").about("after_seq");
    match parameter(request, "after_seq")? {
        None => Ok(0),
        Some(text) => text.parse().ok().filter(|seq| *seq <= SEQ_MAX).ok_or_else(wrong),
    }
}

/// `GET /api/inboxes/{inbox}/threads`.
pub(super) async fn rows(visit: &Visit<'_>, request: &Request, inbox: InboxId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    only(request, &["view", "status", "cursor", "before", "limit"])?;
    let call = ListRows {
        me: signed.session.id.clone(),
        view: word(request, "view", "all, mine, unassigned, chat, filtered, bots", View::All)?,
        status: word(request, "status", "open, snoozed, closed", Standing::Open)?,
        before: cursor(request)?,
        limit: limit(request)?,
    };
    reply::ok(&address(&signed, &inbox).ask(visit.env, visit.id, &call).await?)
}

/// `GET`, and `POST` a new one (H88), `/api/threads/{inbox}/{thread}/messages`.
pub(super) async fn messages(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
    thread: ThreadId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    if request.method() == Method::Post {
        let NewMessage { client_message_id, text, attachments, reply_to } =
            incoming::body(request, "application/json").await?;
        let by = Agent { id: signed.session.id.clone(), name: signed.session.name.clone() };
        let call = ForwardReply { thread, client_message_id, text, attachments, by, reply_to };
        return reply::ok(&address(&signed, &inbox).ask(visit.env, visit.id, &call).await?);
    }
    let call = ForwardLog { thread, after_seq: after_seq(request)?, limit: limit(request)? };
    reply::ok(&address(&signed, &inbox).ask(visit.env, visit.id, &call).await?)
}

/// `GET /api/threads/{inbox}/{thread}/details`: who is behind a thread (S134, S141).
pub(super) async fn details(visit: &Visit<'_>, inbox: InboxId, thread: ThreadId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let facts = address(&signed, &inbox).ask(visit.env, visit.id, &ForwardFacts { thread }).await?;
    let ThreadFacts { visitor, contact, page, consents, subscriptions } = facts;
    let subscriptions = subscriptions::with_ends(visit, signed.account.clone(), subscriptions).await?;
    let contact = match contact {
        // Read anew: the thread only remembers what they were called when it began.
        Some(contact) => {
            Address::Account(signed.account).ask(visit.env, visit.id, &CardOf { contact }).await?
        }
        None => None,
    };
    reply::ok(&Details { visitor, contact, page, consents, subscriptions })
}

/// `POST /api/threads/{inbox}/{thread}/…`.
pub(super) async fn act(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
    thread: ThreadId,
    verb: Verb,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let info = membership(&signed, &inbox)?;
    let act = match verb {
        Verb::Assign => assignment(request, &info).await?,
        Verb::Close => bare(request, Act::Close).await?,
        Verb::Reopen => bare(request, Act::Reopen).await?,
        Verb::TakeOver => bare(request, Act::TakeOver).await?,
        Verb::Block => {
            let BlockSender { why } = incoming::body(request, "application/json").await?;
            Act::Desk(DeskAct::Block { why })
        }
        Verb::Unblock => bare(request, Act::Unblock).await?,
        Verb::Snooze => {
            let snooze: Snooze = incoming::body(request, "application/json").await?;
            Act::Desk(DeskAct::Snooze(snooze))
        }
        Verb::Priority => {
            let SetPriority { priority } = incoming::body(request, "application/json").await?;
            Act::Desk(DeskAct::Prioritise(priority))
        }
        Verb::Labels => {
            let change: ChangeLabels = incoming::body(request, "application/json").await?;
            Act::Desk(views::labelled(visit, &signed, change).await?)
        }
        Verb::Comment => comment(request, &info).await?,
        Verb::Wake => bare(request, Act::Desk(DeskAct::Wake)).await?,
        Verb::Spam => bare(request, Act::Desk(DeskAct::Spam(true))).await?,
        Verb::NotSpam => bare(request, Act::Desk(DeskAct::Spam(false))).await?,
        Verb::Delete => bare(request, Act::Desk(DeskAct::Archive)).await?,
        Verb::Restore => bare(request, Act::Desk(DeskAct::Restore)).await?,
        Verb::Disconnect => bare(request, Act::Desk(DeskAct::Disconnect)).await?,
    };
    let by = Agent { id: signed.session.id.clone(), name: signed.session.name.clone() };
    let call = ForwardAct { thread, act, by };
    let thread = address(&signed, &inbox).ask(visit.env, visit.id, &call).await?;
    reply::ok(&Acted { thread })
}

async fn assignment(request: &mut Request, inbox: &InboxInfo) -> Result<Act, Error> {
    match incoming::body(request, "application/json").await? {
        Assign { agent: Some(_), team: Some(_) } => {
            let message = "team: an agent or a team, and not both";
            Err(Error::malformed(Code::JsonType, message).about("team"))
        }
        Assign { agent: None, team: Some(team) } => Ok(Act::AssignTeam(team_of(&team, inbox)?)),
        Assign { agent, team: None } => Ok(Act::Assign(assigned(agent, inbox)?)),
    }
}

/// The team that is named, if somebody of it works in the inbox (H73).
pub(super) fn team_of(team: &TeamId, inbox: &InboxInfo) -> Result<Team, Error> {
    let refused = || {
        let message = "nobody of this team works in the inbox";
        Error::rejected(Code::AssigneeNotInInbox, message).about("team")
    };
    inbox.teams.iter().find(|known| known.id == *team).cloned().ok_or_else(refused)
}

/// Who is named, if they work in the inbox.
pub(super) fn assigned(agent: Option<AgentId>, inbox: &InboxInfo) -> Result<Option<Agent>, Error> {
    let Some(agent) = agent else { return Ok(None) };
    let member = inbox.members.iter().find(|member| member.id == agent).cloned();
    let refused =
        || Error::rejected(Code::AssigneeNotInInbox, "this agent is no member of the inbox").about("agent");
    member.map(Some).ok_or_else(refused)
}

/// A comment; who is mentioned works in the inbox.
async fn comment(request: &mut Request, inbox: &InboxInfo) -> Result<Act, Error> {
    let NewComment { client_message_id, text, mentions } =
        incoming::body(request, "application/json").await?;
    for agent in &mentions {
        assigned(Some(agent.clone()), inbox).map_err(|error| error.about("mentions"))?;
    }
    Ok(Act::Desk(DeskAct::Comment { client_message_id, text, mentions }))
}

async fn bare(request: &mut Request, act: Act) -> Result<Act, Error> {
    let Nothing {} = incoming::body(request, "application/json").await?;
    Ok(act)
}

/// `GET /api/inboxes/{inbox}/socket`: cookie, membership and our own origin; the object learns who it is from us.
pub(super) async fn socket(visit: &Visit<'_>, request: &Request, inbox: InboxId) -> Result<Response, Error> {
    if !incoming::wants_socket(request) {
        return Ok(upgrade_required(visit));
    }
    if header(request, "origin").as_deref() != Some(visit.own.as_str()) {
        return Err(Error::rejected(Code::OriginForbidden, "this socket is for our own page"));
    }
    let (address, identity) = at_inbox(&signed(visit)?, &inbox)?;
    address.send(visit.env, socket_request(visit, &[(HEADER, &identity)])?).await
}

/// Where an agent's line goes, and who the object is told they are.
pub(super) fn at_inbox(signed: &Signed, inbox: &InboxId) -> Result<(Address, String), Error> {
    let session = &signed.session;
    let identity = Identity {
        id: session.id.clone(),
        name: session.name.clone(),
        session: signed.presented.digest(),
        expires_at: session.expires_at,
        only_reads: session.role == Role::Viewer,
        greeted: false,
        follows: Vec::new(),
        views: None,
        begun: Vec::new(),
    };
    Ok((address(signed, inbox), identity.to_header()?))
}
