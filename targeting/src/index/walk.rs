//! A decision by the index.
//!
//! Visits what the page's parts are filed under, asks every rule it meets, and keeps the best rank that holds. Once a
//! chatflow holds, nothing of a worse rank is looked at. Without allocation, and with a limit to its work: a page and
//! rules made to meet in too many places fall back to asking every rule in turn, so that nobody can make a decision cost
//! much more than that.

use core::ops::ControlFlow;

use super::{Atom, Fingerprint, Index, NONE, Of, gram};
use crate::{
    audience::{self, Visitor},
    book::{ChatflowRecord, RuleBook},
    condition,
    page_url::{PageUrl, Spelling},
    rule::{Kind, Rule, Verdict, flag},
};

/// Work allowed for each byte of the address; asking one rule in turn costs about this much a byte for eight rules.
const WORK_PER_BYTE: usize = 24;
/// Work allowed for any page.
const WORK: usize = 4_096;
/// Refused atoms remembered, so that a gram that is repeated does not ask them again.
const REFUSED: usize = 64;
/// Longest parameter that is decoded on the way; a longer one asks every query rule.
const DECODED: usize = 256;

/// The rank of the chatflow to show, if any; `Break` where the limit was reached and every rule has to be asked in turn.
pub(crate) fn best(
    book: &RuleBook<'_>,
    index: &Index<'_>,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
) -> ControlFlow<(), Option<usize>> {
    let Some(plain) = page.plain() else { return ControlFlow::Break(()) };
    let work = WORK + WORK_PER_BYTE * page.as_str().len();
    let mut walk = Walk { book, index, page, visitor, best: NONE, work, refused: [NONE; REFUSED] };
    walk.paths(plain)?;
    walk.parameters(plain.query())?;
    walk.grams(plain)?;
    if let Some(unicode) = page.unicode() {
        walk.grams(unicode)?;
    }
    walk.always();
    ControlFlow::Continue((walk.best != NONE).then_some(walk.best as usize))
}

struct Walk<'w, 'b> {
    book: &'w RuleBook<'b>,
    index: &'w Index<'b>,
    page: &'w PageUrl<'w>,
    visitor: &'w Visitor<'w>,
    best: u32,
    work: usize,
    refused: [u32; REFUSED],
}

impl Walk<'_, '_> {
    /// What is filed under the path, with its host and without, and under every path above it.
    fn paths(&mut self, plain: &Spelling<'_>) -> ControlFlow<()> {
        let path = plain.path();
        let end = crate::disputes::comparable_path(path).len();
        let mut any_host = Fingerprint::new();
        let mut with_host = Fingerprint::new().extend(plain.authority());
        for (at, &byte) in path.iter().enumerate() {
            if byte == b'/' {
                self.key(any_host.key(Of::Below))?;
                self.key(with_host.key(Of::HostAndBelow))?;
            }
            if at == end {
                break;
            }
            any_host.push(byte);
            with_host.push(byte);
        }
        self.key(any_host.key(Of::Path))?;
        self.key(with_host.key(Of::HostAndPath))
    }

    /// What is filed under the query's parameters.
    fn parameters(&mut self, query: &[u8]) -> ControlFlow<()> {
        if self.index.queries().next().is_none() {
            return ControlFlow::Continue(());
        }
        let pairs = query.strip_prefix(b"?").unwrap_or_default().split(|&byte| byte == b'&');
        for pair in pairs.filter(|pair| !pair.is_empty()) {
            let equals = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
            let (name, value) = (pair.get(..equals), pair.get(equals + 1..));
            let (mut name_buffer, mut value_buffer) = ([0; DECODED], [0; DECODED]);
            let name = decoded(name.unwrap_or_default(), &mut name_buffer);
            let value = decoded(value.unwrap_or_default(), &mut value_buffer);
            let (Some(name), Some(value)) = (name, value) else {
                for atom in self.index.queries() {
                    self.ask(atom)?;
                }
                return ControlFlow::Continue(());
            };
            let start = Fingerprint::new().extend(name);
            self.key(start.key(Of::Name))?;
            self.key(start.extend(b"=").extend(value).key(Of::NameAndValue))?;
        }
        ControlFlow::Continue(())
    }

    /// What is filed under four bytes of the address.
    fn grams(&mut self, spelling: &Spelling<'_>) -> ControlFlow<()> {
        let text = spelling.text().as_bytes();
        let mut bytes = [0; 4];
        for (end, &byte) in text.iter().enumerate() {
            bytes = [bytes[1], bytes[2], bytes[3], byte];
            let gram = gram(bytes);
            if self.index.may_have(gram) && end >= 3 {
                self.at(spelling, text, end - 3, gram)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The rules filed under the gram at this place.
    #[inline(never)]
    fn at(&mut self, spelling: &Spelling<'_>, text: &[u8], at: usize, gram: u32) -> ControlFlow<()> {
        for (atom, offset) in self.index.entries(gram) {
            self.spend(4)?;
            let Some(found) = self.index.atom(atom) else { continue };
            if found.best() >= self.best {
                break;
            }
            let (Some(rule), Some(start)) = (self.book.rule(found.rule), at.checked_sub(offset as usize))
            else {
                continue;
            };
            // Where the needle stands in what the rule looks at, the rule need not be asked any more.
            let is_unicode = rule.flags & flag::UNICODE_HOST != 0;
            let (needle, is_place, is_all) = match rule.kind {
                Kind::StartsWith => (rule.text, start == spelling.start(rule.from()), !is_unicode),
                Kind::ContainsSegment => (rule.text.get(..rule.cuts[0]).unwrap_or_default(), true, false),
                Kind::Contains => (rule.text, true, true),
                _ => (&[][..], true, false),
            };
            if !is_place || self.is_refused(atom) {
                continue;
            }
            self.spend(needle.len() / 16)?;
            let end = start + needle.len();
            if text.get(start..end) != Some(needle) {
                continue;
            }
            if is_all && end <= spelling.end(rule.compares_fragment()) {
                self.found(atom, found)?;
            } else {
                self.ask(atom)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn key(&mut self, key: u32) -> ControlFlow<()> {
        for (atom, _) in self.index.entries(key) {
            if self.index.atom(atom).is_none_or(|atom| atom.best() >= self.best) {
                break;
            }
            self.ask(atom)?;
        }
        ControlFlow::Continue(())
    }

    /// Asks a rule and, where it matches, the chatflows that include it.
    fn ask(&mut self, atom: u32) -> ControlFlow<()> {
        let Some(found) = self.index.atom(atom) else { return ControlFlow::Continue(()) };
        if found.best() >= self.best || self.is_refused(atom) {
            return ControlFlow::Continue(());
        }
        let Some(rule) = self.book.rule(found.rule) else { return ControlFlow::Continue(()) };
        self.spend(self.cost(&rule))?;
        if rule.may_match(self.page) {
            return self.found(atom, found);
        }
        self.refuse(atom);
        ControlFlow::Continue(())
    }

    /// Takes the best chatflow that includes a rule which matches.
    fn found(&mut self, atom: u32, found: Atom<'_>) -> ControlFlow<()> {
        for rank in found.ranks() {
            if rank >= self.best {
                return ControlFlow::Continue(());
            }
            if self.holds(rank)? {
                self.best = rank;
                return ControlFlow::Continue(());
            }
        }
        self.refuse(atom);
        ControlFlow::Continue(())
    }

    fn refuse(&mut self, atom: u32) {
        if let Some(place) = self.refused.get_mut(atom as usize % REFUSED) {
            *place = atom;
        }
    }

    /// Whether the chatflow is for this visitor and not excluded here, as far as it can be told here.
    fn holds(&mut self, rank: u32) -> ControlFlow<(), bool> {
        self.spend(8)?;
        let Some(chatflow) = self.book.chatflow(rank as usize) else { return ControlFlow::Continue(false) };
        if !self.is_for(&chatflow) {
            return ControlFlow::Continue(false);
        }
        for rule in chatflow.excludes() {
            self.spend(self.cost(&rule))?;
            if rule.judge(self.page) == Verdict::Matches {
                return ControlFlow::Continue(false);
            }
        }
        ControlFlow::Continue(self.conditions_may_hold(&chatflow))
    }

    fn conditions_may_hold(&self, chatflow: &ChatflowRecord<'_>) -> bool {
        self.visitor.facts.is_none_or(|facts| condition::hold(chatflow.conditions(), facts))
    }

    /// What no key leads to. Asking these costs what asking every rule in turn costs, and happens once.
    fn always(&mut self) {
        let lists = if self.visitor.known { self.visitor.lists } else { &[] };
        let audience = [0, if self.visitor.known { 2 } else { 1 }];
        let classes =
            lists.iter().filter_map(|id| self.index.class_of(id.as_bytes(), |row| self.book.list(row)));
        for class in audience.into_iter().chain(classes) {
            for (rank, row) in self.index.always(class) {
                if rank >= self.best {
                    break;
                }
                let rule = (row != NONE).then(|| self.book.rule(row as usize));
                let matches = rule.is_none_or(|rule| rule.is_some_and(|rule| rule.may_match(self.page)));
                let Some(chatflow) = self.book.chatflow(rank as usize).filter(|_| matches) else { continue };
                let is_excluded =
                    || chatflow.excludes().any(|rule| rule.judge(self.page) == Verdict::Matches);
                if self.is_for(&chatflow) && !is_excluded() && self.conditions_may_hold(&chatflow) {
                    self.best = rank;
                    break;
                }
            }
        }
    }

    fn is_for(&self, chatflow: &ChatflowRecord<'_>) -> bool {
        chatflow.is_enabled() && audience::refusal(chatflow, self.visitor).is_none()
    }

    fn is_refused(&self, atom: u32) -> bool {
        self.refused.get(atom as usize % REFUSED) == Some(&atom)
    }

    /// What asking a rule costs, in the unit of the limit.
    fn cost(&self, rule: &Rule<'_>) -> usize {
        match rule.kind {
            Kind::All | Kind::Inert | Kind::Is | Kind::Below | Kind::StartsWith => 8,
            Kind::Contains | Kind::ContainsSegment | Kind::Wildcard | Kind::Query | Kind::Regex => {
                8 + (self.page.as_str().len() + rule.text.len()) / 4
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

/// A name or value as it reads once decoded; `None` where it is too long for that, or no text.
fn decoded<'d>(encoded: &'d [u8], buffer: &'d mut [u8; DECODED]) -> Option<&'d [u8]> {
    if !encoded.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        return Some(encoded);
    }
    let (mut at, mut length) = (0, 0);
    while let Some(&byte) = encoded.get(at) {
        let triplet = crate::normal::triplet(encoded, at);
        *buffer.get_mut(length)? = triplet.unwrap_or(if byte == b'+' { b' ' } else { byte });
        at += if triplet.is_some() { 3 } else { 1 };
        length += 1;
    }
    let decoded = buffer.get(..length)?;
    core::str::from_utf8(decoded).is_ok().then_some(decoded)
}

/// Whether a chatflow's rule may look at the fragment only; unused flags would make filing unsound.
const _: () = assert!(flag::EACH == 31, "a new flag: does every rule still hold what it is filed under?");
