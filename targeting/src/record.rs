//! A decision as one line of text: what was decided, by which rules, on which page. For support, and for proving that
//! two places decide alike.
//!
//! Holds nothing personal: no address (a hash of 32 bits tells whether it is the same page, and cannot be turned back),
//! no list, no circumstance.

use alloc::string::String;

use crate::{
    audience::Visitor,
    book::RuleBook,
    decide::{Missing, Winner},
    page_url::PageUrl,
};

/// A decision as a line: `p1.BOOK.PAGE.WHO.SHOWN.RULE`.
///
/// | part | what |
/// |---|---|
/// | `p1` | the form of this line |
/// | `BOOK` | [`RuleBook::fingerprint`], 16 hexadecimal digits |
/// | `PAGE` | FNV-1a (32 bits) of the address in normal form, 8 hexadecimal digits; that of nothing where it is unusable |
/// | `WHO` | `a` for an anonymous visitor, `k` for a known contact |
/// | `SHOWN` | the winner's id, or `-`; `?facts`, `?regex` where the decision is [`Missing`] something |
/// | `RULE` | which include rule matched first, from 0; `e` where the winner has none; `-` where nothing is shown |
///
/// Equal questions have equal lines, byte for byte, wherever they are answered. An id with a `.` in it stays readable:
/// the other parts have none.
#[must_use]
pub fn record(
    book: &RuleBook<'_>,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
    decision: &Result<Option<Winner<'_>>, Missing>,
) -> String {
    let shown = match decision {
        Ok(Some(winner)) => winner.id(),
        Ok(None) => "-",
        Err(Missing::Facts) => "?facts",
        Err(Missing::Regex) => "?regex",
    };
    // Every page view has one of these: it is put together without the formatter, which would take as long as deciding.
    let mut line = String::with_capacity(FIXED_BYTES + shown.len());
    line.push_str("p1.");
    push_hex(&mut line, book.fingerprint(), 16);
    line.push('.');
    push_hex(&mut line, u64::from(page.hash()), 8);
    line.push_str(if visitor.known { ".k." } else { ".a." });
    line.push_str(shown);
    line.push('.');
    match decision {
        Ok(Some(Winner { rule: Some(rule), .. })) => push_decimal(&mut line, *rule as u64),
        Ok(Some(_)) => line.push('e'),
        _ => line.push('-'),
    }
    line
}

/// What a line has beside the winner's id, with room for any rule's number.
const FIXED_BYTES: usize = 3 + 16 + 1 + 8 + 3 + 1 + 20;

fn push_hex(line: &mut String, number: u64, digits: u32) {
    for at in (0..digits).rev() {
        line.extend(char::from_digit((number >> (4 * at)) as u32 & 15, 16));
    }
}

fn push_decimal(line: &mut String, number: u64) {
    if number > 9 {
        push_decimal(line, number / 10);
    }
    line.extend(char::from_digit((number % 10) as u32, 10));
}
