//! What there is to say about the decisions that the owner of a chatflow expects: whether they can be tried, and what
//! would come of them with this chatflow switched on (N7).

use protocol::account::Chatflow;
use protocol::code::Code;
use protocol::limits::{EXPECTED, FACT_BYTES, FACT_NAME_BYTES, FACTS};
use protocol::rest::Finding;
use protocol::simulation::Expected;
use targeting::PageUrl;

use super::{Surroundings, saving};
use crate::chatflow::expectations::judged;
use crate::simulation::typed;

/// Longest address of an expectation, in characters.
const URL_CHARS: usize = 2_048;

pub(super) fn findings(chatflow: &Chatflow, around: &Surroundings) -> Vec<Finding> {
    let mut findings = Vec::new();
    if chatflow.expected.len() > EXPECTED {
        let message = format!("at most {EXPECTED} expected decisions, got {}", chatflow.expected.len());
        findings.push(saving("expected", Code::TooMany, message));
        return findings;
    }
    for (i, expected) in chatflow.expected.iter().enumerate() {
        findings.extend(untriable(i, expected));
    }
    // Without its neighbours nobody can tell what would be shown.
    if around.chatflows.is_empty() || !findings.is_empty() {
        return findings;
    }
    let (all, this) = around.with(chatflow);
    findings.extend(judged(&around.chatflows, &all, Some(&chatflow.targeting.id)).into_iter().map(
        |broken| {
            // What somebody else expects is not said in any field of this one.
            let is_own = broken.chatflow == this;
            let field = if is_own { broken.finding.field.clone() } else { String::new() };
            Finding { field, ..broken.finding }
        },
    ));
    findings
}

/// Why an expectation cannot be tried.
fn untriable(i: usize, expected: &Expected) -> Option<Finding> {
    let field = |rest: &str| format!("expected[{i}].{rest}");
    let url = expected.url.trim();
    if url.is_empty() {
        return Some(saving(field("url"), Code::TextEmpty, "the address of a page is needed"));
    }
    if url.chars().count() > URL_CHARS {
        let message = format!("at most {URL_CHARS} characters");
        return Some(saving(field("url"), Code::TextTooLong, message));
    }
    if !typed(url).is_ok_and(|url| PageUrl::parse(&url).is_usable()) {
        let message = "not the address of a page, such as https://www.example.com/pricing";
        return Some(saving(field("url"), Code::RuleUrl, message));
    }
    let facts = &expected.visitor.facts;
    if facts.len() > FACTS {
        return Some(saving(field("visitor.facts"), Code::TooMany, format!("at most {FACTS} facts")));
    }
    let too_long = facts.iter().any(|(name, value)| name.len() > FACT_NAME_BYTES || value.len() > FACT_BYTES);
    too_long.then(|| {
        let message = format!(
            "a fact has a name of at most {FACT_NAME_BYTES} bytes and a value of at most {FACT_BYTES}"
        );
        saving(field("visitor.facts"), Code::TextTooLong, message)
    })
}
