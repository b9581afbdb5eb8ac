//! Whether every record of a book can be read and points to what is there.
//!
//! Asked where books are kept and handed on. The accessors do not rely on it: they are total without it.

use super::{CHATFLOW, ChatflowRecord, HEADER, LIST, RULE, RuleBook, at, place};
use crate::{
    audience::Who,
    condition::{CONDITION, Condition},
    rule::Rule,
};

impl<'a> RuleBook<'a> {
    pub(super) fn is_sound(&self) -> bool {
        let place_in_header = |at| place(self.header, at);
        let (length, chatflows) = (place_in_header(at::LENGTH), place_in_header(at::CHATFLOWS));
        let text_at = place_in_header(at::TEXT);
        let table = |at, row: usize, end_at| {
            let table = self.bytes.get(at..end_at)?;
            table.len().is_multiple_of(row).then_some(table)
        };
        let tables = [at::RULES, at::LISTS, at::CONDITIONS, at::TEXT, at::INDEX].map(place_in_header);
        let [rules_at, lists_at, conditions_at, _, index_at] = tables;
        let (Some(records), Some(rules), Some(lists), Some(conditions), Some(text)) = (
            table(HEADER, CHATFLOW, rules_at),
            table(rules_at, RULE, lists_at),
            table(lists_at, LIST, conditions_at),
            table(conditions_at, CONDITION, text_at),
            table(text_at, 1, index_at),
        ) else {
            return false;
        };
        let is_text = |place: usize, length: usize| {
            let bytes = text.get(place..).and_then(|text| text.get(..length));
            bytes.is_some_and(|bytes| core::str::from_utf8(bytes).is_ok())
        };
        let counts = [rules.len() / RULE, lists.len() / LIST, conditions.len() / CONDITION];
        length == self.bytes.len()
            && records.len() / CHATFLOW == chatflows
            && lists.as_chunks::<LIST>().0.iter().all(|list| is_text(place(list, 0), place(list, 4)))
            && conditions.as_chunks().0.iter().all(|condition: &[u8; CONDITION]| {
                Condition::is_sound(condition)
                    && is_text(place(condition, 4), place(condition, 8))
                    && is_text(place(condition, 12), place(condition, 16))
            })
            && rules
                .as_chunks()
                .0
                .iter()
                .all(|rule: &[u8; RULE]| Rule::is_sound(rule, text.get(place(rule, 0)..).unwrap_or_default()))
            && self.chatflows().all(|chatflow| {
                chatflow.is_sound(counts) && is_text(place(chatflow.record, 0), place(chatflow.record, 4))
            })
            && self.has_sound_index(index_at, chatflows, counts[0])
    }

    fn has_sound_index(&self, index_at: usize, chatflows: usize, rules: usize) -> bool {
        index_at == self.bytes.len() || self.index().is_some_and(|index| index.is_sound(chatflows, rules))
    }
}

impl ChatflowRecord<'_> {
    /// Whether it points to rows that are there, in a book with so many rules, lists and conditions.
    fn is_sound(&self, [rules, lists, conditions]: [usize; 3]) -> bool {
        let fits = |start: usize, counts: [usize; 2], all: usize| {
            counts.iter().try_fold(start, |end, &count| end.checked_add(count)).is_some_and(|end| end <= all)
        };
        let at = |offset| place(self.record, offset);
        fits(at(20), [at(24), at(28)], rules)
            && fits(at(32), [at(36), at(40)], lists)
            && fits(at(44), [at(48), 0], conditions)
            && self.record.get(16).is_some_and(|&enabled| enabled <= 1)
            && self.record.get(17).is_some_and(|&who| Who::from_code(who).is_some())
    }
}
