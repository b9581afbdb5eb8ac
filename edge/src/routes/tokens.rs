//! `/api/tokens`: what programs use the API with (P66). People make them, and each is shown once.

use conversation::ids::{TokenId, random_part};
use protocol::rest::tokens::TokenMade;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::{self, signed};
use crate::bearer::Bearer;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::tokens::{CreateToken, ListTokens, RevokeToken};
use crate::platform::{incoming, random, reply, settings};
use crate::session::digest;

const JSON: &str = "application/json";

/// `GET /api/tokens`, and `POST` a new one.
pub(super) async fn all(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let signed = signed(visit)?;
    let account = Address::Account(signed.account.clone());
    if request.method() != Method::Post {
        return reply::ok(&account.ask(visit.env, visit.id, &ListTokens {}).await?);
    }
    let content = incoming::body(request, JSON).await?;
    let secret = format!("{}{}", random_part(random::bytes()?), random_part(random::bytes()?));
    let bearer = Bearer { account: signed.account.clone(), secret };
    let call = CreateToken { digest: digest(&bearer.secret), person: signed.session.id.clone(), content };
    let token = entry::change(visit, &call).await?;
    reply::ok(&TokenMade { token, secret: bearer.to_text(&settings::key(visit.env)?) })
}

/// `DELETE /api/tokens/{token}`.
pub(super) async fn revoke(visit: &Visit<'_>, token: TokenId) -> Result<Response, Error> {
    reply::ok(&entry::change(visit, &RevokeToken { id: token }).await?)
}
