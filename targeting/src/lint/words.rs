//! What is found, in English. Programs go by the code; screens have words of their own.

use alloc::{
    format,
    string::{String, ToString},
};

use super::finding::{LintCode, LintFinding, Remedy};
use crate::rule::InertReason;

impl LintFinding {
    /// What is found and what to do about it, in a sentence. `name` gives the name of a chatflow by its id.
    #[must_use]
    pub fn sentence(&self, name: impl Fn(&str) -> String) -> String {
        let other = self.other.as_ref();
        let chatflow = || other.map(|other| format!("“{}”", name(&other.chatflow))).unwrap_or_default();
        let rule = || other.map(|other| rule(&other.place)).unwrap_or_default();
        let taker = || if other.is_some() { chatflow() } else { "those above".to_string() };
        match self.code {
            LintCode::ChatflowUnreachable => {
                format!("nobody ever gets it: {} comes first on every page it names; give it a higher priority", taker())
            }
            LintCode::RuleOverlap => {
                let how = match rule().as_str() {
                    "" => String::new(),
                    rule => format!(" by its {rule}"),
                };
                format!("{} comes first and takes such pages{how}; give this one a higher priority", chatflow())
            }
            LintCode::RuleDuplicate => format!("it says the same as {}; one of them is enough", rule()),
            LintCode::RuleCovered => format!("{} already matches all these pages; it can go", rule()),
            LintCode::ExclusionUnmet => {
                "no page rule matches any of these pages, so there is nothing to leave out; it can go".to_string()
            }
            LintCode::IncludeExcluded => format!("{} leaves out every page that it matches", rule()),
            LintCode::RuleNegativeOr => {
                "one of these is enough, so together they match nearly every page; to leave pages out, use exclusions"
                    .to_string()
            }
            LintCode::RuleInert => format!("it matches nothing: {}", self.inert.map_or("", inert)),
            LintCode::RuleWildcardLiteral => {
                let instead = match &self.remedy {
                    Some(Remedy::Replace { rule }) => {
                        format!("; with \"matches wildcard\" it is {}", rule.value.as_deref().unwrap_or_default())
                    }
                    _ => String::new(),
                };
                format!("this * stands for itself; only a final /* stands for anything{instead}")
            }
            LintCode::RuleNoPage => "it matches no page of the sitemap".to_string(),
            LintCode::RegexPlain => match &self.remedy {
                Some(Remedy::Replace { rule }) => format!(
                    "a plain rule says the same, and the browser can decide it: {} {}",
                    rule.op.as_str(),
                    rule.value.as_deref().unwrap_or_default()
                ),
                _ => "a plain rule says the same".to_string(),
            },
            LintCode::AudienceContradictory => match self.place.as_str() {
                "audience.lists" => "choose at least one list, or nobody sees it".to_string(),
                "audience.who" => "nobody knows this audience, so nobody sees it".to_string(),
                _ => "it is hidden from every list that it is for, so nobody sees it".to_string(),
            },
            LintCode::AudienceMoot if self.place == "audience.hide_for_lists" => {
                "anonymous visitors are on no list, so there is nobody to hide it from".to_string()
            }
            LintCode::AudienceMoot => "it is hidden from the members of this list anyway".to_string(),
            LintCode::ConditionsContradictory => {
                format!("it cannot hold together with {}", rule())
            }
            LintCode::ConditionNever => "this condition holds for nobody".to_string(),
        }
    }
}

/// A place as people count: `include[2]` is the page rule 3.
fn rule(place: &str) -> String {
    let number = |text: &str| text.trim_end_matches(']').parse::<usize>().map_or(0, |number| number + 1);
    let mut parts = place.split('[');
    let (list, first, second) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    match (list, first, second) {
        ("include", Some(at), None) => format!("page rule {}", number(at)),
        ("exclude", Some(at), None) => format!("exclusion {}", number(at)),
        ("conditions", Some(group), Some(at)) => {
            format!("condition {} of group {}", number(at), number(group))
        }
        _ => String::new(),
    }
}

fn inert(reason: InertReason) -> &'static str {
    match reason {
        InertReason::Empty => "nothing is written there",
        InertReason::OnlyScheme => "there is a scheme, and nothing after it",
        InertReason::ForeignScheme => "only http and https addresses are pages",
        InertReason::Host => "the host cannot be one",
        InertReason::UnknownOperator => "there is no such operator",
        InertReason::NoName => "the name of the parameter is missing",
        InertReason::Regex => "it is no regular expression, or too large a one",
    }
}
