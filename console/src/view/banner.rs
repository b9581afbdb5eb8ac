//! The banner that tells when the link is gone, and when what is not sent cannot be kept.

use crate::reactive::*;
use protocol::delivery::LinkState;

use super::html::{button, div, span};
use super::icon::{Icon, icon};
use super::presence::away_banner;
use crate::console::console;
use crate::texts::Text;
use crate::watch::watch;

/// Nothing while all is well, and nothing while connecting for the first time.
pub(crate) fn banner() -> AnyView {
    let c = console();
    let gone = watch(move || c.was_live.get() && c.link.get() != LinkState::Live);
    let offline = watch(move || !c.online.get());
    let shown = move || {
        gone.get().then(|| {
            let words = move || c.say(if offline.get() { Text::Offline } else { Text::Reconnecting });
            div().class("banner").child((
                icon(Icon::CloudOff),
                span().class("grow").child(words),
                button()
                    .attr("type", "button")
                    .class("link")
                    .on(leptos::ev::click, move |_| c.connect_now())
                    .child(c.say(Text::ReconnectNow)),
            ))
        })
    };
    let not_kept = watch(move || c.not_kept.get());
    let lost = move || {
        not_kept.get().then(|| div().class("banner").child(span().class("grow").child(c.say(Text::NotKept))))
    };
    // The region is always there: what appears in one that appears with it is not read out.
    div().attr("role", "status").child((shown, lost, away_banner())).into_any()
}
