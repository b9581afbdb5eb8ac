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
    let (mut all, mut this) = around.with(chatflow);
    let count = |it: &Chatflow| it.targeting.include.len() + it.targeting.exclude.len();
    if all.iter().map(count).sum::<usize>() > MOST_RULES {
        (all, this) = (vec![all.swap_remove(this)], 0);
    }
    let name = |id: &str| {
        let named = all.iter().find(|other| other.targeting.id == id);
        named.map_or_else(|| id.to_owned(), |other| other.name.clone())
    };
    let rules: Vec<_> = all.iter().map(|other| other.targeting.clone()).collect();
    let id = rules.get(this).map(|rules| rules.id.clone()).unwrap_or_default();
    let site = around.site.as_deref();
    let pages: Vec<&str> = around.pages.iter().map(String::as_str).collect();
    let (own, others): (Vec<_>, Vec<_>) =
        lint_site(&rules, &pages, site).into_iter().partition(|found| found.chatflow == id);
    let own = own.into_iter().filter_map(|found| {
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
            message: found.sentence(name),
            other: found.other.map(|other| match other.place {
                place if other.chatflow == id => place,
                _ => name(&other.chatflow),
            }),
            witness: found.witness.map(|witness| witness.url),
        })
    });
    let done_to_others = done_to_others(&others, &id, &name);
    own.chain(done_to_others).collect()
}

/// What this chatflow does to those below it, which their owners would be told: one of each, and not too many.
fn done_to_others(others: &[LintFinding], id: &str, name: &impl Fn(&str) -> String) -> Vec<Finding> {
    let mut told: Vec<&str> = Vec::new();
    let mut findings = Vec::new();
    for found in others {
        let Some(by) = found.other.as_ref().filter(|by| by.chatflow == id) else { continue };
        let whom = name(&found.chatflow);
        let (code, message) = match found.code {
            LintCode::ChatflowUnreachable => {
                (HIDES, format!("“{whom}” would never be shown: this one comes first on every page it names"))
            }
            LintCode::RuleOverlap => (
                TAKES,
                format!(
                    "it comes first on pages that “{whom}” names; give that one a higher priority if they are its own"
                ),
            ),
            _ => continue,
        };
        if told.len() < MOST_TOLD && !told.contains(&found.chatflow.as_str()) {
            told.push(&found.chatflow);
            findings.push(Finding {
                field: by.place.clone(),
                code: code.to_owned(),
                stops: Stops::Nothing,
                message,
                witness: found.witness.as_ref().map(|witness| witness.url.clone()),
                other: Some(whom),
            });
        }
    }
    findings
}

/// The code of a warning that another chatflow would never be shown because of this one.
const HIDES: &str = "chatflow_hides";
/// The code of a warning that this chatflow takes pages that one below it names (E14).
const TAKES: &str = "rule_takes";
/// Of so many chatflows it is told what this one does to them.
const MOST_TOLD: usize = 5;
/// Of an account with more rules than these, only the chatflow itself is looked at.
const MOST_RULES: usize = 5_000;

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
