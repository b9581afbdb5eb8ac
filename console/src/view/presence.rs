//! My own switch: offline mode, reassign replies, and the banner where somebody else set me away (S70-S74, H63).

use crate::reactive::*;

use super::html::{all, button, div, label, p, span};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::texts::Text;
use crate::watch::watch;

/// The switches, for the account's menu.
pub(crate) fn presence_lines() -> AnyView {
    let c = console();
    let away = watch(move || c.presence.with(|presence| presence.is_away));
    let reassigns = watch(move || c.presence.with(|presence| presence.reassigns));
    let offline = line("offline", Text::OfflineMode, Text::OfflineModeHelp, away, move || {
        // Whoever is back has nothing that others should answer.
        let away = !away.get_untracked();
        c.set_presence(away, away && reassigns.get_untracked());
    });
    let replies = move || {
        away.get().then(|| {
            line("reassign", Text::ReassignReplies, Text::ReassignRepliesHelp, reassigns, move || {
                c.set_presence(true, !reassigns.get_untracked());
            })
        })
    };
    all((offline, replies))
}

fn line(id: &'static str, words: Text, helped: Text, is_on: Memo<bool>, act: impl Fn() + 'static) -> AnyView {
    let c = console();
    let (name_id, help_id) = (format!("{id}-name"), format!("{id}-help"));
    div()
        .class("switched")
        .child((
            button()
                .id(id)
                .attr("type", "button")
                .class("switch")
                .attr("role", "switch")
                .attr("aria-checked", move || is_on.get().to_string())
                .attr("aria-labelledby", name_id.clone())
                .attr("aria-describedby", help_id.clone())
                .on(leptos::ev::click, move |_| act()),
            div().child((
                label().id(name_id).attr("for", id).child(c.say(words)),
                p().id(help_id).class("help").child(c.say(helped)),
            )),
        ))
        .into_any()
}

/// How I stand, as a dot on my face, and in words for who cannot see it.
pub(crate) fn my_dot() -> AnyView {
    let c = console();
    let away = watch(move || c.presence.with(|presence| presence.is_away));
    span().class("dot on-face").when("away", move || away.get()).attr("aria-hidden", "true").into_any()
}

/// The same in words, for what describes itself by `my-status`.
pub(crate) fn my_status() -> AnyView {
    let c = console();
    let away = watch(move || c.presence.with(|presence| presence.is_away));
    span()
        .id("my-status")
        .class("unseen")
        .child(move || c.say(if away.get() { Text::YouAreAway } else { Text::YouAreAvailable }))
        .into_any()
}

/// The banner that somebody else set me away, with the way back.
pub(crate) fn away_banner() -> AnyView {
    let c = console();
    let by = watch(move || c.presence.with(|presence| presence.away_by.clone().filter(|_| presence.is_away)));
    let shown = move || {
        by.get().map(|by| {
            let words = if by.trim().is_empty() {
                c.say(Text::SetAwayBySomebody).to_owned()
            } else {
                c.fill(Text::SetAwayBy, &[("by", &by)])
            };
            div().class("banner").child((
                icon(Icon::Person),
                span().class("grow").child(words),
                button()
                    .attr("type", "button")
                    .class("link")
                    .on(leptos::ev::click, move |_| c.set_presence(false, false))
                    .child(c.say(Text::SetMeAvailable)),
            ))
        })
    };
    all(shown)
}
