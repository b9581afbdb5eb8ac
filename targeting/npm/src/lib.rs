//! Targeting for JavaScript: the very engine of the edge, as an npm package.
//!
//! Two modules for wasm-bindgen, one built with the feature `engine`, one without: the whole engine ([`Book`]: compile,
//! decide, explain, lint), and what a browser needs for a finished rule book ([`RuleBook`]: decide).
//!
//! Knows how values and errors cross to JavaScript. What they mean is known by `targeting`; how the package is put
//! together by `cargo xtask build npm`.

#[cfg(feature = "engine")]
mod engine;
mod refusal;
mod runtime;

#[cfg(feature = "engine")]
pub use engine::{Book, compile, lint};
pub use runtime::RuleBook;
