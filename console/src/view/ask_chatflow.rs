//! What a new chatflow is called.

use crate::reactive::*;

use super::ask::{cancel, refused_in};
use super::html::{div, form, h2};
use super::sign_in::{alert, submit_button};
use super::text_field::{TextField, text_field};
use crate::browser::focus;
use crate::console::console;
use crate::state::sign_in::name_wrong;
use crate::texts::Text;

/// Asks for the name, and makes the chatflow.
pub(super) fn new_chatflow() -> AnyView {
    let c = console();
    let name = TextField {
        id: "new-name",
        label: Text::ChatflowName,
        help: Some(Text::NewChatflowText),
        kind: "text",
        autocomplete: "off",
        value: RwSignal::new(String::new()),
        check: name_wrong,
        judged: RwSignal::new(false),
    };
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        name.judged.set(true);
        if name.wrong().is_some() {
            focus::to_id(name.id);
            return;
        }
        busy.set(true);
        refused.set(None);
        let called = name.value.get_untracked().trim().to_owned();
        spawn_local(async move {
            if let Err(problem) = c.create_chatflow(called, None).await {
                let _ = busy.try_set(false);
                refused_in(c, refused, Text::NotCreated, &problem);
            }
        });
    };
    form()
        .class("asked")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            h2().id("ask-title").child(c.say(Text::NewChatflow)),
            text_field(name),
            alert(move || refused.get()),
            div().class("answers").child((
                cancel(Text::Cancel),
                submit_button(busy, Text::CreateChatflow, Text::CreateChatflow),
            )),
        ))
        .into_any()
}
