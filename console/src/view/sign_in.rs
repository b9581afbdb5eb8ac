//! Signing in.

use std::pin::Pin;

use crate::reactive::*;
use protocol::code::Code;

use super::html::{a, all, button, div, form, h1, main, p, span, strong};
use super::icon::{Icon, drawn, icon, large_icon};
use super::menu::language_pick;
use super::second::second_page;
use super::text_field::{TextField, text_field};
use crate::browser::timer::next_frame;
use crate::browser::{focus, passkeys};
use crate::console::{Session, console};
use crate::route::Route;
use crate::state::passkeys::Second;
use crate::state::problem::Problem;
use crate::state::sign_in::{email_wrong, password_missing};
use crate::texts::Text;
use crate::watch::watch;

/// The page, and the one that asks for more after it.
pub(crate) fn sign_in_page() -> AnyView {
    let challenge = RwSignal::new(None::<Second>);
    let asked = watch(move || challenge.with(Option::is_some));
    let page = move || if asked.get() { second_page(challenge) } else { password_page(challenge) };
    page.into_any()
}

fn password_page(challenge: RwSignal<Option<Second>>) -> AnyView {
    let c = console();
    let field = |id, label, kind, autocomplete, check| TextField {
        id,
        label,
        help: None,
        kind,
        autocomplete,
        value: RwSignal::new(String::new()),
        check,
        judged: RwSignal::new(false),
    };
    let email = field("email", Text::Email, "email", "username", email_wrong);
    let password = field("password", Text::Password, "password", "current-password", password_missing);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let ended = c.session.with_untracked(|session| matches!(session, Session::Out { ended: true }));
    next_frame(|| {
        // Unless the page was only drawn anew, in another language.
        if focus::focused().is_none() {
            focus::to_id("email");
        }
    });

    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        for field in [password, email] {
            field.judged.set(true);
            if field.wrong().is_some() {
                focus::to_id(field.id);
            }
        }
        if email.wrong().is_some() || password.wrong().is_some() {
            return;
        }
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let answer = c
                .sign_in(email.value.get_untracked().trim().to_owned(), password.value.get_untracked())
                .await;
            match answer {
                Ok(None) => {}
                Ok(asked) => challenge.set(asked),
                Err(problem) => {
                    refused.set(Some(refusal(&problem)));
                    busy.set(false);
                    focus::to_id("password");
                }
            }
        });
    };
    let said = move || match refused.get() {
        Some(words) => Some(words),
        None => ended.then(|| c.say(Text::SessionOver).to_owned()),
    };
    let passkey = passkeys::are_there()
        .then(|| with_passkey(busy, refused, Text::SignInPasskey, move || Box::pin(c.sign_in_passkey())));
    door(
        all((
            h1().child(c.say(Text::SignInTitle)),
            p().class("lead").child(c.say(Text::SignInLead)),
            alert(said),
            text_field(email),
            text_field(password),
            submit_button(busy, Text::SignIn, Text::SigningIn),
            passkey,
        )),
        submit,
    )
}

/// What becomes of signing in with a passkey.
type Proven = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// The button that signs in with a passkey: what went wrong is said where the form says it.
pub(super) fn with_passkey(
    busy: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
    words: Text,
    prove: impl Fn() -> Proven + 'static,
) -> AnyView {
    let c = console();
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        let proven = prove();
        spawn_local(async move {
            if let Err(why) = proven.await {
                let _ = refused.try_set(Some(why));
                let _ = busy.try_set(false);
            }
        });
    };
    button()
        .attr("type", "button")
        .class("button line tall")
        .attr("aria-disabled", move || busy.get().then_some("true"))
        .on(leptos::ev::click, act)
        .child((icon(Icon::Passkey), span().child(c.say(words))))
        .into_any()
}

fn refusal(problem: &Problem) -> String {
    let c = console();
    match problem.code() {
        Some(Code::SignInFailed) => c.say(Text::SignInFailed).to_owned(),
        Some(Code::RateLimited) => c.say(Text::SignInTooOften).to_owned(),
        _ if *problem == Problem::SignedOut => c.say(Text::SignInFailed).to_owned(),
        _ => problem.sentence(c.language.get_untracked()),
    }
}

/// The frame of the pages at the door: our mark, a form, the languages.
pub(crate) fn door(inside: AnyView, submit: impl Fn() + 'static) -> AnyView {
    let brand = div()
        .class("brand")
        .child((span().class("mark").child(large_icon(Icon::Chat)), strong().child("Parlor")));
    let form = form()
        .attr("novalidate", "")
        .on(leptos::ev::submit, move |event| {
            event.prevent_default();
            submit();
        })
        .child((brand, inside));
    main()
        .class("door")
        .child(div().child((
            div().class("card").child(form),
            div().class("languages").child((language_pick(), statement_link())),
        )))
        .into_any()
}

/// The way to what is done so that everybody can use it (P80).
fn statement_link() -> AnyView {
    a().class("small faint")
        .attr("href", Route::Accessibility.path())
        .on(leptos::ev::click, move |event| super::follow(&event, Route::Accessibility))
        .child(console().say(Text::Accessibility))
        .into_any()
}

/// What was refused. The region is always there, so that what appears in it is read out.
pub(crate) fn alert(said: impl Fn() -> Option<String> + Send + 'static) -> AnyView {
    let shown =
        move || said().map(|said| div().class("alert").child((icon(Icon::Warning), span().child(said))));
    div().class("alert-slot").attr("role", "alert").child(shown).into_any()
}

/// The one filled button: while it waits its words tell so, and its width stays.
pub(crate) fn submit_button(busy: RwSignal<bool>, rest: Text, waiting: Text) -> AnyView {
    let c = console();
    button()
        .attr("type", "submit")
        .class("button fill tall")
        .attr("aria-busy", move || busy.get().to_string())
        .child((
            move || busy.get().then(|| drawn(Icon::Waiting, "icon spins")),
            move || c.say(if busy.get() { waiting } else { rest }),
        ))
        .into_any()
}
