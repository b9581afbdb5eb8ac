//! The whole: the door for strangers, the house for who is signed in.

use crate::reactive::*;
use conversation::access::Action;

use super::ask::ask_dialog;
use super::banner::banner;
use super::blank::{failed, slow};
use super::face::{Size, face};
use super::html::{a, all, button, div, main, nav, span};
use super::icon::{Icon, large_icon};
use super::inbox::inbox_page;
use super::later::{later, tool};
use super::presence::{my_dot, my_status};
use super::sign_in::sign_in_page;
use super::toast::toast;
use crate::console::{Session, console};
use crate::later::{Page, fetch_ahead};
use crate::route::{Route, SettingsTab};
use crate::texts::Text;
use crate::watch::watch;

/// What the whole page is.
#[derive(Clone, Debug, PartialEq)]
enum Whole {
    Asking,
    Unreachable,
    SignIn,
    SetUp,
    Join,
    Statement,
    House,
}

/// What is beside the rail.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Inbox,
    Chatflows,
    Chatflow,
    Try,
    Lists,
    Reports,
    List,
    Contact,
    Settings,
    Profile,
    Accessibility,
}

impl Place {
    fn of(route: &Route) -> Self {
        match route {
            Route::Chatflows => Self::Chatflows,
            Route::Chatflow(..) => Self::Chatflow,
            Route::Try => Self::Try,
            Route::Lists => Self::Lists,
            Route::Reports => Self::Reports,
            Route::List(_) => Self::List,
            Route::Contact(_) => Self::Contact,
            Route::Settings(_) => Self::Settings,
            Route::Profile => Self::Profile,
            Route::Accessibility => Self::Accessibility,
            Route::Inbox { .. } | Route::SignIn | Route::SetUp | Route::Join => Self::Inbox,
        }
    }
}

/// The whole page. Changing the language draws it anew; nothing is lost by that, since views keep nothing.
pub(crate) fn app() -> AnyView {
    let c = console();
    let whole = watch(move || {
        c.session.with(|session| match session {
            Session::Asking => Whole::Asking,
            Session::Unreachable(_) => Whole::Unreachable,
            Session::In(_) => Whole::House,
            Session::Out { .. } if c.route.with(|route| *route == Route::SetUp) => Whole::SetUp,
            Session::Out { .. } if c.route.with(|route| *route == Route::Join) => Whole::Join,
            Session::Out { .. } if c.route.with(|route| *route == Route::Accessibility) => Whole::Statement,
            Session::Out { .. } => Whole::SignIn,
        })
    });
    let page = move || {
        c.language.track();
        match whole.get() {
            Whole::Asking => waiting(),
            Whole::Unreachable => unreachable_page(),
            Whole::SignIn => sign_in_page(),
            Whole::SetUp => later(Page::SetUp),
            Whole::Join => later(Page::Join),
            Whole::Statement => later(Page::Accessibility),
            Whole::House => house(),
        }
    };
    page.into_any()
}

/// Before it is known who is there: our mark, and that only if it takes a while.
fn waiting() -> AnyView {
    let c = console();
    let mark = span().class("mark bone").child(large_icon(Icon::Chat));
    let words = span().class("unseen").child(c.say(Text::Loading));
    div()
        .class("door skeleton")
        .child(div().class("brand").attr("role", "status").child((mark, words)))
        .child(slow(move || c.begin()))
        .into_any()
}

fn unreachable_page() -> AnyView {
    let c = console();
    let problem = c.session.with_untracked(|session| match session {
        Session::Unreachable(problem) => problem.clone(),
        Session::Asking | Session::Out { .. } | Session::In(_) => crate::state::problem::Problem::NoAnswer,
    });
    main().class("door").child(failed(Text::NoAnswer, &problem, move || c.begin())).into_any()
}

fn house() -> AnyView {
    let c = console();
    let place = watch(move || c.route.with(Place::of));
    let stage = move || match place.get() {
        Place::Inbox => inbox_page(),
        Place::Chatflows => later(Page::Chatflows),
        Place::Chatflow => later(Page::Chatflow),
        Place::Try => later(Page::Try),
        Place::Lists => later(Page::Lists),
        Place::Reports => later(Page::Reports),
        Place::List => later(Page::List),
        Place::Contact => tool(|tools| (tools.contact_page)()),
        Place::Settings => later(Page::Settings),
        Place::Profile => later(Page::Profile),
        Place::Accessibility => later(Page::Accessibility),
    };
    div()
        .class("app")
        .child((
            a().class("button fill skip").attr("href", "#content").child(c.say(Text::SkipToContent)),
            rail(place),
            div().class("stage").child((banner(), stage)),
            move || c.menu.get().then(|| tool(|tools| (tools.menu)())),
            all((tool(|tools| (tools.over)()), ask_dialog(), toast())),
        ))
        .into_any()
}

fn rail(here: Memo<Place>) -> AnyView {
    let c = console();
    let place = move |route: fn() -> Route, icon: Icon, label: Text, places: &'static [Place]| {
        a().attr("href", route().path())
            .attr("aria-label", c.say(label))
            .attr("title", c.say(label))
            .attr("aria-current", move || places.contains(&here.get()).then_some("page"))
            .on(leptos::ev::click, move |event| super::follow(&event, route()))
            // Whoever aims at a page of the second module will most likely want it.
            .on(leptos::ev::pointerenter, |_| fetch_ahead())
            .on(leptos::ev::focus, |_| fetch_ahead())
            .child(large_icon(icon))
    };
    nav()
        .class("rail")
        .attr("aria-label", c.say(Text::MainNavigation))
        .child((
            span().class("mark").child(large_icon(Icon::Chat)),
            all((me_button(), my_status())),
            place(Route::home, Icon::Inbox, Text::Inbox, &[Place::Inbox]),
            place(
                || Route::Chatflows,
                Icon::Chatflows,
                Text::Chatflows,
                &[Place::Chatflows, Place::Chatflow, Place::Try],
            ),
            place(|| Route::Lists, Icon::People, Text::Lists, &[Place::Lists, Place::List, Place::Contact]),
            place(|| Route::Reports, Icon::Chart, Text::Reports, &[Place::Reports]),
            span().class("space"),
            c.may(Action::ChangeSettings).then(|| {
                place(
                    || Route::Settings(SettingsTab::default()),
                    Icon::Sliders,
                    Text::Settings,
                    &[Place::Settings],
                )
            }),
        ))
        .into_any()
}

/// Who I am and whether I am there, at the top left (S74); opens my menu.
fn me_button() -> AnyView {
    let c = console();
    let my_face = c.myself().map(|me| face(&me.name, me.id.as_str(), Size::Small));
    button()
        .id("account")
        .attr("type", "button")
        .attr("aria-label", c.say(Text::YourAccount))
        .attr("aria-describedby", "my-status")
        .attr("aria-haspopup", "dialog")
        .attr("title", c.say(Text::YourAccount))
        .attr("aria-expanded", move || c.menu.get().to_string())
        .on(leptos::ev::click, move |_| c.menu.update(|open| *open = !*open))
        .child(span().class("faced").child((my_face, my_dot())))
        .into_any()
}
