//! What to tell an owner about rules that are legal and probably not meant.
//!
//! Knows the rules as they are written. One finding so far; unreachable chatflows, duplicates and witnesses come with
//! their own issue.

use crate::json::{Operator, Rule};

/// Whether include rules that are joined by OR match nearly every page because one of them is negative: two different
/// negatives, or a negative beside a positive (S28). "is not A OR is not B" is true everywhere.
///
/// The rules keep that literal meaning; what was meant is an exclusion.
#[must_use]
pub fn reads_as_everywhere(include: &[Rule]) -> bool {
    let is_negative =
        |rule: &&Rule| matches!(rule.op, Operator::IsNot | Operator::NotContains | Operator::NotStartsWith);
    let Some(first) = include.iter().find(is_negative) else { return false };
    include.iter().any(|rule| rule != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rules: &[(Operator, &str)], expected: bool) {
        let rules: alloc::vec::Vec<Rule> =
            rules.iter().map(|(op, value)| Rule::new(op.clone(), value)).collect();
        assert_eq!(reads_as_everywhere(&rules), expected, "{rules:?}");
    }

    #[test]
    fn a_negative_beside_another_rule_is_everywhere() {
        // S28
        use Operator::*;
        check(&[], false);
        check(&[(Is, "/a")], false);
        check(&[(Is, "/a"), (StartsWith, "/b")], false);
        check(&[(IsNot, "/a")], false);
        check(&[(IsNot, "/a"), (IsNot, "/a")], false);
        check(&[(IsNot, "/a"), (IsNot, "/b")], true);
        check(&[(NotContains, "a"), (NotStartsWith, "/b")], true);
        check(&[(Is, "/a"), (NotContains, "b")], true);
    }
}
