//! The reason beside the decision: every chatflow, every rule, from the same compiled rules as `decide`.
//!
//! Knows what happened, in machine words. Does not know how to say it to people: the console has the sentences.

use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};

use crate::{
    audience::{self, AudienceClause, Visitor},
    book::RuleBook,
    condition::{self, Condition},
    disputes,
    page_url::PageUrl,
    rule::{self, InertReason, Rule},
};

/// Why each chatflow of a book is shown on a page or not, in priority order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trace {
    /// The id of the winner, the same as [`decide`](crate::decide)'s.
    pub show: Option<String>,
    /// The page as it was compared.
    pub page: PageTrace,
    /// Every chatflow of the book, highest priority first.
    pub chatflows: Vec<ChatflowTrace>,
}

/// The page as it was compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageTrace {
    /// The address in normal form; empty if unusable.
    pub url: String,
    /// False for what is not an http(s) address: only the operator `all` matches.
    pub usable: bool,
}

/// What became of one chatflow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChatflowTrace {
    /// The chatflow's id.
    pub id: String,
    /// Smaller is higher.
    pub priority: i64,
    /// The one reason that settled it.
    #[cfg_attr(feature = "json", serde(flatten))]
    pub verdict: Verdict,
    /// Its include rules, in the account's order.
    pub include: Vec<RuleTrace>,
    /// Its exclusions, in the account's order.
    pub exclude: Vec<RuleTrace>,
    /// Its conditions, group by group.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub conditions: Vec<Vec<ConditionTrace>>,
}

/// What one condition said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConditionTrace {
    /// The fact's name.
    pub fact: String,
    /// The operator's name in the neutral JSON form; `never` where this version does not know fact or operator.
    pub op: String,
    /// What the fact is compared with.
    pub value: String,
    /// The fact; `None` where it is not known.
    pub actual: Option<String>,
    /// Whether the condition holds.
    pub holds: bool,
}

/// The reason that settled a chatflow's fate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "json",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "verdict", rename_all = "snake_case")
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// Switched off.
    Disabled,
    /// Not meant for this visitor.
    Audience {
        /// The clause that keeps the visitor out.
        clause: AudienceClause,
    },
    /// An exclusion matches.
    Excluded {
        /// The first one that does, from 0.
        rule: usize,
    },
    /// No include rule matches.
    NoIncludeMatched,
    /// No group of conditions holds.
    Conditions,
    /// Shown.
    Won {
        /// The include rule that matched first, from 0; `None` if there is none and every page will do.
        rule: Option<usize>,
    },
    /// Would be shown, were it not for one of higher priority.
    Shadowed {
        /// The winner's id.
        by: String,
        /// The include rule that matched first, as in `Won`.
        rule: Option<usize>,
    },
}

/// What one rule said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleTrace {
    /// The operator's name in the neutral JSON form.
    pub op: String,
    /// The rule's text in normal form; as written where the rule is inert.
    pub text: String,
    /// The part of the page's address that the rule looked at.
    pub compared: String,
    /// Whether the rule matches.
    pub matched: bool,
    /// Why the rule can never match, if it cannot.
    pub inert: Option<InertReason>,
    /// The page is unusable and the rule is not `all`: it counts neither way.
    pub not_applicable: bool,
    /// A regular expression that cannot be decided here: the edge can.
    #[cfg_attr(feature = "json", serde(default, skip_serializing_if = "core::ops::Not::not"))]
    pub undecided: bool,
    /// A negative rule beside other include rules: joined by OR they (as good as) always match.
    pub tautology: bool,
}

/// Explains a decision. Looks at every rule, so it costs more than [`decide`](crate::decide). Facts that nobody looked at
/// count as not known, and regular expressions without an engine as not matching.
pub fn explain(book: &RuleBook<'_>, page: &PageUrl<'_>, visitor: &Visitor<'_>) -> Trace {
    let facts = visitor.facts.unwrap_or_default();
    let mut show: Option<String> = None;
    let mut chatflows = Vec::with_capacity(book.len());
    for chatflow in book.chatflows() {
        let includes: Vec<_> = chatflow.includes().collect();
        let excludes: Vec<_> = chatflow.excludes().collect();
        let include = traces(&includes, page, true);
        let exclude = traces(&excludes, page, false);
        let first = |rules: &[RuleTrace]| rules.iter().position(|rule| rule.matched);
        let rule = first(&include);
        let is_everywhere = include.is_empty() && disputes::EMPTY_INCLUDE_IS_EVERYWHERE;

        let verdict = if !chatflow.is_enabled() {
            Verdict::Disabled
        } else if let Some(clause) = audience::refusal(&chatflow, visitor) {
            Verdict::Audience { clause }
        } else if let Some(rule) = first(&exclude) {
            Verdict::Excluded { rule }
        } else if rule.is_none() && !is_everywhere {
            Verdict::NoIncludeMatched
        } else if !condition::hold(&chatflow, facts) {
            Verdict::Conditions
        } else if let Some(by) = show.clone() {
            Verdict::Shadowed { by, rule }
        } else {
            show = Some(chatflow.id().to_owned());
            Verdict::Won { rule }
        };
        let (id, priority) = (chatflow.id().to_owned(), chatflow.priority());
        let conditions = conditions(chatflow.conditions(), facts);
        chatflows.push(ChatflowTrace { id, priority, verdict, include, exclude, conditions });
    }
    let page = PageTrace { url: page.as_str().to_owned(), usable: page.is_usable() };
    Trace { show, page, chatflows }
}

fn traces(rules: &[Rule<'_>], page: &PageUrl<'_>, are_includes: bool) -> Vec<RuleTrace> {
    let live = rules.iter().filter(|rule| rule.inert_reason().is_none()).count();
    let trace = |rule: &Rule<'_>| {
        let verdict = rule.judge(page);
        RuleTrace {
            op: rule.op.name().to_owned(),
            text: text(rule.text),
            compared: text(&rule.compared(page)),
            matched: verdict == rule::Verdict::Matches,
            inert: rule.inert_reason(),
            not_applicable: verdict == rule::Verdict::NotApplicable,
            undecided: verdict == rule::Verdict::Undecided,
            tautology: are_includes && live > 1 && rule.op.is_negative() && rule.inert_reason().is_none(),
        }
    };
    rules.iter().map(trace).collect()
}

fn conditions<'a>(
    conditions: impl Iterator<Item = Condition<'a>>,
    facts: &[(&str, &str)],
) -> Vec<Vec<ConditionTrace>> {
    let (mut groups, mut group) = (Vec::new(), Vec::new());
    for condition in conditions {
        group.push(ConditionTrace {
            fact: text(condition.fact),
            op: condition.test.name().to_owned(),
            value: text(condition.value),
            actual: condition.actual(facts).map(ToOwned::to_owned),
            holds: condition.holds(facts),
        });
        if condition.is_last() {
            groups.push(core::mem::take(&mut group));
        }
    }
    groups
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_string()
}
