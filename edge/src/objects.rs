//! The Durable Objects: how they are addressed, what they say to each other, and what each of them does.
//!
//! | object | one per | owns |
//! |---|---|---|
//! | `Directory` | installation | which accounts exist, whose account an address signs in to |
//! | `Account` | account | people, chatflows, contacts, sessions; publishes the rule book |
//! | `Inbox` | inbox | the index of its threads, agents' lines |
//! | `Threads` | shard of an inbox | threads, messages, visitors' lines, the outbox |
//! | `Files` | shard of an inbox | the files that its threads' messages carry |
//!
//! An object keeps no truth in memory: every field is a cache that hibernation may drop.

pub mod address;
pub mod call;

#[cfg(target_arch = "wasm32")]
mod account;
#[cfg(target_arch = "wasm32")]
mod directory;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
pub(crate) mod inbox;
#[cfg(target_arch = "wasm32")]
mod line;
#[cfg(target_arch = "wasm32")]
mod lines;
#[cfg(target_arch = "wasm32")]
mod link;
#[cfg(target_arch = "wasm32")]
mod polls;
#[cfg(target_arch = "wasm32")]
mod restored;
#[cfg(target_arch = "wasm32")]
mod serve;
#[cfg(target_arch = "wasm32")]
mod threads;
