//! What can be done with the chosen rows (P48).

use crate::reactive::*;

use super::html::{all, button, div, span};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::state::commands::Act;
use crate::texts::Text;
use crate::watch::watch;

/// The bar; nothing while nothing is chosen.
pub(crate) fn bulk_bar() -> AnyView {
    let c = console();
    let count = watch(move || c.selected.with(crate::state::selected::Selected::len));
    let is_open = watch(move || count.get() > 0);
    let drawn = move || {
        is_open.get().then(|| {
            let act = |act: Act, picture: Icon, words: Text| {
                button()
                    .attr("type", "button")
                    .class("button quiet square low")
                    .attr("aria-label", c.say(words))
                    .attr("title", c.say(words))
                    .on(leptos::ev::click, move |_| {
                        c.start_on(&act, c.chosen());
                    })
                    .child(icon(picture))
            };
            let acts = vec![
                act(Act::Assign, Icon::Person, Text::KeyAssignTo),
                act(Act::CloseOrReopen, Icon::Check, Text::KeyClose),
                act(Act::Snooze, Icon::Clock, Text::KeySnooze),
                act(Act::Label, Icon::Tag, Text::KeyLabel),
                act(Act::Macro, Icon::Bolt, Text::KeyMacro),
                act(Act::Spam, Icon::Shield, Text::KeySpam),
                act(Act::Block, Icon::CloudOff, Text::KeyBlock),
                act(Act::Delete, Icon::Bin, Text::KeyDelete),
            ];
            let every = button()
                .attr("type", "button")
                .class("link small")
                .on(leptos::ev::click, move |_| {
                    c.act(&Act::SelectAll);
                })
                .child(c.say(Text::KeySelectAll));
            let none = button()
                .attr("type", "button")
                .class("button quiet square low")
                .attr("aria-label", c.say(Text::SelectNone))
                .attr("title", c.say(Text::SelectNone))
                .on(leptos::ev::click, move |_| {
                    c.selected.set(crate::state::selected::Selected::default());
                    c.step(0);
                })
                .child(icon(Icon::Cross));
            let told = move || c.fill(Text::SelectedCount, &[("n", &count.get().to_string())]);
            div().class("bulk").attr("role", "group").attr("aria-label", c.say(Text::SelectedActs)).child((
                div().class("bulk-line").child((
                    span().class("num strong").attr("role", "status").child(told),
                    every,
                    none,
                )),
                div().class("bulk-acts").child(acts),
            ))
        })
    };
    all(drawn)
}
