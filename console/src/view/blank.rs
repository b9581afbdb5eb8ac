//! What stands where there is nothing: one sentence, perhaps one act.

use crate::reactive::*;

use super::html::{button, div, p, strong};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::state::problem::Problem;
use crate::texts::Text;

/// Nothing here, and that is fine.
pub(crate) fn blank(picture: Icon, first: Text, more: Option<Text>) -> AnyView {
    let c = console();
    div()
        .class("blank")
        .child((icon(picture), strong().child(c.say(first)), more.map(|more| p().child(c.say(more)))))
        .into_any()
}

/// Something could not be loaded: what, why, and the way to try again.
pub(crate) fn failed(what: Text, problem: &Problem, again: impl Fn() + 'static) -> AnyView {
    let c = console();
    let why = p().child(problem.sentence(c.language.get_untracked()));
    div()
        .class("blank")
        .attr("role", "alert")
        .child((
            icon(Icon::Warning),
            strong().child(c.say(what)),
            why,
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| again())
                .child(c.say(Text::TryAgain)),
        ))
        .into_any()
}

/// Stands below a skeleton and shows itself after five seconds (the style sheet counts them).
pub(crate) fn slow(again: impl Fn() + 'static) -> AnyView {
    let c = console();
    div()
        .class("slow")
        .child((
            p().child(c.say(Text::SlowLoading)),
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| again())
                .child(c.say(Text::TryAgain)),
        ))
        .into_any()
}
