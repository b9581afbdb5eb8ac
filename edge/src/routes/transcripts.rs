//! `/api/threads/{inbox}/{thread}/transcripts` and `/api/recipients`: what is to be mailed of a chat, and to whom.

use conversation::access::Action;
use conversation::ids::{InboxId, ThreadId};
use protocol::code::Code;
use protocol::frame::Agent;
use protocol::rest::transcripts::SendTranscript as Asked;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::signed;
use super::threads::{address, only, parameter};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::transcripts::{FindRecipients, ListTranscripts, ReadTranscript, SendTranscript};
use crate::platform::{incoming, reply};

/// Fewest and most characters of a name or address that contacts are looked for by.
const LOOKED_FOR: std::ops::RangeInclusive<usize> = 2..=100;

/// `GET`, and `POST` a new one (S157), `/api/threads/{inbox}/{thread}/transcripts`.
pub(super) async fn all(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
    thread: ThreadId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    if request.method() != Method::Post {
        let call = ListTranscripts { thread };
        return reply::ok(&address(&signed, &inbox).ask(visit.env, visit.id, &call).await?);
    }
    let Asked { contact, subject } = incoming::body(request, "application/json").await?;
    let by = Agent { id: signed.session.id.clone(), name: signed.session.name.clone() };
    // Who may not look for contacts learns of no other than the thread's.
    let to_others = signed.may(Action::FindContacts);
    let call = SendTranscript { thread, contact, to_others, subject, by };
    reply::ok(&address(&signed, &inbox).ask(visit.env, visit.id, &call).await?)
}

/// `GET /api/threads/{inbox}/{thread}/transcripts/{n}`.
pub(super) async fn one(
    visit: &Visit<'_>,
    inbox: InboxId,
    thread: ThreadId,
    n: u64,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    reply::ok(&address(&signed, &inbox).ask(visit.env, visit.id, &ReadTranscript { thread, n }).await?)
}

/// `GET /api/recipients?search=…`.
pub(super) async fn recipients(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    only(request, &["search"])?;
    let text = parameter(request, "search")?.unwrap_or_default();
    if !LOOKED_FOR.contains(&text.trim().chars().count()) {
        let (least, most) = (LOOKED_FOR.start(), LOOKED_FOR.end());
        let message = format!("search: {least} to {most} characters");
        return Err(Error::malformed(Code::FilterUnknown, message).about("search"));
    }
    reply::ok(&Address::Account(account).ask(visit.env, visit.id, &FindRecipients { text }).await?)
}
