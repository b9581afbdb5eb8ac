//! Waiting for a condition with a deadline. The only place of the stories that reads a clock or pauses a thread, so
//! that no story ever waits for time alone.

use std::thread;
use std::time::{Duration, Instant};

/// How long a person would wait before calling it broken.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How often a condition is looked at.
const POLL: Duration = Duration::from_millis(20);

/// The condition did not come true in time.
#[derive(Debug)]
pub struct Overdue;

/// Looks at `probe` until it gives something, at least once, for at most `limit`.
pub fn until<T>(limit: Duration, mut probe: impl FnMut() -> Option<T>) -> Result<T, Overdue> {
    let started = now();
    loop {
        if let Some(found) = probe() {
            return Ok(found);
        }
        if started.elapsed() >= limit {
            return Err(Overdue);
        }
        thread::sleep(POLL);
    }
}

/// Waits until `measure` has given the same value for as long as `quiet`: how a page is known to have come to rest.
pub fn until_unchanged<T: PartialEq>(
    limit: Duration,
    quiet: Duration,
    mut measure: impl FnMut() -> T,
) -> Result<T, Overdue> {
    let mut last = measure();
    let mut since = now();
    until(limit, || {
        let value = measure();
        if value != last {
            last = value;
            since = now();
        }
        (since.elapsed() >= quiet).then_some(())
    })?;
    Ok(last)
}

/// The present instant. Pure crates are given it; a test of the whole product has to look.
#[expect(
    clippy::disallowed_methods,
    reason = "deadlines need a clock, and this is the one place that has it"
)]
pub fn now() -> Instant {
    Instant::now()
}
