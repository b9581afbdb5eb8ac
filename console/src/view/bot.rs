//! A bot in a conversation: what it offered, and the way to take over from it.

use crate::reactive::*;
use conversation::ids::ThreadId;

use super::html::{button, div, span};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::texts::Text;

/// The answers that a bot offered with a message, as text: they are the visitor's to pick.
pub(crate) fn offered(replies: &[String]) -> AnyView {
    if replies.is_empty() {
        return ().into_any();
    }
    let words = console().fill(Text::BotOffered, &[("replies", &replies.join(" · "))]);
    div().class("note").attr("dir", "auto").child(words).into_any()
}

/// The bar above the reply while a bot has the thread (S162).
pub(crate) fn take_over(thread: &ThreadId, bot: &str) -> AnyView {
    let c = console();
    let thread = thread.clone();
    div()
        .class("take")
        .child((
            span().attr("dir", "auto").child(c.fill(Text::BotHasIt, &[("bot", bot)])),
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| c.take_over_from_bot(&thread))
                .child((icon(Icon::Person), c.say(Text::TakeOver))),
        ))
        .into_any()
}
