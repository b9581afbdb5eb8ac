//! Stories from end to end: the release build, in real `workerd`, in a real browser, as people use it.
//!
//! A story speaks through the [roles] and never about elements, frames or routes:
//!
//! ```ignore
//! let visitor = Visitor::arrives(&product);
//! visitor.opens("/pricing/");
//! visitor.opens_the_chat();
//! visitor.writes("Do you ship to Lisbon?");
//! agent.opens_thread("Do you ship to Lisbon?");
//! agent.replies("Yes, within 4 days.");
//! visitor.sees_answer("Yes, within 4 days.");
//! ```
//!
//! - [`browser`]: a driver for Chromium that finds things as people do, by role and name; it knows nothing of Parlor.
//! - [`product`]: the real command, started, killed, restarted.
//! - [`proxy`]: a network that lets no web socket pass.
//! - [`site`]: pages of our own, served to that browser.
//! - [`wait`]: the only place with a clock.

pub mod browser;
pub mod product;
pub mod proxy;
pub mod roles;
pub mod site;
pub mod wait;
