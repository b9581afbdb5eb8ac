//! The opened thread: its head with what can be done, its entries, the reply.

use conversation::ids::ThreadId;
use conversation::thread::Status;
use leptos::html::{button, div, h2, option, section, select, span};
use leptos::prelude::*;

use super::blank::{blank, failed, slow};
use super::composer::composer;
use super::entries::entries;
use super::face::{Size, face};
use super::icon::{Icon, drawn, icon};
use crate::acts::thread::is_gone;
use crate::console::{Loading, console};
use crate::texts::Text;

/// The pane of the opened thread, or of none.
pub(crate) fn thread_pane(open: Memo<Option<ThreadId>>) -> AnyView {
    let c = console();
    let content = move || match open.get() {
        None => blank(Icon::Chat, Text::PickOne, Some(Text::PickOneMore)),
        Some(thread) => opened(thread),
    };
    section()
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
        Memo::new(move |_| c.with_log(&thread, |_| ()).is_some())
    };
    let body = {
        let thread = thread.clone();
        move || {
            if is_here.get() {
                return (entries(thread.clone()), composer(thread.clone())).into_any();
            }
            let thread = thread.clone();
            match c.thread.get() {
                Loading::Asking | Loading::Ready => {
                    (skeleton(), slow(move || c.show_thread(thread.clone()))).into_any()
                }
                Loading::Failed(problem) if is_gone(&problem) => blank(Icon::Warning, Text::ThreadGone, None),
                Loading::Failed(problem) => {
                    failed(Text::ThreadFailed, &problem, move || c.show_thread(thread.clone()))
                }
            }
        }
    };
    (head(thread, is_here), body).into_any()
}

fn head(thread: ThreadId, is_here: Memo<bool>) -> AnyView {
    let c = console();
    let name = {
        let thread = thread.clone();
        Memo::new(move |_| c.row(&thread).map(|row| c.called(&row)))
    };
    let back = button()
        .attr("type", "button")
        .class("button quiet square back")
        .attr("aria-label", c.say(Text::Back))
        .on(leptos::ev::click, move |_| c.open(None))
        .child(icon(Icon::Back));
    let title = h2().class("cut grow").attr("dir", "auto").child(move || name.get());
    let acts = move || {
        is_here.get().then(|| {
            div().class("head-acts").child((
                assignee(thread.clone()),
                close_or_reopen(thread.clone()),
                contact_toggle(),
            ))
        })
    };
    div().class("pane-head").child((back, title, acts)).into_any()
}

/// Who has it (S106, S127).
fn assignee(thread: ThreadId) -> AnyView {
    let c = console();
    let current = {
        let thread = thread.clone();
        Memo::new(move |_| c.with_log(&thread, |log| log.state.assignee.clone()).flatten())
    };
    let members = untrack(|| c.inbox_info()).map(|info| info.members).unwrap_or_default();
    let my_id = c.my_id();
    let choices = {
        let members = members.clone();
        move || {
            let mut choices = members.clone();
            // Somebody who left the inbox may still have it.
            if let Some(current) =
                current.get().filter(|current| !choices.iter().any(|agent| agent.id == current.id))
            {
                choices.push(current);
            }
            choices
                .into_iter()
                .map(|agent| {
                    let id = agent.id.clone();
                    let has_it =
                        move || current.with(|current| current.as_ref().is_some_and(|agent| agent.id == id));
                    let words = if agent.id == my_id {
                        c.fill(Text::Me, &[("name", &agent.name)])
                    } else {
                        agent.name.clone()
                    };
                    option().attr("value", agent.id.to_string()).prop("selected", has_it).child(words)
                })
                .collect_view()
        }
    };
    let nobody = option()
        .attr("value", "")
        .prop("selected", move || current.with(Option::is_none))
        .child(c.say(Text::Nobody));
    let chosen = move |value: String| {
        let to = members.iter().find(|agent| agent.id.as_str() == value).cloned();
        c.assign(&thread, to);
    };
    let their_face = move || {
        let drawn = match current.get() {
            Some(agent) => face(&agent.name, agent.id.as_str(), Size::Tiny),
            None => {
                span().class("face tiny").attr("aria-hidden", "true").child(icon(Icon::PersonAsk)).into_any()
            }
        };
        span().class("pick-face").child(drawn)
    };
    span()
        .class("pick faced")
        .child((
            their_face,
            select()
                .id("assignee")
                .attr("aria-label", c.say(Text::Assignee))
                .attr("title", c.say(Text::Assignee))
                .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
                .child((nobody, choices)),
            drawn(Icon::Down, "icon down"),
        ))
        .into_any()
}

/// Close (S129), or reopen. One button, so that the focus stays on it.
fn close_or_reopen(thread: ThreadId) -> AnyView {
    let c = console();
    let is_closed = {
        let thread = thread.clone();
        Memo::new(move |_| c.with_log(&thread, |log| log.state.status == Status::Closed).unwrap_or(false))
    };
    let label =
        move || c.say(if is_closed.get() { Text::ReopenConversation } else { Text::CloseConversation });
    button()
        .attr("type", "button")
        .class("button line low")
        .attr("aria-label", label)
        .attr("title", move || format!("{} (e)", label()))
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
