//! What there is to say about the conditions of a chatflow, one by one. What they say together is the lint's.

use protocol::code::Code;
use protocol::limits::{CONDITIONS, FACT_BYTES, FACT_NAME_BYTES};
use protocol::rest::Finding;
use targeting::{Condition, check_condition};

use super::saving;

pub(super) fn findings(groups: &[Vec<Condition>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(too_many("conditions".to_owned(), groups.len(), "groups"));
    for (i, group) in groups.iter().take(CONDITIONS).enumerate() {
        findings.extend(too_many(format!("conditions[{i}]"), group.len(), "conditions"));
        for (j, condition) in group.iter().take(CONDITIONS).enumerate() {
            if let Some(wrong) = wrong(condition) {
                findings.push(saving(format!("conditions[{i}][{j}]"), Code::ConditionInvalid, wrong));
            }
        }
    }
    findings
}

fn too_many(field: String, got: usize, of_what: &str) -> Option<Finding> {
    let message = format!("at most {CONDITIONS} {of_what}, got {got}");
    (got > CONDITIONS).then(|| saving(field, Code::TooMany, message))
}

fn wrong(condition: &Condition) -> Option<String> {
    let value = condition.value.as_deref().unwrap_or_default();
    if condition.fact.len() > FACT_NAME_BYTES {
        return Some(format!("the name of a fact has at most {FACT_NAME_BYTES} bytes"));
    }
    if value.len() > FACT_BYTES || value.chars().any(char::is_control) {
        return Some(format!("a value has at most {FACT_BYTES} bytes, none of them a control character"));
    }
    check_condition(condition).err().map(|refused| refused.to_string())
}
