//! Keeps workerd running until it is asked to stop.
//!
//! Knows when to restart and in which order to end. Everything it does happens on the main thread, because the
//! kernel ties workerd's life to the thread that started it.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::place::{self, say};
use crate::serve::data::DataDir;
use crate::serve::edge::Edge;
use crate::serve::log::Log;
use crate::serve::signals::Signal;
use crate::stop::{Result, Stop};
use crate::workerd::{Launch, Workerd};

/// A workerd that lives this long is counted as well, and the next restart is immediate again.
const WELL_AFTER: Duration = Duration::from_secs(10);

/// The longest wait before a workerd that keeps dying is started again.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A start on a cold disk of a busy machine takes seconds, not more.
const START_PATIENCE: Duration = Duration::from_secs(30);

/// Why waiting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// What was waited for came.
    Reached,
    /// A signal asked us to stop.
    Asked,
}

/// A running workerd and what is needed to run it again.
pub(crate) struct Supervisor {
    launch: Launch,
    // Dropped in this order: workerd is gone before our half of the lock is.
    workerd: Workerd,
    data: DataDir,
    log: Log,
    signals: Receiver<Signal>,
    started: Instant,
    /// Deaths in a row, each soon after its start.
    early_deaths: u32,
    /// The longest wait before the next start.
    longest_wait: Duration,
}

impl Supervisor {
    /// Starts workerd for the first time. `longest_wait` is the longest before it is started again, where one is set.
    pub(crate) fn start(
        launch: Launch,
        mut data: DataDir,
        signals: Receiver<Signal>,
        longest_wait: Option<Duration>,
    ) -> Result<Self> {
        let longest_wait = longest_wait.unwrap_or(LONGEST_WAIT);
        let log = Log::open(data.path())?;
        let workerd = start(&launch, &mut data, &log)?;
        Ok(Self {
            launch,
            workerd,
            data,
            log,
            signals,
            started: Instant::now(),
            early_deaths: 0,
            longest_wait,
        })
    }

    /// Waits for the first answer. A workerd that dies before it is not restarted: it would die again.
    pub(crate) fn wait_until_healthy(&mut self, edge: &Edge) -> Result<End> {
        loop {
            if edge.is_healthy() {
                return Ok(End::Reached);
            }
            if let Some(how) = self.workerd.ended()? {
                return Err(self.failed_start(&format!("workerd ended with {how}")));
            }
            if self.started.elapsed() > START_PATIENCE {
                return Err(self.failed_start("the edge does not answer /healthz"));
            }
            if self.pause(Duration::from_millis(20)) == End::Asked {
                return Ok(End::Asked);
            }
        }
    }

    /// Tells which process serves, for whoever wants to watch or kill it.
    pub(crate) fn say_pid(&self) {
        say(format_args!("workerd  pid {}", self.workerd.id()));
    }

    /// Returns when a signal asks to stop. Restarts workerd whenever it dies.
    pub(crate) fn run(&mut self) -> Result<()> {
        loop {
            // A death before this call has told its signal already, so look first and wait then.
            if let Some(how) = self.workerd.ended()? {
                self.early_deaths =
                    if self.started.elapsed() < WELL_AFTER { self.early_deaths + 1 } else { 0 };
                let delay = back_off(self.early_deaths).min(self.longest_wait);
                say(format_args!("workerd  ended with {how}; again in {:.1} s", delay.as_secs_f32()));
                if self.pause(delay) == End::Asked {
                    return Ok(());
                }
                self.started = Instant::now();
                self.workerd = start(&self.launch, &mut self.data, &self.log)?;
                self.say_pid();
                continue;
            }
            match self.signals.recv() {
                Ok(Signal::Child) => {}
                // The listening thread is gone only if the process is ending.
                Ok(Signal::Stop) | Err(_) => return Ok(()),
            }
        }
    }

    /// Ends in order: good-bye to the sockets, then the end of workerd, which loses nothing it acknowledged.
    pub(crate) fn stop(&mut self, edge: &Edge) -> Result<()> {
        say("serve    stopping");
        if self.workerd.ended()?.is_none()
            && let Err(stop) = edge.drain()
        {
            place::warn(format_args!("serve: open sockets got no good-bye: {stop}"));
        }
        self.workerd.kill();
        Ok(())
    }

    /// Lets time pass, unless a signal asks to stop.
    fn pause(&self, length: Duration) -> End {
        let until = Instant::now() + length;
        loop {
            match self.signals.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Signal::Child) => {}
                Err(RecvTimeoutError::Timeout) => return End::Reached,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return End::Asked,
            }
        }
    }

    fn failed_start(&self, what: &str) -> Stop {
        let lines = self.log.last_lines().unwrap_or_default();
        Stop::because(format!("{what}; its last lines:\n{lines}"))
    }
}

fn start(launch: &Launch, data: &mut DataDir, log: &Log) -> Result<Workerd> {
    let mut workerd = Workerd::start(launch, data.shared_lock()?)?;
    data.sign(Some(workerd.id()))?;
    let (output, errors) = workerd.take_output();
    if let Some(stream) = output {
        log.follow(stream)?;
    }
    if let Some(stream) = errors {
        log.follow(stream)?;
    }
    Ok(workerd)
}

/// At once after a first death, then twice as long each time, up to five seconds: something that cannot run must
/// not eat the machine, and something that was killed must be back before anybody notices.
fn back_off(early_deaths: u32) -> Duration {
    match early_deaths {
        0 | 1 => Duration::ZERO,
        deaths => Duration::from_millis(100).saturating_mul(1 << deaths.min(10)).min(LONGEST_WAIT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_restart_is_immediate_and_the_wait_is_bounded() {
        assert_eq!(back_off(0), Duration::ZERO);
        assert_eq!(back_off(1), Duration::ZERO);
        assert_eq!(back_off(2), Duration::from_millis(400));
        assert!((2..100).all(|deaths| back_off(deaths) <= back_off(deaths + 1)));
        assert_eq!(back_off(u32::MAX), Duration::from_secs(5));
    }
}
