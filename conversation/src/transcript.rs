//! The transcript of a chat, as plain text for a mail (S154–S160): who said what and when, and the page it came from.
//!
//! It is made of what was said and of nothing else: neither what agents put beside the log nor who had the chat when is
//! given to it, so none of it can slip in. Who spoke is the name that visitors saw, which is never an address (E69).
//! Every line of a message but its first is indented, so that nobody's words can look like somebody else's.
//!
//! Knows no storage, no wire and no clock. Whether e-mail is connected is not its affair.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use crate::ids::ContactId;
use crate::schedule::Date;
use crate::thread::{Author, Status};

/// Longest subject, in code points.
pub const SUBJECT_CHARS: usize = 200;
/// Most transcripts of one thread that wait to be sent.
pub const WAITING: usize = 20;
/// Longest transcript, in bytes of what was said; older messages are left out, and it is told how many.
pub const MOST_BYTES: usize = 200_000;
/// Behind each line but the first of a message.
const INDENT: &str = "    ";
const MINUTE_MS: i64 = 60_000;
const DAY_MINUTES: i64 = 24 * 60;

/// The language of the few words that nobody in the chat said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// By a tag such as `de-AT`; what is neither is English.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        if first.eq_ignore_ascii_case("de") { Self::German } else { Self::English }
    }

    const fn words(self) -> &'static Words {
        match self {
            Self::English => &Words {
                with: "Your chat with ",
                page: "Page: ",
                times: "Times: ",
                visitor: "Visitor",
                file: "[File] ",
                left_out: "Earlier messages that are left out here: ",
            },
            Self::German => &Words {
                with: "Ihr Chat mit ",
                page: "Seite: ",
                times: "Zeiten: ",
                visitor: "Besucher",
                file: "[Datei] ",
                left_out: "Frühere Nachrichten, die hier fehlen: ",
            },
        }
    }

    /// The subject where nobody wrote one: whose chat it was.
    #[must_use]
    pub fn subject(self, account: &str) -> String {
        let mut subject = String::from(self.words().with);
        subject.push_str(&one_line(account));
        subject.chars().take(SUBJECT_CHARS).collect()
    }
}

struct Words {
    with: &'static str,
    page: &'static str,
    times: &'static str,
    visitor: &'static str,
    file: &'static str,
    left_out: &'static str,
}

/// What stands above what was said.
#[derive(Clone, Copy)]
pub struct Head<'t> {
    /// Whose site it was: the account's name.
    pub account: &'t str,
    /// What the visitor is called, where that is known.
    pub visitor: Option<&'t str>,
    /// The page the chat came from (S159).
    pub page: Option<&'t str>,
    /// The name of the zone.
    pub zone_name: &'t str,
    /// How far its clocks are ahead of UTC at an instant, in ms.
    pub offset_at: &'t dyn Fn(u64) -> i64,
    /// The language of its own words.
    pub language: Language,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Said<'t> {
    /// When, in ms since 1970 (UTC).
    pub at: u64,
    /// By whom.
    pub by: &'t Author,
    /// The words; empty only beside files.
    pub text: &'t str,
    /// The names of the files that came with it.
    pub files: Vec<&'t str>,
    /// What was filled into a form with it: labels and answers (P3).
    pub form: Vec<(&'t str, &'t str)>,
}

/// The transcript of what was said, oldest first, after `earlier` messages that are left out in any case.
#[must_use]
pub fn render(head: &Head<'_>, earlier: usize, said: &[Said<'_>]) -> String {
    let words = head.language.words();
    let mut out = head.language.subject(head.account);
    out.push('\n');
    if let Some(page) = head.page {
        let _ = writeln!(out, "{}{}", words.page, one_line(page));
    }
    let _ = writeln!(out, "{}{}", words.times, one_line(head.zone_name));
    let blocks: Vec<String> = said.iter().map(|said| block(head, said)).collect();
    let mut room = MOST_BYTES;
    let fitting = blocks.iter().rev().take_while(|block| match room.checked_sub(block.len()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    });
    let too_much = blocks.len() - fitting.count();
    if earlier + too_much > 0 {
        let _ = writeln!(out, "\n{}{}", words.left_out, earlier + too_much);
    }
    for block in blocks.get(too_much..).unwrap_or_default() {
        out.push('\n');
        out.push_str(block);
    }
    out
}

fn block(head: &Head<'_>, said: &Said<'_>) -> String {
    let words = head.language.words();
    let who = match said.by {
        Author::Visitor => one_line(head.visitor.unwrap_or(words.visitor)),
        Author::Agent(agent) => one_line(&agent.name),
        Author::Bot(name) => one_line(name),
        Author::System => one_line(head.account),
    };
    let mut out = String::new();
    let _ = write!(out, "[{}] {who}:", stamp(head.offset_at, said.at));
    // Readers of mail break lines at these two as well.
    let mut lines = said.text.split(['\n', '\u{2028}', '\u{2029}']).filter(|_| !said.text.is_empty());
    if let Some(first) = lines.next() {
        let _ = write!(out, " {first}");
    }
    out.push('\n');
    for line in lines {
        let _ = writeln!(out, "{INDENT}{line}");
    }
    for (label, value) in &said.form {
        let _ = writeln!(out, "{INDENT}{}: {}", one_line(label), one_line(value));
    }
    for file in &said.files {
        let _ = writeln!(out, "{INDENT}{}{}", words.file, one_line(file));
    }
    out
}

/// `2026-11-22 18:15 +01:00`: the offset stands beside, since an hour of autumn comes twice.
fn stamp(offset_at: &dyn Fn(u64) -> i64, at: u64) -> String {
    let offset = offset_at(at).div_euclid(MINUTE_MS);
    let minutes = i64::try_from(at / MINUTE_MS.unsigned_abs()).unwrap_or(i64::MAX).saturating_add(offset);
    let (day, of_day) = (minutes.div_euclid(DAY_MINUTES), minutes.rem_euclid(DAY_MINUTES));
    let (sign, ahead) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    let mut out = String::new();
    if let Some(date) = Date::of_day(day) {
        let _ = write!(out, "{date} ");
    }
    let _ = write!(out, "{:02}:{:02} {sign}{:02}:{:02}", of_day / 60, of_day % 60, ahead / 60, ahead % 60);
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why no transcript is sent by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The chat is still open (S157).
    Open,
    /// A bot began it (S160).
    StartedByBot,
    /// [`WAITING`] wait already.
    TooMany,
}

/// Whether a transcript can be sent by hand from a thread of that status, where `waiting` wait already.
///
/// # Errors
/// [`Rejection`].
pub fn may_send(status: Status, started_by_bot: bool, waiting: usize) -> Result<(), Rejection> {
    if status == Status::Open {
        return Err(Rejection::Open);
    }
    if started_by_bot {
        return Err(Rejection::StartedByBot);
    }
    if waiting >= WAITING { Err(Rejection::TooMany) } else { Ok(()) }
}

/// Whether what was said up to a place calls for a transcript of its own when the chat closes: never of a chat that
/// agents are not to see, and not where one up to that place is on its way, however often the chat was opened since.
#[must_use]
pub fn is_due(filtered: bool, last_said: Option<u64>, told_up_to: Option<u64>) -> bool {
    !filtered && last_said.is_some_and(|said| told_up_to.is_none_or(|told| said > told))
}

/// Why a subject cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectRejected {
    /// Nothing, or only white space.
    Empty,
    /// More than [`SUBJECT_CHARS`] code points.
    TooLong {
        /// Code points found.
        got: usize,
    },
    /// It holds a line break or another control character, which a mail's head must not.
    Control,
}

/// Checks a subject; white space around it is dropped.
///
/// # Errors
/// [`SubjectRejected`].
pub fn subject(text: &str) -> Result<String, SubjectRejected> {
    let text = text.trim();
    if text.is_empty() {
        return Err(SubjectRejected::Empty);
    }
    if text.chars().any(char::is_control) {
        return Err(SubjectRejected::Control);
    }
    match text.chars().count() {
        got if got > SUBJECT_CHARS => Err(SubjectRejected::TooLong { got }),
        _ => Ok(text.into()),
    }
}

/// Whom a transcript is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recipient {
    /// The contact.
    pub contact: ContactId,
    /// What they are called, where that is known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// Their address.
    pub email: String,
    /// Whether the site's own server said so; else they typed it.
    pub verified: bool,
}

#[cfg(test)]
mod tests;
