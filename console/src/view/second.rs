//! Signing in: the code after the password.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::html::{all, button, h1, p};
use super::sign_in::{alert, door, submit_button};
use super::text_field::{TextField, text_field};
use crate::browser::focus;
use crate::browser::timer::next_frame;
use crate::console::console;
use crate::texts::Text;

/// The page, while `challenge` waits to be answered.
pub(crate) fn second_page(challenge: RwSignal<Option<String>>) -> AnyView {
    let c = console();
    let code = TextField {
        id: "code",
        label: Text::SecondCode,
        help: None,
        kind: "text",
        autocomplete: "one-time-code",
        value: RwSignal::new(String::new()),
        check: |code| code.trim().is_empty().then_some(Text::SecondCodeMissing),
        judged: RwSignal::new(false),
    };
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    next_frame(|| {
        focus::to_id("code");
    });
    let submit = move || {
        code.judged.set(true);
        let Some(asked) = challenge.get_untracked() else { return };
        if busy.get_untracked() || code.wrong().is_some() {
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            if let Err(problem) = c.sign_in_second(&asked, &code.value.get_untracked()).await {
                let _ = refused.try_set(Some(problem.sentence(c.language.get_untracked())));
                let _ = busy.try_set(false);
                focus::to_id("code");
            }
        });
    };
    let back = button()
        .attr("type", "button")
        .class("button line tall")
        .on(leptos::ev::click, move |_| challenge.set(None))
        .child(c.say(Text::SecondBack));
    door(
        all((
            h1().child(c.say(Text::SecondTitle)),
            p().class("lead").child(c.say(Text::SecondLead)),
            alert(move || refused.get()),
            text_field(code),
            submit_button(busy, Text::SignIn, Text::SigningIn),
            back,
        )),
        submit,
    )
}
