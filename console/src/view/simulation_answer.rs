//! One page tried out: what it shows, and why every chatflow of the account is shown or not (N1, H57, E12).
//!
//! "Why does my chat not show?" is answered at the top, in the order in which one would look: the site, the page, the
//! winner; below it every chatflow with the reason that settled it, and rule by rule on demand.

use std::sync::Arc;

use crate::reactive::*;
use conversation::access::Action;
use serde_json::Value;
use web_sys::wasm_bindgen::JsCast;

use super::blank::failed;
use super::html::{a, all, button, code, details, div, h3, li, ol, p, span, strong, summary, ul};
use super::icon::{Icon, drawn, icon};
use crate::acts::simulation::LINK_ID;
use crate::browser::{clipboard, clock};
use crate::console::console;
use crate::route::{Route, SettingsTab};
use crate::state::rules::as_beginning;
use crate::state::simulation_words::{
    Fate, ToldCondition, ToldRule, conditions, each, fate, flag, reason, replay, rules, text,
};
use crate::texts::Text;
use crate::watch::watch;

/// The answer. `of_edit`: it can be expected to stay so.
pub(crate) fn answer(of_edit: bool) -> AnyView {
    let c = console();
    // Names may come later than the answer. Nothing else that is written meanwhile draws it anew. A memo that is never
    // read follows nothing, so both are read.
    let names =
        watch(move || c.chatflows.with(|all| all.iter().map(|flow| flow.name.clone()).collect::<Vec<_>>()));
    let changes = watch(move || c.tries.with(|tries| tries.answer.changes));
    let busy = watch(move || c.tries.with(|tries| tries.answer.busy));
    let told = move || {
        names.with(|_| ());
        changes.with(|_| ());
        c.tries.with_untracked(|tries| tries.answer.told.clone())
    };
    let verdict = move || untracked(told(), |told| all((headline(told), replayed(told))));
    let failure = move || {
        changes.with(|_| ());
        let problem = c.tries.with_untracked(|tries| tries.answer.failed.clone());
        problem.map(|problem| failed(Text::TryFailed, &problem, move || c.try_now()))
    };
    let more = move || untracked(told(), |told| reasons(told, of_edit));
    div()
        .class("answer")
        .attr("aria-busy", move || busy.get().to_string())
        // The region is always there, so that what appears in it is read out.
        .child((div().class("verdict").attr("role", "status").child(verdict), failure, more))
        .into_any()
}

fn untracked(told: Option<Arc<Value>>, draw: impl FnOnce(&Arc<Value>) -> AnyView) -> Option<AnyView> {
    untrack(|| told.as_ref().map(draw))
}

fn reasons(told: &Arc<Value>, of_edit: bool) -> AnyView {
    let c = console();
    let trace = &told["trace"];
    let flows = each(trace, "chatflows");
    let lead = match (flows.is_empty(), trace["show"].is_null()) {
        (true, _) => Text::TryNoFlows,
        (false, true) => Text::TryEachSays,
        (false, false) => Text::TryInOrder,
    };
    let page = text(&trace["page"], "url");
    let compared = (!page.is_empty()).then(|| {
        let address = code().attr("dir", "ltr").child(page.to_owned());
        div().class("small faint").child((c.say(Text::TryComparedAs), " ", address))
    });
    let rows: Vec<AnyView> = flows.iter().enumerate().map(|(at, flow)| chatflow(told, at, flow)).collect();
    let list = (!rows.is_empty())
        .then(|| ol().class("fates").attr("aria-label", c.say(Text::Chatflows)).child(rows));
    all((
        compared,
        further(told, of_edit),
        h3().child(c.say(lead)),
        list,
        p().class("small faint").child(c.say(Text::TryElse)),
    ))
}

/// What the page shows; before that what no rule can mend.
fn headline(told: &Value) -> AnyView {
    let c = console();
    let shown = told["trace"]["show"].as_str().map(|id| c.flow_name(id));
    let warned = |words: Text, more: Option<AnyView>| {
        div().class("hint warn").child((icon(Icon::Warning), div().child((p().child(c.say(words)), more))))
    };
    if flag(&told["trace"]["page"], "usable") && !flag(told, "origin_allowed") {
        let there = Route::Settings(SettingsTab::Sites);
        let link = c.may(Action::ChangeSettings).then(|| {
            a().attr("href", there.path())
                .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
                .child(c.say(Text::TryOpenSites))
                .into_any()
        });
        let rules_say = shown.map(|name| {
            p().class("small").attr("dir", "auto").child(c.fill(Text::TryRulesSay, &[("name", &name)]))
        });
        return all((
            strong().child(c.say(Text::TryShowsNothing)),
            warned(Text::TrySiteMissing, Some(all(link))),
            rules_say,
        ));
    }
    let unusable = (!flag(&told["trace"]["page"], "usable")).then(|| warned(Text::TryUnusable, None));
    let first = match shown {
        Some(name) => c.fill(Text::TryShows, &[("name", &name)]),
        None => c.say(Text::TryShowsNothing).to_owned(),
    };
    all((strong().attr("dir", "auto").child(first), unusable))
}

fn replayed(told: &Value) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let said = replay(&told["replay"], &|id| c.flow_name(id), &|at| clock::in_full(at, language), language);
    all(said.map(|said| div().class("hint").attr("dir", "auto").child((icon(Icon::Clock), said))))
}

/// What can be done with an answer.
fn further(told: &Value, of_edit: bool) -> AnyView {
    let c = console();
    let act = move |picture: Icon, words: Text| {
        button()
            .attr("type", "button")
            .class("button line low")
            .child((icon(picture), span().child(c.say(words))))
    };
    let expect =
        of_edit.then(|| act(Icon::Check, Text::ExpectThis).on(leptos::ev::click, move |_| c.expect_now()));
    // On a site that is not ours there is nothing to see.
    let explain = (flag(told, "origin_allowed"))
        .then(|| act(Icon::Eye, Text::ShowOnPage).on(leptos::ev::click, move |_| c.explain_on_page()));
    let changes = watch(move || c.tries.with(|tries| tries.link.changes));
    let link = move || {
        changes.with(|_| ());
        let language = c.language.get_untracked();
        let asked = c.tries.with_untracked(|tries| tries.link.clone());
        let told = asked.told.map(|told| {
            let url = text(&told, "url").to_owned();
            let until = clock::time_of_day(told["expires"].as_u64().unwrap_or_default(), language);
            let to_copy = url.clone();
            let copy = act(Icon::Copy, Text::CopyCode).on(leptos::ev::click, move |_| {
                let url = to_copy.clone();
                spawn_local(async move {
                    if clipboard::copy(&url).await {
                        c.tell(c.say(Text::CodeCopied).to_owned(), None);
                    }
                });
            });
            let open = a()
                .id(LINK_ID)
                .attr("href", url)
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer")
                .child((icon(Icon::Out), c.say(Text::ExplainOpen)));
            let words = c.fill(Text::ExplainUntil, &[("time", &until)]);
            div().class("hint").child(div().child((open, p().child(words), copy)))
        });
        let failed = asked.failed.map(|problem| {
            let why = c.fill(Text::ExplainFailed, &[("why", &c.why(&problem))]);
            div().class("hint warn").child((icon(Icon::Warning), why))
        });
        (told, failed)
    };
    all((div().class("acts").child((expect, explain)), div().attr("role", "status").child(link)))
}

fn chatflow(told: &Arc<Value>, at: usize, flow: &Value) -> AnyView {
    let c = console();
    let id = text(flow, "id").to_owned();
    let name = c.flow_name(&id);
    let why = reason(flow, &|id| c.flow_name(id), c.language.get_untracked());
    let (class, picture) = match fate(flow) {
        Fate::Shown => ("fate shown", Icon::Check),
        Fate::Fits => ("fate fits", Icon::ArrowDown),
        Fate::Not => ("fate", Icon::Cross),
    };
    let open = RwSignal::new(c.tries.with_untracked(|tries| tries.opened.contains(&id)));
    let told = Arc::clone(told);
    let inside = move || {
        let flow = &each(&told["trace"], "chatflows")[at];
        open.get().then(|| rule_by_rule(flow))
    };
    let toggled = move |event: web_sys::Event| {
        let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_open = element.is_some_and(|element| element.has_attribute("open"));
        c.tries.update(|tries| {
            tries.opened.retain(|other| *other != id);
            if is_open {
                tries.opened.push(id.clone());
            }
        });
        open.set(is_open);
    };
    li().child(
        details()
            .class(class)
            .attr("open", open.get_untracked().then_some(""))
            .on(leptos::ev::Custom::<web_sys::Event>::new("toggle"), toggled)
            .child((
                summary().child((
                    icon(picture),
                    span().child((
                        strong().attr("dir", "auto").child(name),
                        " ",
                        span().class("why").attr("dir", "auto").child(why),
                    )),
                    drawn(Icon::Down, "icon down"),
                )),
                inside,
            )),
    )
    .into_any()
}

fn mark(holds: bool) -> AnyView {
    icon(if holds { Icon::Check } else { Icon::Cross })
}

fn rule_by_rule(flow: &Value) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let written = untrack(|| c.tried_rules(text(flow, "id")));
    let rules = rules(flow, written.as_ref(), language);
    let groups = conditions(flow, language);
    let nothing = (rules.is_empty() && groups.is_empty()).then(|| p().child(c.say(Text::TryNothingElse)));
    let groups = groups.into_iter().enumerate().map(|(n, group)| {
        let lead = if n == 0 { Text::TryConditionGroup } else { Text::TryOrConditionGroup };
        let one = |told: ToldCondition| {
            let said =
                div().attr("dir", "auto").child((told.words, " ", span().class("said-so").child(told.found)));
            li().child((mark(told.holds), said)).into_any()
        };
        let lines: Vec<AnyView> = group.into_iter().map(one).collect();
        li().child(div().child((p().child(c.say(lead)), ul().child(lines)))).into_any()
    });
    let lines: Vec<AnyView> = rules.into_iter().map(rule).chain(groups).collect();
    div().class("told-rules").child((ul().child(lines), nothing)).into_any()
}

fn rule(told: ToldRule) -> AnyView {
    let c = console();
    let ToldRule { label, words, value, matched, compared, flags } = told;
    let said = c.say(if matched { Text::TryRuleMatches } else { Text::TryRuleFails });
    let compared = (!compared.is_empty()).then(|| {
        div().class("compared").child((
            c.say(Text::TryCompared),
            " ",
            code().attr("dir", "ltr").child(compared),
        ))
    });
    let flags: Vec<AnyView> = flags
        .into_iter()
        .map(|flag| span().class("warned").child((icon(Icon::Warning), span().child(flag))).into_any())
        .collect();
    let first = div().child((
        span().class("label").child(label),
        " ",
        as_beginning(&words),
        value.map(|value| (" ", code().attr("dir", "ltr").child(value))),
        " ",
        span().class("said-so").child(said),
    ));
    li().child((mark(matched), div().child((first, compared, div().class("said").child(flags))))).into_any()
}
