//! What is filed under the parameters of a query.
//!
//! Knows how forms encode names and values. What is not encoded, which is nearly all, is compared where it lies.

use core::ops::ControlFlow;

use super::Walk;
use crate::{
    index::{
        has,
        key::{self, Of},
        marks,
    },
    normal::Decoded,
    rule::Kind,
};

/// Longest name or value of a parameter that is decoded on the way, in bytes. Rules with longer ones are always asked.
pub(in crate::index) const DECODED: usize = 256;

impl Walk<'_, '_> {
    /// What is filed under the query's parameters.
    pub(super) fn parameters(&mut self, query: &[u8]) -> ControlFlow<()> {
        if !self.index.has(has::NAMES | has::NAMES_AND_VALUES) || query.is_empty() {
            return ControlFlow::Continue(());
        }
        let (mut start, mut equals, mut is_encoded) = (1, None, false);
        for at in marks::places(query, |word| {
            let [and, equals] = [marks::is::<b'&'>(word), marks::is::<b'='>(word)];
            and | equals | marks::is::<b'%'>(word) | marks::is::<b'+'>(word)
        }) {
            match query.get(at) {
                Some(b'=') => equals = equals.or(Some(at)),
                Some(b'&') => {
                    self.parameter(query, start, equals.filter(|_| !is_encoded), at)?;
                    (start, equals, is_encoded) = (at + 1, None, false);
                }
                _ => is_encoded = true,
            }
        }
        self.parameter(query, start, equals.filter(|_| !is_encoded), query.len())
    }

    /// What is filed under one parameter, between two places: `name=value`, or without `equals` something to decode.
    fn parameter(
        &mut self,
        query: &[u8],
        start: usize,
        equals: Option<usize>,
        end: usize,
    ) -> ControlFlow<()> {
        let Some(equals) = equals else {
            return self.encoded_parameter(query.get(start..end).unwrap_or_default());
        };
        let name = key::key(Of::Name, key::hash_within(query, start, equals));
        // No rule names most parameters.
        if !self.index.knows(name) {
            return ControlFlow::Continue(());
        }
        if self.index.has(has::NAMES) {
            self.named(name, query, start, equals, equals)?;
        }
        if self.index.has(has::NAMES_AND_VALUES) {
            let pair = key::key(Of::NameAndValue, key::hash_within(query, start, end));
            self.named(pair, query, start, equals, end)?;
        }
        ControlFlow::Continue(())
    }

    /// As [`parameter`](Self::parameter), where it is encoded or has no value.
    fn encoded_parameter(&mut self, pair: &[u8]) -> ControlFlow<()> {
        if pair.is_empty() {
            return ControlFlow::Continue(());
        }
        let equals = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        let (name, value) = pair.split_at_checked(equals).unwrap_or((pair, &[]));
        let mut buffer = [0; 2 * DECODED + 1];
        let Some(equals) = decode(name, &mut buffer, 0) else { return ControlFlow::Continue(()) };
        let value = value.strip_prefix(b"=").unwrap_or_default();
        let name = key::key(Of::Name, key::hash_within(&buffer, 0, equals));
        self.named(name, &buffer, 0, equals, equals)?;
        let end = decode(b"=", &mut buffer, equals).and_then(|start| decode(value, &mut buffer, start));
        let Some(end) = end else { return ControlFlow::Continue(()) };
        let pair = key::key(Of::NameAndValue, key::hash_within(&buffer, 0, end));
        self.named(pair, &buffer, 0, equals, end)
    }

    /// The rules on parameters that read as the text between two places, the name ending at `equals`.
    fn named(&mut self, key: u64, text: &[u8], start: usize, equals: usize, end: usize) -> ControlFlow<()> {
        let Some(entries) = self.index.near_known(key) else { return ControlFlow::Continue(()) };
        self.spend(entries.len() / 4)?;
        for (number, entry) in entries {
            if !self.is_better(&entry) {
                break;
            }
            if !self.is_for_us(key, number, &entry) {
                continue;
            }
            self.spend(4)?;
            let Some(rule) = self.book.rule(entry.rule as usize) else { continue };
            let is_same = rule.kind == Kind::Query
                && !rule.op.is_negative()
                && text.get(start..end) == Some(rule.text)
                && rule.parameter().0.len() == equals - start;
            if is_same && let Some(chatflow) = self.chatflow(entry.rank) {
                self.matched(number, entry, &chatflow)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// Appends a name or value as it reads once decoded, from a place of the buffer on; says where it ends. `None` where it is
/// too long for that, or no text.
fn decode(encoded: &[u8], buffer: &mut [u8], start: usize) -> Option<usize> {
    let mut end = start;
    for byte in Decoded::form(encoded) {
        *buffer.get_mut(end)? = byte;
        end += 1;
    }
    core::str::from_utf8(buffer.get(start..end)?).is_ok().then_some(end)
}
