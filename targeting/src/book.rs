//! The rule book: the chatflows of an account as one flat piece of bytes, readable where it lies.
//!
//! Knows where everything stands and that nothing points outside. Does not know what a rule means (`rule.rs`), nor how
//! chatflows become rules (`compile`). The layout, all numbers little-endian:
//!
//! | at | what |
//! |---|---|
//! | 0 | magic `PRLB`, `u16` version, `u16` flags |
//! | 8 | `u64` FNV-1a over bytes 0..8 and 16.. |
//! | 16 | `u32` each: length of the whole, chatflows, rules, list references, conditions, bytes of text, of the index |
//! | 44 | chatflows, 52 bytes each, highest priority first |
//! | … | rules, 8 bytes each; those of one chatflow together, includes first |
//! | … | list references, 8 bytes each: place and length in the text; audience lists first, then hide lists |
//! | … | conditions, 20 bytes each; those of one group together |
//! | … | text; that of a rule begins with the lengths of its four parts |
//! | … | the index (`index.rs`); none in small books and in sub-books |

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
pub(crate) const VERSION: u16 = 4;
pub(crate) const HEADER: usize = 44;
pub(crate) const CHATFLOW: usize = 52;
pub(crate) const RULE: usize = 8;
pub(crate) const LIST: usize = 8;

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
    layout: Layout,
    patterns: Option<&'a Patterns>,
}

impl<'a> RuleBook<'a> {
    /// Checks version, checksum and every place that is pointed to.
    ///
    /// # Errors
    /// Bytes of another version or damaged ones are refused, never misread.
    pub fn read(bytes: &'a [u8]) -> Result<Self, BookError> {
        if bytes.get(..4) != Some(MAGIC) {
            return Err(BookError::NotABook);
        }
        let found = u16_at(bytes, 4).ok_or(BookError::NotABook)?;
        if found != VERSION {
            return Err(BookError::Version { found });
        }
        if u64_at(bytes, 8) != Some(checksum(bytes)) {
            return Err(BookError::Damaged);
        }
        let layout = Layout::read(bytes).ok_or(BookError::Damaged)?;
        let book = Self { bytes, layout, patterns: None };
        book.is_sound().then_some(book).ok_or(BookError::Damaged)
    }

    /// What was just written, and has no checksum yet.
    #[cfg(feature = "compile")]
    pub(crate) fn unchecked(bytes: &'a [u8]) -> Self {
        Self { bytes, layout: Layout::read(bytes).unwrap_or_default(), patterns: None }
    }

    /// How many chatflows the book holds, disabled ones included.
    pub fn len(&self) -> usize {
        self.layout.chatflows
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
        u16_at(self.bytes, 6).is_some_and(|flags| flags & HAS_FRAGMENT_RULES != 0)
    }

    /// Whether a decision can depend on [`Visitor::facts`](crate::Visitor::facts). If not, nobody need collect them.
    pub fn has_conditions(&self) -> bool {
        u16_at(self.bytes, 6).is_some_and(|flags| flags & HAS_CONDITIONS != 0)
    }

    /// Tells this version of the rules from others: the same rules always have the same fingerprint.
    pub fn fingerprint(&self) -> u64 {
        u64_at(self.bytes, 8).unwrap_or_default()
    }

    /// The bytes that were read.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The index, where the book has one.
    #[cfg(feature = "index")]
    pub(crate) fn index(&self) -> Option<Index<'a>> {
        let bytes = self.bytes.get(self.layout.index_at..)?;
        if bytes.is_empty() { None } else { Index::read(bytes) }
    }

    /// Whether rules with regular expressions can be decided.
    #[cfg(feature = "index")]
    pub(crate) fn decides_regexes(&self) -> bool {
        self.patterns.is_some()
    }

    /// The chatflow of a rank.
    #[cfg(feature = "index")]
    pub(crate) fn chatflow(&self, rank: usize) -> Option<ChatflowRecord<'a>> {
        let Self { bytes, layout, patterns } = *self;
        let record = rows(bytes.get(HEADER..layout.rules_at)?, CHATFLOW, rank, 1);
        (!record.is_empty()).then_some(ChatflowRecord { record, bytes, layout, patterns })
    }

    /// The rule in a row of the table.
    #[cfg(feature = "index")]
    pub(crate) fn rule(&self, row: usize) -> Option<Rule<'a>> {
        let record = rows(self.bytes.get(self.layout.rules_at..self.layout.lists_at)?, RULE, row, 1);
        let text = self.text_from(place(record, 0));
        (!record.is_empty()).then(|| Rule::from_record(record, text, self.patterns))
    }

    /// All that is stored of a rule but its text: two that say the same are stored the same.
    #[cfg(feature = "index")]
    pub(crate) fn record_of_rule(&self, row: usize) -> u64 {
        let table = self.bytes.get(self.layout.rules_at..self.layout.lists_at).unwrap_or_default();
        u64_at(rows(table, RULE, row, 1), 0).unwrap_or_default()
    }

    /// Where the text of a rule stands: rules with one text have one place.
    #[cfg(feature = "index")]
    pub(crate) fn place_of_rule(&self, row: usize) -> usize {
        let table = self.bytes.get(self.layout.rules_at..self.layout.lists_at).unwrap_or_default();
        place(rows(table, RULE, row, 1), 0)
    }

    pub(crate) fn chatflows(&self) -> impl Iterator<Item = ChatflowRecord<'a>> + use<'a> {
        let Self { bytes, layout, patterns } = *self;
        let records = bytes.get(HEADER..layout.rules_at).unwrap_or_default();
        records.chunks_exact(CHATFLOW).map(move |record| ChatflowRecord { record, bytes, layout, patterns })
    }

    /// Checks what the accessors below rely on, so that they only ever meet what is there.
    fn is_sound(&self) -> bool {
        let Layout { rules_at, lists_at, conditions_at, text_at, index_at, .. } = self.layout;
        let is_text = |at: usize, length: usize| {
            let bytes = self.bytes.get(text_at..index_at).unwrap_or_default().get(at..);
            bytes
                .and_then(|bytes| bytes.get(..length))
                .is_some_and(|bytes| core::str::from_utf8(bytes).is_ok())
        };
        let lists = self.bytes.get(lists_at..conditions_at).unwrap_or_default();
        let conditions = self.bytes.get(conditions_at..text_at).unwrap_or_default();
        let rules = self.bytes.get(rules_at..lists_at).unwrap_or_default();
        lists.chunks_exact(LIST).all(|list| is_text(place(list, 0), place(list, 4)))
            && conditions.chunks_exact(CONDITION).all(|condition| {
                Condition::is_sound(condition)
                    && is_text(place(condition, 4), place(condition, 8))
                    && is_text(place(condition, 12), place(condition, 16))
            })
            && rules.chunks_exact(RULE).all(|rule| Rule::is_sound(rule, self.text_from(place(rule, 0))))
            && self.chatflows().all(|chatflow| {
                chatflow.is_sound() && is_text(place(chatflow.record, 0), place(chatflow.record, 4))
            })
            && self.has_sound_index()
    }

    #[cfg(feature = "index")]
    fn has_sound_index(&self) -> bool {
        let Layout { chatflows, rules, index_at, .. } = self.layout;
        let is_sound = |index: Index<'_>| index.is_sound(chatflows, rules);
        index_at == self.bytes.len() || self.index().is_some_and(is_sound)
    }

    /// Who does not use the index need not look at it.
    #[cfg(not(feature = "index"))]
    fn has_sound_index(&self) -> bool {
        self.layout.index_at <= self.bytes.len()
    }

    /// The text from a place on.
    fn text_from(&self, at: usize) -> &'a [u8] {
        let text = self.bytes.get(self.layout.text_at..self.layout.index_at);
        text.and_then(|text| text.get(at..)).unwrap_or_default()
    }
}

/// A rule book with its bytes, for those who keep it: checked when made, free to read from then on. With the feature
/// `regex` it also keeps its regular expressions, compiled.
#[derive(Clone, Debug)]
pub struct OwnedBook {
    bytes: Vec<u8>,
    layout: Layout,
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
        let layout = book.layout;
        #[cfg(feature = "regex")]
        let patterns = Patterns::of(&book);
        Ok(Self {
            layout,
            #[cfg(feature = "regex")]
            patterns,
            bytes,
        })
    }

    /// The book, to decide with.
    pub fn book(&self) -> RuleBook<'_> {
        RuleBook {
            bytes: &self.bytes,
            layout: self.layout,
            #[cfg(feature = "regex")]
            patterns: Some(&self.patterns),
            #[cfg(not(feature = "regex"))]
            patterns: None,
        }
    }
}

/// Where the tables begin.
#[derive(Clone, Copy, Debug, Default)]
struct Layout {
    chatflows: usize,
    rules: usize,
    lists: usize,
    conditions: usize,
    rules_at: usize,
    lists_at: usize,
    conditions_at: usize,
    text_at: usize,
    index_at: usize,
}

impl Layout {
    fn read(bytes: &[u8]) -> Option<Self> {
        let count = |at| usize::try_from(u32_at(bytes, at)?).ok();
        let (length, chatflows, rules, lists, conditions, text) =
            (count(16)?, count(20)?, count(24)?, count(28)?, count(32)?, count(36)?);
        let rules_at = chatflows.checked_mul(CHATFLOW)?.checked_add(HEADER)?;
        let lists_at = rules.checked_mul(RULE)?.checked_add(rules_at)?;
        let conditions_at = lists.checked_mul(LIST)?.checked_add(lists_at)?;
        let text_at = conditions.checked_mul(CONDITION)?.checked_add(conditions_at)?;
        let index_at = text_at.checked_add(text)?;
        let end = index_at.checked_add(count(40)?)?;
        (end == length && end == bytes.len()).then_some(Self {
            chatflows,
            rules,
            lists,
            conditions,
            rules_at,
            lists_at,
            conditions_at,
            text_at,
            index_at,
        })
    }
}

/// One chatflow of a book.
#[derive(Clone, Copy)]
pub(crate) struct ChatflowRecord<'a> {
    record: &'a [u8],
    bytes: &'a [u8],
    layout: Layout,
    patterns: Option<&'a Patterns>,
}

impl<'a> ChatflowRecord<'a> {
    pub(crate) fn id(&self) -> &'a str {
        let id = self.text(place(self.record, 0), place(self.record, 4));
        core::str::from_utf8(id).unwrap_or_default()
    }

    pub(crate) fn priority(&self) -> i64 {
        u64_at(self.record, 8).map_or(0, u64::cast_signed)
    }

    pub(crate) fn is_enabled(&self) -> bool {
        self.record.get(16) == Some(&1)
    }

    pub(crate) fn who(&self) -> Who {
        self.record.get(17).and_then(|&code| Who::from_code(code)).unwrap_or(Who::Unknown)
    }

    pub(crate) fn includes(&self) -> impl ExactSizeIterator<Item = Rule<'a>> + use<'a> {
        self.rules(0, place(self.record, 24))
    }

    pub(crate) fn excludes(&self) -> impl ExactSizeIterator<Item = Rule<'a>> + use<'a> {
        self.rules(place(self.record, 24), place(self.record, 28))
    }

    /// The lists that the audience is chosen from.
    pub(crate) fn lists(&self) -> impl ExactSizeIterator<Item = &'a [u8]> + use<'a> {
        self.list_ids(0, place(self.record, 36))
    }

    /// The lists whose members never see the chatflow.
    pub(crate) fn hide_lists(&self) -> impl ExactSizeIterator<Item = &'a [u8]> + use<'a> {
        self.list_ids(place(self.record, 36), place(self.record, 40))
    }

    /// Under what circumstances it is shown; those of one group stand together.
    pub(crate) fn conditions(&self) -> impl ExactSizeIterator<Item = Condition<'a>> + use<'a> {
        let this = *self;
        let table = this.bytes.get(this.layout.conditions_at..this.layout.text_at).unwrap_or_default();
        let records = rows(table, CONDITION, place(this.record, 44), place(this.record, 48));
        records
            .chunks_exact(CONDITION)
            .map(move |record| Condition::from_record(record, |at, length| this.text(at, length)))
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

    fn rules(&self, skip: usize, count: usize) -> impl ExactSizeIterator<Item = Rule<'a>> + use<'a> {
        let this = *self;
        let table = this.bytes.get(this.layout.rules_at..this.layout.lists_at).unwrap_or_default();
        let records = rows(table, RULE, place(this.record, 20) + skip, count);
        records
            .chunks_exact(RULE)
            .map(move |rule| Rule::from_record(rule, this.text_from(place(rule, 0)), this.patterns))
    }

    fn list_ids(&self, skip: usize, count: usize) -> impl ExactSizeIterator<Item = &'a [u8]> + use<'a> {
        let this = *self;
        let table = this.bytes.get(this.layout.lists_at..this.layout.conditions_at).unwrap_or_default();
        let records = rows(table, LIST, place(this.record, 32) + skip, count);
        records.chunks_exact(LIST).map(move |list| this.text(place(list, 0), place(list, 4)))
    }

    fn text_from(&self, at: usize) -> &'a [u8] {
        let text = self.bytes.get(self.layout.text_at..self.layout.index_at);
        text.and_then(|text| text.get(at..)).unwrap_or_default()
    }

    fn text(&self, at: usize, length: usize) -> &'a [u8] {
        self.text_from(at).get(..length).unwrap_or_default()
    }

    fn is_sound(&self) -> bool {
        let fits = |start: usize, counts: [usize; 2], all: usize| {
            counts.iter().try_fold(start, |end, &count| end.checked_add(count)).is_some_and(|end| end <= all)
        };
        let at = |offset| place(self.record, offset);
        fits(at(20), [at(24), at(28)], self.layout.rules)
            && fits(at(32), [at(36), at(40)], self.layout.lists)
            && fits(at(44), [at(48), 0], self.layout.conditions)
            && self.record.get(16).is_some_and(|&enabled| enabled <= 1)
            && self.record.get(17).is_some_and(|&who| Who::from_code(who).is_some())
    }
}

/// FNV-1a over everything but the checksum itself. Finds damage, not forgery: books come from the edge's own store.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let before = bytes.get(..8).unwrap_or_default();
    let after = bytes.get(16..).unwrap_or_default();
    before.iter().chain(after).fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// `count` rows of a table, from row `start`; nothing if they are not all there.
fn rows(table: &[u8], row: usize, start: usize, count: usize) -> &[u8] {
    let start = start.saturating_mul(row);
    table.get(start..start.saturating_add(count.saturating_mul(row))).unwrap_or_default()
}

/// A `u32` of a record as a place or a count; 0 outside the record.
pub(crate) fn place(record: &[u8], at: usize) -> usize {
    u32_at(record, at).and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
