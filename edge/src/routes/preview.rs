//! The preview of a chatflow (S8, S9): what its loader starts with, and the page that runs the loader on it.
//!
//! The page is a document of no origin: nothing is stored for it, and its policy lets it reach the widget's files and
//! nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::boot::Boot;
use protocol::rest::preview::{Preview, PreviewChatflow};
use sha2::{Digest as _, Sha256};
use worker::{Request, Response};

use super::dispatch::Visit;
use super::embed;
use super::entry::signed;
use crate::book::Previewed;
use crate::chatflow::reading;
use crate::error::Error;
use crate::objects::address::Address;
use crate::objects::call::PreviewShow;
use crate::platform::reply::Reply;
use crate::platform::{incoming, reply};

const PAGE: &str = include_str!("../../start/preview.html");
/// What the loader starts with there: the page has it from the console.
const BOOT: &str = "self.parlorBoot";

/// `POST /api/preview`: changes nothing, but only who may change chatflows is told.
pub(super) async fn boot(visit: &Visit<'_>, request: &mut Request) -> Result<Response, Error> {
    let account = signed(visit)?.account;
    let body = incoming::body(request, "application/json").await?;
    let PreviewChatflow { chatflow: content, scene, dark } =
        reading::body(body, |asked: &PreviewChatflow| &asked.chatflow)?;
    let call = PreviewShow { content, scene, dark };
    let Previewed { show, team, form, communication } =
        Address::Account(account.clone()).ask(visit.env, visit.id, &call).await?;
    let boot = Boot {
        account,
        edge: visit.own.clone(),
        page: None,
        fragment_rules: false,
        facts: false,
        country: None,
        region: None,
        show: Some(show),
        book: 0,
        id: None,
        team,
        launcher: None,
    };
    reply::ok(&Preview { boot, form, communication })
}

/// `GET /preview`: the page.
pub(super) fn page(visit: &Visit<'_>) -> Response {
    let hash = |tag: &str| {
        let text =
            PAGE.split_once(&format!("<{tag}>")).and_then(|(_, rest)| rest.split_once(&format!("</{tag}>")));
        STANDARD.encode(Sha256::digest(text.map_or("", |(text, _)| text).as_bytes()))
    };
    let own = &visit.own;
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}' {own}/preview/loader.js {own}/widget/ 'wasm-unsafe-eval'; \
         style-src 'sha256-{}'; connect-src {own}/widget/; img-src data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors {own}; sandbox allow-scripts",
        hash("script"),
        hash("style"),
    );
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-cache"),
        ("content-security-policy", policy.as_str()),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    Reply::new(200).with(&headers).bytes(PAGE.as_bytes().to_vec())
}

/// `GET /preview/loader.js`: the loader, which starts with what its page says.
pub(super) async fn loader(visit: &Visit<'_>) -> Result<Response, Error> {
    let [[before, after], _] = embed::sources(visit).await?;
    let headers = [
        ("content-type", "text/javascript; charset=utf-8"),
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
        // For a page of no origin.
        ("cross-origin-resource-policy", "cross-origin"),
    ];
    Ok(Reply::new(200).with(&headers).bytes([before.as_str(), BOOT, after.as_str()].concat().into_bytes()))
}
