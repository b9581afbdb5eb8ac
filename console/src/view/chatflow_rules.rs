//! Where a chatflow shows: rules joined by "or", and exclusions (S28, S29).

use crate::reactive::*;
use targeting::json::Operator;

use super::chatflow_regex::regex_check;
use super::form::{described, help, is_wrong, said};
use super::html::{all, button, code, div, h3, input, keyed, li, option, select, span, strong, ul};
use super::icon::{Icon, drawn, icon};
use crate::acts::chatflow_editor::bin_id;
use crate::console::console;
use crate::state::chatflow_draft::{List, RuleDraft};
use crate::state::chatflow_findings::{NEGATIVE_OR, Place};
use crate::state::rules::as_beginning;
use crate::texts::Text;
use crate::watch::watch;

/// Every condition, in the order of the menu.
const CONDITIONS: [(Operator, Text); 10] = [
    (Operator::Is, Text::RuleUrlIs),
    (Operator::StartsWith, Text::RuleUrlStarts),
    (Operator::Contains, Text::RuleUrlContains),
    (Operator::MatchesWildcard, Text::RuleUrlWildcard),
    (Operator::MatchesRegex, Text::RuleUrlRegex),
    (Operator::Query, Text::QueryParameter),
    (Operator::All, Text::EveryPage),
    (Operator::IsNot, Text::RuleUrlIsNot),
    (Operator::NotStartsWith, Text::RuleUrlStartsNot),
    (Operator::NotContains, Text::RuleUrlLacks),
];

/// What a rule is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operand {
    Nothing,
    Address,
    Parameter,
}

/// One of the two lists.
pub(crate) fn rules(list: List) -> AnyView {
    let c = console();
    let (title, none, add) = match list {
        List::Include => (Text::IncludeTitle, Text::NoRules, Text::AddRule),
        List::Exclude => (Text::ExcludeTitle, Text::NoExclusions, Text::AddExclusion),
    };
    let keys = watch(move || {
        c.draft(|draft| draft.rules(list).iter().map(|rule| rule.key.to_string()).collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let title_id = format!("{}-title", Place::Rules(list).id());
    let rows = keyed(move || keys.get(), move |key| all(key.parse().ok().map(|key| row(list, key))));
    let empty = move || keys.with(Vec::is_empty).then(|| div().class("none").child(c.say(none)));
    let adder = button()
        .id(Place::Rules(list).id())
        .attr("type", "button")
        .class("button quiet add")
        .attr("aria-describedby", described(Place::Rules(list)))
        .on(leptos::ev::click, move |_| c.add_rule(list))
        .child((icon(Icon::Plus), span().child(c.say(add))));
    div()
        .class("rule-list")
        .child((
            h3().id(title_id.clone()).child(c.say(title)),
            (list == List::Include).then(|| help(Place::Rules(list), Some(Text::RuleHint))),
            ul().attr("aria-labelledby", title_id).child(rows),
            empty,
            said(Place::Rules(list)),
            (list == List::Include).then(negative_or),
            adder,
        ))
        .into_any()
}

fn warns_of_negatives() -> Memo<bool> {
    let c = console();
    watch(move || {
        c.edited(|editor| editor.findings.iter().any(|finding| finding.code == NEGATIVE_OR))
            .unwrap_or_default()
    })
}

/// The warning that negatives joined by "or" match nearly everywhere, with the way out.
fn negative_or() -> AnyView {
    let c = console();
    let warns = warns_of_negatives();
    let shown = move || {
        warns.get().then(|| {
            div().class("lint").child((
                icon(Icon::Warning),
                div().child((
                    strong().child(c.say(Text::NegativeOr)),
                    div().child(c.say(Text::NegativeOrMore)),
                    button()
                        .attr("type", "button")
                        .class("button line low")
                        .on(leptos::ev::click, move |_| c.move_to_exclusions())
                        .child(c.say(Text::MoveToExclusions)),
                )),
            ))
        })
    };
    div().attr("role", "status").child(shown).into_any()
}

/// A part of a rule that is still there. Reactive.
fn part<T: Clone + PartialEq + Default + Send + Sync + 'static>(
    list: List,
    key: u32,
    read: fn(&RuleDraft) -> T,
) -> Memo<T> {
    let c = console();
    watch(move || {
        c.draft(|draft| draft.rule(list, key).map(|(_, rule)| read(rule))).flatten().unwrap_or_default()
    })
}

fn row(list: List, key: u32) -> AnyView {
    let c = console();
    let place = Place::Rule(list, key);
    let at = watch(move || {
        c.draft(|draft| draft.rule(list, key).map(|(at, _)| at + 1)).flatten().unwrap_or_default()
    });
    let name = move || {
        let text = if list == List::Include { Text::RuleN } else { Text::ExclusionN };
        c.fill(text, &[("n", &at.get().to_string())])
    };
    let bin_name = move || {
        let text = if list == List::Include { Text::DeleteRuleN } else { Text::DeleteExclusionN };
        c.fill(text, &[("n", &at.get().to_string())])
    };
    let flagged = {
        let warns = warns_of_negatives();
        let negative = part(list, key, |rule| rule.positive().is_some());
        move || list == List::Include && warns.get() && negative.get()
    };
    let or = move || (at.get() > 1).then(|| span().class("or").child(c.say(Text::Or)));
    let bin = button()
        .id(bin_id(list, key))
        .attr("type", "button")
        .class("button quiet square")
        .attr("aria-label", bin_name)
        .attr("title", bin_name)
        .on(leptos::ev::click, move |_| c.delete_rule(list, key))
        .child(icon(Icon::Bin));
    let is_regex = part(list, key, |rule| rule.op == Operator::MatchesRegex);
    let value = part(list, key, |rule| rule.value.clone());
    let regex = move || is_regex.get().then(|| regex_check(format!("{}-try", place.id()), value));
    let group = div().attr("role", "group").attr("aria-label", name).child((
        div().class("parts").child((condition(list, key, at), operand(list, key, at), bin)),
        said(place),
        regex,
    ));
    let class = move || if flagged() { "rule flagged" } else { "rule" };
    li().class(class).child((or, group)).into_any()
}

/// The name of a rule's field: each is told apart by its rule.
fn field_name(list: List, at: Memo<usize>, field: Text) -> impl Fn() -> String + Send + Clone + 'static {
    let c = console();
    move || {
        let text = if list == List::Include { Text::RuleN } else { Text::ExclusionN };
        format!("{}: {}", c.fill(text, &[("n", &at.get().to_string())]), c.say(field))
    }
}

fn condition(list: List, key: u32, at: Memo<usize>) -> AnyView {
    let c = console();
    let place = Place::Rule(list, key);
    let now = part(list, key, |rule| rule.op.as_str().to_owned());
    let chosen = move |word: String| move || now.with(|now| *now == word);
    let known = CONDITIONS.iter().map(|(op, words)| {
        option()
            .attr("value", op.as_str())
            .flag("selected", chosen(op.as_str().to_owned()))
            .child(as_beginning(c.say(*words)))
            .into_any()
    });
    // A condition of a newer version is kept, by its name, until somebody chooses another.
    let first = now.get_untracked();
    let unknown = CONDITIONS.iter().all(|(op, _)| op.as_str() != first).then(|| {
        option()
            .attr("value", first.clone())
            .flag("selected", chosen(first.clone()))
            .child(first.clone())
            .into_any()
    });
    let takes_focus = part(list, key, |rule| rule.op == Operator::All);
    let menu = select()
        .attr("id", move || takes_focus.get().then(|| place.id()))
        .class("input")
        .attr("aria-label", field_name(list, at, Text::Condition))
        .on(leptos::ev::change, move |event| {
            let op = Operator::from(event_target_value(&event));
            c.write_draft(
                None,
                Box::new(move |draft| {
                    if let Some(rule) = draft.rule_mut(list, key) {
                        rule.op = op;
                    }
                }),
            );
        })
        .child(known.chain(unknown).collect::<Vec<_>>());
    span().class("picked").child((menu, drawn(Icon::Down, "icon down"))).into_any()
}

fn operand(list: List, key: u32, at: Memo<usize>) -> AnyView {
    let kind = part(list, key, |rule| match rule.op {
        Operator::All => 0_u8,
        Operator::Query => 2,
        _ => 1,
    });
    let kind = watch(move || match kind.get() {
        0 => Operand::Nothing,
        2 => Operand::Parameter,
        _ => Operand::Address,
    });
    let shown = move || match kind.get() {
        Operand::Nothing => ().into_any(),
        Operand::Address => text(list, key, at, Some(Place::Rule(list, key).id()), Text::PageAddress, true),
        Operand::Parameter => parameter(list, key, at),
    };
    div().class("operand").child(shown).into_any()
}

fn parameter(list: List, key: u32, at: Memo<usize>) -> AnyView {
    let c = console();
    let any = part(list, key, |rule| rule.any_value);
    let choice = |words: Text, is_any: bool| {
        option()
            .attr("value", if is_any { "any" } else { "exactly" })
            .flag("selected", move || any.get() == is_any)
            .child(c.say(words))
    };
    let how = select()
        .class("input")
        .attr("aria-label", field_name(list, at, Text::ParameterMatch))
        .on(leptos::ev::change, move |event| {
            let is_any = event_target_value(&event) == "any";
            c.write_draft(
                None,
                Box::new(move |draft| {
                    if let Some(rule) = draft.rule_mut(list, key) {
                        rule.any_value = is_any;
                    }
                }),
            );
        })
        .child((choice(Text::AnyValue, true), choice(Text::Exactly, false)));
    let exact = move || (!any.get()).then(|| text(list, key, at, None, Text::ParameterValue, true));
    all((
        text(list, key, at, Some(Place::Rule(list, key).id()), Text::ParameterName, false),
        code().attr("aria-hidden", "true").child("="),
        span().class("picked").child((how, drawn(Icon::Down, "icon down"))),
        exact,
    ))
}

/// A text of a rule: its value, or the name of its parameter.
fn text(list: List, key: u32, at: Memo<usize>, id: Option<String>, label: Text, is_value: bool) -> AnyView {
    let c = console();
    let place = Place::Rule(list, key);
    let now = if is_value {
        part(list, key, |rule| rule.value.clone())
    } else {
        part(list, key, |rule| rule.name.clone())
    };
    input()
        .attr("id", id)
        .class("input mono")
        .attr("type", "text")
        .attr("dir", "ltr")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("aria-label", field_name(list, at, label))
        .attr("aria-describedby", described(place))
        .attr("aria-invalid", is_wrong(place))
        .attr("placeholder", if label == Text::ParameterName { "utm_campaign" } else { "" })
        .value(move || now.get())
        .on(leptos::ev::input, move |event| {
            let typed = event_target_value(&event);
            c.write_draft(
                Some(place),
                Box::new(move |draft| {
                    if let Some(rule) = draft.rule_mut(list, key) {
                        *(if is_value { &mut rule.value } else { &mut rule.name }) = typed;
                    }
                }),
            );
        })
        .on(leptos::ev::blur, move |_| c.left(place))
        .into_any()
}
