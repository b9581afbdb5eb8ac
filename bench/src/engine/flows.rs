//! The chatflows around somebody else's matcher: audience, include rules, exclusions, in turn.
//!
//! Peers match addresses and know nothing of chatflows. This is the least that has to stand around them.

use targeting::{Audience, Chatflow, Operator, Rule, Who};

use crate::workload::Person;

/// A rule of a chatflow: the number of its pattern, and whether it is the complement.
#[derive(Clone, Copy, Debug)]
struct Numbered {
    pattern: usize,
    negated: bool,
}

#[derive(Debug)]
struct Flow {
    audience: Audience,
    include: Vec<Numbered>,
    exclude: Vec<Numbered>,
}

/// An account whose rules are numbers of patterns.
#[derive(Debug)]
pub(super) struct Flows(Vec<Flow>);

impl Flows {
    /// Numbers the rules of an account, and translates each to a pattern of its positive form.
    pub(super) fn of<P>(account: &[Chatflow], translate: impl Fn(&Rule) -> P) -> (Self, Vec<P>) {
        let mut patterns = Vec::new();
        let mut number = |rules: &[Rule]| -> Vec<Numbered> {
            let numbered = rules.iter().map(|rule| {
                patterns.push(translate(rule));
                Numbered { pattern: patterns.len() - 1, negated: is_negative(&rule.op) }
            });
            numbered.collect()
        };
        let flows = account.iter().map(|chatflow| Flow {
            audience: chatflow.audience.clone(),
            include: number(&chatflow.include),
            exclude: number(&chatflow.exclude),
        });
        (Self(flows.collect()), patterns)
    }

    /// The place of the first chatflow that is eligible.
    pub(super) fn first(&self, person: &Person, matches: impl Fn(usize) -> bool) -> Option<usize> {
        let holds = |rule: &Numbered| matches(rule.pattern) != rule.negated;
        self.0.iter().position(|flow| {
            fits(&flow.audience, person) && flow.include.iter().any(holds) && !flow.exclude.iter().any(holds)
        })
    }
}

fn is_negative(op: &Operator) -> bool {
    matches!(op, Operator::IsNot | Operator::NotContains | Operator::NotStartsWith)
}

fn fits(audience: &Audience, person: &Person) -> bool {
    let visitor = person.visitor();
    let is_in =
        |lists: &[String]| visitor.known && lists.iter().any(|list| visitor.lists.contains(&list.as_str()));
    let fits = match audience.who {
        Who::Everyone => true,
        Who::Anonymous => !visitor.known,
        Who::Known => visitor.known,
        Who::Lists => is_in(&audience.lists),
        Who::Unknown(_) => false,
    };
    fits && !is_in(&audience.hide_for_lists)
}

/// The text of a rule, and whether it ends in a wildcard that was taken off.
pub(super) fn text(rule: &Rule) -> (&str, bool) {
    let value = rule.value.as_deref().unwrap_or_default();
    value.strip_suffix("/*").map_or((value, false), |value| (value, true))
}
