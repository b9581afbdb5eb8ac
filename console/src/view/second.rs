//! Signing in: what is asked for after the password, a code or a passkey.

use crate::reactive::*;

use super::html::{all, button, h1, p};
use super::sign_in::{alert, door, submit_button, with_passkey};
use super::text_field::{TextField, text_field};
use crate::browser::timer::next_frame;
use crate::browser::{focus, passkeys};
use crate::console::console;
use crate::state::passkeys::Second;
use crate::texts::Text;

/// The page, while something waits to be answered.
pub(crate) fn second_page(challenge: RwSignal<Option<Second>>) -> AnyView {
    let c = console();
    let Some(asked) = challenge.get_untracked() else { return ().into_any() };
    let (has_codes, can) = (asked.code, passkeys::are_there());
    let code = TextField {
        id: "code",
        label: if has_codes { Text::SecondCode } else { Text::SecondRecovery },
        help: None,
        kind: "text",
        autocomplete: if has_codes { "one-time-code" } else { "off" },
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
            if let Err(problem) = c.sign_in_second(&asked.token, &code.value.get_untracked()).await {
                let _ = refused.try_set(Some(problem.sentence(c.language.get_untracked())));
                let _ = busy.try_set(false);
                focus::to_id("code");
            }
        });
    };
    let lead = asked.lead(can);
    let passkey = (can && asked.passkey.is_some()).then(|| {
        with_passkey(busy, refused, Text::SecondPasskey, move || {
            let asked = asked.clone();
            Box::pin(async move { c.sign_in_second_passkey(&asked).await })
        })
    });
    let back = button()
        .attr("type", "button")
        .class("button line tall")
        .on(leptos::ev::click, move |_| challenge.set(None))
        .child(c.say(Text::SecondBack));
    door(
        all((
            h1().child(c.say(Text::SecondTitle)),
            p().class("lead").child(c.say(lead)),
            alert(move || refused.get()),
            text_field(code),
            submit_button(busy, Text::SignIn, Text::SigningIn),
            passkey,
            back,
        )),
        submit,
    )
}
