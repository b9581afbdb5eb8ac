//! The clock of one client: it runs with the machine's, and can be put forward.
//!
//! [`protocol::delivery`] takes the time as an argument, so a test may let ten seconds pass in an instant. The only place
//! of this crate that reads a clock.

use std::time::Duration;

use tokio::time::Instant;

/// Milliseconds since some instant; never backwards.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Instant,
    ahead_ms: u64,
}

impl Clock {
    /// A clock that starts at zero now.
    #[must_use]
    pub fn start() -> Self {
        Self { started: now(), ahead_ms: 0 }
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(self.ahead_ms)
    }

    /// Puts it forward.
    pub fn pass(&mut self, ms: u64) {
        self.ahead_ms = self.ahead_ms.saturating_add(ms);
    }

    /// How long until it shows that.
    #[must_use]
    pub fn until(&self, at: u64) -> Duration {
        Duration::from_millis(at.saturating_sub(self.now()))
    }
}

/// The present instant.
#[must_use]
pub fn now() -> Instant {
    Instant::now()
}

/// Whole milliseconds since then.
#[must_use]
pub fn ms_since(then: Instant) -> u64 {
    u64::try_from(then.elapsed().as_millis()).unwrap_or(u64::MAX)
}
