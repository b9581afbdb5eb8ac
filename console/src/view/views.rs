//! The views in the left sidebar (S115–S117, S119, S123), and their folded form for narrow windows.

use conversation::thread::Status;
use conversation::view::View;
use leptos::prelude::*;
use protocol::delivery::LinkState;
use protocol::rest::Counts;

use super::colleagues::room_line;
use super::html::{a, button, div, label, li, nav, option, select, span, ul};
use super::icon::{Icon, drawn, icon};
use crate::console::console;
use crate::route::{Route, view_slug};
use crate::texts::Text;
use crate::watch::watch;

/// The views the sidebar offers, in its order.
const VIEWS: [View; 5] = [View::All, View::Mine, View::Unassigned, View::Bots, View::Chat];

/// A view's name.
pub(crate) const fn title(view: View) -> Text {
    match view {
        View::All => Text::ViewAll,
        View::Mine => Text::ViewMine,
        View::Unassigned => Text::ViewUnassigned,
        View::Chat => Text::ViewChat,
        View::Filtered => Text::ViewFiltered,
        View::Bots => Text::ViewBots,
    }
}

const fn picture(view: View) -> Icon {
    match view {
        View::All => Icon::Lines,
        View::Mine => Icon::Person,
        View::Unassigned => Icon::PersonAsk,
        View::Chat => Icon::Chat,
        View::Filtered => Icon::Shield,
        View::Bots => Icon::Route,
    }
}

fn count(counts: Option<Counts>, view: View) -> Option<u64> {
    let counts = counts?;
    match view {
        View::All | View::Chat => Some(counts.all),
        View::Mine => Some(counts.mine),
        View::Unassigned => Some(counts.unassigned),
        View::Filtered => None,
        View::Bots => Some(counts.bots),
    }
}

fn start_of(view: View) -> Route {
    Route::Inbox { view, status: Status::Open, thread: None }
}

/// The view the address names. Tracked.
pub(crate) fn current() -> View {
    console().route.with(|route| match route {
        Route::Inbox { view, .. } => *view,
        Route::Chatflows
        | Route::Try
        | Route::Chatflow(_)
        | Route::Lists
        | Route::List(_)
        | Route::Settings(_)
        | Route::SignIn
        | Route::Profile
        | Route::Join
        | Route::SetUp => View::All,
    })
}

/// The sidebar.
pub(crate) fn views_pane() -> AnyView {
    let c = console();
    let view_link = move |view: View| {
        let count = watch(move || c.rows.with(|rows| count(rows.counts(), view)));
        let is_here = watch(move || current() == view);
        li().child(
            a().attr("href", start_of(view).path())
                .attr("aria-current", move || is_here.get().then_some("page"))
                .on(leptos::ev::click, move |event| super::follow(&event, start_of(view)))
                .child((icon(picture(view)), span().class("cut").child(c.say(title(view))), move || {
                    count
                        .get()
                        .map(|n| span().class("count").when("waits", move || n > 0).child(n.to_string()))
                })),
        )
    };
    nav()
        .class("views")
        .attr("aria-label", c.say(Text::Views))
        .child((
            div().class("account").child(inbox_pick()),
            ul().child(VIEWS.map(view_link)),
            div().class("foot").child((link_line(), room_line(), keys_line())),
        ))
        .into_any()
}

/// The account's name; with several inboxes, which of them is shown.
fn inbox_pick() -> AnyView {
    let c = console();
    let Some(me) = untrack(|| c.me()) else { return ().into_any() };
    if me.inboxes.len() < 2 {
        return span().class("cut").attr("dir", "auto").child(me.account_name.clone()).into_any();
    }
    let options = me.inboxes.iter().map(|info| {
        let id = info.id.clone();
        let is_this = move || c.inbox.with(|inbox| inbox.as_ref() == Some(&id));
        option().attr("value", info.id.to_string()).flag("selected", is_this).child(info.name.clone())
    });
    let inboxes = me.inboxes.clone();
    let chosen = move |value: String| {
        if let Some(info) = inboxes.iter().find(|info| info.id.as_str() == value) {
            c.go(Route::home());
            c.enter(Some(info.id.clone()));
        }
    };
    span()
        .class("pick")
        .child((
            select()
                .attr("aria-label", c.say(Text::InboxPick))
                .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
                .child(options.collect::<Vec<_>>()),
            drawn(Icon::Down, "icon down"),
        ))
        .into_any()
}

/// Whether the link is there, in words and shape.
fn link_line() -> AnyView {
    let c = console();
    let is_live = watch(move || c.link.get() == LinkState::Live);
    div()
        .class("line small")
        .child((
            span().class("dot").when("away", move || !is_live.get()).attr("aria-hidden", "true"),
            move || c.say(if is_live.get() { Text::Connected } else { Text::Connecting }),
        ))
        .into_any()
}

fn keys_line() -> AnyView {
    let c = console();
    button()
        .attr("type", "button")
        .class("button quiet low")
        .on(leptos::ev::click, move |_| c.keys.set(true))
        .child((icon(Icon::Keys), c.say(Text::Shortcuts)))
        .into_any()
}

/// The views as one select, for windows without room for the sidebar.
pub(crate) fn views_folded() -> AnyView {
    let c = console();
    let options = VIEWS.map(|view| {
        let is_this = move || current() == view;
        let words = move || match c.rows.with(|rows| count(rows.counts(), view)) {
            Some(n) => format!("{} ({n})", c.say(title(view))),
            None => c.say(title(view)).to_owned(),
        };
        option().attr("value", view_slug(view)).flag("selected", is_this).child(words)
    });
    let chosen = move |value: String| {
        if let Some(view) = VIEWS.into_iter().find(|view| view_slug(*view) == value) {
            c.go(start_of(view));
        }
    };
    label()
        .class("views-folded pick")
        .child((
            span().class("unseen").child(c.say(Text::Views)),
            select().on(leptos::ev::change, move |event| chosen(event_target_value(&event))).child(options),
            drawn(Icon::Down, "icon down"),
        ))
        .into_any()
}
