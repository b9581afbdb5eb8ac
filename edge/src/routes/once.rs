//! `Idempotency-Key`: the same request with the same key is done once, and answered the same for a day (P66).
//!
//! In one place, around every handler: for every POST of somebody who was let in. What failed made nothing and is not
//! kept. Does not know what a route does; an answer with a secret in it keeps the id alone.

use protocol::code::Code;
use protocol::limits::ONCE_BYTES;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::Signed;
use crate::error::Error;
use crate::json;
use crate::objects::address::Address;
use crate::objects::call::tokens::{BeginOnce, EndOnce};
use crate::once;
use crate::platform::incoming::{self, header};
use crate::platform::{broken, log, reply};
use crate::session::digest;
use crate::store::account::once::Seen;

/// Longest body of a request that has a key, in bytes.
const BODY_BYTES: usize = 1024 * 1024;
/// So late may be asked again where the same request is under way, in ms.
const UNDER_WAY_MS: u64 = 1_000;

/// Whether a request was answered before.
pub(super) enum Begun {
    /// It was, so.
    Before(Response),
    /// It is to be done; with a key, what that comes to is kept.
    Now(Option<Ticket>),
}

/// A request with a key, under way.
pub(super) struct Ticket {
    who: String,
    key: String,
}

/// Looks whether a request has a key, and was answered before.
pub(super) async fn begin(visit: &Visit<'_>, request: &mut Request) -> Result<Begun, Error> {
    let Some(signed) = visit.signed.as_ref().filter(|_| request.method() == Method::Post) else {
        return Ok(Begun::Now(None));
    };
    let Some(key) = header(request, "idempotency-key") else { return Ok(Begun::Now(None)) };
    if !once::is_key(&key) {
        let message = "Idempotency-Key: 8 to 64 letters, digits, - and _";
        return Err(Error::malformed(Code::KeyFormat, message).about("Idempotency-Key"));
    }
    let declared = header(request, "content-length").and_then(|length| length.parse::<usize>().ok());
    if let Some(length) = declared.filter(|length| *length > BODY_BYTES) {
        return Err(json::too_large(BODY_BYTES, length));
    }
    let mut copy = request.clone().map_err(broken("copying a request"))?;
    let body = incoming::bytes(&mut copy).await?;
    let url = request.url().map_err(broken("a request's address"))?;
    let whole = format!(
        "POST {}?{}\n{}",
        url.path(),
        url.query().unwrap_or_default(),
        String::from_utf8_lossy(&body)
    );
    let call = BeginOnce { who: who(signed), key: key.clone(), digest: digest(&whole) };
    let account = Address::Account(signed.account.clone());
    match account.ask(visit.env, visit.id, &call).await? {
        Seen::Now => Ok(Begun::Now(Some(Ticket { who: call.who, key }))),
        Seen::UnderWay => {
            let refused = Error::rejected(Code::KeyRunning, "the same request is under way");
            Err(refused.retry_after(UNDER_WAY_MS).about("Idempotency-Key"))
        }
        Seen::Other => {
            let refused = Error::rejected(Code::KeyReused, "this key was used for another request");
            Err(refused.about("Idempotency-Key"))
        }
        // Only what worked is kept, and what works answers 200.
        Seen::Answered { body, .. } => {
            reply::rewrap(reply::written(body), &[("idempotency-replayed", "true")]).map(Begun::Before)
        }
    }
}

/// Keeps what a request came to, where it has a key.
pub(super) async fn end(
    visit: &Visit<'_>,
    ticket: Option<Ticket>,
    done: Result<Response, Error>,
) -> Result<Response, Error> {
    let (Some(Ticket { who, key }), Some(signed)) = (ticket, visit.signed.as_ref()) else { return done };
    let account = Address::Account(signed.account.clone());
    let mut response = match done {
        Ok(response) if response.status_code() == 200 => response,
        done => {
            let call = EndOnce { who, key, answer: None };
            if let Err(error) = account.ask(visit.env, visit.id, &call).await {
                // The key is free again after a minute.
                log(&error, visit.id);
            }
            return done;
        }
    };
    let mut copy = response.cloned().map_err(broken("copying an answer"))?;
    let body = copy.bytes().await.map_err(broken("reading an answer"))?;
    let kept = once::to_keep(&body, ONCE_BYTES);
    account.ask(visit.env, visit.id, &EndOnce { who, key, answer: Some((200, kept)) }).await?;
    Ok(response)
}

/// Whose keys these are: a token's are its own.
fn who(signed: &Signed) -> String {
    match signed.session.token {
        Some(_) => format!("token {}", signed.presented.handle()),
        None => format!("person {}", signed.session.id),
    }
}
