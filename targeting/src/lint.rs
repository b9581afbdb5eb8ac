//! What to tell an owner about rules that are legal and probably not meant, before anybody is shown them.
//!
//! Knows the rules of an account as they are written and compiled, and shows what it finds by a page view: the witness of
//! a finding is one that the engine itself was asked about. Reads no sitemap and fetches nothing; does not know what a
//! finding stops.
//!
//! | file | |
//! |---|---|
//! | `finding` | what is found, for programs; `words` says it in English |
//! | `rules`, `expression` | the rules of one chatflow |
//! | `audience`, `circumstances` | whom it is for, under which conditions |
//! | `reach`, `viewers` | which chatflow takes pages from which |
//! | `region` | which pages a rule can match |
//! | `account`, `pages` | page views to show things by |

mod account;
mod audience;
mod circumstances;
mod expression;
mod finding;
mod pages;
mod reach;
mod region;
mod rules;
mod viewers;
mod words;

pub use finding::{LintCode, LintFinding, Other, Remedy, Witness};

use alloc::vec::Vec;

use crate::{book::OwnedBook, compile::compile, json::Chatflow};

/// Everything there is to say about an account's rules, chatflow by chatflow in the account's order (N5).
///
/// `pages` are the addresses of the site's sitemap; without any, nothing is said about rules that match no page. What is
/// said is certain but for [`LintCode::RuleNegativeOr`], which speaks of nearly every page; not everything that is so is
/// found. Chatflows that are switched off are looked at by themselves only.
///
/// Takes some microseconds a rule. What needs pairs of rules is bounded: within one list of a chatflow only pairs that
/// agree on a page are compared, between chatflows at most 300,000 are.
#[must_use]
pub fn lint(account: &[Chatflow], pages: &[&str]) -> Vec<LintFinding> {
    lint_site(account, pages, None)
}

/// As [`lint`], with the site that rules without a host are shown on: `https://www.example.com`.
#[must_use]
pub fn lint_site(account: &[Chatflow], pages: &[&str], origin: Option<&str>) -> Vec<LintFinding> {
    let Ok(book) = OwnedBook::read(compile(account).bytes) else { return Vec::new() };
    let looked_at = account::Account::of(account, &book, pages, origin);
    let mut effort = reach::Effort::new();
    let mut findings: Vec<(usize, LintFinding)> = Vec::new();
    for (rank, flow) in looked_at.flows.iter().enumerate() {
        // Ids may be the same by mistake; places in the slice are not.
        let place = account.iter().position(|it| core::ptr::eq(it, flow.written)).unwrap_or(rank);
        let of_one = reach::findings(rank, &looked_at, &mut effort)
            .into_iter()
            .chain(rules::findings(flow, &looked_at))
            .chain(audience::findings(flow, &looked_at));
        findings.extend(of_one.map(|finding| (place, finding)));
    }
    findings.sort_by_key(|(place, _)| *place);
    findings.into_iter().map(|(_, finding)| finding).collect()
}
