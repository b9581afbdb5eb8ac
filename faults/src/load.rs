//! How much there may be of everything: `cargo xtask load`.
//!
//! Prints figures and judges none: they belong to a machine and its hour. What is counted and must be none (drops, clients
//! that do not come back, broken promises) is an error.

mod bare;
pub mod crowd;
mod latency;
pub mod rate;
pub mod soak;
pub mod stalled;

/// Printed where nothing went wrong: a line of figures.
pub type Line = String;
