//! What the log says of the team, and how the chat hears that it changed. What is known of it is `front/team.rs`'s.

use protocol::availability::{Team, Told};
use protocol::frame::{Author, Entry};

use super::Model;

impl Model {
    /// What the log says at its end while the team is away: unless somebody of it just spoke.
    pub fn absence(&self) -> Option<&Told> {
        let is_answered = matches!(self.entries.last(), Some(Entry { from: Author::Agent { .. }, .. }));
        self.team.as_ref().filter(|team| !is_answered && matches!(team.shown, Team::Away | Team::BackAt))
    }
}

#[cfg(test)]
mod tests;
