//! Card numbers and IBANs: where one begins and ends, and whether its check digits are right.

use super::{MASK, digit, is_word};

/// Digits of a card number.
const CARD: core::ops::RangeInclusive<usize> = 13..=19;
/// Characters of an IBAN.
const IBAN: core::ops::RangeInclusive<usize> = 15..=34;
/// Letters and digits at the end that stay, of both.
const KEPT: usize = 4;
/// Characters between two digits of one number.
const BETWEEN: usize = 3;
/// The longest telephone number with its country, by E.164.
const PHONE: usize = 15;

/// Blanks, dashes and dots.
#[inline(never)]
const fn is_between(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '-' | '.' | '\u{a0}' | '\u{2009}'
            ..='\u{2015}' | '\u{202f}' | '−' | '\u{3000}' | '－' | '．'
    )
}

/// Masks every letter and digit between two places, but the last few.
#[inline(never)]
fn hide(chars: &mut [char], kept: usize) {
    let words = chars.iter().filter(|c| is_word(**c)).count();
    for c in chars.iter_mut().filter(|c| is_word(**c)).take(words.saturating_sub(kept)) {
        *c = MASK;
    }
}

/// The next digit from a place on that still belongs to the number before it.
#[inline(never)]
fn next_digit(chars: &[char], from: usize) -> Option<usize> {
    let at = from + chars.get(from..)?.iter().take(BETWEEN).take_while(|c| is_between(**c)).count();
    digit(*chars.get(at)?).map(|_| at)
}

/// Masks card numbers; tells whether there were any. One begins and ends where a group of digits does, and what follows a
/// mask is its own last digits, not the beginning of the next.
pub(super) fn cards(chars: &mut [char]) -> bool {
    let (mut at, mut run_end) = (0, 0);
    let (mut hidden, mut kept) = (0, 0);
    let mut found = false;
    while let Some(&c) = chars.get(at) {
        let begins = digit(c).is_some() && (at == 0 || digit(chars[at - 1]).is_none());
        if c == MASK {
            (hidden, kept) = (hidden + 1, 0);
        } else if is_word(c) {
            if hidden + KEPT >= *CARD.start() {
                kept = KEPT;
            }
            hidden = 0;
            if kept > 0 {
                kept -= 1;
            } else if begins {
                if at >= run_end {
                    let digits;
                    (run_end, digits) = run(chars, at);
                    if digits <= PHONE && at > 0 && matches!(chars[at - 1], '+' | '＋') {
                        at = run_end;
                        continue;
                    }
                }
                if let Some(end) = card(chars, at) {
                    hide(&mut chars[at..end], KEPT);
                    found = true;
                    at = end;
                    continue;
                }
            }
        } else if !is_between(c) {
            (hidden, kept) = (0, 0);
        }
        at += 1;
    }
    found
}

/// Where the digits end that go on from a place, and how many they are.
fn run(chars: &[char], from: usize) -> (usize, usize) {
    let (mut end, mut digits) = (from, 0);
    while let Some(at) = next_digit(chars, end) {
        (end, digits) = (at + 1, digits + 1);
    }
    (end, digits)
}

/// Where the longest card number ends that begins at a place.
fn card(chars: &[char], from: usize) -> Option<usize> {
    let mut digits = [0; *CARD.end()];
    let (mut got, mut end, mut found) = (0, from, None);
    while let (Some(at), true) = (next_digit(chars, end), got < digits.len()) {
        digits[got] = digit(chars[at])?;
        (got, end) = (got + 1, at + 1);
        let group_ends = chars.get(end).is_none_or(|c| digit(*c).is_none());
        if group_ends && CARD.contains(&got) && is_issued(&digits) && is_luhn(&digits[..got]) {
            found = Some(end);
        }
    }
    found
}

/// Whether cards begin so. Moments and days of our time begin with 1 or 20, telephone numbers with 0.
const fn is_issued(digits: &[u8]) -> bool {
    match digits {
        [2, second, ..] => matches!(second, 2..=7),
        [first, ..] => matches!(first, 3..=6 | 8 | 9),
        [] => false,
    }
}

/// Whether the last digit is the one that all others make (ISO/IEC 7812-1, the Luhn algorithm).
fn is_luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let weigh =
        |(place, digit): (usize, &u8)| u32::from(if place % 2 == 1 { doubled(*digit) } else { *digit });
    digits.iter().rev().enumerate().map(weigh).sum::<u32>() % 10 == 0
}

/// Masks IBANs; tells whether there were any.
pub(super) fn ibans(chars: &mut [char]) -> bool {
    let (mut at, mut found) = (0, false);
    while at < chars.len() {
        let begins = at == 0 || !is_joined(chars[at - 1]);
        match iban(chars, at).filter(|_| begins) {
            Some(end) => {
                hide(&mut chars[at + 2..end], KEPT);
                found = true;
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a word goes on with it.
fn is_joined(c: char) -> bool {
    is_word(c) || c == MASK
}

/// Where the longest IBAN ends that begins at a place (ISO 13616: what is behind the first four characters, and then those,
/// as one number, leaves 1 when it is divided by 97).
fn iban(chars: &[char], from: usize) -> Option<usize> {
    let [first, second, tens, ones] = chars.get(from..from + 4)? else { return None };
    let country = [letter(*first)?, letter(*second)?];
    let check = [u32::from(digit(*tens)?), u32::from(digit(*ones)?)];
    let add = |sum: u32, value: u32| (sum * if value < 10 { 10 } else { 100 } + value) % 97;
    let (mut got, mut end, mut sum, mut found) = (4, from + 4, 0, None);
    while got < *IBAN.end() {
        let at = end + usize::from(chars.get(end).is_some_and(|c| is_between(*c)));
        let Some(value) = chars.get(at).and_then(|c| letter(*c).or(digit(*c).map(u32::from))) else { break };
        (sum, got, end) = (add(sum, value), got + 1, at + 1);
        let ends = chars.get(end).is_none_or(|c| !is_joined(*c));
        if ends && IBAN.contains(&got) && country.into_iter().chain(check).fold(sum, add) == 1 {
            found = Some(end);
        }
    }
    found
}

/// What a letter counts in an IBAN: A is 10.
fn letter(c: char) -> Option<u32> {
    c.is_ascii_alphabetic().then(|| c.to_ascii_uppercase() as u32 - 'A' as u32 + 10)
}
