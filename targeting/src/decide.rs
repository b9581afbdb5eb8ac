//! The decision: the first chatflow in priority order that is meant for this visitor on this page.
//!
//! Knows nothing of specificity or availability: neither counts.

use crate::{
    audience::{self, Visitor},
    book::RuleBook,
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
    book.chatflows().enumerate().find_map(|(index, chatflow)| {
        if !chatflow.is_enabled() || audience::refusal(&chatflow, visitor).is_some() {
            return None;
        }
        let rule = match chatflow.includes().position(|rule| rule.matches(page)) {
            None if chatflow.includes().len() == 0 && disputes::EMPTY_INCLUDE_IS_EVERYWHERE => None,
            None => return None,
            found => found,
        };
        // Exclusions win over whatever matched, so they are only looked at where something did.
        let is_excluded = chatflow.excludes().any(|rule| rule.matches(page));
        (!is_excluded).then(|| Winner { id: chatflow.id(), index, rule })
    })
}
