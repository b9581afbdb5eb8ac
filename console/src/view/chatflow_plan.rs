//! When a chatflow is published or switched off by itself, by the wall clocks of a zone (N9).

use crate::reactive::*;
use protocol::code::Code;
use protocol::rest::versions::{Planned, PutSchedule, Schedule};

use super::html::{all, button, datalist, div, input, label, option, span};
use super::icon::{Icon, icon};
use crate::acts::chatflow_history::Asked;
use crate::browser::{clock, zones};
use crate::console::console;
use crate::state::problem;
use crate::texts::Text;

const ZONES_ID: &str = "plan-zones";

/// What is planned and what became of it, a line each; in the list, and above the form.
pub(super) fn planned(schedule: &Schedule) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let line = |on: bool, planned: &Planned| {
        // The clock of the zone shows this, whatever the reader's own shows then.
        let wall = clock::moment(&planned.local).map(|at| clock::in_full(at, language));
        let time = wall.unwrap_or_else(|| planned.local.clone());
        match &planned.refused {
            None => {
                let text = if on { Text::PlanGoesLive } else { Text::PlanGoesOff };
                let words = c.fill(text, &[("time", &time), ("zone", &planned.zone)]);
                span().class("flow-planned").child((icon(Icon::Clock), span().child(words)))
            }
            Some(refused) => {
                let why = Code::parse(&refused.code)
                    .map_or_else(|| refused.message.clone(), |code| c.say(problem::words(code)).to_owned());
                let text = if on { Text::PlanRefusedOn } else { Text::PlanRefusedOff };
                let words = c.fill(text, &[("time", &time), ("why", &why)]);
                span().class("wrong").child((icon(Icon::Warning), span().child(words)))
            }
        }
    };
    let on = schedule.on.as_ref().map(|planned| line(true, planned));
    let off = schedule.off.as_ref().map(|planned| line(false, planned));
    all((on, off))
}

/// The part of the last screen.
pub(super) fn plan() -> AnyView {
    let c = console();
    let asked: Asked<Schedule> = RwSignal::new(None);
    let (on, off, zone) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(zones::own()));
    c.load_schedule(asked);
    // What is planned stands in the fields.
    Effect::new(move |_| {
        if let Some(Ok(schedule)) = asked.get() {
            let local = |planned: &Option<Planned>| {
                planned.as_ref().map(|planned| planned.local.clone()).unwrap_or_default()
            };
            on.set(local(&schedule.on));
            off.set(local(&schedule.off));
            if let Some(planned) = schedule.on.or(schedule.off) {
                zone.set(planned.zone);
            }
        }
    });
    let status = move || asked.get().and_then(Result::ok).map(|schedule| planned(&schedule));
    let time = |id: &'static str, words: Text, value: RwSignal<String>| {
        let field = input()
            .id(id)
            .class("input short")
            .attr("type", "datetime-local")
            .value(move || value.get())
            .on(leptos::ev::input, move |event| value.set(event_target_value(&event)));
        div().class("field").child((label().attr("for", id).child(c.say(words)), field))
    };
    let listed = RwSignal::new(false);
    let names = move || {
        listed
            .get()
            .then(|| zones::all().into_iter().map(|name| option().attr("value", name)).collect::<Vec<_>>())
    };
    let zone_field = div().class("field").child((
        label().attr("for", "plan-zone").child(c.say(Text::PlanZone)),
        input()
            .id("plan-zone")
            .class("input")
            .attr("type", "text")
            .attr("dir", "ltr")
            .attr("list", ZONES_ID)
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .value(move || zone.get())
            .on(leptos::ev::focus, move |_| listed.set(true))
            .on(leptos::ev::input, move |event| zone.set(event_target_value(&event))),
        datalist().id(ZONES_ID).child(names),
    ));
    let keep = move |_| {
        let given = |text: String| (!text.is_empty()).then_some(text);
        let body = PutSchedule {
            zone: zone.get_untracked().trim().to_owned(),
            on: given(on.get_untracked()),
            off: given(off.get_untracked()),
        };
        c.keep_schedule(body, asked);
    };
    let cancel = move |_| {
        c.keep_schedule(PutSchedule { zone: "UTC".to_owned(), on: None, off: None }, asked);
    };
    let is_planned = move || {
        asked.with(|asked| asked.as_ref().is_some_and(|it| it.as_ref().is_ok_and(|it| !it.is_empty())))
    };
    let acts = move || {
        let cancel = is_planned().then(|| {
            button()
                .attr("type", "button")
                .class("button quiet")
                .on(leptos::ev::click, cancel)
                .child(c.say(Text::PlanCancel))
        });
        let keep = button()
            .attr("type", "button")
            .class("button line")
            .on(leptos::ev::click, keep)
            .child(c.say(Text::PlanKeep));
        (keep, cancel)
    };
    all((
        div().id("flow-plan").class("flow-plan").attr("role", "status").child(status),
        div().class("flow-times").child((
            time("plan-on", Text::PlanOn, on),
            time("plan-off", Text::PlanOff, off),
            zone_field,
        )),
        div().class("acts").child(acts),
    ))
}
