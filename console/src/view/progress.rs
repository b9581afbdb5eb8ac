//! How a message or a comment of ours stands that is not in the log yet.

use crate::reactive::*;
use conversation::ids::ClientMessageId;
use protocol::code::Code;

use super::html::{button, div, span};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::state::outgoing::Progress;
use crate::state::problem;
use crate::texts::Text;
use crate::watch::watch;

/// How it stands. Once it has left the outbox it is stored.
pub(super) fn progress_of(id: ClientMessageId) -> Memo<Progress> {
    let c = console();
    watch(move || {
        c.outgoing.with(|all| {
            all.iter().find(|message| message.id == id).map_or(Progress::Sent, |message| message.progress)
        })
    })
}

/// It is on its way.
pub(super) fn sending() -> AnyView {
    let c = console();
    div().class("sent-state").child((icon(Icon::Clock), c.say(Text::Sending))).into_any()
}

/// It rests, and can be taken back (P56).
pub(super) fn held() -> AnyView {
    let c = console();
    let back = button()
        .attr("type", "button")
        .class("link")
        .on(leptos::ev::click, move |_| c.unsend())
        .child(c.say(Text::Undo));
    div().class("sent-state").child((icon(Icon::Clock), c.say(Text::GoesSoon), back)).into_any()
}

/// It was not taken: why, where that is known, and the way to try again.
pub(super) fn not_sent(id: ClientMessageId, code: Option<Code>) -> AnyView {
    let c = console();
    let why = code.map(|code| span().child(c.say(problem::words(code))));
    let again = button()
        .attr("type", "button")
        .class("link danger")
        .on(leptos::ev::click, move |_| c.try_again(&id))
        .child(c.say(Text::TryAgain));
    div()
        .class("sent-state failed")
        .attr("role", "alert")
        .child((icon(Icon::Warning), c.say(Text::NotSent), why, again))
        .into_any()
}
