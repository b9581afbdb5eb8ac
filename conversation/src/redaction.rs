//! Redaction (N20): which numbers in what a visitor writes are masked before anybody keeps or sends them.
//!
//! The same code runs in the visitor's browser, before a message is kept or sent, and at the edge, before it is stored: what
//! comes from an older or a foreign client is masked there. A mask is as long as what it hides: every letter and digit
//! becomes [`MASK`], and everything between them stays. Text without a digit is never touched.
//!
//! Knows text, and what card numbers, IBANs and the owner's own numbers ([`pattern`]) look like. Knows no dictionary of names:
//! what is secret without being such a number stays as it is.

mod numbers;
pub mod pattern;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pattern::{Pattern, PatternInvalid};

/// What stands for a hidden letter or digit.
pub const MASK: char = '•';
/// Most patterns of an account.
pub const PATTERNS: usize = 20;
/// Longest name of a pattern, in code points.
pub const NAME_CHARS: usize = 60;

/// What an account has masked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, default)
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Redaction {
    /// Card numbers, all but their last four digits.
    pub cards: bool,
    /// IBANs, all but their country and their last four characters.
    pub iban: bool,
    /// The owner's own numbers, at most 20.
    pub patterns: Vec<Named>,
}

/// A pattern and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RedactedPattern"))]
pub struct Named {
    /// For the owner, such as “Customer number”; 1 to 60 code points. Visitors never see it.
    pub name: String,
    /// `#` is a digit, `@` a letter, `?` either, and everything else itself; at most 64 code points, at least four letters and
    /// digits and one digit for certain, and a letter or a digit at both ends.
    pub pattern: String,
}

impl Default for Redaction {
    /// Card numbers alone.
    fn default() -> Self {
        Self { cards: true, iban: false, patterns: Vec::new() }
    }
}

/// Why something cannot be what an account has masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// More than [`PATTERNS`].
    TooMany {
        /// So many.
        got: usize,
    },
    /// A name of nothing, or of more than [`NAME_CHARS`] code points.
    Name {
        /// Which pattern's.
        at: usize,
        /// So many.
        got: usize,
    },
    /// A pattern that is none.
    Pattern {
        /// Which.
        at: usize,
        /// Why.
        why: PatternInvalid,
    },
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { got } => write!(f, "at most {PATTERNS} patterns, got {got}"),
            Self::Name { got, .. } => write!(f, "1 to {NAME_CHARS} characters, got {got}"),
            Self::Pattern { why, .. } => why.fmt(f),
        }
    }
}

impl Redaction {
    /// Judges what an owner wants to save.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), Invalid> {
        let got = self.patterns.len();
        if got > PATTERNS {
            return Err(Invalid::TooMany { got });
        }
        for (at, Named { name, pattern }) in self.patterns.iter().enumerate() {
            let got = name.trim().chars().count();
            if !(1..=NAME_CHARS).contains(&got) {
                return Err(Invalid::Name { at, got });
            }
            Pattern::parse(pattern).map_err(|why| Invalid::Pattern { at, why })?;
        }
        Ok(())
    }

    /// What a browser is told: nothing where only card numbers are masked, which is usual. Names stay at home.
    #[must_use]
    pub fn to_wire(&self) -> Option<String> {
        if *self == Self::default() {
            return None;
        }
        let mut text = String::new();
        for (on, letter) in [(self.cards, 'c'), (self.iban, 'i')] {
            text.extend(on.then_some(letter));
        }
        for named in &self.patterns {
            text.push('\n');
            text.push_str(&named.pattern);
        }
        Some(text)
    }
}

/// What is masked, ready to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masks {
    cards: bool,
    iban: bool,
    patterns: Vec<Pattern>,
}

impl From<&Redaction> for Masks {
    /// A pattern that is none, which cannot be saved, masks nothing.
    fn from(redaction: &Redaction) -> Self {
        let patterns = redaction.patterns.iter().filter_map(|named| Pattern::parse(&named.pattern).ok());
        Self { cards: redaction.cards, iban: redaction.iban, patterns: patterns.collect() }
    }
}

impl Masks {
    /// As [`Redaction::to_wire`] wrote it.
    #[must_use]
    pub fn from_wire(text: Option<&str>) -> Self {
        let mut lines = text.unwrap_or("c").split('\n');
        let switches = lines.next().unwrap_or_default();
        let patterns = lines.filter_map(|line| Pattern::parse(line).ok()).take(PATTERNS).collect();
        Self { cards: switches.contains('c'), iban: switches.contains('i'), patterns }
    }

    /// The text with its numbers masked; `None` where there are none. Masking what is masked changes nothing. Takes time in
    /// proportion to the text.
    #[must_use]
    pub fn mask(&self, text: &str) -> Option<String> {
        if !may_be_masked(text) {
            return None;
        }
        let mut chars: Vec<char> = text.chars().collect();
        let mut found = false;
        if self.iban {
            found |= numbers::ibans(&mut chars);
        }
        if self.cards {
            found |= numbers::cards(&mut chars);
        }
        if !self.patterns.is_empty() {
            found |= pattern::mask_all(&mut chars, &self.patterns);
        }
        found.then(|| chars.into_iter().collect())
    }
}

/// Whether there is anything in a text that could ever be masked: nobody has to be asked about the others.
#[must_use]
pub fn may_be_masked(text: &str) -> bool {
    text.chars().any(|c| digit(c).is_some())
}

/// Whether a text looks as if something in it had been masked.
#[must_use]
pub fn is_masked(text: &str) -> bool {
    // Not `contains` of a text: its searcher is 5 KB that visitors would download.
    let (mut all, mut two, mut last) = (0, false, ' ');
    for c in text.chars() {
        if c == MASK {
            all += 1;
            two |= last == MASK;
        }
        last = c;
    }
    two && all >= pattern::LEAST
}

/// What a digit of any script counts. Once in the module, and not wherever it is asked: visitors download it.
#[inline(never)]
fn digit(c: char) -> Option<u8> {
    /// Their zeros; nine more follow on each.
    const ZEROS: [u32; 25] = [
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
        0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
    ];
    ZEROS
        .iter()
        .find_map(|zero| (c as u32).checked_sub(*zero).filter(|above| *above < 10))
        .map(|value| value as u8)
}

/// What a character is, as far as masks care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Digit,
    /// Of a script that writes blanks between words.
    Letter,
    /// Of one that does not: a number may stand right beside it.
    Sign,
    Other,
}

/// As near as it gets without a table: letters are what is neither a digit nor where punctuation, symbols and pictures are.
#[inline(never)]
fn kind(c: char) -> Kind {
    match c {
        _ if digit(c).is_some() => Kind::Digit,
        'a'..='z' | 'A'..='Z' => Kind::Letter,
        '\0'..='\u{bf}' | '×' | '÷' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' => Kind::Other,
        '\u{fe00}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff20}' | '\u{1f000}'.. => Kind::Other,
        '\u{2e80}'.. => Kind::Sign,
        _ => Kind::Letter,
    }
}

/// Whether it is a letter or a digit.
#[inline(never)]
fn is_word(c: char) -> bool {
    kind(c) != Kind::Other
}

#[cfg(test)]
mod tests;
