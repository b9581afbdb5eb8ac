//! What visitors are asked for in a chatflow: their e-mail address, and their consent.

use crate::reactive::*;
use conversation::capture::MAX_MINUTES;
use conversation::consent::Mode;

use super::chatflow_communication::communication_part;
use super::chatflow_parts::when;
use super::form::{Choice, Words, block, choices, described, help, number, said};
use super::html::{a, all, div, input, label, p};
use super::icon::{Icon, icon};
use crate::console::console;
use crate::route::{Route, SettingsTab};
use crate::state::chatflow_draft::{CaptureKind, Draft};
use crate::state::chatflow_findings::Place;
use crate::texts::Text;
use crate::watch::watch;

/// When visitors are asked for their address.
pub(crate) fn capture_part() -> AnyView {
    let times = vec![
        Choice::new(
            Text::CaptureNever,
            |draft| draft.capture == CaptureKind::Never,
            |draft| draft.capture = CaptureKind::Never,
        ),
        Choice::new(
            Text::CaptureRightAway,
            |draft| draft.capture == CaptureKind::RightAway,
            |draft| ask_for_address(draft, CaptureKind::RightAway),
        ),
        Choice::new(
            Text::CaptureUnanswered,
            |draft| draft.capture == CaptureKind::Unanswered,
            |draft| ask_for_address(draft, CaptureKind::Unanswered),
        ),
    ];
    let minutes = when(
        |draft| draft.capture == CaptureKind::Unanswered,
        || {
            let minutes = Words {
                place: Place::CaptureMinutes,
                label: Text::CaptureMinutes,
                help: None,
                read: |draft| &draft.capture_minutes,
                write: |draft| &mut draft.capture_minutes,
            };
            number(minutes, 1, &MAX_MINUTES.to_string())
        },
    );
    let message = when(
        |draft| draft.capture != CaptureKind::Never,
        || {
            let message = Words {
                place: Place::CaptureMessage,
                label: Text::CaptureMessage,
                help: None,
                read: |draft| &draft.capture_message,
                write: |draft| &mut draft.capture_message,
            };
            block(message, "2")
        },
    );
    all((choices("capture", Text::CaptureWhen, times), minutes, message))
}

/// Turns the capture on, with words to begin with where there are none.
fn ask_for_address(draft: &mut Draft, kind: CaptureKind) {
    draft.capture = kind;
    if draft.capture_message.is_empty() {
        console().say(Text::CaptureMessageDefault).clone_into(&mut draft.capture_message);
    }
}

/// Consent before writing.
pub(crate) fn consent_part() -> AnyView {
    let c = console();
    let gdpr =
        watch(move || c.settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.gdpr)));
    let is_on = watch(move || c.draft(|draft| draft.consent).unwrap_or_default());
    let hint = move || {
        (!gdpr.get()).then(|| {
            let there = Route::Settings(SettingsTab::DataProtection);
            div().class("hint").child((
                icon(Icon::Shield),
                div().child((
                    p().child(c.say(Text::ConsentGdprOff)),
                    a().attr("href", there.path())
                        .on(leptos::ev::click, move |event| super::follow(&event, there.clone()))
                        .child(c.say(Text::ConsentToSettings)),
                )),
            ))
        })
    };
    // A step that is there can always be taken out.
    let toggle = input()
        .id(Place::Consent.id())
        .attr("type", "checkbox")
        .attr("aria-describedby", described(Place::Consent))
        .flag("checked", move || is_on.get())
        .flag("disabled", move || !gdpr.get() && !is_on.get())
        .on(leptos::ev::change, move |event| {
            let on = event_target_checked(&event);
            c.write_draft(None, Box::new(move |draft| draft.consent = on));
        });
    let step = when(|draft| draft.consent, consent_step);
    all((
        div().class("tick").child((
            toggle,
            div().child((
                label().attr("for", Place::Consent.id()).child(c.say(Text::ConsentToggle)),
                help(Place::Consent, Some(Text::ConsentToggleHelp)),
            )),
        )),
        said(Place::Consent),
        hint,
        step,
        communication_part(),
        legal_notice(),
    ))
}

fn consent_step() -> AnyView {
    let c = console();
    let modes = vec![
        Choice::new(
            Text::ConsentExplicit,
            |draft| draft.consent_mode == Mode::Explicit,
            |draft| draft.consent_mode = Mode::Explicit,
        )
        .helped(Text::ConsentExplicitHelp),
        Choice::new(
            Text::ConsentInterest,
            |draft| draft.consent_mode == Mode::LegitimateInterest,
            |draft| draft.consent_mode = Mode::LegitimateInterest,
        )
        .helped(Text::ConsentInterestHelp),
    ];
    let words = Words {
        place: Place::ConsentText,
        label: Text::ConsentWords,
        help: None,
        read: |draft| &draft.consent_text,
        write: |draft| &mut draft.consent_text,
    };
    let version = watch(move || {
        c.edited(|editor| {
            if editor.makes_consent_version() {
                return Some(c.say(Text::ConsentNextVersion).to_owned());
            }
            let version = editor.consent_version?;
            Some(c.fill(Text::ConsentVersion, &[("n", &version.to_string())]))
        })
        .flatten()
    });
    all((
        choices("consent-mode", Text::ConsentMode, modes),
        block(words, "5"),
        p().class("help version").child(move || version.get()),
    ))
}

/// What no software can say for its owner (S88).
pub(crate) fn legal_notice() -> AnyView {
    let c = console();
    p().class("hint").attr("role", "note").child((icon(Icon::Warning), c.say(Text::LegalNotice))).into_any()
}
