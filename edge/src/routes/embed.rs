//! `GET /embed/{account}.js`: the loader, with the decision for the page that asks.

use std::cell::RefCell;

use conversation::ids::AccountId;
use worker::{Request, Response};

use super::dispatch::Visit;
use super::files;
use crate::error::Error;
use crate::memory;
use crate::platform::incoming::{self, header};
use crate::platform::reply::Reply;
use crate::session::digest;

/// Where the loader's source expects what it starts with.
const PLACEHOLDER: &str = "\"__BOOT__\"";

thread_local! {
    /// The loader's source: part of this very release, so it never changes under a running Worker.
    static SOURCE: RefCell<Option<String>> = const { RefCell::new(None) };
}

pub(super) async fn loader(
    visit: &Visit<'_>,
    request: &Request,
    account: Option<AccountId>,
) -> Result<Response, Error> {
    let ready = match &account {
        Some(account) => memory::account(visit.env, visit.context, visit.id, account).await?,
        None => None,
    };
    let (Some(account), Some(ready)) = (account, ready) else { return Ok(unknown()) };
    // Personal data: used for the decision, and dropped with the request.
    let referer = header(request, "referer");
    let country = incoming::country(request);
    let boot = ready.boot(account, visit.own.clone(), referer.as_deref(), country);
    let boot = serde_json::to_string(&boot).map_err(|error| Error::fault("writing a boot", error))?;
    let body = source(visit).await?.replacen(PLACEHOLDER, &boot, 1);
    let hash = digest(&body);
    let tag = format!("W/\"{}\"", hash.get(..24).unwrap_or(&hash));
    let headers = [
        ("content-type", "text/javascript; charset=utf-8"),
        ("cache-control", "private, no-cache"),
        ("vary", "Referer, Origin, Accept-Encoding"),
        ("etag", tag.as_str()),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "cross-origin"),
    ];
    if header(request, "if-none-match").is_some_and(|known| files::any_tag_is(&known, &tag)) {
        return Ok(Reply::new(304).with(&headers).empty());
    }
    let reply = Reply::new(200).with(&headers);
    let accepted = header(request, "accept-encoding").unwrap_or_default();
    // The platform compresses on the way out what says so and is not marked as compressed.
    Ok(match files::encoding(&accepted) {
        Some(encoding) => reply.with(&[("content-encoding", encoding.name())]),
        None => reply,
    }
    .bytes(body.into_bytes()))
}

fn unknown() -> Response {
    let headers = [
        ("content-type", "text/javascript; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "cross-origin"),
    ];
    Reply::new(404).with(&headers).bytes(b"/* Parlor: there is no such account. */".to_vec())
}

async fn source(visit: &Visit<'_>) -> Result<String, Error> {
    if let Some(source) = SOURCE.with_borrow(Clone::clone) {
        return Ok(source);
    }
    let bytes = files::asset(visit, "loader.js").await?;
    let bytes = bytes.ok_or_else(|| Error::fault("the loader", "the build left none"))?;
    let source = String::from_utf8(bytes).map_err(|error| Error::fault("the loader", error))?;
    SOURCE.set(Some(source.clone()));
    Ok(source)
}
