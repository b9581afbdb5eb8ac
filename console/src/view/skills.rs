//! The settings of skills: which there are, and who has them (P40). Plain forms.

use crate::reactive::*;

use super::html::{button, div, fieldset, form, h3, input, keyed_by_id, label, legend, li, p, span, ul};
use super::icon::{Icon, icon};
use super::lists::act;
use super::sign_in::alert;
use super::team::form_acts;
use crate::acts::colleagues::change_id;
use crate::acts::skills::NEW_SKILL_ID;
use crate::browser::focus;
use crate::console::console;
use crate::state::colleagues::Colleague;
use crate::state::skills::Skill;
use crate::texts::Text;
use crate::watch::watch;

/// The part of the team's tab.
pub(crate) fn skills() -> AnyView {
    let c = console();
    let rows = keyed_by_id(c.skills, |skill| &skill.id, skill_row);
    let empty = watch(move || c.skills.with(Vec::is_empty));
    let none = move || empty.get().then(|| p().class("none").child(c.say(Text::SkillsNone)));
    let editing = watch(move || c.skill_draft.with(Option::is_some));
    let below = move || {
        if editing.get() {
            return skill_form();
        }
        button()
            .id(NEW_SKILL_ID)
            .attr("type", "button")
            .class("button line")
            .on(leptos::ev::click, move |_| c.edit_skill(None))
            .child((icon(Icon::Plus), span().child(c.say(Text::SkillNew))))
            .into_any()
    };
    div()
        .class("rule-list")
        .child((
            h3().id("skills-title").child(c.say(Text::SkillsTitle)),
            p().class("help").child(c.say(Text::SkillsLead)),
            ul().class("sites").attr("aria-labelledby", "skills-title").child(rows),
            none,
            div().child(below),
        ))
        .into_any()
}

fn skill_row(skill: Skill) -> AnyView {
    let c = console();
    let id = skill.id.clone();
    let who = watch(move || {
        let has = |one: &&Colleague| one.skills.contains(&id);
        let named = |people: &Vec<Colleague>| -> Vec<String> {
            people.iter().filter(has).map(|one| one.name.clone()).collect()
        };
        c.people.with(named).join(", ")
    });
    let who = move || match who.get() {
        nobody if nobody.is_empty() => c.say(Text::SkillNobody).to_owned(),
        named => named,
    };
    let name = skill.name.clone();
    let change = {
        let skill = skill.clone();
        let label = c.fill(Text::SkillChange, &[("name", &name)]);
        button()
            .id(change_id(&skill.id))
            .attr("type", "button")
            .class("button quiet square")
            .attr("aria-label", label.clone())
            .attr("title", label)
            .on(leptos::ev::click, move |_| c.edit_skill(Some(&skill)))
            .child(icon(Icon::Pencil))
    };
    let delete = act(c.fill(Text::SkillDelete, &[("name", &name)]), Icon::Bin, move || {
        c.delete_skill(skill.clone());
    });
    li().child((
        icon(Icon::Check),
        div().class("grow").child((
            span().attr("dir", "auto").child(name),
            div().class("small faint").attr("dir", "auto").child(who),
        )),
        change,
        delete,
    ))
    .into_any()
}

fn skill_form() -> AnyView {
    let c = console();
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let name = watch(move || {
        c.skill_draft.with(|draft| draft.as_ref().map(|draft| draft.name.clone()).unwrap_or_default())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = c.save_skill().await;
            let _ = busy.try_set(false);
            if answer.is_err() {
                focus::to_id("skill-name");
            }
            let _ = wrong.try_set(answer.err());
        });
    };
    let person = |one: Colleague| {
        let id = format!("skilled-{}", one.id);
        let (who, write) = (one.id.clone(), one.id);
        let is_on = watch(move || {
            c.skill_draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.has.contains(&who)))
        });
        let box_ = input().id(id.clone()).attr("type", "checkbox").flag("checked", move || is_on.get()).on(
            leptos::ev::change,
            move |event| {
                let on = event_target_checked(&event);
                c.skill_draft.update(|draft| {
                    if let Some(draft) = draft {
                        draft.set(&write, on);
                    }
                });
            },
        );
        let named = label().attr("for", id).attr("dir", "auto").child(one.name);
        div().class("tick").child((box_, div().child(named))).into_any()
    };
    let people = c.people.with_untracked(|people| people.iter().cloned().map(person).collect::<Vec<_>>());
    form()
        .class("inset")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            div().class("field").child((
                label().attr("for", "skill-name").child(c.say(Text::SkillName)),
                input()
                    .id("skill-name")
                    .class("input")
                    .attr("type", "text")
                    .attr("autocomplete", "off")
                    .attr("dir", "auto")
                    .attr("aria-invalid", move || wrong.get().is_some().then_some("true"))
                    .value(move || name.get())
                    .on(leptos::ev::input, move |event| {
                        let typed = event_target_value(&event);
                        wrong.set(None);
                        c.skill_draft.update(|draft| {
                            if let Some(draft) = draft {
                                draft.name = typed;
                            }
                        });
                    }),
            )),
            fieldset().class("field").child((legend().child(c.say(Text::SkillHas)), people)),
            alert(move || wrong.get()),
            form_acts(Text::SkillSave, busy, move || c.leave_skill()),
        ))
        .into_any()
}
