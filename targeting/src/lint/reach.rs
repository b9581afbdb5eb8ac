//! Whether a chatflow is ever shown, and which of its rules are taken by one of higher priority.
//!
//! First by page views: where a decision shows the chatflow, there is nothing to prove. Only where none that comes to
//! mind does, a proof is looked for: for every include rule, every kind of visitor and every group of conditions, one or
//! several chatflows above that take all of it. What is claimed is certain; not everything that is so is found.

use alloc::vec::Vec;

use super::{
    account::{Account, Flow, Page, Ruled},
    circumstances::{Group, can_hold, implied},
    finding::{LintCode, LintFinding, Remedy},
    region::Known,
    viewers::Viewers,
};
use crate::{
    condition::Condition,
    json::VisitorFacts,
    pattern::Engine,
    rule::{Kind, Op, Rule},
};

/// Most comparisons of two rules in one run; beyond, nothing more is proved. They take some 50 ns each.
const MOST_COMPARISONS: usize = 300_000;

/// How many chatflows may take a piece each of what one rule names.
const DEPTH: usize = 3;

/// What "every page" says, for chatflows without include rules.
const EVERYWHERE: Rule<'static> =
    Rule { op: Op::All, kind: Kind::All, flags: 0, text: &[], head: 0, engine: Engine(None) };

/// The findings about the chatflow of a rank.
pub(super) fn findings<'b>(rank: usize, account: &Account<'b>, effort: &mut Effort) -> Vec<LintFinding> {
    let Some(flow) = account.flows.get(rank).filter(|flow| flow.record.is_enabled()) else {
        return Vec::new();
    };
    let everywhere: Option<Known<'b>> = Known::of(EVERYWHERE);
    let names: Vec<Name<'_, 'b>> = if flow.include.is_empty() {
        let page = account.some_page();
        everywhere.iter().map(|known| Name { place: None, known, page: page.clone() }).collect()
    } else {
        let live = flow.include.iter().enumerate();
        live.filter_map(|(at, ruled)| {
            let known = ruled.known.as_ref()?;
            let is_taken_back = live_ones(&flow.exclude).any(|exclusion| exclusion.covers(known));
            (!is_taken_back).then(|| Name { place: Some(at), known, page: ruled.shown_page.clone() })
        })
        .collect()
    };
    let visitors = flow.visitors();
    // A group that cannot hold brings nobody, and has been told.
    let groups: Vec<&Group<'b>> = flow.groups.iter().filter(|group| can_hold(group)).collect();
    let nobody: Group<'b> = Vec::new();
    let groups = if flow.groups.is_empty() { alloc::vec![&nobody] } else { groups };
    if names.is_empty() || visitors.is_empty() || groups.is_empty() {
        return Vec::new();
    }

    let mut is_shown = false;
    let mut takers = Vec::new();
    for name in &names {
        let Some(page) = &name.page else {
            takers.push(None);
            continue;
        };
        let winners = visitors.iter().map(|visitor| account.decide(page, visitor).map(|winner| winner.index));
        let winners: Vec<Option<usize>> = winners.collect();
        is_shown |= winners.contains(&Some(rank));
        takers.push(winners.first().copied().flatten().filter(|winner| *winner != rank));
    }

    let mut proof = Proof { flow, above: account.flows.get(..rank).unwrap_or_default(), first: None, effort };
    let is_taken = !is_shown && {
        proof.first = takers.iter().copied().flatten().next();
        names.iter().all(|name| {
            groups.iter().all(|group| {
                flow.viewers
                    .iter()
                    .all(|viewers| proof.takes(&mut alloc::vec![name.known], viewers, group, DEPTH))
            })
        })
    };
    let witness = |page: &Page, visitor: &VisitorFacts| account.witness(page, visitor.clone());
    if is_taken {
        let shown =
            names.iter().zip(&takers).find_map(|(name, taker)| Some((name.page.as_ref()?, (*taker)?)));
        let other = shown.and_then(|(_, taker)| account.flows.get(taker)).and_then(|it| it.other(""));
        let found = LintFinding {
            remedy: other.is_some().then_some(Remedy::PutBefore),
            other,
            witness: shown.and_then(|(page, _)| Some(witness(page, visitors.first()?))),
            nobody: true,
            ..flow.found(LintCode::ChatflowUnreachable, "")
        };
        return alloc::vec![found];
    }

    let mut findings = Vec::new();
    for (name, taker) in names.iter().zip(takers) {
        let (Some(place), Some(page), Some(taker)) = (name.place, &name.page, taker) else { continue };
        let Some(above) = account.flows.get(taker) else { continue };
        let is_for_all = flow
            .viewers
            .iter()
            .all(|viewers| viewers.not_among(&above.record).is_some_and(|missing| missing.is_empty()))
            && groups.iter().all(|group| implied(group, &above.groups));
        let wider = live_with_places(&above.include).find(|(_, it)| it.covers(name.known));
        // Where both say the same, the one above has to take all of it: a catch-all below one with exclusions gets what
        // it is there for.
        let is_wider = match &wider {
            Some((_, it)) => !name.known.covers(it),
            None => above.include.is_empty() && name.known.rule.op != Op::All,
        };
        if is_for_all && (is_wider || proof.is_all_taken_by(above, name.known, &groups)) {
            let wider = wider.map(|(at, _)| at);
            let other = wider.map(|at| alloc::format!("include[{at}]")).unwrap_or_default();
            findings.push(LintFinding {
                other: above.other(other),
                witness: visitors.first().map(|visitor| witness(page, visitor)),
                remedy: Some(Remedy::PutBefore),
                ..flow.found(LintCode::RuleOverlap, alloc::format!("include[{place}]"))
            });
        }
    }
    findings
}

/// Pages that a chatflow names by one of its rules.
struct Name<'l, 'b> {
    /// Which include rule; `None` where it has none.
    place: Option<usize>,
    known: &'l Known<'b>,
    /// One of them on which no exclusion stands in the way.
    page: Option<Page>,
}

/// How much may still be compared.
pub(super) struct Effort(usize);

impl Effort {
    pub(super) fn new() -> Self {
        Self(MOST_COMPARISONS)
    }

    fn spend(&mut self, comparisons: usize) -> bool {
        self.0 = self.0.saturating_sub(comparisons);
        self.0 > 0
    }
}

/// That chatflows above take pages from a chatflow.
struct Proof<'l, 'b> {
    flow: &'l Flow<'b>,
    above: &'l [Flow<'b>],
    /// The rank of the one that most likely does.
    first: Option<usize>,
    effort: &'l mut Effort,
}

impl<'l, 'b> Proof<'l, 'b> {
    /// Whether on every page that all of `names` match and no exclusion of the chatflow does, every one of `viewers` is
    /// shown a chatflow above where the conditions of `group` hold.
    fn takes(
        &mut self,
        names: &mut Vec<&'l Known<'b>>,
        viewers: &Viewers<'b>,
        group: &[Condition<'b>],
        depth: usize,
    ) -> bool {
        if self.is_nothing(names) {
            return true;
        }
        let first = self.first.and_then(|rank| self.above.get(rank));
        let others = self.above.iter().enumerate().filter(|(rank, _)| Some(*rank) != self.first);
        let candidates: Vec<&'l Flow<'b>> = first.into_iter().chain(others.map(|(_, flow)| flow)).collect();
        candidates.into_iter().any(|above| self.one_takes(above, names, viewers, group, depth))
    }

    /// Whether one chatflow above takes everything that a rule names, from everybody.
    fn is_all_taken_by(&mut self, above: &'l Flow<'b>, name: &'l Known<'b>, groups: &[&Group<'b>]) -> bool {
        let flow = self.flow;
        flow.viewers.iter().all(|viewers| {
            groups.iter().all(|group| self.one_takes(above, &mut alloc::vec![name], viewers, group, 0))
        })
    }

    /// No page is in two sets that have none in common, or in one that is excluded.
    fn is_nothing(&mut self, names: &[&'l Known<'b>]) -> bool {
        let Some((last, before)) = names.split_last() else { return false };
        self.effort.spend(before.len() + self.flow.exclude.len());
        before.iter().any(|name| name.is_disjoint(last))
            || live_ones(&self.flow.exclude).any(|exclusion| exclusion.covers(last))
    }

    fn one_takes(
        &mut self,
        above: &'l Flow<'b>,
        names: &mut Vec<&'l Known<'b>>,
        viewers: &Viewers<'b>,
        group: &[Condition<'b>],
        depth: usize,
    ) -> bool {
        if !above.record.is_enabled()
            || !self.effort.spend(1 + names.len() * above.include.len())
            || !implied(group, &above.groups)
        {
            return false;
        }
        let Some(missing) = viewers.not_among(&above.record) else { return false };
        let names_all = above.include.is_empty()
            || live_ones(&above.include).any(|it| names.iter().any(|name| it.covers(name)))
            || (is_everywhere(above) && names.iter().any(|name| name.rule.op != Op::All));
        if !names_all {
            return false;
        }
        // What it leaves to others has to be taken by others.
        for list in missing {
            if depth == 0 || !self.takes(names, &viewers.also_on(list), group, depth - 1) {
                return false;
            }
        }
        for exclusion in live_ones(&above.exclude) {
            if names.iter().any(|name| name.is_disjoint(exclusion)) {
                continue;
            }
            if depth == 0 {
                return false;
            }
            names.push(exclusion);
            let is_taken = self.takes(names, viewers, group, depth - 1);
            names.pop();
            if !is_taken {
                return false;
            }
        }
        true
    }
}

/// Whether two of its include rules together match every usable page.
fn is_everywhere(flow: &Flow<'_>) -> bool {
    let negative =
        || flow.include.iter().filter(|ruled| ruled.is_negative()).filter_map(|it| it.known.as_ref());
    negative()
        .take(MOST_NEGATIVES)
        .any(|negative| live_ones(&flow.include).any(|other| negative.completes(other)))
}

/// Most negative rules of a chatflow that are looked at.
const MOST_NEGATIVES: usize = 4;

fn live_ones<'l, 'b>(rules: &'l [Ruled<'b>]) -> impl Iterator<Item = &'l Known<'b>> {
    rules.iter().filter_map(|ruled| ruled.known.as_ref())
}

fn live_with_places<'l, 'b>(rules: &'l [Ruled<'b>]) -> impl Iterator<Item = (usize, &'l Known<'b>)> {
    rules.iter().enumerate().filter_map(|(at, ruled)| Some((at, ruled.known.as_ref()?)))
}
