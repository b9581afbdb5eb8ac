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
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::audit::{By, KeepLine};
use crate::objects::call::{FindSession, Session};
use crate::platform::incoming::{self, header};
use crate::platform::settings;
use crate::session::{Presented, Sender, find_cookie};

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
            session: Some(self.presented.handle()),
            token: None,
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

/// Writes into the audit log that a route was used, where its change does not write that itself.
pub(super) async fn note(
    visit: &Visit<'_>,
    line: Option<(protocol::rest::audit::What, String)>,
) -> Result<(), Error> {
    let (Some((what, on)), Some(signed)) = (line, &visit.signed) else { return Ok(()) };
    let call = KeepLine { by: signed.by(), what, on };
    Address::Account(signed.account.clone()).ask(visit.env, visit.id, &call).await
}

/// Who was let in.
pub(super) fn signed(visit: &Visit<'_>) -> Result<Signed, Error> {
    visit.signed.clone().ok_or_else(|| Error::fault("a route", "it asks who is there and needs nobody"))
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
    let is_json = incoming::content_type(request) == JSON;
    if is_json && sender.is_own(&visit.own) { Ok(()) } else { Err(csrf()) }
}

fn csrf() -> Error {
    Error::rejected(Code::Csrf, "this has to come from our own page")
}
