//! A short message at the foot, with a way back where there is one.

use crate::reactive::*;

use super::html::{button, div, span};
use crate::console::{Toast, Undo, console};
use crate::texts::Text;

/// The place of toasts; one at a time.
pub(crate) fn toast() -> AnyView {
    let c = console();
    let shown = move || c.toast.get().map(one);
    div().attr("role", "status").attr("aria-live", "polite").child(shown).into_any()
}

fn one(toast: Toast) -> AnyView {
    let c = console();
    let Toast { text, undo, failed } = toast;
    let undo = undo.map(|undo| {
        let words = if matches!(undo, Undo::See(_)) { Text::ShowIt } else { Text::Undo };
        button()
            .attr("type", "button")
            .class("link")
            .on(leptos::ev::click, move |_| c.undo(undo.clone()))
            .child(c.say(words))
    });
    let dismiss = failed.then(|| {
        button()
            .attr("type", "button")
            .class("link")
            .on(leptos::ev::click, move |_| c.toast.set(None))
            .child(c.say(Text::Dismiss))
    });
    div()
        .class("toast")
        .on(leptos::ev::pointerenter, move |_| c.stay())
        .on(leptos::ev::focusin, move |_| c.stay())
        .on(leptos::ev::pointerleave, move |_| c.stay_for_a_while())
        .on(leptos::ev::focusout, move |_| c.stay_for_a_while())
        .child((span().attr("dir", "auto").child(text), undo, dismiss))
        .into_any()
}
