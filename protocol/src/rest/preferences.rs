//! How somebody likes to work, for themselves alone: how long a reply rests before it goes (P56), and what tells them of
//! something (S181, S182). Kept with their profile, so that it is the same in every browser.
//!
//! Whether a browser may show notifications is the browser's, and stands nowhere here.

use conversation::ids::InboxId;
use serde::{Deserialize, Serialize};

/// Answers `GET /api/me/preferences`, and is what `PUT` says and answers: all of it. What is left out is as it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Preferences {
    /// So many seconds a reply rests before it goes, and can be taken back: 0, 5, 10 or 20.
    pub undo_send_s: u8,
    /// A visitor starts a conversation (S181).
    pub conversation: Ways,
    /// A visitor writes in a conversation of mine.
    pub mine: Ways,
    /// A visitor writes in a conversation that nobody has.
    pub unassigned: Ways,
    /// A comment names me.
    pub mention: Ways,
    /// Somebody, or a rule, gives me a conversation.
    pub assigned: Ways,
    /// Nobody has had a conversation for too long (E49).
    pub long_wait: Ways,
    /// Whether notifications show the first words of a message, or only who wrote.
    pub words: bool,
    /// Only while I am available.
    pub only_available: bool,
    /// Nothing sounds or pops up in these hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Quiet>,
    /// Inboxes that tell me nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub muted: Vec<InboxId>,
}

/// By what somebody is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Ways {
    /// A notification of the system, where the browser may show one.
    pub desktop: bool,
    /// A sound.
    pub sound: bool,
    /// The count in the title of the console's tab.
    pub title: bool,
}

/// Hours of every day, by the clock of whoever looks; past midnight where they end before they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// Their first minute, 0 to 1439.
    pub from: u16,
    /// The minute after their last, 0 to 1439.
    pub to: u16,
}

/// How long a reply can rest, in seconds.
pub const UNDO_SEND_S: [u8; 4] = [0, 5, 10, 20];

impl Default for Preferences {
    fn default() -> Self {
        let all = Ways { desktop: true, sound: true, title: true };
        Self {
            // A visitor waits for whatever rests: who wants that says so.
            undo_send_s: 0,
            conversation: all,
            mine: all,
            unassigned: Ways { desktop: false, sound: false, title: true },
            mention: all,
            assigned: all,
            long_wait: Ways { sound: false, ..all },
            words: true,
            only_available: false,
            quiet: None,
            muted: Vec::new(),
        }
    }
}
