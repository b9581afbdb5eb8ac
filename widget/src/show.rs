//! What the edge decided to show, as far as the widget needs it.
//!
//! `protocol::boot::Show` without what the loader does alone (colours, corner, look) and without what tells nothing here: every
//! field kept is a field cloned, compared and dropped in what a visitor downloads.

use conversation::ids::ChatflowId;
use protocol::availability::Told;
use protocol::boot::{CaptureStep, ConsentStep, SmallScreens};

/// A chatflow on this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Show {
    /// The chatflow.
    pub chatflow: ChatflowId,
    /// Its welcome message (S41); empty for none.
    pub welcome: String,
    /// Whether the welcome message pops open by itself (S46).
    pub pop_up: bool,
    /// The same for small screens (S52, S53).
    pub small: SmallScreens,
    /// Whether display rules say when it pops open; then `pop_up` and `small` are of this moment.
    pub is_ruled: bool,
    /// Whom the visitor talks to.
    pub heading: String,
    /// The names of the agents behind the heading, at most three.
    pub agents: Vec<String>,
    /// The typical reply time in minutes; none is said where it is none (S57).
    pub reply_minutes: Option<u32>,
    /// What is told of the team; none where it is always available (S56).
    pub team: Option<Told>,
    /// The consent step (S81).
    pub consent: Option<ConsentStep>,
    /// When and how to ask for an e-mail address (S48, S49); none for visitors who are known (S51).
    pub capture: Option<CaptureStep>,
}

impl Show {
    /// Whose face and name stand beside the welcome message.
    pub fn speaker(&self) -> &str {
        self.agents.first().unwrap_or(&self.heading)
    }
}
