//! What the lint finds about a chatflow among those of its account, as findings of the editor (N5).
//!
//! The lint is `targeting`'s; here its findings get the fields of the form, and those that leave nobody to show the
//! chatflow to stop it from being published.

use protocol::account::Chatflow;
use protocol::code::Code;
use protocol::limits::{CONDITIONS, RULES};
use protocol::rest::{Finding, Stops};
use targeting::{LintCode, LintFinding, lint_site};

use super::Surroundings;

pub(super) fn findings(chatflow: &Chatflow, around: &Surroundings, said: &[Finding]) -> Vec<Finding> {
    let rules = &chatflow.targeting;
    let is_large =
        rules.include.len() > RULES || rules.exclude.len() > RULES || rules.conditions.len() > CONDITIONS;
    if is_large || rules.conditions.iter().any(|group| group.len() > CONDITIONS) {
        return Vec::new();
    }
    let (all, this) = around.with(chatflow);
    let name = |id: &str| {
        let named = all.iter().find(|other| other.targeting.id == id);
        named.map_or_else(|| id.to_owned(), |other| other.name.clone())
    };
    let rules: Vec<_> = all.iter().map(|other| other.targeting.clone()).collect();
    let id = rules.get(this).map(|rules| rules.id.clone()).unwrap_or_default();
    let site = around.site.as_deref();
    let pages: Vec<&str> = around.pages.iter().map(String::as_str).collect();
    let found = lint_site(&rules, &pages, site).into_iter().filter(|found| found.chatflow == id);
    let found = found.filter_map(|found| {
        let field = field(&found)?;
        // What is refused already need not be warned of.
        let is_said = |said: &Finding| said.stops != Stops::Nothing && said.field.starts_with(&found.place);
        let is_told = if found.place.is_empty() {
            // Without rules it is not finished, and nowhere yet.
            chatflow.targeting.include.is_empty()
        } else {
            said.iter().any(is_said)
        };
        (!is_told).then(|| Finding {
            field,
            code: found.code.as_str().to_owned(),
            stops: stops(&found),
            message: found.sentence(&name),
            other: found.other.map(|other| match other.place {
                place if other.chatflow == id => place,
                _ => name(&other.chatflow),
            }),
            witness: found.witness.map(|witness| witness.url),
        })
    });
    found.collect()
}

/// Where it belongs in the form; `None` for what is said there in other words.
fn field(found: &LintFinding) -> Option<String> {
    match found.code {
        LintCode::RuleInert => None,
        // Of all include rules together.
        LintCode::RuleNegativeOr => Some("include".to_owned()),
        LintCode::RuleWildcardLiteral => Some(format!("{}.value", found.place)),
        _ => Some(found.place.clone()),
    }
}

/// What leaves nobody stops publishing where its code is one of the wire's; all else is for the owner to decide.
fn stops(found: &LintFinding) -> Stops {
    match Code::parse(found.code.as_str()) {
        Some(Code::AudienceContradictory | Code::ConditionsContradictory) if found.nobody => {
            Stops::Publishing
        }
        _ => Stops::Nothing,
    }
}
