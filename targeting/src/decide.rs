//! The decision: the first chatflow in priority order that is meant for this visitor on this page.
//!
//! Knows nothing of specificity or availability: neither counts.

#[cfg(feature = "index")]
use core::ops::ControlFlow;

#[cfg(feature = "index")]
use crate::index::walk;
use crate::{
    audience::{self, Visitor},
    book::{ChatflowRecord, RuleBook},
    disputes,
    page_url::PageUrl,
};

/// The chatflow to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Winner<'a> {
    /// The chatflow's id.
    pub id: &'a str,
    /// Its place in this book's priority order, from 0. A sub-book has an order of its own.
    pub index: usize,
    /// Which of its include rules matched first, from 0; `None` if it has none and is eligible everywhere.
    pub rule: Option<usize>,
}

/// Which chatflow, if any, this visitor gets on this page.
///
/// Total: every book that could be read, every page and every visitor has an answer.
pub fn decide<'a>(book: &RuleBook<'a>, page: &PageUrl<'_>, visitor: &Visitor<'_>) -> Option<Winner<'a>> {
    #[cfg(feature = "index")]
    if let Some(index) = book.index()
        && let ControlFlow::Continue(best) = walk::best(book, &index, page, visitor)
    {
        let (rank, chatflow) = best.and_then(|rank| Some((rank, book.chatflow(rank)?)))?;
        if let Some(rule) = matching_include(&chatflow, page) {
            return Some(Winner { id: chatflow.id(), index: rank, rule });
        }
        // An index that proposes what does not match was not made by us.
    }
    decide_in_turn(book, page, visitor)
}

/// The decision without an index: chatflow by chatflow, rule by rule. What the index is held to.
pub(crate) fn decide_in_turn<'a>(
    book: &RuleBook<'a>,
    page: &PageUrl<'_>,
    visitor: &Visitor<'_>,
) -> Option<Winner<'a>> {
    book.chatflows().enumerate().find_map(|(index, chatflow)| {
        if !chatflow.is_enabled() || audience::refusal(&chatflow, visitor).is_some() {
            return None;
        }
        let rule = matching_include(&chatflow, page)?;
        // Exclusions win over whatever matched, so they are only looked at where something did.
        let is_excluded = chatflow.excludes().any(|rule| rule.matches(page));
        (!is_excluded).then(|| Winner { id: chatflow.id(), index, rule })
    })
}

/// The first include rule that matches; `Some(None)` where a chatflow has none at all and is eligible everywhere.
fn matching_include(chatflow: &ChatflowRecord<'_>, page: &PageUrl<'_>) -> Option<Option<usize>> {
    match chatflow.includes().position(|rule| rule.matches(page)) {
        None => (chatflow.includes().len() == 0 && disputes::EMPTY_INCLUDE_IS_EVERYWHERE).then_some(None),
        found => Some(found),
    }
}
