//! `adblock`, the engine of a browser: tens of thousands of address rules, found by their words.
//!
//! It says whether anything matches, folds case, and knows neither chatflows nor priorities: less work than a decision.
//! Negative rules have no translation, and the catch-all would end the search at once: both are left out.

use adblock::Engine as Filtering;
use adblock::lists::{FilterSet, ParseOptions};
use adblock::request::Request;
use targeting::{Chatflow, Operator, Rule};

use super::Engine;
use super::flows::text;
use crate::workload::Person;

/// The filters of all chatflows together.
pub(super) struct Filters(Filtering);

impl Filters {
    pub(super) fn of(account: &[Chatflow]) -> Self {
        let included =
            account.iter().flat_map(|chatflow| chatflow.include.iter().filter_map(|rule| filter(rule, "")));
        let excluded =
            account.iter().flat_map(|chatflow| chatflow.exclude.iter().filter_map(|rule| filter(rule, "@@")));
        let list: String = included.chain(excluded).map(|filter| filter + "\n").collect();
        let mut filters = FilterSet::new(false);
        filters.add_filter_list(list, ParseOptions::default());
        Self(Filtering::new_with_filter_set(filters))
    }
}

impl Engine for Filters {
    fn decide(&self, href: &str, _: &Person) -> Option<usize> {
        let request = Request::new(href, "https://elsewhere.example/", "script", "GET").ok()?;
        self.0.check_network_request(&request).should_block().then_some(0)
    }
}

fn filter(rule: &Rule, sign: &str) -> Option<String> {
    let (value, is_wild) = text(rule);
    let filter = match rule.op {
        Operator::Is => format!("{sign}|https://{value}|"),
        Operator::StartsWith if is_wild => format!("{sign}|https://{value}^"),
        Operator::StartsWith => format!("{sign}|https://{value}"),
        // Between slashes it would be a regular expression.
        Operator::Contains => format!("{sign}{value}*"),
        Operator::Query => {
            let name = rule.name.as_deref().unwrap_or_default();
            let value = rule.value.as_deref().map_or_else(|| "=".to_owned(), |value| format!("={value}^"));
            format!("{sign}^{name}{value}")
        }
        _ => return None,
    };
    Some(filter)
}
