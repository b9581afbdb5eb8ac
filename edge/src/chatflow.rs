//! Chatflows as their owners edit them: what may be saved, what may be published, and how one comes and goes.
//!
//! | file | |
//! |---|---|
//! | `judge`, `rules`, `display` | everything there is to say about a chatflow, the same for every way in |
//! | `expectations` | decisions that owners expect, tried on what is about to be published |
//! | `edit` | create, save, switch, order, remove: judged and written in one transaction |
//! | `history` | its versions, and going back to one |
//! | `scheduled` | switching one at an instant that was said before |
//! | `reading` | a body that holds a chatflow, in which nothing is passed over |
//! | `slug` | an id made from a name |
//!
//! Pure but for SQL. Does not know who asks, nor what a browser gets: that is `book`'s.

mod display;
pub mod edit;
pub mod expectations;
pub mod history;
pub mod judge;
pub mod named;
pub mod reading;
mod rules;
pub mod scheduled;
mod slug;

pub(crate) use slug::{RESERVED, free_id};
