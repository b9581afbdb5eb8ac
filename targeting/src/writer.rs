//! Writing rule books: the counterpart of `book.rs`, which describes the layout.
//!
//! Knows records and text. Does not know what they mean. Books above 4 GiB cannot be: their numbers saturate, so that
//! reading refuses them.

use alloc::{vec, vec::Vec};

use crate::{
    audience::Who,
    book::{self, Row, checksum},
    rule::flag,
};

/// A book in the making. Chatflows are added highest priority first.
#[derive(Clone, Default)]
pub(crate) struct BookWriter {
    flags: u16,
    chatflows: Vec<u8>,
    rows: Vec<u8>,
    text: Vec<u8>,
    /// Rows that say the same share one.
    shared: Shared,
}

/// What is written of a chatflow beside its rows.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) id: &'a str,
    pub(crate) priority: i64,
    pub(crate) is_enabled: bool,
    pub(crate) who: Who,
}

impl BookWriter {
    /// Adds the next chatflow, with its rows by [`Part`](book::Part).
    pub(crate) fn add(&mut self, head: Head<'_>, parts: [&[Row<'_>]; 5]) {
        let [includes, excludes, .., conditions] = parts;
        if head.is_enabled {
            let compares_fragment = |row: &Row<'_>| row.flags & flag::FRAGMENT != 0;
            if includes.iter().chain(excludes).any(compares_fragment) {
                self.flags |= book::HAS_FRAGMENT_RULES;
            }
            if !conditions.is_empty() {
                self.flags |= book::HAS_CONDITIONS;
            }
        }
        push(&mut self.chatflows, &[number(self.text.len()), number(head.id.len())]);
        self.text.extend(head.id.as_bytes());
        self.chatflows.extend(head.priority.to_le_bytes());
        self.chatflows.extend([u8::from(head.is_enabled), head.who as u8, 0, 0]);
        for part in parts {
            push(&mut self.chatflows, &[number(self.rows.len() / book::ROW)]);
            for row in part {
                let at = self.shared.place(&mut self.text, row.text);
                self.rows.extend(row.to_record(at));
            }
        }
        push(&mut self.chatflows, &[number(self.rows.len() / book::ROW)]);
    }

    /// The book, without an index.
    pub(crate) fn finish(&self) -> Vec<u8> {
        let mut bytes = self.lay_out();
        seal(&mut bytes);
        bytes
    }

    /// The same without a checksum, for whoever makes the index.
    pub(crate) fn lay_out(&self) -> Vec<u8> {
        let tables = [&self.chatflows, &self.rows, &self.text];
        let length = book::HEADER + tables.iter().map(|table| table.len()).sum::<usize>();
        let mut bytes = Vec::with_capacity(length);
        bytes.extend(book::MAGIC);
        bytes.extend(book::VERSION.to_le_bytes());
        bytes.extend(self.flags.to_le_bytes());
        bytes.extend([0; 8]);
        // The number of chatflows, and where each table after theirs begins.
        let mut places = alloc::vec![number(length), number(self.chatflows.len() / book::CHATFLOW)];
        let mut end = book::HEADER;
        for table in &tables {
            end += table.len();
            places.push(number(end));
        }
        push(&mut bytes, &places);
        for table in tables {
            bytes.extend(table);
        }
        bytes
    }
}

/// Appends the index that was made of a book.
#[cfg(feature = "compile")]
pub(crate) fn append(bytes: &mut Vec<u8>, index: &[u8]) {
    bytes.extend(index);
    let length = number(bytes.len());
    overwrite(bytes, book::LENGTH, &length.to_le_bytes());
}

/// Writes the checksum, once everything else is there.
pub(crate) fn seal(bytes: &mut [u8]) {
    let checksum = checksum(bytes);
    overwrite(bytes, 8, &checksum.to_le_bytes());
}

fn overwrite(bytes: &mut [u8], at: usize, with: &[u8]) {
    for (place, byte) in bytes.iter_mut().skip(at).zip(with) {
        *place = *byte;
    }
}

/// Where the texts of rows stand, by their hashes. Only ever saves space: where hashes crowd, texts are stored again.
#[derive(Clone, Default)]
struct Shared {
    /// Hash and place, [`u32::MAX`] where there is nothing; a power of two of them, at most half taken.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Shared {
    /// How many slots are looked at.
    const NEAR: usize = 8;

    /// Where the text stands in `all`, at whose end it is put where it stands nowhere yet.
    fn place(&mut self, all: &mut Vec<u8>, text: &[u8]) -> usize {
        let hash = hash(text);
        if self.taken * 2 >= self.slots.len() {
            self.grow();
        }
        let first = hash as usize & self.slots.len().wrapping_sub(1);
        let start = all.len();
        for slot in self.slots.iter_mut().skip(first).take(Self::NEAR) {
            let at = slot.1 as usize;
            if slot.1 == u32::MAX {
                *slot = (hash, number(start));
                self.taken += 1;
                break;
            }
            if slot.0 == hash && all.get(at..at + text.len()) == Some(text) {
                return at;
            }
        }
        all.extend(text);
        start
    }

    fn grow(&mut self) {
        let more = vec![(0, u32::MAX); (self.slots.len() * 4).max(64)];
        self.taken = 0;
        for (hash, at) in core::mem::replace(&mut self.slots, more) {
            let first = hash as usize & self.slots.len().wrapping_sub(1);
            let mut near = self.slots.iter_mut().skip(first).take(Self::NEAR);
            if at != u32::MAX
                && let Some(slot) = near.find(|(_, at)| *at == u32::MAX)
            {
                *slot = (hash, at);
                self.taken += 1;
            }
        }
    }
}

/// Fast rather than strong: eight bytes at a time.
fn hash(text: &[u8]) -> u32 {
    let hash = text.chunks(8).fold(text.len() as u64, |hash, chunk| {
        let word = match chunk.first_chunk() {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => chunk.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        (hash.rotate_left(29) ^ word).wrapping_mul(0x9fb2_1c65_1e98_df25)
    });
    (hash >> 32) as u32
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn push(table: &mut Vec<u8>, numbers: &[u32]) {
    table.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}
