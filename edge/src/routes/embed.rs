//! `GET /embed/{account}.js`: the loader, with the decision for the page that asks.

use std::cell::RefCell;

use conversation::ids::AccountId;
use worker::{Request, Response};

use super::dispatch::Visit;
use super::files;
use crate::book::Asks;
use crate::error::Error;
use crate::memory;
use crate::platform::clock::now_ms;
use crate::platform::incoming::{self, header};
use crate::platform::random;
use crate::platform::reply::Reply;
use crate::session::digest;

/// Where the loader's source expects what it starts with.
const PLACEHOLDER: &str = "\"__BOOT__\"";

/// The loader's source: part of this very release, so it never changes under a running Worker.
#[derive(Clone)]
struct Source {
    /// Before and after the place of the boot.
    around: [String; 2],
    /// Tells this source from others.
    hash: String,
}

thread_local! {
    static SOURCE: RefCell<Option<Source>> = const { RefCell::new(None) };
}

/// The loader before and after the place of what it starts with; `None` where nobody needed it yet.
pub(crate) fn loader_source() -> Option<[String; 2]> {
    SOURCE.with_borrow(|source| source.as_ref().map(|source| source.around.clone()))
}

/// The tag of the loader with this boot: of the source, and FNV-1a (64 bits) of the boot. Equal tags mean equal answers
/// of one release; nobody gains anything by making two boots of his own account meet.
pub(crate) fn loader_tag(boot: &str) -> Option<String> {
    SOURCE.with_borrow(|source| {
        let hash = boot.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        source.as_ref().map(|source| format!("W/\"{}{hash:016x}\"", source.hash))
    })
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
    let place = incoming::place(visit.env, request);
    let languages = header(request, "accept-language").unwrap_or_default();
    let asks =
        Asks { referer: referer.as_deref(), place: place.as_ref(), languages: &languages, draw: draw()? };
    let boot = ready.boot(account, visit.own.clone(), asks, now_ms());
    let boot = serde_json::to_string(&boot).map_err(|error| Error::fault("writing a boot", error))?;
    let [before, after] = source(visit).await?;
    let tag = loader_tag(&boot).unwrap_or_default();
    let body = [before, boot, after].concat();
    let headers = [
        ("content-type", "text/javascript; charset=utf-8"),
        ("cache-control", "private, no-cache"),
        ("vary", "Referer, Origin, Accept-Encoding, Accept-Language"),
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

/// A number to draw by.
pub(super) fn draw() -> Result<u32, Error> {
    Ok(u32::from_be_bytes(random::bytes()?))
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

pub(super) async fn source(visit: &Visit<'_>) -> Result<[String; 2], Error> {
    if let Some(around) = loader_source() {
        return Ok(around);
    }
    let bytes = files::asset(visit, "loader.js").await?;
    let bytes = bytes.ok_or_else(|| Error::fault("the loader", "the build left none"))?;
    let source = String::from_utf8(bytes).map_err(|error| Error::fault("the loader", error))?;
    let (before, after) = source
        .split_once(PLACEHOLDER)
        .ok_or_else(|| Error::fault("the loader", "it has no place for what it starts with"))?;
    let around = [before.to_owned(), after.to_owned()];
    let hash = digest(&source);
    let hash = hash.get(..8).unwrap_or(&hash).to_owned();
    SOURCE.set(Some(Source { around: around.clone(), hash }));
    Ok(around)
}
