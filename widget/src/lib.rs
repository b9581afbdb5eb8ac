//! The visitor's widget: what a site's visitors see, in a shadow root on somebody else's page.
//!
//! The loader (`loader/loader.js`) has decided what to show and drawn the launcher before any of this arrives; it
//! then calls `start` and tells the `Widget` what happens around it.
//!
//! | module | is |
//! |---|---|
//! | [`front`] | PURE: what there is before anything is said, and how it changes |
//! | [`model`] | PURE: the same with a chat behind it |
//! | [`lines`] | PURE: the log as lines |
//! | [`show`] | PURE: what the edge decided |
//! | [`agreements`] | PURE: what the visitor agreed to |
//! | [`linkify`], [`reply_time`], [`words`] | PURE: addresses in messages, numbers |
//! | [`json`], [`codec`] | PURE: frames as JSON, without serde |
//! | `view` | the model as a shadow DOM |
//! | `shell` | messages in, wishes out; the only place where things happen |
//! | `later`, `chat` | the same for a chat, in a module of its own |
//! | `page`, `listen`, `socket` | the browser, a resource each, gone when dropped |
//!
//! Everything pure compiles and is tested natively; the rest exists on wasm32 only.

pub mod agreements;
pub mod codec;
pub mod front;
pub mod json;
pub mod lines;
pub mod linkify;
pub mod model;
pub mod reply_time;
pub mod show;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod chat;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod listen;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod shell;
#[cfg(target_arch = "wasm32")]
mod socket;
#[cfg(target_arch = "wasm32")]
mod view;
#[cfg(target_arch = "wasm32")]
mod widget;

#[cfg(target_arch = "wasm32")]
pub use page::Page;
#[cfg(target_arch = "wasm32")]
pub use widget::{Widget, start};

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
