//! The sheet of keys.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::html::{button, dd, dialog, div, dl, dt, h2, header, kbd};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::texts::Text;

/// Each act with its keys.
const KEYS: [(Text, &[&str]); 10] = [
    (Text::KeyNext, &["j", "↓"]),
    (Text::KeyPrevious, &["k", "↑"]),
    (Text::KeyOpen, &["↵"]),
    (Text::KeyReply, &["r"]),
    (Text::KeyAssign, &["a"]),
    (Text::KeyClose, &["e"]),
    (Text::KeySend, &["↵"]),
    (Text::KeyNewLine, &["⇧", "↵"]),
    (Text::KeyBack, &["Esc"]),
    (Text::KeySheet, &["?"]),
];

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
    let lines = KEYS.map(|(what, keys)| {
        let caps = keys.iter().map(|key| kbd().child(*key)).collect::<Vec<_>>();
        (dt().child(c.say(what)), dd().child(caps))
    });
    dialog()
        .class("keys")
        .node_ref(sheet)
        .attr("aria-labelledby", "keys-title")
        .on(leptos::ev::close, move |_| c.keys.set(false))
        .child(div().child((
            header().child((h2().id("keys-title").child(c.say(Text::Shortcuts)), close)),
            dl().child(lines),
        )))
        .into_any()
}
