//! What happens in a conversation, as pure state machines.
//!
//! A thread is decided here ([`thread`]), routed ([`routing`]), told whether anybody is there ([`availability`])
//! and sorted into the views of an inbox ([`view`], [`filter`]). What agents put beside it is the [`desk`]'s. Which
//! contacts are on which [`list`] is decided here too, what [`macros`] do, and what the [`transcript`] of a
//! chat says.
//! Everything comes in as arguments — the time in milliseconds, ids, facts — and goes out as values: events to store, a
//! reason beside each decision.
//!
//! Knows no clock, no randomness, no storage, no wire and no browser.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod access;
pub mod availability;
pub mod bot;
pub mod capture;
pub mod consent;
pub mod desk;
pub mod email;
pub mod filter;
pub mod form;
pub mod ids;
pub mod list;
pub mod macros;
pub mod rating;
pub mod redaction;
pub mod report;
pub mod routing;
pub mod saved_reply;
pub mod schedule;
pub mod subscription;
pub mod text;
pub mod thread;
pub mod transcript;
pub mod view;
pub mod zone;
