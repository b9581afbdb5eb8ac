//! Signals as values in a channel.
//!
//! Knows which signals mean what to the supervisor. Decides nothing.

use std::sync::mpsc::{Receiver, channel};

use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::stop::{Result, Trying as _};

/// What a signal told us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Ctrl-C, SIGTERM, or the terminal was closed.
    Stop,
    /// A child changed its state.
    Child,
}

/// From now on these signals end nothing by themselves.
pub(crate) fn listen() -> Result<Receiver<Signal>> {
    let mut signals =
        Signals::new([SIGCHLD, SIGHUP, SIGINT, SIGTERM]).trying(|| "listen to signals".to_owned())?;
    let (sender, receiver) = channel();
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let told = if signal == SIGCHLD { Signal::Child } else { Signal::Stop };
                if sender.send(told).is_err() {
                    return;
                }
            }
        })
        .trying(|| "start a thread".to_owned())?;
    Ok(receiver)
}
