//! The owner's own numbers, in a language of three signs: `#` is a digit, `@` a letter, `?` either, and everything else is
//! itself, letters in both sizes. `KD-#####` finds a customer's number and hides it as `••-•••••`.
//!
//! A pattern begins and ends with a letter or a digit, has at least [`LEAST`] of them, and a digit for certain, so that no
//! everyday word is one. What it finds is whole: `#####` finds nothing in a number of six digits.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{Kind, MASK, digit, is_word, kind};

/// Longest pattern, in code points.
pub const CHARS: usize = 64;
/// Fewest letters and digits.
pub const LEAST: usize = 4;

/// A pattern that can be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Place>);

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Digit,
    Letter,
    Either,
    Itself(char),
}

/// Why something is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternInvalid {
    /// More than [`CHARS`] code points.
    TooLong {
        /// So many.
        got: usize,
    },
    /// Fewer than [`LEAST`] letters and digits.
    TooShort {
        /// So many.
        got: usize,
    },
    /// No digit for certain.
    NoDigit,
    /// It begins or ends with neither a letter nor a digit.
    Edge,
    /// A control character, or [`MASK`].
    Character,
}

impl fmt::Display for PatternInvalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { got } => write!(f, "at most {CHARS} characters, got {got}"),
            Self::TooShort { got } => write!(f, "at least {LEAST} letters and digits, got {got}"),
            Self::NoDigit => f.write_str("at least one digit or #, got none"),
            Self::Edge => f.write_str("expected a letter, a digit, #, @ or ? at both ends"),
            Self::Character => f.write_str("no line ends, other control characters, or •"),
        }
    }
}

impl Place {
    const fn of(c: char) -> Self {
        match c {
            '#' => Self::Digit,
            '@' => Self::Letter,
            '?' => Self::Either,
            c => Self::Itself(c),
        }
    }

    fn is_word(self) -> bool {
        match self {
            Self::Itself(c) => is_word(c),
            Self::Digit | Self::Letter | Self::Either => true,
        }
    }

    fn is_digit(self) -> bool {
        match self {
            Self::Itself(c) => digit(c).is_some(),
            Self::Digit => true,
            Self::Letter | Self::Either => false,
        }
    }

    fn takes(self, c: char) -> bool {
        let is_letter = || matches!(kind(c), Kind::Letter | Kind::Sign);
        match self {
            Self::Digit => digit(c).is_some(),
            Self::Letter => is_letter(),
            Self::Either => is_word(c),
            Self::Itself(own) => {
                own.eq_ignore_ascii_case(&c) || (digit(own).is_some() && digit(own) == digit(c))
            }
        }
    }
}

impl Pattern {
    /// Reads a pattern; blanks around it do not count.
    ///
    /// # Errors
    /// [`PatternInvalid`].
    pub fn parse(text: &str) -> Result<Self, PatternInvalid> {
        let text: Vec<char> = text.trim().chars().collect();
        let got = text.len();
        if got > CHARS {
            return Err(PatternInvalid::TooLong { got });
        }
        if text.iter().any(|c| c.is_control() || *c == MASK) {
            return Err(PatternInvalid::Character);
        }
        let places: Vec<Place> = text.into_iter().map(Place::of).collect();
        let got = places.iter().filter(|place| place.is_word()).count();
        if got < LEAST {
            return Err(PatternInvalid::TooShort { got });
        }
        if ![places.first(), places.last()].into_iter().flatten().all(|place| place.is_word()) {
            return Err(PatternInvalid::Edge);
        }
        if !places.iter().any(|place| place.is_digit()) {
            return Err(PatternInvalid::NoDigit);
        }
        Ok(Self(places))
    }

    /// Where it ends if it stands at a place, whole.
    fn end(&self, chars: &[char], from: usize) -> Option<usize> {
        let here = chars.get(from..from + self.0.len())?;
        let end = from + here.len();
        let fits = self.0.iter().zip(here).all(|(place, c)| place.takes(*c));
        let goes_on =
            |one: Option<&char>, next: Option<&char>| one.map(|c| kind(*c)) == next.map(|c| kind(*c));
        let whole =
            |outside: Option<&char>, inside: Option<&char>| outside.is_none() || !goes_on(outside, inside);
        let before = from.checked_sub(1).and_then(|at| chars.get(at));
        (fits && whole(before, here.first()) && whole(chars.get(end), here.last())).then_some(end)
    }
}

/// Masks everything that a pattern finds, the first of them that does; tells whether there was anything.
pub(super) fn mask_all(chars: &mut [char], patterns: &[Pattern]) -> bool {
    let (mut at, mut found) = (0, false);
    while at < chars.len() {
        match patterns.iter().find_map(|pattern| pattern.end(chars, at)) {
            Some(end) => {
                for c in chars[at..end].iter_mut().filter(|c| is_word(**c)) {
                    *c = MASK;
                }
                found = true;
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// What a pattern would find, for somebody who writes one: such a number.
#[must_use]
pub fn example(pattern: &str) -> String {
    let place = |(at, c): (usize, char)| match c {
        '#' => char::from(b'1' + (at % 9) as u8),
        '@' | '?' => char::from(b'A' + (at % 26) as u8),
        c => c,
    };
    pattern.trim().chars().enumerate().map(place).collect()
}
