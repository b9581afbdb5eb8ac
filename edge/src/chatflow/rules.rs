//! What there is to say about a chatflow's rules on addresses.
//!
//! Which rule is good is `targeting`'s to know; here it gets its place, and becomes a finding.

use protocol::code::Code;
use protocol::limits::RULES;
use protocol::rest::{Finding, Stops};
use targeting::{Rule, RuleRefusal, check_rule_value};

use super::judge::refusal;

/// What is said about both lists, in the order of the editor.
pub(super) fn findings(include: &[Rule], exclude: &[Rule]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if include.is_empty() {
        let message = "it needs a page rule before it is published; \"every page\" is one too";
        findings.push(refusal("include", Code::RuleMissing, Stops::Publishing, message));
    }
    findings.extend(of_list("include", include));
    findings.extend(of_list("exclude", exclude));
    findings
}

fn of_list(list: &str, rules: &[Rule]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if rules.len() > RULES {
        let message = format!("at most {RULES} rules, got {}", rules.len());
        findings.push(refusal(list, Code::TooMany, Stops::Saving, message));
    }
    for (i, rule) in rules.iter().take(RULES).enumerate() {
        let field = format!("{list}[{i}].value");
        // What is saved nevertheless, the lint warns of.
        if let Err(refused) = check_rule_value(rule) {
            findings.push(refusal(field, code(refused), Stops::Saving, refused.to_string()));
        }
    }
    findings
}

fn code(refused: RuleRefusal) -> Code {
    match refused {
        RuleRefusal::Url => Code::RuleUrl,
        RuleRefusal::Operator => Code::RuleOperator,
        RuleRefusal::Regex => Code::RuleRegex,
        _ => Code::RuleValue,
    }
}
