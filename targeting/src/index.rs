//! The index of a rule book: which of its include rules could match a page, without asking each of them.
//!
//! A part of the book's bytes, made with it by `compile` and read where it lies. It only ever proposes: every rule it
//! names is compared or asked itself, so a wrong proposal costs time and never changes a decision. What it does not know
//! how to propose is filed under the audience and asked whatever the page. Does not know how it is made
//! (`index/build.rs`) nor how a decision uses it (`index/walk.rs`).
//!
//! All numbers are little-endian `u32`:
//!
//! | table | a row |
//! |---|---|
//! | buckets | first entry; a power of two of buckets, and one more that ends the last |
//! | entries | lower half of the key; rule row, or [`NONE`] for a chatflow without include rules; chatflow by rank; `u16` offset, `u16` [`how`]; a bucket's by rank |
//! | keys | a filter over the keys of paths, parameters and audiences |
//! | marks | a filter over the bytes at marks that rules are filed under (`index/marks.rs`) |
//! | eights | the same over eight bytes anywhere, for texts without marks |
//! | fours | the same over four bytes, for shorter ones |
//! | states | an automaton for texts that no eight bytes tell apart (`index/automaton.rs`); its entries come last |

pub(crate) mod automaton;
#[cfg(feature = "compile")]
pub(crate) mod build;
pub(crate) mod key;
pub(crate) mod marks;
pub(crate) mod walk;

use crate::{
    book::{Part, RuleBook, place, u16_at},
    rule::Kind,
};
use automaton::{Automaton, STATE};

/// No rule, no chatflow.
pub(crate) const NONE: u32 = u32::MAX;

/// Numbers before the tables: what is in the index, then how long each table is, in rows.
const TABLES: usize = 7;
const ROWS: [usize; TABLES] = [4, ENTRY, 4, 4, 4, 4, STATE];
const ENTRY: usize = 16;

/// Which keys there are at all, so that nobody looks for the others. The index begins with these bits, and from the ninth
/// on with the length of the longest path that anything is filed under, in bytes; 0 where that is not known.
pub(crate) mod has {
    pub(crate) const FROM_PATH: u32 = 1;
    pub(crate) const FROM_HOST: u32 = 2;
    pub(crate) const NAMES: u32 = 4;
    pub(crate) const NAMES_AND_VALUES: u32 = 8;
    #[cfg(feature = "compile")]
    pub(crate) const EACH: u32 = 0xff;
}

/// What has to be compared where an entry was found.
pub(crate) mod how {
    use crate::{
        audience::Who,
        disputes,
        rule::{Kind, Rule, flag},
    };

    /// The text begins where the host does.
    pub(crate) const AT_HOST: u16 = 1;
    /// The text begins where the path does.
    pub(crate) const AT_PATH: u16 = 2;
    /// Where the text stands, the rule matches; else it has to be asked.
    pub(crate) const PROVES: u16 = 4;
    /// Only the whole path can match, with no segment after it.
    pub(crate) const AT_END: u16 = 8;
    /// The chatflow is for anonymous visitors only.
    pub(crate) const FOR_ANONYMOUS: u16 = 16;
    /// The chatflow is for known contacts only, or for members of lists.
    pub(crate) const FOR_KNOWN: u16 = 32;

    /// Of a rule of a chatflow that is for these, wherever one comes from. Only whole paths have [`AT_END`] beside it.
    pub(crate) fn of(rule: &Rule<'_>, who: Who) -> u16 {
        let anchored = match rule.kind {
            Kind::StartsWith | Kind::Below if rule.flags & flag::ANY_HOST != 0 => AT_PATH,
            Kind::StartsWith | Kind::Below => AT_HOST,
            _ => 0,
        };
        let is_proof = match rule.kind {
            Kind::StartsWith => true,
            Kind::Contains => disputes::CONTAINS_SEES_THE_SCHEME,
            _ => false,
        } && rule.flags & flag::UNICODE_HOST == 0;
        let audience = match who {
            Who::Anonymous => FOR_ANONYMOUS,
            Who::Known | Who::Lists => FOR_KNOWN,
            Who::Everyone | Who::Unknown => 0,
        };
        anchored | audience | if is_proof { PROVES } else { 0 }
    }
}

/// An index whose tables lie where they should.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Index<'a> {
    has: u32,
    buckets: &'a [u8],
    entries: &'a [u8],
    keys: Filter<'a>,
    marks: Filter<'a>,
    eights: Filter<'a>,
    fours: Filter<'a>,
    automaton: Automaton<'a>,
}

/// One way to come to a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The lower half of its key.
    pub(crate) check: u32,
    /// The rule's row in the book.
    pub(crate) rule: u32,
    /// The chatflow that includes it.
    pub(crate) rank: u32,
    /// Where in the rule's text the bytes stand that it is filed under.
    pub(crate) offset: u16,
    /// See [`how`].
    pub(crate) how: u16,
}

impl<'a> Index<'a> {
    /// Finds the tables; `None` where they do not fill the bytes exactly.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.get((TABLES + 1) * 4..)?;
        let mut tables = [&[][..]; TABLES];
        for (at, (table, row)) in tables.iter_mut().zip(ROWS).enumerate() {
            let length = place(bytes, (at + 1) * 4).checked_mul(row)?;
            (*table, rest) = rest.split_at_checked(length)?;
        }
        let [buckets, entries, keys, marks, eights, fours, states] = tables;
        let is_filter = |table: &[u8]| table.is_empty() || (table.len() / 4).is_power_of_two();
        let is_sound = rest.is_empty()
            && (buckets.len() / 4).checked_sub(1).is_some_and(usize::is_power_of_two)
            && [keys, marks, eights, fours].into_iter().all(is_filter);
        is_sound.then_some(Self {
            has: number(bytes, 0),
            buckets,
            entries,
            keys: Filter(keys),
            marks: Filter(marks),
            eights: Filter(eights),
            fours: Filter(fours),
            automaton: Automaton(states),
        })
    }

    /// Whether every row points to something, and every entry to a rule of the book that can be found like that.
    pub(crate) fn is_sound(&self, book: &RuleBook<'_>) -> bool {
        let within = |table: &[u8], row: usize, at: usize, end: usize| {
            table.chunks_exact(row).all(|row| place(row, at) < end)
        };
        within(self.buckets, 4, 0, self.entries.len() / ENTRY + 1)
            && self.buckets.chunks_exact(4).map(|row| place(row, 0)).is_sorted()
            && self.entries.as_chunks().0.iter().all(|row| Entry::read(row).is_sound(book))
            && self.automaton.is_sound(self.entries.len() / ENTRY)
    }

    /// Whether there are keys of a kind; see [`has`].
    pub(crate) fn has(&self, kind: u32) -> bool {
        self.has & kind != 0
    }

    /// No path that is longer leads anywhere.
    pub(crate) fn longest_path(&self) -> usize {
        match self.has >> 8 {
            0 => usize::MAX,
            longest => longest as usize,
        }
    }

    /// Whether anything may be filed under a key of a path, a parameter or an audience, or under one that begins with a
    /// parameter's name.
    #[inline]
    pub(crate) fn knows(&self, key: u64) -> bool {
        self.keys.may_have(key)
    }

    /// Over the bytes at marks.
    pub(crate) fn marks(&self) -> Filter<'a> {
        self.marks
    }

    /// Over eight bytes each.
    pub(crate) fn eights(&self) -> Filter<'a> {
        self.eights
    }

    /// Over four bytes each.
    pub(crate) fn fours(&self) -> Filter<'a> {
        self.fours
    }

    /// Over needles that no filter tells apart.
    pub(crate) fn automaton(&self) -> Automaton<'a> {
        self.automaton
    }

    /// Entries in a row.
    #[inline]
    pub(crate) fn entries(&self, first: usize, count: usize) -> Entries<'a> {
        Entries { number: first as u32, rows: span(self.entries, ENTRY, first, count).as_chunks().0.iter() }
    }

    /// The entries near a key of a path, a parameter or an audience, as [`near`](Self::near); none where the filter has no
    /// such key.
    #[inline]
    pub(crate) fn near_known(&self, key: u64) -> Option<Entries<'a>> {
        self.knows(key).then(|| self.near(key))
    }

    /// The entries near a key, by rank: those of the key, and a few others.
    #[inline]
    pub(crate) fn near(&self, key: u64) -> Entries<'a> {
        let buckets = (self.buckets.len() / 4).wrapping_sub(1);
        let bucket = (key >> 32) as usize & buckets.wrapping_sub(1);
        let ends = self.buckets.get(bucket * 4..bucket * 4 + 8).unwrap_or_default();
        let (first, end) = (place(ends, 0), place(ends, 4));
        self.entries(first, end.saturating_sub(first))
    }
}

/// Entries that stand together, with their numbers.
#[derive(Clone, Debug)]
pub(crate) struct Entries<'a> {
    number: u32,
    rows: core::slice::Iter<'a, [u8; ENTRY]>,
}

impl Entries<'_> {
    /// How many are left.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

impl Iterator for Entries<'_> {
    type Item = (u32, Entry);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let number = self.number;
        let entry = Entry::read(self.rows.next()?);
        self.number = number.wrapping_add(1);
        Some((number, entry))
    }
}

impl Entry {
    /// Whether its chatflow has its rule, and it claims of that rule what is so.
    fn is_sound(&self, book: &RuleBook<'_>) -> bool {
        let Some(chatflow) = book.chatflow(self.rank as usize) else { return false };
        if self.rule == NONE {
            return self.how == 0 && chatflow.part(Part::Includes).is_empty();
        }
        let row = self.rule as usize;
        chatflow.part(Part::Includes).contains(&row)
            && chatflow.rule(row).is_some_and(|rule| {
                let at_end = if rule.kind == Kind::Is { self.how & how::AT_END } else { 0 };
                self.how == how::of(&rule, chatflow.who()) | at_end
            })
    }

    #[inline]
    fn read(row: &[u8; ENTRY]) -> Self {
        Self {
            check: number(row, 0),
            rule: number(row, 4),
            rank: number(row, 8),
            offset: u16_at(row, 12).unwrap_or_default(),
            how: u16_at(row, 14).unwrap_or_default(),
        }
    }
}

/// A set of spread numbers that may hold a few it was not given: two bits of one word each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filter<'a>(&'a [u8]);

impl<'f> Filter<'f> {
    /// The words, for [`may_have`].
    #[inline]
    pub(crate) fn words(self) -> &'f [[u8; 4]] {
        self.0.as_chunks().0
    }

    /// Whether both bits are there.
    pub(crate) fn may_have(self, spread: u64) -> bool {
        let (word, bits) = bits(spread, self.words().len());
        self.words().get(word).is_some_and(|word| u32::from_le_bytes(*word) & bits == bits)
    }
}

/// Whether the first of the two bits is there: one bit tells nearly all others away.
#[inline]
pub(crate) fn may_have(words: &[[u8; 4]], spread: u64) -> bool {
    let word = words.get((spread >> 40) as usize & words.len().wrapping_sub(1));
    word.is_some_and(|word| u32::from_le_bytes(*word) >> (spread >> 35 & 31) & 1 != 0)
}

/// The word of a filter of so many, a power of two, and the two bits in it.
#[inline]
pub(crate) fn bits(spread: u64, words: usize) -> (usize, u32) {
    ((spread >> 40) as usize & words.wrapping_sub(1), 1 << (spread >> 35 & 31) | 1 << (spread >> 30 & 31))
}

fn row(table: &[u8], size: usize, at: usize) -> Option<&[u8]> {
    let start = at.checked_mul(size)?;
    table.get(start..start.checked_add(size)?)
}

fn span(table: &[u8], size: usize, first: usize, count: usize) -> &[u8] {
    let start = first.saturating_mul(size);
    table.get(start..start.saturating_add(count.saturating_mul(size))).unwrap_or_default()
}

fn number(row: &[u8], at: usize) -> u32 {
    row.get(at..).and_then(<[u8]>::first_chunk).map_or(NONE, |bytes| u32::from_le_bytes(*bytes))
}
