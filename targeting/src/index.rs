//! The index of a rule book: which of its include rules could match a page, without asking each of them.
//!
//! A part of the book's bytes, made with it by `compile` and read where it lies. It only ever proposes: every rule it
//! names is asked itself, so a wrong proposal costs time and never changes a decision. What it does not know how to
//! propose stands in short lists that are always asked, one for each audience. Does not know how it is made
//! (`index/build.rs`) nor how a decision uses it (`index/walk.rs`).
//!
//! Equal rules are one *atom*. All numbers are little-endian `u32`:
//!
//! | table | a row |
//! |---|---|
//! | atoms | rule row in the book; first posting; number of postings |
//! | postings | chatflow by rank; those of one atom ascending |
//! | classes | first and number of always-asked entries: everyone, anonymous, known; then one per list |
//! | lists | list row in the book, in the order of their ids; the class after the third belongs to it |
//! | always | chatflow by rank; rule row, or [`NONE`] for a chatflow without include rules; those of one class ascending |
//! | queries | atoms of query rules, for parameters that have to be decoded first |
//! | buckets | key; first entry; number of entries; open addressing, a power of two of slots |
//! | entries | atom; offset of the gram in its text; those of one bucket ascending by the atom's best rank |
//! | filter | one bit a hash: whether any gram of the book has it |

#[cfg(feature = "compile")]
pub(crate) mod build;
pub(crate) mod walk;

use crate::book::place;

/// No rule, no atom.
pub(crate) const NONE: u32 = u32::MAX;

/// Numbers before the tables: how long each is, in rows, and the filter in bytes.
const COUNTS: usize = 9;
const ROWS: [usize; COUNTS] = [12, 4, 8, 4, 8, 4, 12, 8, 1];

/// An index whose tables lie where they should.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Index<'a> {
    atoms: &'a [u8],
    postings: &'a [u8],
    classes: &'a [u8],
    lists: &'a [u8],
    always: &'a [u8],
    queries: &'a [u8],
    buckets: &'a [u8],
    entries: &'a [u8],
    filter: &'a [u8],
}

/// Where an atom's rule is, and which chatflows include it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom<'a> {
    pub(crate) rule: usize,
    postings: &'a [u8],
}

impl Atom<'_> {
    /// The best rank of any chatflow that includes it.
    pub(crate) fn best(&self) -> u32 {
        number(self.postings, 0)
    }

    pub(crate) fn ranks(&self) -> impl Iterator<Item = u32> {
        self.postings.chunks_exact(4).map(|row| number(row, 0))
    }
}

impl<'a> Index<'a> {
    /// Finds the tables; `None` where they do not fill the bytes exactly.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.get(COUNTS * 4..)?;
        let mut tables = [&[][..]; COUNTS];
        for (at, (table, row)) in tables.iter_mut().zip(ROWS).enumerate() {
            let length = place(bytes, at * 4).checked_mul(row)?;
            (*table, rest) = rest.split_at_checked(length)?;
        }
        let [atoms, postings, classes, lists, always, queries, buckets, entries, filter] = tables;
        let is_table = |length: usize| length == 0 || length.is_power_of_two();
        let is_sound = rest.is_empty()
            && is_table(buckets.len() / 12)
            && filter.len().is_power_of_two()
            && filter.len() >= 8;
        is_sound.then_some(Self {
            atoms,
            postings,
            classes,
            lists,
            always,
            queries,
            buckets,
            entries,
            filter,
        })
    }

    /// Whether every row points to something: chatflows, rules and lists of a book with so many of each.
    pub(crate) fn is_sound(&self, chatflows: usize, rules: usize, lists: usize) -> bool {
        let within = |table: &[u8], row: usize, at: usize, end: usize| {
            table.chunks_exact(row).all(|row| place(row, at) < end)
        };
        let spans = |table: &[u8], row: usize, at: usize, end: usize, least: usize| {
            table.chunks_exact(row).all(|row| {
                place(row, at + 4) >= least
                    && place(row, at).checked_add(place(row, at + 4)).is_some_and(|last| last <= end)
            })
        };
        let atoms = self.atoms.len() / 12;
        within(self.atoms, 12, 0, rules)
            && spans(self.atoms, 12, 4, self.postings.len() / 4, 1)
            && within(self.postings, 4, 0, chatflows)
            && spans(self.classes, 8, 0, self.always.len() / 8, 0)
            && self.classes.len() / 8 == self.lists.len() / 4 + 3
            && within(self.lists, 4, 0, lists)
            && within(self.always, 8, 0, chatflows)
            && self.always.chunks_exact(8).all(|row| number(row, 4) == NONE || place(row, 4) < rules)
            && within(self.queries, 4, 0, atoms)
            && spans(self.buckets, 12, 4, self.entries.len() / 8, 0)
            && within(self.entries, 8, 0, atoms)
            // Without a free slot, looking for a key that is not there would never end.
            && (self.buckets.is_empty() || self.buckets.chunks_exact(12).any(|slot| place(slot, 8) == 0))
    }

    pub(crate) fn atom(&self, atom: u32) -> Option<Atom<'a>> {
        let row = row(self.atoms, 12, usize::try_from(atom).ok()?)?;
        Some(Atom { rule: place(row, 0), postings: span(self.postings, 4, place(row, 4), place(row, 8)) })
    }

    /// The always-asked entries of a class: rank and rule row.
    pub(crate) fn always(&self, class: usize) -> impl Iterator<Item = (u32, u32)> + use<'a> {
        let class = row(self.classes, 8, class).unwrap_or_default();
        let entries = span(self.always, 8, place(class, 0), place(class, 4));
        entries.chunks_exact(8).map(|row| (number(row, 0), number(row, 4)))
    }

    /// The class of a list, `id` being what finds the id of a list row in the book.
    pub(crate) fn class_of(&self, list: &[u8], id: impl Fn(usize) -> &'a [u8]) -> Option<usize> {
        let (mut low, mut high) = (0, self.lists.len() / 4);
        while low < high {
            let middle = low.midpoint(high);
            let found = id(place(row(self.lists, 4, middle)?, 0));
            match found.cmp(list) {
                core::cmp::Ordering::Less => low = middle + 1,
                core::cmp::Ordering::Greater => high = middle,
                core::cmp::Ordering::Equal => return Some(middle + 3),
            }
        }
        None
    }

    pub(crate) fn queries(&self) -> impl Iterator<Item = u32> + use<'a> {
        self.queries.chunks_exact(4).map(|row| number(row, 0))
    }

    /// The entries of a key: atom and offset.
    pub(crate) fn entries(&self, key: u32) -> impl Iterator<Item = (u32, u32)> + use<'a> {
        let found = self.bucket(key).map(|slot| span(self.entries, 8, place(slot, 4), place(slot, 8)));
        found.unwrap_or_default().chunks_exact(8).map(|row| (number(row, 0), number(row, 4)))
    }

    fn bucket(&self, key: u32) -> Option<&'a [u8]> {
        let mask = (self.buckets.len() / 12).checked_sub(1)?;
        let mut at = spread(key) as usize & mask;
        loop {
            let slot = row(self.buckets, 12, at)?;
            // An empty slot: the key is nowhere.
            if place(slot, 8) == 0 {
                return None;
            }
            if number(slot, 0) == key {
                return Some(slot);
            }
            at = (at + 1) & mask;
        }
    }

    /// Whether some rule was filed under this gram, or perhaps under another one with the same bit.
    #[inline]
    pub(crate) fn may_have(&self, gram: u32) -> bool {
        let bit = spread(gram) as usize & (self.filter.len() * 8 - 1);
        self.filter.get(bit / 8).is_some_and(|byte| byte & (1 << (bit % 8)) != 0)
    }
}

/// Spreads the bits of a key over all 32 (the finaliser of MurmurHash3, halved: one multiplication is enough here).
#[inline]
pub(crate) fn spread(key: u32) -> u32 {
    let key = (key ^ (key >> 15)).wrapping_mul(0x2c1b_3c6d);
    key ^ (key >> 13)
}

/// A fingerprint of texts that are compared as a whole. Two kinds of fingerprint never meet, whatever their bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fingerprint(u64);

/// What a fingerprint is of.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Of {
    /// A path on any host, as "is" compares it.
    Path = 0x9e37_79b9_7f4a_7c15,
    /// Host and path, as "is" compares them.
    HostAndPath = 0xbf58_476d_1ce4_e5b9,
    /// A path on any host, before a `/`.
    Below = 0x94d0_49bb_1331_11eb,
    /// Host and path, before a `/`.
    HostAndBelow = 0xd6e8_feb8_6659_fd93,
    /// A parameter's name.
    Name = 0xa076_1d64_78bd_642f,
    /// A parameter's name and value.
    NameAndValue = 0xe703_7ed1_a0b4_28db,
}

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Self(0x2545_f491_4f6c_dd1d)
    }

    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    pub(crate) fn extend(mut self, bytes: &[u8]) -> Self {
        bytes.iter().for_each(|&byte| self.push(byte));
        self
    }

    /// The key in the buckets. The highest bit tells it from a gram, whose bytes are ASCII.
    pub(crate) fn key(self, of: Of) -> u32 {
        let mixed = (self.0 ^ of as u64).wrapping_mul(0x9fb2_1c65_1e98_df25);
        (mixed >> 32) as u32 | 0x8000_0000
    }
}

/// Four bytes as a key. Addresses in normal form are ASCII, so the highest bit is free.
#[inline]
pub(crate) fn gram(bytes: [u8; 4]) -> u32 {
    u32::from_le_bytes(bytes)
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
