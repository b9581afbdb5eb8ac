//! The settings of the team: teams, and each person's capacity and working hours (H64, H65, H72). Plain forms.

use crate::reactive::*;

use super::blank::{failed, slow};
use super::first::first;
use super::hours::{Desk, hours};
use super::html::{
    all, button, div, fieldset, form, h2, h3, input, keyed_by_id, label, legend, option, p, select, span,
    table, tbody, td, th, thead, tr,
};
use super::icon::{Icon, drawn};
use super::lists::act;
use super::named_list::{Around, Saving, add, change, named_list, named_row};
use super::sign_in::alert;
use super::skills::skills;
use crate::acts::colleagues::NEW_TEAM_ID;
use crate::console::{Loading, console};
use crate::state::colleagues::{Colleague, Team};
use crate::texts::Text;
use crate::watch::watch;

/// The tab.
pub(crate) fn team_tab() -> AnyView {
    let c = console();
    c.load_team();
    let content = move || match c.team_loading.get() {
        Loading::Ready => all((teams(), skills(), first(), work())),
        Loading::Failed(problem) => failed(Text::SettingsFailed, &problem, move || c.load_team()),
        Loading::Asking => all((
            div()
                .class("skeleton")
                .attr("aria-hidden", "true")
                .child((span().class("bone line-1"), span().class("bone line-2"))),
            slow(move || c.load_team()),
        )),
    };
    all((h2().child(c.say(Text::TeamTab)), p().class("lead").child(c.say(Text::TeamLead)), content))
}

fn teams() -> AnyView {
    let c = console();
    let rows = keyed_by_id(c.teams, |team| &team.id, team_row);
    let empty = watch(move || c.teams.with(Vec::is_empty));
    let editing = watch(move || c.team_draft.with(|team| team.as_ref().map(|team| team.id.clone())));
    let below = move || match editing.get() {
        Some(_) => team_form(),
        None => add(NEW_TEAM_ID, Text::TeamNew, move || c.edit_team(None)),
    };
    let around =
        Around { id: "teams-title", title: Text::TeamsTitle, lead: Text::TeamsLead, none: Text::TeamsNone };
    named_list(around, rows, empty, below)
}

fn team_row(team: Team) -> AnyView {
    let c = console();
    let named: Vec<String> = c.people.with_untracked(|people| {
        let name =
            |(id, _): &(String, bool)| people.iter().find(|one| one.id == *id).map(|one| one.name.clone());
        team.members.iter().filter_map(name).collect()
    });
    let members = if named.is_empty() { c.say(Text::TeamNobody).to_owned() } else { named.join(", ") };
    let (name, id) = (team.name.clone(), team.id.clone());
    let change = {
        let team = team.clone();
        let label = c.fill(Text::TeamChange, &[("name", &name)]);
        change(&team.id.clone(), label, move || c.edit_team(Some(team.clone())))
    };
    let delete = act(c.fill(Text::TeamDelete, &[("name", &name)]), Icon::Bin, {
        let name = name.clone();
        move || c.delete_team(id.clone(), name.clone())
    });
    named_row(Icon::People, name, members, [change, delete])
}

/// The acts of a form: doing it, and leaving without.
pub(super) fn form_acts(go: Text, busy: RwSignal<bool>, leave: impl Fn() + 'static) -> AnyView {
    let c = console();
    div()
        .class("acts")
        .child((
            button()
                .attr("type", "submit")
                .class("button fill")
                .attr("aria-busy", move || busy.get().to_string())
                .child(c.say(go)),
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| leave())
                .child(c.say(Text::Cancel)),
        ))
        .into_any()
}

fn team_form() -> AnyView {
    let c = console();
    let saving = Saving::new();
    let name = watch(move || {
        c.team_draft.with(|team| team.as_ref().map(|team| team.name.clone()).unwrap_or_default())
    });
    let member = |one: Colleague| {
        let id = format!("member-{}", one.id);
        let (who, write) = (one.id.clone(), one.id);
        let now = watch(move || {
            c.team_draft.with(|team| match team.as_ref().and_then(|team| team.membership(&who)) {
                None => "not",
                Some(false) => "extra",
                Some(true) => "primary",
            })
        });
        let choices =
            [("not", Text::MemberNot), ("primary", Text::MemberPrimary), ("extra", Text::MemberExtra)].map(
                |(value, words)| {
                    option()
                        .attr("value", value)
                        .flag("selected", move || now.get() == value)
                        .child(c.say(words))
                },
            );
        let field = select()
            .id(id.clone())
            .class("input")
            .attr("aria-label", c.fill(Text::MembershipOf, &[("name", &one.name)]))
            .on(leptos::ev::change, move |event| {
                let membership = match event_target_value(&event).as_str() {
                    "primary" => Some(true),
                    "extra" => Some(false),
                    _ => None,
                };
                c.team_draft.update(|team| {
                    if let Some(team) = team {
                        team.set(&write, membership);
                    }
                });
            })
            .child(choices);
        div()
            .class("member")
            .child((
                label().attr("for", id).attr("dir", "auto").child(one.name),
                span().class("picked").child((field, drawn(Icon::Down, "icon down"))),
            ))
            .into_any()
    };
    let members = c.people.with_untracked(|people| people.iter().cloned().map(member).collect::<Vec<_>>());
    form()
        .class("inset")
        .attr("novalidate", "")
        .on(leptos::ev::submit, saving.submit("team-name", move || c.save_team()))
        .child((
            div().class("field").child((
                label().attr("for", "team-name").child(c.say(Text::TeamName)),
                input()
                    .id("team-name")
                    .class("input")
                    .attr("type", "text")
                    .attr("autocomplete", "off")
                    .attr("dir", "auto")
                    .attr("aria-invalid", saving.is_wrong())
                    .value(move || name.get())
                    .on(leptos::ev::input, move |event| {
                        let typed = event_target_value(&event);
                        saving.wrong.set(None);
                        c.team_draft.update(|team| {
                            if let Some(team) = team {
                                team.name = typed;
                            }
                        });
                    }),
            )),
            fieldset().class("field").child((
                legend().child(c.say(Text::TeamMembers)),
                span().class("help").child(c.say(Text::TeamPrimaryHelp)),
                members,
            )),
            saving.foot(Text::TeamSave, move || c.leave_team()),
        ))
        .into_any()
}

fn work() -> AnyView {
    let c = console();
    let rows = keyed_by_id(c.people, |one| &one.id, work_row);
    let heads = [Text::WorkPerson, Text::WorkCapacity, Text::WorkHours]
        .map(|words| th().attr("scope", "col").child(c.say(words)));
    let acts = th().attr("scope", "col").child(span().class("unseen").child(c.say(Text::Acts)));
    let editing = watch(move || c.work.with(|work| work.as_ref().map(|work| work.id.clone())));
    let below = move || editing.get().map(|_| work_form());
    div()
        .class("rule-list")
        .child((
            h3().child(c.say(Text::WorkTitle)),
            div()
                .class("table named")
                .child(table().child((thead().child(tr().child((heads, acts))), tbody().child(rows)))),
            div().child(below),
        ))
        .into_any()
}

fn work_row(one: Colleague) -> AnyView {
    let c = console();
    let capacity = one.capacity.map_or_else(|| c.say(Text::WorkAny).to_owned(), |n| n.to_string());
    let zone = one.hours["zone"].as_str();
    let hours = zone.map_or_else(
        || c.say(Text::WorkAlways).to_owned(),
        |zone| c.fill(Text::WorkOwnHours, &[("zone", zone)]),
    );
    let label = c.fill(Text::WorkChange, &[("name", &one.name)]);
    let name = one.name.clone();
    let change = change(&one.id.clone(), label, move || c.edit_work(&one));
    tr().child((
        td().class("flow").attr("dir", "auto").child(name),
        td().child(capacity),
        td().child(hours),
        td().class("acts-cell").child(div().class("row-acts").child(change)),
    ))
    .into_any()
}

fn work_form() -> AnyView {
    let c = console();
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let name = c.work.with_untracked(|work| work.as_ref().map(|work| work.name.clone()).unwrap_or_default());
    let capacity = watch(move || {
        c.work.with(|work| work.as_ref().map(|work| work.capacity.clone()).unwrap_or_default())
    });
    let has_hours = watch(move || c.work.with(|work| work.as_ref().is_some_and(|work| work.has_hours)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = c.save_work().await;
            let _ = busy.try_set(false);
            let _ = wrong.try_set(answer.err());
        });
    };
    let tick = div().class("tick").child((
        input()
            .id("work-has-hours")
            .attr("type", "checkbox")
            .attr("aria-describedby", "work-has-hours-help")
            .flag("checked", move || has_hours.get())
            .on(leptos::ev::change, move |event| {
                let on = event_target_checked(&event);
                c.work.update(|work| {
                    if let Some(work) = work {
                        work.has_hours = on;
                    }
                });
            }),
        div().child((
            label().attr("for", "work-has-hours").child(c.say(Text::WorkHasHours)),
            span().id("work-has-hours-help").class("help").child(c.say(Text::WorkHasHoursHelp)),
        )),
    ));
    let when = move || has_hours.get().then(|| div().class("under").child(hours(Desk::Person)));
    form()
        .class("inset")
        .attr("novalidate", "")
        .attr("aria-label", c.fill(Text::WorkOf, &[("name", &name)]))
        .on(leptos::ev::submit, submit)
        .child((
            h3().child(c.fill(Text::WorkOf, &[("name", &name)])),
            div().class("field").child((
                label().attr("for", "work-capacity").child(c.say(Text::WorkCapacity)),
                input()
                    .id("work-capacity")
                    .class("input short")
                    .attr("type", "number")
                    .attr("inputmode", "numeric")
                    .attr("min", "1")
                    .attr("aria-describedby", "work-capacity-help")
                    .value(move || capacity.get())
                    .on(leptos::ev::input, move |event| {
                        let typed = event_target_value(&event);
                        wrong.set(None);
                        c.work.update(|work| {
                            if let Some(work) = work {
                                work.capacity = typed;
                            }
                        });
                    }),
                span().id("work-capacity-help").class("help").child(c.say(Text::WorkCapacityHelp)),
            )),
            tick,
            when,
            alert(move || wrong.get()),
            form_acts(Text::WorkSave, busy, move || c.leave_team()),
        ))
        .into_any()
}
