//! Macros (P46): several acts in one click, what they may be, and in which order they happen.
//!
//! A macro is a form and no program: each kind of act stands in it at most once, so that no part contradicts another. They
//! happen in the order of [`Part::ALL`]. A reply takes a thread that nobody has (H74) and opens a closed one, so it comes
//! before whom the thread is given to and what becomes of it: what the macro says has the last word.
//!
//! Knows ids and texts. Does not know who keeps a macro, who is a member of an inbox, or what a saved reply says.

use alloc::string::String;
use alloc::vec::Vec;

use crate::desk::LABELS;
use crate::ids::{AgentId, LabelId, SavedReplyId, TeamId};

/// Longest span that a thread is put out of sight for, in minutes: a year.
pub const SNOOZE_MINUTES: u32 = 366 * 24 * 60;

/// What a macro does with a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "MacroSteps"))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Steps {
    /// Says that to colleagues. Places in it are filled in, as in a saved reply.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub comment: Option<String>,
    /// Answers the visitor.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub reply: Option<Say>,
    /// Gives it to somebody.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub assign: Option<To>,
    /// Labels that it is to have.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub add: Vec<LabelId>,
    /// Labels that it is not to have any more.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub remove: Vec<LabelId>,
    /// What becomes of it in the end.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub then: Option<Then>,
}

/// What is said to the visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "MacroReply"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Say {
    /// A text of the macro's own, with its places open.
    Text(String),
    /// What a saved reply says when the macro runs.
    Saved(SavedReplyId),
}

/// Whom a thread is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "MacroOwner"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum To {
    /// Whoever runs the macro.
    Me,
    /// An agent.
    Agent(AgentId),
    /// A team.
    Team(TeamId),
    /// Nobody.
    Nobody,
}

/// What becomes of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "MacroEnd"))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Then {
    /// It is closed.
    Close,
    /// It is open again.
    Reopen,
    /// It is out of sight for a while.
    Snooze(Span),
}

/// For how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SnoozeSpan"))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Span {
    /// So many minutes from when the macro runs, 1 to 527,040; without it until the visitor writes.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub minutes: Option<u32>,
}

impl Span {
    /// Until when (ms) what is put out of sight at `now` (ms) stays there; none: until the visitor writes.
    #[must_use]
    pub fn until(self, now: u64) -> Option<u64> {
        self.minutes.map(|minutes| now + u64::from(minutes) * 60_000)
    }
}

/// A part of a macro, by which one is named that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is said to colleagues.
    Comment,
    /// What is said to the visitor.
    Reply,
    /// Whom it is given to.
    Assign,
    /// Labels on and off.
    Labels,
    /// What becomes of it.
    Then,
}

impl Part {
    /// All of them, in the order in which they happen.
    pub const ALL: [Self; 5] = [Self::Comment, Self::Reply, Self::Assign, Self::Labels, Self::Then];

    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Reply => "reply",
            Self::Assign => "assign",
            Self::Labels => "labels",
            Self::Then => "then",
        }
    }

    /// The part of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == name)
    }
}

/// Why acts cannot be kept as a macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong<'a> {
    /// It does nothing.
    Nothing,
    /// A label is to come and to go.
    Both(&'a LabelId),
    /// More than a thread can have.
    TooManyLabels,
    /// A span that is no time, or longer than a year.
    Span(u32),
}

impl Steps {
    /// Whether a macro does something of that kind.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        match part {
            Part::Comment => self.comment.is_some(),
            Part::Reply => self.reply.is_some(),
            Part::Assign => self.assign.is_some(),
            Part::Labels => !self.add.is_empty() || !self.remove.is_empty(),
            Part::Then => self.then.is_some(),
        }
    }

    /// Whether they can be kept. What a text may say, `saved_reply::check` knows.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), Wrong<'_>> {
        if !Part::ALL.into_iter().any(|part| self.has(part)) {
            return Err(Wrong::Nothing);
        }
        if let Some(both) = self.add.iter().find(|label| self.remove.contains(label)) {
            return Err(Wrong::Both(both));
        }
        if self.add.len() > LABELS || self.remove.len() > LABELS {
            return Err(Wrong::TooManyLabels);
        }
        match self.then {
            Some(Then::Snooze(Span { minutes: Some(minutes) }))
                if !(1..=SNOOZE_MINUTES).contains(&minutes) =>
            {
                Err(Wrong::Span(minutes))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(id: &str) -> LabelId {
        LabelId::parse(id).unwrap()
    }

    #[test]
    fn what_contradicts_itself_is_no_macro() {
        // P46
        let (a, b) = (label("a"), label("b"));
        let snooze = |minutes| Some(Then::Snooze(Span { minutes }));
        let none = Steps::default;
        for (steps, expected) in [
            (none(), Err(Wrong::Nothing)),
            (Steps { comment: Some("x".into()), ..none() }, Ok(())),
            (Steps { reply: Some(Say::Text("x".into())), ..none() }, Ok(())),
            (Steps { assign: Some(To::Nobody), ..none() }, Ok(())),
            (Steps { remove: Vec::from([a.clone()]), ..none() }, Ok(())),
            (Steps { then: Some(Then::Close), ..none() }, Ok(())),
            (Steps { add: Vec::from([a.clone()]), remove: Vec::from([b.clone()]), ..none() }, Ok(())),
            (
                Steps { add: Vec::from([b.clone(), a.clone()]), remove: Vec::from([a.clone()]), ..none() },
                Err(Wrong::Both(&a)),
            ),
            (
                Steps { add: (0..21).map(|n| label(&alloc::format!("l{n}"))).collect(), ..none() },
                Err(Wrong::TooManyLabels),
            ),
            (Steps { then: snooze(None), ..none() }, Ok(())),
            (Steps { then: snooze(Some(1)), ..none() }, Ok(())),
            (Steps { then: snooze(Some(SNOOZE_MINUTES)), ..none() }, Ok(())),
            (Steps { then: snooze(Some(0)), ..none() }, Err(Wrong::Span(0))),
            (
                Steps { then: snooze(Some(SNOOZE_MINUTES + 1)), ..none() },
                Err(Wrong::Span(SNOOZE_MINUTES + 1)),
            ),
        ] {
            assert_eq!(steps.check(), expected, "{steps:?}");
        }
    }

    #[test]
    fn parts_are_read_as_they_are_written() {
        // P46
        for part in Part::ALL {
            assert_eq!(Part::parse(part.as_str()), Some(part));
        }
        assert_eq!(Part::parse("block"), None);
        assert_eq!(Span { minutes: Some(90) }.until(5), Some(5_400_005));
        assert_eq!(Span { minutes: None }.until(5), None);
    }
}
