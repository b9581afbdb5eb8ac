//! Asking other people's servers: no cookie, no redirect followed unseen, so many bytes, so much time.
//!
//! `worker` binds no time limit for a request through a binding, and reads an answer whole whatever its size. Knows
//! requests and streams. Does not know what may be asked: whoever calls has checked the address.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use worker::Env;
use worker::wasm_bindgen_futures::JsFuture;

use crate::webhook::Target;

/// The binding that leads to this very machine.
const LOOPBACK: &str = "LOOPBACK";
/// Most bytes of a webhook's answer.
const ANSWER_BYTES: usize = 64 * 1024;

/// A limit that all requests of one errand share.
pub(crate) struct Patience(JsValue);

impl Patience {
    /// So long from now on.
    pub(crate) fn of_ms(ms: u32) -> Result<Self, JsValue> {
        let signals = Reflect::get(&js_sys::global(), &"AbortSignal".into())?;
        method(&signals, "timeout")?.call1(&signals, &ms.into()).map(Self)
    }

    /// Whether it is over.
    pub(crate) fn is_over(&self) -> bool {
        Reflect::get(&self.0, &"aborted".into()).is_ok_and(|over| over.is_truthy())
    }
}

/// What came back.
pub(crate) enum Fetched {
    /// The body of a 200.
    Body(Vec<u8>),
    /// A redirect; where to, as the header says it.
    Elsewhere(String),
    /// Any other status.
    Status(u16),
    /// More bytes than were wanted.
    TooLarge,
}

/// Gets `url`, at most `most` bytes of it. `by` is the binding to go through, for what is not in the public network.
///
/// # Errors
/// What the platform throws: the server cannot be reached, or the time is over.
pub(crate) async fn get(
    env: &Env,
    by: Option<&str>,
    url: &str,
    most: usize,
    patience: &Patience,
) -> Result<Fetched, JsValue> {
    let fetcher = match by {
        Some(binding) => Reflect::get(env, &binding.into())?,
        None => js_sys::global().into(),
    };
    let headers = Object::new();
    Reflect::set(&headers, &"user-agent".into(), &"Parlor (sitemap)".into())?;
    let init = Object::new();
    for (name, value) in
        [("redirect", JsValue::from("manual")), ("headers", headers.into()), ("signal", patience.0.clone())]
    {
        Reflect::set(&init, &name.into(), &value)?;
    }
    let promise = method(&fetcher, "fetch")?.call2(&fetcher, &url.into(), &init)?;
    read(wait(promise).await?, most).await
}

/// Posts `body` to a bot's webhook within so many ms; the body of a 200, 201 or 204. Redirects are not followed: what
/// is signed is for the one who was named.
///
/// # Errors
/// Why there is none, for the log.
pub(crate) async fn post(
    env: &Env,
    target: &Target,
    headers: &[(&'static str, String)],
    body: &str,
    ms: u32,
) -> Result<Vec<u8>, String> {
    let patience = Patience::of_ms(ms).map_err(|thrown| format!("{thrown:?}"))?;
    let fetched = send(env, target, headers, body, &patience).await;
    match fetched {
        Ok(Fetched::Body(bytes)) => Ok(bytes),
        Ok(Fetched::Status(201 | 204)) => Ok(Vec::new()),
        Ok(Fetched::Status(status)) => Err(format!("status {status}")),
        Ok(Fetched::Elsewhere(_)) => Err("a redirect".to_owned()),
        Ok(Fetched::TooLarge) => Err("too many bytes".to_owned()),
        Err(_) if patience.is_over() => Err(format!("no answer within {ms} ms")),
        Err(_) => Err("it cannot be reached".to_owned()),
    }
}

/// Posts `body` to a webhook of an account within so many ms; the status of whatever it answers, which is not read.
/// Redirects are not followed.
///
/// # Errors
/// Why there is none, in a word.
pub(crate) async fn deliver(
    env: &Env,
    target: &Target,
    headers: &[(&'static str, String)],
    body: &str,
    ms: u32,
) -> Result<u16, &'static str> {
    let patience = Patience::of_ms(ms).map_err(|_| "unreachable")?;
    let response = request(env, target, headers, body, &patience).await;
    match response.and_then(|response| dismiss(&response)) {
        Ok(status) if (300..400).contains(&status) => Err("redirect"),
        Ok(status) => Ok(status),
        Err(_) if patience.is_over() => Err("timeout"),
        Err(_) => Err("unreachable"),
    }
}

/// The status of an answer nobody reads on.
fn dismiss(response: &JsValue) -> Result<u16, JsValue> {
    let body = Reflect::get(response, &"body".into())?;
    if !body.is_null() && !body.is_undefined() {
        let cancelled = method(&body, "cancel")?.call0(&body)?;
        drop(cancelled);
    }
    Ok(Reflect::get(response, &"status".into())?.as_f64().unwrap_or_default() as u16)
}

async fn send(
    env: &Env,
    target: &Target,
    named: &[(&'static str, String)],
    body: &str,
    patience: &Patience,
) -> Result<Fetched, JsValue> {
    read(request(env, target, named, body, patience).await?, ANSWER_BYTES).await
}

async fn request(
    env: &Env,
    target: &Target,
    named: &[(&'static str, String)],
    body: &str,
    patience: &Patience,
) -> Result<JsValue, JsValue> {
    let fetcher =
        if target.is_loopback { Reflect::get(env, &LOOPBACK.into())? } else { js_sys::global().into() };
    let headers = Object::new();
    for (name, value) in named {
        Reflect::set(&headers, &(*name).into(), &value.into())?;
    }
    let init = Object::new();
    for (name, value) in [
        ("method", JsValue::from("POST")),
        ("body", body.into()),
        ("redirect", "manual".into()),
        ("headers", headers.into()),
        ("signal", patience.0.clone()),
    ] {
        Reflect::set(&init, &name.into(), &value)?;
    }
    let promise = method(&fetcher, "fetch")?.call2(&fetcher, &target.url.as_str().into(), &init)?;
    wait(promise).await
}

async fn read(response: JsValue, most: usize) -> Result<Fetched, JsValue> {
    let status = Reflect::get(&response, &"status".into())?.as_f64().unwrap_or_default() as u16;
    if (300..400).contains(&status) {
        let headers = Reflect::get(&response, &"headers".into())?;
        let location = method(&headers, "get")?.call1(&headers, &"location".into())?;
        return Ok(location.as_string().map_or(Fetched::Status(status), Fetched::Elsewhere));
    }
    if status != 200 {
        return Ok(Fetched::Status(status));
    }
    let body = Reflect::get(&response, &"body".into())?;
    if body.is_null() || body.is_undefined() {
        return Ok(Fetched::Body(Vec::new()));
    }
    let reader = method(&body, "getReader")?.call0(&body)?;
    let mut bytes = Vec::new();
    loop {
        let step = wait(method(&reader, "read")?.call0(&reader)?).await?;
        if Reflect::get(&step, &"done".into())?.is_truthy() {
            return Ok(Fetched::Body(bytes));
        }
        let chunk = Uint8Array::new(&Reflect::get(&step, &"value".into())?);
        if bytes.len() + chunk.length() as usize > most {
            // What is still under way is not waited for.
            let cancelled = method(&reader, "cancel")?.call0(&reader)?;
            drop(cancelled);
            return Ok(Fetched::TooLarge);
        }
        bytes.extend(chunk.to_vec());
    }
}

fn method(object: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(object, &name.into())?.dyn_into()
}

async fn wait(promise: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&promise)).await
}
