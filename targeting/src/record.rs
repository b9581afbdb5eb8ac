//! A decision as one line of text: what was decided, by which rules, on which page. For support, and for proving that
//! two places decide alike.
//!
//! Holds nothing personal: no address (a hash of 32 bits tells whether it is the same page, and cannot be turned back),
//! no list, no circumstance.

use alloc::{format, string::String};

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
    let (shown, rule) = match decision {
        Ok(Some(winner)) => (winner.id(), winner.rule.map_or(String::from("e"), |rule| format!("{rule}"))),
        Ok(None) => ("-", String::from("-")),
        Err(Missing::Facts) => ("?facts", String::from("-")),
        Err(Missing::Regex) => ("?regex", String::from("-")),
    };
    let who = if visitor.known { 'k' } else { 'a' };
    format!("p1.{:016x}.{:08x}.{who}.{shown}.{rule}", book.fingerprint(), page.hash())
}
