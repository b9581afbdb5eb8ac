//! The agents' side of a thread: what they put beside its log, and what visitors never see.
//!
//! [`Desk::decide`] answers a command with the notes that would be made, [`Desk::follow`] does the same for what happens
//! in the log, [`Desk::due`] for time that passes; [`Desk::apply`] makes one note true. Notes have numbers of their own, so
//! that the visitor's log keeps its places without a gap (see [`crate::thread`]). Every act leaves a note (P60).
//!
//! Knows no storage, no wire and no clock. Which labels there are is the account's to say; who is blocked is a visitor's
//! affair, not a thread's, and only noted here.

use alloc::string::String;
use alloc::vec::Vec;

use crate::ids::{AgentId, LabelId, MacroId, TeamId};
use crate::rating::Rating;
use crate::routing::precedence::{Cause, Lift, List};
use crate::routing::priority::Priority;
use crate::text::MessageText;
use crate::thread::{Author, Body, Event, Status};

/// So long a deleted thread can be brought back, in ms; then it is gone for good (H91).
pub const KEPT_MS: u64 = 30 * 86_400_000;
/// Most labels of a thread.
pub const LABELS: usize = 20;
/// Most agents whom one comment mentions.
pub const MENTIONS: usize = 20;

/// Out of sight for a while (P49). What the visitor writes ends it in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Snooze {
    /// Until then (ms since 1970, UTC); without it until the visitor writes.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub until: Option<u64>,
}

/// A team, as a thread remembers one: the name stays what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "NamedTeam"))]
pub struct Team {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
}

/// A macro, as a thread remembers one that was run: the name stays what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "NamedMacro"))]
pub struct Macro {
    /// Which.
    pub id: MacroId,
    /// Its name.
    pub name: String,
}

/// A team that a thread was given to (H73).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Owning {
    /// Which.
    pub team: Team,
    /// Who gave it to them.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub by: Option<AgentId>,
}

/// What agents put beside a thread, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Whether it is out of sight, and until when.
    pub snoozed: Option<Snooze>,
    /// Its labels, in the order of their ids.
    pub labels: Vec<LabelId>,
    /// Whether this thread, and no other of its sender, is spam (S153).
    pub spam: bool,
    /// Since when it is deleted, while it can be brought back.
    pub archived_at: Option<u64>,
    /// Whether its contact was taken off it for good (S147).
    pub disconnected: bool,
    /// The team that it was given to, whoever of them has it by now; until it is given to nobody, or to another team.
    pub team: Option<Owning>,
    /// How urgent it is (P40).
    pub priority: Priority,
    /// Why; none where nothing was ever said of it.
    pub priority_by: Option<Cause>,
    /// The number of the last note; 0 before the first.
    pub last: u64,
}

/// What an agent wants to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Says something to colleagues only (P47).
    Comment {
        /// What.
        text: MessageText,
        /// Who is to see it.
        mentions: Vec<AgentId>,
    },
    /// Puts labels on it, and takes others off.
    Label {
        /// What it is to have.
        add: Vec<LabelId>,
        /// What it is not to have any more.
        remove: Vec<LabelId>,
    },
    /// Puts it out of sight for a while.
    Snooze(Snooze),
    /// Brings it back before its time.
    Wake,
    /// Says whether this thread is spam.
    Spam(bool),
    /// Deletes it; it can be brought back for [`KEPT_MS`].
    Archive,
    /// Brings a deleted one back.
    Restore,
    /// Takes its contact off it.
    Disconnect,
    /// Its visitor was blocked.
    Block {
        /// Why, in the words of whoever did it.
        why: Option<String>,
    },
    /// Its visitor was let in again.
    Unblock,
    /// Its visitor said what they think of it, now that it has ended (H68).
    Rate(Rating),
    /// Gives it to a team, or to none any more (H73).
    Give(Option<Team>),
    /// Says how urgent it is (P40); said by hand, that stays.
    Prioritise(Priority),
    /// The lists that its contact is on make it at least so urgent (P40).
    Lift(Lift),
    /// Has its transcript sent (S154, S157).
    SendTranscript,
    /// A macro is about to be run on it (P46).
    Run(Macro),
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Something was said to colleagues.
    Comment {
        /// What.
        text: String,
        /// Who is to see it.
        mentions: Vec<AgentId>,
    },
    /// It got a label.
    Labelled(LabelId),
    /// It lost a label.
    Unlabelled(LabelId),
    /// It was put out of sight.
    Snoozed(Snooze),
    /// It is in sight again.
    Woke,
    /// It was called spam.
    MarkedSpam,
    /// It is no spam after all.
    NotSpam,
    /// Its visitor was blocked.
    Blocked {
        /// Why.
        why: Option<String>,
    },
    /// Its visitor was let in again.
    Unblocked,
    /// It was deleted.
    Archived,
    /// It was brought back.
    Restored,
    /// Its contact was taken off it.
    Disconnected,
    /// Its visitor said what they think of it.
    Rated(Rating),
    /// It was given to a team.
    Given(Team),
    /// It is that team's no more.
    TakenFrom(Team),
    /// It is that urgent from now on: by an agent's word, because its contact is on a list, or as the rule says that it
    /// began under.
    Prioritised {
        /// How urgent.
        priority: Priority,
        /// The list, where that is why.
        list: Option<List>,
    },
    /// Its transcript is to be sent: by an agent's wish, or because it closed.
    Transcript,
    /// A macro was run on it; what it did follows.
    Ran(Macro),
}

/// A note in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Its number: from 1, without gaps.
    pub n: u64,
    /// It was made when the log had come to this place.
    pub after_seq: u64,
    /// When, in ms since 1970 (UTC). Shown, never used for order.
    pub at: u64,
    /// Who did it.
    pub by: Author,
    /// What.
    pub note: Note,
}

/// Why a command was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Only what is open can be put out of sight.
    Closed,
    /// The time it is to come back has passed.
    Past,
    /// More than [`LABELS`] labels.
    TooManyLabels,
    /// More than [`MENTIONS`] agents.
    TooManyMentions,
}

impl Desk {
    /// What would be noted at `now` (ms) beside a thread of that status; nothing where the command changes nothing.
    ///
    /// # Errors
    /// [`Rejection`], with nothing changed.
    pub fn decide(&self, command: Command, status: Status, now: u64) -> Result<Vec<Note>, Rejection> {
        let once = |changes: bool, note: Note| if changes { Vec::from([note]) } else { Vec::new() };
        Ok(match command {
            Command::Comment { text, mut mentions } => {
                mentions.sort_unstable();
                mentions.dedup();
                if mentions.len() > MENTIONS {
                    return Err(Rejection::TooManyMentions);
                }
                Vec::from([Note::Comment { text: text.into_string(), mentions }])
            }
            Command::Label { mut add, remove } => {
                add.sort_unstable();
                add.dedup();
                add.retain(|label| !self.labels.contains(label) && !remove.contains(label));
                let off: Vec<&LabelId> = self.labels.iter().filter(|label| remove.contains(label)).collect();
                if self.labels.len() + add.len() - off.len() > LABELS {
                    return Err(Rejection::TooManyLabels);
                }
                off.into_iter()
                    .cloned()
                    .map(Note::Unlabelled)
                    .chain(add.into_iter().map(Note::Labelled))
                    .collect()
            }
            Command::Snooze(snooze) => {
                if status == Status::Closed {
                    return Err(Rejection::Closed);
                }
                if snooze.until.is_some_and(|until| until <= now) {
                    return Err(Rejection::Past);
                }
                once(self.snoozed != Some(snooze), Note::Snoozed(snooze))
            }
            Command::Wake => once(self.snoozed.is_some(), Note::Woke),
            Command::Spam(true) => once(!self.spam, Note::MarkedSpam),
            Command::Spam(false) => once(self.spam, Note::NotSpam),
            Command::Archive => once(self.archived_at.is_none(), Note::Archived),
            Command::Restore => once(self.archived_at.is_some(), Note::Restored),
            Command::Disconnect => once(!self.disconnected, Note::Disconnected),
            Command::Block { why } => once(true, Note::Blocked { why }),
            Command::Unblock => once(true, Note::Unblocked),
            Command::Rate(rating) => once(true, Note::Rated(rating)),
            Command::Give(Some(team)) => {
                once(self.team.as_ref().map(|has| &has.team) != Some(&team), Note::Given(team))
            }
            // Said by hand it stays so, though it was so before.
            Command::Prioritise(priority) => once(
                self.priority != priority || self.priority_by != Some(Cause::Hand),
                Note::Prioritised { priority, list: None },
            ),
            Command::Lift(Lift { list, priority }) => once(
                priority > self.priority && self.priority_by != Some(Cause::Hand) && !self.disconnected,
                Note::Prioritised { priority, list: Some(list) },
            ),
            Command::SendTranscript => once(true, Note::Transcript),
            Command::Run(ran) => once(true, Note::Ran(ran)),
            Command::Give(None) => self.team.iter().map(|has| Note::TakenFrom(has.team.clone())).collect(),
        })
    }

    /// What an event of the log means here: whoever writes brings the thread back, and what is closed does not sleep.
    #[must_use]
    pub fn follow(&self, event: &Event) -> Vec<Note> {
        let says = matches!(event.body, Body::Text(_));
        let wakes = (says && event.by == Author::Visitor) || event.body == Body::Closed;
        let mut notes = Vec::new();
        if says && self.archived_at.is_some() {
            notes.push(Note::Restored);
        }
        if wakes && self.snoozed.is_some() {
            notes.push(Note::Woke);
        }
        notes
    }

    /// What time alone has come to by `now` (ms).
    #[must_use]
    pub fn due(&self, now: u64) -> Vec<Note> {
        let is_over = self.snoozed.and_then(|snooze| snooze.until).is_some_and(|until| until <= now);
        if is_over { Vec::from([Note::Woke]) } else { Vec::new() }
    }

    /// Whether it was deleted so long ago that it is gone for good at `now` (ms).
    #[must_use]
    pub fn is_gone(&self, now: u64) -> bool {
        self.archived_at.is_some_and(|at| at.saturating_add(KEPT_MS) <= now)
    }

    /// Makes one note true. Notes come in the order of their numbers.
    pub fn apply(&mut self, annotation: &Annotation) {
        self.last = annotation.n;
        match &annotation.note {
            Note::Labelled(label) => {
                if let Err(place) = self.labels.binary_search(label) {
                    self.labels.insert(place, label.clone());
                }
            }
            Note::Unlabelled(label) => self.labels.retain(|other| other != label),
            Note::Snoozed(snooze) => self.snoozed = Some(*snooze),
            Note::Woke => self.snoozed = None,
            Note::MarkedSpam => self.spam = true,
            Note::NotSpam => self.spam = false,
            Note::Archived => self.archived_at = Some(annotation.at),
            Note::Restored => self.archived_at = None,
            Note::Disconnected => self.disconnected = true,
            Note::Given(team) => {
                let by = match &annotation.by {
                    Author::Agent(agent) => Some(agent.id.clone()),
                    Author::Visitor | Author::Bot(_) | Author::System => None,
                };
                self.team = Some(Owning { team: team.clone(), by });
            }
            Note::TakenFrom(_) => self.team = None,
            Note::Prioritised { priority, list } => {
                self.priority = *priority;
                self.priority_by = Some(match (&annotation.by, list) {
                    (Author::Agent(_), _) => Cause::Hand,
                    (_, Some(list)) => Cause::List { list: list.clone() },
                    (_, None) => Cause::Rule,
                });
            }
            Note::Comment { .. }
            | Note::Blocked { .. }
            | Note::Unblocked
            | Note::Rated(_)
            | Note::Transcript
            | Note::Ran(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
