//! The wire, and only the wire.
//!
//! | module | is |
//! |---|---|
//! | [`frame`] | what crosses a socket, visitors' and agents' alike |
//! | [`availability`] | what visitors are told of the team behind a chatflow |
//! | [`boot`] | what the loader gets with a page view, and what it asks |
//! | `poll` | the frames of a socket as requests, where sockets do not pass (feature `serde`) |
//! | `rest` | bodies of the REST routes (feature `serde`) |
//! | `simulation` | trying targeting out: bodies of the routes that change nothing (feature `serde`) |
//! | `visitor` | what a widget asks about its visitor's conversations beside the socket (feature `serde`) |
//! | `lists` | the same about lists, properties and contacts (feature `serde`) |
//! | `account` | an account as one file (feature `serde`) |
//! | `conformance` | cases of the conformance suite, put to a running edge (feature `serde`) |
//! | [`code`] | every stable error code, with its HTTP status and close code |
//! | [`language`] | the languages of the widget, and the nearest to the one that is asked for |
//! | [`limits`] | the numbers both sides keep |
//! | `look` | the look that an owner gives a widget (feature `serde`) |
//! | [`origin`] | which sites may use an account's widget |
//! | [`nearest`] | the name that somebody probably meant |
//! | [`delivery`] | the sans-IO client that widget and console share: outbox, resume, back-off |
//!
//! Bytes are parsed into domain types here; what does not fit never gets further. Knows no sockets, no storage,
//! no clock and no randomness.

#![forbid(unsafe_code)]

#[cfg(feature = "serde")]
pub mod account;
pub mod availability;
pub mod boot;
pub mod code;
#[cfg(feature = "serde")]
pub mod conformance;
pub mod delivery;
pub mod frame;
pub mod language;
pub mod limits;
#[cfg(feature = "serde")]
pub mod lists;
#[cfg(feature = "serde")]
pub mod look;
pub mod nearest;
pub mod origin;
#[cfg(feature = "serde")]
pub mod poll;
#[cfg(feature = "serde")]
pub mod rest;
#[cfg(feature = "serde")]
pub mod simulation;
#[cfg(feature = "serde")]
pub mod visitor;

/// The version of the socket protocol; a client says it in its first frame.
pub const VERSION: u32 = 1;
