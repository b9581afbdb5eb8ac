//! What there is to say about whom a chatflow is for, and under what circumstances.

use alloc::{format, vec::Vec};

use super::{
    account::{Account, Flow},
    circumstances::{contradiction, facts, never_holds},
    finding::{LintCode, LintFinding, Remedy},
};
use crate::json::{VisitorFacts, Who};

/// The findings, in the order of the editor.
pub(super) fn findings(flow: &Flow<'_>, account: &Account<'_>) -> Vec<LintFinding> {
    let mut findings = audience(flow, account);
    findings.extend(conditions(flow, account));
    findings
}

fn audience(flow: &Flow<'_>, account: &Account<'_>) -> Vec<LintFinding> {
    let audience = &flow.written.audience;
    let page = flow.page(account);
    let (chosen, hidden) = (&audience.lists, &audience.hide_for_lists);
    // Whoever is on the lists that were chosen comes nearest to being shown it.
    let nearest = VisitorFacts {
        known: !chosen.is_empty(),
        lists: chosen.clone(),
        facts: flow.visitors().into_iter().next().unwrap_or_default().facts,
    };
    let found = |code, place: &str| LintFinding {
        witness: page.as_ref().map(|page| account.witness(page, nearest.clone())),
        ..flow.found(code, place)
    };
    let nobody = |place| LintFinding { nobody: true, ..found(LintCode::AudienceContradictory, place) };
    let moot =
        |place: &str| LintFinding { remedy: Some(Remedy::Delete), ..found(LintCode::AudienceMoot, place) };
    match audience.who {
        Who::Unknown(_) => alloc::vec![nobody("audience.who")],
        Who::Lists if chosen.is_empty() => alloc::vec![nobody("audience.lists")],
        Who::Lists if chosen.iter().all(|list| hidden.contains(list)) => {
            alloc::vec![nobody("audience.hide_for_lists")]
        }
        Who::Lists => {
            let both = chosen.iter().enumerate().filter(|(_, list)| hidden.contains(list));
            both.map(|(at, _)| moot(&format!("audience.lists[{at}]"))).collect()
        }
        // Who is anonymous is on no list.
        Who::Anonymous if !hidden.is_empty() => alloc::vec![moot("audience.hide_for_lists")],
        _ => Vec::new(),
    }
}

fn conditions(flow: &Flow<'_>, account: &Account<'_>) -> Vec<LintFinding> {
    let page = flow.page(account);
    let kind = flow.viewers.first().map(|kind| kind.one()).unwrap_or_default();
    // Empty groups say nothing and are not compiled.
    let written = flow.written.conditions.iter().enumerate().filter(|(_, group)| !group.is_empty());
    let mut findings = Vec::new();
    let mut dead = 0;
    for ((at, _), group) in written.zip(&flow.groups) {
        let found = |code, place| LintFinding {
            witness: page.as_ref().map(|page| {
                let facts = facts(group.get(..1).unwrap_or_default()).unwrap_or_default();
                account.witness(page, VisitorFacts { facts, ..kind.clone() })
            }),
            ..flow.found(code, place)
        };
        let before = findings.len();
        for (number, condition) in group.iter().enumerate() {
            if never_holds(condition) {
                findings.push(found(LintCode::ConditionNever, place(at, number)));
            }
        }
        if findings.len() == before
            && let Some((first, second)) = contradiction(group)
        {
            let other = flow.other(place(at, first));
            findings
                .push(LintFinding { other, ..found(LintCode::ConditionsContradictory, place(at, second)) });
        }
        dead += usize::from(findings.len() > before);
    }
    let nobody = dead > 0 && dead == flow.groups.len();
    for finding in &mut findings {
        finding.nobody = nobody;
    }
    findings
}

fn place(group: usize, condition: usize) -> alloc::string::String {
    format!("conditions[{group}][{condition}]")
}
