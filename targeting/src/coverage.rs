//! Which page of a site gets what, with the rules of now and with those of an edit.
//!
//! Knows two books and a list of addresses. Does not know where the addresses come from (`sitemap.rs`), nor how a table
//! of them is shown.

use alloc::{collections::BTreeSet, string::String, vec::Vec};

use crate::{audience::Visitor, book::RuleBook, decide::decide, explain::explain, page_url::PageUrl};

/// What the pages of a site get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage<'a> {
    /// Each page once, in the order of the source.
    pub pages: Vec<CoveredPage<'a>>,
    /// How many of them the edit changes.
    pub changed: usize,
    /// How many get nothing with the edit.
    pub bare: usize,
    /// How many addresses were passed over because there were too many.
    pub left_out: usize,
    /// How many were no usable address.
    pub unusable: usize,
}

/// One page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoveredPage<'a> {
    /// Its address, as the source writes it.
    pub url: &'a str,
    /// The id of what it gets before the edit; `None`: nothing.
    pub before: Option<&'a str>,
    /// The id of what it gets after it.
    pub after: Option<&'a str>,
}

impl CoveredPage<'_> {
    /// Whether the edit changes what this page gets.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.before != self.after
    }
}

/// Decides every page with both books, for one visitor (N6). Of different spellings of one page, the first counts; after
/// `most` pages the others are only counted.
///
/// The books are to have an engine for their regular expressions, and the visitor facts; without them, what needs them
/// does not match.
pub fn coverage<'a>(
    before: &RuleBook<'a>,
    after: &RuleBook<'a>,
    urls: impl IntoIterator<Item = &'a str>,
    most: usize,
    visitor: &Visitor<'_>,
) -> Coverage<'a> {
    // Most checks are of what is saved, without an edit.
    let is_edited = before.as_bytes() != after.as_bytes();
    let mut covered = Coverage::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for url in urls {
        if covered.pages.len() >= most {
            covered.left_out += 1;
            continue;
        }
        let page = PageUrl::parse(url.trim());
        if !page.is_usable() {
            covered.unusable += 1;
            continue;
        }
        if !seen.insert(page.as_str().into()) {
            continue;
        }
        let was = shown(before, &page, visitor);
        let is = if is_edited { shown(after, &page, visitor) } else { was };
        covered.changed += usize::from(was != is);
        covered.bare += usize::from(is.is_none());
        covered.pages.push(CoveredPage { url: url.trim(), before: was, after: is });
    }
    covered
}

fn shown<'a>(book: &RuleBook<'a>, page: &PageUrl<'_>, visitor: &Visitor<'_>) -> Option<&'a str> {
    match decide(book, page, visitor) {
        Ok(winner) => winner.map(|winner| winner.id()),
        Err(_) => {
            let shown = explain(book, page, visitor).show?;
            book.ids().find(|id| *id == shown)
        }
    }
}
