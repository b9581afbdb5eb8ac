//! One thread as it is read: days, runs of bubbles, one-line facts, and what is still on its way.
//!
//! Knows entries in their order. `protocol::delivery` sees to it that they come gapless and each once.

use std::sync::Arc;

use conversation::ids::{AgentId, ClientMessageId, ThreadId};
use protocol::frame::{Annotation, Author, Body, Entry, ThreadState};

use super::outgoing::{Outgoing, Progress};

/// Bubbles of one sender closer than this form a run with one line of name and time.
const RUN_WITHIN: u64 = 5 * 60_000;

/// A thread's entries, as far as they are here.
#[derive(Clone, Debug, PartialEq)]
pub struct Log {
    /// The thread as it stands.
    pub state: ThreadState,
    pub(super) entries: Vec<Arc<Entry>>,
    /// What agents put beside it, in the order of their numbers.
    notes: Vec<Arc<Annotation>>,
    /// Entries up to here were there when the thread was opened; later ones rise gently into view.
    fresh_after: u64,
}

impl Log {
    /// An empty log of a thread.
    #[must_use]
    pub fn new(state: ThreadState) -> Self {
        Self { fresh_after: state.last_seq, state, entries: Vec::new(), notes: Vec::new() }
    }

    /// The place of the last entry that is here.
    #[must_use]
    pub fn last_seq(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    /// The last entry that is here and stands by itself.
    #[must_use]
    pub fn last_entry(&self) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.revises().is_none()).map(Arc::as_ref)
    }

    /// The entries that are here, the last first.
    pub fn newest(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev().map(Arc::as_ref)
    }

    /// Takes the next entry; one that is not the next is not taken.
    pub fn push(&mut self, entry: Entry) {
        if entry.seq == self.last_seq() + 1 {
            self.state.last_seq = self.state.last_seq.max(entry.seq);
            if let Some(message) = entry.revises()
                && let Ok(place) = self.entries.binary_search_by_key(&message, |known| known.seq)
                && let Some(known) = self.entries.get_mut(place)
            {
                Arc::make_mut(known).revise(&entry);
            }
            self.entries.push(Arc::new(entry));
        }
    }

    /// Takes a note; the same number again is the same note again.
    pub fn note(&mut self, note: Annotation) {
        if let Err(place) = self.notes.binary_search_by_key(&note.n, |known| known.n) {
            self.notes.insert(place, Arc::new(note));
        }
    }

    /// The number of the last note that is here, and the place it stands behind.
    #[must_use]
    pub fn last_note(&self) -> (u64, u64) {
        self.notes.last().map_or((0, 0), |note| (note.n, note.after_seq))
    }

    /// Takes a newer state. The last place never goes back.
    pub fn set_state(&mut self, state: ThreadState) {
        let last_seq = self.state.last_seq.max(state.last_seq);
        self.state = ThreadState { last_seq, ..state };
    }

    /// Drops the entries: the server's log was restored and is shorter, they come again.
    pub fn start_over(&mut self) {
        self.entries.clear();
        self.state.last_seq = 0;
    }

    /// Whether a message of ours has its place in the log.
    #[must_use]
    pub fn has(&self, message: &ClientMessageId) -> bool {
        let is_it = |id: &Option<ClientMessageId>| id.as_ref() == Some(message);
        self.entries.iter().rev().any(|entry| is_it(&entry.client_message_id))
            || self.notes.iter().rev().any(|note| is_it(&note.client_message_id))
    }

    /// Everything to draw, in order. `day` tells the local day of a moment.
    #[must_use]
    pub fn items(&self, me: &AgentId, outgoing: &[Outgoing], day: impl Fn(u64) -> i64) -> Vec<Item> {
        let mut items = Vec::with_capacity(self.entries.len() + 4);
        let mut run = Run { day: None, last: None };
        run.separate(day(self.state.opened_at), self.state.opened_at, &mut items);
        items.push(Item::Started);
        let mut notes = self.notes.iter().peekable();
        for entry in &self.entries {
            // It shows in the message that it changed.
            if entry.revises().is_some() {
                continue;
            }
            while let Some(note) = notes.next_if(|note| note.after_seq < entry.seq) {
                run.noted(note, day(note.at), &mut items);
            }
            run.separate(day(entry.at), entry.at, &mut items);
            match &entry.body {
                Body::Text { .. } | Body::Deleted { .. } => {
                    let by = Speaker::of(&entry.from, me);
                    let follows = run.continues(&by, entry.at);
                    let fresh = entry.seq > self.fresh_after;
                    items.push(Item::Said { entry: Arc::clone(entry), by, follows, fresh });
                }
                Body::Assigned { .. } | Body::Closed | Body::Reopened => {
                    run.last = None;
                    items.push(Item::Happened(Arc::clone(entry)));
                }
                Body::Edited { .. } | Body::Unknown => {}
            }
        }
        for note in notes {
            run.noted(note, day(note.at), &mut items);
        }
        for message in
            outgoing.iter().filter(|message| message.thread == self.state.id && !self.has(&message.id))
        {
            run.separate(day(message.at), message.at, &mut items);
            let follows = message.comment.is_none() && run.continues(&Speaker::Me, message.at);
            items.push(Item::OnItsWay { message: message.clone(), follows });
        }
        items
    }
}

/// Who speaks, as seen by the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The visitor.
    Visitor,
    /// The reader.
    Me,
    /// Another agent, by name.
    Colleague(AgentId, String),
    /// The chatflow's bot, by name.
    Bot(String),
    /// A rule.
    Rule,
}

impl Speaker {
    /// The author of an entry, seen by `me`.
    #[must_use]
    pub fn of(author: &Author, me: &AgentId) -> Self {
        match author {
            Author::Visitor => Self::Visitor,
            Author::Agent { id, .. } if id == me => Self::Me,
            Author::Agent { id, name } => Self::Colleague(id.clone(), name.clone()),
            Author::Bot { name } => Self::Bot(name.clone()),
            Author::System => Self::Rule,
        }
    }
}

/// Something to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A line between days.
    Day {
        /// The local day.
        day: i64,
        /// A moment on it.
        at: u64,
    },
    /// Where and by which chatflow the chat began.
    Started,
    /// A message that is stored.
    Said {
        /// The entry, whose body is text, or that it was taken back.
        entry: Arc<Entry>,
        /// Who speaks.
        by: Speaker,
        /// Part of a run: no line of name and time.
        follows: bool,
        /// Came while the thread was open.
        fresh: bool,
    },
    /// An assignment, a closing, a reopening.
    Happened(Arc<Entry>),
    /// A comment, or something that agents did beside the log (P47, P60).
    Noted(Arc<Annotation>),
    /// A message of ours that is not in the log yet.
    OnItsWay {
        /// The message.
        message: Outgoing,
        /// Part of a run.
        follows: bool,
    },
}

/// What tells an item from another while the log grows. A message keeps its key when it is stored, so that its
/// bubble stays where it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A day.
    Day(i64),
    /// The beginning.
    Started,
    /// A message with an id of its sender's.
    Message(String),
    /// Any other entry.
    Entry(u64),
    /// A message that is another one since: drawn anew.
    Revised(u64, Option<u64>),
    /// A note.
    Note(u64),
}

impl Item {
    /// The item's key.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Day { day, .. } => Key::Day(*day),
            Self::Started => Key::Started,
            Self::Said { entry, .. } if entry.edited.is_some() || entry.is_gone() => {
                Key::Revised(entry.seq, entry.edited)
            }
            Self::Said { entry, by: Speaker::Me, .. } => match &entry.client_message_id {
                Some(id) => Key::Message(id.to_string()),
                None => Key::Entry(entry.seq),
            },
            Self::Said { entry, .. } | Self::Happened(entry) => Key::Entry(entry.seq),
            Self::Noted(note) => match &note.client_message_id {
                Some(id) => Key::Message(id.to_string()),
                None => Key::Note(note.n),
            },
            Self::OnItsWay { message, .. } => Key::Message(message.id.to_string()),
        }
    }
}

struct Run {
    day: Option<i64>,
    last: Option<(Speaker, u64)>,
}

impl Run {
    fn separate(&mut self, day: i64, at: u64, items: &mut Vec<Item>) {
        // A clock that was set back must not make a day appear twice: its key has to be unique.
        if self.day.is_none_or(|last| day > last) {
            self.day = Some(day);
            self.last = None;
            items.push(Item::Day { day, at });
        }
    }

    fn noted(&mut self, note: &Arc<Annotation>, day: i64, items: &mut Vec<Item>) {
        self.separate(day, note.at, items);
        self.last = None;
        items.push(Item::Noted(Arc::clone(note)));
    }

    fn continues(&mut self, by: &Speaker, at: u64) -> bool {
        let follows = self
            .last
            .as_ref()
            .is_some_and(|(last, since)| last == by && at.saturating_sub(*since) < RUN_WITHIN);
        // A long run starts anew every five minutes, so that times are never far.
        if !follows {
            self.last = Some((by.clone(), at));
        }
        follows
    }
}

/// The messages of `outgoing` that belong to `thread` and could not be sent.
#[must_use]
pub fn failed_in<'a>(outgoing: &'a [Outgoing], thread: &ThreadId) -> Vec<&'a Outgoing> {
    outgoing
        .iter()
        .filter(|message| message.thread == *thread && matches!(message.progress, Progress::Failed(_)))
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::frame::Note;

    use super::*;
    use crate::state::sample::{agent, by, entry, message_id, note, state, text, thread_id};

    const DAY: u64 = 86_400_000;

    fn log(entries: Vec<Entry>) -> Log {
        let mut log = Log::new(state(1, 0));
        log.state.opened_at = entries.first().map_or(0, |entry| entry.at);
        entries.into_iter().for_each(|entry| log.push(entry));
        log
    }

    /// The items in shorthand: `|` day, `>` start, `v` visitor, `m` me, `c` colleague, `f` fact, `.` on its way;
    /// an upper-case letter begins a run.
    fn shorthand(log: &Log, outgoing: &[Outgoing]) -> String {
        let letter = |c: char, follows: bool| if follows { c } else { c.to_ascii_uppercase() };
        let day = |at| i64::try_from(at / DAY).unwrap();
        let items = log.items(&agent("mira").id, outgoing, day);
        items
            .iter()
            .map(|item| match item {
                Item::Day { .. } => '|',
                Item::Started => '>',
                Item::Said { by: Speaker::Visitor, follows, .. } => letter('v', *follows),
                Item::Said { by: Speaker::Me, follows, .. } => letter('m', *follows),
                Item::Said { follows, .. } => letter('c', *follows),
                Item::Happened(_) => 'f',
                Item::Noted(_) => 'n',
                Item::OnItsWay { .. } => '.',
            })
            .collect()
    }

    #[test]
    fn bubbles_form_runs_and_days_separate() {
        // S125
        let visitor = || Author::Visitor;
        for (entries, expected) in [
            (vec![], "|>"),
            (vec![entry(1, 0, visitor(), text("a")), entry(2, 1_000, visitor(), text("b"))], "|>Vv"),
            (vec![entry(1, 0, visitor(), text("a")), entry(2, RUN_WITHIN, visitor(), text("b"))], "|>VV"),
            (
                vec![
                    entry(1, 0, visitor(), text("a")),
                    entry(2, 1, by("mira"), text("b")),
                    entry(3, 2, by("jonas"), text("c")),
                ],
                "|>VMC",
            ),
            (
                vec![
                    entry(1, 0, visitor(), text("a")),
                    entry(2, 1, by("mira"), Body::Closed),
                    entry(3, 2, visitor(), text("b")),
                ],
                "|>VfV",
            ),
            (vec![entry(1, DAY - 1, visitor(), text("a")), entry(2, DAY, visitor(), text("b"))], "|>V|V"),
            (vec![entry(1, DAY, visitor(), text("a")), entry(2, 1, visitor(), text("b"))], "|>Vv"),
            (vec![entry(1, 0, visitor(), Body::Unknown), entry(2, 1, visitor(), text("a"))], "|>V"),
        ] {
            assert_eq!(shorthand(&log(entries), &[]), expected);
        }
    }

    #[test]
    fn notes_stand_behind_the_place_they_were_made_at() {
        // P47 P60
        let mut log = log(vec![
            entry(1, 0, Author::Visitor, text("a")),
            entry(2, 1, Author::Visitor, text("b")),
            entry(3, 2, Author::Visitor, text("c")),
        ]);
        for (n, after_seq) in [(3, 3), (1, 0), (2, 2), (2, 2)] {
            log.note(note(n, after_seq, Note::Woke));
        }
        assert_eq!(shorthand(&log, &[]), "|>nVvnVn");
        assert_eq!(log.last_note(), (3, 3));
        let comment = Outgoing {
            id: message_id(7),
            inbox: conversation::ids::InboxId::parse("main").unwrap(),
            thread: thread_id(1),
            text: "b".into(),
            attachments: Vec::new(),
            at: 5,
            progress: Progress::Sending,
            comment: Some(Vec::new()),
            reply_to: None,
        };
        let outgoing = [comment];
        let me = agent("mira").id;
        let before = log.items(&me, &outgoing, |_| 0).last().map(Item::key);
        let said = Note::Comment { text: "b".into(), mentions: Vec::new() };
        log.note(Annotation { client_message_id: Some(message_id(7)), ..note(4, 3, said) });
        assert_eq!(shorthand(&log, &outgoing), "|>nVvnVnn", "stored, it takes its own place");
        assert_eq!(log.items(&me, &outgoing, |_| 0).last().map(Item::key), before);
    }

    #[test]
    fn only_the_next_entry_is_taken() {
        let mut log = log(vec![entry(1, 0, Author::Visitor, text("a"))]);
        log.push(entry(1, 0, Author::Visitor, text("again")));
        log.push(entry(3, 0, Author::Visitor, text("gap")));
        assert_eq!((log.last_seq(), log.state.last_seq), (1, 1));
    }

    #[test]
    fn a_message_keeps_its_key_and_its_place_when_it_is_stored() {
        let mut log = log(vec![entry(1, 0, Author::Visitor, text("a"))]);
        let message = Outgoing {
            id: message_id(7),
            inbox: conversation::ids::InboxId::parse("main").unwrap(),
            thread: thread_id(1),
            text: "b".into(),
            attachments: Vec::new(),
            at: 5,
            progress: Progress::Sending,
            comment: None,
            reply_to: None,
        };
        let outgoing = [message.clone(), Outgoing { id: message_id(8), thread: thread_id(2), ..message }];
        assert_eq!(shorthand(&log, &outgoing), "|>V.");
        let me = agent("mira").id;
        let before: Vec<Key> = log.items(&me, &outgoing, |_| 0).iter().map(Item::key).collect();
        log.push(Entry { client_message_id: Some(message_id(7)), ..entry(2, 6, by("mira"), text("b")) });
        assert_eq!(shorthand(&log, &outgoing), "|>VM");
        let after: Vec<Key> = log.items(&me, &outgoing, |_| 0).iter().map(Item::key).collect();
        assert_eq!(before, after);
    }

    #[test]
    fn a_state_never_takes_the_last_place_back() {
        let mut log =
            log(vec![entry(1, 0, Author::Visitor, text("a")), entry(2, 0, Author::Visitor, text("b"))]);
        log.set_state(state(1, 1));
        assert_eq!(log.state.last_seq, 2);
        log.start_over();
        assert_eq!((log.last_seq(), log.state.last_seq), (0, 0));
    }
}
