//! The account menu: who I am, language, light or dark, keys, signing out.

use crate::reactive::*;

use super::face::{Size, face};
use super::html::{all, b, button, div, hr, kbd, label, option, select, span};
use super::icon::{Icon, drawn, icon};
use super::presence::presence_lines;
use crate::browser::preferences::{self, Theme};
use crate::browser::{focus, timer::next_frame};
use crate::console::console;
use crate::route::{Route, SettingsTab};
use crate::texts::{Language, Text};

/// The menu; it is drawn only while it is open.
pub(crate) fn menu() -> AnyView {
    let c = console();
    // It lies far from its button in the order of the Tab key.
    next_frame(|| {
        focus::to_id("offline");
    });
    let me = untrack(|| c.me());
    let who = me.map(|me| {
        div().class("me").child((
            face(&me.name, me.id.as_str(), Size::Medium),
            div().class("grow").child((
                b().class("cut").attr("dir", "auto").child(me.name.clone()),
                div().class("small faint cut").attr("dir", "ltr").child(me.email.clone()),
            )),
        ))
    });
    let act = |picture: Icon, words: Text| {
        button().attr("type", "button").class("act").child((icon(picture), span().child(c.say(words))))
    };
    let sheet = button()
        .attr("type", "button")
        .class("act")
        .on(leptos::ev::click, move |_| {
            c.menu.set(false);
            c.keys.set(true);
        })
        .child((icon(Icon::Keys), span().child(c.say(Text::Shortcuts)), kbd().child("?")));
    // Where there is no room for the views, this is the way to see who is there.
    let room = act(Icon::People, Text::ColleaguesOpen).on(leptos::ev::click, move |_| {
        c.menu.set(false);
        c.go(Route::home());
        c.show_room(true);
    });
    let profile = act(Icon::Person, Text::MyProfile).on(leptos::ev::click, move |_| {
        c.menu.set(false);
        c.go(Route::Profile);
    });
    let statement = act(Icon::Check, Text::Accessibility).on(leptos::ev::click, move |_| {
        c.menu.set(false);
        c.go(Route::Accessibility);
    });
    let notifications = act(Icon::Bolt, Text::NotificationsTab).on(leptos::ev::click, move |_| {
        c.menu.set(false);
        c.go(Route::Settings(SettingsTab::Notifications));
    });
    div()
        .class("menu")
        .attr("role", "dialog")
        .attr("aria-label", c.say(Text::YourAccount))
        .child((
            who,
            presence_lines(),
            hr(),
            div().child((language_line(), theme_line())),
            hr(),
            all((profile, notifications, room, sheet, statement)),
            act(Icon::Leave, Text::SignOut).on(leptos::ev::click, move |_| c.sign_out()),
        ))
        .into_any()
}

/// The choice of a language, for the menu and for the door.
pub(crate) fn language_pick() -> AnyView {
    let c = console();
    let now = c.language.get_untracked();
    let choices = [(Language::English, "English"), (Language::German, "Deutsch")].map(|(language, name)| {
        option()
            .attr("value", language.tag())
            .attr("lang", language.tag())
            .flag("selected", move || language == now)
            .child(name)
    });
    let chosen = move |tag: String| {
        if let Some(language) = Language::from_tag(&tag) {
            preferences::keep_language(language);
            preferences::apply_language(language);
            c.language.set(language);
            // Everything was drawn anew, and the menu takes the focus as it opens; the hand is still where it was.
            next_frame(|| {
                next_frame(|| {
                    focus::to_id("language");
                });
            });
        }
    };
    span()
        .class("pick")
        .child((
            select()
                .id("language")
                .attr("aria-label", c.say(Text::LanguageLabel))
                .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
                .child(choices),
            drawn(Icon::Down, "icon down"),
        ))
        .into_any()
}

fn language_line() -> AnyView {
    div().class("line").child((span().child(console().say(Text::LanguageLabel)), language_pick())).into_any()
}

fn theme_line() -> AnyView {
    let c = console();
    let now = c.theme.get_untracked();
    let all = [
        (Theme::System, Text::ThemeSystem),
        (Theme::Light, Text::ThemeLight),
        (Theme::Dark, Text::ThemeDark),
    ];
    let choices = all
        .iter()
        .enumerate()
        .map(|(n, (theme, words))| {
            option()
                .attr("value", n.to_string())
                .flag("selected", {
                    let is_now = *theme == now;
                    move || is_now
                })
                .child(c.say(*words))
        })
        .collect::<Vec<_>>();
    let chosen = move |value: String| {
        if let Some((theme, _)) = value.parse::<usize>().ok().and_then(|n| all.get(n)) {
            preferences::keep_theme(*theme);
            preferences::apply_theme(*theme);
            c.theme.set(*theme);
        }
    };
    label()
        .class("line")
        .child((
            span().child(c.say(Text::Theme)),
            span().class("pick").child((
                select()
                    .on(leptos::ev::change, move |event| chosen(event_target_value(&event)))
                    .child(choices),
                drawn(Icon::Down, "icon down"),
            )),
        ))
        .into_any()
}
