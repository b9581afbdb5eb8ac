//! What a simulation answered, in words.
//!
//! The answer's tree is read by name instead of through its types: reading those would weigh more than all that is said
//! here. The tests hold every name to `protocol::simulation` and `targeting`. Decides nothing.

use serde_json::Value;
use targeting::json::{Chatflow, Operator, Rule};

use super::circumstances::{fact_in_words, operator_in_words};
use super::rules::rule_in_words;
use crate::texts::{Language, Text};

/// What a chatflow or a page is called, by its id.
pub type Names<'a> = &'a dyn Fn(&str) -> String;

/// A text of a tree; empty where there is none.
#[must_use]
pub fn text<'a>(tree: &'a Value, name: &str) -> &'a str {
    tree[name].as_str().unwrap_or_default()
}

/// Whether something of a tree is so.
#[must_use]
pub fn flag(tree: &Value, name: &str) -> bool {
    tree[name].as_bool().unwrap_or_default()
}

/// Everything in a list of a tree.
#[must_use]
pub fn each<'a>(tree: &'a Value, name: &str) -> &'a [Value] {
    tree[name].as_array().map_or(&[], Vec::as_slice)
}

/// A rule's number as people count.
fn number(tree: &Value) -> Option<String> {
    tree["rule"].as_u64().map(|rule| (rule + 1).to_string())
}

/// How a chatflow came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is shown.
    Shown,
    /// It fits, and another one comes first.
    Fits,
    /// It does not fit.
    Not,
}

/// How a chatflow of a trace came out.
#[must_use]
pub fn fate(flow: &Value) -> Fate {
    match text(flow, "verdict") {
        "won" => Fate::Shown,
        "shadowed" => Fate::Fits,
        _ => Fate::Not,
    }
}

/// The one reason that settled a chatflow of a trace (H57, E12).
#[must_use]
pub fn reason(flow: &Value, names: Names<'_>, language: Language) -> String {
    let say = |text: Text| text.words(language).to_owned();
    let numbered = |text: Text, n: &str| text.fill(language, &[("n", n)]);
    match (text(flow, "verdict"), number(flow)) {
        ("disabled", _) => say(Text::WhyOff),
        ("audience", _) => match text(flow, "clause") {
            "needs_anonymous" => say(Text::WhyStrangersOnly),
            "needs_known" => say(Text::WhyNobodyKnown),
            "needs_list" => say(Text::WhyNotOnList),
            "no_list_chosen" => say(Text::WhyNoListChosen),
            "hide_list" => say(Text::WhyHidden),
            "unknown_audience" => say(Text::WhyAudienceUnknown),
            other => other.to_owned(),
        },
        ("excluded", n) => numbered(Text::WhyExcluded, &n.unwrap_or_default()),
        ("no_include_matched", _) => say(Text::WhyNoRule),
        ("conditions", _) => say(Text::WhyConditions),
        ("shadowed", _) => Text::WhyShadowed.fill(language, &[("name", &names(text(flow, "by")))]),
        ("won", Some(n)) => numbered(Text::WhyWon, &n),
        ("won", None) => say(Text::WhyEverywhere),
        (other, _) => other.to_owned(),
    }
}

/// One rule of a chatflow of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldRule {
    /// "Rule 1", "Exclusion 2".
    pub label: String,
    /// "address begins with".
    pub words: String,
    /// What it speaks of, as its owner wrote it.
    pub value: Option<String>,
    /// Whether it matches.
    pub matched: bool,
    /// What of the page's address it looked at; empty where it looked at nothing.
    pub compared: String,
    /// What else is to be known about it.
    pub flags: Vec<&'static str>,
}

/// The rules of a chatflow of a trace. `written` is the chatflow as its owner wrote it, where it is at hand.
#[must_use]
pub fn rules(flow: &Value, written: Option<&Chatflow>, language: Language) -> Vec<ToldRule> {
    let list = |name: &str, label: Text, written: &[Rule]| {
        let told = |(n, rule): (usize, &Value)| {
            let op = text(rule, "op");
            // The trace has the text in normal form; people know their rules as they wrote them.
            let as_written = written.get(n).filter(|written| written.op.as_str() == op).cloned();
            let rule_said = as_written.unwrap_or_else(|| Rule {
                op: Operator::from(op.to_owned()),
                name: Some(text(rule, "text").to_owned()),
                value: (op != "query").then(|| text(rule, "text").to_owned()),
            });
            let said = rule_in_words(&rule_said, language);
            ToldRule {
                label: label.fill(language, &[("n", &(n + 1).to_string())]),
                words: said.words,
                value: said.value,
                matched: flag(rule, "matched"),
                compared: text(rule, "compared").to_owned(),
                flags: flags(rule).map(|flag| flag.words(language)).collect(),
            }
        };
        each(flow, name).iter().enumerate().map(told).collect::<Vec<_>>()
    };
    let (include, exclude) =
        written.map_or((&[][..], &[][..]), |flow| (flow.include.as_slice(), flow.exclude.as_slice()));
    let mut all = list("include", Text::RuleN, include);
    all.extend(list("exclude", Text::ExclusionN, exclude));
    all
}

fn flags(rule: &Value) -> impl Iterator<Item = Text> {
    let inert = match text(rule, "inert") {
        "empty" => Some(Text::InertEmpty),
        "only_scheme" | "foreign_scheme" => Some(Text::InertScheme),
        "host" => Some(Text::InertHost),
        "unknown_operator" => Some(Text::InertOperator),
        "no_name" => Some(Text::InertName),
        "regex" => Some(Text::InertRegex),
        _ => None,
    };
    let when = |name: &str, text: Text| flag(rule, name).then_some(text);
    [
        inert,
        // What never matches does not count anywhere; once is enough.
        when("not_applicable", Text::FlagNotApplicable).filter(|_| inert.is_none()),
        when("undecided", Text::FlagUndecided),
        when("tautology", Text::FlagEverywhere),
    ]
    .into_iter()
    .flatten()
}

/// One condition of a chatflow of a trace: what it asks for, whether it holds, and what was so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldCondition {
    /// "Device is mobile".
    pub words: String,
    /// Whether it holds.
    pub holds: bool,
    /// "does not hold: desktop".
    pub found: String,
}

/// The conditions of a chatflow of a trace, group by group.
#[must_use]
pub fn conditions(flow: &Value, language: Language) -> Vec<Vec<ToldCondition>> {
    let told = |condition: &Value| {
        let (op, holds) = (text(condition, "op"), flag(condition, "holds"));
        let value = if matches!(op, "known" | "unknown") { "" } else { text(condition, "value") };
        let words = format!(
            "{} {} {value}",
            fact_in_words(text(condition, "fact"), language),
            operator_in_words(op, language)
        );
        let actual = condition["actual"].as_str().unwrap_or_else(|| Text::TryFactUnknown.words(language));
        let found = if holds { Text::TryHolds } else { Text::TryHoldsNot };
        ToldCondition {
            words: words.trim_end().to_owned(),
            holds,
            found: found.fill(language, &[("actual", actual)]),
        }
    };
    each(flow, "conditions")
        .iter()
        .map(|group| group.as_array().map_or_else(Vec::new, |group| group.iter().map(told).collect()))
        .collect()
}

/// What became of a decision that was made again (N3). `time` says a moment in ms since 1970.
#[must_use]
pub fn replay(
    replay: &Value,
    names: Names<'_>,
    time: &dyn Fn(u64) -> String,
    language: Language,
) -> Option<String> {
    let say = |text: Text| text.words(language).to_owned();
    let first = match text(replay, "outcome") {
        "same" => Text::ReplaySame,
        "other_visitor" => Text::ReplayOther,
        "other_page" => return Some(say(Text::ReplayOtherPage)),
        "rules_gone" => return Some(say(Text::ReplayGone)),
        "unreadable" => return Some(say(Text::ReplayUnreadable)),
        _ => return None,
    };
    let published = replay["published_at"].as_u64().unwrap_or_default();
    let shown = replay["shown"].as_str().map_or_else(|| say(Text::CoverNothing), names);
    let first = first.fill(language, &[("time", &time(published)), ("name", &shown)]);
    let since = if flag(replay, "in_force") { Text::ReplayInForce } else { Text::ReplayOld };
    Some(format!("{first} {}", since.words(language)))
}

#[cfg(test)]
#[path = "simulation_words_tests.rs"]
mod tests;
