//! Why a thread is with whom it is (N30): a small disclosure in the head of the thread.

use crate::reactive::*;
use conversation::ids::ThreadId;

use super::html::{all, button, div, h3, li, p, span, strong, ul};
use super::icon::{Icon, icon};
use crate::browser::clock;
use crate::console::{Loading, console};
use crate::state::routing_reason::{Candidate, Reason};
use crate::state::skills::called;
use crate::texts::Text;

const WHY_ID: &str = "routing-why";

/// The button, and below it the box while it is open.
pub(crate) fn routing_reason(thread: ThreadId) -> AnyView {
    let c = console();
    let open = RwSignal::new(false);
    let unfold = move |_| {
        let now = !open.get_untracked();
        open.set(now);
        if now {
            c.ask_why(thread.clone());
        }
    };
    let trigger = button()
        .attr("type", "button")
        .class("button quiet low why")
        .attr("aria-label", c.say(Text::RoutingWhyOf))
        .attr("title", c.say(Text::RoutingWhyOf))
        .attr("aria-expanded", move || open.get().to_string())
        .attr("aria-controls", WHY_ID)
        .on(leptos::ev::click, unfold)
        .child((icon(Icon::Route), span().class("words").child(c.say(Text::RoutingWhy))));
    let shown = move || {
        open.get().then(|| {
            div()
                .id(WHY_ID)
                .class("why-box")
                .attr("role", "region")
                .attr("aria-label", c.say(Text::RoutingWhyOf))
                .attr("tabindex", "0")
                .child(content)
        })
    };
    div()
        .class("choice")
        .on(leptos::ev::keydown, move |event| {
            if event.key() == "Escape" && open.get_untracked() {
                event.stop_propagation();
                open.set(false);
            }
        })
        .child((trigger, shown))
        .into_any()
}

fn content() -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    match c.asked_why.with(|asked| asked.loading.clone()) {
        Loading::Asking => {
            p().class("faint").attr("role", "status").child(c.say(Text::RoutingAsking)).into_any()
        }
        Loading::Failed(problem) => {
            let why = c.why(&problem);
            p().attr("role", "alert").child(c.fill(Text::RoutingWhyFailed, &[("why", &why)])).into_any()
        }
        Loading::Ready => {
            let reasons = c.asked_why.with(|asked| asked.reasons.clone());
            let waits = reasons.waits_since.map(|since| {
                let time = clock::waiting(since, c.now.get(), language);
                let places = [("time", time.as_str()), ("n", &reasons.ahead.to_string())];
                p().class("late").child((icon(Icon::Clock), c.fill(Text::RoutingWaits, &places)))
            });
            let none =
                reasons.decisions.is_empty().then(|| p().class("faint").child(c.say(Text::RoutingUnknown)));
            all((waits, none, reasons.decisions.iter().map(decision).collect::<Vec<_>>()))
        }
    }
}

fn decision(reason: &Reason) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let who = reason.who.clone().unwrap_or_default();
    let team = reason.team.clone().unwrap_or_default();
    let because = strong().child(c.fill(reason.because, &[("who", &who), ("team", &team)]));
    let at = span()
        .class("small faint")
        .child(c.fill(Text::RoutedAt, &[("time", &clock::in_full(reason.at, language))]));
    // By hand it may be as most are, and that is worth saying.
    let is_said = reason.priority.is_some() || reason.priority_by.is_some();
    let priority = is_said.then(|| {
        let words = c.say(reason.priority.unwrap_or(Text::PriorityNormal));
        let told = c.fill(Text::PriorityChip, &[("priority", words)]);
        let by = reason.priority_by.as_ref().map(|(by, list)| c.fill(*by, &[("list", list)]));
        let by = by.map(|by| format!(" ({by})")).unwrap_or_default();
        span().class("small faint").child((told, by, " "))
    });
    let candidates = (!reason.candidates.is_empty()).then(|| {
        all((
            h3().class("small faint").child(c.say(Text::Considered)),
            ul().child(reason.candidates.iter().map(candidate).collect::<Vec<_>>()),
        ))
    });
    div().class("decision").child((because, priority, at, candidates)).into_any()
}

fn candidate(one: &Candidate) -> AnyView {
    let c = console();
    let had = match one.capacity {
        Some(most) => c.fill(Text::HadOpenOf, &[("n", &one.open.to_string()), ("most", &most.to_string())]),
        None => c.fill(Text::HadOpen, &[("n", &one.open.to_string())]),
    };
    let verdict = if one.lacks.is_empty() {
        one.verdict.map(|verdict| c.say(verdict).to_owned()).unwrap_or_default()
    } else {
        let named = c.skills.with(|all| one.lacks.iter().map(|id| called(all, id)).collect::<Vec<_>>());
        c.fill(Text::VerdictLacksSkills, &[("skills", &named.join(", "))])
    };
    li().child((
        icon(if one.chosen { Icon::Check } else { Icon::Cross }),
        span().attr("dir", "auto").child(one.name.clone()),
        span().class("faint").child(verdict),
        span().class("faint small had").child(had),
    ))
    .into_any()
}
