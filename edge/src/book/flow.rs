//! What of a chatflow is published beside its rules: what a browser gets, and what the edge answers it with.

use conversation::availability::Mode;
use conversation::form::When;
use conversation::ids::InboxId;
use conversation::routing::Rule;
use protocol::account::RatingQuestion;
use protocol::boot::Show;
use serde::{Deserialize, Serialize};

use super::Speakers;

/// One enabled chatflow.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flow {
    /// Where its threads arrive.
    pub inbox: InboxId,
    /// What a browser gets.
    pub show: Show,
    /// When its team is available.
    #[serde(default)]
    pub mode: Mode,
    /// Who gets its threads.
    #[serde(default)]
    pub rule: Rule,
    /// Whether a bot answers first.
    #[serde(default)]
    pub has_bot: bool,
    /// Whom its visitors are told they talk to, where it is not the same for everybody.
    #[serde(default)]
    pub speakers: Speakers,
    /// What visitors are asked when a chat has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingQuestion>,
    /// When its form is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<When>,
    /// Whether its form asks for an e-mail address while the team is away: then nothing else does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub form_asks_away: bool,
}

impl Flow {
    /// Whether what visitors are told of its team depends on who is there, or on the time.
    pub(super) fn is_watched(&self) -> bool {
        !self.has_bot && !matches!(self.mode, Mode::Always { .. })
    }

    /// Whether what a contact is told depends on whose they are.
    #[must_use]
    pub fn follows_owners(&self) -> bool {
        let routes = self.is_watched() && matches!(self.rule, Rule::Owner { .. });
        routes || matches!(self.speakers, Speakers::Owner(_))
    }
}
