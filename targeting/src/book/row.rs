//! A row of a book: a rule, a list's id or a condition, as it is stored.
//!
//! Knows bytes. What the numbers mean is the business of rules and conditions. Little-endian:
//!
//! | at | what |
//! |---|---|
//! | 0 | `u32` place in the text |
//! | 4 | `u8`: how it is compared, in the lower half; the operator, in the upper one |
//! | 5 | `u24` length of the text |
//! | 8 | `u8` flags |
//! | 9 | `u24` head: how much of the text stands for itself |

use super::{RuleBook, place};

/// Bytes of a row.
pub(crate) const ROW: usize = 12;

/// A row with its text; empty where it points nowhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) head: usize,
    /// Below 16.
    pub(crate) kind: u8,
    /// Below 16.
    pub(crate) op: u8,
    pub(crate) flags: u8,
}

impl<'a> Row<'a> {
    #[inline]
    pub(super) fn read(record: &[u8; ROW], book: &RuleBook<'a>) -> Self {
        let (length, head) = (place(record, 4), place(record, 8));
        Self {
            text: book.text(place(record, 0), length >> 8),
            head: head >> 8,
            kind: length as u8 & 15,
            op: length as u8 >> 4,
            flags: head as u8,
        }
    }

    /// The row, its text standing at a place. One that cannot be written is one that nobody can read.
    pub(crate) fn to_record(self, place: usize) -> [u8; ROW] {
        let number = |number: usize| u32::try_from(number).ok().filter(|number| *number >> 24 == 0);
        let (place, length, head) = match (u32::try_from(place), number(self.text.len()), number(self.head)) {
            (Ok(place), Some(length), Some(head)) => (place, length, head),
            _ => (u32::MAX, 1, 0),
        };
        let mut record = [0; ROW];
        let numbers =
            [place, length << 8 | u32::from(self.op << 4 | self.kind), head << 8 | u32::from(self.flags)];
        for (bytes, number) in record.as_chunks_mut().0.iter_mut().zip(numbers) {
            *bytes = number.to_le_bytes();
        }
        record
    }
}
