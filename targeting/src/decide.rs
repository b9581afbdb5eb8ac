//! The decision: the first chatflow in priority order that is meant for this visitor on this page.
//!
//! Knows nothing of specificity or availability: neither counts.

use core::fmt;
#[cfg(feature = "index")]
use core::ops::ControlFlow;

#[cfg(feature = "index")]
use crate::index::walk;
use crate::{
    audience::{self, Visitor},
    book::{ChatflowRecord, Part, RuleBook},
    condition, disputes,
    page_url::PageUrl,
    rule::Verdict,
};

/// The chatflow to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Winner<'a> {
    id: &'a [u8],
    /// Its place in this book's priority order, from 0. A sub-book has an order of its own.
    pub index: usize,
    /// Which of its include rules matched first, from 0; `None` if it has none and is eligible everywhere.
    pub rule: Option<usize>,
}

impl<'a> Winner<'a> {
    /// The chatflow's id.
    pub fn id(&self) -> &'a str {
        core::str::from_utf8(self.id).unwrap_or_default()
    }
}

/// What a decision depends on and the caller does not have. Somebody else can be asked who does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The circumstances of the page view ([`Visitor::facts`]), which the best candidate has conditions on.
    Facts,
    /// An engine for regular expressions: the best candidate has a rule with one, or one on a parameter with U+FFFD, which
    /// browsers leave to the edge too.
    Regex,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Facts => "the decision depends on facts that are not known here",
            Self::Regex => "the decision depends on a regular expression that cannot be decided here",
        })
    }
}

impl core::error::Error for Missing {}

/// Which chatflow, if any, this visitor gets on this page.
///
/// # Errors
/// Total for every book that could be read, every page and every visitor whose facts are given, where the book was read
/// by [`OwnedBook::read`](crate::OwnedBook::read) with the feature `regex`. Else what the best candidate depends on may
/// be [`Missing`].
pub fn decide<'a>(
    book: &RuleBook<'a>,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
) -> Result<Option<Winner<'a>>, Missing> {
    #[cfg(feature = "index")]
    if let Some(index) = book.index()
        && let ControlFlow::Continue(best) = walk::best(book, &index, page, visitor)
    {
        let Some(found) = best else { return Ok(None) };
        let index = found.rank as usize;
        if let Some(chatflow) = book.chatflow(index)
            && let Some(rule) = confirmed(book, &chatflow, found, page, visitor)?
        {
            return Ok(Some(Winner { id: chatflow.id_bytes(), index, rule }));
        }
        // An index that proposes what does not match was not made by us.
    }
    decide_in_turn(book, page, visitor)
}

/// What [`eligible`] says of a chatflow that the index found, without asking its rules again.
#[cfg(feature = "index")]
fn confirmed(
    book: &RuleBook<'_>,
    chatflow: &ChatflowRecord<'_>,
    found: walk::Found,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
) -> Result<Option<Option<usize>>, Missing> {
    let rows = chatflow.part(Part::Includes);
    let place = (found.rule as usize).checked_sub(rows.start).filter(|place| *place < rows.len());
    if place.is_none() || !book.decides_regexes() {
        return eligible(chatflow, page, visitor);
    }
    if !chatflow.part(Part::Conditions).is_empty() && visitor.facts.is_none() {
        return Err(Missing::Facts);
    }
    Ok(Some(place))
}

/// The decision without an index: chatflow by chatflow, rule by rule. What the index is held to, and measured against.
///
/// # Errors
/// As [`decide`].
#[doc(hidden)]
pub fn decide_in_turn<'a>(
    book: &RuleBook<'a>,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
) -> Result<Option<Winner<'a>>, Missing> {
    let mut index = 0;
    while let Some(chatflow) = book.chatflow(index) {
        if let Some(rule) = eligible(&chatflow, page, visitor)? {
            return Ok(Some(Winner { id: chatflow.id_bytes(), index, rule }));
        }
        index += 1;
    }
    Ok(None)
}

/// Whether the chatflow can be shown, and by which rule: the first include rule that matches, or `Some(None)` where it
/// has none at all and is eligible everywhere. What costs least is asked first.
fn eligible(
    chatflow: &ChatflowRecord<'_>,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
) -> Result<Option<Option<usize>>, Missing> {
    if !chatflow.is_enabled() || audience::refusal(chatflow, visitor).is_some() {
        return Ok(None);
    }
    let (includes, mut is_undecided) = (chatflow.part(Part::Includes), false);
    let mut first = None;
    for (place, row) in includes.clone().enumerate() {
        let verdict = judge(chatflow, row, page);
        // An earlier rule that might match is the one to name, so a later match settles nothing.
        is_undecided = verdict == Verdict::Undecided;
        if is_undecided || verdict == Verdict::Matches {
            first = Some(place);
            break;
        }
    }
    if first.is_none() && !(includes.is_empty() && disputes::EMPTY_INCLUDE_IS_EVERYWHERE) {
        return Ok(None);
    }
    // Exclusions win over whatever matched, so they are only looked at where something did.
    for row in chatflow.part(Part::Excludes) {
        match judge(chatflow, row, page) {
            Verdict::Matches => return Ok(None),
            Verdict::Undecided => is_undecided = true,
            _ => {}
        }
    }
    if !chatflow.part(Part::Conditions).is_empty() {
        let Some(facts) = visitor.facts else { return Err(Missing::Facts) };
        if !condition::hold(chatflow, facts) {
            return Ok(None);
        }
    }
    if is_undecided { Err(Missing::Regex) } else { Ok(Some(first)) }
}

/// What the rule in a row says; nothing where there is none.
fn judge(chatflow: &ChatflowRecord<'_>, row: usize, page: &PageUrl<'_>) -> Verdict {
    chatflow.rule(row).map_or(Verdict::Inert, |rule| rule.judge(page))
}
