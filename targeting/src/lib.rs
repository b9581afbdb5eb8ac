//! Which chatflow, if any, does this page view get, and why?
//!
//! An account's chatflows are compiled once into a flat [`RuleBook`]; the edge, the browser and the console decide with
//! the same bytes and the same code. [`explain`] gives the reason beside every result.
//!
//! ```
//! # #[cfg(feature = "compile")] {
//! use targeting::{Chatflow, OwnedBook, Operator, PageUrl, Rule, Visitor, compile, decide};
//!
//! let pricing = Chatflow {
//!     include: vec![Rule::new(Operator::StartsWith, "www.example.com/pricing")],
//!     ..Chatflow::new("pricing")
//! };
//! let book = OwnedBook::read(compile(&[pricing]).bytes)?;
//!
//! let page = PageUrl::from_browser("https://www.example.com/pricing?plan=pro");
//! let winner = decide(&book.book(), &page, &Visitor::ANONYMOUS)?;
//! assert_eq!(winner.map(|winner| winner.id()), Some("pricing"));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Without features the crate depends on nothing: it reads books, normalises what browsers have serialised, decides and
//! explains. `json` adds the neutral JSON form of chatflows, visitors and traces, `regex` an engine for rules with regular
//! expressions. `compile` adds [`compile`] and [`PageUrl::parse`]. The semantics stand on one page in `docs/url-matching.md`.
//!
//! The crate knows no clock, no randomness and no IO, no list criteria and no opening hours.

#![no_std]

extern crate alloc;

mod audience;
mod book;
mod compare;
#[cfg(feature = "compile")]
mod compile;
mod condition;
#[cfg(feature = "compile")]
mod coverage;
mod decide;
pub mod display;
mod disputes;
#[cfg(feature = "compile")]
mod expected;
mod explain;
#[cfg(feature = "index")]
mod index;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "compile")]
mod lint;
mod normal;
mod page_url;
mod pattern;
mod punycode;
mod record;
mod rule;
#[cfg(feature = "index")]
mod search;
#[cfg(feature = "sitemap")]
mod sitemap;
mod sub_book;
mod writer;

pub use audience::{AudienceClause, Visitor};
pub use book::{BookError, OwnedBook, RuleBook};
#[cfg(feature = "compile")]
pub use compile::{
    Compiled, ConditionRefusal, Note, RuleList, RuleNote, RuleRefusal, RuleWarning, check_condition,
    check_rule_value, compile,
};
#[cfg(feature = "compile")]
pub use coverage::{Coverage, CoveredPage, coverage};
pub use decide::{Missing, Winner, decide, decide_in_turn};
#[cfg(feature = "compile")]
pub use expected::{Expectation, Unmet, check_expected};
pub use explain::{ChatflowTrace, ConditionTrace, PageTrace, RuleTrace, Trace, Verdict, explain};
#[cfg(feature = "json")]
pub use json::{Audience, Chatflow, Condition, ConditionOperator, Operator, Rule, VisitorFacts, Who};
#[cfg(feature = "compile")]
pub use lint::{
    LintCode, LintFinding, Other as LintOther, Remedy as LintRemedy, Witness as LintWitness, lint, lint_site,
};
pub use page_url::PageUrl;
#[cfg(feature = "regex")]
pub use pattern::Expression;
pub use record::record;
pub use rule::InertReason;
#[cfg(feature = "sitemap")]
pub use sitemap::{MAX_SITEMAP_BYTES, Sitemap, SitemapError, SitemapKind, read_sitemap};
pub use sub_book::sub_book;
