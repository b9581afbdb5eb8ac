//! Files of messages: how they come, and how they go (P5, H61, T30).
//!
//! A visitor's token comes in a header, and never in an address. What a browser needs to show a picture is an address,
//! so whoever may read a file gets one that counts for it alone and for five minutes: there is nothing else that it
//! opens, and it is dead before it is found in a history. Agents read with their session.
//!
//! Whatever a file is, a browser is told that it is nothing but that, runs nothing of it, and shows only pictures.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::ids::{AccountId, FileId, InboxId, ThreadId, VisitorId};
use protocol::code::Code;
use protocol::frame::Attachment;
use protocol::limits::{FILE_ADDRESS_SECONDS, FILE_BYTES};
use protocol::rest::files::{AskFile, FileAddress};
use worker::{Headers, Method, Request, RequestInit, Response};

use super::dispatch::Visit;
use super::entry::{Signed, signed};
use super::visitors::{Page, TEXT, to_page};
use crate::cabinet::Somebody;
use crate::error::Error;
use crate::file;
use crate::json::tree;
use crate::objects::address::Address;
use crate::objects::call::Call;
use crate::objects::call::ForwardFacts;
use crate::objects::call::files::{BRING, Brought, FILE, OpenFile, SeeFile};
use crate::platform::clock::now_s;
use crate::platform::incoming::{self, header};
use crate::platform::reply::{self, Reply};
use crate::platform::{broken, settings};
use crate::ticket::{self, Ticket};

/// What a file is called, percent-encoded: a header holds no other letters.
const NAME: &str = "x-file-name";
/// How a file's bytes come.
pub(super) const BYTES: &str = "application/octet-stream";

/// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/files`, and what browsers ask before it.
pub(super) async fn bring(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
    inbox: InboxId,
    shard: u16,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        if request.method() == Method::Options {
            let headers = [
                ("access-control-allow-methods", "POST"),
                ("access-control-allow-headers", "authorization, content-type, x-file-name"),
                ("access-control-max-age", "7200"),
            ];
            return Ok(Reply::new(204).with(&headers).empty());
        }
        let token = header(request, "authorization").unwrap_or_default();
        let visitor = visitor(visit, page, shard, token.strip_prefix("Bearer ")).await?;
        let files = files(page.shard(inbox, shard)?)?;
        brought(visit, request, &files, Somebody::Visitor(visitor)).await
    })
    .await
}

/// `POST /v1/{account}/inboxes/{inbox}/shards/{n}/files/{file}`: an address for it. A simple request.
pub(super) async fn address(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
    inbox: InboxId,
    shard: u16,
    file: FileId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        let AskFile { token } = incoming::body(request, TEXT).await?;
        let visitor = visitor(visit, page, shard, Some(&token)).await?;
        let files = files(page.shard(inbox.clone(), shard)?)?;
        let call = SeeFile { by: Somebody::Visitor(visitor.clone()), file: file.clone() };
        files.ask(visit.env, visit.id, &call).await?;
        let account = page.account.clone();
        let ticket = Ticket { inbox, shard, file, visitor, expires: now_s() + FILE_ADDRESS_SECONDS };
        let word = ticket::write(&settings::key(visit.env)?, &account, &ticket);
        let address = FileAddress {
            url: format!("{}/v1/{account}/files/{word}", visit.own),
            expires_in: FILE_ADDRESS_SECONDS,
        };
        reply::ok(&address)
    })
    .await
}

/// `GET /v1/{account}/files/{ticket}`: for a picture in a page, or a click.
pub(super) async fn download(visit: &Visit<'_>, account: AccountId, ticket: &str) -> Result<Response, Error> {
    let ticket = ticket::read(&settings::key(visit.env)?, &account, ticket, now_s());
    let Ticket { inbox, shard, file, visitor, .. } = ticket.ok_or_else(Error::not_found)?;
    let files = Address::Files(account, inbox, shard);
    opened(visit, &files, OpenFile { by: Somebody::Visitor(visitor), file }, "cross-origin").await
}

/// `POST /api/threads/{inbox}/{thread}/files`.
pub(super) async fn bring_as_agent(
    visit: &Visit<'_>,
    request: &mut Request,
    inbox: InboxId,
    thread: ThreadId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let files = beside(visit, &signed, inbox, &thread).await?;
    let by = Somebody::Agent(signed.session.id.clone(), thread);
    brought(visit, request, &files, by).await
}

/// `GET /api/threads/{inbox}/{thread}/files/{file}`.
pub(super) async fn read_as_agent(
    visit: &Visit<'_>,
    inbox: InboxId,
    thread: ThreadId,
    file: FileId,
) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let files = beside(visit, &signed, inbox, &thread).await?;
    let by = Somebody::Agent(signed.session.id.clone(), thread);
    opened(visit, &files, OpenFile { by, file }, "same-origin").await
}

/// The files beside a thread, where there is such a thread.
async fn beside(
    visit: &Visit<'_>,
    signed: &Signed,
    inbox: InboxId,
    thread: &ThreadId,
) -> Result<Address, Error> {
    let call = ForwardFacts { thread: thread.clone() };
    super::threads::address(signed, &inbox).ask(visit.env, visit.id, &call).await?;
    Ok(Address::Files(signed.account.clone(), inbox, thread.shard()))
}

/// The files beside a shard.
fn files(shard: Address) -> Result<Address, Error> {
    match shard {
        Address::Threads(account, inbox, shard) => Ok(Address::Files(account, inbox, shard)),
        other => Err(Error::fault("a shard's files", other.name())),
    }
}

/// The visitor behind a token, if it counts for this shard.
async fn visitor(
    visit: &Visit<'_>,
    page: &Page,
    shard: u16,
    token: Option<&str>,
) -> Result<VisitorId, Error> {
    let claims = page.visitor(visit, token).await?;
    let claims = claims.filter(|claims| claims.shard == shard && claims.origin.is_some());
    claims
        .map(|claims| claims.visitor)
        .ok_or_else(|| Error::rejected(Code::Unauthenticated, "the token does not count here"))
}

/// Hands a file on as it comes: it is never whole in this place.
async fn brought(
    visit: &Visit<'_>,
    request: &mut Request,
    files: &Address,
    by: Somebody,
) -> Result<Response, Error> {
    if incoming::content_type(request) != BYTES {
        return Err(Error::malformed(Code::ContentType, format!("expects {BYTES}")));
    }
    let declared = header(request, "content-length").and_then(|length| length.parse::<usize>().ok());
    if let Some(length) = declared.filter(|length| *length > FILE_BYTES) {
        return Err(file::too_large(length));
    }
    let brought = Brought { by, name: percent_decoded(&header(request, NAME).unwrap_or_default()) };
    let json = serde_json::to_vec(&brought).map_err(|error| Error::fault("a file's header", error))?;
    let headers = Headers::new();
    for (name, value) in [("x-request-id", visit.id), (FILE, &URL_SAFE_NO_PAD.encode(json))] {
        headers.set(name, value).map_err(broken("a file's headers"))?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(request.inner().body().map(Into::into));
    let request = Request::new_with_init(&format!("https://object/{BRING}"), &init)
        .map_err(broken("handing a file on"))?;
    passed_on(files.send(visit.env, request).await?)
}

/// An object's answer about a file, as it is.
fn passed_on(response: Response) -> Result<Response, Error> {
    reply::rewrap(response, &[])
}

/// A file's bytes, for whoever may read them.
async fn opened(visit: &Visit<'_>, files: &Address, call: OpenFile, policy: &str) -> Result<Response, Error> {
    let body = serde_json::to_string(&call).map_err(|error| Error::fault("writing a call", error))?;
    let headers = Headers::new();
    headers.set("x-request-id", visit.id).map_err(broken("a call's headers"))?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
    let request = Request::new_with_init(&format!("https://object/{}", OpenFile::VERB), &init)
        .map_err(broken("a call"))?;
    let response = files.send(visit.env, request).await?;
    if response.status_code() != 200 {
        return passed_on(response);
    }
    let said = response.headers().get(FILE).ok().flatten().unwrap_or_default();
    let fault = |error: &dyn std::fmt::Display| Error::fault("a file's header", error);
    let json = URL_SAFE_NO_PAD.decode(said).map_err(|error| fault(&error))?;
    let file: Attachment = tree::from_slice(&json).map_err(|error| fault(&error))?;
    let kept = Headers::new();
    for (name, value) in [
        ("content-type", content_type(&file.kind)),
        ("content-disposition", &disposition(&file)),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", policy),
        ("referrer-policy", "no-referrer"),
        ("x-robots-tag", "noindex"),
        // The address of a picture changes; its bytes do not.
        ("cache-control", "private, max-age=300, immutable"),
    ] {
        kept.set(name, value).map_err(broken("a file's headers"))?;
    }
    Ok(response.with_headers(kept))
}

/// Text says its encoding: who guesses finds others.
fn content_type(kind: &str) -> &str {
    if kind == "text/plain" { "text/plain; charset=utf-8" } else { kind }
}

/// Pictures are shown, everything else is saved.
fn disposition(file: &Attachment) -> String {
    let how = if file.is_picture() { "inline" } else { "attachment" };
    format!("{how}; filename*=UTF-8''{}", percent_encoded(&file.name))
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.filter(|_| *first == b'%').and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
