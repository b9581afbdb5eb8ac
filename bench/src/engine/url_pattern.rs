//! `urlpattern`, the URL Pattern Standard in Rust: one pattern a rule, tried in turn, the address parsed once.
//!
//! A near translation: `contains` looks at path and query, each for itself.

use targeting::{Chatflow, Operator, Rule};
use urlpattern::{UrlPattern, UrlPatternInit, UrlPatternMatchInput};

use super::Engine;
use super::flows::{Flows, text};
use crate::workload::Person;

/// The patterns, and the chatflows around them. A rule may need two patterns.
pub(super) struct Patterns {
    patterns: Vec<Vec<UrlPattern>>,
    flows: Flows,
}

impl Patterns {
    pub(super) fn of(account: &[Chatflow]) -> Self {
        let (flows, inits) = Flows::of(account, inits);
        let compile =
            |init| <UrlPattern>::parse(init, Default::default()).expect("escaped texts are patterns");
        let patterns = inits.into_iter().map(|inits| inits.into_iter().map(compile).collect()).collect();
        Self { patterns, flows }
    }
}

impl Engine for Patterns {
    fn decide(&self, href: &str, person: &Person) -> Option<usize> {
        let url: url::Url = href.parse().ok()?;
        self.flows.first(person, |rule| {
            let matches = |pattern: &UrlPattern| {
                pattern.test(UrlPatternMatchInput::Url(url.clone())).unwrap_or_default()
            };
            self.patterns[rule].iter().any(matches)
        })
    }
}

fn inits(rule: &Rule) -> Vec<UrlPatternInit> {
    let (value, is_wild) = text(rule);
    let page = |tail: &[&str]| -> Vec<UrlPatternInit> {
        let (host, path) = value.split_at(value.find('/').unwrap_or(value.len()));
        let init = |tail: &&str| UrlPatternInit {
            hostname: Some(escape(host)),
            pathname: Some(format!("{}{tail}", escape(path))),
            ..UrlPatternInit::default()
        };
        tail.iter().map(init).collect()
    };
    let search = |search: String| UrlPatternInit { search: Some(search), ..UrlPatternInit::default() };
    match rule.op {
        Operator::Is | Operator::IsNot => page(&["{/}?"]),
        Operator::StartsWith | Operator::NotStartsWith if is_wild => page(&["{/*}?"]),
        Operator::StartsWith | Operator::NotStartsWith => page(&["*"]),
        Operator::Contains | Operator::NotContains => {
            let anywhere = format!("*{}*", escape(value));
            let path = UrlPatternInit { pathname: Some(anywhere.clone()), ..UrlPatternInit::default() };
            vec![path, search(anywhere)]
        }
        Operator::Query => {
            let name = escape(rule.name.as_deref().unwrap_or_default());
            let value =
                rule.value.as_deref().map_or_else(|| "=*".to_owned(), |value| format!("={}", escape(value)));
            vec![search(format!("{{*&}}?{name}{value}{{&*}}?"))]
        }
        _ => vec![UrlPatternInit::default()],
    }
}

/// A text that stands for itself in a pattern.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if "+*?:{}()\\".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
