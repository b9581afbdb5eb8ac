//! Reading requests: headers that may be missing, bodies that may be too large.

use protocol::code::Code;
use protocol::limits::BODY_BYTES;
use serde::de::DeserializeOwned;
use worker::{Env, Request};

use super::{broken, settings};
use crate::error::Error;
use crate::facts::Place;
use crate::json;

/// A header's value; an unreadable one is none.
pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// The content type, without its parameters, in lower case.
pub(crate) fn content_type(request: &Request) -> String {
    let value = header(request, "content-type").unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The body as JSON, from anybody: of the given content type, at most 64 KiB.
pub(crate) async fn body<T: DeserializeOwned>(request: &mut Request, expected: &str) -> Result<T, Error> {
    long_body(request, expected, BODY_BYTES).await
}

/// The body as JSON, from somebody who is known: of the given content type, at most `most` bytes.
pub(crate) async fn long_body<T: DeserializeOwned>(
    request: &mut Request,
    expected: &str,
    most: usize,
) -> Result<T, Error> {
    json::read_up_to(&bytes_up_to(request, expected, most).await?, most)
}

/// The body of the given content type; one that says of itself that it is longer than `most` is not waited for.
async fn bytes_up_to(request: &mut Request, expected: &str, most: usize) -> Result<Vec<u8>, Error> {
    let got = content_type(request);
    if got != expected {
        return Err(Error::malformed(Code::ContentType, format!("expects {expected}")));
    }
    let declared = header(request, "content-length").and_then(|length| length.parse::<usize>().ok());
    if let Some(length) = declared.filter(|length| *length > most) {
        return Err(json::too_large(most, length));
    }
    bytes(request).await
}

/// The body as it came.
pub(crate) async fn bytes(request: &mut Request) -> Result<Vec<u8>, Error> {
    request.bytes().await.map_err(broken("reading a body"))
}

/// Where the request comes from: by the headers of the operator's own proxy where they say that it tells, else as the
/// network tells. On one machine nobody does. `edge/shim/quick.js` reads the same.
pub(crate) fn place(env: &Env, request: &Request) -> Option<Place> {
    let named = |name: Option<String>| name.and_then(|name| header(request, &name));
    let [country, region] = if let Some(name) = settings::country_header(env) {
        [header(request, &name), named(settings::region_header(env))]
    } else {
        let cf = request.cf()?;
        [cf.country(), cf.region_code()]
    };
    Place::of(&country?, region.as_deref())
}

/// The name of this request in the log, given by the first of our own who saw it.
pub(crate) fn request_id(request: &Request) -> String {
    header(request, "x-request-id").unwrap_or_else(super::random::request_id)
}

/// Whether the client wants to speak over a socket.
pub(crate) fn wants_socket(request: &Request) -> bool {
    header(request, "upgrade").is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
}
