//! The messages that others answer (P26): how one is quoted, and which one a key leads to.
//!
//! A message says only which place it answers; who said that, and what it says by now, is looked up here.

use std::sync::Arc;

use conversation::ids::AgentId;
use protocol::frame::{Author, Body, Entry};

use super::log::{Log, Speaker};

/// Characters of a quoted message.
const QUOTED_CHARS: usize = 140;

/// A message that another one answers (P26).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// It is here.
    Said {
        /// Who said it.
        by: Speaker,
        /// How it begins, on one line; a file's name where it says nothing.
        text: String,
        /// The id of its place on the page.
        anchor: String,
    },
    /// It was taken back.
    Gone,
    /// It is not among the entries that are here.
    Elsewhere,
}

/// The id of a message's place on the page: the same before it is stored and after.
#[must_use]
pub fn anchor(entry: &Entry) -> String {
    match &entry.client_message_id {
        Some(id) => format!("message-{id}"),
        None => format!("message-{}", entry.seq),
    }
}

impl Log {
    /// The message at a place, as somebody who answers it quotes it.
    #[must_use]
    pub fn quoted(&self, seq: u64, me: &AgentId) -> Quoted {
        let found = self.entries.binary_search_by_key(&seq, |entry| entry.seq);
        let Some(entry) = found.ok().and_then(|place| self.entries.get(place)) else {
            return Quoted::Elsewhere;
        };
        let Body::Text { text } = &entry.body else { return Quoted::Gone };
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let file = || entry.attachments.first().map(|file| file.name.clone()).unwrap_or_default();
        let text = if words.is_empty() { file() } else { words.chars().take(QUOTED_CHARS).collect() };
        Quoted::Said { by: Speaker::of(&entry.from, me), text, anchor: anchor(entry) }
    }

    /// The message to answer: the visitor's last, and from one message on the one before it, whoever said it.
    #[must_use]
    pub fn to_answer(&self, from: Option<u64>) -> Option<u64> {
        let before = |entry: &&Arc<Entry>| match from {
            Some(seq) => entry.seq < seq,
            None => entry.from == Author::Visitor,
        };
        let said = |entry: &&Arc<Entry>| matches!(entry.body, Body::Text { .. });
        self.entries.iter().rev().filter(said).find(before).map(|entry| entry.seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::log::{Item, Key};
    use crate::state::sample::{agent, by, entry, state, text};

    fn me() -> AgentId {
        agent("mira").id
    }

    fn log(entries: Vec<Entry>) -> Log {
        let mut log = Log::new(state(1, 0));
        entries.into_iter().for_each(|entry| log.push(entry));
        log
    }

    #[test]
    fn a_message_shows_how_it_stands_wherever_one_comes_in() {
        // P26
        let edited = |message, words: &str| Body::Edited { message, text: words.to_owned() };
        let mut log =
            log(vec![entry(1, 0, Author::Visitor, text("One")), entry(2, 1, Author::Visitor, text("Two"))]);
        let shown = |log: &Log| -> Vec<(u64, Body, bool)> {
            let items = log.items(&me(), &[], |_| 0);
            items
                .into_iter()
                .filter_map(|item| match item {
                    Item::Said { entry, .. } => Some((entry.seq, entry.body.clone(), entry.edited.is_some())),
                    _ => None,
                })
                .collect()
        };
        let keys = |log: &Log| log.items(&me(), &[], |_| 0).iter().map(Item::key).collect::<Vec<_>>();
        let before = keys(&log);
        log.push(entry(3, 2, Author::Visitor, edited(1, "Uno")));
        log.push(entry(4, 3, Author::Visitor, Body::Deleted { message: 2 }));
        assert_eq!(shown(&log), [(1, text("Uno"), true), (2, Body::Deleted { message: 2 }, false)]);
        // Both are drawn anew, and nothing stands where it was said that they changed.
        assert_eq!(before.len(), keys(&log).len());
        assert!(keys(&log).iter().filter(|key| matches!(key, Key::Revised(..))).count() == 2);
        assert_eq!(log.last_entry().map(|entry| entry.seq), Some(2));
    }

    #[test]
    fn a_quote_says_what_the_message_says_by_now() {
        // P26
        let mut log = log(vec![
            entry(1, 0, Author::Visitor, text("One\n  and a half")),
            entry(2, 1, by("jonas"), text("Two")),
            entry(3, 2, Author::Visitor, text("Three")),
        ]);
        let quoted = |log: &Log, seq| match log.quoted(seq, &me()) {
            Quoted::Said { text, .. } => text,
            Quoted::Gone => "gone".to_owned(),
            Quoted::Elsewhere => "elsewhere".to_owned(),
        };
        assert_eq!([1, 2, 9].map(|seq| quoted(&log, seq)), ["One and a half", "Two", "elsewhere"]);
        // The key leads from the visitor's last message to the ones before it.
        assert_eq!(
            [None, Some(3), Some(2), Some(1)].map(|from| log.to_answer(from)),
            [Some(3), Some(2), Some(1), None]
        );
        log.push(entry(4, 3, Author::Visitor, Body::Deleted { message: 3 }));
        assert_eq!((quoted(&log, 3).as_str(), log.to_answer(None)), ("gone", Some(1)));
    }
}
