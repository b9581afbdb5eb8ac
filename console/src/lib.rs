//! The agents' console: the inbox, the chatflows and their switches.
//!
//! The model is plain Rust and knows no browser ([`state`], [`route`], [`texts`]); it is tested natively. What is
//! left compiles for the browser only: `browser` (the few doors to it), `api` (requests), `live` (the socket),
//! `console` (the signals and the acts that change them), `view` (one component a file), `later` (what is not loaded before
//! somebody goes there).
//!
//! A change takes one way: an act or the socket changes the model inside a signal, and the views that read that
//! part of it draw again. Views hold no state of their own that anybody else needs.

#![forbid(unsafe_code)]

#[cfg(test)]
mod literals;
pub mod route;
pub mod state;
pub mod texts;

#[cfg(target_arch = "wasm32")]
mod acts;
#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod console;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod reactive;
#[cfg(target_arch = "wasm32")]
pub mod start;
#[cfg(target_arch = "wasm32")]
mod timers;
#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
mod watch;
