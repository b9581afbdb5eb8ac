//! Asking other people's servers: no cookie, no redirect followed unseen, so many bytes, so much time.
//!
//! `worker` binds no time limit for a request through a binding, and reads an answer whole whatever its size. Knows
//! requests and streams. Does not know what may be asked: whoever calls has checked the address.

use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use worker::Env;
use worker::wasm_bindgen_futures::JsFuture;

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
    let response = wait(promise).await?;
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
