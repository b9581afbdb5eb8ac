//! My profile: name and picture, password, and where one is signed in (H59, T23); the forms of its parts. For everybody.

use std::pin::Pin;

use crate::reactive::*;
use serde_json::Value;

use super::HEADING_ID;
use super::blank::{failed, slow};
use super::html::{all, button, div, form, h1, h2, input, keyed_by_id, label, li, main, p, span, ul};
use super::icon::{Icon, icon};
use super::lists::act;
use super::profile_factor::{factor, recovery};
use super::profile_passkeys::passkeys_part;
use super::sign_in::{alert, submit_button};
use super::text_field::{TextField, text_field};
use crate::browser::{clock, files};
use crate::console::{Loading, console};
use crate::state::conditions::{quoted, text};
use crate::state::passkeys::{Passkey, passkeys};
use crate::state::people::{Place, places};
use crate::state::sign_in::{name_wrong, new_password_wrong, password_missing};
use crate::texts::Text;
use crate::watch::watch;

/// What the page knows; it is gone with the page.
#[derive(Clone, Copy)]
pub(super) struct Mine {
    /// As the edge tells it.
    pub(super) profile: RwSignal<Value>,
    places: RwSignal<Vec<Place>>,
    /// Its passkeys.
    pub(super) passkeys: RwSignal<Vec<Passkey>>,
    /// Recovery codes that are shown this once.
    pub(super) codes: RwSignal<Vec<String>>,
    loading: RwSignal<Loading>,
}

impl Mine {
    pub(super) fn load(self) {
        let c = console();
        c.load_for("/api/me/sessions".to_owned(), RwSignal::new(Loading::Asking), move |told| {
            let _ = self.places.try_set(places(told));
        });
        c.load_for("/api/me/profile".to_owned(), self.loading, move |told| self.told(told));
    }

    /// It is so now.
    pub(super) fn told(self, profile: &Value) {
        let _ = self.passkeys.try_set(passkeys(profile));
        let _ = self.profile.try_set(profile.clone());
    }
}

/// The page.
pub(crate) fn profile_page() -> AnyView {
    let c = console();
    let mine = Mine {
        profile: RwSignal::new(Value::Null),
        places: RwSignal::new(Vec::new()),
        passkeys: RwSignal::new(Vec::new()),
        codes: RwSignal::new(Vec::new()),
        loading: RwSignal::new(Loading::Asking),
    };
    mine.load();
    let part = |inside: AnyView| div().class("card part").child(inside);
    // Asked again, it is as ready as before: what stands on the page stays, the codes that are shown once above all.
    let loading = watch(move || mine.loading.get());
    let content = move || match loading.get() {
        Loading::Ready => all((
            part(name(mine)),
            part(picture(mine)),
            part(password(mine)),
            part(passkeys_part(mine)),
            part(factor(mine)),
            part(recovery(mine)),
            part(sessions(mine)),
        )),
        Loading::Failed(problem) => failed(Text::ProfileFailed, &problem, move || mine.load()),
        Loading::Asking => slow(move || mine.load()),
    };
    main()
        .id("content")
        .class("page")
        .attr("tabindex", "-1")
        .child(
            div().class("column").child((
                div()
                    .class("title")
                    .child(h1().id(HEADING_ID).attr("tabindex", "-1").child(c.say(Text::MyProfile))),
                content,
            )),
        )
        .into_any()
}

/// A field of these forms.
pub(super) fn field(
    id: &'static str,
    label: Text,
    (kind, autocomplete): (&'static str, &'static str),
    check: fn(&str) -> Option<Text>,
) -> TextField {
    TextField {
        id,
        label,
        help: None,
        kind,
        autocomplete,
        value: RwSignal::new(String::new()),
        check,
        judged: RwSignal::new(false),
    }
}

/// What a form is answered.
pub(super) type Asked = Pin<Box<dyn Future<Output = Result<Value, String>>>>;

/// A form that sends its fields and says beside them what was refused.
pub(super) fn sends(
    fields: Vec<TextField>,
    words: (Text, Text),
    body: impl Fn() -> (&'static str, String, String) + 'static,
    done: impl Fn(Value) + Clone + 'static,
) -> AnyView {
    let c = console();
    let ask = move || -> Asked {
        let (method, path, body) = body();
        Box::pin(c.asked(method, path, Some(body)))
    };
    asks(fields, words, ask, done, None)
}

/// A form that does something with its fields and says beside them why it did not work; it may be left without.
pub(super) fn asks(
    fields: Vec<TextField>,
    (go, waiting): (Text, Text),
    ask: impl Fn() -> Asked + 'static,
    done: impl Fn(Value) + Clone + 'static,
    leave: Option<Box<dyn Fn()>>,
) -> AnyView {
    let c = console();
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let judged = fields.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        judged.iter().for_each(|field| field.judged.set(true));
        if busy.get_untracked() || judged.iter().any(|field| field.wrong().is_some()) {
            return;
        }
        busy.set(true);
        wrong.set(None);
        let (asked, done) = (ask(), done.clone());
        spawn_local(async move {
            let answer = asked.await;
            let _ = busy.try_set(false);
            match answer {
                Ok(told) => done(told),
                Err(why) => {
                    let _ = wrong.try_set(Some(why));
                }
            }
        });
    };
    let leave = leave.map(|leave| {
        button()
            .attr("type", "button")
            .class("button line tall")
            .on(leptos::ev::click, move |_| leave())
            .child(c.say(Text::Cancel))
    });
    form()
        .class("stack")
        .attr("novalidate", "")
        .on(leptos::ev::submit, submit)
        .child((
            fields.into_iter().map(text_field).collect::<Vec<_>>(),
            alert(move || wrong.get()),
            div().class("acts").child((submit_button(busy, go, waiting), leave)),
        ))
        .into_any()
}

fn name(mine: Mine) -> AnyView {
    let c = console();
    let mut called = field("profile-name", Text::YourName, ("text", "name"), name_wrong);
    called.help = Some(Text::ProfileNameHelp);
    called.value.set(mine.profile.with_untracked(|profile| text(&profile["name"])));
    sends(
        vec![called],
        (Text::PersonSave, Text::PersonSave),
        move || {
            let body = format!("{{\"name\":{}}}", quoted(called.value.get_untracked().trim()));
            ("PUT", "/api/me/profile".to_owned(), body)
        },
        move |told| {
            c.called_now(text(&told["name"]));
            mine.told(&told);
            c.tell(c.say(Text::ProfileSaved).to_owned(), None);
        },
    )
}

fn picture(mine: Mine) -> AnyView {
    let c = console();
    let save = move |method: &'static str, body: String| {
        spawn_local(async move {
            match c.asked(method, "/api/me/avatar".to_owned(), Some(body)).await {
                Ok(told) => {
                    mine.told(&told);
                    c.tell(c.say(Text::ProfileSaved).to_owned(), None);
                }
                Err(why) => c.tell_failed(c.fill(Text::NotDone, &[("why", &why)])),
            }
        });
    };
    let at = watch(move || mine.profile.with(|profile| profile["avatar"].as_str().map(str::to_owned)));
    let shown = move || {
        at.get().map(|at| {
            let alt = c.say(Text::Avatar);
            super::html::img()
                .class("avatar")
                .attr("src", at)
                .attr("alt", alt)
                .attr("width", "64")
                .attr("height", "64")
        })
    };
    let remove = move || {
        at.get().map(|_| {
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| save("DELETE", "{}".to_owned()))
                .child(c.say(Text::AvatarRemove))
        })
    };
    all((
        h2().child(c.say(Text::Avatar)),
        div().class("acts").child((shown, remove)),
        div().class("field").child((
            label().attr("for", "avatar").child(c.say(Text::Avatar)),
            input()
                .id("avatar")
                .class("input")
                .attr("type", "file")
                .attr("accept", "image/png,image/jpeg,image/webp")
                .attr("aria-describedby", "avatar-help")
                .on(leptos::ev::change, move |event| {
                    spawn_local(async move {
                        if let Some(image) = files::chosen_base64(&event).await {
                            save("PUT", format!("{{\"image\":{}}}", quoted(&image)));
                        }
                    });
                }),
            span().id("avatar-help").class("help").child(c.say(Text::AvatarHelp)),
        )),
    ))
}

fn password(mine: Mine) -> AnyView {
    let c = console();
    let old = field("password-old", Text::PasswordOld, ("password", "current-password"), password_missing);
    let mut new = field("password-new", Text::PasswordNew, ("password", "new-password"), new_password_wrong);
    new.help = Some(Text::PasswordHelp);
    all((
        h2().child(c.say(Text::PasswordChange)),
        sends(
            vec![old, new],
            (Text::PasswordChange, Text::PasswordChange),
            move || {
                let (old, new) = (quoted(&old.value.get_untracked()), quoted(&new.value.get_untracked()));
                ("PUT", "/api/me/password".to_owned(), format!("{{\"old\":{old},\"new\":{new}}}"))
            },
            move |_| {
                for field in [old, new] {
                    field.judged.set(false);
                    field.value.set(String::new());
                }
                c.tell(c.say(Text::PasswordChanged).to_owned(), None);
                mine.load();
            },
        ),
    ))
}

fn sessions(mine: Mine) -> AnyView {
    let c = console();
    let rows = keyed_by_id(mine.places, |one| &one.handle, move |one| place_row(mine, one));
    let others = watch(move || mine.places.with(|all| all.iter().any(|one| !one.current)));
    let end_all = move || {
        others.get().then(|| {
            button()
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| end(mine, "/api/me/sessions".to_owned()))
                .child(c.say(Text::SessionsEnd))
        })
    };
    all((
        h2().id("sessions-title").child(c.say(Text::SessionsTitle)),
        ul().class("sites").attr("aria-labelledby", "sessions-title").child(rows),
        div().class("acts").child(end_all),
    ))
}

fn end(mine: Mine, path: String) {
    let c = console();
    spawn_local(async move {
        let answer = c.asked("DELETE", path, Some("{}".to_owned())).await;
        if let Ok(told) = &answer {
            let _ = mine.places.try_set(places(told));
        }
        c.tell_how(&answer, c.say(Text::SessionEnded).to_owned());
    });
}

fn place_row(mine: Mine, one: Place) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let name = match (one.browser.as_str(), one.system.as_str()) {
        ("", "") => c.say(Text::SessionUnknown).to_owned(),
        ("", only) | (only, "") => only.to_owned(),
        (browser, system) => c.fill(Text::SessionOn, &[("browser", browser), ("system", system)]),
    };
    let when = |at| clock::told_by_clock(at, clock::now(), language);
    let seen = c.fill(
        Text::SessionSeen,
        &[
            ("since", &when(one.since)), // The quarter hour of the first visit may have begun before it.
            ("seen", &when(one.seen_at.max(one.since))),
        ],
    );
    let is_this = one.current.then(|| span().class("small").child(c.say(Text::SessionThis)));
    let out = (!one.current).then(|| {
        let path = format!("/api/me/sessions/{}", one.handle);
        act(c.fill(Text::SessionEnd, &[("name", &name)]), Icon::Leave, move || end(mine, path.clone()))
    });
    li().child((
        icon(Icon::Globe),
        div().class("grow").child((span().child(name), p().class("small faint").child(seen))),
        is_this,
        out,
    ))
    .into_any()
}
