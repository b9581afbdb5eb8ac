//! The sheet of keys: the table of commands, as far as they have keys.

use crate::reactive::*;
use leptos::html::Dialog;

use super::command_bar::command_key;
use super::html::{all, button, dd, dialog, div, dl, dt, h2, h3, header, kbd, p, section, span};
use super::icon::{Icon, icon};
use crate::browser::preferences;
use crate::console::console;
use crate::state::commands::{Command, Group, caps, commands};
use crate::texts::Text;

/// A modal dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back.
pub(crate) fn keys_sheet() -> AnyView {
    let c = console();
    let sheet = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let open = c.keys.get();
        if let Some(element) = sheet.get() {
            if open && !element.open() {
                let _ = element.show_modal();
            } else if !open && element.open() {
                element.close();
            }
        }
    });
    let close = button()
        .attr("type", "button")
        .class("button quiet square")
        .attr("aria-label", c.say(Text::CloseSheet))
        .on(leptos::ev::click, move |_| c.keys.set(false))
        .child(icon(Icon::Cross));
    // Drawn when it is opened: most readers never do.
    let content = move || {
        c.keys.get().then(|| {
            let table = commands();
            let groups: Vec<AnyView> = Group::ALL.into_iter().map(|of| group(of, &table)).collect();
            all((div().class("groups").child(groups), letters()))
        })
    };
    dialog()
        .class("keys")
        .node_ref(sheet)
        .attr("aria-labelledby", "keys-title")
        .on(leptos::ev::close, move |_| c.keys.set(false))
        .child(
            div().child((
                header().child((h2().id("keys-title").child(c.say(Text::Shortcuts)), close)),
                content,
            )),
        )
        .into_any()
}

fn group(of: Group, table: &[Command]) -> AnyView {
    let c = console();
    let command_key = command_key();
    let line = |command: &Command| {
        let keys: Vec<AnyView> = command
            .keys
            .iter()
            .map(|key| {
                let caps: Vec<_> = caps(key, command_key).into_iter().map(|cap| kbd().child(cap)).collect();
                span().class("caps").child(caps).into_any()
            })
            .collect();
        (dt().child(c.say(command.text)), dd().child(keys))
    };
    let lines: Vec<_> =
        table.iter().filter(|command| command.group == of && !command.keys.is_empty()).map(line).collect();
    if lines.is_empty() {
        return ().into_any();
    }
    section().child((h3().child(c.say(of.title())), dl().child(lines))).into_any()
}

/// Single letters can be switched off (WCAG 2.1.4).
fn letters() -> AnyView {
    let c = console();
    div()
        .class("switched")
        .child((
            button()
                .id("letters")
                .attr("type", "button")
                .class("switch")
                .attr("role", "switch")
                .attr("aria-checked", move || c.letters.get().to_string())
                .attr("aria-labelledby", "letters-name")
                .attr("aria-describedby", "letters-help")
                .on(leptos::ev::click, move |_| {
                    let on = !c.letters.get_untracked();
                    preferences::keep_letters(on);
                    c.letters.set(on);
                }),
            div().child((
                span().id("letters-name").class("strong").child(c.say(Text::LettersSwitch)),
                p().id("letters-help").class("help").child(c.say(Text::LettersHelp)),
            )),
        ))
        .into_any()
}
