//! A decision by the index.
//!
//! Visits what the page's parts are filed under, compares or asks every rule it meets, and keeps the best rank that holds,
//! with the first rule that matches. Once a chatflow holds, nothing of a worse rank is looked at. Without allocation, and
//! with a limit to its work: a page and rules made to meet in too many places fall back to asking every rule in turn, so
//! that nobody can make a decision cost much more than that. Paths are in `walk/paths.rs`, parameters in
//! `walk/parameters.rs`.

pub(super) mod parameters;
mod paths;

use core::ops::ControlFlow;

use super::{
    Entry, Index, NONE, how,
    key::{self, Of},
    marks, may_have,
};
use crate::{
    audience::{self, Visitor},
    book::{ChatflowRecord, Part, ROW, RuleBook, place},
    condition,
    page_url::{From, PageUrl, Spelling},
    rule::{Kind, Rule, Verdict},
};

/// Work allowed for any page, for each byte of the address, and for each chatflow: asking every rule in turn costs more.
const WORK: usize = 4_096;
const WORK_PER_BYTE: usize = 24;
const WORK_PER_CHATFLOW: usize = 8;
/// Entries remembered that can be of no use on this page, and keys that lead to nothing else.
const SETTLED: usize = 64;
const DEAD: usize = 16;
/// Exclusions remembered, with what they say of the page.
const EXCLUSIONS: usize = 8;
/// The audience that is everyone, beside those that are anonymous (0) or known (1), under [`Of::Audience`].
pub(super) const EVERYONE: u64 = 2;
/// A chatflow that holds, and the first of its include rules that matches; [`NONE`] where it has none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) rank: u32,
    pub(crate) rule: u32,
}

/// The best chatflow that holds, if any; `Break` where the limit was reached and every rule has to be asked in turn.
pub(crate) fn best(
    book: &RuleBook<'_>,
    index: &Index<'_>,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
) -> ControlFlow<(), Option<Found>> {
    if !page.is_usable() {
        return ControlFlow::Break(());
    }
    let plain = &page.plain();
    let work = WORK + WORK_PER_BYTE * plain.text().len() + WORK_PER_CHATFLOW * book.len();
    let best = Found { rank: NONE, rule: NONE };
    let mut walk = Walk {
        book,
        index,
        page,
        visitor,
        not_for_us: if visitor.known { how::FOR_ANONYMOUS } else { how::FOR_KNOWN },
        best,
        is_plain: true,
        work,
        settled: [NONE; SETTLED],
        dead: [0; DEAD],
        exclusions: [([u8::MAX; ROW], false); EXCLUSIONS],
    };
    walk.paths(plain)?;
    walk.parameters(plain.query())?;
    walk.texts(plain)?;
    walk.alike(plain)?;
    if page.has_two_spellings() {
        walk.is_plain = false;
        walk.texts(&page.unicode())?;
        walk.alike(&page.unicode())?;
    }
    walk.always()?;
    ControlFlow::Continue((walk.best.rank != NONE).then_some(walk.best))
}

struct Walk<'w, 'b> {
    book: &'w RuleBook<'b>,
    index: &'w Index<'b>,
    page: &'w PageUrl<'w>,
    visitor: &'w Visitor<'w>,
    /// Bits of [`how`] that entries for other visitors have.
    not_for_us: u16,
    best: Found,
    /// Whether the spelling that is walked is the one that rules compare unless they look everywhere.
    is_plain: bool,
    work: usize,
    settled: [u32; SETTLED],
    dead: [u64; DEAD],
    /// Stored rules that were asked whether they exclude the page, and what they said.
    exclusions: [([u8; ROW], bool); EXCLUSIONS],
}

impl<'b> Walk<'_, 'b> {
    /// Whether an entry could take the place of what was found: by a higher priority, or as an earlier rule.
    #[inline]
    fn is_better(&self, entry: &Entry) -> bool {
        (entry.rank, entry.rule) < (self.best.rank, self.best.rule)
    }

    /// Whether an entry is of this key, of use on this page, and not certainly for other visitors.
    #[inline]
    fn is_for_us(&self, key: u64, number: u32, entry: &Entry) -> bool {
        entry.check == key as u32 && entry.how & self.not_for_us == 0 && !self.is_settled(number)
    }

    /// What is filed under bytes of the address.
    fn texts(&mut self, spelling: &Spelling<'_>) -> ControlFlow<()> {
        self.marks(spelling)?;
        if self.index.eights().words().is_empty() && self.index.fours().words().is_empty() {
            return ControlFlow::Continue(());
        }
        self.everywhere(spelling)
    }

    /// What is filed under the bytes at marks.
    fn marks(&mut self, spelling: &Spelling<'_>) -> ControlFlow<()> {
        let words = self.index.marks().words();
        if words.is_empty() {
            return ControlFlow::Continue(());
        }
        let text = spelling.text();
        for start in (0..text.len()).step_by(64) {
            let mut left = marks::within(text, start, marks::marks);
            // Found first, followed later: whether one is there cannot be foreseen, and need not be.
            let (mut found, mut count) = ([0_u8; 128], 0);
            while left != 0 {
                let at = left.trailing_zeros() as usize;
                left &= left - 1;
                for (is_around, spread) in
                    [(0, key::from_mark(text, start + at)), (1, key::around_mark(text, start + at))]
                {
                    if let Some(place) = found.get_mut(count) {
                        *place = at as u8 * 2 + is_around;
                    }
                    count += usize::from(may_have(words, spread));
                }
            }
            for found in found.get(..count).unwrap_or_default() {
                let at = start + usize::from(found / 2);
                if found % 2 == 0 {
                    self.mark(key::from_mark(text, at), spelling, at)?;
                } else {
                    self.mark(key::around_mark(text, at), spelling, at.saturating_sub(marks::BEFORE))?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn mark(&mut self, spread: u64, spelling: &Spelling<'_>, at: usize) -> ControlFlow<()> {
        if !self.index.marks().may_have(spread) {
            return ControlFlow::Continue(());
        }
        self.at(key::key(Of::Mark, spread), spelling, at)
    }

    /// What is filed under eight or four bytes anywhere in the address.
    fn everywhere(&mut self, spelling: &Spelling<'_>) -> ControlFlow<()> {
        let text = spelling.text();
        let (eights, fours) = (self.index.eights().words(), self.index.fours().words());
        // Short needles are rare enough that most accounts need not look for them.
        let end = if fours.is_empty() {
            for (at, bytes) in text.array_windows().enumerate() {
                let eight = key::eight(u64::from_le_bytes(*bytes));
                if may_have(eights, eight) {
                    self.eight(eight, spelling, at)?;
                }
            }
            text.len()
        } else {
            for (at, bytes) in text.array_windows().enumerate() {
                let word = u64::from_le_bytes(*bytes);
                let (eight, four) = (key::eight(word), key::four(word as u32));
                if may_have(eights, eight) | may_have(fours, four) {
                    self.eight(eight, spelling, at)?;
                    self.four(four, spelling, at)?;
                }
            }
            text.len().saturating_sub(7)
        };
        for (at, bytes) in text.get(end..).unwrap_or_default().array_windows().enumerate() {
            self.four(key::four(u32::from_le_bytes(*bytes)), spelling, end + at)?;
        }
        ControlFlow::Continue(())
    }

    fn eight(&mut self, spread: u64, spelling: &Spelling<'_>, at: usize) -> ControlFlow<()> {
        if !self.index.eights().may_have(spread) {
            return ControlFlow::Continue(());
        }
        self.at(key::key(Of::Eight, spread), spelling, at)
    }

    fn four(&mut self, spread: u64, spelling: &Spelling<'_>, at: usize) -> ControlFlow<()> {
        if !self.index.fours().may_have(spread) {
            return ControlFlow::Continue(());
        }
        self.at(key::key(Of::Four, spread), spelling, at)
    }

    /// The rules filed under the bytes at this place.
    #[inline(never)]
    fn at(&mut self, key: u64, spelling: &Spelling<'_>, at: usize) -> ControlFlow<()> {
        let memory = key as usize % DEAD;
        if self.dead.get(memory) == Some(&key) {
            return ControlFlow::Continue(());
        }
        let entries = self.index.near(key);
        self.spend(2 + entries.len() / 4)?;
        let (mut is_dead, mut elsewhere) = (true, None);
        for (number, entry) in entries {
            if !self.is_better(&entry) {
                break;
            }
            if !self.is_for_us(key, number, &entry) {
                continue;
            }
            let Some(start) = at.checked_sub(usize::from(entry.offset)) else {
                is_dead = false;
                continue;
            };
            let is_place = match entry.how & (how::AT_HOST | how::AT_PATH) {
                how::AT_HOST => start == spelling.start(From::Host),
                how::AT_PATH => start == spelling.start(From::Path),
                _ => start >= spelling.start(From::Scheme),
            };
            // Many chatflows may include one rule: its text is compared once.
            let Some([text @ .., _, _, _, _]) = self.book.record(entry.rule as usize) else { continue };
            if !is_place || elsewhere == Some(text) {
                is_dead = false;
                continue;
            }
            self.spend(4)?;
            let Some(rule) = self.book.rule(entry.rule as usize) else { continue };
            let needle = rule.needle();
            let end = start + needle.len();
            if rule.kind != Kind::Wildcard && spelling.text().get(start..end) != Some(needle) {
                self.spend(needle.len() / 16)?;
                (is_dead, elsewhere) = (false, Some(text));
                continue;
            }
            let Some(chatflow) = self.chatflow(entry.rank) else {
                self.settle(number);
                continue;
            };
            is_dead = false;
            if self.is_proof(&entry, &rule, spelling, end) {
                self.matched(number, entry, &chatflow)?;
            } else {
                self.ask(number, entry, &rule, &chatflow)?;
            }
        }
        if is_dead && let Some(place) = self.dead.get_mut(memory) {
            *place = key;
        }
        ControlFlow::Continue(())
    }

    /// Whether the rule matches because its text stands where it was found, up to `end`.
    #[inline]
    fn is_proof(&self, entry: &Entry, rule: &Rule<'_>, spelling: &Spelling<'_>, end: usize) -> bool {
        entry.how & how::PROVES != 0
            && !rule.op.is_negative()
            && (self.is_plain || entry.how & how::AT_HOST == 0)
            && end <= spelling.end(rule.compares_fragment())
    }

    /// The rules whose texts are too short or too much alike to be filed under bytes of theirs.
    fn alike(&mut self, spelling: &Spelling<'_>) -> ControlFlow<()> {
        let automaton = self.index.automaton();
        if automaton.is_empty() {
            return ControlFlow::Continue(());
        }
        let (mut state, mut ended) = (0, [NONE; SETTLED]);
        for (at, &byte) in spelling.text().iter().enumerate() {
            state = automaton.next(state, byte);
            let mut ending = automaton.end(state);
            // What ends here once is of no more use later: all that comes back is that it still stands on the page.
            while let Some(end) = ending.filter(|end| ended.get(*end as usize % SETTLED) != Some(end)) {
                if let Some(place) = ended.get_mut(end as usize % SETTLED) {
                    *place = end;
                }
                self.ending(automaton.entries(end), spelling, at + 1)?;
                ending = automaton.shorter(end);
            }
        }
        ControlFlow::Continue(())
    }

    /// The rules whose texts end at a place.
    fn ending(
        &mut self,
        (first, count): (usize, usize),
        spelling: &Spelling<'_>,
        end: usize,
    ) -> ControlFlow<()> {
        for (number, entry) in self.index.entries(first, count) {
            if !self.is_better(&entry) {
                break;
            }
            self.spend(4)?;
            let (Some(chatflow), Some(rule)) =
                (self.chatflow(entry.rank), self.book.rule(entry.rule as usize))
            else {
                continue;
            };
            // What an automaton says is not what stands there, unless it was made by us.
            let stands = spelling.text().get(..end).is_some_and(|text| text.ends_with(rule.needle()));
            if stands && self.is_proof(&entry, &rule, spelling, end) {
                self.matched(number, entry, &chatflow)?;
            } else {
                self.ask(number, entry, &rule, &chatflow)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn ask(
        &mut self,
        number: u32,
        entry: Entry,
        rule: &Rule<'_>,
        chatflow: &ChatflowRecord<'_>,
    ) -> ControlFlow<()> {
        self.spend(self.cost(rule))?;
        if rule.may_match(self.page) {
            return self.matched(number, entry, chatflow);
        }
        self.settle(number);
        ControlFlow::Continue(())
    }

    /// An include rule matches; the chatflow holds where nothing else is in the way.
    fn matched(&mut self, number: u32, entry: Entry, chatflow: &ChatflowRecord<'_>) -> ControlFlow<()> {
        let is_known = entry.rank == self.best.rank;
        if is_known || !self.is_excluded(chatflow)? && self.conditions_may_hold(chatflow) {
            self.best = Found { rank: entry.rank, rule: entry.rule };
        } else {
            self.settle(number);
        }
        ControlFlow::Continue(())
    }

    /// Whether some rule excludes the page. Chatflows often have the same exclusions: each is looked for once.
    fn is_excluded(&mut self, chatflow: &ChatflowRecord<'_>) -> ControlFlow<(), bool> {
        for row in chatflow.part(Part::Excludes) {
            let Some(record) = self.book.record(row) else { break };
            let memory = place(record, 0) % EXCLUSIONS;
            let known = self.exclusions.get(memory).filter(|(known, _)| known == record);
            let excludes = if let Some((_, excludes)) = known {
                *excludes
            } else {
                let Some(rule) = self.book.rule(row) else { continue };
                self.spend(self.cost(&rule))?;
                let excludes = rule.judge(self.page) == Verdict::Matches;
                if let Some(known) = self.exclusions.get_mut(memory) {
                    *known = (*record, excludes);
                }
                excludes
            };
            self.spend(1)?;
            if excludes {
                return ControlFlow::Continue(true);
            }
        }
        ControlFlow::Continue(false)
    }

    /// The chatflow, where it is for this visitor.
    #[inline]
    fn chatflow(&self, rank: u32) -> Option<ChatflowRecord<'b>> {
        let chatflow = self.book.chatflow(rank as usize)?;
        (chatflow.is_enabled() && audience::refusal(&chatflow, self.visitor).is_none()).then_some(chatflow)
    }

    /// As far as it can be told here.
    fn conditions_may_hold(&self, chatflow: &ChatflowRecord<'_>) -> bool {
        self.visitor.facts.is_none_or(|facts| condition::hold(chatflow, facts))
    }

    /// What nothing on the page leads to. Asking these costs what asking every rule in turn costs, and happens once.
    fn always(&mut self) -> ControlFlow<()> {
        self.work = usize::MAX;
        let audience = key::key(Of::Audience, u64::from(self.visitor.known));
        self.ask_until_one_holds(key::key(Of::Audience, EVERYONE))?;
        self.ask_until_one_holds(audience)?;
        for list in if self.visitor.known { self.visitor.lists } else { &[] } {
            let list = list.as_bytes();
            self.ask_until_one_holds(key::key(Of::List, key::hash_within(list, 0, list.len())))?;
        }
        ControlFlow::Continue(())
    }

    fn ask_until_one_holds(&mut self, key: u64) -> ControlFlow<()> {
        for (_, entry) in self.index.near_known(key).into_iter().flatten() {
            if !self.is_better(&entry) {
                break;
            }
            if entry.check != key as u32 {
                continue;
            }
            let Some(chatflow) = self.chatflow(entry.rank) else { continue };
            let rule = (entry.rule != NONE).then(|| self.book.rule(entry.rule as usize));
            let may_match = rule.is_none_or(|rule| rule.is_some_and(|rule| rule.may_match(self.page)));
            if may_match && !self.is_excluded(&chatflow)? && self.conditions_may_hold(&chatflow) {
                self.best = Found { rank: entry.rank, rule: entry.rule };
                break;
            }
        }
        ControlFlow::Continue(())
    }

    fn is_settled(&self, entry: u32) -> bool {
        self.settled.get(entry as usize % SETTLED) == Some(&entry)
    }

    /// Whatever place of the page leads there again: it is of no use.
    fn settle(&mut self, entry: u32) {
        if let Some(place) = self.settled.get_mut(entry as usize % SETTLED) {
            *place = entry;
        }
    }

    /// What asking a rule costs, in the unit of the limit.
    fn cost(&self, rule: &Rule<'_>) -> usize {
        match rule.kind {
            Kind::All | Kind::Inert | Kind::Is | Kind::Below | Kind::StartsWith => 8,
            Kind::Contains | Kind::ContainsSegment | Kind::Wildcard | Kind::Query | Kind::Regex => {
                8 + (self.page.plain().text().len() + rule.text.len()) / 4
            }
        }
    }

    fn spend(&mut self, work: usize) -> ControlFlow<()> {
        match self.work.checked_sub(work) {
            Some(left) => {
                self.work = left;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        }
    }
}
