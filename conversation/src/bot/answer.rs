//! What a visitor wrote, read as the answer that was asked for.
//!
//! Knows how people write numbers, dates and addresses. Says nothing of whether it is true.

use alloc::string::{String, ToString as _};

use crate::email::EmailAddress;
use crate::list::{DAY_MS, Kind, Number, Property, VALUE_CHARS, Value};
use crate::schedule::Date;

/// Whether two texts are the same answer: case and white space around do not count.
pub(super) fn same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// An e-mail address, alone or among other words: of several the first.
pub(super) fn email(text: &str) -> Option<Value> {
    let around = |c: char| matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | ':' | '"' | '.' | '!' | '?');
    let mut words = text.split_whitespace().filter(|word| word.contains('@'));
    let found = words.find_map(|word| EmailAddress::parse(word.trim_matches(around)).ok())?;
    Some(Value::Text(found.into_string()))
}

/// A text as a value of a property of the account; `None` where it cannot be one.
#[must_use]
pub fn value(property: &Property, text: &str) -> Option<Value> {
    let text = text.trim();
    match property.kind {
        Kind::Text => {
            let fits =
                !text.is_empty() && text.chars().count() <= VALUE_CHARS && !text.contains(char::is_control);
            fits.then(|| Value::Text(text.to_string()))
        }
        Kind::Number => number(text).map(Value::Number),
        Kind::Date => date(text).map(|ms| Value::Number(Number::of_ms(ms))),
        Kind::Enumeration => {
            property.options.iter().find(|option| same(option, text)).cloned().map(Value::Text)
        }
        // Nobody is asked for these: `check` says so.
        Kind::Boolean | Kind::Lists => None,
    }
}

/// `12`, `-3.5` or `3,5`. Where a comma stands beside a point, nobody can say what is meant.
fn number(text: &str) -> Option<Number> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b','));
    if !is_plain || text.len() > 20 {
        return None;
    }
    Number::new(text.replace(',', ".").parse().ok()?)
}

/// A day such as `2026-12-24`: its beginning in UTC, in ms.
fn date(text: &str) -> Option<i64> {
    let (year, month, day) = text.parse::<Date>().ok()?.parts();
    let (month, day) = (i64::from(month), i64::from(day));
    // Years begin with March, so that the leap day is the last of its year: the inverse of `Date::of_day`.
    let year = i64::from(year) - i64::from(month <= 2);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468;
    Some(days * DAY_MS)
}
