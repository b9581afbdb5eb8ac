//! The views in the left sidebar (S115–S117, S119, S123), and their folded form for narrow windows.

use crate::reactive::*;
use conversation::view::{Standing, View};
use protocol::delivery::LinkState;
use protocol::rest::Counts;

use super::colleagues::room_line;
use super::command_bar::command_key;
use super::html::{a, all, button, div, h2, kbd, keyed, label, li, nav, option, select, span, ul};
use super::icon::{Icon, drawn, icon};
use crate::console::{Bar, console};
use crate::route::{Route, view_slug};
use crate::state::commands::{BAR_KEY, caps};
use crate::state::found::Found;
use crate::texts::Text;
use crate::watch::watch;

/// The edge counts no further in a saved view.
const MANY: u64 = 1_000;

/// The views the sidebar offers, in its order.
const VIEWS: [View; 6] = [View::All, View::Mine, View::Unassigned, View::Bots, View::Chat, View::Filtered];

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
    Route::of_view(view)
}

/// What is looked for, as a page of its own.
fn place_of(found: Found) -> Route {
    Route::Inbox { view: View::All, status: Standing::Open, found: Some(found), thread: None }
}

/// The view the address names. Tracked.
pub(crate) fn current() -> View {
    console().route.with(|route| match route {
        Route::Inbox { view, .. } => *view,
        Route::Chatflows
        | Route::Try
        | Route::Chatflow(..)
        | Route::Lists
        | Route::Reports
        | Route::List(_)
        | Route::Contact(_)
        | Route::Settings(_)
        | Route::SignIn
        | Route::Profile
        | Route::Accessibility
        | Route::Join
        | Route::SetUp => View::All,
    })
}

/// The sidebar.
pub(crate) fn views_pane() -> AnyView {
    let c = console();
    let view_link = move |view: View| {
        let count = watch(move || match view {
            View::Filtered => c.views.with(|views| (views.filtered > 0).then_some(views.filtered)),
            view => c.rows.with(|rows| count(rows.counts(), view)),
        });
        let is_here = watch(move || current() == view && c.found().is_none());
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
            bar_button(),
            ul().child((VIEWS.map(view_link), found_link(Text::ViewDeleted, Icon::Bin, Found::Deleted))),
            saved_views(),
            div().class("foot").child((link_line(), room_line(), keys_line())),
        ))
        .into_any()
}

/// The way to everything.
fn bar_button() -> AnyView {
    let c = console();
    let keys: Vec<_> = caps(BAR_KEY, command_key()).into_iter().map(|cap| kbd().child(cap)).collect();
    button()
        .attr("type", "button")
        .class("bar-button")
        .attr("aria-haspopup", "dialog")
        .on(leptos::ev::click, move |_| c.bar.set(Some(Bar::Commands(c.aimed()))))
        .child((
            icon(Icon::Keys),
            span().class("grow cut").child(c.say(Text::BarShort)),
            span().class("caps").attr("aria-hidden", "true").child(keys),
        ))
        .into_any()
}

fn found_link(words: Text, picture: Icon, found: Found) -> AnyView {
    let c = console();
    let there = place_of(found.clone());
    let is_here = watch(move || c.found().as_ref() == Some(&found));
    li().child(
        a().attr("href", there.path())
            .attr("aria-current", move || is_here.get().then_some("page"))
            .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
            .child((icon(picture), span().class("cut").child(c.say(words)))),
    )
    .into_any()
}

/// The saved views with their counts (P48); nothing where there are none.
fn saved_views() -> AnyView {
    let c = console();
    let ids = watch(move || {
        c.views.with(|views| views.saved.iter().map(|view| view.id.clone()).collect::<Vec<_>>())
    });
    let one = move |id: String| {
        let found = Found::Saved(id.clone());
        let there = place_of(found.clone());
        let is_here = watch(move || c.found().as_ref() == Some(&found));
        let told = watch(move || {
            c.views.with(|views| views.saved(&id).map(|view| (view.name.clone(), view.count, view.shared)))
        });
        let inside = move || {
            told.get().map(|(name, count, shared)| {
                let count = if count >= MANY { format!("{MANY}+") } else { count.to_string() };
                all((
                    icon(if shared { Icon::People } else { Icon::Filter }),
                    span().class("cut").attr("dir", "auto").child(name),
                    span().class("count").child(count),
                ))
            })
        };
        li().child(
            a().attr("href", there.path())
                .attr("aria-current", move || is_here.get().then_some("page"))
                .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
                .child(inside),
        )
        .into_any()
    };
    let is_some = watch(move || !ids.with(Vec::is_empty));
    let drawn = move || {
        is_some.get().then(|| {
            all((
                h2().class("views-head").child(c.say(Text::ViewsSaved)),
                ul().child(keyed(move || ids.get(), one)),
            ))
        })
    };
    all(drawn)
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
        let is_this = move || current() == view && c.found().is_none();
        let words = move || match c.rows.with(|rows| count(rows.counts(), view)) {
            Some(n) => format!("{} ({n})", c.say(title(view))),
            None => c.say(title(view)).to_owned(),
        };
        option().attr("value", view_slug(view)).flag("selected", is_this).child(words)
    });
    let others = move || {
        let option_of = |found: Found, name: String| {
            let value = found.to_query();
            let is_this = move || c.found().as_ref() == Some(&found);
            option().attr("value", value).flag("selected", is_this).child(name)
        };
        let mut all: Vec<_> = c.views.with(|views| {
            views
                .saved
                .iter()
                .map(|view| option_of(Found::Saved(view.id.clone()), view.name.clone()))
                .collect()
        });
        all.push(option_of(Found::Deleted, c.say(Text::ViewDeleted).to_owned()));
        all
    };
    let chosen = move |value: String| {
        if let Some(found) = Found::of_query(&value) {
            c.go(place_of(found));
        } else if let Some(view) = VIEWS.into_iter().find(|view| view_slug(*view) == value) {
            c.go(start_of(view));
        }
    };
    label()
        .class("views-folded pick")
        .child((
            span().class("unseen").child(c.say(Text::Views)),
            select()
                .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
                .child((options, others)),
            drawn(Icon::Down, "icon down"),
        ))
        .into_any()
}
