//! Who it is, and how this chat came about.

use conversation::ids::ThreadId;
use leptos::html::{aside, button, dd, div, dl, dt, h2, h3, p, section, span};
use leptos::prelude::*;
use protocol::frame::Row;

use super::entries::path_of;
use super::face::{Size, visitor_face};
use super::icon::{Icon, icon};
use crate::browser::{clock, focus};
use crate::console::console;
use crate::texts::Text;

/// The pane; a sheet where there is no room for a pane.
pub(crate) fn contact_pane(thread: ThreadId) -> AnyView {
    let c = console();
    let row = Memo::new(move |_| c.row(&thread));
    let shut = button()
        .attr("type", "button")
        .class("button quiet square low shut")
        .attr("aria-label", c.say(Text::HideContact))
        .on(leptos::ev::click, move |_| {
            c.contact.set(false);
            focus::to_id("contact-toggle");
        })
        .child(icon(Icon::Cross));
    let who = move || row.get().map(|row| who(&row));
    let about = move || row.get().map(|row| (contact(&row), this_chat(&row)));
    aside()
        .class("pane contact")
        .class(("open", move || c.contact.get()))
        .attr("aria-label", c.say(Text::Contact))
        .child((div().class("who").child((who, shut)), about))
        .into_any()
}

fn who(row: &Row) -> AnyView {
    let c = console();
    let known = if row.email.is_some() { Text::ContactKnown } else { Text::ContactUnknown };
    (
        visitor_face(&c.called(row), row.email.as_deref(), Size::Large),
        div().class("grow").child((
            h2().class("cut").attr("dir", "auto").child(c.called(row)),
            p().class("small faint").child(c.say(known)),
        )),
    )
        .into_any()
}

fn contact(row: &Row) -> AnyView {
    let c = console();
    let email = match &row.email {
        Some(email) => fact(Text::Email, span().attr("dir", "ltr").child(email.clone()).into_any(), false),
        None => fact(Text::Email, c.say(Text::NotKnown).into_any(), true),
    };
    section().child((h3().child(c.say(Text::Contact)), dl().child(email))).into_any()
}

fn this_chat(row: &Row) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let page = row.page.as_deref().map(|page| {
        // Shown, not linked: an address a stranger sent is not ours to send agents to.
        let path = span().class("cut").attr("dir", "ltr").attr("title", page.to_owned()).child(path_of(page));
        fact(Text::StartedOn, path.into_any(), false)
    });
    let waiting_since = row.waiting_since;
    let waits = move || match waiting_since {
        Some(since) => clock::waiting(since, c.now.get(), language),
        None => c.say(Text::NotWaiting).to_owned(),
    };
    let facts = (
        fact(
            Text::Channel,
            span().class("chip").child((icon(Icon::Chat), c.say(Text::ChannelChat))).into_any(),
            false,
        ),
        page,
        fact(Text::Chatflow, span().attr("dir", "auto").child(row.chatflow_name.clone()).into_any(), false),
        fact(Text::StartedAt, clock::in_full(row.opened_at, language).into_any(), false),
        fact(Text::WaitingFor, waits.into_any(), waiting_since.is_none()),
    );
    section().child((h3().child(c.say(Text::ThisChat)), dl().child(facts))).into_any()
}

fn fact(name: Text, value: AnyView, faint: bool) -> AnyView {
    (dt().child(console().say(name)), dd().class(("faint", faint)).child(value)).into_any()
}
