//! What the rule on the form would have done in the last seven days, beside the one that is saved (N31).

use crate::reactive::*;

use super::html::{all, button, div, h3, p, span, table, tbody, td, th, thead, tr};
use super::icon::{Icon, icon};
use crate::acts::policy::Trial;
use crate::console::{Loading, console};
use crate::state::policy::Line;
use crate::texts::Text;

/// A button, and under it the numbers.
pub(super) fn policy() -> AnyView {
    let c = console();
    // Tried out for whoever looks at this form; gone with it.
    let trial: RwSignal<Option<Trial>> = RwSignal::new(None);
    let busy =
        move || trial.with(|trial| trial.as_ref().is_some_and(|trial| trial.loading == Loading::Asking));
    let words = move || c.say(if busy() { Text::PolicyBusy } else { Text::PolicyTry });
    let told = move || {
        let Trial { loading, compared } = trial.get()?;
        match loading {
            Loading::Asking => None,
            Loading::Failed(problem) => {
                let why = c.why(&problem);
                let words = c.fill(Text::PolicyFailed, &[("why", &why)]);
                Some(span().class("wrong").child((icon(Icon::Warning), words)).into_any())
            }
            Loading::Ready if compared.lines.is_empty() => {
                Some(p().class("help").child(c.say(Text::PolicyNothing)).into_any())
            }
            Loading::Ready => Some(all((
                numbers(compared.lines),
                compared.cut.then(|| p().class("help").child(c.say(Text::PolicyCut))),
            ))),
        }
    };
    div()
        .class("field")
        .child((
            h3().child(c.say(Text::PolicyTitle)),
            p().class("help").child(c.say(Text::PolicyHelp)),
            button()
                .attr("type", "button")
                .class("button line start")
                .flag("disabled", busy)
                .on(leptos::ev::click, move |_| c.try_policy(trial))
                .child(words),
            div().attr("role", "status").child(told),
        ))
        .into_any()
}

fn numbers(lines: Vec<Line>) -> AnyView {
    let c = console();
    let heads = [Text::PolicyWhat, Text::PolicyPresent, Text::PolicyProposed]
        .map(|text| th().attr("scope", "col").child(c.say(text)));
    let row = |Line { about, present, proposed }: Line| {
        tr().child((
            th().attr("scope", "row").attr("dir", "auto").child(about),
            td().child(present),
            td().child(proposed),
        ))
    };
    let rows = lines.into_iter().map(row).collect::<Vec<_>>();
    div()
        .class("scroll")
        .child(table().child((thead().child(tr().child(heads)), tbody().child(rows))))
        .into_any()
}
