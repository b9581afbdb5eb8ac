//! The rule book: the chatflows of an account as one flat piece of bytes, readable where it lies.
//!
//! Knows where everything stands and that nothing points outside. Does not know what a rule means (`rule.rs`), nor how
//! chatflows become rules (`compile`). The layout, all numbers little-endian:
//!
//! | at | what |
//! |---|---|
//! | 0 | magic `PRLB`, `u16` version, `u16` flags |
//! | 8 | `u64` FNV-1a over bytes 0..8 and 16.. |
//! | 16 | `u32` each: length of the whole, number of chatflows, and where rows, text, index begin |
//! | 36 | chatflows, 44 bytes each, highest priority first |
//! | … | rows, 12 bytes each (`book/row.rs`); those of one chatflow together, by [`Part`] |
//! | … | text |
//! | … | the index (`index.rs`); none in small books and in sub-books |
//!
//! A chatflow: `u32` place and length of its id in the text, `i64` priority, `u8` 1 if enabled, [`Who`], two bytes of nothing,
//! and six `u32`: the row where each of its parts begins, and where the last one ends.
//!
//! Every accessor is total: what points nowhere reads as empty. So a browser, whose books come from an edge that
//! has read them before, looks at version and checksum only; where books are kept (feature `index`), every record is
//! checked too (`book/sound.rs`).

mod row;
#[cfg(feature = "index")]
mod sound;

use alloc::vec::Vec;
use core::{fmt, ops::Range};

#[cfg(feature = "index")]
use crate::index::Index;
#[cfg(feature = "regex")]
use crate::pattern::Patterns;
use crate::{audience::Who, condition::Condition, pattern::Engine, rule::Rule};
pub(crate) use row::{ROW, Row};

pub(crate) const MAGIC: &[u8; 4] = b"PRLB";
pub(crate) const VERSION: u16 = 6;
pub(crate) const HEADER: usize = 36;
pub(crate) const CHATFLOW: usize = 44;

/// Where the header says how long the whole is.
#[cfg(feature = "index")]
pub(crate) const LENGTH: usize = 16;

/// Where the header says what is where.
mod at {
    pub(super) const CHATFLOWS: usize = 20;
    pub(super) const ROWS: usize = 24;
    pub(super) const TEXT: usize = 28;
    #[cfg(feature = "index")]
    pub(super) const INDEX: usize = 32;
}

/// What rows of a chatflow say, in the order in which they stand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// Where it is shown.
    Includes,
    /// Where it is never shown.
    Excludes,
    /// The lists that the audience is chosen from.
    Lists,
    /// The lists whose members never see it.
    HideLists,
    /// Under what circumstances it is shown.
    Conditions,
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
    bytes: &'a [u8],
    engine: Engine<'a>,
}

impl<'a> RuleBook<'a> {
    /// Checks version and checksum, and with the feature `index` every place that is pointed to.
    ///
    /// # Errors
    /// Bytes of another version or damaged ones are refused, never misread.
    pub fn read(bytes: &'a [u8]) -> Result<Self, BookError> {
        let magic = place(bytes, 0) as u32;
        let Some(found) = u16_at(bytes, 4).filter(|_| magic == u32::from_le_bytes(*MAGIC)) else {
            return Err(BookError::NotABook);
        };
        if found != VERSION {
            return Err(BookError::Version { found });
        }
        let book = Self::unchecked(bytes);
        if bytes.len() < HEADER || book.fingerprint() != checksum(bytes) {
            return Err(BookError::Damaged);
        }
        #[cfg(feature = "index")]
        if !book.is_sound() {
            return Err(BookError::Damaged);
        }
        Ok(book)
    }

    /// Reads what was read before.
    pub(crate) fn unchecked(bytes: &'a [u8]) -> Self {
        Self { bytes, engine: Engine::default() }
    }

    /// How many chatflows the book holds, disabled ones included.
    pub fn len(&self) -> usize {
        place(self.bytes, at::CHATFLOWS)
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
        u16_at(self.bytes, 6).unwrap_or_default()
    }

    /// Tells this version of the rules from others: the same rules always have the same fingerprint.
    pub fn fingerprint(&self) -> u64 {
        self.bytes.get(8..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// The bytes that were read.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The index, where the book has one.
    #[cfg(feature = "index")]
    pub(crate) fn index(&self) -> Option<Index<'a>> {
        let bytes = self.bytes.get(place(self.bytes, at::INDEX)..)?;
        if bytes.is_empty() { None } else { Index::read(bytes) }
    }

    /// Whether rules with regular expressions can be decided.
    #[cfg(feature = "index")]
    pub(crate) fn decides_regexes(&self) -> bool {
        self.engine.is_there()
    }

    /// The chatflow of a rank.
    pub(crate) fn chatflow(&self, rank: usize) -> Option<ChatflowRecord<'a>> {
        if rank >= self.len() {
            return None;
        }
        record(self.bytes, HEADER, rank).map(|record| ChatflowRecord { record, book: *self })
    }

    /// A row of the table, as it is stored: two that say the same are stored the same.
    #[inline]
    pub(crate) fn record(&self, row: usize) -> Option<&'a [u8; ROW]> {
        record(self.bytes, place(self.bytes, at::ROWS), row)
    }

    /// A row of the table.
    pub(crate) fn row(&self, row: usize) -> Option<Row<'a>> {
        self.record(row).map(|record| Row::read(record, self))
    }

    /// The rule in a row of the table.
    #[inline]
    pub(crate) fn rule(&self, row: usize) -> Option<Rule<'a>> {
        self.row(row).map(|row| Rule::of(row, self.engine))
    }

    pub(crate) fn chatflows(&self) -> impl Iterator<Item = ChatflowRecord<'a>> + use<'a> {
        let book = *self;
        (0..book.len()).map_while(move |rank| book.chatflow(rank))
    }

    fn text(&self, at: usize, length: usize) -> &'a [u8] {
        let text = self.bytes.get(place(self.bytes, at::TEXT).wrapping_add(at)..);
        text.and_then(|text| text.get(..length)).unwrap_or_default()
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
            engine: Engine(Some(&self.patterns)),
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

    /// The rows of a part.
    #[inline]
    pub(crate) fn part(&self, part: Part) -> Range<usize> {
        let at = 20 + part as usize * 4;
        place(self.record, at)..place(self.record, at + 4)
    }

    /// What is stored of a part.
    pub(crate) fn rows(&self, part: Part) -> impl Iterator<Item = Row<'a>> + use<'a> {
        let book = self.book;
        // A row that is not there ends them, so that nobody counts for hours.
        self.part(part).map_while(move |row| book.row(row))
    }

    fn rules(&self, part: Part) -> impl Iterator<Item = Rule<'a>> + use<'a> {
        let engine = self.book.engine;
        self.rows(part).map(move |row| Rule::of(row, engine))
    }

    /// The rule in a row of the book.
    #[inline]
    pub(crate) fn rule(&self, row: usize) -> Option<Rule<'a>> {
        self.book.rule(row)
    }

    pub(crate) fn includes(&self) -> impl Iterator<Item = Rule<'a>> + use<'a> {
        self.rules(Part::Includes)
    }

    pub(crate) fn excludes(&self) -> impl Iterator<Item = Rule<'a>> + use<'a> {
        self.rules(Part::Excludes)
    }

    /// Whether a part names one of these lists.
    pub(crate) fn has_any(&self, part: Part, lists: &[&str]) -> bool {
        self.rows(part).any(|row| lists.iter().any(|id| id.as_bytes() == row.text))
    }

    /// The ids of lists.
    #[cfg(feature = "compile")]
    pub(crate) fn lists(&self, part: Part) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.rows(part).map(|row| row.text)
    }

    /// Under what circumstances it is shown; those of one group stand together.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = Condition<'a>> + use<'a> {
        self.rows(Part::Conditions).map(Condition::of)
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

/// A record of the table that begins at a place; `None` behind the end of the book.
#[cfg_attr(feature = "index", inline)]
fn record<const SIZE: usize>(bytes: &[u8], table: usize, number: usize) -> Option<&[u8; SIZE]> {
    bytes.get(number.wrapping_mul(SIZE).wrapping_add(table)..)?.first_chunk()
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
