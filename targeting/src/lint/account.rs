//! The account as the lint looks at it: its compiled chatflows, the pages of its site, and page views to show things by.
//!
//! Knows how to try a page view. Does not know what is worth saying.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::cell::Cell;

use super::{
    circumstances::{self, Group},
    finding::{LintCode, LintFinding, Other, Witness},
    pages,
    region::Known,
    viewers::Viewers,
};
use crate::{
    audience::Visitor,
    book::{ChatflowRecord, OwnedBook, RuleBook},
    decide::{Winner, decide},
    json::{self, VisitorFacts},
    page_url::PageUrl,
    rule::{Rule, Verdict},
};

/// Most comparisons of a rule with a page of the sitemap in one run; beyond, nothing is said about the sitemap.
const MOST_JUDGEMENTS: usize = 20_000_000;

/// A page to show something by.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) url: String,
    pub(super) page: PageUrl<'static>,
}

impl Page {
    fn of(url: String) -> Option<Self> {
        let page = PageUrl::parse(&url).into_owned();
        page.is_usable().then_some(Self { url, page })
    }
}

/// One rule as it was written and compiled.
pub(super) struct Ruled<'b> {
    pub(super) rule: Rule<'b>,
    /// What pages it matches; `None` for an inert one.
    pub(super) known: Option<Known<'b>>,
    /// A page that it matches.
    pub(super) page: Option<Page>,
    /// A page that it matches and on which, for an include rule, no exclusion of its chatflow stands in the way.
    pub(super) shown_page: Option<Page>,
    /// Whether it matches any page of the sitemap; `None` where there is none, or it is too large to tell.
    pub(super) is_on_site: Option<bool>,
}

/// One chatflow.
pub(super) struct Flow<'b> {
    pub(super) record: ChatflowRecord<'b>,
    pub(super) written: &'b json::Chatflow,
    pub(super) include: Vec<Ruled<'b>>,
    pub(super) exclude: Vec<Ruled<'b>>,
    pub(super) groups: Vec<Group<'b>>,
    pub(super) viewers: Vec<Viewers<'b>>,
}

/// Everything there is.
pub(super) struct Account<'b> {
    book: RuleBook<'b>,
    /// By rank: who comes first stands first.
    pub(super) flows: Vec<Flow<'b>>,
    pub(super) origin: String,
    site: Vec<Page>,
    judgements: Cell<usize>,
}

impl<'b> Account<'b> {
    /// `owned` is the book compiled from `written`.
    pub(super) fn of(
        written: &'b [json::Chatflow],
        owned: &'b OwnedBook,
        pages: &[&str],
        origin: Option<&str>,
    ) -> Self {
        let book = owned.book();
        let site: Vec<Page> = pages.iter().filter_map(|url| Page::of(url.trim().to_owned())).collect();
        // As compiling does.
        let mut ranked: Vec<(i64, &json::Chatflow)> =
            (1..).zip(written).map(|(place, it)| (it.priority.unwrap_or(place), it)).collect();
        ranked.sort_by_key(|(priority, _)| *priority);
        let mut flows: Vec<Flow<'b>> = book
            .chatflows()
            .zip(ranked)
            .map(|(record, (_, written))| Flow {
                include: record.includes().map(Ruled::of).collect(),
                exclude: record.excludes().map(Ruled::of).collect(),
                groups: circumstances::groups(record.conditions()),
                viewers: Viewers::of(&record),
                record,
                written,
            })
            .collect();
        let origin = origin.map(ToOwned::to_owned).unwrap_or_else(|| likely_origin(&site, &flows));
        let mut account = Self { book, flows: Vec::new(), origin, site, judgements: Cell::new(0) };
        for flow in &mut flows {
            account.find_pages(flow);
        }
        account.flows = flows;
        account
    }

    fn find_pages(&self, flow: &mut Flow<'b>) {
        let excludes: Vec<Rule<'b>> = flow.exclude.iter().map(|ruled| ruled.rule).collect();
        let is_free = |page: &Page| !excludes.iter().any(|rule| matches(rule, page));
        for ruled in &mut flow.include {
            self.find_page(ruled, &is_free);
        }
        for ruled in &mut flow.exclude {
            self.find_page(ruled, &|_| true);
        }
    }

    fn find_page(&self, ruled: &mut Ruled<'b>, is_free: &dyn Fn(&Page) -> bool) {
        if ruled.known.is_none() {
            return;
        }
        for page in &self.site {
            self.judgements.set(self.judgements.get() + 1);
            if self.judgements.get() > MOST_JUDGEMENTS {
                break;
            }
            if matches(&ruled.rule, page) {
                ruled.is_on_site = Some(true);
                ruled.page.get_or_insert_with(|| page.clone());
                if is_free(page) {
                    ruled.shown_page = Some(page.clone());
                    return;
                }
            }
        }
        if !self.site.is_empty() && self.judgements.get() <= MOST_JUDGEMENTS {
            ruled.is_on_site.get_or_insert(false);
        }
        for url in pages::proposals(&ruled.rule, &self.origin) {
            let Some(page) = Page::of(url).filter(|page| matches(&ruled.rule, page)) else { continue };
            let is_free = is_free(&page);
            if is_free {
                ruled.shown_page = Some(page.clone());
            }
            ruled.page.get_or_insert(page);
            if is_free {
                return;
            }
        }
    }

    /// Some page of the site, where nothing better shows it.
    pub(super) fn some_page(&self) -> Option<Page> {
        self.site.first().cloned().or_else(|| Page::of(format!("{}/", self.origin)))
    }

    /// The first page around a rule, whichever side of it, that is as wanted.
    pub(super) fn page_where(&self, rule: &Rule<'_>, wanted: impl Fn(&Page) -> bool) -> Option<Page> {
        let on_site = self.site.iter().take(MOST_TRIED).find(|page| wanted(page)).cloned();
        let made_up =
            || pages::positive(rule, &self.origin).into_iter().chain(pages::proposals(rule, &self.origin));
        on_site.or_else(|| made_up().filter_map(Page::of).find(wanted))
    }

    /// Who is shown to whom.
    pub(super) fn decide(&self, page: &Page, visitor: &VisitorFacts) -> Option<Winner<'b>> {
        visitor.with(|visitor: &Visitor<'_>| decide(&self.book, &page.page, visitor).ok().flatten())
    }

    pub(super) fn witness(&self, page: &Page, visitor: VisitorFacts) -> Witness {
        let shown = self.decide(page, &visitor).map(|winner| winner.id().to_string());
        Witness { url: page.url.clone(), visitor, shown }
    }
}

/// Most pages of the sitemap that are tried for one witness.
const MOST_TRIED: usize = 200;

impl<'b> Ruled<'b> {
    fn of(rule: Rule<'b>) -> Self {
        Self { rule, known: Known::of(rule), page: None, shown_page: None, is_on_site: None }
    }

    pub(super) fn is_negative(&self) -> bool {
        self.rule.op.is_negative()
    }
}

impl Flow<'_> {
    /// Visitors whom it is for, one of each kind under each group of its conditions; who sees most comes first.
    pub(super) fn visitors(&self) -> Vec<VisitorFacts> {
        let kinds = self.viewers.iter().map(Viewers::one);
        let circumstances: Vec<_> = if self.groups.is_empty() {
            alloc::vec![Some(alloc::collections::BTreeMap::new())]
        } else {
            self.groups.iter().map(|group| circumstances::facts(group)).collect()
        };
        kinds
            .flat_map(|kind| {
                circumstances
                    .iter()
                    .flatten()
                    .map(move |facts| VisitorFacts { facts: facts.clone(), ..kind.clone() })
            })
            .collect()
    }

    pub(super) fn id(&self) -> String {
        self.written.id.clone()
    }

    /// A finding about it.
    pub(super) fn found(&self, code: LintCode, place: impl Into<String>) -> LintFinding {
        LintFinding {
            code,
            chatflow: self.id(),
            place: place.into(),
            other: None,
            witness: None,
            remedy: None,
            inert: None,
            nobody: false,
        }
    }

    /// A place of it, for another finding.
    pub(super) fn other(&self, place: impl Into<String>) -> Option<Other> {
        Some(Other { chatflow: self.id(), place: place.into() })
    }

    /// A page that it may be shown on: of its first include rule that has one.
    pub(super) fn page(&self, account: &Account<'_>) -> Option<Page> {
        let shown = self.include.iter().find_map(|ruled| ruled.shown_page.clone());
        shown
            .or_else(|| self.include.iter().find_map(|ruled| ruled.page.clone()))
            .or_else(|| account.some_page())
    }
}

pub(super) fn matches(rule: &Rule<'_>, page: &Page) -> bool {
    rule.judge(&page.page) == Verdict::Matches
}

/// Where rules without a host are tried: on the site, else on the first host that a rule names.
fn likely_origin(site: &[Page], flows: &[Flow<'_>]) -> String {
    let named = || {
        let rules = flows.iter().flat_map(|flow| &flow.include).filter(|ruled| !ruled.is_negative());
        rules
            .filter(|ruled| matches!(ruled.rule.kind, crate::rule::Kind::Is | crate::rule::Kind::Below))
            .filter(|ruled| ruled.rule.flags & crate::rule::flag::ANY_HOST == 0)
            .find_map(|ruled| pages::positive(&ruled.rule, "").into_iter().find_map(Page::of))
    };
    let page = site.first().cloned().or_else(named);
    page.map_or_else(|| "https://www.example.com".to_owned(), |page| page.page.origin().to_owned())
}
