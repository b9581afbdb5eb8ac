//! How far back words are looked for at once, so that a search costs the same however large an inbox is.
//!
//! Documents are numbered in the order in which threads began. Words are followed from the newest document back, so many
//! places of them; what lies behind that is another window, with a cursor of its own, and whoever asks is told. Where the
//! words of a search occur together, each is counted first: one that is rare leads to all the places where it meets the
//! others; where none is, the index would walk through all of both lists before it finds that they meet nowhere, so each is
//! followed by itself through a window that all of them were counted through. A beginning is looked for as the words that
//! have it, of which the index keeps a list: asked for a beginning, it would merge the whole lists of all of them.
//!
//! Knows the index and no thread.

use conversation::filter::{Filter, Word, Words};

use crate::store::inbox::search;
use crate::store::{Sql, StoreError};
use crate::values;

/// Numbers of threads are smaller, and so are those of documents as a number of JavaScript's.
const NUMBERS: u64 = 1 << 32;
/// Bits of a document's number that are the place in its thread.
const PLACE_BITS: u32 = 20;

/// How much of the index one question may look at.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Places of a word, the newest.
    pub places: u64,
    /// Places of a word, where each thread is looked at for another word that must not be in it.
    pub without: u64,
    /// Places of several words, all of them together.
    pub together: u64,
    /// Words that have a beginning, by the alphabet.
    pub beginnings: usize,
}

impl Bounds {
    /// As `docs/performance.md` measures them.
    pub const USUAL: Self = Self { places: 4_000, without: 1_000, together: 40_000, beginnings: 256 };
}

/// What is asked of the index for the words of one filter.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// One expression.
    Together(String),
    /// One for each word; a document has to have all of them.
    Apart(Vec<String>),
}

/// A part of the threads, in which words are looked for.
#[derive(Clone, Debug)]
pub(super) struct Window {
    /// From this number of a thread on.
    pub(super) from: u64,
    /// Up to this one, which is not in it any more.
    pub(super) below: u64,
    /// What is asked for each filter that says what occurs, in their order.
    pub(super) asked: Vec<Asked>,
    /// Whether more words have a beginning than are looked for.
    pub(super) beginning: bool,
}

impl Window {
    /// The window below a thread's number in which what a filter says is looked for; none where it says nothing of words.
    ///
    /// # Errors
    /// [`StoreError`] from the database.
    pub(super) fn of(
        sql: &impl Sql,
        filter: &Filter,
        below: Option<u64>,
        bounds: Bounds,
    ) -> Result<Option<Self>, StoreError> {
        let mut said = Said::default();
        said.hear(filter);
        if said.words.is_empty() {
            return Ok(None);
        }
        let below = below.unwrap_or(NUMBERS).min(NUMBERS);
        let most = if said.without { bounds.without } else { bounds.places };
        let mut window = Self { from: 0, below, asked: Vec::new(), beginning: false };
        for (words, in_who_only) in said.words {
            let mut each = Vec::new();
            for word in words.all() {
                let (expression, is_cut) = expression(sql, word, bounds.beginnings)?;
                window.beginning |= is_cut;
                each.push(if in_who_only { format!("who : ({expression})") } else { expression });
            }
            let (asked, lowest) = follow(sql, each, below, most, bounds.together)?;
            // The thread in which it ends is all in the next window, unless it fills one by itself.
            let from = lowest.map_or(0, |lowest| ((lowest >> PLACE_BITS) + 1).min(below.saturating_sub(1)));
            window.from = window.from.max(from);
            window.asked.push(asked);
        }
        Ok(Some(window))
    }

    /// The first document that is in it, and the first that is not any more.
    pub(super) fn documents(&self) -> [u64; 2] {
        [self.from << PLACE_BITS, self.below << PLACE_BITS]
    }

    /// Whether there is more behind it.
    pub(super) fn is_cut(&self) -> bool {
        self.from > 0
    }
}

/// What a filter says of words: those that have to be there, each with whether in who it is with only, in their order.
#[derive(Default)]
struct Said<'f> {
    words: Vec<(&'f Words, bool)>,
    /// Whether others must not.
    without: bool,
}

impl<'f> Said<'f> {
    fn hear(&mut self, filter: &'f Filter) {
        match filter {
            Filter::All(filters) => filters.iter().for_each(|filter| self.hear(filter)),
            Filter::Text(words) => self.words.push((words, false)),
            Filter::From(words) => self.words.push((words, true)),
            Filter::Not(filter) => self.without |= names_words(filter),
            Filter::Any(filters) => self.without |= filters.iter().any(names_words),
            _ => {}
        }
    }
}

/// Whether it is one word, as the index has words.
pub(super) fn is_one(words: &Words) -> bool {
    matches!(words.all(), [word] if !word.goes_on && word.text.chars().all(char::is_alphanumeric))
}

/// Whether words stand in it anywhere.
fn names_words(filter: &Filter) -> bool {
    match filter {
        Filter::All(filters) | Filter::Any(filters) => filters.iter().any(names_words),
        Filter::Not(filter) => names_words(filter),
        Filter::Text(_) | Filter::From(_) => true,
        _ => false,
    }
}

/// How words are asked for that occur together, and the lowest document of the window that they are followed through; none
/// where that is all of it.
fn follow(
    sql: &impl Sql,
    each: Vec<String>,
    below: u64,
    most: u64,
    together: u64,
) -> Result<(Asked, Option<u64>), StoreError> {
    if let [one] = &each[..] {
        let (places, lowest) = places(sql, one, below, most)?;
        return Ok((Asked::Together(one.clone()), lowest.filter(|_| places >= most)));
    }
    let share = (together / each.len() as u64).max(1);
    let mut from: Option<u64> = None;
    for one in &each {
        let (places, lowest) = places(sql, one, below, share)?;
        if places < most.min(share) {
            return Ok((Asked::Together(each.join(" AND ")), None));
        }
        from = from.max(lowest.filter(|_| places >= share));
    }
    Ok((Asked::Apart(each), from))
}

/// How many places an expression has below a thread's number, at most so many, and the lowest of them.
fn places(sql: &impl Sql, expression: &str, below: u64, most: u64) -> Result<(u64, Option<u64>), StoreError> {
    let statement = "SELECT count(*), min(at) FROM (SELECT rowid AS at FROM search \
         WHERE search MATCH ? AND rowid < CAST(? AS INTEGER) ORDER BY rowid DESC LIMIT ?)";
    let rows = sql.run(statement, values![expression, below << PLACE_BITS, most])?;
    let Some(row) = rows.first() else { return Ok((0, None)) };
    Ok((row.number(0)?, row.maybe_number(1)?))
}

/// What is asked for one word; and whether more words have its beginning than are asked for.
fn expression(sql: &impl Sql, word: &Word, most: usize) -> Result<(String, bool), StoreError> {
    let plain = search::phrase(word);
    let Some(beginning) = Some(word).filter(|word| word.goes_on).and_then(|word| as_indexed(&word.text))
    else {
        return Ok((plain, false));
    };
    let mut words = Vec::new();
    let mut at = beginning.clone();
    let end = format!("{beginning}{}", char::MAX);
    loop {
        // One word at a time: a list of all would read through every place of each.
        let statement = "SELECT term FROM search_words WHERE term >= ? AND term < ? ORDER BY term LIMIT 1";
        let rows = sql.run(statement, values![at, end.as_str()])?;
        let Some(row) = rows.first() else { break };
        let word = row.text(0)?;
        if words.len() >= most {
            return Ok((format!("({})", words.join(" OR ")), true));
        }
        words.push(format!("\"{word}\""));
        at = format!("{word}\u{1}");
    }
    Ok((if words.is_empty() { plain } else { format!("({})", words.join(" OR ")) }, false))
}

/// A beginning as the index writes words: small letters without accents. `None` where that is not known here for certain;
/// then the index looks for it itself.
fn as_indexed(text: &str) -> Option<String> {
    let plain = |c: char| match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => Some('a'),
        'ç' => Some('c'),
        'è' | 'é' | 'ê' | 'ë' => Some('e'),
        'ì' | 'í' | 'î' | 'ï' => Some('i'),
        'ñ' => Some('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => Some('o'),
        'ù' | 'ú' | 'û' | 'ü' => Some('u'),
        'ý' | 'ÿ' => Some('y'),
        'ß' => Some('ß'),
        other => Some(other).filter(char::is_ascii_alphanumeric),
    };
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

#[cfg(test)]
mod tests;
