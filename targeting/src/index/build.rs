//! Making the index of a book.
//!
//! Files every include rule of every enabled chatflow under what a matching page must hold: a hash of host and path, of a
//! query parameter, or the eight bytes of its text that are rarest in this account. Deterministic: the same book always
//! gets the same index.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};

use super::{
    Entry, NONE,
    automaton::{self, build::Needles},
    bits, has, how,
    key::{self, Of},
    walk::DECODED,
};
use crate::{
    audience::Who,
    book::RuleBook,
    disputes,
    rule::{Kind, Rule, flag},
};

/// Below so many include rules, asking each is as fast.
pub(crate) const WORTH_IT: usize = 16;

/// Most different texts under the same bytes: a page can repeat those, and each would be compared every time.
const CROWD: u8 = 4;

/// From so many needles on, an automaton is faster than asking for each.
const ALIKE: usize = 16;

/// How many places of a rule's text are considered, from its end: there it is most its own.
const PLACES: usize = 48;

/// The beginning of nearly every address.
const EVERYWHERE: &[u8] = b"https://www.";

/// An index, as the bytes that follow a book's text.
pub(crate) fn build(book: &RuleBook<'_>) -> Vec<u8> {
    let mut filed = Filed::new(book);
    let mut unfiled = Vec::new();
    for (rank, chatflow) in (0..).zip(book.chatflows()) {
        if !chatflow.is_enabled() || chatflow.who() == Who::Unknown {
            continue;
        }
        for (row, rule) in (0_u32..).skip(chatflow.include_rows().start).zip(chatflow.includes()) {
            if rule.kind != Kind::Inert && !filed.file(rank, row, &rule) {
                unfiled.push((rank, row, rule));
            }
        }
    }
    let mut asked = BTreeSet::new();
    let mut needles = Needles::default();
    for (rank, row, rule) in &unfiled {
        let is_needle =
            alike(rule).is_some_and(|needle| needles.add(needle, Filed::entry(*rank, *row, rule)));
        if !is_needle {
            asked.insert(*row);
        }
    }
    if needles.len() < ALIKE {
        asked.extend(unfiled.iter().map(|(_, row, _)| *row));
        needles = Needles::default();
    }
    write(filed, needles, Always::of(book, &asked))
}

/// What an automaton can look for, of a rule that is filed nowhere.
fn alike<'r>(rule: &Rule<'r>) -> Option<&'r [u8]> {
    let is_textual = matches!(rule.kind, Kind::Contains | Kind::ContainsSegment | Kind::Wildcard);
    if rule.op.is_negative() || !is_textual {
        return None;
    }
    pieces(rule).map(|(_, piece)| piece).max_by_key(|piece| piece.len())
}

/// A chatflow by rank, and a rule row or [`NONE`].
type Asked = (u32, u32);

/// Rules under keys.
struct Filed {
    /// How often eight or four bytes occur in the account's rules, by a hash of them.
    counts: Vec<u16>,
    /// How many different texts are filed under the same bytes.
    crowds: Vec<u8>,
    /// Where texts were filed, by a hash of them.
    known: Vec<Option<(u16, u64)>>,
    has: u32,
    entries: Vec<(u64, Entry)>,
    eights: Vec<u64>,
    fours: Vec<u64>,
}

impl Filed {
    fn new(book: &RuleBook<'_>) -> Self {
        let rules = book.chatflows().map(|chatflow| chatflow.includes().len()).sum::<usize>();
        let slots = (rules * 16).next_power_of_two().clamp(1 << 12, 1 << 20);
        let mut filed = Self {
            counts: vec![0; slots],
            crowds: vec![0; slots],
            known: vec![None; (rules * 2).next_power_of_two()],
            has: 0,
            entries: Vec::with_capacity(rules),
            eights: Vec::new(),
            fours: Vec::new(),
        };
        for chatflow in book.chatflows().filter(|chatflow| chatflow.is_enabled()) {
            for rule in chatflow.includes().filter(|rule| !rule.op.is_negative()) {
                for (_, spread) in places(&rule) {
                    let slot = filed.slot(spread);
                    filed.counts[slot] = filed.counts[slot].saturating_add(1);
                }
            }
        }
        let eights = EVERYWHERE.array_windows().map(|bytes| key::eight(u64::from_le_bytes(*bytes)));
        let fours = EVERYWHERE.array_windows().map(|bytes| key::four(u32::from_le_bytes(*bytes)));
        for spread in eights.chain(fours) {
            let slot = filed.slot(spread);
            filed.counts[slot] = u16::MAX;
        }
        filed
    }

    fn slot(&self, spread: u64) -> usize {
        (spread >> 32) as usize & (self.counts.len() - 1)
    }

    /// Files a rule; `false` where only asking it helps.
    fn file(&mut self, rank: u32, row: u32, rule: &Rule<'_>) -> bool {
        if rule.op.is_negative() {
            return false;
        }
        let entry = Self::entry(rank, row, rule);
        let is_any_host = rule.flags & flag::ANY_HOST != 0;
        match rule.kind {
            Kind::All | Kind::Inert | Kind::Regex => false,
            Kind::Is => {
                let text = disputes::comparable_path(rule.needle());
                let (kind, of) = if is_any_host {
                    (has::PATHS, Of::Path)
                } else {
                    (has::HOSTS_AND_PATHS, Of::HostAndPath)
                };
                self.has |= kind;
                self.enter(key::key(of, key::hash(text)), entry);
                true
            }
            Kind::Query => {
                let (name, value) = rule.parameter();
                let is_decodable = |text: &[u8]| {
                    text.len() <= DECODED && !text.windows(3).any(|bytes| bytes == "\u{FFFD}".as_bytes())
                };
                if !is_decodable(name) || !value.is_none_or(is_decodable) {
                    return false;
                }
                // The rule's text is `name=value`, and so is what the page is looked up by.
                let (kind, of) = match value {
                    None => (has::NAMES, Of::Name),
                    Some(_) => (has::NAMES_AND_VALUES, Of::NameAndValue),
                };
                let key = key::key(of, key::hash(rule.text));
                self.has |= kind;
                self.enter(key, entry);
                true
            }
            Kind::StartsWith | Kind::Below | Kind::Contains | Kind::ContainsSegment | Kind::Wildcard => {
                let Some((offset, spread)) = self.place(rule) else { return false };
                // A piece of a wildcard may stand anywhere.
                let offset = if rule.kind == Kind::Wildcard { 0 } else { offset };
                let of = if is_long(rule) {
                    self.eights.push(spread);
                    Of::Eight
                } else {
                    self.fours.push(spread);
                    Of::Four
                };
                self.enter(key::key(of, spread), Entry { offset, ..entry });
                true
            }
        }
    }

    /// Where a rule is filed: at the rarest bytes that have room for it, or where the same text is already.
    fn place(&mut self, rule: &Rule<'_>) -> Option<(u16, u64)> {
        let hash = (key::key(Of::Eight, key::hash(rule.text)) >> 32) as usize & (self.known.len() - 1);
        // Another text may have left it there; then its bytes do not stand in this one.
        let known = self.known[hash].filter(|known| places(rule).any(|place| place == *known));
        let found = known.or_else(|| {
            let mut rarest: Option<(u16, (u16, u64))> = None;
            for (offset, spread) in places(rule) {
                let slot = self.slot(spread);
                let count = self.counts[slot];
                if self.crowds[slot] < CROWD
                    && rarest.is_none_or(|(least, _)| count < least)
                    && !repeats_itself(rule, offset)
                {
                    rarest = Some((count, (offset, spread)));
                }
            }
            rarest.map(|(_, place)| place)
        })?;
        if known.is_none() {
            let slot = self.slot(found.1);
            self.crowds[slot] += 1;
            self.known[hash] = Some(found);
        }
        Some(found)
    }

    /// How one comes to a rule, wherever from.
    fn entry(rank: u32, row: u32, rule: &Rule<'_>) -> Entry {
        let anchored = match rule.kind {
            Kind::StartsWith | Kind::Below if rule.flags & flag::ANY_HOST != 0 => how::AT_PATH,
            Kind::StartsWith | Kind::Below => how::AT_HOST,
            _ => 0,
        };
        let is_proof = match rule.kind {
            Kind::StartsWith => rule.flags & flag::UNICODE_HOST == 0,
            Kind::Contains => disputes::CONTAINS_SEES_THE_SCHEME,
            _ => false,
        };
        Entry { check: 0, rule: row, rank, offset: 0, how: anchored | if is_proof { how::PROVES } else { 0 } }
    }

    fn enter(&mut self, key: u64, entry: Entry) {
        self.entries.push((key, Entry { check: key as u32, ..entry }));
    }
}

/// Whether eight bytes of the rule's text can be looked up.
fn is_long(rule: &Rule<'_>) -> bool {
    pieces(rule).any(|(_, piece)| piece.len() >= 8)
}

/// The pieces of the rule's text that every page has which the rule matches, with their offsets.
fn pieces<'r>(rule: &Rule<'r>) -> impl Iterator<Item = (usize, &'r [u8])> + use<'r> {
    let is_wildcard = rule.kind == Kind::Wildcard;
    let text = match rule.kind {
        // A host without a path is compared in lower case, so its own bytes need not stand in the address.
        Kind::Wildcard if rule.flags & flag::NO_SLASH != 0 => &[],
        _ => rule.needle(),
    };
    let mut offset = 0;
    // A wildcard may skip the page's query, so nothing of it reaches over a `#`.
    text.split(move |byte| is_wildcard && matches!(byte, b'*' | b'#')).map(move |piece| {
        let at = offset;
        offset += piece.len() + 1;
        (at, piece)
    })
}

/// Where the rule can be filed: offset in its text, and the bytes there, spread.
fn places<'r>(rule: &Rule<'r>) -> impl Iterator<Item = (u16, u64)> + use<'r> {
    let is_long = is_long(rule);
    let is_textual = matches!(
        rule.kind,
        Kind::StartsWith | Kind::Below | Kind::Contains | Kind::ContainsSegment | Kind::Wildcard
    );
    pieces(rule).filter(move |_| is_textual).flat_map(move |(start, piece)| {
        let width = if is_long { 8 } else { 4 };
        let count = (piece.len() + 1).saturating_sub(width);
        (count.saturating_sub(PLACES)..count).filter_map(move |at| {
            let bytes = piece.get(at..at + width)?;
            let spread = if is_long {
                key::eight(u64::from_le_bytes(*bytes.first_chunk()?))
            } else {
                key::four(u32::from_le_bytes(*bytes.first_chunk()?))
            };
            Some((u16::try_from(start + at).ok()?, spread))
        })
    })
}

/// Whether the bytes that a rule would be filed under can stand at nearly every place of a page.
fn repeats_itself(rule: &Rule<'_>, offset: u16) -> bool {
    let width = if is_long(rule) { 8 } else { 4 };
    let start = usize::from(offset);
    let bytes = rule.needle().get(start..start + width).unwrap_or_default();
    (1..width / 2).any(|period| bytes.get(period..) == bytes.get(..width - period))
}

/// What is asked whatever the page, by audience.
struct Always {
    /// Everyone, anonymous, known, then one per list.
    classes: Vec<Vec<Asked>>,
    /// A list row of the book for each class after the third, in the order of their ids.
    lists: Vec<usize>,
}

impl Always {
    /// Everything that cannot be filed: those rows, and chatflows without include rules.
    fn of(book: &RuleBook<'_>, rows: &BTreeSet<u32>) -> Self {
        let mut classes = vec![Vec::new(); 3];
        let mut by_list: BTreeMap<&[u8], (usize, Vec<Asked>)> = BTreeMap::new();
        for (rank, chatflow) in (0..).zip(book.chatflows()) {
            if !chatflow.is_enabled() || chatflow.who() == Who::Unknown {
                continue;
            }
            let mut asked: Vec<Asked> = Vec::new();
            if chatflow.includes().len() == 0 && disputes::EMPTY_INCLUDE_IS_EVERYWHERE {
                asked.push((rank, NONE));
            }
            let of_chatflow = chatflow.include_rows();
            asked
                .extend(rows.range(of_chatflow.start as u32..of_chatflow.end as u32).map(|row| (rank, *row)));
            match chatflow.who() {
                Who::Everyone => classes[0].extend(asked),
                Who::Anonymous => classes[1].extend(asked),
                Who::Known => classes[2].extend(asked),
                Who::Lists => {
                    let mut seen = BTreeSet::new();
                    for (row, list) in chatflow.list_rows().zip(chatflow.lists()) {
                        if seen.insert(list) && !asked.is_empty() {
                            by_list.entry(list).or_insert((row, Vec::new())).1.extend(&asked);
                        }
                    }
                }
                Who::Unknown => {}
            }
        }
        let mut lists = Vec::new();
        for (row, asked) in by_list.into_values() {
            lists.push(row);
            classes.push(asked);
        }
        Self { classes, lists }
    }
}

fn write(mut filed: Filed, needles: Needles, always: Always) -> Vec<u8> {
    let (mut class_rows, mut always_rows) = (Vec::new(), Vec::new());
    for class in &always.classes {
        class_rows.extend([(always_rows.len() / 2) as u32, class.len() as u32]);
        always_rows.extend(class.iter().flat_map(|(rank, rule)| [*rank, *rule]));
    }
    let lists: Vec<u32> = always.lists.iter().map(|row| *row as u32).collect();

    let count = (filed.entries.len() / 2).next_power_of_two();
    let bucket = |key: u64| (key >> 32) as usize & (count - 1);
    filed.entries.sort_unstable_by_key(|(key, entry)| (bucket(*key), entry.rank, entry.rule));
    let mut buckets: Vec<u32> = vec![0; count + 1];
    for (key, _) in &filed.entries {
        buckets[bucket(*key) + 1] += 1;
    }
    for at in 1..buckets.len() {
        buckets[at] += buckets[at - 1];
    }
    let mut entries: Vec<Entry> = filed.entries.into_iter().map(|(_, entry)| entry).collect();
    let states = automaton::build::rows(needles, &mut entries);
    let entries: Vec<u32> = entries
        .iter()
        .flat_map(|Entry { check, rule, rank, offset, how }| {
            [*check, *rule, *rank, u32::from(*offset) | u32::from(*how) << 16]
        })
        .collect();

    let tables = [
        &class_rows,
        &lists,
        &always_rows,
        &buckets,
        &entries,
        &filter(&filed.eights),
        &filter(&filed.fours),
        &states,
    ];
    let mut bytes = Vec::new();
    bytes.extend(filed.has.to_le_bytes());
    for (table, row) in tables.iter().zip(super::ROWS) {
        bytes.extend(((table.len() * 4 / row) as u32).to_le_bytes());
    }
    for table in tables {
        bytes.extend(table.iter().flat_map(|number| number.to_le_bytes()));
    }
    bytes
}

/// A filter over spread numbers, with room enough that about one in a hundred others passes.
fn filter(spread: &[u64]) -> Vec<u32> {
    if spread.is_empty() {
        return Vec::new();
    }
    let mut words = vec![0; spread.len().next_power_of_two().max(64)];
    for spread in spread {
        let (word, bits) = bits(*spread, words.len());
        words[word] |= bits;
    }
    words
}

/// Whether a chatflow's rule may look at the fragment only; unused flags would make filing unsound.
const _: () = assert!(flag::EACH == 31, "a new flag: does every rule still hold what it is filed under?");
