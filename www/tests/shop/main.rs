//! The demo shop: its server, its pages, and whether the pages and the demo account tell the same stories.
#![expect(clippy::unwrap_used, reason = "a failed precondition is a failed test")]

mod pages;
mod server;
mod site;
mod stories;
