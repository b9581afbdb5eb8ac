//! What agents put beside a thread, on its way to other agents. None of it ever goes to a visitor.

use conversation::desk::{self, Macro, Owning, Snooze, Team};
use conversation::ids::{AgentId, ClientMessageId, LabelId};
use conversation::rating::{Rating, Scale};
use conversation::routing::precedence::{Cause, List};
use conversation::routing::priority::Priority;
#[cfg(feature = "serde")]
use serde::{Deserialize, Serialize};

use super::{Agent, Author};

/// A note beside a thread, with a number of its own: comments, labels, and everything that was done (P60).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Annotation {
    /// Its number: from 1, without gaps. The same number again is the same note again.
    pub n: u64,
    /// It was made when the log had come to this place, and is shown behind it.
    pub after_seq: u64,
    /// When, in ms. Shown, never used for order.
    pub at: u64,
    /// Who.
    pub from: Author,
    /// The sender's own id of a comment.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub client_message_id: Option<ClientMessageId>,
    /// What.
    pub note: Note,
}

tagged! {
    "kind",
    /// What was done.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Note {
        /// Something was said to colleagues (P47).
        Comment {
            /// What.
            text: String,
            /// Who is to see it.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
            mentions: Vec<AgentId>,
        },
        /// The thread got a label.
        Labelled {
            /// Which.
            label: LabelId,
        },
        /// It lost a label.
        Unlabelled {
            /// Which.
            label: LabelId,
        },
        /// It was put out of sight (P49).
        Snoozed {
            /// Until then, in ms; without it until the visitor writes.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            until: Option<u64>,
        },
        /// It is in sight again.
        Woke,
        /// It was called spam (S153).
        MarkedSpam,
        /// It is no spam after all.
        NotSpam,
        /// Its visitor was blocked (S148).
        Blocked {
            /// Why.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            why: Option<String>,
        },
        /// Its visitor was let in again (S152).
        Unblocked,
        /// It was deleted, and can be brought back for thirty days (H91).
        Archived,
        /// It was brought back.
        Restored,
        /// Its contact was taken off it (S147).
        Disconnected,
        /// Its visitor said what they think of it after it had ended (H68). A later one about the same end takes its place.
        Rated {
            /// What was asked for.
            scale: Scale,
            /// The score; none where the visitor did not want to say.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            score: Option<u8>,
            /// What they said about it.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            comment: Option<String>,
            /// The place of the end that it is about.
            ended: u64,
        },
        /// It was given to a team (H73).
        Given {
            /// Which.
            team: Team,
        },
        /// It is that team's no more.
        TakenFrom {
            /// Which.
            team: Team,
        },
        /// It is that urgent from now on (P40).
        Prioritised {
            /// How.
            priority: Priority,
            /// The list of contacts because of which.
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            list: Option<List>,
        },
        /// Its transcript is to be sent (S154, S157): an agent wished it, or the chat closed.
        Transcript,
        /// A macro was run on it (P46); what it did follows.
        Ran {
            /// Which.
            #[cfg_attr(feature = "serde", serde(rename = "macro"))]
            ran: Macro,
        },
        /// From a newer server.
        #[cfg_attr(feature = "serde", serde(other))]
        #[cfg_attr(feature = "schema", schemars(skip))]
        Unknown,
    }
}

/// What agents put beside a thread, as its row tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Desk {
    /// Out of sight, and until when. Its `status` is open all the while.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub snoozed: Option<Snooze>,
    /// Its labels, in the order of their ids.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub labels: Vec<LabelId>,
    /// Whether this thread, and no other of its sender, is spam.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "super::is_false"))]
    pub spam: bool,
    /// Who blocked its visitor, while they are.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub blocked: Option<Blocked>,
    /// Since when it is deleted (ms), while it can be brought back.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub archived_at: Option<u64>,
    /// The team that has it, while no agent does (H73).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub team: Option<Owning>,
    /// How urgent it is (P40).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Priority::is_normal"))]
    pub priority: Priority,
    /// Why: the rule, a list of contacts, or somebody's word; none where nothing was said of it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub priority_by: Option<Cause>,
    /// The number of the last note.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_zero"))]
    pub notes: u64,
}

/// A visitor is blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Blocked {
    /// Who did it; the name is empty where it was not kept.
    pub by: Agent,
    /// When, in ms.
    pub at: u64,
    /// Why.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub why: Option<String>,
}

#[cfg(feature = "serde")]
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference; a lint of 64-bit machines"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Desk {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl From<&Rating> for Note {
    fn from(rating: &Rating) -> Self {
        let Rating { scale, score, comment, ended } = rating.clone();
        Self::Rated { scale, score, comment, ended }
    }
}

impl Annotation {
    /// An annotation of the domain, as it is sent.
    #[must_use]
    pub fn from_domain(annotation: &desk::Annotation, client_message_id: Option<ClientMessageId>) -> Self {
        let desk::Annotation { n, after_seq, at, ref by, ref note } = *annotation;
        let note = match note {
            desk::Note::Comment { text, mentions } => {
                Note::Comment { text: text.clone(), mentions: mentions.clone() }
            }
            desk::Note::Labelled(label) => Note::Labelled { label: label.clone() },
            desk::Note::Unlabelled(label) => Note::Unlabelled { label: label.clone() },
            desk::Note::Snoozed(snooze) => Note::Snoozed { until: snooze.until },
            desk::Note::Woke => Note::Woke,
            desk::Note::MarkedSpam => Note::MarkedSpam,
            desk::Note::NotSpam => Note::NotSpam,
            desk::Note::Blocked { why } => Note::Blocked { why: why.clone() },
            desk::Note::Unblocked => Note::Unblocked,
            desk::Note::Archived => Note::Archived,
            desk::Note::Restored => Note::Restored,
            desk::Note::Disconnected => Note::Disconnected,
            desk::Note::Rated(rating) => Note::from(rating),
            desk::Note::Given(team) => Note::Given { team: team.clone() },
            desk::Note::TakenFrom(team) => Note::TakenFrom { team: team.clone() },
            desk::Note::Prioritised { priority, list } => {
                Note::Prioritised { priority: *priority, list: list.clone() }
            }
            desk::Note::Transcript => Note::Transcript,
            desk::Note::Ran(ran) => Note::Ran { ran: ran.clone() },
        };
        Self { n, after_seq, at, from: Author::from(by), client_message_id, note }
    }
}
