//! What a bot did on its way, for whoever watches it while it is built.
//!
//! Decides nothing: [`step`](super::step) runs the same machine and leaves this out.

use crate::ids::StepId;

/// One thing that a bot did in a turn, and why it went on as it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// At which step; `None` where there was none.
    pub step: Option<StepId>,
    /// How many effects of the turn came before it. What is said up to the next trace, this step says.
    pub after: usize,
    /// What it did.
    pub did: Did,
}

/// What a bot did at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// It said something and went on.
    Said,
    /// It asked, and waits.
    Asked {
        /// How often it had asked again by then.
        tries: u8,
    },
    /// The visitor picked a quick reply.
    Picked {
        /// Which, from 0.
        reply: usize,
    },
    /// The visitor said something that is no quick reply.
    Heard,
    /// What the visitor said was what was asked for, and is to be kept.
    Kept,
    /// They would rather not say.
    Skipped,
    /// It has asked often enough.
    GaveUp,
    /// A branch went on.
    Branched {
        /// By which case, from 0; `None` where none holds.
        case: Option<usize>,
    },
    /// It asked a webhook, and waits.
    Called,
    /// The webhook answered.
    Answered,
    /// The webhook did not answer in time, or not well.
    Failed,
    /// Nobody could answer now, so it did not hand over.
    NobodyThere,
    /// It handed over to people.
    HandedOver {
        /// Why.
        because: Cause,
    },
    /// It came to its end.
    Ended,
}

/// Why a bot hands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A step says so.
    Step,
    /// There is no step below to go on with.
    NothingBelow,
    /// A step leads to one that is not there.
    Gone,
    /// It took [`MOVES`](super::MOVES) steps without waiting for anybody.
    Endless,
    /// It has said [`SAID`](super::SAID) messages.
    SaidEnough,
    /// Somebody wrote after its end.
    WroteAfterEnd,
}
