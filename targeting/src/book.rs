//! The rule book: the chatflows of an account as one flat piece of bytes, readable where it lies.
//!
//! Knows where everything stands and that nothing points outside. Does not know what a rule means (`rule.rs`), nor how
//! chatflows become rules (`compile`). The layout, all numbers little-endian:
//!
//! | at | what |
//! |---|---|
//! | 0 | magic `PRLB`, `u16` version, `u16` flags |
//! | 8 | `u64` FNV-1a over bytes 0..8 and 16.. |
//! | 16 | `u32` each: length of the whole, number of chatflows, and where rules, lists, conditions, text, index begin |
//! | 44 | chatflows, 52 bytes each, highest priority first |
//! | … | rules, 8 bytes each; those of one chatflow together, includes first |
//! | … | list references, 8 bytes each: place and length in the text; audience lists first, then hide lists |
//! | … | conditions, 20 bytes each; those of one group together |
//! | … | text; that of a rule begins with the lengths of its four parts |
//! | … | the index (`index.rs`); none in small books and in sub-books |
//!
//! Every accessor is total: a record that points nowhere reads as empty. So a browser, whose books come from an edge that
//! has read them before, looks at version and checksum only; where books are kept (feature `index`), every record is
//! checked too (`book/sound.rs`).

#[cfg(feature = "index")]
mod sound;

use alloc::vec::Vec;
use core::fmt;

#[cfg(feature = "index")]
use crate::index::Index;
use crate::{
    audience::Who,
    condition::{CONDITION, Condition},
    pattern::Patterns,
    rule::Rule,
};

pub(crate) const MAGIC: &[u8; 4] = b"PRLB";
pub(crate) const VERSION: u16 = 5;
pub(crate) const HEADER: usize = 44;
pub(crate) const CHATFLOW: usize = 52;
pub(crate) const RULE: usize = 8;
pub(crate) const LIST: usize = 8;

/// Where the header says what is where.
mod at {
    #[cfg(feature = "index")]
    pub(super) const LENGTH: usize = 16;
    pub(super) const CHATFLOWS: usize = 20;
    pub(super) const RULES: usize = 24;
    pub(super) const LISTS: usize = 28;
    pub(super) const CONDITIONS: usize = 32;
    pub(super) const TEXT: usize = 36;
    #[cfg(feature = "index")]
    pub(super) const INDEX: usize = 40;
}

/// Book flag: some rule of an enabled chatflow compares the fragment.
pub(crate) const HAS_FRAGMENT_RULES: u16 = 1;
/// Book flag: some enabled chatflow has conditions.
pub(crate) const HAS_CONDITIONS: u16 = 2;

/// Why bytes are not a rule book that this version can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BookError {
    /// The bytes do not begin as a rule book does.
    NotABook,
    /// A rule book of another version of the format.
    Version {
        /// The version it says it has.
        found: u16,
    },
    /// Cut off, changed on the way, or pointing outside itself.
    Damaged,
}

impl fmt::Display for BookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABook => f.write_str("not a rule book"),
            Self::Version { found } => {
                f.write_str("rule book of version ")?;
                fmt::Display::fmt(found, f)?;
                f.write_str(", this program reads version ")?;
                fmt::Display::fmt(&VERSION, f)
            }
            Self::Damaged => f.write_str("damaged rule book"),
        }
    }
}

impl core::error::Error for BookError {}

/// A rule book, checked once and read where it lies.
#[derive(Clone, Copy, Debug)]
pub struct RuleBook<'a> {
    header: &'a [u8; HEADER],
    bytes: &'a [u8],
    patterns: Option<&'a Patterns>,
}

impl<'a> RuleBook<'a> {
    /// Checks version and checksum, and with the feature `index` every place that is pointed to.
    ///
    /// # Errors
    /// Bytes of another version or damaged ones are refused, never misread.
    pub fn read(bytes: &'a [u8]) -> Result<Self, BookError> {
        let Some((magic, [low, high, ..])) = bytes.split_first_chunk() else {
            return Err(BookError::NotABook);
        };
        if magic != MAGIC {
            return Err(BookError::NotABook);
        }
        let found = u16::from_le_bytes([*low, *high]);
        if found != VERSION {
            return Err(BookError::Version { found });
        }
        let book = Self::unchecked(bytes);
        if book.bytes.is_empty() || book.fingerprint() != checksum(bytes) {
            return Err(BookError::Damaged);
        }
        #[cfg(feature = "index")]
        if !book.is_sound() {
            return Err(BookError::Damaged);
        }
        Ok(book)
    }

    /// Reads what was read before; an empty book where that cannot be.
    pub(crate) fn unchecked(bytes: &'a [u8]) -> Self {
        match bytes.first_chunk() {
            Some(header) => Self { header, bytes, patterns: None },
            None => Self { header: &[0; HEADER], bytes: &[], patterns: None },
        }
    }

    /// How many chatflows the book holds, disabled ones included.
    pub fn len(&self) -> usize {
        place(self.header, at::CHATFLOWS)
    }

    /// Whether the book holds no chatflow at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The chatflows' ids, highest priority first, disabled ones included.
    pub fn ids(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.chatflows().map(|chatflow| chatflow.id())
    }

    /// Whether a change of the fragment alone can change a decision. If not, `hashchange` needs no new one.
    pub fn has_fragment_rules(&self) -> bool {
        self.flags() & HAS_FRAGMENT_RULES != 0
    }

    /// Whether a decision can depend on [`Visitor::facts`](crate::Visitor::facts). If not, nobody need collect them.
    pub fn has_conditions(&self) -> bool {
        self.flags() & HAS_CONDITIONS != 0
    }

    fn flags(&self) -> u16 {
        u16_at(self.header, 6).unwrap_or_default()
    }

    /// Tells this version of the rules from others: the same rules always have the same fingerprint.
    pub fn fingerprint(&self) -> u64 {
        self.header.get(8..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// The bytes that were read.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The index, where the book has one.
    #[cfg(feature = "index")]
    pub(crate) fn index(&self) -> Option<Index<'a>> {
        let bytes = self.bytes.get(place(self.header, at::INDEX)..)?;
        if bytes.is_empty() { None } else { Index::read(bytes) }
    }

    /// Whether rules with regular expressions can be decided.
    #[cfg(feature = "index")]
    pub(crate) fn decides_regexes(&self) -> bool {
        self.patterns.is_some()
    }

    /// The chatflow of a rank.
    pub(crate) fn chatflow(&self, rank: usize) -> Option<ChatflowRecord<'a>> {
        if rank >= self.len() {
            return None;
        }
        row(self.bytes, HEADER, rank).map(|record| ChatflowRecord { record, book: *self })
    }

    /// The rule in a row of the table.
    #[cfg(feature = "index")]
    pub(crate) fn rule(&self, row: usize) -> Option<Rule<'a>> {
        self.row(at::RULES, row).map(|record| Rule::from_record(record, self))
    }

    /// All that is stored of a rule but its text: two that say the same are stored the same.
    #[cfg(feature = "index")]
    pub(crate) fn record_of_rule(&self, row: usize) -> u64 {
        self.row::<RULE>(at::RULES, row).map_or(0, |record| u64::from_le_bytes(*record))
    }

    /// Where the text of a rule stands: rules with one text have one place.
    #[cfg(feature = "index")]
    pub(crate) fn place_of_rule(&self, row: usize) -> usize {
        self.row::<RULE>(at::RULES, row).map_or(0, |record| place(record, 0))
    }

    fn row<const ROW: usize>(&self, table: usize, number: usize) -> Option<&'a [u8; ROW]> {
        row(self.bytes, place(self.header, table), number)
    }

    pub(crate) fn chatflows(&self) -> impl Iterator<Item = ChatflowRecord<'a>> + use<'a> {
        let book = *self;
        (0..book.len()).map_while(move |rank| book.chatflow(rank))
    }

    /// The text from a place on.
    pub(crate) fn text_from(&self, at: usize) -> &'a [u8] {
        self.bytes.get(place(self.header, at::TEXT).wrapping_add(at)..).unwrap_or_default()
    }

    pub(crate) fn text(&self, at: usize, length: usize) -> &'a [u8] {
        self.text_from(at).get(..length).unwrap_or_default()
    }

    /// What regular expressions are asked of.
    pub(crate) fn patterns(&self) -> Option<&'a Patterns> {
        self.patterns
    }
}

/// A rule book with its bytes, for those who keep it: checked when made, free to read from then on. With the feature
/// `regex` it also keeps its regular expressions, compiled.
#[derive(Clone, Debug)]
pub struct OwnedBook {
    bytes: Vec<u8>,
    #[cfg(feature = "regex")]
    patterns: Patterns,
}

impl OwnedBook {
    /// Takes and checks the bytes.
    ///
    /// # Errors
    /// As [`RuleBook::read`].
    pub fn read(bytes: Vec<u8>) -> Result<Self, BookError> {
        let book = RuleBook::read(&bytes)?;
        #[cfg(feature = "regex")]
        let patterns = Patterns::of(&book);
        #[cfg(not(feature = "regex"))]
        let _ = book;
        Ok(Self {
            #[cfg(feature = "regex")]
            patterns,
            bytes,
        })
    }

    /// The book, to decide with.
    pub fn book(&self) -> RuleBook<'_> {
        RuleBook {
            #[cfg(feature = "regex")]
            patterns: Some(&self.patterns),
            ..RuleBook::unchecked(&self.bytes)
        }
    }
}

/// One chatflow of a book.
#[derive(Clone, Copy)]
pub(crate) struct ChatflowRecord<'a> {
    record: &'a [u8; CHATFLOW],
    book: RuleBook<'a>,
}

impl<'a> ChatflowRecord<'a> {
    /// Empty where what is stored is no text.
    pub(crate) fn id(&self) -> &'a str {
        core::str::from_utf8(self.id_bytes()).unwrap_or_default()
    }

    pub(crate) fn id_bytes(&self) -> &'a [u8] {
        self.book.text(place(self.record, 0), place(self.record, 4))
    }

    pub(crate) fn priority(&self) -> i64 {
        self.record.get(8..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| i64::from_le_bytes(*bytes))
    }

    pub(crate) fn is_enabled(&self) -> bool {
        self.record.get(16) == Some(&1)
    }

    pub(crate) fn who(&self) -> Who {
        self.record.get(17).and_then(|&code| Who::from_code(code)).unwrap_or(Who::Unknown)
    }

    /// How many rules there are: includes, and excludes.
    pub(crate) fn rules(&self) -> [usize; 2] {
        [self.count(24), self.count(28)]
    }

    /// A rule: includes first, then excludes.
    pub(crate) fn rule(&self, number: usize) -> Option<Rule<'a>> {
        let record = self.book.row(at::RULES, place(self.record, 20).wrapping_add(number))?;
        Some(Rule::from_record(record, &self.book))
    }

    pub(crate) fn includes(&self) -> impl ExactSizeIterator<Item = Rule<'a>> + use<'a> {
        self.rules_from(0, self.count(24))
    }

    pub(crate) fn excludes(&self) -> impl ExactSizeIterator<Item = Rule<'a>> + use<'a> {
        self.rules_from(self.count(24), self.count(28))
    }

    fn rules_from(&self, first: usize, count: usize) -> impl ExactSizeIterator<Item = Rule<'a>> + use<'a> {
        let this = *self;
        (first..first + count).map(move |number| this.rule(number).unwrap_or(Rule::INERT))
    }

    /// How many lists there are: those that the audience is chosen from, and those whose members never see the chatflow.
    pub(crate) fn list_counts(&self) -> [usize; 2] {
        [self.count(36), self.count(40)]
    }

    /// The lists that the audience is chosen from.
    #[cfg(feature = "compile")]
    pub(crate) fn lists(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let (this, [lists, _]) = (*self, self.list_counts());
        (0..lists).map(move |list| this.list(list))
    }

    /// The lists whose members never see the chatflow.
    #[cfg(feature = "compile")]
    pub(crate) fn hide_lists(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let (this, [lists, hide_lists]) = (*self, self.list_counts());
        (lists..lists + hide_lists).map(move |list| this.list(list))
    }

    /// The id of a list: those of the audience first, then those whose members never see the chatflow.
    pub(crate) fn list(&self, number: usize) -> &'a [u8] {
        let record = self.book.row::<LIST>(at::LISTS, place(self.record, 32).wrapping_add(number));
        record.map_or(&[], |record| self.book.text(place(record, 0), place(record, 4)))
    }

    /// Under what circumstances it is shown; those of one group stand together.
    pub(crate) fn conditions(&self) -> impl ExactSizeIterator<Item = Condition<'a>> + use<'a> {
        let (book, first) = (self.book, place(self.record, 44));
        (0..self.count(48)).map(move |number| {
            let record = book.row(at::CONDITIONS, first.wrapping_add(number));
            Condition::from_record(record.unwrap_or(&[0; CONDITION]), &book)
        })
    }

    /// A number of rows. No book has more than bytes, so that nobody counts for hours.
    fn count(&self, at: usize) -> usize {
        place(self.record, at).min(self.book.bytes.len())
    }

    /// The rows of the include rules.
    #[cfg(feature = "index")]
    pub(crate) fn include_rows(&self) -> core::ops::Range<usize> {
        let first = place(self.record, 20);
        first..first + place(self.record, 24)
    }

    /// The rows of the rules that exclude pages.
    #[cfg(feature = "index")]
    pub(crate) fn exclude_rows(&self) -> core::ops::Range<usize> {
        let first = place(self.record, 20) + place(self.record, 24);
        first..first + place(self.record, 28)
    }
}

/// FNV-1a over everything but the checksum itself. Finds damage, not forgery: books come from the edge's own store.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for (at, byte) in bytes.iter().enumerate() {
        if at / 8 != 1 {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

/// A row of the table that begins at a place; `None` behind the end of the book.
#[cfg_attr(not(feature = "index"), inline(never))]
fn row<const ROW: usize>(bytes: &[u8], table: usize, number: usize) -> Option<&[u8; ROW]> {
    bytes.get(number.wrapping_mul(ROW).wrapping_add(table)..)?.first_chunk()
}

/// A `u32` of a record as a place or a count; 0 outside the record.
#[inline]
pub(crate) fn place(record: &[u8], at: usize) -> usize {
    record.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize)
}

#[inline]
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
