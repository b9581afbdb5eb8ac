//! Making the index of a book.
//!
//! Files every include rule of every enabled chatflow under what a matching page must hold: a hash of host and path, of a
//! query parameter, or the few bytes of its text that are rarest in this account. Deterministic: the same book always
//! gets the same index.

use alloc::{collections::BTreeSet, vec, vec::Vec};
use core::mem::take;

use super::{
    Entry, NONE,
    automaton::{self, build::Needles},
    bits, has, how,
    key::{self, Of},
    marks,
    walk::{EVERYONE, parameters::DECODED},
};
use crate::{
    audience::Who,
    book::{Part, RuleBook},
    disputes,
    rule::{Kind, Rule, flag},
};

/// Below so many include rules, asking each is as fast.
pub(crate) const WORTH_IT: usize = 16;

/// Most different texts under the same bytes: a page can repeat those, and each would be compared every time.
const CROWD: u8 = 6;

/// Most different texts that go on from the same path: a page meets that once, and each is compared.
const CROWD_OF_PATHS: u8 = 4;

/// From so many needles on, an automaton is faster than asking for each.
const ALIKE: usize = 16;

/// How much of a rule's text is considered, from its end: there it is most its own.
const TAIL: usize = 48;

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
        for (row, rule) in (0_u32..).skip(chatflow.part(Part::Includes).start).zip(chatflow.includes()) {
            let how = how::of(&rule, chatflow.who());
            let entry = Entry { check: 0, rule: row, rank, offset: 0, how };
            if rule.kind != Kind::Inert && !filed.file(entry, &rule) {
                unfiled.push((entry, rule));
            }
        }
    }
    let (mut asked, mut needles) = (Vec::new(), Needles::default());
    for (entry, rule) in &unfiled {
        if !alike(rule).is_some_and(|needle| needles.add(needle, *entry)) {
            asked.push(*entry);
        }
    }
    if needles.len() < ALIKE {
        asked = unfiled.iter().map(|(entry, _)| *entry).collect();
        needles = Needles::default();
    }
    filed.file_always(book, &asked);
    write(filed, needles)
}

/// What an automaton can look for, of a rule that is filed nowhere.
fn alike<'r>(rule: &Rule<'r>) -> Option<&'r [u8]> {
    let is_textual = matches!(rule.kind, Kind::Contains | Kind::ContainsSegment | Kind::Wildcard);
    if rule.op.is_negative() || !is_textual {
        return None;
    }
    pieces(rule).map(|(_, piece)| piece).max_by_key(|piece| piece.len())
}

/// What a rule is filed under that stands somewhere in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    table: Table,
    /// Where in the rule's text.
    offset: u16,
    /// The bytes there, spread.
    spread: u64,
}

/// Which filter leads there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    Marks,
    Eights,
    Fours,
}

/// Rules under keys.
struct Filed {
    /// How often the bytes at a place occur in the account's rules, by a hash of them.
    counts: Vec<u16>,
    /// How many different texts are filed under the same bytes or the same path.
    crowds: Vec<u8>,
    /// Where texts were filed, by a hash of them.
    known: Vec<Option<Place>>,
    /// The places of the rule in hand.
    places: Vec<Place>,
    has: u32,
    longest_path: usize,
    entries: Vec<(u64, Entry)>,
    keys: Vec<u64>,
    marks: Vec<u64>,
    eights: Vec<u64>,
    fours: Vec<u64>,
}

impl Filed {
    fn new(book: &RuleBook<'_>) -> Self {
        let rules = book.chatflows().map(|chatflow| chatflow.part(Part::Includes).len()).sum::<usize>();
        let slots = (rules * 8).next_power_of_two().clamp(1 << 12, 1 << 20);
        let mut filed = Self {
            counts: vec![0; slots],
            crowds: vec![0; slots],
            known: vec![None; rules.next_power_of_two()],
            places: Vec::new(),
            has: 0,
            longest_path: 0,
            entries: Vec::with_capacity(rules),
            keys: Vec::with_capacity(rules),
            marks: Vec::new(),
            eights: Vec::new(),
            fours: Vec::new(),
        };
        for chatflow in book.chatflows().filter(|chatflow| chatflow.is_enabled()) {
            for rule in chatflow.includes().filter(|rule| is_text(rule) && path_of(rule).is_none()) {
                let mut places = take(&mut filed.places);
                fill(&mut places, &rule);
                for place in &places {
                    let slot = filed.slot(place.spread);
                    filed.counts[slot] = filed.counts[slot].saturating_add(1);
                }
                filed.places = places;
            }
        }
        for at in 0..EVERYWHERE.len() {
            let eight = marks::eight_at(EVERYWHERE, at);
            for spread in [key::eight(eight), key::eight(marks::from(eight)), key::four(eight as u32)] {
                let slot = filed.slot(spread);
                filed.counts[slot] = u16::MAX;
            }
        }
        filed
    }

    fn slot(&self, spread: u64) -> usize {
        (spread >> 32) as usize & (self.counts.len() - 1)
    }

    /// Files a rule; `false` where only asking it helps.
    fn file(&mut self, entry: Entry, rule: &Rule<'_>) -> bool {
        if rule.op.is_negative() {
            return false;
        }
        match rule.kind {
            Kind::All | Kind::Inert | Kind::Regex => false,
            Kind::Query => self.file_parameter(entry, rule),
            Kind::Is | Kind::Below => self.file_path(entry, rule),
            Kind::StartsWith => self.file_path(entry, rule) || self.file_text(entry, rule),
            Kind::Contains | Kind::ContainsSegment | Kind::Wildcard => self.file_text(entry, rule),
        }
    }

    fn file_parameter(&mut self, entry: Entry, rule: &Rule<'_>) -> bool {
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
        if value.is_some() {
            // Values are looked at where the name is known.
            self.keys.push(key::key(Of::Name, key::hash(name)));
        }
        self.has |= kind;
        self.keys.push(key);
        self.enter(key, entry);
        true
    }

    /// Under the host and the whole segments that its text begins with; `false` where it has none, or where too many
    /// texts go on from there.
    fn file_path(&mut self, entry: Entry, rule: &Rule<'_>) -> bool {
        let Some(beginning) = path_of(rule) else { return false };
        let (kind, of) = if rule.flags & flag::ANY_HOST == 0 {
            (has::FROM_HOST, Of::FromHost)
        } else {
            (has::FROM_PATH, Of::FromPath)
        };
        let key = key::key(of, key::hash(beginning));
        if rule.kind == Kind::StartsWith {
            let slot = self.slot(key);
            if self.crowds[slot] >= CROWD_OF_PATHS {
                return false;
            }
            self.crowds[slot] += 1;
        }
        self.has |= kind;
        self.longest_path = self.longest_path.max(beginning.len());
        self.keys.push(key);
        let at_end = if rule.kind == Kind::Is { how::AT_END } else { 0 };
        self.enter(key, Entry { how: entry.how | at_end, ..entry });
        true
    }

    /// Under bytes that stand in its text.
    fn file_text(&mut self, entry: Entry, rule: &Rule<'_>) -> bool {
        let mut places = take(&mut self.places);
        fill(&mut places, rule);
        let place = self.rarest(&places, rule);
        self.places = places;
        let Some(Place { table, offset, spread }) = place else { return false };
        let of = match table {
            Table::Marks => {
                self.marks.push(spread);
                Of::Mark
            }
            Table::Eights => {
                self.eights.push(spread);
                Of::Eight
            }
            Table::Fours => {
                self.fours.push(spread);
                Of::Four
            }
        };
        // A piece of a wildcard may stand anywhere.
        let offset = if rule.kind == Kind::Wildcard { 0 } else { offset };
        self.enter(key::key(of, spread), Entry { offset, ..entry });
        true
    }

    /// The rarest bytes that have room for the rule, or those where the same text is already. Marks before others.
    fn rarest(&mut self, places: &[Place], rule: &Rule<'_>) -> Option<Place> {
        let hash = (key::key(Of::Eight, key::hash(rule.text)) >> 32) as usize & (self.known.len() - 1);
        // Another text may have left it there; then its bytes do not stand in this one.
        if let Some(known) = self.known[hash].filter(|known| places.contains(known)) {
            return Some(known);
        }
        let mut rarest: Option<(u16, Place)> = None;
        for place in places {
            let slot = self.slot(place.spread);
            let count = self.counts[slot];
            let is_better = rarest.is_none_or(|(least, best)| {
                count < least && (best.table != Table::Marks || place.table == Table::Marks)
                    || best.table != Table::Marks && place.table == Table::Marks
            });
            if is_better && self.crowds[slot] < CROWD && !repeats_itself(rule, place) {
                rarest = Some((count, *place));
            }
        }
        let (_, place) = rarest?;
        let slot = self.slot(place.spread);
        self.crowds[slot] += 1;
        self.known[hash] = Some(place);
        Some(place)
    }

    fn enter(&mut self, key: u64, entry: Entry) {
        self.entries.push((key, Entry { check: key as u32, ..entry }));
    }
}

/// Whether a rule is filed under bytes of its text, or can be.
fn is_text(rule: &Rule<'_>) -> bool {
    !rule.op.is_negative()
        && matches!(rule.kind, Kind::StartsWith | Kind::Contains | Kind::ContainsSegment | Kind::Wildcard)
}

/// The beginning of a rule's text that ends where a segment does: every page has it, and goes on with a slash or not at
/// all, where the rule matches.
fn path_of<'r>(rule: &Rule<'r>) -> Option<&'r [u8]> {
    match rule.kind {
        Kind::Is | Kind::Below => Some(disputes::comparable_path(rule.needle())),
        Kind::StartsWith => {
            let end = rule.text.iter().position(|byte| matches!(byte, b'?' | b'#'));
            let text = rule.text.get(..end.unwrap_or(rule.text.len()))?;
            text.get(..text.iter().rposition(|&byte| byte == b'/')?)
        }
        _ => None,
    }
}

/// The pieces of the rule's text that every page has which the rule matches, with their offsets.
fn pieces<'r>(rule: &Rule<'r>) -> impl Iterator<Item = (usize, &'r [u8])> + use<'r> {
    let is_wildcard = rule.kind == Kind::Wildcard;
    // A host without a path is compared in lower case, and as if the query stood right behind it.
    let is_folded = is_wildcard && rule.flags & flag::NO_SLASH != 0;
    let text = match rule.flags & flag::UNICODE_HOST {
        // Folding reaches into the triplets of the host then.
        0 => rule.needle(),
        _ if is_folded => &[],
        _ => rule.needle(),
    };
    let mut offset = 0;
    // A wildcard may skip the page's query, so nothing of it reaches over a `#`.
    text.split(move |byte| match byte {
        b'*' | b'#' => is_wildcard,
        b'?' => is_folded,
        _ => false,
    })
    .map(move |piece| {
        let at = offset;
        offset += piece.len() + 1;
        (at, piece)
    })
    .filter(move |(_, piece)| !is_folded || !piece.iter().any(u8::is_ascii_uppercase))
}

/// Where the rule can be filed: at marks, or where there are none with enough around them, anywhere.
fn fill(places: &mut Vec<Place>, rule: &Rule<'_>) {
    places.clear();
    let mut longest = 0;
    for (start, piece) in pieces(rule) {
        longest = longest.max(piece.len());
        let tail = piece.len().saturating_sub(TAIL);
        let text = piece.get(tail..).unwrap_or_default();
        for at in marks::places(text, marks::marks) {
            let mut push = |at: usize, bytes: u64| {
                if let Ok(offset) = u16::try_from(start + tail + at) {
                    places.push(Place { table: Table::Marks, offset, spread: key::eight(bytes) });
                }
            };
            if at + marks::FROM <= text.len() {
                push(at, marks::from(marks::eight_at(text, at)));
            }
            if at >= marks::BEFORE && at - marks::BEFORE + 8 <= text.len() {
                push(at - marks::BEFORE, marks::eight_at(text, at - marks::BEFORE));
            }
        }
    }
    if !places.is_empty() {
        return;
    }
    let (table, width) = if longest < 8 { (Table::Fours, 4) } else { (Table::Eights, 8) };
    for (start, piece) in pieces(rule) {
        let count = (piece.len() + 1).saturating_sub(width);
        for at in count.saturating_sub(TAIL)..count {
            let bytes = marks::eight_at(piece, at);
            let spread = if longest < 8 { key::four(bytes as u32) } else { key::eight(bytes) };
            if let Ok(offset) = u16::try_from(start + at) {
                places.push(Place { table, offset, spread });
            }
        }
    }
}

/// Whether the bytes that a rule would be filed under can stand at nearly every place of a page.
fn repeats_itself(rule: &Rule<'_>, place: &Place) -> bool {
    let width = match place.table {
        // The eight bytes around a mark repeat themselves where six of them do.
        Table::Marks => marks::FROM,
        Table::Eights => 8,
        Table::Fours => 4,
    };
    let start = usize::from(place.offset);
    let bytes = rule.needle().get(start..start + width).unwrap_or_default();
    (1..width / 2).any(|period| bytes.get(period..) == bytes.get(..width - period))
}

impl Filed {
    /// Files what is asked whatever the page under those who see it: the rules of these rows, in their order, and
    /// chatflows without include rules.
    fn file_always(&mut self, book: &RuleBook<'_>, rows: &[Entry]) {
        let mut rows = rows.iter().peekable();
        for (rank, chatflow) in (0..).zip(book.chatflows()) {
            if !chatflow.is_enabled() || chatflow.who() == Who::Unknown {
                continue;
            }
            let everywhere = Entry { check: 0, rule: NONE, rank, offset: 0, how: 0 };
            let is_everywhere =
                chatflow.part(Part::Includes).is_empty() && disputes::EMPTY_INCLUDE_IS_EVERYWHERE;
            let mut asked = Vec::from_iter(is_everywhere.then_some(everywhere));
            while let Some(entry) = rows.next_if(|entry| entry.rank == rank) {
                asked.push(*entry);
            }
            if asked.is_empty() {
                continue;
            }
            let audience = |who: u64| key::key(Of::Audience, who);
            let keys: BTreeSet<u64> = match chatflow.who() {
                Who::Everyone => [audience(EVERYONE)].into(),
                Who::Anonymous => [audience(0)].into(),
                Who::Known => [audience(1)].into(),
                Who::Lists => {
                    chatflow.lists(Part::Lists).map(|list| key::key(Of::List, key::hash(list))).collect()
                }
                Who::Unknown => BTreeSet::new(),
            };
            for key in keys {
                self.keys.push(key);
                asked.iter().for_each(|entry| self.enter(key, *entry));
            }
        }
    }
}

fn write(mut filed: Filed, needles: Needles) -> Vec<u8> {
    // Entries of one key stand by rank and rule; those that are always asked were filed last.
    filed.entries.sort_by_key(|(_, entry)| (entry.rank, entry.rule));
    let count = (filed.entries.len() / 2).next_power_of_two();
    let bucket = |key: u64| (key >> 32) as usize & (count - 1);
    let mut buckets: Vec<u32> = vec![0; count + 1];
    for (key, _) in &filed.entries {
        buckets[bucket(*key)] += 1;
    }
    // Now where each bucket ends; filling them from their ends on leaves where each begins.
    let mut end = 0;
    for bucket in &mut buckets {
        end += *bucket;
        *bucket = end;
    }
    let nothing = Entry { check: 0, rule: 0, rank: 0, offset: 0, how: 0 };
    let mut entries = vec![nothing; filed.entries.len()];
    for (key, entry) in filed.entries.iter().rev() {
        let first = &mut buckets[bucket(*key)];
        *first -= 1;
        entries[*first as usize] = *entry;
    }
    let states = automaton::build::rows(needles, &mut entries);
    let entries: Vec<u32> = entries
        .iter()
        .flat_map(|Entry { check, rule, rank, offset, how }| {
            [*check, *rule, *rank, u32::from(*offset) | u32::from(*how) << 16]
        })
        .collect();

    let tables = [
        &buckets,
        &entries,
        &filter(&filed.keys),
        &filter(&filed.marks),
        &filter(&filed.eights),
        &filter(&filed.fours),
        &states,
    ];
    let mut bytes = Vec::new();
    let longest =
        u32::try_from(filed.longest_path).ok().and_then(|longest| longest.checked_mul(has::EACH + 1));
    bytes.extend((filed.has | longest.unwrap_or(0)).to_le_bytes());
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
const _: () = assert!(flag::EACH == 63, "a new flag: does every rule still hold what it is filed under?");
