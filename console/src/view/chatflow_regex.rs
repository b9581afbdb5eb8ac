//! Trying a regular expression while it is written (P29, E3): the edge says whether an address matches, with the rule as
//! it stands on the form.

use crate::reactive::*;
use serde_json::Value;
use targeting::json::Rule;

use super::html::{div, input, label, span};
use super::icon::{Icon, icon};
use crate::api::tree;
use crate::browser::timer::Timeout;
use crate::console::{Console, console};
use crate::state::conditions::{items, quoted, text};
use crate::texts::Text;

/// An address is tried when nobody has typed for so long.
const REST_MS: u64 = 300;

/// A field for an address, and whether `rule` matches it. `id` is unique on the page.
pub(crate) fn regex_check(id: String, rule: Memo<String>) -> AnyView {
    let c = console();
    let typed = RwSignal::new(String::new());
    // Whether it is good news, and what to say.
    let outcome = RwSignal::new(None::<(bool, String)>);
    let rests = StoredValue::new(None::<Timeout>);
    let ask = move || {
        let (Some(rule), Some(url)) = (rule.try_get_untracked(), typed.try_get_untracked()) else { return };
        if rule.trim().is_empty() || url.trim().is_empty() {
            return;
        }
        // Only this rule: nothing else on the form may stand in its way.
        let flow = untrack(|| {
            c.draft(|draft| {
                let mut flow = draft.written();
                flow.targeting.enabled = true;
                flow.targeting.include = vec![Rule::new(targeting::json::Operator::MatchesRegex, &rule)];
                flow.targeting.exclude.clear();
                flow.targeting.conditions.clear();
                flow
            })
        });
        let Some(flow) = flow else { return };
        let draft = serde_json::to_string(&flow).unwrap_or_default();
        let body = format!(r#"{{"url":{},"draft":{draft}}}"#, quoted(url.trim()));
        spawn_local(async move {
            let answer = tree("POST", "/api/chatflows/simulate".to_owned(), Some(body)).await;
            if rule_is(typed, &url) {
                let said = match answer {
                    Ok(told) => said(c, &told["trace"], &flow.targeting.id),
                    Err(problem) => (false, c.fill(Text::RegexNotTried, &[("why", &c.why(&problem))])),
                };
                outcome.set(Some(said));
            }
        });
    };
    Effect::new(move |_| {
        rule.track();
        let is_empty = typed.with(|typed| typed.trim().is_empty());
        if is_empty {
            outcome.set(None);
        }
        let soon = (!is_empty).then(|| Timeout::after(REST_MS, ask));
        rests.update_value(|rests| *rests = soon);
    });
    let shown = move || {
        outcome.get().map(|(is_good, words)| {
            let picture = if is_good { Icon::Check } else { Icon::Cross };
            span().class(if is_good { "matches" } else { "help" }).child((icon(picture), span().child(words)))
        })
    };
    div()
        .class("regex")
        .child((
            label().attr("for", id.clone()).child(c.say(Text::RegexTry)),
            input()
                .id(id)
                .class("input mono")
                .attr("type", "url")
                .attr("dir", "ltr")
                .attr("autocomplete", "off")
                .attr("spellcheck", "false")
                .attr("placeholder", "https://www.example.com/")
                .value(move || typed.get())
                .on(leptos::ev::input, move |event| typed.set(event_target_value(&event))),
            div().class("said").attr("role", "status").child(shown),
            span().class("help").child(c.say(Text::RegexHelp)),
        ))
        .into_any()
}

/// Whether the field still says what was asked about, and is still there.
fn rule_is(typed: RwSignal<String>, url: &str) -> bool {
    typed.try_with_untracked(|typed| typed == url) == Some(true)
}

fn said(c: Console, trace: &Value, id: &str) -> (bool, String) {
    let flow = items(&trace["chatflows"]).find(|flow| text(&flow["id"]) == id);
    let rule = flow.map_or(&Value::Null, |flow| &flow["include"][0]);
    let words = if trace["page"]["usable"] == Value::Bool(false) {
        Text::RegexNoAddress
    } else if rule["matched"] == Value::Bool(true) {
        return (true, c.say(Text::RegexMatches).to_owned());
    } else if rule["inert"].is_null() {
        Text::RegexFails
    } else {
        Text::CodeRuleRegex
    };
    (false, c.say(words).to_owned())
}
