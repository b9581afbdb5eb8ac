//! "unverified", beside an address that a visitor only typed.

use crate::reactive::*;

use super::html::{button, span};
use crate::console::console;
use crate::texts::Text;

/// The mark where there is room for no more than it.
pub(crate) fn unverified() -> AnyView {
    let c = console();
    span()
        .class("chip unverified")
        .attr("title", c.say(Text::UnverifiedWhy))
        .child(c.say(Text::Unverified))
        .into_any()
}

/// The mark with its reason, which shows under the pointer and with the focus, and goes on Escape.
pub(crate) fn unverified_with_reason() -> AnyView {
    const REASON: &str = "unverified-reason";
    let c = console();
    let dismissed = RwSignal::new(false);
    let mark = button()
        .attr("type", "button")
        .class("chip unverified")
        .attr("aria-describedby", REASON)
        .on(leptos::ev::focus, move |_| dismissed.set(false))
        .on(leptos::ev::keydown, move |event| {
            // The first Escape is the reason's; the next one goes one step back, as everywhere.
            if event.key() == "Escape" && !dismissed.get_untracked() {
                event.prevent_default();
                dismissed.set(true);
            }
        })
        .child(c.say(Text::Unverified));
    let reason = span().id(REASON).class("tip").attr("role", "tooltip").child(c.say(Text::UnverifiedWhy));
    span()
        .class("explained")
        .when("dismissed", move || dismissed.get())
        .on(leptos::ev::pointerenter, move |_| dismissed.set(false))
        .child((mark, reason))
        .into_any()
}
