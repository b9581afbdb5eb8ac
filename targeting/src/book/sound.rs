//! Whether every record of a book can be read and points to what is there.
//!
//! Asked where books are kept and handed on. The accessors do not rely on it: they are total without it.

use super::{CHATFLOW, ChatflowRecord, HEADER, LENGTH, Part, ROW, Row, RuleBook, at, place};
use crate::{audience::Who, condition::Condition, rule::Rule};

impl<'a> RuleBook<'a> {
    pub(super) fn is_sound(&self) -> bool {
        let [length, chatflows, rows_at, text_at, index_at] =
            [LENGTH, at::CHATFLOWS, at::ROWS, at::TEXT, at::INDEX].map(|at| place(self.bytes, at));
        let table = |at, size: usize, end_at| {
            let table = self.bytes.get(at..end_at)?;
            table.len().is_multiple_of(size).then_some(table)
        };
        let (Some(records), Some(rows), Some(text)) =
            (table(HEADER, CHATFLOW, rows_at), table(rows_at, ROW, text_at), table(text_at, 1, index_at))
        else {
            return false;
        };
        let is_text = |place: usize, length: usize| {
            let bytes = text.get(place..).and_then(|text| text.get(..length));
            bytes.is_some_and(|bytes| core::str::from_utf8(bytes).is_ok())
        };
        let rows_of_text = rows.as_chunks::<ROW>().0;
        length == self.bytes.len()
            && records.len() / CHATFLOW == chatflows
            && rows_of_text.iter().all(|row| is_text(place(row, 0), place(row, 4) >> 8))
            && self.chatflows().all(|chatflow| {
                chatflow.is_sound(rows_of_text.len())
                    && is_text(place(chatflow.record, 0), place(chatflow.record, 4))
            })
            && self.has_sound_index(index_at)
    }

    fn has_sound_index(&self, index_at: usize) -> bool {
        index_at == self.bytes.len() || self.index().is_some_and(|index| index.is_sound(self))
    }
}

impl ChatflowRecord<'_> {
    /// Whether it points to rows that are there, of so many, and each of them can be read.
    fn is_sound(&self, rows: usize) -> bool {
        let parts = [Part::Includes, Part::Excludes, Part::Lists, Part::HideLists, Part::Conditions]
            .map(|it| self.part(it));
        let are_readable =
            |part: Part, is_readable: fn(&Row<'_>) -> bool| self.rows(part).all(|row| is_readable(&row));
        parts.iter().all(|part| part.start <= part.end && part.end <= rows)
            && are_readable(Part::Includes, Rule::is_readable)
            && are_readable(Part::Excludes, Rule::is_readable)
            && are_readable(Part::Conditions, Condition::is_readable)
            && self.record.get(16).is_some_and(|&enabled| enabled <= 1)
            && self.record.get(17).is_some_and(|&who| Who::from_code(who).is_some())
    }
}
