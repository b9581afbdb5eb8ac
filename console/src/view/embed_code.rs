//! The line that a site pastes: to be copied, or sent to a developer (S1, S2).

use crate::reactive::*;

use super::html::{a, all, button, div, p, textarea};
use super::icon::{Icon, icon};
use crate::browser::timer::{Timeout, next_frame};
use crate::browser::{clipboard, sites};
use crate::console::console;
use crate::route::{Route, SettingsTab};
use crate::state::embed::{letter, snippet};
use crate::texts::Text;

const CODE_ID: &str = "tracking-code";
/// How long the button says that it copied.
const COPIED_MS: u64 = 4_000;

/// The line, and what can be done with it; where no site may use it yet, that comes first.
pub(super) fn embed_code() -> AnyView {
    let c = console();
    let Some((account, name)) = c.settings.with_untracked(|settings| {
        settings.as_ref().map(|settings| (settings.account.clone(), settings.name.clone()))
    }) else {
        return ().into_any();
    };
    let line = snippet(&sites::own_origin(), account.as_str());
    let mail = letter(&line, &name, c.language.get_untracked());
    // `None`: nobody asked yet.
    let copied = RwSignal::new(None::<bool>);
    let rests = StoredValue::new(None::<Timeout>);
    let to_copy = line.clone();
    let copy = move |_| {
        let line = to_copy.clone();
        spawn_local(async move {
            let done = clipboard::copy(&line).await;
            if !done {
                clipboard::select(CODE_ID);
            }
            // Empty for a moment, so that copying again is told again.
            let _ = copied.try_set(None);
            next_frame(move || {
                let _ = copied.try_set(Some(done));
            });
            if done {
                let rest = Timeout::after(COPIED_MS, move || {
                    let _ = copied.try_set(None);
                });
                rests.try_update_value(|rests| *rests = Some(rest));
            }
        });
    };
    let told =
        move || copied.get().map(|done| c.say(if done { Text::CodeCopiedLong } else { Text::CodeNotCopied }));
    let button_says = move || {
        let done = copied.get() == Some(true);
        (
            icon(if done { Icon::Check } else { Icon::Copy }),
            c.say(if done { Text::CodeCopied } else { Text::CopyCode }),
        )
    };
    let no_site = move || {
        let none = c.settings.with(|settings| {
            settings
                .as_ref()
                .is_some_and(|settings| settings.origins.is_empty() && !settings.any_loopback_origin)
        });
        none.then(|| {
            let there = Route::Settings(SettingsTab::Sites);
            div().class("hint warn").child((
                icon(Icon::Warning),
                div().child((
                    p().child(c.say(Text::NoSiteYet)),
                    a().attr("href", there.path())
                        .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
                        .child(c.say(Text::AddSiteFirst)),
                )),
            ))
        })
    };
    all((
        no_site,
        textarea()
            .id(CODE_ID)
            .class("input tall mono")
            .attr("readonly", "")
            .attr("rows", "3")
            .attr("dir", "ltr")
            .attr("spellcheck", "false")
            .attr("aria-label", c.say(Text::TrackingCode))
            .value(move || line.clone())
            .on(leptos::ev::focus, |_| clipboard::select_all(CODE_ID)),
        div().class("acts").child((
            button()
                .attr("type", "button")
                .class("button fill")
                .on(leptos::ev::click, copy)
                .child(button_says),
            a().class("button line")
                .attr("href", mail)
                .child((icon(Icon::Mail), c.say(Text::SendToDeveloper))),
        )),
        div().class("small told").attr("role", "status").child(told),
    ))
}
