//! The visitor's widget: what a site's visitors see, in a shadow root on somebody else's page.
//!
//! The loader (`loader/loader.js`) has decided what to show and drawn the launcher before any of this arrives; it
//! then calls [`start`] and tells the [`Widget`] what happens around it.
//!
//! | module | is |
//! |---|---|
//! | [`model`] | PURE: what the widget is and how it changes |
//! | [`lines`] | PURE: the log as lines |
//! | [`linkify`], [`texts`] | PURE: addresses in messages, our own words |
//! | [`json`], [`codec`] | PURE: frames as JSON, without serde |
//! | `view` | the model as a shadow DOM |
//! | `shell` | messages in, effects out; the only place where things happen |
//! | `page`, `listen`, `socket` | the browser, a resource each, gone when dropped |
//!
//! Everything pure compiles and is tested natively; the rest exists on wasm32 only.

pub mod codec;
pub mod json;
pub mod lines;
pub mod linkify;
pub mod model;
pub mod texts;

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

/// A number as digits. The standard library's formatting would cost more than the rest of this file.
#[cfg(target_arch = "wasm32")]
fn number(mut value: u64) -> String {
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b'0' + (value % 10) as u8));
        value /= 10;
        if value == 0 {
            return digits;
        }
    }
}
