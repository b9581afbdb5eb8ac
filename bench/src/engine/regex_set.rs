//! `regex::RegexSet`: all rules as one automaton.
//!
//! It gets all the memory for its cache that it may want. The translation is exact for addresses in normal form, which those of the benchmark are.

use regex::{RegexSet, RegexSetBuilder, escape};
use targeting::{Chatflow, Operator, Rule};

use super::Engine;
use super::flows::{Flows, text};
use crate::workload::Person;

/// The set, and the chatflows around it.
pub(super) struct Patterns {
    set: RegexSet,
    flows: Flows,
}

impl Patterns {
    pub(super) fn of(account: &[Chatflow]) -> Self {
        let (flows, patterns) = Flows::of(account, pattern);
        let set =
            RegexSetBuilder::new(patterns).unicode(false).size_limit(1 << 30).dfa_size_limit(1 << 28).build();
        Self { set: set.expect("escaped texts compile"), flows }
    }
}

impl Engine for Patterns {
    fn decide(&self, href: &str, person: &Person) -> Option<usize> {
        let matches = self.set.matches(href);
        self.flows.first(person, |pattern| matches.matched(pattern))
    }
}

fn pattern(rule: &Rule) -> String {
    let (value, is_wild) = text(rule);
    let value = escape(value);
    match rule.op {
        Operator::Is | Operator::IsNot => format!("^https://{value}/?(?:[?#]|$)"),
        Operator::StartsWith | Operator::NotStartsWith if is_wild => {
            format!("^https://{value}(?:[/?#]|$)")
        }
        Operator::StartsWith | Operator::NotStartsWith => format!("^https://{value}"),
        Operator::Contains | Operator::NotContains => value,
        Operator::Query => {
            let mut pattern = format!("[?&]{}", escape(rule.name.as_deref().unwrap_or_default()));
            match &rule.value {
                Some(_) => pattern.push_str(&format!("={value}(?:[&#]|$)")),
                None => pattern.push_str("(?:[=&#]|$)"),
            }
            pattern
        }
        _ => String::new(),
    }
}
