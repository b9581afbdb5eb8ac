//! My profile: passkeys, from none to several, each with a name (T22).

use crate::reactive::*;
use serde_json::Value;

use super::html::{all, button, div, h2, h3, keyed_by_id, li, p, span, ul};
use super::icon::{Icon, icon};
use super::lists::act;
use super::profile::{Asked, Mine, asks, field};
use super::profile_factor::shown;
use crate::browser::timer::next_frame;
use crate::browser::{clock, focus, passkeys};
use crate::console::console;
use crate::state::conditions::quoted;
use crate::state::passkeys::Passkey;
use crate::state::sign_in::{name_wrong, password_missing};
use crate::texts::Text;
use crate::watch::watch;

/// Where one begins with another one.
const ADD_ID: &str = "passkey-add";

/// What is being done about them.
#[derive(Clone, Debug, PartialEq)]
enum Doing {
    Nothing,
    Adding,
    Renaming(Passkey),
    Removing(Passkey),
}

/// The part of the page.
pub(super) fn passkeys_part(mine: Mine) -> AnyView {
    let c = console();
    let doing = RwSignal::new(Doing::Nothing);
    let rows = keyed_by_id(mine.passkeys, |one| &one.id, move |one| row(doing, one));
    let empty = watch(move || mine.passkeys.with(Vec::is_empty));
    let none = move || empty.get().then(|| p().class("none").child(c.say(Text::PasskeysNone)));
    let can = passkeys::are_there();
    let below = move || match doing.get() {
        Doing::Nothing if !can => p().class("help").child(c.say(Text::PasskeysUnknownHere)).into_any(),
        Doing::Nothing => add_button(doing),
        Doing::Adding => adding(mine, doing),
        Doing::Renaming(one) => renaming(mine, doing, one),
        Doing::Removing(one) => removing(mine, doing, one),
    };
    all((
        h2().id("passkeys-title").child(c.say(Text::PasskeysTitle)),
        p().class("help").child(c.say(Text::PasskeysLead)),
        ul().class("sites").attr("aria-labelledby", "passkeys-title").child(rows),
        none,
        div().class("stack").child(below),
    ))
}

fn row(doing: RwSignal<Doing>, one: Passkey) -> AnyView {
    let c = console();
    let language = c.language.get_untracked();
    let when = |at| clock::told_by_clock(at, clock::now(), language);
    let since = when(one.since);
    let used = match one.used_at {
        Some(at) => c.fill(Text::PasskeyUsed, &[("since", &since), ("used", &when(at))]),
        None => c.fill(Text::PasskeyUnused, &[("since", &since)]),
    };
    let rename = act(c.fill(Text::PasskeyRename, &[("name", &one.name)]), Icon::Pencil, {
        let one = one.clone();
        move || doing.set(Doing::Renaming(one.clone()))
    });
    let remove = act(c.fill(Text::PasskeyRemove, &[("name", &one.name)]), Icon::Bin, {
        let one = one.clone();
        move || doing.set(Doing::Removing(one.clone()))
    });
    li().child((
        icon(Icon::Passkey),
        div()
            .class("grow")
            .child((span().attr("dir", "auto").child(one.name), p().class("small faint").child(used))),
        rename,
        remove,
    ))
    .into_any()
}

fn add_button(doing: RwSignal<Doing>) -> AnyView {
    let c = console();
    div()
        .class("acts")
        .child(
            button()
                .id(ADD_ID)
                .attr("type", "button")
                .class("button line")
                .on(leptos::ev::click, move |_| doing.set(Doing::Adding))
                .child((icon(Icon::Plus), span().child(c.say(Text::PasskeyAdd)))),
        )
        .into_any()
}

/// A form in its box. Whoever opened it begins in its first field, and is back at the button afterwards.
fn boxed(title: String, first: &'static str, form: AnyView) -> AnyView {
    next_frame(move || {
        focus::to_id(first);
    });
    div()
        .class("inset")
        .attr("role", "group")
        .attr("aria-labelledby", "passkey-title")
        .child((h3().id("passkey-title").attr("dir", "auto").child(title), form))
        .into_any()
}

fn leave(doing: RwSignal<Doing>) {
    let _ = doing.try_set(Doing::Nothing);
    next_frame(|| {
        focus::to_id(ADD_ID);
    });
}

fn adding(mine: Mine, doing: RwSignal<Doing>) -> AnyView {
    let c = console();
    let mut name = field("passkey-name", Text::PasskeyName, ("text", "off"), name_wrong);
    name.help = Some(Text::PasskeyNameHelp);
    let password =
        field("passkey-password", Text::FactorPassword, ("password", "current-password"), password_missing);
    let ask = move || -> Asked {
        Box::pin(c.add_passkey(name.value.get_untracked(), password.value.get_untracked()))
    };
    let done = move |told: Value| {
        mine.told(&told["profile"]);
        let codes = shown(&told);
        if !codes.is_empty() {
            let _ = mine.codes.try_set(codes);
        }
        c.tell(c.say(Text::PasskeyAdded).to_owned(), None);
        leave(doing);
        mine.load();
    };
    let form = asks(
        vec![name, password],
        (Text::PasskeyMake, Text::PasskeyMaking),
        ask,
        done,
        Some(Box::new(move || leave(doing))),
    );
    boxed(c.say(Text::PasskeyAdd).to_owned(), "passkey-name", form)
}

fn renaming(mine: Mine, doing: RwSignal<Doing>, one: Passkey) -> AnyView {
    let c = console();
    let name = field("passkey-name", Text::PasskeyName, ("text", "off"), name_wrong);
    name.value.set(one.name.clone());
    let path = format!("/api/me/passkeys/{}", one.id);
    let ask = move || -> Asked {
        let body = format!("{{\"name\":{}}}", quoted(name.value.get_untracked().trim()));
        Box::pin(c.asked("PUT", path.clone(), Some(body)))
    };
    let done = move |told: Value| {
        mine.told(&told);
        c.tell(c.say(Text::ProfileSaved).to_owned(), None);
        leave(doing);
    };
    let words = (Text::PersonSave, Text::PersonSave);
    let form = asks(vec![name], words, ask, done, Some(Box::new(move || leave(doing))));
    boxed(c.fill(Text::PasskeyRename, &[("name", &one.name)]), "passkey-name", form)
}

fn removing(mine: Mine, doing: RwSignal<Doing>, one: Passkey) -> AnyView {
    let c = console();
    let password =
        field("passkey-password", Text::FactorPassword, ("password", "current-password"), password_missing);
    let path = format!("/api/me/passkeys/{}", one.id);
    let ask = move || -> Asked {
        let body = format!("{{\"password\":{}}}", quoted(&password.value.get_untracked()));
        Box::pin(c.asked("DELETE", path.clone(), Some(body)))
    };
    let name = one.name.clone();
    let done = move |told: Value| {
        mine.told(&told);
        let _ = mine.codes.try_set(Vec::new());
        c.tell(c.fill(Text::PasskeyRemoved, &[("name", &name)]), None);
        leave(doing);
        mine.load();
    };
    let words = (Text::PersonRemoveGo, Text::PersonRemoveGo);
    let form = asks(vec![password], words, ask, done, Some(Box::new(move || leave(doing))));
    let sure = p().attr("dir", "auto").child(c.fill(Text::PasskeyRemoveSure, &[("name", &one.name)]));
    boxed(c.fill(Text::PasskeyRemove, &[("name", &one.name)]), "passkey-password", all((sure, form)))
}
