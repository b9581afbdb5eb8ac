//! What this browser keeps for an agent: drafts of replies, and how far each thread was read.
//!
//! Knows texts and places. Where they are kept is the shell's.

use std::collections::BTreeMap;

use conversation::ids::ThreadId;
use protocol::frame::Row;
use serde::{Deserialize, Serialize};

use super::json;

/// Drafts are kept for this many threads; the ones written to longest ago leave first.
const MOST_DRAFTS: usize = 200;
/// Places are kept for this many threads.
const MOST_PLACES: usize = 2_000;

/// Replies and comments that were begun and not sent, by thread.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Drafts(BTreeMap<String, Draft>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    text: String,
    at: u64,
}

impl Drafts {
    /// The draft of a reply, or of a comment; empty if there is none.
    #[must_use]
    pub fn of(&self, thread: &ThreadId, is_comment: bool) -> &str {
        self.0.get(&place(thread, is_comment)).map_or("", |draft| &draft.text)
    }

    /// Keeps what is written at `now`; a blank text is no draft.
    pub fn write(&mut self, thread: &ThreadId, is_comment: bool, text: &str, now: u64) {
        let place = place(thread, is_comment);
        if text.trim().is_empty() {
            self.0.remove(&place);
            return;
        }
        self.0.insert(place, Draft { text: text.to_owned(), at: now });
        while self.0.len() > MOST_DRAFTS {
            let oldest = self.0.iter().min_by_key(|(_, draft)| draft.at).map(|(thread, _)| thread.clone());
            oldest.and_then(|thread| self.0.remove(&thread));
        }
    }
}

/// A comment's draft never takes the place of a reply's, nor the other way round.
fn place(thread: &ThreadId, is_comment: bool) -> String {
    if is_comment { format!("{thread}+") } else { thread.to_string() }
}

/// What was taken back, before what was written since: neither is lost (P56).
#[must_use]
pub fn joined(taken_back: &str, written: &str) -> String {
    if written.trim().is_empty() { taken_back.to_owned() } else { format!("{taken_back}\n\n{written}") }
}

/// How far each thread was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReadTo(BTreeMap<String, u64>);

impl ReadTo {
    /// Notes that a thread was read up to a place; returns whether that is news.
    pub fn read(&mut self, thread: &ThreadId, seq: u64) -> bool {
        if self.0.get(thread.as_str()).is_some_and(|known| *known >= seq) {
            return false;
        }
        self.0.insert(thread.to_string(), seq);
        while self.0.len() > MOST_PLACES {
            self.0.pop_first();
        }
        true
    }

    /// Whether a row holds something of the visitor's that was not read here.
    #[must_use]
    pub fn is_unread(&self, row: &Row) -> bool {
        row.preview_from_visitor && self.0.get(row.thread.as_str()).is_none_or(|read| *read < row.last_seq)
    }
}

/// What was kept, or nothing: what cannot be read was not written by us.
#[must_use]
pub fn read_kept<T: Default + serde::de::DeserializeOwned>(kept: Option<&str>) -> T {
    kept.and_then(json::read).unwrap_or_default()
}

/// As it is kept.
#[must_use]
pub fn to_keep<T: Serialize>(what: &T) -> String {
    // Strings and integers in maps with string keys: nothing in here can fail to serialise.
    serde_json::to_string(what).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sample::{row, thread_id};

    #[test]
    fn a_draft_belongs_to_its_thread_and_survives_a_reload() {
        let mut drafts = Drafts::default();
        drafts.write(&thread_id(1), false, "one\n", 1);
        drafts.write(&thread_id(1), true, "for us", 1);
        drafts.write(&thread_id(2), false, "two", 2);
        drafts.write(&thread_id(2), false, "  ", 3);
        let again: Drafts = read_kept(Some(&to_keep(&drafts)));
        assert_eq!((again.of(&thread_id(1), false), again.of(&thread_id(2), false)), ("one\n", ""));
        assert_eq!((again.of(&thread_id(1), true), again.of(&thread_id(2), true)), ("for us", ""), "P47");
        assert_eq!(read_kept::<Drafts>(Some("{\"x\":1}")), Drafts::default());
    }

    #[test]
    fn what_is_taken_back_takes_no_place_of_what_was_written_since() {
        // P56
        for (taken_back, written, together) in [
            ("Yes, \n it is.  ", "", "Yes, \n it is.  "),
            ("Yes", " \n", "Yes"),
            ("Yes", "And more", "Yes\n\nAnd more"),
        ] {
            assert_eq!(joined(taken_back, written), together);
        }
    }

    #[test]
    fn the_drafts_of_long_ago_leave_first() {
        let mut drafts = Drafts::default();
        for n in 0..=200_u8 {
            drafts.write(&thread_id(n), false, "x", u64::from(n));
        }
        assert_eq!((drafts.of(&thread_id(0), false), drafts.of(&thread_id(1), false)), ("", "x"));
    }

    #[test]
    fn a_row_is_unread_until_its_last_place_was_read() {
        // S124
        let mut read = ReadTo::default();
        let mut visitor_wrote = row(1, 5);
        visitor_wrote.last_seq = 3;
        assert!(read.is_unread(&visitor_wrote));
        assert!(read.read(&thread_id(1), 2) && read.is_unread(&visitor_wrote));
        assert!(read.read(&thread_id(1), 3) && !read.is_unread(&visitor_wrote));
        assert!(!read.read(&thread_id(1), 1));
        let we_wrote = Row { preview_from_visitor: false, last_seq: 9, ..visitor_wrote };
        assert!(!read.is_unread(&we_wrote));
    }
}
