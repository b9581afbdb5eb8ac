//! Waiting for a condition with a deadline. The only place of these tests that reads a clock or pauses a thread.

use std::thread;
use std::time::{Duration, Instant};

/// How long anything that should happen may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How often a condition is looked at.
const POLL: Duration = Duration::from_millis(20);

/// Looks at `probe` until it gives something.
///
/// # Panics
/// Where it did not within [`PATIENCE`]; `what` names what was waited for.
#[track_caller]
pub(crate) fn until<T>(what: &str, probe: impl FnMut() -> Option<T>) -> T {
    match within(PATIENCE, probe) {
        Some(found) => found,
        None => panic!("waited {PATIENCE:?} for {what}"),
    }
}

/// Looks at `probe` until it gives something, at least once, for at most `limit`.
pub(crate) fn within<T>(limit: Duration, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let started = now();
    loop {
        if let Some(found) = probe() {
            return Some(found);
        }
        if started.elapsed() >= limit {
            return None;
        }
        thread::sleep(POLL);
    }
}

/// The present instant.
#[expect(
    clippy::disallowed_methods,
    reason = "deadlines need a clock, and this is the one place that has it"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Seconds since 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "tokens carry the time, and this is the one place that has a clock"
)]
pub(crate) fn seconds() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("it is later than 1970")
        .as_secs()
}
