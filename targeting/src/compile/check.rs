//! What the console and the API refuse to save.
//!
//! Stricter than compiling, which takes everything: an inert rule in an account file harms nobody, but a person who types
//! one has to be told.

use core::fmt;

use super::rule::Draft;
use crate::{
    json::{Operator, Rule},
    rule::InertReason,
};

/// Longest value of a rule, in characters.
const MAX_VALUE: usize = 2_048;

/// Why a rule is not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleRefusal {
    /// Empty, longer than 2,048 characters, or with control characters.
    Value,
    /// A foreign scheme, or no address at all.
    Url,
    /// An operator that does not exist.
    Operator,
    /// No regular expression, or one that is too large.
    Regex,
}

impl RuleRefusal {
    /// The stable code of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Value => "rule_value",
            Self::Url => "rule_url",
            Self::Operator => "rule_operator",
            Self::Regex => "rule_regex",
        }
    }
}

impl fmt::Display for RuleRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value => {
                write!(f, "a value needs 1 to {MAX_VALUE} characters, none of them a control character")
            }
            Self::Url => f.write_str("the value is not an http or https address"),
            Self::Operator => f.write_str("there is no such operator"),
            Self::Regex => f.write_str(
                "the value is no regular expression, or too large a one; what is not ASCII is written as addresses \
                 write it: %C3%BC for ü",
            ),
        }
    }
}

impl core::error::Error for RuleRefusal {}

/// What to say about a rule that is saved nevertheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuleWarning {
    /// A `*` that is only a character, because it does not stand in a final `/*`.
    WildcardLiteral,
}

impl RuleWarning {
    /// The stable code of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::WildcardLiteral => "rule_wildcard_literal",
        }
    }
}

/// Whether a rule may be saved, and what to say about it.
///
/// # Errors
/// A rule that could never match is refused, with the reason.
pub fn check_rule_value(rule: &Rule) -> Result<alloc::vec::Vec<RuleWarning>, RuleRefusal> {
    let texts = match rule.op {
        Operator::All => [None, None],
        _ => [rule.name.as_deref(), rule.value.as_deref()],
    };
    for text in texts.into_iter().flatten().map(str::trim) {
        if text.chars().nth(MAX_VALUE).is_some() || text.chars().any(char::is_control) {
            return Err(RuleRefusal::Value);
        }
    }
    let draft = Draft::of(rule);
    match draft.inert {
        None => {}
        Some(InertReason::Empty | InertReason::NoName) => return Err(RuleRefusal::Value),
        Some(InertReason::OnlyScheme | InertReason::ForeignScheme | InertReason::Host) => {
            return Err(RuleRefusal::Url);
        }
        Some(InertReason::UnknownOperator) => return Err(RuleRefusal::Operator),
        Some(InertReason::Regex) => return Err(RuleRefusal::Regex),
    }
    Ok(draft.has_literal_star.then_some(RuleWarning::WildcardLiteral).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[track_caller]
    fn check(op: Operator, value: &str, expected: &str) {
        let answer = match check_rule_value(&Rule::new(op, value)) {
            Ok(warnings) => warnings.first().map_or("saved", |warning| warning.code()),
            Err(refusal) => refusal.code(),
        };
        assert_eq!(answer, expected, "{value:?}");
    }

    #[test]
    fn what_may_be_saved() {
        use Operator::*;
        check(Is, "", "rule_value");
        check(Is, " \t ", "rule_value");
        check(Contains, &"x".repeat(2_048), "saved");
        check(Contains, &"x".repeat(2_049), "rule_value");
        check(Contains, "a\u{7}b", "rule_value");
        check(Is, "a.example/\nb", "rule_value");
        check(Is, " www.example.com/ \n", "saved");
        check(Is, "javascript:alert(1)", "rule_url");
        check(StartsWith, "ftp://example.com/", "rule_url");
        check(Contains, "javascript:alert(1)", "rule_url");
        check(Is, "https://", "rule_url");
        check(Is, "https://ex ample.com/", "rule_url");
        check(Is, "www.example.com/#top", "saved");
        check(StartsWith, "/blog/*", "saved");
        check(StartsWith, "/*", "saved");
        check(StartsWith, "/*/blog", "rule_wildcard_literal");
        check(Is, "*.example.com/*", "rule_wildcard_literal");
        check(MatchesWildcard, "*.example.com/*", "saved");
        check(Unknown(String::from("sounds_like")), "x", "rule_operator");
        check(MatchesRegex, "/(de|en)/pricing$", "saved");
        check(MatchesRegex, "(unclosed", "rule_regex");
        check(MatchesRegex, "(?:a{1000}){1000}", "rule_regex");
        check(MatchesRegex, "/über", "rule_regex");
        check(MatchesRegex, " ", "rule_value");
        check(All, "", "saved");
    }

    #[test]
    fn query_rules_need_a_name() {
        let check =
            |name, value| check_rule_value(&Rule::query(name, value)).map_err(RuleRefusal::code).map(|_| ());
        assert_eq!(check("plan", None), Ok(()));
        assert_eq!(check("plan", Some("")), Ok(()));
        assert_eq!(check(" ", Some("x")), Err("rule_value"));
        assert_eq!(check("plan", Some("a\u{0}b")), Err("rule_value"));
    }
}
