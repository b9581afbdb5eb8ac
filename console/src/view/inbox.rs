//! The inbox: views, list, thread and contact, beside one another where there is room.

use crate::reactive::*;

use super::blank::blank;
use super::html::{div, main};
use super::icon::Icon;
use super::later::tool;
use super::list::list_pane;
use super::thread::thread_pane;
use super::views::views_pane;
use crate::console::console;
use crate::texts::Text;
use crate::watch::watch;

/// The inbox.
pub(crate) fn inbox_page() -> AnyView {
    let c = console();
    let has_inbox = watch(move || c.inbox.with(Option::is_some));
    let open = watch(move || c.open_thread());
    let panes = move || {
        if !has_inbox.get() {
            return main()
                .id("content")
                .class("pane")
                .child(blank(Icon::Inbox, Text::NoInbox, Some(Text::NoInboxMore)))
                .into_any();
        }
        div()
            .class("panes")
            .when("reading", move || open.with(Option::is_some))
            .when("meeting", move || c.contact.get())
            .when("no-contact", move || open.with(Option::is_none))
            .child((
                views_pane(),
                list_pane(),
                thread_pane(open),
                move || open.get().map(|thread| tool(move |tools| (tools.contact)(thread.clone()))),
                move || c.room_open.get().then(|| tool(|tools| (tools.room)())),
            ))
            .into_any()
    };
    panes.into_any()
}
