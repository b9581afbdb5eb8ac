//! Files of the build, and the start page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::language::nearest;
use sha2::{Digest as _, Sha256};
use worker::{Request, Response};

use super::dispatch::Visit;
pub(super) use crate::encoding::{Encoding, accepted as encoding, any_tag_is};
use crate::encoding::{cache_control, content_type, is_file_name};
use crate::error::Error;
use crate::platform::broken;
use crate::platform::incoming::header;
use crate::platform::reply::Reply;
use crate::simulation::sitemap::{Place, place_of};

/// A file of the build, or nothing where there is none of that name.
pub(super) async fn asset(visit: &Visit<'_>, path: &str) -> Result<Option<Vec<u8>>, Error> {
    let assets = visit.env.service("ASSETS").map_err(broken("the assets"))?;
    let address = format!("https://assets/{path}");
    let mut response = assets.fetch(address, None).await.map_err(broken("the assets"))?;
    match response.status_code() {
        200 => Ok(Some(response.bytes().await.map_err(broken("reading a file"))?)),
        404 => Ok(None),
        status => Err(Error::fault("the assets", format!("status {status} for {path}"))),
    }
}

/// A file in the best form the client takes.
async fn file(
    visit: &Visit<'_>,
    request: &Request,
    folder: &str,
    name: &str,
    headers: &[(&str, &str)],
) -> Result<Option<Response>, Error> {
    let path = format!("{folder}/{name}");
    let accepted = encoding(&header(request, "accept-encoding").unwrap_or_default());
    let mut found = None;
    if let Some(encoding) = accepted {
        let packed = asset(visit, &format!("{path}{}", encoding.ending())).await?;
        found = packed.map(|bytes| (bytes, Some(encoding)));
    }
    if found.is_none() {
        found = asset(visit, &path).await?.map(|bytes| (bytes, None));
    }
    let Some((bytes, packed)) = found else { return Ok(None) };
    let reply = Reply::new(200)
        .with(&[
            ("content-type", content_type(name)),
            ("cache-control", cache_control(name)),
            ("vary", "Accept-Encoding"),
            ("x-content-type-options", "nosniff"),
        ])
        .with(headers);
    Ok(Some(match packed.map(Encoding::name) {
        Some(packed) => reply.with(&[("content-encoding", packed)]).encoded(bytes),
        None => reply.bytes(bytes),
    }))
}

/// `GET /widget/…`, for pages of any origin. `texts-HASH-{wish}` is the words in the language nearest to what is wished.
pub(super) async fn widget(visit: &Visit<'_>, request: &Request, name: &str) -> Result<Response, Error> {
    let headers = [
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("timing-allow-origin", "*"),
    ];
    // Whoever asks for the words need not know which languages there are.
    let wished = name.strip_prefix("texts-").and_then(|rest| rest.split_once('-'));
    let found = wished.map(|(hash, wish)| format!("texts-{}-{hash}.json", nearest(wish).tag));
    let name = found.as_deref().unwrap_or(name);
    if !is_file_name(name) {
        return Err(Error::not_found());
    }
    file(visit, request, "widget", name, &headers).await?.ok_or_else(Error::not_found)
}

/// `GET /openapi.json`, for tools of any origin: there is nothing secret in it.
pub(super) async fn description(visit: &Visit<'_>, request: &Request) -> Result<Response, Error> {
    let headers = [("access-control-allow-origin", "*"), ("cross-origin-resource-policy", "cross-origin")];
    file(visit, request, "api", "openapi.json", &headers).await?.ok_or_else(Error::not_found)
}

/// `GET /console/…`: a file, or the application for every path that is none.
pub(super) async fn console(visit: &Visit<'_>, request: &Request, path: &str) -> Result<Response, Error> {
    let own = &visit.own;
    let socket = own.replacen("http", "ws", 1);
    // The owner's own pages beside conversations (P58); on this machine too where the console itself is tried out there.
    let apps = match place_of(own) {
        Place::Loopback => "https: http://127.0.0.1:* http://localhost:*",
        Place::Public | Place::Private => "https:",
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self' {socket}; font-src 'self'; frame-src {own}/preview {apps}; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'"
    );
    let headers = [
        ("content-security-policy", policy.as_str()),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
        ("x-frame-options", "DENY"),
    ];
    if is_file_name(path) {
        return file(visit, request, "console", path, &headers).await?.ok_or_else(Error::not_found);
    }
    file(visit, request, "console", "index.html", &headers).await?.ok_or_else(Error::not_found)
}

const START: &str = include_str!("../../start/index.html");

/// `GET /`: what this is, for whoever looks.
pub(super) fn start(visit: &Visit<'_>) -> Response {
    // A serialised origin holds letters, digits, `:/.-[]` and nothing that is markup.
    let page = START.replacen("{{edge}}", &visit.own, 1);
    let style = START
        .split_once("<style>")
        .and_then(|(_, rest)| rest.split_once("</style>"))
        .map_or("", |(style, _)| style);
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-cache"),
        ("content-security-policy", policy.as_str()),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    Reply::new(200).with(&headers).bytes(page.into_bytes())
}
