//! What is done so that everybody can use it, and what is missing (P80). For whoever is signed in, and for strangers.

use crate::reactive::*;

use super::HEADING_ID;
use super::html::{a, div, h1, h2, li, main, nav, p, section, ul};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::route::Route;
use crate::texts::Text;

const CHECKED: &[Text] = &[Text::A11yAxe, Text::A11yKeys, Text::A11yZoom, Text::A11yColours];
const HELPS: &[Text] = &[Text::A11yShortcuts, Text::A11yUndo];
const MISSING: &[Text] = &[Text::A11yPeople, Text::A11yPictures, Text::A11yBrowsers];

/// The page.
pub(crate) fn accessibility_page() -> AnyView {
    let c = console();
    let part = |title: Text, lines: &'static [Text]| {
        let lines = lines.iter().map(|line| li().child(c.say(*line))).collect::<Vec<_>>();
        section().class("card part prose").child((h2().child(c.say(title)), ul().child(lines))).into_any()
    };
    let home =
        if c.me().is_some() { (Route::home(), Text::Inbox) } else { (Route::SignIn, Text::SignInTitle) };
    let (there, words) = home;
    let href = there.path();
    let back = a()
        .attr("href", href)
        .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
        .child((icon(Icon::Back), c.say(words)));
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(
            div().class("column contact-page").child((
                nav().class("crumb").attr("aria-label", c.say(words)).child(back),
                div().child((
                    div()
                        .class("title")
                        .child(h1().id(HEADING_ID).attr("tabindex", "-1").child(c.say(Text::Accessibility))),
                    p().class("lead").child(c.say(Text::A11yLead)),
                )),
                part(Text::A11yChecked, CHECKED),
                part(Text::A11yHelp, HELPS),
                part(Text::A11yMissing, MISSING),
                section()
                    .class("card part prose")
                    .child((h2().child(c.say(Text::A11yTell)), p().child(c.say(Text::A11yTellHow)))),
            )),
        )
        .into_any()
}
