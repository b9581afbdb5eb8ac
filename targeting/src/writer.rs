//! Writing rule books: the counterpart of `book.rs`, which describes the layout.
//!
//! Knows records and text. Does not know what they mean. Books above 4 GiB cannot be: their numbers saturate, so that
//! reading refuses them.

use alloc::{vec, vec::Vec};

use crate::{
    audience::Who,
    book::{self, checksum},
    condition::Condition,
    rule::Rule,
};

/// A book in the making. Chatflows are added highest priority first.
#[derive(Clone, Default)]
pub(crate) struct BookWriter {
    flags: u16,
    counts: [u32; 4],
    chatflows: Vec<u8>,
    rules: Vec<u8>,
    lists: Vec<u8>,
    conditions: Vec<u8>,
    text: Vec<u8>,
    /// Rules that say the same share one.
    shared: Shared,
}

/// What is written of a chatflow beside its rules and lists.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) id: &'a str,
    pub(crate) priority: i64,
    pub(crate) is_enabled: bool,
    pub(crate) who: Who,
}

impl BookWriter {
    pub(crate) fn add<'r>(
        &mut self,
        head: Head<'_>,
        [includes, excludes]: [&[Rule<'r>]; 2],
        [lists, hide_lists]: [&[&[u8]]; 2],
        conditions: &[Condition<'_>],
    ) {
        let [chatflows, first_rule, first_list, first_condition] = self.counts;
        let id = self.add_text(head.id.as_bytes());
        for rule in includes.iter().chain(excludes) {
            let start = self.text.len();
            let record = rule.to_record(&mut self.text);
            self.text.extend(rule.text);
            let at = self.shared.place(&self.text, start);
            if at != start {
                self.text.truncate(start);
            }
            let at = number(at);
            push(&mut self.rules, &[at]);
            self.rules.extend(record);
            if head.is_enabled && rule.compares_fragment() {
                self.flags |= book::HAS_FRAGMENT_RULES;
            }
        }
        for list in lists.iter().chain(hide_lists) {
            let place = self.add_text(list);
            push(&mut self.lists, &place);
        }
        if head.is_enabled && !conditions.is_empty() {
            self.flags |= book::HAS_CONDITIONS;
        }
        for condition in conditions {
            let (fact, value) = (self.add_text(condition.fact), self.add_text(condition.value));
            self.conditions.extend([condition.test as u8, condition.flags]);
            self.conditions.extend(condition.group.to_le_bytes());
            push(&mut self.conditions, &[fact[0], fact[1], value[0], value[1]]);
        }
        push(&mut self.chatflows, &id);
        self.chatflows.extend(head.priority.to_le_bytes());
        self.chatflows.extend([u8::from(head.is_enabled), head.who as u8, 0, 0]);
        let (include_count, exclude_count) = (number(includes.len()), number(excludes.len()));
        let (list_count, hide_count) = (number(lists.len()), number(hide_lists.len()));
        let condition_count = number(conditions.len());
        push(
            &mut self.chatflows,
            &[
                first_rule,
                include_count,
                exclude_count,
                first_list,
                list_count,
                hide_count,
                first_condition,
                condition_count,
            ],
        );
        self.counts = [
            chatflows.saturating_add(1),
            first_rule.saturating_add(include_count).saturating_add(exclude_count),
            first_list.saturating_add(list_count).saturating_add(hide_count),
            first_condition.saturating_add(condition_count),
        ];
    }

    /// The book, without an index.
    pub(crate) fn finish(&self) -> Vec<u8> {
        self.finish_with(&[])
    }

    /// The book with the index that was made of it.
    pub(crate) fn finish_with(&self, index: &[u8]) -> Vec<u8> {
        let mut bytes = self.lay_out(index);
        let checksum = checksum(&bytes).to_le_bytes();
        for (place, byte) in bytes.iter_mut().skip(8).zip(checksum) {
            *place = byte;
        }
        bytes
    }

    /// The same without a checksum, for whoever makes the index.
    pub(crate) fn lay_out(&self, index: &[u8]) -> Vec<u8> {
        let tables = [&self.chatflows, &self.rules, &self.lists, &self.conditions, &self.text];
        let length = book::HEADER + tables.iter().map(|table| table.len()).sum::<usize>() + index.len();
        let mut bytes = Vec::with_capacity(length);
        bytes.extend(book::MAGIC);
        bytes.extend(book::VERSION.to_le_bytes());
        bytes.extend(self.flags.to_le_bytes());
        bytes.extend([0; 8]);
        // The number of chatflows, and where each table after theirs begins.
        let mut places = alloc::vec![number(length), self.counts[0]];
        let mut end = book::HEADER;
        for table in &tables {
            end += table.len();
            places.push(number(end));
        }
        push(&mut bytes, &places);
        for table in tables {
            bytes.extend(table);
        }
        bytes.extend(index);
        bytes
    }

    fn add_text(&mut self, text: &[u8]) -> [u32; 2] {
        let at = number(self.text.len());
        self.text.extend(text);
        [at, number(text.len())]
    }
}

/// Where the texts of rules stand, by their hashes. Only ever saves space: where hashes crowd, texts are stored again.
#[derive(Clone, Default)]
struct Shared {
    /// Hash and place, [`u32::MAX`] where there is nothing; a power of two of them, at most half taken.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Shared {
    /// How many slots are looked at.
    const NEAR: usize = 8;

    /// Where the text that ends `all` stands already, or else where it begins.
    fn place(&mut self, all: &[u8], start: usize) -> usize {
        let text = all.get(start..).unwrap_or_default();
        let hash = hash(text);
        if self.taken * 2 >= self.slots.len() {
            self.grow();
        }
        let first = hash as usize & self.slots.len().wrapping_sub(1);
        for slot in self.slots.iter_mut().skip(first).take(Self::NEAR) {
            let at = slot.1 as usize;
            if slot.1 == u32::MAX {
                *slot = (hash, number(start));
                self.taken += 1;
                return start;
            }
            // The lengths before a text make sure that it ends where it seems to.
            if slot.0 == hash && all.get(at..at + text.len()) == Some(text) {
                return at;
            }
        }
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
