//! `/conversations/v3/conversations/…`: inboxes, channels, threads and messages as HubSpot's API has them (H89, H90).
//!
//! A thread is named there without its inbox. So the route needs no more than that somebody asks across inboxes, and every
//! inbox that is looked into, or acted in, is asked of the table of who may do what: those one is a member of, and no other.

use conversation::access::Action;
use conversation::filter::{Filter, Span};
use conversation::ids::{ClientMessageId, ContactId, FileId, InboxId};
use conversation::view::{Shelf, Standing};
use protocol::code::Code;
use protocol::frame::{Agent, Row};
use protocol::limits::PAGE_MAX;
use protocol::rest::v3::{
    ChangeThread, Channels, Inboxes, Message, Messages, NewKind, NewMessage, Next, Paging, Status, Threads,
};
use worker::{Method, Request, Response};

use super::authority::{self, Needs};
use super::dispatch::Visit;
use super::entry::{Signed, signed};
use super::threads::{address, only, parameter};
use crate::error::Error;
use crate::objects::call::desk::{DeskAct, FindRows};
use crate::objects::call::reply::ForwardReply;
use crate::objects::call::v3::FindThread;
use crate::objects::call::{Act, ForwardAct, ForwardLog};
use crate::platform::{broken, incoming, random, reply};
use crate::store::inbox::Cursor;
use crate::v3::history::{Order, Place, page, window};
use crate::v3::{self, Key};

/// The largest `limit` that programs may ask for; a page holds fewer.
const MOST_ASKED: u32 = 500;
/// A page where nothing is asked.
const USUAL: u32 = 100;

/// `GET /conversations/v3/conversations/inboxes`.
pub(super) fn inboxes(visit: &Visit<'_>) -> Result<Response, Error> {
    let results = signed(visit)?.session.inboxes.iter().map(v3::inbox).collect();
    reply::ok(&Inboxes { results, paging: None })
}

/// `GET /conversations/v3/conversations/inboxes/{inbox}`.
pub(super) fn inbox(visit: &Visit<'_>, named: &str) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let found = signed.session.inboxes.iter().find(|info| v3::means(named, info.id.as_str()));
    reply::ok(&v3::inbox(found.ok_or_else(Error::not_found)?))
}

/// `GET /conversations/v3/conversations/channels`.
pub(super) fn channels() -> Result<Response, Error> {
    reply::ok(&Channels { results: vec![v3::chat()], paging: None })
}

/// `GET /conversations/v3/conversations/channels/{channel}`.
pub(super) fn channel(named: &str) -> Result<Response, Error> {
    if named == v3::CHAT { reply::ok(&v3::chat()) } else { Err(Error::not_found()) }
}

/// `GET /conversations/v3/conversations/threads`.
pub(super) async fn threads(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    only(request, &KNOWN)?;
    let (filter, archived) = (filter(request)?, flag(request, "archived")?);
    let limit = limit(request)?;
    let after = parameter(request, "after")?;
    let cursor = |text: &String| Cursor::parse(text).is_some();
    if after.as_ref().is_some_and(|text| !cursor(text)) {
        return Err(Error::malformed(Code::CursorInvalid, "after: none of this list").about("after"));
    }
    let mut pages = Vec::new();
    let mut more = false;
    for inbox in asked(&signed, request, Action::SeeThreads)? {
        let call = FindRows {
            me: signed.session.id.clone(),
            shelf: if archived { Shelf::Archived } else { Shelf::Inbox },
            filter: filter.clone(),
            before: after.clone(),
            limit,
        };
        let found = address(&signed, &inbox).ask(visit.env, visit.id, &call).await?;
        more |= found.next.is_some();
        pages.push(found.rows);
    }
    let (rows, left) = v3::merged(pages, limit as usize);
    let last = rows.last().filter(|_| left || more);
    let next = last.map(|row| Cursor { updated_at: row.updated_at, thread: row.thread.clone() }.to_text());
    reply::ok(&Threads { results: rows.iter().map(v3::thread).collect(), paging: next.map(paging) })
}

/// What of a thread's list is asked for.
const KNOWN: [&str; 9] = [
    "inboxId",
    "threadStatus",
    "associatedContactId",
    "latestMessageTimestampAfter",
    "archived",
    "association",
    "sort",
    "after",
    "limit",
];

fn filter(request: &Request) -> Result<Filter, Error> {
    let wrong = |field: &'static str, expected: &str| {
        Error::malformed(Code::FilterUnknown, format!("{field}: {expected}")).about(field)
    };
    let mut all = Vec::new();
    match parameter(request, "threadStatus")?.as_deref() {
        None => {}
        // A snoozed thread is open there.
        Some("OPEN") => all.push(Filter::Not(Box::new(Filter::Status(Standing::Closed)))),
        Some("CLOSED") => all.push(Filter::Status(Standing::Closed)),
        Some(_) => return Err(wrong("threadStatus", "OPEN or CLOSED")),
    }
    if let Some(contact) = parameter(request, "associatedContactId")? {
        all.push(Filter::Contact(
            ContactId::parse(&contact).map_err(|error| Error::from(error).about("associatedContactId"))?,
        ));
    }
    if let Some(after) = parameter(request, "latestMessageTimestampAfter")? {
        let after = v3::ms_of(&after)
            .ok_or_else(|| wrong("latestMessageTimestampAfter", "a time such as 2026-11-22T17:00:00Z"))?;
        all.push(Filter::Updated(Span { after: Some(after + 1), before: None }));
    }
    match parameter(request, "sort")?.as_deref() {
        None | Some("-latestMessageTimestamp") => {}
        Some(_) => return Err(wrong("sort", "-latestMessageTimestamp, the last changed first")),
    }
    match parameter(request, "association")?.as_deref() {
        // Tickets are a contact's here, so no thread has one.
        None | Some("TICKET") => Ok(Filter::All(all)),
        Some(_) => Err(wrong("association", "TICKET")),
    }
}

fn flag(request: &Request, name: &'static str) -> Result<bool, Error> {
    match parameter(request, name)?.as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Error::malformed(Code::FilterUnknown, format!("{name}: true or false")).about(name)),
    }
}

fn limit(request: &Request) -> Result<u32, Error> {
    let wrong = || Error::malformed(Code::LimitRange, format!("limit: 1..{MOST_ASKED}")).about("limit");
    let Some(text) = parameter(request, "limit")? else { return Ok(USUAL) };
    let limit = text.parse().ok().filter(|limit| (1..=MOST_ASKED).contains(limit));
    Ok(limit.ok_or_else(wrong)?.min(PAGE_MAX))
}

fn paging(after: String) -> Paging {
    Paging { next: Next { after } }
}

/// The inboxes that are named, or all; of those, the ones in which this may be done.
fn asked(signed: &Signed, request: &Request, action: Action) -> Result<Vec<InboxId>, Error> {
    let url = request.url().map_err(broken("a request's address"))?;
    let named: Vec<String> =
        url.query_pairs().filter(|(key, _)| key == "inboxId").map(|(_, value)| value.into_owned()).collect();
    let found = within(signed, action)?;
    if named.is_empty() {
        return Ok(found);
    }
    let find = |named: &String| {
        let inbox = found.iter().find(|inbox| v3::means(named, inbox.as_str())).cloned();
        inbox.ok_or_else(|| Error::not_found().about("inboxId"))
    };
    let mut inboxes = named.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    inboxes.sort();
    inboxes.dedup();
    Ok(inboxes)
}

/// The inboxes of whoever asks, each of which the table lets them do this in.
fn within(signed: &Signed, action: Action) -> Result<Vec<InboxId>, Error> {
    let actor = signed.actor();
    let mut inboxes = Vec::new();
    for info in &signed.session.inboxes {
        authority::check(&actor, Needs { action, inbox: Some(&info.id) })?;
        inboxes.push(info.id.clone());
    }
    Ok(inboxes)
}

/// A thread of one of their inboxes. What is in another is as good as nowhere.
async fn found(visit: &Visit<'_>, signed: &Signed, key: &Key, action: Action) -> Result<Row, Error> {
    for inbox in within(signed, action)? {
        let call = FindThread { key: key.clone() };
        if let Some(row) = address(signed, &inbox).ask(visit.env, visit.id, &call).await? {
            return Ok(row);
        }
    }
    Err(Error::not_found())
}

/// `GET` and `PATCH` `/conversations/v3/conversations/threads/{thread}`.
pub(super) async fn thread(visit: &Visit<'_>, request: &mut Request, key: Key) -> Result<Response, Error> {
    let signed = signed(visit)?;
    if request.method() != Method::Patch {
        let row = found(visit, &signed, &key, Action::SeeThreads).await?;
        return reply::ok(&v3::thread(&row));
    }
    let ChangeThread { status, archived } = incoming::body(request, "application/json").await?;
    let row = found(visit, &signed, &key, Action::WorkInThreads).await?;
    let acts = [
        archived.filter(|archived| !archived).map(|_| Act::Desk(DeskAct::Restore)),
        status.map(|status| match status {
            Status::Open => Act::Reopen,
            Status::Closed => Act::Close,
        }),
        archived.filter(|archived| *archived).map(|_| Act::Desk(DeskAct::Archive)),
    ];
    let inbox = address(&signed, &row.inbox);
    let mut told = v3::thread(&row);
    for act in acts.into_iter().flatten() {
        let call = ForwardAct { thread: row.thread.clone(), act, by: by(&signed) };
        let state = inbox.ask(visit.env, visit.id, &call).await?;
        // The inbox hears of it in a moment; what was done is told now.
        told.status = v3::status(state.status);
    }
    told.archived = archived.unwrap_or(told.archived);
    reply::ok(&told)
}

fn by(signed: &Signed) -> Agent {
    Agent { id: signed.session.id.clone(), name: signed.session.name.clone() }
}

/// `GET`, and `POST` a new one, `/conversations/v3/conversations/threads/{thread}/messages`.
pub(super) async fn messages(visit: &Visit<'_>, request: &mut Request, key: Key) -> Result<Response, Error> {
    let signed = signed(visit)?;
    if request.method() == Method::Post {
        let new: NewMessage = incoming::body(request, "application/json").await?;
        let row = found(visit, &signed, &key, Action::WorkInThreads).await?;
        return reply::ok(&say(visit, &signed, &row, new).await?);
    }
    only(request, &["after", "limit", "sort", "archived"])?;
    let order = match parameter(request, "sort")?.as_deref() {
        None | Some("createdAt") => Order::Oldest,
        Some("-createdAt") => Order::Newest,
        Some(_) => {
            let message = "sort: createdAt or -createdAt";
            return Err(Error::malformed(Code::FilterUnknown, message).about("sort"));
        }
    };
    let from = match parameter(request, "after")? {
        Some(text) => Place::parse(&text).ok_or_else(|| {
            Error::malformed(Code::CursorInvalid, "after: none of this list").about("after")
        })?,
        None if order == Order::Oldest => Place::FIRST,
        None => Place::LAST,
    };
    let limit = limit(request)?;
    let row = found(visit, &signed, &key, Action::SeeThreads).await?;
    let (messages, next) = read(visit, &signed, &row, (from, order, limit)).await?;
    let paging = next.map(|place| paging(place.to_text()));
    reply::ok(&Messages { results: messages, paging })
}

async fn read(
    visit: &Visit<'_>,
    signed: &Signed,
    row: &Row,
    (from, order, limit): (Place, Order, u32),
) -> Result<(Vec<Message>, Option<Place>), Error> {
    // The row may be a moment behind the log, and never ahead of it.
    let (after_seq, entries) = window(from, order, limit, row.last_seq);
    let call = ForwardLog { thread: row.thread.clone(), after_seq, limit: entries };
    let mut log = address(signed, &row.inbox).ask(visit.env, visit.id, &call).await?;
    if order == Order::Newest {
        // What was said meanwhile was not read.
        log.thread.last_seq = row.last_seq;
    }
    Ok(page(row, &log, from, order, limit))
}

/// Says something as whoever asks: to the visitor, or to colleagues.
async fn say(visit: &Visit<'_>, signed: &Signed, row: &Row, new: NewMessage) -> Result<Message, Error> {
    let own = v3::actor(&signed.session.id);
    if new.sender_actor_id.as_ref().is_some_and(|actor| *actor != own) {
        let message = format!("senderActorId: a token speaks for {own} alone");
        return Err(Error::rejected(Code::Forbidden, message).about("senderActorId"));
    }
    let client_message_id = ClientMessageId::from_random(random::bytes()?);
    let (inbox, thread) = (address(signed, &row.inbox), row.thread.clone());
    let kept = |what: &'static str| Error::fault(what, "it was not found again");
    match new.kind {
        NewKind::Message => {
            let ids = new.attachments.iter().map(|file| FileId::parse(&file.file_id));
            let attachments = ids
                .collect::<Result<Vec<_>, _>>()
                .map_err(|error| Error::from(error).about("attachments"))?;
            let by = by(signed);
            let call =
                ForwardReply { thread, client_message_id, text: new.text, attachments, by, reply_to: None };
            let sent = inbox.ask(visit.env, visit.id, &call).await?;
            let row = Row { last_seq: sent.seq, ..row.clone() };
            let from = Place { seq: sent.seq - 1, n: u64::MAX };
            let (messages, _) = read(visit, signed, &row, (from, Order::Oldest, 1)).await?;
            messages.into_iter().next().ok_or_else(|| kept("a message"))
        }
        NewKind::Comment => {
            if !new.attachments.is_empty() {
                let message = "attachments: comments carry no files";
                return Err(Error::rejected(Code::TooMany, message).about("attachments"));
            }
            let act = DeskAct::Comment { client_message_id, text: new.text, mentions: Vec::new() };
            let call = ForwardAct { thread, act: Act::Desk(act), by: by(signed) };
            let state = inbox.ask(visit.env, visit.id, &call).await?;
            let row = Row { last_seq: state.last_seq, ..row.clone() };
            // It is the newest thing that stands behind the end of the log, unless somebody else was quicker.
            let (messages, _) = read(visit, signed, &row, (Place::LAST, Order::Newest, PAGE_MAX)).await?;
            let mine = |message: &Message| message.created_by == own && message.direction.is_none();
            let comment = messages.into_iter().find(|message| mine(message) && message.text.is_some());
            comment.ok_or_else(|| kept("a comment"))
        }
    }
}
