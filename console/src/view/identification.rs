//! Settings › API & webhooks › Visitors you know: the secrets that the site's own server signs with, and whether only it says
//! who somebody is (P1, E27).

use crate::reactive::*;
use conversation::ids::SecretId;
use serde_json::Value;

use super::api::{shown_once, text};
use super::html::{all, button, div, h3, keyed, label, li, p, span, ul};
use super::icon::{Icon, icon};
use super::lists::act;
use crate::api::tree;
use crate::browser::timer::next_frame;
use crate::browser::{clock, focus};
use crate::console::console;
use crate::state::identification::Secrets;
use crate::texts::Text;
use crate::watch::watch;

const PATH: &str = "/api/identification/secrets";
const NEW_ID: &str = "new-identity-secret";

/// The part.
pub(super) fn identification() -> AnyView {
    let c = console();
    div()
        .class("rule-list")
        .child((
            h3().id("known-title").child(c.say(Text::KnownTitle)),
            p().class("help").child(c.say(Text::KnownLead)),
            verified_only(),
            secrets(),
        ))
        .into_any()
}

fn verified_only() -> AnyView {
    let c = console();
    let is_on =
        watch(move || c.settings.with(|settings| settings.as_ref().is_some_and(|kept| kept.verified_only)));
    let switch = button()
        .id("verified-only")
        .attr("type", "button")
        .class("switch")
        .attr("role", "switch")
        .attr("aria-checked", move || is_on.get().to_string())
        .attr("aria-labelledby", "verified-only-name")
        .attr("aria-describedby", "verified-only-help")
        .on(leptos::ev::click, move |_| c.switch_verified_only(!is_on.get_untracked()));
    div()
        .class("switched")
        .child((
            switch,
            div().child((
                label()
                    .id("verified-only-name")
                    .attr("for", "verified-only")
                    .child(c.say(Text::VerifiedOnly)),
                span()
                    .class("state")
                    .attr("aria-hidden", "true")
                    .child(move || c.say(if is_on.get() { Text::On } else { Text::Off })),
                p().id("verified-only-help").class("help").child(c.say(Text::VerifiedOnlyHelp)),
            )),
        ))
        .into_any()
}

/// What an answer says, if it is one.
fn read<T: serde::de::DeserializeOwned>(answer: &Value) -> Option<T> {
    serde_json::from_value(answer.clone()).ok()
}

fn secrets() -> AnyView {
    let c = console();
    let secrets = RwSignal::new(Secrets::default());
    let shown = RwSignal::new(None::<String>);
    let put = move |answer: &Value| {
        if let Some(answer) = read(answer) {
            let _ = secrets.try_set(Secrets::new(answer));
        }
    };
    spawn_local(async move {
        match tree("GET", PATH.to_owned(), None).await {
            Ok(answer) => put(&answer),
            Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
        }
    });
    let make = move |_| {
        spawn_local(async move {
            match tree("POST", PATH.to_owned(), Some("{}".to_owned())).await {
                Ok(answer) => {
                    let _ = shown.try_set(Some(text(&answer, "secret")));
                    if let Some(made) = read(&answer["made"]) {
                        let _ = secrets.try_update(|secrets| secrets.made(made));
                    }
                }
                Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
            }
        });
    };
    let revoke = move |id: String| {
        spawn_local(async move {
            match tree("DELETE", format!("{PATH}/{id}"), Some("{}".to_owned())).await {
                Ok(answer) => {
                    put(&answer);
                    c.tell(c.say(Text::SecretRevoked).to_owned(), None);
                    // The button can be pressed again with the next drawing.
                    next_frame(|| {
                        focus::to_id(NEW_ID);
                    });
                }
                Err(problem) => c.fail(Text::ApiNotDone, "", &problem),
            }
        });
    };
    let ids = watch(move || {
        secrets.with(|secrets| secrets.all().iter().map(|secret| secret.id.to_string()).collect::<Vec<_>>())
    });
    let rows = keyed(
        move || ids.get(),
        move |id| {
            let made = SecretId::parse(&id).ok().and_then(|id| {
                secrets.with_untracked(|secrets| secrets.find(&id).map(|secret| secret.created_at))
            });
            let Some(made) = made else { return ().into_any() };
            let day = clock::in_full(made, c.language.get_untracked());
            let remove =
                act(c.fill(Text::SecretRevoke, &[("day", &day)]), Icon::Bin, move || revoke(id.clone()));
            li().child((
                icon(Icon::Shield),
                div().class("grow").child(c.fill(Text::SecretSince, &[("day", &day)])),
                remove,
            ))
            .into_any()
        },
    );
    let step = watch(move || secrets.with(Secrets::next_step));
    let name = watch(move || secrets.with(Secrets::act));
    let is_full = watch(move || !secrets.with(Secrets::has_room));
    all((
        ul().class("sites").attr("aria-label", c.say(Text::SecretsTitle)).child(rows),
        p().class("help").child(move || c.say(step.get())),
        shown_once(shown, Text::SecretOnce),
        div().class("acts").child(
            button()
                .id(NEW_ID)
                .attr("type", "button")
                .class("button line")
                .flag("disabled", move || is_full.get())
                .on(leptos::ev::click, make)
                .child(move || c.say(name.get())),
        ),
    ))
}
