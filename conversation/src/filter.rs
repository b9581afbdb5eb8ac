//! Filters: which threads somebody wants to see, as a tree of tests joined by "all of", "any of" and "not".
//!
//! One meaning, [`Filter::shows`]; the edge says the same to its database, and its tests hold the two together. Reading
//! is strict: a field or a word that nobody knows is refused by name, because a filter that is passed over would show what
//! it was meant to hide. [`query`] reads the same out of what people type into a search box.
//!
//! Knows facts of a thread, and nothing of rows. Whether words occur in a thread is asked of whoever has its texts.

pub mod query;
#[cfg(feature = "serde")]
mod read;
#[cfg(feature = "serde")]
pub use read::REFUSED;
#[cfg(test)]
mod tests;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::ids::{AgentId, ChatflowId, ContactId, LabelId, TeamId};
use crate::routing::priority::Priority;
use crate::view::Standing;

/// Most tests of one filter.
pub const TESTS: usize = 50;
/// Longest text of one test, in code points.
pub const TEXT_CHARS: usize = 200;

/// What is asked of a thread. An empty "all of" asks nothing, an empty "any of" is never true.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Filter {
    /// All of these.
    All(Vec<Filter>),
    /// One of these at least.
    Any(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// How it stands (S111).
    Status(Standing),
    /// The channel it began in (S112).
    Channel(Channel),
    /// Who has it (S113).
    Assignee(Who),
    /// How urgent it is (P40).
    Priority(Priority),
    /// When it began (S114).
    Opened(Span),
    /// When something was last said in it.
    Updated(Span),
    /// Whom it is with.
    Contact(ContactId),
    /// Where it began.
    Chatflow(ChatflowId),
    /// A label it has (P48).
    Label(LabelId),
    /// Words in one of its messages, or in the name, address, page or chatflow of whoever it is with (P52).
    Text(Words),
    /// Words in the name or address of whoever it is with.
    From(Words),
}

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Channel {
    /// The website's widget.
    Chat,
    /// E-mail, which is not connected yet.
    Email,
}

/// Whom a thread is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Who {
    /// Whoever asks.
    Me,
    /// No agent; it may be a team's.
    Nobody,
    /// Somebody, who need not work here any more.
    Agent(AgentId),
    /// A team, and nobody of it yet (H73).
    Team(TeamId),
}

/// A time, in ms since 1970 (UTC): from `after` on, before `before`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TimeSpan"))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Span {
    /// Its first instant.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub after: Option<u64>,
    /// The first instant that is too late.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub before: Option<u64>,
}

/// Words that occur together, each as typed: `refund late`, `"not yet"`, `deliver*`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct Words(#[cfg_attr(feature = "schema", schemars(with = "String"))] Vec<Word>);

/// A word, several in their order, or the beginning of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What was typed, without quotes and star.
    pub text: String,
    /// Whether the last word of it may go on.
    pub goes_on: bool,
}

/// What a filter needs to know of a thread.
pub struct Facts<'a> {
    /// How it stands.
    pub standing: Standing,
    /// The channel it began in.
    pub channel: Channel,
    /// Who has it.
    pub assignee: Option<&'a AgentId>,
    /// The team that has it, while no agent does.
    pub team: Option<&'a TeamId>,
    /// How urgent it is.
    pub priority: Priority,
    /// When it began, in ms.
    pub opened_at: u64,
    /// When something was last said, in ms.
    pub updated_at: u64,
    /// Whom it is with.
    pub contact: Option<&'a ContactId>,
    /// Where it began.
    pub chatflow: &'a ChatflowId,
    /// Its labels.
    pub labels: &'a [LabelId],
    /// Whether words occur in one of its texts.
    pub says: &'a dyn Fn(&Words) -> bool,
    /// Whether words occur in name or address.
    pub is_from: &'a dyn Fn(&Words) -> bool,
}

/// Why a filter is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// More than [`TESTS`] tests.
    TooManyTests,
}

impl Filter {
    /// Whether it shows a thread to `me`.
    #[must_use]
    pub fn shows(&self, thread: &Facts<'_>, me: &AgentId) -> bool {
        match self {
            Self::All(all) => all.iter().all(|filter| filter.shows(thread, me)),
            Self::Any(any) => any.iter().any(|filter| filter.shows(thread, me)),
            Self::Not(filter) => !filter.shows(thread, me),
            Self::Status(standing) => thread.standing == *standing,
            Self::Channel(channel) => thread.channel == *channel,
            Self::Assignee(Who::Me) => thread.assignee == Some(me),
            Self::Assignee(Who::Nobody) => thread.assignee.is_none(),
            Self::Assignee(Who::Agent(agent)) => thread.assignee == Some(agent),
            Self::Assignee(Who::Team(team)) => thread.team == Some(team),
            Self::Priority(priority) => thread.priority == *priority,
            Self::Opened(span) => span.holds(thread.opened_at),
            Self::Updated(span) => span.holds(thread.updated_at),
            Self::Contact(contact) => thread.contact == Some(contact),
            Self::Chatflow(chatflow) => thread.chatflow == chatflow,
            Self::Label(label) => thread.labels.contains(label),
            Self::Text(words) => (thread.says)(words),
            Self::From(words) => (thread.is_from)(words),
        }
    }

    /// How many tests it has.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::All(filters) | Self::Any(filters) => 1 + filters.iter().map(Self::size).sum::<usize>(),
            Self::Not(filter) => 1 + filter.size(),
            _ => 1,
        }
    }

    /// Refuses what is too large to be asked of a database.
    ///
    /// # Errors
    /// [`Rejection`].
    pub fn check(&self) -> Result<(), Rejection> {
        if self.size() > TESTS { Err(Rejection::TooManyTests) } else { Ok(()) }
    }
}

impl Span {
    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(&self, at: u64) -> bool {
        self.after.is_none_or(|after| after <= at) && self.before.is_none_or(|before| at < before)
    }
}

/// No word to look for, or too many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoWords;

impl core::fmt::Display for NoWords {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "1 to {TEXT_CHARS} characters with a letter or a digit")
    }
}

impl Words {
    /// Reads words as they are typed.
    ///
    /// # Errors
    /// [`NoWords`] where no letter or digit is in it, or more than [`TEXT_CHARS`] characters.
    pub fn parse(text: &str) -> Result<Self, NoWords> {
        if text.chars().count() > TEXT_CHARS {
            return Err(NoWords);
        }
        let words: Vec<Word> =
            query::split(text).filter_map(|part| Word::of(part.text, part.quoted)).collect();
        if words.is_empty() { Err(NoWords) } else { Ok(Self(words)) }
    }

    /// One or several words, each to be found.
    #[must_use]
    pub fn all(&self) -> &[Word] {
        &self.0
    }

    pub(crate) fn one(word: Word) -> Self {
        Self(Vec::from([word]))
    }
}

impl Word {
    /// A word as typed; `None` where nothing in it can be looked for.
    pub(crate) fn of(text: &str, quoted: bool) -> Option<Self> {
        // A quote within a word would end it where it is read again.
        let text: String = text.chars().filter(|c| *c != '"').collect();
        let goes_on = !quoted && text.ends_with('*');
        let text = if quoted { text } else { text.trim_matches('*').into() };
        text.chars().any(char::is_alphanumeric).then_some(Self { text, goes_on })
    }
}

impl TryFrom<String> for Words {
    type Error = NoWords;

    fn try_from(text: String) -> Result<Self, NoWords> {
        Self::parse(&text)
    }
}

impl From<Words> for String {
    fn from(words: Words) -> Self {
        let mut text = Self::new();
        for word in words.0 {
            if !text.is_empty() {
                text.push(' ');
            }
            if word.goes_on {
                text.push_str(&word.text);
                text.push('*');
            } else {
                text.push('"');
                text.push_str(&word.text);
                text.push('"');
            }
        }
        text
    }
}
