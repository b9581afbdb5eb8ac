//! The log as lines: what stands under what, where a day begins, which bubbles belong together.
//!
//! A pure function of the model; the view only makes nodes of it. Knows no words: events and days are named by the
//! view, in the reader's language.

use protocol::availability::Told;
use protocol::frame::{Author, Body, Entry};

use crate::model::{Ask, Model, PendingState};

/// Bubbles of one author further apart than this are two groups.
const GROUP_MS: u64 = 5 * 60_000;

/// What a line is recognised by from one drawing to the next. A message keeps its key when it moves from the outbox
/// into the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A welcome message, by what was shown when it was drawn.
    Welcome(u32),
    /// The beginning of a day on the reader's calendar.
    Day(i64),
    /// A message of this visitor, by its client message id.
    Own(String),
    /// Any other entry, by its place.
    Place(u64),
    /// The question for an e-mail address; there is one.
    Ask,
    /// What a bot offers with the entry at a place.
    Replies(u64),
    /// That the team is away, by what was told.
    Absence(u32),
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// What it is recognised by.
    pub key: Key,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A day begins; any moment of it, in ms.
    Day(u64),
    /// Something happened that is no message.
    Event(Event<'a>),
    /// Something was said.
    Bubble(Bubble<'a>),
    /// The team asks for an e-mail address; who asks, and what.
    Ask(&'a str, &'a Ask),
    /// Answers to pick from.
    Replies(&'a [String]),
}

/// What a visitor is told besides messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// An agent took the thread.
    Joined(&'a str),
    /// The thread was closed.
    Closed,
    /// An agent opened it again.
    Reopened,
    /// The team is away.
    Absent(&'a Told),
}

/// Something that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bubble<'a> {
    /// Who said it; `None` is this visitor.
    pub author: Option<&'a str>,
    /// What.
    pub text: &'a str,
    /// When, in ms; none for the welcome message, which nobody wrote at a time.
    pub at: Option<u64>,
    /// Whether it was said in other words since, and when (P26).
    pub edited: Option<u64>,
    /// Whether it was taken back: then it has no text.
    pub gone: bool,
    /// How far it got; the visitor's own only.
    pub state: Option<PendingState>,
    /// Whether the bubble above is of the same author and moment.
    pub joined: bool,
    /// Whether it ends its group, and therefore says when and by whom.
    pub last: bool,
}

/// The lines to show, top to bottom. `day_of` tells the number of a moment's day on the reader's calendar.
pub fn lines(model: &Model, day_of: impl Fn(u64) -> i64) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let Some(show) = model.show() else { return lines };
    let mut day = None;
    if !show.welcome.is_empty() {
        push(
            &mut lines,
            Key::Welcome(model.show_revision()),
            bubble(Some(show.speaker()), &show.welcome, None, None),
        );
    }
    // The question stays where it came; what is said later stands below it.
    let mut ask = model.ask();
    for entry in model.entries() {
        if let Some(ask) = ask.take_if(|ask| entry.seq > ask.after_seq) {
            push(&mut lines, Key::Ask, Kind::Ask(show.speaker(), ask));
        }
        if let Some((key, kind)) = line(entry) {
            begin_day(&mut lines, &mut day, &day_of, entry.at);
            push(&mut lines, key, kind);
        }
    }
    for (place, pending) in (1..).zip(model.waiting()) {
        let place = model.entries().last().map_or(0, |entry| entry.seq) + place;
        if let Some(ask) = ask.take_if(|ask| place > ask.after_seq) {
            push(&mut lines, Key::Ask, Kind::Ask(show.speaker(), ask));
        }
        begin_day(&mut lines, &mut day, &day_of, pending.at);
        let kind = bubble(None, &pending.text, Some(pending.at), Some(pending.state));
        push(&mut lines, Key::Own(pending.id.as_str().into()), kind);
    }
    if let Some(ask) = ask {
        push(&mut lines, Key::Ask, Kind::Ask(show.speaker(), ask));
    }
    if let Some((seq, replies)) = model.quick_replies() {
        push(&mut lines, Key::Replies(seq), Kind::Replies(replies));
    }
    if let Some(told) = model.absence() {
        push(&mut lines, Key::Absence(model.team().1), Kind::Event(Event::Absent(told)));
    }
    lines
}

fn line(entry: &Entry) -> Option<(Key, Kind<'_>)> {
    let place = Key::Place(entry.seq);
    Some(match (&entry.body, &entry.from) {
        (Body::Text { text }, Author::Visitor) => {
            (own(entry), revised(bubble(None, text, Some(entry.at), Some(PendingState::Sent)), entry))
        }
        (Body::Deleted { .. }, Author::Visitor) if entry.is_gone() => {
            (own(entry), revised(bubble(None, "", Some(entry.at), Some(PendingState::Sent)), entry))
        }
        (Body::Text { text }, Author::Agent { name, .. } | Author::Bot { name }) => {
            (place, bubble(Some(name), text, Some(entry.at), None))
        }
        (Body::Assigned { agent: Some(agent) }, _) => (place, Kind::Event(Event::Joined(&agent.name))),
        (Body::Closed, _) => (place, Kind::Event(Event::Closed)),
        (Body::Reopened, Author::Agent { .. } | Author::Bot { .. } | Author::System) => {
            (place, Kind::Event(Event::Reopened))
        }
        // A visitor who writes into a closed thread sees their message; that says it.
        (Body::Reopened, Author::Visitor)
        | (Body::Text { .. }, Author::System)
        | (Body::Assigned { agent: None }, _)
        // It shows in the message that it changed.
        | (Body::Edited { .. } | Body::Deleted { .. } | Body::Unknown, _) => return None,
    })
}

fn own(entry: &Entry) -> Key {
    match &entry.client_message_id {
        Some(id) => Key::Own(id.as_str().into()),
        None => Key::Place(entry.seq),
    }
}

fn revised<'a>(mut kind: Kind<'a>, entry: &Entry) -> Kind<'a> {
    if let Kind::Bubble(bubble) = &mut kind {
        (bubble.edited, bubble.gone) = (entry.edited, entry.is_gone());
    }
    kind
}

fn bubble<'a>(
    author: Option<&'a str>,
    text: &'a str,
    at: Option<u64>,
    state: Option<PendingState>,
) -> Kind<'a> {
    Kind::Bubble(Bubble { author, text, at, edited: None, gone: false, state, joined: false, last: true })
}

fn begin_day<'a>(lines: &mut Vec<Line<'a>>, day: &mut Option<i64>, day_of: impl Fn(u64) -> i64, at: u64) {
    let this = day_of(at);
    // Clocks of two machines may disagree around midnight: a day begins once.
    if day.is_none_or(|day| day < this) {
        *day = Some(this);
        lines.push(Line { key: Key::Day(this), kind: Kind::Day(at) });
    }
}

fn push<'a>(lines: &mut Vec<Line<'a>>, key: Key, mut kind: Kind<'a>) {
    if let (Kind::Bubble(next), Some(Line { kind: Kind::Bubble(above), .. })) = (&mut kind, lines.last_mut())
    {
        let near = match (above.at, next.at) {
            (Some(before), Some(after)) => after.saturating_sub(before) <= GROUP_MS,
            _ => false,
        };
        // What got further or less far says so under its own bubble, a refused one with the button to try again.
        let alike = above.state == next.state && above.state != Some(PendingState::Failed);
        next.joined = near && alike && above.author == next.author;
        above.last = !next.joined;
    }
    lines.push(Line { key, kind });
}

#[cfg(test)]
mod tests;
