//! The opened thread: its head with what can be done, its entries, the reply.

use crate::reactive::*;
use conversation::ids::ThreadId;
use conversation::thread::Status;

use super::assignee::assignee;
use super::blank::{blank, failed, slow};
use super::composer::composer;
use super::entries::entries;
use super::html::{all, button, div, h2, main, span};
use super::icon::{Icon, icon};
use super::mark::unverified;
use super::routing_reason::routing_reason;
use super::signs::{signs, viewers, visitor_here};
use super::thread_state::thread_state;
use crate::acts::thread::is_gone;
use crate::console::{Bar, Loading, console};
use crate::state::commands::Act;
use crate::texts::Text;
use crate::watch::watch;

/// The key that closes and reopens; the tip of the button names it.
const CLOSE_KEY: &str = "e";

/// The pane of the opened thread, or of none.
pub(crate) fn thread_pane(open: Memo<Option<ThreadId>>) -> AnyView {
    let c = console();
    let content = move || match open.get() {
        None => blank(Icon::Chat, Text::PickOne, Some(Text::PickOneMore)),
        Some(thread) => opened(thread),
    };
    main()
        .id("content")
        .class("pane thread-pane")
        .attr("tabindex", "-1")
        .attr("aria-label", c.say(Text::Conversation))
        .child(content)
        .into_any()
}

fn opened(thread: ThreadId) -> AnyView {
    let c = console();
    let is_here = {
        let thread = thread.clone();
        watch(move || c.with_log(&thread, |_| ()).is_some())
    };
    let body = {
        let thread = thread.clone();
        move || {
            if is_here.get() {
                return all((
                    thread_state(thread.clone()),
                    entries(thread.clone()),
                    signs(thread.clone()),
                    composer(thread.clone()),
                ));
            }
            let thread = thread.clone();
            match c.thread.get() {
                Loading::Asking | Loading::Ready => {
                    all((skeleton(), slow(move || c.show_thread(thread.clone()))))
                }
                Loading::Failed(problem) if is_gone(&problem) => blank(Icon::Warning, Text::ThreadGone, None),
                Loading::Failed(problem) => {
                    failed(Text::ThreadFailed, &problem, move || c.show_thread(thread.clone()))
                }
            }
        }
    };
    all((head(thread, is_here), body))
}

fn head(thread: ThreadId, is_here: Memo<bool>) -> AnyView {
    let c = console();
    let called = {
        let thread = thread.clone();
        watch(move || c.row(&thread).map(|row| c.called(&row)))
    };
    let back = button()
        .attr("type", "button")
        .class("button quiet square back")
        .attr("aria-label", c.say(Text::Back))
        .on(leptos::ev::click, move |_| c.open(None))
        .child(icon(Icon::Back));
    let title = h2().class("cut").attr("dir", "auto").child(move || called.get().map(|called| called.words));
    let mark = move || called.get().filter(|called| called.unverified).map(|_| unverified());
    let here = visitor_here(thread.clone());
    let viewers_of = viewers(thread.clone());
    let acts = move || {
        is_here.get().then(|| {
            div().class("head-acts").child((
                routing_reason(thread.clone()),
                assignee(thread.clone()),
                head_act(thread.clone(), Act::Snooze, Icon::Clock, Text::KeySnooze, "s"),
                all((
                    head_act(thread.clone(), Act::Label, Icon::Tag, Text::KeyLabel, "l"),
                    head_act(thread.clone(), Act::Macro, Icon::Bolt, Text::KeyMacro, "m"),
                )),
                more(thread.clone()),
                close_or_reopen(thread.clone()),
                contact_toggle(),
            ))
        })
    };
    div().class("pane-head").child((back, title, here, mark, all((viewers_of, acts)))).into_any()
}

fn head_act(thread: ThreadId, act: Act, picture: Icon, words: Text, key: &'static str) -> AnyView {
    let c = console();
    button()
        .attr("type", "button")
        .class("button quiet square low roomy")
        .attr("aria-label", c.say(words))
        .attr("title", format!("{} ({key})", c.say(words)))
        .on(leptos::ev::click, move |_| {
            c.start_on(&act, vec![thread.clone()]);
        })
        .child(icon(picture))
        .into_any()
}

/// What else can be done with it (S128).
fn more(thread: ThreadId) -> AnyView {
    let c = console();
    button()
        .attr("type", "button")
        .class("button quiet square low")
        .attr("aria-label", c.say(Text::MoreActs))
        .attr("title", c.say(Text::MoreActs))
        .attr("aria-haspopup", "dialog")
        .on(leptos::ev::click, move |_| c.bar.set(Some(Bar::More(vec![thread.clone()]))))
        .child(icon(Icon::More))
        .into_any()
}

/// Close (S129), or reopen. One button, so that the focus stays on it.
fn close_or_reopen(thread: ThreadId) -> AnyView {
    let c = console();
    let is_closed = {
        let thread = thread.clone();
        watch(move || c.with_log(&thread, |log| log.state.status == Status::Closed).unwrap_or(false))
    };
    let label =
        move || c.say(if is_closed.get() { Text::ReopenConversation } else { Text::CloseConversation });
    button()
        .attr("type", "button")
        .class("button line low")
        .attr("aria-label", label)
        .attr("title", move || format!("{} ({CLOSE_KEY})", label()))
        .on(leptos::ev::click, move |_| {
            if c.is_closed(&thread) {
                c.reopen(&thread);
            } else {
                c.close(&thread);
            }
        })
        .child((
            move || icon(if is_closed.get() { Icon::Reopen } else { Icon::Check }),
            span()
                .class("words")
                .child(move || c.say(if is_closed.get() { Text::ReopenShort } else { Text::CloseShort })),
        ))
        .into_any()
}

/// Shows the contact where there is no room for its pane.
fn contact_toggle() -> AnyView {
    let c = console();
    let label = move || c.say(if c.contact.get() { Text::HideContact } else { Text::ShowContact });
    button()
        .id("contact-toggle")
        .attr("type", "button")
        .class("button quiet square low contact-toggle")
        .attr("aria-label", label)
        .attr("title", label)
        .attr("aria-expanded", move || c.contact.get().to_string())
        .on(leptos::ev::click, move |_| c.contact.update(|open| *open = !*open))
        .child(icon(Icon::Panel))
        .into_any()
}

fn skeleton() -> AnyView {
    let bone = |class: &'static str| div().class(class).child(span().class("bone"));
    div()
        .class("entries skeleton bones")
        .attr("role", "status")
        .child((
            span().class("unseen").child(console().say(Text::Loading)),
            bone("bone-theirs"),
            bone("bone-ours"),
            bone("bone-theirs short"),
        ))
        .into_any()
}
