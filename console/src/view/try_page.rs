//! Trying out what pages show (N1, N6): the page for it, for whoever may see the chatflows.

use crate::reactive::*;

use super::HEADING_ID;
use super::coverage::coverage;
use super::html::{a, div, h1, main, nav, p};
use super::icon::{Icon, icon};
use super::simulation::simulation;
use crate::console::console;
use crate::route::Route;
use crate::texts::Text;

/// The page.
pub(crate) fn try_page() -> AnyView {
    let c = console();
    let crumb = nav().class("crumb").attr("aria-label", c.say(Text::BackToChatflows)).child(
        a().attr("href", Route::Chatflows.path())
            .on(leptos::ev::click, move |event| super::follow(&event, Route::Chatflows))
            .child((icon(Icon::Back), c.say(Text::Chatflows))),
    );
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(
            div().class("column").child((
                crumb,
                div()
                    .class("title")
                    .child(h1().id(HEADING_ID).attr("tabindex", "-1").child(c.say(Text::TryTitle))),
                p().class("lead").child(c.say(Text::TryLead)),
                simulation(false),
                coverage(false),
            )),
        )
        .into_any()
}
