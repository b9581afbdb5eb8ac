//! The settings of skills: which there are, and who has them (P40). Plain forms.

use crate::reactive::*;

use super::html::{div, fieldset, form, input, keyed_by_id, label, legend};
use super::icon::Icon;
use super::lists::act;
use super::named_list::{Around, Saving, add, change, named_list, named_row};
use crate::acts::skills::NEW_SKILL_ID;
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
    let editing = watch(move || c.skill_draft.with(Option::is_some));
    let below = move || {
        if editing.get() {
            return skill_form();
        }
        add(NEW_SKILL_ID, Text::SkillNew, move || c.edit_skill(None))
    };
    let around = Around {
        id: "skills-title",
        title: Text::SkillsTitle,
        lead: Text::SkillsLead,
        none: Text::SkillsNone,
    };
    named_list(around, rows, empty, below)
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
        change(&skill.id.clone(), label, move || c.edit_skill(Some(&skill)))
    };
    let delete = act(c.fill(Text::SkillDelete, &[("name", &name)]), Icon::Bin, move || {
        c.delete_skill(skill.clone());
    });
    named_row(Icon::Check, name, who, [change, delete])
}

fn skill_form() -> AnyView {
    let c = console();
    let saving = Saving::new();
    let name = watch(move || {
        c.skill_draft.with(|draft| draft.as_ref().map(|draft| draft.name.clone()).unwrap_or_default())
    });
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
        .on(leptos::ev::submit, saving.submit("skill-name", move || c.save_skill()))
        .child((
            div().class("field").child((
                label().attr("for", "skill-name").child(c.say(Text::SkillName)),
                input()
                    .id("skill-name")
                    .class("input")
                    .attr("type", "text")
                    .attr("autocomplete", "off")
                    .attr("dir", "auto")
                    .attr("aria-invalid", saving.is_wrong())
                    .value(move || name.get())
                    .on(leptos::ev::input, move |event| {
                        let typed = event_target_value(&event);
                        saving.wrong.set(None);
                        c.skill_draft.update(|draft| {
                            if let Some(draft) = draft {
                                draft.name = typed;
                            }
                        });
                    }),
            )),
            fieldset().class("field").child((legend().child(c.say(Text::SkillHas)), people)),
            saving.foot(Text::SkillSave, move || c.leave_skill()),
        ))
        .into_any()
}
