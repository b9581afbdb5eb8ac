//! What there is to say about the rules of one chatflow, whatever else the account has.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    account::{Account, Flow, Page, Ruled, matches},
    expression,
    finding::{LintCode, LintFinding, Other, Remedy},
    region::Known,
};
use crate::{
    book::OwnedBook,
    compile::{RuleWarning, check_rule_value, compile},
    json::{self, Operator},
    rule::{Kind, flag},
};

/// The findings, in the order of the rules.
pub(super) fn findings(flow: &Flow<'_>, account: &Account<'_>) -> Vec<LintFinding> {
    let look = Look { flow, account };
    let mut findings = Vec::new();
    for list in [List::Include, List::Exclude] {
        for at in 0..look.rules(list).len() {
            findings.extend(look.at_one(list, at));
        }
        findings.extend(look.repeated(list));
    }
    findings.extend(look.taken_back());
    findings.extend(look.unmet());
    findings.extend(look.negative_or());
    findings
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Include,
    Exclude,
}

impl List {
    fn place(self, at: usize) -> String {
        match self {
            Self::Include => format!("include[{at}]"),
            Self::Exclude => format!("exclude[{at}]"),
        }
    }
}

struct Look<'l, 'b> {
    flow: &'l Flow<'b>,
    account: &'l Account<'b>,
}

impl<'l, 'b> Look<'l, 'b> {
    fn rules(&self, list: List) -> &'l [Ruled<'b>] {
        match list {
            List::Include => &self.flow.include,
            List::Exclude => &self.flow.exclude,
        }
    }

    fn written(&self, list: List, at: usize) -> Option<&'l json::Rule> {
        match list {
            List::Include => self.flow.written.include.get(at),
            List::Exclude => self.flow.written.exclude.get(at),
        }
    }

    fn live(&self, list: List) -> impl Iterator<Item = (usize, &'l Ruled<'b>, &'l Known<'b>)> + Clone {
        let rules = self.rules(list).iter().enumerate();
        rules.filter_map(|(at, ruled)| Some((at, ruled, ruled.known.as_ref()?)))
    }

    fn found(
        &self,
        code: LintCode,
        place: String,
        other: Option<String>,
        page: Option<&Page>,
    ) -> LintFinding {
        let visitor = || self.flow.visitors().into_iter().next().unwrap_or_default();
        LintFinding {
            other: other.map(|place| Other { chatflow: self.flow.id(), place }),
            witness: page.map(|page| self.account.witness(page, visitor())),
            ..self.flow.found(code, place)
        }
    }

    /// What is to be said about one rule by itself.
    fn at_one(&self, list: List, at: usize) -> Vec<LintFinding> {
        let (Some(ruled), Some(written)) = (self.rules(list).get(at), self.written(list, at)) else {
            return Vec::new();
        };
        let place = || list.place(at);
        if let Some(reason) = ruled.rule.inert_reason() {
            let page = self.account.some_page();
            let found = self.found(LintCode::RuleInert, place(), None, page.as_ref());
            return alloc::vec![LintFinding { inert: Some(reason), ..found }];
        }
        let mut findings = Vec::new();
        if may_hold_a_star(written)
            && check_rule_value(written).is_ok_and(|said| said.contains(&RuleWarning::WildcardLiteral))
        {
            findings.push(self.literal_star(ruled, written, place()));
        }
        if ruled.is_on_site == Some(false) && !ruled.is_negative() && !asks_for_query_or_fragment(ruled) {
            findings.push(self.found(LintCode::RuleNoPage, place(), None, ruled.page.as_ref()));
        }
        if let Some(rule) = expression::plain(written) {
            let found = self.found(LintCode::RegexPlain, place(), None, ruled.page.as_ref());
            findings.push(LintFinding { remedy: Some(Remedy::Replace { rule }), ..found });
        }
        findings
    }

    /// Shown by a page that a wildcard would match and this rule, as a positive one, does not.
    fn literal_star(&self, ruled: &Ruled<'b>, written: &json::Rule, place: String) -> LintFinding {
        let value = written.value.as_deref().unwrap_or_default().trim();
        let value = match written.op {
            Operator::Contains | Operator::NotContains => format!("*{value}*"),
            Operator::StartsWith | Operator::NotStartsWith => format!("{}*", value.trim_end_matches('*')),
            _ => value.to_string(),
        };
        let wildcard = json::Rule::new(Operator::MatchesWildcard, &value);
        let page = with_compiled(&wildcard, |meant| {
            let is_missed =
                |page: &Page| matches(&meant.rule, page) && matches(&ruled.rule, page) == ruled.is_negative();
            meant.known.as_ref().and_then(|_| self.account.page_where(&meant.rule, is_missed))
        });
        // A negative one has no wildcard to be replaced by.
        let remedy = (!ruled.is_negative() && page.is_some()).then_some(Remedy::Replace { rule: wildcard });
        let found = self.found(LintCode::RuleWildcardLiteral, place, None, page.as_ref());
        LintFinding { remedy, ..found }
    }

    /// Rules that another one of the list makes superfluous. Each is told once.
    fn repeated(&self, list: List) -> Vec<LintFinding> {
        let mut findings: Vec<(usize, LintFinding)> = Vec::new();
        for (at, ruled, known) in self.live(list) {
            // What covers it matches its page too; asking that first is cheaper than being certain. Of an expression
            // nothing is certain but that it is the same.
            let may_cover = |other: &Ruled<'b>| match &ruled.page {
                _ if other.rule.kind == Kind::Regex => other.rule.text == ruled.rule.text,
                Some(page) => matches(&other.rule, page),
                None => true,
            };
            let others: Vec<_> =
                self.live(list).filter(|(other, it, _)| *other != at && may_cover(it)).collect();
            let found = |code, other: usize| LintFinding {
                remedy: Some(Remedy::Delete),
                ..self.found(code, list.place(at), Some(list.place(other)), ruled.page.as_ref())
            };
            let same =
                others.iter().find(|(other, _, it)| *other < at && it.covers(known) && known.covers(it));
            if let Some((other, ..)) = same {
                findings.push((at, found(LintCode::RuleDuplicate, *other)));
                continue;
            }
            // Joined with a negative one, everything is superfluous, and that is told by itself.
            let is_told =
                |other: &Ruled<'b>| list == List::Include && (other.is_negative() || ruled.is_negative());
            let wider =
                others.iter().find(|(_, other, it)| !is_told(other) && it.covers(known) && !known.covers(it));
            findings.extend(wider.map(|(other, ..)| (at, found(LintCode::RuleCovered, *other))));
        }
        findings.into_iter().map(|(_, finding)| finding).collect()
    }

    /// Include rules that an exclusion takes back entirely.
    fn taken_back(&self) -> Vec<LintFinding> {
        let taker = |known: &Known<'b>| self.live(List::Exclude).find(|(_, _, it)| it.covers(known));
        let taken: Vec<_> = self
            .live(List::Include)
            .filter_map(|(at, ruled, known)| Some((at, ruled, taker(known)?.0)))
            .collect();
        let nobody = !taken.is_empty() && taken.len() == self.rules(List::Include).len();
        let found = |(at, ruled, by): &(usize, &Ruled<'b>, usize)| {
            let (place, other) = (List::Include.place(*at), List::Exclude.place(*by));
            let found = self.found(LintCode::IncludeExcluded, place, Some(other), ruled.page.as_ref());
            LintFinding { nobody, ..found }
        };
        taken.iter().map(found).collect()
    }

    /// Exclusions of what no include rule matches anyway.
    fn unmet(&self) -> Vec<LintFinding> {
        let is_everywhere = self.rules(List::Include).is_empty();
        let is_met = |known: &Known<'b>| self.live(List::Include).any(|(_, _, it)| !it.is_disjoint(known));
        let unmet = self.live(List::Exclude).filter(|(_, _, known)| !is_everywhere && !is_met(known));
        unmet
            .map(|(at, ruled, _)| {
                let found =
                    self.found(LintCode::ExclusionUnmet, List::Exclude.place(at), None, ruled.page.as_ref());
                LintFinding { remedy: Some(Remedy::Delete), ..found }
            })
            .collect()
    }

    /// Negative rules joined with others by OR. Shown by a page that one of them leaves out and another one takes in; or,
    /// where only a positive one stands beside it, by a page that the positive one does not name.
    fn negative_or(&self) -> Option<LintFinding> {
        let is_same = |a: &Known<'b>, b: &Known<'b>| a.covers(b) && b.covers(a);
        let pairs = self
            .live(List::Include)
            .filter(|(_, ruled, _)| ruled.is_negative())
            .flat_map(|negative| self.live(List::Include).map(move |other| (negative, other)));
        let (first, second) = pairs.into_iter().find(|(a, b)| a.0 != b.0 && !is_same(a.2, b.2))?;
        let includes = || self.live(List::Include);
        let page = |left_out: (usize, &Ruled<'b>, &Known<'b>)| {
            let is_taken = |page: &Page| {
                let others = includes().filter(|(at, ..)| *at != left_out.0);
                !matches(&left_out.1.rule, page)
                    && others.into_iter().any(|(_, other, _)| matches(&other.rule, page))
            };
            self.account.page_where(&left_out.1.rule, is_taken)
        };
        let page = page(first).or_else(|| page(second));
        let found = self.found(
            LintCode::RuleNegativeOr,
            List::Include.place(first.0),
            Some(List::Include.place(second.0)),
            page.as_ref(),
        );
        Some(LintFinding { remedy: Some(Remedy::MoveToExclusions), ..found })
    }
}

/// Whether a rule can have a star that is only a character. Asked first: checking a rule compiles it again.
fn may_hold_a_star(rule: &json::Rule) -> bool {
    let reads_stars = matches!(rule.op, Operator::All | Operator::MatchesWildcard | Operator::MatchesRegex);
    !reads_stars && rule.value.as_deref().is_some_and(|value| value.contains('*'))
}

/// Sitemaps name pages without query and fragment, so what asks for one says nothing about them.
fn asks_for_query_or_fragment(ruled: &Ruled<'_>) -> bool {
    let rule = &ruled.rule;
    rule.kind == Kind::Query
        || rule.flags & (flag::FRAGMENT | flag::QUERY) != 0
        || (rule.kind != Kind::Regex && rule.text.contains(&b'?'))
        || (rule.kind == Kind::Is && !rule.parts()[2].is_empty())
}

/// Looks at a rule as it would be compiled.
fn with_compiled<T>(rule: &json::Rule, look: impl FnOnce(&Ruled<'_>) -> Option<T>) -> Option<T> {
    let chatflow = json::Chatflow { include: alloc::vec![rule.clone()], ..json::Chatflow::new("it") };
    let book = OwnedBook::read(compile(&[chatflow]).bytes).ok()?;
    let record = book.book().chatflows().next()?;
    let rule = record.includes().next()?;
    look(&Ruled { rule, known: Known::of(rule), page: None, shown_page: None, is_on_site: None })
}
