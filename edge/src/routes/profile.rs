//! `/api/me/profile`, `avatar` and `password`: what people look after themselves (H59, T21).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conversation::ids::{AccountId, AgentId};
use protocol::code::Code;
use protocol::rest::profile::{ChangePassword, SaveAvatar, SaveProfile};
use serde_json::json;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{Signed, signed};
use super::people::forget_attempts_soon;
use super::threads::{only, parameter};
use super::visitors::to_page;
use crate::error::Error;
use crate::memory;
use crate::objects::address::Address;
use crate::objects::call::oneself::{
    GetFace, GetPicture, GetPreferences, GetProfile, KeptPicture, OwnCredentials, PutName, PutPassword,
    PutPicture, PutPreferences,
};
use crate::objects::call::{Attempt, Call};
use crate::password;
use crate::picture;
use crate::platform::reply::Reply;
use crate::platform::{incoming, random, reply, settings};

const JSON: &str = "application/json";
/// The largest picture in base64, with what stands around it.
const AVATAR_BYTES: usize = picture::MOST.div_ceil(3) * 4 + 1_024;

async fn ask<C: Call>(visit: &Visit<'_>, signed: &Signed, call: C) -> Result<C::Answer, Error> {
    Address::Account(signed.account.clone()).ask(visit.env, visit.id, &call).await
}

/// `GET` and `PUT` `/api/me/profile`.
pub(super) async fn profile(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let agent = signed.session.id.clone();
    if request.method() != Method::Put {
        return reply::ok(&ask(visit, &signed, GetProfile { agent }).await?);
    }
    let SaveProfile { name } = incoming::body(request, JSON).await?;
    let profile = ask(visit, &signed, PutName { agent, name, by: signed.by() }).await?;
    memory::forget(&signed.account);
    reply::ok(&profile)
}

/// `GET` and `PUT` `/api/me/preferences`.
pub(super) async fn preferences(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let agent = signed.session.id.clone();
    if request.method() != Method::Put {
        return reply::ok(&ask(visit, &signed, GetPreferences { agent }).await?);
    }
    let preferences = incoming::body(request, JSON).await?;
    reply::ok(&ask(visit, &signed, PutPreferences { agent, preferences }).await?)
}

/// `PUT` and `DELETE` `/api/me/avatar`.
pub(super) async fn avatar(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let image = match request.method() {
        Method::Put => {
            let SaveAvatar { image } = incoming::long_body(request, JSON, AVATAR_BYTES).await?;
            Some(image)
        }
        _ => None,
    };
    let call = PutPicture { agent: signed.session.id.clone(), image };
    let profile = ask(visit, &signed, call).await?;
    memory::forget(&signed.account);
    reply::ok(&profile)
}

/// `GET /api/people/{agent}/avatar`: our own content type, whatever somebody once said, and never anything but a picture.
pub(super) async fn avatar_of(visit: &Visit<'_>, agent: AgentId) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let found = ask(visit, &signed, GetPicture { agent }).await?.ok_or_else(Error::not_found)?;
    // Its address changes with it.
    shown(&found, "private, max-age=31536000, immutable")
}

fn shown(picture: &KeptPicture, kept: &str) -> Result<Response, Error> {
    let bytes = STANDARD.decode(&picture.image).map_err(|error| Error::fault("a kept picture", error))?;
    let headers = [
        ("content-type", picture.kind.as_str()),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", kept),
    ];
    Ok(Reply::new(200).with(&headers).bytes(bytes))
}

/// `GET /v1/{account}/faces`: the picture of whoever a visitor was told the name of. Nobody is told who else works there.
pub(super) async fn face(
    visit: &Visit<'_>,
    request: &mut Request,
    account: AccountId,
) -> Result<Response, Error> {
    to_page(visit, request, account, async |request, page| {
        only(request, &["name"])?;
        let name = parameter(request, "name")?;
        let name = name.ok_or_else(|| Error::malformed(Code::MissingField, "of whom?").about("name"))?;
        let found =
            Address::Account(page.account.clone()).ask(visit.env, visit.id, &GetFace { name }).await?;
        match found {
            Some(picture) => shown(&picture, FACE_KEPT),
            // No error: a browser would tell the page's owner of each.
            None => Ok(Reply::new(204).with(&[("cache-control", FACE_KEPT)]).empty()),
        }
    })
    .await
}

/// A face is asked for by its name, which stays where the picture changes.
const FACE_KEPT: &str = "private, max-age=300";

/// `PUT /api/me/password`.
pub(super) async fn password(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let ChangePassword { old, new } = incoming::body(request, JSON).await?;
    confirm(visit, &signed, &old).await.map_err(|error| error.about("old"))?;
    let phc = password::hash(&new, random::bytes()?).map_err(|error| error.about("new"))?;
    let call = PutPassword {
        agent: signed.session.id.clone(),
        password: phc,
        mine: signed.presented.digest(),
        by: signed.by(),
    };
    ask(visit, &signed, call).await?;
    reply::ok(&json!({}))
}

/// Whether that is the password of whoever is signed in. Attempts count as those of signing in do.
pub(super) async fn confirm(visit: &Visit<'_>, signed: &Signed, given: &str) -> Result<(), Error> {
    let email_digest = settings::key(visit.env)?.sign("email", &signed.session.email);
    let attempt = Attempt { email_digest: email_digest.clone() };
    Address::Directory.ask(visit.env, visit.id, &attempt).await?;
    let kept = ask(visit, signed, OwnCredentials { agent: signed.session.id.clone() }).await?;
    if password::verify(given, Some(&kept.password))? {
        forget_attempts_soon(visit, email_digest);
        return Ok(());
    }
    Err(Error::rejected(Code::PasswordWrong, "this is not your password").about("password"))
}
