//! What the threads of a chatflow ask for, beside who gets them (P40).

use crate::reactive::*;
use conversation::ids::SkillId;
use conversation::routing::priority::Priority;

use super::form::{Choice, choices};
use super::html::{all, div, fieldset, input, label, legend, p, span};
use crate::console::console;
use crate::state::chatflow_draft::tick;
use crate::state::routing::askable;
use crate::texts::Text;
use crate::watch::watch;

const SKILLS_HELP: &str = "flow-skills-help";

/// How urgent they are.
pub(super) fn priority() -> AnyView {
    let c = console();
    let kinds = vec![
        Choice::new(
            Text::PriorityUrgent,
            |draft| draft.demands.priority == Priority::Urgent,
            |draft| draft.demands.priority = Priority::Urgent,
        ),
        Choice::new(
            Text::PriorityHigh,
            |draft| draft.demands.priority == Priority::High,
            |draft| draft.demands.priority = Priority::High,
        ),
        Choice::new(
            Text::PriorityNormal,
            |draft| draft.demands.priority == Priority::Normal,
            |draft| draft.demands.priority = Priority::Normal,
        ),
        Choice::new(
            Text::PriorityLow,
            |draft| draft.demands.priority == Priority::Low,
            |draft| draft.demands.priority = Priority::Low,
        ),
    ];
    all((
        choices("priority", Text::AskedPriority, kinds),
        p().class("help").child(c.say(Text::AskedPriorityHelp)),
    ))
}

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
