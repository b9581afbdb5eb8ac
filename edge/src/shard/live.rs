//! What passes: shown to agents who follow a thread, kept nowhere, and lost where it cannot be told at once.
//!
//! One telling is under way at a time; what happens meanwhile goes with the next, so that a thousand visitors who come
//! back at once are a few tellings. How an inbox is reached is the caller's.

use std::cell::{Cell, RefCell};

use protocol::frame::ServerFrame;

use crate::error::Error;
use crate::objects::call::ShowPassing;

/// Frames that wait for a telling; of more, the oldest are forgotten.
const WAITING: usize = 1_000;

/// What waits to be told.
#[derive(Debug, Default)]
pub struct Live {
    waiting: RefCell<Vec<ServerFrame>>,
    under_way: Cell<bool>,
}

/// A telling, until it is dropped: also where the platform gives up on it.
struct UnderWay<'a>(&'a Cell<bool>);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Live {
    /// Something to be told. Whether somebody has to begin with it.
    pub fn add(&self, frames: impl IntoIterator<Item = ServerFrame>) -> bool {
        let mut waiting = self.waiting.borrow_mut();
        waiting.extend(frames);
        let too_many = waiting.len().saturating_sub(WAITING);
        waiting.drain(..too_many);
        !waiting.is_empty() && !self.under_way.get()
    }

    /// Tells the inbox until nothing waits.
    pub async fn tell(&self, ask: impl AsyncFn(ShowPassing) -> Result<(), Error>) {
        if self.under_way.replace(true) {
            return;
        }
        let _until_dropped = UnderWay(&self.under_way);
        loop {
            let frames = self.waiting.take();
            if frames.is_empty() {
                return;
            }
            // An inbox that cannot be reached hears of the next thing that passes.
            let _lost = ask(ShowPassing { frames }).await;
        }
    }
}
