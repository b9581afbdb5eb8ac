//! What the operator gave this Worker: keys and limits.

use std::time::Duration;

use protocol::limits::{POLL_WAIT_S, RATE_MESSAGES};
use subtle::ConstantTimeEq as _;
use wasm_bindgen::JsValue;
use worker::Env;

use crate::error::Error;
use crate::index::routing::{GRACE_MS, LONG_WAIT_MS};
use crate::token::Key;
use crate::watch::Patience;

const MINUTE_MS: u64 = 60_000;

/// Read without `Env::var`, which throws past us where a binding is null: what workerd makes of a variable that its
/// environment does not have.
fn text(env: &Env, name: &str) -> Option<String> {
    let value = js_sys::Reflect::get(env, &JsValue::from_str(name)).ok()?;
    value.as_string().filter(|text| !text.is_empty())
}

/// The header in which the operator's proxy says which country a request comes from. Only who has such a proxy sets it:
/// it is believed.
pub(crate) fn country_header(env: &Env) -> Option<String> {
    text(env, "PARLOR_COUNTRY_HEADER")
}

/// The same of a region of that country.
pub(crate) fn region_header(env: &Env) -> Option<String> {
    text(env, "PARLOR_REGION_HEADER")
}

/// The key that signs tokens, sessions and proofs.
pub(crate) fn key(env: &Env) -> Result<Key, Error> {
    let text = text(env, "PARLOR_TOKEN_KEY")
        .ok_or_else(|| Error::fault("settings", "PARLOR_TOKEN_KEY is missing"))?;
    Key::parse(&text).ok_or_else(|| Error::fault("settings", "PARLOR_TOKEN_KEY is not 64 hexadecimal digits"))
}

/// Whether that is the secret of that name; compared in constant time, and never where none is set.
pub(crate) fn is_secret(env: &Env, name: &str, given: &str) -> bool {
    text(env, name).is_some_and(|secret| secret.as_bytes().ct_eq(given.as_bytes()).into())
}

/// Messages a visitor may send in the window of the rate limit. Load tests raise it; nothing else should.
pub(crate) fn messages_per_window(env: &Env) -> u32 {
    text(env, "PARLOR_POSTS_PER_10_S").and_then(|text| text.parse().ok()).unwrap_or(RATE_MESSAGES)
}

/// How long sockets are put up with. Tests shorten it; nothing else should.
pub(crate) fn patience(env: &Env) -> Patience {
    let ms = |name, default| text(env, name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let usual = Patience::default();
    Patience {
        lagging_ms: ms("PARLOR_LAGGING_MS", usual.lagging_ms),
        silent_ms: ms("PARLOR_SILENT_MS", usual.silent_ms),
        sweep_ms: ms("PARLOR_SWEEP_MS", usual.sweep_ms),
    }
}

/// How long somebody who goes away may finish what they began. Tests shorten it; nothing else should.
pub(crate) fn grace_ms(env: &Env) -> u64 {
    text(env, "PARLOR_GRACE_MS").and_then(|text| text.parse().ok()).unwrap_or(GRACE_MS)
}

/// How long a visitor may wait in a thread that nobody has before everybody is told. Tests shorten it.
pub(crate) fn long_wait_ms(env: &Env) -> u64 {
    text(env, "PARLOR_LONG_WAIT_MS").and_then(|text| text.parse().ok()).unwrap_or(LONG_WAIT_MS)
}

/// How long a minute is in which a chat may be silent before it closes by itself (ms). Tests shorten it.
pub(crate) fn minute_ms(env: &Env) -> u64 {
    text(env, "PARLOR_MINUTE_MS").and_then(|text| text.parse().ok()).unwrap_or(MINUTE_MS)
}

/// When the data was made of a backup, in ms. The supervisor says so; where none does, it was not.
pub(crate) fn restored_at(env: &Env) -> Option<u64> {
    text(env, "PARLOR_RESTORED_AT").and_then(|text| text.parse().ok())
}

/// How long a request that polls waits for news. Proxies that cut waiting requests off sooner need less.
pub(crate) fn poll_wait(env: &Env) -> Duration {
    Duration::from_secs(
        text(env, "PARLOR_POLL_WAIT_S").and_then(|text| text.parse().ok()).unwrap_or(POLL_WAIT_S),
    )
}
