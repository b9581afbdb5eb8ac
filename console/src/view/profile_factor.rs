//! My profile: the second factor, from the first code to the last recovery code (P69).

use crate::reactive::*;
use serde_json::Value;

use super::html::{a, all, code, div, h2, li, p, strong, ul};
use super::icon::{Icon, icon};
use super::profile::{Mine, field, sends};
use super::qr::qr_code;
use crate::console::console;
use crate::state::conditions::{items, quoted, text};
use crate::state::sign_in::password_missing;
use crate::texts::Text;
use crate::watch::watch;

/// What is being done about it.
#[derive(Clone, Copy)]
struct Doing {
    mine: Mine,
    /// What the other device has to know, while that is being confirmed: key and link.
    enrolling: RwSignal<Option<(String, String)>>,
}

/// The part of the page about codes of another device.
pub(super) fn factor(mine: Mine) -> AnyView {
    let c = console();
    let doing = Doing { mine, enrolling: RwSignal::new(None) };
    let is_on = watch(move || mine.profile.with(|profile| profile["second_factor"] == true));
    let said = move || p().child(c.say(if is_on.get() { Text::FactorOn } else { Text::FactorOff }));
    let forms = move || match (is_on.get(), doing.enrolling.get()) {
        (false, None) => begin(doing),
        (false, Some((key, link))) => confirm(doing, key, link),
        (true, _) => end(mine),
    };
    all((
        h2().child(c.say(Text::FactorTitle)),
        div().attr("role", "status").child(said),
        div().class("stack").child(forms),
    ))
}

/// The part of the page about recovery codes, for whoever signs in with more than a password.
pub(super) fn recovery(mine: Mine) -> AnyView {
    let c = console();
    let is_asked = watch(move || {
        let has_codes = mine.profile.with(|profile| profile["second_factor"] == true);
        has_codes || mine.passkeys.with(|passkeys| !passkeys.is_empty())
    });
    let left = watch(move || mine.profile.with(|profile| text(&profile["recovery_codes"])));
    let said = move || {
        p().child(if is_asked.get() {
            c.fill(Text::CodesLeft, &[("n", &left.get())])
        } else {
            c.say(Text::CodesNone).to_owned()
        })
    };
    let form = move || {
        is_asked.get().then(|| {
            with_password(
                "codes-password",
                Text::FactorNewCodes,
                ("POST", "/api/me/recovery-codes"),
                move |told| {
                    mine.codes.set(shown(&told));
                    mine.load();
                },
            )
        })
    };
    all((
        h2().child(c.say(Text::FactorCodes)),
        div().attr("role", "status").child(said),
        div().attr("role", "status").child(move || codes(mine)),
        div().class("stack").child(form),
    ))
}

fn codes(mine: Mine) -> Option<AnyView> {
    let c = console();
    let codes = mine.codes.get();
    (!codes.is_empty()).then(|| {
        let rows = codes.into_iter().map(|one| li().child(code().attr("dir", "ltr").child(one)));
        div()
            .class("hint")
            .child((
                icon(Icon::ShieldCheck),
                div().child((
                    strong().child(c.say(Text::CodesNew)),
                    p().child(c.say(Text::FactorCodesHelp)),
                    ul().id("recovery-codes").child(rows.collect::<Vec<_>>()),
                )),
            ))
            .into_any()
    })
}

/// A form that asks for the password again.
fn with_password(
    id: &'static str,
    go: Text,
    (method, path): (&'static str, &'static str),
    done: impl Fn(Value) + Clone + 'static,
) -> AnyView {
    let password = field(id, Text::FactorPassword, ("password", "current-password"), password_missing);
    sends(
        vec![password],
        (go, go),
        move || {
            (method, path.to_owned(), format!("{{\"password\":{}}}", quoted(&password.value.get_untracked())))
        },
        done,
    )
}

fn begin(doing: Doing) -> AnyView {
    with_password("factor-password", Text::FactorBegin, ("POST", "/api/me/second-factor"), move |told| {
        doing.enrolling.set(Some((text(&told["secret"]), text(&told["uri"]))));
    })
}

/// The codes of an answer, which are shown this once.
pub(super) fn shown(told: &Value) -> Vec<String> {
    items(&told["codes"]).map(text).collect()
}

fn confirm(doing: Doing, key: String, link: String) -> AnyView {
    let c = console();
    let typed = field("factor-code", Text::SecondCode, ("text", "one-time-code"), |code| {
        code.trim().is_empty().then_some(Text::SecondCodeMissing)
    });
    // In groups, as it is typed.
    let letters: Vec<char> = key.chars().collect();
    let grouped =
        letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    all((
        div().class("hint").child((
            icon(Icon::Keys),
            div().class("profile-key").child((
                qr_code(&link, c.say(Text::FactorPicture)),
                div().child((
                    strong().child(c.say(Text::FactorSecret)),
                    p().child(code().id("factor-key").attr("dir", "ltr").child(grouped)),
                    p().child(c.say(Text::FactorSecretHelp)),
                    a().attr("href", link).child(c.say(Text::FactorOpen)),
                )),
            )),
        )),
        sends(
            vec![typed],
            (Text::FactorConfirm, Text::FactorConfirm),
            move || {
                let body = format!("{{\"code\":{}}}", quoted(typed.value.get_untracked().trim()));
                ("PUT", "/api/me/second-factor".to_owned(), body)
            },
            move |told| {
                doing.enrolling.set(None);
                doing.mine.codes.set(shown(&told));
                doing.mine.load();
            },
        ),
    ))
}

fn end(mine: Mine) -> AnyView {
    with_password("factor-off-password", Text::FactorEnd, ("DELETE", "/api/me/second-factor"), move |_| {
        mine.codes.set(Vec::new());
        mine.load();
    })
}
