//! What is filed under the path of an address, and under what of it ends before a slash.
//!
//! Knows segments. Whether a rule that is found there matches, the rule is asked.

use core::ops::ControlFlow;

use super::Walk;
use crate::{
    disputes,
    index::{
        has, how,
        key::{self, Of},
        marks,
    },
    page_url::{From, Spelling},
};

impl Walk<'_, '_> {
    /// What is filed under the path and what it lies below, with the host and without.
    pub(super) fn paths(&mut self, plain: &Spelling<'_>) -> ControlFlow<()> {
        for (kind, of, from) in
            [(has::FROM_HOST, Of::FromHost, From::Host), (has::FROM_PATH, Of::FromPath, From::Path)]
        {
            if self.index.has(kind) {
                self.path(of, disputes::comparable_path(plain.up_to_path(from)))?;
            }
        }
        ControlFlow::Continue(())
    }

    /// What is filed under a path and what of it ends before a slash. Each such beginning is hashed in passing.
    fn path(&mut self, of: Of, text: &[u8]) -> ControlFlow<()> {
        let (mut hash, mut start) = (0, 0);
        loop {
            let (mut hashes, mut slashes) = ([hash; 8], 0);
            for (word, before) in hashes.iter_mut().enumerate() {
                *before = hash;
                if start + word * 8 >= text.len() {
                    break;
                }
                let eight = marks::eight_at(text, start + word * 8);
                slashes |= marks::bits(marks::is::<b'/'>(eight)) << (word * 8);
                hash = key::and_then(hash, eight);
            }
            let beginning = |length: usize| {
                let before = hashes.get(length / 8 % 8).copied().unwrap_or_default();
                let last = marks::first(marks::eight_at(text, length / 8 * 8), length % 8);
                key::key(of, key::and_then(before, last))
            };
            while slashes != 0 {
                self.key(beginning(start + slashes.trailing_zeros() as usize), false)?;
                slashes &= slashes - 1;
            }
            if text.len() < start + 64 {
                return self.key(beginning(text.len()), true);
            }
            start += 64;
            if start > self.index.longest_path() {
                return ControlFlow::Continue(());
            }
        }
    }

    /// The rules filed under a key of the path, or, where it goes on, of its beginning.
    fn key(&mut self, key: u64, is_end: bool) -> ControlFlow<()> {
        let Some(entries) = self.index.near_known(key) else { return ControlFlow::Continue(()) };
        self.spend(entries.len() / 4)?;
        for (number, entry) in entries {
            if !self.is_better(&entry) {
                break;
            }
            if !self.is_for_us(key, number, &entry) || entry.how & how::AT_END != 0 && !is_end {
                continue;
            }
            self.spend(4)?;
            let (Some(chatflow), Some(rule)) =
                (self.chatflow(entry.rank), self.book.rule(entry.rule as usize))
            else {
                continue;
            };
            self.ask(number, entry, &rule, &chatflow)?;
        }
        ControlFlow::Continue(())
    }
}
