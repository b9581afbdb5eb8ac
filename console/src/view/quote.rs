//! The message that another one answers (P26), as it stands by now: above the words that answer it, and above a reply that is
//! being written.

use crate::reactive::*;
use conversation::ids::ThreadId;

use super::html::{all, b, button, div, span};
use super::icon::{Icon, icon};
use crate::acts::thread::REPLY_ID;
use crate::browser::focus;
use crate::console::console;
use crate::state::log::Speaker;
use crate::state::quote::Quoted;
use crate::texts::Text;
use crate::watch::watch;

/// A message that is quoted: who, and how it begins. Leads to it.
pub(super) fn quote(thread: &ThreadId, seq: u64) -> AnyView {
    let c = console();
    let (thread, me) = (thread.clone(), c.my_id());
    let quoted = {
        let thread = thread.clone();
        watch(move || c.with_log(&thread, |log| log.quoted(seq, &me)).unwrap_or(Quoted::Elsewhere))
    };
    let name = move || match quoted.get() {
        Quoted::Said { by: Speaker::Visitor, .. } => {
            c.row(&thread).map(|row| c.called(&row).words).unwrap_or_else(|| c.say(Text::Visitor).to_owned())
        }
        Quoted::Said { by: Speaker::Me, .. } => c.say(Text::QuotedYou).to_owned(),
        Quoted::Said { by: Speaker::Colleague(_, name) | Speaker::Bot(name), .. } => name,
        Quoted::Said { by: Speaker::Rule, .. } | Quoted::Gone | Quoted::Elsewhere => String::new(),
    };
    let words = move || match quoted.get() {
        Quoted::Said { text, .. } => text,
        Quoted::Gone => c.say(Text::MessageDeleted).to_owned(),
        Quoted::Elsewhere => c.say(Text::QuotedElsewhere).to_owned(),
    };
    let go = move |_| {
        if let Quoted::Said { anchor, .. } = quoted.get_untracked() {
            focus::to_id(&anchor);
        }
    };
    button()
        .attr("type", "button")
        .class("quoted")
        .attr("title", c.say(Text::QuoteGo))
        .on(leptos::ev::click, go)
        .child((
            b().class("cut").attr("dir", "auto").child(name),
            span().class("cut").attr("dir", "auto").child(words),
        ))
        .into_any()
}

/// What the reply that is being written answers, and the way to let it answer nothing.
pub(super) fn quoting(id: StoredValue<ThreadId>) -> AnyView {
    let c = console();
    let seq = watch(move || id.with_value(|id| c.quoted_in(id)));
    let remove = move |_| {
        c.quoting.set(None);
        focus::to_id(REPLY_ID);
    };
    let drawn = move || {
        seq.get().map(|seq| {
            div()
                .class("quoting")
                .child((
                    id.with_value(|id| quote(id, seq)),
                    button()
                        .attr("type", "button")
                        .class("button quiet square low")
                        .attr("aria-label", c.say(Text::QuoteRemove))
                        .attr("title", c.say(Text::QuoteRemove))
                        .on(leptos::ev::click, remove)
                        .child(icon(Icon::Cross)),
                ))
                .into_any()
        })
    };
    all(drawn)
}

/// The way to answer a message. No stop of the Tab key: `q` does the same.
pub(super) fn answer(thread: &ThreadId, seq: u64) -> AnyView {
    let (c, thread) = (console(), thread.clone());
    button()
        .attr("type", "button")
        .class("answer-this")
        .attr("tabindex", "-1")
        .attr("aria-label", c.say(Text::AnswerThis))
        .attr("title", c.say(Text::AnswerThis))
        .on(leptos::ev::click, move |_| c.quote(&thread, seq))
        .child(icon(Icon::Reply))
        .into_any()
}
