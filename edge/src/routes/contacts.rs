//! `/api/contacts` and `/api/properties`: whom an account knows, what can be known of them, and what is.

use conversation::ids::{ContactId, PropertyId};
use protocol::lists::SetProperties as Asked;
use worker::{Method, Request, Response};

use super::dispatch::Visit;
use super::entry::signed;
use super::lists::{ask, change};
use super::threads::{only, parameter};
use crate::error::Error;
use crate::objects::call::lists::{
    CreateProperty, DeleteProperty, FindContacts, GetContact, GetProperties, SaveProperty, SetProperties,
};
use crate::platform::{incoming, reply};

const JSON: &str = "application/json";

/// `GET /api/properties`, and `POST` a new one.
pub(super) async fn properties(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    if request.method() == Method::Post {
        let account = signed(visit)?.account;
        let content = incoming::body(request, JSON).await?;
        return reply::ok(&change(visit, account, CreateProperty { content }).await?);
    }
    let signed = signed(visit)?;
    reply::ok(&ask(visit, signed.account, GetProperties {}).await?)
}

/// `PUT` and `DELETE` `/api/properties/{property}`.
pub(super) async fn property(
    visit: &Visit<'_>,
    request: &mut Request,
    property: PropertyId,
) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    if request.method() == Method::Put {
        let content = incoming::body(request, JSON).await?;
        return reply::ok(&change(visit, account, SaveProperty { id: property, content }).await?);
    }
    reply::ok(&change(visit, account, DeleteProperty { id: property }).await?)
}

/// `GET /api/contacts?search=…`.
pub(super) async fn all(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    only(request, &["search"])?;
    let text = parameter(request, "search")?.unwrap_or_default();
    reply::ok(&ask(visit, account, FindContacts { text }).await?)
}

/// `GET /api/contacts/{contact}`.
pub(super) async fn one(visit: &Visit<'_>, contact: ContactId) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    reply::ok(&ask(visit, account, GetContact { id: contact }).await?)
}

/// `PUT /api/contacts/{contact}/properties`.
pub(super) async fn set(
    visit: &Visit<'_>,
    request: &mut Request,
    contact: ContactId,
) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let Asked { properties } = incoming::body(request, JSON).await?;
    reply::ok(&change(visit, account, SetProperties { id: contact, values: properties }).await?)
}
