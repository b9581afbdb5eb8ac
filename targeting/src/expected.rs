//! Decisions that somebody expects, tried on a book that is about to be published.
//!
//! Knows what came instead and the one reason for it. Does not know who expects what, nor what happens to a book that
//! disappoints.

use alloc::{borrow::ToOwned, string::String, vec::Vec};

use crate::{
    book::RuleBook, decide::decide, explain::Verdict, explain::explain, json::VisitorFacts, page_url::PageUrl,
};

/// A decision that somebody expects.
#[derive(Clone, Copy, Debug)]
pub struct Expectation<'e> {
    /// The page, as a person types it.
    pub url: &'e str,
    /// Who looks at it.
    pub visitor: &'e VisitorFacts,
    /// The chatflow they have to get; `None`: none at all.
    pub show: Option<&'e str>,
}

/// An expectation that a book does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// Which one of those that were tried, from 0.
    pub at: usize,
    /// What is shown instead; `None`: nothing.
    pub shown: Option<String>,
    /// What became of the chatflow that was expected, or, where nothing was expected, of the one that is shown. `None`
    /// where the book has no chatflow of that id.
    pub reason: Option<Verdict>,
}

/// Tries what is expected of a book, and says what comes out otherwise (N7).
///
/// The book is to be one with an engine for its regular expressions ([`OwnedBook`](crate::OwnedBook) with the feature
/// `regex`); without one they match nothing.
pub fn check_expected<'e>(
    book: &RuleBook<'_>,
    expected: impl IntoIterator<Item = Expectation<'e>>,
) -> Vec<Unmet> {
    let tried = expected.into_iter().enumerate();
    tried
        .filter_map(|(at, it)| {
            it.visitor.with(|visitor| {
                let page = PageUrl::parse(it.url);
                let decided = decide(book, &page, visitor);
                if decided.is_ok_and(|winner| winner.map(|winner| winner.id()) == it.show) {
                    return None;
                }
                // Reasons cost more than decisions, and are rarely needed.
                let trace = explain(book, &page, visitor);
                if trace.show.as_deref() == it.show {
                    return None;
                }
                let about = it.show.map(ToOwned::to_owned).or_else(|| trace.show.clone());
                let reason =
                    trace.chatflows.into_iter().find(|chatflow| Some(&chatflow.id) == about.as_ref());
                Some(Unmet { at, shown: trace.show, reason: reason.map(|chatflow| chatflow.verdict) })
            })
        })
        .collect()
}
