//! The fault harness: the built product in real workerd, seen from outside, and treated badly.
//!
//! ```text
//! product   starts it, kills it, starts it again      client    protocol::delivery on a socket of this machine
//! proxy     what lies between the two, frame by frame   history   what happened; check: whether that was promised
//! network   one that is bad all the time              load      how much of it there may be
//! crash     the kill loop
//! ```
//! Its clients are the product's own sans-IO client, so that what is proved here is what runs in widget and console.
//! Commands for people: `cargo xtask crash`, `load` and `soak`; the named faults are in `faults/tests`.

pub mod chance;
pub mod check;
pub mod client;
pub mod clock;
pub mod crash;
pub mod figures;
pub mod history;
pub mod http;
pub mod load;
pub mod network;
pub mod options;
pub mod people;
pub mod product;
pub mod proxy;
pub mod scene;
pub mod usage;
pub mod wording;
