//! `GET /embed/{account}.js`: the loader, with the decision for the page that asks; where nothing is for that page the scout,
//! which brings the loader once something may be.

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

/// A script before and after the place of what it starts with.
type Around = [String; 2];

/// The sources of loader and scout: part of this very release, so they never change under a running Worker.
struct Source {
    loader: Around,
    scout: Around,
    /// Tells these sources from others.
    hash: String,
}

thread_local! {
    static SOURCE: RefCell<Option<Source>> = const { RefCell::new(None) };
}

/// Loader and scout, each before and after the place of what it starts with; `None` where nobody needed them yet.
pub(crate) fn loader_sources() -> Option<[Around; 2]> {
    SOURCE.with_borrow(|source| source.as_ref().map(|source| [source.loader.clone(), source.scout.clone()]))
}

/// The tag of the script with this boot: of the sources, and a hash of the boot, 64 bits in the manner of FNV, but of eight
/// bytes at a time. Equal tags mean equal answers of one release; nobody gains anything by making two boots of his own
/// account meet.
pub(crate) fn loader_tag(boot: &str) -> Option<String> {
    SOURCE.with_borrow(|source| {
        let (words, rest) = boot.as_bytes().as_chunks();
        let rest = rest.iter().fold(boot.len() as u64, |word, byte| word << 8 | u64::from(*byte));
        let words = words.iter().map(|word| u64::from_le_bytes(*word)).chain([rest]);
        let hash = words.fold(0xcbf2_9ce4_8422_2325_u64, |hash, word| {
            let hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            hash ^ hash >> 32
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
    let is_idle = boot.is_idle();
    let boot = serde_json::to_string(&boot).map_err(|error| Error::fault("writing a boot", error))?;
    let [loader, scout] = sources(visit).await?;
    let [before, after] = if is_idle { scout } else { loader };
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

/// Loader and scout, as [`loader_sources`], read where nobody needed them yet.
pub(super) async fn sources(visit: &Visit<'_>) -> Result<[Around; 2], Error> {
    if let Some(sources) = loader_sources() {
        return Ok(sources);
    }
    let [loader, scout] = [around(visit, "loader.js").await?, around(visit, "scout.js").await?];
    // The scout names the loader that it brings, so that both are others where the loader is.
    let hash = digest(&[loader.concat(), scout.concat()].concat());
    let hash = hash.get(..8).unwrap_or(&hash).to_owned();
    SOURCE.set(Some(Source { loader: loader.clone(), scout: scout.clone(), hash }));
    Ok([loader, scout])
}

async fn around(visit: &Visit<'_>, name: &'static str) -> Result<Around, Error> {
    let bytes = files::asset(visit, name).await?;
    let bytes = bytes.ok_or_else(|| Error::fault("the loader", format!("the build left no {name}")))?;
    let source = String::from_utf8(bytes).map_err(|error| Error::fault("the loader", error))?;
    let (before, after) = source
        .split_once(PLACEHOLDER)
        .ok_or_else(|| Error::fault("the loader", format!("{name} has no place for what it starts with")))?;
    Ok([before.to_owned(), after.to_owned()])
}
