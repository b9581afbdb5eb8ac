//! The edge, as it runs under the platform: its decisions and its SQL are its own, what is around them is here.
//!
//! `edge::objects` is bound to workerd. [`threads`], [`inbox`] and [`lines`] stand in for it, as thin as can be: who is
//! asked, what is sent to whom, in which order, the same as there. [`platform`] is what an object sees of its machine, and
//! [`object`] what the machine does with an object: turns, commits, sleep, crashes, alarms.

pub(crate) mod inbox;
mod lines;
pub(crate) mod object;
mod outbox;
pub(crate) mod platform;
mod routing;
pub(crate) mod threads;
