//! Whether a chatflow's visitors can agree to be written to, about what, and in which words (S85, S86).

use crate::reactive::*;

use super::chatflow_parts::when;
use super::form::{Words, block, described, help, pick, said};
use super::html::{a, all, div, input, label, p};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::route::{Route, SettingsTab};
use crate::state::chatflow_draft::Draft;
use crate::state::chatflow_findings::Place;
use crate::state::subscriptions::Part;
use crate::texts::Text;
use crate::watch::watch;

const TOGGLE: Place = Place::Communication(Part::Toggle);

/// Consent to communicate, beside consent to process data and independent of it.
pub(crate) fn communication_part() -> AnyView {
    let c = console();
    c.load_subscriptions();
    let gdpr =
        watch(move || c.settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.gdpr)));
    let is_on = watch(move || c.draft(|draft| draft.communication).unwrap_or_default());
    let none = watch(move || c.subscriptions.with(Vec::is_empty));
    let toggle = input()
        .id(TOGGLE.id())
        .attr("type", "checkbox")
        .attr("aria-describedby", described(TOGGLE))
        .flag("checked", move || is_on.get())
        .flag("disabled", move || (!gdpr.get() || none.get()) && !is_on.get())
        .on(leptos::ev::change, move |event| {
            let on = event_target_checked(&event);
            let first = c.subscriptions.with_untracked(|all| all.first().map(|kind| kind.id.clone()));
            c.write_draft(
                None,
                Box::new(move |draft| {
                    draft.communication = on;
                    if draft.communication_kind.is_empty() {
                        draft.communication_kind = first.unwrap_or_default();
                    }
                }),
            );
        });
    let hint = move || {
        (gdpr.get() && none.get()).then(|| {
            let there = Route::Settings(SettingsTab::DataProtection);
            div().class("hint").child((
                icon(Icon::Shield),
                div().child((
                    p().child(c.say(Text::CommunicationNone)),
                    a().attr("href", there.path())
                        .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
                        .child(c.say(Text::ConsentToSettings)),
                )),
            ))
        })
    };
    all((
        div().class("tick").child((
            toggle,
            div().child((
                label().attr("for", TOGGLE.id()).child(c.say(Text::CommunicationToggle)),
                help(TOGGLE, Some(Text::CommunicationHelp)),
            )),
        )),
        said(TOGGLE),
        hint,
        when(|draft| draft.communication, step),
    ))
}

fn step() -> AnyView {
    let c = console();
    // The list comes when it comes; one that is gone by now stands there by its id.
    let kinds = watch(move || {
        let mut all: Vec<(String, String)> =
            c.subscriptions.with(|all| all.iter().map(|kind| (kind.id.clone(), kind.name.clone())).collect());
        let chosen = c.draft(|draft| draft.communication_kind.clone()).unwrap_or_default();
        if !chosen.is_empty() && all.iter().all(|(id, _)| *id != chosen) {
            all.push((chosen.clone(), chosen));
        }
        all
    });
    let kind = move || {
        pick(
            Place::Communication(Part::Kind),
            Text::CommunicationKind,
            None,
            kinds.get(),
            |draft: &Draft| draft.communication_kind.clone(),
            |draft: &mut Draft, id| draft.communication_kind = id,
        )
    };
    let words = Words {
        place: Place::Communication(Part::Text),
        label: Text::CommunicationWords,
        help: None,
        read: |draft| &draft.communication_text,
        write: |draft| &mut draft.communication_text,
    };
    let version = watch(move || {
        let makes = c.edited(crate::state::chatflow_editor::Editor::makes_communication_version);
        makes.unwrap_or_default().then(|| c.say(Text::ConsentNextVersion))
    });
    all((kind, block(words, "3"), p().class("help version").child(move || version.get())))
}
