//! Writing responses.

use serde::Serialize;
use worker::{Headers, Response, ResponseBuilder};

use super::{broken, log};
use crate::error::Error;

/// A response with one kind of headers after another.
pub(crate) struct Reply {
    builder: ResponseBuilder,
    headers: Headers,
}

impl Reply {
    pub(crate) fn new(status: u16) -> Self {
        Self { builder: ResponseBuilder::new().with_status(status), headers: Headers::new() }
    }

    /// Sets headers. A value that cannot be one leaves its header out; ours are all constants, ids and origins.
    pub(crate) fn with(self, headers: &[(&str, &str)]) -> Self {
        for (name, value) in headers {
            if self.headers.set(name, value).is_err() {
                worker::console_error!("header {name} has an impossible value");
            }
        }
        self
    }

    pub(crate) fn bytes(self, body: Vec<u8>) -> Response {
        self.builder.with_headers(self.headers).fixed(body)
    }

    /// Bytes that are compressed already, as their header says.
    pub(crate) fn encoded(self, body: Vec<u8>) -> Response {
        self.builder.with_headers(self.headers).with_encode_body(worker::EncodeBody::Manual).fixed(body)
    }

    pub(crate) fn empty(self) -> Response {
        self.builder.with_headers(self.headers).empty()
    }

    pub(crate) fn json<T: Serialize>(self, body: &T) -> Result<Response, Error> {
        serde_json::to_vec(body).map(|body| self.json_bytes(body)).map_err(unwritten)
    }

    fn json_bytes(self, body: Vec<u8>) -> Response {
        self.with(&[("content-type", "application/json")]).bytes(body)
    }
}

/// What every answer of an API carries.
const API: [(&str, &str); 2] = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")];

/// 200 with a body.
pub(crate) fn ok<T: Serialize>(body: &T) -> Result<Response, Error> {
    serde_json::to_vec(body).map(api).map_err(unwritten)
}

fn api(json: Vec<u8>) -> Response {
    Reply::new(200).with(&API).json_bytes(json)
}

fn unwritten(error: serde_json::Error) -> Error {
    Error::fault("writing a body", error)
}

/// 200 with a body that is JSON already.
pub(crate) fn written(json: String) -> Response {
    api(json.into_bytes())
}

/// The answer to a request that failed; the one place that logs a fault of the routes and objects.
pub(crate) fn failure(error: &Error, request_id: &str, headers: &[(&str, &str)]) -> Response {
    log(error, request_id);
    let (status, body, retry_after) = error.to_http(request_id);
    let mut reply = Reply::new(status).with(&API).with(&[("x-request-id", request_id)]).with(headers);
    if let Some(seconds) = retry_after {
        reply = reply.with(&[("retry-after", &seconds.to_string())]);
    }
    reply.json(&body).unwrap_or_else(|_| Reply::new(500).empty())
}

/// The answer to a request whose method its route does not know.
pub(crate) fn method_not_allowed(allow: &str, request_id: &str) -> Response {
    let code = protocol::code::Code::MethodNotAllowed;
    let error = Error::rejected(code, format!("this address answers {allow}"));
    failure(&error, request_id, &[("allow", allow)])
}

/// Sets headers on a finished response, also on one that came from elsewhere and cannot be changed.
pub(crate) fn rewrap(response: Response, headers: &[(&str, &str)]) -> Result<Response, Error> {
    let kept = Headers::new();
    for (name, value) in response.headers().entries() {
        kept.append(&name, &value).map_err(broken("copying headers"))?;
    }
    for (name, value) in headers {
        kept.set(name, value).map_err(broken("setting headers"))?;
    }
    Ok(response.with_headers(kept))
}
