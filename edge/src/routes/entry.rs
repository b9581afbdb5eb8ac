//! The one door: who is asking, and whether they may, before any handler runs.
//!
//! What a route needs stands in `authority`; this finds out who asks and lets them in, and writes into the audit log what
//! they did where the change itself does not.

use conversation::access::{Action, Actor, Scopes};
use conversation::ids::AccountId;
use protocol::code::Code;
use protocol::frame::Agent;
use worker::{Method, Request};

use super::authority::{self, Needs};
use super::dispatch::Visit;
use super::table::Route;
use crate::bearer::{self, Bearer};
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::audit::{By, KeepLine};
use crate::objects::call::tokens::FindToken;
use crate::objects::call::{Call, FindSession, Session};
use crate::platform::incoming::{self, header};
use crate::platform::settings;
use crate::session::{Presented, Sender, digest, find_cookie};

const JSON: &str = "application/json";

/// Somebody who was let in.
#[derive(Clone)]
pub(crate) struct Signed {
    pub(super) account: AccountId,
    pub(super) presented: Presented,
    pub(super) session: Session,
    /// `None` for a person in a session.
    pub(super) scopes: Option<Scopes>,
}

impl Signed {
    /// As the table of who may do what sees them.
    pub(super) fn actor(&self) -> Actor<'_> {
        Actor {
            account: &self.account,
            role: self.session.role,
            inboxes: self.session.inboxes.iter().map(|inbox| &inbox.id).collect(),
            scopes: self.scopes.as_ref(),
        }
    }

    /// Whether they may also do this with their account: for what a handler tells some and not others.
    pub(super) fn may(&self, action: Action) -> bool {
        authority::check(&self.actor(), Needs { action, inbox: None }).is_ok()
    }

    /// As the audit log names them.
    pub(super) fn by(&self) -> By {
        By {
            agent: Agent { id: self.session.id.clone(), name: self.session.name.clone() },
            session: self.session.token.is_none().then(|| self.presented.handle()),
            token: self.session.token.clone(),
        }
    }
}

/// Lets in whoever asks, if they have what the route needs; `None` where it needs nobody.
pub(super) async fn admit(
    visit: &Visit<'_>,
    request: &Request,
    route: &Route,
) -> Result<Option<Signed>, Error> {
    let Some(needs) = authority::needs(route, request.method().as_ref()) else { return Ok(None) };
    if let Some(signed) = bearer(visit, request).await? {
        // Nobody's page sends this header unasked, so that no proof is needed that it was ours.
        if authority::is_for_people(route) {
            return Err(Error::rejected(Code::Forbidden, "this is for people, not for tokens"));
        }
        authority::check(&signed.actor(), needs)?;
        return Ok(Some(signed));
    }
    let reads = matches!(request.method(), Method::Get | Method::Head);
    if !reads {
        from_own_page(visit, request)?;
    }
    let signed = who(visit, request).await?;
    if !reads {
        let proof = header(request, "x-csrf").unwrap_or_default();
        if !signed.presented.proves(&settings::key(visit.env)?, &proof) {
            return Err(csrf());
        }
    }
    authority::check(&signed.actor(), needs)?;
    Ok(Some(signed))
}

/// Asks the account to change something. What the route leaves in the audit log is kept together with the change.
pub(super) async fn change<C: Call>(visit: &Visit<'_>, call: &C) -> Result<C::Answer, Error> {
    let signed = signed(visit)?;
    let line = line(visit, &signed);
    Address::Account(signed.account).ask_noting(visit.env, visit.id, call, line.as_ref()).await
}

/// Writes into the audit log that a route was used, where no change of the account did.
pub(super) async fn note(visit: &Visit<'_>) -> Result<(), Error> {
    let Some(signed) = &visit.signed else { return Ok(()) };
    let Some(call) = line(visit, signed) else { return Ok(()) };
    Address::Account(signed.account.clone()).ask(visit.env, visit.id, &call).await
}

/// What the route leaves in the log, once.
fn line(visit: &Visit<'_>, signed: &Signed) -> Option<KeepLine> {
    let (what, on) = visit.leaves.take()?;
    Some(KeepLine { by: signed.by(), what, on })
}

/// Who was let in.
pub(super) fn signed(visit: &Visit<'_>) -> Result<Signed, Error> {
    visit.signed.clone().ok_or_else(|| Error::fault("a route", "it asks who is there and needs nobody"))
}

/// Which token a request brings, if it brings one: then it may bring no session.
async fn bearer(visit: &Visit<'_>, request: &Request) -> Result<Option<Signed>, Error> {
    let Some(value) = header(request, "authorization") else { return Ok(None) };
    if header(request, "cookie").is_some_and(|cookies| find_cookie(&cookies).is_some()) {
        return Err(Error::malformed(Code::CredentialsMixed, "send a token or a session's cookie, not both"));
    }
    let unknown = || Error::rejected(Code::Unauthenticated, "no such token, or none any more");
    let bearer = bearer::find(&value).and_then(|text| Bearer::parse(&settings::key(visit.env).ok()?, text));
    let Bearer { account, secret } = bearer.ok_or_else(unknown)?;
    let call = FindToken { digest: digest(&secret) };
    let found = Address::Account(account.clone()).ask(visit.env, visit.id, &call).await?;
    let (session, scopes) = found.ok_or_else(unknown)?;
    let presented = Presented { account: account.clone(), token: secret };
    Ok(Some(Signed { account, presented, session, scopes: Some(scopes) }))
}

/// Who sent a request, by their cookie.
async fn who(visit: &Visit<'_>, request: &Request) -> Result<Signed, Error> {
    let cookies = header(request, "cookie").unwrap_or_default();
    let key = settings::key(visit.env)?;
    let presented = find_cookie(&cookies).and_then(|value| Presented::parse(&key, value));
    let presented = presented.ok_or_else(|| Error::rejected(Code::Unauthenticated, "sign in first"))?;
    let call = FindSession { digest: presented.digest() };
    let session = Address::Account(presented.account.clone()).ask(visit.env, visit.id, &call).await?;
    let session =
        session.ok_or_else(|| Error::rejected(Code::SessionExpired, "the session is over; sign in again"))?;
    Ok(Signed { account: presented.account.clone(), presented, session, scopes: None })
}

/// Whether our own page sent a request that changes something.
pub(super) fn from_own_page(visit: &Visit<'_>, request: &Request) -> Result<(), Error> {
    let (origin, fetch_site) = (header(request, "origin"), header(request, "sec-fetch-site"));
    let sender = Sender { origin: origin.as_deref(), fetch_site: fetch_site.as_deref() };
    // Neither is what a form of another page could send.
    let is_ours = [JSON, super::attachments::BYTES].contains(&incoming::content_type(request).as_str());
    if is_ours && sender.is_own(&visit.own) { Ok(()) } else { Err(csrf()) }
}

fn csrf() -> Error {
    Error::rejected(Code::Csrf, "this has to come from our own page")
}
