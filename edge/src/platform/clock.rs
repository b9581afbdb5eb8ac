//! The time. It stands still while an event is handled, which is all the precision there is.

/// Milliseconds since 1970 (UTC).
pub(crate) fn now_ms() -> u64 {
    // Positive and far below 2^53 for as long as anybody will run this.
    js_sys::Date::now() as u64
}

/// Seconds since 1970 (UTC).
pub(crate) fn now_s() -> u64 {
    now_ms() / 1_000
}
