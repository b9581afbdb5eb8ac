//! What the threads of a chatflow ask for, beside who gets them (P40).

use conversation::ids::SkillId;
use leptos::prelude::*;

use super::html::{div, fieldset, input, label, legend, span};
use crate::console::console;
use crate::state::chatflow_draft::tick;
use crate::state::routing::askable;
use crate::texts::Text;
use crate::watch::watch;

const SKILLS_HELP: &str = "flow-skills-help";

/// The skills, once it is known which there are.
pub(super) fn skills() -> AnyView {
    let c = console();
    let all = watch(move || {
        let asked = c.draft(|draft| draft.demands.skills.clone()).unwrap_or_default();
        c.skills.with(|skills| askable(skills, &asked))
    });
    let one = move |(id, name): (String, String)| {
        let element = format!("flow-skill-{id}");
        let read = id.clone();
        let is_on = watch(move || {
            c.draft(|draft| draft.demands.skills.iter().any(|skill| skill.as_str() == read))
                .unwrap_or_default()
        });
        let box_ = input()
            .id(element.clone())
            .attr("type", "checkbox")
            .flag("checked", move || is_on.get())
            .on(leptos::ev::change, move |event| {
                let (skill, on) = (SkillId::parse(&id), event_target_checked(&event));
                c.write_draft(
                    None,
                    Box::new(move |draft| {
                        if let Ok(skill) = skill {
                            tick(&mut draft.demands.skills, skill, on);
                        }
                    }),
                );
            });
        let named = label().attr("for", element).attr("dir", "auto").child(name);
        div().class("tick").child((box_, div().child(named))).into_any()
    };
    let rows = move || all.get().into_iter().map(one).collect::<Vec<_>>();
    let help = move || match all.with(Vec::is_empty) {
        true => c.say(Text::SkillsMadeInSettings),
        false => c.say(Text::AskedSkillsHelp),
    };
    fieldset()
        .class("field")
        .attr("aria-describedby", SKILLS_HELP)
        .child((
            legend().child(c.say(Text::AskedSkills)),
            span().id(SKILLS_HELP).class("help").child(help),
            rows,
        ))
        .into_any()
}
